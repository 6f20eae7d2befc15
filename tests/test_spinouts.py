"""Companies founded by leavers: counted, divided by heads, timed, and what they raised."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from talentwar import equity, spinouts
from talentwar.exposure import Exposure, exposures
from talentwar.names import names_of
from talentwar.survival import kaplan_meier
from talentwar.tables import load

ORGANIZATIONS = load("organizations")
NAMES = names_of(ORGANIZATIONS, "org_id")
FOUNDERS = load("founders")
RATES = load("exchange_rates")
EVENTS = load("funding_events")


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


def test_the_time_to_a_billion() -> None:
    priced = equity.priced(EVENTS, RATES, minimum_confidence="medium", as_of="2026-11")
    found = firms()
    billion = spinouts.spells_to_value(found, priced, 1e9, "2026-11").set_index("org_id")
    ten = spinouts.spells_to_value(found, priced, 1e10, "2026-11").set_index("org_id")
    assert billion.loc["anthropic", "event"]
    assert 0 < billion.loc["anthropic", "duration_years"] < 3
    assert billion["event"].sum() > ten["event"].sum() > 3
    both = billion.join(ten.add_suffix("_ten"))
    later = both[both["event_ten"]]
    assert later["event"].all()
    assert (later["duration_years"] <= later["duration_years_ten"]).all()
    assert (billion["duration_years"] >= 0).all()
    assert len(billion) == found["founded"].notna().sum()
    curve = kaplan_meier(billion.reset_index(), "exclude", 0.95)
    assert curve["survival"].is_monotonic_decreasing
    # Known only to a date: what was not yet there is censored.
    early = spinouts.spells_to_value(firms(), priced, 1e9, "2022")
    assert early["event"].sum() < billion["event"].sum()
    assert (early.loc[~early["event"], "censored"] <= pd.Timestamp("2022-12-31")).all()


def test_each_round_counts_once() -> None:
    events = pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e3", "e4", "e5"],
            "org_id": ["a", "a", "a", "b", "b"],
            "event": ["primary-round"] * 4 + ["secondary-tender"],
            "amount": [100.0, 40.0, 10.0, 5.0, 99.0],
            "currency": "USD",
            "status": ["completed", "completed", "committed", "completed", "completed"],
            "part_of_id": [None, "e1", None, None, None],
            "date_earliest": pd.Timestamp("2024-01-01"),
            "date_latest": pd.Timestamp("2024-01-31"),
            "confidence": "high",
        }
    )
    made = pd.DataFrame({"org_id": ["a", "b", "c"]})
    found = spinouts.capital(events, RATES, made, minimum_confidence="low", as_of="2024-06")
    assert found.to_dict("records") == [
        {"org_id": "a", "raised": 100, "promised": 10, "rounds": 1, "event_ids": ("e1", "e3")},
        {"org_id": "b", "raised": 5, "promised": 0, "rounds": 1, "event_ids": ("e4",)},
    ]
    none = spinouts.capital(events, RATES, made, minimum_confidence="low", as_of="2023")
    assert none.empty


def test_sums_are_those_of_the_table() -> None:
    every = spinouts.capital(EVENTS, RATES, firms("low", "1990"), minimum_confidence="low",
                             as_of="2026-11")  # fmt: skip
    ids = [event for listed in every["event_ids"] for event in listed]
    assert len(ids) == len(set(ids))
    rows = EVENTS[EVENTS["event_id"].isin(ids) & (EVENTS["currency"] == "USD")]
    dollars = every[[set(ids) <= set(rows["event_id"]) for ids in every["event_ids"]]]
    assert dollars[["raised", "promised"]].to_numpy().sum() == pytest.approx(
        rows[rows["org_id"].isin(dollars["org_id"])]["amount"].sum()
    )


def test_gini_of_known_vectors() -> None:
    assert spinouts.gini([5, 5, 5, 5]) == pytest.approx(0)
    assert spinouts.gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert spinouts.gini([1, 2, 3, 4, 5]) == pytest.approx(4 / 15)
    assert math.isnan(spinouts.gini([]))
    assert math.isnan(spinouts.gini([0, 0]))
    with pytest.raises(ValueError, match="negative"):
        spinouts.gini([-1, 2])


@given(st.lists(st.floats(0.1, 1e9), min_size=2, max_size=40), st.floats(0.1, 100))
def test_gini_is_what_lies_between_the_curve_and_equality(
    values: list[float], scale: float
) -> None:
    curve = spinouts.lorenz(values)
    area = float(np.trapezoid(curve["capital"], curve["companies"]))
    assert spinouts.gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert spinouts.gini([v * scale for v in values]) == pytest.approx(
        spinouts.gini(values), abs=1e-9
    )
    assert curve["capital"].is_monotonic_increasing
    assert curve.iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, pytest.approx(1)]]


def test_every_company_has_one_fate() -> None:
    found = firms()
    fates = spinouts.fates(found)
    assert sum(e.value for e in fates.values()) == len(found)
    assert fates["spinouts.fate.active"].value > len(found) / 2
    assert "adept" in fates["spinouts.fate.license-and-hire"].rows


def test_founders_who_left_their_own_company() -> None:
    found = firms("low", "1990")
    left = spinouts.departed(FOUNDERS, load("moves"), found)
    assert left["left"].is_monotonic_increasing
    assert not left["founder_id"].duplicated().any()
    assert (left["years"].dropna() > 0).all()
    known = left.dropna(subset=["destination_id"])
    assert len(known) > 5
    assert (known["destination_id"] != known["org_id"]).all()
    adept = left[(left["org_id"] == "adept") & (left["person"] == "David Luan")]
    assert adept["destination_id"].tolist() == ["amazon"]
