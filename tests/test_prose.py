"""Facts for the sentences, and the names they use."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from talentwar import prose
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import in_language, names_of

EN, FR = Language("en"), Language("fr")
NAMES = {
    "a": {"en": "Ay", "fr": "Ahe"},
    "b": {"en": "Bee", "fr": "Bé"},
    "c-d": {"en": "See", "fr": "Cé"},
}
SAYS = {"en": "x", "fr": "x"}


def estimate(name: str, value: float, low: float, high: float, unit: str = "ratio") -> Estimate:
    """Build an estimate of twelve observations."""
    return Estimate(name, value, unit, 12, "m", SAYS, low, high, 0.95)  # type: ignore[arg-type]


def facts_of(*inside: object, language: Language = EN) -> dict[str, str]:
    """Return the facts of published ratios on one road, which lie inside the interval or not."""
    size = len(inside)
    comparison = pd.DataFrame(
        {
            "ratio_id": [f"flow-{i}" for i in range(1, size + 1)],
            "origin_id": ["a"] * size,
            "destination_id": ["c-d"] * size,
            "published_value": [10.6] * size,
            "publisher": ["P & Q"] * size,
            "inside": pd.Series(inside, dtype="boolean"),
        }
    )
    odds = Estimates([estimate("flows.odds.a.c-d", 8, 1.07, 355)])
    hires = Estimates([estimate("flows.odds-of-hires.a.c-d", math.inf, 2.78, math.inf)])
    return prose.published_facts(comparison, odds, hires, NAMES, language)


def test_facts_of_a_published_ratio() -> None:
    facts = facts_of(True)
    of_the_ratio = {key: text for key, text in facts.items() if key.startswith("flow-1.")}
    assert of_the_ratio == {
        "flow-1.origin": "Ay",
        "flow-1.destination": "See",
        "flow-1.published": "10.6",
        "flow-1.publisher": "P & Q",
        "flow-1.verdict": "the published figure lies inside that interval",
        "flow-1.observed": "8",
        "flow-1.interval": "1.1 to 355",
        "flow-1.n": "12",
        "flow-1.hires.observed": "∞",
        "flow-1.hires.interval": "2.8 or more, without upper bound",
        "flow-1.hires.n": "12",
    }


def test_facts_are_in_the_language_of_the_page() -> None:
    english, french = facts_of(True), facts_of(True, language=FR)
    assert french.keys() == english.keys()
    assert french["flow-1.published"] == "10,6"
    assert french["flow-1.destination"] == "Cé"
    same = {key for key in english if english[key] == french[key]}
    assert same == {
        *("flow-1.publisher", "flow-1.observed", "flow-1.n"),
        *("flow-1.hires.observed", "flow-1.hires.n"),
    }


def test_the_verdict_follows_the_comparison() -> None:
    verdicts = [facts_of(inside)["flow-1.verdict"] for inside in (True, False, pd.NA)]
    assert ["inside" in v for v in verdicts] == [True, False, False]
    assert ["outside" in v for v in verdicts] == [False, True, False]
    assert verdicts[2] == "there is nothing to compare it with"


def test_one_verdict_covers_all_published_ratios() -> None:
    verdicts = [facts_of(*inside)["verdict"] for inside in ((True, pd.NA), (True, False), (pd.NA,))]
    assert verdicts == [
        "the record does not contradict the published ratios",
        "the record contradicts at least one of the published ratios",
        "the record is too thin to test the published ratios",
    ]


def test_a_published_ratio_without_its_odds_is_an_error() -> None:
    comparison = pd.DataFrame(
        {
            "ratio_id": ["f"],
            "origin_id": ["a"],
            "destination_id": ["b"],
            "published_value": [2.0],
            "publisher": ["P"],
            "inside": [True],
        }
    )
    with pytest.raises(KeyError, match=r"flows\.odds\.a\.b"):
        prose.published_facts(comparison, Estimates(), Estimates(), NAMES, EN)


RATES = Estimates(
    [
        estimate("retention.rate.a", 0.8, 0.74, 0.85, "share"),
        estimate("retention.rate.b", 0.78, 0.72, 0.83, "share"),
        estimate("retention.rate.c-d", 0.67, 0.6, 0.73, "share"),
    ]
)


def difference(low: float, high: float) -> Estimate:
    """Build the difference of the two highest rates."""
    return estimate("retention.difference.a.c-d", 0.02, low, high, "share-difference")


def test_rates_are_told_in_one_sentence() -> None:
    told = prose.retention_facts(RATES, None, 1200, NAMES, EN)
    assert told["rates"] == "80% at Ay, 78% at Bee and 67% at See"
    assert told["cohort-size"] == "1,200"
    french = prose.retention_facts(RATES, None, 1200, NAMES, FR)
    assert french["rates"] == (
        f"{FR.percent(0.8)} chez Ahe, {FR.percent(0.78)} chez Bé et {FR.percent(0.67)} chez Cé"
    )


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-0.06, 0.1, "cannot be told apart"),
        (0, 0.1, "cannot be told apart"),
        (0.001, 0.1, "can be told apart"),
    ],
)
def test_a_difference_is_clear_only_when_its_interval_excludes_zero(
    low: float, high: float, verdict: str
) -> None:
    told = prose.retention_facts(RATES, difference(low, high), 200, NAMES, EN)
    assert told["difference.verdict"] == verdict
    assert (told["difference.first"], told["difference.second"]) == ("Ay", "See")
    assert told["difference.interval"] == difference(low, high).interval_text(EN)
    assert told["difference.points"].startswith("+2")


def test_without_a_difference_the_same_facts_say_so() -> None:
    nothing = prose.retention_facts(RATES, None, 200, NAMES, EN)
    something = prose.retention_facts(RATES, difference(0, 1), 200, NAMES, EN)
    assert nothing.keys() == something.keys()
    told = {nothing[key] for key in nothing if key.startswith("difference.")}
    assert told == {"(nothing to compare)"}


def test_a_listing_names_value_and_interval() -> None:
    lives = [
        estimate("retention.half-life.a", 6.21, 4.6, 8.5, "years"),
        estimate("retention.half-life.c-d", 3.1, 2.5, math.inf, "years"),
    ]
    assert prose.listing(lives, NAMES, EN) == (
        "Ay 6.2 (4.6 to 8.5); See 3.1 (2.5 or more, without upper bound)"
    )
    assert "Ahe 6,2 (de 4,6 à 8,5)" in prose.listing(iter(lives), NAMES, FR)


# --- names ---------------------------------------------------------------------------------------


def test_names_prefer_the_language_and_fall_back() -> None:
    frame = pd.DataFrame(
        {
            "org_id": ["one", "two"],
            "name": ["One", "Two"],
            "name_fr": pd.Series([None, "Deux"], dtype="str"),
        }
    )
    assert names_of(frame, "org_id") == {
        "one": {"en": "One", "fr": "One"},
        "two": {"en": "Two", "fr": "Deux"},
    }
    without = names_of(frame.drop(columns="name_fr"), "org_id")
    assert without["two"] == {"en": "Two", "fr": "Two"}


def test_a_name_follows_the_language() -> None:
    named = in_language(NAMES, "b")
    assert (named(EN), named(FR)) == ("Bee", "Bé")
    with pytest.raises(KeyError, match="nobody"):
        in_language(NAMES, "nobody")
