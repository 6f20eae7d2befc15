"""Accessibility of the built site in a real browser: axe-core on every page, keyboard, touch.

axe-core (WCAG 2.2 AA and its best practices) is what can be decided by a machine; what it cannot
see, such as the order of the keyboard or the size of what is touched, is tested below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from browsing import NARROW, PAGES, WIDE, Watched
from playwright.sync_api import Browser, BrowserContext, Page
from test_theme import contrast

from talentwar.language import languages
from talentwar.pipeline.paths import SITE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only these depend on the colour theme.
COLOUR = ["color-contrast", "link-in-text-block"]
NEUTRAL = sorted(path.name for path in SITE.glob("*.html"))
"""Pages outside the languages: the entry and what is shown for a missing page."""
EVERY = pytest.mark.parametrize("name", [*PAGES, *NEUTRAL])
CHAPTERS = sorted(path.stem for path in (SITE / "estimates").glob("*.json"))
ON_A_CHAPTER = pytest.mark.parametrize(
    "name", [f"{c}/{n}.html" for c in languages() for n in CHAPTERS]
)

Look = tuple[dict[str, int], Literal["light", "dark"]]
# What one language shows wide and light the other shows narrow and dark: their pages come from
# the same templates and style sheets, and axe-core takes seconds for each look of a chapter.
LOOKS: dict[str, tuple[Look, ...]] = defaultdict(
    lambda: ((WIDE, "light"), (NARROW, "light"), (NARROW, "dark"), (WIDE, "dark")),
    {
        code: ((WIDE, "light"), (NARROW, "dark")) if i % 2 else ((NARROW, "light"), (WIDE, "dark"))
        for i, code in enumerate(languages())
    },
)

# Repeated siblings come from one line of a template: the first and the last stand for all.
# With thousands of rows axe-core would take minutes.
THIN_OUT = """() => {
  const groups = new Map();
  for (const e of document.querySelectorAll('main *:not(svg *)')) {
    const tags = groups.get(e.parentElement) ?? {};
    groups.set(e.parentElement, tags);
    (tags[e.tagName] ??= []).push(e);
  }
  for (const tags of groups.values())
    for (const all of Object.values(tags))
      if (all.length > 8) all.slice(5, -2).forEach(e => e.remove());
}"""
RUN = """async ([tags, rules]) => {
  const only = rules ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
  const {violations} = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
  return violations.flatMap(v => v.nodes.map(
    n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary.split('\\n').slice(1, 3).join(';')}`));
}"""


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all pages, so that style sheets and scripts are fetched once."""
    made = browser.new_context(reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    yield made
    made.close()


@EVERY
def test_axe_finds_nothing(context: BrowserContext, address: str, name: str) -> None:
    watched = Watched(context, address)
    page = watched.page
    first, _ = LOOKS[name.split("/")[0]][0]
    page.set_viewport_size(first)
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/{name}")
    watched.read_through()
    page.evaluate(THIN_OUT)
    page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for size, scheme in LOOKS[name.split("/")[0]]:
        page.emulate_media(color_scheme=scheme)
        if page.viewport_size != size:
            page.set_viewport_size(size)
            # Scripts of the page answer to a new size a moment later.
            page.wait_for_timeout(350)
        faults = page.evaluate(RUN, [TAGS, None if scheme == "light" else COLOUR])
        found |= {f"{scheme} {size['width']}": faults} if faults else {}
    page.close()
    assert found == {}


def test_axe_would_find_something(page: Page) -> None:
    page.set_content("<main><h1>x</h1><img src='x.png'><p style='color:#ccc'>pale</p></main>")
    page.evaluate(AXE)
    everything = "\n".join(page.evaluate(RUN, [TAGS, None]))
    assert "image-alt" in everything
    assert "html-has-lang" in everything
    assert "color-contrast" in "\n".join(page.evaluate(RUN, [TAGS, COLOUR]))


# --- structure -----------------------------------------------------------------------------------

OUTLINE = """() => {
  const seen = e => e.checkVisibility({visibilityProperty: true});
  const all = selector => [...document.querySelectorAll(selector)].filter(seen);
  return {
    lang: document.documentElement.lang,
    headings: all('h1,h2,h3,h4,h5,h6').map(h => Number(h.tagName[1])),
    empty: all('h1,h2,h3,h4,h5,h6').filter(h => !h.textContent.trim()).length,
    main: all('main').length,
    navs: all('nav').map(n => n.getAttribute('aria-label')
      || document.getElementById(n.getAttribute('aria-labelledby'))?.textContent || ''),
    title: document.title,
  };
}"""


@EVERY
def test_a_page_has_one_heading_and_an_outline(page: Page, address: str, name: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{name}")
    outline: dict[str, Any] = page.evaluate(OUTLINE)
    code = name.split("/")[0]
    # What is for everyone has no language of its own, only its parts do.
    assert outline["lang"] == (code if code in languages() else "mul")
    headings = outline["headings"]
    # A page for everyone says the same once in each language.
    assert headings.count(1) == (1 if code in languages() else len(languages()))
    assert headings[0] == 1
    jumps = [pair for pair in pairwise(headings) if pair[1] > pair[0] + 1]
    assert jumps == []
    assert outline["empty"] == 0
    assert outline["main"] == 1
    assert all(outline["navs"]), "a navigation without a name"
    assert len(set(outline["navs"])) == len(outline["navs"]), "two navigations of one name"
    assert len(outline["title"]) > 5


@pytest.mark.parametrize("name", NEUTRAL)
def test_what_is_for_everyone_says_the_language_of_its_parts(
    page: Page, address: str, name: str
) -> None:
    page.goto(f"{address}/{name}")
    for code in languages():
        assert page.locator(f"main [lang={code}]").count() >= 1
    stray = page.evaluate("""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const stray = [];
      while (walk.nextNode()) {
        const text = walk.currentNode, tag = text.parentElement.tagName;
        if (/\\p{L}{3}/u.test(text.data) && !['SCRIPT', 'STYLE'].includes(tag)
            && text.parentElement.closest('[lang]').lang === 'mul') stray.push(text.data);
      }
      return stray;
    }""")
    assert stray == []


# --- keyboard ------------------------------------------------------------------------------------

FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const area = e.closest('header, .bd-sidebar-primary, .bd-header-article, main, footer');
  return {
    tag: e.tagName,
    text: (e.getAttribute('aria-label') || e.textContent).trim().slice(0, 60),
    href: e.getAttribute('href'),
    article: !!e.closest('article'),
    before: !!e.closest('header, .bd-sidebar-primary, .bd-header-article, .header-article'),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
      || style.boxShadow !== 'none',
    outline: `${style.outlineWidth} ${style.outlineStyle} / ${style.boxShadow}`,
    shown: box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@ON_A_CHAPTER
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_keyboard_passes_from_the_top_in_reading_order(
    page: Page, address: str, name: str, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{address}/{name}")
    stops: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if sum(stop["article"] for stop in stops) >= 8:
            break
    assert stops[0]["href"] == "#main-content", "the first stop is not the skip link"
    unseen = [stop for stop in stops if not stop["shown"]]
    assert unseen == [], "focus where nothing is seen"
    assert [stop for stop in stops if not stop["ring"]] == [], "no ring around what has the focus"
    first = next(i for i, stop in enumerate(stops) if stop["article"])
    assert any(stop["before"] for stop in stops[:first])
    assert not any(stop["before"] for stop in stops[first:]), "back to the header from the article"


@pytest.mark.parametrize("name", [f"{code}/index.html" for code in languages()])
def test_the_skip_link_leads_to_the_text(page: Page, address: str, name: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{name}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main-content")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_skip_link_can_be_read(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    # Out of sight until it has the focus, it escapes axe.
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/en/index.html")
    page.keyboard.press("Tab")
    colours = page.evaluate(
        """() => {
          const style = getComputedStyle(document.activeElement);
          const hex = (c) => "#" + c.match(/\\d+/g).slice(0, 3)
            .map((n) => Number(n).toString(16).padStart(2, "0")).join("");
          return [document.activeElement.hash, hex(style.color), hex(style.backgroundColor)];
        }"""
    )
    context.close()
    assert colours[0] == "#main-content"
    assert contrast(colours[1], colours[2]) >= 4.5


# --- touch, small screens, motion ----------------------------------------------------------------

SMALL = """() => {
  const inline = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline'
    && [...e.parentElement.childNodes].some(n => n !== e && n.textContent.trim().length > 1);
  return [...document.querySelectorAll('a[href], button, summary, input, select, [role=button]')]
    .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(e => !e.closest('.skip-link, #pst-skip-link') && !inline(e))
    .filter(e => !e.matches('a.headerlink'))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([, b]) => b.width > 0 && b.height > 0 && b.right > 0 && b.left < innerWidth)
    .filter(([, b]) => b.width < 23.5 || b.height < 23.5)
    .map(([e, b]) => `${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 40)}" `
      + `${b.width.toFixed(0)}x${b.height.toFixed(0)}`);
}"""


@EVERY
def test_a_small_screen_is_wide_enough_and_fit_for_fingers(
    page: Page, address: str, name: str
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}/{name}")
    for width in (NARROW["width"], 320):
        page.set_viewport_size({"width": width, "height": 640})
        wider = page.evaluate("document.documentElement.scrollWidth") - width
        assert wider <= 0, f"{wider} px too wide at {width} px"
    page.set_viewport_size(NARROW)
    page.evaluate(THIN_OUT)
    small = page.evaluate(SMALL)
    assert small == []


MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  const longest = list => Math.max(...list.split(',').map(parseFloat));
  return e.checkVisibility() && (longest(style.animationDuration) > 0.01
    && style.animationName !== 'none' || longest(style.transitionDuration) > 0.01)
    || style.scrollBehavior === 'smooth';
}).map(e => `${e.tagName}.${e.className?.baseVal ?? e.className}`).slice(0, 10)"""


@pytest.mark.parametrize(
    "name", [f"{c}/{n}.html" for c in languages() for n in ["index", *CHAPTERS]]
)
def test_nothing_moves_for_who_asked_for_rest(page: Page, address: str, name: str) -> None:
    # The context of these tests asks for reduced motion.
    page.goto(f"{address}/{name}")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate(MOVING) == []
