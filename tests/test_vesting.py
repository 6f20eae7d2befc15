"""Vesting: schedules add up to the grant, and cliffs hold back what comes before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwar import vesting
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.prose_compensation import cliff_facts
from talentwar.tables import load


@given(
    st.sampled_from(["25/25/25/25", "5/15/40/40", "33/33/22/12", "100", "50/50"]),
    st.sampled_from([0, 6, 12]),
    st.sampled_from([1, 3, 6, 12]),
)
def test_vesting_sums_to_the_grant(shares: str, cliff: int, frequency: int) -> None:
    frame = vesting.vested(shares, cliff, frequency)
    assert frame["share"].iloc[0] == 0
    assert frame["share"].iloc[-1] == pytest.approx(1)
    assert frame["share"].is_monotonic_increasing
    assert (frame.loc[frame["month"] < cliff, "share"] == 0).all()


def test_a_year_in_quarters_after_a_cliff() -> None:
    share = vesting.vested("25/25/25/25", 12, 3).set_index("month")["share"]
    assert share[11] == 0
    assert share[12] == pytest.approx(0.25)
    assert share[14] == pytest.approx(0.25)
    assert share[15] == pytest.approx(0.3125)


def test_shares_that_do_not_add_up() -> None:
    assert vesting.shares("33/33/33") == pytest.approx([1 / 3] * 3)
    with pytest.raises(ValueError, match="90 %"):
        vesting.shares("45/45")


def test_the_rules_of_the_report() -> None:
    rules = load("vesting_rules")
    years = vesting.years(rules, minimum_confidence="medium", as_of="2026-11")
    stated = years.dropna(subset=["share"])
    sums = stated.groupby("rule_id")["share"].sum()
    assert sums.to_numpy() == pytest.approx(1)
    # What applies to selected persons, or grants nothing over time, is left out.
    assert not {"vest-meta-2", "vest-openai-4", "vest-anthropic-1"} & set(years["rule_id"])
    before = vesting.years(rules, minimum_confidence="medium", as_of="2025-06")
    assert "vest-openai-6" in set(years["rule_id"]) - set(before["rule_id"])
    told = cliff_facts(years, names_of(load("organizations"), "org_id"), Language("en"))
    assert told["cliffs.changed"] == (
        "OpenAI: 12 months, 6 months since April 2025 and no cliff since December 2025"
    )
