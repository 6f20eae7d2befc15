"""Checks on sources: each is used, listed once, and named alike; confidence follows from them."""

import re
from collections import defaultdict
from collections.abc import Iterator

from talentwar import schema
from talentwar.checks.careers import name_key
from talentwar.checks.rows import Check, Sheet, Sheets, each_row
from talentwar.confidence import RULE, Source, supported
from talentwar.files import Row
from talentwar.problems import Problem, listed, nearest, quoted


def unused_sources(sheets: Sheets) -> Iterator[Problem]:
    """Each source backs at least one row."""
    sources = sheets.get("sources")
    if sources is None or not all(sheet.complete for sheet in sheets.values()):
        return
    used = {
        item
        for sheet in sheets.values()
        for field in sheet.table.fields
        if field.references == "sources.source_id"
        for row in sheet.rows
        for item in row.cells[field.name].split(schema.LIST_SEPARATOR)
    }
    for row in sources.rows:
        if row.cells["source_id"] not in used:
            hint = "delete it, or name it in the source_ids of the rows it backs"
            yield sources.problem(
                row, "source_id", "no row of any table uses this source", None, hint
            )


def same_page(sheets: Sheets) -> Iterator[Problem]:
    """No page is listed as two sources under addresses that differ in dress only."""
    sheet = sheets.get("sources")
    if sheet is None:
        return
    seen: dict[str, Row] = {}
    for row in sheet.rows:
        address = re.sub(r"^https?://(www\.)?", "", row.cells["url"].split("#")[0]).rstrip("/")
        first = seen.setdefault(address, row)
        # The schema already reports addresses that are the same to the letter.
        if first is not row and first.cells["url"] != row.cells["url"]:
            yield sheet.problem(row, "url", f"the same page as in line {first.line}")


def one_name_of_an_outlet(sheets: Sheets) -> Iterator[Problem]:
    """An outlet is spelt the same in every row: two spellings would be two witnesses."""
    sheet = sheets.get("sources")
    if sheet is None:
        return
    spellings: dict[str, dict[str, list[tuple[Row, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in sheet.rows:
        for field in ("publisher", "original_publisher"):
            if row.cells[field]:
                name = row.cells[field]
                spellings[name_key(name.removeprefix("The "))][name].append((row, field))
    for by_spelling in spellings.values():
        usual, *others = sorted(by_spelling, key=lambda name: (-len(by_spelling[name]), name))
        for name in others:
            for row, field in by_spelling[name]:
                message = f"spelt {quoted(usual)} in other rows"
                yield sheet.problem(row, field, message, None, "use one spelling")


def confidence_follows_from_sources(sheets: Sheets) -> Iterator[Problem]:
    """The confidence of a row is the one that its sources and its doubt give by the rule."""
    sources = sheets.get("sources")
    if sources is None or not sources.complete:
        return
    kinds = sources.table.field("kind").enum
    known = {
        row.cells["source_id"]: Source.of(row.cells)
        for row in sources.rows
        if row.cells["kind"] in kinds
    }
    for sheet in sheets.values():
        if sheet.has("confidence", "source_ids"):
            for row in sheet.rows:
                yield from _confidence(sheet, row, known)


def _confidence(sheet: Sheet, row: Row, known: dict[str, Source]) -> Iterator[Problem]:
    named = row.cells["source_ids"].split(schema.LIST_SEPARATOR)
    stated = row.cells["confidence"]
    # Unknown and repeated sources and unknown levels are reported elsewhere.
    if not set(named) <= known.keys() or len(set(named)) < len(named):
        return
    if stated not in sheet.table.field("confidence").enum:
        return
    level = supported((known[source] for source in named), bool(row.cells.get("doubt")))
    if stated != level:
        message = f"the sources and the doubt give {quoted(level)}"
        yield sheet.problem(row, "confidence", message, RULE)


def verified_rows_exist(sheets: Sheets) -> Iterator[Problem]:
    """A verification is of a row that stands in the table it names."""
    keys = {
        name: {row.cells[sheet.table.primary_key[0]] for row in sheet.rows}
        for name, sheet in sheets.items()
        if sheet.complete
    }
    for sheet, row in each_row(sheets, "verifications"):
        name = row.cells["table"]
        if name not in sheets:
            yield sheet.problem(row, "table", "no such table", listed(list(sheets)))
        elif row.cells["row"] not in keys.get(name, {row.cells["row"]}):
            hint = nearest(row.cells["row"], keys[name])
            yield sheet.problem(row, "row", f"no such row in {sheets[name].file}", None, hint)


CHECKS: tuple[Check, ...] = (
    unused_sources,
    same_page,
    one_name_of_an_outlet,
    confidence_follows_from_sources,
    verified_rows_exist,
)
