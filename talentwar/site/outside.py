"""What lies outside the books: the entry, the page for what is missing, and words to crawlers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from talentwar.charts import palette
from talentwar.language import Language, languages
from talentwar.pipeline.paths import BOOK

UNLISTED = {"search.html"}
"""Pages that a crawler has no use for."""


def root_page(baseurl: str = "") -> str:
    """Return the language-neutral entry: it leads to each language, remembers and asks nothing."""
    return _render("root.html", baseurl)


def missing_page(baseurl: str = "") -> str:
    """Return the page for what does not exist, in every language.

    It is served at any depth, so that it carries its style and finds its way by the address.
    """
    return _render("404.html", baseurl)


def sitemap(baseurl: str, pages: Iterable[str], codes: Sequence[str]) -> str:
    """Return the map of the site for crawlers, each page with its other languages.

    ``pages`` are names inside a book (``flows.html``), the same in each of ``codes``.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    listed = sorted(page for page in pages if page not in UNLISTED)
    for page in listed:
        links = [_alternate(code, f"{baseurl}/{code}/{page}") for code in codes]
        links.append(_alternate("x-default", f"{baseurl}/"))
        for code in codes:
            lines += ["<url>", f"<loc>{escape(f'{baseurl}/{code}/{page}')}</loc>", *links, "</url>"]
    return "\n".join([*lines, "</urlset>", ""])


def robots(baseurl: str = "") -> str:
    """Return what crawlers may do: everything; where the map is, when there is one."""
    lines = ["User-agent: *", "Allow: /"]
    return "\n".join(lines + ([f"Sitemap: {baseurl}/sitemap.xml"] if baseurl else []) + [""])


def _alternate(code: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>'


def _render(name: str, baseurl: str) -> str:
    environment = Environment(
        loader=FileSystemLoader(BOOK / "_templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(name).render(
        languages=[Language(code) for code in languages()],
        tokens=palette.style_sheet(),
        light={name: pair[0] for name, pair in palette.TOKENS.items()},
        dark={name: pair[1] for name, pair in palette.TOKENS.items()},
        baseurl=baseurl,
        icon=(BOOK / "_static" / "favicon.svg").read_text(encoding="utf-8").strip(),
    )
