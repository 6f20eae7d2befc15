"""What the rows of a table can be chosen by, from its schema and its rows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import tiny

from talentwar import files, schema
from talentwar.describe import Reader
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.site.filters import Filter, filters, row_keys
from talentwar.site.rows import shown_tables
from talentwar.tables import load

FILTERS = ["origin_id", "destination_id", "announced", "confidence"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tiny.write(tmp_path)
    raw = tiny.descriptor()
    raw["resources"][2]["talentwar:filters"] = FILTERS
    raw["resources"][1]["talentwar:filters"] = ["kind"]
    tiny.write_descriptor(root, raw)
    return root


def found(root: Path, table: str, code: str) -> dict[str, Filter]:
    names = names_of(load("organizations", root), "org_id")
    reader = Reader(Language(code), {"org_id": names})
    own = schema.table(table, root)
    return {one.name: one for one in filters(own, files.read(own, root).rows, reader)}


def test_the_ends_of_a_move_serve_alone_and_together(root: Path) -> None:
    got = found(root, "moves", "en")
    assert list(got) == ["organizations", "origin", "destination", "since", "until", "confidence"]
    assert got["organizations"].fields == ("origin_id", "destination_id")
    # Only organisations that occur, each once, in the order of their names.
    assert got["origin"].options == (
        ("cohere", "Cohere"),
        ("google", "Google"),
        ("google-brain", "Google Brain"),
        ("openai", "OpenAI"),
        ("undisclosed", "Undisclosed"),
    )
    assert [key for key, _ in got["organizations"].options] == [
        "anthropic", "cohere", "google", "google-brain", "openai", "undisclosed",
    ]  # fmt: skip


def test_choices_of_an_enumeration_are_in_its_order_and_in_words(root: Path) -> None:
    options = found(root, "moves", "fr")["confidence"].options
    assert options == (("high", "haute"), ("medium", "moyenne"), ("low", "basse"))


def test_a_period_is_chosen_by_the_years_that_occur(root: Path) -> None:
    got = found(root, "moves", "en")
    years = tuple((year, year) for year in ("2019", "2021", "2023", "2024"))
    assert got["since"].options == got["until"].options == years
    assert (got["since"].kind, got["until"].kind) == ("since", "until")


def test_a_row_holds_its_keys_column_by_column(root: Path) -> None:
    table = schema.table("moves", root)
    keys = [row_keys(table, row.cells) for row in files.read(table, root).rows]
    assert keys[0] == "google-brain|openai|2019 2019|high"
    assert keys[4] == "openai|cohere|2023 2024|low"
    assert keys[5] == "undisclosed|openai||low"


def test_a_table_without_filters_has_none(root: Path) -> None:
    assert found(root, "flow_ratios", "en") == {}


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name", [table.name for table in shown_tables()])
def test_every_row_of_the_report_can_be_chosen(name: str, code: str) -> None:
    """Each key that a row holds is offered under a label of its own."""
    table = schema.table(name)
    keys = {key: names_of(load(key), column) for key, column in (
        ("organizations", "org_id"), ("jurisdictions", "jurisdiction_id"), ("cohorts", "cohort_id"),
    )}  # fmt: skip
    reader = Reader(
        Language(code),
        {"org_id": keys["organizations"], "jurisdiction_id": keys["jurisdictions"],
         "cohort_id": keys["cohorts"]},
    )  # fmt: skip
    rows = files.read(table, schema.DATA).rows
    for one in filters(table, rows, reader):
        labels = [label for _, label in one.options]
        assert len(set(labels)) == len(labels), one.name
        assert all(labels), one.name
        offered = {key for key, _ in one.options}
        with table.path.open(encoding="utf-8", newline="") as file:
            cells = [record[field] for record in csv.DictReader(file) for field in one.fields]
        if one.kind == "choice":
            assert offered == {key for cell in cells for key in cell.split(";") if key}
