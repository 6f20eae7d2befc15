"""Moves over time: expected counts by hand, what they add up to, and the charts."""

from __future__ import annotations

import json
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_flows import NAMES, ORGS, QUICK, moves_of, with_bounds

from talentwar import flows, timeline
from talentwar.charts import flows as charts
from talentwar.charts.ends import dodged
from talentwar.charts.events import levels
from talentwar.charts.figure import Figure
from talentwar.language import Language

EVENTS = with_bounds(
    pd.DataFrame(
        [
            ("late", "2024-06", "A late one", "Un tardif"),
            ("early", "2024-04-01", "An early one", "Un précoce"),
            ("long", "2023-12/2024-02", "A long one", "Un long"),
            ("before", "2023-12-31", "One before", "Un d’avant"),
            ("after", "2026-01-01", "One after", "Un d’après"),
        ],
        columns=["event_id", "date", "title_en", "title_fr"],
    ),
    "date",
)
DATES = st.sampled_from(["2023", "2024-02", "2024-02-29", "2023-11/2024-02", "2025-12-31", ""])


def dated(*dates: str) -> pd.DataFrame:
    """Build moves from b to a with these dates, empty for none."""
    moves = moves_of(*[("b", "a")] * len(dates))
    return with_bounds(moves.assign(announced=[d or None for d in dates]), "announced")


def counts(*dates: str) -> dict[str, tuple[float, float]]:
    """Return sure and expected moves by quarter, without the empty quarters."""
    frame = timeline.by_quarter(timeline.spread(dated(*dates)))
    return {
        f"{row['quarter']:%Y-%m}": (row["sure"], row["likely"])
        for row in frame.to_dict("records")
        if row["moves"]
    }


def test_a_day_a_month_or_a_quarter_belongs_to_one_quarter() -> None:
    assert counts("2024-02-29", "2024-03", "2024-04/2024-06") == {
        "2024-01": (2, 0),
        "2024-04": (1, 0),
    }


def test_a_year_is_spread_over_its_days() -> None:
    assert counts("2023") == {
        f"2023-{month}": (0, pytest.approx(days / 365))
        for month, days in (("01", 90), ("04", 91), ("07", 92), ("10", 92))
    }


def test_an_interval_is_spread_over_its_own_days() -> None:
    # Two months of the one quarter, two of the other.
    assert counts("2023-11/2024-02") == {
        "2023-10": (0, pytest.approx(61 / 121)),
        "2024-01": (0, pytest.approx(60 / 121)),
    }


def test_quarters_without_moves_are_there_too() -> None:
    frame = timeline.by_quarter(timeline.spread(dated("2023-01", "2024-01")))
    assert list(frame["moves"]) == [1, 0, 0, 0, 1]


@QUICK
@given(st.lists(DATES, max_size=20))
def test_expected_counts_add_up_to_the_dated_moves(dates: list[str]) -> None:
    frame = timeline.by_quarter(timeline.spread(dated(*dates)))
    assert frame["moves"].sum() == pytest.approx(sum(d != "" for d in dates))


@QUICK
@given(st.lists(st.tuples(st.sampled_from(sorted({("a", "b"), ("b", "c"), ("c", "a")})), DATES)))
def test_in_the_end_it_is_the_net_gain_of_the_dated_moves(
    rows: list[tuple[tuple[str, str], str]],
) -> None:
    moves = moves_of(*(pair for pair, _ in rows))
    moves = with_bounds(moves.assign(announced=[d or None for _, d in rows]), "announced")
    known = moves.dropna(subset=["announced_earliest"])
    net = timeline.cumulated_net(timeline.spread(moves), ORGS)
    if known.empty:
        assert net.empty
        return
    expected = flows.net_gains(known, ORGS, 0.9, NAMES)
    last = net[net["quarter"] == net["quarter"].max()].set_index("org_id")["net"]
    for org in ORGS:
        assert last[org] == pytest.approx(expected[f"flows.net.{org}"].value, abs=1e-9)


def test_growth_compares_two_years_before_coverage_thins() -> None:
    late, early, outside = ["2025-07", "2026-06-30"], ["2024-07", "2025-06"], ["2026-07", "2023"]
    found = timeline.change(dated(*late, *early, *outside, ""), 0.9, "2026-07")
    growth = found["flows.growth"]
    assert (growth.value, growth.n) == (1.0, 4)
    exact = binomtest(2, 4).proportion_ci(0.9, method="exact")
    assert growth.low == pytest.approx(exact.low / (1 - exact.low))
    assert found["flows.undated"].value == 1
    # The middle of 2025 is the second of July: it belongs to the later year.
    assert timeline.change(dated("2025"), 0.9, "2026-07")["flows.growth"].value == float("inf")


@QUICK
@given(st.lists(st.floats(-50, 50), max_size=12))
def test_labels_keep_their_order_and_distance(values: list[float]) -> None:
    ordered = sorted(values, reverse=True)
    places = dodged(ordered, 5, -60, 60)
    assert len(places) == len(ordered)
    assert all(a - b >= 5 - 1e-9 for a, b in pairwise(places))
    assert all(place <= 60 for place in places)


def test_labels_that_have_room_stay_where_their_lines_end() -> None:
    assert dodged([20.0, 0.0, -20.0], 5, -60, 60) == [20, 0, -20]
    assert dodged([1.0, 1.0, 1.0], 5, -60, 60) == [1, -4, -9]
    assert dodged([-60.0, -60.0], 5, -60, 60) == [-55, -60]


def drawn(moves: pd.DataFrame, code: str) -> list[Figure]:
    """Draw both charts."""
    parts, language = timeline.spread(moves), Language(code)
    growth = timeline.change(moves, 0.95)["flows.growth"]
    n, marked = parts["move_id"].nunique(), timeline.events_between(EVENTS, parts)
    net = timeline.cumulated_net(parts, ["a", "b"])
    return [
        charts.quarters(timeline.by_quarter(parts), growth, n, marked, language, "", ""),
        charts.cumulated(net, marked, NAMES, language, n, "", ""),
    ]


def test_the_charts_tell_the_peak_and_who_gained() -> None:
    quarters, cumulated = drawn(dated("2024-05", "2024-06", "2025"), "en")
    assert quarters.title == "The busiest quarter of the record is Q2 2024, with 2 moves"
    assert list(quarters.table["Year"]) == ["2024", "2025"]
    assert list(quarters.table["Moves"]) == ["2", "1"]
    assert "Firm a has gained the most people in the record (+3)" in cumulated.title
    assert cumulated.table.to_numpy().tolist() == [["Firm a", "+2", "+3"], ["Firm b", "−2", "−3"]]


def test_growth_is_told_when_it_is_clear() -> None:
    quarters, _ = drawn(dated(*["2025-09"] * 30, *["2024-09"] * 3), "en")
    assert quarters.title == (
        "In the year to June 2026, the record holds 10 times the moves of the year before;"
        " its peak is Q3 2025"
    )


def test_events_of_the_time_are_numbered_in_their_order() -> None:
    marked = timeline.events_between(EVENTS, timeline.spread(dated("2024-02", "2025")))
    # The long one lies where its middle lies; what is outside the quarters drawn is left out.
    assert list(zip(marked["number"], marked["event_id"], strict=True)) == [
        (1, "long"), (2, "early"), (3, "late"),
    ]  # fmt: skip
    assert marked["day"].iloc[0] == pd.Timestamp("2024-01-15")


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_charts_mark_the_events_and_explain_the_numbers(code: str) -> None:
    texts = {
        "en": ["December 2023 – February 2024: A long one", "1 April 2024: An early one"],
        "fr": ["décembre 2023 – février 2024\xa0: Un long", "1er avril 2024\xa0: Un précoce"],
    }
    for figure in drawn(dated("2024-02", "2024-05"), code):
        assert [text for text, *_ in figure.key][:2] == texts[code]
        assert [(table, row) for _, table, row in figure.key] == [
            ("events", "long"), ("events", "early"), ("events", "late"),
        ]  # fmt: skip
        spec = json.dumps(figure.spec())
        assert all(f'"shown": "{number}"' in spec for number in (1, 2, 3))
        assert "One before" not in spec
        assert figure.facts == "moves"


def test_numbers_of_events_never_meet() -> None:
    first, last = pd.Timestamp("2021-01-01"), pd.Timestamp("2026-01-01")
    near = [pd.Timestamp("2024-01-01") + pd.DateOffset(days=n) for n in (0, 10, 20, 120, 130)]
    assert levels(near, (first, last)) == [0, 1, 2, 0, 1]
    assert levels([first, last], (first, last)) == [0, 0]
    assert levels([], None) == []


def test_without_events_nothing_is_marked() -> None:
    parts, language = timeline.spread(dated("2030-05")), Language("en")
    marked = timeline.events_between(EVENTS, parts)
    growth = timeline.change(dated("2030-05"), 0.95)["flows.growth"]
    figure = charts.quarters(timeline.by_quarter(parts), growth, 1, marked, language, "", "")
    assert figure.key == ()


def test_without_dates_the_charts_say_so() -> None:
    for moves in (moves_of(), dated("", "")):
        for figure in drawn(moves, "fr"):
            assert figure.title == Language("fr").t("figure.nothing")
