"""What a reader can choose the rows of a table by: organisation, period, function and so on.

Which columns serve is said by ``talentwar:filters`` in `datapackage.json`. The page holds the
choices and, for each row, its keys; `tables.js` shows the rows whose keys hold all that is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentwar import schema
from talentwar.dates import parse
from talentwar.describe import Reader
from talentwar.files import Row
from talentwar.schema import Field, Table

SINCE, UNTIL = "since", "until"
"""The two filters of a date, by year, which have the names of the parameters of the chapters."""
_CHOICE = "choice"

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Filter:
    """One choice that a reader has.

    Attributes:
        name: its name in the address of the page.
        title: its label in the reader's language.
        kind: ``choice`` (a row has this key), ``since`` or ``until`` (its years reach so far).
        fields: the columns whose keys it looks at.
        options: what can be chosen: key and label in the reader's language.
    """

    name: str
    title: str
    kind: str
    fields: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def filters(table: Table, rows: Sequence[Row], reader: Reader) -> list[Filter]:
    """Return what the rows of a table can be chosen by, with the choices that occur in them.

    Columns that refer to one table, as origin and destination do, also serve together.
    """
    fields = [table.field(name) for name in table.filters]
    targets: dict[str, list[Field]] = {}
    for field in fields:
        if field.references:
            targets.setdefault(field.references.partition(".")[0], []).append(field)
    found = [
        _choice(target, _either(own, reader), own, rows, reader)
        for target, own in targets.items()
        if len(own) > 1
    ]
    for field in fields:
        title = field.title(reader.language.code)
        if field.role == schema.PARTIAL_DATE:
            found += _period(field, rows, reader)
        else:
            found.append(_choice(field.name.removesuffix("_id"), title, [field], rows, reader))
    return found


def row_keys(table: Table, cells: Cells) -> str:
    """Return the keys of a row, column by column of ``table.filters``, parted by bars.

    Of a date these are the first and the last year that it can stand for.
    """
    return "|".join(" ".join(_keys(table.field(name), cells)) for name in table.filters)


def _keys(field: Field, cells: Cells) -> list[str]:
    value = cells[field.name]
    if not value:
        return []
    if field.role == schema.PARTIAL_DATE:
        span = parse(value)
        return [f"{span.earliest:%Y}", f"{span.latest:%Y}"]
    return value.split(schema.LIST_SEPARATOR) if field.role == schema.LIST else [value]


def _either(fields: Sequence[Field], reader: Reader) -> str:
    first, *others = (field.title(reader.language.code) for field in fields)
    return reader.language.t("table.either", first=first, others=", ".join(others).lower())


def _choice(
    name: str, title: str, fields: Sequence[Field], rows: Sequence[Row], reader: Reader
) -> Filter:
    keys = {key for field in fields for row in rows for key in _keys(field, row.cells)}
    enum = fields[0].enum
    labels = {key: _label(fields[0], key, reader) for key in keys}
    order = (
        sorted(keys, key=enum.index)
        if enum
        else sorted(keys, key=lambda key: (reader.language.sort_key(labels[key]), key))
    )
    options = tuple((key, labels[key]) for key in order)
    return Filter(name, title, _CHOICE, tuple(field.name for field in fields), options)


def _label(field: Field, key: str, reader: Reader) -> str:
    target = (field.references or "").rpartition(".")[2]
    if target in reader.names:
        return reader.names[target][key][reader.language.code]
    return reader.cell(field, key)


def _period(field: Field, rows: Sequence[Row], reader: Reader) -> list[Filter]:
    years = sorted({key for row in rows for key in _keys(field, row.cells)})
    options = tuple((year, year) for year in years)
    return [
        Filter(kind, reader.language.t(f"table.{kind}"), kind, (field.name,), options)
        for kind in (SINCE, UNTIL)
    ]
