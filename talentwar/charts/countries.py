"""The maps of countries: Europe, and the world with its federations.

Places of the law too small for a map of the world are drawn as a point, and every place bears its
code, which the table under the chart spells out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from talentwar.boundaries import Topology, kept
from talentwar.charts import law, theme
from talentwar.charts.figure import Figure
from talentwar.charts.live import ROWS, driven_by
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment

Region = Literal["europe", "world"]


@dataclass(frozen=True)
class Place:
    """Where the code of a place stands (degrees), and the number of its shape, if it has one."""

    longitude: float
    latitude: float
    shape: str = ""


PLACES = {
    "AE": Place(54, 23.5, "784"),
    "AT": Place(14.3, 47.5, "040"),
    "AU": Place(134, -25, "036"),
    "BE": Place(4.6, 50.6, "056"),
    "BR": Place(-52, -10, "076"),
    "CA": Place(-110, 63, "124"),
    "CA-BC": Place(-124, 51),
    "CA-ON": Place(-84.5, 47.5),
    "CA-QC": Place(-68, 55),
    "CH": Place(8.1, 46.9, "756"),
    "CN": Place(104, 35, "156"),
    "DE": Place(10.2, 51.2, "276"),
    "DK": Place(9.2, 56.2, "208"),
    "ES": Place(-3.7, 40, "724"),
    "FI": Place(26.2, 63.5, "246"),
    "FR": Place(2.4, 46.7, "250"),
    "GB": Place(-1.4, 52.7, "826"),
    "IE": Place(-8.1, 53.2, "372"),
    "IL": Place(33, 31.5, "376"),
    "IN": Place(79, 22, "356"),
    "IT": Place(12.3, 43.2, "380"),
    "JP": Place(142, 38, "392"),
    "KR": Place(126, 37, "410"),
    "NL": Place(5.6, 52.6, "528"),
    "NO": Place(8.8, 61.2, "578"),
    "PL": Place(19.3, 52.2, "616"),
    "PT": Place(-8.2, 39.6, "620"),
    "SE": Place(15.2, 61.5, "752"),
    "SG": Place(103.8, 1.3),
    "TW": Place(124, 17, "158"),
    "US": Place(-99, 39, "840"),
}
"""Every country and federation of the table of rules."""

_EUROPE = (
    "AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "NL", "NO", "PL", "PT", "SE",
)  # fmt: skip
# Neighbours without a rule of ours, drawn as such: from Iceland to Turkey and Ukraine.
_AROUND_EUROPE = (
    "352", "428", "233", "440", "112", "804", "498", "642", "100", "300", "792", "807", "008",
    "499", "688", "070", "191", "705", "348", "703", "203", "442", "643", "012", "504", "788",
)  # fmt: skip
_ANTARCTICA = "010"
_COARSE = {"europe": 28, "world": 110}
"""How much coarser the shapes are drawn than they are stored: about a pixel where wide."""
_HEIGHT = {"europe": 470, "world": 350}
_ABOVE = 24


def places(region: Region, jurisdictions: pd.DataFrame) -> list[str]:
    """Return the places of a map: of Europe, or of the rest of the world, states of the US aside.

    Raises ``ValueError`` for a jurisdiction that no map would show.
    """
    ids = [str(i) for i in jurisdictions["jurisdiction_id"] if not str(i).startswith("US-")]
    lost = [i for i in ids if i not in PLACES]
    if lost:
        raise ValueError(f"no place on a map for {', '.join(lost)}")
    return [i for i in ids if (i in _EUROPE) == (region == "europe")]


def countries(
    region: Region,
    topology: Topology,
    rules: pd.DataFrame,
    found: dict[str, Assessment],
    checked: dict[str, str],
    question: law.Question,
    names: Names,
    language: Language,
) -> Figure:
    """Draw what the law of each country makes of a clause, on a day and for a pay.

    ``rules`` as from ``talentwar.noncompetes.in_currency``; ``found`` for the ``places``.
    """
    shown = law.law_table(found, checked, names, language, question.currency)
    paid = sum(a.outcome == "only-if-paid" for a in found.values())
    free = sum(a.can_bind(1) is False for a in found.values())
    values = {
        "n": language.number(len(found)),
        "paid": language.number(paid),
        "free": language.number(free),
        "day": language.date(question.day.isoformat()),
        "pay": language.money(question.annual_pay, question.currency),
    }
    title = {
        "europe": language.t("noncompetes.europe.title", **values),
        "world": language.t("noncompetes.world.title", **values),
    }[region]
    alt_text = {
        "europe": language.t("noncompetes.europe.alt", **values),
        "world": language.t("noncompetes.world.alt", **values),
    }[region]
    return Figure(
        name=f"noncompetes-{region}",
        facts="noncompete_rules",
        chart=_chart(region, topology, rules, found, question, names, language),
        title=title,
        subtitle=language.t("noncompetes.countries.subtitle", **values),
        source=language.t(
            "noncompetes.map.source", rows=language.tn("count.jurisdictions", len(found))
        ),
        alt=f"{alt_text} {law.listed(found, names, language)}",
        table=shown,
        data=law.law_data(found, checked, names, language),
        language=language,
    )


def _chart(
    region: Region,
    topology: Topology,
    rules: pd.DataFrame,
    found: dict[str, Assessment],
    question: law.Question,
    names: Names,
    language: Language,
) -> alt.LayerChart:
    shapes = {PLACES[p].shape for p in found if PLACES[p].shape}
    every = {str(g.get("id")) for g in topology["objects"]["countries"]["geometries"]}
    around = set(_AROUND_EUROPE) if region == "europe" else every - {_ANTARCTICA}
    drawn = alt.InlineData(
        values=kept(topology, shapes | around, _COARSE[region]),
        format=alt.TopoDataFormat(type="topojson", feature="countries"),
    )
    places_table = pd.DataFrame(
        [
            {"place": p, "code": law.code_of(p), "shape": PLACES[p].shape,
             "longitude": PLACES[p].longitude, "latitude": PLACES[p].latitude}
            for p in found
        ]
    )  # fmt: skip
    rows = law.map_rows(rules, places_table, question, names, language).transform_lookup(
        "shape", from_=alt.LookupData(data=drawn, key="id"), as_="geo"
    )
    edge: dict[str, Any] = {"stroke": theme.token("paper"), "strokeWidth": 0.7}
    base = alt.Chart()
    at = base.encode(longitude="longitude:Q", latitude="latitude:Q")
    size = theme.by_width(narrow=10, wide=12)
    layers = [
        alt.Chart(drawn).mark_geoshape(fill=theme.token("grid"), clip=True, **edge),
        base.transform_filter("isValid(datum.geo)")
        .mark_geoshape(clip=True, **edge)
        .encode(shape="geo:G", color=law.fill(language), tooltip=law.tooltip(language)),
        at.transform_filter("datum.shape == ''")
        .mark_circle(
            size=theme.by_width(narrow=170, wide=260),
            opacity=1,
            stroke=theme.token("muted"),
            strokeWidth=1,
        )
        .encode(color=law.fill(language)),
        at.mark_text(fontSize=size, fontWeight="bold")
        .encode(text="code:N", tooltip=law.tooltip(language))
        .properties(name=ROWS),
        at.mark_text(fontSize=size, dy=theme.by_width(narrow=10, wide=12)).encode(text="sign:N"),
        law.day_words(alt.Chart(alt.InlineData(values=[{}])), language),
    ]
    chart = alt.LayerChart(layer=layers, width=700, height=_HEIGHT[region]).project(
        **_projection(region)
    )
    params = [*law.day_params(question, language), law.pay_param(question, language)]
    return driven_by(chart, rows, params)


def _projection(region: Region) -> dict[str, Any]:
    """Return how the globe is flattened, by the width there is."""
    height = _HEIGHT[region]
    if region == "europe":
        return {
            "type": "conicConformal",
            "parallels": [40, 65],
            "rotate": [-9, 0],
            "center": [0, 53.5],
            "scale": alt.ExprRef(f"min(width * 2.2, {height * 1.55:.0f})"),
            "translate": alt.ExprRef(f"[width * 0.56, {(height + _ABOVE) // 2}]"),
        }
    return {
        "type": "naturalEarth1",
        "rotate": [-12, 0],
        "center": [0, 18],
        "scale": alt.ExprRef("width * 0.225"),
        "translate": alt.ExprRef(f"[width / 2, min({(height + _ABOVE) // 2}, width * 0.38)]"),
    }
