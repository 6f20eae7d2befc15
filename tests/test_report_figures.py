"""The figures of the report, as the notebooks make them in each language."""

from __future__ import annotations

import ast
import hashlib
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import drawn
import nbformat
import proper
import pytest

from talentwar.attrition import typeset
from talentwar.charts.bundle import USERMETA, panels, to_svg
from talentwar.charts.figure import Figure
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.parameters import CHAPTERS, PARAMETERS_FILE
from talentwar.tables import load

REPOSITORY = PARAMETERS_FILE.parent

# Words that both languages share.
COGNATES = {"Agents", "Date", "Destination", "Infrastructure", "Organisation"}
ENGLISH = re.compile(r"\b(the|of|and|moves?|since|until|years?|published|from|to|or|gain)\b", re.I)

# --- the charts of the report --------------------------------------------------------------------


@cache
def figures(code: str) -> dict[str, Figure]:
    """Return the figures that the notebooks show in a language, by name."""
    shown: dict[str, Figure] = {}
    for chapter in CHAPTERS:
        notebook = nbformat.read(REPOSITORY / "notebooks" / f"{chapter}.ipynb", as_version=4)
        namespace: dict[str, Any] = {}
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            *before, last = ast.parse(cell.source).body
            if not isinstance(last, ast.Expr):
                before.append(last)
            exec(compile(ast.Module(before, []), chapter, "exec"), namespace)
            if "parameters" in cell.metadata.tags:
                namespace["language"] = code
            elif isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), chapter, "eval"), namespace)
                if isinstance(value, Figure):
                    assert value.name not in shown
                    shown[value.name] = value
    return shown


def digests() -> dict[str, str]:
    """Return a digest of the bundle of a figure of every make, drawn in reverse order.

    Those of the report are drawn again by the build in another folder.
    """
    made = drawn.examples()
    return {
        name: hashlib.sha256(json.dumps(made[name]._repr_mimebundle_()).encode()).hexdigest()
        for name in reversed(made)
    }


FIGURES = (
    *(
        "flows-odds",
        "flows-heads",
        "flows-net",
        "flows-turnover",
        "flows-quarters",
        "flows-cumulated",
        "flows-matrix",
        "flows-streams",
        "flows-preference",
        "flows-fragility",
        "flows-movers",
        "flows-returns",
    ),
    *(
        "retention-rates",
        "retention-needed",
        "retention-attrition",
        "retention-hires",
        "retention-survival",
        "retention-medians",
        "retention-destinations",
        "retention-team",
    ),
    *(
        "compensation-packages",
        "compensation-parts",
        "compensation-base",
        "compensation-valuations",
        "compensation-equity",
        "compensation-bonus",
        "compensation-months",
        "compensation-vesting",
        "compensation-licences",
    ),
    *(
        "noncompetes-sites",
        "noncompetes-states",
        "noncompetes-europe",
        "noncompetes-world",
        "noncompetes-lines",
        "noncompetes-reforms",
        "noncompetes-practice",
        "noncompetes-means",
        "noncompetes-lockup",
        "noncompetes-studies",
    ),
    *(
        "spinouts-lineage",
        "spinouts-years",
        "spinouts-rates",
        "spinouts-speed",
        "spinouts-speed-origins",
        "spinouts-unicorns",
        "spinouts-capital",
        "spinouts-origins-capital",
        "spinouts-lorenz",
        "spinouts-seeds",
        "spinouts-fates",
        "spinouts-departures",
        "spinouts-chronicle",
    ),
    *(
        "overview-flows",
        "overview-retention",
        "overview-compensation",
        "overview-noncompetes",
        "overview-spinouts",
        "overview-verdicts",
        "overview-positions",
    ),
)
EACH = pytest.mark.parametrize("name", FIGURES)
IN_EACH_LANGUAGE = pytest.mark.parametrize("code", languages())


@cache
def spec_of(code: str, name: str) -> dict[str, Any]:
    """Return the specification of a figure of the report."""
    return figures(code)[name].spec()


@cache
def texts_in(code: str, name: str) -> list[str]:
    """Return the texts in a drawing of a figure and of each of its panels."""
    spec = spec_of(code, name)
    svgs = [to_svg(s, Language(code)) for s in (spec, *panels(spec, 400))]
    return [text for svg in svgs for text in map(html.unescape, drawn.SVG_TEXT.findall(svg))]


def tooltips(spec: object) -> Iterator[str]:
    """Return the titles of all tooltips and axes of a specification."""
    if isinstance(spec, dict):
        yield from (v for k, v in spec.items() if k == "title" and isinstance(v, str))
        for key, value in spec.items():
            if key not in ("datasets", "usermeta"):
                yield from tooltips(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from tooltips(value)


@cache
def readable(code: str, name: str) -> frozenset[str]:
    """Return every text of a figure that a reader can come to see or hear."""
    spec = spec_of(code, name)
    said = spec["usermeta"][USERMETA]
    cells = [cell for row in said["rows"] for cell in row]
    whole = {said[key] for key in ("title", "subtitle", "source", "alt")}
    return frozenset({*whole, *said["columns"], *cells, *texts_in(code, name), *tooltips(spec)})


@cache
def proper_names() -> re.Pattern[str]:
    """Return a pattern of the names of persons, organisations and cohorts in all languages."""
    tables = [("organizations", "org_id"), ("cohorts", "cohort_id")]
    named = [name for table, key in tables for name in names_of(load(table), key).values()]
    every = (
        {name for by_code in named for name in by_code.values()}
        | proper.people()
        | set(load("unicorn_times")["publisher"])
    )
    every |= {typeset(name) for name in load("retention_rates")["publisher"].dropna()}
    every |= proper.places() | proper.statutes() | proper.studies()
    return re.compile("|".join(re.escape(name) for name in sorted(every, key=len, reverse=True)))


def test_the_notebooks_show_these_figures_in_every_language() -> None:
    for code in languages():
        assert tuple(figures(code)) == FIGURES
        assert {f.language.code for f in figures(code).values()} == {code}


@pytest.fixture(scope="module", autouse=True)
def elsewhere() -> Iterator[subprocess.Popen[str]]:
    """Draw the figures in another process, while this one does the other tests."""
    code = "import json, test_report_figures as t; print(json.dumps(t.digests()))"
    path = f"{REPOSITORY}:{Path(__file__).parent}"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@EACH
@IN_EACH_LANGUAGE
def test_a_figure_is_complete(name: str, code: str) -> None:
    figure, spec = figures(code)[name], spec_of(code, name)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    for text in (figure.title, figure.subtitle, figure.source, figure.alt):
        assert len(text) > 15
        assert not re.search(r"[{}]|\bnan\b|\bNone\b|\binf\b|<NA>", text, re.I)
    assert re.search(r"\d", figure.source), "no number of rows"
    assert len(figure.table) > 0
    assert figure.table.columns.is_unique
    shown = figure.table.astype(str)
    assert not shown.isin(["nan", "None", "inf", "-inf", "<NA>", "NaT"]).any(axis=None)


@EACH
@IN_EACH_LANGUAGE
def test_every_row_of_the_table_stands_in_the_drawing(name: str, code: str) -> None:
    figure = figures(code)[name]
    labels = set(figure.table.iloc[:, 0])
    assert labels <= set(texts_in(code, name))


@EACH
@IN_EACH_LANGUAGE
def test_a_figure_has_no_colour_of_its_own(name: str, code: str) -> None:
    # A colour that is no token would stay as it is in the dark theme.
    spec = {k: v for k, v in spec_of(code, name).items() if k != "datasets"}
    rest = re.sub(r"var\(--tw-[a-z-]+, #[0-9a-f]{6}\)", "", json.dumps(spec))
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\"(black|white|gr[ae]y|red|blue)\"", rest)


@EACH
def test_no_english_in_a_french_figure(name: str) -> None:
    french, english = readable("fr", name), readable("en", name)
    same = {
        text for text in french & english if re.search(r"[^\W\d_]{2}", proper_names().sub("", text))
    }
    assert same <= COGNATES | proper.codes()
    for text in french - proper.codes():
        assert not ENGLISH.search(proper_names().sub("", text)), text


@EACH
def test_numbers_follow_the_language(name: str) -> None:
    for text in readable("fr", name):
        said = proper.without_statutes(text)
        assert not re.search(r"\d\.\d|[1-9]\d*,\d{3}\b|\d%|(?<!\w)-\d", said), text
    for text in readable("en", name):
        # A comma separates thousands, and nothing else.
        said = proper.without_statutes(text)
        assert not re.search(r"\d,(?!\d{3}\b)\d|\s%|(?<!\w)-\d", said), text


@EACH
def test_french_punctuation_has_its_spaces(name: str) -> None:
    for shown in readable("fr", name):
        text = proper.without_statutes(shown)
        assert not re.search("[^\u202f][;!?]", text), text
        assert not re.search("[^\xa0]:(?!//)", text), text
        assert not re.search("«[^\xa0]|[^\xa0]»", text), text
        assert not re.search("[^\xa0\u202f]%", text), text
        assert "'" not in text, text


@EACH
def test_both_languages_draw_the_same_data(name: str) -> None:
    def numbers(code: str) -> list[Any]:
        # A model has transforms alone.
        datasets = spec_of(code, name).get("datasets", {}).values()
        rows = [
            {k: v for k, v in row.items() if not isinstance(v, str)}
            for rows in datasets
            # A map is one object.
            for row in (rows if isinstance(rows, list) else [rows])
        ]
        return sorted(json.dumps(row, sort_keys=True) for row in rows)

    assert numbers("fr") == numbers("en")
    tables = [figures(code)[name].table.shape for code in languages()]
    assert tables[0] == tables[1]


# --- another process -----------------------------------------------------------------------------


def test_figures_are_the_same_in_another_process(elsewhere: subprocess.Popen[str]) -> None:
    here = digests()
    assert len(here) == len(drawn.examples()) > 3
    output, _ = elsewhere.communicate(timeout=60)
    assert json.loads(output.splitlines()[-1]) == here
