"""A team under a constant hazard: against the binomial, here and in the browser."""

from __future__ import annotations

import math

import pytest
from browsing import WIDE, Watched, wait_until
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from scipy.stats import binom

from talentwar.charts import retention as charts
from talentwar.charts.team import LARGEST
from talentwar.language import Language, languages
from talentwar.team import COVERAGE, survivors, yearly_share


@given(st.integers(1, 300), st.floats(0, 0.95), st.floats(0, 12))
def test_the_band_holds_what_it_promises(size: int, yearly: float, years: float) -> None:
    row = survivors(size, yearly, [years]).iloc[0]
    share = (1 - yearly) ** years
    assert row["expected"] == pytest.approx(size * share)
    inside = binom.cdf(row["high"], size, share) - binom.cdf(row["low"] - 1, size, share)
    assert inside >= COVERAGE - 1e-9
    assert 0 <= row["low"] <= row["high"] <= size


def test_a_team_that_nobody_leaves() -> None:
    assert survivors(7, 0, [0, 5]).to_numpy().tolist() == [[0, 7, 7, 7], [5, 7, 7, 7]]
    for share in (1.0, -0.1):
        with pytest.raises(ValueError, match="cannot leave"):
            survivors(7, share, [1])


def test_the_share_at_the_median_hazard() -> None:
    assert yearly_share([math.log(2), 5, 0.1]) == pytest.approx(0.5)
    assert yearly_share([0.0, 0.2, math.inf]) == pytest.approx(1 - math.exp(-0.1))
    assert yearly_share([]) is None


@pytest.mark.parametrize("code", languages())
def test_the_figure_says_what_it_starts_with(code: str) -> None:
    language = Language(code)
    figure = charts.team(20, 15, 4, 3, language)
    assert all(text in figure.title for text in ("20", language.percent(0.15), "4", "10"))
    assert figure.data.iloc[-1].tolist() == pytest.approx(
        [4, 20 * 0.85**4, binom.ppf(0.05, 20, 0.85**4), binom.ppf(0.95, 20, 0.85**4)]
    )


@pytest.mark.parametrize("code", languages())
def test_the_sliders_ask_the_browser_and_it_counts_as_scipy_does(
    browser: Browser, address: str, code: str
) -> None:
    watched = Watched(browser.new_context(viewport=WIDE), address)
    page = watched.page
    page.goto(f"{address}/{code}/retention.html")
    figure = page.locator("#retention-team")
    figure.scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('#retention-team .tw-drawn')")
    language = Language(code)
    for size, yearly, years in ((50, 12, 3), (LARGEST, 60, 10), (2, 1, 1), (137, 33, 7)):
        for name, value in (("team", size), ("yearly", yearly), ("horizon", years)):
            figure.locator(f"input[name={name}]").fill(str(value))
        row = survivors(size, yearly / 100, [years]).iloc[0]
        said = language.t(
            "retention.team.end",
            expected=format(row["expected"], ".0f"),
            team=size,
            low=language.number(row["low"]),
            high=language.number(row["high"]),
        )
        found = "[...document.querySelectorAll('#retention-team .tw-live text')]"
        wait_until(page, f"{found}.some(t => t.textContent === {said!r})", 10)
    labels = figure.locator(".tw-controls label").all_inner_texts()
    for name, label in zip(("team", "yearly", "horizon"), labels, strict=True):
        assert label.startswith(language.t(f"retention.team.{name}"))
    assert watched.faults == []
    page.context.close()
