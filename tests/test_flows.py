"""Flows: counts by hand, intervals against scipy, and what must not change an answer."""

from __future__ import annotations

import math
from itertools import permutations
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from talentwar import dates, flows
from talentwar.estimates import Estimates

ORGS = ("a", "b", "c", "d")
NAMES = {org: {"en": f"Firm {org}", "fr": f"Société {org}"} for org in ("google", *ORGS)}
QUICK = settings(deadline=None, max_examples=30)
PAIRS = st.lists(st.sampled_from(list(permutations(ORGS, 2))), max_size=40)


def moves_of(*pairs: tuple[str, str], announced: str = "2024-05", **columns: str) -> pd.DataFrame:
    """Build a moves table with one row a pair (origin, destination)."""
    frame = pd.DataFrame(
        {
            "move_id": pd.Series([f"m{i:03d}" for i in range(len(pairs))], dtype="str"),
            "origin_id": pd.Series([origin for origin, _ in pairs], dtype="str"),
            "destination_id": pd.Series([destination for _, destination in pairs], dtype="str"),
        }
    )
    fixed = {"scope": "person", "person": "P", "confidence": "high", "source_ids": "s1"}
    frame = frame.assign(announced=announced, **(fixed | columns))
    return with_bounds(frame, "announced")


def with_bounds(frame: pd.DataFrame, field: str) -> pd.DataFrame:
    """Add the bounds of a partial date, as the loader does."""
    bounds = dates.bounds(frame[field].astype("str"))
    return frame.assign(**{f"{field}_{side}": bounds[side] for side in ("earliest", "latest")})


def organizations_of(parents: dict[str, str | None]) -> pd.DataFrame:
    """Build an organisations table from parents by id."""
    return pd.DataFrame({"org_id": list(parents), "parent_id": list(parents.values())}, dtype="str")


FREE = organizations_of(dict.fromkeys(ORGS))
GOOGLE = organizations_of(
    {"google": None, "lab": "google", "team": "lab", "a": None, "holding": None, "b": "holding"}
)


def selected(moves: pd.DataFrame, since: str | None = None, until: str | None = None) -> list[str]:
    """Return the ids of the moves in a period."""
    chosen = flows.select_moves(
        moves, FREE, since=since, until=until, minimum_confidence="low", merge_google=False
    )
    return list(chosen["move_id"])


# --- selection ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (None, ["m000", "m001", "m002"]),
        (["lead"], ["m000"]),
        (["unknown"], ["m001"]),
        (["lead", "unknown"], ["m000", "m001"]),
    ],
)
def test_moves_are_selected_by_seniority_told_or_unknown(
    asked: list[str] | None, kept: list[str]
) -> None:
    levels = pd.Series(["lead", None, "founder"], dtype="category")
    moves = moves_of(("a", "b"), ("a", "c"), ("b", "c")).assign(seniority=levels)
    chosen = flows.select_moves(
        moves,
        FREE,
        since="",
        until="",
        minimum_confidence="low",
        merge_google=False,
        seniorities=asked,
    )
    assert list(chosen["move_id"]) == kept


@pytest.mark.parametrize(
    ("announced", "known"),
    [("2025-06-30", True), ("2025-07-01", False), ("2025", True), ("2026", False), ("", True)],
)
def test_what_certainly_came_later_is_not_known_yet(announced: str, known: bool) -> None:
    moves = with_bounds(moves_of(("a", "b")).assign(announced=announced or None), "announced")
    chosen = flows.select_moves(
        moves,
        FREE,
        since="",
        until="",
        minimum_confidence="low",
        merge_google=False,
        as_of="2025-06",
    )
    assert len(chosen) == int(known)


@pytest.mark.parametrize(
    ("minimum", "kept"), [("low", ["l", "m", "h"]), ("medium", ["m", "h"]), ("high", ["h"])]
)
@pytest.mark.parametrize("categorical", [False, True])
def test_at_least_ranks_confidence(minimum: str, kept: list[str], categorical: bool) -> None:
    frame = pd.DataFrame({"id": ["l", "m", "h"], "confidence": ["low", "medium", "high"]})
    if categorical:
        # In the order of the schema, which is the reverse of ours.
        order = pd.CategoricalDtype(["high", "medium", "low"], ordered=True)
        frame = frame.astype({"confidence": order})
    assert list(flows.at_least(frame, minimum)["id"]) == kept


def test_at_least_refuses_what_has_no_rank() -> None:
    frame = pd.DataFrame({"confidence": ["low", None]})
    with pytest.raises(ValueError, match="is none of low, medium, high"):
        flows.at_least(frame, "low")
    with pytest.raises(ValueError, match='"certain" is none of'):
        flows.at_least(frame.dropna(), "certain")


def test_units_stand_for_themselves_unless_merged() -> None:
    assert flows.units(GOOGLE)["team"] == "team"
    merged = flows.units(GOOGLE, {"google"})
    assert merged == {
        "google": "google", "lab": "google", "team": "google",
        "a": "a", "holding": "holding", "b": "b",
    }  # fmt: skip
    assert flows.units(GOOGLE, {"google", "lab"})["team"] == "google"


def test_units_refuse_unknown_parents_and_circles() -> None:
    with pytest.raises(ValueError, match="no such organisation to merge into: nowhere"):
        flows.units(GOOGLE, {"nowhere"})
    with pytest.raises(ValueError, match="form a circle"):
        flows.units(organizations_of({"a": "b", "b": "a"}))


def test_moves_inside_one_unit_are_dropped() -> None:
    moves = moves_of(("google", "lab"), ("team", "a"), ("a", "lab"), ("a", "b"), ("a", "a"))
    apart = flows.with_units(moves, GOOGLE)
    assert list(apart["move_id"]) == ["m000", "m001", "m002", "m003"]
    merged = flows.with_units(moves, GOOGLE, {"google"})
    assert list(merged["move_id"]) == ["m001", "m002", "m003"]
    assert list(merged["origin_id"]) == ["google", "a", "a"]
    assert list(merged["destination_id"]) == ["a", "google", "b"]


def test_select_moves_merges_google_on_demand() -> None:
    moves = moves_of(("google", "lab"), ("team", "a"))
    sizes = [
        len(
            flows.select_moves(
                moves, GOOGLE, since=None, until=None, minimum_confidence="low", merge_google=merge
            )
        )
        for merge in (False, True)
    ]
    assert sizes == [2, 1]


@pytest.mark.parametrize(
    ("announced", "since", "until", "counts"),
    [
        ("2024-05", "2024-05", "2024-05", True),
        ("2024-05", "2024", None, True),
        ("2024-05", None, "2024", True),
        ("2024", "2024-06", None, False),
        ("2024", None, "2024-06", False),
        ("2023-12/2024-01", "2024", None, False),
        ("2023-12/2024-01", "2023", "2024", True),
        ("2024-05-31", None, "2024-05", True),
        ("2024-06-01", None, "2024-05", False),
    ],
)
def test_a_move_counts_when_all_of_its_date_is_in_the_period(
    announced: str, since: str | None, until: str | None, counts: bool
) -> None:
    moves = moves_of(("a", "b"), announced=announced)
    assert selected(moves, since, until) == (["m000"] if counts else [])


@pytest.mark.parametrize("no_bound", [None, ""])
def test_undated_moves_count_only_without_a_period(no_bound: str | None) -> None:
    moves = moves_of(("a", "b"))
    missing = moves["announced_earliest"].isna() | True
    for side in ("earliest", "latest"):
        moves[f"announced_{side}"] = moves[f"announced_{side}"].mask(missing)
    assert selected(moves, no_bound, no_bound) == ["m000"]
    assert selected(moves, "1900", no_bound) == []
    assert selected(moves, no_bound, "2100") == []


def test_groups_do_not_count() -> None:
    moves = moves_of(("a", "b"), ("a", "b"))
    moves.loc[0, "scope"] = "group"
    assert selected(moves) == ["m001"]


# --- pairs -------------------------------------------------------------------------------------


def test_pair_counts_by_hand() -> None:
    moves = moves_of(("b", "a"), ("a", "b"), ("b", "a"), ("c", "a"))
    assert flows.pair_counts(moves).to_dict("split")["data"] == [
        ["a", "b", 1, 2, 3],
        ["a", "c", 0, 1, 1],
    ]


def test_top_pairs_go_with_the_larger_flow() -> None:
    moves = moves_of(("b", "a"), ("a", "b"), ("b", "a"), ("c", "a"), ("c", "b"), ("b", "c"))
    assert flows.top_pairs(moves, ["a", "b", "c"], 2) == [("b", "a"), ("b", "c")]
    assert flows.top_pairs(moves, ["a", "c"], 1) == [("c", "a")]


def test_odds_by_hand() -> None:
    moves = moves_of(*[("a", "b")] * 8, ("b", "a"), ("a", "c"))
    estimate = flows.directional_odds(moves, "a", "b", 0.95, NAMES)
    expected = binomtest(8, 9).proportion_ci(0.95, method="exact")
    assert estimate.name == "flows.odds.a.b"
    assert estimate.value == 8
    assert estimate.n == 9
    assert estimate.low == pytest.approx(expected.low / (1 - expected.low))
    assert estimate.high == pytest.approx(expected.high / (1 - expected.high))
    assert estimate.rows == tuple(f"m{i:03d}" for i in range(9))
    assert "Firm a → Firm b" in estimate.definition["en"]
    assert "Société a → Société b" in estimate.definition["fr"]


def test_odds_without_a_reverse_and_without_any_move() -> None:
    moves = moves_of(("a", "b"), ("a", "b"))
    one_way = flows.directional_odds(moves, "a", "b", 0.9, NAMES)
    assert math.isinf(one_way.value)
    assert one_way.low is not None
    # Exact bound of 2 out of 2: sqrt(0.05), as odds.
    assert one_way.low == pytest.approx(math.sqrt(0.05) / (1 - math.sqrt(0.05)))
    assert one_way.high == math.inf
    nothing = flows.directional_odds(moves, "a", "c", 0.9, NAMES)
    assert math.isnan(nothing.value)
    assert (nothing.low, nothing.high, nothing.n, nothing.rows) == (0, math.inf, 0, ())


@QUICK
@given(PAIRS)
def test_swapping_a_pair_inverts_its_odds(pairs: list[tuple[str, str]]) -> None:
    moves = moves_of(*pairs)
    there = flows.directional_odds(moves, "a", "b", 0.95, NAMES)
    back = flows.directional_odds(moves, "b", "a", 0.95, NAMES)
    assert (there.n, there.rows) == (back.n, back.rows)
    for one, other in ((there.value, back.value), (there.low, back.high), (there.high, back.low)):
        assert one is not None
        assert other is not None
        if other == 0:
            assert one == math.inf
        elif math.isnan(other):
            assert math.isnan(one)
        else:
            assert one == pytest.approx(1 / other, rel=1e-6)


@QUICK
@given(PAIRS)
def test_a_move_each_way_draws_the_odds_towards_one(pairs: list[tuple[str, str]]) -> None:
    before = flows.directional_odds(moves_of(*pairs), "a", "b", 0.95, NAMES).value
    after = flows.directional_odds(
        moves_of(*pairs, ("a", "b"), ("b", "a")), "a", "b", 0.95, NAMES
    ).value
    if before > 1:
        assert 1 < after < before
    elif before < 1:
        assert before < after < 1
    else:
        assert after == 1


@QUICK
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(pairs: list[tuple[str, str]], random: Random) -> None:
    moves = moves_of(*pairs)
    order = list(moves.index)
    random.shuffle(order)
    shuffled = moves.loc[order]
    assert everything(shuffled, ORGS) == everything(moves, ORGS)


@QUICK
@given(PAIRS, st.permutations(ORGS))
def test_relabelling_permutes_the_answers(
    pairs: list[tuple[str, str]], relabelled: list[str]
) -> None:
    label = dict(zip(ORGS, relabelled, strict=True))
    before = flows.matrix(moves_of(*pairs), ORGS)
    after = flows.matrix(moves_of(*[(label[a], label[b]) for a, b in pairs]), ORGS)
    expected = before.replace({"origin_id": label, "destination_id": label})
    keys = ["origin_id", "destination_id"]
    pd.testing.assert_frame_equal(
        after.sort_values(keys, ignore_index=True), expected.sort_values(keys, ignore_index=True)
    )


def everything(moves: pd.DataFrame, orgs: tuple[str, ...]) -> list[str]:
    """Return all answers as text."""
    sources = pd.DataFrame({"source_id": ["s1"], "original_publisher": ["P"]})
    return [
        flows.pair_counts(moves).to_csv(),
        flows.matrix(moves, orgs).to_csv(),
        flows.odds_for(moves, permutations(orgs, 2), 0.95, NAMES).to_json(),
        flows.net_gains(moves, orgs, 0.95, NAMES).to_json(),
        flows.totals(moves, sources).to_json(),
    ]


# --- published ratios --------------------------------------------------------------------------


def ratios_of(*rows: tuple[str, str | None, str | None, float, str]) -> pd.DataFrame:
    """Build flow ratios: (measure, origin, destination, value, confidence)."""
    columns = ["measure", "origin_id", "destination_id", "value", "confidence"]
    frame = pd.DataFrame(rows, columns=columns)
    ids = [f"flow-{i}" for i in range(len(rows))]
    return frame.assign(ratio_id=ids, publisher="P", published="2025-05-20")


def test_published_ratios_beside_observed_odds() -> None:
    moves = moves_of(*[("a", "b")] * 8, ("b", "a"), *[("a", "c")] * 9, *[("c", "a")] * 9)
    ratios = ratios_of(
        ("ratio-to-reverse", "a", "b", 8.2, "high"),
        ("ratio-to-reverse", "a", "c", 8.2, "high"),
        ("ratio-to-reverse", "b", "d", 2.0, "medium"),
        ("ratio-to-reverse", "c", "d", 2.0, "medium"),
        ("ratio-to-reverse", "a", "d", 2.0, "low"),
        ("count", "a", "b", 8.2, "high"),
        ("ratio-to-reverse", None, "b", 8.2, "high"),
    )
    published = flows.published_ratios(
        ratios, FREE, minimum_confidence="medium", merge_google=False
    )
    pairs = flows.published_pairs(published)
    assert pairs == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    odds = flows.odds_for(moves, pairs[:3], 0.95, NAMES)
    compared = flows.compare_with_published(odds, published)
    assert list(compared["ratio_id"]) == ["flow-0", "flow-1", "flow-2", "flow-3"]
    assert list(compared["published_value"]) == [8.2, 8.2, 2, 2]
    assert list(compared["n"]) == [9, 18, 0, 0]
    assert list(compared["value"][:2]) == [8, 1]
    assert compared["value"][2:].isna().all()
    # Neither 0 : 0 nor a pair left out confirms anything.
    assert compared["inside"].isna().tolist() == [False, False, True, True]
    assert compared["inside"][:2].tolist() == [True, False]


def test_nothing_published_gives_an_empty_comparison() -> None:
    published = flows.published_ratios(
        ratios_of(), GOOGLE, minimum_confidence="low", merge_google=True
    )
    compared = flows.compare_with_published(Estimates(), published)
    assert compared.empty
    assert compared["inside"].dtype == "boolean"


# --- matrix, gains, totals ---------------------------------------------------------------------

KNOWN = (("a", "b"), ("a", "b"), ("b", "a"), ("c", "b"), ("a", "d"), ("d", "c"))


def test_matrix_by_hand() -> None:
    # Net: b +2, c 0, a -2; the moves from and to d count although d is not shown.
    assert flows.by_net_gain(moves_of(*KNOWN), ["a", "b", "c"]) == ["b", "c", "a"]
    assert flows.matrix(moves_of(*KNOWN), ["a", "b", "c"]).to_dict("split")["data"] == [
        ["b", "c", 0],
        ["b", "a", 1],
        ["c", "b", 1],
        ["c", "a", 0],
        ["a", "b", 2],
        ["a", "c", 0],
    ]


def test_net_gains_by_hand() -> None:
    gains = flows.net_gains(moves_of(*KNOWN), ["b", "d"], 0.95, NAMES)
    assert [gains[f"flows.{k}.b"].value for k in ("net", "arrivals", "departures")] == [2, 3, 1]
    net = gains["flows.net.b"]
    expected = binomtest(3, 4).proportion_ci(0.95, method="exact")
    assert net.low == pytest.approx(4 * (2 * expected.low - 1))
    assert net.high == pytest.approx(4 * (2 * expected.high - 1))
    assert (net.n, net.rows) == (4, ("m000", "m001", "m002", "m003"))
    assert gains["flows.arrivals.b"].rows == ("m000", "m001", "m003")
    assert gains["flows.net.d"].value == 0


@QUICK
@given(PAIRS)
def test_net_gains_cancel_out(pairs: list[tuple[str, str]]) -> None:
    gains = flows.net_gains(moves_of(*pairs), ORGS, 0.95, NAMES)
    assert sum(gains[f"flows.net.{org}"].value for org in ORGS) == 0
    assert sum(gains[f"flows.arrivals.{org}"].value for org in ORGS) == len(pairs)


def test_totals_count_witnesses_once() -> None:
    moves = moves_of(("a", "b"), ("b", "c"), ("c", "d"))
    moves["person"] = ["P", "P", "Q"]
    moves["source_ids"] = ["s1;s2", "s2", "s3"]
    sources = pd.DataFrame(
        {"source_id": ["s1", "s2", "s3", "s4"], "original_publisher": ["X", "X", None, "Y"]}
    )
    totals = flows.totals(moves, sources)
    assert {name: e.value for name, e in totals.items()} == {
        "flows.moves": 3,
        "flows.persons": 2,
        "flows.sources": 3,
        "flows.publishers": 1,
    }
    assert totals["flows.persons"].rows == ("m000", "m001", "m002")


def test_no_moves_give_estimates_without_observations() -> None:
    none = moves_of()
    sources = pd.DataFrame({"source_id": ["s1"], "original_publisher": ["P"]})
    estimates = [
        *flows.odds_for(none, [("a", "b")], 0.95, NAMES).values(),
        *flows.net_gains(none, ["a", "b"], 0.95, NAMES).values(),
        *flows.totals(none, sources).values(),
    ]
    assert {e.n for e in estimates} == {0}
    assert not Estimates(estimates)["flows.net.a"].has_interval
    assert flows.pair_counts(none).empty
    assert flows.top_pairs(none, ORGS, 1) == []
    assert flows.matrix(none, ["b", "a"])["moves"].tolist() == [0, 0]
