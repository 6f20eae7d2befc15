"""Charts that a reader can ask again: what they compute in the browser, and from what.

A chart of this kind carries its rows and a chain of Vega-Lite transforms that count them anew
whenever a parameter changes, by the rules of the analysis modules. What is shown first, and all
that is printed, is drawn by the same chain with the parameters of the report.

Expressions are those of Vega's own language, which its interpreter evaluates without ``eval``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from talentwar.charts.figure import View
from talentwar.charts.theme import literal
from talentwar.charts.words import named
from talentwar.language import Language
from talentwar.names import Names
from talentwar.parameters.controls import Control
from talentwar.selection import CONFIDENCES

ROWS = "rows"
"""Name of the layer with one mark for each row of the table under the chart."""

_COLUMNS = {
    "announced_earliest": "earliest",
    "announced_latest": "latest",
    "confidence": "confidence",
    "function": "function",
}


@dataclass(frozen=True)
class Live:
    """What a chart needs to be asked again on the page.

    ``frames`` are the rows to choose from, whatever the parameters; ``controls`` the parameters
    of the ``chapter`` that the page offers, ``others`` those that it does not and that are not at
    their defaults (name and value as in a command); ``level`` is that of the intervals.
    """

    frames: Mapping[str, pd.DataFrame]
    chapter: str
    controls: tuple[Control, ...]
    others: tuple[tuple[str, str], ...]
    level: float

    def only(self, *names: str) -> Live:
        """Return the same with some of the controls."""
        return replace(self, controls=tuple(c for c in self.controls if c.name in names))

    def view(self, **words: Any) -> View:
        """Return what a figure says of another selection (``words`` as in ``View``)."""
        return View(chapter=self.chapter, controls=self.controls, others=self.others, **words)

    def offered(self, name: str) -> list[str]:
        """Return the values that a control offers."""
        control = next(c for c in self.controls if c.name == name)
        return [str(value) for value, _ in control.options]

    def params(self) -> list[alt.Parameter]:
        """Return one Vega parameter a control, with the value of the report."""
        return [
            alt.param(name=c.name, value=list(c.value) if isinstance(c.value, tuple) else c.value)
            for c in self.controls
        ]


def moves_for_vega(moves: pd.DataFrame) -> pd.DataFrame:
    """Return moves with what the browser needs: both ends, bounds of the date, what is filtered.

    Columns ``origin``, ``destination`` (identifiers), ``earliest``, ``latest`` (ISO dates, empty
    if unknown), ``confidence``, ``function``.
    """
    frame = moves.rename(columns={"origin_id": "origin", "destination_id": "destination"})
    frame = frame.rename(columns=_COLUMNS)[["origin", "destination", *_COLUMNS.values()]]
    return frame.assign(
        earliest=[_iso(day) for day in frame["earliest"]],
        latest=[_iso(day) for day in frame["latest"]],
    ).astype("str")


def _iso(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def counted_move() -> str:
    """Return the expression: whether a move counts, as ``talentwar.flows.select_moves`` has it.

    Partial dates compare as texts: what starts with ``2024-06`` comes after ``2024-06`` itself.
    """
    return " && ".join(
        [
            "(since == '' || datum.earliest >= since)",
            "(until == '' || datum.latest != '' && slice(datum.latest, 0, length(until)) <= until)",
            trusted("datum.confidence"),
            "indexof(functions, datum.function) >= 0",
        ]
    )


def trusted(confidence: str) -> str:
    """Return the expression: whether a confidence is at least the one asked for."""
    order = f"[{', '.join(literal(c) for c in CONFIDENCES)}]"
    return f"indexof({order}, {confidence}) >= indexof({order}, minimum_confidence)"


def among(values: str, value: str) -> str:
    """Return the expression: whether an array holds a value."""
    return f"indexof({values}, {value}) >= 0"


def number_text(value: str) -> str:
    """Return the expression that writes a number as ``Language.number`` does."""
    return (
        f"(!isFinite({value}) ? '∞'"
        f" : abs({value}) >= 100 || {value} == floor({value}) ? format({value}, ',.0f')"
        f" : abs({value}) < 0.1 ? format({value}, '.2r') : format({value}, ',.1f'))"
    )


def signed_text(value: str, whole: str) -> str:
    """Return the expression that writes a difference of counts, as an estimate does.

    ``whole`` is the expression: whether it has no decimals.
    """
    return f"((({value}) > 0 ? '+' : '') + format({value}, ({whole}) ? ',.0f' : ',.1f'))"


def percent_text(share: str) -> str:
    """Return the expression that writes a share as ``Language.percent`` does."""
    return f"format({share}, '.0%')"


def sentence(text: str, **expressions: str) -> str:
    """Return the expression for a text whose ``{placeholders}`` are expressions."""
    parts = re.split(r"\{(\w+)\}", text)
    said = [literal(part) if i % 2 == 0 else f"({expressions[part]})"
            for i, part in enumerate(parts) if i % 2 or part]  # fmt: skip
    return " + ".join(said) if len(said) > 1 else said[0]


def raw(language: Language, key: str, *placeholders: str) -> str:
    """Return the text of a key with its placeholders still in it."""
    return language.t(key, **{name: f"{{{name}}}" for name in placeholders})


def from_table(frame: pd.DataFrame, key: str) -> alt.LookupData:
    """Return the rows of a frame, all columns, to look up by a key."""
    return alt.LookupData(data=frame, key=key, fields=[c for c in frame.columns if c != key])


def names_table(ids: Iterable[str], names: Names, language: Language, into: str) -> pd.DataFrame:
    """Return the names of organisations in a language, to look up by ``<into>_id``."""
    distinct = sorted(set(ids))
    return pd.DataFrame(
        {f"{into}_id": distinct, into: [named(names, i, language) for i in distinct]}
    )


def triangle(values: Sequence[Sequence[float]], name: str) -> alt.Parameter:
    """Return a constant of the chart: values by n and k <= n, to be read with ``at``.

    Written as one text, which is shorter and easier to keep in a notebook than a list.
    """
    written = " ".join(f"{v:.7g}" for row in values for v in row)
    return alt.param(name=name, expr=f"split({literal(written)}, ' ')")


def at(name: str, n: str, k: str) -> str:
    """Return the expression for the value of a ``triangle`` at n and k."""
    return f"toNumber({name}[{n} * ({n} + 1) / 2 + {k}])"


def table(frame: pd.DataFrame) -> alt.Chart:
    """Return rows of texts to transform, written as one text: shorter than a list of records.

    The browser takes them apart by transforms, as its readers of CSV would compile code. What is
    returned draws nothing: see ``driven_by``. Raises ``ValueError`` for a text that holds what
    parts the rows or the cells.
    """
    cells = frame.astype("str")
    if cells.apply(lambda column: column.str.contains(r"[|\n]", regex=True)).to_numpy().any():
        raise ValueError("a text with a bar or a line break cannot travel in a chart")
    lines = "\n".join("|".join(row) for row in cells.itertuples(index=False, name=None))
    fields = {name: f"datum.cells[{i}]" for i, name in enumerate(cells.columns)}
    rows: alt.Chart = (
        alt.Chart(alt.InlineData(values=[{"lines": lines}]))
        .transform_calculate(line="split(datum.lines, '\\n')")
        .transform_flatten(["line"])
        .transform_calculate(cells="split(datum.line, '|')")
        .transform_calculate(**fields)
    )
    return rows


def driven_by(
    chart: alt.LayerChart, rows: alt.Chart, params: Sequence[alt.Parameter]
) -> alt.LayerChart:
    """Return a chart that draws what the transforms of ``rows`` (see ``table``) make of them.

    The transforms are not added to the chart one by one, since each time Altair would copy all
    that it draws.
    """
    driven: alt.LayerChart = chart.add_params(*params)
    driven.data, driven.transform = rows.data, rows.transform
    return driven
