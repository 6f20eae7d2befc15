"""Text in a picture: how wide it runs, where it breaks, how SVG says it.

A picture has no browser to break its lines. The widths are those of Helvetica (Adobe's font
metrics), which Arial and Liberation Sans share.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from markupsafe import escape

from talentwar.charts.palette import FONT

_WIDTHS = {
    222: "ijl'|’‘",
    278: " ftI!,./:;[]\\\N{NO-BREAK SPACE}·",
    333: "r()-`\N{NARROW NO-BREAK SPACE}",
    355: '"“”°',
    500: "ckvxyszJ",
    556: "abdeghnopqu0123456789#$?_L«»–",
    584: "+<>=~−",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "wCDHNRU",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "Wœ",
    1000: "→←∞—…Œ",
}
_WIDTH_OF = {character: width for width, group in _WIDTHS.items() for character in group}
_OTHER, _BOLD = 1000, 1.09


@dataclass(frozen=True)
class Style:
    """How a text is set: size and line height in pixels."""

    size: float
    line: float
    color: str
    bold: bool = False


def width(text: str, style: Style) -> float:
    """Return the width of a text in pixels, rather too wide than too narrow."""
    base = unicodedata.normalize("NFD", text)
    letters = [c for c in base if not unicodedata.combining(c)]
    units = sum(_WIDTH_OF.get(c, _OTHER) for c in letters)
    return units / 1000 * style.size * (_BOLD if style.bold else 1)


def lines(text: str, style: Style, within: float) -> list[str]:
    """Break a text at its plain spaces into lines of at most ``within`` pixels.

    A word that is wider stands on a line of its own.
    """
    broken: list[str] = []
    # Not at other spaces: French punctuation must not begin a line.
    for word in text.split(" "):
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and width(longer, style) <= within:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def svg_lines(text: list[str], style: Style, x: float, top: float) -> str:
    """Return SVG text, the first line's box beginning at ``top``."""
    weight = ' font-weight="bold"' if style.bold else ""
    # Some fonts lack the narrow space; a no-break space is in all of them.
    drawn = [line.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}") for line in text]
    first = top + (style.line + style.size * 0.7) / 2
    return "".join(
        f'<text x="{x:g}" y="{first + style.line * i:g}" font-family="{escape(FONT)}" '
        f'font-size="{style.size:g}"{weight} fill="{style.color}">{escape(line)}</text>'
        for i, line in enumerate(drawn)
    )
