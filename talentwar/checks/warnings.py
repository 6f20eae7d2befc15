"""What is no error but deserves a look: gaps, doubtful statuses, facts without a trace."""

from collections.abc import Iterator
from datetime import date, timedelta

from talentwar.checks import law
from talentwar.checks.founding import ACTIVE
from talentwar.checks.money import AMOUNTS, BASE_CURRENCY
from talentwar.checks.rows import Sheets, days, each_row

STALE = timedelta(days=548)


def warnings(sheets: Sheets, newest: date | None) -> list[str]:
    """Return one line for each kind of weakness, with every place where it was found.

    `newest` is the day of the newest fact.
    """
    found = [
        ("active spin-outs were last seen 18 months before the newest fact",
         [*_stale(sheets, newest)]),
        ("announced rules were due before the newest fact", [*_overdue(sheets, newest)]),
        ("spin-outs have no founding date", [*_undated(sheets)]),
        ("rules turn on a threshold of unknown amount", [*law.unknown_thresholds(sheets)]),
        ("gaps between the rules of a jurisdiction", [*law.gaps(sheets)]),
        ("amounts lack the exchange rate of their year", [*_unconverted(sheets)]),
        ("organisations have no source", [*_blank(sheets, "organizations", "source_ids")]),
        ("sources have no known original publisher",
         [*_blank(sheets, "sources", "original_publisher")]),
        ("sources have no date of access", [*_blank(sheets, "sources", "accessed")]),
    ]  # fmt: skip
    return [f"{len(which)} {what}: {', '.join(which)}" for what, which in found if which]


def _stale(sheets: Sheets, newest: date | None) -> Iterator[str]:
    for _, row in each_row(sheets, "spinouts"):
        seen = days(row, "status_as_of")
        if row.cells["status"] == ACTIVE and newest and (not seen or seen.latest + STALE < newest):
            yield f"{row.cells['org_id']} ({row.cells['status_as_of'] or 'never'})"


def _overdue(sheets: Sheets, newest: date | None) -> Iterator[str]:
    for _, row in each_row(sheets, "noncompete_rules"):
        due = days(row, "effective_from")
        if row.cells["standing"] == "announced" and due and newest and due.latest <= newest:
            yield f"{row.cells['rule_id']} ({row.cells['effective_from']})"


def _undated(sheets: Sheets) -> Iterator[str]:
    known = each_row(sheets, "organizations")
    founded = {row.cells["org_id"]: row.cells.get("founded") for _, row in known}
    for _, row in each_row(sheets, "spinouts"):
        if not founded.get(row.cells["org_id"]):
            yield row.cells["org_id"]


def _unconverted(sheets: Sheets) -> Iterator[str]:
    known = each_row(sheets, "exchange_rates")
    rates = {(row.cells["currency"], row.cells["year"]) for _, row in known}
    dated: tuple[tuple[str, str], ...] = (
        ("funding_events", "date"), ("capital_totals", "as_of"), ("compensation", "date"),
    )  # fmt: skip
    for table, field in dated:
        _, currency = AMOUNTS[table]
        for _, row in each_row(sheets, table):
            when, code = days(row, field), row.cells[currency]
            if (
                when
                and code not in ("", BASE_CURRENCY)
                and (code, str(when.latest.year)) not in rates
            ):
                yield f"{next(iter(row.cells.values()))} ({code} {when.latest.year})"


def _blank(sheets: Sheets, table: str, field: str) -> Iterator[str]:
    return (
        next(iter(row.cells.values()))
        for sheet, row in each_row(sheets, table)
        if sheet.has(field) and not row.cells[field]
    )
