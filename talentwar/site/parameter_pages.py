"""Parameters on the site: the panel of a chapter, and the reference of all of them."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from talentwar import parameters
from talentwar.language import Language
from talentwar.parameters import words
from talentwar.site.templates import template


def add_panel(app: Sphinx, doctree: nodes.document) -> None:
    """Say at the end of each chapter what it was computed with: values, defaults, meanings."""
    chapter = app.env.docname
    if chapter not in parameters.CHAPTERS:
        return
    language = Language(app.config.language)
    used = words.entries(parameters.read_file()[chapter], language)
    html = template("parameters-used.html").render(
        entries=used,
        changed=[entry for entry in used if not entry.is_default],
        t=language.t,
    )
    section = next(doctree.findall(nodes.section))
    section.append(nodes.raw("", html, format="html"))


class ParameterReference(SphinxDirective):
    """One section a chapter with all its parameters and their defaults."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, whose anchors are the same in every language."""
        language = Language(self.env.config.language)
        sections: list[nodes.Node] = []
        for chapter, entries in words.reference(language).items():
            html = template("parameter-reference.html").render(
                entries=entries, chapter=chapter, t=language.t
            )
            anchor = f"parameters-{chapter}"
            title = nodes.title("", language.t(f"chapter.{chapter}"))
            body = nodes.raw("", html, format="html")
            section = nodes.section("", title, body, ids=[anchor], names=[anchor])
            self.state.document.note_explicit_target(section, section)
            sections.append(section)
        return sections
