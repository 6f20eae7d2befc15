"""What equity granted at one valuation has become at a later one.

A share is worth the value of the firm over its number of shares. Valuations are published, numbers
of shares are not: what new investors paid in says by how much each round diluted those before it,
what employees were granted meanwhile is an assumption. Frames are tables as loaded by
``talentwar.tables`` (``funding_events``, ``exchange_rates``). Amounts are in US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language, everywhere
from talentwar.money import converted
from talentwar.names import Names, in_language
from talentwar.selection import at_least, middles

LABS = (
    "anthropic",
    "openai",
    "xai",
    "mistral",
    "ssi",
    "cohere",
    "perplexity",
    "thinking-machines",
)
"""The labs whose equity is followed, in the order shown."""
FIRST_YEAR = 2021
"""The first year of grants shown; earlier ones no published valuation puts a price on."""
DAYS_PER_YEAR = 365.25
PRICED_COLUMNS = ("event_id", "org_id", "day", "valuation", "raised", "share_price")
_STATUSES = ("completed", "committed")


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
    known rate are left out.
    """
    rows = at_least(funding_events, minimum_confidence)
    rows = rows[rows["status"].isin(_STATUSES)].dropna(subset=["valuation", "date_earliest"])
    rows = rows[~rows["part_of_id"].isin(rows["event_id"])]
    rows = rows.assign(day=middles(rows, "date").dt.normalize())
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    valuation, amount = (
        converted(rows[field].astype("float64"), rows["currency"], rows["day"], exchange_rates)
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


def multiples(
    events: pd.DataFrame,
    orgs: Sequence[str],
    grants: Sequence[str],
    annual_dilution: float,
    names: Names,
) -> Estimates:
    """Return what a dollar of equity granted at the start of a month is worth, lab by lab.

    ``grants`` are months (``2024-07``). One estimate ``compensation.dollar.<org>.<month>`` for
    each that follows a price of the firm and comes before its last one; its rows are the events
    that put a price on the firm, from that of the grant.
    """
    found = []
    for org in orgs:
        own = events[events["org_id"] == org]
        for month in grants:
            day = pd.Timestamp(f"{month}-01")
            value = multiple(own, org, day, annual_dilution)
            if math.isnan(value) or day >= own["day"].max():
                continue
            before = own[own["day"] <= day].tail(1)
            rows = pd.concat([before, own[own["day"] > day]])["event_id"]
            found.append(
                Estimate(
                    name=f"compensation.dollar.{org}.{month}",
                    value=value,
                    unit="ratio",
                    n=len(rows),
                    method="ratio of valuations, less dilution",
                    definition=everywhere(
                        "definition.compensation.dollar",
                        organization=in_language(names, org),
                        month=_date(month),
                        dilution=percent(annual_dilution),
                    ),
                    rows=tuple(rows.astype("str")),
                )
            )
    return Estimates(found)


def since_first_sale(
    events: pd.DataFrame, sales: pd.DataFrame, org: str, annual_dilution: float
) -> float:
    """Return what a dollar of shares that was kept at the first of some sales is worth.

    Missing without a sale. A sale whose price is that of a round counts from that round.
    """
    if sales.empty:
        return math.nan
    first = sales.iloc[0]
    own = events[events["org_id"] == org]
    at_price = own[own["valuation"] == first["valuation"]]
    day = middles(sales.head(1), "date").iloc[0] if at_price.empty else at_price["day"].min()
    return multiple(own[own["event_id"] != first["event_id"]], org, day, annual_dilution)


def half_years(first: int, as_of: str) -> list[str]:
    """Return the months in which the halves of the years begin, from a year to a date."""
    last = parse(as_of).latest
    months = [f"{year}-{month}" for year in range(first, last.year + 1) for month in ("01", "07")]
    return [month for month in months if parse(month).earliest <= last]


def _date(month: str) -> Callable[[Language], str]:
    return lambda language: language.date(month)


def percent(share: float) -> Callable[[Language], str]:
    """Return how to write a share as a percentage, with a decimal where it has one."""
    return lambda language: language.percent(share, 0 if float(100 * share).is_integer() else 1)


def _money(events: pd.DataFrame) -> list[tuple[float, float]]:
    """Return what each event raised, and its valuation."""
    return [
        (float(raised), float(value))
        for raised, value in zip(events["raised"], events["valuation"], strict=True)
    ]
