"""The chain of transforms behind the chart of net gains, by which a page counts the moves anew.

It follows ``talentwar.flows``: ``select_moves``, ``net_gains``.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import altair as alt
import pandas as pd

from talentwar.charts import live
from talentwar.charts.live import Live, at, sentence, signed_text, triangle
from talentwar.charts.theme import two_lines
from talentwar.intervals import clopper_pearson
from talentwar.language import Language
from talentwar.names import Names

_LOWS = "lowest_net"


def asked(chart: alt.LayerChart, ask: Live, names: Names, language: Language) -> alt.LayerChart:
    """Return the chart with data and transforms that give it the fields of its static rows."""
    moves = _rows(ask)
    labels = live.names_table(ask.offered("organizations"), names, language, "organization")
    labels["row"] = labels["organization"].map(two_lines)
    counting = (
        live.table(moves)
        .transform_filter(live.counted_move())
        .transform_calculate(
            # A move between two organisations shown stands in two rows.
            weight=f"{live.among('organizations', 'datum.origin')}"
            f" && {live.among('organizations', 'datum.destination')} ? 0.5 : 1"
        )
        .transform_fold(["origin", "destination"], as_=["side", "organization_id"])
        .transform_filter(live.among("organizations", "datum.organization_id"))
        .transform_calculate(arrived="datum.side == 'destination' ? 1 : 0")
        .transform_aggregate(
            arrivals="sum(arrived)",
            n="count()",
            counted="sum(weight)",
            groupby=["organization_id"],
        )
    )
    drawn = (
        counting.transform_lookup(
            lookup="organization_id", from_=live.from_table(labels, "organization_id")
        )
        .transform_calculate(departures="datum.n - datum.arrivals")
        .transform_calculate(
            value="datum.arrivals - datum.departures",
            low=f"{at(_LOWS, 'datum.n', 'datum.arrivals')} / 10",
            high=f"0 - {at(_LOWS, 'datum.n', 'datum.departures')} / 10",
        )
        .transform_calculate(
            sign="datum.value >= 0 ? 'gain' : 'loss'",
            end="datum.value >= 0 ? datum.high : datum.low",
            value_text=signed_text("datum.value", "true"),
            interval_text=_interval(language),
        )
        .transform_window(
            rank="row_number()",
            sort=[alt.SortField("value", order="descending"), alt.SortField("organization_id")],
        )
    )
    return live.driven_by(chart, drawn, [*ask.params(), triangle(_lows(moves, ask.level), _LOWS)])


def _rows(ask: Live) -> pd.DataFrame:
    """Return the moves from or to an organisation that any selection could show."""
    moves = live.moves_for_vega(ask.frames["moves"])
    listed = ask.offered("organizations")
    return moves[moves["origin"].isin(listed) | moves["destination"].isin(listed)]


def _lows(moves: pd.DataFrame, level: float) -> list[list[int]]:
    """Return the lower bounds of net gains by moves and arrivals, in tenths, as shown."""
    ends = pd.concat([moves["origin"], moves["destination"]])
    most = int(ends.value_counts().max()) if len(ends) else 0
    return [
        [_tenths(n * (2 * clopper_pearson(k, n, level)[0] - 1)) for k in range(n + 1)]
        for n in range(most + 1)
    ]


def _tenths(value: float) -> int:
    """Round as ``Language.number`` does."""
    return int(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP) * 10)


def _interval(language: Language) -> str:
    # A bound has no decimals where nobody arrived or nobody left.
    low = signed_text("datum.low", "datum.arrivals == 0")
    high = signed_text("datum.high", "datum.departures == 0")
    return sentence(live.raw(language, "interval", "low", "high"), low=low, high=high)
