"""The table files as text: reading them line by line, and the one form they are kept in.

A record is one line (no cell holds a line break), so a quote that is never closed spoils its own
line only, and every problem has a line number that an editor can trust.
"""

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from talentwar import schema
from talentwar.problems import Problem, Refused, nearest
from talentwar.schema import DATA, Table

BOM = b"\xef\xbb\xbf"
FORMAT_COMMAND = "run `make format-data`"


@dataclass(frozen=True)
class Row:
    """One record: the line it stands on and its cells by column; an empty cell is ""."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Content:
    """What could be read of a table, and what could not."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read(table: Table, root: Path) -> Content:
    """Return the rows of a table and the problems that kept others from being read.

    Raises nothing: a file that cannot be read at all gives no rows and says why.
    """
    shown = schema.shown_path(table.path, root)
    try:
        text = _decoded(table.path.read_bytes(), shown)
    except FileNotFoundError:
        return Content((), (Problem(shown, "the file is missing"),))
    except Refused as refused:
        return Content((), tuple(refused.problems))
    if not text.strip():
        return Content((), (Problem(shown, "the file is empty", line=1),))
    # Not splitlines(), which also breaks at characters that a cell may hold.
    lines = text.removesuffix("\n").split("\n")
    records = [_record(line, number, shown) for number, line in enumerate(lines, start=1)]
    header = records[0]
    faults = [header] if isinstance(header, Problem) else _header_problems(header, table, shown)
    if isinstance(header, Problem) or faults:
        return Content((), tuple(faults))
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, record in enumerate(records[1:], start=2):
        checked = _row(record, number, table, shown)
        if isinstance(checked, Row):
            rows.append(checked)
        else:
            problems.append(checked)
    return Content(tuple(rows), tuple(problems))


def canonical(table: Table, rows: Iterable[Row]) -> str:
    """Return the text a table is kept as: sorted by primary key, LF, quotes only where needed."""
    key = table.primary_key or table.field_names
    ordered = sorted(rows, key=lambda row: tuple(row.cells[name] for name in key))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(table.field_names)
    writer.writerows([row.cells[name] for name in table.field_names] for row in ordered)
    return out.getvalue()


def form_problems(table: Table, root: Path) -> list[Problem]:
    """Return how a readable file differs from the form it is kept in; see `format_tables`."""
    content = read(table, root)
    if content.problems:
        return []
    shown = schema.shown_path(table.path, root)
    data = table.path.read_bytes()
    found: list[Problem] = []
    if data.startswith(BOM):
        message = "starts with a byte order mark (BOM)"
        found.append(Problem(shown, message, line=1, hint=FORMAT_COMMAND))
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        message = "lines end with CRLF instead of LF"
        found.append(Problem(shown, message, line=line, hint=FORMAT_COMMAND))
    unsorted = _first_unsorted(table, content.rows, shown)
    if unsorted:
        found.append(unsorted)
    if not found and data.decode("utf-8") != canonical(table, content.rows):
        found.append(_misformed(data, table, content.rows, shown))
    return found


def format_tables(root: Path = DATA) -> list[Path]:
    """Rewrite every table in the one form it is kept in; return the files that changed.

    Nothing is written unless every table can be read.

    Raises:
        Refused: the descriptor or a table cannot be read; with all the lines concerned.
    """
    tables = schema.package(root).tables.values()
    contents = [read(table, root) for table in tables]
    problems = [problem for content in contents for problem in content.problems]
    if problems:
        raise Refused(problems)
    changed: list[Path] = []
    for table, content in zip(tables, contents, strict=True):
        data = canonical(table, content.rows).encode("utf-8")
        if data != table.path.read_bytes():
            # Through a temporary file, so that an interruption cannot leave half a table.
            temporary = table.path.with_name(f".{table.path.name}.new")
            temporary.write_bytes(data)
            os.replace(temporary, table.path)  # noqa: PTH105 - same call, but atomic by contract
            changed.append(table.path)
    return changed


def _decoded(data: bytes, shown: str) -> str:
    """Return the text without byte order mark and with LF; Refused when it is not UTF-8."""
    data = data.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            [
                Problem(
                    shown,
                    "not UTF-8",
                    line=line,
                    value=f"byte 0x{data[error.start]:02x}",
                    hint="save the file as UTF-8",
                )
            ]
        ) from error
    return text


def _record(line: str, number: int, shown: str) -> list[str] | Problem:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        return Problem(
            shown,
            f"unbalanced quotes ({error})",
            line=number,
            value=line,
            allowed='a comma or a quote only inside "...", a quote there doubled, no line break',
        )


def _row(record: list[str] | Problem, number: int, table: Table, shown: str) -> Row | Problem:
    if isinstance(record, Problem):
        return record
    if not any(record):
        return Problem(shown, "the row is blank", line=number, hint="delete the line")
    names = table.field_names
    if len(record) != len(names):
        return Problem(
            shown,
            f"{len(record)} cells where {len(names)} are expected",
            line=number,
            value=",".join(record),
            hint="a text with a comma needs quotes" if len(record) > len(names) else None,
        )
    return Row(number, dict(zip(names, record, strict=True)))


def _header_problems(header: list[str], table: Table, shown: str) -> list[Problem]:
    """Return what is wrong with the header; rows are not read under a header that is not right."""
    names = table.field_names
    found = [
        Problem(shown, "the column is missing", line=1, field=name)
        for name in names
        if name not in header
    ]
    found += [
        Problem(
            shown, "no such column in the schema", line=1, field=name, hint=nearest(name, names)
        )
        for name in dict.fromkeys(header)
        if name not in names
    ]
    found += [
        Problem(shown, "the column stands twice", line=1, field=name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if not found and tuple(header) != names:
        message = "the columns are in another order than in the schema"
        found.append(
            Problem(shown, message, line=1, value=",".join(header), allowed=",".join(names))
        )
    return found


def _first_unsorted(table: Table, rows: tuple[Row, ...], shown: str) -> Problem | None:
    for before, row in pairwise(rows):
        keys = [tuple(r.cells[name] for name in table.primary_key) for r in (before, row)]
        if keys[1] < keys[0]:
            return Problem(
                shown,
                f'not sorted by primary key: comes after "{",".join(keys[0])}"',
                line=row.line,
                field=",".join(table.primary_key),
                value=",".join(keys[1]),
                hint=FORMAT_COMMAND,
            )
    return None


def _misformed(data: bytes, table: Table, rows: tuple[Row, ...], shown: str) -> Problem:
    """Return the first line that is quoted, or ended, otherwise than this project writes it."""
    found = data.decode("utf-8").split("\n")
    expected = canonical(table, rows).split("\n")
    pairs = enumerate(zip_longest(found, expected), start=1)
    line = next(number for number, (is_, ought) in pairs if is_ != ought)
    message = "not in the form the tables are kept in (quotes only where needed, one LF at the end)"
    return Problem(shown, message, line=line, hint=FORMAT_COMMAND)
