"""The family tree of companies: generations, lanes, and the same drawing from run to run."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from talentwar import lineage, selection, spinouts
from talentwar.charts import family
from talentwar.charts.spinouts import Story
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.parameters import CHAPTERS
from talentwar.tables import load

ORGANIZATIONS, FOUNDERS = load("organizations"), load("founders")
NAMES = names_of(ORGANIZATIONS, "org_id")
FIRMS = spinouts.companies(
    load("spinouts"), ORGANIZATIONS, minimum_confidence="low", since="1990", as_of="2026-11"
)
PARAMETERS: Any = CHAPTERS["spinouts"]()
LANES: list[str] = PARAMETERS.origins


def made(**origins: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({"org_id": list(origins), "origins": list(origins.values())})


def test_generations_follow_the_longest_line() -> None:
    firms = made(a=("lab",), b=("a", "lab"), c=("b",), d=("a",))
    assert lineage.generations(firms) == {"a": 1, "b": 2, "c": 3, "d": 2}
    later = lineage.generation_counts(firms)["spinouts.later-generations"]
    assert (later.value, later.rows, later.n) == (3, ("b", "c", "d"), 4)
    with pytest.raises(ValueError, match="descend from each other: "):
        lineage.generations(made(a=("b",), b=("a",)))


def test_no_company_of_the_table_descends_from_itself() -> None:
    found = lineage.generations(FIRMS)
    assert found.keys() == set(FIRMS["org_id"])
    assert found["anthropic"] == 1
    assert found["mirendil"] == 2


def test_a_company_stands_with_the_origin_of_most_founders() -> None:
    firms = made(x=("small", "large"), y=("elsewhere",), z=("large", "small"))
    founders = pd.DataFrame(
        {
            "org_id": ["x", "x", "x", "z"],
            "origin_id": ["large", "large", "small", None],
            "kind": ["founder"] * 4,
        }
    )
    units = {"small": "small", "large": "large"}
    lanes = lineage.lane_of(firms, founders, ["small", "large"], units)
    assert lanes == {"x": "large", "y": lineage.OTHERS, "z": "large"}


def test_lanes_that_share_companies_stand_together() -> None:
    firms = made(p=("a", "d"), q=("a", "d"), r=("d", "b"), s=("b", "c"))
    ordered = lineage.lane_order(firms, ["a", "b", "c", "d", "alone"], {})
    assert ordered == ["a", "d", "b", "c", "alone"]
    assert lineage.lane_order(firms, [], {}) == []


def test_the_lane_of_a_company_stands_below_its_parent() -> None:
    firms = made(p=("a", "d"), q=("a", "d"), r=("d", "b"), child=("d",), s=("child", "b"))
    ordered = lineage.lane_order(firms, ["child", "a", "b", "d"], {"child": "d"})
    assert ordered == ["a", "d", "child", "b"]
    stray = lineage.lane_order(firms, ["child", "a"], {"child": lineage.OTHERS})
    assert stray == ["child", "a"]


def test_the_order_of_the_report_does_not_depend_on_that_of_the_rows() -> None:
    lane = lineage.lane_of(FIRMS, FOUNDERS, LANES, selection.units(ORGANIZATIONS))
    shown = lineage.lane_order(FIRMS, LANES, lane)
    assert sorted(shown) == sorted(LANES)
    assert shown == lineage.lane_order(FIRMS.sample(frac=1, random_state=1), LANES, lane)
    assert shown.index("anthropic") == shown.index("openai") + 1


def placed(code: str) -> pd.DataFrame:
    lane = lineage.lane_of(FIRMS, FOUNDERS, LANES, selection.units(ORGANIZATIONS))
    story = Story(
        lanes=lineage.lane_order(FIRMS, LANES, lane),
        lane=lane,
        generation=lineage.generations(FIRMS),
        founders=spinouts.founder_names(FOUNDERS),
        raised={},
    )
    return family.placed(FIRMS, story, NAMES, Language(code))


def test_every_company_has_a_place_of_its_own_each_time() -> None:
    first, second = placed("en"), placed("en")
    pd.testing.assert_frame_equal(first, second)
    assert len(first) == len(FIRMS)
    assert not first["list_y"].duplicated().any()
    assert first["time"].between(0, 1).all()
    for _, row in first.groupby("y"):
        dated = row[row["known"]].sort_values("time")
        assert not dated["time"].duplicated().any()
    # Lanes do not reach into each other.
    bounds = first.groupby("order")["y"].agg(["min", "max"])
    assert (bounds["max"].to_numpy()[:-1] < bounds["min"].to_numpy()[1:]).all()
