"""What a reader needs to get a chapter again: its notebook and the exact command."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import nbformat

from talentwar import parameters
from talentwar.pipeline import notebooks


def notebook_path(chapter: str) -> str:
    """Return where the notebook of a chapter lies in its book."""
    return f"notebooks/{chapter}.ipynb"


def command(chapter: str, language: str, values: parameters.ChapterParameters) -> str:
    """Return the papermill command that computes a chapter as the page shows it.

    The language and what differs from the defaults are given; the notebook holds the defaults.
    """
    default = parameters.read(chapter, {}, "defaults").model_dump()
    words = ["papermill", f"notebooks/{chapter}.ipynb", f"{chapter}.{language}.ipynb"]
    words += ["-p", "language", language]
    for name, value in values.model_dump().items():
        if name != "language" and value != default[name]:
            words += _given(name, value)
    return shlex.join(words)


def publish(executed: Path, html: Path) -> None:
    """Write the notebooks of one language, as they were executed, into its book."""
    for chapter in parameters.CHAPTERS:
        target = html / notebook_path(chapter)
        target.parent.mkdir(parents=True, exist_ok=True)
        clean = notebooks.published(notebooks.read(executed / f"{chapter}.ipynb"))
        nbformat.write(clean, target)  # type: ignore[no-untyped-call]


def _given(name: str, value: Any) -> list[str]:
    """Return the words that give papermill a value; ``-p`` takes no list and guesses types."""
    if isinstance(value, str) and value and not _looks_like_number(value):
        return ["-p", name, value]
    return ["-y", json.dumps({name: value}, ensure_ascii=False)]


def _looks_like_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text.lower() in ("true", "false", "none")
    return True
