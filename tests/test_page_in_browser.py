"""What a page does in a browser: policy, theme, sidebars, search, weight, type, paper."""

import gzip
import re
from urllib.parse import unquote, urlsplit

import pytest
from browsing import NARROW, PAGES, WIDE, Watched, wait_until
from playwright.sync_api import Browser, Page

from talentwar import parameters
from talentwar.language import Language, languages
from talentwar.pipeline.paths import SITE

EVERYWHERE = ["index.html", "404.html", *PAGES]
BUDGET = 350_000
"""Compressed bytes of a chapter before its charts."""


@pytest.mark.parametrize("name", EVERYWHERE)
def test_every_page_has_a_policy_that_it_keeps(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport=WIDE)
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation',"
        " e => window.broken.push(`${e.violatedDirective} ${e.blockedURI}`));"
    )
    watched = Watched(context, address)
    watched.page.goto(f"{address}/{name}")
    watched.read_through()
    policy = watched.page.locator("meta[http-equiv=Content-Security-Policy]")
    assert "default-src 'none'" in (policy.get_attribute("content") or "")
    assert watched.page.evaluate("window.broken") == []
    assert watched.faults == []
    # Nothing is left on the reader's side.
    assert context.cookies() == []
    assert watched.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    context.close()


def test_an_injected_script_does_not_run(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/flows.html")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.ran") is None
    page.close()


def test_the_theme_is_chosen_and_remembered(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    page = Watched(context, address).page
    page.goto(f"{address}/fr/about.html")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "light"
    page.emulate_media(color_scheme="dark")
    # It follows the system until told otherwise.
    wait_until(page, f"{theme} === 'dark'")
    button = page.locator(".theme-switch-button")
    button.click()
    assert page.evaluate(theme) == "light"
    assert Language("fr").t("theme.light") in (button.get_attribute("aria-label") or "")
    page.goto(f"{address}/en/method.html")
    assert page.evaluate(theme) == "light"
    assert page.evaluate("Object.keys(localStorage)") == ["mode"]
    button.click()
    button.click()
    assert page.evaluate("[document.documentElement.dataset.mode, localStorage.length]") == [
        "auto", 0,
    ]  # fmt: skip
    context.close()


@pytest.mark.parametrize("name", ["primary", "secondary"])
def test_on_a_phone_sidebars_open_as_dialogs(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page(viewport=NARROW)
    page.goto(f"{address}/fr/flows.html")
    dialog, toggle = page.locator(f"#pst-{name}-sidebar-modal"), page.locator(f".{name}-toggle")
    assert not dialog.is_visible()
    toggle.click()
    link = dialog.locator("nav a").first
    assert link.is_visible()
    assert dialog.get_attribute("aria-label")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert toggle.evaluate("e => e === document.activeElement")
    toggle.click()
    link.click()
    wait_until(page, f"!document.getElementById('pst-{name}-sidebar-modal').open")
    page.close()


def test_on_a_desk_the_chapters_can_be_put_away(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{address}/en/flows.html")
    sidebar, toggle = page.locator("#pst-primary-sidebar"), page.locator(".primary-toggle")
    assert sidebar.is_visible()
    toggle.click()
    assert not sidebar.is_visible()
    assert toggle.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.name") == "q", "the search key brings it back"
    page.close()


def found(page: Page, address: str, code: str, query: str) -> dict[str, str]:
    page.goto(f"{address}/{code}/search.html?q={query}")
    page.wait_for_selector("#search-results > p")
    page.wait_for_load_state("networkidle")
    return {
        link.get_attribute("href") or "": link.inner_text()
        for link in page.locator("#search-results h2 a").all()
    }


def test_search_knows_stems_and_does_not_mind_accents(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE)
    watched = Watched(context, address)
    pages = [
        found(watched.page, address, "fr", query) for query in ("départs", "depart", "D%C3%89PART")
    ]
    assert pages[0]
    assert pages[0] == pages[1] == pages[2]
    assert "flows.html" in pages[0]
    marks = watched.page.locator("#search-results mark").all_inner_texts()
    assert {"départ", "départs"} <= {mark.lower() for mark in marks}
    status = watched.page.locator("#search-results > p").inner_text()
    assert status == Language("fr").tn("search.found", len(pages[0]))
    assert found(watched.page, address, "en", "leaving cohorts")
    assert found(watched.page, address, "fr", "xyzzy") == {}
    assert watched.page.locator("#search-results").inner_text() == Language("fr").t("search.none")
    assert watched.faults == []
    context.close()


def test_what_is_searched_is_text(browser: Browser, address: str) -> None:
    page = browser.new_page()
    found(page, address, "en", "<img src=x onerror=alert(1)> flows")
    assert page.locator("#search-results img").count() == 0
    assert "<img" in page.locator("article input[name=q]").input_value()
    page.close()


def test_a_missing_page_leads_back_from_any_depth(browser: Browser, address: str) -> None:
    page = browser.new_page()
    html = (SITE / "404.html").read_text(encoding="utf-8")
    page.route("**/gone/**", lambda route: route.fulfill(status=404, body=html,
                                                         content_type="text/html"))  # fmt: skip
    page.goto(f"{address}/report/en/gone/a/b.html")
    links = page.locator("a[hreflang=fr]").evaluate_all("all => all.map(a => a.pathname)")
    assert links == ["/report/fr/index.html", "/report/fr/search.html"]
    page.goto(f"{address}/gone/b.html")
    links = page.locator("a[hreflang=en]").evaluate_all("all => all.map(a => a.pathname)")
    assert links == ["/en/index.html", "/en/search.html"]
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_is(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/{name}")
    metas = dict(
        page.locator("meta[property], meta[name]").evaluate_all(
            "all => all.map(m => [m.getAttribute('property') || m.name, m.content])"
        )
    )
    assert len(metas["og:title"]) > 3
    assert metas["og:locale"].startswith(name.split("/")[0])
    if not name.endswith("search.html"):
        assert 30 < len(metas["description"]) <= 200
        assert metas["description"] == metas["og:description"] == metas["twitter:description"]
    # Without an address of the site, what needs one is left out or relative.
    assert "og:url" not in metas
    assert page.locator("link[rel=canonical]").count() == 0
    assert (SITE / name.split("/")[0] / metas["og:image"]).is_file()
    page.close()


@pytest.mark.parametrize("chapter", parameters.CHAPTERS)
@pytest.mark.parametrize("code", languages())
def test_a_chapter_is_light_before_its_charts(
    browser: Browser, address: str, code: str, chapter: str
) -> None:
    context = browser.new_context(viewport=WIDE)
    watched = Watched(context, address)
    paths = set()
    watched.page.on("response", lambda r: paths.add(unquote(urlsplit(r.url).path)))
    watched.page.goto(f"{address}/{code}/{chapter}.html", wait_until="networkidle")
    files = [SITE / path.lstrip("/") for path in paths if "/assets/vega-" not in path]
    packed = {
        f.name: f.stat().st_size
        if f.suffix in (".woff2", ".png")
        else len(gzip.compress(f.read_bytes()))
        for f in files
    }
    assert sum(packed.values()) < BUDGET, packed
    assert sum(size for name, size in packed.items() if name.endswith(".woff2")) < 120_000
    context.close()


def test_a_line_is_as_long_as_reads_well(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)
    for code in languages():
        page.goto(f"{address}/{code}/method.html")
        page.evaluate("document.fonts.ready")
        lengths = page.evaluate(
            """() => [...document.querySelectorAll('article p')].flatMap(p => {
              const range = document.createRange(); range.selectNodeContents(p);
              const lines = new Set([...range.getClientRects()].map(r => Math.round(r.bottom / 9)));
              return lines.size > 3 ? [p.textContent.length / (lines.size - 0.5)] : [];
            })"""
        )
        assert len(lengths) > 5
        assert 55 < sorted(lengths)[len(lengths) // 2] < 80
    page.close()


@pytest.mark.parametrize("chapter", parameters.CHAPTERS)
def test_a_page_offers_its_notebook_and_its_command(
    browser: Browser, address: str, chapter: str
) -> None:
    page = browser.new_page()
    for code in languages():
        page.goto(f"{address}/{code}/{chapter}.html")
        box = page.locator(".tw-reproduce")
        assert f"-p language {code}" in box.locator("pre").inner_text()
        with page.expect_download() as download:
            box.locator("a[download]").click()
        assert download.value.suggested_filename == f"{chapter}.ipynb"
    page.goto(f"{address}/en/method.html")
    assert page.locator(".tw-reproduce").count() == 0
    page.close()


def test_the_front_page_leads_to_the_findings(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)
    for code in languages():
        page.goto(f"{address}/{code}/index.html")
        cards = page.locator(".tw-finding")
        assert cards.count() == len(parameters.CHAPTERS)
        for card in cards.all():
            assert re.search(r"\d", card.locator(".tw-key strong").inner_text())
            # A count of reports or of places has no interval, and then the card names none.
            interval = card.locator(".tw-key span").all_inner_texts()
            assert all(re.search(r"\d.*\d", text) for text in interval)
            target = card.locator("h2 a").get_attribute("href") or ""
            file, _, anchor = target.partition("#")
            assert f'id="{anchor}"' in (SITE / code / file).read_text(encoding="utf-8")
        assert page.locator(".tw-key span").count() == len(parameters.CHAPTERS) - 3
    page.close()


def test_on_paper_sources_have_addresses_and_navigation_is_gone(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{address}/fr/about.html")
    page.emulate_media(media="print")
    for gone in (".bd-header-article", "#pst-primary-sidebar", "#pst-secondary-sidebar",
                 ".prev-next-footer"):  # fmt: skip
        assert not page.locator(gone).first.is_visible()
    assert page.locator("article h1").is_visible()
    assert page.locator(".tw-footer").is_visible()
    page.goto(f"{address}/fr/sources.html")
    link = page.locator(".tw-sources a[href^=http]").first
    shown = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert link.get_attribute("href") in shown
    page.close()
