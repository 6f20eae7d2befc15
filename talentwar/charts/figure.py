"""A figure: a chart with all that a reader needs to trust it.

A figure travels in a notebook as one deterministic bundle: the Vega-Lite specification (the
site draws it), an SVG (what JupyterLab and a page without scripts show) and a text (the
finding in words and the rows behind it). Words and rows travel inside the specification's
``usermeta``, which Vega-Lite leaves alone.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from typing import Any, Self

import altair as alt
import pandas as pd
import vl_convert

from talentwar.charts import theme
from talentwar.language import Language

SPEC = "application/vnd.vegalite.v6+json"
USERMETA = "talentwar"
WIDTH = 700
"""Width in pixels of the static drawing, that of the site's text column."""

Drawing = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.FacetChart
"""What a figure can show: single or layered views, or several of them side by side."""

_VEGA_ARIA = re.compile(r' (?:role|aria-roledescription|aria-label)="[^"]*"')
_ID = re.compile(r' id="([^"]+)"')
_VL_VERSION = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


@dataclass(frozen=True)
class Figure:
    """A chart in one language with its title, subtitle, source line, text alternative, rows.

    ``title`` states the finding, ``subtitle`` the quantity, unit and period, ``source`` where
    the rows come from and how many there are, ``alt`` the finding for someone who cannot see
    the chart. ``table`` holds the rows behind the chart with headers and values as shown.
    """

    name: str
    chart: Drawing
    title: str
    subtitle: str
    source: str
    alt: str
    table: pd.DataFrame
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


@dataclass(frozen=True)
class Words:
    """What a specification says about itself in the page's language."""

    name: str
    language: str
    title: str
    subtitle: str
    source: str
    alt: str
    columns: list[str]
    rows: list[list[str]]

    @classmethod
    def of(cls, spec: dict[str, Any]) -> Self:
        """Return the words of a figure's specification; ``KeyError`` if it is no figure."""
        return cls(**spec["usermeta"][USERMETA])


def panels(spec: dict[str, Any], width: int | str) -> list[dict[str, Any]]:
    """Return the single views of a figure's specification without title and words.

    A concatenation becomes one specification a panel, so that a page can lay them out as its
    width allows; ``width`` is in pixels or ``"container"``.
    """
    shared: dict[str, Any] = {
        k: spec[k] for k in ("$schema", "config", "datasets", "data", "params") if k in spec
    }
    views = spec.get("concat") or [
        {k: v for k, v in spec.items() if k not in shared and k not in ("title", "usermeta")}
    ]
    return [_trim({**shared, **view, "width": width, "description": spec["description"]})
            for view in views]  # fmt: skip


def to_svg(spec: dict[str, Any], language: Language) -> str:
    """Draw a specification as SVG with the language's number and date formats."""
    svg = vl_convert.vegalite_to_svg(
        json.dumps(spec),
        vl_version=_VL_VERSION,
        format_locale=language.d3_number_locale(),
        time_format_locale=language.d3_time_locale(),
    )
    # Vega's own descriptions are English whatever the page; the figure has its own words.
    svg = _VEGA_ARIA.sub("", svg)
    # Its ids count all charts of the process; here they count those of the drawing.
    for rank, identifier in enumerate(dict.fromkeys(_ID.findall(svg))):
        svg = svg.replace(f' id="{identifier}"', f' id="part-{rank}"')
        svg = svg.replace(f"#{identifier})", f"#part-{rank})")
    return svg


def _trim(spec: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(spec)
    used = {n: rows for n, rows in spec.get("datasets", {}).items() if text.count(f'"{n}"') > 1}
    return {**spec, "datasets": used}


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width)
