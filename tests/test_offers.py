"""Stay or go: by hand, by what must not change, and in the browser."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from browsing import WIDE, Watched, wait_until
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from talentwar import offers, parameters
from talentwar.charts.staying import DISCOUNTS, GROWTHS
from talentwar.language import Language, languages
from talentwar.offers import Current, Offer

HERE = Current(salary=120_000, unvested=240_000, months_left=24, refresh=48_000)
THERE = Offer(
    salary=180_000, signing_bonus=50_000, grant=480_000, vest_years=4, cliff_months=12,
    gap_months=3,
)  # fmt: skip
AMOUNTS = ("salary", "unvested", "refresh", "signing_bonus", "grant")


def in_millions(amount: float, language: Language) -> str:
    """Write an amount in millions with three significant digits at most."""
    shown = f"{float(f'{amount / 1e6:.3g}'):f}".rstrip("0")
    return language.number(float(shown), len(shown.partition(".")[2]))


def times(thing: Current | Offer, factor: float) -> Current | Offer:
    changed = {k: v * factor for k, v in vars(thing).items() if k in AMOUNTS}
    return replace(thing, **changed)  # type: ignore[arg-type]


def test_staying_by_hand() -> None:
    flow = offers.staying(HERE, 0.0)
    # Salary, what vests, and one grant of 1,000 a month from each year begun.
    assert flow[0] == 0
    assert flow[1] == pytest.approx(10_000 + 10_000 + 1_000)
    assert flow[13] == pytest.approx(10_000 + 10_000 + 2_000)
    assert flow[25] == pytest.approx(10_000 + 3_000)
    assert flow[48] == pytest.approx(10_000 + 4_000)
    # In a year the price doubles: what vests then is worth twice as much.
    grown = offers.staying(replace(HERE, refresh=0.0), 1.0)
    assert grown[12] == pytest.approx(10_000 + 20_000)


def test_leaving_by_hand() -> None:
    flow = offers.leaving(THERE, 0.0)
    assert flow[:3].tolist() == [0, 0, 0]
    assert flow[3] == 50_000
    assert flow[4] == 15_000
    # The cliff: twelve months of 10,000 at once.
    assert flow[15] == pytest.approx(15_000 + 120_000)
    assert flow[16] == pytest.approx(15_000 + 10_000)
    without = offers.leaving(replace(THERE, cliff_months=0, gap_months=0), 0.0)
    assert without[0] == 50_000
    assert without[1] == pytest.approx(25_000)


def test_discounting_by_hand() -> None:
    """A hundred after one and after two years, at 10 %: 90.91 and 82.64."""
    flow = np.zeros(25)
    flow[[12, 24]] = 100
    assert offers.present_value(flow, 0.1) == pytest.approx(90.9091 + 82.6446, abs=1e-4)


@pytest.mark.parametrize("cliff", [0, 1, 6, 12, 24])
@pytest.mark.parametrize("years", [2, 3, 4])
def test_a_grant_vests_whole(cliff: int, years: int) -> None:
    bare = Offer(0, 0, 480_000, years, cliff, 0)
    assert offers.leaving(bare, 0.0).sum() == pytest.approx(480_000)
    assert offers.staying(Current(0, 7_200, 12 * years, 0), 0.0).sum() == pytest.approx(7_200)


def test_without_growth_and_discount_it_is_the_plain_sum() -> None:
    stay = 4 * 120_000 + 240_000 + 48_000 / 4 * (4 + 3 + 2 + 1)
    leave = 45 * 15_000 + 50_000 + 45 * 10_000
    bonus = offers.break_even_bonus(HERE, THERE, 0.0, 0.0, 0.0, 12)
    assert bonus == pytest.approx(leave - stay)


@given(
    st.floats(0.1, 50), st.floats(0, 0.5), st.floats(-0.5, 2), st.floats(-0.5, 2)
)  # fmt: skip
def test_doubling_all_amounts_doubles_values(
    factor: float, discount: float, own: float, offered: float
) -> None:
    here, there = times(HERE, factor), times(THERE, factor)
    assert isinstance(here, Current)
    assert isinstance(there, Offer)
    rest = discount, own, offered
    once = offers.break_even_bonus(HERE, THERE, *rest, 12)
    assert offers.break_even_bonus(here, there, *rest, 12) == pytest.approx(factor * once, abs=1e-3)
    costs = offers.cost_of_waiting(HERE, THERE, *rest)
    assert offers.cost_of_waiting(here, there, *rest) == pytest.approx(factor * costs, abs=1e-3)


@given(st.floats(0, 0.5), st.floats(-0.5, 2))
def test_who_gets_the_bonus_is_indifferent(discount: float, growth: float) -> None:
    bonus = offers.break_even_bonus(HERE, THERE, discount, growth, growth, 12)
    paid = offers.staying(HERE, growth)
    paid[12] += bonus
    left = offers.present_value(offers.leaving(THERE, growth), discount)
    assert offers.present_value(paid, discount) == pytest.approx(left)


def test_a_larger_bonus_buys_no_fewer_months() -> None:
    costs = offers.cost_of_waiting(HERE, THERE, 0.1, 0.0, 0.0)
    assert costs[0] == pytest.approx(0)
    assert len(costs) == offers.LONGEST_WAIT + 1
    bought = [offers.months_bought(costs, bonus) for bonus in (0, 1e4, 1e5, 1e9)]
    assert bought == sorted(bought)
    assert bought[-1] == offers.LONGEST_WAIT
    assert offers.months_bought(np.array([0.0, 5.0, 10.0, 15.0]), 10.0) == 2
    assert offers.months_bought(np.array([0.0, 5.0]), -1.0) == -1


def test_the_scenarios_are_those_of_the_parameters() -> None:
    for name in offers.SCENARIOS:
        parameters.read("compensation", {"growth_scenario": name}, "test")
    found = offers.estimates(HERE, THERE, 0.1, 0.0, "EUR", {"all": 1e9})
    assert found["compensation.break-even"].unit == "euros"
    assert found["compensation.months.all"].value == offers.LONGEST_WAIT


@pytest.mark.parametrize("code", languages())
def test_the_sliders_ask_the_browser_and_it_counts_as_the_analysis_does(
    browser: Browser, address: str, code: str
) -> None:
    watched = Watched(browser.new_context(viewport=WIDE), address)
    page, language = watched.page, Language(code)
    page.goto(f"{address}/{code}/compensation.html")
    p = parameters.read("compensation", {}, "test").model_dump()
    package, offer = Current(**p["current_package"]), Offer(**p["offer"])
    figure = page.locator("#compensation-bonus")
    figure.scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('#compensation-bonus .tw-drawn')")
    for grant, signing, unvested, gap, growth in ((20, 1, 4.5, 0, 0), (80, 12, 2, 12, 50)):
        given = {
            "grant": grant, "signing": signing, "unvested": unvested, "gap": gap,
            "offered_growth": growth,
        }  # fmt: skip
        for name, value in given.items():
            figure.locator(f"input[name={name}]").fill(str(value))
        here = replace(package, unvested=unvested * 1e6)
        there = replace(offer, grant=grant * 1e6, signing_bonus=signing * 1e6, gap_months=gap)
        needed = [
            offers.break_even_bonus(here, there, d, g, growth / 100, offers.BONUS_MONTHS)
            for d in DISCOUNTS
            for g in GROWTHS
        ]
        said = sorted(in_millions(max(n, 0.0), language) for n in needed)
        found = (
            "JSON.stringify([...document.querySelectorAll("
            "'#compensation-bonus .tw-live .mark-text.role-mark text')]"
            ".map(t => t.textContent).sort())"
        )
        wait_until(page, f"JSON.stringify({said!r}.sort()) === {found}", 10)
    figure = page.locator("#compensation-months")
    figure.scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('#compensation-months .tw-drawn')")
    for bonus, grant, unvested, growth, gap in ((2, 20, 4.5, 0, 0), (10, 60, 10, 50, 6)):
        given = {
            "bonus": bonus, "grant": grant, "unvested": unvested, "own_growth": growth, "gap": gap,
        }  # fmt: skip
        for name, value in given.items():
            figure.locator(f"input[name={name}]").fill(str(value))
        here = replace(package, unvested=unvested * 1e6)
        there = replace(offer, grant=grant * 1e6, gap_months=gap)
        costs = offers.cost_of_waiting(here, there, p["discount_rate"], growth / 100, 0.0)
        text = language.t(
            "compensation.months.words",
            bonus=language.money(bonus * 1e6, "USD"),
            months=offers.months_bought(costs, bonus * 1e6),
        )
        found = "[...document.querySelectorAll('#compensation-months .tw-live text')]"
        wait_until(page, f"{found}.some(t => t.textContent === {text!r})", 10)
    assert watched.faults == []
    page.context.close()
