"""Hires, leavers and growth: an identity by hand, bounds, and what cannot be said."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from test_comparison import NAMES, rates_of

from talentwar import replacement, retention, turnover
from talentwar.charts import retention as charts
from talentwar.estimates import Estimate
from talentwar.language import Language, languages
from talentwar.prose_retention import hires_facts

ORGANIZATIONS = pd.DataFrame(
    {"org_id": ["a", "b", "c"], "kind": ["ai-lab", "ai-lab", "big-tech"], "founded": "2020"}
)


def headcounts_of(*rows: tuple[str, str, int, str | None]) -> pd.DataFrame:
    """Build headcounts: organisation, date, number, doubt."""
    frame = pd.DataFrame(rows, columns=["org_id", "date", "headcount", "doubt"])
    return frame.assign(headcount_id=[f"h{n}" for n in range(len(frame))], scope="all")


def hazard(org: str, share: float) -> Estimate:
    return retention.annual_hazard(next(iter(rates_of(**{org: share}).values())), 24, NAMES)


DOUBLING = headcounts_of(("a", "2023-01-01", 100, None), ("a", "2025-01-01", 400, None))


def test_hires_are_growth_and_leavers() -> None:
    grown = replacement.growths(DOUBLING, ORGANIZATIONS, ["a"], "2023", "2026")
    years = 731 / 365.25
    assert grown["a"].years == pytest.approx(years)
    # At a constant rate of growth: the integral of 100 * 4 ** (t / years).
    assert grown["a"].person_years[0] == pytest.approx(300 * years / math.log(4), rel=4e-3)
    rate = hazard("a", 0.8)
    found = replacement.hires(grown, {"a": rate}, NAMES)
    leavers, added = (found[f"retention.{what}.a"].value for what in ("leavers", "added"))
    assert leavers == pytest.approx(rate.value * 300 / math.log(4), rel=4e-3)
    assert added == pytest.approx(300 / years)
    assert found["retention.hires.a"].value == pytest.approx(leavers + added)
    ratio = found["retention.hires-per-leaver.a"]
    assert ratio.value == pytest.approx((leavers + added) / leavers)
    # All that is uncertain here is the hazard; the more leave, the fewer hires for each.
    assert ratio.low == pytest.approx(1 + added / found["retention.leavers.a"].high)
    assert ratio.high == pytest.approx(1 + added / found["retention.leavers.a"].low)
    assert ratio.rows == ("h0", "h1", "r-a")


def test_contradicting_headcounts_widen_the_bounds() -> None:
    contradicted = headcounts_of(
        ("a", "2023-01-01", 100, None),
        ("a", "2025-01-01", 400, None),
        ("a", "2025-01-15", 600, "contradicted"),
    )
    sure, unsure = (
        replacement.hires(
            replacement.growths(table, ORGANIZATIONS, ["a"], "2023", "2026"),
            {"a": hazard("a", 0.8)},
            NAMES,
        )["retention.added.a"]
        for table in (DOUBLING, contradicted)
    )
    assert sure.low == pytest.approx(sure.high)
    assert unsure.low is not None
    assert unsure.high is not None
    assert unsure.low < unsure.high
    assert unsure.high == pytest.approx(500 / (738 / 365.25), rel=1e-3)


@pytest.mark.parametrize(
    ("org", "rows"),
    [
        ("a", [("a", "2023-01-01", 100, None)]),
        ("a", [("a", "2023-01-01", 100, None), ("a", "2023-09-01", 200, None)]),
        ("a", [("a", "2021-01-01", 100, None), ("a", "2025-01-01", 200, None)]),
        ("a", [("a", "2024-01-01", 100, None), ("a", "2027-06-01", 200, None)]),
        ("c", [("c", "2023-01-01", 100, None), ("c", "2025-01-01", 200, None)]),
    ],
    ids=["one", "too-near", "too-early", "not-yet-known", "big-tech"],
)
def test_growth_that_is_not_known(org: str, rows: list[tuple[str, str, int, str | None]]) -> None:
    table = headcounts_of(*rows)
    assert replacement.growth(table, ORGANIZATIONS, org, "2023", "2026-11") is None


def test_where_nobody_leaves_hires_for_each_leaver_have_no_bound() -> None:
    grown = replacement.growths(DOUBLING, ORGANIZATIONS, ["a"], "2023", "2026")
    found = replacement.hires(grown, {"a": hazard("a", 1.0)}, NAMES)
    ratio = found["retention.hires-per-leaver.a"]
    assert (ratio.value, ratio.high) == (math.inf, math.inf)
    assert ratio.low is not None
    assert 1 < ratio.low < math.inf


def test_without_a_rate_there_is_nothing_to_say() -> None:
    grown = replacement.growths(DOUBLING, ORGANIZATIONS, ["a"], "2023", "2026")
    assert len(replacement.hires(grown, {}, NAMES)) == 0


def published(value: float) -> pd.DataFrame:
    return pd.DataFrame(
        [("flow-1", "a", "Someone", "2025", value)],
        columns=["ratio_id", "org_id", "publisher", "published", "published_value"],
    )


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize(("stated", "differs"), [(2.5, True), (6.9, False)])
def test_the_chart_sets_published_hires_beside_those_implied(
    code: str, stated: float, differs: bool
) -> None:
    language = Language(code)
    grown = replacement.growths(DOUBLING, ORGANIZATIONS, ["a"], "2023", "2026")
    found = replacement.hires(grown, {"a": hazard("a", 0.8)}, NAMES)
    compared = turnover.compare_turnover(found, published(stated), "retention.hires-per-leaver.")
    assert compared["inside"].tolist() == [not differs]
    figure = charts.hires(found, grown, compared, NAMES, language)
    assert (language.number(stated) in figure.title) == differs
    assert NAMES["a"][code] in figure.title
    said = hires_facts(found, compared, NAMES, language)
    assert language.number(stated) in said["hires.published"]
    nothing = charts.hires(found, {}, compared, NAMES, language)
    assert nothing.title == language.t("figure.nothing")
