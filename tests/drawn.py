"""Small figures of every make, and the means to read what was drawn of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import altair as alt
import pandas as pd

from talentwar.charts.figure import Figure
from talentwar.language import Language

EN, FR = Language("en"), Language("fr")
SVG_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def figure(chart: Any, name: str = "example", language: Language = EN, **said: Any) -> Figure:
    """Build a figure; what is omitted is ordinary."""
    usual = {"title": "Finding", "subtitle": "Unit", "source": "Source", "alt": "In words"}
    table = pd.DataFrame({"Who": ["a", "b"], "How many": ["0.5", "2"]})
    data = pd.DataFrame({"Who": ["a", "b"], "How many": [0.5, 2]})
    frames = {"table": table, "data": data}
    return Figure(name=name, chart=chart, language=language, **(frames | usual | said))


def dots(who: tuple[str, str] = ("a", "b"), values: tuple[float, float] = (0.5, 2)) -> alt.Chart:
    """Draw two values with the axis title that the values give."""
    frame = pd.DataFrame({"who": list(who), "value": list(values)})
    axis = alt.Axis(values=[0.5, 1.5], format=".1f")
    return alt.Chart(frame).mark_point().encode(x=alt.X("value:Q", axis=axis), y="who:N")


def examples() -> dict[str, Figure]:
    """Build one figure of each make, anew at each call."""
    slider = alt.param(value=1, bind=alt.binding_range(min=0, max=3, step=1))
    line = alt.Chart(pd.DataFrame({"x": [1.5]})).mark_rule().encode(x="x:Q")
    chosen = dots().add_params(alt.selection_point(fields=["who"]))
    return {
        "single": figure(dots()),
        "layered": figure(alt.layer(dots(), line)),
        "several": figure(alt.concat(dots(), dots(values=(7, 8)), columns=2)),
        "choosing": figure(chosen),
        "linked": figure(alt.concat(chosen, dots(values=(7, 8)))),
        "sliding": figure(dots().add_params(slider).transform_filter(alt.datum.value > slider)),
        "alone": figure(alt.concat(alt.layer(dots(), line))),
    }


@dataclass
class Element:
    """One element of a page with the text directly and indirectly inside it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: tuple[str, ...] = field(default=())


class Page(HTMLParser):
    """The elements of a fragment of HTML as a browser reads them."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), inside=tuple(e.tag for e in self._open))
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), inside=tuple(e.tag for e in self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag that have these attributes."""
        return [
            e for e in self.elements if e.tag == tag and attributes.items() <= e.attributes.items()
        ]
