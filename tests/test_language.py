"""How each language writes numbers, dates and lists, and what a catalogue must hold."""

from __future__ import annotations

import json
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwar.language import Language, catalogue_path, everywhere, languages

EN, FR = Language("en"), Language("fr")
BOTH = pytest.mark.parametrize("language", [EN, FR], ids=lambda language: language.code)
QUICK = settings(deadline=None, max_examples=60)

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ANY_SPACE = f"[{NO_BREAK}{NARROW}]"


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (0, None, "0", "0"),
        (8, None, "8", "8"),
        (8.0, None, "8", "8"),
        (8.24, None, "8.2", "8,2"),
        (0.1, None, "0.1", "0,1"),
        (0.012, None, "0.012", "0,012"),
        (0.00123, None, "0.0012", "0,0012"),
        (100.4, None, "100", "100"),
        (1234567, None, "1,234,567", f"1{NARROW}234{NARROW}567"),
        (-3.2, None, f"{MINUS}3.2", f"{MINUS}3,2"),
        (-1234.5, 1, f"{MINUS}1,234.5", f"{MINUS}1{NARROW}234,5"),
        (0.1116, 2, "0.11", "0,11"),
        (2, 2, "2.00", "2,00"),
        (math.inf, None, "∞", "∞"),
        (-math.inf, None, f"{MINUS}∞", f"{MINUS}∞"),
    ],
)
def test_numbers(value: float, decimals: int | None, english: str, french: str) -> None:
    assert (EN.number(value, decimals), FR.number(value, decimals)) == (english, french)


@QUICK
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_both_languages_write_the_same_number(value: float, decimals: int) -> None:
    english, french = EN.number(value, decimals), FR.number(value, decimals)
    # Either way round: English only lacks what French writes with a narrow space.
    assert french == english.replace(",", NARROW).replace(".", ",")
    assert "-" not in english
    assert float(english.replace(",", "").replace(MINUS, "-")) == pytest.approx(
        value, abs=0.5000001 * 10**-decimals
    )


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (3, "+3", "+3"),
        (-3, f"{MINUS}3", f"{MINUS}3"),
        (0, "0", "0"),
        (11.34, "+11.3", "+11,3"),
        (math.inf, "+∞", "+∞"),
    ],
)
def test_signed_numbers(value: float, english: str, french: str) -> None:
    assert (EN.signed(value), FR.signed(value)) == (english, french)


@pytest.mark.parametrize(
    ("share", "decimals", "english", "french"),
    [
        (0.8, 0, "80", "80"),
        (1, 0, "100", "100"),
        (0.8249, 0, "82", "82"),
        (0.8249, 1, "82.5", "82,5"),
        (-0.06, 0, f"{MINUS}6", f"{MINUS}6"),
    ],
)
def test_percentages(share: float, decimals: int, english: str, french: str) -> None:
    assert EN.percent(share, decimals) == f"{english}%"
    assert re.fullmatch(f"{re.escape(french)}{ANY_SPACE}%", FR.percent(share, decimals))


@pytest.mark.parametrize(
    ("difference", "english", "french"),
    [
        (0.021, "+2.1 points", "+2,1 points"),
        (-0.0599, f"{MINUS}6 points", f"{MINUS}6 points"),
        (-0.25, f"{MINUS}25 points", f"{MINUS}25 points"),
    ],
)
def test_percentage_points(difference: float, english: str, french: str) -> None:
    def whole(text: str) -> str:
        # A decimal that says nothing may stay or go.
        return re.sub(r"[.,]0 ", " ", text)

    assert (whole(EN.points(difference)), whole(FR.points(difference))) == (english, french)


@BOTH
def test_nothing_has_no_sign(language: Language) -> None:
    assert language.signed(-0.0) == "0"
    assert language.signed(0.01, 0) == "0"
    assert language.percent(-0.001)[0] == "0"
    assert language.number(-0.04, 1)[0] == "0"


def test_years_agree_in_number() -> None:
    assert [EN.years(v) for v in (0.5, 1.5, 2.64)] == ["0.5 years", "1.5 years", "2.6 years"]
    # French has the plural from two on.
    french = [FR.years(v).replace(NO_BREAK, " ") for v in (0.5, 1.5, 2, 2.64)]
    assert french == ["0,5 an", "1,5 an", "2,0 ans", "2,6 ans"]


def test_a_duration_has_the_number_that_is_shown() -> None:
    assert [EN.years(v) for v in (1.0, 1.04)] == ["1.0 years"] * 2
    assert [FR.years(v).replace(NO_BREAK, " ") for v in (1.96, 2.0)] == ["2,0 ans"] * 2


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partial", "english", "french"),
    [
        ("2025", "2025", "2025"),
        ("2025-08", "August 2025", "août 2025"),
        ("2025-06-30", "30 June 2025", "30 juin 2025"),
        ("2025-06-01", "1 June 2025", "1er juin 2025"),
        ("2023-05/2024-02", "May 2023 – February 2024", "mai 2023 – février 2024"),
        ("2024/2025-12", "2024 – December 2025", "2024 – décembre 2025"),
        ("2025-12-25/2026", "25 December 2025 – 2026", "25 décembre 2025 – 2026"),
    ],
)
def test_dates_say_what_is_known_and_no_more(partial: str, english: str, french: str) -> None:
    assert (EN.date(partial), FR.date(partial)) == (english, french)


@BOTH
@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "June 2025", "", "2025-06-30T10:00"])
def test_what_is_no_date_is_refused(language: Language, text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or "not a date"):
        language.date(text)


# --- lists and order -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a et b"),
        (["a", "b", "c"], "a, b and c", "a, b et c"),
        (["a", "b", "c", "d"], "a, b, c and d", "a, b, c et d"),
    ],
)
def test_lists_in_a_sentence(words: list[str], english: str, french: str) -> None:
    assert (EN.items(iter(words)), FR.items(iter(words))) == (english, french)


def test_lists_of_items_with_commas() -> None:
    assert EN.series(iter(["a, b", "c"])) == "a, b; c"
    assert FR.series(iter(["a, b", "c"])) == f"a, b{NARROW}; c"


def test_words_sort_as_in_a_dictionary() -> None:
    words = ["Zoé", "eau", "élan", "Écho", "apple", "Étude"]
    assert sorted(words, key=FR.sort_key) == ["apple", "eau", "Écho", "élan", "Étude", "Zoé"]


# --- catalogues ----------------------------------------------------------------------------------


@BOTH
def test_a_missing_text_is_an_error_that_names_the_catalogue(language: Language) -> None:
    path = re.escape(str(catalogue_path(language.code)))
    with pytest.raises(KeyError, match=f'"no.such.key" in {path}'):
        language.t("no.such.key")
    with pytest.raises(KeyError, match=f'plural text for "no.such.key" in {path}'):
        language.tn("no.such.key", 2)


@BOTH
def test_the_empty_key_has_no_text(language: Language) -> None:
    # In a catalogue the empty key holds the headers.
    with pytest.raises(KeyError, match="a text has no key"):
        language.t("")


@BOTH
def test_a_placeholder_without_a_value_is_an_error(language: Language) -> None:
    with pytest.raises(KeyError, match="high"):
        language.t("interval", low="1")


def test_plural_forms_follow_the_language() -> None:
    assert [EN.tn("count.moves", n) for n in (0, 1, 2)] == ["0 moves", "1 move", "2 moves"]
    assert [FR.tn("count.moves", n) for n in (0, 1, 2)] == [
        "0 mouvement",
        "1 mouvement",
        "2 mouvements",
    ]
    assert EN.tn("count.moves", 1234) == "1,234 moves"
    assert FR.tn("count.moves", 1234) == f"1{NARROW}234 mouvements"


@pytest.mark.parametrize("code", ["de", "EN", "", "fr_FR", "../en"])
def test_a_language_without_a_catalogue_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="none of en, fr"):
        Language(code)


def test_everywhere_gives_each_language_its_own_values() -> None:
    assert languages() == ("en", "fr")
    texts = everywhere("interval", low=lambda language: language.number(0.5), high="x")
    assert texts == {"en": "0.5 to x", "fr": "de 0,5 à x"}


# --- what Vega is told ---------------------------------------------------------------------------


@BOTH
def test_number_locale_of_d3_agrees_with_the_prose(language: Language) -> None:
    d3 = language.d3_number_locale()
    assert json.loads(json.dumps(d3)) == d3
    assert language.number(12345.6, 1) == f"12{d3['thousands']}345{d3['decimal']}6"
    assert language.number(-1) == f"{d3['minus']}1"
    assert language.percent(0.5) == f"50{d3['percent']}"
    assert d3["grouping"] == [3]
    assert sum(bool(part) for part in d3["currency"]) == 1


@BOTH
def test_time_locale_of_d3_agrees_with_the_prose(language: Language) -> None:
    d3 = language.d3_time_locale()
    assert json.loads(json.dumps(d3)) == d3
    for number, month in enumerate(d3["months"], start=1):
        assert language.date(f"2025-{number:02d}") == f"{month} 2025"
    assert [len(d3[key]) for key in ("days", "shortDays", "shortMonths")] == [7, 7, 12]


def test_weeks_of_d3_start_on_sunday() -> None:
    assert EN.d3_time_locale()["days"][:2] == ["Sunday", "Monday"]
    assert FR.d3_time_locale()["days"][:2] == ["dimanche", "lundi"]


@pytest.mark.parametrize(
    ("years", "en", "fr"),
    [
        (15 / 365.25, "15 days", "15 jours"),
        (1 / 365.25, "1 day", "1 jour"),
        (0.125, "2 months", "2 mois"),
        (0.9, "11 months", "11 mois"),
        (2.0, "2.0 years", "2,0 ans"),
        (6.04, "6.0 years", "6,0 ans"),
    ],
)
def test_durations_are_written_in_the_unit_that_is_easiest_to_read(
    years: float, en: str, fr: str
) -> None:
    said = {"en": en, "fr": fr}
    for code, text in said.items():
        assert Language(code).duration(years).replace("\xa0", " ") == text
