"""Interval formulas against scipy, beta quantiles and published examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binomtest

from talentwar.intervals import clopper_pearson, newcombe, odds, odds_interval, wilson

QUICK = settings(deadline=None)
LEVELS = st.floats(0.5, 0.999)
COUNTS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@QUICK
@given(COUNTS, LEVELS)
def test_clopper_pearson_equals_beta_quantiles(counts: tuple[int, int], level: float) -> None:
    k, n = counts
    tail = (1 - level) / 2
    low, high = clopper_pearson(k, n, level)
    expected_low = 0.0 if k == 0 else float(beta.ppf(tail, k, n - k + 1))
    expected_high = 1.0 if k == n else float(beta.ppf(1 - tail, k + 1, n - k))
    assert low == pytest.approx(expected_low, abs=1e-7)
    assert high == pytest.approx(expected_high, abs=1e-7)


def test_clopper_pearson_without_trials_says_nothing() -> None:
    assert clopper_pearson(0, 0, 0.95) == (0.0, 1.0)
    assert odds_interval(0, 0, 0.95) == (0.0, math.inf)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_clopper_pearson_refuses_impossible_counts(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="need 0 <= k <= n"):
        clopper_pearson(k, n, 0.95)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_levels_outside_the_unit_interval_are_refused(level: float) -> None:
    with pytest.raises(ValueError, match="confidence level"):
        clopper_pearson(1, 2, level)
    with pytest.raises(ValueError, match="confidence level"):
        wilson(0.5, 2, level)


@QUICK
@given(COUNTS, LEVELS)
def test_odds_of_the_reverse_are_the_inverse(counts: tuple[int, int], level: float) -> None:
    k, n = counts
    low, high = odds_interval(k, n, level)
    reverse_low, reverse_high = odds_interval(n - k, n, level)
    assert reverse_low == pytest.approx(0.0 if math.isinf(high) else 1 / high, rel=1e-6)
    assert reverse_high == pytest.approx(math.inf if low == 0 else 1 / low, rel=1e-6)


def test_odds_are_unbounded_only_without_a_reverse() -> None:
    assert math.isinf(odds_interval(9, 9, 0.95)[1])
    assert odds_interval(0, 9, 0.95)[0] == 0
    # The exact lower bound of 9 out of 9 is (alpha / 2) ** (1 / 9).
    share = 0.025 ** (1 / 9)
    assert odds_interval(9, 9, 0.95)[0] == pytest.approx(share / (1 - share))


def test_odds_refuse_what_is_no_share() -> None:
    assert odds(0.8) == pytest.approx(4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        odds(1.5)


@QUICK
@given(COUNTS, LEVELS)
def test_wilson_equals_scipy(counts: tuple[int, int], level: float) -> None:
    k, n = counts
    expected = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    assert wilson(k / n, n, level) == pytest.approx((expected.low, expected.high), abs=1e-9)


@QUICK
@given(st.floats(0, 1), st.integers(1, 10_000), LEVELS)
def test_wilson_holds_the_share_and_stays_in_range(share: float, n: int, level: float) -> None:
    low, high = wilson(share, n, level)
    assert 0 <= low <= share <= high <= 1


@pytest.mark.parametrize(("share", "n"), [(1.2, 10), (-0.1, 10), (0.5, 0)])
def test_wilson_refuses_impossible_input(share: float, n: int) -> None:
    with pytest.raises(ValueError, match="need a share"):
        wilson(share, n, 0.95)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        # Newcombe (1998), table II, method 10, 95 %.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 10, 0.6075, 1.0000),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (5, 56, 0, 29, -0.0381, 0.1926),
    ],
)
def test_newcombe_reproduces_the_published_table(
    a: int, m: int, b: int, n: int, low: float, high: float
) -> None:
    assert newcombe(a / m, m, b / n, n, 0.95) == pytest.approx((low, high), abs=5e-5)


@QUICK
@given(COUNTS, COUNTS, LEVELS)
def test_newcombe_is_antisymmetric(
    first: tuple[int, int], second: tuple[int, int], level: float
) -> None:
    a, b = (first[0] / first[1], first[1]), (second[0] / second[1], second[1])
    low, high = newcombe(*a, *b, level)
    assert newcombe(*b, *a, level) == pytest.approx((-high, -low))
    assert -1 - 1e-9 <= low <= a[0] - b[0] <= high <= 1 + 1e-9
