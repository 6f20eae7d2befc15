"""Amounts of different currencies and years in one currency, at dated yearly rates."""

from __future__ import annotations

import math

import pandas as pd

_DOLLAR = "USD"


def converted(
    amounts: pd.Series[float],
    currencies: pd.Series[str],
    days: pd.Series[pd.Timestamp],
    exchange_rates: pd.DataFrame,
    currency: str = _DOLLAR,
) -> pd.Series[float]:
    """Return amounts in one currency at the average rate of the year.

    For a year after the last one of the table the rate is that of the last one. Missing where
    none is known, or where the amount, its currency or its day is missing. ``exchange_rates`` has
    the columns ``currency``, ``year``, ``usd_per_unit``.
    """
    rates = {
        (str(row["currency"]), int(row["year"])): float(row["usd_per_unit"])
        for row in exchange_rates.to_dict("records")
    }
    last = max((year for _, year in rates), default=0)

    def dollars(code: object, day: pd.Timestamp) -> float:
        if code == _DOLLAR:
            return 1.0
        return rates.get((str(code), min(day.year, last)), math.nan)

    found = [
        math.nan if pd.isna(day) else amount * dollars(own, day) / dollars(currency, day)
        for amount, own, day in zip(amounts, currencies, days, strict=True)
    ]
    return pd.Series(found, index=amounts.index, dtype="float64")
