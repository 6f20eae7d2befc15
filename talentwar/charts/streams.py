"""The flow diagram, part of the chapter on flows."""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted, few, named, period
from talentwar.language import Language
from talentwar.names import Names
from talentwar.streams import GROUPS, HEIGHT, bars, ribbons

_BAR = 0.025
"""Width of a bar, as a share of the way from left to right."""
_NAMES_NARROW, _NAMES_WIDE = 118, 180
"""Pixels on either side for the names."""
_NUMBERS = 60
"""Pixels between the bars that their numbers need."""


def streams(
    counts: pd.DataFrame, names: Names, language: Language, since: str, until: str
) -> Figure:
    """Draw who left whom for whom, as ribbons between bars.

    ``counts`` comes from ``talentwar.streams.streams``. Pointing at a bar keeps its ribbons and
    lets the others fade.
    """
    placed = bars(counts)
    moves = int(counts["moves"].sum())
    source = language.t("flows.streams.source", rows=counted(language, "moves", moves))
    chart = _diagram(placed, ribbons(counts, placed), names, language)
    if counts.empty:
        return nothing("flows-streams", chart, language, source)
    headers = [language.t(f"flows.{key}") for key in ("origin", "destination", "moves.header")]
    said = [
        [_named(row[side], names, language) for side in ("origin", "destination")]
        for row in counts.to_dict("records")
    ]
    table = pd.DataFrame(said, columns=headers[:2])
    pairs = [language.t("flows.pair", origin=a, destination=b) for a, b in said]
    numbers = [language.number(n) for n in counts["moves"]]
    real = ~counts["origin"].isin(GROUPS) & ~counts["destination"].isin(GROUPS)
    title = language.t("flows.streams.title.none")
    if real.any():
        largest = int(real.to_numpy().argmax())
        title = language.t(
            "flows.streams.title",
            origin=said[largest][0],
            destination=said[largest][1],
            moves=counted(language, "moves", int(counts["moves"].iloc[largest])),
        )
    return Figure(
        name="flows-streams",
        facts="moves",
        chart=chart,
        title=title,
        subtitle=language.t("flows.streams.subtitle", period=period(language, since, until)),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t(
            "flows.streams.alt",
            flows=language.series(
                f"{pair} {n}" for pair, n in zip(pairs[:8], numbers[:8], strict=True)
            ),
        ),
        table=table.assign(**{headers[2]: numbers}),
        data=table.assign(**{headers[2]: list(counts["moves"])}),
        language=language,
    )


def _named(end: object, names: Names, language: Language) -> str:
    if end in GROUPS:
        return language.t(f"flows.streams.{end}")
    return named(names, end, language)


def _diagram(
    placed: pd.DataFrame, flows: pd.DataFrame, names: Names, language: Language
) -> alt.LayerChart:
    placed = placed.assign(
        name=[_named(end, names, language) for end in placed["end"]],
        middle=(placed["top"] + placed["bottom"]) / 2,
        left=[-_BAR if side == "origin" else 1.0 for side in placed["side"]],
        right=[0.0 if side == "origin" else 1 + _BAR for side in placed["side"]],
    )
    flows = flows.assign(
        pair=[
            language.t(
                "flows.pair",
                origin=_named(a, names, language),
                destination=_named(b, names, language),
            )
            for a, b in zip(flows["origin"], flows["destination"], strict=True)
        ],
        moves_text=[language.number(n) for n in flows["moves"]],
    )
    ends = list(dict.fromkeys(placed["end"]))
    color = alt.Scale(domain=ends, range=[_color(end) for end in ends])
    left, right = (
        alt.selection_point(name=f"of_{side}", fields=[side], on="pointerover", clear="pointerout")
        for side in ("origin", "destination")
    )
    # The names keep the room that they need, whatever the width.
    room = f"({theme.IS_NARROW} ? {_NAMES_NARROW} : {_NAMES_WIDE})"
    beside = f"{room} / (width - 2 * {room})"
    x = alt.Scale(
        domainMin=alt.ExprRef(f"-{beside}"),
        domainMax=alt.ExprRef(f"1 + {beside}"),
        nice=False,
        zero=False,
    )
    y = alt.Scale(domain=[HEIGHT, 0], nice=False)
    kept = f"({_pointed('origin')}) && ({_pointed('destination')})"
    shown = alt.condition(kept, alt.value(0.45), alt.value(0.06))
    bands = (
        alt.Chart(flows)
        .mark_area()
        .encode(
            x=alt.X("x:Q", scale=x, axis=None),
            y=alt.Y("top:Q", scale=y, axis=None),
            y2="bottom:Q",
            detail=["origin:N", "destination:N"],
            color=alt.Color("origin:N", scale=color, legend=None),
            opacity=shown,
            tooltip=[
                alt.Tooltip("pair:N", title=language.t("flows.pair.header")),
                alt.Tooltip("moves_text:N", title=language.t("flows.moves.header")),
            ],
        )
    )
    layers: list[alt.Chart] = [bands]
    for side, selection in (("origin", left), ("destination", right)):
        own = placed[placed["side"] == side].rename(columns={"end": side})
        layers += _side(own, side, selection, x, y, color, language)
    return alt.LayerChart(layer=layers, width=700, height=HEIGHT)


def _side(
    own: pd.DataFrame,
    side: str,
    selection: alt.Parameter,
    x: alt.Scale,
    y: alt.Scale,
    color: alt.Scale,
    language: Language,
) -> list[alt.Chart]:
    base = alt.Chart(own).encode(
        tooltip=[
            alt.Tooltip("name:N", title=language.t(f"flows.{side}")),
            alt.Tooltip("moves:Q", title=language.t("flows.moves.header")),
        ]
    )
    outside, inside = ("left", "right") if side == "origin" else ("right", "left")
    bar = base.mark_rect().encode(
        x=alt.X("left:Q", scale=x, axis=None),
        x2="right:Q",
        y=alt.Y("top:Q", scale=y, axis=None),
        y2="bottom:Q",
        color=alt.Color(f"{side}:N", scale=color, legend=None),
    )
    size = theme.by_width(narrow=10, wide=12)
    if side == "origin":
        name = base.mark_text(align="right", dx=-6, fontSize=size)
        count = base.mark_text(align="left", dx=6, fontSize=11)
    else:
        name = base.mark_text(align="left", dx=6, fontSize=size)
        count = base.mark_text(align="right", dx=-6, fontSize=11)
    at = {"y": alt.Y("middle:Q", scale=y, axis=None)}
    # On the smallest phones the numbers would meet in the middle; the table has them.
    roomy = f"width - {2 * _NAMES_NARROW} > {_NUMBERS}"
    number = alt.condition(roomy, alt.Text("moves:Q"), alt.value(""))
    return [
        bar.add_params(selection),
        name.encode(x=alt.X(f"{outside}:Q", scale=x, axis=None), text="name:N", **at),
        count.encode(x=alt.X(f"{inside}:Q", scale=x, axis=None), text=number, **at),
    ]


def _pointed(side: str) -> str:
    """Return the condition that nothing is pointed at that has this side, or that it is this one.

    What is pointed at sets the selections of both sides, also a bar that has only one.
    """
    chosen = f"of_{side}.{side}"
    return f"!isValid({chosen}) || !isValid({chosen}[0]) || {chosen}[0] == datum.{side}"


def _color(end: str) -> str:
    return theme.token("muted") if end in GROUPS else theme.organization_color(end)
