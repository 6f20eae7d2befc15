"""Everything `make check` says about the data: one run, all problems, none raised.

In order: the descriptor, the files as bytes and lines, the schema (by frictionless), the cells, and
what rows say against each other. A check that would only repeat the fault of an earlier one is left
out.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from talentwar import files, schema, tables
from talentwar.checks import (
    careers,
    claims,
    conventions,
    founding,
    law,
    money,
    provenance,
    rows,
    standard,
)
from talentwar.checks.rows import Sheet, Sheets
from talentwar.problems import Problem, Refused
from talentwar.schema import DATA

Cell = tuple[str, int | None, str | None]

_MARKUP = re.compile(r"<(/?[A-Za-z]|!)")
_FORMULA = re.compile(r"[=+@\t]|-(?!\d)")


def check_data(root: Path = DATA) -> list[Problem]:
    """Return every problem of the data package under a folder; empty when all is well."""
    try:
        package, raw = schema.package(root), schema.descriptor(root)
    except Refused as refused:
        return refused.problems
    shown = schema.shown_path(root / schema.DESCRIPTOR, root)
    faults = standard.check_descriptor(raw, shown) + conventions.check_structure(package, shown)
    problems = faults + conventions.check_texts(package, shown) + [*_strangers(root, package)]
    sheets: dict[str, Sheet] = {}
    for table in package.tables.values():
        content = files.read(table, root)
        problems += [*content.problems, *files.form_problems(table, root)]
        file = schema.shown_path(table.path, root)
        sheets[table.name] = Sheet(table, file, content.rows, not content.problems)
    if faults:
        # What a descriptor that cannot be relied on says of the rows is not worth reading.
        return problems
    found = standard.check_rows(raw, sheets)
    told = {_cell(problem) for problem in found}
    found += [p for p in _cell_problems(sheets, root) if _cell(p) not in told]
    for module in (rows, provenance, careers, founding, money, law, claims):
        for check in module.CHECKS:
            found += check(sheets)
    place = {sheet.file: number for number, sheet in enumerate(sheets.values())}
    return problems + sorted(found, key=lambda p: (place[p.file], p.line or 0))


def _cell(problem: Problem) -> Cell:
    return problem.file, problem.line, problem.field


def _strangers(root: Path, package: schema.Package) -> Iterator[Problem]:
    """Files beside the tables that the descriptor does not know."""
    described = {table.path for table in package.tables.values()}
    folder = root / "tables"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path not in described:
            hint = f"describe it in {schema.DESCRIPTOR}, or remove it"
            yield Problem(schema.shown_path(path, root), "not described", hint=hint)


def _cell_problems(sheets: Sheets, root: Path) -> Iterator[Problem]:
    """Values the loader would refuse, and cells that would harm or mislead whoever opens them."""
    for sheet in sheets.values():
        yield from tables.misfits(sheet.table, sheet.rows, root)
        for row in sheet.rows:
            for field, value in row.cells.items():
                for message, hint in _untidy(value):
                    yield sheet.problem(row, field, message, None, hint)


def _untidy(value: str) -> Iterator[tuple[str, str | None]]:
    """Return (what is wrong, hint) of the text of a cell, whatever its field."""
    if value != value.strip():
        yield "begins or ends with a blank", "delete the blank"
    if "  " in value:
        yield "has two blanks in a row", "delete one"
    if _FORMULA.match(value):
        yield "looks like a formula to a spreadsheet", "begin the text with a letter or a digit"
    if _MARKUP.search(value):
        yield "holds markup", "write plain text"
    hidden = [char for char in value if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn")]
    if hidden:
        names = ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in hidden))
        yield f"holds invisible characters ({names})", "delete them"
    if unicodedata.normalize("NFC", value) != value:
        yield "accents are written as separate characters", "type the word again (Unicode NFC)"
