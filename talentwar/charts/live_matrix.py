"""The chain of transforms behind the matrix of flows, by which a page counts the moves anew.

It follows ``talentwar.flows``: ``select_moves``, ``matrix``, ``by_net_gain``.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import live
from talentwar.charts.live import Live
from talentwar.charts.theme import two_lines
from talentwar.language import Language
from talentwar.names import Names


def asked(chart: alt.LayerChart, ask: Live, names: Names, language: Language) -> alt.LayerChart:
    """Return the chart with data and transforms that give it the fields of its static rows.

    Every organisation has a row of its own that is no move but keeps its place on both axes.
    """
    listed = ask.offered("organizations")
    origins, destinations = (
        _labels(listed, names, language, into, short)
        for into, short in (("origin", "row"), ("destination", "column"))
    )
    counting = (
        live.table(_rows(ask))
        .transform_filter(f"datum.origin == datum.destination || {live.counted_move()}")
        .transform_window(move="row_number()")
        .transform_fold(["origin", "destination"], as_=["side", "organization_id"])
        .transform_calculate(gained="datum.side == 'destination' ? 1 : -1")
        .transform_joinaggregate(net="sum(gained)", groupby=["organization_id"])
        .transform_calculate(
            origin_net="datum.side == 'origin' ? datum.net : null",
            destination_net="datum.side == 'destination' ? datum.net : null",
        )
        .transform_aggregate(
            origin_net="max(origin_net)",
            destination_net="max(destination_net)",
            groupby=["move", "origin", "destination"],
        )
    )
    drawn = (
        counting.transform_calculate(origin_id="datum.origin", destination_id="datum.destination")
        .transform_filter(
            f"{live.among('organizations', 'datum.origin_id')}"
            f" && {live.among('organizations', 'datum.destination_id')}"
        )
        .transform_aggregate(
            moves="count()",
            groupby=["origin_id", "destination_id", "origin_net", "destination_net"],
        )
        .transform_lookup(lookup="origin_id", from_=live.from_table(origins, "origin_id"))
        .transform_lookup(
            lookup="destination_id", from_=live.from_table(destinations, "destination_id")
        )
        .transform_calculate(
            own="datum.origin_id == datum.destination_id",
            # Ties by identifier: places are smaller than one.
            row_rank="datum.origin_place - datum.origin_net",
            column_rank="datum.destination_place - datum.destination_net",
        )
    )
    return live.driven_by(chart, drawn, ask.params())


def _rows(ask: Live) -> pd.DataFrame:
    """Return the moves that count for any selection, and a row for each organisation."""
    moves = live.moves_for_vega(ask.frames["moves"])
    listed = ask.offered("organizations")
    own = pd.DataFrame({"origin": listed, "destination": listed}).assign(
        earliest="", latest="", confidence="", function=""
    )
    ends = moves["origin"].isin(listed) | moves["destination"].isin(listed)
    return pd.concat([own, moves[ends]])


def _labels(
    ids: list[str], names: Names, language: Language, into: str, short: str
) -> pd.DataFrame:
    labels = live.names_table(ids, names, language, into)
    labels[short] = [two_lines(name, longest=10) for name in labels[into]]
    labels[f"{into}_place"] = [i / len(labels) for i in range(len(labels))]
    return labels
