"""Stay or go: what staying and leaving are worth, and which bonus makes them equal.

Net present value month by month over the same horizon, for somebody with equity still to vest who
has an offer: R. Brealey, S. Myers & F. Allen, "Principles of Corporate Finance", chapter 2, for the
discounting. Taxes, the price of exercising options and the chance that shares can never be sold
are left out. The yearly discount rate takes in whatever makes a later dollar worth less, the
chance to have left by then included. Amounts are in one currency, whichever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from talentwar.estimates import Estimate, Estimates, Unit
from talentwar.language import Language, everywhere

HORIZON = 48
"""Months over which staying and leaving are compared: those of the usual grant."""
REFRESH_MONTHS = 48
"""Months over which a further grant vests."""

LONGEST_WAIT = 24
"""Months that somebody may wait before taking an offer: the rest of the horizon is long enough for
any cliff to pass."""
BONUS_MONTHS = 12
"""Months to stay before a retention bonus is paid, where nothing else is said."""
SCENARIOS = {"halving": -0.5, "flat": 0.0, "half-more": 0.5, "doubling": 1.0}
"""What becomes of the value of equity in a year, own and offered alike, by name."""

_METHOD = "net present value of a stated package and offer"

Flow = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Current:
    """The package of somebody who may stay.

    ``salary`` a year; ``unvested`` equity at its value today, vesting in equal parts over
    ``months_left``; ``refresh``, the value of the further grant at the start of each year.
    """

    salary: float
    unvested: float
    months_left: int
    refresh: float


@dataclass(frozen=True)
class Offer:
    """What another employer offers.

    ``salary`` a year; ``signing_bonus`` on the first day; ``grant`` of equity at its value that
    day, vesting every month over ``vest_years`` after a cliff of ``cliff_months``; ``gap_months``
    without pay before that day, as under a non-compete clause.
    """

    salary: float
    signing_bonus: float
    grant: float
    vest_years: int
    cliff_months: int
    gap_months: int


def staying(package: Current, growth: float) -> Flow:
    """Return what staying brings in each month, from now (0) to the horizon.

    ``growth`` of the value of the equity in a year. Each further grant is priced on its day.
    """
    months = np.arange(HORIZON + 1)
    flow = np.where(months > 0, package.salary / 12, 0.0)
    vesting = (months > 0) & (months <= package.months_left)
    flow = flow + vesting * package.unvested / package.months_left * (1 + growth) ** (months / 12)
    for start in range(0, HORIZON, 12):
        since = months - start
        share = (since > 0) & (since <= REFRESH_MONTHS)
        grown = (1 + growth) ** (np.maximum(since, 0) / 12)
        flow = flow + share * package.refresh / REFRESH_MONTHS * grown
    return np.asarray(flow, dtype=np.float64)


def leaving(offer: Offer, growth: float, after: int = 0) -> Flow:
    """Return what leaving brings in each month, from now (0) to the horizon.

    ``after`` that many months, which bring nothing here, and the gap. ``growth`` of the value of
    the new equity in a year.
    """
    since = np.arange(HORIZON + 1) - (after + offer.gap_months)
    parts = 12 * offer.vest_years
    flow = np.where(since > 0, offer.salary / 12, 0.0)
    flow = flow + (since == 0) * offer.signing_bonus
    first = np.maximum(offer.cliff_months, 1)
    vested = np.where(since == first, first, (since > first) & (since <= parts))
    grown = (1 + growth) ** (np.maximum(since, 0) / 12)
    return np.asarray(flow + vested * offer.grant / parts * grown, dtype=np.float64)


def present_value(flow: Flow, discount_rate: float) -> float:
    """Return the value now of monthly amounts, discounted at a yearly rate."""
    return float(flow @ (1 + discount_rate) ** (-np.arange(len(flow)) / 12))


def break_even_bonus(
    package: Current,
    offer: Offer,
    discount_rate: float,
    growth: float,
    offered_growth: float,
    bonus_months: int,
) -> float:
    """Return the bonus, paid to who is there after ``bonus_months``, that makes both equal.

    Negative where staying is worth more without any.
    """
    missing = present_value(leaving(offer, offered_growth), discount_rate) - present_value(
        staying(package, growth), discount_rate
    )
    return float(missing * (1 + discount_rate) ** (bonus_months / 12))


def cost_of_waiting(
    package: Current, offer: Offer, discount_rate: float, growth: float, offered_growth: float
) -> Flow:
    """Return what it costs to stay 0, 1, ... ``LONGEST_WAIT`` months and then take the same offer.

    The value now of leaving at once less that of waiting; the offer is supposed to stay open.
    """
    stay = staying(package, growth)
    now = present_value(leaving(offer, offered_growth), discount_rate)
    months = np.arange(HORIZON + 1)
    costs = [
        now
        - present_value(np.where(months <= m, stay, 0.0), discount_rate)
        - present_value(leaving(offer, offered_growth, m), discount_rate)
        for m in range(LONGEST_WAIT + 1)
    ]
    return np.array(costs)


def months_bought(costs: Flow, bonus: float) -> int:
    """Return for how many months a bonus paid now outweighs the cost of waiting."""
    over = np.flatnonzero(costs > bonus + 1e-9)
    return int(over[0]) - 1 if len(over) else len(costs) - 1


def estimates(
    package: Current,
    offer: Offer,
    discount_rate: float,
    growth: float,
    currency: str,
    paid: Mapping[str, float],
) -> Estimates:
    """Return what it takes to keep somebody, equity growing alike at both employers.

    ``compensation.break-even``: the bonus paid after ``BONUS_MONTHS`` that makes staying and
    leaving equal; ``compensation.months.<name>``: for how long each amount ``paid`` at once, by
    name, outweighs waiting.
    """
    unit: Unit = "dollars" if currency == "USD" else "euros"
    costs = cost_of_waiting(package, offer, discount_rate, growth, growth)
    needed = break_even_bonus(package, offer, discount_rate, growth, growth, BONUS_MONTHS)
    found = [
        Estimate(
            name="compensation.break-even",
            value=needed,
            unit=unit,
            n=0,
            method=_METHOD,
            definition=everywhere(
                "definition.compensation.break-even",
                months=lambda language: language.number(BONUS_MONTHS),
            ),
        )
    ]
    for name, amount in paid.items():
        written = partial(_money, amount, currency)
        found.append(
            Estimate(
                name=f"compensation.months.{name}",
                value=months_bought(costs, amount),
                unit="months",
                n=0,
                method=_METHOD,
                definition=everywhere("definition.compensation.months", amount=written),
            )
        )
    return Estimates(found)


def _money(amount: float, currency: str, language: Language) -> str:
    return language.money(amount, currency)
