"""What readers take away from a figure: a PNG, an SVG and a CSV file, and the card of a page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vl_convert

from talentwar import schema
from talentwar.charts.bundle import SPEC, Cell, Words, panels
from talentwar.pipeline import notebooks
from talentwar.site.pictures import card, picture

FOLDER = "figures"
"""Folder of the files, beside the pages of a language."""
FORMATS = ("png", "svg", "csv")
LIVE = "live.js"
"""Ending of the script that holds what the chart engine draws of a figure."""
SHARPNESS = 2
"""Pixels of a PNG for each pixel of the drawing, for sharp letters on fine screens."""

_FORMULA = ("=", "+", "-", "@")
_BREAKS = re.compile(r"[\t\r\n]+")


def write(executed: Path, folder: Path) -> None:
    """Write the files of every figure of the executed notebooks, and each page's card.

    Creates ``folder``. Same notebooks, same bytes. Raises ``ValueError`` when two figures have
    the same name, since their files would be the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    licence = ", ".join(name.replace("-", " ") for name in schema.package().licences)
    for path in sorted(executed.glob("*.ipynb")):
        specs = [_parsed(s) for s in notebooks.outputs_of(notebooks.read(path), SPEC)]
        for spec in specs:
            _write_figure(spec, licence, folder)
        if specs:
            (folder / card_name(path.stem)).write_bytes(vl_convert.svg_to_png(card(specs[0])))


def card_name(page: str) -> str:
    """Return the file name of the card of a page."""
    return f"{page}-card.png"


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as CSV: decimal points, unknown empty, nothing that a spreadsheet would run."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([[_safe(value) for value in row] for row in [columns, *rows]])
    return stream.getvalue()


def live_script(spec: dict[str, Any]) -> str:
    """Return the script that leaves the panels of a figure where the page looks for them.

    A script, not JSON: a site opened from a folder may not fetch, but may load scripts. It is
    kept out of the page, whose first sight does not need it.
    """
    name = json.dumps(Words.of(spec).name)
    return f"(window.twCharts ??= {{}})[{name}] = {embeddable(panels(spec, 'container'))};\n"


def embeddable(data: Any) -> str:
    """Return JSON that cannot end a script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _write_figure(spec: dict[str, Any], licence: str, folder: Path) -> None:
    words = Words.of(spec)
    svg = picture(spec, licence)
    contents = {
        "png": vl_convert.svg_to_png(svg, scale=SHARPNESS),
        "svg": svg.encode(),
        "csv": csv_text(words.data_columns, words.data_rows).encode(),
        LIVE: live_script(spec).encode(),
    }
    for ending in contents:
        path = folder / f"{words.name}.{ending}"
        if path.exists():
            raise ValueError(f'two figures are called "{words.name}"')
        path.write_bytes(contents[ending])


def _parsed(spec: dict[str, Any] | str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(spec) if isinstance(spec, str) else spec
    return parsed


def _safe(value: Cell) -> Cell:
    """Return a value that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = _BREAKS.sub(" ", value).strip(" ")
    return f"'{text}" if text.startswith(_FORMULA) else text
