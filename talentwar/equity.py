"""What equity granted at one valuation has become at a later one.

A share is worth the value of the firm over its number of shares. Valuations are published, numbers
of shares are not: what new investors paid in says by how much each round diluted those before it,
what employees were granted meanwhile is an assumption. Frames are tables as loaded by
``talentwar.tables`` (``funding_events``, ``exchange_rates``). Amounts are in US dollars.
"""

from __future__ import annotations

import math

import pandas as pd

from talentwar.dates import parse
from talentwar.selection import at_least, middles

DAYS_PER_YEAR = 365.25
PRICED_COLUMNS = ("event_id", "org_id", "day", "valuation", "raised", "share_price")
_STATUSES = ("completed", "committed")
_DOLLAR = "USD"


def in_dollars(
    amounts: pd.Series[float],
    currencies: pd.Series[str],
    days: pd.Series[pd.Timestamp],
    exchange_rates: pd.DataFrame,
) -> pd.Series[float]:
    """Return amounts in US dollars at the average rate of the year; missing where none is known."""
    rates = {
        (str(row["currency"]), int(row["year"])): float(row["usd_per_unit"])
        for row in exchange_rates.to_dict("records")
    }
    converted = [
        amount if currency == _DOLLAR else amount * rates.get((str(currency), day.year), math.nan)
        for amount, currency, day in zip(amounts, currencies, days, strict=True)
    ]
    return pd.Series(converted, index=amounts.index, dtype="float64")


def priced(
    funding_events: pd.DataFrame,
    exchange_rates: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return the events that put a price on a firm, by firm and day.

    Events with a valuation and a date that were completed or committed by ``as_of`` (a partial
    date, its last day); the part of a larger event only where that has no valuation.

    Columns: ``event_id``, ``org_id``, ``day`` (the middle of the date), ``valuation`` (after the
    money came in: a valuation before the money has it added), ``raised`` (from new shares: zero
    when old ones changed hands, or when the money is only committed and the valuation does not say
    that it holds it), ``share_price`` (missing unless published). Events in a currency without a
    rate for their year are left out.
    """
    rows = at_least(funding_events, minimum_confidence)
    rows = rows[rows["status"].isin(_STATUSES)].dropna(subset=["valuation", "date_earliest"])
    rows = rows[~rows["part_of_id"].isin(rows["event_id"])]
    rows = rows.assign(day=middles(rows, "date").dt.normalize())
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    valuation, amount = (
        in_dollars(rows[field].astype("float64"), rows["currency"], rows["day"], exchange_rates)
        for field in ("valuation", "amount")
    )
    basis = rows["basis"].astype("str")
    paid = (rows["status"] == "completed") | (basis == "post")
    raised = amount.where((rows["event"] == "primary-round") & paid, 0.0).fillna(0.0)
    before = basis == "pre"
    frame = rows.assign(valuation=valuation + raised.where(before, 0.0), raised=raised)
    frame = frame.dropna(subset=["valuation"]).sort_values(["org_id", "day", "event_id"])
    return frame[list(PRICED_COLUMNS)].reset_index(drop=True)


def multiple(
    events: pd.DataFrame, org: str, granted: pd.Timestamp, annual_dilution: float
) -> float:
    """Return what a dollar of equity granted on a day is worth at the last valuation.

    ``events`` come from ``priced``. The grant is priced at the last valuation known on that day.
    Between the two valuations each round leaves those before it the share of the firm that the new
    investors did not buy, and ``annual_dilution`` is what grants to employees take from them in a
    year. Missing when nothing priced the firm by then.
    """
    own = events[events["org_id"] == org]
    before, after = own[own["day"] <= granted], own[own["day"] > granted]
    if before.empty:
        return math.nan
    first, last = before.iloc[-1:], own.iloc[-1:]
    kept = math.prod(1 - raised / value for raised, value in _money(after))
    ((_, start),), ((_, end),) = _money(first), _money(last)
    years = (last["day"].max() - first["day"].max()).days / DAYS_PER_YEAR
    diluted: float = (1 - annual_dilution) ** years
    return end / start * kept * diluted


def _money(events: pd.DataFrame) -> list[tuple[float, float]]:
    """Return what each event raised, and its valuation."""
    return [
        (float(raised), float(value))
        for raised, value in zip(events["raised"], events["valuation"], strict=True)
    ]
