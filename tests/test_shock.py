"""Departures around an event: counts, person-years and the exact interval."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import binomtest
from test_comparison import NAMES
from test_flows import moves_of, with_bounds
from test_replacement import headcounts_of

from talentwar import shock
from talentwar.language import Language
from talentwar.prose_retention import shock_facts
from talentwar.tables import load

ORGANIZATIONS = pd.DataFrame(
    {"org_id": ["a", "b", "c"], "kind": ["ai-lab", "ai-lab", "ai-lab"], "founded": "2020"}
)
STEADY = headcounts_of(
    *((org, day, 100, None) for org in "ab" for day in ("2022-01-01", "2026-01-01"))
)
DOUBLING = headcounts_of(("a", "2022-11-17", 100, None), ("a", "2024-11-17", 400, None))
EVENT = "2023-11-17"


def departures(*rows: tuple[str, str]) -> pd.DataFrame:
    """Build moves to an organisation that is not looked at: origin and date."""
    moves = moves_of(*((org, "d") for org, _ in rows))
    return with_bounds(moves.assign(announced=[day or None for _, day in rows]), "announced")


DATES = [("a", "2023-01")] * 2 + [("a", "2024")] * 6
DATES += [("b", "2023-05")] * 3 + [("b", "2024-05")] * 3
OUTSIDE = [("a", "2022-11-16"), ("a", "2024-11-17"), ("a", ""), ("c", "2024-01")]


def around(headcounts: pd.DataFrame, others: list[str]) -> shock.Estimates:
    moves = departures(*DATES, *OUTSIDE)
    return shock.around(moves, headcounts, ORGANIZATIONS, "a", others, EVENT, 0.9, NAMES)


def test_a_steady_lab_by_hand() -> None:
    found = around(STEADY, ["b"])
    own, others = found["retention.shock.a"], found["retention.shock.others"]
    # The year after has a leap day.
    growth = 366 / 365
    assert (own.n, others.n) == (8, 6)
    assert own.value == pytest.approx(6 / 2 / growth)
    assert others.value == pytest.approx(1 / growth)
    exact = binomtest(6, 8).proportion_ci(0.9, method="exact")
    assert own.low == pytest.approx(exact.low / (1 - exact.low) / growth)
    assert own.high == pytest.approx(exact.high / (1 - exact.high) / growth)


def test_growth_is_taken_out() -> None:
    steady, doubling = (around(h, [])["retention.shock.a"] for h in (STEADY, DOUBLING))
    assert doubling.value == pytest.approx(steady.value / 2, rel=0.01)
    assert doubling.n == steady.n


def test_labs_without_a_headcount_are_left_out() -> None:
    assert list(around(STEADY, ["c"])) == ["retention.shock.a"]
    assert len(around(STEADY.iloc[:0], ["b"])) == 0
    assert around(STEADY, ["b", "c", "a"])["retention.shock.others"].n == 6


def test_what_is_told_where_nothing_is_known() -> None:
    facts = shock_facts(around(STEADY.iloc[:0], ["b"]), "a", NAMES, Language("en"))
    assert facts["shock.own"] == facts["shock.others.interval"] == "(nothing to compare)"
    assert facts["shock.own.n"] == "0"


def test_the_event_has_to_be_in_the_table() -> None:
    assert shock.event_of(load("events"), shock.CRISIS)["date"] == "2023-11-17"
    with pytest.raises(ValueError, match="no row ev-nothing"):
        shock.event_of(load("events"), "ev-nothing")
