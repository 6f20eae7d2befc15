"""Parameters in words: one definition behind the file, the notebooks, the shell and the pages."""

import re
from pathlib import Path

import pytest

from talentwar import parameters
from talentwar.language import Language, languages
from talentwar.parameters import CHAPTERS, PARAMETERS_FILE, read_command, read_file
from talentwar.parameters.words import entries, names, reference, written
from talentwar.pipeline import cli, notebooks, parameter_files
from talentwar.pipeline.paths import NOTEBOOKS
from talentwar.problems import Refused


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_parameter_is_explained_in_every_language(chapter: str) -> None:
    told = {code: reference(Language(code))[chapter] for code in languages()}
    for english, french in zip(told["en"], told["fr"], strict=True):
        assert english.name == french.name
        assert english.help != french.help
        assert all(len(entry.help) > 30 and entry.allowed for entry in (english, french))
    assert {e.name for e in told["en"]} == CHAPTERS[chapter].model_fields.keys() - {"language"}


def test_a_chapter_s_own_parameters_come_first() -> None:
    for model in CHAPTERS.values():
        assert names(model)[-2:] == ["minimum_confidence", "confidence_level"]


def test_a_value_in_use_is_told_beside_its_default() -> None:
    used = read_command("flows", ["since=2024-01", "organizations=[openai, meta]"])
    by_name = {entry.name: entry for entry in entries(used, Language("fr"))}
    assert (by_name["since"].value, by_name["since"].default) == ("2024-01", "2021")
    assert not by_name["since"].is_default
    assert by_name["organizations"].value == "[openai, meta]"
    assert by_name["until"].is_default
    assert by_name["confidence_level"].allowed == "de 0,5 à 0,999"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_is_written_can_be_read_again(chapter: str) -> None:
    defaults = CHAPTERS[chapter].model_validate({})
    command = [f"{name}={written(getattr(defaults, name))}" for name in names(CHAPTERS[chapter])]
    assert read_command(chapter, command) == defaults


def test_the_file_of_the_report_is_the_one_the_definition_gives() -> None:
    text = PARAMETERS_FILE.read_text(encoding="utf-8")
    assert text == parameter_files.yaml_text(read_file()), "run `make format`"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_notebook_s_cell_is_the_one_the_definition_gives(chapter: str) -> None:
    cell = parameter_files.parameters_cell(notebooks.read(NOTEBOOKS / f"{chapter}.ipynb"))
    assert cell.source == parameter_files.cell_source(CHAPTERS[chapter]), "run `make format`"


def test_a_file_with_other_values_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "parameters.yml"
    file.write_text('flows: {since: "2024-01", merge_google: true}', encoding="utf-8")
    used = read_file(file)
    file.write_text(parameter_files.yaml_text(used), encoding="utf-8")
    assert read_file(file) == used
    assert "Première date" in file.read_text(encoding="utf-8")


COMMANDS = {
    "unknown": (["sinse=2024"], 'sinse: "2024": there is no such parameter', '"since"'),
    "no-value": (["since"], '"since": not name=value', "name=value"),
    "no-name": (["=2024"], '"=2024": not name=value', "name=value"),
    "twice": (["since=2024", "since=2025"], 'since: "2025": given twice', ""),
    "not-yaml": (["organizations=[openai"], "not a value of YAML", ""),
    "list-for-a-value": (["since=[2024]"], "since: ", "a year, a month or a day"),
    "no-day": (["since=2024-13"], "there is no month 13", ""),
    "order": (["since=2025", "until=2024"], "is after until", "until on or after since"),
    "range": (["confidence_level=1"], "too large", "0.5 to 0.999"),
    "not-a-number": (["confidence_level=.nan"], "confidence_level", "0.5 to 0.999"),
    "truth": (["merge_google=no way"], "merge_google", "true or false"),
}


@pytest.mark.parametrize(("values", "message", "advice"), COMMANDS.values(), ids=COMMANDS.keys())
def test_a_wrong_command_is_refused_in_words(values: list[str], message: str, advice: str) -> None:
    with pytest.raises(Refused) as refused:
        read_command("flows", values)
    assert message in str(refused.value)
    assert advice in str(refused.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_command("flows", ["sinse=2024", "minimum_confidence=sure", "x"])
    assert len(refused.value.problems) == 3


def test_an_unknown_chapter_or_language_is_refused() -> None:
    with pytest.raises(Refused, match='did you mean "flows"'):
        read_command("flow", [])
    with pytest.raises(Refused, match="allowed: en, fr"):
        parameters.known_language("de")


@pytest.mark.parametrize("code", languages())
def test_the_shell_says_what_can_be_changed(capsys: pytest.CaptureFixture[str], code: str) -> None:
    cli.main(["parameters", "flows", "--language", code])
    told = capsys.readouterr().out
    for entry in reference(Language(code))["flows"]:
        assert f"{entry.name}={entry.default}\n" in told
        assert entry.help in told
    assert not re.search(r"^retention", told, re.MULTILINE)
