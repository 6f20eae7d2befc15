"""The geometry of the flow diagram: nothing is lost, nothing overlaps."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_flows import NAMES, QUICK, moves_of

from talentwar import flows, streams
from talentwar.charts import flows as charts
from talentwar.language import Language

LISTED = ["a", "b", "c"]
ENDS = ["a", "b", "c", "d", "school", "alone"]
ORGANIZATIONS = pd.DataFrame(
    {
        "org_id": ENDS,
        "kind": ["ai-lab", "ai-lab", "big-tech", "startup", "academia", "none"],
        "parent_id": None,
    }
)
PAIRS = st.lists(
    st.tuples(st.sampled_from(ENDS), st.sampled_from(ENDS)).filter(lambda p: p[0] != p[1]),
    max_size=40,
)


def counted(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Return the streams of these moves."""
    return streams.streams(moves_of(*pairs), ORGANIZATIONS, LISTED)


def test_organisations_outside_the_list_are_gathered() -> None:
    counts = counted(("a", "d"), ("a", "school"), ("alone", "b"), ("a", "b"), ("d", "school"))
    assert sorted(map(tuple, counts.to_numpy().tolist())) == [
        ("a", "b", 1),
        ("a", "others", 1),
        ("a", "universities", 1),
        ("nowhere", "b", 1),
    ]


@QUICK
@given(PAIRS)
def test_bars_are_as_high_as_arrivals_and_departures(pairs: list[tuple[str, str]]) -> None:
    moves = moves_of(*pairs)
    placed = streams.bars(counted(*pairs))
    found = {(row["side"], row["end"]): row["moves"] for row in placed.to_dict("records")}
    expected = flows.net_gains(moves, LISTED, 0.9, NAMES)
    for org in LISTED:
        assert found.get(("origin", org), 0) == expected[f"flows.departures.{org}"].value
        assert found.get(("destination", org), 0) == expected[f"flows.arrivals.{org}"].value


@QUICK
@given(PAIRS)
def test_bars_keep_their_distance_inside_the_diagram(pairs: list[tuple[str, str]]) -> None:
    placed = streams.bars(counted(*pairs))
    for _, side in placed.groupby("side"):
        assert (side["top"].iloc[1:].to_numpy() - side["bottom"].iloc[:-1].to_numpy()) == (
            pytest.approx(streams.GAP)
        )
        assert side["top"].min() == 0
        assert side["bottom"].max() <= streams.HEIGHT + 1e-6
    heights = (placed["bottom"] - placed["top"]) / placed["moves"]
    assert heights.max() == pytest.approx(heights.min()) or placed.empty, "one scale for all"


@QUICK
@given(PAIRS)
def test_ribbons_fill_their_bars_without_overlap(pairs: list[tuple[str, str]]) -> None:
    counts = counted(*pairs)
    placed = streams.bars(counts)
    drawn = streams.ribbons(counts, placed)
    assert drawn.groupby(["origin", "destination"]).ngroups == len(counts)
    for side, x in (("origin", 0.0), ("destination", 1.0)):
        ends = drawn[drawn["x"] == x]
        for row in placed[placed["side"] == side].to_dict("records"):
            own = ends[ends[side] == row["end"]].sort_values("top")
            assert own["top"].iloc[0] == pytest.approx(row["top"], abs=0.06)
            assert own["bottom"].iloc[-1] == pytest.approx(row["bottom"], abs=0.06)
            # Each begins where the one above ends (points are rounded to a tenth of a pixel).
            assert own["top"].iloc[1:].to_numpy() == pytest.approx(
                own["bottom"].iloc[:-1].to_numpy(), abs=0.11
            )


@QUICK
@given(PAIRS)
def test_the_order_of_the_rows_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    one, other = (counted(*order) for order in (pairs, pairs[::-1]))
    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(
        streams.ribbons(one, streams.bars(one)), streams.ribbons(other, streams.bars(other))
    )


def test_a_single_move_is_one_ribbon_from_top_to_bottom() -> None:
    counts = counted(("a", "b"))
    drawn = streams.ribbons(counts, streams.bars(counts))
    assert set(drawn["top"]) == {0.0}
    assert set(drawn["bottom"]) == {streams.HEIGHT}


def test_the_chart_names_the_broadest_stream_between_listed_organisations() -> None:
    counts = counted(*[("a", "d")] * 5, *[("b", "c")] * 2, ("a", "b"))
    figure = charts.streams(counts, NAMES, Language("en"), "", "")
    assert figure.title == "The broadest stream runs from Firm b to Firm c: 2 moves"
    assert figure.table.iloc[0].tolist() == ["Firm a", "Other employers", "5"]
    apart = charts.streams(counted(("a", "d")), NAMES, Language("en"), "", "")
    assert apart.title == "No stream runs between the organisations shown"


def test_without_moves_the_chart_says_so() -> None:
    figure = charts.streams(counted(("d", "school")), NAMES, Language("fr"), "", "")
    assert figure.title == Language("fr").t("figure.nothing")
