"""Amounts of money in charts: ticks on a log scale, and how expressions write amounts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts.theme import IS_NARROW, by_width, literal
from talentwar.language import Language


def ticks(low: float, high: float) -> list[float]:
    """Return the powers of ten between two amounts."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    return [10.0**n for n in range(first, last + 1)]


def tick_labels(values: Sequence[float], currency: str, language: Language) -> str:
    """Return the expression that writes the ticks of an axis in a currency."""
    expression = "''"
    for value in values:
        text = literal(language.money(value, currency))
        expression = f"abs(datum.value / {value:.0f} - 1) < 1e-6 ? {text} : {expression}"
    return f"({expression})"


def money_text(value: str, currency: str, language: Language) -> str:
    """Return the expression that writes an amount of money as ``Language.money`` does."""

    def written(factor: float, unit: str) -> str:
        text = language.t(f"money.{currency}", n="\0", unit=unit)
        before, after = (literal(part) for part in text.split("\0"))
        return f"{before} + format(abs({value}) / {factor:.0f}, ',.3~r') + {after}"

    billion, million, thousand = (
        written(1e9, language.t("money.billion")),
        written(1e6, language.t("money.million")),
        written(1e3, language.t("money.thousand")),
    )
    size = f"abs({value})"
    return (
        f"(({value} < 0 ? '−' : '') + ({size} >= 1e9 ? {billion} : {size} >= 1e6 ? {million}"
        f" : {size} >= 1e3 ? {thousand} : {written(1, '')}))"
    )


def decades(amounts: pd.Series[float]) -> list[float]:
    """Return the powers of ten that hold all amounts, at least two."""
    low = math.floor(math.log10(float(amounts.min())))
    high = math.ceil(math.log10(float(amounts.max())))
    return ticks(10.0**low, 10.0 ** max(high, low + 1))


def log_scale(low: float, high: float, language: Language) -> tuple[alt.Scale, alt.Axis]:
    """Return a log scale of dollars between two amounts, and its axis on top."""
    # A thousand billion is no number that is read at a glance.
    found = [tick for tick in ticks(low, high) if tick < 1e12]
    axis = alt.Axis(
        orient="top",
        # Every other power of ten where there is no room for all.
        values=alt.ExprRef(f"{IS_NARROW} ? {found[::2]} : {found}"),
        labelExpr=tick_labels(found, "USD", language),
        title=None,
        labelFlush=True,
        labelFontSize=by_width(narrow=10, wide=12),
    )
    return alt.Scale(type="log", domain=[low, high], nice=False), axis
