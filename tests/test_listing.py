"""The table of companies: complete without scripts, chosen from and sorted with them."""

from __future__ import annotations

import json

import pytest
from browsing import WIDE, Watched
from playwright.sync_api import Browser

from talentwar.language import Language, languages
from talentwar.listing import MIME_TYPE, Choice, Entry, Heading, Listing
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import BUILD, SITE
from talentwar.site.listings import listing_html

EACH = pytest.mark.parametrize("code", languages())
SMALL = Listing(
    name="small",
    title="Companies & co",
    headings=(Heading("Company", "text", 8), Heading("Sum", "number", 6)),
    choices=(Choice("origin", "Origin", (("a", "A"), ("b", "B"))),),
    rows=(
        (
            "row-1",
            (("a", "b"),),
            (Entry("One <i>", name=True), Entry("", "3", (("$3", "t", "r"),))),
        ),
        ("row-2", (("b",),), (Entry("Two"), Entry("", "", (("Press", "sources", "s"),)))),
    ),
)


def test_a_listing_survives_its_journey_as_json() -> None:
    bundle = SMALL._repr_mimebundle_()
    assert Listing.of(json.loads(json.dumps(bundle[MIME_TYPE]))) == SMALL
    text = bundle["text/plain"]
    assert text.splitlines()[0] == "Companies & co"
    assert "One <i>" in text
    assert "Press" in text


def test_cells_are_escaped_and_lead_to_their_rows() -> None:
    html = listing_html(SMALL, Language("en"))
    assert "One &lt;i&gt;" in html
    assert 'href="rows-t.html#r"' in html
    assert 'href="sources.html#source-s"' in html
    assert 'data-keys="a b"' in html


@EACH
def test_links_of_the_report_lead_somewhere(code: str) -> None:
    book = notebooks.read(BUILD / "executed" / code / "spinouts.ipynb")
    found = [
        Listing.of(output["data"][MIME_TYPE])
        for cell in book.cells
        for output in cell.get("outputs", [])
        if MIME_TYPE in output.get("data", {})
    ]
    (listing,) = found
    pages = {
        table: (SITE / code / f"{page}.html").read_text(encoding="utf-8")
        for table, page in (
            ("founders", "rows-founders"),
            ("funding_events", "rows-funding_events"),
            ("sources", "sources"),
        )
    }
    links = [link for *_, entries in listing.rows for e in entries for link in e.links]
    assert {table for _, table, _ in links} == pages.keys()
    for _, table, row in links:
        anchor = f"source-{row}" if table == "sources" else row
        assert f'id="{anchor}"' in pages[table], (table, row)
    assert all(entries[0].text for *_, entries in listing.rows)


@EACH
def test_a_reader_chooses_an_origin(browser: Browser, address: str, code: str) -> None:
    context = browser.new_context(viewport=WIDE)
    watched = Watched(context, address)
    page = watched.page
    page.goto(f"{address}/{code}/spinouts.html")
    table = page.locator("#spinouts-companies")
    rows = table.locator("tbody tr")
    total = rows.count()
    assert table.locator("tbody tr:visible").count() < total
    table.locator("select[name=origin]").select_option("anthropic")
    kept = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(kept) < total
    assert all("anthropic" in (row.get_attribute("data-keys") or "") for row in kept)
    assert "origin=anthropic" in page.url
    assert watched.faults == []
    context.close()


@EACH
def test_without_scripts_all_companies_are_there(browser: Browser, address: str, code: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{code}/spinouts.html")
    rows = page.locator("#spinouts-companies tbody tr")
    assert rows.count() > 50
    assert rows.last.is_visible()
    context.close()
