"""What readers take away: complete pictures, rows for machines, cards."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import altair as alt
import nbformat
import pytest
from drawn import EN, FR, dots, examples, figure

from talentwar.charts.bundle import DETAIL, SPEC
from talentwar.charts.figure import Figure
from talentwar.language import languages
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import BUILD, SITE
from talentwar.site.figure_files import FORMATS, LIVE, csv_text, write
from talentwar.site.pictures import CARD, WIDTH, card, picture

EACH = pytest.mark.parametrize("make", examples())
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> str:
    """Return the words of a picture, line by line joined as they are read."""
    return " ".join(e.text or "" for e in ET.fromstring(svg).iter(f"{SVG}text"))


def size(png: bytes) -> tuple[int, int]:
    """Return width and height that a PNG's header states."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def stored(path: Path, *figures: Figure) -> None:
    """Write an executed notebook that shows these figures."""
    cells = [
        nbformat.v4.new_code_cell(
            outputs=[nbformat.v4.new_output("display_data", data={SPEC: shown.spec()})]
        )
        for shown in figures
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


# --- rows for machines ---------------------------------------------------------------------------


def test_numbers_have_points_and_nothing_else() -> None:
    text = csv_text(["Qui", "Combien"], [["é, à", 1234567.5], ["b", -0.25], ["c", None], ["d", 3]])
    assert text == 'Qui,Combien\n"é, à",1234567.5\nb,-0.25\nc,\nd,3\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(text: str) -> None:
    header, (cell, number) = csv.reader(
        io.StringIO(csv_text([text, "n"], [[text, -1]]), newline="")
    )
    assert cell == header[0] == f"'{text.strip()}"
    assert number == "-1"


# --- pictures ------------------------------------------------------------------------------------


@EACH
def test_a_picture_is_complete_by_itself(make: str) -> None:
    svg = picture(examples()[make].spec(), "CC BY 4.0")
    said = texts(svg)
    for part in ("Finding", "Unit", "Source", EN.t("site.title"), "CC BY 4.0", "0.5"):
        assert part in said
    root = ET.fromstring(svg)
    assert root.findtext(f"{SVG}title") == "Finding"
    assert root.findtext(f"{SVG}desc") == "In words"
    assert root.attrib["width"] == str(WIDTH)
    # Neither style sheets nor another host are at hand where it goes.
    assert "var(" not in svg
    assert "url(http" not in svg


def test_a_picture_speaks_the_language_of_its_page() -> None:
    said = texts(picture(figure(dots(), language=FR).spec(), "CC BY 4.0"))
    assert FR.t("site.title") in said
    assert "0,5" in said


def test_long_words_of_a_picture_stay_inside() -> None:
    title = "Les 8,2 et 10,6 publiés sont compatibles avec nos relevés " * 3
    svg = picture(figure(dots(), title=title.strip()).spec(), "CC BY 4.0")
    assert title.strip() in texts(svg)
    bold = [e for e in ET.fromstring(svg).iter(f"{SVG}text") if e.get("font-size") == "22"]
    assert len(bold) > 2


def test_markup_in_a_picture_is_text() -> None:
    nasty = '<script>x</script> & "co"'
    svg = picture(
        figure(dots(who=(nasty, "b")), **dict.fromkeys(("title", "source", "alt"), nasty)).spec(),
        "CC BY 4.0",
    )
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title") == nasty
    assert texts(svg).count(nasty) == 3


@EACH
def test_a_card_has_title_chart_and_report(make: str) -> None:
    svg = card(examples()[make].spec())
    for part in ("Finding", "0.5", EN.t("site.title")):
        assert part in texts(svg)
    assert ET.fromstring(svg).attrib["viewBox"] == "0 0 {} {}".format(*CARD)
    assert "var(" not in svg


def test_a_card_leaves_details_out() -> None:
    label = dots().mark_text().encode(text=alt.value("fine print")).properties(name=DETAIL)
    spec = figure(alt.layer(dots(), label)).spec()
    assert "fine print" in texts(picture(spec, "x"))
    assert "fine print" not in texts(card(spec))
    assert DETAIL in json.dumps(spec), "the specification stays as it was"


# --- files ---------------------------------------------------------------------------------------


def test_every_figure_has_its_files_and_every_page_its_card(tmp_path: Path) -> None:
    executed = tmp_path / "executed"
    executed.mkdir()
    stored(executed / "one.ipynb", figure(dots(), name="a"), figure(dots(), name="b"))
    stored(executed / "none.ipynb")
    for folder in ("first", "second"):
        write(executed, tmp_path / folder)
    first, second = (
        {p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()}
        for folder in ("first", "second")
    )
    assert first == second, "same notebooks, same bytes"
    assert first.keys() == {f"{n}.{e}" for n in "ab" for e in (*FORMATS, LIVE)} | {"one-card.png"}
    assert size(first["one-card.png"]) == CARD
    assert size(first["a.png"])[0] == 2 * WIDTH
    assert first["a.csv"].decode() == "Who,How many\na,0.5\nb,2.0\n"
    assert b"CC BY 4.0" in first["a.svg"]


def test_two_figures_of_one_name_are_an_error(tmp_path: Path) -> None:
    executed = tmp_path / "executed"
    executed.mkdir()
    stored(executed / "one.ipynb", figure(dots()), figure(dots(values=(3, 4))))
    with pytest.raises(ValueError, match="example"):
        write(executed, tmp_path / "out")


@pytest.mark.parametrize("code", languages())
def test_the_site_holds_the_files_of_every_figure(code: str) -> None:
    for path in sorted((BUILD / "executed" / code).glob("*.ipynb")):
        specs = notebooks.outputs_of(notebooks.read(path), SPEC)
        folder = SITE / code / "figures"
        assert size((folder / f"{path.stem}-card.png").read_bytes()) == CARD
        for spec in specs:
            said = spec["usermeta"]["talentwar"]
            rows = list(csv.reader(io.StringIO((folder / f"{said['name']}.csv").read_text())))
            assert rows[0] == said["data_columns"]
            assert len(rows) == len(said["data_rows"]) + 1 > 1
            dates = re.compile(r"\d{4}(-\d{2}){1,2}")
            cells = [c for row in rows[1:] for c in row if not dates.fullmatch(c)]
            numbers = [c for c in cells if c[:1].isdigit()]
            assert numbers
            assert all(float(n) >= 0 for n in numbers)
            assert said["title"].split(" ")[0] in (folder / f"{said['name']}.svg").read_text()


def test_both_languages_give_machines_the_same_numbers() -> None:
    def numbers(code: str) -> dict[str, list[list[str]]]:
        return {
            path.name: [
                [c for c in row if c == "" or c[0] in "-0123456789"]
                for row in csv.reader(path.open(encoding="utf-8"))
            ][1:]
            for path in (SITE / code / "figures").glob("*.csv")
        }

    found = [numbers(code) for code in languages()]
    assert found[0]
    assert all(other == found[0] for other in found)
