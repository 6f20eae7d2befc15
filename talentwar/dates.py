"""Partial dates: `2025`, `2025-06`, `2025-06-30`, or an ISO 8601 interval of two of them.

A partial date says what is known and no more. Everything that computes with it works on the first
and the last day it can stand for: an unknown month is an interval, never the first of January.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

Precision = Literal["day", "month", "year", "interval"]

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"
FORMS = "2025, 2025-06, 2025-06-30, or an interval such as 2023-05/2024-02"

_FORM = re.compile(PATTERN, re.ASCII)


class Span(NamedTuple):
    """First and last day that a partial date can stand for, both included."""

    earliest: date
    latest: date


@cache
def parse(text: str) -> Span:
    """Return the first and the last day that a partial date can stand for.

    Raises:
        ValueError: the text is no partial date, names a day that does not exist, or is an interval
            that ends before it starts. The message says which.
    """
    if not has_form(text):
        raise ValueError(f'"{text}" is not a date; write {FORMS}')
    first, _, last = text.partition("/")
    start = _span(first)
    if not last:
        return start
    end = _span(last)
    if end.latest < start.earliest:
        raise ValueError(f'the interval "{text}" ends before it starts')
    return Span(start.earliest, max(start.latest, end.latest))


def has_form(text: str) -> bool:
    """Return whether a text is written like a partial date, be there such a day or not."""
    return _FORM.fullmatch(text) is not None


def precision(text: str) -> Precision:
    """Return how precisely the date is known; ValueError when it is none (see `parse`)."""
    parse(text)
    if "/" in text:
        return "interval"
    by_length: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
    return by_length[len(text)]


def midpoint(text: str) -> date:
    """Return the day in the middle of a partial date (the earlier of two); see `parse`."""
    span = parse(text)
    return span.earliest + (span.latest - span.earliest) // 2


def bounds(series: pd.Series[str]) -> pd.DataFrame:
    """Return the first and last day of each partial date.

    Args:
        series: partial dates as text; missing values stay missing.

    Returns:
        Columns ``earliest`` and ``latest`` (datetime64[s], NaT where missing), index of `series`.

    Raises:
        ValueError: as `parse`, for the first text that is no date.
    """
    import pandas as pd  # not for who only parses or writes a date: it takes half a second

    spans = [None if pd.isna(text) else parse(text) for text in series]
    columns = {
        "earliest": [None if span is None else span.earliest for span in spans],
        "latest": [None if span is None else span.latest for span in spans],
    }
    return pd.DataFrame(
        {
            name: pd.Series(days, index=series.index, dtype="datetime64[s]")
            for name, days in columns.items()
        }
    )


def midpoints(series: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Return the day in the middle of each partial date (datetime64[s]); see `midpoint`."""
    import pandas as pd

    days = [None if pd.isna(text) else midpoint(text) for text in series]
    return pd.Series(days, index=series.index, dtype="datetime64[s]", name=series.name)


def _span(text: str) -> Span:
    """Return first and last day of a year, a month or a day."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    if year == 0:
        raise ValueError(f'"{text}": there is no year 0000')
    if len(parts) == 1:
        return Span(date(year, 1, 1), date(year, 12, 31))
    month = parts[1]
    if not 1 <= month <= 12:
        raise ValueError(f'"{text}": there is no month {month:02d}')
    days = monthrange(year, month)[1]
    if len(parts) == 2:
        return Span(date(year, month, 1), date(year, month, days))
    if not 1 <= parts[2] <= days:
        raise ValueError(f'"{text}": {year:04d}-{month:02d} has {days} days')
    day = date(year, month, parts[2])
    return Span(day, day)
