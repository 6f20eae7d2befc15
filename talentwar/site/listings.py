"""How a listing of a notebook becomes HTML: the table component, with links to rows."""

from __future__ import annotations

from types import SimpleNamespace

from talentwar.language import Language
from talentwar.listing import CHART, Entry, Listing
from talentwar.site.addresses import row_address, source_address
from talentwar.site.rows import css_string
from talentwar.site.templates import template

PAGE_LENGTH = 20
"""Rows shown at once: a listing stands among text and charts."""


def listing_html(listing: Listing, language: Language) -> str:
    """Return the HTML of a listing: filtered and sorted where scripts run, complete without."""
    # Only here: figures and tables of rows use each other's templates.

    return template("listing.html").render(
        listing=listing,
        choices=[
            (SimpleNamespace(kind="choice", **vars(choice)), str(part))
            for part, choice in enumerate(listing.choices)
        ],
        rows=[
            (key, "|".join(" ".join(own) for own in keys), [_shown(entry) for entry in entries])
            for key, keys, entries in listing.rows
        ],
        width=round(sum(heading.width for heading in listing.headings), 1),
        labels=";".join(
            f"--c{n}:{css_string(heading.title)}"
            for n, heading in enumerate(listing.headings, start=1)
        ),
        page=PAGE_LENGTH,
        language=language,
    )


def _shown(entry: Entry) -> SimpleNamespace:
    links = [(text, _address(table, row)) for text, table, row in entry.links]
    return SimpleNamespace(text=entry.text, sort=entry.sort, name=entry.name, links=links)


def _address(where: str, row: str) -> str:
    if where == CHART:
        # Charts are named after their chapter.
        return f"{row.partition('-')[0]}.html#{row}"
    return source_address(row) if where == "sources" else row_address(where, row)
