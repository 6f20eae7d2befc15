"""What travels from a notebook to the site: a specification with words and rows, and its drawing.

Needs neither Altair nor pandas, so that the site can be built without importing them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import vl_convert

from talentwar.language import Language

SPEC = "application/vnd.vegalite.v6+json"
USERMETA = "talentwar"
WIDTH = 700
"""Width in pixels of the static drawing, that of the site's text column."""
NARROW_WIDTH = 330
"""Width in pixels of the static drawing for a phone's column."""
DETAIL = "detail"
"""Name of a layer that a small picture of a chart can do without."""
BRUSH = "brush"
"""Name of the selection by which a reader chooses a period in a chart, for the other charts."""
NARROW_HEIGHT = "narrowHeight"
"""Name, in a specification's ``usermeta``, of the height that it has in a phone's column."""
IS_NARROW = "containerSize()[0] < 480"
"""Expression: whether a chart stands in a phone's column."""

_COORDINATES = re.compile(r' (?:d|x|y|x1|x2|y1|y2)="[^"]*"|translate\([^)]*\)')
_LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_VEGA_ARIA = re.compile(r' (?:role|aria-roledescription|aria-label)="[^"]*"')
_ID = re.compile(r' id="([^"]+)"')


Cell = str | int | float | None
"""A value for machines: unknown is ``None``."""

Entry = tuple[str, str, str]
"""What a number in a drawing stands for: a text, and the table and row that say more."""


@dataclass(frozen=True)
class Words:
    """What a specification says about itself in the page's language.

    ``rows`` are texts as a reader sees them, ``data_rows`` the same facts for machines; ``view``
    is what a reader can change (``talentwar.charts.figure.View``), if anything; ``key`` says what
    the numbers in the drawing stand for; ``facts`` is the table of which the
    chart counts the rows, if it does.
    """

    name: str
    language: str
    title: str
    subtitle: str
    source: str
    alt: str
    columns: list[str]
    rows: list[list[str]]
    data_columns: list[str]
    data_rows: list[list[Cell]]
    note: str = ""
    view: dict[str, Any] | None = None
    key: list[Entry] = field(default_factory=list)
    facts: str = ""

    @classmethod
    def of(cls, spec: dict[str, Any]) -> Self:
        """Return the words of a figure's specification; ``KeyError`` if it is no figure."""
        return cls(**spec["usermeta"][USERMETA])


def numbered(key: Iterable[Entry]) -> list[str]:
    """Return the texts of a key as the lines of a numbered list."""
    return [f"{number}. {text}" for number, (text, *_) in enumerate(key, start=1)]


def panels(spec: dict[str, Any], width: int | str) -> list[dict[str, Any]]:
    """Return the single views of a figure's specification without title and words.

    A concatenation becomes one specification a panel, so that a page can lay them out as its
    width allows; ``width`` is in pixels or ``"container"``.
    """
    shared: dict[str, Any] = {
        k: spec[k] for k in ("$schema", "config", "datasets", "data", "params") if k in spec
    }
    # Labels and all fit into the width, as Vega-Lite does by itself for the width of a container.
    size: dict[str, Any] = {
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
    if NARROW_HEIGHT in spec.get("usermeta", {}):
        size["usermeta"] = {NARROW_HEIGHT: spec["usermeta"][NARROW_HEIGHT]}
    views = spec.get("concat") or [
        {k: v for k, v in spec.items() if k not in shared and k not in ("title", "usermeta")}
    ]
    return [_trim({**shared, **view, **size, "description": spec["description"]})
            for view in views]  # fmt: skip


def reflows(spec: dict[str, Any]) -> bool:
    """Return whether a chart looks different in a phone's column."""
    return IS_NARROW in json.dumps(spec)


def without_details(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a view without its layers named ``DETAIL``."""
    if "layer" not in spec:
        return spec
    return {**spec, "layer": [layer for layer in spec["layer"] if layer.get("name") != DETAIL]}


def as_narrow(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification that looks everywhere as it does in a phone's column."""
    narrow: dict[str, Any] = json.loads(json.dumps(spec).replace(IS_NARROW, "true"))
    height = narrow.get("usermeta", {}).get(NARROW_HEIGHT)
    return narrow if height is None else {**narrow, "height": height}


def to_svg(spec: dict[str, Any], language: Language, ids: str = "part") -> str:
    """Draw a specification as SVG with the language's number and date formats.

    The ids inside the drawing begin with ``ids``, which a page with several drawings tells apart.
    """
    svg = vl_convert.vegalite_to_svg(
        json.dumps(spec),
        vl_version=_version(spec),
        format_locale=language.d3_number_locale(),
        time_format_locale=language.d3_time_locale(),
    )
    # A tenth of a pixel is what anyone sees, and all that machines agree on.
    svg = _COORDINATES.sub(lambda found: _LONG.sub(_short, found.group()), svg)
    # Vega's own descriptions are English whatever the page; the figure has its own words.
    svg = _VEGA_ARIA.sub("", svg)
    # Its ids count all charts of the process; here they count those of the drawing.
    for rank, identifier in enumerate(dict.fromkeys(_ID.findall(svg))):
        svg = svg.replace(f' id="{identifier}"', f' id="{ids}-{rank}"')
        svg = svg.replace(f"#{identifier})", f"#{ids}-{rank})")
    return svg


def _short(number: re.Match[str]) -> str:
    return f"{round(float(number.group()), 1) + 0:g}"


def _version(spec: dict[str, Any]) -> str:
    """Return the version of Vega-Lite that a specification names, as vl-convert writes it."""
    found = re.search(r"/v(\d+\.\d+)", spec["$schema"])
    if found is None:
        raise ValueError(f"no version in {spec['$schema']}")
    return found.group(1)


def _trim(spec: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(spec)
    used = {n: rows for n, rows in spec.get("datasets", {}).items() if text.count(f'"{n}"') > 1}
    return {**spec, "datasets": used}
