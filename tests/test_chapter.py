"""A chapter in a notebook: its parameters are checked, and what it says reaches the prose."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from myst_nb.core.variables import format_plain_text

from talentwar.chapter import MOST_ROWS, Chapter
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language

GLUED = "application/papermill.record/text/plain"
SAYS = {"en": "x", "fr": "x"}
ODDS = Estimate("flows.odds.a.b", 8.24, "ratio", 1234, "m", SAYS, 1.26, 355, 0.95)
COUNT = Estimate("flows.moves", 398, "count", 398, "m", SAYS)


# --- parameters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chapter", "namespace", "fragments"),
    [
        ("flows", {"sicne": "2021"}, ["flows.ipynb", "sicne", "no such parameter", '"since"?']),
        ("flows", {"since": "2021", "Since": "2022"}, ["Since", '"since"?']),
        ("flows", {"horizon_months": 24}, ["horizon_months", "no such parameter"]),
        ("flows", {"merge_google": "yes"}, ['merge_google: "yes"', "true or false"]),
        ("flows", {"merge_google": None}, ["merge_google", "true or false"]),
        ("flows", {"organizations": ["xai", "opnai"]}, ['"opnai"', '"openai"?']),
        ("flows", {"organizations": ("xai", "ssi")}, ["organizations", "at least 2 identifiers"]),
        ("flows", {"language": "de"}, ['language: "de"', "en, fr"]),
        ("retention", {"horizon_months": 0, "sicne": 1}, ["2 problems", "horizon_months", "sicne"]),
    ],
)
def test_a_wrong_parameter_stops_the_chapter(
    chapter: str, namespace: dict[str, Any], fragments: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        Chapter(chapter, namespace)
    # Text, so that Python and Jupyter show it and end with a failure.
    assert isinstance(caught.value.code, str)
    for fragment in fragments:
        assert fragment in caught.value.code


def test_parameters_of_the_notebook_count() -> None:
    chapter = Chapter("flows", {"language": "fr", "since": 2019, "organizations": ["xai", "ssi"]})
    assert chapter.language == Language("fr")
    assert chapter.parameters.since == "2019"
    assert chapter.parameters.organizations == ["xai", "ssi"]
    assert chapter.parameters.confidence_level == 0.95


def test_what_a_notebook_defines_by_itself_is_no_parameter() -> None:
    namespace = {
        "__name__": "__main__",
        "__builtins__": {},
        "_i": "x",
        "_1": 3,
        "_dh": ["."],
        "In": [""],
        "Out": {},
        "get_ipython": len,
        "Chapter": Chapter,
        "os": os,
    }
    assert Chapter("flows", namespace).parameters == Chapter("flows", {}).parameters


def test_charts_can_be_asked_again_while_a_page_can_carry_their_rows() -> None:
    chapter = Chapter("flows", {})
    rows = pd.DataFrame({"n": range(MOST_ROWS)})
    assert chapter.live({"moves": rows}) is not None
    assert chapter.live({"moves": rows, "ratios": rows.iloc[:1]}) is None


# --- what the prose gets ---------------------------------------------------------------------


@pytest.fixture
def glued() -> Iterator[Callable[[Callable[[], object]], dict[str, str]]]:
    """Return what a call stores in a notebook's outputs, by key, as the site will read it."""
    already = InteractiveShell.initialized()
    InteractiveShell.instance()

    def run(call: Callable[[], object]) -> dict[str, str]:
        with capture_output() as captured:
            call()
        assert captured.stdout == captured.stderr == ""
        stored = {}
        for output in captured.outputs:
            assert list(output.data) == [GLUED]
            key = output.metadata["scrapbook"]["name"]
            assert key not in stored
            stored[key] = format_plain_text(output.data[GLUED], "")
        return stored

    yield run
    if not already:
        InteractiveShell.clear_instance()


def test_said_estimates_are_glued_in_the_language(glued: Any) -> None:
    english, french = Chapter("flows", {}), Chapter("flows", {"language": "fr"})
    assert glued(lambda: english.say([ODDS, COUNT])) == {
        "flows.odds.a.b": "8.2",
        "flows.odds.a.b.n": "1,234",
        "flows.odds.a.b.interval": "1.3 to 355",
        "flows.moves": "398",
        "flows.moves.n": "398",
    }
    said = glued(lambda: french.say(Estimates([ODDS])))
    assert said["flows.odds.a.b"] == "8,2"
    assert said["flows.odds.a.b.interval"] == "de 1,3 à 355"
    assert said["flows.odds.a.b.n"] == "1\N{NARROW NO-BREAK SPACE}234"


def test_facts_are_glued_as_they_are(glued: Any) -> None:
    texts = {"a.b": "<b> & x", "c": "80\N{NO-BREAK SPACE}%", "d": 'it\'s a "fact" \\', "e": "12"}
    assert glued(lambda: Chapter("flows", {}).facts(texts)) == texts


def test_a_chapter_remembers_what_it_said(glued: Any) -> None:
    chapter = Chapter("flows", {})
    assert len(chapter.estimates) == 0
    glued(lambda: chapter.say([ODDS]))
    glued(lambda: chapter.say(Estimates([COUNT])))
    glued(lambda: chapter.say([]))
    assert list(chapter.estimates.values()) == [ODDS, COUNT]


def test_an_estimate_said_twice_is_an_error(glued: Any) -> None:
    chapter = Chapter("flows", {})
    glued(lambda: chapter.say([ODDS]))
    glued(lambda: chapter.say([ODDS]))
    with pytest.raises(ValueError, match=r"two estimates are called flows\.odds\.a\.b"):
        _ = chapter.estimates
