"""What the tables on non-compete clauses show: counts, pay lines, reforms, practice, studies."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from talentwar import clauses, compensation, noncompetes
from talentwar.tables import load

RULES = load("noncompete_rules")
PLACES = load("jurisdictions")
RATES = load("exchange_rates")
DOLLARS = noncompetes.in_currency(RULES, RATES, "USD")
DAY = datetime.date(2026, 11, 30)


def test_states_and_countries() -> None:
    states = clauses.states(PLACES)
    assert len(states) == 51
    assert {"US-DC", "US-CA", "US-HI"} < set(states)
    countries = clauses.countries(PLACES)
    assert {"FR", "GB", "CN"} < set(countries)
    assert not {"US", "CA", "CA-ON", "US-CA"} & set(countries)
    assert len(PLACES) == len(states) + len(countries) + 2 + 3, "two federations, three provinces"


def test_every_state_counts_once() -> None:
    found = noncompetes.assessments(DOLLARS, clauses.states(PLACES), DAY, 300_000)
    counted = clauses.counts("states", found)
    assert sum(e.value for e in counted.values()) == len(found)
    void = counted["noncompetes.states.void"]
    assert void.value == len(void.rows) == 6
    poor = noncompetes.assessments(DOLLARS, clauses.states(PLACES), DAY, 20_000)
    below = clauses.counts("states", poor)["noncompetes.states.below-line"]
    assert below.value == 11
    assert counted["noncompetes.states.below-line"].value == 0


def test_the_places_where_a_clause_holds() -> None:
    found = noncompetes.assessments(DOLLARS, clauses.SITES, DAY, 300_000)
    year = clauses.holding(found, 12)["noncompetes.holding"]
    assert (year.value, year.n) == (7, 9)
    assert "nc-us-ca-2026" not in year.rows
    # China's cap of two years is firm, that of French courts is not.
    assert clauses.holding(found, 25)["noncompetes.holding"].value == 6


def test_pay_lines_are_those_of_the_day() -> None:
    american = DOLLARS[DOLLARS["jurisdiction_id"].str.startswith("US-")]
    periods = clauses.lines(american, DAY)
    latest = periods[periods["latest"]].set_index("jurisdiction_id")["line"]
    assert latest["US-WA"] == 126858.83
    assert latest.is_monotonic_decreasing
    assert latest.index.is_unique
    assert len(latest) == 11
    earlier = clauses.lines(american, datetime.date(2020, 6, 30))
    assert set(earlier["jurisdiction_id"]) < set(latest.index)
    assert (earlier["since"] <= pd.Timestamp("2020-06-30")).all()
    reports = compensation.reports(load("compensation"), RATES, currency="USD", as_of="2026-11")
    salaries = compensation.base(reports)
    compared = clauses.line_estimates(periods, salaries, "USD")
    assert compared["noncompetes.margin"].value == pytest.approx(
        compared["noncompetes.salary"].value / compared["noncompetes.line"].value
    )
    assert not clauses.line_estimates(periods, salaries.iloc[:0], "USD")


def test_reforms_are_in_the_order_of_time_and_say_which_way() -> None:
    changes = clauses.reforms(RULES)
    assert changes["day"].is_monotonic_increasing
    assert changes["day"].dt.year.between(2015, 2027).all()
    ways = changes.set_index("rule_id")["change"]
    assert ways["nc-us-mn-2023"] == ways["nc-fi-2022-01"] == ways["nc-us-wa-2027-06"] == "freer"
    assert ways["nc-us-fl-2025-07"] == "stricter"
    assert ways["nc-us-2024-04"] == ways["nc-gb-2025-11"] == "proposed"
    assert ways["nc-us-2024-08"] == "blocked"
    counted = clauses.reform_counts(changes)
    assert counted["noncompetes.reforms.freer"].value == (changes["change"] == "freer").sum()


def test_a_reform_that_changes_the_status_is_one() -> None:
    law = RULES[RULES["standing"] == "in-force"].sort_values("effective_from_earliest")
    law = law.assign(before=law.groupby("jurisdiction_id")["status"].shift())
    # The periods that began before our record have no first day and come last.
    base = law[law["effective_from_earliest"].isna()].set_index("jurisdiction_id")["status"]
    before = law["before"].fillna(law["jurisdiction_id"].map(base))
    recent = law["effective_from_earliest"].dt.year >= clauses.FIRST_YEAR
    changed = law[recent & before.notna() & (before != law["status"])]
    assert len(changed) > 15
    unsaid = changed[changed["change"].isna()]
    assert list(unsaid["rule_id"]) == []


def test_practices_by_confidence_date_and_employer() -> None:
    table = load("noncompete_practices")
    every = clauses.practices(table, minimum_confidence="low", as_of="2026-11")
    assert len(every) == len(table)
    sure = clauses.practices(table, minimum_confidence="high", as_of="2026-11")
    assert set(sure["confidence"]) == {"high"}
    early = clauses.practices(table, minimum_confidence="low", as_of="2015")
    dated = early.dropna(subset=["day"])
    assert (dated["first_reported_earliest"] <= pd.Timestamp("2015-12-31")).all()
    labs = clauses.practices(
        table, minimum_confidence="low", as_of="2026-11", without=clauses.ELSEWHERE
    )
    assert len(every) - len(labs) == every["org_id"].isin(clauses.ELSEWHERE).sum() > 0
    means = clauses.means(labs)
    assert sum(e.value for e in means.values()) == len(labs)
    longest = clauses.longest_practice(every)
    assert longest["max_months"].is_monotonic_decreasing
    assert longest["max_months"].notna().all()


def test_effects_in_per_cent_only() -> None:
    found = clauses.effects(load("noncompete_studies")).set_index("study_id")
    assert found.loc["ncs-oregon-2022", ["low", "high"]].tolist() == [2, 3]
    assert found.loc["ncs-hawaii-2022", ["low", "high"]].tolist() == [11, 11]
    assert pd.isna(found.loc["ncs-au-2025", "low"]), "the source says up to"
    assert "ncs-ftc-2024" not in found.index, "in dollars"
    assert "ncs-jeffers-2024" not in found.index, "without a figure"
    assert found["change"].is_monotonic_decreasing, "changes first, then shares"
