"""Names with markup, quotes or formulas in them come out as text wherever a reader meets them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import altair as alt
import pandas as pd
import pytest
import tiny
from drawn import EN, FR, SVG_TEXT, Page, figure
from playwright.sync_api import Browser

from talentwar import files, schema
from talentwar.charts.bundle import WIDTH, panels, to_svg
from talentwar.describe import Reader
from talentwar.estimates import Estimate
from talentwar.language import languages
from talentwar.pipeline.paths import BOOK
from talentwar.site.figure_files import live_script
from talentwar.site.figures import estimates_html, figure_html
from talentwar.site.sources import Fact
from talentwar.site.templates import template

NASTY = {
    "script": "</script><script>window.ran = 1</script>",
    "image": '"><img src=x onerror="window.ran = 1">',
    "attribute": "\" onmouseover='window.ran = 1' x=\"",
    "comment": "<!-- <script> --><b>bold</b>",
    "formula": '=HYPERLINK("javascript:window.ran=1";"x")',
    "template": "{{ 7 * 7 }}{% raw %}&lt;${window.ran=1}",
    "separators": "a\u2028b\u2029c",
}
EACH = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)


def harmless(page: Page, most_scripts: int = 0) -> None:
    """Assert that a fragment has no element and no attribute that runs anything."""
    scripts = page.all("script")
    assert len(scripts) <= most_scripts
    assert all(s.attributes.get("type") == "application/json" for s in scripts)
    for element in page.elements:
        assert element.tag not in ("img", "iframe", "object", "b")
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href"):
            assert "javascript:" not in (element.attributes.get(name) or "").lower()


def with_name(text: str) -> dict[str, object]:
    """Build the specification of a figure that says a text wherever it can."""
    frame = pd.DataFrame({"who": [text, "b"], "value": [0.5, 2.0]})
    chart = (
        alt.Chart(frame)
        .mark_point()
        .encode(x=alt.X("value:Q").title(text), y="who:N", tooltip=["who:N"])
    )
    table = pd.DataFrame({text: [text, "b"], "value": ["0.5", "2"]})
    said = {"title": text, "subtitle": text, "source": text, "alt": text}
    return figure(chart, table=table, **said).spec()


# --- figures, estimates --------------------------------------------------------------------------


@EACH
def test_a_figure_says_it_as_text(text: str) -> None:
    spec = with_name(text)
    page = Page(figure_html(spec))
    harmless(page)
    assert page.all("p", **{"class": "tw-title"})[0].text == text
    assert page.all("th")[0].text == text
    assert text in [cell.text for cell in page.all("th", scope="row")]
    assert any(e.attributes.get("aria-label") == text for e in page.elements)


@EACH
def test_the_block_of_data_cannot_be_broken_out_of(text: str) -> None:
    script = live_script(with_name(text))
    assert "<" not in script
    (said,) = json.loads(script.partition(" = ")[2].rstrip(";\n"))
    assert text in [row["who"] for rows in said["datasets"].values() for row in rows]
    assert said["description"] == text


@EACH
def test_a_drawing_says_it_as_text(text: str) -> None:
    (panel,) = panels(with_name(text), WIDTH)
    svg = to_svg(panel, EN)
    harmless(Page(svg))
    # The drawing may cut a long label short or break its lines; markup never becomes an element.
    assert {e.tag for e in Page(svg).elements} <= {
        *(
            "svg",
            "g",
            "path",
            "text",
            "rect",
            "line",
            "defs",
            "clippath",
            "style",
            "title",
            "tspan",
        ),
    }
    assert SVG_TEXT.findall(svg)


@EACH
def test_estimates_say_it_as_text(text: str) -> None:
    estimate = Estimate(
        "x.y", 0.5, "share", 3, text, dict.fromkeys(languages(), text), rows=(text,)
    )
    for language in (EN, FR):
        page = Page(estimates_html([replace(estimate, name=text).as_dict()], language))
        harmless(page)
        cells = [cell.text for cell in page.all("td")]
        assert cells[0] == text
        assert cells.count(text) == 2, "the definition and the name"


# --- pages made of data --------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("language", [EN, FR], ids=["en", "fr"])
def test_the_list_of_sources_says_it_as_text(text: str, language: object) -> None:
    row = schema.table("sources").field_names
    cells = dict.fromkeys(row, text) | {"url": "https://example.org/?a=1&b='\"<"}
    fact = Fact(table=text, key="k", address="rows.html#k", words=text)
    entry = SimpleNamespace(cells=cells, kind=text, date=text, facts=(fact,))
    html = template("sources.html").render(
        sources=[entry], language=language, t=language.t, tn=language.tn
    )
    page = Page(html)
    harmless(page)
    assert page.all("a")[0].text == text
    assert page.all("a")[0].attributes["href"] == cells["url"]
    assert text in [code.text for code in page.all("code")]
    assert [a.text for a in page.all("a", href="rows.html#k")] == [text]


@EACH
def test_the_dictionary_says_it_as_text(text: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    raw = tiny.descriptor()
    field = tiny.field(raw, "moves", "confidence")
    field |= {"title": text, "description": text}
    field["labels"]["en"] = dict.fromkeys(field["labels"]["en"], text)
    tiny.write_descriptor(root, raw)
    html = template("dictionary.html").render(
        table=schema.table("moves", root), rows=3, language=EN, t=EN.t, tn=EN.tn,
        facets=lambda *_: [text], page="rows.html",
    )  # fmt: skip
    page = Page(html)
    harmless(page)
    assert text in "".join(item.text for item in page.all("li"))
    assert [e for e in page.all("span", **{"class": "tw-type"}) if e.text == text]


@EACH
def test_words_for_a_row_leave_the_text_as_it_is(text: str) -> None:
    # Text stays text until a page escapes it, once.
    table = schema.table("moves")
    cells = dict.fromkeys(table.field_names, "") | {"person": text, "move_id": "m-001"}
    for language in (EN, FR):
        assert Reader(language, {}).cell(table.field("person"), text) == text
        assert text in Reader(language, {}).row(table, cells)


def test_every_template_escapes() -> None:
    # `safe` and unescaped blocks are for what the site itself made, never for cells of tables.
    allowed = {("bare.html", "icon"), ("root.html", "tokens"), ("figure.html", "panel.svg")}
    found = set()
    for path in sorted((BOOK / "_templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert "autoescape false" not in text
        for piece in text.split("{{")[1:]:
            said = piece.split("}}")[0].strip()
            if "| safe" in said or "|safe" in said:
                found.add((path.name, said.split("|")[0].strip()))
    assert found <= allowed


# --- downloads -----------------------------------------------------------------------------------


@EACH
def test_a_table_to_download_holds_the_text_in_one_cell(text: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    table = schema.table("organizations", root)
    rows = [row.cells for row in files.read(table, root).rows]
    pd.DataFrame([rows[0] | {"name": text}]).to_csv(table.path, index=False, lineterminator="\n")
    (read,) = files.read(table, root).rows
    assert read.cells["name"] == text
    assert len(read.cells) == len(rows[0])


# --- in a browser --------------------------------------------------------------------------------


def test_nothing_of_it_runs_in_a_browser(browser: Browser, address: str) -> None:
    """Put figures with such names into a real page, draw them, and touch them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    scripts: list[str] = []
    page.on("dialog", lambda dialog: scripts.append(dialog.message))
    html = "".join(
        figure_html(with_name(text))
        .replace('id="example', f'id="example-{name}')
        .replace("figures/example.live.js", f"figures/example-{name}.live.js")
        for name, text in NASTY.items()
    )

    def serve(route: object) -> None:
        answer = route.fetch()
        body = answer.text().replace("<article", f"{html}<article", 1)
        route.fulfill(response=answer, body=body)

    def give(route: object) -> None:
        name = route.request.url.split("example-")[1].removesuffix(".live.js")
        script = live_script(with_name(NASTY[name])).replace('["example', f'["example-{name}')
        route.fulfill(body=script, content_type="text/javascript")

    page.route("**/example-*.live.js", give)
    page.route("**/en/flows.html", serve)
    page.goto(f"{address}/en/flows.html")
    figures = page.locator("figure.tw-figure[id^=example]")
    assert figures.count() == len(NASTY)
    for one in figures.all():
        one.scroll_into_view_if_needed()
        one.locator(".tw-drawn .tw-live svg").first.wait_for()
        one.locator(".tw-live svg .mark-symbol path").first.hover(force=True)
        page.wait_for_timeout(60)
    assert page.locator("#vg-tooltip-element").count() == 1
    assert page.locator("#vg-tooltip-element :is(script, img, b)").count() == 0
    assert page.locator("figure.tw-figure[id^=example] :is(img[src=x], b)").count() == 0
    assert page.evaluate("window.ran") is None
    assert scripts == []
    page.close()
