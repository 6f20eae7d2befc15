"""The pages that the data write themselves: dictionary, quality, downloads.

Each is a directive, so that the text around it is a page like any other. All of it derives from
`datapackage.json` and the tables; nothing about a table is said here.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from talentwar import files, intervals, schema
from talentwar.files import Row
from talentwar.language import Language
from talentwar.schema import DATA, Field, Table
from talentwar.site import rows
from talentwar.site.addresses import page_address
from talentwar.site.templates import template

WRONG, UNREAD, LEVEL = "wrong", "not-retrievable", 0.95


class DataDictionary(SphinxDirective):
    """One section a table: what a row is, and what each column holds."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, whose anchors are the same in every language."""
        language = Language(self.env.config.language)
        page = template("dictionary.html")
        known = schema.package().tables.values()
        contents = template("contents.html").render(
            tables=[(table, len(_rows(table.name))) for table in known], language=language
        )
        sections: list[nodes.Node] = [nodes.raw("", contents, format="html")]
        for table in known:
            html = page.render(
                table=table, rows=len(_rows(table.name)), language=language, t=language.t,
                tn=language.tn, facets=facets, page=_page(table.name),
            )  # fmt: skip
            title = nodes.title("", table.title(language.code))
            body = nodes.raw("", html, format="html")
            anchor = f"table-{table.name}"
            section = nodes.section("", title, body, ids=[anchor], names=[anchor])
            self.state.document.note_explicit_target(section, section)
            sections.append(section)
        return sections


class DataQuality(SphinxDirective):
    """What the verification of a random sample found, with the error rate and its interval."""

    def run(self) -> list[nodes.Node]:
        """Return the results as HTML."""
        language = Language(self.env.config.language)
        verdict = schema.table("verifications").field("verdict")
        found = Counter(row.cells["verdict"] for row in _rows("verifications"))
        rows, wrong = found.total() - found[UNREAD], found[WRONG]
        interval = intervals.wilson(wrong / rows, rows, LEVEL)
        html = template("quality.html").render(
            counts=[
                (label, found[value]) for value, label in verdict.labels(language.code).items()
            ],
            rows=rows,
            wrong=wrong,
            rate=[language.percent(share, 1) for share in (wrong / rows, *interval)],
            level=language.percent(LEVEL),
            language=language,
            t=language.t,
            tn=language.tn,
        )
        return [nodes.raw("", html, format="html")]


class Downloads(SphinxDirective):
    """Every file of the data package, with its size."""

    def run(self) -> list[nodes.Node]:
        """Return the list as HTML."""
        language = Language(self.env.config.language)
        html = template("downloads.html").render(
            tables=[
                (
                    table,
                    len(_rows(table.name)),
                    _page(table.name),
                    table.path.stat().st_size,
                    _size(table.path.stat().st_size, language),
                )
                for table in schema.package().tables.values()
            ],
            archive=archive_name(),
            archive_size=_size(len(archive()), language),
            language=language,
            t=language.t,
            tn=language.tn,
        )
        return [nodes.raw("", html, format="html")]


def facets(field: Field, language: Language) -> list[str]:
    """Return what a cell of a column may hold: its type, its unit and its limits, in words."""
    kind = field.role or ("enum" if field.enum else field.type)
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    found = [language.t(f"data.type.{kind}")]
    found += [unit] if (unit := field.unit(language.code)) else []
    found += [language.t("data.required")] if field.required else []
    found += [language.t("data.unique")] if field.unique else []
    found += [
        language.t(f"data.{name}", value=language.number(value))
        for name, value in bounds.items()
        if value is not None
    ]
    if field.references:
        table, column = field.references.split(".")
        found.append(language.t("data.refers", table=table, field=column))
    return found


def archive_name(root: Path = DATA) -> str:
    """Return the file name of the whole package, which changes with its version."""
    package = schema.package(root)
    return f"{package.name}-{package.version}.zip"


def archive(root: Path = DATA) -> bytes:
    """Return the whole package as a zip file, the same bytes for the same data."""
    out = io.BytesIO()
    paths = [root / name for name in schema.COMPANIONS]
    paths += [table.path for table in schema.package(root).tables.values()]
    folder = archive_name(root).removesuffix(".zip")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(paths):
            # Without a time, which would make two builds differ.
            entry = zipfile.ZipInfo(f"{folder}/{path.relative_to(root).as_posix()}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return out.getvalue()


def _rows(name: str) -> tuple[Row, ...]:
    table: Table = schema.table(name)
    return files.read(table, DATA).rows


def _page(name: str) -> str:
    """Return the address of the page that shows a table's rows."""
    return f"{name}.html" if name == rows.OWN_PAGE else page_address(name)


def _size(length: int, language: Language) -> str:
    return language.t("data.kilobytes", n=language.number(max(1, round(length / 1000))))
