"""The complete tables as pages: each row has an anchor, and links to its sources.

One page a table, written into the book's source when the book is built. Titles, order and
labels derive from `datapackage.json`; nothing about a single table is said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from talentwar import files, schema, tables
from talentwar.describe import Reader
from talentwar.files import Row
from talentwar.language import Language, languages
from talentwar.names import Names, names_of
from talentwar.schema import DATA, Field, Table
from talentwar.site.addresses import page_name, row_address, source_address
from talentwar.site.filters import filters, row_keys
from talentwar.site.templates import template

OWN_PAGE = "sources"
"""The table that has a page of another kind."""
PAGE_LENGTH = 50
PROPER_NAMES = frozenset({"person", "publisher", "lead_investors", "authors", "name"})
"""Free texts that name somebody, which no translation tool should touch."""
_NAMED = {"org_id": "organizations", "jurisdiction_id": "jurisdictions", "cohort_id": "cohorts"}
# Of a cell: lines that are usual, width of a character and of the margins in rem, and limits in
# characters; the header is bold and has a mark for the order.
_LINES, _CHARACTER, _BOLD, _MARGINS, _MARK = 3, 0.46, 0.6, 1.3, 0.9
_NARROWEST, _WIDEST, _WORD = 6, 42, 18

Link = tuple[str, str]
"""Address and text."""


@dataclass(frozen=True)
class Column:
    """A column as the page shows it.

    Attributes:
        field: the column of the table.
        title: its header in the reader's language.
        unit: unit of its values, if any.
        kind: how it sorts: ``number``, ``date`` or ``text``.
        width: width in rem that keeps most cells to a few lines.
    """

    field: Field
    title: str
    unit: str | None
    kind: str
    width: float

    @property
    def label(self) -> str:
        """The header in one line, which stands before each value on a narrow screen."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Cell:
    """What stands in a cell.

    Attributes:
        text: the value in the reader's words.
        sort: what it sorts by where that is not its text; empty for an empty cell.
        lang: language of the text where it is not that of the page.
        name: whether it is a proper name.
        code: whether it is an identifier.
        links: where it leads; their texts replace the cell's own.
    """

    text: str
    sort: str | None = None
    lang: str | None = None
    name: bool = False
    code: bool = False
    links: tuple[Link, ...] = ()


class TableRows(SphinxDirective):
    """A whole table: `{table-rows} moves`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table as HTML."""
        language = Language(self.env.config.language)
        html = rows_html(schema.table(self.arguments[0]), language)
        return [nodes.raw("", html, format="html")]


def shown_tables(root: Path = DATA) -> tuple[Table, ...]:
    """Return the tables that have a page of rows."""
    return tuple(t for t in schema.package(root).tables.values() if t.name != OWN_PAGE)


def write_pages(folder: Path, language: Language) -> None:
    """Write the source of each page into the book's folder.

    They are in no table of contents, and their rows are not in the search index, which they
    would double: the page has a filter of its own.
    """
    for table in shown_tables():
        name = page_name(table.name)
        text = (
            f"---\norphan: true\nno-search: true\n---\n\n({name})=\n"
            f"# {table.title(language.code)}\n\n{table.description(language.code)}\n\n"
            f"```{{table-rows}} {table.name}\n```\n"
        )
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def rows_html(table: Table, language: Language, root: Path = DATA) -> str:
    """Return a table with all its rows as HTML."""
    rows = files.read(table, root).rows
    fields = shown_fields(table, rows, language.code)
    teller = _Teller(table, language, root)
    told = [
        (
            _key(table, row),
            row_keys(table, row.cells),
            [teller.cell(field, row.cells) for field in fields],
        )
        for row in rows
    ]
    columns = [
        _column(field, [cells[n].text for *_, cells in told], language)
        for n, field in enumerate(fields)
    ]
    return template("rows.html").render(
        table=table,
        rows=told,
        columns=columns,
        filters=[
            (one, ",".join(str(table.filters.index(name)) for name in one.fields))
            for one in filters(table, rows, teller.reader)
        ],
        width=round(sum(column.width for column in columns), 1),
        labels=";".join(f"--c{n}:{css_string(c.label)}" for n, c in enumerate(columns, start=1)),
        page=PAGE_LENGTH,
        language=language,
        t=language.t,
        tn=language.tn,
    )


def shown_fields(table: Table, rows: Sequence[Row], code: str) -> list[Field]:
    """Return the columns a reader sees: those that tell the row first, its identifier last.

    Of a text that stands in several languages only one column is shown, of a column that is
    empty throughout none.
    """
    fields = [field for field in table.fields if _is_own(table, field.name, code)]
    fields = [field for field in fields if any(row.cells[field.name] for row in rows)]
    label = [own_field(table, name, code) for name in table.label]
    identifiers = [name for name in table.primary_key if name not in label]

    def place(field: Field) -> int:
        if field.name in label:
            return label.index(field.name)
        return len(label) + (field.name in identifiers)

    return sorted(fields, key=place)


def own_field(table: Table, name: str, code: str) -> str:
    """Return the field that holds, in a language, what ``x_en`` holds in English."""
    stem, mark, _ = name.rpartition("_")
    own = f"{stem}_{code}"
    return own if mark and _is_translated(name) and own in table.field_names else name


def css_string(text: str) -> str:
    """Return a text as a string of CSS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_translated(name: str) -> bool:
    return name.rpartition("_")[2] in languages()


def _is_own(table: Table, name: str, code: str) -> bool:
    """Return whether a column is the one for readers of a language.

    Beside ``x``, ``x_fr`` holds only what differs: its cells then take the place of those of x.
    """
    stem, _, suffix = name.rpartition("_")
    return not _is_translated(name) or (suffix == code and stem not in table.field_names)


def _key(table: Table, row: Row) -> str:
    return row.cells[table.primary_key[0]]


def _column(field: Field, texts: Sequence[str], language: Language) -> Column:
    title = field.title(language.code)
    if _is_translated(field.name):
        # "Finding (English)": on an English page that goes without saying.
        title = title.partition(" (")[0]
    kind = "text"
    if field.role == schema.PARTIAL_DATE:
        kind = "date"
    elif field.enum or field.type != "string" or field.references == "sources.source_id":
        kind = "number"
    unit = field.unit(language.code)
    # A date is read at a glance, on one line.
    lines = 1 if kind == "date" else _LINES
    return Column(field, title, unit, kind, _width(f"{title} {unit or ''}", texts, lines))


def _width(title: str, texts: Sequence[str], lines: int) -> float:
    """Return a width in rem at which nine cells in ten take few lines and no usual word breaks."""
    lengths = sorted(map(len, texts))
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    # Only at a space: a number in French has other white space inside, where it must not break.
    word = max((len(word) for text in texts for word in text.split(" ")), default=0)
    cell = max(usual / lines, min(_WORD, word), _NARROWEST)
    head = max(len(title) / _LINES, *map(len, title.split()))
    width = max(min(cell, _WIDEST) * _CHARACTER, head * _BOLD + _MARK)
    return round(width + _MARGINS, 1)


@cache
def _publishers(root: Path) -> Mapping[str, str]:
    rows = files.read(schema.table(OWN_PAGE, root), root).rows
    return {row.cells["source_id"]: row.cells["publisher"] for row in rows}


@cache
def _names(key: str, root: Path) -> Names:
    return names_of(tables.load(_NAMED[key], root), key)


def _reader(table: Table, language: Language, root: Path) -> Reader:
    """Return a reader who knows the names that a table refers to."""
    keys = {(field.references or "").rpartition(".")[2] for field in table.fields}
    return Reader(language, {key: _names(key, root) for key in sorted(keys & set(_NAMED))})


class _Teller:
    """Tells the cells of one table."""

    def __init__(self, table: Table, language: Language, root: Path) -> None:
        self.table = table
        self.language = language
        self.reader = _reader(table, language, root)
        self.publishers = _publishers(root)
        self.identifier = table.primary_key[0]

    def cell(self, field: Field, cells: Mapping[str, str]) -> Cell:
        """Return what a field of a row holds."""
        value = cells.get(f"{field.name}_{self.language.code}") or cells[field.name]
        if not value:
            return Cell("", "")
        if field.role == schema.LIST:
            return self._list(field, value.split(schema.LIST_SEPARATOR))
        if field.name == self.identifier and field.references is None:
            return Cell(value, code=True, links=((f"#{value}", value),))
        text = self.reader.cell(field, value)
        if field.enum:
            return Cell(text, str(field.enum.index(value)))
        if field.type == "boolean":
            return Cell(text, str(int(value == "true")))
        if field.role == schema.PARTIAL_DATE:
            return Cell(text, value.partition("/")[0])
        if field.type in ("integer", "number"):
            return Cell(self._number(field, value), value)
        return self._text(field, value, text)

    def _list(self, field: Field, keys: Sequence[str]) -> Cell:
        if field.references == "sources.source_id":
            links = tuple((source_address(key), self.publishers[key]) for key in keys)
            return Cell(" ".join(text for _, text in links), str(len(keys)), links=links)
        target = (field.references or "").rpartition(".")[2]
        names = self.reader.names[target]
        texts = [names[key][self.language.code] for key in keys]
        return Cell(self.language.series(texts), name=True)

    def _text(self, field: Field, value: str, text: str) -> Cell:
        if value.startswith(("https://", "http://")):
            return Cell(text, links=((value, value),))
        table, _, column = (field.references or "").rpartition(".")
        if table and column not in self.reader.names:
            return Cell(text, code=True, links=((row_address(table, value), text),))
        if field.references or field.pattern:
            return Cell(text, name=True)
        foreign = not self._bilingual(field) and self.language.code != schema.SOURCE_LANGUAGE
        lang = schema.SOURCE_LANGUAGE if foreign else None
        return Cell(text, lang=lang, name=field.name in PROPER_NAMES)

    def _bilingual(self, field: Field) -> bool:
        versions = (f"{field.name}_{code}" for code in languages())
        return _is_translated(field.name) or any(v in self.table.field_names for v in versions)

    def _number(self, field: Field, value: str) -> str:
        """Write a number with all the digits it has in the table; a year without separators."""
        if field.role == schema.YEAR:
            return value
        exponent = Decimal(value).as_tuple().exponent
        return self.language.number(float(value), max(0, -int(exponent)))
