"""The catalogues hold each text that code asks for, in every language, and no other."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from talentwar import language
from talentwar.language import Language, catalogue_path, languages
from talentwar.pipeline import catalogues
from talentwar.problems import Problem, render

Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Point the package to a copy of the catalogues and return what edits one of them."""
    shutil.copytree(language.CATALOGUES, tmp_path / "locale")
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")

    def change(code: str, old: str, new: str) -> None:
        path = catalogue_path(code)
        assert path.is_relative_to(tmp_path)
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def entry(code: str, key: str) -> str:
    """The entry of a key as it stands in the catalogue's file."""
    blocks = catalogue_path(code).read_text(encoding="utf-8").split("\n\n")
    return next(b for b in blocks if f'msgid "{key}"' in b.splitlines()).strip()


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, render(problems, 50)
    return problems[0]


def test_the_catalogues_of_the_report_are_sound() -> None:
    problems = catalogues.check()
    assert problems == [], render(problems)


def test_a_copy_of_them_is_sound_too(edit: Edit) -> None:
    assert catalogues.check() == []


def test_code_templates_and_notebooks_are_all_read() -> None:
    used = catalogues.keys_used()

    def asked(key: str) -> bool:
        return any(pattern.fullmatch(key) for pattern in used)

    assert asked("site.title")  # a template and code
    assert asked("value.points")  # code
    assert asked("count.moves")  # by tn
    assert asked("definition.retention.unknown.left")  # an f-string
    assert not asked("definition.retention.unknown.a.b"), "a place stands for one word"
    assert not asked("no.such.text")


@pytest.mark.parametrize("code", languages())
def test_a_missing_text_is_named(edit: Edit, code: str) -> None:
    edit(code, entry(code, "value.undefined"), "")
    problem = only(catalogues.check())
    assert problem.file.endswith(f"{code}/LC_MESSAGES/talentwar.po")
    assert (problem.field, problem.message) == ("value.undefined", "a text is missing")


def test_a_text_that_nothing_asks_for_is_named(edit: Edit) -> None:
    old = entry("fr", "value.undefined")
    edit("fr", old, f'{old}\n\nmsgid "no.such.text"\nmsgstr "rien"')
    problem = only(catalogues.check())
    assert (problem.field, problem.message) == ("no.such.text", "no code asks for this text")


def test_an_empty_text_is_named(edit: Edit) -> None:
    edit("en", entry("en", "value.undefined"), 'msgid "value.undefined"\nmsgstr ""')
    problem = only(catalogues.check())
    assert problem.field == "value.undefined"
    assert problem.message == "the text, or one of its plural forms, is empty"


def test_a_missing_plural_form_is_named(edit: Edit) -> None:
    old = entry("fr", "count.moves")
    edit("fr", old, old.rsplit("\n", 1)[0])
    faults = {(p.field, p.message) for p in catalogues.check()}
    assert ("count.moves", "the text, or one of its plural forms, is empty") in faults


def test_a_fuzzy_text_counts_as_missing_since_it_is_not_used(edit: Edit) -> None:
    old = entry("fr", "value.undefined")
    edit("fr", old, f"#, fuzzy\n{old}")
    problem = only(catalogues.check())
    assert (problem.field, problem.message) == ("value.undefined", "a text is missing")


def test_braces_that_do_not_match_are_named(edit: Edit) -> None:
    edit("en", entry("en", "value.undefined"), 'msgid "value.undefined"\nmsgstr "none {"')
    problem = only(catalogues.check())
    assert problem.field == "value.undefined"
    assert problem.message.startswith("braces that do not match")


def test_places_that_differ_are_named_with_both_lists(edit: Edit) -> None:
    old = entry("fr", "value.points")
    edit("fr", old, old.replace("{points}", "{pionts}"))
    problem = only(catalogues.check())
    assert (problem.field, problem.value) == ("value.points", "en: points; fr: pionts")


def test_every_language_has_the_same_texts() -> None:
    keys = {}
    for code in languages():
        with catalogue_path(code).open("rb") as file:
            keys[code] = {str(message.id) for message in read_po(file) if message.id}
    assert len(set(map(frozenset, keys.values()))) == 1
    assert all(keys.values())


def test_a_text_that_does_not_exist_stops_the_build() -> None:
    for code in languages():
        with pytest.raises(KeyError, match=r"no\.such\.text"):
            Language(code).t("no.such.text")
        with pytest.raises(KeyError, match=r"no\.such\.text"):
            Language(code).tn("no.such.text", 2)


def test_a_place_without_a_value_stops_the_build() -> None:
    with pytest.raises(KeyError, match="points"):
        Language("en").t("value.points")
