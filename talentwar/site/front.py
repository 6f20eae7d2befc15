"""The findings of the chapters on the front page, taken from what the chapters computed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from talentwar import parameters
from talentwar.charts.bundle import SPEC, Words
from talentwar.estimates import Estimate
from talentwar.language import Language
from talentwar.pipeline import notebooks
from talentwar.site.templates import template


@dataclass(frozen=True)
class Finding:
    """A chapter on the front page: its finding and the estimate that carries it."""

    chapter: str
    page: str
    title: str
    value: str
    interval: str
    definition: str


class Findings(SphinxDirective):
    """Cards that lead to chapters. Each line names a chapter, a figure, an estimate.

    ``:facts:`` names the counts to show above.
    """

    has_content = True
    option_spec = {"facts": directives.unchanged_required}  # noqa: RUF012 - as docutils has it

    def run(self) -> list[nodes.Node]:
        """Return the cards as HTML; an error names a line that leads to nothing."""
        language = Language(self.env.config.language)
        executed = Path(self.env.srcdir)
        try:
            findings = [finding(line, executed, language) for line in self.content]
            facts = [
                fact(name, executed, language) for name in self.options.get("facts", "").split()
            ]
        except LookupError as error:
            raise self.error(f"no such figure or estimate: {error}") from error
        for chapter in parameters.CHAPTERS:
            for kind in ("ipynb", "estimates.json"):
                self.env.note_dependency(str(executed / f"{chapter}.{kind}"))
        html = template("findings.html").render(findings=findings, facts=facts)
        return [nodes.raw("", html, format="html")]


def finding(line: str, executed: Path, language: Language) -> Finding:
    """Return what the front page says of the chapter, figure and estimate that a line names.

    Raises ``LookupError`` naming what is missing.
    """
    chapter, figure, estimate = line.split()
    notebook = notebooks.read(executed / f"{chapter}.ipynb")
    found = estimates(chapter, executed)[estimate]
    return Finding(
        chapter=_title(notebook),
        page=f"{chapter}.html#{figure}",
        title=_words(notebook, figure).title,
        value=found.text(language),
        interval=""
        if found.level is None
        else language.t(
            "front.interval",
            level=language.percent(found.level),
            interval=found.interval_text(language),
        ),
        definition=found.definition[language.code],
    )


def fact(name: str, executed: Path, language: Language) -> str:
    """Return a count in words; its last word chooses them (``front.moves``)."""
    chapter, _, kind = name.partition(".")
    return language.tn(f"front.{kind}", round(estimates(chapter, executed)[name].value))


def estimates(chapter: str, executed: Path) -> dict[str, Estimate]:
    """Return the estimates of an executed chapter by name."""
    text = (executed / f"{chapter}.estimates.json").read_text(encoding="utf-8")
    return {record["name"]: Estimate.of(record) for record in json.loads(text)}


def _words(notebook: Any, figure: str) -> Words:
    for spec in notebooks.outputs_of(notebook, SPEC):
        words = Words.of(spec)
        if words.name == figure:
            return words
    raise KeyError(figure)


def _title(notebook: Any) -> str:
    for cell in notebook.cells:
        for line in cell.source.splitlines():
            if cell.cell_type == "markdown" and line.startswith("# "):
                return str(line.removeprefix("# "))
    raise KeyError("title of a chapter")
