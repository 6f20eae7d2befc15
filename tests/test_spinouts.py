"""Companies founded by leavers: counted, by year, divided by heads, and what became of them."""

from __future__ import annotations

import math
import subprocess
import sys

import pandas as pd
import pytest
from scipy import stats

from talentwar import spinouts
from talentwar.exposure import Exposure, exposures
from talentwar.names import names_of
from talentwar.tables import load

ORGANIZATIONS = load("organizations")
NAMES = names_of(ORGANIZATIONS, "org_id")
FOUNDERS = load("founders")


def firms(confidence: str = "medium", since: str = "2010", **more: object) -> pd.DataFrame:
    return spinouts.companies(
        load("spinouts"),
        ORGANIZATIONS,
        minimum_confidence=confidence,
        since=since,
        as_of="2026-11",
        **more,  # type: ignore[arg-type]
    )


def test_every_company_has_an_origin_and_every_founder_a_company() -> None:
    every = firms("low", "1990")
    assert len(every) == len(load("spinouts"))
    assert all(every["origins"])
    assert set(FOUNDERS["org_id"]) <= set(every["org_id"])
    dated = every["founded"].dropna()
    assert dated.is_monotonic_increasing
    assert set(firms(since="2023")["org_id"]) < set(firms()["org_id"])


def test_a_company_counts_for_each_of_its_origins() -> None:
    found = firms()
    counts = spinouts.by_origin(found)
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert sum(counts.values()) == found["origins"].map(len).sum()
    named = spinouts.foundings(found, ["openai"], NAMES)["spinouts.founded.openai"]
    assert named.value == counts["openai"] == len(spinouts.of_origin(found, "openai"))
    assert "anthropic" in named.rows
    merged = spinouts.by_origin(firms(merge=("google",)))
    assert merged["google"] > counts["google"]
    assert "google-deepmind" not in merged


@pytest.mark.parametrize("k", [0, 1, 7, 40])
def test_rates_have_the_exact_interval_of_a_poisson_count(k: int) -> None:
    made = pd.DataFrame(
        {
            "org_id": [f"c{i}" for i in range(k)],
            "founded": pd.Timestamp("2020-01-01"),
            "origins": [("lab",)] * k,
        }
    )
    known = {"lab": Exposure(5_000.0, 4_000.0, 6_000.0, 0.1, ())}
    names = {"lab": {"en": "Lab", "fr": "Labo"}}
    rate = spinouts.founding_rate(made, "lab", known, 0.95, names)
    # scipy has no such interval by name: its quantiles of the chi-squared give it.
    low = stats.chi2.ppf(0.025, 2 * k) / 2 if k else 0.0
    assert rate.value == pytest.approx(k / 5)
    assert rate.low == pytest.approx(low / 5)
    assert rate.high == pytest.approx(stats.chi2.ppf(0.975, 2 * k + 2) / 2 / 5)
    with pytest.raises(KeyError):
        spinouts.founding_rate(made, "other", known, 0.95, names)


def test_the_labs_of_the_report_have_a_rate() -> None:
    known = exposures(load("headcounts"), ORGANIZATIONS, ["openai", "anthropic"], "2016", "2026-11")
    rate = spinouts.founding_rate(firms(since="2016"), "openai", known, 0.95, NAMES)
    assert rate.low is not None
    assert rate.high is not None
    assert 0 < rate.low < rate.value < rate.high


def test_the_share_of_leavers_who_found() -> None:
    moves = pd.DataFrame(
        {
            "move_id": ["m1", "m2", "m3", "m4", "m5"],
            "person": ["A", "B", "B", "C", "group"],
            "origin_id": "lab",
            "destination_id": ["own", "big", "own", None, "own"],
            "scope": ["person"] * 4 + ["group"],
        }
    )
    founders = pd.DataFrame(
        {"person": ["A", "B", "C"], "org_id": "own", "kind": ["founder", "founder", "founder"]}
    )
    names = {"lab": {"en": "Lab", "fr": "Labo"}}
    share = spinouts.founding_share(moves, founders, "lab", 0.95, names)
    assert (share.value, share.n, share.rows) == (1.0, 2, ("m1", "m2", "m3"))
    members = founders.assign(kind="founding-member")
    assert spinouts.founding_share(moves, members, "lab", 0.95, names).value == 0
    nobody = spinouts.founding_share(moves, founders, "elsewhere", 0.95, names | {
        "elsewhere": {"en": "E", "fr": "E"}
    })  # fmt: skip
    assert math.isnan(nobody.value)
    openai = spinouts.founding_share(load("moves"), FOUNDERS, "openai", 0.95, NAMES)
    assert 0 < openai.value < 0.5


def test_every_company_has_one_fate() -> None:
    found = firms()
    fates = spinouts.fates(found)
    assert sum(e.value for e in fates.values()) == len(found)
    assert fates["spinouts.fate.active"].value > len(found) / 2
    assert "adept" in fates["spinouts.fate.license-and-hire"].rows


def test_only_companies_of_the_fields_asked_for_count() -> None:
    robots = firms(focuses=["robotics"])
    assert set(robots["focus"]) == {"robotics"}
    assert 0 < len(robots) < len(firms())
    assert spinouts.by_year(robots.iloc[:0], ["openai"]).empty


def test_years_add_up_to_the_companies_of_known_date() -> None:
    found = firms(since="2016")
    counts = spinouts.by_year(found, ["openai", "meta"])
    dated = found.dropna(subset=["founded"])
    for origin, own in counts.groupby("origin_id"):
        assert own["companies"].sum() == len(spinouts.of_origin(dated, str(origin)))
        assert own["year"].tolist() == list(range(2016, 2027))


def test_two_rates_are_compared_by_the_exact_conditional_interval() -> None:
    made = pd.DataFrame(
        {
            "org_id": [f"c{i}" for i in range(12)],
            "founded": pd.Timestamp("2020-01-01"),
            "origins": [("a",)] * 9 + [("b",)] * 3,
        }
    )
    known = {"a": Exposure(1_000.0, 1, 1, 0, ()), "b": Exposure(2_000.0, 1, 1, 0, ())}
    names = {o: {"en": o, "fr": o} for o in known}
    ratio = spinouts.rate_ratio(made, ("a", "b"), known, 0.95, names)
    exact = stats.binomtest(9, 12).proportion_ci(0.95, method="exact")
    assert ratio.value == pytest.approx(6)
    assert ratio.low == pytest.approx(2 * exact.low / (1 - exact.low))
    assert ratio.high == pytest.approx(2 * exact.high / (1 - exact.high))
    rates = spinouts.founding_rates(made, known, 0.95, names)
    top = spinouts.top_contrast(made, rates, known, 0.95, names)
    assert list(top) == ["spinouts.rate-ratio.a.b"]
    alone = {"a": known["a"]}
    assert not spinouts.top_contrast(
        made, spinouts.founding_rates(made, alone, 0.95, names), alone, 0.95, names
    )


@pytest.mark.parametrize(
    "command",
    [
        # Only companies of unknown founding date.
        ["since=2026-11", "as_of=2026-11"],
        ["focuses=[healthcare]", "since=2025"],
        # Nothing at all: before the first of them, and sure sources only.
        ["since=2000", "as_of=2001", "minimum_confidence=high", "focuses=[healthcare]"],
        ["origins=[you-com]", "merge_google=true", "valuation_thresholds=[1e12]", "language=fr"],
    ],
)
def test_a_selection_of_few_or_none_is_told_in_words(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "talentwar", "notebook", "spinouts", *command],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
