"""Moves per head: person-years by hand and by quadrature, intervals against scipy."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import binom, chi2
from test_flows import NAMES, PAIRS, QUICK, moves_of

from talentwar import exposure, flows
from talentwar.charts import flows as charts
from talentwar.charts.figure import Figure
from talentwar.estimates import Estimates
from talentwar.exposure import Exposure
from talentwar.language import Language

ORGANIZATIONS = pd.DataFrame(
    {
        "org_id": ["a", "b", "c", "d"],
        "kind": ["ai-lab", "ai-lab", "startup", "big-tech"],
        "founded": [None, "2022", None, None],
    }
)


def headcounts(*rows: tuple[str, str, int], **columns: str) -> pd.DataFrame:
    """Build a table of headcounts: (organisation, date, persons)."""
    frame = pd.DataFrame(rows, columns=["org_id", "date", "headcount"])
    fixed = {"scope": "all", "doubt": None} | columns
    return frame.assign(headcount_id=[f"h{i}" for i in range(len(frame))], **fixed)


def known(**person_years: float) -> dict[str, Exposure]:
    """Build exposures without a band."""
    return {org: Exposure(years, years, years, 0, ()) for org, years in person_years.items()}


# --- headcounts ----------------------------------------------------------------------------------


def test_figures_far_apart_are_moments_of_their_own() -> None:
    found = exposure.moments(headcounts(("a", "2024-01-01", 100), ("a", "2025-01-01", 300)), "a")
    assert [(m.day, m.value, m.low, m.high) for m in found] == [
        (date(2024, 1, 1).toordinal(), pytest.approx(100), 100, 100),
        (date(2025, 1, 1).toordinal(), pytest.approx(300), 300, 300),
    ]


def test_figures_of_one_moment_make_a_band_around_their_geometric_mean() -> None:
    rows = headcounts(("a", "2024-01-01", 100), ("a", "2024-03-01", 400), ("b", "2024-01-15", 9))
    (found,) = exposure.moments(rows, "a")
    assert (found.value, found.low, found.high) == (pytest.approx(200), 100, 400)


def test_what_is_contradicted_widens_the_band_and_leaves_the_middle() -> None:
    rows = headcounts(("a", "2024-01-01", 100), ("a", "2024-03-01", 400))
    doubted = rows.assign(doubt=["approximate", "contradicted"])
    (found,) = exposure.moments(doubted, "a")
    assert (found.value, found.high) == (pytest.approx(100), 400)
    (found,) = exposure.moments(rows.assign(doubt="contradicted"), "a")
    assert found.value == pytest.approx(200), "nothing else is known"


def test_a_year_gives_way_to_a_month_of_it() -> None:
    rows = headcounts(("a", "2024", 900), ("a", "2024-03", 100), ("a", "2025", 500))
    assert [round(m.value) for m in exposure.moments(rows, "a")] == [100, 500]


def test_only_all_staff_count() -> None:
    assert exposure.moments(headcounts(("a", "2024-01", 5), scope="research"), "a") == []


# --- person-years --------------------------------------------------------------------------------


def test_a_constant_headcount_makes_its_number_of_person_years() -> None:
    rows = headcounts(("a", "2020", 50), ("a", "2026", 50))
    found = exposure.exposure(rows, ORGANIZATIONS, "a", "2021", "2024")
    assert found is not None
    assert found.value == pytest.approx(50 * 1461 / 365.25)
    assert found.held == pytest.approx(0)


def test_growth_is_geometric_and_its_integral_exact() -> None:
    first, last = date(2021, 1, 1).toordinal(), date(2025, 1, 1).toordinal()
    rows = headcounts(("a", "2021-01-01", 100), ("a", "2025-01-01", 1600))
    found = exposure.exposure(rows, ORGANIZATIONS, "a", "2022", "2023")
    assert found is not None

    def headcount(day: float) -> float:
        return 100 * 16 ** ((day - first) / (last - first))

    start, end = date(2022, 1, 1).toordinal(), date(2024, 1, 1).toordinal()
    area, _ = quad(headcount, start, end)
    assert found.value == pytest.approx(area / 365.25)


def test_outside_the_figures_the_headcount_is_held_and_the_share_told() -> None:
    rows = headcounts(("a", "2022-01-01", 100), ("a", "2023-01-01", 100))
    found = exposure.exposure(rows, ORGANIZATIONS, "a", "2021-01-01", "2023-12-31")
    assert found is not None
    assert found.value == pytest.approx(100 * 1095 / 365.25)
    assert found.held == pytest.approx(730 / 1095)


def test_nobody_was_there_before_the_foundation() -> None:
    rows = headcounts(("b", "2023-01-01", 100), ("b", "2024-01-01", 100))
    found = exposure.exposure(rows, ORGANIZATIONS, "b", "2020", "2023")
    assert found is not None
    assert found.value == pytest.approx(100 * 730 / 365.25)
    before = exposure.exposure(rows, ORGANIZATIONS, "b", "2019", "2020")
    assert before is not None
    assert before.value == 0


def test_who_could_have_left_is_unknown_for_large_companies_and_single_figures() -> None:
    rows = headcounts(
        ("a", "2021", 10), ("a", "2023", 20), ("b", "2023", 9), ("d", "2021", 10), ("d", "2023", 9)
    )
    found = exposure.exposures(rows, ORGANIZATIONS, ["a", "b", "c", "d"], "2021", "2024")
    assert list(found) == ["a"]
    assert exposure.exposure(rows, ORGANIZATIONS, "c", "2021", "2024") is None


@QUICK
@given(
    st.lists(
        st.tuples(st.integers(2018, 2027), st.integers(1, 12), st.integers(1, 10_000)),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[:2],
    )
)
def test_the_central_path_runs_within_the_band(rows: list[tuple[int, int, int]]) -> None:
    table = headcounts(*(("a", f"{year}-{month:02d}", n) for year, month, n in rows))
    found = exposure.exposure(table, ORGANIZATIONS, "a", "2020", "2025")
    assert found is not None
    assert found.low <= found.value * (1 + 1e-9)
    assert found.value <= found.high * (1 + 1e-9)
    assert -1e-9 <= found.held <= 1


def test_the_period_ends_where_knowledge_does_and_starts_with_the_first_move() -> None:
    moves = moves_of(("a", "b"), announced="2022-03")
    assert exposure.observed_period(moves, "2021", "", "2026-11") == ("2021", "2026-11")
    assert exposure.observed_period(moves, "", "2024", "2026-11") == ("2022-03-01", "2024")
    assert exposure.observed_period(moves_of(), "", "", "2026-11") == ("2026-11", "2026-11")


# --- rates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [0, 1, 11])
def test_the_interval_of_a_rate_is_garwood_s(k: int) -> None:
    moves = moves_of(*[("a", "b")] * k)
    estimate = exposure.exit_rate(moves, ("a", "b"), known(a=500.0), 0.95, NAMES)
    assert estimate.value == pytest.approx(2 * k)
    low = chi2.ppf(0.025, 2 * k) / 2 if k else 0.0
    assert estimate.low == pytest.approx(2 * low)
    assert estimate.high == pytest.approx(2 * chi2.ppf(0.975, 2 * k + 2) / 2)


def test_the_ratio_of_rates_is_that_of_the_conditional_test() -> None:
    moves = moves_of(*[("a", "b")] * 11, ("b", "a"))
    years = known(a=300.0, b=100.0)
    estimate = exposure.per_head(moves, ("a", "b"), years, 0.9, NAMES)
    assert estimate.value == pytest.approx(11 / 3)

    def share(rate_ratio: float) -> float:
        # Given twelve moves, how many went this way is binomial with this share.
        return rate_ratio * 300 / (rate_ratio * 300 + 100)

    low = brentq(lambda r: binom.sf(10, 12, share(r)) - 0.05, 1e-6, 1e6)
    high = brentq(lambda r: binom.cdf(11, 12, share(r)) - 0.05, 1e-6, 1e6)
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


@QUICK
@given(PAIRS, st.floats(1, 1e5), st.floats(1, 1e5))
def test_swapping_the_pair_inverts_the_ratio(
    pairs: list[tuple[str, str]], at_a: float, at_b: float
) -> None:
    moves, years = moves_of(*pairs), known(a=at_a, b=at_b)
    there = exposure.per_head(moves, ("a", "b"), years, 0.95, NAMES)
    back = exposure.per_head(moves, ("b", "a"), years, 0.95, NAMES)
    if there.n == 0:
        assert math.isnan(there.value)
        assert math.isnan(back.value)
        return
    for one, other in ((there.value, back.value), (there.low, back.high), (there.high, back.low)):
        assert one is not None
        assert other is not None
        assert other == pytest.approx(math.inf if one == 0 else 1 / one)


@QUICK
@given(PAIRS)
def test_among_equals_the_ratio_per_head_is_the_odds(pairs: list[tuple[str, str]]) -> None:
    moves = moves_of(*pairs)
    heads = exposure.per_head(moves, ("a", "b"), known(a=77.0, b=77.0), 0.95, NAMES)
    odds = flows.directional_odds(moves, "a", "b", 0.95, NAMES)
    for one, other in ((heads.value, odds.value), (heads.low, odds.low), (heads.high, odds.high)):
        assert one == pytest.approx(other, nan_ok=True)


def test_the_band_of_headcounts_widens_the_interval() -> None:
    moves = moves_of(*[("a", "b")] * 6, *[("b", "a")] * 3)
    sharp = exposure.per_head(moves, ("a", "b"), known(a=100.0, b=100.0), 0.95, NAMES)
    years = {"a": Exposure(100, 50, 200, 0, ()), "b": Exposure(100, 80, 120, 0, ())}
    wide = exposure.per_head(moves, ("a", "b"), years, 0.95, NAMES)
    assert wide.value == sharp.value
    assert sharp.low is not None
    assert sharp.high is not None
    assert wide.low == pytest.approx(sharp.low * 80 / 200)
    assert wide.high == pytest.approx(sharp.high * 120 / 50)


# --- what was published, and the chart -----------------------------------------------------------

PUBLISHED = pd.DataFrame(
    {
        "ratio_id": ["r1", "r2"],
        "origin_id": ["a", "c"],
        "destination_id": ["b", "b"],
        "value": [8.0, 4.0],
    }
)


def figure(moves: pd.DataFrame, published: pd.DataFrame, code: str) -> Figure:
    """Draw the pairs a, b."""
    years = known(a=400.0, b=100.0)
    odds = flows.odds_for(moves, [("a", "b")], 0.95, NAMES)
    rates = exposure.rates_for(moves, [("a", "b")], years, 0.95, NAMES)
    divided = exposure.published_per_head(published, years, NAMES)
    beside = exposure.beside_published(published, divided)
    return charts.per_head(odds, rates, beside, NAMES, Language(code), "", "")


def test_published_ratios_are_divided_where_both_headcounts_are_known() -> None:
    divided = exposure.published_per_head(PUBLISHED, known(a=400.0, b=100.0), NAMES)
    assert {name: e.value for name, e in divided.items()} == {"flows.published-per-head.r1": 2.0}
    beside = exposure.beside_published(PUBLISHED, divided)
    assert beside["published_per_head"].tolist() == [2.0, pytest.approx(math.nan, nan_ok=True)]


def test_the_chart_shows_counts_and_rates_of_each_pair() -> None:
    shown = figure(moves_of(*[("a", "b")] * 4, ("b", "a")), PUBLISHED, "en")
    assert shown.title == "Counted per head, the published 8 become about 2"
    assert shown.table.iloc[:, 1:3].to_numpy().tolist() == [
        ["counts", "4"],
        ["rates per head", "1"],
    ]
    assert shown.data.iloc[:, 0].tolist() == ["Firm a", "Firm a"]


def test_without_a_published_ratio_the_title_tells_the_first_pair() -> None:
    shown = figure(moves_of(*[("a", "b")] * 4, ("b", "a")), PUBLISHED.iloc[:0], "en")
    assert shown.title == "From Firm a to Firm b, 4 moves for each back are 1 per head"


def test_without_moves_the_chart_says_so() -> None:
    shown = figure(moves_of(("c", "d")), PUBLISHED, "fr")
    assert shown.title == Language("fr").t("figure.nothing")


def test_estimates_of_exposure_give_the_band() -> None:
    years = {"a": Exposure(100, 50, 200, 0.2, ("h1", "h2"))}
    estimates = exposure.exposure_estimates(years, NAMES)
    assert isinstance(estimates, Estimates)
    assert {name: e.value for name, e in estimates.items()} == {
        "flows.exposure.a": 100,
        "flows.exposure-low.a": 50,
        "flows.exposure-high.a": 200,
    }
    assert estimates["flows.exposure.a"].text(Language("fr")) == "100"
