"""The pages that show whole tables: complete, escaped, sortable, each row with its sources."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest
import tiny

from talentwar import schema, tables
from talentwar.language import Language
from talentwar.pipeline.paths import BOOK
from talentwar.schema import Table
from talentwar.site.addresses import row_address
from talentwar.site.rows import css_string, rows_html, shown_tables, write_pages

CODES = ("en", "fr")
TABLES = [table.name for table in shown_tables()]
MARKUP = '<b onclick=x>"&amp;</b>{{ t }}</script>'


class Read(HTMLParser):
    """A table as a browser reads it: headers, and for each row its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.kinds: list[str | None] = []
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.tags: set[str] = set()
        self.labels = ""
        self._cells: list[dict[str, str]] = []
        self._row: str | None = None
        self.feed(html)
        self.heads = [head.strip() for head in self.heads]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "table":
            self.labels = found["style"]
        if tag == "tr":
            self._row = found.get("id")
            self._cells = []
            if self._row:
                assert self._row not in self.rows
                self.rows[self._row] = self._cells
        elif tag in ("th", "td"):
            if self._row is None:
                self.heads.append("")
                self.kinds.append(found.get("data-kind"))
            else:
                self._cells.append({"tag": tag, "text": "", "links": "", **found})
        elif tag == "a" and self._row:
            self._cells[-1]["links"] += f"{found['href']} "

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._row = None

    def handle_data(self, data: str) -> None:
        if self._row:
            if self._cells:
                self._cells[-1]["text"] += data.removesuffix("\n")
        elif self.heads and len(self.rows) == 0:
            self.heads[-1] += data

    def column(self, title: str) -> list[dict[str, str]]:
        at = self.heads.index(title)
        return [cells[at] for cells in self.rows.values()]


def read(table: Table, code: str, root: Path = schema.DATA) -> Read:
    return Read(rows_html(table, Language(code), root))


def raw(name: str) -> list[dict[str, str]]:
    with schema.table(name).path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def rewrite(root: Path, table: str, old: str, new: str) -> None:
    path = root / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


# --- completeness


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("code", CODES)
def test_every_row_stands_with_its_anchor_and_its_sources(code: str, name: str) -> None:
    table = schema.table(name)
    records = raw(name)
    shown = read(table, code)
    assert list(shown.rows) == [record[table.primary_key[0]] for record in records]
    assert {len(cells) for cells in shown.rows.values()} == {len(shown.heads)}
    sources = [record.get("source_ids", "") for record in records]
    if not any(sources):
        return
    cells = shown.column(table.field("source_ids").title(code))
    for cell, ids in zip(cells, sources, strict=True):
        assert cell["links"].split() == [f"sources.html#source-{i}" for i in ids.split(";") if i]


@pytest.mark.parametrize("name", TABLES)
def test_no_value_is_lost(name: str) -> None:
    """A cell is empty only where the table has none, in every column of the language."""
    table = schema.table(name)
    records = raw(name)
    shown = read(table, "en")
    names = [n for n in table.field_names if not n.endswith("_fr")]
    kept = [n for n in names if any(record[n] for record in records)]
    assert len(shown.heads) == len(kept)
    filled = sum(bool(cell["text"]) for cells in shown.rows.values() for cell in cells)
    assert filled == sum(bool(record[n]) for record in records for n in kept)


@pytest.mark.parametrize("code", CODES)
def test_there_is_a_page_a_table_except_for_sources(tmp_path: Path, code: str) -> None:
    write_pages(tmp_path, Language(code))
    names = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert set(names) == {f"rows-{t}" for t in schema.package().tables if t != "sources"}
    text = names["rows-moves"]
    assert schema.table("moves").title(code) in text
    assert "{table-rows} moves" in text
    # No warning for a page outside the contents, and no second copy in the search index.
    assert "orphan: true" in text
    assert "no-search: true" in text


# --- escaping


@pytest.mark.parametrize("code", CODES)
def test_markup_in_a_cell_is_text(root: Path, code: str) -> None:
    doubled = MARKUP.replace('"', '""')
    rewrite(root, "moves", "m-001,person,Ann Alpha", f'm-001,person,"{doubled}"')
    rewrite(root, "moves", "came back", f'"{doubled}"')
    rewrite(root, "organizations", "cohere,Cohere", f'cohere,"{doubled}"')
    rewrite(root, "sources", "Weekly,Weekly", f'"{doubled}",Weekly')
    shown = read(schema.table("moves", root), code, root)
    html = rows_html(schema.table("moves", root), Language(code), root)
    assert not shown.tags & {"b", "script"}
    assert "<b" not in html.replace("<button", "")
    texts = [cell["text"] for cells in shown.rows.values() for cell in cells]
    # The person, the note, three moves from or to the organisation, two links to the source.
    assert sum(MARKUP in text for text in texts) == 7


def test_a_title_is_a_string_of_css() -> None:
    assert css_string('say "a\\b"') == '"say \\"a\\\\b\\""'


# --- values


@pytest.mark.parametrize(
    ("table", "column", "key", "words", "sort"),
    [
        ("moves", "announced", "m-003", ("November 2021", "novembre 2021"), "2021-11"),
        ("moves", "announced", "m-006", ("", ""), ""),
        ("moves", "announced", "m-005", None, "2023-05"),
        ("moves", "confidence", "m-001", ("High", "haute"), "0"),
        ("moves", "origin_id", "m-003", ("Google", "Google"), None),
        ("moves", "group_size", "m-005", ("3", "3"), "3"),
        ("moves", "move_id", "m-001", ("m-001", "m-001"), None),
        ("flow_ratios", "value", "f-1", ("8.2", "8,2"), "8.2"),
    ],
)
def test_a_cell_and_what_it_sorts_by(
    root: Path, table: str, column: str, key: str, words: tuple[str, str] | None, sort: str | None
) -> None:
    described = schema.table(table, root)
    for n, code in enumerate(CODES):
        shown = read(described, code, root)
        title = described.field(column).title(code)
        unit = described.field(column).unit(code)
        at = list(shown.rows).index(key)
        cell = shown.column(f"{title} {unit}" if unit else title)[at]
        assert cell.get("data-sort") == sort
        assert words is None or cell["text"] == words[n]


def test_a_number_keeps_all_its_digits() -> None:
    for name, column in (("exchange_rates", "usd_per_unit"), ("funding_events", "amount")):
        table = schema.table(name)
        field = table.field(column)
        cells = read(table, "fr").column(f"{field.title('fr')} {field.unit('fr')}")
        for cell in cells:
            plain = cell["text"].replace("\N{NARROW NO-BREAK SPACE}", "").replace(",", ".")
            assert plain == cell["data-sort"]


def test_a_column_sorts_as_what_it_holds() -> None:
    table = schema.table("moves")
    shown = read(table, "en")
    kinds = dict(zip(shown.heads, shown.kinds, strict=True))
    assert kinds["Announced"] == "date"
    assert kinds["Confidence"] == kinds["Sources"] == kinds["Group size persons"] == "number"
    assert kinds["Person"] == kinds["Origin"] == kinds["Note"] == "text"


def test_what_tells_a_row_stands_first_and_its_identifier_last() -> None:
    heads = read(schema.table("moves"), "fr").heads
    assert heads[:4] == ["Personne", "Origine", "Destination", "Date d’annonce"]
    assert heads[-2:] == ["Note", "Identifiant"]
    first = next(iter(read(schema.table("moves"), "fr").rows.values()))
    assert [cell["tag"] for cell in first] == ["th"] + ["td"] * (len(first) - 1)
    assert first[-1]["links"].strip() == f"#{first[-1]['text']}"


# --- languages


def test_each_page_shows_its_own_language_only() -> None:
    table = schema.table("noncompete_studies")
    finding = tables.load("noncompete_studies")
    for code in CODES:
        shown = read(table, code)
        title = table.field(f"finding_{code}").title(code).partition(" (")[0]
        assert [cell["text"] for cell in shown.column(title)] == list(finding[f"finding_{code}"])
        other = "fr" if code == "en" else "en"
        assert not set(shown.heads) & {table.field(f"finding_{other}").title(code)}


def test_notes_and_job_titles_are_marked_as_english_on_a_french_page() -> None:
    table = schema.table("moves")
    for name in ("note", "role_from", "role_to"):
        title = table.field(name).title("fr")
        filled = [cell for cell in read(table, "fr").column(title) if cell["text"]]
        assert {cell.get("lang") for cell in filled} == {"en"}
        title = table.field(name).title("en")
        assert {cell.get("lang") for cell in read(table, "en").column(title)} == {None}
    people = read(table, "fr").column(table.field("person").title("fr"))
    assert {cell.get("translate") for cell in people} == {"no"}
    french = read(schema.table("organizations"), "fr")
    names = {cell["text"] for cell in french.column("Nom")}
    assert "Université de Toronto" in names
    assert "University of Toronto" not in names


def test_yes_and_no_are_words_of_the_language() -> None:
    table = schema.table("cohorts")
    for code, words in (("en", {"yes", "no"}), ("fr", {"oui", "non"})):
        cells = read(table, code).column(table.field("closed").title(code))
        assert {cell["text"] for cell in cells} == words
        assert {cell["data-sort"] for cell in cells} == {"0", "1"}


def test_a_row_that_names_a_row_leads_to_it() -> None:
    table = schema.table("funding_events")
    cells = read(table, "en").column(table.field("part_of_id").title("en"))
    named = [cell for cell in cells if cell["text"]]
    assert named
    for cell in named:
        assert cell["links"].strip() == row_address("funding_events", cell["text"])


def test_labels_of_cards_are_the_headers() -> None:
    shown = read(schema.table("headcounts"), "fr")
    assert '--c1:"Organisation"' in shown.labels
    assert '"Effectif (personnes)"' in shown.labels
    assert shown.labels.count("--c") == len(shown.heads)
    css = (BOOK / "_static" / "tables.css").read_text(encoding="utf-8")
    most = max(len(read(schema.table(name), "en").heads) for name in TABLES)
    assert f"var(--c{most})" in css, "every column has its label on a phone"
