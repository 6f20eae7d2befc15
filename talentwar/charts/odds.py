"""The chart of odds and published ratios, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.forest import SCALE, STEP, drawn, forest
from talentwar.charts.live import Live, raw
from talentwar.charts.live_odds import asked
from talentwar.charts.words import counted, counted_forms, few, named, period
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names


def odds(
    estimates: Estimates,
    published: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
    ask: Live | None = None,
) -> Figure:
    """Draw observed odds with their intervals, and the published ratios beside them.

    ``estimates`` are odds (``flows.odds.<origin>.<destination>``), ``published`` the comparison
    made by ``talentwar.flows.compare_with_published``. Odds and bounds that are infinite or off
    the scale end in an arrow. With ``ask`` the reader of the page can change the selection; its
    rows are all moves, its ratios all those published.
    """
    observed = [e for e in estimates.values() if e.n]
    frame = _odds_frame(observed, published, names, language)
    chart = forest(len(frame), language, _odds_tooltip(language))
    chart = asked(chart, ask, names, language, SCALE) if ask else chart.properties(data=frame)
    moves = len({row for e in observed for row in e.rows})
    source = language.t("flows.odds.source", rows=counted(language, "moves", moves))
    view = _odds_view(ask, language) if ask else None
    if not observed:
        return nothing("flows-odds", chart, language, source, view)
    return Figure(
        name="flows-odds",
        facts="moves",
        chart=chart,
        title=_odds_title(published, language),
        subtitle=language.t(
            "flows.odds.subtitle",
            level=language.percent(observed[0].level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=_odds_alt(frame, language),
        table=_odds_table(frame, language),
        data=_odds_data(observed, frame, names, language),
        language=language,
        view=view,
    )


def _odds_view(ask: Live, language: Language) -> View:
    level = language.percent(ask.level)
    return ask.view(
        title=language.t("flows.odds.title.asked"),
        subtitle=language.t(
            "flows.odds.subtitle", level=level, period=language.t("period.selected")
        ),
        source=raw(language, "flows.odds.source", "rows"),
        rows=counted_forms(language, "moves"),
        count="n",
        step=STEP,
        order=("rank",),
        columns=(
            (language.t("flows.pair.header"), "pair"),
            (language.t("flows.counts.header"), "counts"),
            (language.t("flows.odds.header"), "value_text"),
            (language.t("estimates.interval"), "interval_text"),
            (language.t("flows.published.header"), "published_text"),
        ),
    )


def _odds_frame(
    observed: Sequence[Estimate], published: pd.DataFrame, names: Names, language: Language
) -> pd.DataFrame:
    columns = ["origin_id", "destination_id"]
    frame = pd.DataFrame([_odds_row(e, names, language) for e in observed])
    if frame.empty:
        return frame
    frame = frame.merge(published[[*columns, "published_value"]], how="left", on=columns)
    # Without any published ratio the column has no type of its own.
    return frame.astype({"published_value": "float64"}).assign(rank=range(len(frame)))


def _odds_row(estimate: Estimate, names: Names, language: Language) -> dict[str, object]:
    _, _, origin, destination = estimate.name.split(".")
    there, back = _there_and_back(estimate)
    pair = language.t(
        "flows.pair",
        origin=named(names, origin, language),
        destination=named(names, destination, language),
    )
    return {
        "origin_id": origin,
        "destination_id": destination,
        "pair": pair,
        "row": pair.replace("→ ", "→\n"),
        **drawn(estimate),
        "n": estimate.n,
        "counts": f"{there}{language.t('flows.versus')}{back}",
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _there_and_back(odds: Estimate) -> tuple[int, int]:
    # value = k / (n - k), also when nobody moved back
    there = round(odds.n * (1 - 1 / (1 + odds.value)))
    return there, odds.n - there


def _odds_data(
    observed: Sequence[Estimate], frame: pd.DataFrame, names: Names, language: Language
) -> pd.DataFrame:
    counts = [_there_and_back(e) for e in observed]
    return pd.DataFrame(
        {
            language.t("flows.origin"): [named(names, o, language) for o in frame["origin_id"]],
            language.t("flows.destination"): [
                named(names, d, language) for d in frame["destination_id"]
            ],
            language.t("flows.there.header"): [there for there, _ in counts],
            language.t("flows.back.header"): [back for _, back in counts],
            language.t("flows.odds.header"): [e.value for e in observed],
            language.t("estimates.low"): [e.low for e in observed],
            language.t("estimates.high"): [e.high for e in observed],
            language.t("flows.published.header"): list(frame["published_value"]),
        }
    )


def _odds_tooltip(language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("pair:N", title=language.t("flows.pair.header")),
        alt.Tooltip("counts:N", title=language.t("flows.counts.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.odds.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]


def _odds_title(published: pd.DataFrame, language: Language) -> str:
    known = published.dropna(subset=["inside"])
    if known.empty:
        return language.t("flows.odds.title.nothing")
    values = language.items(language.number(v) for v in known["published_value"])
    key = "flows.odds.title.inside" if known["inside"].all() else "flows.odds.title.outside"
    if key == "flows.odds.title.inside":
        return language.t("flows.odds.title.inside", values=values)
    outside = language.items(
        language.number(v) for v in known.loc[~known["inside"], "published_value"]
    )
    return language.t("flows.odds.title.outside", values=outside)


def _odds_alt(frame: pd.DataFrame, language: Language) -> str:
    parts = [
        language.t(
            "flows.odds.alt.pair",
            pair=row["pair"],
            value=row["value_text"],
            interval=row["interval_text"],
        )
        for row in frame.to_dict("records")
    ]
    return language.t("flows.odds.alt", pairs=language.series(parts))


def _odds_table(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    published = ["" if pd.isna(v) else language.number(float(v)) for v in frame["published_value"]]
    return pd.DataFrame(
        {
            language.t("flows.pair.header"): frame["pair"],
            language.t("flows.counts.header"): frame["counts"],
            language.t("flows.odds.header"): frame["value_text"],
            language.t("estimates.interval"): frame["interval_text"],
            language.t("flows.published.header"): published,
        }
    )
