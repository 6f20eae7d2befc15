"""What the standard says of the data: frictionless on the descriptor and the rows, in our words.

Imported by the checks only: nothing that computes pays for the validator.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import Error, Package, errors

from talentwar import schema
from talentwar.checks.rows import Sheet, Sheets
from talentwar.problems import Problem, listed, nearest
from talentwar.schema import Field

Descriptor = Mapping[str, Any]

_CONSTRAINT = re.compile(r'constraint "(\w+)" is')
_POSITION = re.compile(r"position (\d+)$")
_THOUSANDS = re.compile(r"-?\d{1,3}([,\u00a0\u202f\u2009' ]\d{3})+([.,]\d+)?")


def check_descriptor(raw: Descriptor, file: str) -> list[Problem]:
    """Return where a descriptor is no valid Data Package; `file` is its path as shown."""
    report = Package.validate_descriptor(dict(raw))
    return [Problem(file, f"{error.title}: {error.note}") for error in report.errors]


def check_rows(raw: Descriptor, sheets: Sheets) -> list[Problem]:
    """Return what of each table does not conform to its schema.

    The rows are handed over as they were read, so that all checks speak of the same cells. A
    reference to a table that could not be read whole is not followed.
    """
    resources = [_inline(resource, sheets) for resource in raw["resources"]]
    package = Package.from_descriptor({"name": raw["name"], "resources": resources})
    found: list[Problem] = []
    for name, sheet in sheets.items():
        report = package.get_resource(name).validate(limit_errors=0)
        for task in report.tasks:
            found += [
                problem for error in task.errors for problem in _problems(error, sheet, sheets)
            ]
    return found


def _inline(resource: Descriptor, sheets: Sheets) -> dict[str, Any]:
    """Return the resource with its rows inside, and only the foreign keys that can be followed."""
    sheet = sheets[resource["name"]]
    names = sheet.table.field_names
    # Frictionless calls a table without rows invalid; whether it may be empty is no matter of form.
    rows = [[row.cells[name] for name in names] for row in sheet.rows]
    own = dict(resource["schema"])
    own["foreignKeys"] = [
        key for key in own.get("foreignKeys", []) if _whole(key["reference"]["resource"], sheets)
    ]
    return {"name": resource["name"], "data": [list(names), *rows], "schema": own}


def _whole(name: str, sheets: Sheets) -> bool:
    return not name or sheets[name].complete


def _problems(error: Error, sheet: Sheet, sheets: Sheets) -> Iterator[Problem]:
    """Say one error of frictionless as problems of ours."""
    if not isinstance(error, errors.RowError):
        yield Problem(sheet.file, error.message)
        return
    # Its row 1 is the header; ours are counted by the line they stand on.
    row = sheet.rows[error.row_number - 2]
    if isinstance(error, errors.ForeignKeyError):
        yield _reference(error, sheet, sheets)
    elif isinstance(error, errors.PrimaryKeyError):
        # A key that is empty is already told as a required value that is missing.
        if all(row.cells[name] for name in sheet.table.primary_key):
            yield sheet.problem(row, sheet.table.primary_key[0], _repeated(error, sheet))
    elif isinstance(error, errors.UniqueError):
        if error.field_name not in sheet.table.primary_key:
            yield sheet.problem(row, error.field_name, _repeated(error, sheet))
    elif isinstance(error, errors.TypeError):
        field = sheet.table.field(error.field_name)
        value = row.cells[field.name]
        hint = "write it without thousands separators" if _THOUSANDS.fullmatch(value) else None
        yield sheet.problem(row, field.name, f"not of type {field.type}", None, hint)
    elif isinstance(error, errors.ConstraintError):
        yield from _constraint(error, sheet)
    elif isinstance(error, errors.CellError):
        yield sheet.problem(row, error.field_name, error.note)
    else:
        yield Problem(sheet.file, error.message, row.line)


def _constraint(error: errors.ConstraintError, sheet: Sheet) -> Iterator[Problem]:
    row, field = sheet.rows[error.row_number - 2], sheet.table.field(error.field_name)
    found = _CONSTRAINT.search(error.note)
    match found and found[1]:
        case "required":
            yield sheet.problem(row, field.name, "must not be empty")
        case "enum":
            hint = nearest(row.cells[field.name], field.enum)
            allowed = listed(field.enum)
            yield sheet.problem(row, field.name, "not an allowed value", allowed, hint)
        case "pattern" if field.role == schema.PARTIAL_DATE:
            return  # the loader's own words on dates say more
        case "pattern":
            yield sheet.problem(row, field.name, "not in the form of this field", field.pattern)
        case "minimum" | "maximum":
            yield sheet.problem(row, field.name, "out of range", _range(field))
        case _:
            yield sheet.problem(row, field.name, error.note)


def _reference(error: errors.ForeignKeyError, sheet: Sheet, sheets: Sheets) -> Problem:
    row = sheet.rows[error.row_number - 2]
    target = sheets[error.reference_name or sheet.table.name]
    column = error.reference_field_names[0]
    known = [other.cells[column] for other in target.rows]
    value = error.field_cells[0]
    hint = nearest(value, known) or f"add it to {target.file} first"
    message = f"no such {column} in {target.table.name}"
    return sheet.problem(row, error.field_names[0], message, None, hint)


def _repeated(error: errors.RowError, sheet: Sheet) -> str:
    """Return in which line a value that must not repeat stands already."""
    position = _POSITION.search(error.note)
    if position is None:
        return error.note
    return f"stands already in line {sheet.rows[int(position[1]) - 2].line}"


def _range(field: Field) -> str:
    low = "" if field.minimum is None else f"from {field.minimum:g}"
    high = "" if field.maximum is None else f"to {field.maximum:g}"
    return f"{low} {high}".strip()
