"""Licences with hiring: which count, who came along, and the sum for each."""

from __future__ import annotations

import pandas as pd
import pytest

from talentwar import licences
from talentwar.names import names_of
from talentwar.tables import load

RATES = load("exchange_rates")
NAMES = names_of(load("organizations"), "org_id")


def test_the_deals_of_the_report() -> None:
    deals = licences.deals(
        load("funding_events"), RATES, minimum_confidence="medium", as_of="2026-11"
    )
    known = deals["amount"].dropna()
    assert known.is_monotonic_decreasing
    assert not deals["event_id"].duplicated().any()
    earlier = licences.deals(
        load("funding_events"), RATES, minimum_confidence="medium", as_of="2024"
    )
    assert set(earlier["event_id"]) < set(deals["event_id"])
    persons = licences.hired(deals, load("moves"))
    each = licences.per_hire(deals, persons, NAMES)
    inflection = each["compensation.per-hire.inflection"]
    assert inflection.value == pytest.approx(650e6 / 70)
    assert inflection.rows == ("fe-inflection-202403-1", "m1-0167")
    assert "compensation.per-hire.hume-ai" not in each, "a sum that nobody disclosed"


def test_without_a_group_there_is_no_sum_for_each() -> None:
    deals = pd.DataFrame(
        {
            "event_id": ["e1", "e2"],
            "org_id": ["a", "b"],
            "buyer_id": ["c", "c"],
            "day": pd.to_datetime(["2024-05-01", "2024-05-01"]),
            "date": ["2024-05", "2024-05"],
            "amount": [1e6, 2e6],
        }
    )
    moves = pd.DataFrame(
        {
            "move_id": ["m1", "m2", "m3"],
            "scope": ["group", "group", "person"],
            "kind": ["acquihire", "acquihire", "acquihire"],
            "origin_id": ["a", "b", "b"],
            "announced_earliest": pd.to_datetime(["2024-06-01", "2022-06-01", "2024-06-01"]),
            "group_size": [10, 20, None],
        }
    )
    persons = licences.hired(deals, moves)
    assert persons == {"e1": licences.Hired(10, "m1")}
    names = {"a": {"en": "A", "fr": "A"}}
    found = licences.per_hire(deals, persons, names)
    assert found["compensation.per-hire.a"].value == 1e5
    assert found["compensation.per-hire.a"].n == 10
