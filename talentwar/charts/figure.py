"""A figure: a chart with all that a reader needs to trust it.

A figure travels in a notebook as one deterministic bundle: the Vega-Lite specification (the
site draws it), an SVG (what JupyterLab and a page without scripts show) and a text (the
finding in words and the rows behind it). Words and rows travel inside the specification's
``usermeta``, which Vega-Lite leaves alone.
"""

from __future__ import annotations

import hashlib
import json
import math
import textwrap
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.bundle import NARROW_HEIGHT, SPEC, USERMETA, Cell, Entry, numbered, to_svg
from talentwar.charts.words import FEW
from talentwar.language import Language
from talentwar.parameters.controls import Control

Drawing = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.FacetChart
"""What a figure can show: single or layered views, or several of them side by side."""


@dataclass(frozen=True)
class View:
    """How a figure that a reader can ask again speaks of a selection that is not the report's.

    ``controls`` are the parameters it answers, of a ``chapter`` whose other parameters are at
    their defaults but for ``others`` (name and value as in a command). ``title`` claims nothing,
    ``subtitle`` names no period, ``source`` has a placeholder ``{rows}`` for the number of rows,
    which ``rows`` says in the singular and the plural (placeholder ``{n}``); ``count`` is the
    field to add up for it. ``columns`` are the headers of the table under the chart with the
    fields of the layer ``rows`` that fill them, ``order`` the fields that sort it. ``only`` says
    which panel shows what: the name of a control and, panel by panel, a value of it. ``step`` is
    the height in pixels of a row of the drawing, if it has rows: those of the table, or one for
    each value chosen in the control ``rows_of``. Below ``few``, the page says how little an
    interval means.
    """

    chapter: str
    controls: tuple[Control, ...]
    others: tuple[tuple[str, str], ...]
    title: str
    subtitle: str
    source: str
    rows: tuple[str, str]
    count: str
    columns: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    only: tuple[str, tuple[str, ...]] | None = None
    step: int | None = None
    rows_of: str | None = None
    few: int = FEW

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain JSON types."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain


@dataclass(frozen=True)
class Figure:
    """A chart in one language with its title, subtitle, source line, text alternative, rows.

    ``title`` states the finding, ``subtitle`` the quantity, unit and period, ``source`` where
    the rows come from and how many there are, ``alt`` the finding for someone who cannot see
    the chart, ``note`` a warning if the rows are few. ``view`` is what a reader can change, if
    anything. ``table`` holds the rows behind the chart with headers and values as shown, ``data``
    the same facts for machines: headers in the language, numbers as numbers, unknown and infinite
    values missing. ``key`` says what the numbers in the drawing stand for, one by one: a text, and
    the table and row that say more. ``facts`` is the table of which the
    chart counts the rows. ``narrow_height`` is the height in pixels in a phone's column, where it
    differs.
    """

    name: str
    chart: Drawing
    title: str
    subtitle: str
    source: str
    alt: str
    table: pd.DataFrame
    data: pd.DataFrame
    language: Language
    note: str = ""
    view: View | None = None
    key: tuple[Entry, ...] = ()
    facts: str = ""
    narrow_height: int | None = None

    def spec(self) -> dict[str, Any]:
        """Return the complete Vega-Lite specification, words and rows included."""
        spec = _settled(self.chart.to_dict())
        spec["config"] = theme.config()
        spec["title"] = {
            "text": _wrap(self.title, 78),
            "subtitle": _wrap(self.subtitle, 108),
        }
        spec["description"] = self.alt
        spec["usermeta"] = {
            USERMETA: {
                "name": self.name,
                "language": self.language.code,
                "title": self.title,
                "subtitle": self.subtitle,
                "note": self.note,
                "source": self.source,
                "alt": self.alt,
                "columns": [str(c) for c in self.table.columns],
                "rows": self.table.astype(str).to_numpy().tolist(),
                "data_columns": [str(c) for c in self.data.columns],
                "data_rows": [
                    [_cell(value) for value in row]
                    for row in self.data.itertuples(index=False, name=None)
                ],
                "view": None if self.view is None else self.view.as_dict(),
                "key": [list(entry) for entry in self.key],
                "facts": self.facts,
            }
        }
        if self.narrow_height is not None:
            spec["usermeta"][NARROW_HEIGHT] = self.narrow_height
        return spec

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        spec = self.spec()
        rows = "" if self.table.empty else self.table.to_string(index=False)
        key = "\n".join(numbered(self.key))
        said = dict.fromkeys([self.title, self.alt, rows, key, self.note, self.source])
        text = "\n".join(part for part in said if part)
        return {
            SPEC: spec,
            "image/svg+xml": to_svg(spec, self.language),
            "text/plain": text,
        }


def _settled(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification whose data do not depend on the last bits of the arithmetic.

    Altair names the data after what they hold, so that the names change with them.
    """
    text = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
    datasets = {}
    for name, rows in spec.get("datasets", {}).items():
        settled = [_rounded(row) for row in rows] if isinstance(rows, list) else rows
        held = json.dumps(settled, sort_keys=True).encode()
        own = f"data-{hashlib.sha256(held).hexdigest()[:32]}"
        text = text.replace(f'"{name}"', f'"{own}"')
        datasets[own] = settled
    kept: dict[str, Any] = json.loads(text)
    return kept | ({"datasets": datasets} if datasets else {})


def _rounded(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {k: float(f"{v:.12g}") if isinstance(v, float) else v for k, v in row.items()}


def nothing(
    name: str, chart: Drawing, language: Language, source: str, view: View | None = None
) -> Figure:
    """Return the figure that says that no row meets the parameters, instead of a blank chart.

    ``chart`` has no rows; with a ``view``, the reader of the page can still select some.
    """
    said = language.t("figure.nothing")
    headers = [header for header, _ in view.columns] if view else [said]
    table = pd.DataFrame(columns=headers)
    return Figure(
        name=name,
        chart=chart,
        title=said,
        subtitle="",
        source=source,
        alt=said,
        table=table,
        data=table,
        language=language,
        view=view,
    )


def _cell(value: object) -> Cell:
    """Return a value as JSON can hold it."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    number: float = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    # Beyond twelve digits stands what the arithmetic of the machine adds.
    return float(f"{number:.12g}")


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width)
