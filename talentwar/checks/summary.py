"""What `make check` prints when all is well: counts, and what deserves a look."""

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from talentwar import dates, files, schema
from talentwar.checks.rows import Sheet, Sheets, days
from talentwar.checks.warnings import warnings
from talentwar.confidence import Source, originals
from talentwar.schema import DATA

_WIDTH = 100


@dataclass(frozen=True)
class Summary:
    """What the tables hold, counted.

    Attributes:
        rows: rows by table.
        confidence: rows by confidence, over all tables that state one.
        sources: sources by kind.
        facts: rows that name sources.
        independent: those of them that two or more original publishers support.
        newest: the fact whose date is certainly the latest (date, file:line, field), if any.
        warnings: weaknesses that are no errors, one line each.
    """

    rows: dict[str, int]
    confidence: dict[str, int]
    sources: dict[str, int]
    facts: int
    independent: int
    newest: tuple[str, str, str] | None
    warnings: tuple[str, ...]


def sheets_of(root: Path = DATA) -> Sheets:
    """Return every table under a folder as text; Refused when the descriptor cannot be read."""
    sheets = {}
    for table in schema.package(root).tables.values():
        content = files.read(table, root)
        shown = schema.shown_path(table.path, root)
        sheets[table.name] = Sheet(table, shown, content.rows, not content.problems)
    return sheets


def summary(root: Path = DATA) -> Summary:
    """Count what the tables under a folder hold; they are taken to be sound (`check_data`)."""
    sheets = sheets_of(root)
    newest = _newest(sheets)
    facts, independent = _support(sheets)
    return Summary(
        rows={name: len(sheet.rows) for name, sheet in sheets.items()},
        confidence=_counts(list(sheets.values()), "confidence"),
        sources=_counts([sheets["sources"]], "kind"),
        facts=facts,
        independent=independent,
        newest=newest,
        warnings=tuple(warnings(sheets, dates.parse(newest[0]).earliest if newest else None)),
    )


def render_summary(root: Path = DATA, whole: bool = False) -> str:
    """Return the summary as plain text of one screen; see `summary`.

    With `whole`, warnings name every place where they hold, however long they become.
    """
    counted = summary(root)
    entries = [*counted.rows.items(), ("all tables", sum(counted.rows.values()))]
    width = max(len(name) for name, _ in entries)
    half = (len(entries) + 1) // 2
    shown = [f"{name:<{width}}  {count:>6}" for name, count in entries]
    lines = [
        "     ".join(pair).rstrip()
        for pair in zip_longest(shown[:half], shown[half:], fillvalue="")
    ]
    for title, counts in (("confidence", counted.confidence), ("sources", counted.sources)):
        listing = ", ".join(f"{name} {count}" for name, count in counts.items())
        lines.append(f"{title:<{width}}  {listing}")
    if counted.facts:
        share = f"{counted.independent} of {counted.facts} facts"
        percent = f"{counted.independent / counted.facts:.0%}"
        lines.append(f"{'two originals':<{width}}  {share} ({percent})")
    if counted.newest:
        date, where, field = counted.newest
        lines.append(f"{'newest fact':<{width}}  {date} ({where}, {field})")
    warned = [f"{'warning':<{width}}  {text}" for text in counted.warnings]
    lines += warned if whole else [_cut(line) for line in warned]
    if not whole and any(len(line) > _WIDTH for line in warned):
        lines.append(f"{'':<{width}}  all of it: .venv/bin/python -m talentwar check --all")
    return "\n".join(lines)


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 3]}..."


def _counts(sheets: list[Sheet], field: str) -> dict[str, int]:
    """Return how many rows have each value of an enumeration, in the schema's order."""
    having = [sheet for sheet in sheets if sheet.has(field)]
    order = dict.fromkeys(value for sheet in having for value in sheet.table.field(field).enum)
    found = Counter(row.cells[field] for sheet in having for row in sheet.rows)
    return {value: found[value] for value in order if found[value]}


def _support(sheets: Sheets) -> tuple[int, int]:
    """Return how many rows name sources, and how many rest on two original publishers."""
    known = {row.cells["source_id"]: Source.of(row.cells) for row in sheets["sources"].rows}
    named = [
        row.cells["source_ids"].split(schema.LIST_SEPARATOR)
        for sheet in sheets.values()
        if sheet.has("source_ids")
        for row in sheet.rows
        if row.cells["source_ids"]
    ]
    independent = sum(len(originals(known[source] for source in ids)) > 1 for ids in named)
    return len(named), independent


def _newest(sheets: Sheets) -> tuple[str, str, str] | None:
    """Return the latest dated fact of a row with sources; a law to come is none."""
    dated = [
        (span.earliest, row.cells[field.name], f"{sheet.file}:{row.line}", field.name)
        for sheet in sheets.values()
        if sheet.has("source_ids")
        for field in sheet.table.fields
        if field.role == schema.PARTIAL_DATE and not field.name.startswith("effective_")
        for row in sheet.rows
        if (span := days(row, field.name))
    ]
    return max(dated)[1:] if dated else None
