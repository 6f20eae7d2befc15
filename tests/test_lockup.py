"""The price of a lock-up: by hand, by its invariants, and as the browser computes it."""

from __future__ import annotations

import datetime

import pytest
from browsing import WIDE, Watched, wait_until
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from talentwar import lockup, noncompetes
from talentwar.language import Language, languages
from talentwar.lockup import Profile
from talentwar.names import names_of
from talentwar.tables import load

PLACES = names_of(load("jurisdictions"), "jurisdiction_id")
RULES = noncompetes.in_currency(load("noncompete_rules"), load("exchange_rates"), "USD")
FOUND = noncompetes.assessments(
    RULES, ["US-CA", "US-WA", "DK", "CN", "IT"], datetime.date(2026, 11, 30), 400_000
)


def test_by_hand() -> None:
    costs = lockup.price(Profile(400_000, 1_000_000, 0.44), FOUND, 6).set_index("jurisdiction_id")
    assert costs.loc["US-CA", ["held", "person", "field"]].tolist() == [0, 0, 0]
    # Half a year of pay, and 1.44 ** 0.5 = 1.2 on the grant.
    seattle = costs.loc["US-WA"]
    assert seattle["pay_lost"] == pytest.approx(200_000)
    assert seattle["growth_missed"] == pytest.approx(200_000)
    assert seattle["person"] == pytest.approx(400_000)
    assert seattle["field"] == pytest.approx((400_000 + 250_000) / 2)
    # Denmark makes the employer pay 60%, China 30%; Italy asks for pay without a rate.
    assert costs.loc["DK", "pay_lost"] == pytest.approx(80_000)
    assert costs.loc["CN", "paid"] == pytest.approx(60_000)
    assert costs.loc["IT", "pay_lost"] == pytest.approx(200_000)


def test_beyond_a_firm_limit_nobody_is_held() -> None:
    long = lockup.price(Profile(1, 0, 0), FOUND, 30).set_index("jurisdiction_id")["held"]
    assert long["DK"] == 12
    assert long["CN"] == 24
    assert long["US-WA"] == 30, "a presumption can be rebutted"


@given(st.integers(1, 48), st.floats(1, 1e7), st.floats(0, 1e8), st.floats(0, 5))
def test_invariants(months: int, pay: float, grant: float, growth: float) -> None:
    one = lockup.price(Profile(pay, grant, growth), FOUND, months)
    twice = lockup.price(Profile(2 * pay, 2 * grant, growth), FOUND, months)
    assert twice["person"].tolist() == pytest.approx((2 * one["person"]).tolist())
    assert (one["person"] >= 0).all()
    assert (one["pay_lost"] + one["paid"]).tolist() == pytest.approx(
        (pay * one["held"] / 12).tolist()
    )
    still = lockup.price(Profile(pay, grant, 0), FOUND, months)
    assert (still["growth_missed"] == 0).all()


def test_the_unknown_has_no_price() -> None:
    rules = noncompetes.assessments(RULES, ["US-WA"], datetime.date(2027, 3, 1), 400_000)
    costs = lockup.price(Profile(1, 1, 1), rules, 6)
    assert costs["person"].isna().all()
    assert not lockup.estimates(costs, rules, PLACES, "USD")


def move(page: object, figure: str, name: str, value: str) -> None:
    """Set a slider or a list of a chart as a reader does."""
    field = page.locator(f"#{figure} :is(input, select)[name={name}]")  # type: ignore[attr-defined]
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


@pytest.mark.parametrize("code", languages())
def test_the_sliders_price_as_the_analysis_does(browser: Browser, address: str, code: str) -> None:
    watched = Watched(browser.new_context(viewport=WIDE), address)
    page, language = watched.page, Language(code)
    page.goto(f"{address}/{code}/noncompetes.html")
    watched.see("noncompetes-lockup")
    for name, value in {"restriction": "30", "pay": "800", "grant": "10", "growth": "100"}.items():
        move(page, "noncompetes-lockup", name, value)
    found = noncompetes.assessments(
        RULES, ["FR", "CN", "US-CA"], datetime.date(2026, 11, 30), 800_000
    )
    costs = lockup.price(Profile(800_000, 10_000_000, 1.0), found, 30)
    for row in costs.to_dict("records"):
        said = language.t("noncompetes.lockup.nothing")
        if row["person"]:
            said = language.t(
                "noncompetes.lockup.words",
                person=language.money(float(row["person"]), "USD"),
                field=language.money(float(row["field"]), "USD"),
            )
        texts = "[...document.querySelectorAll('#noncompetes-lockup .tw-live text')]"
        wait_until(page, f"{texts}.some(t => t.textContent === {said!r})", 5)
    assert watched.faults == []
    page.context.close()


QUESTIONS = [
    {"law_year": "2027", "pay": "100", "restriction": "18"},
    {"law_year": "2020", "pay": "90", "restriction": "24"},
    {"own_place": "DK", "pay": "60", "law_year": "2015"},
]


@pytest.mark.parametrize("code", languages())
def test_the_answer_follows_the_question(browser: Browser, address: str, code: str) -> None:
    from talentwar.verdicts import verdict

    language = Language(code)
    for asked in QUESTIONS[languages().index(code) % 2 :: 2]:
        watched = Watched(browser.new_context(viewport=WIDE), address)
        page = watched.page
        page.goto(f"{address}/{code}/noncompetes.html")
        watched.see("noncompetes-sites")
        for name, value in asked.items():
            move(page, "noncompetes-sites", name, value)
        day = datetime.date(int(asked["law_year"]), 12, 31)
        months = int(asked.get("restriction", "12"))
        shown = ["US-CA", "US-WA", "US-NY", "GB", "FR", "CH", "CA-ON", "CN", "IL"]
        order = [*dict.fromkeys([asked[k] for k in asked if k == "own_place"]), *shown]
        found = noncompetes.assessments(RULES, order, day, 1000 * float(asked["pay"]))
        expected = [verdict(a, months, language) for a in found.values()]
        texts = """() => {
          const all = [...document.querySelectorAll('#noncompetes-sites .tw-live text')];
          return all.filter(t => t.getAttribute('font-weight') === 'bold')
            .map(t => [t.getBoundingClientRect().top, t.textContent])
            .sort((a, b) => a[0] - b[0]).map(t => t[1]).slice(1);
        }"""
        page.wait_for_timeout(500)
        assert page.evaluate(texts) == expected
        assert watched.faults == []
        page.context.close()
