"""Published rates on one footing: the arithmetic, what is left out, and the chart."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from test_comparison import NAMES

from talentwar.attrition import comparable, yearly_attrition
from talentwar.charts import retention as charts
from talentwar.intervals import wilson
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.tables import load

COLUMNS = ["retention_id", "org_id", "publisher", "horizon_months", "rate", "exits", "confidence"]
RATES = pd.DataFrame(
    [
        ("r1", "a", "One", 24, 0.81, "all", "medium"),
        ("r2", "b", "One", 12, 0.7, "all", "medium"),
        ("r3", None, "Tom's Paper", 24, 0.49, "all", "low"),
        ("r4", "a", "One", 12, 0.95, "rivals-only", "medium"),
        ("r5", "a", "Two", 31, 0.5, "all", "medium"),
        ("r6", "a", "Two", 12, math.nan, "all", "medium"),
    ],
    columns=COLUMNS,
)


def test_rates_of_whole_staffs_over_one_or_two_years_can_be_compared() -> None:
    assert comparable(RATES)["retention_id"].tolist() == ["r1", "r2", "r3"]


def test_a_rate_over_two_years_is_taken_to_one() -> None:
    found = yearly_attrition(RATES, 50, 0.95, NAMES)
    assert {name.rpartition(".")[2]: round(e.value, 12) for name, e in found.items()} == {
        "r1": 0.1, "r2": 0.3, "r3": 0.3,
    }  # fmt: skip
    low, high = wilson(0.81, 50, 0.95)
    first = found["retention.attrition.r1"]
    assert (first.low, first.high) == pytest.approx((1 - math.sqrt(high), 1 - math.sqrt(low)))
    assert (first.n, first.rows) == (50, ("r1",))
    one_year = found["retention.attrition.r2"]
    low, high = wilson(0.7, 50, 0.95)
    assert (one_year.low, one_year.high) == pytest.approx((1 - high, 1 - low))


def test_the_order_of_the_rows_does_not_matter() -> None:
    mixed = RATES.sample(frac=1, random_state=2)
    assert list(yearly_attrition(mixed, 50, 0.9, NAMES).values()) == list(
        yearly_attrition(RATES, 50, 0.9, NAMES).values()
    )


@pytest.mark.parametrize("code", languages())
def test_the_chart_sets_labs_beside_the_industry(code: str) -> None:
    language = Language(code)
    found = yearly_attrition(RATES, 50, 0.95, NAMES)
    figure = charts.attrition(found, RATES, ["a", "b"], NAMES, language)
    for share in (0.1, 0.3):
        assert language.percent(share) in figure.title
    assert any("Tom’s Paper" in label for label in figure.table.iloc[:, 0])
    labs = yearly_attrition(RATES.iloc[:2], 50, 0.95, NAMES)
    alone = charts.attrition(labs, RATES, ["a", "b"], NAMES, language)
    assert alone.title == language.t("retention.attrition.title.none")
    nothing = yearly_attrition(RATES.iloc[3:], 50, 0.95, NAMES)
    none = charts.attrition(nothing, RATES, [], NAMES, language)
    assert none.title == language.t("figure.nothing")


def test_the_rates_of_the_article_in_the_report() -> None:
    names = names_of(load("organizations"), "org_id")
    found = yearly_attrition(load("retention_rates"), 200, 0.95, names)
    by_row = {name.rpartition(".")[2]: estimate.value for name, estimate in found.items()}
    assert by_row["retn-001"] == pytest.approx(1 - math.sqrt(0.8))
    assert by_row["retn-003"] == pytest.approx(1 - math.sqrt(0.67))
    assert "retn-013" not in by_row, "the founders of OpenAI are no staff"
