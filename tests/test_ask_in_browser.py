"""A page asked again: what it answers, how it says so, and how it is kept in the address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from asking import curves_figure, flow_figures, pay_figures, rates_figure, shown
from browsing import NARROW, WIDE, Watched, wait_until
from playwright.sync_api import Browser, Locator, Page

from talentwar import parameters
from talentwar.charts.figure import Figure
from talentwar.language import Language, languages

CONFIRMED = {"since": "2024", "minimum_confidence": "high"}
FLOWS: list[dict[str, Any]] = [
    CONFIRMED,
    {"minimum_confidence": "low"},
    {"since": ""},
    {"since": "", "minimum_confidence": "low", "until": "2023"},
    {"until": "2024-06"},
    {"since": "2025-04", "until": "2025"},
    {"functions": ["research"]},
    {"functions": ["engineering", "product"], "since": "2023"},
    {"organizations": ["openai", "meta"]},
    {"organizations": ["anthropic", "apple", "google", "xai"], "since": "2025"},
    {"since": "2024", "until": "2024", "functions": ["research", "leadership"]},
    {"functions": ["policy-safety"], "minimum_confidence": "high"},
    {"until": "2015", "since": ""},
]
RATES: list[dict[str, Any]] = [
    {"assumed_cohort_size": 20},
    {"assumed_cohort_size": 5000, "minimum_confidence": "high"},
    {"minimum_confidence": "low", "organizations": ["openai", "meta"]},
]
CURVES: list[dict[str, Any]] = [
    {"date_reading": "earliest"},
    {"date_reading": "latest", "cohorts": ["xai-founders", "gpt-3-authors"]},
]
PAY: list[dict[str, Any]] = [
    {"currency": "EUR"},
    {"minimum_confidence": "low", "statuses": ["reported"]},
    {"statuses": ["confirmed", "denied"], "currency": "EUR", "minimum_confidence": "high"},
]
TABLE = "table => [...table.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent))"


def query(given: dict[str, Any]) -> str:
    """Write parameters as the address of a page holds them."""
    written = {k: ",".join(v) if isinstance(v, list) else v for k, v in given.items()}
    return urlencode(written, safe=",")


class Asked(Watched):
    """A chapter in a language, opened with a selection in its address."""

    def visit(self, home: str, code: str, chapter: str, given: dict[str, Any]) -> None:
        """Open the chapter and read it, so that every chart is drawn."""
        self.page.goto(f"{home}/{code}/{chapter}.html?{query(given)}", wait_until="load")
        self.read_through()

    def figure(self, name: str) -> Locator:
        """Return a figure."""
        return self.page.locator(f"figure#{name}")

    def rows(self, name: str) -> list[list[str]]:
        """Return the table under a figure."""
        found: list[list[str]] = self.figure(name).locator(".tw-data table").evaluate(TABLE)
        return found


@pytest.fixture(scope="module", params=languages())
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def asked(browser: Browser, address: str) -> Iterator[Asked]:
    context = browser.new_context(viewport=WIDE)
    page = Asked(context, address)
    yield page
    context.close()


def settled(page: Page, name: str, expected: Figure) -> None:
    """Wait until the table under a figure has as many rows as it should."""
    rows = len(shown(expected))
    body = f"document.querySelector('#{name} .tw-data tbody')"
    wait_until(page, f"{body}.rows.length === {rows}", 10)


def choose(page: Page, figure: str, given: dict[str, Any]) -> None:
    """Operate the controls of a figure as a reader does, from the report's selection."""
    for name, value in given.items():
        field = page.locator(f"#{figure} [data-control={name}]")
        if not isinstance(value, list):
            field.locator("select").select_option(str(value))
            continue
        for box in field.locator("input").all():
            box.set_checked(box.get_attribute("value") in value)


def test_the_page_counts_as_the_analysis_does(asked: Asked, address: str, code: str) -> None:
    asked.visit(address, code, "flows", {})
    asked.figure("flows-odds").locator(".tw-ask summary").click()
    reset = asked.figure("flows-odds").locator(".tw-changed button")
    # Half of the selections in each language: the counts are made by the same expressions.
    for given in FLOWS[languages().index(code) % 2 :: 2]:
        choose(asked.page, "flows-odds", given)
        for name, figure in flow_figures(given, code).items():
            settled(asked.page, name, figure)
            assert asked.rows(name) == shown(figure), (given, name)
        reset.click()
    for name, figure in flow_figures({}, code).items():
        settled(asked.page, name, figure) if name != "flows-matrix" else None
    assert asked.faults == []


def test_the_rates_follow_the_assumed_size(asked: Asked, address: str, code: str) -> None:
    for given in RATES:
        asked.visit(address, code, "retention", given)
        assert asked.rows("retention-rates") == shown(rates_figure(given, code)), given


def test_reported_pay_follows_the_choice(asked: Asked, address: str, code: str) -> None:
    for given in PAY:
        asked.visit(address, code, "compensation", given)
        for name, figure in pay_figures(given, code).items():
            assert asked.rows(name) == shown(figure), (given, name)
    assert asked.faults == []


def test_the_curves_follow_the_reading_of_the_dates(asked: Asked, address: str, code: str) -> None:
    for given in CURVES:
        asked.visit(address, code, "retention", given)
        assert asked.rows("retention-survival") == shown(curves_figure(given, code)), given
        left = [len(given.get("cohorts", range(6)))]
        panels = asked.figure("retention-survival").locator(".tw-panel:not([hidden])")
        assert [panels.count()] == left


def test_a_link_leads_back_to_the_view(asked: Asked, address: str, code: str) -> None:
    asked.visit(address, code, "flows", {})
    asked.figure("flows-net").locator(".tw-ask summary").click()
    choose(asked.page, "flows-net", CONFIRMED)
    figures = flow_figures(CONFIRMED, code)
    settled(asked.page, "flows-odds", figures["flows-odds"])
    link = asked.page.url
    assert link.endswith(f"/{code}/flows.html?since=2024&minimum_confidence=high")
    other = next(c for c in languages() if c != code)
    assert (
        asked.page.locator("a.tw-language")
        .get_attribute("href")
        .endswith(  # type: ignore[union-attr]
            f"{other}/flows.html?since=2024&minimum_confidence=high"
        )
    )
    asked.page.goto(link, wait_until="load")
    asked.read_through()
    for name, figure in figures.items():
        settled(asked.page, name, figure)
        assert asked.rows(name) == shown(figure)
    for field in asked.page.locator("[data-control=since] select").all():
        assert field.input_value() == "2024"


def test_a_changed_view_says_so_in_every_figure(asked: Asked, address: str, code: str) -> None:
    language = Language(code)
    asked.visit(address, code, "flows", {})
    titles = asked.page.locator(".tw-title").all_inner_texts()
    assert asked.page.locator(".tw-changed:visible").count() == 0
    asked.visit(address, code, "flows", CONFIRMED)
    # A figure that cannot be asked again says that it was not.
    kept = asked.page.locator(".tw-kept:visible").count()
    assert kept == asked.page.locator("figure.tw-figure:not(:has(.tw-view))").count() > 0
    assert asked.page.locator(".tw-changed:visible").count() == len(titles) - kept
    said = asked.figure("flows-net").locator(".tw-changed p").inner_text()
    assert language.date("2024-01") in said
    assert language.t("parameters.value.minimum_confidence.high") in said
    after = asked.page.locator(".tw-title").all_inner_texts()
    same = [title for title, now in zip(titles, after, strict=True) if title == now]
    assert len(same) == kept
    image = asked.figure("flows-net").get_by_role("img").first
    assert "2024" in str(image.get_attribute("aria-label"))
    asked.figure("flows-net").locator(".tw-changed button").click()
    wait_until(asked.page, "document.querySelectorAll('.tw-asked').length === 0", 10)
    assert asked.page.locator(".tw-title").all_inner_texts() == titles
    assert asked.page.locator(".tw-kept:visible").count() == 0
    assert asked.page.url.endswith("/flows.html")


def test_the_page_gives_the_command_and_the_file_that_say_the_same(
    asked: Asked, address: str, code: str, tmp_path: Path
) -> None:
    given = {**CONFIRMED, "functions": ["research", "product"]}
    asked.visit(address, code, "flows", given)
    figure = asked.figure("flows-odds")
    figure.locator(".tw-ask summary").click()
    words = figure.locator(".tw-command").inner_text().split('"')[1].split()
    assert parameters.read_command("flows", words) == parameters.read(
        "flows", {**given, "language": code}, "test"
    )
    path = tmp_path / "said.yml"
    path.write_text(figure.locator(".tw-file").inner_text(), encoding="utf-8")
    assert parameters.read_file(path)["flows"] == parameters.read("flows", given, "test")


@pytest.mark.parametrize(
    "given",
    [
        {"since": "2024-13"},
        {"since": "yesterday"},
        {"minimum_confidence": "sure"},
        {"functions": "research,astrology"},
        {"since": "<img src=x onerror=alert(1)>"},
    ],
)
def test_what_the_address_asks_in_vain_is_said(
    asked: Asked, address: str, given: dict[str, str]
) -> None:
    asked.visit(address, "en", "flows", given)
    said = asked.figure("flows-odds").locator(".tw-changed p").inner_text()
    (name, value), *_ = given.items()
    assert f"{name} = {value}" in said
    assert asked.page.locator(".tw-asked").count() == 0
    assert asked.faults == []


def test_an_empty_selection_says_so_and_can_be_left(asked: Asked, address: str, code: str) -> None:
    asked.visit(address, code, "flows", {"since": "2026-07", "until": "2020"})
    said = Language(code).t("view.nothing")
    for name in ("flows-odds", "flows-net", "flows-matrix"):
        assert asked.figure(name).locator(".tw-empty").inner_text() == said
        assert not asked.figure(name).get_by_role("img").first.is_visible()
    asked.figure("flows-odds").locator(".tw-changed button").click()
    wait_until(asked.page, "document.querySelectorAll('.tw-asked').length === 0", 10)
    assert asked.page.locator(".tw-empty:visible").count() == 0
    asked.visit(address, code, "retention", {"cohorts": ""})
    assert asked.figure("retention-survival").locator(".tw-empty").inner_text() == said
    assert asked.faults == []


def test_a_handful_of_rows_is_said_to_mean_little(asked: Asked, address: str, code: str) -> None:
    given = {"functions": ["product"], "organizations": ["apple", "ssi"]}
    asked.visit(address, code, "flows", given)
    few = Language(code).t("view.few", rows="|").split("|")[1]
    assert few in asked.figure("flows-net").locator(".tw-changed p").inner_text()


def test_controls_are_reached_by_keyboard_and_fit_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=NARROW)
    phone = Asked(context, address)
    phone.visit(address, "fr", "flows", {})
    summary = phone.figure("flows-odds").locator(".tw-ask summary")
    summary.focus()
    phone.page.keyboard.press("Enter")
    phone.page.keyboard.press("Tab")
    assert (
        phone.page.evaluate("document.activeElement.closest('[data-control]').dataset.control")
        == "since"
    )
    phone.page.keyboard.press("End")
    wait_until(phone.page, "location.search.startsWith('?since=')", 10)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for target in phone.figure("flows-odds").locator(".tw-choices label, .tw-ask summary").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 24
    context.close()


def test_a_changed_view_is_printed_as_it_is_seen(asked: Asked, address: str) -> None:
    asked.visit(address, "en", "flows", CONFIRMED)
    asked.page.emulate_media(media="print")
    figure = asked.figure("flows-odds")
    assert figure.locator(".tw-live").is_visible()
    assert figure.locator(".tw-static:visible").count() == 0
    assert figure.locator(".tw-changed p").is_visible()
