"""A figure: a chart with all that a reader needs to trust it.

A figure travels in a notebook as one deterministic bundle: the Vega-Lite specification (the
site draws it), an SVG (what JupyterLab and a page without scripts show) and a text (the
finding in words and the rows behind it). Words and rows travel inside the specification's
``usermeta``, which Vega-Lite leaves alone.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.bundle import SPEC, USERMETA, Cell, to_svg
from talentwar.language import Language

Drawing = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.FacetChart
"""What a figure can show: single or layered views, or several of them side by side."""


@dataclass(frozen=True)
class Figure:
    """A chart in one language with its title, subtitle, source line, text alternative, rows.

    ``title`` states the finding, ``subtitle`` the quantity, unit and period, ``source`` where
    the rows come from and how many there are, ``alt`` the finding for someone who cannot see
    the chart. ``table`` holds the rows behind the chart with headers and values as shown,
    ``data`` the same facts for machines: headers in the language, numbers as numbers, unknown
    and infinite values missing.
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

    def spec(self) -> dict[str, Any]:
        """Return the complete Vega-Lite specification, words and rows included."""
        spec = self.chart.to_dict()
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
                "source": self.source,
                "alt": self.alt,
                "columns": [str(c) for c in self.table.columns],
                "rows": self.table.astype(str).to_numpy().tolist(),
                "data_columns": [str(c) for c in self.data.columns],
                "data_rows": [
                    [_cell(value) for value in row]
                    for row in self.data.itertuples(index=False, name=None)
                ],
            }
        }
        return spec

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        spec = self.spec()
        text = f"{self.title}\n{self.alt}\n{self.table.to_string(index=False)}\n{self.source}"
        return {
            SPEC: spec,
            "image/svg+xml": to_svg(spec, self.language),
            "text/plain": text,
        }


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
