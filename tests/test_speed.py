"""How fast companies come to be worth a billion: against published curves, and censored fairly."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from scipy import stats

from talentwar import equity, speed, spinouts
from talentwar.names import names_of
from talentwar.survival import kaplan_meier
from talentwar.tables import load

ORGANIZATIONS = load("organizations")
NAMES = names_of(ORGANIZATIONS, "org_id")
PRICED = equity.priced(
    load("funding_events"), load("exchange_rates"), minimum_confidence="medium", as_of="2026-11"
)
FIRMS = spinouts.companies(
    load("spinouts"), ORGANIZATIONS, minimum_confidence="medium", since="2010", as_of="2026-11"
)
SPELLS = speed.spells_to_value(FIRMS, PRICED, 1e9, "2026-11")


def test_the_time_to_a_billion() -> None:
    billion = speed.spells_to_value(FIRMS, PRICED, 1e9, "2026-11").set_index("org_id")
    ten = speed.spells_to_value(FIRMS, PRICED, 1e10, "2026-11").set_index("org_id")
    assert billion.loc["anthropic", "event"]
    assert 0 < billion.loc["anthropic", "duration_years"] < 3
    assert billion["event"].sum() > ten["event"].sum() > 3
    both = billion.join(ten.add_suffix("_ten"))
    later = both[both["event_ten"]]
    assert later["event"].all()
    assert (later["duration_years"] <= later["duration_years_ten"]).all()
    assert (billion["duration_years"] >= 0).all()
    assert len(billion) == FIRMS["founded"].notna().sum()
    curve = kaplan_meier(billion.reset_index(), "exclude", 0.95)
    assert curve["survival"].is_monotonic_decreasing
    # Known only to a date: what was not yet there is censored.
    early = speed.spells_to_value(FIRMS, PRICED, 1e9, "2022")
    assert early["event"].sum() < billion["event"].sum()
    assert (early.loc[~early["event"], "censored"] <= pd.Timestamp("2022-12-31")).all()


def test_shares_and_medians_are_those_of_lifelines() -> None:
    shares, times = speed.estimates({1e9: {speed.ALL: SPELLS}}, 0.95, NAMES)
    fitter = KaplanMeierFitter().fit(SPELLS["duration_years"], SPELLS["event"])
    share = shares[f"spinouts.reached.1000000000.all.{speed.HORIZON}y"]
    assert share.value == pytest.approx(1 - float(fitter.predict(speed.HORIZON)))
    assert share.low is not None
    assert share.high is not None
    assert 0 < share.low < share.value < share.high < 1
    time = times["spinouts.time.1000000000.all"]
    assert time.value == pytest.approx(fitter.median_survival_time_)
    assert time.n == len(SPELLS)


def test_cohorts_share_out_the_companies_by_year() -> None:
    cohorts = speed.founding_cohorts(SPELLS)
    assert sum(map(len, cohorts.values())) == len(SPELLS)
    for years, own in cohorts.items():
        first, _, last = years.partition("-")
        assert own["started"].dt.year.between(int(first), int(last or first)).all()
    assert speed.founding_cohorts(SPELLS.iloc[:0]) == {}


def test_few_companies_tell_nothing() -> None:
    groups = speed.origin_groups(SPELLS, FIRMS, ["openai", "you-com"])
    assert list(groups) == ["openai"]
    whole = {1e9: {speed.ALL: SPELLS}}
    shown = speed.all_curves(whole, speed.founding_cohorts(SPELLS), 0.95)
    assert (shown["at_risk"] >= speed.FEWEST).all()
    assert shown["reached"].between(0, 1).all()
    assert (shown["reached_low"] <= shown["reached"]).all()
    young = SPELLS[SPELLS["started"] >= "2026"]
    shares, _ = speed.estimates({1e9: {speed.ALL: young}}, 0.95, NAMES)
    assert all(math.isnan(e.value) for e in shares.values())


def test_the_mean_of_those_that_got_there() -> None:
    mean = speed.arrival(SPELLS, 1e9, 0.95)
    years = SPELLS.loc[SPELLS["event"], "duration_years"].astype("float64")
    low, high = stats.t.interval(0.95, len(years) - 1, loc=years.mean(), scale=stats.sem(years))
    assert (mean.value, mean.low, mean.high) == pytest.approx((years.mean(), low, high))
    one = speed.arrival(SPELLS[SPELLS["event"]].head(1), 1e9, 0.95)
    assert math.isnan(one.value)


def test_published_times_are_of_a_billion() -> None:
    times = load("unicorn_times")
    usual = speed.benchmarks(times, 1e9, "medium")
    assert usual["years_low"].is_monotonic_increasing
    assert 0 < len(usual) < len(times)
    assert (usual["years_low"] <= usual["years_high"]).all()
    assert speed.benchmarks(times, 5e9, "low").empty


def test_a_company_without_a_date_has_no_spell() -> None:
    undated = FIRMS[FIRMS["founded"].isna()]
    assert len(undated)
    none = speed.spells_to_value(undated, PRICED, 1e9, "2026-11")
    assert none.empty
    assert isinstance(none, pd.DataFrame)
