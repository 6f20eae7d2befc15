"""What lies outside the books: the missing page, the site map, words to crawlers; and heads."""

import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

from talentwar.language import Language, languages
from talentwar.site import head, icons
from talentwar.site.assemble import published_at
from talentwar.site.outside import missing_page, robots, root_page, sitemap

BASE = "https://example.org/report"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_the_site_map_names_every_page_in_every_language() -> None:
    tree = ET.fromstring(sitemap(BASE, ["index.html", "a&b.html", "search.html"], ["en", "fr"]))
    found = {}
    for url in tree.findall("s:url", NAMES):
        loc = url.findtext("s:loc", namespaces=NAMES)
        links = url.findall("x:link", NAMES)
        found[loc] = {link.get("hreflang"): link.get("href") for link in links}
    assert set(found) == {
        f"{BASE}/{code}/{page}" for code in ("en", "fr") for page in ("index.html", "a&b.html")
    }
    assert found[f"{BASE}/fr/index.html"] == {
        "en": f"{BASE}/en/index.html", "fr": f"{BASE}/fr/index.html", "x-default": f"{BASE}/",
    }  # fmt: skip


def test_crawlers_may_read_everything_and_find_the_map() -> None:
    assert robots() == "User-agent: *\nAllow: /\n"
    assert robots(BASE).splitlines()[-1] == f"Sitemap: {BASE}/sitemap.xml"


def test_the_missing_page_speaks_every_language_and_needs_no_file() -> None:
    html = missing_page()
    for code in languages():
        assert f'lang="{code}"' in html
        assert Language(code).t("missing.title") in html
    assert "src=" not in html
    assert set(re.findall(r'<link rel="icon" href="(\w+:)|<link', html)) == {"data:"}
    assert f'href="{BASE}/fr/index.html"' in missing_page(BASE)


def test_the_entry_has_an_address_when_the_site_has() -> None:
    assert "canonical" not in root_page()
    assert f'<link rel="canonical" href="{BASE}/">' in root_page(BASE)
    assert f'content="{BASE}/en/figures/card.png"' in root_page(BASE)


@pytest.mark.parametrize(("written", "read"), [('""', ""), (f"{BASE}/", BASE), ("null", "")])
def test_the_address_comes_from_the_configuration(tmp_path: Path, written: str, read: str) -> None:
    config = tmp_path / "_config.yml"
    config.write_text(f"html:\n  baseurl: {written}\n", encoding="utf-8")
    assert published_at(config) == read


def document(*paragraphs: str) -> nodes.document:
    found = new_document("page")
    section = nodes.section("", nodes.title("", "Title"))
    found += section
    section += nodes.note("", nodes.paragraph("", "An aside."))
    section += [nodes.paragraph("", text) for text in paragraphs]
    return found


def test_a_page_is_described_by_its_first_paragraph() -> None:
    assert head.describe(document("First\nof all.", "Second.")) == "First of all."
    assert head.describe(document()) == ""
    assert head.describe(None) == ""


def test_a_long_description_ends_with_a_word() -> None:
    text = head.describe(document("word, " * 60))
    assert len(text) <= head.LONGEST
    assert text.endswith("word…")
    assert head.shortened("x" * 300) == "x" * 199 + "…"


@pytest.mark.parametrize("code", languages())
def test_the_card_has_the_size_that_is_announced(tmp_path: Path, code: str) -> None:
    path = tmp_path / "figures" / "card.png"
    icons.write_card(Language(code), path)
    assert struct.unpack(">II", path.read_bytes()[16:24]) == icons.CARD_SIZE
    texts = [t.text for t in ET.fromstring(icons.card_svg(Language(code))).iter() if t.text]
    shown = " ".join(t for t in texts if t.strip())
    assert shown == f"{Language(code).t('site.title')} {Language(code).t('site.invitation')}"
