"""The table component in a real browser: filter, sorting, pages, keyboard, no script."""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from browsing import NARROW, WIDE, Watched, wait_until
from playwright.sync_api import Browser, Page

from talentwar.language import languages
from talentwar.pipeline.paths import SITE
from talentwar.site.addresses import page_name
from talentwar.site.rows import PAGE_LENGTH, shown_tables
from talentwar.tables import load

SHOWN = ".tw-rows tbody tr:not([hidden], .tw-off)"
Open = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of rows; afterwards nothing may have gone wrong on it."""
    opened: list[Watched] = []

    def act(name: str, size: dict[str, int] = WIDE) -> Page:
        watched = Watched(browser.new_context(viewport=size), address)
        opened.append(watched)
        watched.page.goto(f"{address}/{name}")
        return watched.page

    yield act
    for watched in opened:
        assert watched.faults == []
        watched.page.context.close()


def column(page: Page, n: int) -> list[str]:
    return page.locator(f"{SHOWN} > :nth-child({n})").all_text_contents()


def head(page: Page, name: str) -> int:
    """Return the number of a column, from one."""
    return page.locator(".tw-rows thead th").all_text_contents().index(name) + 1


def test_filtering_ignores_accents_and_counts(shown: Open) -> None:
    page = shown("fr/rows-moves.html")
    total = len(load("moves"))
    status = page.get_by_role("status")
    assert status.inner_text() == f"Lignes 1 à {PAGE_LENGTH} sur {total}"
    page.locator("article").get_by_role("searchbox").fill("TORONTO universite")
    wait_until(page, f"document.querySelectorAll('{SHOWN}').length < {PAGE_LENGTH}")
    rows = page.locator(SHOWN)
    assert all("Université" in text and "Toronto" in text for text in rows.all_text_contents())
    assert (
        status.inner_text()
        == f"Lignes 1 à {rows.count()} sur {rows.count()} trouvées, {total} au total"
    )
    page.locator("article").get_by_role("searchbox").fill("no such row anywhere")
    wait_until(page, f"!document.querySelector('{SHOWN}')")
    assert status.inner_text().startswith("Aucune")
    page.locator("article").get_by_role("searchbox").fill("")
    wait_until(page, f"document.querySelectorAll('{SHOWN}').length == {PAGE_LENGTH}")


def chosen(page: Page) -> set[str]:
    """Return the rows that are found, on whatever page of the table."""
    rows = page.locator(".tw-rows tbody tr:not([hidden])")
    return set(rows.evaluate_all("all => all.map(row => row.id)"))


def test_rows_are_chosen_by_organisation_period_and_function(shown: Open) -> None:
    page = shown("en/rows-moves.html")
    moves = load("moves").dropna(subset=["announced_earliest"])
    page.locator("select[name=organizations]").select_option(label="OpenAI")
    page.locator("select[name=since]").select_option("2024")
    page.locator("select[name=until]").select_option("2025")
    page.locator("select[name=function]").select_option(label="Research")
    expected = moves[
        ((moves["origin_id"] == "openai") | (moves["destination_id"] == "openai"))
        & (moves["announced_earliest"] >= "2024-01-01")
        & (moves["announced_latest"] <= "2025-12-31")
        & (moves["function"] == "research")
    ]
    assert 10 < len(expected) < len(moves)
    assert chosen(page) == set(expected["move_id"])
    assert f"{len(expected)} found" in page.get_by_role("status").inner_text()
    page.locator("select[name=destination]").select_option(label="Anthropic")
    there = expected[expected["destination_id"] == "anthropic"]
    assert chosen(page) == set(there["move_id"])
    page.locator("article").get_by_role("searchbox").fill(str(there["person"].iloc[0]))
    wait_until(page, f"document.querySelectorAll('{SHOWN}').length < {len(there)}")
    assert set(there["move_id"].iloc[:1]) <= chosen(page)


def test_a_choice_of_rows_is_kept_in_the_address_and_in_the_other_language(
    shown: Open, address: str
) -> None:
    page = shown("en/rows-moves.html")
    page.locator("select[name=origin]").select_option(label="Google DeepMind")
    page.locator("select[name=since]").select_option("2026")
    rows = chosen(page)
    assert 0 < len(rows) < 60
    assert page.url == f"{address}/en/rows-moves.html?origin=google-deepmind&since=2026"
    page.reload()
    assert chosen(page) == rows
    page.locator("a.tw-language").first.click()
    page.wait_for_url(f"{address}/fr/rows-moves.html?origin=google-deepmind&since=2026")
    assert chosen(page) == rows
    page.get_by_role("button", name="Effacer les choix").click()
    assert len(chosen(page)) == len(load("moves"))
    assert page.url == f"{address}/fr/rows-moves.html"
    # The button is gone; who pressed it is not left nowhere.
    assert page.evaluate("document.activeElement.name") == "organizations"


def test_a_choice_that_the_table_does_not_know_is_said(shown: Open) -> None:
    page = shown("fr/rows-moves.html?origin=opnai&since=<b>&function=research")
    said = page.get_by_role("status").inner_text()
    assert "origin = opnai" in said
    assert "since = <b>" in said
    assert "function" not in said
    assert chosen(page) == set(load("moves").query("function == 'research'")["move_id"])


def test_a_link_to_a_row_that_was_not_chosen_drops_the_choice(shown: Open) -> None:
    key = load("moves").query("origin_id == 'openai'")["move_id"].iloc[-1]
    page = shown(f"en/rows-moves.html?origin=anthropic#{key}")
    wait_until(page, f"document.getElementById('{key}').offsetHeight > 0")
    assert len(chosen(page)) == len(load("moves"))
    assert "origin" not in page.url


def test_the_chapter_leads_to_its_rows_and_to_its_events(browser: Browser, address: str) -> None:
    # Not watched: who leaves while a chart is on its way stops it.
    page = browser.new_page()
    page.goto(f"{address}/fr/flows.html")
    page.locator("#flows-quarters .tw-key a").nth(1).click()
    page.wait_for_url(f"{address}/fr/rows-events.html#ev-*")
    key = page.url.partition("#")[2]
    assert page.locator(f"[id='{key}'] a[href^='sources.html#source-']").count() > 1
    page.goto(f"{address}/fr/flows.html")
    page.locator("#flows-odds .tw-tools a[href='rows-moves.html']").click()
    page.wait_for_url(f"{address}/fr/rows-moves.html")
    page.close()


def test_words_sort_as_in_a_dictionary_of_the_language(shown: Open) -> None:
    page = shown("fr/rows-jurisdictions.html")
    name = page.locator(".tw-rows thead th").first
    # Set aside what is only on other pages.
    page.locator(".tw-pager select").select_option(index=2)
    name.get_by_role("button").click()
    assert name.get_attribute("aria-sort") == "ascending"
    names = column(page, 1)
    assert len(names) == len(load("jurisdictions"))
    expected = page.evaluate("names => [...names].sort(new Intl.Collator('fr').compare)", names)
    assert names == expected
    # Beside E, not after Z.
    first = next(n for n in names if n.startswith("É"))
    assert names.index(first) < next(i for i, n in enumerate(names) if n.startswith("F"))
    name.get_by_role("button").click()
    assert name.get_attribute("aria-sort") == "descending"
    assert column(page, 1) == list(reversed(expected))


@pytest.mark.parametrize(
    ("code", "title"), [("en", "Headcount persons"), ("fr", "Effectif personnes")]
)
def test_numbers_sort_by_size_and_dates_by_time(shown: Open, code: str, title: str) -> None:
    page = shown(f"{code}/rows-headcounts.html")
    page.locator(".tw-pager select").select_option(index=2)
    for name, number in ((title, float), ("Date", str)):
        at = head(page, name)
        page.locator(f".tw-rows thead th:nth-child({at}) button").click()
        keys = page.locator(f"{SHOWN} > :nth-child({at})").evaluate_all(
            "all => all.map(cell => cell.dataset.sort)"
        )
        assert len(keys) == len(load("headcounts"))
        assert [number(key) for key in keys] == sorted(number(key) for key in keys)
    assert page.locator("[aria-sort]").count() == 1


def test_empty_cells_come_last_in_either_order(shown: Open) -> None:
    page = shown("en/rows-moves.html")
    page.locator(".tw-pager select").select_option(index=2)
    at = head(page, "Announced")
    for _ in range(2):
        page.locator(f".tw-rows thead th:nth-child({at}) button").click()
        texts = column(page, at)
        known = sum(bool(text) for text in texts)
        assert 0 < known < len(texts)
        assert all(texts[:known])


def test_pages_of_rows_by_keyboard_alone(shown: Open) -> None:
    page = shown("en/rows-moves.html")
    total = len(load("moves"))
    page.locator("article").get_by_role("searchbox").focus()
    for choice in ("organizations", "origin", "destination", "since", "until", "function"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == choice
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('th').cellIndex") == 0
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text() == "Person"
    assert page.evaluate("document.activeElement.textContent") == "Person"
    button = page.get_by_role("button", name="Next")
    button.focus()
    pages = -(-total // PAGE_LENGTH)
    for n in range(2, pages + 1):
        page.keyboard.press("Enter")
        assert f"Page {n} of {pages}" in page.locator(".tw-pager").inner_text()
    # At the end the button says so, and keeps the focus.
    assert button.get_attribute("aria-disabled") == "true"
    page.keyboard.press("Enter")
    assert page.locator(SHOWN).count() == total - PAGE_LENGTH * (pages - 1)
    assert page.evaluate("document.activeElement.dataset.step") == "1"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_link_to_a_row_finds_it_on_any_page(shown: Open, size: dict[str, int]) -> None:
    key = load("moves")["move_id"].iloc[-3]
    page = shown(f"fr/rows-moves.html#{key}", size)
    wait_until(page, "document.querySelector('.tw-ready')")
    row = page.locator(f"[id='{key}']")
    assert row.is_visible()
    box = row.bounding_box()
    assert box is not None
    assert -box["height"] < box["y"] < size["height"]
    other = load("moves")["move_id"].iloc[0]
    page.locator("article").get_by_role("searchbox").fill(str(key))
    wait_until(page, f"document.querySelectorAll('{SHOWN}').length == 1")
    page.evaluate(f"location.hash = '{other}'")
    wait_until(page, f"document.getElementById('{other}').offsetHeight > 0")


def test_a_source_leads_to_its_rows_and_back(shown: Open, address: str) -> None:
    page = shown("fr/sources.html")
    page.locator(".tw-sources summary").first.click()
    link = page.locator(".tw-sources details li a").first
    source = page.locator(".tw-sources > li").first.get_attribute("id")
    key = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    page.wait_for_url(f"{address}/fr/rows-*.html#{key}")
    back = page.locator(f"[id='{key}'] a[href='sources.html#{source}']")
    assert back.is_visible()


def test_without_scripts_all_rows_stand(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=WIDE).new_page()
    page.goto(f"{address}/fr/rows-moves.html")
    rows = page.locator(".tw-rows tbody tr")
    assert rows.count() == len(load("moves"))
    assert rows.last.is_visible()
    assert not page.locator(".tw-controls").is_visible()
    assert not page.locator(".tw-pager").is_visible()
    assert page.locator(".tw-rows thead button").count() == 0
    page.context.close()


def test_all_pages_of_a_table_are_printed(shown: Open) -> None:
    page = shown("en/rows-moves.html")
    last = page.locator(".tw-rows tbody tr").last
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()
    assert not page.locator(".tw-controls").is_visible()


def test_from_a_folder_too(browser: Browser) -> None:
    page = browser.new_page()
    page.goto((SITE / "en" / "rows-moves.html").as_uri())
    page.locator("article").get_by_role("searchbox").fill("sutskever")
    wait_until(page, f"document.querySelectorAll('{SHOWN}').length < 10")
    page.close()


@pytest.mark.parametrize("name", ["rows-moves", "rows-funding_events", "rows-noncompete_rules"])
def test_on_a_phone_a_row_is_a_card(shown: Open, name: str) -> None:
    page = shown(f"fr/{name}.html", NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    beyond = page.locator(f"{SHOWN} > *").evaluate_all(
        "all => all.filter(cell => cell.getBoundingClientRect().right > innerWidth).length"
    )
    assert beyond == 0
    label = page.locator(f"{SHOWN} > td:nth-child(2)").first
    title = page.locator(".tw-rows thead th").nth(1).text_content()
    assert label.evaluate("e => getComputedStyle(e, '::before').content") == f'"{title}"'
    small = page.locator(".tw-table :is(a, button, input, select):visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height < 24 || b.width < 24)"
    )
    assert small == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_page_does_not_move_when_the_table_gets_its_controls(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    context.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page = context.new_page()
    page.goto(f"{address}/fr/rows-moves.html", wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.02
    context.close()


@pytest.mark.parametrize("code", languages())
def test_weight_and_anchors(code: str) -> None:
    """Pages stay light, and no row has the name of another part of its page."""
    limits = {page_name(table.name): 350_000 for table in shown_tables()} | {"sources": 250_000}
    for name, limit in limits.items():
        page = (SITE / code / f"{name}.html").read_bytes()
        assert len(gzip.compress(page)) < limit, name
        ids = Counter(re.findall(rb'\sid="?([^"\s>]+)', page))
        assert [i for i, n in ids.items() if n > 1] == [], name
    assert (SITE / code / "searchindex.js").stat().st_size < 400_000


def test_downloads_can_be_sorted(shown: Open) -> None:
    page = shown("fr/downloads.html")
    page.get_by_role("button", name="Lignes").click()
    counts = page.locator(".tw-table td:nth-child(2)").evaluate_all(
        "all => all.map(cell => Number(cell.dataset.sort))"
    )
    assert counts == sorted(counts)
    assert len(counts) > 10
