"""A reader gets the notebook of a page, and the command that computes it again."""

import json
import shlex
from pathlib import Path
from typing import Any

import nbformat
import papermill.cli
import pytest

from talentwar import parameters
from talentwar.language import languages
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import SITE
from talentwar.site.reproduce import command, notebook_path

CHANGED: list[tuple[str, dict[str, Any]]] = [
    ("flows", {}),
    ("flows", {"since": "2024", "merge_google": True, "confidence_level": 0.9}),
    ("flows", {"since": "", "until": "2025-06", "organizations": ["openai", "meta"]}),
    ("retention", {"horizon_months": 12, "as_of": "2025"}),
    ("compensation", {"offer": {"grant": 5_000_000}, "currency": "EUR"}),
]


@pytest.mark.parametrize(("chapter", "given"), CHANGED)
def test_papermill_gets_the_parameters_of_the_page(
    monkeypatch: pytest.MonkeyPatch, chapter: str, given: dict[str, Any]
) -> None:
    values = parameters.read(chapter, given, "test")
    asked = {}
    monkeypatch.setattr(
        papermill.cli, "execute_notebook",
        lambda **given: asked.update(given),
    )  # fmt: skip
    words = shlex.split(command(chapter, "fr", values))
    assert words[0] == "papermill"
    papermill.cli.papermill.main(words[1:], standalone_mode=False)
    assert asked["input_path"] == f"notebooks/{chapter}.ipynb"
    received = parameters.read(chapter, asked["parameters"], "command line")
    assert received == values.model_copy(update={"language": "fr"})


def test_what_is_as_ever_is_not_said() -> None:
    values = parameters.read("flows", {}, "test")
    assert command("flows", "en", values) == (
        "papermill notebooks/flows.ipynb flows.en.ipynb -p language en"
    )


@pytest.mark.parametrize("chapter", parameters.CHAPTERS)
@pytest.mark.parametrize("code", languages())
def test_the_notebook_of_a_page_is_in_its_language_and_clean(code: str, chapter: str) -> None:
    path: Path = SITE / code / notebook_path(chapter)
    notebook = notebooks.read(path)
    nbformat.validate(notebook)
    text = path.read_text(encoding="utf-8")
    assert set(json.loads(text)["metadata"]) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert not any(
        tag.startswith("lang-") for cell in notebook.cells for tag in cell.metadata.get("tags", [])
    )
    assert any(cell.cell_type == "code" and cell.outputs for cell in notebook.cells)
    assert f'language = "{code}"' in "".join(c.source for c in notebook.cells)
