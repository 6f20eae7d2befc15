"""Charts: what small frames show, by hand."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd
import pytest
from drawn import SVG_TEXT

from talentwar.charts import flows, retention
from talentwar.charts.bundle import panels
from talentwar.charts.figure import Figure
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language

EN, FR = Language("en"), Language("fr")
SAYS = {"en": "x", "fr": "x"}
NAMES = {key: {"en": f"Firm {key}", "fr": f"Société {key}"} for key in ("a", "b", "c", "d")}

# --- flows ---------------------------------------------------------------------------------------


def odds_of(origin: str, destination: str, there: int, back: int, **bounds: float) -> Estimate:
    """Build odds with an interval around them."""
    value = there / back if back else (math.inf if there else math.nan)
    low, high = bounds.get("low", 0.5), bounds.get("high", math.inf)
    name, n = f"flows.odds.{origin}.{destination}", there + back
    rows = tuple(f"m-{origin}-{destination}-{i}" for i in range(n))
    return Estimate(name, value, "ratio", n, "m", SAYS, low, high, 0.9, rows)


def compared(*rows: tuple[str, str, float, bool | None]) -> pd.DataFrame:
    """Build a comparison with published ratios: (origin, destination, value, inside)."""
    columns = ["origin_id", "destination_id", "published_value", "inside"]
    return pd.DataFrame(rows, columns=columns).astype({"inside": "boolean"})


def odds_figure(
    estimates: list[Estimate], *published: tuple[str, str, float, bool | None], fr: bool = False
) -> Figure:
    """Draw odds for all dates."""
    language = FR if fr else EN
    return flows.odds(Estimates(estimates), compared(*published), NAMES, language, "", "")


def drawn_texts(figure: Figure) -> list[str]:
    """Return the texts of the drawing of a figure."""
    return SVG_TEXT.findall(figure._repr_mimebundle_()["image/svg+xml"])


def row_of(figure: Figure, **where: object) -> dict[str, Any]:
    """Return the one row of a figure's data with these values."""
    rows = [
        row
        for rows in figure.spec()["datasets"].values()
        for row in rows
        if where.items() <= row.items()
    ]
    assert len(rows) == 1
    found: dict[str, Any] = rows[0]
    return found


def test_odds_table_by_hand() -> None:
    figure = odds_figure(
        [
            odds_of("a", "b", 11, 1, low=1.6, high=473.0),
            odds_of("b", "c", 7, 0, low=1.44),
            odds_of("c", "d", 2, 3, low=0.02, high=9.7),
            odds_of("a", "d", 0, 0, low=0),
        ],
        ("a", "b", 8.2, True),
        ("a", "d", 2.0, None),
    )
    assert figure.table.to_numpy().tolist() == [
        ["Firm a → Firm b", "11 : 1", "11", "1.6 to 473", "8.2"],
        ["Firm b → Firm c", "7 : 0", "∞", "1.4 or more, without upper bound", ""],
        ["Firm c → Firm d", "2 : 3", "0.7", "0.020 to 9.7", ""],
    ]
    assert "24 moves" in figure.source
    assert "90%" in figure.subtitle
    assert "Firm c → Firm d 0.7 (0.020 to 9.7)" in figure.alt


def test_odds_without_a_bound_end_in_an_arrow() -> None:
    figure = odds_figure([odds_of("a", "b", 3, 1, high=40), odds_of("b", "c", 7, 0)])
    bounded, open_ended = row_of(figure, origin_id="a"), row_of(figure, origin_id="b")
    assert (bounded["beyond"], bounded["value"], bounded["high"]) == (False, 3, 40)
    assert (open_ended["beyond"], open_ended["value"]) == (True, None)
    scale = figure.spec()["layer"][0]["encoding"]["x"]["scale"]
    assert scale["type"] == "log"
    for row in (bounded, open_ended):
        assert scale["domain"][0] <= row["low"] <= row["high"] <= scale["domain"][1]


def test_odds_below_the_scale_end_in_an_arrow() -> None:
    spec = odds_figure([odds_of("a", "b", 1, 40, low=0.001, high=0.2)]).spec()
    shapes = {layer["mark"].get("shape") for layer in spec["layer"]}
    assert "triangle-left" in shapes


@pytest.mark.parametrize(
    ("published", "english", "french"),
    [
        ([("a", "b", 8.2, True)], "The published 8.2 fit", "Les 8,2 publiés sont compatibles"),
        (
            [("a", "b", 8.2, True), ("b", "a", 3.0, False)],
            "The record contradicts the published 3",
            "Nos relevés contredisent les 3 publiés",
        ),
        ([("a", "b", 8.2, None)], "The record is too thin", "Nos relevés sont trop minces"),
        ([], "The record is too thin", "Nos relevés sont trop minces"),
    ],
)
def test_the_title_of_the_odds_claims_what_the_comparison_shows(
    published: list[tuple[str, str, float, bool | None]], english: str, french: str
) -> None:
    estimates = [odds_of("a", "b", 3, 1), odds_of("b", "a", 3, 1)]
    assert odds_figure(estimates, *published).title.startswith(english)
    assert odds_figure(estimates, *published, fr=True).title.startswith(french)


def net_figure(language: Language = EN, /, **gains: tuple[float, float, float] | None) -> Figure:
    """Draw net gains (value, low, high) of organisations, None for one without moves."""
    made = []
    for org, gain in gains.items():
        value, low, high = gain or (0.0, None, None)
        counted = [
            Estimate(f"flows.{what}.{org}", n, "count", 20, "m", SAYS)
            for what, n in (("arrivals", 10 + value), ("departures", 10))
        ]
        level = 0.9 if gain else None
        name = f"flows.net.{org}"
        rows = (f"m-{org}", "m-shared")
        net = Estimate(name, value, "difference", 20, "m", SAYS, low, high, level, rows)
        made += [*counted, net]
    return flows.net_gains(Estimates(made), NAMES, language, "2021", "")


def test_net_gains_are_ranked_and_counted_once() -> None:
    figure = net_figure(a=(-3, -8, 2), b=(4, 1, 9), c=(4, -1, 9), d=None)
    assert figure.table.iloc[:, 0].tolist() == ["Firm b", "Firm c", "Firm a"]
    assert figure.table.iloc[2].tolist() == ["Firm a", "7", "10", "−3", "−8 to +2"]
    # Three moves of their own and one that they share.
    assert "4 moves" in figure.source
    assert "since 2021" in figure.subtitle
    assert [row_of(figure, org_id=org)["sign"] for org in "abc"] == ["loss", "gain", "gain"]


@pytest.mark.parametrize(
    ("gains", "english", "french"),
    [
        (
            {"a": (4, 1, 9), "b": (-4, -9, -1)},
            "net gain for Firm a; net loss for Firm b",
            "solde positif pour Société a\u202f; négatif pour Société b",
        ),
        (
            {"a": (4, 1, 9), "b": (5, 1, 9)},
            "net gain for Firm b and Firm a",
            "solde positif pour Société b et Société a",
        ),
        (
            {"a": (4, 0, 9), "b": (-4, -9, -1)},
            "net loss for Firm b",
            "solde négatif pour Société b",
        ),
        (
            {"a": (4, 0, 9), "b": (-4, -9, 0)},
            "nobody gains or loses beyond the luck of small numbers",
            "personne ne gagne ni ne perd au-delà du hasard des petits nombres",
        ),
    ],
)
def test_the_title_of_the_gains_names_only_what_excludes_zero(
    gains: dict[str, tuple[float, float, float]], english: str, french: str
) -> None:
    assert net_figure(EN, **gains).title == f"In the record, {english}"
    assert net_figure(FR, **gains).title == f"Dans nos relevés, {french}"


def test_matrix_by_hand() -> None:
    pairs = [("b", "a", 3), ("b", "c", 0), ("a", "b", 1), ("a", "c", 0), ("c", "a", 3)]
    frame = pd.DataFrame([*pairs, ("c", "b", 1200)], columns=["origin_id", "destination_id", "m"])
    frame = frame.rename(columns={"m": "moves"})
    figure = flows.matrix(frame, NAMES, FR, "", "2024-06")
    assert list(figure.table.columns) == ["De ↓ vers →", "Société b", "Société a", "Société c"]
    assert figure.table.to_numpy().tolist() == [
        ["Société b", "–", "3", "0"],
        ["Société a", "1", "–", "0"],
        ["Société c", "1\u202f200", "3", "–"],
    ]
    assert "Société c → Société b, 1\u202f200 mouvements" in figure.title
    assert "1\u202f207" in figure.alt
    # Zeros leave their cell empty.
    shown = [row for rows in figure.spec()["datasets"].values() for row in rows if "moves" in row]
    assert {row["moves"] for row in shown if not row["own"]} == {1, 3, 1200}


def says_that_nothing_is_selected(figure: Figure) -> bool:
    """Tell whether a figure without rows says so in every place where it speaks."""
    said = figure.language.t("figure.nothing")
    text = figure._repr_mimebundle_()["text/plain"]
    return figure.table.empty and figure.title == figure.alt == said and text.startswith(said)


@pytest.mark.parametrize("estimates", [[], [odds_of("a", "b", 0, 0, low=0)]])
def test_without_a_move_a_figure_says_so(estimates: list[Estimate]) -> None:
    assert says_that_nothing_is_selected(odds_figure(estimates, ("a", "b", 8.2, None), fr=True))
    assert says_that_nothing_is_selected(net_figure(a=None, b=None))
    pairs = pd.DataFrame({"origin_id": ["a", "b"], "destination_id": ["b", "a"], "moves": [0, 0]})
    assert says_that_nothing_is_selected(flows.matrix(pairs, NAMES, FR, "", ""))


def test_without_a_rate_or_a_person_a_figure_says_so() -> None:
    none = Estimates()
    assert says_that_nothing_is_selected(rates_figure({}, None))
    assert says_that_nothing_is_selected(
        retention.survival(CURVES.iloc[:0], none, NAMES, FR, 0, 0.95)
    )
    readings = dict.fromkeys(("earliest", "middle", "latest"), none)
    assert says_that_nothing_is_selected(retention.medians(readings, ["a"], NAMES, EN, 0))


def test_a_handful_of_moves_is_said_to_mean_little() -> None:
    few, more = odds_of("a", "b", 3, 1), odds_of("a", "b", 4, 1)
    assert "Only 4 moves" in odds_figure([few]).note
    assert odds_figure([more]).note == ""
    assert "Only 4 moves" in odds_figure([few])._repr_mimebundle_()["text/plain"]


# --- retention -----------------------------------------------------------------------------------


def rates_figure(shares: dict[str, float], interval: tuple[float, float] | None) -> Figure:
    """Draw published rates and what is known of the difference of the two highest."""
    rates = Estimates(
        Estimate(f"retention.rate.{o}", s, "share", 50, "m", SAYS, s - 0.1, min(1, s + 0.1), 0.95)
        for o, s in shares.items()
    )
    name, value = "retention.difference.a.b", sum(interval or (0, 0)) / 2
    known = (*interval, 0.95) if interval else (None, None, None)
    difference = Estimate(name, value, "share-difference", 100, "m", SAYS, *known)
    return retention.rates(rates, difference if interval else None, NAMES, EN, 24, 50)


@pytest.mark.parametrize(
    ("shares", "interval", "title"),
    [
        ({"b": 0.78, "a": 0.8}, (-0.1, 0.14), "Firm a and Firm b cannot be told apart: 80% agai"),
        ({"b": 0.78, "a": 0.8}, (0.0, 0.04), "Firm a and Firm b cannot be told apart: 80% agai"),
        ({"b": 0.6, "a": 0.8}, (0.1, 0.3), "Firm a keeps more of its hires than Firm b: 80% aga"),
        ({"a": 0.8}, None, "Firm a keeps 80% of its hires"),
    ],
)
def test_the_title_of_the_rates_follows_the_interval(
    shares: dict[str, float], interval: tuple[float, float] | None, title: str
) -> None:
    figure = rates_figure(shares, interval)
    assert figure.title.startswith(title)
    assert figure.table.iloc[0, 0] == "Firm a"
    assert figure.table.iloc[0, 2] == "70% to 90%"


def test_the_axis_of_the_rates_holds_every_interval() -> None:
    figure = rates_figure({"a": 0.97, "b": 0.34}, (0.4, 0.8))
    ends = [float(text[:-1]) for text in drawn_texts(figure) if re.fullmatch(r"\d+%", text)]
    assert min(ends) <= 24
    assert max(ends) == 100


CURVES = pd.DataFrame(
    {
        "cohort_id": ["a", "a", "a", "b", "b"],
        "years": [0.0, 1.5, 4.2, 0.0, 3.0],
        "survival": [1.0, 0.4, 0.4, 1.0, 1.0],
        "low": [0.5, 0.1, 0.1, 0.4, 0.3],
        "high": [1.0, 0.8, 0.8, 1.0, 1.0],
        "at_risk": [5, 5, 2, 3, 3],
        "events": [0, 3, 0, 0, 0],
    }
)


def median(cohort: str, value: float, low: float, high: float, reading: str = "") -> Estimate:
    """Build the time until half of a cohort had left."""
    name = f"retention.median.{cohort}{reading and '.'}{reading}"
    return Estimate(name, value, "years", 5, "m", SAYS, low, high, 0.95)


HALF_GONE = Estimates([median("a", 1.5, 1, 4), median("b", math.inf, 2, math.inf)])


def test_survival_curves_by_hand() -> None:
    figure = retention.survival(CURVES, HALF_GONE, NAMES, EN, 8, 0.95)
    assert figure.title == "Firm a: half gone in 1.5 years. Still more than half present: Firm b"
    assert "Firm a 1.5 years (1 to 4); Firm b not reached" in figure.alt
    assert "8 spells" in figure.source
    assert figure.table.iloc[1].tolist() == ["Firm a", "1.5", "40%", "10% to 80%", "5", "3"]
    assert [p["title"]["text"] for p in figure.spec()["concat"]] == ["Firm a", "Firm b"]


def test_numbers_at_risk_stand_below_each_curve() -> None:
    spec = retention.survival(CURVES, HALF_GONE, NAMES, EN, 8, 0.95).spec()
    below = [
        {row["years"]: row["at_risk"] for rows in p["datasets"].values() for row in rows
         if "at_risk" in row and "survival" not in row}
        for p in panels(spec, 300)
    ]  # fmt: skip
    assert below == [{0: 5, 1: 5, 2: 2, 3: 2, 4: 2, 5: 0}, {0: 3, 1: 3, 2: 3, 3: 3, 4: 0, 5: 0}]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((1.5, 0.4), "Every cohort has lost half its members; fastest, in 0.4 years: Firm b"),
        ((math.inf, math.inf), "No cohort has lost half its members"),
    ],
)
def test_the_title_of_the_curves_follows_the_medians(
    values: tuple[float, float], title: str
) -> None:
    medians = Estimates(median(c, v, 0, math.inf) for c, v in zip("ab", values, strict=True))
    assert retention.survival(CURVES, medians, NAMES, EN, 8, 0.95).title == title


def medians_figure(language: Language = EN) -> Figure:
    """Draw a cohort whose dates matter, one without an end, one that dates barely change."""
    readings = {
        reading: Estimates(
            [
                median("a", start, 0, 9, own),
                median("b", math.inf, 4, math.inf, own),
                median("c", 3 + start / 10, 1, math.inf, own),
            ]
        )
        for reading, own, start in (
            ("middle", "", 2),
            ("earliest", "earliest", 1),
            ("latest", "latest", 6),
        )
    }
    return retention.medians(readings, ["c", "a", "b"], NAMES, language, 8)


def test_medians_by_hand() -> None:
    figure = medians_figure()
    assert figure.title.startswith("Firm a: half gone after 1.0 years or 6.0 years")
    assert figure.table.iloc[:, 0].tolist() == ["Firm c", "Firm a", "Firm b"]
    assert figure.table.iloc[2].tolist() == [
        *("Firm b", "not reached", "not reached"),
        *("4 or more, without upper bound", "not reached"),
    ]
    assert "Firm c 3.2 years (3.1 years–3.6 years)" in figure.alt


def test_a_median_that_was_not_reached_ends_in_an_arrow_inside_the_scale() -> None:
    figure = medians_figure(FR)
    end = figure.spec()["layer"][0]["encoding"]["x"]["scale"]["domain"][1]
    assert end > 9
    reached, open_ended = row_of(figure, cohort="Société a"), row_of(figure, cohort="Société b")
    assert (reached["reached"], reached["beyond"]) == (True, False)
    assert (open_ended["reached"], open_ended["beyond"]) == (False, True)
    for row in (reached, open_ended):
        for column in ("earliest", "middle", "latest", "low", "high"):
            assert 0 <= row[column] <= end
