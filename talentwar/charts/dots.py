"""Estimates as dots with their intervals: the layers that several charts share."""

from __future__ import annotations

import altair as alt


def dots(base: alt.Chart, scale: alt.Scale, axis: alt.Axis) -> list[alt.Chart]:
    """Return the layers of estimates along one scale: interval, dot, and value above it.

    ``base`` has a row for each with the fields ``low``, ``high``, ``value``, ``value_text`` and
    ``color`` (CSS), and its vertical encoding.
    """
    color = alt.Color("color:N", scale=None)
    value = alt.X("value:Q", scale=scale)
    return [
        base.mark_rule(strokeWidth=3, opacity=0.6).encode(
            x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", color=color
        ),
        base.mark_point(size=90, filled=True, opacity=1).encode(x=value, color=color),
        base.mark_text(dy=-11, fontSize=11).encode(x=value, text="value_text:N"),
    ]
