"""The files that hold parameters, written from the one definition: comments, order, defaults."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import nbformat
from pydantic import BaseModel

from talentwar import parameters
from talentwar.language import Language, languages
from talentwar.parameters import CHAPTERS, PARAMETERS_FILE, ChapterParameters
from talentwar.parameters.words import Entry, entries, names, written
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import NOTEBOOKS

_THOUSANDS = 10_000
"""From which number on thousands are set apart."""
_WIDTH = 100
_HEADER = """\
# What an editor may change. A value left out keeps its default; `make site` refuses a wrong one
# and says what is allowed. The same names serve the notebooks and every command.
# Ce qu’une rédaction peut changer. Une valeur omise garde son défaut\u202f; `make site` refuse
# une valeur fausse et dit ce qui est admis. Les mêmes noms servent aux notebooks et à toutes les
# commandes.
"""


def write() -> list[Path]:
    """Bring `parameters.yml` and the parameters cell of each notebook into step.

    Values in `parameters.yml` stay; the cells hold the defaults. Returns the files that changed.
    Raises ``Refused`` when `parameters.yml` holds a wrong value.
    """
    changed = []
    text = yaml_text(parameters.read_file())
    if text != PARAMETERS_FILE.read_text(encoding="utf-8"):
        PARAMETERS_FILE.write_text(text, encoding="utf-8")
        changed.append(PARAMETERS_FILE)
    for chapter, model in CHAPTERS.items():
        path = NOTEBOOKS / f"{chapter}.ipynb"
        notebook = notebooks.read(path)
        cell = parameters_cell(notebook)
        if cell.source != cell_source(model):
            cell.source = cell_source(model)
            nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
            changed.append(path)
    return changed


def parameters_cell(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the one cell of a notebook that holds its parameters; ``ValueError`` without it."""
    cells: list[nbformat.NotebookNode] = notebook.cells
    (cell,) = [c for c in cells if "parameters" in c.metadata.get("tags", [])]
    return cell


def yaml_text(used: dict[str, ChapterParameters]) -> str:
    """Return `parameters.yml` for the parameters in use, commented in every language."""
    blocks = [_HEADER]
    for chapter, values in used.items():
        by_language = [entries(values, Language(code)) for code in languages()]
        lines = [f"{chapter}:"]
        for told in zip(*by_language, strict=True):
            lines += [line for entry in told for line in _comment(entry)]
            lines += _yaml(told[0].name, getattr(values, told[0].name))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def cell_source(model: type[ChapterParameters]) -> str:
    """Return the code of a chapter's parameters cell, which holds the defaults."""
    defaults = model.model_validate({})
    lines = ["# What may be changed; parameters.yml says what each does.",
             "# Ce qu’on peut changer\u202f; parameters.yml dit l’effet de chacun.",
             _assignment("language", defaults.language)]  # fmt: skip
    lines += [_assignment(name, getattr(defaults, name)) for name in names(model)]
    return "\n".join(lines)


def _comment(entry: Entry) -> list[str]:
    text = f"{entry.label}. {entry.help} ({entry.allowed})"
    return textwrap.wrap(
        text, _WIDTH - 4, initial_indent="  # ", subsequent_indent="  #   ", break_on_hyphens=False
    )


def _yaml(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [f"  {name}:", *(f"    - {written(item)}" for item in value)]
    if isinstance(value, BaseModel):
        return [f"  {name}:", *(f"    {key}: {written(v)}" for key, v in value)]
    quoted = isinstance(value, str) and not value.isalpha()
    return [f"  {name}: {json.dumps(value) if quoted else written(value)}"]


def _assignment(name: str, value: Any) -> str:
    if isinstance(value, BaseModel):
        rows = (f'    "{key}": {_number(v)},' for key, v in value)
        return "\n".join([f"{name} = {{", *rows, "}"])
    code = _code(value)
    line = f"{name} = {code}"
    if len(line) <= _WIDTH or not isinstance(value, list):
        return line
    return "\n".join([f"{name} = [", *(f"    {_code(item)}," for item in value), "]"])


def _code(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_code, value))}]"
    return json.dumps(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """Write a number or a truth value as Python code, with its thousands apart."""
    whole = isinstance(value, float) and value.is_integer()
    number = int(value) if whole else value
    large = isinstance(number, int) and abs(number) >= _THOUSANDS
    return f"{number:_}" if large else repr(number)
