"""Each chapter on paper: what stands in the PDF that a browser makes of it, and what does not."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from talentwar.language import Language, languages
from talentwar.pipeline.paths import SITE

CHAPTERS = sorted(path.stem for path in (SITE / "estimates").glob("*.json"))
FEWEST, MOST = 3, 30
"""Sheets of a chapter: fewer, and something is missing; more, and a list has been printed."""
EACH = pytest.mark.parametrize("name", [f"{c}/{n}.html" for c in languages() for n in CHAPTERS])


class Printer:
    """Prints pages of the site once each."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.pdf = cache(self._pdf)

    def _pdf(self, name: str) -> tuple[list[PageObject], dict[str, list[str]]]:
        page = self.browser.new_page()
        page.goto(f"{self.address}/{name}")
        said = {part: texts(page, selector) for part, selector in PARTS.items()}
        reader = PdfReader(io.BytesIO(page.pdf(format="A4", tagged=True)))
        page.close()
        return list(reader.pages), said


PARTS = {
    "h1": "main h1",
    "title": "figure.tw-figure .tw-title",
    "source": "figure.tw-figure .tw-source",
    "heading": "main :is(h2, h3)",
    "pointed": "main :is(article :is(p, li) a, .tw-reproduce p)",
    "navigation": ".bd-sidebar-primary nav a, .bd-sidebar-secondary nav a",
}


def texts(page: Page, selector: str) -> list[str]:
    """Return the texts of elements without the links to themselves."""
    return page.locator(selector).evaluate_all(
        "all => all.map(e => { const c = e.cloneNode(true);"
        " c.querySelectorAll('.headerlink').forEach(l => l.remove()); return c.textContent; })"
    )


def letters(text: str) -> str:
    """Return a text without what setting it changes: spaces, hyphens at line ends, ligatures."""
    # One drawing in the font serves for two apostrophes.
    text = unicodedata.normalize("NFKC", text).replace("\u02bc", "\u2019")
    return re.sub(r"[\s\u00ad\u200b\u2060-]", "", text)


@pytest.fixture(scope="module")
def printer(browser: Browser, address: str) -> Printer:
    return Printer(browser, address)


@EACH
def test_a_printed_chapter_is_whole(printer: Printer, name: str) -> None:
    sheets, said = printer.pdf(name)
    assert FEWEST <= len(sheets) <= MOST
    printed = letters("".join(sheet.extract_text() for sheet in sheets))
    assert len(said["h1"]) == 1
    assert len(said["title"]) == len(said["source"]) > 0
    for part in ("h1", "title", "source", "heading"):
        for text in said[part]:
            assert letters(text) in printed, f"{part} is not printed: {text}"


@EACH
def test_no_sheet_is_empty(printer: Printer, name: str) -> None:
    sheets, _ = printer.pdf(name)
    bare = [
        number
        for number, sheet in enumerate(sheets, 1)
        if len(letters(sheet.extract_text())) < 40 and len(sheet.get_contents().get_data()) < 5000
    ]
    assert bare == []


@EACH
def test_what_leads_elsewhere_is_not_printed(printer: Printer, name: str) -> None:
    sheets, said = printer.pdf(name)
    printed = letters("".join(sheet.extract_text() for sheet in sheets))
    language = Language(name.split("/")[0])
    # A chapter names itself and its own sections; all others are named in the side bar only.
    own = letters("".join(said["h1"] + said["heading"]))
    # What the text itself points to may stand on the sheet.
    own += letters("".join(said["pointed"]))
    others = [t for t in map(letters, said["navigation"]) if t and t not in own and len(t) > 12]
    assert others
    assert [t for t in others if t in printed] == []
    for key in ("figure.view-data", "language.choose"):
        assert letters(language.t(key)) not in printed
    assert "Skiptomaincontent" not in printed
    # No link to itself behind a heading.
    assert not [t for t in said["heading"] if letters(t) + "#" in printed]
