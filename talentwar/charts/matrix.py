"""The matrix of flows, part of the chapter on flows."""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Drawing, Figure
from talentwar.charts.words import counted, named, period, something
from talentwar.language import Language
from talentwar.names import Names

_ROW = 29
# Vega takes slanted labels for narrower than they are; the last one needs room.
_PADDING = {"left": 5, "top": 5, "right": 12, "bottom": 5}


def matrix(flows: pd.DataFrame, names: Names, language: Language, since: str, until: str) -> Figure:
    """Draw how many moved from each organisation (rows) to each other one (columns).

    ``flows`` is the long matrix of ``talentwar.flows.matrix``, in the order to show.
    """
    frame = flows.assign(
        origin=[named(names, o, language) for o in flows["origin_id"]],
        destination=[named(names, d, language) for d in flows["destination_id"]],
    )
    something(frame[frame["moves"] > 0], language)
    order = list(dict.fromkeys(frame["origin"]))
    busiest = frame.sort_values("moves", ascending=False, kind="stable").iloc[0]
    values = {
        "origin": busiest["origin"],
        "destination": busiest["destination"],
        "moves": language.tn("count.moves", int(busiest["moves"])),
        "total": language.number(int(frame["moves"].sum())),
    }
    wide = frame.pivot_table(index="origin", columns="destination", values="moves", sort=False)
    wide = wide.reindex(index=order, columns=order)
    table = wide.map(lambda v: "–" if pd.isna(v) else language.number(int(v)))
    table.insert(0, language.t("flows.matrix.header"), table.index)
    return Figure(
        name="flows-matrix",
        chart=_matrix_chart(frame, order, language),
        title=language.t("flows.matrix.title", **values),
        subtitle=language.t("flows.matrix.subtitle", period=period(language, since, until)),
        source=language.t(
            "flows.matrix.source", rows=counted(language, "moves", int(frame["moves"].sum()))
        ),
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
    )


def _matrix_chart(frame: pd.DataFrame, order: list[str], language: Language) -> Drawing:
    """Draw the matrix; on a phone, columns bear the number that stands before the row's name."""
    labels = [theme.two_lines(name, longest=10) for name in order]
    label_of = dict(zip(order, labels, strict=True))
    shown = frame[frame["moves"] > 0].assign(
        row=lambda f: f["origin"].map(label_of), column=lambda f: f["destination"].map(label_of)
    )
    size = theme.by_width(narrow=10, wide=12)
    across = theme.rank_axis(
        labels,
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
    x = alt.X("column:N", sort=labels, title=None, scale=alt.Scale(domain=labels), axis=across)
    y = alt.Y(
        "row:N",
        sort=labels,
        title=None,
        scale=alt.Scale(domain=labels),
        axis=theme.row_axis(labels, labelFontSize=size),
    )
    tooltip = [
        alt.Tooltip("origin:N", title=language.t("flows.origin")),
        alt.Tooltip("destination:N", title=language.t("flows.destination")),
        alt.Tooltip("moves:Q", title=language.t("flows.moves.header")),
    ]
    cells = (
        alt.Chart(shown)
        .mark_rect(color=theme.token("gain"))
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
    )
    numbers = (
        alt.Chart(shown)
        .mark_text(fontSize=theme.by_width(narrow=10, wide=12))
        .encode(x=x, y=y, text="moves:Q")
    )
    own = (
        alt.Chart(pd.DataFrame({"row": labels, "column": labels}))
        .mark_rect(color=theme.token("grid"), opacity=0.6)
        .encode(x=x, y=y)
    )
    return alt.layer(own, cells, numbers).properties(
        width=700, height=_ROW * len(order), padding=_PADDING
    )
