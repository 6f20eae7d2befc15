"""How many hires tell two rates apart, and whether teams differ: against exact computations."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lifelines.statistics import logrank_test
from scipy.stats import binom, norm

from talentwar import comparison, retention
from talentwar.charts import retention as charts
from talentwar.language import Language, languages
from talentwar.prose_retention import log_rank_facts, needed_facts
from talentwar.replacement import growths
from talentwar.tables import load

NAMES = {org: {"en": f"{org} lab", "fr": f"labo {org}"} for org in ("a", "b", "c")}
SHARES = st.floats(0.02, 0.98)


def rates_of(**shares: float) -> retention.Estimates:
    table = pd.DataFrame(
        {
            "retention_id": [f"r-{org}" for org in shares],
            "org_id": list(shares),
            "rate": list(shares.values()),
            "horizon_months": 24,
            "exits": "all",
            "confidence": "high",
            "published_latest": pd.Timestamp("2025-05-20"),
        }
    )
    return retention.two_year_rates(table, list(shares), 24, 200, 0.95, "medium", NAMES)


def power(n: int, first: float, second: float, level: float) -> float:
    """Return how often two samples of n differ by the pooled test, by enumerating both."""
    k = np.arange(n + 1)
    chances = np.outer(binom.pmf(k, n, first), binom.pmf(k, n, second))
    shares = k / n
    pooled = (shares[:, None] + shares[None, :]) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / n)
    apart = np.abs(shares[:, None] - shares[None, :])
    z = np.divide(apart, error, out=np.zeros_like(apart), where=error > 0)
    return float(chances[z > norm.ppf((1 + level) / 2)].sum())


@pytest.mark.parametrize(
    ("first", "second", "level"), [(0.6, 0.7, 0.95), (0.8, 0.67, 0.95), (0.8, 0.6, 0.99)]
)
def test_as_many_persons_give_the_power_promised(first: float, second: float, level: float) -> None:
    n = math.ceil(comparison.sample_size(first, second, level))
    assert power(n, first, second, level) == pytest.approx(comparison.POWER, abs=0.015)


@given(SHARES, SHARES)
def test_the_order_does_not_matter_and_nearer_rates_take_more(first: float, second: float) -> None:
    assume(abs(first - second) > 1e-3)
    n = comparison.sample_size(first, second, 0.95)
    assert n == pytest.approx(comparison.sample_size(second, first, 0.95))
    assert n == pytest.approx(comparison.sample_size(1 - first, 1 - second, 0.95))
    assert comparison.sample_size(first, (first + second) / 2, 0.95) > n
    assert comparison.sample_size(first, first, 0.95) == math.inf


def test_each_two_rates_that_differ_have_a_number() -> None:
    sizes = comparison.needed(rates_of(a=0.67, b=0.8, c=0.67), 0.95, NAMES)
    assert list(sizes) == ["retention.needed.b.a", "retention.needed.b.c"]
    assert sizes["retention.needed.b.a"].value == math.ceil(comparison.sample_size(0.8, 0.67, 0.95))
    assert sizes["retention.needed.b.a"].rows == ("r-b", "r-a")


def test_the_curve_stops_where_nothing_is_left() -> None:
    curve = comparison.needed_curve(0.1, 0.95, [0.01, 0.05, 0.1, 0.2])
    assert curve["difference"].tolist() == [0.01, 0.05, 0.1]
    assert curve["needed"].is_monotonic_decreasing


@pytest.mark.parametrize("code", languages())
def test_the_chart_says_what_it_takes(code: str) -> None:
    language, rates = Language(code), rates_of(a=0.8, b=0.78, c=0.67)
    sizes = comparison.needed(rates, 0.95, NAMES)
    curve = comparison.needed_curve(0.8, 0.95, comparison.POINTS)
    figure = charts.needed(curve, sizes, rates, NAMES, language, 0.95)
    assert language.number(6510) in figure.title
    assert len(figure.table) == 2
    alone = rates_of(a=0.8)
    figure = charts.needed(
        curve, comparison.needed(alone, 0.95, NAMES), alone, NAMES, language, 0.95
    )
    assert figure.title == language.t("figure.nothing")


HEADCOUNTS = pd.DataFrame(
    {
        "headcount_id": ["h1", "h2"],
        "org_id": "a",
        "date": ["2023-07", "2025-07"],
        "headcount": [160, 900],
        "scope": "all",
        "doubt": None,
    }
)
ORGANIZATIONS = pd.DataFrame({"org_id": ["a"], "kind": ["ai-lab"], "founded": ["2021"]})


@pytest.mark.parametrize(("second", "known"), [(0.78, "cannot"), (0.1, "may")])
def test_the_verdict_follows_from_the_staff_of_the_time(second: float, known: str) -> None:
    rates = rates_of(a=0.8, b=second)
    sizes = comparison.needed(rates, 0.95, NAMES)
    grown = growths(HEADCOUNTS, ORGANIZATIONS, ["a"], "2023", "2026-11")
    facts = needed_facts(rates, sizes, grown, NAMES, Language("en"))
    assert known in facts["needed.verdict"]
    assert "160" in facts["needed.verdict"]
    assert "July 2023" in facts["needed.verdict"]
    unknown = needed_facts(rates, sizes, {}, NAMES, Language("en"))
    assert "not known" in unknown["needed.verdict"]


# --- log-rank --------------------------------------------------------------------------------


def spells_of(**cohorts: list[tuple[float, bool]]) -> pd.DataFrame:
    """Build spells by cohort: years and whether the person left."""
    rows = [
        (cohort, f"{cohort}{n}", years, left, True)
        for cohort, members in cohorts.items()
        for n, (years, left) in enumerate(members)
    ]
    columns = ["cohort_id", "person", "duration_years", "event", "known"]
    return pd.DataFrame(rows, columns=columns)


FAST = [(0.5, True), (1, True), (1, True), (1.5, True), (2, True), (2.5, True), (3, False)]
SLOW = [(2, True), (4, True), (5, False), (6, False), (6, True), (7, False), (8, False)]
NONE = [(n, False) for n in (3, 4, 5, 6)]


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_the_log_rank_test_against_lifelines() -> None:
    tests = comparison.log_rank(spells_of(a=FAST, b=SLOW, c=NONE), 0.95)
    by_pair = tests.set_index(["first", "second"])
    for (one, x), (other, y) in (
        (("a", FAST), ("b", SLOW)), (("a", FAST), ("c", NONE)), (("b", SLOW), ("c", NONE)),
    ):  # fmt: skip
        expected = logrank_test(
            *([t for t, _ in members] for members in (x, y)),
            *([left for _, left in members] for members in (x, y)),
        )
        assert by_pair.loc[(one, other), "p"] == pytest.approx(expected.p_value)
        assert by_pair.loc[(one, other), "statistic"] == pytest.approx(expected.test_statistic)
    ranked = tests["p"].to_numpy()
    assert (np.diff(ranked) >= 0).all()
    assert tests["p_holm"].iloc[0] == pytest.approx(min(1, 3 * ranked[0]))
    assert tests["p_holm"].iloc[1] == pytest.approx(max(min(1, 2 * ranked[1]), 3 * ranked[0]))
    assert tests["apart"].tolist() == [bool(p < 0.05) for p in tests["p_holm"]]


def test_pairs_that_share_members_or_lost_nobody_are_not_compared() -> None:
    spells = spells_of(a=FAST, b=SLOW, c=NONE, d=NONE)
    spells.loc[spells["person"] == "b0", "person"] = "a0"
    pairs = set(
        zip(*(comparison.log_rank(spells, 0.95)[c] for c in ("first", "second")), strict=True)
    )
    assert pairs == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}


def test_what_is_told_of_the_tests() -> None:
    names = {c: {"en": c.upper(), "fr": c.upper()} for c in "abc"}
    facts = log_rank_facts(
        comparison.log_rank(spells_of(a=FAST, c=NONE), 0.95), names, Language("en")
    )
    assert facts == {"tests.apart": "A – C", "tests.same": "0", "tests.n": "1"}
    tests = comparison.log_rank(spells_of(a=FAST), 0.95)
    facts = log_rank_facts(tests, names, Language("fr"))
    assert facts == {"tests.apart": "aucune", "tests.same": "0", "tests.n": "0"}


def test_the_report_compares_its_cohorts() -> None:
    cohorts = load("cohorts")
    spells = retention.spells(
        load("tenures"), cohorts, ["anthropic-founders", "xai-founders", "gpt-3-authors"],
        "middle", "2026-11",
    )  # fmt: skip
    tests = comparison.log_rank(spells, 0.95)
    # The founders of Anthropic are among the authors of GPT-3.
    assert ("anthropic-founders", "gpt-3-authors") not in set(
        zip(tests["first"], tests["second"], strict=True)
    )
    first = tests.iloc[0]
    assert (first["first"], first["second"]) == ("anthropic-founders", "xai-founders")
    assert first["apart"]
