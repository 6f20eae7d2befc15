"""What `data/datapackage.json` says about the tables: the one schema everything else derives from.

Read with the standard library alone, so that a chapter does not pay for a validator it does not
use. Whether the descriptor keeps its own conventions is the business of `talentwar.checks`.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from talentwar.problems import Problem, Refused, listed, nearest, quoted

DATA = Path(__file__).resolve().parents[1] / "data"
DESCRIPTOR = "datapackage.json"
# What is published with the tables.
COMPANIONS = (DESCRIPTOR, "LICENSE.md", "QUALITY.md", "QUALITY.fr.md")
SOURCE_LANGUAGE = "en"

PARTIAL_DATE = "partial-date"
LIST = "list"
YEAR = "year"
LIST_SEPARATOR = ";"

Texts = Mapping[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes:
        name: name in the header of the file.
        type: Table Schema type (string, integer, number, boolean).
        titles, descriptions: text per language.
        enum_labels: per language, the label of each value.
        units: unit of the value per language; empty when it has none.
        enum: the values allowed, in order; empty when any is.
        required, unique: whether the cell must be filled, must differ in every row.
        pattern, minimum, maximum: further limits, if any.
        role: ``partial-date``, ``list`` or ``year``, if the value is read in a way of its own.
        references: ``table.field`` that the value (or each item of a list) must name, if any.
    """

    name: str
    type: str
    titles: Texts
    descriptions: Texts
    enum_labels: Mapping[str, Texts]
    units: Texts = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    enum: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    role: str | None = None
    references: str | None = None

    def title(self, lang: str) -> str:
        """Return the column's title in a language; KeyError when it has none."""
        return _in_language(self.titles, lang, f"title of field {self.name}")

    def description(self, lang: str) -> str:
        """Return what the column holds in a language; KeyError when it is not said."""
        return _in_language(self.descriptions, lang, f"description of field {self.name}")

    def unit(self, lang: str) -> str | None:
        """Return the column's unit in a language, None when it has none; KeyError when unsaid."""
        return _in_language(self.units, lang, f"unit of field {self.name}") if self.units else None

    def labels(self, lang: str) -> dict[str, str]:
        """Return what a reader sees for each value of the enumeration, in the schema's order.

        Empty for a field that is no enumeration. KeyError when a label is missing.
        """
        if not self.enum:
            return {}
        labels = _in_language(self.enum_labels, lang, f"labels of field {self.name}")
        return {
            value: _in_language(labels, value, f"{lang} labels of field {self.name}")
            for value in self.enum
        }


@dataclass(frozen=True)
class Table:
    """One table: where it is and what its columns mean.

    Attributes:
        name: name in the data package, and of the file.
        path: the file.
        titles, descriptions: text per language.
        fields: the columns, in the order of the file.
        primary_key: columns that identify a row.
        label: columns that tell a reader which row it is.
        filters: columns by whose values a reader can choose rows.
    """

    name: str
    path: Path
    titles: Texts
    descriptions: Texts
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    label: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        """Return the table's title in a language; KeyError when it has none."""
        return _in_language(self.titles, lang, f"title of table {self.name}")

    def description(self, lang: str) -> str:
        """Return what a row of the table is, in a language; KeyError when it is not said."""
        return _in_language(self.descriptions, lang, f"description of table {self.name}")

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the file."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return a column by name; KeyError, with the nearest name, when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        hint = nearest(name, self.field_names)
        raise KeyError(f"table {self.name} has no field {name}" + (f"; {hint}" if hint else ""))


Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Package:
    """The data package: its texts, its version and its tables by name."""

    name: str
    version: str
    titles: Texts
    descriptions: Texts
    licences: tuple[str, ...]
    tables: Tables

    def title(self, lang: str) -> str:
        """Return the title of the data in a language; KeyError when it has none."""
        return _in_language(self.titles, lang, "title of the data package")

    def description(self, lang: str) -> str:
        """Return the description of the data in a language; KeyError when it has none."""
        return _in_language(self.descriptions, lang, "description of the data package")


def package(root: Path = DATA) -> Package:
    """Return the data package under a folder; read again only when the descriptor changed.

    Raises:
        Refused: the descriptor is missing, is no JSON, or lacks what names tables and fields.
    """
    path = root / DESCRIPTOR
    return _package(path, *file_state(path, root))


def table(name: str, root: Path = DATA) -> Table:
    """Return what the schema says about one table; Refused when it describes no such table."""
    known = package(root).tables
    if name in known:
        return known[name]
    raise Refused(
        [
            Problem(
                shown_path(root / DESCRIPTOR, root),
                "no such table",
                field="resources",
                value=name,
                allowed=listed(list(known)),
                hint=nearest(name, known),
            )
        ]
    )


def descriptor(root: Path = DATA) -> dict[str, Any]:
    """Return the descriptor as it stands; Refused when it is missing or is no JSON object."""
    path = root / DESCRIPTOR
    shown = shown_path(path, root)
    file_state(path, root)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise Refused(
            [Problem(shown, f"not valid JSON: {error.msg}", line=error.lineno)]
        ) from error
    except UnicodeDecodeError as error:
        raise Refused([Problem(shown, "not UTF-8", hint="save the file as UTF-8")]) from error
    if not isinstance(raw, dict):
        raise Refused([Problem(shown, "not a JSON object", line=1)])
    return raw


def shown_path(path: Path, root: Path) -> str:
    """Return a file's path as the editor knows it: from the folder that holds `root`."""
    return path.relative_to(root.parent).as_posix()


def file_state(path: Path, root: Path) -> tuple[int, int]:
    """Return (time of change in ns, size in bytes), which together key what is cached of a file.

    Raises:
        Refused: the file is missing.
    """
    try:
        state = path.stat()
    except FileNotFoundError as error:
        raise Refused([Problem(shown_path(path, root), "the file is missing")]) from error
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=64)
def _package(path: Path, _changed: int, _size: int) -> Package:
    root = path.parent
    raw = descriptor(root)
    try:
        tables = [_table(resource, root) for resource in _get(raw, "resources", list)]
        return Package(
            name=_get(raw, "name", str),
            version=_get(raw, "version", str),
            titles=_texts(raw, "title"),
            descriptions=_texts(raw, "description"),
            licences=tuple(
                _get(licence, "name", str) for licence in _get(raw, "licenses", list, [])
            ),
            tables=MappingProxyType({entry.name: entry for entry in tables}),
        )
    except _MisshapenError as error:
        shown = shown_path(path, root)
        raise Refused([Problem(shown, f"not a data package of tables: {error}")]) from error


class _MisshapenError(Exception):
    """A part of the descriptor is missing or is not what it should be."""


def _table(resource: Any, root: Path) -> Table:
    name = _get(resource, "name", str)
    own = _get(resource, "schema", dict)
    references = dict(_foreign_key(key, name) for key in _get(own, "foreignKeys", list, []))
    fields = tuple(_field(field, name, references) for field in _get(own, "fields", list))
    key = _names(own, "primaryKey", [])
    if not fields or not set(key) <= {field.name for field in fields}:
        raise _MisshapenError(f"table {name} has no fields, or a primary key that is none of them")
    return Table(
        name=name,
        path=root / _get(resource, "path", str),
        titles=_texts(resource, "title"),
        descriptions=_texts(resource, "description"),
        fields=fields,
        primary_key=key,
        label=_names(resource, "talentwar:label", []),
        filters=_names(resource, "talentwar:filters", []),
    )


def _foreign_key(raw: Any, table: str) -> tuple[str, str]:
    """Return the referring field and what it refers to, as `table.field`."""
    reference = _get(raw, "reference", dict)
    fields, targets = _names(raw, "fields"), _names(reference, "fields")
    if len(fields) != 1 or len(targets) != 1:
        raise _MisshapenError(f"a foreign key of table {table} is not of one field")
    # To the standard, no name means the table itself.
    return fields[0], f"{_get(reference, 'resource', str) or table}.{targets[0]}"


def _field(raw: Any, table: str, foreign: Mapping[str, str]) -> Field:
    name = _get(raw, "name", str)
    limits = _get(raw, "constraints", dict, {})
    labels = {lang: _labels(texts) for lang, texts in _get(raw, "labels", dict, {}).items()}
    enum = _get(limits, "enum", list, [])
    if not all(isinstance(value, str) for value in enum):
        raise _MisshapenError(f"the enum of {table}.{name} holds something that is no text")
    return Field(
        name=name,
        type=_get(raw, "type", str),
        titles=_texts(raw, "title"),
        descriptions=_texts(raw, "description"),
        enum_labels=MappingProxyType(labels),
        units=_texts(raw, "unit"),
        enum=tuple(enum),
        required=_get(limits, "required", bool, False),
        unique=_get(limits, "unique", bool, False),
        pattern=_get(limits, "pattern", str, None),
        minimum=_get(limits, "minimum", (int, float), None),
        maximum=_get(limits, "maximum", (int, float), None),
        role=_get(raw, "talentwar:role", str, None),
        references=foreign.get(name, _get(raw, "talentwar:references", str, None)),
    )


def _labels(texts: Any) -> Texts:
    """Return the labels of an enumeration in one language."""
    if not isinstance(texts, dict):
        raise _MisshapenError(f"labels are {quoted(str(texts))} in one language")
    return MappingProxyType({value: _get(texts, value, str) for value in texts})


def _texts(raw: Any, key: str) -> Texts:
    """Collect `title`, `title_fr`, ... into one text per language."""
    found = {SOURCE_LANGUAGE: _get(raw, key, str)} if key in raw else {}
    prefix = f"{key}_"
    names = [name for name in raw if name.startswith(prefix)]
    return MappingProxyType(
        found | {name.removeprefix(prefix): _get(raw, name, str) for name in names}
    )


_ABSENT = object()


def _get(raw: Any, key: str, kind: type | tuple[type, ...], default: Any = _ABSENT) -> Any:
    """Return a part of the descriptor that must be of a kind; a missing part gives the default."""
    where = raw.get("name", "") if isinstance(raw, dict) else ""
    place = f'of "{where}"' if where else "of a part"
    if not isinstance(raw, dict):
        raise _MisshapenError(f"{key} is looked for in {quoted(str(raw))}, which is no object")
    if key not in raw and default is not _ABSENT:
        return default
    if not isinstance(raw.get(key), kind):
        what = "missing" if key not in raw else f"of the wrong kind ({quoted(str(raw[key]))})"
        raise _MisshapenError(f"{key} {place} is {what}")
    return raw[key]


def _names(raw: Any, key: str, default: Any = _ABSENT) -> tuple[str, ...]:
    """Return field names, which Table Schema writes as one text or as a list."""
    names = _get(raw, key, (str, list), default)
    names = [names] if isinstance(names, str) else names
    if not all(isinstance(name, str) for name in names):
        raise _MisshapenError(f"{key} holds something that is no text")
    return tuple(names)


def _in_language(texts: Mapping[str, _T], key: str, what: str) -> _T:
    if key not in texts:
        raise KeyError(f"no {key} in the {what}; there is {listed(sorted(texts)) or 'none'}")
    return texts[key]
