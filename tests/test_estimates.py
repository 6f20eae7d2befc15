"""Estimates: what they refuse, and that every way of showing them says the same."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwar.estimates import MIME_TYPE, Estimate, Estimates
from talentwar.language import Language

EN, FR = Language("en"), Language("fr")
MINUS = "\N{MINUS SIGN}"
DEFINITION = {"en": "What it is", "fr": "Ce que c’est"}


def estimate(name: str = "a.b.c", value: float = 2.5, **other: Any) -> Estimate:
    """Build an estimate; what is omitted is ordinary."""
    usual: dict[str, Any] = {"unit": "ratio", "n": 7, "method": "m", "definition": DEFINITION}
    return Estimate(name=name, value=value, **(usual | other))


def between(low: float, high: float, value: float = 2.5, **other: Any) -> Estimate:
    """Build an estimate with an interval."""
    return estimate(value=value, low=low, high=high, level=0.95, **other)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"low": 1.0},
        {"high": 3.0},
        {"level": 0.95},
        {"low": 1.0, "high": 3.0},
        {"low": 1.0, "level": 0.95},
        {"high": 3.0, "level": 0.95},
    ],
)
def test_half_an_interval_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"a\.b\.c: low, high and level go together"):
        estimate(**given)


@pytest.mark.parametrize(("low", "high"), [(3, 4), (1, 2), (2.6, math.inf), (-math.inf, 2.4)])
def test_a_value_outside_its_interval_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match=r"a\.b\.c: 2\.5 is outside"):
        between(low, high)


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (2.5, 2.5, 2.5),
        (2.5 + 1e-12, 3, 2.5),
        (1, math.inf, math.inf),
        (0, math.inf, math.nan),
        (-math.inf, math.inf, 0),
    ],
)
def test_an_interval_may_be_open_or_a_point(low: float, high: float, value: float) -> None:
    assert between(low, high, value).has_interval


def test_two_estimates_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two estimates are called a\.b\.c"):
        Estimates([estimate(), estimate("other"), estimate(value=3)])


# --- what a reader sees --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "value", "english", "french"),
    [
        ("ratio", 8.24, "8.2", "8,2"),
        ("ratio", math.inf, "∞", "∞"),
        ("count", 1234.0, "1,234", "1\u202f234"),
        ("difference", 12.0, "+12", "+12"),
        ("difference", -46.0, f"{MINUS}46", f"{MINUS}46"),
        ("share-difference", 0.021, "+2.1 points", "+2,1 points"),
        ("years", 4.334, "4.3", "4,3"),
        ("per-year", 0.1116, "0.11", "0,11"),
        ("per-year", 2.0, "2.00", "2,00"),
    ],
)
def test_values_are_written_by_unit(unit: str, value: float, english: str, french: str) -> None:
    shown = estimate(value=value, unit=unit)
    assert (shown.text(EN), shown.text(FR)) == (english, french)


def test_shares_are_written_as_percentages() -> None:
    shown = between(0.739, 0.8495, 0.8, unit="share")
    assert (shown.text(EN), shown.interval_text(EN)) == ("80%", "74% to 85%")
    assert shown.text(FR) == FR.percent(0.8)
    assert shown.interval_text(FR) == f"de {FR.percent(0.74)} à {FR.percent(0.85)}"


@pytest.mark.parametrize(
    ("given", "english", "french"),
    [
        (between(1.6, 473.47), "1.6 to 473", "de 1,6 à 473"),
        (
            between(-57.6, -30.4, -46, unit="difference"),
            f"{MINUS}57.6 to {MINUS}30.4",
            f"de {MINUS}57,6 à {MINUS}30,4",
        ),
        (
            between(2.78, math.inf, math.inf),
            "2.8 or more, without upper bound",
            "2,8 ou plus, sans borne supérieure",
        ),
        (between(math.nan, math.nan, math.nan), "not defined", "non défini"),
        (estimate(), "", ""),
    ],
)
def test_intervals_are_written(given: Estimate, english: str, french: str) -> None:
    assert (given.interval_text(EN), given.interval_text(FR)) == (english, french)


def test_what_is_not_defined_is_said_in_words() -> None:
    for unit in ("ratio", "share", "count", "difference", "share-difference", "years", "per-year"):
        shown = estimate(value=math.nan, unit=unit)
        assert (shown.text(EN), shown.text(FR)) == ("undefined", "non défini")


# --- what a program reads ------------------------------------------------------------------------

NUMBERS = st.floats(-1e12, 1e12) | st.sampled_from([math.inf, -math.inf, math.nan])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=5))
def test_json_holds_only_finite_numbers(triples: list[tuple[float, float, float]]) -> None:
    estimates = Estimates(
        between(min(t, default=0), max(t, default=0), t[0], name=f"e.{i}")
        for i, t in enumerate(triples)
        if not any(math.isnan(v) for v in t[1:])
    )

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    records = json.loads(estimates.to_json(), parse_constant=refuse)
    assert [r["name"] for r in records] == sorted(estimates)
    for record in records:
        for key in ("value", "low", "high"):
            number = getattr(estimates[record["name"]], key)
            if math.isfinite(number):
                assert record[key] == pytest.approx(number, rel=1e-9)
            else:
                assert record[key] is None


def test_json_does_not_depend_on_order_or_on_the_last_bits() -> None:
    one, two = between(0.1, 3, 0.1 + 0.2, name="z.é"), estimate("a.b")
    noisy = between(0.1, 3, 0.3, name="z.é")
    assert Estimates([one, two]).to_json() == Estimates([two, noisy]).to_json()
    assert '"z.é"' in Estimates([one]).to_json()


def test_an_estimate_survives_as_a_record() -> None:
    full = between(1, 4, rows=("m-1", "m-2"))
    record = json.loads(json.dumps(full.as_dict()))
    assert Estimate(**{**record, "rows": tuple(record["rows"])}) == full


def test_the_listing_is_stable_and_complete() -> None:
    estimates = Estimates(
        [between(1 / 3, math.inf, 2 / 3, name="flows.odds.x.y"), estimate("b", 12, unit="count")]
    )
    lines = repr(estimates).splitlines()
    assert [line.split() for line in lines] == [
        ["flows.odds.x.y", "0.6667", "[0.3333,", "inf]", "n=7"],
        ["b", "12", "[-,", "-]", "n=7"],
    ]
    # Values stand in one column, whatever the length of the names.
    assert len({line.index(" [") for line in lines}) == 1
    bundle = estimates._repr_mimebundle_()
    assert bundle["text/plain"] == repr(estimates)
    assert bundle[MIME_TYPE] == json.loads(estimates.to_json())
