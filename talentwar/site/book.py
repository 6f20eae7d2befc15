"""Build the book of one language with Jupyter Book from pages and executed notebooks."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

from talentwar import schema
from talentwar.charts import palette
from talentwar.language import Language
from talentwar.pipeline.paths import BOOK, CONFIG
from talentwar.pipeline.progress import StepFailed
from talentwar.site import bibliography, figure_files, head, icons, lighten, reproduce, rows

_DROPPED_EXTENSIONS = {
    # Its script names a third-party host, and nothing here runs code in the page.
    "sphinx_thebe",
    # Comments would need an account elsewhere.
    "sphinx_comments",
    # Not worth a script each: the theme and MyST-NB hide and show cells without them.
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_togglebutton",
    "sphinx_jupyterbook_latex",
}
_ON_ONE_PAGE = {"search.js"}
_WARNING = re.compile(r"WARNING|ERROR|CRITICAL")


def engine_bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one classic script that sets ``vegaEmbed``.

    Without imports and exports the bundle needs no module loader, so that a site opened from
    the file system draws its charts too.
    """
    import vl_convert

    return f"(() => {{{vl_convert.javascript_bundle('window.vegaEmbed=vegaEmbed;')}}})();\n"


def engine_name(bundle: str) -> str:
    """Return the file name of the engine, which changes with its content."""
    return f"vega-{hashlib.sha256(bundle.encode()).hexdigest()[:10]}.js"


def build(code: str, executed: Path, engine: Path, work: Path) -> Path:
    """Build the book of one language and return the folder of its HTML.

    ``executed`` holds the executed notebooks, ``engine`` is the chart engine's file, ``work``
    is replaced. Warnings are errors: raises ``StepFailed`` with the first of them.
    """
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    language = Language(code)
    _gather(language, executed, source)
    config = _configuration(source, language, engine_name(engine.read_text(encoding="utf-8")))
    warnings = _run_sphinx(source, work / "html", config)
    if warnings:
        shown = "\n".join(warnings[:12])
        raise StepFailed(f"the {code} book has {len(warnings)} warnings:\n{shown}")
    lighten.lighten(work / "html", BOOK / "_static")
    reproduce.publish(executed, work / "html")
    icons.write_card(language, work / "html" / head.DEFAULT_CARD)
    figure_files.write(executed, work / "html" / figure_files.FOLDER)
    return work / "html"


def _gather(language: Language, executed: Path, source: Path) -> None:
    shutil.copytree(BOOK / language.code, source)
    shutil.copytree(BOOK / "_static", source / "_static")
    shutil.copytree(BOOK / "_templates", source / "_templates")
    (source / "_static" / "tokens.css").write_text(palette.style_sheet(), encoding="utf-8")
    icons.write_touch_icon(BOOK / "_static" / "favicon.svg", source / "_static" / "touch-icon.png")
    shutil.copy(BOOK / "_toc.yml", source)
    shutil.copy(BOOK / bibliography.FILE, source)
    for result in sorted([*executed.glob("*.ipynb"), *executed.glob("*.estimates.json")]):
        shutil.copy(result, source)
    rows.write_pages(source, language)


def _configuration(source: Path, language: Language, engine_file: str) -> dict[str, Any]:
    from jupyter_book.config import get_final_config

    config, _ = get_final_config(
        user_yaml=CONFIG,
        cli_config={"latex_individualpages": False},
        sourcedir=source,
        raise_on_invalid=True,
    )
    options = config["html_theme_options"]
    options["search_bar_text"] = language.t("site.search")
    options["toc_title"] = language.t("site.contents")
    config.pop("comments_config")
    return {
        **config,
        "extensions": [
            *(e for e in config["extensions"] if e not in _DROPPED_EXTENSIONS),
            "sphinxcontrib.bibtex",
        ],
        **bibliography.configuration(language),
        "language": language.code,
        "html_title": language.t("site.title"),
        "project": language.t("site.title"),
        "author": language.t("site.author"),
        "templates_path": ["_templates"],
        "nb_code_prompt_show": language.t("site.show-code"),
        "nb_code_prompt_hide": language.t("site.hide-code"),
        # Deferred: the scripts need the page's content. In order, whatever the file system says.
        "html_js_files": [
            (file, {"defer": "defer"})
            for file in sorted(config["html_js_files"])
            if file not in _ON_ONE_PAGE
        ],
        # Tokens first, for the others build on them; print last, for it overrules them.
        "html_css_files": sorted(
            config["html_css_files"], key=lambda f: (f != "tokens.css", f == "print.css", f)
        ),
        "html_context": {"engine_file": engine_file, "default_mode": "light"},
        "myst_substitutions": {"data_version": schema.package().version},
        "nitpicky": True,
    }


def _run_sphinx(source: Path, out: Path, config: dict[str, Any]) -> list[str]:
    """Build and return the warnings; whatever else Sphinx has to say goes to the log."""
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    stream = io.StringIO()
    nocolor()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            srcdir=str(source),
            confdir=None,
            outdir=str(out),
            doctreedir=str(out.parent / "doctrees"),
            buildername="html",
            confoverrides=config,
            warning=stream,
            freshenv=True,
        )
        app.build()
    text = stream.getvalue()
    print(text)  # noqa: T201 - into the log
    return [line for line in text.splitlines() if _WARNING.search(line)]
