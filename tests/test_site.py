"""The built site in a real browser with the network cut off (`make site` builds it)."""

import json
import re
from pathlib import Path

import proper
import pytest
from browsing import NARROW, PAGES, WIDE, Watched
from playwright.sync_api import Browser, Page

from talentwar import schema
from talentwar.language import languages
from talentwar.names import names_of
from talentwar.pipeline.paths import SITE
from talentwar.tables import load

CHARTS = {
    "flows": 12,
    "retention": 8,
    "compensation": 9,
    "noncompetes": 10,
    "spinouts": 13,
    "overview": 7,
}
"""Figures a chapter must show; a chapter that lost one has not been looked at."""


def test_the_site_is_built() -> None:
    # Without it the tests below would have no pages, and pass.
    assert (SITE / "index.html").exists(), "run `make site` first"
    for code in languages():
        assert {
            f"{code}/{name}.html"
            for name in ("index", "flows", "retention", "data", "sources", "downloads", "search")
        } <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_every_page_opens_without_a_fault(
    browser: Browser, address: str, name: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    watched = Watched(context, address)
    watched.page.goto(f"{address}/{name}")
    watched.read_through()
    page = watched.page
    assert page.locator("html").get_attribute("lang") == name.split("/")[0]
    figures = CHARTS.get(Path(name).stem, 0)
    assert page.locator("figure.tw-figure").count() == figures
    # A chart that drew has marks; an empty frame would have none.
    for chart in page.locator(".tw-chart").all():
        marks = chart.locator(".tw-live svg :is(path, line, text)")
        assert marks.count() > 10, f"{name}: a chart did not draw"
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert watched.faults == []
    context.close()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("chapter", sorted(CHARTS))
def test_the_page_does_not_move_when_charts_come(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    context.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    watched = Watched(context, address)
    watched.page.goto(f"{address}/fr/{chapter}.html")
    heights = "[...document.querySelectorAll('.tw-chart')].map(c => c.clientHeight)"
    before = watched.page.evaluate(heights)
    watched.read_through()
    after = watched.page.evaluate(heights)
    assert max(abs(a - b) for a, b in zip(after, before, strict=True)) < 15
    assert watched.page.evaluate("window.shift") < 0.02
    context.close()


def test_the_root_leads_to_each_language(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=NARROW)
    watched = Watched(context, address)
    for code in languages():
        watched.page.goto(f"{address}/", wait_until="networkidle")
        watched.page.locator(f"a[hreflang={code}]").click()
        assert watched.page.url == f"{address}/{code}/index.html"
        assert watched.page.locator("html").get_attribute("lang") == code
        watched.page.wait_for_load_state("networkidle")
    assert watched.faults == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("chapter", sorted(CHARTS))
def test_the_language_switch_stays_on_the_section(
    browser: Browser, address: str, chapter: str
) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{address}/en/{chapter}.html")
    sections = page.locator("article section section").evaluate_all("all => all.map(s => s.id)")
    assert len(sections) > 3
    inner = sections[1:-1]
    for section in sorted({inner[0], inner[len(inner) // 2], inner[-1]}):
        page.goto(f"{address}/en/{chapter}.html#{section}")
        page.evaluate(f"document.getElementById('{section}').scrollIntoView()")
        # With the mouse where the link is: `click` would scroll the page first.
        box = page.locator("a.tw-language[hreflang=fr]").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url(f"{address}/fr/{chapter}.html#{section}")
        assert page.locator(f"section#{section}").count() == 1
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_its_other_languages(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/{name}")
    links = page.locator("link[rel=alternate][hreflang]").evaluate_all(
        "all => Object.fromEntries(all.map(l => [l.hreflang, l.href]))"
    )
    stem = Path(name).name
    assert links == {
        **{code: f"{address}/{code}/{stem}" for code in languages()},
        "x-default": f"{address}/index.html",
    }
    for code in languages():
        assert (SITE / code / stem).exists()
    page.close()


WORDS = r"""
() => {
  const texts = [];
  const own = document.documentElement.lang;
  const add = (kind, text) => {
    text = (text || '').trim();
    if (text && /\p{L}{3}/u.test(text)) texts.push([kind, text]);
  };
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  all('h1,h2,h3,h4,th,label,button,summary,figcaption p,.tw-source,nav a,kbd,dt,'
    + '.tw-live svg text,.tw-static svg text', e => {
      if (e.closest('[lang]').lang === own) add(e.tagName, e.textContent);
    });
  for (const name of ['alt', 'aria-label', 'title', 'placeholder', 'data-bs-title'])
    all(`[${name}]`, e => {
      if (e.closest('[lang]').lang === own) add(name, e.getAttribute(name));
    });
  add('title', document.title);
  // Names, and words in a language that says so, are the same on every page.
  all('article p, article li, footer p', e => {
    const text = e.cloneNode(true);
    text.querySelectorAll(`[lang]:not([lang=${own}]), [translate=no]`).forEach(x => x.remove());
    if (e.closest('[lang]').lang === own) add(e.tagName, text.textContent);
  });
  return texts;
}
"""
SAME_IN_BOTH = {
    *(
        "agents",
        "copyright",
        "ctrl",
        "data",
        "date",
        "destination",
        "dilution",
        "infrastructure",
        "note",
        "observations",
    ),
    *("organisation", "organisations", "scientist", "sources", "start", "table"),
}
"""Words that French and English share, and a key of the keyboard."""
ENGLISH = re.compile(
    r"\b(the|of|and|with|from|this|that|which|are|was|were|for|not|by|search|show|toggle)\b",
    re.IGNORECASE,
)


def proper_names() -> set[str]:
    organizations = names_of(load("organizations"), "org_id")
    cohorts = names_of(load("cohorts"), "cohort_id")
    jurisdictions = names_of(load("jurisdictions"), "jurisdiction_id")
    entries = [*organizations.values(), *cohorts.values(), *jurisdictions.values()]
    places = schema.table("compensation").field("place").labels("fr").values()
    files = {path.name for path in SITE.glob("*/*.json")}
    law = proper.places() | proper.statutes() | proper.studies()
    named = {name for entry in entries for name in entry.values()}
    return named | {*places} | files | proper.people() | proper.publishers() | proper.works() | law


@pytest.mark.parametrize("name", [n for n in PAGES if n.startswith("fr/")])
def test_no_english_on_a_french_page(browser: Browser, address: str, name: str) -> None:
    found = {}
    for code in ("en", "fr"):
        context = browser.new_context(viewport=WIDE)
        watched = Watched(context, address)
        watched.page.goto(f"{address}/{name.replace('fr/', code + '/', 1)}")
        watched.read_through()
        found[code] = watched.page.evaluate(WORDS)
        context.close()
    names = proper_names()
    # A label on two lines has no blank where it is broken.
    names |= {n[: m.start()] + n[m.end() :] for n in names for m in re.finditer(" ", n)}
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    english = {text for _, text in found["en"]}

    def plain(text: str) -> str:
        return known.sub(" ", text)

    def is_word(text: str) -> bool:
        words = re.findall(r"[^\W\d_]{3,}", plain(text).casefold())
        return bool(set(words) - SAME_IN_BOTH)

    same = [(kind, t) for kind, t in found["fr"] if t in english and is_word(t)]
    assert not same, f"the same text in both languages: {same}"
    # Code and file names are English wherever they stand.
    foreign = [
        (kind, t) for kind, t in found["fr"] if kind not in ("P", "LI") and ENGLISH.search(plain(t))
    ]
    assert foreign == [], "English words"


def test_french_charts_use_french_numbers(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE)
    watched = Watched(context, address)
    for code, half, share in (("en", "0.5", "80%"), ("fr", "0,5", "80\N{NO-BREAK SPACE}%")):
        watched.page.goto(f"{address}/{code}/flows.html")
        watched.see("flows-odds")
        for kind in ("static", "live"):
            texts = watched.page.locator(f"#flows-odds .tw-{kind} text").all_text_contents()
            assert half in texts
        watched.page.goto(f"{address}/{code}/retention.html")
        watched.see("retention-rates")
        for kind in ("static", "live"):
            texts = watched.page.locator(f"#retention-rates .tw-{kind} text").all_text_contents()
            assert share in texts
    context.close()


def drawings_in_sight(page: Page) -> list[int]:
    """Return how many static drawings each panel shows: the wide or the narrow one."""
    panels = page.locator(".tw-panel").all()
    return [panel.locator(".tw-static > svg:visible").count() for panel in panels]


@pytest.mark.parametrize("chapter", sorted(CHARTS))
def test_without_scripts_and_in_print_the_static_drawing_stands(
    browser: Browser, address: str, chapter: str
) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport=WIDE).new_page()
    plain.goto(f"{address}/fr/{chapter}.html")
    assert plain.locator(".tw-panel").count() >= CHARTS[chapter]
    assert set(drawings_in_sight(plain)) == {1}
    plain.locator("details.tw-data summary").first.click()
    assert plain.locator("details.tw-data table").first.is_visible()
    plain.context.close()

    context = browser.new_context(viewport=WIDE)
    watched = Watched(context, address)
    watched.page.goto(f"{address}/fr/{chapter}.html")
    watched.read_through()
    assert not any(d.is_visible() for d in watched.page.locator(".tw-static svg").all())
    watched.page.emulate_media(media="print")
    assert set(drawings_in_sight(watched.page)) == {1}
    assert not any(d.is_visible() for d in watched.page.locator(".tw-live svg").all())
    context.close()


def test_the_engine_comes_once_and_only_for_a_chart_in_sight(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    watched = Watched(context, address)
    asked: list[str] = []
    watched.page.on("request", lambda r: "/assets/vega-" in r.url and asked.append(r.url))
    watched.page.goto(f"{address}/en/flows.html", wait_until="networkidle")
    assert asked == []
    watched.read_through()
    assert len(asked) == 1
    context.close()


def test_charts_follow_the_colour_theme(browser: Browser, address: str) -> None:
    fills = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=WIDE, color_scheme=scheme)
        watched = Watched(context, address)
        watched.page.goto(f"{address}/en/retention.html")
        watched.read_through()
        label = watched.page.locator("#retention-rates .tw-live text", has_text="OpenAI").first
        fills[scheme] = label.evaluate("e => getComputedStyle(e).fill")
        context.close()
    assert fills == {"light": "rgb(29, 39, 51)", "dark": "rgb(232, 236, 241)"}


def test_a_chapter_opened_from_a_folder_draws_its_charts(browser: Browser) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto((SITE / "en" / "flows.html").as_uri())
    page.locator("#flows-odds").scroll_into_view_if_needed()
    page.wait_for_selector("#flows-odds .tw-drawn .tw-live svg")
    page.close()


@pytest.mark.parametrize("chapter", sorted(CHARTS))
def test_every_figure_has_words_rows_and_a_source(
    browser: Browser, address: str, chapter: str
) -> None:
    page = browser.new_page(viewport=WIDE)
    for code in languages():
        page.goto(f"{address}/{code}/{chapter}.html")
        for figure in page.locator("figure.tw-figure").all():
            for part in (".tw-title", ".tw-subtitle", ".tw-source"):
                assert len(figure.locator(part).inner_text()) > 15
            assert len(figure.locator("[role=img]").get_attribute("aria-label") or "") > 40
            assert re.search(r"\d", figure.locator(".tw-source").inner_text())
            assert figure.locator("tbody tr").count() > 1
    page.close()


@pytest.mark.parametrize("chapter", sorted(CHARTS))
def test_estimates_are_published_as_the_page_shows_them(
    browser: Browser, address: str, chapter: str
) -> None:
    records = json.loads((SITE / "estimates" / f"{chapter}.json").read_text(encoding="utf-8"))
    assert len(records) > 10
    names = [r["name"] for r in records]
    assert names == sorted(set(names))
    assert all(set(r["definition"]) == set(languages()) for r in records)
    page = browser.new_page()
    page.goto(f"{address}/fr/{chapter}.html")
    shown = page.locator("details.tw-data code[translate=no]").all_text_contents()
    assert shown == names
    page.close()
