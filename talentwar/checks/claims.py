"""Checks on the ledger of claims: what it rests on exists, and its texts ask for what there is."""

import re
from collections.abc import Iterator

from talentwar import schema
from talentwar.checks.rows import Check, Sheets, each_row
from talentwar.language import languages
from talentwar.problems import Problem, nearest

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def evidence_exists(sheets: Sheets) -> Iterator[Problem]:
    """Each row that a claim is checked with stands in the table that it names."""
    keys = {
        name: {row.cells[sheet.table.primary_key[0]] for row in sheet.rows}
        for name, sheet in sheets.items()
        if sheet.complete
    }
    for sheet, row in each_row(sheets, "claims"):
        for place in filter(None, row.cells["evidence"].split(schema.LIST_SEPARATOR)):
            table, _, key = place.partition("/")
            if table not in sheets:
                hint = nearest(table, list(sheets))
                yield sheet.problem(row, "evidence", f"no such table: {table}", None, hint)
            elif key not in keys.get(table, {key}):
                message = f"no row {key} in {sheets[table].file}"
                yield sheet.problem(row, "evidence", message, None, nearest(key, keys[table]))


def texts_ask_for_what_there_is(sheets: Sheets) -> Iterator[Problem]:
    """A text has placeholders for the published value and for as many estimates as are named."""
    for sheet, row in each_row(sheets, "claims"):
        named = list(filter(None, row.cells["estimates"].split(schema.LIST_SEPARATOR)))
        known = {
            f"{what}{'' if rank == 1 else rank}"
            for rank in range(1, len(named) + 1)
            for what in ("value", "interval", "n")
        }
        published = {"published"} if row.cells["published_value"] else set()
        for stem, allowed in (("claim", published), ("reason", known)):
            for code in languages():
                field = f"{stem}_{code}"
                for name in _PLACEHOLDER.findall(row.cells[field]):
                    if name not in allowed:
                        yield sheet.problem(
                            row,
                            field,
                            f"{{{name}}} stands for nothing here",
                            ", ".join(f"{{{a}}}" for a in sorted(allowed)) or "no placeholder",
                        )
        if bool(row.cells["published_value"]) != bool(row.cells["published_unit"]):
            yield sheet.problem(row, "published_unit", "a value and its unit go together")


CHECKS: tuple[Check, ...] = (evidence_exists, texts_ask_for_what_there_is)
