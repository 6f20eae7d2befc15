"""Checks on amounts: currencies that can be converted, events told once, parts within a whole."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from talentwar.checks.rows import Check, Sheets, days, each_row, number, upwards
from talentwar.files import Row
from talentwar.problems import Problem, listed, nearest

BASE_CURRENCY = "USD"
# The fields of money by table: what they hold, their currency, their date.
AMOUNTS = {
    "funding_events": (("amount", "valuation", "share_price", "cap_per_person"), "currency"),
    "capital_totals": (("amount",), "currency"),
    "compensation": (("amount_low", "amount_high"), "currency"),
    "noncompete_rules": (("earnings_threshold",), "threshold_currency"),
}
SAME_EVENT_DAYS = 31


def currencies(sheets: Sheets) -> Iterator[Problem]:
    """An amount has a currency, and each currency can be converted."""
    rates = sheets.get("exchange_rates")
    known = {BASE_CURRENCY, *(row.cells["currency"] for row in rates.rows)} if rates else None
    for name, (fields, currency) in AMOUNTS.items():
        for sheet, row in each_row(sheets, name):
            given = [field for field in fields if row.cells[field]]
            code = row.cells[currency]
            if given and not code:
                yield sheet.problem(row, currency, f"missing beside {given[0]}")
            elif code and known and rates and rates.complete and code not in known:
                hint = nearest(code, known) or f"add its rates to {rates.file} first"
                yield sheet.problem(row, currency, "unknown currency", listed(sorted(known)), hint)


def parts_within_a_whole(sheets: Sheets) -> Iterator[Problem]:
    """A part belongs to the same organisation as its whole, and is no larger."""
    sheet = sheets.get("funding_events")
    if sheet is None:
        return
    by_id = {row.cells["event_id"]: row for row in sheet.rows}
    above = {key: row.cells["part_of_id"] for key, row in by_id.items()}
    for key, row in by_id.items():
        whole = by_id.get(above[key])
        if whole is None:
            continue
        if row.cells["org_id"] != whole.cells["org_id"]:
            message = f"belongs to another organisation ({whole.cells['org_id']})"
            yield sheet.problem(row, "part_of_id", message)
        chain = upwards(key, above)
        if above.get(chain[-1]) == chain[0] == min(chain):
            loop = " -> ".join([*chain, chain[0]])
            yield sheet.problem(row, "part_of_id", f"runs in a circle: {loop}")
        part, total = number(row, "amount"), number(whole, "amount")
        same = row.cells["currency"] == whole.cells["currency"]
        if part is not None and total is not None and same and part > total:
            message = f"is greater than the whole in line {whole.line} ({whole.cells['amount']})"
            yield sheet.problem(row, "amount", message)


def parts_fill_no_more_than_a_whole(sheets: Sheets) -> Iterator[Problem]:
    """The parts of an event do not add up to more than the event."""
    sheet = sheets.get("funding_events")
    if sheet is None:
        return
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        parts[row.cells["part_of_id"]].append(row)
    for whole in sheet.rows:
        total = number(whole, "amount")
        known = [row for row in parts[whole.cells["event_id"]] if row.cells["amount"]]
        own = [row for row in known if row.cells["org_id"] == whole.cells["org_id"]]
        amounts = [n for row in own if (n := number(row, "amount")) is not None]
        currencies_ = {row.cells["currency"] for row in [whole, *own]}
        if total is None or len(amounts) < 2 or len(currencies_) > 1 or max(amounts) > total:
            continue
        if sum(amounts) > total:
            message = f"is less than the sum of its {len(amounts)} parts ({sum(amounts):.0f})"
            yield sheet.problem(whole, "amount", message)


def one_event_once(sheets: Sheets) -> Iterator[Problem]:
    """A round, a tender or a deal is one row, however its date is known."""
    sheet = sheets.get("funding_events")
    if sheet is None:
        return
    events: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sheet.rows:
        events[row.cells["org_id"], row.cells["event"]].append(row)
    for rows in events.values():
        for one, other in combinations(rows, 2):
            if _same_event(one, other):
                message = f"the same event as in line {one.line} ({one.cells['event_id']})"
                hint = "merge the rows, or say with part_of_id that one is part of the other"
                yield sheet.problem(other, "event_id", message, None, hint)


def _same_event(one: Row, other: Row) -> bool:
    """Return whether two events of one kind tell the same amount or round of the same time."""
    if one.cells["part_of_id"] or other.cells["part_of_id"]:
        return False
    first, second = days(one, "date"), days(other, "date")
    if first is None or second is None:
        return False
    gap = max((second.earliest - first.latest).days, (first.earliest - second.latest).days)
    if gap > SAME_EVENT_DAYS:
        return False
    money = ("amount", "valuation", "currency")
    alike = all(one.cells[name] == other.cells[name] for name in money)
    alike = alike and any(one.cells[name] for name in money[:2])
    rounds = one.cells["round"].casefold(), other.cells["round"].casefold()
    return alike or (rounds[0] == rounds[1] != "")


def valuations_hold_the_money(sheets: Sheets) -> Iterator[Problem]:
    """A company is worth, after a round, at least what the round brought in."""
    for sheet, row in each_row(sheets, "funding_events"):
        amount, valuation = number(row, "amount"), number(row, "valuation")
        if row.cells["basis"] and valuation is None:
            yield sheet.problem(row, "basis", "given without a valuation")
        if (
            row.cells["event"] == "primary-round"
            and row.cells["basis"] != "pre"
            and amount is not None
            and valuation is not None
            and valuation < amount
        ):
            message = f"is less than the amount raised ({row.cells['amount']})"
            yield sheet.problem(row, "valuation", message)


def totals_hold_the_rounds(sheets: Sheets) -> Iterator[Problem]:
    """All that an organisation is said to have raised is no less than its largest round by then."""
    totals, events = sheets.get("capital_totals"), sheets.get("funding_events")
    if totals is None or events is None:
        return
    for total in totals.rows:
        by, raised = days(total, "as_of"), number(total, "amount")
        for row in events.rows:
            when, amount = days(row, "date"), number(row, "amount")
            if (
                row.cells["event"] == "primary-round"
                and row.cells["status"] == "completed"
                and row.cells["org_id"] == total.cells["org_id"]
                and row.cells["currency"] == total.cells["currency"]
                and by and when and when.latest < by.earliest
                and raised is not None and amount is not None and amount > raised
            ):  # fmt: skip
                message = (
                    f"is less than the round in {events.file}:{row.line} ({row.cells['amount']})"
                )
                yield totals.problem(total, "amount", message)


def rates_once(sheets: Sheets) -> Iterator[Problem]:
    """A currency has one rate a year."""
    sheet = sheets.get("exchange_rates")
    if sheet is None:
        return
    seen: dict[tuple[str, str], Row] = {}
    for row in sheet.rows:
        key = row.cells["currency"], row.cells["year"]
        first = seen.setdefault(key, row)
        if first is not row:
            yield sheet.problem(row, "year", f"the same rate as in line {first.line}")


def pay_makes_sense(sheets: Sheets) -> Iterator[Problem]:
    """A person has one name in all languages."""
    for sheet, row in each_row(sheets, "compensation"):
        names = {
            row.cells[field]: field for field in sheet.table.field_names if "recipient_" in field
        }
        if row.cells["scope"] == "person" and len(names) > 1:
            yield sheet.problem(row, list(names.values())[1], "a person has one name")


CHECKS: tuple[Check, ...] = (
    currencies,
    parts_within_a_whole,
    parts_fill_no_more_than_a_whole,
    one_event_once,
    valuations_hold_the_money,
    totals_hold_the_rounds,
    rates_once,
    pay_makes_sense,
)
