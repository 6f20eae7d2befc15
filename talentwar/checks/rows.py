"""What a schema cannot say of the tables: rows that contradict each other, or themselves.

Every check takes the tables as text, so that it can speak about a table that does not load, and
reports only what is certain on the first and last day a partial date can stand for.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from talentwar import dates, schema
from talentwar.dates import Span
from talentwar.files import Row
from talentwar.problems import Problem, nearest, quoted
from talentwar.schema import Table

# (the earlier, the later): pairs of date fields, wherever a table has both.
ORDERED = (
    ("started", "ended"),
    ("started", "censored_on"),
    ("period_from", "period_to"),
    ("published", "accessed"),
    ("effective_from", "effective_to"),
    ("left_origin", "ended"),
    ("left_origin", "censored_on"),
    ("outcome_date", "status_as_of"),
)


@dataclass(frozen=True)
class Sheet:
    """A table as read: its schema, its rows, and whether every line could be read."""

    table: Table
    file: str
    rows: tuple[Row, ...]
    complete: bool

    def problem(
        self,
        row: Row,
        field: str,
        message: str,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> Problem:
        """Return a problem of one cell; an empty cell has no value to show."""
        value = row.cells.get(field) or None
        return Problem(self.file, message, row.line, field, value, allowed, hint)

    def has(self, *names: str) -> bool:
        """Return whether the table has all these columns."""
        return set(names) <= set(self.table.field_names)


Sheets = Mapping[str, Sheet]
Check = Callable[[Sheets], Iterator[Problem]]


def list_references(sheets: Sheets) -> Iterator[Problem]:
    """Each item of a list names a row of the table it refers to, once."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            if field.role != schema.LIST or field.references is None:
                continue
            target, column = field.references.split(".", 1)
            known = _values(sheets, target, column)
            for row in sheet.rows:
                yield from _bad_items(sheet, row, field.name, known)


def _bad_items(
    sheet: Sheet, row: Row, field: str, known: Mapping[str, Row] | None
) -> Iterator[Problem]:
    items = row.cells[field].split(schema.LIST_SEPARATOR) if row.cells[field] else []
    allowed = f'ids separated by "{schema.LIST_SEPARATOR}" without blanks, each once'
    for item, count in Counter(items).items():
        if not item or item != item.strip():
            yield sheet.problem(row, field, "an item of the list is blank or has blanks", allowed)
        elif count > 1:
            yield sheet.problem(row, field, f"{quoted(item)} is named twice", allowed)
        elif known is not None and item not in known:
            target = sheet.table.field(field).references or ""
            table, _, column = target.partition(".")
            message = f"no such {column} in {table}"
            hint = nearest(item, known) or f"add it to {table} first"
            yield Problem(sheet.file, message, row.line, field, item, None, hint)


def ordered_dates(sheets: Sheets) -> Iterator[Problem]:
    """What follows does not come before, whatever day the two dates stand for."""
    for sheet in sheets.values():
        for before, after in ORDERED:
            if not sheet.has(before, after):
                continue
            for row in sheet.rows:
                first, last = days(row, before), days(row, after)
                if first and last and last.latest < first.earliest:
                    message = f"lies before {before} ({row.cells[before]})"
                    yield sheet.problem(row, after, message)


def ranges(sheets: Sheets) -> Iterator[Problem]:
    """A value lies between the bounds given with it: `x_low` <= `x` <= `x_high`."""
    for sheet in sheets.values():
        lows = [name for name in sheet.table.field_names if name.endswith("_low")]
        for stem in [low.removesuffix("_low") for low in lows]:
            names = [name for name in (f"{stem}_low", stem, f"{stem}_high") if sheet.has(name)]
            for row in sheet.rows:
                known = [(name, n) for name in names if (n := number(row, name)) is not None]
                for (low, low_value), (high, high_value) in combinations(known, 2):
                    if low_value > high_value:
                        message = f"is greater than {high} ({row.cells[high]})"
                        yield sheet.problem(row, low, message)


def moves_make_sense(sheets: Sheets) -> Iterator[Problem]:
    """A move goes somewhere else; only a group has a size; its scope is said in `scope` only."""
    for sheet in sheets.values():
        if not sheet.has("origin_id", "destination_id"):
            continue
        for row in sheet.rows:
            if row.cells["origin_id"] and row.cells["origin_id"] == row.cells["destination_id"]:
                yield sheet.problem(row, "destination_id", "the same as origin_id")
    moves = sheets.get("moves")
    for row in moves.rows if moves else ():
        if moves and row.cells["group_size"] and row.cells["scope"] != "group":
            yield moves.problem(
                row, "group_size", "a size is for groups only", "empty for a person"
            )
        if moves and row.cells["person"].startswith("("):
            hint = "say what the group is in plain words and set scope to group"
            yield moves.problem(row, "person", "begins with a bracket", None, hint)


def closed_cohorts(sheets: Sheets) -> Iterator[Problem]:
    """A cohort said to be closed has as many distinct persons as are expected of it."""
    cohorts, tenures = sheets.get("cohorts"), sheets.get("tenures")
    if cohorts is None or tenures is None or not tenures.complete:
        return
    members: dict[str, set[str]] = defaultdict(set)
    for row in tenures.rows:
        members[row.cells["cohort_id"]].add(row.cells["person"])
    for row in cohorts.rows:
        if row.cells["closed"] != "true":
            continue
        found, expected = len(members[row.cells["cohort_id"]]), row.cells["members_expected"]
        if not expected:
            yield cohorts.problem(row, "members_expected", "missing for a closed cohort")
        elif expected != str(found):
            message = f"the closed cohort has {found} distinct persons in {tenures.file}"
            hint = "complete the spells, or set closed to false"
            yield cohorts.problem(row, "members_expected", message, None, hint)


def acyclic_organizations(sheets: Sheets) -> Iterator[Problem]:
    """No organisation is above, or before, itself."""
    sheet = sheets.get("organizations")
    for field in ("parent_id", "predecessor_id"):
        if sheet is None or not sheet.has(field):
            continue
        above = {row.cells["org_id"]: row.cells[field] for row in sheet.rows}
        for row in sheet.rows:
            chain = upwards(row.cells["org_id"], above)
            # Each loop is told once, at the first of its members.
            if above.get(chain[-1]) == chain[0] == min(chain):
                loop = " -> ".join([*chain, chain[0]])
                yield sheet.problem(row, field, f"runs in a circle: {loop}")


def each_row(sheets: Sheets, table: str) -> Iterator[tuple[Sheet, Row]]:
    """Return the rows of a table, each with the table; none when there is no such table."""
    sheet = sheets.get(table)
    return ((sheet, row) for row in sheet.rows) if sheet else iter(())


def _values(sheets: Sheets, table: str, column: str) -> dict[str, Row] | None:
    """Return the values of a column, None when they are not all known."""
    sheet = sheets.get(table)
    if sheet is None or not sheet.complete or not sheet.has(column):
        return None
    return {row.cells[column]: row for row in sheet.rows}


def days(row: Row, field: str) -> Span | None:
    """Return the days of a date, None when it is empty or wrong (which is reported elsewhere)."""
    try:
        return dates.parse(row.cells[field])
    except ValueError:
        return None


def number(row: Row, field: str) -> float | None:
    """Return a number, None when it is empty or wrong (which is reported elsewhere)."""
    try:
        return float(row.cells[field])
    except ValueError:
        return None


def upwards(start: str, above: Mapping[str, str]) -> list[str]:
    """Return an id and all that stand above it, up to the top or the first one met again."""
    chain = [start]
    while (upper := above.get(chain[-1], "")) and upper not in chain:
        chain.append(upper)
    return chain


CHECKS: tuple[Check, ...] = (
    list_references,
    ordered_dates,
    ranges,
    moves_make_sense,
    closed_cohorts,
    acyclic_organizations,
)
