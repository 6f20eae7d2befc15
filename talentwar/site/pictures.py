"""Pictures of figures that are complete by themselves, to be downloaded and shared.

Drawn in the light colours on white, since no style sheet of the report goes with them.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import escape

from talentwar.charts.bundle import Words, numbered, panels, to_svg, without_details
from talentwar.charts.palette import TOKENS
from talentwar.language import Language
from talentwar.site.lettering import Style, lines, svg_lines

INK, MUTED, PAPER, ACCENT = (TOKENS[name][0] for name in ("ink", "muted", "paper", "accent"))
WIDTH = 800
"""Width of a downloaded picture in pixels."""
CARD = (1200, 630)
"""Width and height of a card in pixels, as those who show links to pages expect it."""

_MARGIN, _GAP = 32, 28
_TITLE, _SUBTITLE = Style(22, 28, INK, bold=True), Style(14, 20, MUTED)
_SMALL, _REPORT = Style(12, 17, MUTED), Style(12, 17, INK, bold=True)
_CARD_MARGIN, _CARD_FOOT, _CARD_SCALE = 56, 84, 1.6
_CARD_TITLES = tuple(Style(size, size * 1.18, INK, bold=True) for size in (46, 40, 34, 30))
_CARD_REPORT = Style(26, 32, ACCENT, bold=True)

_VARIABLE = re.compile(r"var\(--[\w-]+, (#[0-9a-f]{6})\)")
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*?viewBox="([^"]+)"')
_OPENING = re.compile(r"<svg [^>]*>")


def picture(spec: dict[str, Any], licence: str) -> str:
    """Return a figure as an SVG file: title, subtitle, chart, source, report and licence."""
    words = Words.of(spec)
    language = Language(words.language)
    author = language.t("site.author")
    within = WIDTH - 2 * _MARGIN
    pieces = [f'<rect x="{_MARGIN}" y="24" width="{within}" height="2" fill="{INK}"/>']
    top = 36.0
    for text, style, after in ((words.title, _TITLE, 4.0), (words.subtitle, _SUBTITLE, 14.0)):
        broken = lines(text, style, within)
        pieces.append(svg_lines(broken, style, _MARGIN, top))
        top += len(broken) * style.line + after
    drawn, height = _charts(spec, language, within, top)
    pieces.append(drawn)
    top += height + 14
    # Without the list the numbers in the drawing would say nothing.
    key = numbered(words.key)
    for text, style, after in (
        *((entry, _SMALL, 0.0 if entry is not key[-1] else 10.0) for entry in key),
        (words.source, _SMALL, 6.0),
        (language.t("site.title"), _REPORT, 0.0),
        (f"{author[0].upper()}{author[1:]} · {licence}", _SMALL, 20.0),
    ):
        broken = lines(text, style, within)
        pieces.append(svg_lines(broken, style, _MARGIN, top))
        top += len(broken) * style.line + after
    return _document("".join(pieces), WIDTH, top, words)


def card(spec: dict[str, Any]) -> str:
    """Return the SVG of a card for links to the page of a figure: title, chart, report."""
    words = Words.of(spec)
    language = Language(words.language)
    wide, high = CARD
    within = wide - 2 * _CARD_MARGIN
    style = next(
        (s for s in _CARD_TITLES if len(lines(words.title, s, within)) <= 2), _CARD_TITLES[-1]
    )
    broken = lines(words.title, style, within)
    top = 44 + len(broken) * style.line + 18
    space = high - _CARD_FOOT - top
    # Several panels would be too small to read: the first stands for them.
    panel = without_details(panels(spec, round(within / _CARD_SCALE))[0])
    panel |= {
        "height": round(space / _CARD_SCALE),
        "autosize": {"type": "fit", "contains": "padding"},
    }
    drawing = _light(to_svg(panel, language, f"{words.name}-card"))
    pieces = (
        f'<rect width="{wide}" height="12" fill="{ACCENT}"/>',
        svg_lines(broken, style, _CARD_MARGIN, 44),
        _placed(drawing, _CARD_MARGIN, top, _CARD_SCALE),
        svg_lines([language.t("site.title")], _CARD_REPORT, _CARD_MARGIN, high - 60),
    )
    return _document("".join(pieces), wide, high, words)


def _charts(
    spec: dict[str, Any], language: Language, within: float, top: float
) -> tuple[str, float]:
    """Draw the panels of a figure, two a row where there are several; return their height."""
    name, several = Words.of(spec).name, len(spec.get("concat", [])) > 1
    columns = 2 if several else 1
    column = (within - _GAP * (columns - 1)) / columns
    drawings = [
        _light(to_svg(panel, language, f"{name}-{number}-file"))
        for number, panel in enumerate(panels(spec, round(column)))
    ]
    placed, below = [], 0.0
    for start in range(0, len(drawings), columns):
        row = drawings[start : start + columns]
        for rank, drawing in enumerate(row):
            x = _MARGIN + rank * (column + _GAP)
            placed.append(_placed(drawing, x, top + below, 1))
        below += max(_size(drawing)[1] for drawing in row) + 12
    return "".join(placed), below - 12


def _light(svg: str) -> str:
    return _VARIABLE.sub(r"\1", svg)


def _size(svg: str) -> tuple[float, float, str]:
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError("a drawing without a size")
    return float(found.group(1)), float(found.group(2)), found.group(3)


def _placed(svg: str, x: float, y: float, scale: float) -> str:
    """Return a drawing as part of another, at a place and in a size."""
    width, height, box = _size(svg)
    opening = (
        f'<svg x="{x:g}" y="{y:g}" width="{width * scale:g}" height="{height * scale:g}" '
        f'viewBox="{box}">'
    )
    return _OPENING.sub(opening, svg, count=1)


def _document(content: str, width: float, height: float, words: Words) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xml:lang="{words.language}" role="img" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}"><title>{escape(words.title)}</title>'
        f"<desc>{escape(words.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{content}</svg>\n'
    )
