"""The pages that the data write themselves, in a real browser."""

import pytest
from browsing import NARROW, WIDE, Watched, wait_until
from playwright.sync_api import Browser

from talentwar import schema
from talentwar.language import languages
from talentwar.tables import load

SHOWN = ".tw-sources > li:not([hidden])"


def test_sources_can_be_searched_without_accents(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=NARROW)
    watched = Watched(context, address)
    page = watched.page
    page.goto(f"{address}/fr/sources.html")
    entries = page.locator(".tw-sources > li")
    everything = entries.count()
    assert everything == len(load("sources"))
    page.get_by_role("searchbox").fill("LIBERATION")
    wait_until(page, "document.querySelectorAll('.tw-sources > li:not([hidden])').length < 50")
    found = page.locator(".tw-sources > li:not([hidden])")
    assert 0 < found.count() < everything
    assert all("lib" in text.casefold() for text in found.all_text_contents())
    assert page.get_by_role("status").inner_text().startswith(f"{found.count()} sources sur")
    page.get_by_role("searchbox").fill("no such source anywhere")
    wait_until(page, f"!document.querySelector('{SHOWN}')")
    assert page.get_by_role("status").inner_text().startswith("0 sources")
    assert watched.faults == []
    context.close()


def test_the_list_of_sources_needs_no_script(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=WIDE).new_page()
    page.goto(f"{address}/en/sources.html")
    assert not page.locator(".tw-search").is_visible()
    first = page.locator(".tw-sources > li").first
    first.locator("summary").click()
    assert first.locator("details li").first.is_visible()
    page.context.close()


@pytest.mark.parametrize("code", languages())
def test_every_file_offered_can_be_downloaded(browser: Browser, address: str, code: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/{code}/downloads.html")
    links = page.locator("article a.external[href^='../']").evaluate_all(
        "all => all.map(a => a.href)"
    )
    assert len(links) > len(schema.package().tables)
    for link in links:
        assert page.request.get(link).ok, link
    page.close()
