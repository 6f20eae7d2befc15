"""Partial dates: what they can stand for, and what is none."""

import re
from calendar import monthrange
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwar import dates

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
PRECISIONS = st.sampled_from(["day", "month", "year"])


def written(day: date, precision: str) -> str:
    """Return a day as text of a precision."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28), "month"),
        ("2025-06-30", date(2025, 6, 30), date(2025, 6, 30), "day"),
        ("2023-05/2024-02", date(2023, 5, 1), date(2024, 2, 29), "interval"),
        ("2024/2024-03-15", date(2024, 1, 1), date(2024, 12, 31), "interval"),
        ("2024-03-15/2024", date(2024, 3, 15), date(2024, 12, 31), "interval"),
        ("2024-03-15/2024-03-15", date(2024, 3, 15), date(2024, 3, 15), "interval"),
    ],
)
def test_parse(text: str, earliest: date, latest: date, precision: str) -> None:
    assert dates.parse(text) == (earliest, latest)
    assert dates.precision(text) == precision


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-02-30", "2025-02 has 28 days"),
        ("2024-02-30", "2024-02 has 29 days"),
        ("2025-06-00", "2025-06 has 30 days"),
        ("2025-13", "no month 13"),
        ("2025-00-01", "no month 00"),
        ("0000", "no year 0000"),
        ("2024-06/2024-05", "ends before it starts"),
        ("2024-05-02/2024-05-01", "ends before it starts"),
        ("2024-05/2024-13", "no month 13"),
        ("2024-5", "is not a date"),
        ("05/2024", "is not a date"),
        ("2024-05/", "is not a date"),
        ("2024-05-01T00:00", "is not a date"),
        (" 2024", "is not a date"),
        ("2024\n", "is not a date"),
        ("２０２４", "is not a date"),
        ("", "is not a date"),
        ("soon", "is not a date"),
    ],
)
def test_what_is_no_date_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dates.parse(text)
    with pytest.raises(ValueError, match=message):
        dates.bounds(pd.Series([None, text], dtype="str"))


@given(DAYS, PRECISIONS)
def test_a_day_lies_in_what_is_written_of_it(day: date, precision: str) -> None:
    span = dates.parse(written(day, precision))
    length = {"day": 1, "month": monthrange(day.year, day.month)[1]}.get(precision)
    assert span.earliest <= day <= span.latest
    assert written(span.earliest, precision) == written(span.latest, precision)
    if length:
        assert (span.latest - span.earliest).days == length - 1
    else:
        assert (span.earliest.timetuple().tm_yday, span.latest.month) == (1, 12)


@given(DAYS, DAYS, PRECISIONS, PRECISIONS)
def test_an_interval_spans_both_its_ends(one: date, other: date, first: str, last: str) -> None:
    start, end = sorted([one, other])
    text = f"{written(start, first)}/{written(end, last)}"
    span = dates.parse(text)
    assert span.earliest == dates.parse(written(start, first)).earliest
    assert span.latest >= dates.parse(written(end, last)).latest
    assert span.earliest <= dates.midpoint(text) <= span.latest


@given(st.text(alphabet="0123456789-/", max_size=21))
def test_parse_gives_a_span_or_a_value_error(text: str) -> None:
    try:
        span = dates.parse(text)
    except ValueError:
        return
    assert re.fullmatch(dates.PATTERN, text)
    assert span.earliest <= span.latest


@given(st.lists(st.one_of(st.none(), DAYS), max_size=20))
def test_bounds_say_of_a_column_what_parse_says_of_each(days: list[date | None]) -> None:
    index = pd.Index(range(10, 10 + len(days)), dtype="int64")
    series = pd.Series([d and d.isoformat() for d in days], index=index, dtype="str")
    bounds = dates.bounds(series)
    assert list(bounds.columns) == ["earliest", "latest"]
    assert set(bounds.dtypes.astype(str)) == {"datetime64[s]"}
    assert bounds.index.equals(index)
    found = [None if pd.isna(day) else day.date() for day in bounds["earliest"]]
    assert found == days
    assert bounds["earliest"].equals(bounds["latest"])


def test_midpoint_is_the_earlier_of_two_middle_days() -> None:
    assert dates.midpoint("2025-06-30") == date(2025, 6, 30)
    assert dates.midpoint("2024-02") == date(2024, 2, 15)
    assert dates.midpoint("2025-04") == date(2025, 4, 15)
    span = dates.parse("2025")
    middle = dates.midpoint("2025")
    assert middle - span.earliest == span.latest - middle == timedelta(days=182)


def test_midpoints_keep_name_index_and_what_is_missing() -> None:
    series = pd.Series(["2024-02", None], index=["a", "b"], dtype="str", name="announced")
    middle = dates.midpoints(series)
    assert (middle.name, str(middle.dtype)) == ("announced", "datetime64[s]")
    assert middle["a"] == pd.Timestamp(2024, 2, 15)
    assert pd.isna(middle["b"])
