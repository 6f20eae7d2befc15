"""Checks on the rules of jurisdictions: periods that do not overlap, thresholds that are whole."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from talentwar.checks.rows import Check, Sheet, Sheets, days, each_row
from talentwar.files import Row
from talentwar.problems import Problem

# (a field, what must stand beside it)
TOGETHER = (
    ("earnings_threshold", "threshold_basis"),
    ("change", "reform_en"),
    ("change", "reform_fr"),
    ("reform_en", "change"),
)
# Only what is law on its dates can bind somebody twice.
IN_FORCE = "in-force"


def periods_do_not_overlap(sheets: Sheets) -> Iterator[Problem]:
    """On each day a jurisdiction has one rule: periods are of days, and none overlaps another."""
    sheet = sheets.get("noncompete_rules")
    if sheet is None:
        return
    for rows in periods(sheet).values():
        before = rows[0]
        for after in rows[1:]:
            end, start = last_day(before), first_day(after)
            if start <= end:
                message = f"overlaps the period in line {before.line} ({before.cells['rule_id']})"
                hint = (
                    "give the other period its last day"
                    if end == date.max
                    else f"begin on {end + timedelta(1)}, or end the other one earlier"
                )
                yield sheet.problem(after, "effective_from", message, None, hint)
            before = max(before, after, key=last_day)


def periods(sheet: Sheet) -> dict[str, list[Row]]:
    """Return the rules in force of each jurisdiction, in the order of their first day."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        dated = all(days(row, f) or not row.cells[f] for f in ("effective_from", "effective_to"))
        # A day that does not exist is reported elsewhere.
        if row.cells["standing"] == IN_FORCE and dated:
            found[row.cells["jurisdiction_id"]].append(row)
    return {place: sorted(rows, key=first_day) for place, rows in found.items()}


def first_day(row: Row) -> date:
    """Return the first day of a period; the first of all when it began before our record."""
    span = days(row, "effective_from")
    return date.min if span is None else span.earliest


def last_day(row: Row) -> date:
    """Return the last day of a period; the last of all when it has not ended."""
    span = days(row, "effective_to")
    return date.max if span is None else span.latest


def gaps(sheets: Sheets) -> Iterator[str]:
    """Return the days for which a jurisdiction has no rule, between two periods."""
    sheet = sheets.get("noncompete_rules")
    for place, rows in periods(sheet).items() if sheet else ():
        for before, after in pairwise(rows):
            end, start = last_day(before), first_day(after)
            if end < start - timedelta(1):
                yield f"{place} {end + timedelta(1)} to {start - timedelta(1)}"


def unknown_thresholds(sheets: Sheets) -> Iterator[str]:
    """Return the rules that turn on a threshold whose amount is not known."""
    for _, row in each_row(sheets, "noncompete_rules"):
        if row.cells["status"] == "income-threshold" and not row.cells["earnings_threshold"]:
            yield row.cells["rule_id"]


def periods_are_of_days(sheets: Sheets) -> Iterator[Problem]:
    """A law begins and ends on a day, so that every day falls under one rule."""
    for sheet, row in each_row(sheets, "noncompete_rules"):
        for field in ("effective_from", "effective_to"):
            span = days(row, field)
            if span is not None and span.earliest != span.latest:
                hint = "state the day; if only the year is known, its first or last with a doubt"
                yield sheet.problem(row, field, "not a day", "a day such as 2024-01-01", hint)


def thresholds_are_whole(sheets: Sheets) -> Iterator[Problem]:
    """A threshold comes with what is measured, a change with its words."""
    for sheet, row in each_row(sheets, "noncompete_rules"):
        for given, needed in TOGETHER:
            if row.cells[given] and not row.cells[needed]:
                yield sheet.problem(row, needed, f"missing beside {given}")


CHECKS: tuple[Check, ...] = (periods_do_not_overlap, periods_are_of_days, thresholds_are_whole)
