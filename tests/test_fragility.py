"""Fragility of a ratio: tipping points by brute force, other choices by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_flows import NAMES, QUICK, moves_of, organizations_of

from talentwar import fragility, prose, turnover
from talentwar.charts import flows as charts
from talentwar.estimates import Estimates
from talentwar.fragility import Road, Selection
from talentwar.language import Language

FREE = organizations_of(dict.fromkeys(("google", "a", "b", "c", "d")))
ALL = Selection("", "", "low", ("research", "product"), ("lead", "unknown"), False, "")
SOURCES = pd.DataFrame(
    {
        "source_id": ["s1", "s2", "s3", "s4"],
        "original_publisher": ["Gazette", "Gazette", "The Herald!", None],
    }
)


def table(*pairs: tuple[str, str], **columns: str) -> pd.DataFrame:
    """Build moves with function, seniority and kind."""
    fixed = {"function": "research", "seniority": "lead", "kind": "hire"}
    return moves_of(*pairs, **(fixed | columns))


def by_choice(
    moves: pd.DataFrame, selection: Selection = ALL, sources: pd.DataFrame = SOURCES
) -> dict[tuple[str, str], float]:
    """Return the odds of a, b by kind and value of the other choice."""
    found = fragility.variations(moves, FREE, sources, ("a", "b"), selection, 0.95, NAMES)
    return {(v.kind, v.value): v.odds.value for v in found}


def road_of(moves: pd.DataFrame) -> Road | None:
    """Put the road from a to b to the test."""
    return fragility.tested_road(("a", "b"), moves, FREE, SOURCES, ALL, 0.95, NAMES)


# --- tipping points ------------------------------------------------------------------------------


@QUICK
@given(st.integers(0, 30), st.integers(0, 10), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_tipping_point_is_the_smallest_that_lets_a_tie_in(k: int, m: int, level: float) -> None:
    extra = fragility.tipping_point(k, m, level)

    def excludes(back: int) -> bool:
        if k + back == 0:
            return False
        return bool(binomtest(k, k + back).proportion_ci(level, method="exact").low > 0.5)

    assert not excludes(m + extra)
    assert all(excludes(m + fewer) for fewer in range(extra))


@QUICK
@given(st.integers(0, 30), st.integers(0, 10))
def test_one_more_move_back_leaves_one_fewer_to_miss(k: int, m: int) -> None:
    assert fragility.tipping_point(k, m + 1, 0.95) == max(
        0, fragility.tipping_point(k, m, 0.95) - 1
    )


def test_tipping_points_of_a_pair_are_counts() -> None:
    moves = table(*[("a", "b")] * 11, ("b", "a"))
    found = fragility.tipping_points(moves, ("a", "b"), 0.95, NAMES)
    assert {name: e.value for name, e in found.items()} == {
        "flows.tipping.interval.a.b": 2,
        "flows.tipping.one.a.b": 10,
    }
    nobody = fragility.tipping_points(table(), ("a", "b"), 0.95, NAMES)
    assert [e.value for e in nobody.values()] == [0, 0]


# --- other choices -------------------------------------------------------------------------------


def test_each_choice_is_changed_alone() -> None:
    moves = table(*[("a", "b")] * 4, ("b", "a")).assign(
        confidence=["low", "medium", "high", "high", "high"],
        function=["product", "research", "research", "research", "research"],
        seniority=["lead", None, "lead", "lead", "lead"],
        kind=["hire", "hire", "co-found", "hire", "hire"],
    )
    choices = by_choice(moves)
    assert choices[("confidence", "medium")] == 3
    assert choices[("confidence", "high")] == 2
    assert choices[("function", "research")] == 3
    assert choices[("function", "product")] == math.inf
    assert choices[("seniority", "lead")] == 3
    assert choices[("hires", "only")] == 3
    assert ("confidence", "low") not in choices, "that is the report's own"
    assert ("seniority", "unknown") not in choices, "no level of its own"


def test_later_beginnings_are_tried_within_the_period() -> None:
    moves = table(("a", "b"))
    kinds = [value for kind, value in by_choice(moves) if kind == "since"]
    assert kinds == ["2023", "2024", "2025"]
    narrowed = replace(ALL, since="2023-06", until="2024")
    assert [v for kind, v in by_choice(moves, narrowed) if kind == "since"] == ["2024"]


def test_google_is_merged_or_set_apart_and_a_road_inside_it_is_left_out() -> None:
    organizations = pd.DataFrame(
        {"org_id": ["google", "a", "b"], "parent_id": [None, "google", None]}
    )
    moves = table(("a", "b"), ("google", "b"), ("b", "a"))
    rest = (organizations, SOURCES)
    found = fragility.variations(moves, *rest, ("a", "b"), ALL, 0.95, NAMES)
    assert {v.value: v.odds.value for v in found if v.kind == "google"} == {"merged": 2}
    inside = fragility.variations(moves, *rest, ("a", "google"), ALL, 0.95, NAMES)
    assert "google" not in {v.kind for v in inside}


def test_without_a_publisher_only_what_it_alone_reported_is_gone() -> None:
    moves = table(*[("a", "b")] * 3, *[("b", "a")] * 2).assign(
        source_ids=["s1", "s1;s2", "s1;s3", "s3", "s4"]
    )
    choices = by_choice(moves)
    # Without the Gazette, two of three moves there are gone: one for two back.
    assert choices[("publisher", "Gazette")] == 0.5
    # Without the Herald or the source of unknown origin, one move back is gone.
    others = {value for kind, value in choices if kind == "publisher"} - {"Gazette"}
    assert len(others) == 1
    assert choices[("publisher", others.pop())] == 3
    names = [
        v.odds.name
        for v in fragility.variations(moves, FREE, SOURCES, ("a", "b"), ALL, 0.95, NAMES)
        if v.kind == "publisher"
    ]
    assert "flows.fragility.publisher.gazette.a.b" in names
    alone = fragility.known_by_one(moves, SOURCES, ("a", "b"), NAMES)
    assert (alone.value, alone.rows) == (4, ("m000", "m001", "m003", "m004"))


def test_a_second_publisher_keeps_a_move() -> None:
    moves = table(("a", "b"), ("b", "a")).assign(source_ids="s1;s3")
    assert "publisher" not in {kind for kind, _ in by_choice(moves)}
    assert fragility.known_by_one(moves, SOURCES, ("a", "b"), NAMES).value == 0


# --- the road ------------------------------------------------------------------------------------


def test_the_road_is_the_published_one_or_the_busiest() -> None:
    moves = table(("c", "b"), ("c", "b"), ("b", "d"))
    orgs = ("a", "b", "c", "d")
    assert fragility.road_to("b", [("d", "a"), ("d", "b")], moves, orgs) == ("d", "b")
    assert fragility.road_to("b", [("b", "d")], moves, orgs) == ("c", "b")
    assert fragility.road_to("a", [], moves, orgs) is None


def test_all_that_was_estimated_of_a_road_has_a_name_of_its_own() -> None:
    road = road_of(table(*[("a", "b")] * 3, ("b", "a")))
    assert road is not None
    assert "flows.fragility.base.report.a.b" in road.estimates
    assert len(road.estimates) == 1 + 3 + len(road.others)
    facts = prose.fragility_facts(road, Estimates(), NAMES, Language("en"))
    assert (facts["road.odds"], facts["road.n"], facts["road.tipping-one"]) == ("3", "4", "2")
    assert facts["coverage"] == "none"
    nowhere = prose.fragility_facts(None, Estimates(), NAMES, Language("en"))
    assert nowhere.keys() == facts.keys()


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        (60, 1, "other choices keep the direction, and exclude a tie"),
        (3, 2, "other choices keep the direction, but only 0 exclude a tie"),
        (1, 60, "other choices keep the direction, and exclude a tie"),
    ],
)
def test_the_title_says_whether_the_direction_holds(there: int, back: int, said: str) -> None:
    moves = table(*[("a", "b")] * there, *[("b", "a")] * back)
    published = pd.DataFrame({"origin_id": ["a"], "destination_id": ["b"], "value": [8.2]})
    figure = charts.fragility(road_of(moves), published, NAMES, Language("en"), "", "")
    assert said in figure.title
    assert figure.table.iloc[0, 3] == str(there + back)


def test_the_title_counts_what_reverses_the_direction() -> None:
    moves = table(*[("a", "b")] * 3, ("b", "a"), ("b", "a")).assign(
        function=["research", "product", "product", "research", "research"]
    )
    none = pd.DataFrame({"origin_id": [], "destination_id": [], "value": []})
    figure = charts.fragility(road_of(moves), none, NAMES, Language("en"), "", "")
    assert "1 of " in figure.title
    assert "reverse the direction" in figure.title


def test_without_a_road_or_a_move_the_chart_says_so() -> None:
    none = pd.DataFrame({"origin_id": [], "destination_id": [], "value": []})
    for road in (None, road_of(table(("c", "d")))):
        figure = charts.fragility(road, none, NAMES, Language("fr"), "", "")
        assert figure.title == Language("fr").t("figure.nothing")


# --- the press -----------------------------------------------------------------------------------


def test_the_preference_for_departures_is_what_separates_published_from_recorded() -> None:
    moves = moves_of(*[("b", "a")] * 6, *[("a", "b")] * 3)
    observed = turnover.arrivals_per_departure(moves, ["a"], 0.95, NAMES)
    published = pd.DataFrame({"ratio_id": ["r1"], "org_id": ["a"], "published_value": [5.0]})
    found = turnover.coverage(turnover.compare_turnover(observed, published), 0.95, NAMES)
    estimate, ratio = found["flows.coverage.a"], observed["flows.per-departure.a"]
    assert estimate.value == 2.5
    assert ratio.low is not None
    assert ratio.high is not None
    assert (estimate.low, estimate.high) == (
        pytest.approx(5 / ratio.high),
        pytest.approx(5 / ratio.low),
    )
