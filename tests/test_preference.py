"""Revealed preference: strengths against choix and the likelihood, ranks against networkx."""

from __future__ import annotations

import math

import choix
import networkx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from test_flows import NAMES, ORGS, QUICK, moves_of

from talentwar import preference
from talentwar.charts import flows as charts
from talentwar.charts.figure import Figure
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.preference import HALF, Counts

SIZES = st.lists(st.integers(0, 9), min_size=16, max_size=16)


def square(numbers: list[int]) -> Counts:
    """Return counts of moves between four organisations."""
    counts = np.array(numbers, dtype=np.float64).reshape(4, 4)
    np.fill_diagonal(counts, 0)
    return counts


def padded(counts: Counts) -> Counts:
    """Add the average organisation, last."""
    n = len(counts)
    larger = np.full((n + 1, n + 1), HALF)
    larger[:n, :n] = counts
    larger[n, n] = 0
    return larger


def found(moves: pd.DataFrame, samples: int = 200, seed: int = 1) -> Estimates:
    """Estimate the preferences among four organisations."""
    return preference.preferences(moves, ORGS, level=0.9, samples=samples, seed=seed, names=NAMES)


def circle(times: int = 3) -> pd.DataFrame:
    """Return moves round a, b, c, more of them towards a."""
    return moves_of(*[("b", "a"), ("b", "a"), ("c", "b"), ("a", "c"), ("c", "a")] * times)


# --- strengths -----------------------------------------------------------------------------------


@QUICK
@given(SIZES)
def test_strengths_are_those_of_choix(numbers: list[int]) -> None:
    counts = square(numbers)
    # There, rows win over columns.
    log = choix.ilsr_pairwise_dense(padded(counts).T, alpha=0, tol=1e-10, max_iter=10_000)
    log = log[:4] - log[:4].mean()
    assert np.log(preference.strengths(counts)) == pytest.approx(log, abs=1e-4)


def test_strengths_maximise_the_likelihood() -> None:
    counts = square([0, 5, 1, 0, 2, 0, 3, 1, 4, 1, 0, 2, 0, 2, 1, 0])
    games = padded(counts)

    def loss(log: np.ndarray) -> float:
        every = np.append(log, 0.0)
        pulls = every[None, :] - every[:, None]
        return float((games * np.logaddexp(0, -pulls)).sum())

    best = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-8}).x
    assert np.log(preference.strengths(counts)) == pytest.approx(best - best.mean(), abs=1e-4)


def test_of_two_organisations_the_strengths_are_the_odds() -> None:
    # With a half each way against the average one, which then lies in the middle.
    counts = np.array([[0.0, 100.0], [400.0, 0.0]])
    first, second = preference.strengths(counts)
    assert first * second == pytest.approx(1)
    assert first / second == pytest.approx(4, rel=0.01)


@QUICK
@given(SIZES, st.permutations(range(4)))
def test_relabelling_permutes_both_summaries(numbers: list[int], order: list[int]) -> None:
    counts = square(numbers)
    other = counts[np.ix_(order, order)]
    for summary in (preference.strengths, preference.pagerank):
        assert summary(other) == pytest.approx(summary(counts)[order], rel=1e-4)


@QUICK
@given(SIZES)
def test_a_move_each_way_draws_a_pair_together(numbers: list[int]) -> None:
    counts = square(numbers)
    closer = counts.copy()
    closer[0, 1] += 1
    closer[1, 0] += 1
    before, after = (
        abs(math.log(s[0] / s[1])) for s in map(preference.strengths, (counts, closer))
    )
    assert after <= before + 1e-5


def test_all_samples_are_computed_as_one_by_one() -> None:
    samples = preference.resampled(square([3] * 16), 20, 7)
    for summary in (preference.strengths, preference.pagerank):
        together = summary(samples)
        assert together.shape == (20, 4)
        for i, sample in enumerate(samples):
            assert together[i] == pytest.approx(summary(sample), rel=1e-4)


# --- PageRank ------------------------------------------------------------------------------------


@QUICK
@given(SIZES)
def test_pagerank_is_that_of_networkx(numbers: list[int]) -> None:
    counts = square(numbers)
    graph = networkx.from_numpy_array(counts, create_using=networkx.DiGraph)
    expected = networkx.pagerank(graph, alpha=preference.DAMPING, tol=1e-12, max_iter=1000)
    assert preference.pagerank(counts) == pytest.approx([expected[i] for i in range(4)], abs=1e-8)


# --- who is identified ---------------------------------------------------------------------------


def test_only_those_that_can_reach_each_other_are_identified() -> None:
    moves = moves_of(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"))
    assert preference.connected(preference.counts_of(moves, ORGS), ORGS) == ["a", "b", "c"]
    one_way = moves_of(("a", "b"), ("b", "c"))
    assert preference.connected(preference.counts_of(one_way, ORGS), ORGS) == []
    assert preference.connected(np.zeros((0, 0)), []) == []


def test_what_is_not_identified_has_no_strength_but_a_rank() -> None:
    estimates = found(pd.concat([circle(), moves_of(("a", "d"))]))
    assert "flows.strength.d" not in estimates
    assert "flows.pagerank.d" in estimates
    assert estimates["flows.strength.a"].value > 1 > estimates["flows.strength.c"].value
    ranks = [e.value for name, e in estimates.items() if ".pagerank." in name]
    assert sum(ranks) == pytest.approx(1)


# --- bootstrap -----------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_intervals_and_another_others() -> None:
    first, again, other = found(circle()), found(circle()), found(circle(), seed=2)
    assert [e.as_dict() for e in first.values()] == [e.as_dict() for e in again.values()]
    assert [e.low for e in first.values()] != [e.low for e in other.values()]


def test_resamples_have_as_many_moves_and_more_moves_narrow_the_interval() -> None:
    counts = preference.counts_of(circle(), ORGS)
    drawn = preference.resampled(counts, 50, 3)
    assert (drawn.sum(axis=(1, 2)) == counts.sum()).all()
    assert not drawn[:, counts == 0].any(), "no road that nobody took"

    def width(estimates: Estimates) -> float:
        estimate = estimates["flows.strength.a"]
        assert estimate.low is not None
        assert estimate.high is not None
        return math.log(estimate.high / estimate.low)

    assert width(found(circle(30))) < width(found(circle(3)))


def test_without_moves_nothing_is_estimated() -> None:
    assert len(found(moves_of())) == 0
    assert not preference.resampled(np.zeros((2, 2)), 3, 1).any()


# --- the chart -----------------------------------------------------------------------------------


def figure(moves: pd.DataFrame, code: str = "en") -> Figure:
    """Draw the preferences."""
    return charts.preference(found(moves), NAMES, Language(code), "", "")


def test_the_chart_says_who_is_not_identified() -> None:
    shown = figure(pd.concat([circle(), moves_of(("a", "d"))]))
    assert list(shown.table["Strength"])[-1] == "not identified"
    assert list(shown.table["Organisation"])[-1] == "Firm d"


def test_the_title_says_whether_the_leader_is_clear() -> None:
    assert "reach" in figure(circle(1)).title
    clear = moves_of(*[("b", "a")] * 300, *[("a", "b")] * 10)
    assert figure(clear).title == "Firm a is preferred to all others, clear of their intervals"
    one_way = figure(moves_of(("a", "b")))
    assert one_way.title == "These moves do not say who is preferred to whom"


def test_without_moves_the_chart_says_so() -> None:
    assert figure(moves_of(), "fr").title == Language("fr").t("figure.nothing")
