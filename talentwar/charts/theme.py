"""How all charts look and how they use the width they have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt

from talentwar.charts.palette import (
    DEEPEST_CELL,
    FONT,
    organization_color,
    token,
)

__all__ = [
    "DEEPEST_CELL",
    "IS_NARROW",
    "LABEL_LINES",
    "by_width",
    "config",
    "organization_color",
    "row_axis",
    "token",
    "two_lines",
]

IS_NARROW = "containerSize()[0] < 480"
"""Expression: whether a chart stands in a phone's column (false in a static drawing)."""

LABEL_LINES = f"{IS_NARROW} ? split(datum.label, '\\n') : replace(datum.label, '\\n', ' ')"
"""Expression for an axis whose labels come from ``two_lines``."""


def by_width(*, narrow: float, wide: float) -> alt.ExprRef:
    """Return a size that depends on whether the chart stands in a phone's column."""
    return alt.ExprRef(f"{IS_NARROW} ? {narrow} : {wide}")


def two_lines(text: str) -> str:
    """Break a label in two near its middle, for ``LABEL_LINES`` to use on a narrow screen."""
    spaces = [i for i, character in enumerate(text) if character == " "]
    if len(text) <= 16 or not spaces:
        return text
    middle = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def row_axis(labels: Iterable[str], **options: Any) -> alt.Axis:
    """Return the axis of a chart with one labelled row an item, on two lines where narrow."""
    broken = any("\n" in label for label in labels)
    return alt.Axis(
        ticks=False,
        domain=False,
        labelExpr=LABEL_LINES,
        labelOffset=by_width(narrow=-7, wide=0) if broken else 0,
        **options,
    )


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of all charts."""
    axis = {
        "labelColor": token("muted"),
        "titleColor": token("muted"),
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": token("grid"),
        "domainColor": token("grid"),
        "tickColor": token("grid"),
        "labelLimit": 220,
        "titlePadding": 8,
    }
    return {
        # The drawing is one image with one text alternative in the page's language; Vega's own
        # ARIA sentences would be English.
        "aria": False,
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"labelColor": token("ink")},
        "text": {"color": token("ink"), "fontSize": 12},
        "title": {
            "anchor": "start",
            "color": token("ink"),
            "subtitleColor": token("muted"),
            "fontSize": 16,
            "subtitleFontSize": 12,
            "offset": 12,
        },
        "legend": {
            "labelColor": token("ink"),
            "titleColor": token("muted"),
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "orient": "top",
        },
    }
