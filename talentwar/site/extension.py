"""The Sphinx extension: language switch, stable section anchors, folded code, data pages."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.transforms.references import PropagateTargets
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from talentwar.language import Language, languages
from talentwar.site.data_pages import DataDictionary, DataQuality, Downloads, SourceList
from talentwar.site.parameter_pages import ParameterReference, add_panel


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
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the templates what depends on the page's language."""
    language = Language(app.config.language)
    baseurl = str(app.config.html_baseurl or "").rstrip("/")
    context["tw"] = {
        "t": language.t,
        "locale": {
            "number": language.d3_number_locale(),
            "time": language.d3_time_locale(),
        },
        "page": f"{pagename}.html",
        "baseurl": baseurl,
        "alternates": [
            {
                "code": code,
                "name": Language(code).t("language.own-name"),
                "hint": Language(code).t("language.read-in-this"),
                "current": code == language.code,
            }
            for code in languages()
        ],
    }


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
    app.add_directive("data-downloads", Downloads)
    app.add_directive("parameter-reference", ParameterReference)
    app.connect("html-page-context", add_context)
    app.connect("doctree-read", add_panel)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
