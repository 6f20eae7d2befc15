"""What was reported of pay: one footing for packages, places, and the counts of the chapter."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from test_flows import with_bounds

from talentwar import compensation, equity, schema
from talentwar.charts.reports import amount, limits, lines
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.prose_compensation import regions_facts, reported_facts, sale_facts
from talentwar.tables import load

RATES = load("exchange_rates")
NAMES = {org: {"en": org.upper(), "fr": org.upper()} for org in ("a", "b", "undisclosed")}


def table_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Build a table; what is not given is a confirmed yearly package of a group, in dollars."""
    usual = {
        "org_id": "a", "scope": "group", "recipient_en": "them", "recipient_fr": "eux",
        "kind": "package-offer", "currency": "USD", "basis": "per-year", "vest_years": math.nan,
        "date": "2025", "place": "united-states", "status": "confirmed", "confidence": "high",
        "level": None, "amount_low": math.nan, "amount_high": math.nan,
    }  # fmt: skip
    frame = pd.DataFrame([{"comp_id": f"c{n}", **usual, **row} for n, row in enumerate(rows)])
    return with_bounds(frame, "date")


def reports(*rows: dict[str, Any], currency: str = "USD", as_of: str = "2026") -> pd.DataFrame:
    return compensation.reports(table_of(*rows), RATES, currency=currency, as_of=as_of)


def test_a_year_of_each() -> None:
    rows = reports(
        {"amount_low": 1e6, "amount_high": 2e6},
        {"amount_low": 4e6, "basis": "total", "vest_years": 4.0},
        {"amount_low": 4e6, "basis": "total"},
        {"amount_low": 2e6, "basis": "total", "vest_years": 2.0, "kind": "retention-bonus"},
        {"amount_high": 1e4, "basis": "per-month", "kind": "base-salary"},
        {"amount_low": 5e9, "scope": "aggregate"},
        {"amount_low": 9e3, "kind": "intern-pay"},
        {},
        {"amount_low": 1e6, "date": "2027"},
        {"amount_low": 1e6, "currency": "EUR", "date": "2010"},
    )
    assert rows["comp_id"].tolist() == ["c0", "c1", "c2", "c3", "c4"]
    yearly = compensation.packages(rows)
    assert yearly["comp_id"].tolist() == ["c0", "c1"]
    assert yearly["low"].tolist() == [1e6, 1e6]
    # What no source spreads over years, and what is a part of pay, stands as published.
    parts = compensation.parts(rows)
    assert parts.set_index("comp_id")["low"].to_dict() == {"c2": 4e6, "c3": 2e6}
    assert compensation.base(rows)["high"].tolist() == [12e4]


def test_every_report_is_in_one_group_at_most() -> None:
    for currency in ("USD", "EUR"):
        rows = compensation.reports(load("compensation"), RATES, currency=currency, as_of="2026-11")
        groups = [f(rows) for f in (compensation.packages, compensation.parts, compensation.base)]
        ids = pd.concat(groups)["comp_id"]
        assert ids.is_unique
        # Salaries of an unknown place, or by the hour of a contract, are in none.
        left = rows[~rows["comp_id"].isin(ids) & (compensation.reach(rows) > 0)]
        assert set(left["kind"]) <= set(compensation.BASE)
        assert set(compensation.ARTICLE) <= set(ids)


def test_doubling_all_amounts_doubles_values() -> None:
    table = load("compensation")
    twice = table.assign(amount_low=2 * table["amount_low"], amount_high=2 * table["amount_high"])
    found, doubled = (
        compensation.reports(t, RATES, currency="EUR", as_of="2026-11") for t in (table, twice)
    )
    for side in ("low", "high"):
        pd.testing.assert_series_equal(doubled[side], 2 * found[side])


def test_selection_by_status_and_confidence() -> None:
    rows = reports(
        {"amount_low": 1.0, "status": "denied"},
        {"amount_low": 1.0, "confidence": "low"},
        {"amount_low": 1.0},
    )
    chosen = compensation.selected(rows, "medium", ["confirmed", "reported"])
    assert chosen["comp_id"].tolist() == ["c2"]
    assert len(compensation.selected(rows, "low", compensation.STATUSES)) == 3


def test_places() -> None:
    assert compensation.region_of("zurich") == "switzerland"
    assert compensation.region_of("atlantis") == compensation.ELSEWHERE
    places = schema.table("compensation").field("place").enum
    assert all(compensation.region_of(place) != compensation.ELSEWHERE for place in places)


def test_how_the_packages_of_the_article_stand() -> None:
    rows = reports(
        {"amount_low": 3e7, "scope": "person"},
        {"amount_high": 2e7, "status": "denied", "org_id": "b"},
        {"amount_low": 1e6},
        {"amount_low": 4e5, "amount_high": 5e5, "kind": "base-salary", "org_id": "b"},
    )
    yearly, salaries = compensation.packages(rows), compensation.base(rows)
    found = compensation.estimates(yearly, salaries)
    assert found["compensation.packages"].value == 3
    assert found["compensation.reaching"].rows == ("c0", "c1")
    assert found["compensation.named"].rows == ("c0",)
    assert found["compensation.top-base"].value == 5e5
    assert found["compensation.times-base"].value == 40
    told = reported_facts(yearly, salaries, NAMES, Language("en"))
    assert told["reaching.organizations"] == "A and B"
    assert told["reaching.denied"] == "1"
    assert told["package.verdict"] == Language("en").t("prose.package.common")
    assert told["top-base.organization"] == "B"
    few = reported_facts(yearly.iloc[1:], salaries, NAMES, Language("en"))
    assert few["package.verdict"] == Language("en").t("prose.package.common")
    none = compensation.estimates(yearly.iloc[:0], salaries.iloc[:0])
    assert list(none) == [f"compensation.{n}" for n in ("packages", "reaching", "named")]


@pytest.mark.parametrize("code", languages())
def test_the_words_of_a_row(code: str) -> None:
    language = Language(code)
    rows = reports(
        {"amount_low": 1e6, "amount_high": 2e6},
        {"amount_low": 3e6, "org_id": "undisclosed", "kind": "retention-bonus", "basis": "total",
         "vest_years": 2.0},
    )  # fmt: skip
    drawn = lines(rows, "USD", NAMES, language, what=True, where=False)
    assert drawn["comp_id"].tolist() == ["c1", "c0"]
    assert drawn["whom"].str.contains("2025").all()
    assert set(drawn["recipient"]) == {"them" if code == "en" else "eux"}
    assert drawn["value_text"].iloc[0].endswith(language.tn("definition.years", 2))
    assert limits(drawn) == (1e6, 1e7)
    assert amount(math.nan, 5e6, "EUR", language) == language.t(
        "amount.up-to", amount=language.money(5e6, "EUR")
    )


def test_the_amounts_of_the_article() -> None:
    table = load("compensation")
    bonus = compensation.amount_of(table, RATES, compensation.BONUS, "USD")
    assert bonus == 2_000_000
    euros = compensation.amount_of(table, RATES, compensation.BONUS, "EUR")
    assert euros == pytest.approx(bonus / 1.1306)
    further = compensation.amount_of(table, RATES, compensation.FURTHER_GRANT, "USD")
    assert further == compensation.PACKAGE


def test_no_place_is_passed_over() -> None:
    rows = reports(
        {"amount_low": 1e5, "kind": "base-salary", "place": "london"},
        {"amount_low": 3e5, "kind": "base-salary"},
    )
    told = regions_facts(compensation.base(rows), "USD", Language("en"))
    assert told["regions"] == "United States $300k; London $100k"
    assert told["regions.none"] == "Switzerland, China and France"


def test_the_first_sale_of_the_report() -> None:
    funding = load("funding_events")
    sales = compensation.sales_by_staff(funding, compensation.FIRST_SELLER, "2026-11")
    assert sales["event_id"].iloc[0] == compensation.BUYBACK
    events = equity.priced(funding, RATES, minimum_confidence="medium", as_of="2026-11")
    kept = equity.since_first_sale(events, sales, compensation.FIRST_SELLER, 0.0)
    # From Series E to H, less what F, G and H sold.
    by_hand = 965 / 61.5 * (1 - 13 / 183) * (1 - 30 / 380) * (1 - 65 / 965)
    assert kept == pytest.approx(by_hand)
    names = names_of(load("organizations"), "org_id")
    told = sale_facts(sales, kept, compensation.FIRST_SELLER, names, Language("en"))
    assert told["sale.valuation"] == "$61.5B"
    assert told["sale.verdict"] == Language("en").t("prose.sale.holds")
    none = sale_facts(sales.iloc[:0], math.nan, "anthropic", names, Language("en"))
    assert none["sale.date"] == Language("en").t("value.undefined")
    assert math.isnan(equity.since_first_sale(events, sales.iloc[:0], "anthropic", 0.0))
