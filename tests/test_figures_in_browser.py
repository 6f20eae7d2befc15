"""Figures as readers meet them: on a phone, without scripts, by ear, and to take away."""

from __future__ import annotations

import csv
import io
import re

import pytest
from browsing import Watched
from playwright.sync_api import Browser

from talentwar.language import Language, languages
from talentwar.parameters import CHAPTERS

PHONES = (320, 390)
"""The narrowest phones and those of today; what lies between has no layout of its own."""
IN_EACH_LANGUAGE = pytest.mark.parametrize("code", languages())
EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS)

# Texts that lie over each other; slanted ones fill their boxes only along the diagonal.
OVERLAPS = """
() => [...document.querySelectorAll('.tw-live svg')].flatMap(svg => {
  const slanted = t => /rotate\\(-?[1-9]/.test(t.getAttribute('transform'));
  const upright = t => t.textContent.trim() && !slanted(t)
    && getComputedStyle(t).opacity !== '0' && t.closest('[opacity="0"]') === null;
  const texts = [...svg.querySelectorAll('text')].filter(upright)
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  return texts.flatMap(([text, a], i) => texts.slice(i + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
    .map(([other]) => `${text} / ${other}`));
})
"""
CUT = """
() => [...document.querySelectorAll('.tw-live svg')].flatMap(svg => {
  const frame = svg.closest('.tw-panel').getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => {
    const box = t.getBoundingClientRect();
    return t.textContent.includes('…') || box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map(t => t.textContent);
})
"""
SMALL = """
() => [...document.querySelectorAll('figure.tw-figure :is(a, summary)')]
  .filter(e => { const b = e.getBoundingClientRect(); return b.width < 24 || b.height < 24; })
  .map(e => e.textContent)
"""


def opened(browser: Browser, address: str, page: str, width: int, **options: object) -> Watched:
    """Open a page in a window of a width and let all its charts be drawn."""
    size = {"width": width, "height": 800}
    watched = Watched(browser.new_context(viewport=size, **options), address)  # type: ignore[arg-type]
    watched.page.goto(f"{address}/{page}")
    watched.read_through()
    return watched


@EACH_CHAPTER
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("width", [*PHONES, 768, 1280])
def test_charts_use_the_width_they_have(
    browser: Browser, address: str, width: int, code: str, chapter: str
) -> None:
    watched = opened(browser, address, f"{code}/{chapter}.html", width)
    page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL) == []
    # Letters keep their size where a picture would shrink.
    sizes = page.locator(".tw-live svg text").evaluate_all(
        "all => all.filter(t => t.textContent.trim()).map(t =>"
        " parseFloat(getComputedStyle(t).fontSize)"
        " * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b))"
    )
    assert min(sizes) >= 9.9
    assert watched.faults == []
    page.context.close()


@IN_EACH_LANGUAGE
def test_columns_of_the_matrix_bear_the_numbers_of_its_rows_on_a_phone(
    browser: Browser, address: str, code: str
) -> None:
    page = opened(browser, address, f"{code}/flows.html", 320).page
    labels = page.locator("#flows-matrix .tw-live .role-axis-label text").evaluate_all(
        "all => all.map(t => [...t.querySelectorAll('tspan')].map(s => s.textContent).join(' ')"
        " || t.textContent)"
    )
    columns = [t for t in labels if t.isdigit()]
    rows = [t for t in labels if not t.isdigit()]
    assert columns == [str(n + 1) for n in range(len(rows))]
    assert [row.split(" ")[0] for row in rows] == columns
    assert all(re.search(r"^\d+ \w", row) for row in rows)
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_the_drawing_for_the_width_stands(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{address}/en/flows.html")
    for name in ("flows-odds", "flows-net", "flows-matrix"):
        shown = [d for d in page.locator(f"#{name} .tw-static svg").all() if d.is_visible()]
        assert len(shown) == 1
        box = shown[0].bounding_box()
        assert box is not None
        assert box["width"] <= width
    narrow = page.locator("#flows-odds .tw-narrow").is_visible()
    assert narrow == (width == 320)
    context.close()


@EACH_CHAPTER
@IN_EACH_LANGUAGE
def test_a_figure_gives_its_files_away(
    browser: Browser, address: str, code: str, chapter: str
) -> None:
    page = opened(browser, address, f"{code}/{chapter}.html", 390).page
    language = Language(code)
    kinds = {"PNG": b"\x89PNG", "SVG": b"<svg ", "CSV": b""}
    # Every other figure in one language, the rest in the other: they are made by the same code.
    first = languages().index(code) % 2
    for visit, number in enumerate(range(first, page.locator("figure.tw-figure").count(), 2)):
        # Chromium lets a visit of a page save ten files and asks the reader before more.
        if visit % 3 == 0 and visit:
            page.context.close()
            page = opened(browser, address, f"{code}/{chapter}.html", 390).page
        figure = page.locator("figure.tw-figure").nth(number)
        title = figure.locator(".tw-title").inner_text()
        of = language.t("figure.download-of", title=title)
        for kind, start in kinds.items():
            link = figure.get_by_role("link", name=f"{kind} {of}", exact=True)
            with page.expect_download() as download:
                link.click()
            name = download.value.suggested_filename
            assert name == f"{figure.get_attribute('id')}.{kind.lower()}"
            content = download.value.path().read_bytes()
            assert content.startswith(start)
            if kind == "CSV":
                rows = list(csv.reader(io.StringIO(content.decode())))
                assert len({len(row) for row in rows}) == 1
    page.context.close()


@EACH_CHAPTER
def test_a_figure_is_named_and_its_data_open_by_keyboard(
    browser: Browser, address: str, chapter: str
) -> None:
    page = opened(browser, address, f"en/{chapter}.html", 1280).page
    for figure in page.locator("figure.tw-figure").all():
        title = figure.locator(".tw-title").inner_text()
        assert page.get_by_role("figure", name=title, exact=True).count() == 1
        assert figure.get_by_role("img").first.get_attribute("aria-label")
        table = figure.locator("table")
        assert not table.is_visible()
        figure.locator(".tw-data summary").focus()
        page.keyboard.press("Enter")
        assert table.is_visible()
        name = Language("en").t("figure.caption", title=title)
        assert figure.get_by_role("table", name=name, exact=True).count() == 1
        assert figure.get_by_role("region", name=name, exact=True).count() == 1
        assert figure.get_by_role("rowheader").count() == table.locator("tbody tr").count()
        # In the name of a link all white space is the same.
        link = Language("en").t("figure.link-to", title=title).replace("\N{NO-BREAK SPACE}", " ")
        figure.get_by_role("link", name=re.compile(re.escape(link))).click()
        assert page.url.endswith(f"#{figure.get_attribute('id')}")
    page.context.close()
