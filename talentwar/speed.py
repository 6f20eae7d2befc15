"""How fast companies come to be worth a sum: time from founding to a first valuation.

``firms`` come from ``talentwar.spinouts.companies``, ``priced`` from ``talentwar.equity.priced``.
Companies that have not got there are censored (E. L. Kaplan & P. Meier, JASA 53, 1958): leaving
them out, as lists of unicorns do, tells only of those that were quick enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import pandas as pd
from scipy.special import stdtrit

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language, everywhere
from talentwar.names import Names, in_language
from talentwar.parameters import MINIMUM_MEMBERS
from talentwar.selection import at_least
from talentwar.spinouts import of_origin
from talentwar.survival import DAYS_PER_YEAR, TOLERANCE, kaplan_meier, median_time

ALL = "all"
"""The group of all companies."""
HORIZON = 3
"""Years within which the share that reached a valuation is told."""
FEWEST = 5
"""Companies below which the speed of an origin is not compared, and no curve goes on."""
BILLION = 1e9
COHORT_STARTS = (2021, 2023, 2025)
"""First years of founding cohorts: the boom of 2021, ChatGPT's first year, the newest."""


Groups = Mapping[str, pd.DataFrame]
"""Spells by name of their group."""


def spells_to_value(
    firms: pd.DataFrame, priced: pd.DataFrame, threshold: float, as_of: str
) -> pd.DataFrame:
    """Return the time from founding to the first valuation of at least a threshold, in dollars.

    One row a company of known founding date, in the form of ``talentwar.survival.kaplan_meier``
    with the one cohort ``ALL``, and ``org_id``: a company that has not reached the threshold is
    censored when it was sold, listed or closed, or else at ``as_of``. A valuation dated before
    the founding counts at once.
    """
    last = pd.Timestamp(parse(as_of).latest)
    rows = []
    for firm in firms.dropna(subset=["founded"]).to_dict("records"):
        own = priced[(priced["org_id"] == firm["org_id"]) & (priced["valuation"] >= threshold)]
        reached = own["day"].min()
        ended = last if pd.isna(firm["outcome_date"]) else _day(str(firm["outcome_date"]), last)
        event = bool(not pd.isna(reached) and reached <= last)
        end = reached if event else min(ended, last)
        rows.append(
            {
                "cohort_id": ALL,
                "org_id": str(firm["org_id"]),
                "started": firm["founded"],
                "ended": end if event else pd.NaT,
                "censored": pd.NaT if event else end,
                "duration_years": max((end - firm["founded"]).days / DAYS_PER_YEAR, 0.0),
                "event": event,
                "known": True,
            }
        )
    columns = ["cohort_id", "org_id", "started", "ended", "censored", "duration_years"]
    frame = pd.DataFrame(rows, columns=[*columns, "event", "known"])
    # Without rows too: what is no truth value would select columns.
    days = dict.fromkeys(["started", "ended", "censored"], "datetime64[s]")
    return frame.astype({**days, "duration_years": "float64", "event": "bool", "known": "bool"})


def founding_cohorts(spells: pd.DataFrame) -> Groups:
    """Return the spells of each founding cohort by its first and last year (``2021-2022``)."""
    found: dict[str, pd.DataFrame] = {}
    if spells.empty:
        return found
    years = spells["started"].dt.year
    oldest, newest = int(years.min()), int(years.max())
    for first, after in pairwise([oldest, *COHORT_STARTS, newest + 1]):
        own = spells[(years >= first) & (years < after)]
        if len(own):
            last = min(after - 1, newest)
            found[f"{first}-{last}" if last > first else f"{first}"] = own
    return found


def origin_groups(spells: pd.DataFrame, firms: pd.DataFrame, origins: Sequence[str]) -> Groups:
    """Return the spells of the companies of each origin that has ``FEWEST`` of them or more.

    A company counts for each of its origins.
    """
    found = {
        origin: spells[spells["org_id"].isin(of_origin(firms, origin)["org_id"])]
        for origin in origins
    }
    return {origin: own for origin, own in found.items() if len(own) >= FEWEST}


def curves(groups: Groups, level: float) -> pd.DataFrame:
    """Return the Kaplan-Meier curve of each group with ``MINIMUM_MEMBERS`` companies or more.

    Columns of ``talentwar.survival.kaplan_meier`` with the group as ``cohort_id``, and the share
    that has reached the threshold: ``reached``, ``reached_low``, ``reached_high``.
    """
    large = [
        spells.assign(cohort_id=group)
        for group, spells in groups.items()
        if len(spells) >= MINIMUM_MEMBERS
    ]
    spells = pd.concat(large, ignore_index=True) if large else pd.DataFrame({"cohort_id": []})
    curve = kaplan_meier(spells, "exclude", level)
    return curve.assign(
        reached=1 - curve["survival"], reached_low=1 - curve["high"], reached_high=1 - curve["low"]
    )


def all_curves(whole: Mapping[float, Groups], cohorts: Groups, level: float) -> pd.DataFrame:
    """Return the curves of all companies for each threshold, then of cohorts for the first.

    ``whole`` are the groups by threshold. Columns as ``curves``, and ``threshold``. Each curve
    ends where fewer than ``FEWEST`` companies are watched: what the last ones do, such as one
    that gets there after nine years, says nothing of the others.
    """
    parts = [curves(groups, level).assign(threshold=t) for t, groups in whole.items()]
    first = next(iter(whole))
    every = pd.concat([*parts, curves(cohorts, level).assign(threshold=first)], ignore_index=True)
    return every[every["at_risk"] >= FEWEST].reset_index(drop=True)


def estimates(
    whole: Mapping[float, Groups], level: float, names: Names
) -> tuple[Estimates, Estimates]:
    """Return ``reached`` within ``HORIZON`` years and ``times``, by threshold and group."""
    shares: list[Estimate] = []
    medians: list[Estimate] = []
    for threshold, groups in whole.items():
        curve = curves(groups, level)
        shares += reached(curve, groups, threshold, HORIZON, level, names).values()
        medians += times(curve, groups, threshold, level, names).values()
    return Estimates(shares), Estimates(medians)


def reached(
    curve: pd.DataFrame,
    groups: Groups,
    threshold: float,
    years: int,
    level: float,
    names: Names,
) -> Estimates:
    """Return the share of each group worth a threshold within some years of the founding.

    ``spinouts.reached.<threshold>.<group>.<n>y``, undefined where nobody was watched so long.
    ``names`` are those of the groups that are origins.
    """
    estimates = []
    for group, steps in curve.groupby("cohort_id", sort=False):
        last, end = steps[steps["years"] <= years + TOLERANCE].iloc[-1], steps.iloc[-1]
        seen = years <= end["years"] + TOLERANCE or end["survival"] < TOLERANCE
        estimates.append(
            Estimate(
                name=f"spinouts.reached.{threshold:.0f}.{group}.{years}y",
                value=float(last["reached"]) if seen else math.nan,
                low=float(last["reached_low"]),
                high=float(last["reached_high"]) if seen else 1.0,
                level=level,
                unit="share",
                n=int(steps["at_risk"].iloc[0]),
                method="kaplan-meier, greenwood log-log",
                definition=everywhere(
                    "definition.spinouts.reached",
                    amount=_amount(threshold),
                    duration=lambda language: language.tn("definition.years", years),
                    group=_group(str(group), names),
                ),
                rows=_rows(groups[str(group)]),
            )
        )
    return Estimates(estimates)


def times(
    curve: pd.DataFrame,
    groups: Groups,
    threshold: float,
    level: float,
    names: Names,
) -> Estimates:
    """Return the time after which half of each group is worth a threshold.

    ``spinouts.time.<threshold>.<group>`` in years, infinite where fewer than half have got there;
    the interval is that of R. Brookmeyer & J. Crowley (Biometrics 38, 1982).
    """
    return Estimates(
        median_time(
            steps,
            level,
            f"spinouts.time.{threshold:.0f}.{group}",
            everywhere(
                "definition.spinouts.time",
                amount=_amount(threshold),
                group=_group(str(group), names),
            ),
            _rows(groups[str(group)]),
        )
        for group, steps in curve.groupby("cohort_id", sort=False)
    )


def arrival(spells: pd.DataFrame, threshold: float, level: float) -> Estimate:
    """Return the mean time of the companies that got there, as lists of unicorns count.

    ``spinouts.arrival.<threshold>`` in years, with Student's interval of a mean; undefined where
    fewer than two got there. Not of all companies: those still on their way are left out, so that
    young ones look fast.
    """
    there = spells[spells["event"]]
    years, n = there["duration_years"].astype("float64"), len(there)
    mean = float(years.mean()) if n > 1 else math.nan
    half = (
        float(stdtrit(n - 1, (1 + level) / 2)) * float(years.std()) / math.sqrt(n)
        if n > 1
        else math.nan
    )
    return Estimate(
        name=f"spinouts.arrival.{threshold:.0f}",
        value=mean,
        low=max(mean - half, 0.0) if n > 1 else math.nan,
        high=mean + half,
        level=level,
        unit="years",
        n=n,
        method="mean, student-t",
        definition=everywhere("definition.spinouts.arrival", amount=_amount(threshold)),
        rows=_rows(there),
    )


def benchmarks(
    unicorn_times: pd.DataFrame, threshold: float, minimum_confidence: str
) -> pd.DataFrame:
    """Return the published times to a billion dollars that are sure enough, shortest first.

    None for any other threshold.
    """
    rows = at_least(unicorn_times, minimum_confidence)
    rows = rows if threshold == BILLION else rows.iloc[:0]
    return rows.sort_values(["years_low", "time_id"], ignore_index=True)


def _day(partial: str, last: pd.Timestamp) -> pd.Timestamp:
    return min(pd.Timestamp(parse(partial).latest), last)


def _rows(spells: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(spells["org_id"].astype("str")))


def _amount(threshold: float) -> Callable[[Language], str]:
    return lambda language: language.money(threshold, "USD")


def _group(group: str, names: Names) -> Callable[[Language], str]:
    if group == ALL:
        return lambda language: language.t("spinouts.group.all")
    if group in names:
        name = in_language(names, group)
        return lambda language: language.t("spinouts.group.origin", origin=name(language))
    return lambda language: language.t("spinouts.group.cohort", years=group.replace("-", "–"))
