"""Whether teams keep their people differently: how many persons it takes to tell, and tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import CensoredData, logrank

from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import everywhere
from talentwar.names import Names, in_language

POINTS = tuple(n / 1000 for n in range(10, 301, 5))
"""Differences of shares for which the persons needed are drawn."""
POWER = 0.8
"""Probability of telling two rates apart that are apart, the usual choice."""


def sample_size(first: float, second: float, level: float, power: float = POWER) -> float:
    """Return how many persons a group must have for its rate to be told from the other's.

    For two groups of one size, compared by the two-sided test of two proportions at ``1 - level``,
    not rounded; infinite when the rates are the same. J. L. Fleiss, B. Levin and M. C. Paik,
    "Statistical Methods for Rates and Proportions", 3rd edition (2003), formula 4.14 (without
    continuity correction).
    """
    if first == second:
        return math.inf
    mean = (first + second) / 2
    pooled = math.sqrt(2 * mean * (1 - mean))
    apart = math.sqrt(first * (1 - first) + second * (1 - second))
    quantiles = float(ndtri((1 + level) / 2)) * pooled + float(ndtri(power)) * apart
    return (quantiles / (first - second)) ** 2


def needed(rates: Estimates, level: float, names: Names) -> Estimates:
    """Return how many hires each organisation needs for two published rates to be told apart.

    ``retention.needed.<a>.<b>`` for each two of the rates (``retention.rate.<org>``) that differ,
    the higher first: persons in each of the two groups, rounded up, at ``POWER``.
    """
    falling = ranked(rates.values())
    found = []
    for a, b in combinations(falling, 2):
        if a.value == b.value:
            continue
        first, second = a.subject, b.subject
        found.append(
            Estimate(
                name=f"retention.needed.{first}.{second}",
                value=math.ceil(sample_size(a.value, b.value, level)),
                unit="count",
                n=2,
                method="two-sided test of two proportions",
                definition=everywhere(
                    "definition.retention.needed",
                    first=in_language(names, first),
                    second=in_language(names, second),
                    power=lambda language: language.percent(POWER),
                    level=lambda language: language.percent(level),
                ),
                rows=(*a.rows, *b.rows),
            )
        )
    return Estimates(found)


def needed_curve(rate: float, level: float, points: Sequence[float]) -> pd.DataFrame:
    """Return how many persons it takes to tell a rate from one lower by so many points.

    Columns ``difference`` (share, as given in ``points``) and ``needed`` (persons a group).
    Differences that would leave a rate below zero are left out.
    """
    kept = [point for point in points if 0 < point <= rate]
    return pd.DataFrame(
        {
            "difference": kept,
            "needed": [sample_size(rate, rate - point, level) for point in kept],
        },
        dtype="float64",
    )


def log_rank(spells: pd.DataFrame, level: float) -> pd.DataFrame:
    """Compare each two cohorts without a common member by the log-rank test.

    ``spells`` come from ``talentwar.survival.spells``; persons of unknown outcome are left out.
    Columns: ``first`` and ``second`` (cohorts), ``statistic`` (chi-squared, one degree of
    freedom), ``p``, ``p_holm`` (adjusted for all the pairs: S. Holm, Scandinavian Journal of
    Statistics 6, 1979) and ``apart`` (whether that is below ``1 - level``), smallest first.
    N. Mantel, Cancer Chemotherapy Reports 50 (1966), by SciPy.
    """
    known = spells[spells["known"]]
    cohorts = list(dict.fromkeys(known["cohort_id"]))
    rows = []
    for first, second in combinations(cohorts, 2):
        a, b = (known[known["cohort_id"] == cohort] for cohort in (first, second))
        if set(a["person"]) & set(b["person"]) or not (a["event"].any() or b["event"].any()):
            continue
        test = logrank(_censored(a), _censored(b))
        rows.append((first, second, float(test.statistic) ** 2, float(test.pvalue)))
    frame = pd.DataFrame(rows, columns=["first", "second", "statistic", "p"])
    frame = frame.sort_values(["p", "first", "second"], ignore_index=True)
    factors = np.arange(len(frame), 0, -1)
    adjusted = (frame["p"] * factors).clip(upper=1.0).cummax()
    return frame.assign(p_holm=adjusted, apart=adjusted < 1 - level)


def _censored(members: pd.DataFrame) -> CensoredData:
    left = members["event"]
    return CensoredData(
        uncensored=members.loc[left, "duration_years"].to_numpy(),
        right=members.loc[~left, "duration_years"].to_numpy(),
    )
