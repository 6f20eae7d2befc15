"""How many of a team are left, if each of its members leaves at the same constant hazard.

The number of survivors is then binomial. Nothing is estimated here: it shows what a rate means for
a team, and how wide chance alone spreads the outcome.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

import pandas as pd
from scipy.stats import binom

SIZE, YEARLY, YEARS = 20, 12, 4
"""What the simulator starts with: the colleagues who are said to have followed one founder, a
percentage leaving in a year where no rate is known, and the years until a grant has vested."""
COVERAGE = 0.9
"""Probability that the band holds the number of survivors, at least."""


def survivors(size: int, yearly: float, years: Sequence[float]) -> pd.DataFrame:
    """Return how many of a team are expected to be left at some times, with a band.

    ``size`` persons of whom each leaves with probability ``yearly`` within a year. Columns:
    ``years``, ``expected``, ``low`` and ``high``: the quantiles that leave out at most half of
    the rest to ``COVERAGE`` on either side. ``ValueError`` for a share outside [0, 1).
    """
    if not 0 <= yearly < 1:
        raise ValueError(f"{yearly} of a team cannot leave in a year")
    staying = [(1 - yearly) ** t for t in years]
    tail = (1 - COVERAGE) / 2
    return pd.DataFrame(
        {
            "years": list(years),
            "expected": [size * share for share in staying],
            "low": [int(binom.ppf(tail, size, share)) for share in staying],
            "high": [int(binom.ppf(1 - tail, size, share)) for share in staying],
        }
    )


def yearly_share(hazards: Iterable[float]) -> float | None:
    """Return the share that leaves within a year at the median of hazards, ``None`` without any."""
    known = [h for h in hazards if math.isfinite(h)]
    return 1 - math.exp(-statistics.median(known)) if known else None
