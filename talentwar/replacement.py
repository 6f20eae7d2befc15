"""How many a lab has to hire a year: to replace those who leave, and to grow as it has grown.

An accounting identity: hires are the change of the headcount plus the leavers, and leavers are the
hazard times the person-years. Neither term is published, so both are worked out: the growth from
headcounts (``talentwar.exposure``), the hazard from a published retention rate, as if it held for
everybody and all the time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.exposure import YEAR, Moment, exposure, moments
from talentwar.language import everywhere
from talentwar.names import Names, in_language

SINCE = "2023"
"""Partial date from which growth is looked at: the labs were another kind of firm before."""


@dataclass(frozen=True)
class Growth:
    """How the headcount of an organisation grew between two moments, and the years spent there.

    ``years`` lie between ``first`` and ``last``; ``person_years`` are value, low and high; ``rows``
    the headcounts used.
    """

    first: Moment
    last: Moment
    years: float
    person_years: tuple[float, float, float]
    rows: tuple[str, ...]

    @property
    def since(self) -> date:
        """The day of the first moment."""
        return date.fromordinal(round(self.first.day))

    @property
    def until(self) -> date:
        """The day of the last moment."""
        return date.fromordinal(round(self.last.day))


def growth(
    headcounts: pd.DataFrame, organizations: pd.DataFrame, org: str, since: str, as_of: str
) -> Growth | None:
    """Return the growth from the first headcount since a date to the last one known by ``as_of``.

    ``None`` for a large technology company, most of whose staff are not those that the retention
    rates are about, and where there are not two moments a year or more apart.
    """
    kinds = dict(zip(organizations["org_id"], organizations["kind"].astype("str"), strict=True))
    start, end = parse(since).earliest.toordinal(), parse(as_of).latest.toordinal()
    known = [m for m in moments(headcounts, org) if start <= m.day <= end]
    if kinds[org] == "big-tech" or not known or known[-1].day - known[0].day < YEAR:
        return None
    first, last = known[0], known[-1]
    bounds = [date.fromordinal(round(moment.day)).isoformat() for moment in (first, last)]
    spent = exposure(headcounts, organizations, org, *bounds)
    if spent is None:
        return None
    years = (last.day - first.day) / YEAR
    return Growth(first, last, years, (spent.value, spent.low, spent.high), spent.rows)


def growths(
    headcounts: pd.DataFrame,
    organizations: pd.DataFrame,
    chosen: Iterable[str],
    since: str,
    as_of: str,
) -> dict[str, Growth]:
    """Return the growth of each organisation that has one (see ``growth``)."""
    found = {org: growth(headcounts, organizations, org, since, as_of) for org in chosen}
    return {org: known for org, known in found.items() if known is not None}


def hires(
    growths: Mapping[str, Growth], hazards: Mapping[str, Estimate], names: Names
) -> Estimates:
    """Estimate how many an organisation lost, gained and had to hire a year.

    ``hazards`` are the estimates ``retention.hazard.<org>``, by organisation. Persons a year:
    ``retention.leavers.<org>`` (hazard times person-years), ``retention.added.<org>`` (change of
    the headcount), ``retention.hires.<org>`` (both); and ``retention.hires-per-leaver.<org>``. The
    bounds put together those of the hazard and those of contradicting headcounts, at their worst.
    Infinite where nobody left a growing firm.
    """
    estimates: list[Estimate] = []
    for org, grown in growths.items():
        hazard = hazards.get(org)
        if hazard is None or hazard.low is None or hazard.high is None:
            continue
        spent, change = grown.person_years, (grown.last, grown.first)
        left = tuple(h * p / grown.years for h, p in zip(
            (hazard.value, hazard.low, hazard.high), spent, strict=True,
        ))  # fmt: skip
        added = (
            (change[0].value - change[1].value) / grown.years,
            (change[0].low - change[1].high) / grown.years,
            (change[0].high - change[1].low) / grown.years,
        )
        both = tuple(a + b for a, b in zip(left, added, strict=True))
        per_leaver = (
            _per_leaver(added[0], left[0]),
            _per_leaver(added[1], left[2]),
            _per_leaver(added[2], left[1]),
        )
        told = {"leavers": left, "added": added, "hires": both, "hires-per-leaver": per_leaver}
        for what, (value, low, high) in told.items():
            estimates.append(
                Estimate(
                    name=f"retention.{what}.{org}",
                    value=value,
                    low=low,
                    high=high,
                    level=hazard.level,
                    unit="ratio" if what == "hires-per-leaver" else "per-year",
                    n=len(grown.rows),
                    method="constant hazard and geometric growth",
                    definition=everywhere(
                        f"definition.retention.{what}", organization=in_language(names, org)
                    ),
                    rows=(*grown.rows, *hazard.rows),
                )
            )
    return Estimates(estimates)


def _per_leaver(added: float, left: float) -> float:
    return 1 + added / left if left else math.copysign(math.inf, added)
