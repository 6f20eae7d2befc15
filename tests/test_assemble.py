"""The site is put together aside and swapped in whole, or not at all."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import tiny

from talentwar import schema
from talentwar.language import Language, languages
from talentwar.pipeline.progress import StepFailed
from talentwar.site.assemble import assemble, swap
from talentwar.site.book import engine_name
from talentwar.site.outside import root_page
from talentwar.site.policy import protect


def page(code: str) -> str:
    return f'<meta charset="utf-8"><meta content="figures/index-card.png">index {code}'


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """What the steps before leave behind, each file as small as it can be."""
    for code in languages():
        html = tmp_path / "book" / code / "html"
        (html / "_static").mkdir(parents=True)
        (html / "index.html").write_text(page(code), encoding="utf-8")
        for name in (".buildinfo", "objects.inv", "_static/report.css"):
            (html / name).write_text(name, encoding="utf-8")
    data = tiny.write(tmp_path)
    for name in set(schema.COMPANIONS) - {schema.DESCRIPTOR}:
        (data / name).write_text(name, encoding="utf-8")
    (data / "notes.txt").write_text("for editors", encoding="utf-8")
    (tmp_path / "flows.json").write_text("[]", encoding="utf-8")
    (tmp_path / "vega.js").write_text("engine", encoding="utf-8")
    return tmp_path


def put_together(parts: Path, aside: Path) -> None:
    books = {code: parts / "book" / code / "html" for code in languages()}
    assemble(books, [parts / "flows.json"], parts / "vega.js", parts / "data", aside)


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_layout_of_the_site(parts: Path) -> None:
    put_together(parts, parts / "aside")
    pages = {f"{c}/{name}" for c in languages() for name in ("index.html", "_static/report.css")}
    assert files(parts / "aside") == pages | {
        *(".nojekyll", "index.html", "404.html", "robots.txt"),
        f"assets/{engine_name('engine')}",
        "estimates/flows.json",
        *(f"data/{name}" for name in schema.COMPANIONS),
        *(f"data/tables/{name}.csv" for name in tiny.TABLES),
        "data/tiny-0.0.1.zip",
    }
    for code in languages():
        assembled = (parts / "aside" / code / "index.html").read_text()
        assert assembled == protect(page(code).replace("index-card", "card"))
    assert (parts / "aside" / "assets" / engine_name("engine")).read_text() == "engine"
    assert (parts / "aside" / "index.html").read_text(encoding="utf-8") == protect(root_page())


def test_a_page_keeps_its_own_card(parts: Path) -> None:
    for code in languages():
        (parts / "book" / code / "html" / "figures").mkdir()
        (parts / "book" / code / "html" / "figures" / "index-card.png").touch()
    put_together(parts, parts / "aside")
    assert "figures/index-card.png" in (parts / "aside" / "en" / "index.html").read_text()


def test_a_published_site_has_a_map(parts: Path) -> None:
    books = {code: parts / "book" / code / "html" for code in languages()}
    aside = parts / "aside"
    base = "https://example.org"
    assemble(books, [parts / "flows.json"], parts / "vega.js", parts / "data", aside, base)
    for code in languages():
        assert f"<loc>{base}/{code}/index.html</loc>" in (aside / "sitemap.xml").read_text()
    assert f"Sitemap: {base}/sitemap.xml" in (aside / "robots.txt").read_text()


def test_a_page_that_cannot_be_protected_stops_the_build(parts: Path) -> None:
    page = parts / "book" / languages()[0] / "html" / "index.html"
    page.write_text('<meta charset="utf-8"><p onclick="x()">', encoding="utf-8")
    with pytest.raises(StepFailed, match=r"index\.html: scripts in attributes"):
        put_together(parts, parts / "aside")


def test_the_engine_is_named_after_its_content() -> None:
    assert re.fullmatch(r"vega-[0-9a-f]{10}\.js", engine_name("engine"))
    assert engine_name("engine") != engine_name("another")


def test_nothing_of_an_earlier_attempt_remains(parts: Path) -> None:
    put_together(parts, parts / "aside")
    expected = files(parts / "aside")
    (parts / "aside" / "stale.html").touch()
    put_together(parts, parts / "aside")
    assert files(parts / "aside") == expected


def test_a_missing_book_is_an_error(parts: Path) -> None:
    shutil.rmtree(parts / "book" / languages()[0])
    with pytest.raises(FileNotFoundError):
        put_together(parts, parts / "aside")


# --- the swap


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / "index.html").write_text("old", encoding="utf-8")
    (tmp_path / "_site" / "gone.html").write_text("old", encoding="utf-8")
    return tmp_path / "_site"


def test_the_new_site_takes_the_place_of_the_old(site: Path) -> None:
    aside = site.with_name("aside")
    aside.mkdir()
    (aside / "index.html").write_text("new", encoding="utf-8")
    swap(aside, site)
    assert files(site) == {"index.html"}
    assert (site / "index.html").read_text() == "new"
    assert [p.name for p in site.parent.iterdir()] == ["_site"], "nothing is left over"


def test_the_first_site_needs_no_old_one(site: Path) -> None:
    shutil.rmtree(site)
    aside = site.with_name("aside")
    aside.mkdir()
    swap(aside, site)
    assert [p.name for p in site.parent.iterdir()] == ["_site"]


def test_what_an_interrupted_swap_left_is_no_obstacle(site: Path) -> None:
    former, aside = site.with_name("_site.former"), site.with_name("aside")
    for folder in (former, aside):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name, encoding="utf-8")
    swap(aside, site)
    assert (site / "index.html").read_text() == "aside"
    assert not former.exists()


def test_the_old_site_stays_when_the_new_one_is_missing(site: Path) -> None:
    with pytest.raises(FileNotFoundError):
        swap(site.with_name("aside"), site)
    assert files(site) == {"index.html", "gone.html"}
    assert (site / "index.html").read_text() == "old"


# --- the root page


class Tags(HTMLParser):
    """Collects the attributes of every start tag by its name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.setdefault(tag, []).append(dict(attrs))


def test_the_root_page_leads_to_every_language() -> None:
    tags = Tags(root_page()).found
    targets = [(a["lang"], a["hreflang"], a["href"]) for a in tags["a"]]
    assert targets == [(code, code, f"{code}/index.html") for code in languages()]
    alternates = {
        link["hreflang"]: link["href"] for link in tags["link"] if link["rel"] == "alternate"
    }
    for code in languages():
        assert alternates[code] == f"{code}/index.html"
        assert Language(code).t("site.title") in root_page()
        assert Language(code).t("site.invitation") in root_page()
    assert "lang" in tags["html"][0]


def test_the_root_page_remembers_asks_and_fetches_nothing() -> None:
    tags = Tags(root_page()).found
    assert "script" not in tags
    assert not {"form", "iframe", "img"} & tags.keys()
    # The namespace of a drawing is a name, not an address.
    page = root_page().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]", page)
