"""The page of sources: each with the facts that rest on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from talentwar import files, schema, tables
from talentwar.describe import Reader
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.schema import DATA
from talentwar.site.addresses import row_address
from talentwar.site.templates import template


class SourceList(SphinxDirective):
    """Every source with the facts that rest on it, and a field to search them."""

    def run(self) -> list[nodes.Node]:
        """Return the list as HTML."""
        language = Language(self.env.config.language)
        html = template("sources.html").render(
            sources=source_entries(language), language=language, t=language.t, tn=language.tn
        )
        return [nodes.raw("", html, format="html")]


@dataclass(frozen=True)
class Fact:
    """A row that rests on a source: title of its table, its key, its address, its words."""

    table: str
    key: str
    address: str
    words: str


@dataclass(frozen=True)
class SourceEntry:
    """A source as its page shows it: its row, the label of its kind, and its facts."""

    cells: dict[str, str]
    kind: str
    date: str
    facts: tuple[Fact, ...]


def source_entries(language: Language) -> list[SourceEntry]:
    """Return all sources, those that carry most facts first, each with its facts."""
    named = {"org_id": "organizations", "jurisdiction_id": "jurisdictions"}
    names = {key: names_of(tables.load(table), key) for key, table in named.items()}
    reader = Reader(language, names)
    facts: dict[str, list[Fact]] = defaultdict(list)
    for table in schema.package().tables.values():
        if "source_ids" not in table.field_names:
            continue
        title = table.title(language.code)
        for row in files.read(table, DATA).rows:
            key = row.cells[table.primary_key[0]]
            address = row_address(table.name, key)
            fact = Fact(title, key, address, reader.row(table, row.cells))
            for source in filter(None, row.cells["source_ids"].split(schema.LIST_SEPARATOR)):
                facts[source].append(fact)
    table = schema.table("sources")
    kind = table.field("kind")
    entries = [
        SourceEntry(
            row.cells,
            reader.cell(kind, row.cells["kind"]),
            reader.cell(table.field("published"), row.cells["published"]),
            tuple(facts[row.cells["source_id"]]),
        )
        for row in files.read(table, DATA).rows
    ]
    return sorted(entries, key=lambda entry: (-len(entry.facts), entry.cells["source_id"]))
