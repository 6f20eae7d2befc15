"""How all charts look and how they use the width they have."""

from __future__ import annotations

from typing import Any

import altair as alt
from altair.utils import schemapi

from talentwar.charts.bundle import IS_NARROW
from talentwar.charts.palette import (
    DEEPEST_CELL,
    FONT,
    destination_color,
    organization_color,
    outcome_color,
    token,
)

__all__ = [
    "DEEPEST_CELL",
    "IS_NARROW",
    "broken",
    "by",
    "by_width",
    "config",
    "destination_color",
    "literal",
    "named_rows",
    "organization_color",
    "outcome_color",
    "rank_axis",
    "ranked_rows",
    "row_axis",
    "token",
    "two_lines",
]

# Altair would check each part of a chart as it is made, and then the whole: that check is enough,
# and the parts take a tenth of the time of a chapter.
schemapi.DEBUG_MODE = False


def by_width(*, narrow: float, wide: float) -> alt.ExprRef:
    """Return a size that depends on whether the chart stands in a phone's column."""
    return alt.ExprRef(f"{IS_NARROW} ? {narrow} : {wide}")


def two_lines(text: str, longest: int = 16) -> str:
    """Break a label in two near its middle, for ``row_axis`` to use on a narrow screen.

    A label of at most ``longest`` characters stays on one line.
    """
    spaces = [i for i, character in enumerate(text) if character == " "]
    if len(text) <= longest or not spaces:
        return text
    middle = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def broken(text: str, longest: int = 46) -> str:
    """Return the expression that breaks a text in two near its middle, on a narrow screen.

    ``text`` is an expression; one of at most ``longest`` characters stays on one line.
    """
    half = f"floor(length({text}) / 2)"
    at = f"indexof(substring({text}, {half}), ' ') + {half}"
    parts = f"[substring({text}, 0, {at}), substring({text}, {at} + 1)]"
    return f"{IS_NARROW} && length({text}) > {longest} ? {parts} : {text}"


def by(field: str) -> alt.EncodingSortField:
    """Return the order of the items of an axis by a field of theirs."""
    return alt.EncodingSortField(field, op="min", order="ascending")


def row_axis(*, numbered: bool = False, **options: Any) -> alt.Axis:
    """Return the axis of a chart with one labelled row an item, on two lines where narrow.

    The labels come from ``two_lines``. Where narrow, they are ``numbered`` from the top, which
    the columns of a ``rank_axis`` refer to.
    """
    label = f"{_rank('y')} + ' ' + datum.label" if numbered else "datum.label"
    broken = f"{IS_NARROW} && indexof(datum.label, '\\n') >= 0"
    return alt.Axis(
        ticks=False,
        domain=False,
        labelPadding=6,
        labelLineHeight=13,
        labelExpr=(f"{IS_NARROW} ? split({label}, '\\n') : replace(datum.label, '\\n', ' ')"),
        # The first of two lines stands where the only one would.
        labelOffset={"condition": {"test": broken, "value": -6}, "value": 0},
        **({"labelFontSize": by_width(narrow=11, wide=12)} | options),
    )


def ranked_rows(**options: Any) -> alt.Y:
    """Return the vertical encoding of one labelled row an item, by the field ``rank``."""
    return alt.Y("row:N", sort=by("rank"), title=None, axis=row_axis(**options))


def named_rows(field: str = "row", *, grid: bool = False) -> alt.Y:
    """Return the vertical encoding of many short rows, each with its name in a field.

    By the field ``rank``, all names drawn; ``grid`` for a line along each row.
    """
    axis = alt.Axis(
        ticks=False,
        domain=False,
        grid=grid,
        labelPadding=6,
        labelOverlap=False,
        labelFontSize=by_width(narrow=11, wide=12),
    )
    return alt.Y(f"{field}:N", sort=by("rank"), title=None, axis=axis)


def rank_axis(**options: Any) -> alt.Axis:
    """Return the axis of columns that, where narrow, show the rank of their label instead."""
    return alt.Axis(
        ticks=False,
        domain=False,
        labelExpr=f"{IS_NARROW} ? {_rank('x')} : replace(datum.label, '\\n', ' ')",
        **options,
    )


def literal(text: str) -> str:
    """Return a text as a literal of Vega's expression language."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def _rank(channel: str) -> str:
    """Return the expression for the place of an axis's label on it, counted from one."""
    return f"(indexof(domain('{channel}'), datum.value) + 1)"


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
        "labelLimit": 300,
        "labelSeparation": 6,
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
