"""Cells and rows in the words of a reader, in both languages."""

from pathlib import Path

import pytest
import tiny

from talentwar import files, schema, tables
from talentwar.describe import Reader
from talentwar.language import Language
from talentwar.names import names_of

CODES = ("en", "fr")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def reader(root: Path, code: str) -> Reader:
    named = {"org_id": "organizations", "jurisdiction_id": "jurisdictions"}
    return Reader(
        Language(code), {key: names_of(tables.load(name, root), key) for key, name in named.items()}
    )


def row(root: Path, code: str, name: str, key: str) -> str:
    table = schema.table(name, root)
    found = {r.cells[table.primary_key[0]]: r.cells for r in files.read(table, root).rows}
    return reader(root, code).row(table, found[key])


@pytest.mark.parametrize(
    ("table", "field", "value", "words"),
    [
        ("moves", "confidence", "low", ("Low", "basse")),
        ("moves", "announced", "2021-11", ("November 2021", "novembre 2021")),
        ("moves", "announced", "2021-02-01", ("1 February 2021", "1er février 2021")),
        ("moves", "destination_id", "openai", ("OpenAI", "OpenAI")),
        ("noncompete_rules", "jurisdiction_id", "US", ("United States", "États-Unis")),
        ("moves", "source_ids", "s-one;s-two", ("s-one;s-two",) * 2),
        ("spinouts", "origin_ids", "openai", ("openai",) * 2),
        ("tenures", "cohort_id", "brain-team", ("brain-team",) * 2),
        ("moves", "group_size", "12345", ("12,345", "12\u202f345")),
        ("funding_events", "share_price", "56.09", ("56.1", "56,1")),
        ("moves", "person", "Bo Béta", ("Bo Béta",) * 2),
        ("cohorts", "closed", "true", ("yes", "oui")),
        ("cohorts", "closed", "false", ("no", "non")),
        *[("moves", name, "", ("", "")) for name in ("confidence", "announced", "group_size")],
        ("organizations", "parent_id", "", ("", "")),
    ],
)
def test_a_cell(root: Path, table: str, field: str, value: str, words: tuple[str, str]) -> None:
    described = schema.table(table, root).field(field)
    assert tuple(reader(root, code).cell(described, value) for code in CODES) == words


def test_a_name_in_the_language_of_the_reader(root: Path) -> None:
    names = {"org_id": {"openai": {"en": "OpenAI", "fr": "OpenAI (fr)"}}}
    field = schema.table("moves", root).field("origin_id")
    assert Reader(Language("fr"), names).cell(field, "openai") == "OpenAI (fr)"
    with pytest.raises(KeyError):
        Reader(Language("fr"), names).cell(field, "opnai")


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("moves", "m-003", ("Bo Béta · Google · Cohere",) * 2),
        (
            "funding_events",
            "fe-anthropic-2024-2",
            (
                "Anthropic · First half · Primary-round · 1,300,000,000",
                "Anthropic · Première moitié · primary-round (fr) · 1\u202f300\u202f000\u202f000",
            ),
        ),
        # No title and no amount: what is empty leaves no separator.
        (
            "funding_events",
            "fe-echo-lab-2025-1",
            (
                "Echo Lab · Acquisition · 25,000,000",
                "Echo Lab · acquisition (fr) · 25\u202f000\u202f000",
            ),
        ),
        # No label in the schema: the key.
        ("capital_totals", "ct-echo-lab-2025", ("ct-echo-lab-2025",) * 2),
    ],
)
def test_a_row(root: Path, table: str, key: str, words: tuple[str, str]) -> None:
    assert tuple(row(root, code, table, key) for code in CODES) == words


def labelled(root: Path, table: str, label: list[str]) -> None:
    raw = tiny.descriptor()
    next(r for r in raw["resources"] if r["name"] == table)["talentwar:label"] = label
    tiny.write_descriptor(root, raw)


def test_a_row_whose_label_is_empty_is_told_by_its_key(root: Path) -> None:
    labelled(root, "moves", ["note"])
    assert row(root, "en", "moves", "m-003") == "m-003"
    assert row(root, "en", "moves", "m-004") == "came back"


def test_a_text_that_comes_in_one_language_only_is_shown_in_both(root: Path) -> None:
    labelled(root, "cohorts", ["name_en"])
    assert row(root, "fr", "cohorts", "brain-team") == "The Brain team"


def test_a_year_is_no_quantity(tmp_path: Path) -> None:
    field = schema.table("exchange_rates", tiny.write(tmp_path)).field("year")
    for code in CODES:
        assert Reader(Language(code), {}).cell(field, "2023") == "2023"
