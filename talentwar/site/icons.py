"""Pictures drawn at build time: the card shown with links to a page, the icon of a home screen."""

from __future__ import annotations

import textwrap
from pathlib import Path

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from talentwar.charts import palette
from talentwar.language import Language
from talentwar.pipeline.paths import BOOK

CARD_SIZE = (1200, 630)
ICON_SIZE = 180
_TITLE_WIDTH, _TEXT_WIDTH = 18, 46
"""Characters a line: what fits beside the margins in the card's sizes of type."""


def card_svg(language: Language) -> str:
    """Return the card of pages without one of their own: title and question of the report."""
    environment = Environment(
        loader=FileSystemLoader(BOOK / "_templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("card.svg").render(
        width=CARD_SIZE[0],
        height=CARD_SIZE[1],
        title=_lines(language.t("site.title"), _TITLE_WIDTH),
        text=_lines(language.t("site.invitation"), _TEXT_WIDTH),
        font=palette.FONT,
        **{name: light for name, (light, _) in palette.TOKENS.items()},
    )


def write_card(language: Language, path: Path) -> None:
    """Draw the card of a language as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(vl_convert.svg_to_png(card_svg(language)))


def write_touch_icon(favicon: Path, path: Path) -> None:
    """Draw the favicon, whose side is 32 units, as PNG in the size of a home screen."""
    svg = favicon.read_text(encoding="utf-8")
    path.write_bytes(vl_convert.svg_to_png(svg, scale=ICON_SIZE / 32))


def _lines(text: str, width: int) -> list[str]:
    # Spaces that are not to be broken count as letters.
    wrapper = textwrap.TextWrapper(width=width, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(text)
