"""A forest plot of ratios: one row each, on a log scale, with its interval and what was published.

What lies beyond the scale, or is infinite, ends in an arrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.bundle import DETAIL
from talentwar.charts.live import ROWS
from talentwar.estimates import Estimate
from talentwar.language import Language

SCALE = (0.1, 1000.0)
"""The smallest and the largest ratio drawn, unless another scale is asked for."""
STEP = 34
"""Height of a row in pixels."""


def drawn(ratio: Estimate, scale: tuple[float, float] = SCALE) -> dict[str, object]:
    """Return what is drawn of a ratio and its interval: nothing beyond the scale but an arrow.

    ``value`` (missing when infinite), ``low``, ``high``, and whether the interval goes
    ``beyond`` or ``below`` the scale. Raises ``ValueError`` for an estimate without interval.
    """
    if ratio.low is None or ratio.high is None:
        raise ValueError(f"{ratio.name} has no interval to draw")
    smallest, largest = scale
    return {
        "value": None if math.isinf(ratio.value) else max(ratio.value, smallest),
        "low": max(ratio.low, smallest),
        "high": min(ratio.high, largest),
        "beyond": ratio.high > largest,
        "below": ratio.low < smallest,
    }


def log_scale(limits: tuple[float, float]) -> alt.Scale:
    """Return the scale of ratios between two limits."""
    return alt.Scale(type="log", domain=list(limits), nice=False)


def log_axis(limits: tuple[float, float], *, dense: bool = True) -> alt.Axis:
    """Return the axis of ratios: 1, 2, 5, 10 and so on if ``dense``, where narrow powers of ten."""
    powers = range(math.floor(math.log10(limits[0])), math.ceil(math.log10(limits[1])) + 1)
    ticks = [m * 10**p for p in powers for m in (1, 2, 5)]
    within = [round(tick, 6) for tick in ticks if limits[0] <= tick <= limits[1]]
    decades = [round(10.0**p, 6) for p in powers if limits[0] <= 10**p <= limits[1]]
    values = alt.ExprRef(f"{theme.IS_NARROW} ? {decades} : {within}") if dense else decades
    return alt.Axis(
        values=values,
        format=",~r",
        title=None,
        labelFlush=False,
        labelOverlap="greedy",
    )


def forest(
    rows: int,
    language: Language,
    tooltip: Sequence[alt.Tooltip],
    limits: tuple[float, float] = SCALE,
    *,
    dense: bool = True,
) -> alt.LayerChart:
    """Return the chart, still without its data.

    These are rows with the fields of ``drawn``, ``row`` (label) and ``rank`` (order) as in
    ``theme.ranked_rows``, ``published_value`` (missing where nothing was), and those of the
    tooltip. ``limits`` are the ends of the scale, ``dense`` as in ``log_axis``.
    """
    scale, x_axis = log_scale(limits), log_axis(limits, dense=dense)
    base = alt.Chart().encode(y=theme.ranked_rows())
    even = (
        alt.Chart(pd.DataFrame({"x": [1]}))
        .mark_rule(color=theme.token("muted"), strokeDash=[4, 3])
        .encode(x=alt.X("x:Q", scale=scale, axis=x_axis))
    )
    # Unlike the points, the intervals are there for infinite ratios too.
    interval = (
        base.mark_rule(strokeWidth=3, opacity=0.7, color=theme.token("gain"))
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", tooltip=tooltip)
        .properties(name=ROWS)
    )
    arrows = [
        base.transform_filter(f"datum.{side}")
        .mark_point(shape=shape, size=70, filled=True, opacity=1, color=theme.token("gain"))
        .encode(x=alt.X(f"{bound}:Q", scale=scale))
        for side, bound, shape in (
            ("beyond", "high", "triangle-right"),
            ("below", "low", "triangle-left"),
        )
    ]
    observed = base.mark_point(size=90, filled=True, opacity=1, color=theme.token("gain")).encode(
        x=alt.X("value:Q", scale=scale), tooltip=tooltip
    )
    layers = [even, interval, *arrows, observed, *_published(base, scale, language)]
    return alt.LayerChart(layer=layers, width=700, height=STEP * max(1, rows))


def _published(base: alt.Chart, scale: alt.Scale, language: Language) -> list[alt.Chart]:
    printed = base.transform_filter("isValid(datum.published_value)")
    words = theme.literal(language.t("flows.published"))
    x = alt.X("published_value:Q", scale=scale)
    mark = printed.mark_point(
        shape="diamond", size=130, strokeWidth=2.5, opacity=1, color=theme.token("accent")
    ).encode(x=x)
    label = (
        printed.transform_calculate(label=f"format(datum.published_value, '~r') + {words}")
        .mark_text(dy=-10, color=theme.token("accent"), fontSize=11)
        .encode(x=x, text="label:N")
        .properties(name=DETAIL)
    )
    return [mark, label]
