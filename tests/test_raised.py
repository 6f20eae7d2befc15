"""What companies raised: each round once, converted, added up by origin, spread unequally."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwar import raised, spinouts
from talentwar.names import names_of
from talentwar.tables import load

ORGANIZATIONS = load("organizations")
NAMES = names_of(ORGANIZATIONS, "org_id")
RATES = load("exchange_rates")
EVENTS = load("funding_events")
EVERY = spinouts.companies(
    load("spinouts"), ORGANIZATIONS, minimum_confidence="low", since="1990", as_of="2026-11"
)
LISTED = raised.rounds(EVENTS, RATES, EVERY, minimum_confidence="low", as_of="2026-11")
TOTALS = raised.totals(
    load("capital_totals"), RATES, EVERY, minimum_confidence="low", as_of="2026-11"
)
MONEY = raised.capital(LISTED, TOTALS)


def test_each_round_counts_once() -> None:
    events = pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e3", "e4", "e5"],
            "org_id": ["a", "a", "a", "b", "b"],
            "event": ["primary-round"] * 4 + ["secondary-tender"],
            "round": [None, None, None, "Seed", None],
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
    listed = raised.rounds(events, RATES, made, minimum_confidence="low", as_of="2024-06")
    published = pd.DataFrame({"org_id": ["b", "c"], "total": [8.0, 3.0], "total_id": ["t1", "t2"]})
    found = raised.capital(listed, published).set_index("org_id")
    columns = ["raised", "promised", "rounds", "event_ids", "known"]
    assert found[columns].to_dict("index") == {
        "a": dict(zip(columns, (100, 10, 1, ("e1", "e3"), 100), strict=True)),
        "b": dict(zip(columns, (5, 0, 1, ("e4",), 8), strict=True)),
        "c": dict(zip(columns, (0, 0, 0, (), 3), strict=True)),
    }
    assert raised.largest(found.reset_index()) == "a"
    assert raised.seeds(listed)["event_id"].tolist() == ["e4"]
    none = raised.rounds(events, RATES, made, minimum_confidence="low", as_of="2023")
    assert none.empty
    assert raised.largest(raised.capital(none, published.iloc[:0])) == ""


def test_sums_are_those_of_the_table() -> None:
    ids = [event for listed in MONEY["event_ids"] for event in listed]
    assert len(ids) == len(set(ids))
    rows = EVENTS[EVENTS["event_id"].isin(ids) & (EVENTS["currency"] == "USD")]
    dollars = MONEY[[set(ids) <= set(rows["event_id"]) for ids in MONEY["event_ids"]]]
    assert dollars[["raised", "promised"]].to_numpy().sum() == pytest.approx(
        rows[rows["org_id"].isin(dollars["org_id"])]["amount"].sum()
    )
    assert (MONEY["known"] >= MONEY["raised"]).all()
    assert MONEY["known"].is_monotonic_decreasing


def test_sums_by_origin_count_a_company_for_each_of_its_own() -> None:
    sums = raised.of_origins(MONEY, EVERY, load("founders"), ["openai"], NAMES)
    own = spinouts.of_origin(EVERY, "openai")["org_id"]
    known = MONEY[MONEY["org_id"].isin(own) & (MONEY["known"] > 0)]
    whole = sums["spinouts.raised.openai"]
    assert whole.value == pytest.approx(known["known"].sum())
    heads = raised.head_counts(EVERY, load("founders"))
    persons = sum(heads[org] for org in known["org_id"])
    assert sums["spinouts.raised-per-founder.openai"].value == pytest.approx(whole.value / persons)
    # Where no source gives a number those named are counted.
    stated = EVERY.set_index("org_id")["founders_total"]
    assert all(heads[org] == n for org, n in stated.dropna().items())
    assert all(heads[org] > 0 for org in stated[stated.isna()].index)


def test_the_concentration_of_the_capital() -> None:
    spread = raised.concentration(MONEY, NAMES)
    known = MONEY.loc[MONEY["known"] > 0, "known"]
    assert spread["spinouts.capital"].value == pytest.approx(known.sum())
    first = raised.largest(MONEY)
    assert spread[f"spinouts.largest.{first}"].value == pytest.approx(known.max() / known.sum())
    assert spread["spinouts.gini-rest"].value < spread["spinouts.gini"].value < 1
    nobody = raised.concentration(MONEY.iloc[:0], NAMES)
    assert math.isnan(nobody["spinouts.gini"].value)


def test_seed_rounds_by_year() -> None:
    sown = raised.seeds(LISTED)
    assert sown["round"].str.startswith("Seed").all()
    medians = raised.seed_medians(sown)
    assert sum(e.n for e in medians.values()) == len(sown)
    year = sown[sown["day"].dt.year == 2025]
    assert medians["spinouts.seed.2025"].value == pytest.approx(year["dollars"].median())


def test_gini_of_known_vectors() -> None:
    assert raised.gini([5, 5, 5, 5]) == pytest.approx(0)
    assert raised.gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert raised.gini([1, 2, 3, 4, 5]) == pytest.approx(4 / 15)
    assert math.isnan(raised.gini([]))
    assert math.isnan(raised.gini([0, 0]))
    with pytest.raises(ValueError, match="negative"):
        raised.gini([-1, 2])


@given(st.lists(st.floats(0.1, 1e9), min_size=2, max_size=40), st.floats(0.1, 100))
def test_gini_is_what_lies_between_the_curve_and_equality(
    values: list[float], scale: float
) -> None:
    curve = raised.lorenz(values)
    area = float(np.trapezoid(curve["capital"], curve["companies"]))
    assert raised.gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert raised.gini([v * scale for v in values]) == pytest.approx(raised.gini(values), abs=1e-9)
    assert curve["capital"].is_monotonic_increasing
    assert curve.iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, pytest.approx(1)]]
