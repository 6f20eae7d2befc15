"""Spells and survival curves against textbook tables and scipy, and the estimates from them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from talentwar import dates, retention

NAMES = {key: {"en": key.upper(), "fr": key.upper()} for key in ("x", "y")}


def table(rows: list[dict[str, Any]], columns: list[str], partial: list[str]) -> pd.DataFrame:
    """Build a table, its partial dates followed by their bounds as the loader does."""
    frame = pd.DataFrame(rows, columns=columns)
    for field in partial:
        bounds = dates.bounds(frame[field])
        frame[f"{field}_earliest"] = bounds["earliest"]
        frame[f"{field}_latest"] = bounds["latest"]
    return frame


# --- spells ------------------------------------------------------------------------------------


def cohorts_of(**changes: Any) -> pd.DataFrame:
    """Build one cohort ``x``, started in 2020-01-01 unless said otherwise."""
    row = {"cohort_id": "x", "kind": "founders", "started": "2020-01-01", "closed": True}
    frame = table([row | changes], list(row), ["started"])
    return frame.astype({"closed": "boolean"})


def tenures_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Build tenures of cohort ``x``; what a row omits is unknown."""
    columns = ["spell_id", "cohort_id", "person", "started", "ended", "censored_on"]
    full = [
        {"spell_id": f"t{i}", "cohort_id": "x", "person": f"P{i}"} | r for i, r in enumerate(rows)
    ]
    return table(full, columns, ["started", "ended", "censored_on"])


def spells_of(
    *rows: dict[str, Any],
    reading: retention.DateReading = "middle",
    as_of: str = "2026-11-22",
    **cohort: Any,
) -> pd.DataFrame:
    """Return the spells of one cohort."""
    return retention.spells(tenures_of(*rows), cohorts_of(**cohort), ["x"], reading, as_of)


def days(frame: pd.DataFrame) -> list[int]:
    """Return the durations in days."""
    return [round(years * 365.25) for years in frame["duration_years"]]


def test_an_exit_a_sighting_and_an_unknown_outcome() -> None:
    frame = spells_of({"ended": "2020-01-31"}, {"censored_on": "2020-03-01"}, {})
    assert frame["person"].tolist() == ["P0", "P1", "P2"]
    assert frame["event"].tolist() == [True, False, False]
    assert frame["known"].tolist() == [True, True, False]
    assert days(frame[frame["known"]]) == [30, 60]
    assert math.isnan(frame["duration_years"][2])
    assert frame["ended"].isna().tolist() == [False, True, True]
    assert frame["censored"].isna().tolist() == [True, False, True]
    assert (frame["started"] == pd.Timestamp("2020-01-01")).all()


@pytest.mark.parametrize(
    ("reading", "expected"),
    # From January 2020 to some day of 2021: end of January to new year, to new year's eve.
    [("earliest", 336), ("middle", 533), ("latest", 730)],
)
def test_readings_of_coarse_dates(reading: retention.DateReading, expected: int) -> None:
    assert days(spells_of({"ended": "2021"}, reading=reading, started="2020-01")) == [expected]


def test_durations_are_never_negative() -> None:
    frame = spells_of({"ended": "2019"}, {"ended": "2020"}, reading="earliest", started="2020")
    assert days(frame) == [0, 0]
    assert frame["event"].all()


def test_the_clock_starts_at_the_later_of_cohort_and_person() -> None:
    frame = spells_of(
        {"started": "2012-05-01", "ended": "2020-01-11"},
        {"started": "2020-02-01", "ended": "2020-02-11"},
        {"ended": "2020-01-21"},
    )
    assert days(frame) == [10, 10, 20]
    only_person = spells_of({"started": "2020-02-01", "ended": "2020-02-11"}, started=None)
    assert days(only_person) == [10]
    with pytest.raises(ValueError, match="no date to start the clock from: P0 in x"):
        spells_of({"ended": "2020"}, started=None)


def test_who_came_back_has_left() -> None:
    frame = spells_of(
        {"person": "P", "started": "2023-01-01", "censored_on": "2024-01-01"},
        {"person": "P", "started": "2020-01-01", "ended": "2020-06-30"},
    )
    assert (frame["event"].tolist(), days(frame)) == ([True], [181])
    assert frame["spell_ids"].tolist() == ["t1"]


def test_contiguous_spells_are_one() -> None:
    first = {"person": "P", "started": "2020-01-01", "ended": "2020-06-30"}
    second = {"person": "P", "started": "2020-07-01", "ended": "2020-12-31"}
    frame = spells_of(first, second)
    assert (days(frame), frame["spell_ids"].tolist()) == ([365], ["t0;t1"])
    still_there = spells_of(first, second | {"ended": None, "censored_on": "2021-01-01"})
    assert (days(still_there), still_there["event"].tolist()) == ([366], [False])
    a_day_between = spells_of(first, second | {"started": "2020-07-02"})
    assert (days(a_day_between), a_day_between["spell_ids"].tolist()) == ([181], ["t0"])
    nested = spells_of(first, second | {"started": "2020-02-01", "ended": "2020-03-01"})
    assert (days(nested), nested["spell_ids"].tolist()) == ([181], ["t0;t1"])


def test_a_spell_over_before_the_cohort_began_yields_to_a_later_one() -> None:
    early = {"person": "P", "started": "2010", "ended": "2012"}
    frame = spells_of(early, {"person": "P", "started": "2018", "ended": "2020-01-31"})
    assert (days(frame), frame["spell_ids"].tolist()) == ([30], ["t1"])
    assert days(spells_of(early)) == [0]


def test_nothing_after_as_of_is_known() -> None:
    frame = spells_of(
        {"ended": "2021-05"},
        {"censored_on": "2022"},
        {"ended": "2020-02"},
        {"started": "2021-01-01", "ended": "2022"},
        as_of="2020-12-31",
    )
    assert frame["person"].tolist() == ["P0", "P1", "P2"]
    assert frame["event"].tolist() == [False, False, True]
    assert days(frame)[:2] == [365, 365]
    assert spells_of({"ended": "2021-05"}, as_of="2019").empty


def test_as_of_bounds_coarse_dates() -> None:
    frame = spells_of({"ended": "2020"}, reading="latest", as_of="2020-01-31")
    assert (days(frame), frame["event"].tolist()) == ([30], [True])


@pytest.mark.parametrize(
    ("cohort", "message"),
    [
        ({"closed": False}, "cohort x is not closed"),
        ({"closed": None}, "cohort x is not closed"),
        ({"kind": "board"}, "cohort x is a board"),
        ({"cohort_id": "z"}, "there is no cohort x"),
    ],
)
def test_only_closed_cohorts_of_persons_have_spells(cohort: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spells_of({"ended": "2021"}, **cohort)


def test_cohorts_need_tenures_and_may_be_none() -> None:
    with pytest.raises(ValueError, match="cohort x has no tenures"):
        spells_of()
    empty = retention.spells(tenures_of(), cohorts_of(), [], "middle", "2026")
    assert empty.empty
    assert retention.kaplan_meier(empty, "exclude", 0.95).empty


PARTIAL = st.dates(date(2015, 1, 1), date(2026, 1, 1)).flatmap(
    lambda day: st.sampled_from([4, 7, 10]).map(lambda length: day.isoformat()[:length])
)


@given(st.lists(st.tuples(PARTIAL | st.none(), PARTIAL | st.none(), PARTIAL), min_size=1), PARTIAL)
@settings(deadline=None, max_examples=40)
def test_readings_are_ordered(rows: list[tuple[str | None, str | None, str]], started: str) -> None:
    tenures = [{"started": s, "ended": e, "censored_on": c} for s, e, c in rows]
    short, middle, long = (
        spells_of(*tenures, reading=reading, started=started) for reading in retention.READINGS
    )
    assert (short["duration_years"] >= 0).all()
    assert (short["duration_years"] <= middle["duration_years"]).all()
    assert (middle["duration_years"] <= long["duration_years"]).all()
    assert short["event"].tolist() == middle["event"].tolist() == long["event"].tolist()


# --- curves ------------------------------------------------------------------------------------

# Freireich et al. (1963), weeks of remission under 6-mercaptopurine; negative: censored.
LATE = (-25, -32, -32, -34, -35)
SIX_MP = (6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, *LATE)


def observed(*times: float, cohort_id: str = "x", unknown: int = 0) -> pd.DataFrame:
    """Build spells from durations in years; negative ones are censored."""
    missing = [math.nan] * unknown
    size = len(times) + unknown
    start = pd.Timestamp("2020-01-01")
    ends = [start + pd.Timedelta(days=abs(t) * 365.25) for t in times] + [pd.NaT] * unknown
    return pd.DataFrame(
        {
            "cohort_id": cohort_id,
            "person": [f"P{i:02d}" for i in range(size)],
            "started": start,
            "ended": pd.Series(ends, dtype="datetime64[s]"),
            "censored": pd.Series([pd.NaT] * size, dtype="datetime64[s]"),
            "duration_years": [abs(t) for t in times] + missing,
            "event": [t >= 0 for t in times] + [False] * unknown,
            "known": [True] * len(times) + [False] * unknown,
            "spell_ids": [f"t{i:02d}" for i in range(size)],
        }
    )


def curve_of(*times: float, level: float = 0.95) -> pd.DataFrame:
    """Return the curve of one cohort."""
    return retention.kaplan_meier(observed(*times), "exclude", level, minimum_members=1)


def test_curve_reproduces_the_textbook_table() -> None:
    curve = curve_of(*SIX_MP)
    events = curve[curve["events"] > 0]
    assert events["years"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert events["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert events["events"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert events["survival"].round(3).tolist() == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    first = curve.iloc[0]
    assert (first["years"], first["survival"], first["at_risk"]) == (0, 1, 21)
    assert curve["censored"].sum() == 12


def test_bands_equal_scipys_log_log_bands() -> None:
    curve = curve_of(*SIX_MP)
    data = CensoredData.right_censored(np.abs(SIX_MP), np.array(SIX_MP) < 0)
    survival = ecdf(data).sf
    band: Any = survival.confidence_interval(0.95, method="log-log")
    inner = curve[curve["survival"] < 1].set_index("years")
    for years, low, high in zip(
        survival.quantiles, band.low.probabilities, band.high.probabilities, strict=True
    ):
        assert (inner["low"][years], inner["high"][years]) == pytest.approx((low, high))


def test_nobody_left_gives_a_flat_curve_with_an_honest_band() -> None:
    curve = curve_of(-1, -1, -2, -3)
    assert curve["survival"].tolist() == [1, 1, 1, 1]
    assert curve["high"].tolist() == [1, 1, 1, 1]
    # All n persons still observed are present: (alpha / 2) ** (1 / n).
    assert curve["low"].tolist() == pytest.approx([0.025 ** (1 / n) for n in (4, 2, 1, 1)])


def test_everybody_left_keeps_the_last_upper_bound() -> None:
    curve = curve_of(1, 2, 3, 4)
    assert curve["survival"].iloc[-1] == pytest.approx(0)
    assert curve["low"].iloc[-1] == pytest.approx(0)
    assert curve["high"].iloc[-1] == curve["high"].iloc[-2] < 1


def test_exits_by_the_start_lower_the_first_step() -> None:
    curve = curve_of(0, 1, -2, -2)
    assert curve["survival"].tolist() == pytest.approx([0.75, 0.5, 0.5])
    assert curve["at_risk"].tolist() == [4, 3, 2]


@given(st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30), st.randoms())
@settings(deadline=None, max_examples=40)
def test_curves_fall_within_their_bands_whatever_the_order(times: list[float], random: Any) -> None:
    curve = curve_of(*times)
    assert (curve["survival"].diff().dropna() <= 1e-12).all()
    assert (curve["low"] <= curve["survival"] + 1e-9).all()
    assert (curve["survival"] <= curve["high"] + 1e-9).all()
    assert curve["low"].between(-1e-9, 1).all()
    assert curve["high"].between(0, 1).all()
    assert curve["events"].sum() + curve["censored"].sum() == len(times)
    random.shuffle(times)
    pd.testing.assert_frame_equal(curve_of(*times), curve)


def test_unknown_outcomes_span_from_worst_to_best_case() -> None:
    spells = observed(1, -4, unknown=2)
    at_two: dict[str, float] = {}
    for unknown in retention.UNKNOWN:
        curve = retention.kaplan_meier(spells, unknown, 0.95, minimum_members=1)
        (estimate,) = retention.survival_at(curve, spells, 2, 0.95, NAMES).values()
        at_two[estimate.name] = estimate.value
        assert len(estimate.rows) == estimate.n == (2 if unknown == "exclude" else 4)
    assert at_two == pytest.approx(
        {
            "retention.survival.x.2y": 1 / 2,
            "retention.survival.x.2y.left": 1 / 2 * 1 / 2,
            "retention.survival.x.2y.stayed": 3 / 4,
        }
    )


def test_cohorts_of_unknown_outcome_only() -> None:
    spells = observed(unknown=3)
    stayed = retention.kaplan_meier(spells, "stayed", 0.95)
    assert stayed[["years", "survival", "at_risk"]].to_numpy().tolist() == [[0, 1, 3]]
    left = retention.kaplan_meier(spells, "left", 0.95)
    assert left[["years", "survival"]].to_numpy().tolist() == [[0, 0]]
    with pytest.raises(ValueError, match="cohort x has 0 of known outcome"):
        retention.kaplan_meier(spells, "exclude", 0.95)


def test_small_cohorts_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="at least 3 persons, cohort y has 2"):
        retention.kaplan_meier(observed(1, 2, cohort_id="y"), "exclude", 0.95)


def test_survival_at_reads_the_steps() -> None:
    spells = observed(*SIX_MP)
    curve = retention.kaplan_meier(spells, "exclude", 0.95)
    values = {}
    for years in (5, 6, 12, 23, 35):
        (estimate,) = retention.survival_at(curve, spells, years, 0.95, NAMES).values()
        values[years] = round(estimate.value, 3)
    assert values == {5: 1.0, 6: 0.857, 12: 0.753, 23: 0.448, 35: 0.448}


def test_survival_beyond_the_last_observation_is_undefined() -> None:
    spells = observed(1, 1, -2, -2)
    curve = retention.kaplan_meier(spells, "exclude", 0.95)
    (estimate,) = retention.survival_at(curve, spells, 3, 0.95, NAMES).values()
    assert math.isnan(estimate.value)
    assert (estimate.low, estimate.high) == (0, curve["high"].iloc[-1])
    gone = observed(1, 1, 2)
    curve = retention.kaplan_meier(gone, "exclude", 0.95)
    (estimate,) = retention.survival_at(curve, gone, 3, 0.95, NAMES).values()
    assert estimate.value == pytest.approx(0)


def test_medians() -> None:
    spells = pd.concat([observed(*SIX_MP), observed(-1, -2, -3, cohort_id="y")], ignore_index=True)
    curves = retention.kaplan_meier(spells, "exclude", 0.95)
    medians = retention.medians(curves, spells, 0.95, NAMES)
    # R's survfit with conf.type "log-log": median 23, from 13, no upper limit.
    x, y = medians["retention.median.x"], medians["retention.median.y"]
    assert (x.value, x.low, x.high, x.n) == (23, 13, math.inf, 21)
    assert (y.value, y.high) == (math.inf, math.inf)
    assert y.low == 0  # Three persons do not exclude that half leave at once.
    assert y.rows == ("t00", "t01", "t02")


def test_a_median_is_only_known_to_exceed_what_was_observed() -> None:
    spells = observed(*[-2.0] * 12)
    curve = retention.kaplan_meier(spells, "exclude", 0.95)
    (median,) = retention.medians(curve, spells, 0.95, NAMES).values()
    assert (median.value, median.low, median.high) == (math.inf, 2, math.inf)


def test_a_median_of_exactly_one_half_is_reached() -> None:
    spells = observed(*range(1, 13))
    curve = retention.kaplan_meier(spells, "exclude", 0.95)
    (median,) = retention.medians(curve, spells, 0.95, NAMES).values()
    assert median.value == 6


def test_definitions_say_what_was_assumed() -> None:
    spells = observed(1, 2, -3)
    curve = retention.kaplan_meier(spells, "stayed", 0.95)
    (one_year,) = retention.survival_at(curve, spells, 1, 0.95, NAMES).values()
    (two_years,) = retention.survival_at(curve, spells, 2, 0.95, NAMES).values()
    assert "after 1\N{NO-BREAK SPACE}year (" in one_year.definition["en"]
    assert "2\N{NO-BREAK SPACE}years" in two_years.definition["en"]
    assert "counted as having stayed" in one_year.definition["en"]
    assert "réputées restées" in one_year.definition["fr"]


def test_extremes_are_the_worst_and_best_case_of_incomplete_cohorts_only() -> None:
    complete = observed(1, 2, -3, 4, cohort_id="complete")
    incomplete = observed(1, 2, -3, 4, cohort_id="incomplete", unknown=2)
    both = pd.concat([complete, incomplete], ignore_index=True)
    curves = retention.extremes(both, 0.95)
    assert set(curves["cohort_id"]) == {"incomplete"}
    assert set(curves["unknown"]) == {"left", "stayed"}
    base = retention.kaplan_meier(incomplete, "exclude", 0.95)
    for years in (1, 2, 4):
        worst, middle, best = (
            steps[steps["years"] <= years]["survival"].iloc[-1]
            for steps in (
                curves[curves["unknown"] == "left"],
                base,
                curves[curves["unknown"] == "stayed"],
            )
        )
        assert worst < middle < best or middle == worst == 0
    assert retention.extremes(complete, 0.95).empty
