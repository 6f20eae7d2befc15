"""A period chosen by dragging across a chart is the one the other charts count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from asking import flow_figures, shown
from browsing import NARROW, WIDE, Watched, wait_until
from playwright.sync_api import Browser, Page
from test_ask_in_browser import TABLE, settled

from talentwar.language import Language, languages

QUARTERS = "flows-quarters"
RECTANGLE = f"#{QUARTERS} .tw-live .brush_brush_bg path"
Open = Callable[..., Page]


@pytest.fixture
def chapter(browser: Browser, address: str) -> Iterator[Open]:
    """Open the chapter with the chart drawn; afterwards nothing may have gone wrong."""
    opened: list[Watched] = []

    def act(code: str, query: str = "", size: dict[str, int] = WIDE) -> Page:
        watched = Watched(browser.new_context(viewport=size), address)
        opened.append(watched)
        watched.page.goto(f"{address}/{code}/flows.html{query}")
        watched.page.locator(f"#{QUARTERS}").scroll_into_view_if_needed()
        wait_until(watched.page, f"document.querySelector('#{QUARTERS} .tw-drawn')")
        return watched.page

    yield act
    for watched in opened:
        assert watched.faults == []
        watched.page.context.close()


def place(page: Page, month: str) -> float:
    """Return where a month begins in the chart, in pixels of the window."""
    quarters = page.evaluate(
        f"""() => [...document.querySelectorAll('#{QUARTERS} .tw-live .role-axis-label text')]
        .filter(t => /^20\\d\\d$/.test(t.textContent))
        .map(t => [t.textContent, t.getBoundingClientRect()])
        .map(([year, box]) => [Number(year), (box.left + box.right) / 2])"""
    )
    (first, left), (last, right) = quarters[0], quarters[-1]
    year, number = map(int, month.split("-"))
    return float(left + (right - left) * (year + (number - 1) / 12 - first) / (last - first))


def drag(page: Page, since: str, until: str) -> None:
    """Drag across the bars from one month to the beginning of another."""
    box = page.locator(f"#{QUARTERS} .tw-live svg").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(place(page, since), height)
    page.mouse.down()
    page.mouse.move(place(page, until), height, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("code", languages())
def test_other_charts_count_the_period_that_was_dragged(chapter: Open, code: str) -> None:
    page = chapter(code)
    hint = page.locator(f"#{QUARTERS} .tw-brush span")
    assert hint.inner_text() == Language(code).t("view.brush")
    # From the middle of a quarter's first month to that of another: whole quarters are meant.
    drag(page, "2024-05", "2025-09")
    wait_until(page, "location.search !== ''")
    assert page.url.endswith("?since=2024-04&until=2025-09")
    assert Language(code).date("2024-04") in hint.inner_text()
    expected = flow_figures({"since": "2024-04", "until": "2025-09"}, code)
    for name in ("flows-odds", "flows-net", "flows-matrix"):
        figure = page.locator(f"#{name}")
        figure.scroll_into_view_if_needed()
        settled(page, name, expected[name])
        assert figure.locator(".tw-data table").evaluate(TABLE) == shown(expected[name])


def test_years_are_called_years(chapter: Open) -> None:
    page = chapter("en")
    drag(page, "2022-01", "2024-01")
    wait_until(page, "location.search !== ''")
    assert page.url.endswith("?since=2022&until=2023")


def test_a_period_is_dropped_by_a_click_beside_it_and_by_the_button(chapter: Open) -> None:
    page = chapter("fr")
    button = page.locator(f"#{QUARTERS} .tw-brush button")
    drag(page, "2023-01", "2024-01")
    wait_until(page, "location.search !== ''")
    box = page.locator(f"#{QUARTERS} .tw-live svg").bounding_box()
    assert box is not None
    page.mouse.click(place(page, "2026-01"), box["y"] + box["height"] / 2)
    wait_until(page, "location.search === ''")
    assert not button.is_visible()
    drag(page, "2023-01", "2024-01")
    wait_until(page, "location.search !== ''")
    button.click()
    wait_until(page, "location.search === ''")
    wait_until(page, f"!document.querySelector('{RECTANGLE}')?.getBoundingClientRect().width")


def test_a_period_chosen_elsewhere_is_shown_in_the_chart(chapter: Open) -> None:
    page = chapter("en", "?since=2024-07&until=2025")
    wait_until(page, f"document.querySelector('{RECTANGLE}')?.getBoundingClientRect().width")
    box = page.locator(RECTANGLE).bounding_box()
    assert box is not None
    assert box["x"] == pytest.approx(place(page, "2024-07"), abs=3)
    assert box["x"] + box["width"] == pytest.approx(place(page, "2026-01"), abs=3)


def test_on_a_touch_screen_a_finger_scrolls(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=NARROW, has_touch=True, is_mobile=True)
    page = Watched(context, address).page
    page.goto(f"{address}/en/flows.html")
    page.locator(f"#{QUARTERS}").scroll_into_view_if_needed()
    wait_until(page, f"document.querySelector('#{QUARTERS} .tw-drawn')")
    assert not page.locator(f"#{QUARTERS} .tw-brush").is_visible()
    blocked = page.evaluate(
        f"[...document.querySelectorAll('#{QUARTERS} .tw-live, #{QUARTERS} .tw-live *')]"
        ".some(e => getComputedStyle(e).touchAction === 'none')"
    )
    assert not blocked
    context.close()
