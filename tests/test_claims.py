"""The ledger of claims: verdicts that the data bear, texts with the figures of the day."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from talentwar import claims, report
from talentwar.charts import ledger
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language, languages
from talentwar.listing import CHART
from talentwar.parameters import CHAPTERS
from talentwar.tables import load

CLAIMS = load("claims")
FOUND = report.published(name for name in CHAPTERS if name != "overview")
EACH = pytest.mark.parametrize("code", languages())


def estimate(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    level = None if low is None else 0.95
    definition = {"en": "A ratio", "fr": "Un rapport"}
    return Estimate("a.b", value, "ratio", 12, "made up", definition, low, high, level)


def made(**more: object) -> pd.DataFrame:
    row = {
        "claim_id": "made", "published_value": 8.0, "published_unit": "ratio", "estimates": "a.b",
        "verdict": "confirmed", "claim_en": "It is {published}.", "claim_fr": "C’est {published}.",
        "reason_en": "Ours is {value} ({interval}), of {n}.",
        "reason_fr": "Le nôtre est de {value} ({interval}), sur {n}.",
    }  # fmt: skip
    return pd.DataFrame([row | more])


def test_the_verdicts_of_the_report_are_borne_by_its_estimates() -> None:
    claims.check_verdicts(CLAIMS, FOUND)
    counted = claims.verdict_counts(CLAIMS)
    assert sum(e.value for e in counted.values()) == len(CLAIMS) == 16
    assert sorted(CLAIMS["rank"]) == list(range(1, 17))


def test_a_verdict_against_the_interval_is_refused() -> None:
    found = Estimates([estimate(3, 2, 4)])
    with pytest.raises(ValueError, match=r"claim made: the verdict is confirmed, but 8 lies out"):
        claims.check_verdicts(made(), found)
    claims.check_verdicts(made(verdict="misread"), found)
    claims.check_verdicts(made(), Estimates([estimate(3, 2, 9)]))


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({}, True),
        ({"published_value": 9.5}, False),
        ({"published_value": None}, None),
        ({"published_unit": "share"}, None),
        ({"estimates": None}, None),
    ],
)
def test_a_value_agrees_with_the_interval_of_the_same_quantity(
    more: dict[str, object], held: bool | None
) -> None:
    row = made(**more).iloc[0].to_dict()
    assert claims.agrees(row, Estimates([estimate(6, 2, 9)])) is held
    assert claims.agrees(row, Estimates([estimate(6)])) is None


def test_an_estimate_that_no_chapter_has_is_not_defined() -> None:
    row = made().iloc[0].to_dict()
    assert claims.answers(row, Estimates()) == [None]
    assert claims.agrees(row, Estimates()) is None
    said = claims.reason(row, Estimates(), Language("en"))
    assert said == "Ours is undefined (undefined), of undefined."


def test_every_estimate_that_a_claim_names_is_one_of_the_report() -> None:
    named = {name for cell in CLAIMS["estimates"].dropna() for name in cell.split(";")}
    assert named <= FOUND.keys()


def test_texts_hold_the_figures_in_the_language() -> None:
    row, found = made().iloc[0].to_dict(), Estimates([estimate(8.25, 1.5, 1234)])
    assert claims.said(row, Language("en")) == "It is 8."
    assert claims.reason(row, found, Language("en")) == "Ours is 8.3 (1.5 to 1,234), of 12."
    assert claims.reason(row, found, Language("fr")).startswith("Le nôtre est de 8,3 (de 1,5 à 1")


@EACH
def test_the_ledger_leads_to_charts_rows_and_sources_that_exist(code: str) -> None:
    listing = ledger.listing(CLAIMS, FOUND, load("sources"), Language(code))
    assert len(listing.rows) == len(CLAIMS)
    names = {
        figure for chapter in CHAPTERS for figure in re.findall(
            rf'"name": "({chapter}-[a-z-]+)"',
            (report.NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf-8"),
        )
    }  # fmt: skip
    for *_, entries in listing.rows:
        assert entries[0].text
        assert entries[2].text
        assert "{" not in "".join(entry.text for entry in entries)
        for _, where, row in (link for entry in entries for link in entry.links):
            if where == CHART:
                assert row in names
            else:
                assert row in set(load(where).iloc[:, 0])


def test_a_claim_with_the_same_figure_in_both_languages_says_it_alike() -> None:
    for row in CLAIMS.to_dict("records"):
        for stem in ("claim", "reason"):
            both = [set(re.findall(r"\{(\w+)\}", row[f"{stem}_{code}"])) for code in languages()]
            assert both[0] == both[1], row["claim_id"]
