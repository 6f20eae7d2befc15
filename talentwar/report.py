"""What the other chapters found, read from their executed notebooks.

In JupyterLab and in the tests these are the notebooks of the repository, which hold the results of
the default parameters; in the pipeline those that stand beside the one that is executed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import nbformat

from talentwar.estimates import MIME_TYPE, Estimate, Estimates
from talentwar.language import Language

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def folder(chapter: str, here: Path | None = None) -> Path:
    """Return the folder that holds the executed chapters: the working directory if it does."""
    own = here or Path.cwd()
    return own if (own / f"{chapter}.ipynb").exists() else NOTEBOOKS


def published(chapters: Iterable[str], here: Path | None = None) -> Estimates:
    """Return the estimates of executed chapters.

    Raises ``LookupError`` naming a chapter that was not executed.
    """
    found: list[Estimate] = []
    for chapter in chapters:
        path = folder(chapter, here) / f"{chapter}.ipynb"
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        records = [
            record
            for cell in notebook.cells
            for output in cell.get("outputs", [])
            for record in output.get("data", {}).get(MIME_TYPE, [])
        ]
        if not records:
            raise LookupError(f"{path} holds no estimates: execute it first")
        found += [Estimate.of(record) for record in records]
    return Estimates(found)


def quoted(found: Estimates, names: Iterable[str], language: Language) -> dict[str, str]:
    """Return some estimates of other chapters as texts, under the names of ``Chapter.say``.

    One that no chapter has, as when a parameter leaves its organisations out, is not defined.
    """
    texts: dict[str, str] = {}
    for name in names:
        estimate = found.get(name)
        if estimate is None:
            unknown = language.t("value.undefined")
            texts |= {f"{name}{part}": unknown for part in ("", ".n", ".interval")}
            continue
        texts[name] = estimate.text(language)
        texts[f"{name}.n"] = language.number(estimate.n)
        if estimate.has_interval:
            texts[f"{name}.interval"] = estimate.interval_text(language)
    return texts
