"""The Sphinx extension: page heads, stable section anchors, folded code, generated pages."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.transforms.references import PropagateTargets
from markupsafe import Markup
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from talentwar import parameters, schema
from talentwar.charts import palette
from talentwar.language import Language, languages
from talentwar.site import bibliography, head, reproduce, searching
from talentwar.site.data_pages import DataDictionary, DataQuality, Downloads
from talentwar.site.front import Findings
from talentwar.site.parameter_pages import ParameterReference, add_panel
from talentwar.site.rows import TableRows
from talentwar.site.sources import SourceList


class LabelsFirst(SphinxTransform):
    """Make a section's label its anchor, so that both languages share their anchors.

    The anchor that Sphinx derives from a heading is in the heading's language; a label such as
    ``(ratios)=`` stands in both.
    """

    default_priority = PropagateTargets.default_priority + 1

    def apply(self, **_: Any) -> None:
        """Move the label of each section, now an empty target before its title, to the front."""
        for section in self.document.findall(nodes.section):
            labels = [i for i in section["ids"] if self._is_label(i)]
            if labels:
                section["ids"] = labels + [i for i in section["ids"] if i not in labels]

    def _is_label(self, identifier: str) -> bool:
        # docutils marks the names that an author gave explicitly.
        return any(
            i == identifier and self.document.nametypes.get(name)
            for name, i in self.document.nameids.items()
        )


def add_context(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the templates what depends on the page and its language."""
    language = Language(app.config.language)
    baseurl = str(app.config.html_baseurl or "").rstrip("/")
    page = f"{pagename}.html"
    url = f"{baseurl}/{language.code}/{page}" if baseurl else ""
    # Sphinx knows of one book only, and would leave the language out.
    context["pageurl"] = url if pagename != "search" else None
    image = head.card(pagename)
    chapters = parameters.read_file()
    context["tw"] = {
        "t": language.t,
        "tn": language.tn,
        "locale": {
            "number": language.d3_number_locale(),
            "time": language.d3_time_locale(),
        },
        "page": page,
        "baseurl": baseurl,
        "url": url,
        "title": _plain(context.get("title", "")) or language.t("site.title"),
        "description": head.describe(doctree),
        "image": f"{baseurl}/{language.code}/{image}" if baseurl else image,
        "territory": language.territory,
        "paper": palette.TOKENS["paper"],
        "scripts": {f"_static/{file}" for file, _ in app.config.html_js_files},
        "data_version": schema.package().version,
        "as_of": language.date(chapters["retention"].model_dump()["as_of"]),
        "reproduce": pagename in chapters
        and {
            "notebook": reproduce.notebook_path(pagename),
            "command": reproduce.command(pagename, language.code, chapters[pagename]),
        },
        "alternates": [
            {
                "code": code,
                "name": Language(code).t("language.own-name"),
                "hint": Language(code).t("language.read-in-this"),
                "territory": Language(code).territory,
                "current": code == language.code,
            }
            for code in languages()
        ],
    }


def _plain(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 - Sphinx's own title


def visit_hidden_code(translator: Any, node: HideCodeCellNode) -> None:
    """Open a folded cell without MyST-NB's English label: its visible text is label enough."""
    start = len(translator.body)
    visit_HideCellInput(translator, node)
    translator.body[start:] = [
        piece.replace(' aria-label="Toggle hidden content"', "")
        for piece in translator.body[start:]
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_HideCellInput))
    app.add_transform(LabelsFirst)
    app.add_directive("data-dictionary", DataDictionary)
    app.add_directive("data-quality", DataQuality)
    app.add_directive("source-list", SourceList)
    app.add_directive("table-rows", TableRows)
    app.add_directive("data-downloads", Downloads)
    app.add_directive("parameter-reference", ParameterReference)
    app.add_directive("findings", Findings)
    app.connect("doctree-read", add_panel)
    app.connect("doctree-resolved", bibliography.as_list)
    app.connect("config-inited", searching.register)
    # Before the theme, whose templates need it.
    app.connect("html-page-context", add_context, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
