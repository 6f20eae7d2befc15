"""The pages that the data write themselves: dictionary, sources, downloads and the archive."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import tiny
from docutils import nodes
from docutils.utils import new_document
from frictionless import Package

from talentwar import intervals, schema, tables
from talentwar.language import Language
from talentwar.schema import DATA, Field, Table
from talentwar.site import data_pages, sources
from talentwar.site.addresses import row_address
from talentwar.site.data_pages import archive, archive_name, facets
from talentwar.site.sources import source_entries

CODES = ("en", "fr")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tiny.write(tmp_path)
    accompany(root)
    return root


def accompany(root: Path) -> None:
    """Write what goes with the data of a tiny package, as far as it is not there."""
    for name in schema.COMPANIONS:
        if not (root / name).exists():
            (root / name).write_text(f"{name}\n", encoding="utf-8")


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {entry.filename: packed.read(entry) for entry in packed.infolist()}


# --- the archive


def test_the_archive_is_the_data_and_nothing_else() -> None:
    folder = archive_name().removesuffix(".zip")
    assert {"datapackage.json", "LICENSE.md"} <= set(schema.COMPANIONS)
    paths = [DATA / name for name in schema.COMPANIONS]
    paths += [table.path for table in schema.package().tables.values()]
    expected = {f"{folder}/{path.relative_to(DATA).as_posix()}": path for path in paths}
    found = unpacked(archive())
    assert sorted(found) == sorted(expected)
    for name, path in expected.items():
        assert found[name] == path.read_bytes(), name


def test_the_archive_is_a_data_package_to_others(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive())) as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / archive_name().removesuffix(".zip")
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(schema.package().tables)


def test_the_name_of_the_archive_tells_its_version() -> None:
    package = schema.package()
    assert archive_name() == f"{package.name}-{package.version}.zip"


def test_the_same_data_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Whenever and wherever the files were written."""
    other = tiny.write(tmp_path / "elsewhere")
    accompany(other)
    for path in other.rglob("*.csv"):
        path.touch()
        path.chmod(0o600)
    assert archive(root) == archive(other)
    (other / "LICENSE.md").write_text("another\n", encoding="utf-8")
    assert archive(root) != archive(other)


def test_the_archive_holds_no_time_and_no_path_of_this_machine(root: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(root))) as packed:
        entries = packed.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert not [name for name in names if name.startswith("/") or ".." in name]


def test_an_archive_without_its_licence_is_not_made(root: Path) -> None:
    (root / "LICENSE.md").unlink()
    with pytest.raises(FileNotFoundError, match=r"LICENSE\.md"):
        archive(root)


# --- facets


@pytest.mark.parametrize(
    ("table", "name", "keys"),
    [
        ("moves", "note", ["type.string"]),
        ("moves", "announced", ["type.partial-date"]),
        ("moves", "confidence", ["type.enum", "required"]),
        ("sources", "url", ["type.string", "required", "unique"]),
        ("cohorts", "closed", ["type.boolean", "required"]),
        ("flow_ratios", "value", ["type.number", "minimum 0"]),
        ("compensation", "amount_low", ["type.number", "minimum 0"]),
        ("founders", "person", ["type.string", "required"]),
        ("spinouts", "origin_ids", ["type.list", "refers organizations.org_id"]),
        ("moves", "source_ids", ["type.list", "required", "refers sources.source_id"]),
        ("funding_events", "part_of_id", ["type.string", "refers funding_events.event_id"]),
    ],
)
@pytest.mark.parametrize("code", CODES)
def test_facets(root: Path, table: str, name: str, keys: list[str], code: str) -> None:
    language = Language(code)
    expected = []
    for key in keys:
        what, _, rest = key.partition(" ")
        target, _, column = rest.partition(".")
        expected.append(language.t(f"data.{what}", value=rest, table=target, field=column))
    assert facets(schema.table(table, root).field(name), language) == expected


@pytest.mark.parametrize(
    ("code", "unit", "most"), [("en", "persons", "7.5"), ("fr", "personnes", "7,5")]
)
def test_units_and_limits_are_told_in_the_language(
    root: Path, code: str, unit: str, most: str
) -> None:
    raw = tiny.descriptor()
    tiny.field(raw, "moves", "group_size")["constraints"] = {"minimum": 2, "maximum": 7.5}
    tiny.write_descriptor(root, raw)
    language = Language(code)
    assert facets(schema.table("moves", root).field("group_size"), language) == [
        language.t("data.type.integer"),
        unit,
        language.t("data.minimum", value="2"),
        language.t("data.maximum", value=most),
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_field_of_the_report_has_facets(code: str) -> None:
    for table in schema.package().tables.values():
        for field in table.fields:
            assert all(text.strip() for text in facets(field, Language(code))), field


# --- sources


def counted() -> Counter[str]:
    """Count the facts of each source, from the tables as loaded."""
    counts: Counter[str] = Counter()
    for name, table in schema.package().tables.items():
        if "source_ids" in table.field_names:
            counts.update(tables.explode_sources(tables.load(name))["source_id"].dropna())
    return counts


@pytest.mark.parametrize("code", CODES)
def test_every_source_carries_the_facts_that_name_it(code: str) -> None:
    entries = source_entries(Language(code))
    found = {entry.cells["source_id"]: len(entry.facts) for entry in entries}
    assert found == dict(counted())
    assert set(found) == set(tables.load("sources")["source_id"])
    assert len(entries) == len(found)
    assert min(found.values()) >= 1


def test_sources_come_with_most_facts_first_then_by_name() -> None:
    entries = source_entries(Language("en"))
    order = [(-len(entry.facts), entry.cells["source_id"]) for entry in entries]
    assert order == sorted(order)
    assert len({count for count, _ in order}) > 1


@pytest.mark.parametrize("code", CODES)
def test_a_fact_is_told_by_its_table_its_row_and_words(code: str) -> None:
    moves = tables.load("moves").set_index("move_id")
    title = schema.table("moves").title(code)
    by_id = {entry.cells["source_id"]: entry for entry in source_entries(Language(code))}
    row = moves.index[0]
    for source in str(moves.loc[row, "source_ids"]).split(";"):
        (fact,) = [f for f in by_id[source].facts if (f.table, f.key) == (title, row)]
        assert str(moves.loc[row, "person"]) in fact.words
        assert fact.address == row_address("moves", str(row))
    described = schema.table("sources")
    for entry in by_id.values():
        assert entry.kind == described.field("kind").labels(code)[entry.cells["kind"]]
        assert all(fact.words for fact in entry.facts)


# --- the directives


class Words(HTMLParser):
    """The text of a page and the addresses in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.texts += [data.strip()]

    @property
    def text(self) -> str:
        return " ".join(text for text in self.texts if text)


def directed(
    directive: type, code: str, document: nodes.document | None = None
) -> list[nodes.Node]:
    """Run a directive as a page in a language does."""
    page = SimpleNamespace(
        env=SimpleNamespace(config=SimpleNamespace(language=code)),
        state=SimpleNamespace(document=document or new_document("page")),
    )
    return cast(Any, directive).run(page)


def html_of(node: nodes.Node) -> str:
    return "".join(raw.astext() for raw in node.findall(nodes.raw))


@pytest.mark.parametrize("code", CODES)
def test_the_dictionary_holds_every_table_field_and_value(code: str) -> None:
    page = new_document("page")
    contents, *sections = directed(data_pages.DataDictionary, code, page)
    package = schema.package()
    listed = Words(html_of(contents))
    assert listed.links == [f"#table-{name}" for name in package.tables]
    assert [
        t.title(code) for t in package.tables.values() if t.title(code) not in listed.texts
    ] == []
    assert [cast(Any, section)["ids"] for section in sections] == [
        [f"table-{name}"] for name in package.tables
    ], "the anchors are the same in every language"
    assert page.nameids == {f"table-{name}": f"table-{name}" for name in package.tables}, (
        "what other pages link to is known"
    )
    for section, table in zip(sections, package.tables.values(), strict=True):
        title = next(iter(section.findall(nodes.title)))
        assert title.astext() == table.title(code)
        said = Words(html_of(section))
        assert table.description(code) in said.text
        assert f"../data/tables/{table.name}.csv" in said.links
        rows = len(tables.load(table.name))
        assert Language(code).tn("data.rows", rows) in said.text
        for field in table.fields:
            describes(said, table, field, code)


def describes(said: Words, table: Table, field: Field, code: str) -> None:
    """Check that a dictionary's section tells all of one field."""
    where = f"{table.name}.{field.name} ({code})"
    assert field.name in said.texts, where
    assert f"{field.title(code)}." in said.texts, where
    assert field.description(code) in said.texts, where
    assert " · ".join(facets(field, Language(code))) in said.texts, where
    for value, label in field.labels(code).items():
        at = [n for n, text in enumerate(said.texts) if text == value]
        assert [n for n in at if said.texts[n + 1] == label], f"{where}: {value}"


@pytest.mark.parametrize("code", CODES)
def test_the_list_of_sources_holds_every_source_and_its_address(code: str) -> None:
    (node,) = directed(sources.SourceList, code)
    said = Words(html_of(node))
    frame = tables.load("sources")
    assert set(frame["url"]) <= set(said.links)
    assert sorted(f"source-{key}" for key in frame["source_id"]) == sorted(
        name for name in said.ids if name.startswith("source-")
    )
    unknown = frame["original_publisher"].isna().sum()
    assert said.text.count(Language(code).t("sources.unknown-original")) == unknown


@pytest.mark.parametrize("code", CODES)
def test_the_downloads_hold_every_table_and_the_archive(code: str) -> None:
    (node,) = directed(data_pages.Downloads, code)
    said = Words(html_of(node))
    names = list(schema.package().tables)
    assert f"../data/{archive_name()}" in said.links
    for name, table in schema.package().tables.items():
        assert f"../data/tables/{name}.csv" in said.links
        assert f"data.html#table-{name}" in said.links
        assert table.title(code) in said.texts
        at = said.texts.index(table.title(code))
        # The name of a file may break after an underscore, so that it is in pieces.
        shown = "".join(said.texts[at + 1 :])
        size = max(1, round(table.path.stat().st_size / 1000))
        language = Language(code)
        expected = [
            language.number(len(tables.load(name))),
            f"{name}.csv",
            language.t("data.kilobytes", n=language.number(size)),
        ]
        assert shown.startswith("".join(expected))
    assert len([link for link in said.links if link.endswith(".csv")]) == len(names)


@pytest.mark.parametrize("code", CODES)
def test_the_quality_is_that_of_the_verified_rows(code: str) -> None:
    (node,) = directed(data_pages.DataQuality, code)
    said = Words(html_of(node))
    verdicts = tables.load("verifications")["verdict"]
    language = Language(code)
    labels = schema.table("verifications").field("verdict").labels(code)
    for value, label in labels.items():
        at = said.texts.index(label)
        number = next(text for text in said.texts[at + 1 :] if text)
        assert number == language.number(int((verdicts == value).sum())), value
    share = (verdicts == "wrong").mean()
    low, high = intervals.wilson(share, len(verdicts), 0.95)
    for text in (language.percent(bound, 1) for bound in (share, low, high)):
        assert text in said.text
