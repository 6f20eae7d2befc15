"""What was reported of pay: packages on one footing, and ordinary pay by place.

Frames are tables as loaded by ``talentwar.tables`` (``compensation``, ``exchange_rates``). What
the press reports is no sample of what is paid: nothing here is an estimate of a distribution, only
a count of reports, with the bounds that each gives.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count
from talentwar.language import everywhere
from talentwar.money import converted
from talentwar.selection import at_least, middles

STATUSES = ("confirmed", "reported", "rumoured", "denied")
"""What is known of a report, from the firmest to the weakest."""

BASE = ("base-salary", "h1b-base")
"""Kinds of pay that are salaries in money alone."""

BONUS, FURTHER_GRANT = "comp-119", "comp-118"
"""The rows of the retention bonus that the article reports, and of the equity offered with it."""
ARTICLE = (BONUS, FURTHER_GRANT, "comp-047")
"""The rows that the article quotes: those of OpenAI, and packages at DeepMind."""

FIRST_SELLER, CAPPED_SELLER = "anthropic", "openai"
"""The lab whose first buyback the article tells of, and that whose sales were capped."""

BUYBACK = "fe-anthropic-2025-1"
"""The event that the article calls the first."""

PACKAGE = 20_000_000
"""The yearly package, in dollars, that the article calls reachable."""

ALL_IN = ("package-offer", "total-compensation", "salary-median")
"""Kinds of pay that take in everything: money, bonuses and equity."""

COLUMNS = ("comp_id", "org_id", "kind", "status", "confidence", "day", "low", "high")

_LEFT_OUT = ("intern-pay",)
_PER_YEAR = {"per-year": 1, "per-month": 12}
_REGIONS = {
    "london": ("london",),
    "france": ("france",),
    "switzerland": ("switzerland", "zurich"),
    "china": ("china", "hangzhou", "hangzhou-beijing"),
    "united-states": (
        "united-states",
        "san-francisco",
        "san-francisco-bay-area",
        "silicon-valley",
        "california",
        "cupertino",
        "mountain-view",
        "palo-alto",
        "berkeley",
        "seattle",
    ),
}
ELSEWHERE = "elsewhere"
REGIONS = ("united-states", "london", "switzerland", "china", "france", ELSEWHERE)
"""Places of work that are told apart."""


def reports(
    compensation: pd.DataFrame, exchange_rates: pd.DataFrame, *, currency: str, as_of: str
) -> pd.DataFrame:
    """Return every report of an amount that one person gets, as known by ``as_of``.

    Totals for several people, and pay of interns, are left out. Columns: those of ``COLUMNS``,
    where ``low`` and ``high`` are the bounds of the amount in ``currency`` (missing where the
    report is open on that side) and ``day`` the middle of its date; ``recipient_en``,
    ``recipient_fr``, ``scope``, ``level``, ``region`` (one of ``REGIONS``, missing if unknown),
    ``vest_years``, ``basis`` and ``yearly``: whether the amount is that of a year. An amount by the
    month is taken twelve times. A package of ``ALL_IN`` of which the source says over how many
    years it is paid is divided by them; other sums stand as published.
    """
    rows = compensation[compensation["scope"] != "aggregate"]
    rows = rows[~rows["kind"].isin(_LEFT_OUT)]
    rows = rows.dropna(subset=["amount_low", "amount_high"], how="all")
    rows = rows[rows["date_earliest"] <= pd.Timestamp(parse(as_of).latest)]
    rows = rows.assign(day=middles(rows, "date").dt.normalize())
    basis = rows["basis"].astype("object")
    vested = (basis == "total") & rows["vest_years"].notna() & rows["kind"].isin(ALL_IN)
    factor = basis.map(_PER_YEAR).astype("float64")
    factor = factor.mask(vested, 1 / rows["vest_years"].astype("float64"))
    bounds = {
        side: converted(
            rows[f"amount_{side}"] * factor.fillna(1.0),
            rows["currency"],
            rows["day"],
            exchange_rates,
            currency,
        )
        for side in ("low", "high")
    }
    places = rows["place"].astype("object")
    found = rows.assign(
        **bounds,
        yearly=factor.notna(),
        region=places.map(region_of, na_action="ignore"),
    ).dropna(subset=["low", "high"], how="all")
    kept = [*COLUMNS, "recipient_en", "recipient_fr", "scope", "level", "vest_years", "basis"]
    return found[[*kept, "region", "yearly"]].reset_index(drop=True)


def region_of(place: str) -> str:
    """Return the region of a place of work, ``ELSEWHERE`` for one that is in none."""
    return next((name for name, places in _REGIONS.items() if place in places), ELSEWHERE)


def selected(
    rows: pd.DataFrame, minimum_confidence: str, statuses: Collection[str]
) -> pd.DataFrame:
    """Return the reports of at least a confidence and of some of the ``STATUSES``."""
    sure = at_least(rows, minimum_confidence)
    return sure[sure["status"].isin(list(statuses))].reset_index(drop=True)


def packages(rows: pd.DataFrame) -> pd.DataFrame:
    """Return packages that take in everything, for a year."""
    return rows[rows["yearly"] & rows["kind"].isin(ALL_IN)].reset_index(drop=True)


def parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return bonuses and grants, and packages of which no source says how long they last.

    Who got nothing is left out: that has no place on a scale of amounts.
    """
    whole = rows["kind"].isin(ALL_IN) & rows["yearly"]
    kept = rows[~whole & ~rows["kind"].isin(BASE)]
    return kept[reach(kept) > 0].reset_index(drop=True)


def base(rows: pd.DataFrame) -> pd.DataFrame:
    """Return yearly salaries in money alone, of a known place."""
    kept = rows[rows["kind"].isin(BASE) & rows["yearly"]].dropna(subset=["region"])
    return kept.reset_index(drop=True)


def reach(rows: pd.DataFrame) -> pd.Series[float]:
    """Return the largest amount that each report names."""
    largest: pd.Series[float] = rows[["low", "high"]].max(axis=1)
    return largest


def by_reach(rows: pd.DataFrame) -> pd.DataFrame:
    """Return reports with their ``reach``, the largest first."""
    order = rows.assign(reach=reach(rows), order=-reach(rows))
    return order.sort_values(["order", "comp_id"], ignore_index=True).drop(columns="order")


def estimates(yearly: pd.DataFrame, salaries: pd.DataFrame) -> Estimates:
    """Return how the packages of the article stand among all that was reported.

    ``yearly`` from ``packages`` and ``salaries`` from ``base``, both in US dollars. Names:
    ``compensation.packages`` (how many), ``compensation.reaching`` (of these, those that reach
    ``PACKAGE``), ``compensation.named`` (of these, those of a named person),
    ``compensation.top-base`` (the highest salary) and ``compensation.times-base`` (``PACKAGE``
    over it).
    """
    reaching = yearly[reach(yearly) >= PACKAGE]
    named = reaching[reaching["scope"] == "person"]
    amount = _written(PACKAGE)
    found = [
        count("compensation.packages", everywhere("definition.compensation.packages"),
              _ids(yearly)),
        count(
            "compensation.reaching",
            everywhere("definition.compensation.reaching", **amount),
            _ids(reaching),
            n=len(yearly),
        ),
        count(
            "compensation.named",
            everywhere("definition.compensation.named", **amount),
            _ids(named),
            n=len(reaching),
        ),
    ]  # fmt: skip
    if salaries.empty:
        return Estimates(found)
    highest = by_reach(salaries).iloc[0]
    top = float(highest["reach"])
    rows = (str(highest["comp_id"]),)
    found += [
        Estimate(
            name="compensation.top-base",
            value=top,
            unit="dollars",
            n=len(salaries),
            method="maximum",
            definition=everywhere("definition.compensation.top-base"),
            rows=rows,
        ),
        Estimate(
            name="compensation.times-base",
            value=PACKAGE / top,
            unit="ratio",
            n=len(salaries),
            method="ratio of amounts",
            definition=everywhere("definition.compensation.times-base", **amount),
            rows=rows,
        ),
    ]
    return Estimates(found)


def _written(amount: float) -> dict[str, object]:
    """Return the placeholder ``amount`` for a definition, written in every language."""
    return {"amount": lambda language: language.money(amount, "USD")}


def _ids(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(rows["comp_id"].astype("str")))


def amount_of(
    compensation: pd.DataFrame, exchange_rates: pd.DataFrame, comp_id: str, currency: str
) -> float:
    """Return the lower bound of a row as published, in a currency, whenever it was reported."""
    row = compensation[compensation["comp_id"] == comp_id]
    day = middles(row, "date")
    amount = converted(row["amount_low"], row["currency"], day, exchange_rates, currency)
    return float(amount.iloc[0])


def sales_by_staff(funding_events: pd.DataFrame, org: str, as_of: str) -> pd.DataFrame:
    """Return the completed sales and buybacks of shares of a lab's staff by a date, in order."""
    kinds = ("secondary-tender", "employee-buyback")
    rows = funding_events[funding_events["event"].isin(kinds)]
    own = rows[(rows["org_id"] == org) & (rows["status"] == "completed")]
    own = own[own["date_earliest"] <= pd.Timestamp(parse(as_of).latest)]
    return own.sort_values(["date_earliest", "event_id"]).reset_index(drop=True)
