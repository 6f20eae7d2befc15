"""The family tree of spin-outs: a lane for each origin, companies along time.

On a phone it is a list instead, lane by lane (``talentwar.charts.family``). A reader can let stand
out what came from one origin or works in one field.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.family import (
    LIST_ROW,
    RIGHT,
    ROW,
    TOP,
    UNDATED,
    Story,
    lane_heads,
    placed,
    years_of,
)
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.live import ROWS
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

__all__ = ["SHAPES", "Story", "lineage"]

SHAPES = {
    "active": "circle",
    "acquired": "square",
    "license-and-hire": "diamond",
    "public": "triangle-up",
    "closed": "cross",
}
"""One shape for what became of a company, the same in all charts."""
_FADED = 0.13


def lineage(
    firms: pd.DataFrame,
    story: Story,
    counted: Estimates,
    names: Names,
    language: Language,
) -> Figure:
    """Draw which company came out of which organisation, when, and what became of it.

    ``firms`` from ``talentwar.spinouts.companies``; ``counted`` holds ``spinouts.founded.<origin>``
    for the lanes and ``spinouts.later-generations``.
    """
    source = language.t("spinouts.source", rows=language.tn("count.companies", len(firms)))
    if firms.empty:
        blank = alt.Chart(firms[["org_id"]]).mark_point()
        return nothing("spinouts-lineage", blank, language, source)
    frame = placed(firms, story, names, language)
    first = max(story.lanes, key=lambda lane: counted[f"spinouts.founded.{lane}"].value)
    values = {
        "first": named(names, first, language),
        "n": counted[f"spinouts.founded.{first}"].text(language),
        "total": language.number(len(firms)),
        "later": counted["spinouts.later-generations"].text(language),
    }
    heads = lane_heads(frame, story, names, language)
    shown = _table(frame, language)
    return Figure(
        name="spinouts-lineage",
        facts="spinouts",
        chart=_chart(frame, heads, firms, names, language),
        title=language.t("spinouts.lineage.title", **values),
        subtitle=language.t("spinouts.lineage.subtitle"),
        source=source,
        alt=language.t(
            "spinouts.lineage.alt",
            lanes=language.series(
                language.t(
                    "spinouts.lineage.lane",
                    origin=named(names, lane, language),
                    n=counted[f"spinouts.founded.{lane}"].text(language),
                )
                for lane in story.lanes
            ),
            **values,
        ),
        table=shown,
        data=_data(frame, language),
        language=language,
        narrow_height=int(frame["list_y"].max()) + LIST_ROW,
    )


def _chart(
    frame: pd.DataFrame,
    heads: pd.DataFrame,
    firms: pd.DataFrame,
    names: Names,
    language: Language,
) -> alt.LayerChart:
    x = f"{UNDATED} + datum.time * (width - {UNDATED + RIGHT})"
    narrow, wide = theme.IS_NARROW, f"!({theme.IS_NARROW})"
    chosen = (
        "(came_from == '' || indexof(datum.origins, '|' + came_from + '|') >= 0)"
        " && (works_on == '' || datum.focus == works_on)"
    )
    columns = [c for c in frame.columns if c not in ("raised", "founded", "order")]
    base = (
        alt.Chart(frame[columns])
        .transform_calculate(
            x=f"{narrow} ? 8 : datum.known ? {x} : 8",
            y=f"{narrow} ? datum.list_y : datum.y",
            opacity=f"({chosen}) ? 1 : {_FADED}",
            side=f"({wide} && datum.left) ? -9 : 9",
        )
        .transform_calculate(label_x="datum.x + datum.side")
    )
    opacity = alt.Opacity("opacity:Q", scale=None)
    at_y = alt.Y("y:Q", scale=None, axis=None)
    fates = schema.table("spinouts").field("status").labels(language.code)
    shape = alt.Shape(
        "fate:N",
        scale=alt.Scale(domain=[fates[s] for s in SHAPES], range=list(SHAPES.values())),
        legend=alt.Legend(
            title=None, columns=theme.by_width(narrow=2, wide=5), symbolOpacity=1,
            symbolFillColor=theme.token("muted"), symbolStrokeWidth=0,
        ),
    )  # fmt: skip
    marks = (
        base.mark_point(size=62, filled=True, strokeWidth=2.2)
        .encode(
            x=alt.X("x:Q", scale=None, axis=None), y=at_y, opacity=opacity, shape=shape,
            fill=alt.Fill("color:N", scale=None), stroke=alt.Stroke("ring:N", scale=None),
            tooltip=_tooltip(language),
        )
        .properties(name=ROWS)
    )  # fmt: skip
    size = theme.by_width(narrow=12, wide=11)
    labels = base.mark_text(
        baseline="middle",
        fontSize=size,
        align=alt.ExprRef(f"{wide} && datum.left ? 'right' : 'left'"),
    ).encode(x=alt.X("label_x:Q", scale=None, axis=None), y=at_y, opacity=opacity, text="name:N")
    years = (
        base.transform_calculate(shown=f"{narrow} ? datum.year : ''", end="width - 2")
        .mark_text(align="right", baseline="middle", fontSize=11, color=theme.token("muted"))
        .encode(x=alt.X("end:Q", scale=None, axis=None), y=at_y, opacity=opacity, text="shown:N")
    )
    layers = [
        *_frame(firms, heads, language),
        _descent(frame, firms, x, wide),
        marks,
        labels,
        years,
    ]
    height = int(heads["bottom"].max()) + ROW
    chart = alt.LayerChart(layer=layers, width=700, height=height)
    return chart.add_params(*_choices(firms, names, language))


def _frame(firms: pd.DataFrame, heads: pd.DataFrame, language: Language) -> list[alt.Chart]:
    """Return the names of the lanes and, where there is room, a scale of years."""
    narrow, wide = theme.IS_NARROW, f"!({theme.IS_NARROW})"
    first, last = years_of(firms)
    step = 1 if last - first < 6 else 2
    marks = pd.DataFrame(
        [
            {"time": (year - first) / (last - first), "text": str(year)}
            for year in range(first, last + 1, step)
        ]
    )
    scale = alt.Chart(marks).transform_calculate(
        x=f"{UNDATED} + datum.time * (width - {UNDATED + RIGHT})",
        shown=f"{wide} ? datum.text : ''",
        faint=f"{wide} ? 1 : 0",
    )
    across = alt.X("x:Q", scale=None, axis=None)
    lines = scale.mark_rule(color=theme.token("grid")).encode(
        x=across, y=alt.value(TOP - 12), y2=alt.value("height"),
        opacity=alt.Opacity("faint:Q", scale=None),
    )  # fmt: skip
    said = scale.mark_text(fontSize=11, color=theme.token("muted")).encode(
        x=across, y=alt.value(TOP - 22), text="shown:N"
    )
    unknown = (
        alt.Chart(alt.InlineData(values=[{}]))
        .transform_calculate(
            shown=f"{wide} ? {theme.literal(language.t('spinouts.lineage.undated'))} : ''"
        )
        .mark_text(fontSize=11, align="left", color=theme.token("muted"))
        .encode(x=alt.value(0), y=alt.value(TOP - 22), text="shown:N")
    )
    lanes = (
        alt.Chart(heads)
        .transform_calculate(y=f"{narrow} ? datum.list_y : datum.y")
        .mark_text(align="left", fontSize=12.5, fontWeight="bold", baseline="middle")
        .encode(
            x=alt.value(0), y=alt.Y("y:Q", scale=None, axis=None), text="name:N",
            color=alt.Color("color:N", scale=None),
        )
    )  # fmt: skip
    return [lines, said, unknown, lanes]


def _descent(frame: pd.DataFrame, firms: pd.DataFrame, x: str, wide: str) -> alt.Chart:
    """Return the lines from companies to those founded by people who came from them."""
    place = {
        str(org): {"time": float(time), "y": int(y)}
        for org, time, y, known in zip(
            frame["org_id"], frame["time"], frame["y"], frame["known"], strict=True
        )
        if known
    }
    pairs = [
        {**place[parent], "time2": place[str(org)]["time"], "y2": place[str(org)]["y"]}
        for org, origins in zip(firms["org_id"], firms["origins"], strict=True)
        for parent in origins
        if parent in place and str(org) in place
    ]
    lines: alt.Chart = (
        alt.Chart(pd.DataFrame(pairs, columns=["time", "y", "time2", "y2"]))
        .transform_calculate(
            x=x, x2=x.replace("datum.time", "datum.time2"), shown=f"{wide} ? 0.55 : 0"
        )
        .mark_rule(color=theme.token("muted"), strokeDash=[3, 3], strokeWidth=1.2)
        .encode(
            x=alt.X("x:Q", scale=None, axis=None),
            y=alt.Y("y:Q", scale=None, axis=None),
            x2="x2:Q",
            y2="y2:Q",
            opacity=alt.Opacity("shown:Q", scale=None),
        )
    )
    return lines


def _choices(firms: pd.DataFrame, names: Names, language: Language) -> list[alt.Parameter]:
    """Return the two choices that the reader has: an origin and a focus."""
    origins = sorted(
        {o for listed in firms["origins"] for o in listed},
        key=lambda o: language.sort_key(named(names, o, language)),
    )
    focuses = schema.table("spinouts").field("focus").labels(language.code)
    present = [f for f in focuses if f in set(firms["focus"])]
    return [
        alt.param(
            name=name,
            value="",
            bind=alt.binding_select(
                options=["", *values],
                labels=[language.t("table.any"), *labels],
                name=f"{language.t(f'spinouts.lineage.{name}')} ",
            ),
        )
        for name, values, labels in (
            ("came_from", origins, [named(names, o, language) for o in origins]),
            ("works_on", present, [focuses[f] for f in present]),
        )
    ]


def _tooltip(language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=language.t("spinouts.company.header")),
        alt.Tooltip("origin_names:N", title=language.t("spinouts.origins.header")),
        alt.Tooltip("founders:N", title=language.t("spinouts.founders.header")),
        alt.Tooltip("year:N", title=language.t("spinouts.founded.header")),
        alt.Tooltip("focus_name:N", title=language.t("spinouts.focus.header")),
        alt.Tooltip("raised_text:N", title=language.t("spinouts.raised.header")),
        alt.Tooltip("fate:N", title=language.t("spinouts.fate.header")),
    ]


def _table(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    return frame[["name", "year", "origin_names", "focus_name", "fate"]].rename(
        columns={
            "name": language.t("spinouts.company.header"),
            "year": language.t("spinouts.founded.header"),
            "origin_names": language.t("spinouts.origins.header"),
            "focus_name": language.t("spinouts.focus.header"),
            "fate": language.t("spinouts.fate.header"),
        }
    )


def _data(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    return frame[
        ["name", "founded", "origin_names", "focus_name", "fate", "raised", "generation"]
    ].rename(
        columns={
            "name": language.t("spinouts.company.header"),
            "founded": language.t("spinouts.founded.header"),
            "origin_names": language.t("spinouts.origins.header"),
            "focus_name": language.t("spinouts.focus.header"),
            "fate": language.t("spinouts.fate.header"),
            "raised": language.t("spinouts.raised.header"),
            "generation": language.t("spinouts.generation.header"),
        }
    )
