"""Notebooks are cut to one language, run the same way each time, and hold no typed figure."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from talentwar import parameters
from talentwar.language import languages
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import NOTEBOOKS, ROOT
from talentwar.pipeline.progress import StepFailed

JSON = "application/json"
COMMITTED = sorted(NOTEBOOKS.glob("*.ipynb"))
by_name = pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)


def prose(code: str, text: str) -> NotebookNode:
    return new_markdown_cell(text, id=f"prose-{code}", metadata={"tags": [f"lang-{code}"]})


def code(name: str, source: str, *tags: str) -> NotebookNode:
    return new_code_cell(source, id=name, metadata={"tags": list(tags)})


def tiny() -> NotebookNode:
    """A notebook with every sort of cell, as an editor may have left it."""
    notebook = new_notebook(
        cells=[
            prose("en", "# Who stays"),
            prose("fr", "# Qui reste"),
            code("parameters", 'language = "en"\nyears = 2', "parameters"),
            code("words", "import sys\nprint('out')\nprint('err', file=sys.stderr)\nyears * 2"),
            code("listing", f'display({{"{JSON}": [language, years]}}, raw=True)', "hide-input"),
        ],
        metadata={
            "papermill": {"duration": 1.5},
            "language_info": {"name": "python", "version": "3"},
        },
    )
    notebook.cells[3].metadata["collapsed"] = True
    notebook.cells[3].execution_count = 17
    return notebook


def written(folder: Path, notebook: NotebookNode) -> Path:
    path = folder / "tiny.ipynb"
    nbformat.write(notebook, path)
    return path


# --- one language


@pytest.mark.parametrize(("code", "title"), [("en", "# Who stays"), ("fr", "# Qui reste")])
def test_one_language_and_all_code_are_kept(code: str, title: str) -> None:
    selected = notebooks.select_language(tiny(), code)
    assert [cell.id for cell in selected.cells] == [
        f"prose-{code}",
        *("parameters", "words", "listing"),
    ]
    assert selected.cells[0].source == title


def test_cells_remember_their_place_and_lose_their_outputs() -> None:
    notebook = tiny()
    notebook.cells[3].outputs = [nbformat.v4.new_output("stream", text="stale")]
    selected = notebooks.select_language(notebook, "fr")
    assert [cell.metadata["position"] for cell in selected.cells] == [1, 2, 3, 4]
    for cell in selected.cells[1:]:
        assert (cell.outputs, cell.execution_count) == ([], None)


def test_the_notebook_itself_stays_as_it_is() -> None:
    notebook = tiny()
    notebooks.select_language(notebook, "fr")
    notebooks.normalise(notebook)
    assert notebook == tiny()


def test_the_language_of_a_cell_is_its_tag() -> None:
    assert notebooks.language_of(prose("fr", "")) == "fr"
    assert notebooks.language_of(code("x", "", "hide-input")) is None
    assert notebooks.language_of(new_markdown_cell("")) is None


@pytest.mark.parametrize("content", ["{", "<<<<<<< HEAD\n{}", '{"nbformat": 4}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tiny.ipynb"
    path.write_text(content)
    with pytest.raises(StepFailed, match=r"^tiny\.ipynb: not a notebook"):
        notebooks.read(path)


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"^tiny\.ipynb: the notebook is missing$"):
        notebooks.read(tmp_path / "tiny.ipynb")


# --- running


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[NotebookNode]:
    """Two executions of the same notebook, in different folders, with years = 3."""
    executed = []
    for name in ("first", "second"):
        folder = tmp_path_factory.mktemp(name)
        path = written(folder, tiny())
        values = {"language": "fr", "years": 3}
        executed.append(notebooks.execute(path, "fr", values, folder / "work"))
    return executed


def test_two_executions_are_the_same_to_the_byte(runs: list[NotebookNode]) -> None:
    first, second = (nbformat.writes(run) for run in runs)
    assert first == second


def test_an_execution_holds_no_time_place_or_machine(runs: list[NotebookNode]) -> None:
    run = runs[0]
    assert [cell.id for cell in run.cells] == ["prose-fr", "parameters", "words", "listing"]
    assert set(run.metadata) == {"kernelspec", "language_info"}
    assert run.metadata.language_info == {"name": "python"}
    for cell in run.cells:
        assert set(cell.metadata) <= {"tags", "translation_of", "mystnb"}
    text = nbformat.writes(run)
    assert not re.search(r"\d{4}-\d\d-\d\dT|\d\d:\d\d:\d\d|/tmp/|papermill|injected", text)


def test_the_values_used_stand_in_the_parameters_cell(runs: list[NotebookNode]) -> None:
    cells = {cell.id: cell for cell in runs[0].cells}
    values: dict[str, object] = {}
    exec(cells["parameters"].source, values)
    assert (values["language"], values["years"]) == ("fr", 3)
    assert notebooks.outputs_of(runs[0], JSON) == [["fr", 3]]


def test_cells_are_counted_in_order(runs: list[NotebookNode]) -> None:
    cells = {cell.id: cell for cell in runs[0].cells}
    assert cells["parameters"].execution_count is None, "a cell without output needs no number"
    assert cells["words"].execution_count == 2
    result = cells["words"].outputs[-1]
    assert (result.execution_count, result["data"]["text/plain"]) == (2, "6")


FAILURE = """\
first = 1
second = {}
second["third"]"""


@pytest.fixture(scope="module")
def failure(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a notebook whose last cell fails."""
    folder = tmp_path_factory.mktemp("failure")
    notebook = tiny()
    notebook.cells.insert(4, code("failing", FAILURE))
    with pytest.raises(StepFailed) as failed:
        notebooks.execute(written(folder, notebook), "fr", {"years": 3}, folder / "work")
    return str(failed.value)


def test_a_failing_cell_is_named_with_its_code_and_error(failure: str) -> None:
    where, *shown, error = failure.splitlines()
    assert where == "notebooks/tiny.ipynb, cell 4:", "counted in the whole notebook"
    assert "\n".join(line.removeprefix("    ") for line in shown) == FAILURE
    assert error == "KeyError: 'third'"


def test_a_failing_cell_brings_no_traceback(failure: str) -> None:
    assert "Traceback" not in failure
    assert "\x1b" not in failure
    assert len(failure.splitlines()) < 25


def test_a_kernel_that_dies_is_told_in_one_line(tmp_path: Path) -> None:
    notebook = tiny()
    notebook.cells.append(code("dying", "import os\nos._exit(3)"))
    del notebook.metadata["language_info"]
    with pytest.raises(StepFailed, match=r"^notebooks/tiny\.ipynb: the kernel died"):
        notebooks.execute(written(tmp_path, notebook), "en", {"years": 3}, tmp_path / "work")


# --- keeping outputs


def test_outputs_are_merged_by_cell(runs: list[NotebookNode]) -> None:
    merged = notebooks.merge_outputs(tiny(), runs[0])
    assert [cell.id for cell in merged.cells] == [cell.id for cell in tiny().cells]
    assert [cell.source for cell in merged.cells] == [cell.source for cell in tiny().cells]
    cells = {cell.id: cell for cell in merged.cells}
    assert notebooks.outputs_of(merged, JSON) == [["fr", 3]]
    assert [output.get("name") for output in cells["words"].outputs] == ["stdout", "stderr", None]
    assert notebooks.merge_outputs(merged, runs[0]) == merged


def test_outputs_of_one_type_come_in_order() -> None:
    def shown(value: int) -> NotebookNode:
        return nbformat.v4.new_output("display_data", data={JSON: value, "text/plain": "x"})

    notebook = tiny()
    notebook.cells[4].outputs = [shown(2), nbformat.v4.new_output("stream", text="y"), shown(3)]
    notebook.cells[2].outputs = [shown(1)]
    assert notebooks.outputs_of(notebook, JSON) == [1, 2, 3]
    assert notebooks.outputs_of(notebook, "image/png") == []


# --- the notebooks of the report


def tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def test_every_chapter_has_its_notebook() -> None:
    assert [path.stem for path in COMMITTED] == sorted(parameters.CHAPTERS)


@by_name
def test_a_committed_notebook_is_normalised(path: Path) -> None:
    notebook = notebooks.read(path)
    assert notebook == notebooks.normalise(notebook), "run `make notebooks`"
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), "cells have ids of their own"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@by_name
def test_a_committed_notebook_ran_without_a_fault(path: Path) -> None:
    outputs = [
        output
        for cell in notebooks.read(path).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert {output.output_type for output in outputs} <= {"display_data", "execute_result"}


@by_name
def test_a_committed_notebook_has_one_parameters_cell(path: Path) -> None:
    notebook = notebooks.read(path)
    assert len(tagged(notebook, "parameters")) == 1
    assert tagged(notebook, "injected-parameters") == []


@by_name
def test_its_parameters_are_those_of_the_chapter(path: Path) -> None:
    """Run alone, the notebook shows what the site shows when ``parameters.yml`` says nothing."""
    values: dict[str, object] = {}
    exec(tagged(notebooks.read(path), "parameters")[0].source, values)
    del values["__builtins__"]
    assert values == parameters.CHAPTERS[path.stem]().model_dump()


@by_name
def test_each_prose_cell_stands_in_every_language(path: Path) -> None:
    notebook = notebooks.read(path)
    counts = {code: len(tagged(notebook, f"lang-{code}")) for code in languages()}
    assert len(set(counts.values())) == 1
    assert sum(counts.values()) > 0
    for position, cell in enumerate(notebook.cells):
        tags = [t for t in cell.metadata.get("tags", []) if t.startswith(notebooks.LANGUAGE_TAG)]
        expected = 1 if cell.cell_type == "markdown" else 0
        assert len(tags) == expected, f"cell {position}: {tags}"


# --- figures are glued

NOT_PROSE = re.compile(
    r"""
    ^\([\w-]+\)=$              # a label
    | ^```.*?^```$             # a block of code
    | \{[\w:-]+\}`[^`]*`       # a role: a glued figure, a term, a reference
    | `[^`]*`                  # code
    | \]\([^)]*\)              # the target of a link
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
BLANK = "[ \u00a0\u202f]?"
UNITS = (
    *("%", "€", "\\$", "US", "k\\b", "M\\b", "times", "fois", "-fold", "points?", "percent"),
    *("years?", "ans?\\b", "années?", "months?", "mois", "weeks?", "semaines?", "days?", "jours?"),
    *("million", "milliard", "billion", "thousand", "mille"),
    *("people", "persons?", "personnes?", "engineers?", "ingénieurs?", "employees?", "salariés?"),
    *("hires?", "recrues?", "founders?", "fondateurs?", "authors?", "auteurs?", "sources?"),
    *("moves?", "mouvements?", "departures?", "départs?", "arrivals?", "arrivées?", "rows?"),
    *("organi[sz]ations?", "labs?\\b", "laboratoires?", "companies", "entreprises?"),
)
FIGURE = re.compile(
    rf"(?:[$€£]{BLANK})?(?<![\w-])\d[\d.,\u00a0\u202f]*{BLANK}(?:{'|'.join(UNITS)})|[$€£]{BLANK}\d+"
)


def typed_figures(text: str) -> list[str]:
    """Return the numbers with a unit that stand in prose and are not glued."""
    return FIGURE.findall(NOT_PROSE.sub("", text))


@pytest.mark.parametrize(
    "text",
    [
        *("8 times", "8.2 times", "78\u202f%", "80%", "1\u202f200 personnes", "$3 billion", "€200"),
        *("les 24 mois", "2,5 ans", "534 moves", "12 founders", "3\u00a0milliards", "(5 sources)"),
        *("“8 times”", "«\u00a011\u00a0fois\u00a0»"),
    ],
)
def test_a_typed_figure_is_found(text: str) -> None:
    assert len(typed_figures(f"It is {text}.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("in 2021", "GPT-3 authors", "Llama 1", "{glue:text}`rate.24` years", "`size = 8 years`"),
        *("[method](8-times.md)", "two years", "“eight times”", "«\u00a0onze fois\u00a0»"),
        "(after-2-years)=\n",
        "```python\n8 years\n```",
    ],
)
def test_what_is_no_typed_figure_passes(text: str) -> None:
    assert typed_figures(text) == []


@by_name
def test_no_figure_is_typed_in_prose(path: Path) -> None:
    typed = {
        f"cell {position}": found
        for position, cell in enumerate(notebooks.read(path).cells)
        if notebooks.language_of(cell) and (found := typed_figures(cell.source))
    }
    assert typed == {}, "glue it"


@by_name
def test_no_output_changes_from_run_to_run(path: Path) -> None:
    text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    assert not re.search(r" at 0x[0-9a-f]+|altair-viz-[0-9a-f]|/home/|/tmp/", text)
    assert str(ROOT) not in text


def test_a_kernel_that_does_not_answer_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), source)
    answers = [RuntimeError("Kernel didn't respond in 30 seconds"), None]

    def start(*_: object, **__: object) -> NotebookNode:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return nbformat.v4.new_notebook()

    monkeypatch.setattr("papermill.execute_notebook", start)
    assert notebooks.execute(source, "en", {}, tmp_path / "build").cells == []
    assert answers == []
    answers += [RuntimeError("Kernel didn't respond in 30 seconds")] * 3
    with pytest.raises(StepFailed, match="does not answer"):
        notebooks.execute(source, "en", {}, tmp_path / "build")
    answers.append(RuntimeError("something else"))
    with pytest.raises(RuntimeError, match="something else"):
        notebooks.execute(source, "en", {}, tmp_path / "build")
