"""The matrix of flows, part of the chapter on flows."""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.live import ROWS, Live, raw
from talentwar.charts.live_matrix import asked
from talentwar.charts.words import counted, counted_forms, few, named, period
from talentwar.language import Language
from talentwar.names import Names

_ROW = 29
# Vega takes slanted labels for narrower than they are; the last one needs room.
_PADDING = {"left": 5, "top": 5, "right": 12, "bottom": 5}


def matrix(
    flows: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
    ask: Live | None = None,
) -> Figure:
    """Draw how many moved from each organisation (rows) to each other one (columns).

    ``flows`` is the long matrix of ``talentwar.flows.matrix``, in the order to show. With
    ``ask``, whose rows are all moves, the reader of the page can change the selection.
    """
    frame = flows.assign(
        origin=[named(names, o, language) for o in flows["origin_id"]],
        destination=[named(names, d, language) for d in flows["destination_id"]],
    )
    order = list(dict.fromkeys(frame["origin"]))
    chart = _matrix_chart(len(order), language)
    if ask:
        chart = asked(chart, ask, names, language)
    else:
        chart = chart.properties(data=_cells(frame, order))
    total = int(frame["moves"].sum())
    source = language.t("flows.matrix.source", rows=counted(language, "moves", total))
    view = _matrix_view(ask, language) if ask else None
    if total == 0:
        return nothing("flows-matrix", chart, language, source, view)
    busiest = frame.sort_values("moves", ascending=False, kind="stable").iloc[0]
    values = {
        "origin": busiest["origin"],
        "destination": busiest["destination"],
        "moves": language.tn("count.moves", int(busiest["moves"])),
        "total": language.number(total),
    }
    wide = frame.pivot_table(index="origin", columns="destination", values="moves", sort=False)
    wide = wide.reindex(index=order, columns=order)
    table = wide.map(lambda v: "–" if pd.isna(v) else language.number(int(v)))
    table.insert(0, language.t("flows.matrix.header"), table.index)
    return Figure(
        name="flows-matrix",
        facts="moves",
        chart=chart,
        title=language.t("flows.matrix.title", **values),
        subtitle=language.t("flows.matrix.subtitle", period=period(language, since, until)),
        source=source,
        note=few(language, "moves", total),
        alt=language.t("flows.matrix.alt", **values),
        table=table.reset_index(drop=True),
        data=pd.DataFrame(
            {
                language.t("flows.origin"): frame["origin"],
                language.t("flows.destination"): frame["destination"],
                language.t("flows.moves.header"): frame["moves"],
            }
        ),
        language=language,
        view=view,
    )


def _matrix_view(ask: Live, language: Language) -> View:
    return ask.view(
        title=language.t("flows.matrix.title.asked"),
        subtitle=language.t("flows.matrix.subtitle", period=language.t("period.selected")),
        source=raw(language, "flows.matrix.source", "rows"),
        rows=counted_forms(language, "moves"),
        count="moves",
        order=("row_rank", "column_rank"),
        step=_ROW,
        rows_of="organizations",
        columns=(
            (language.t("flows.origin"), "origin"),
            (language.t("flows.destination"), "destination"),
            (language.t("flows.moves.header"), "moves"),
        ),
    )


def _cells(frame: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Return the cells to draw: those with moves, and each organisation with itself."""
    own = pd.DataFrame({"origin": order, "destination": order}).assign(moves=0, own=True)
    moved = frame.loc[frame["moves"] > 0, ["origin", "destination", "moves"]].assign(own=False)
    place = {name: rank for rank, name in enumerate(order)}
    short = {name: theme.two_lines(name, longest=10) for name in order}
    cells = pd.concat([own, moved], ignore_index=True)
    return cells.assign(
        row=cells["origin"].map(short),
        column=cells["destination"].map(short),
        row_rank=cells["origin"].map(place),
        column_rank=cells["destination"].map(place),
    )


def _matrix_chart(rows: int, language: Language) -> alt.LayerChart:
    """Draw the matrix; on a phone, columns bear the number that stands before the row's name."""
    size = theme.by_width(narrow=10, wide=12)
    across = theme.rank_axis(
        orient="top",
        labelAngle=theme.by_width(narrow=0, wide=-50),
        labelAlign={
            "condition": {"test": theme.IS_NARROW, "value": "center"},
            "value": "left",
        },
        labelColor=theme.token("ink"),
        labelFontSize=size,
        labelOverlap=False,
    )
    x = alt.X("column:N", sort=theme.by("column_rank"), title=None, axis=across)
    y = alt.Y(
        "row:N",
        sort=theme.by("row_rank"),
        title=None,
        axis=theme.row_axis(numbered=True, labelFontSize=size),
    )
    tooltip = [
        alt.Tooltip("origin:N", title=language.t("flows.origin")),
        alt.Tooltip("destination:N", title=language.t("flows.destination")),
        alt.Tooltip("moves:Q", title=language.t("flows.moves.header")),
    ]
    own = (
        alt.Chart()
        .transform_filter("datum.own")
        .mark_rect(color=theme.token("grid"), opacity=0.6)
        .encode(x=x, y=y)
    )
    moved = alt.Chart().transform_filter("!datum.own")
    cells = (
        moved.mark_rect(color=theme.token("gain"))
        .encode(
            x=x,
            y=y,
            opacity=alt.Opacity(
                "moves:Q",
                scale=alt.Scale(type="sqrt", range=[0.06, theme.DEEPEST_CELL]),
                legend=None,
            ),
            tooltip=tooltip,
        )
        .properties(name=ROWS)
    )
    numbers = moved.mark_text(fontSize=theme.by_width(narrow=10, wide=12)).encode(
        x=x, y=y, text="moves:Q"
    )
    layers = [own, cells, numbers]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * rows, padding=_PADDING)
