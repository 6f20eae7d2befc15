"""How works are cited and listed in each language; the works are in ``book/references.bib``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import field as of_entry
from pybtex.style.template import join, names, optional_field, tag, words
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from talentwar.language import Language

FILE = "references.bib"


def configuration(language: Language) -> dict[str, Any]:
    """Register the styles of a language, and return Sphinx's options for them."""
    name = f"talentwar-{language.code}"
    pybtex.plugin.register_plugin("pybtex.style.formatting", name, _listed(language), force=True)
    register_plugin("sphinxcontrib.bibtex.style.referencing", name, _cited(language), force=True)
    return {
        "bibtex_bibfiles": [FILE],
        "bibtex_default_style": name,
        "bibtex_reference_style": name,
        "bibtex_tooltips": False,
        # The same anchors in every language and however often a work is cited.
        "bibtex_cite_id": "cite-{key}",
        "bibtex_bibliography_id": "bibliography-{bibliography_count}",
    }


def as_list(_app: Sphinx, doctree: nodes.document, _page: str) -> None:
    """Make the works a plain list: their numbers are not what the pages cite them by."""
    for first in list(doctree.findall(nodes.citation)):
        parent = first.parent
        works = [node for node in parent.children if isinstance(node, nodes.citation)]
        if not works:
            continue  # moved with those before it
        place = parent.index(works[0])
        for work in works:
            parent.remove(work)
        items = [
            nodes.list_item(
                "",
                *(part for part in work.children if not isinstance(part, nodes.label)),
                ids=work["ids"],
            )
            for work in works
        ]
        parent.insert(place, nodes.bullet_list("", *items))


def _listed(language: Language) -> type[Style]:
    both = f" {language.t('bibliography.and')} "
    opening, closing = language.t("bibliography.quoted", title="\0").split("\0")

    def people() -> Any:
        return names("author", sep=", ", sep2=both, last_sep=both)

    class Listed(Style):  # type: ignore[misc]
        """Authors, title in the language's quotes, journal and volume, or publisher, and year."""

        default_name_style = "plain"
        default_sorting_style = "author_year_title"
        default_label_style = "number"

        def get_article_template(self, _entry: Any) -> Any:
            """Return how an article is listed."""
            journal = words[tag("em")[of_entry("journal")], optional_field("volume")]
            title = join[opening, of_entry("title"), closing]
            return join[join(sep=", ")[people(), title, journal, of_entry("year")], "."]

        def get_book_template(self, _entry: Any) -> Any:
            """Return how a book is listed."""
            title = tag("em")[of_entry("title")]
            parts = join(sep=", ")[people(), title, of_entry("publisher"), of_entry("year")]
            return join[parts, "."]

    return Listed


def _cited(language: Language) -> type[AuthorYearReferenceStyle]:
    both = f" {language.t('bibliography.and')} "

    def round_brackets() -> BracketStyle:
        return BracketStyle(left="(", right=")", sep="; " if language.code == "en" else "\u202f; ")

    def persons() -> PersonStyle:
        return PersonStyle(sep2=both, last_sep=both, other=f" {language.t('bibliography.others')}")

    @dataclass
    class Cited(AuthorYearReferenceStyle):
        """Authors and year, in round brackets."""

        bracket_textual: BracketStyle = field(default_factory=round_brackets)
        bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
        bracket_author: BracketStyle = field(default_factory=round_brackets)
        bracket_label: BracketStyle = field(default_factory=round_brackets)
        bracket_year: BracketStyle = field(default_factory=round_brackets)
        person: PersonStyle = field(default_factory=persons)

    return Cited
