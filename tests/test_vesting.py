"""Vesting: schedules add up to the grant, and cliffs hold back what comes before them."""

from __future__ import annotations

import pytest

from talentwar import vesting
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.prose_compensation import cliff_facts
from talentwar.tables import load


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
