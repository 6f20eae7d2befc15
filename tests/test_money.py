"""Amounts in other currencies, and amounts in words."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwar.language import Language, languages
from talentwar.money import converted
from talentwar.tables import load

RATES = pd.DataFrame(
    {"currency": ["EUR", "EUR", "GBP"], "year": [2023, 2024, 2024], "usd_per_unit": [1.1, 1.2, 1.5]}
)


def one(amount: float, own: str, day: str, to: str = "USD") -> float:
    frame = pd.Series([amount]), pd.Series([own]), pd.Series([pd.Timestamp(day)])
    return float(converted(*frame, RATES, to).iloc[0])


def test_the_rate_is_that_of_the_year_and_then_that_of_the_last() -> None:
    assert one(100, "EUR", "2023-05-01") == pytest.approx(110)
    assert one(100, "EUR", "2026-05-01") == pytest.approx(120)
    assert one(100, "GBP", "2024-05-01", "EUR") == pytest.approx(125)
    assert one(100, "USD", "2019-05-01") == 100
    assert math.isnan(one(100, "EUR", "2019-05-01"))
    assert math.isnan(one(100, "CHF", "2024-05-01"))


@given(st.floats(1, 1e9), st.sampled_from(["EUR", "GBP", "CHF", "CNY"]), st.integers(2013, 2026))
def test_there_and_back(amount: float, currency: str, year: int) -> None:
    rates, days = load("exchange_rates"), pd.Series([pd.Timestamp(f"{year}-07-01")])
    there = converted(pd.Series([amount]), pd.Series([currency]), days, rates, "EUR")
    back = converted(there, pd.Series(["EUR"]), days, rates, currency)
    assert back.iloc[0] == pytest.approx(amount)


@pytest.mark.parametrize(
    ("value", "currency", "english", "french"),
    [
        (61.5e9, "USD", "$61.5B", "61,5 Md$"),
        (20_000_000, "USD", "$20M", "20 M$"),
        (31_250_000, "EUR", "€31.3M", "31,3 M€"),
        (690_000, "USD", "$690k", "690 k$"),
        (-2_345_000, "USD", "−$2.35M", "−2,35 M$"),
        (0, "USD", "$0", "0 $"),
        (950, "EUR", "€950", "950 €"),
    ],
)
def test_amounts_in_words(value: float, currency: str, english: str, french: str) -> None:
    said = {code: Language(code).money(value, currency) for code in languages()}
    assert said == {"en": english, "fr": french.replace(" ", "\u00a0")}
