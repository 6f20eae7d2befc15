"""The chain of transforms behind the chart of odds, by which a page counts the moves anew.

It follows ``talentwar.flows``: ``select_moves``, ``top_pairs``, ``directional_odds``.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import live
from talentwar.charts.live import Live, at, number_text, sentence, triangle
from talentwar.charts.theme import literal
from talentwar.flows import BUSY
from talentwar.intervals import clopper_pearson, odds
from talentwar.language import Language
from talentwar.names import Names

_LOWS = "lowest_odds"


def asked(
    chart: alt.LayerChart,
    ask: Live,
    names: Names,
    language: Language,
    scale: tuple[float, float],
) -> alt.LayerChart:
    """Return the chart with data and transforms that give it the fields of its static rows."""
    moves, ratios = _rows(ask), _ratios(ask)
    ids = {*moves["origin"], *moves["destination"], *ratios["direction"]}
    first, second = (live.names_table(ids, names, language, into) for into in ("one", "other"))
    counting = (
        live.table(moves)
        .transform_filter(live.counted_move())
        .transform_calculate(
            one_id="datum.origin < datum.destination ? datum.origin : datum.destination",
            other_id="datum.origin < datum.destination ? datum.destination : datum.origin",
            onward="datum.origin < datum.destination ? 1 : 0",
        )
        .transform_aggregate(onward="sum(onward)", n="count()", groupby=["one_id", "other_id"])
        .transform_calculate(key="datum.one_id + '|' + datum.other_id")
        .transform_lookup(lookup="key", from_=live.from_table(ratios, "key"))
    )
    shown = counting.transform_calculate(
        tested=f"isValid(datum.direction) && {live.trusted('datum.trust')}"
    ).transform_filter(
        f"datum.tested || datum.n >= {BUSY}"
        f" && {live.among('organizations', 'datum.one_id')}"
        f" && {live.among('organizations', 'datum.other_id')}"
    )
    drawn = (
        shown.transform_calculate(
            straight="datum.tested ? datum.direction == datum.one_id"
            " : datum.onward >= datum.n - datum.onward",
        )
        .transform_calculate(
            there="datum.straight ? datum.onward : datum.n - datum.onward",
            published_value="datum.tested ? datum.published : null",
            place="datum.tested ? datum.position : 1000",
        )
        .transform_lookup(lookup="one_id", from_=live.from_table(first, "one_id"))
        .transform_lookup(lookup="other_id", from_=live.from_table(second, "other_id"))
        .transform_calculate(
            pair=f"datum.straight ? {_pair(language, 'one', 'other')}"
            f" : {_pair(language, 'other', 'one')}",
            back="datum.n - datum.there",
        )
        .transform_calculate(
            odds="datum.there / datum.back",
            lowest=at(_LOWS, "datum.n", "datum.there"),
            highest=f"1 / {at(_LOWS, 'datum.n', 'datum.back')}",
            row="replace(datum.pair, '→ ', '→\\n')",
        )
        .transform_calculate(**_drawn(scale))
        .transform_calculate(
            counts=f"datum.there + {literal(language.t('flows.versus'))} + datum.back",
            published_text=f"datum.tested ? {number_text('datum.published')} : ''",
            value_text=number_text("datum.odds"),
            interval_text=f"isFinite(datum.highest) ? {_between(language)} : {_above(language)}",
        )
        .transform_window(
            rank="row_number()",
            sort=[
                alt.SortField("place"),
                alt.SortField("n", order="descending"),
                alt.SortField("one_id"),
                alt.SortField("other_id"),
            ],
        )
    )
    return live.driven_by(chart, drawn, [*ask.params(), triangle(_lows(moves, ask.level), _LOWS)])


def _rows(ask: Live) -> pd.DataFrame:
    """Return the moves that any selection could show: between two listed, or of a tested pair."""
    moves = live.moves_for_vega(ask.frames["moves"])
    listed = set(ask.offered("organizations"))
    tested = {frozenset(pair) for pair in _directions(ask.frames["ratios"])}
    pairs = [frozenset(p) for p in zip(moves["origin"], moves["destination"], strict=True)]
    return moves[[pair <= listed or pair in tested for pair in pairs]]


def _directions(ratios: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(ratios["origin_id"], ratios["destination_id"], strict=True))


def _ratios(ask: Live) -> pd.DataFrame:
    """Return the published ratios by pair; of two on one pair, the first stands."""
    ratios = ask.frames["ratios"]
    frame = pd.DataFrame(
        {
            "key": ["|".join(sorted(pair)) for pair in _directions(ratios)],
            "direction": ratios["origin_id"],
            "published": ratios["value"],
            "trust": ratios["confidence"].astype("str"),
            "position": range(len(ratios)),
        }
    )
    return frame.drop_duplicates("key").astype(object)


def _lows(moves: pd.DataFrame, level: float) -> list[list[float]]:
    pairs = ["|".join(sorted(p)) for p in zip(moves["origin"], moves["destination"], strict=True)]
    most = int(pd.Series(pairs, dtype="str").value_counts().max()) if pairs else 0
    return [[odds(clopper_pearson(k, n, level)[0]) for k in range(n + 1)] for n in range(most + 1)]


def _pair(language: Language, origin: str, destination: str) -> str:
    text = live.raw(language, "flows.pair", "origin", "destination")
    return sentence(text, origin=f"datum.{origin}", destination=f"datum.{destination}")


def _between(language: Language) -> str:
    text = live.raw(language, "interval", "low", "high")
    return sentence(text, low=number_text("datum.lowest"), high=number_text("datum.highest"))


def _above(language: Language) -> str:
    text = live.raw(language, "interval.above", "low")
    return sentence(text, low=number_text("datum.lowest"))


def _drawn(scale: tuple[float, float]) -> dict[str, str]:
    """Return what is drawn of odds and bounds: nothing beyond the scale but an arrow."""
    smallest, largest = scale
    return {
        "value": f"isFinite(datum.odds) ? max(datum.odds, {smallest}) : null",
        "low": f"max(datum.lowest, {smallest})",
        "high": f"min(datum.highest, {largest})",
        "beyond": f"datum.highest > {largest}",
        "below": f"datum.lowest < {smallest}",
    }
