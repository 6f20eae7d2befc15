"""Parameters: one set of defaults everywhere, and what an editor is told who gets one wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from talentwar import tables
from talentwar.language import languages
from talentwar.parameters import CHAPTERS, PARAMETERS_FILE, read, read_file
from talentwar.problems import Refused

NOTEBOOKS = PARAMETERS_FILE.parent / "notebooks"
EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parameters.yml"


def refused(file: Path, text: str) -> str:
    """Return what an editor reads who saves this text."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_file(file)
    return str(caught.value)


def accepted(file: Path, text: str) -> dict[str, Any]:
    """Return all values by ``<chapter>.<name>`` as the chapters get them."""
    file.write_text(text, encoding="utf-8")
    return {
        f"{chapter}.{name}": value
        for chapter, checked in read_file(file).items()
        for name, value in checked.model_dump().items()
    }


DEFAULTS = {
    f"{chapter}.{name}": value
    for chapter, model in CHAPTERS.items()
    for name, value in model().model_dump().items()
}


def values_in_notebook(chapter: str) -> dict[str, Any]:
    """Return what the cell tagged ``parameters`` of a committed notebook sets."""
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(cells) == 1
    names: dict[str, Any] = {}
    exec(cells[0].source, {}, names)
    return names


# --- one set of defaults ---------------------------------------------------------------------


def test_the_file_of_the_report_holds_the_defaults() -> None:
    assert read_file() == {chapter: model() for chapter, model in CHAPTERS.items()}


@EACH_CHAPTER
def test_the_file_of_the_report_shows_every_parameter(chapter: str) -> None:
    written = yaml.safe_load(PARAMETERS_FILE.read_text(encoding="utf-8"))
    # The language is the page's, not an editor's choice.
    assert written[chapter].keys() == CHAPTERS[chapter].model_fields.keys() - {"language"}


@EACH_CHAPTER
def test_the_notebook_has_the_defaults(chapter: str) -> None:
    assert values_in_notebook(chapter) == CHAPTERS[chapter]().model_dump()


def test_every_notebook_is_a_chapter() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(CHAPTERS)


@EACH_CHAPTER
def test_defaults_are_accepted(chapter: str) -> None:
    # Defaults of a model are not checked by itself: an unknown organisation could hide there.
    defaults = CHAPTERS[chapter]()
    assert read(chapter, defaults.model_dump(), "defaults") == defaults


@EACH_CHAPTER
def test_what_papermill_gets_is_plain(chapter: str) -> None:
    for code in languages():
        plain = json.loads(CHAPTERS[chapter]().model_dump_json()) | {"language": code}
        tables = [v for v in plain.values() if isinstance(v, dict)]
        values = [v for table in (plain, *tables) for v in table.values()]
        assert {type(v) for v in values} <= {str, int, float, bool, list, dict}
        assert not [v for table in tables for v in table.values() if isinstance(v, dict)]
        assert read(chapter, plain, "papermill").language == code


# --- what is accepted ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "flows:\n", "\ufeffflows: {}\n"])
def test_what_is_left_out_keeps_its_default(file: Path, text: str) -> None:
    assert accepted(file, text) == DEFAULTS


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("flows:\n  since: 2021\n", {}),
        ("flows:\n  since: 2019\n", {"flows.since": "2019"}),
        ("flows:\n  since: 2021-06\n", {"flows.since": "2021-06"}),
        ("flows:\n  since: 2021-06-30\n", {"flows.since": "2021-06-30"}),
        ("flows:\n  since: ''\n", {"flows.since": ""}),
        ("flows:\n  until: 2021\n", {"flows.until": "2021"}),
        ("flows:\n  merge_google: yes\n", {"flows.merge_google": True}),
        ("flows: {organizations: [xai, ssi]}", {"flows.organizations": ["xai", "ssi"]}),
        ("flows:\n  confidence_level: 0.5\n", {"flows.confidence_level": 0.5}),
        ("flows:\n  confidence_level: 0.999\n", {"flows.confidence_level": 0.999}),
        ("retention:\n  horizon_months: 240\n", {"retention.horizon_months": 240}),
        ("retention:\n  as_of: 2026-01-31\n", {"retention.as_of": "2026-01-31"}),
        ("retention:\n  date_reading: latest\n", {"retention.date_reading": "latest"}),
    ],
)
def test_what_is_given_counts_and_nothing_else(
    file: Path, text: str, changed: dict[str, Any]
) -> None:
    assert accepted(file, text) == DEFAULTS | changed


# --- what is refused -------------------------------------------------------------------------


def test_a_wrong_value_is_named_with_its_source() -> None:
    with pytest.raises(Refused) as caught:
        read("flows", {"merge_google": "yes", "since": "x"}, "flows.ipynb")
    assert [(p.file, p.field, p.value, p.line) for p in caught.value.problems] == [
        ("flows.ipynb", "since", "x", None),
        ("flows.ipynb", "merge_google", "yes", None),
    ]


def test_open_cohorts_have_no_curve() -> None:
    cohorts = tables.load("cohorts").set_index("cohort_id")
    unfit = cohorts.index[~cohorts["closed"].fillna(False) | (cohorts["kind"] == "board")]
    assert len(unfit) > 0
    for cohort in unfit:
        with pytest.raises(Refused, match=f'"{cohort}": not known'):
            read("retention", {"cohorts": [cohort]}, "here")


@pytest.mark.parametrize("cohort", ["character-ai-founders", "inflection-founders"])
def test_a_cohort_too_small_for_a_curve_is_refused(cohort: str) -> None:
    with pytest.raises(Refused, match=f'"{cohort}": not known'):
        read("retention", {"cohorts": [cohort]}, "here")


def test_checked_parameters_do_not_change() -> None:
    checked = read("flows", {}, "here")
    with pytest.raises(ValueError, match="frozen"):
        checked.language = "fr"
