"""Put the site together aside, then swap it in: a failed build leaves the old site as it was."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from talentwar import schema
from talentwar.charts import palette
from talentwar.language import Language, languages
from talentwar.pipeline.paths import BOOK
from talentwar.site.book import engine_name
from talentwar.site.data_pages import archive, archive_name

_NOT_PUBLISHED = (".buildinfo", ".buildinfo.bak", "objects.inv")


def assemble(
    books: Mapping[str, Path], estimates: list[Path], engine: Path, data: Path, aside: Path
) -> None:
    """Lay out the whole site in the folder ``aside``, which is replaced.

    ``books`` gives the HTML folder of each language; ``estimates`` are JSON files, ``engine``
    the chart engine, ``data`` the folder of the data package.
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
    (aside / "index.html").write_text(root_page(), encoding="utf-8")
    (aside / ".nojekyll").touch()


def root_page() -> str:
    """Return the language-neutral entry: it leads to each language, remembers and asks nothing."""
    environment = Environment(
        loader=FileSystemLoader(BOOK / "_templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("root.html").render(
        languages=[Language(code) for code in languages()], tokens=palette.style_sheet()
    )


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
