"""Parameters: one set of defaults everywhere, and what an editor is told who gets one wrong."""

from __future__ import annotations

import json
import re
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
        assert {type(v) for v in plain.values()} <= {str, int, float, bool, list}
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


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        # names
        ("flow:\n  since: 2021\n", [":1  flow: there is no such chapter", '"flows"?']),
        ("2021: 3\n", [":1  2021: there is no such chapter", "allowed: flows, retention"]),
        ("flows:\n  sicne: 2021\n", [":2  flows.sicne", "no such parameter", '"since"?']),
        ("retention:\n  since: 2021\n", [":2  retention.since", "allowed: ", "as_of"]),
        # types
        ("flows:\n  merge_google: maybe\n", [':2  flows.merge_google: "maybe"', "true or false"]),
        ("flows:\n  merge_google: 'no'\n", ['merge_google: "no"', "true or false"]),
        ("flows:\n  merge_google: 1\n", ['merge_google: "1"', "true or false"]),
        ("flows:\n  since: no\n", [':2  flows.since: "False"']),
        ("flows:\n  since: [2021]\n", [":2  flows.since", "[2021]", "string"]),
        ("flows:\n  since: {year: 2021}\n", [":2  flows.since", "string"]),
        ("flows:\n  since:\n", [":2  flows.since", "string"]),
        ("flows:\n  organizations: openai\n", [":2  flows.organizations", "at least 2"]),
        ("flows:\n  organizations:\n", [":2  flows.organizations", "at least 2"]),
        ("flows:\n  organizations: [xai, no]\n", [":2  flows.organizations", '"False"']),
        ("flows:\n  confidence_level: '0.9'\n", ['"0.9"', "from 0.5 to 0.999"]),
        ("flows:\n  confidence_level: 95%\n", ['"95%"', "from 0.5 to 0.999"]),
        ("flows:\n  confidence_level: 0,9\n", ['"0,9"', "from 0.5 to 0.999"]),
        ("retention:\n  horizon_months: yes\n", ['"True"', "from 1 to 240"]),
        ("retention:\n  horizon_months: 24.0\n", ['"24.0"', "from 1 to 240"]),
        # ranges
        ("flows:\n  confidence_level: 95\n", ['"95"', "from 0.5 to 0.999"]),
        ("flows:\n  confidence_level: 1\n", ['"1"', "from 0.5 to 0.999"]),
        ("flows:\n  confidence_level: .nan\n", ['"nan"', "from 0.5 to 0.999"]),
        ("retention:\n  horizon_months: 0\n", [':2  retention.horizon_months: "0"', "from 1 to"]),
        ("retention:\n  assumed_cohort_size: 1\n", ['"1"', "from 2 to 1,000,000"]),
        ("flows:\n  minimum_confidence: hihg\n", ['"hihg"', "allowed: one of low, medium, high"]),
        ("retention:\n  date_reading: mid\n", ['"mid"', "one of earliest, middle, latest"]),
        ("flows:\n  language: de\n", [':2  flows.language: "de"', "allowed: en, fr"]),
        # dates
        ("flows:\n  since: 2021-13\n", [':2  flows.since: "2021-13"', "no month 13"]),
        ("flows:\n  since: '2021-02-30'\n", [":2  flows.since", "2021-02 has 28 days"]),
        ("flows:\n  since: 2021-02-30\n", [":2  flows.since", "2021-02 has 28 days"]),
        ("flows:\n  since: 2021-06-30 10:00:00\n", [":2  flows.since", "is not a date"]),
        ("flows:\n  until: June 2021\n", ['flows.until: "June 2021"', "a date such as 2021"]),
        ("retention:\n  as_of: ''\n", [":2  retention.as_of", "a date such as 2021"]),
        ("flows:\n  since: 2025\n  until: 2024\n", [":2  flows.since", "(2025) is after until (2"]),
        ("flows:\n  until: 2019\n", ["since (2021) is after until (2019)"]),
        # identifiers
        ("flows:\n  organizations: [xai, opnai]\n", ['"opnai" is not known', 'mean "openai"?']),
        ("flows:\n  organizations: [xai, OpenAI]\n", ['"OpenAI" is not known', 'mean "openai"?']),
        ("flows:\n  organizations: [xai, ssi, xai]\n", ['"xai" is listed twice', "once"]),
        ("flows:\n  organizations: [xai]\n", [":2  flows.organizations", "at least 2"]),
        ("retention:\n  organizations: []\n", ["retention.organizations", "at least 1"]),
        ("retention:\n  cohorts: [xai-fouders]\n", [":2  retention.cohorts", '"xai-founders"?']),
        ("retention:\n  cohorts: [xai-founders, xai-founders]\n", ["is listed twice"]),
        # YAML
        ("- flows\n", [":1  one block per chapter is expected"]),
        ("since: 2021\n", [":1  since: there is no such chapter"]),
        ("flows: 3\n", [':1  flows: "3"', "`name: value` lines"]),
        ("flows: []", [':1  flows: "[]"', "`name: value` lines"]),
        ("flows: 0", [':1  flows: "0"', "`name: value` lines"]),
        ("flows: no", [':1  flows: "False"', "`name: value` lines"]),
        ("flows: ''", [":1  flows: \"''\"", "`name: value` lines"]),
        ("flows:\n  - since: 2021\n", [":1  flows", "`name: value` lines"]),
        ("flows:\n\tsince: 2021\n", [":2  not valid YAML", r"'\t'"]),
        ("flows: {since: 2021", [":1  not valid YAML"]),
        ("flows:\n  since: 2020\n  since: 2021\n", ['not valid YAML: "since" is given twice']),
        ("flows:\n  since: 2020\nflows:\n", ['not valid YAML: "flows" is given twice']),
        ("flows:\n  since: !!python/name:os.system\n", [":2  not valid YAML", "os.system"]),
        ("? [a, b]\n: 1\n", [":1  not valid YAML"]),
        ("flows:\n  since: \0\n", ["parameters.yml  not valid YAML", "#x0000"]),
    ],
)
def test_a_wrong_file_is_refused_in_words(file: Path, text: str, fragments: list[str]) -> None:
    said = refused(file, text)
    assert said.startswith("1 problem\nparameters.yml")
    for fragment in fragments:
        assert fragment in said


def test_all_problems_are_told_at_once(file: Path) -> None:
    said = refused(
        file,
        "flows:\n  since: 21\n  merge_google: 3\n  sicne: 2021\n"
        "retention:\n  # a remark\n  horizon_months: 999\n  cohorts: []\n"
        "flwos:\n  since: 2021\n",
    )
    places = re.findall(r"^parameters\.yml:(\d+)  ([\w.]+)", said, flags=re.MULTILINE)
    assert said.startswith("6 problems\n")
    assert sorted((int(line), name) for line, name in places) == [
        (2, "flows.since"),
        (3, "flows.merge_google"),
        (4, "flows.sicne"),
        (7, "retention.horizon_months"),
        (8, "retention.cohorts"),
        (9, "flwos"),
    ]


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b"flows: \xff\n")
    with pytest.raises(Refused, match=r"parameters\.yml  not UTF-8 text"):
        read_file(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"none\.yml  the file is missing"):
        read_file(tmp_path / "none.yml")


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
        with pytest.raises(Refused, match=f'"{cohort}" is not known'):
            read("retention", {"cohorts": [cohort]}, "here")


@pytest.mark.parametrize("cohort", ["character-ai-founders", "inflection-founders"])
def test_a_cohort_too_small_for_a_curve_is_refused(cohort: str) -> None:
    with pytest.raises(Refused, match=f'"{cohort}" is not known'):
        read("retention", {"cohorts": [cohort]}, "here")


def test_checked_parameters_do_not_change() -> None:
    checked = read("flows", {}, "here")
    with pytest.raises(ValueError, match="frozen"):
        checked.language = "fr"
