"""Arrivals for each departure: counts by hand, intervals against scipy, what was published."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from scipy.stats import binomtest
from test_flows import FREE, GOOGLE, NAMES, ORGS, PAIRS, QUICK, moves_of

from talentwar import flows, turnover
from talentwar.charts import flows as charts
from talentwar.estimates import Estimate
from talentwar.language import Language


def ratio_of(moves: pd.DataFrame, org: str, level: float = 0.95) -> Estimate:
    """Return the estimate of one organisation."""
    return turnover.arrivals_per_departure(moves, [org], level, NAMES)[f"flows.per-departure.{org}"]


def published(*rows: tuple[str, str | None, float | None], measure: str = "") -> pd.DataFrame:
    """Build a table of published ratios: (identifier, organisation, value)."""
    frame = pd.DataFrame(rows, columns=["ratio_id", "destination_id", "value"])
    return frame.assign(
        measure=measure or "hires-per-departure",
        confidence="high",
        publisher="Observer",
        published="2025-08",
    )


def stated(rows: pd.DataFrame, merged: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the published ratios that count."""
    return turnover.published_turnover(rows, GOOGLE, minimum_confidence="medium", merged=merged)


def test_arrivals_for_each_departure_are_counted_from_and_to_anywhere() -> None:
    moves = moves_of(("b", "a"), ("c", "a"), ("b", "a"), ("a", "d"), ("b", "c"))
    estimate = ratio_of(moves, "a")
    assert (estimate.value, estimate.n) == (3, 4)
    assert estimate.rows == ("m000", "m001", "m002", "m003")
    assert (
        estimate.definition["fr"]
        == "Société a\N{NO-BREAK SPACE}: arrivées recensées pour un départ recensé"
    )


@pytest.mark.parametrize(
    ("arrivals", "departures", "value"), [(2, 0, math.inf), (0, 2, 0.0), (0, 0, math.nan)]
)
def test_a_ratio_may_be_infinite_or_undefined(arrivals: int, departures: int, value: float) -> None:
    estimate = ratio_of(moves_of(*[("b", "a")] * arrivals, *[("a", "b")] * departures), "a")
    assert estimate.value == pytest.approx(value, nan_ok=True)
    if arrivals + departures == 0:
        assert (estimate.low, estimate.high) == (0, math.inf)


@QUICK
@given(PAIRS)
def test_the_interval_is_that_of_scipy_and_the_net_gain_has_the_same_sign(
    pairs: list[tuple[str, str]],
) -> None:
    moves = moves_of(*pairs)
    gains = flows.net_gains(moves, ORGS, 0.9, NAMES)
    for org in ORGS:
        estimate = ratio_of(moves, org, 0.9)
        arrived = sum(destination == org for _, destination in pairs)
        if not estimate.n:
            continue
        exact = binomtest(arrived, estimate.n).proportion_ci(0.9, method="exact")
        assert estimate.low == pytest.approx(exact.low / (1 - exact.low))
        if exact.high < 1:
            assert estimate.high == pytest.approx(exact.high / (1 - exact.high))
        else:
            assert estimate.high == math.inf
        net = gains[f"flows.net.{org}"]
        assert (estimate.value > 1, estimate.value < 1) == (net.value > 0, net.value < 0)


def test_published_ratios_are_those_of_hires_to_departures_one_for_each_unit() -> None:
    rows = pd.concat(
        [
            published(
                ("r2", "lab", 3.0), ("r1", "team", 2.0), ("r3", None, 5.0), ("r4", "a", None)
            ),
            published(("r0", "lab", 0.5), measure="departures-per-hire"),
        ]
    )
    apart = stated(rows)
    assert list(apart["ratio_id"]) == ["r1", "r2"]
    merged = stated(rows, ("google",))
    assert merged[["ratio_id", "org_id", "published_value"]].to_numpy().tolist() == [
        ["r1", "google", 2.0]
    ]


def test_weak_published_ratios_do_not_count() -> None:
    assert stated(published(("r1", "a", 2.0)).assign(confidence="low")).empty


def test_a_published_ratio_is_inside_the_interval_or_not_or_cannot_be_compared() -> None:
    moves = moves_of(*[("b", "a")] * 6, *[("a", "b")] * 2)
    observed = turnover.arrivals_per_departure(moves, ["a", "b", "c"], 0.95, NAMES)
    rows = published(("r1", "a", 3.5), ("r2", "b", 40.0), ("r3", "c", 1.0))
    table = turnover.published_turnover(rows, FREE, minimum_confidence="high")
    compared = turnover.compare_turnover(observed, table)
    assert list(compared["inside"].astype("object").where(compared["inside"].notna(), None)) == [
        True,
        False,
        None,
    ]
    assert list(compared["n"]) == [8, 8, 0]


def test_nothing_published_leaves_the_columns() -> None:
    compared = turnover.compare_turnover(
        turnover.arrivals_per_departure(moves_of(), ["a"], 0.95, NAMES), stated(published())
    )
    assert compared.empty
    assert {"org_id", "published_value", "inside"} <= set(compared.columns)


TITLES = [
    ([("a", 3.0)], "The published hires per departure all fit the record: Firm a"),
    (
        [("a", 3.0), ("b", 9.0)],
        "The published hires per departure fit the record for Firm a, not for Firm b",
    ),
    ([("b", 9.0)], "No published figure of hires per departure fits the record: Firm b"),
    ([], "Nothing published can be compared with these arrivals for each departure"),
]


@pytest.mark.parametrize(("given_values", "title"), TITLES)
def test_the_title_says_which_published_ratios_fit(
    given_values: list[tuple[str, float]], title: str
) -> None:
    moves = moves_of(*[("b", "a")] * 6, *[("a", "b")] * 2)
    observed = turnover.arrivals_per_departure(moves, ["a", "b", "c"], 0.95, NAMES)
    rows = published(*((f"r{org}", org, value) for org, value in given_values))
    table = turnover.published_turnover(rows, FREE, minimum_confidence="high")
    compared = turnover.compare_turnover(observed, table)
    figure = charts.turnover(observed, compared, NAMES, Language("en"), "", "")
    assert figure.title == title
    assert list(figure.table["Organisation"]) == ["Firm a", "Firm b"], "by ratio, c has no move"


def test_without_any_move_the_chart_says_so() -> None:
    none = turnover.arrivals_per_departure(moves_of(), ["a"], 0.95, NAMES)
    compared = turnover.compare_turnover(none, stated(published()))
    figure = charts.turnover(none, compared, NAMES, Language("fr"), "2024", "")
    assert figure.title == Language("fr").t("figure.nothing")
    assert figure.table.empty
