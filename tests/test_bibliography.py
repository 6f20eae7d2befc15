"""Works that the report cites: each listed, in the language of the page, and reached by a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from talentwar.language import languages
from talentwar.pipeline.paths import BOOK

TEXT = (BOOK / "references.bib").read_text(encoding="utf-8")
KEYS = re.findall(r"^@\w+\{(\w+),$", TEXT, re.MULTILINE)
EACH = pytest.mark.parametrize("code", languages())


def cited(code: str) -> set[str]:
    pages = [path.read_text(encoding="utf-8") for path in (BOOK / code).glob("*.md")]
    return {key for page in pages for key in re.findall(r"\{cite:\w+\}`(\w+)`", page)}


def test_the_works_are_sorted_and_each_stands_once() -> None:
    assert sorted(set(KEYS)) == KEYS
    assert len(KEYS) > 20


@EACH
def test_every_work_cited_is_there(code: str) -> None:
    assert cited(code) <= set(KEYS)
    assert cited("en") == cited(code)


@EACH
def test_a_citation_leads_to_its_work_in_the_language_of_the_page(
    browser: Browser, address: str, code: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/{code}/method.html")
    for key in KEYS:
        assert page.locator(f"li#cite-{key}").count() == 1, key
    links = page.locator("a[href^='#cite-']")
    assert {link.get_attribute("href") for link in links.all()} == {
        f"#cite-{key}" for key in cited(code)
    }
    work = page.locator("li#cite-przyborowski1940").inner_text()
    assert {"en": "Przyborowski and", "fr": "Przyborowski et"}[code] in work
    assert {"en": "“Homogeneity", "fr": "«\N{NO-BREAK SPACE}Homogeneity"}[code] in work
    text = {"en": "Przyborowski and Wilenski", "fr": "Przyborowski et Wilenski"}[code]
    first = page.locator("a[href='#cite-przyborowski1940']").first
    assert text in first.evaluate("a => a.parentElement.textContent")
    page.close()
