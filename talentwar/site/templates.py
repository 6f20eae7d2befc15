"""The templates of the book that are filled in outside of Sphinx's own pages."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from talentwar.pipeline.paths import BOOK


@cache
def template(name: str) -> Template:
    """Return one of the book's templates."""
    environment = Environment(
        loader=FileSystemLoader(BOOK / "_templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
