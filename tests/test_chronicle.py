"""The life of a company from the rows: who came and left, money, events, in order."""

from __future__ import annotations

import pandas as pd

from talentwar import chronicle
from talentwar.names import names_of
from talentwar.tables import load

NAMES = names_of(load("organizations"), "org_id")
CASE, FORMER = "thinking-machines", "openai"


def told(as_of: str = "2026-11", confidence: str = "medium") -> pd.DataFrame:
    return chronicle.chronicle(
        CASE,
        load("moves"),
        load("funding_events"),
        load("events"),
        minimum_confidence=confidence,
        as_of=as_of,
    )


def test_entries_come_in_order_and_name_their_rows() -> None:
    entries = told()
    assert entries["day"].is_monotonic_increasing
    assert set(entries["kind"]) == {
        chronicle.ARRIVAL, chronicle.DEPARTURE, chronicle.MONEY, chronicle.EVENT,
    }  # fmt: skip
    keys = {table: set(load(table).iloc[:, 0]) for table in ("moves", "funding_events", "events")}
    rows = [row for listed in entries["rows"] for row in listed]
    assert len(rows) == len(set(rows))
    assert all(key in keys[table] for table, key in rows)


def test_people_who_came_on_one_day_are_one_entry() -> None:
    entries = told()
    launch = entries[(entries["date"] == "2025-02-18") & (entries["kind"] == chronicle.ARRIVAL)]
    assert len(launch) == 1
    first = launch.iloc[0]
    assert "Mira Murati" in first["persons"]
    assert first["group_size"] == 20
    assert first["other_id"] == FORMER


def test_nothing_later_than_the_date_is_told() -> None:
    entries = told("2025-06")
    assert (entries["day"] <= pd.Timestamp("2025-06-30")).all()
    assert chronicle.DEPARTURE not in set(entries["kind"])
    assert len(told(confidence="low")) >= len(told()) > len(told(confidence="high"))


def test_the_colleagues_of_a_founder() -> None:
    found = chronicle.colleagues(CASE, FORMER, load("moves"), "medium", NAMES)
    named = found[f"spinouts.colleagues.{CASE}"]
    moves = load("moves").set_index("move_id").loc[list(named.rows)]
    assert named.value == moves["person"].nunique()
    assert set(moves["scope"]) == {"person"}
    assert found[f"spinouts.colleagues-reported.{CASE}"].value == 20
    assert 3 <= found[f"spinouts.gone-back.{CASE}"].value <= named.value
