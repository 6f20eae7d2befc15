"""Labels at the end of lines or areas, which save the reader a legend."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme


def line_ends(
    places: Sequence[float],
    labels: Sequence[str],
    colors: Sequence[str],
    domain: Sequence[float],
) -> alt.Chart:
    """Return a layer that draws nothing but labels in their colours, as an axis on the right.

    An axis, since a chart that fits its container leaves room for axes, not for texts. Its scale
    has to be resolved apart from that of the other layers.
    """
    at = [round(place, 4) for place in places]
    text, color = "''", f"'{theme.token('muted')}'"
    for place, own, label in zip(at, colors, labels, strict=True):
        near = f"abs(datum.value - {place}) < 1e-3"
        text = f"{near} ? {theme.literal(label)} : {text}"
        color = f"{near} ? {theme.literal(own)} : {color}"
    axis = alt.Axis(
        orient="right",
        values=at,
        labelExpr=text,
        labelColor=alt.ExprRef(color),
        labelFontSize=theme.by_width(narrow=10, wide=12),
        labelOverlap=False,
        ticks=False,
        domain=False,
        grid=False,
        title=None,
    )
    scale = alt.Scale(domain=list(domain), nice=False)
    y = alt.Y("y:Q", scale=scale, axis=axis)
    unseen: alt.Chart = alt.Chart(pd.DataFrame({"y": at})).mark_point(opacity=0).encode(y=y)
    return unseen


def dodged(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places for labels near falling values, at least ``gap`` apart, between two limits.

    Where there is no room for all, they go on below the lower limit.
    """
    places: list[float] = []
    for value in values:
        ceiling = places[-1] - gap if places else high
        places.append(min(value, ceiling))
    floor = low
    for i in range(len(places) - 1, -1, -1):
        if places[i] >= floor:
            break
        places[i] = floor
        floor += gap
    for i in range(1, len(places)):
        places[i] = min(places[i], places[i - 1] - gap)
    return places
