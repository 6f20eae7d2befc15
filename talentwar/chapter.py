"""What a notebook needs and nothing more: start a chapter, say its figures, show its charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from myst_nb import glue

from talentwar import parameters
from talentwar.charts.live import Live
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.parameters.controls import controls, others
from talentwar.problems import Refused, render

MOST_ROWS = 5000
"""Rows that a page carries at most, some 40 bytes each as they travel."""
_IPYTHON_NAMES = {"In", "Out"}


class Chapter:
    """One chapter in one language: its checked parameters and what it has estimated so far."""

    def __init__(self, name: str, namespace: Mapping[str, Any]) -> None:
        """Check the plain values in a notebook's ``namespace`` as the chapter's parameters.

        Call it in the first code cell after the parameters, so that whatever stands there is a
        parameter and a misspelt one is refused. Raises ``SystemExit`` with one screen that
        names every wrong value and what is allowed.
        """
        plain = {
            key: value
            for key, value in namespace.items()
            if not key.startswith("_")
            and key not in _IPYTHON_NAMES
            and (
                key in parameters.CHAPTERS[name].model_fields
                or isinstance(value, str | int | float | bool | list | dict | None)
            )
        }
        try:
            self.parameters: Any = parameters.read(name, plain, f"{name}.ipynb")
        except Refused as refused:
            raise SystemExit(render(refused.problems)) from None
        self.name = name
        self.language = Language(self.parameters.language)
        self._estimates: list[Estimate] = []

    @property
    def estimates(self) -> Estimates:
        """All estimates said so far; shown at the end of the notebook, published as JSON."""
        return Estimates(self._estimates)

    def live(self, frames: Mapping[str, pd.DataFrame], **offered: Sequence[str]) -> Live | None:
        """Return what the charts need for the reader of the page to ask them again.

        ``None``, with which the charts keep to the report's selection, when there are more than
        ``MOST_ROWS``: every reader of the page would have to load them.

        ``frames`` are the rows to choose from, whatever the parameters. ``offered`` are the
        values of lists that differ from the parameter's, as when organisations were merged.
        """
        if sum(map(len, frames.values())) > MOST_ROWS:
            return None
        p = self.parameters
        return Live(
            frames=frames,
            chapter=self.name,
            controls=controls(p, self.language, offered),
            others=others(p),
            level=p.confidence_level,
        )

    def say(self, estimates: Estimates | Iterable[Estimate]) -> None:
        """Make estimates available to the prose, written in the chapter's language.

        The prose finds the value under the estimate's name, its interval under
        ``<name>.interval``, its number of observations under ``<name>.n``.
        """
        for estimate in estimates.values() if isinstance(estimates, Mapping) else estimates:
            self._estimates.append(estimate)
            self.fact(estimate.name, estimate.text(self.language))
            self.fact(f"{estimate.name}.n", self.language.number(estimate.n))
            if estimate.has_interval:
                self.fact(f"{estimate.name}.interval", estimate.interval_text(self.language))

    def facts(self, texts: Mapping[str, str]) -> None:
        """Make several facts available."""
        for name, text in texts.items():
            self.fact(name, text)

    def fact(self, name: str, text: str) -> None:
        """Make a plain fact of a table, or a word that depends on the data, available."""
        glue(name, text, display=False)
