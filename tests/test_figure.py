"""Figures: what travels in a notebook, the HTML that readers get."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import altair as alt
import pandas as pd
import pytest
from drawn import EN, FR, SVG_TEXT, Page, dots, examples, figure
from myst_nb.core.render import MimeData

from talentwar.charts import theme
from talentwar.charts.bundle import SPEC, USERMETA, WIDTH, Words, panels, to_svg
from talentwar.estimates import MIME_TYPE, Estimate
from talentwar.language import Language
from talentwar.listing import MIME_TYPE as LISTING
from talentwar.site.figure_files import embeddable, live_script
from talentwar.site.figures import FigureRenderer, estimates_html, figure_html
from talentwar.site.pictures import picture

EACH = pytest.mark.parametrize("make", examples())

# --- what travels in a notebook ------------------------------------------------------------------


def test_a_figure_is_the_same_whatever_was_built_before() -> None:
    forth = {name: built._repr_mimebundle_() for name, built in examples().items()}
    # Altair counts the views and choices of a session.
    alt.concat(dots().add_params(alt.selection_point()), dots(values=(5, 6))).to_dict()
    built = examples()
    assert {name: built[name]._repr_mimebundle_() for name in reversed(built)} == forth


@EACH
def test_a_specification_is_json_and_carries_its_words(make: str) -> None:
    words = {"title": "Un é", "alt": "∞ ; « x »", "key": (("Two", "events", "ev-2"),)}
    spec = replace(examples()[make], **words, facts="moves", language=FR).spec()
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    assert spec["description"] == "∞ ; « x »"
    assert spec["config"]["aria"] is False
    assert spec["usermeta"][USERMETA] == {
        "name": "example",
        "language": "fr",
        "title": "Un é",
        "subtitle": "Unit",
        "note": "",
        "source": "Source",
        "alt": "∞ ; « x »",
        "columns": ["Who", "How many"],
        "rows": [["a", "0.5"], ["b", "2"]],
        "data_columns": ["Who", "How many"],
        "data_rows": [["a", 0.5], ["b", 2]],
        "view": None,
        "key": [["Two", "events", "ev-2"]],
        "facts": "moves",
    }
    said = Words.of(spec)
    assert (said.language, said.alt, said.rows[1]) == ("fr", "∞ ; « x »", ["b", "2"])


def test_the_numbers_in_a_drawing_are_explained_wherever_it_goes() -> None:
    key = (("First & foremost", "events", "ev-1"), ("Second", "events", "ev-2"))
    figure = replace(examples()["single"], key=key, facts="moves")
    html = figure_html(figure.spec())
    assert '<li><a href="rows-events.html#ev-1">First &amp; foremost</a></li>' in html
    assert html.index("rows-events.html#ev-1") < html.index("rows-events.html#ev-2")
    assert '<a href="rows-moves.html">' in html
    assert "1. First & foremost\n2. Second" in figure._repr_mimebundle_()["text/plain"]
    taken = picture(figure.spec(), "CC BY 4.0")
    assert "1. First &amp; foremost" in taken
    assert "2. Second" in taken
    without = figure_html(examples()["single"].spec())
    assert "tw-key" not in without
    assert "rows-" not in without


@EACH
def test_a_specification_follows_the_schema_of_vega_lite(make: str) -> None:
    spec = examples()[make].spec()
    # Vega-Lite takes a missing background, its schema does not know of it.
    config = {k: v for k, v in spec["config"].items() if (k, v) != ("background", None)}
    alt.Chart.from_dict(spec | {"config": config})  # raises when the schema does not allow it


def test_data_for_machines_keep_numbers_and_leave_out_what_no_number_says() -> None:
    values = [1, 2.5, 0.1 + 0.2, math.inf, math.nan, None, "1,5", pd.NA]
    data = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    spec = figure(dots(), data=data).spec()
    rows = [row[0] for row in Words.of(spec).data_rows]
    assert rows == [1, 2.5, 0.3, None, None, None, "1,5", None]
    assert [type(v) for v in rows[:2]] == [int, float]
    counts = figure(dots(), data=pd.DataFrame({"n": [3]})).spec()
    assert json.dumps(Words.of(counts).data_rows) == "[[3]]"


def test_words_of_something_else_are_an_error() -> None:
    with pytest.raises(KeyError, match="usermeta"):
        Words.of({"mark": "point"})


def test_a_bundle_holds_a_drawing_and_the_rows_in_text() -> None:
    bundle = examples()["single"]._repr_mimebundle_(include=None, exclude=None)
    assert bundle.keys() == {SPEC, "image/svg+xml", "text/plain"}
    assert bundle[SPEC] == examples()["single"].spec()
    for text in ("Finding", "In words", "Source", "How many", "0.5"):
        assert text in bundle["text/plain"]
    assert bundle["image/svg+xml"].startswith("<svg")


def test_long_titles_wrap_and_lose_nothing() -> None:
    title, subtitle = "word " * 40, "phrase " * 40
    spec = figure(dots(), title=title.strip(), subtitle=subtitle.strip()).spec()
    for lines, whole in (
        (spec["title"]["text"], title),
        (spec["title"]["subtitle"], subtitle),
    ):
        assert len(lines) > 1
        assert " ".join(lines) == whole.strip()
        assert max(map(len, lines)) <= 110


def test_drawings_use_the_decimal_mark_of_the_language() -> None:
    spec = examples()["single"].spec()
    drawn = {language.code: SVG_TEXT.findall(to_svg(spec, language)) for language in (EN, FR)}
    assert [t for t in drawn["en"] if t[:1].isdigit()] == ["0.5", "1.5"]
    assert [t for t in drawn["fr"] if t[:1].isdigit()] == ["0,5", "1,5"]


@EACH
def test_drawings_hold_no_english_descriptions(make: str) -> None:
    svg = to_svg(examples()[make].spec(), FR)
    assert not re.search(r"aria-(roledescription|label)=", svg)


def test_a_drawing_does_not_depend_on_what_was_drawn_before() -> None:
    clipped = figure(dots().mark_point(clip=True))
    assert to_svg(clipped.spec(), EN) == to_svg(clipped.spec(), EN)


# --- panels --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ["single", "layered", "choosing", "sliding"])
def test_a_single_view_loses_its_words_and_fits_its_container(make: str) -> None:
    spec = examples()[make].spec()
    (panel,) = panels(spec, "container")
    assert panel.keys() == spec.keys() - {"title", "usermeta"} | {"width", "autosize"}
    assert panel["width"] == "container"
    assert panel["autosize"] == {"type": "fit-x", "contains": "padding"}
    dropped = ("title", "usermeta", "width", "autosize")
    rest = {k: v for k, v in spec.items() if k not in dropped}
    assert {k: v for k, v in panel.items() if k not in dropped} == rest


def test_a_concatenation_becomes_one_view_a_panel() -> None:
    spec = examples()["several"].spec()
    both = panels(spec, 340)
    assert len(both) == 2
    for panel, view in zip(both, spec["concat"], strict=True):
        assert panel["width"] == 340
        assert panel["encoding"] == view["encoding"]
        assert panel["config"] == spec["config"]
        assert panel["description"] == "In words"
        assert not {"concat", "title", "usermeta", "columns"} & panel.keys()


def test_a_panel_carries_its_own_rows_only() -> None:
    spec = examples()["several"].spec()
    values = [
        [row["value"] for rows in panel["datasets"].values() for row in rows]
        for panel in panels(spec, WIDTH)
    ]
    assert values == [[0.5, 2], [7, 8]]
    # What is cut from a panel stays in the specification.
    assert len(spec["datasets"]) == 2


def test_a_panel_keeps_its_own_title() -> None:
    chart = alt.concat(dots().properties(title="One"), dots(values=(3, 4)).properties(title="Two"))
    assert [p["title"] for p in panels(figure(chart).spec(), WIDTH)] == ["One", "Two"]


@EACH
def test_every_panel_can_be_drawn(make: str) -> None:
    for panel in panels(examples()[make].spec(), WIDTH):
        assert "b" in SVG_TEXT.findall(to_svg(panel, EN))


def test_panels_keep_rows_that_they_share() -> None:
    base = alt.Chart(pd.DataFrame({"who": ["a", "b"]})).encode(y="who:N")
    both = panels(figure(alt.concat(base.mark_point(), base.mark_bar())).spec(), 300)
    assert ["b" in SVG_TEXT.findall(to_svg(panel, EN)) for panel in both] == [True, True]


def test_panels_keep_the_choices_of_their_reader() -> None:
    slider = alt.param(name="least", value=1, bind=alt.binding_range(min=0, max=3))
    sliding = dots().add_params(slider).transform_filter(alt.datum.value > slider)
    both = panels(figure(alt.concat(sliding, dots())).spec(), 300)
    assert ["b" in SVG_TEXT.findall(to_svg(panel, EN)) for panel in both] == [True, True]


# --- the page ------------------------------------------------------------------------------------


@EACH
def test_a_figure_on_a_page_has_words_drawing_and_rows(make: str) -> None:
    page = Page(figure_html(examples()[make].spec()))
    (shown,) = page.all("figure")
    assert shown.attributes["id"] == "example"
    (image,) = [e for e in page.elements if e.attributes.get("role") == "img"]
    assert image.attributes["aria-label"] == "In words"
    assert "Finding" in page.all("figcaption")[0].text
    assert "Source" in shown.text
    count = 2 if make in ("several", "linked") else 1
    assert len([s for s in page.all("svg") if "svg" not in s.inside]) == count
    assert shown.attributes["data-live"] == "figures/example.live.js"
    assert page.all("script") == []


def test_the_table_of_a_figure_has_headers_and_all_rows() -> None:
    page = Page(figure_html(examples()["single"].spec()))
    headers = [e for e in page.all("th") if e.attributes["scope"] == "col"]
    assert [e.text for e in headers] == ["Who", "How many"]
    cells = [e.text for e in page.elements if e.tag in ("td", "th") and "tbody" in e.inside]
    assert cells == ["a", "0.5", "b", "2"]
    scrolling = [e for e in page.elements if e.attributes.get("role") == "region"]
    assert all(e.attributes["tabindex"] == "0" for e in scrolling)
    (caption,) = page.all("caption")
    assert {e.attributes["aria-labelledby"] for e in scrolling} == {caption.attributes["id"]}
    assert "Finding" in caption.text
    rows = [e for e in page.all("th") if e.attributes["scope"] == "row"]
    assert [e.text for e in rows] == ["a", "b"]


def test_the_words_around_a_figure_are_in_its_language() -> None:
    english, french = (
        Page(figure_html(figure(dots(), language=language).spec())).all("summary")[0].text
        for language in (EN, FR)
    )
    assert english == "View the data behind the figure “Finding”"
    assert french == "Voir les données de la figure «\xa0Finding\xa0»"


def test_links_to_the_files_of_a_figure_name_format_and_figure() -> None:
    page = Page(figure_html(figure(dots(), language=FR).spec()))
    links = {a.attributes["href"]: a for a in page.all("a")}
    assert links.keys() == {"#example", *(f"figures/example.{e}" for e in ("png", "svg", "csv"))}
    for ending in ("png", "svg", "csv"):
        link = links[f"figures/example.{ending}"]
        # What is seen begins what is heard.
        assert link.text == f"{ending.upper()} de la figure «\xa0Finding\xa0»"
        assert "download" in link.attributes
    assert links["#example"].text == "Lien vers la figure «\xa0Finding\xa0»"
    assert page.all("figure")[0].attributes["aria-labelledby"] == "example-title"


def test_a_chart_that_reflows_has_a_drawing_for_each_width() -> None:
    axis = theme.row_axis()
    frame = pd.DataFrame({"who": ["a\nb"], "value": [1]})
    chart = alt.Chart(frame).mark_bar().encode(x="value:Q", y=alt.Y("who:N", axis=axis))
    page = Page(figure_html(figure(chart).spec()))
    wide, narrow = (e for e in page.all("div") if "tw-static" in (e.attributes["class"] or ""))
    assert "a b" in wide.text
    assert "a b" not in narrow.text
    (shown,) = [e for e in page.all("div") if e.attributes["class"] == "tw-chart"]
    assert re.fullmatch(
        r"--tw-wide-height: \d+px; --tw-narrow-height: \d+px", shown.attributes["style"] or ""
    )
    styled = [e.attributes["style"] for e in page.elements if "style" in e.attributes]
    assert len(styled) == 1, "no inline style but the heights"


def left_by(script: str) -> Any:
    """Return what a script leaves for the page under the name of its figure."""
    found = re.fullmatch(r'\(window\.twCharts \?\?= \{\}\)\["example"\] = (.*);\n', script, re.S)
    assert found
    return json.loads(found[1])


def test_the_live_chart_is_the_panel_at_the_width_of_its_container() -> None:
    for make in ("single", "several"):
        spec = examples()[make].spec()
        assert left_by(live_script(spec)) == panels(spec, "container")


def test_ids_are_unique_on_a_page_and_references_find_theirs() -> None:
    def clipped() -> alt.Chart:
        return dots().mark_point(clip=True)

    charts = {"one": alt.concat(clipped(), clipped()), "two": clipped(), "three": dots()}
    drawn = "".join(figure_html(figure(chart, name=n).spec()) for n, chart in charts.items())
    page = Page(drawn)
    ids = [e.attributes["id"] or "" for e in page.elements if "id" in e.attributes]
    assert len(set(ids)) == len(ids)
    inside = [i for i in ids if re.search("-part", i)]
    own = {f"{name}{end}" for name in charts for end in ("", "-title", "-data")}
    assert set(ids) - set(inside) == own
    assert [i.split("-")[:2] for i in inside] == [["one", "0"], ["one", "1"], ["two", "0"]]
    assert sorted(re.findall(r"url\(#([^)]+)\)", drawn)) == sorted(inside)


NASTY = "<script>alert('1')</script> & \"Co\" <b>"


def test_markup_in_names_is_shown_as_text() -> None:
    table = pd.DataFrame({f"Who {NASTY}": [NASTY], "How many": ["1 < 2 &amp;"]})
    spec = figure(
        dots(who=(NASTY, "b")),
        table=table,
        **dict.fromkeys(("title", "subtitle", "source", "alt"), NASTY),
    ).spec()
    page = Page(figure_html(spec))
    assert page.all("script") == []
    assert not page.all("b")
    (caption,) = page.all("figcaption")
    assert caption.text.count(NASTY) == 2
    (image,) = [e for e in page.elements if e.attributes.get("role") == "img"]
    assert image.attributes["aria-label"] == NASTY
    assert page.all("th")[0].text == f"Who {NASTY}"
    cells = [e.text for e in page.elements if e.tag in ("td", "th") and "tbody" in e.inside]
    assert cells == [NASTY, "1 < 2 &amp;"]
    assert NASTY in page.all("caption")[0].text
    assert all(NASTY in link.text for link in page.all("a"))
    assert NASTY in page.all("svg")[0].text
    assert left_by(live_script(spec)) == panels(spec, "container")


@pytest.mark.parametrize("end", ["</script>", "</SCRIPT >", "<!--", "<!-- <script>", "]]>", "\\u"])
def test_nothing_in_the_data_ends_the_script_element(end: str) -> None:
    text = embeddable({"who": end})
    page = Page(f'<script type="application/json">{text}</script><p>after</p>')
    (script,) = page.all("script")
    assert json.loads(script.text) == {"who": end}
    assert page.elements[-1].text == "after"


# --- the list of estimates -----------------------------------------------------------------------


def record(name: str, value: float, **other: Any) -> dict[str, Any]:
    """Return an estimate as a notebook stores it."""
    usual: dict[str, Any] = {"unit": "ratio", "n": 1234, "method": "m"}
    definition = {"en": f"What {name} is", "fr": f"Ce qu’est {name}"}
    estimate = Estimate(name, value, definition=definition, **(usual | other))
    stored: dict[str, Any] = json.loads(json.dumps(estimate.as_dict()))
    return stored


OPEN = "ou plus, sans borne supérieure"
RECORDS = [
    record("a.open", 8.24, low=1.26, high=math.inf, level=0.95),
    record("b.count", 12, unit="count"),
    record("c.none", math.nan, low=0, high=math.inf, level=0.95, n=0),
]


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        (
            EN,
            [
                ["What a.open is", "8.2", "1.3 or more, without upper bound", "1,234", "a.open"],
                ["What b.count is", "12", "", "1,234", "b.count"],
                ["What c.none is", "undefined", "0 or more, without upper bound", "0", "c.none"],
            ],
        ),
        (
            FR,
            [
                ["Ce qu’est a.open", "8,2", f"1,3 {OPEN}", "1\u202f234", "a.open"],
                ["Ce qu’est b.count", "12", "", "1\u202f234", "b.count"],
                ["Ce qu’est c.none", "non défini", f"0 {OPEN}", "0", "c.none"],
            ],
        ),
    ],
    ids=["en", "fr"],
)
def test_estimates_are_listed_as_the_prose_writes_them(
    language: Language, rows: list[list[str]]
) -> None:
    page = Page(estimates_html(RECORDS, language))
    headers = page.all("th", scope="col")
    assert len(headers) == len(rows[0])
    assert len({e.text for e in headers}) == len(headers)
    cells = [e.text for e in page.elements if e.tag in ("td", "th") and "tbody" in e.inside]
    assert cells == [cell for row in rows for cell in row]
    assert "3" in page.all("summary")[0].text
    # A name is an identifier: no translator should touch it.
    assert {e.attributes["translate"] for e in page.all("code")} == {"no"}


def test_an_infinite_estimate_is_listed_as_the_prose_writes_it() -> None:
    stored = record("a.b", math.inf, low=2.78, high=math.inf, level=0.95, n=12)
    assert Page(estimates_html([stored], EN)).all("td")[1].text == "∞"


def test_markup_in_definitions_is_shown_as_text() -> None:
    nasty = record("a.b", 1) | {"definition": {"en": NASTY, "fr": NASTY}}
    page = Page(estimates_html([nasty], EN))
    assert page.all("td")[0].text == NASTY
    assert not page.all("script")


# --- MyST-NB's hook ------------------------------------------------------------------------------


def rendered(mime_type: str, content: Any, inline: bool = False) -> Any:
    """Return what our renderer makes of one output on a French page."""
    environment = SimpleNamespace(config=SimpleNamespace(language="fr"))
    renderer: Any = SimpleNamespace(renderer=SimpleNamespace(sphinx_env=environment))
    return FigureRenderer.handle_mime(renderer, MimeData(mime_type, content), inline)


def test_the_renderer_takes_figures_and_estimates() -> None:
    spec = examples()["single"].spec()
    for content in (spec, json.dumps(spec)):
        (node,) = rendered(SPEC, content)
        assert (node["format"], node.astext()) == ("html", figure_html(spec))
    (node,) = rendered(MIME_TYPE, RECORDS)
    assert node.astext() == estimates_html(RECORDS, FR)


@pytest.mark.parametrize(
    ("mime_type", "inline"),
    [("text/plain", False), ("image/svg+xml", False), (SPEC, True), (MIME_TYPE, True)],
)
def test_the_renderer_leaves_the_rest_to_others(mime_type: str, inline: bool) -> None:
    assert rendered(mime_type, "x", inline) is None


def test_the_renderer_wins_over_the_drawing_and_the_text() -> None:
    assert {
        (builder, mime) for builder, mime, priority in FigureRenderer.mime_priority_overrides
        if priority == 1
    } == {("html", SPEC), ("html", MIME_TYPE), ("html", LISTING)}  # fmt: skip
