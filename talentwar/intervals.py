"""Interval formulas that several chapters share.

All functions take and return plain floats. ``level`` is the confidence level, between 0 and
1 exclusive (0.95 for 95 %). They raise ``ValueError`` for counts or levels out of range.

Sources: C. J. Clopper & E. S. Pearson, "The use of confidence or fiducial limits illustrated
in the case of the binomial", Biometrika 26 (1934); E. B. Wilson, "Probable inference, the law
of succession, and statistical inference", JASA 22 (1927); L. D. Brown, T. T. Cai &
A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001),
which compares the two; R. G. Newcombe, "Interval estimation for the difference between
independent proportions", Statistics in Medicine 17 (1998), method 10; F. Garwood, "Fiducial
limits for the Poisson distribution", Biometrika 28 (1936).
"""

from __future__ import annotations

import math

# scipy.stats has these intervals too, but takes a second to import, in every kernel.
from scipy.special import betaincinv, gammaincinv, ndtri


def clopper_pearson(k: int, n: int, level: float) -> tuple[float, float]:
    """Return the exact interval of a share of which ``k`` of ``n`` trials were observed.

    Without a trial (``n == 0``) the share can be anything: (0, 1).
    """
    _check_level(level)
    if not 0 <= k <= n:
        raise ValueError(f"need 0 <= k <= n, got k={k}, n={n}")
    if n == 0:
        return 0.0, 1.0
    # The bounds are quantiles of beta distributions (Brown, Cai & DasGupta 2001, section 4.2.1).
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return low, high


def odds_interval(k: int, n: int, level: float) -> tuple[float, float]:
    """Return the exact interval of the odds k : (n - k).

    The odds p / (1 - p) grow with the share p, so that the bounds of the Clopper-Pearson
    interval of the share carry over. ``high`` is infinite when ``k == n``.
    """
    low, high = clopper_pearson(k, n, level)
    return odds(low), odds(high)


def odds(share: float) -> float:
    """Return the odds of a share: share / (1 - share), infinite for a share of one."""
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, got {share}")
    return math.inf if share == 1 else share / (1 - share)


def wilson(share: float, n: int, level: float) -> tuple[float, float]:
    """Return Wilson's score interval of a share observed among ``n``, uncorrected.

    Unlike scipy's, it takes a share as published, rounded, of which no whole count is known.
    """
    _check_level(level)
    if not 0 <= share <= 1 or n < 1:
        raise ValueError(f"need a share in [0, 1] and n >= 1, got share={share}, n={n}")
    z = float(ndtri((1 + level) / 2))
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Rounding must not push a bound past the share at 0 and at 1.
    low = min(max((middle - half) / scale, 0.0), share)
    high = max(min((middle + half) / scale, 1.0), share)
    return low, high


def newcombe(
    share_a: float, n_a: int, share_b: float, n_b: int, level: float
) -> tuple[float, float]:
    """Return the hybrid score interval of the difference ``share_a - share_b``.

    Newcombe's method 10: Wilson intervals of two independent shares, uncorrected, combined.
    """
    low_a, high_a = wilson(share_a, n_a, level)
    low_b, high_b = wilson(share_b, n_b, level)
    difference = share_a - share_b
    low = difference - math.hypot(share_a - low_a, high_b - share_b)
    high = difference + math.hypot(high_a - share_a, share_b - low_b)
    return low, high


def garwood(k: int, level: float) -> tuple[float, float]:
    """Return the exact interval of the mean of a Poisson count of which ``k`` were observed."""
    _check_level(level)
    if k < 0:
        raise ValueError(f"a count is not negative, got {k}")
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(gammaincinv(k, tail))
    return low, float(gammaincinv(k + 1, 1 - tail))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, got {level}")
