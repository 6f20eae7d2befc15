"""Published rates of retention, and what follows from them, by hand and against scipy."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest

from talentwar import dates, retention
from talentwar.estimates import Estimate

NAMES = {key: {"en": key.upper(), "fr": key.upper()} for key in ("a", "b", "c", "x", "y")}


def rates_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Build published rates; what a row omits is ordinary."""
    usual = {"horizon_months": 24.0, "exits": "all", "confidence": "high", "published": "2025"}
    columns = ["retention_id", "org_id", "rate", *usual]
    full = [{"retention_id": f"r{i}"} | usual | row for i, row in enumerate(rows)]
    frame = pd.DataFrame(full, columns=columns)
    return frame.assign(published_latest=dates.bounds(frame["published"])["latest"])


def rate_of(share: float, size: int = 200, org: str = "a") -> Estimate:
    """Return the estimate of one published rate."""
    rates = rates_of({"org_id": org, "rate": share})
    estimates = retention.two_year_rates(rates, [org], 24, size, 0.95, "low", NAMES)
    return estimates[f"retention.rate.{org}"]


def test_rates_have_the_interval_of_their_assumed_size() -> None:
    estimate = rate_of(0.8)
    expected = binomtest(160, 200).proportion_ci(0.95, method="wilson")
    assert (estimate.value, estimate.n, estimate.rows) == (0.8, 200, ("r0",))
    assert estimate.low == pytest.approx(expected.low)
    assert estimate.high == pytest.approx(expected.high)
    assert "200" in estimate.definition["fr"]
    assert "24" in estimate.definition["en"]


def test_only_rates_of_all_exits_at_the_horizon_count() -> None:
    rates = rates_of(
        {"org_id": "a", "rate": 0.9, "horizon_months": 12.0},
        {"org_id": "b", "rate": 0.9, "exits": "rivals-only"},
        {"org_id": "c", "rate": 0.9, "confidence": "low"},
        {"org_id": "x", "rate": None},
        {"org_id": None, "rate": 0.5},
        {"org_id": "y", "rate": 0.7},
    )
    orgs = ["x", "y", "a", "b", "c"]
    estimates = retention.two_year_rates(rates, orgs, 24, 200, 0.95, "medium", NAMES)
    assert list(estimates) == ["retention.rate.y"]


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([{"confidence": "high", "published": "2024"}, {"confidence": "medium"}], "r0"),
        ([{"published": "2024-05"}, {"published": "2025-01"}, {"published": "2023"}], "r1"),
        ([{"published": None}, {"published": "2001"}], "r1"),
        ([{}, {}], "r1"),
    ],
)
def test_competing_rates_are_ranked(rows: list[dict[str, Any]], chosen: str) -> None:
    rates = rates_of(*[{"org_id": "a", "rate": 0.5} | row for row in rows])
    for frame in (rates, rates.iloc[::-1]):
        estimates = retention.two_year_rates(frame, ["a"], 24, 200, 0.95, "low", NAMES)
        assert estimates["retention.rate.a"].rows == (chosen,)


def test_hazard_and_half_life_by_hand() -> None:
    rate = rate_of(0.64)
    hazard = retention.annual_hazard(rate, 24, NAMES)
    # 0.64 over two years is 0.8 a year: hazard -ln(0.8).
    assert hazard.value == pytest.approx(-math.log(0.8))
    assert (hazard.name, hazard.unit, hazard.n) == ("retention.hazard.a", "per-year", 200)
    half = retention.half_life(rate, 24, NAMES)
    assert half.value == pytest.approx(math.log(0.5) / math.log(0.8))
    assert 0.64 ** (half.value / 2) == pytest.approx(0.5)
    assert rate.low is not None
    assert rate.high is not None
    assert hazard.low == pytest.approx(-math.log(rate.high) / 2)
    assert hazard.high == pytest.approx(-math.log(rate.low) / 2)
    assert half.low == pytest.approx(2 * math.log(0.5) / math.log(rate.low))


def test_hazard_and_half_life_at_the_ends() -> None:
    all_stayed, none_stayed = rate_of(1.0), rate_of(0.0)
    assert retention.annual_hazard(all_stayed, 24, NAMES).value == 0
    assert retention.half_life(all_stayed, 24, NAMES).value == math.inf
    assert retention.annual_hazard(none_stayed, 24, NAMES).value == math.inf
    assert retention.half_life(none_stayed, 24, NAMES).value == 0


def test_hazards_are_only_for_published_rates() -> None:
    hazard = retention.annual_hazard(rate_of(0.8), 24, NAMES)
    with pytest.raises(ValueError, match="is no published rate"):
        retention.half_life(hazard, 24, NAMES)


def test_difference_is_newcombes_and_antisymmetric() -> None:
    a, b = rate_of(0.8, 50, "a"), rate_of(0.6, 50, "b")
    ab = retention.difference(a, b, 50, 0.95, NAMES)
    ba = retention.difference(b, a, 50, 0.95, NAMES)
    assert ab.name == "retention.difference.a.b"
    assert ab.value == pytest.approx(0.2)
    # By hand: d - sqrt((p1-l1)^2 + (u2-p2)^2), Wilson bounds of 40/50 and 30/50.
    one = binomtest(40, 50).proportion_ci(0.95, method="wilson")
    two = binomtest(30, 50).proportion_ci(0.95, method="wilson")
    assert ab.low == pytest.approx(0.2 - math.sqrt((0.8 - one.low) ** 2 + (two.high - 0.6) ** 2))
    assert ab.high == pytest.approx(0.2 + math.sqrt((one.high - 0.8) ** 2 + (0.6 - two.low) ** 2))
    assert (ba.value, ba.low, ba.high) == pytest.approx((-0.2, -(ab.high or 0), -(ab.low or 0)))
    assert ab.rows == ("r0", "r0")
