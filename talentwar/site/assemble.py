"""Put the site together aside, then swap it in: a failed build leaves the old site as it was."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from talentwar import schema
from talentwar.pipeline.paths import CONFIG
from talentwar.pipeline.progress import StepFailed
from talentwar.site import head
from talentwar.site.book import engine_name
from talentwar.site.data_pages import archive, archive_name
from talentwar.site.outside import missing_page, robots, root_page, sitemap
from talentwar.site.policy import protect

_NOT_PUBLISHED = (".buildinfo", ".buildinfo.bak", "objects.inv")


def assemble(
    books: Mapping[str, Path],
    estimates: list[Path],
    engine: Path,
    data: Path,
    aside: Path,
    baseurl: str = "",
) -> None:
    """Lay out the whole site in the folder ``aside``, which is replaced.

    ``books`` gives the HTML folder of each language; ``estimates`` are JSON files, ``engine``
    the chart engine, ``data`` the folder of the data package, ``baseurl`` where the site is
    published. Raises ``StepFailed`` for a page that cannot be given a security policy.
    """
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for code, html in sorted(books.items()):
        shutil.copytree(html, aside / code, ignore=shutil.ignore_patterns(*_NOT_PUBLISHED))
    (aside / "assets").mkdir()
    script = engine.read_text(encoding="utf-8")
    (aside / "assets" / engine_name(script)).write_text(script, encoding="utf-8")
    (aside / "estimates").mkdir()
    for file in estimates:
        shutil.copy(file, aside / "estimates")
    shutil.copytree(data / "tables", aside / "data" / "tables")
    for name in schema.COMPANIONS:
        shutil.copy(data / name, aside / "data")
    (aside / "data" / archive_name(data)).write_bytes(archive(data))
    _around(aside, sorted(books), baseurl)
    for page in sorted(aside.glob("*.html")):
        _finish(page, aside / sorted(books)[0])
    for code in books:
        for page in sorted((aside / code).glob("*.html")):
            _finish(page, aside / code)


def published_at(config: Path = CONFIG) -> str:
    """Return the address where the site is published, without a slash at its end; maybe empty."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    return str(settings["html"]["baseurl"] or "").rstrip("/")


def _around(aside: Path, codes: list[str], baseurl: str) -> None:
    """Write what lies outside the books: the entry, the missing page, words to crawlers."""
    (aside / "index.html").write_text(root_page(baseurl), encoding="utf-8")
    (aside / "404.html").write_text(missing_page(baseurl), encoding="utf-8")
    (aside / "robots.txt").write_text(robots(baseurl), encoding="utf-8")
    if baseurl:
        pages = {path.name for code in codes for path in (aside / code).glob("*.html")}
        (aside / "sitemap.xml").write_text(sitemap(baseurl, pages, codes), encoding="utf-8")
    (aside / ".nojekyll").touch()


def _finish(page: Path, book: Path) -> None:
    """Give a page its policy, and the report's card when it has none of its own."""
    text = page.read_text(encoding="utf-8")
    own = head.card(page.stem)
    if not (book / own).exists():
        text = text.replace(own, head.DEFAULT_CARD)
    try:
        page.write_text(protect(text), encoding="utf-8")
    except ValueError as error:
        raise StepFailed(f"{page.name}: {error}") from error


def swap(aside: Path, site: Path) -> None:
    """Make ``aside`` the site; what stood there before is removed only afterwards.

    Raises ``FileNotFoundError`` when there is no such folder; the site then stays as it was.
    """
    if not aside.is_dir():
        raise FileNotFoundError(aside)
    former = site.with_name(f"{site.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    if site.exists():
        site.rename(former)
    aside.rename(site)
    shutil.rmtree(former, ignore_errors=True)
