"""The curated tables as data frames, typed by the schema.

Loading converts and refuses what it cannot convert: a value outside its enumeration must not turn
into a missing one on the way. It does not validate beyond that; see `talentwar.checks`.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from talentwar import dates, files, schema
from talentwar.problems import Problem, Refused, listed, nearest
from talentwar.schema import DATA, Field, Table

__all__ = ["DATA", "explode_sources", "load", "misfits", "split_ids"]

# Narrower than Table Schema, which also takes NaN, INF, TRUE and 1: one way to write a value.
FORMS = {
    "integer": re.compile(r"-?\d+", re.ASCII),
    "number": re.compile(r"-?\d+(\.\d+)?", re.ASCII),
    "boolean": re.compile(r"true|false"),
}


def load(name: str, root: Path = DATA) -> pd.DataFrame:
    """Return one table, its columns typed by the schema and in the schema's order.

    Enumerations become ordered categoricals, integers Int64, numbers float64, booleans boolean,
    all other fields text (`str`, missing as NaN). A partial date `x` keeps its text and is followed
    by `x_earliest` and `x_latest` (datetime64[s]), the first and last day it can stand for. Lists
    stay text; see `split_ids`. The frame is the caller's own: changing it changes nothing else.

    Args:
        name: a table of the data package, such as ``moves``.
        root: folder that holds `datapackage.json`.

    Raises:
        Refused: no such table, no such file, other columns than the schema says, or values that
            are not of their type; each with file, line and value.
    """
    table = schema.table(name, root)
    descriptor = root / schema.DESCRIPTOR
    return _load(
        name,
        root,
        (*schema.file_state(descriptor, root), *schema.file_state(table.path, root)),
    ).copy()


def split_ids(series: "pd.Series[str]") -> "pd.Series[Any]":
    """Return each cell of a list field as a list of ids; an empty list where it is missing."""
    return series.map(
        lambda cell: [] if pd.isna(cell) else str(cell).split(schema.LIST_SEPARATOR)
    ).astype("object")


def explode_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each source of each row, as `source_id` in place of `source_ids`.

    The index repeats that of `frame`, so that a row can be found again. A row without sources
    stays, its `source_id` missing.
    """
    position = list(frame.columns).index("source_ids")
    exploded = frame.assign(source_ids=split_ids(frame["source_ids"])).explode("source_ids")
    sources = exploded.pop("source_ids").astype("str")
    exploded.insert(position, "source_id", sources)
    return exploded


# Keyed by the state of both files: a table edited while a notebook is open is read again.
@lru_cache(maxsize=128)
def _load(name: str, root: Path, _state: tuple[int, ...]) -> pd.DataFrame:
    table = schema.table(name, root)
    content = files.read(table, root)
    problems = list(content.problems) or misfits(table, content.rows, root)
    if problems:
        raise Refused(problems)
    columns: dict[str, pd.Series[Any]] = {}
    for field in table.fields:
        texts = pd.Series([row.cells[field.name] or None for row in content.rows], dtype="str")
        columns[field.name] = _typed(texts, field)
        if field.role == schema.PARTIAL_DATE:
            for name_of_bound, days in dates.bounds(texts).items():
                columns[f"{field.name}_{name_of_bound}"] = days
    return pd.DataFrame(columns)


def misfits(table: Table, rows: tuple[files.Row, ...], root: Path) -> list[Problem]:
    """Return a problem for each value that is not of its field's type."""
    return [
        Problem(
            schema.shown_path(table.path, root),
            fault,
            line=row.line,
            field=field.name,
            value=value,
            allowed=listed(field.enum) if field.enum else None,
            hint=nearest(value, field.enum),
        )
        for field in table.fields
        for row in rows
        if (value := row.cells[field.name]) and (fault := _misfit(value, field))
    ]


def _misfit(value: str, field: Field) -> str | None:
    """Return what keeps a value from being of the field's type, None when nothing does."""
    if field.enum and value not in field.enum:
        return "not an allowed value"
    if field.role == schema.PARTIAL_DATE:
        try:
            dates.parse(value)
        except ValueError as error:
            return str(error)
    form = FORMS.get(field.type)
    return None if form is None or form.fullmatch(value) else f"not of type {field.type}"


def _typed(texts: "pd.Series[str]", field: Field) -> "pd.Series[Any]":
    """Convert the texts of a column, which `_misfit` has found convertible."""
    if field.enum:
        return texts.astype(pd.CategoricalDtype(list(field.enum), ordered=True))
    match field.type:
        case "integer":
            return pd.Series([pd.NA if pd.isna(t) else int(t) for t in texts], dtype="Int64")
        case "number":
            return pd.Series([None if pd.isna(t) else float(t) for t in texts], dtype="float64")
        case "boolean":
            return pd.Series([pd.NA if pd.isna(t) else t == "true" for t in texts], dtype="boolean")
        case _:
            return texts
