"""What early equity became: conversion and growth by hand, and against published prices."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_flows import with_bounds

from talentwar import equity
from talentwar.tables import load

RATES = pd.DataFrame({"currency": ["EUR"], "year": [2024], "usd_per_unit": [1.1]})


def events_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Build events; what is not given is a completed round of high confidence in dollars."""
    usual = {
        "org_id": "a", "event": "primary-round", "currency": "USD", "basis": None, "amount": None,
        "status": "completed", "part_of_id": None, "share_price": None, "confidence": "high",
    }  # fmt: skip
    frame = pd.DataFrame([{"event_id": f"e{n}", **usual, **row} for n, row in enumerate(rows)])
    frame["amount"] = frame["amount"].astype("float64")
    return with_bounds(frame, "date")


def priced(*rows: dict[str, Any], as_of: str = "2026", confidence: str = "medium") -> pd.DataFrame:
    return equity.priced(events_of(*rows), RATES, minimum_confidence=confidence, as_of=as_of)


ROUNDS = (
    {"date": "2023-01-01", "valuation": 4e9, "amount": 1e9},
    {"date": "2024-01-01", "valuation": 10e9, "amount": 2e9},
    {"date": "2025-01-01", "valuation": 40e9, "amount": 10e9},
)


def test_what_prices_a_firm() -> None:
    events = priced(
        {"date": "2024-06", "valuation": 2e9, "amount": 5e8, "currency": "EUR"},
        {"date": "2024-01", "valuation": 3e9, "amount": 1e9, "basis": "pre"},
        {"date": "2024-03", "valuation": 5e9, "amount": 3e8, "event": "secondary-tender"},
        {"date": "2024-04", "valuation": 9e9, "part_of_id": "e1"},
        {"date": "2024-07", "valuation": 6e9, "amount": 1e9, "part_of_id": "e7"},
        {"date": "2024-04", "valuation": 9e9, "status": "pending"},
        {"date": "2024-04", "valuation": 9e9, "confidence": "low"},
        {"date": "2024-04", "valuation": None, "amount": 1e9},
        {"date": "2027-04", "valuation": 9e9},
        {"date": "2023-04", "valuation": 9e9, "currency": "EUR"},
        {"date": None, "valuation": 9e9},
    )
    # The seventh has no price but that of its part, the fourth.
    assert events["event_id"].tolist() == ["e1", "e2", "e0", "e4"]
    assert events["valuation"].tolist() == pytest.approx([4e9, 5e9, 2.2e9, 6e9])
    # Old shares that change hands dilute nobody.
    assert events["raised"].tolist() == pytest.approx([1e9, 0, 5.5e8, 1e9])


def test_money_that_is_only_committed_dilutes_where_the_valuation_holds_it() -> None:
    committed = {"valuation": 10e9, "amount": 2e9, "status": "committed"}
    events = priced(
        {"date": "2024-01", **committed}, {"date": "2024-02", **committed, "basis": "post"}
    )
    assert events["raised"].tolist() == [0, 2e9]


def test_a_dollar_by_hand() -> None:
    events = priced(*ROUNDS)
    granted = pd.Timestamp("2023-06-30")
    # 4 to 40, of which two rounds took a fifth and a quarter.
    assert equity.multiple(events, "a", granted, 0.0) == pytest.approx(10 * 0.8 * 0.75)
    years = 731 / 365.25
    diluted = equity.multiple(events, "a", granted, 0.1)
    assert diluted == pytest.approx(10 * 0.8 * 0.75 * 0.9**years)
    assert equity.multiple(events, "a", pd.Timestamp("2025-06-01"), 0.1) == 1
    assert math.isnan(equity.multiple(events, "a", pd.Timestamp("2022-12-31"), 0.1))
    assert math.isnan(equity.multiple(events, "b", granted, 0.1))


@given(st.floats(0.5, 50), st.floats(0, 0.5))
def test_the_unit_does_not_matter_and_dilution_never_helps(scale: float, dilution: float) -> None:
    granted = pd.Timestamp("2023-06-30")
    scaled = [
        {**row, "valuation": row["valuation"] * scale, "amount": row["amount"] * scale}
        for row in ROUNDS
    ]
    value = equity.multiple(priced(*ROUNDS), "a", granted, dilution)
    assert equity.multiple(priced(*scaled), "a", granted, dilution) == pytest.approx(value)
    assert value <= equity.multiple(priced(*ROUNDS), "a", granted, 0.0) + 1e-12


def test_a_grant_can_be_carried_from_round_to_round() -> None:
    """From the first to the last is from the first to the second, times from there to the last."""
    whole = equity.multiple(priced(*ROUNDS), "a", pd.Timestamp("2023-02-01"), 0.07)
    half = equity.multiple(priced(*ROUNDS, as_of="2024"), "a", pd.Timestamp("2023-02-01"), 0.07)
    rest = equity.multiple(priced(*ROUNDS), "a", pd.Timestamp("2024-02-01"), 0.07)
    assert whole == pytest.approx(half * rest)


def test_published_share_prices_of_the_report() -> None:
    """OpenAI's shares went from 274 to 688 dollars: within a tenth, without an assumption."""
    table = load("funding_events")
    prices = table.dropna(subset=["share_price"]).set_index("event_id")["share_price"]
    events = equity.priced(
        table, load("exchange_rates"), minimum_confidence="medium", as_of="2026-07"
    )
    granted = pd.Timestamp("2025-05-01")
    found = equity.multiple(events, "openai", granted, 0.0)
    known = prices["fe-openai-2026-1"] / prices["fe-openai-202504-1"]
    assert found == pytest.approx(known, rel=0.1)


def test_a_matrix_of_grants() -> None:
    assert equity.half_years(2024, "2025-06") == ["2024-01", "2024-07", "2025-01"]
    names = {"a": {"en": "A", "fr": "A"}}
    events = priced(*ROUNDS)
    found = equity.multiples(events, ["a"], equity.half_years(2022, "2026"), 0.1, names)
    # Nothing before the first price, nothing from the last on.
    assert [name.rpartition(".")[2] for name in found] == [
        "2023-01", "2023-07", "2024-01", "2024-07",
    ]  # fmt: skip
    assert found["compensation.dollar.a.2023-07"].rows == ("e0", "e1", "e2")
    assert found["compensation.dollar.a.2024-07"].value == pytest.approx(
        4 * 0.75 * 0.9 ** (366 / 365.25)
    )
    assert "10%" in found["compensation.dollar.a.2024-07"].definition["en"]
