"""How the outputs of notebooks become HTML: figures, listings and the list of estimates."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeData, NbElementRenderer

from talentwar.charts.bundle import (
    BRUSH,
    NARROW_WIDTH,
    SPEC,
    WIDTH,
    Words,
    as_narrow,
    panels,
    reflows,
    to_svg,
)
from talentwar.estimates import MIME_TYPE as ESTIMATES
from talentwar.estimates import Estimate
from talentwar.language import Language
from talentwar.listing import MIME_TYPE as LISTING
from talentwar.listing import Listing
from talentwar.site.addresses import page_address, row_address
from talentwar.site.figure_files import FOLDER, FORMATS, LIVE, embeddable
from talentwar.site.listings import listing_html
from talentwar.site.templates import template

_HEIGHT = re.compile(r'<svg [^>]*height="([\d.]+)"')
_PANEL_WIDTH = 340


class FigureRenderer:
    """MyST-NB plugin: draws our chart bundles as complete, accessible figures."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = (
        ("html", SPEC, 1),
        ("html", ESTIMATES, 1),
        ("html", LISTING, 1),
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Render a figure, a listing or a list of estimates, leave anything else to others."""
        if inline or data.mime_type not in (SPEC, ESTIMATES, LISTING):
            return None
        content: Any = data.content
        if isinstance(content, str):
            content = json.loads(content)
        if data.mime_type == SPEC:
            return [nodes.raw("", figure_html(content), format="html")]
        language = Language(renderer.renderer.sphinx_env.config.language)
        html = (
            listing_html(Listing.of(content), language)
            if data.mime_type == LISTING
            else estimates_html(content, language)
        )
        return [nodes.raw("", html, format="html")]


def figure_html(spec: dict[str, Any]) -> str:
    """Return the HTML of a figure from its complete specification."""
    words = Words.of(spec)
    language = Language(words.language)
    several = len(spec.get("concat", [])) > 1
    static = panels(spec, _PANEL_WIDTH if several else WIDTH)
    narrow = panels(spec, NARROW_WIDTH)
    return template("figure.html").render(
        words=words,
        panels=[
            _panel(parts, language, f"{words.name}-{number}")
            for number, parts in enumerate(zip(static, narrow, strict=True))
        ],
        live=f"{FOLDER}/{words.name}.{LIVE}",
        folder=FOLDER,
        formats=FORMATS,
        view=words.view,
        key=[(text, row_address(table, row)) for text, table, row in words.key],
        facts=page_address(words.facts) if words.facts else None,
        sliders=sum("bind" in param for param in spec.get("params", [])),
        brushed=any(param["name"] == BRUSH for param in spec.get("params", [])),
        view_json=Markup(embeddable(_said_of(words.view, language))),  # noqa: S704
        t=language.t,
    )


def _said_of(view: dict[str, Any] | None, language: Language) -> dict[str, Any]:
    """Return what a figure says of a selection that is not the report's, for the script."""
    if view is None:
        return {}
    placeholders = {
        "changed": ("choices",),
        "choice": ("label", "value"),
        "without": ("values",),
        "none": (),
        "few": ("rows",),
        "refused": ("name", "value"),
        "alt": ("title", "selection", "rows"),
        "nothing": (),
        "summary": (),
    }
    texts = {
        key: language.t(f"view.{key}", **{name: f"{{{name}}}" for name in names})
        for key, names in placeholders.items()
    }
    return {**view, "texts": texts}


def _panel(
    parts: tuple[dict[str, Any], dict[str, Any]], language: Language, ids: str
) -> dict[str, Any]:
    """Return the drawings of one panel with their heights."""
    wide, narrow = parts
    shown = {"wide": to_svg(wide, language, f"{ids}-part")}
    if reflows(narrow):
        shown["narrow"] = to_svg(as_narrow(narrow), language, f"{ids}-narrow")
    return {
        "drawings": {width: Markup(svg) for width, svg in shown.items()},  # noqa: S704
        "heights": {width: _height(svg) for width, svg in shown.items()},
    }


def estimates_html(records: list[dict[str, Any]], language: Language) -> str:
    """Return the HTML table of a chapter's estimates."""
    estimates = [
        Estimate(**{
            **record,
            "value": _value(record),
            "low": _bound(record["low"], record, float("-inf")),
            "high": _bound(record["high"], record, float("inf")),
            "rows": tuple(record["rows"]),
        })
        for record in records
    ]  # fmt: skip
    return template("estimates.html").render(estimates=estimates, language=language, t=language.t)


def _value(record: dict[str, Any]) -> float:
    """JSON has neither infinity nor NaN: tell them apart by what the interval says."""
    if record["value"] is not None:
        return float(record["value"])
    unbounded = record["level"] is not None and record["high"] is None and record["n"] > 0
    return float("inf" if unbounded else "nan")


def _bound(value: float | None, record: dict[str, Any], open_end: float) -> float | None:
    """JSON has no infinity: a missing bound of an interval means that the data set none."""
    return open_end if value is None and record["level"] is not None else value


def _height(svg: str) -> int:
    found = _HEIGHT.search(svg)
    if found is None:
        raise ValueError("a drawing without a height")
    return math.ceil(float(found.group(1)))
