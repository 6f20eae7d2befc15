"""Who moves and who comes back: shares by hand, returns told from sequences of moves."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_flows import NAMES, QUICK, moves_of, with_bounds

from talentwar import movers, prose
from talentwar.charts import flows as charts
from talentwar.language import Language

ORGANIZATIONS = pd.DataFrame(
    {"org_id": ["a", "b", "c", "alone"], "kind": ["ai-lab"] * 3 + ["none"]}
)


def careers(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Build moves: (person, origin, destination, date or "", kind)."""
    moves = moves_of(*((origin, destination) for _, origin, destination, _, _ in rows))
    moves = moves.assign(
        person=[row[0] for row in rows],
        announced=[row[3] or None for row in rows],
        kind=[row[4] for row in rows],
        function="research",
        seniority="lead",
    )
    return with_bounds(moves, "announced")


def back(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the returns among these moves."""
    return movers.returns(moves, moves, ORGANIZATIONS)


# --- shares --------------------------------------------------------------------------------------


def test_shares_are_counted_with_what_no_source_tells_apart() -> None:
    moves = careers(*[("P", "a", "b", "2024", "hire")] * 3, ("Q", "a", "c", "2024", "co-found"))
    moves = moves.assign(seniority=["lead", "lead", None, "founder"])
    shares = movers.shares(moves, 0.95)
    assert {name: e.value for name, e in shares.items()} == {
        "flows.share.function.research": 1,
        "flows.share.seniority.lead": 0.5,
        "flows.share.seniority.founder": 0.25,
        "flows.share.seniority.unknown": 0.25,
        "flows.share.kind.hire": 0.75,
        "flows.share.kind.co-found": 0.25,
    }
    assert shares["flows.share.seniority.unknown"].rows == ("m002",)
    exact = binomtest(3, 4).proportion_ci(0.95, method="exact")
    hired = shares["flows.share.kind.hire"]
    assert (hired.low, hired.high) == (pytest.approx(exact.low), pytest.approx(exact.high))


@QUICK
@given(st.lists(st.sampled_from(["hire", "co-found", "return"]), min_size=1, max_size=30))
def test_the_shares_of_a_trait_add_up_to_one(kinds: list[str]) -> None:
    shares = movers.shares(careers(*(("P", "a", "b", "2024", kind) for kind in kinds)), 0.9)
    for trait in movers.TRAITS:
        of_trait = [e.value for name, e in shares.items() if f".share.{trait}." in name]
        assert sum(of_trait) == pytest.approx(1)


# --- returns -------------------------------------------------------------------------------------


def test_a_return_is_found_through_a_third_organisation() -> None:
    found = back(
        careers(
            ("P", "a", "b", "2023-01-01", "hire"),
            ("P", "b", "c", "2024-01-01", "hire"),
            ("P", "c", "a", "2025-01-01", "hire"),
            ("Q", "c", "a", "2025-01-01", "hire"),
        )
    )
    assert list(found["move_id"]) == ["m002"]
    assert found.loc[0, "left_id"] == "m000"
    assert found.loc[0, "away"] == pytest.approx(731 / 365.25)


def test_a_return_recorded_as_such_counts_once_and_may_lack_its_departure() -> None:
    found = back(
        careers(
            ("P", "a", "b", "2024-01-01", "hire"),
            ("P", "b", "a", "2024-07-01", "return"),
            ("Q", "b", "a", "2024-07-01", "return"),
        )
    )
    assert list(found["person"]) == ["P", "Q"]
    assert found["away"].isna().tolist() == [False, True]


def test_coarse_dates_bound_the_time_away() -> None:
    found = back(careers(("P", "a", "b", "2022", "hire"), ("P", "b", "a", "2024-07-01", "return")))
    assert found.loc[0, "away_low"] == pytest.approx(548 / 365.25)
    assert found.loc[0, "away_high"] == pytest.approx(912 / 365.25)
    assert found.loc[0, "away"] == pytest.approx((548 + 912) / 2 / 365.25)


def test_the_last_departure_before_a_return_counts() -> None:
    found = back(
        careers(
            ("P", "a", "b", "2020-01-01", "hire"),
            ("P", "b", "a", "2021-01-01", "return"),
            ("P", "a", "c", "2024-01-01", "hire"),
            ("P", "c", "a", "2024-07-01", "return"),
        )
    )
    assert set(found["left_id"]) == {"m000", "m002"}


@pytest.mark.parametrize(
    "rows",
    [
        # Never left before, left only later, undated, independent, somebody else.
        [("P", "a", "b", "2024", "hire")],
        [("P", "b", "a", "2023", "hire"), ("P", "a", "c", "2024", "hire")],
        [("P", "a", "b", "", "hire"), ("P", "b", "a", "2024", "hire")],
        [("P", "alone", "b", "2023", "hire"), ("P", "b", "alone", "2024", "hire")],
        [("P", "a", "b", "2023", "hire"), ("Q", "b", "a", "2024", "hire")],
    ],
)
def test_what_is_no_return(rows: list[tuple[str, str, str, str, str]]) -> None:
    assert back(careers(*rows)).empty


def test_departures_before_the_period_are_looked_up_too() -> None:
    every = careers(("P", "a", "b", "2020-01-01", "hire"), ("P", "b", "a", "2024-01-01", "hire"))
    found = movers.returns(every.iloc[1:], every, ORGANIZATIONS)
    assert list(found["left_id"]) == ["m000"]


def test_the_median_is_of_the_timed_returns() -> None:
    found = back(
        careers(
            ("P", "a", "b", "2020-01-01", "hire"),
            ("P", "b", "a", "2024-01-01", "return"),
            ("Q", "b", "a", "2024-07-01", "return"),
        )
    )
    estimates = movers.return_estimates(found)
    assert (estimates["flows.returns"].value, estimates["flows.returns-timed"].value) == (2, 1)
    assert estimates["flows.away"].value == pytest.approx(1461 / 365.25)
    assert prose.away_facts(estimates, Language("en"))["away"].replace("\xa0", " ") == "4.0 years"


# --- the charts ----------------------------------------------------------------------------------


def test_the_charts_name_the_largest_groups_and_who_came_back() -> None:
    moves = careers(("P", "a", "b", "2020-01-01", "hire"), ("P", "b", "a", "2024-01-01", "return"))
    figure = charts.movers(movers.shares(moves, 0.95), Language("en"), "", "")
    assert figure.title == (
        "The largest groups among the recorded moves: research (100%), team lead (100%), hire (50%)"
    )
    found = back(moves)
    away = movers.return_estimates(found)["flows.away"]
    returned = charts.returns(found, away, NAMES, Language("en"), "", "")
    assert returned.title.replace("\xa0", " ") == "1 came back, after 4.0 years in the median"
    assert list(returned.table.iloc[0])[:2] == ["P, Firm a", "January 2024"]


def test_an_unknown_time_away_is_said_in_words() -> None:
    found = back(careers(("Q", "b", "a", "2024-07-01", "return")))
    away = movers.return_estimates(found)["flows.away"]
    figure = charts.returns(found, away, NAMES, Language("en"), "", "")
    assert figure.title == "1 came back; how long they were away is not recorded"
    assert figure.table.iloc[0, 2] == "departure unknown"


def test_without_moves_the_charts_say_so() -> None:
    none = careers()
    found = back(none)
    away = movers.return_estimates(found)["flows.away"]
    for figure in (
        charts.movers(movers.shares(none, 0.9), Language("fr"), "", ""),
        charts.returns(found, away, NAMES, Language("fr"), "", ""),
    ):
        assert figure.title == Language("fr").t("figure.nothing")
