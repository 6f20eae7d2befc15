"""The life of one company, told from the rows: who came, who left, what it raised.

Frames are tables as loaded by ``talentwar.tables``.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from talentwar.dates import midpoint, parse
from talentwar.estimates import Estimates, count
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import at_least, move_ids

ARRIVAL, DEPARTURE, MONEY, EVENT = "arrival", "departure", "money", "event"
COLUMNS = (
    "day", "date", "kind", "other_id", "persons", "group_size", "amount", "valuation",
    "currency", "title_en", "title_fr", "rows",
)  # fmt: skip


def chronicle(
    org: str,
    moves: pd.DataFrame,
    funding_events: pd.DataFrame,
    events: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return what is recorded of a company, one row an entry, in order of dates.

    People who came from, or left for, one organisation on one date are one entry. Columns:
    ``day`` (the middle of the date), ``date`` (as the tables have it), ``kind``, ``other_id``
    (where they came from or went; missing for money and events), ``persons`` (names, a tuple),
    ``group_size`` (how many unnamed people a source counts, zero for none), ``amount``,
    ``valuation``, ``currency``, ``title_en``, ``title_fr`` and ``rows``: pairs of table and row.
    Rows without a date are left out.
    """
    limit = pd.Timestamp(parse(as_of).latest)
    entries = [
        *_people(org, at_least(moves, minimum_confidence)),
        *_money(org, at_least(funding_events, minimum_confidence)),
        *_events(org, at_least(events, minimum_confidence)),
    ]
    frame = pd.DataFrame(entries, columns=list(COLUMNS))
    frame = frame[pd.to_datetime(frame["day"]) <= limit]
    return frame.sort_values(["day", "kind", "other_id"], ignore_index=True)


def _people(org: str, moves: pd.DataFrame) -> list[dict[str, object]]:
    ends = ((ARRIVAL, "destination_id", "origin_id"), (DEPARTURE, "origin_id", "destination_id"))
    entries = []
    for kind, own, other in ends:
        rows = moves[(moves[own] == org)].dropna(subset=["announced"])
        rows = rows.assign(**{other: rows[other].astype("object").fillna("")})
        for (date, where), same in rows.groupby(["announced", other], sort=True, observed=True):
            named = same[same["scope"] == "person"]
            entries.append(
                _entry(
                    str(date),
                    kind,
                    other_id=str(where) or None,
                    persons=tuple(sorted(named["person"].astype("str"))),
                    group_size=int(same["group_size"].fillna(0).sum()),
                    rows=tuple(("moves", row) for row in move_ids(same)),
                )
            )
    return entries


def _money(org: str, funding_events: pd.DataFrame) -> list[dict[str, object]]:
    rows = funding_events[funding_events["org_id"] == org].dropna(subset=["date"])
    return [
        _entry(
            str(row["date"]),
            MONEY,
            amount=row["amount"],
            valuation=row["valuation"],
            currency=row["currency"],
            title_en=row["title_en"],
            title_fr=row["title_fr"],
            rows=(("funding_events", str(row["event_id"])),),
        )
        for row in rows.to_dict("records")
    ]


def _events(org: str, events: pd.DataFrame) -> list[dict[str, object]]:
    mine = [org in str(ids).split(";") for ids in events["org_ids"]]
    return [
        _entry(
            str(row["date"]),
            EVENT,
            title_en=row["title_en"],
            title_fr=row["title_fr"],
            rows=(("events", str(row["event_id"])),),
        )
        for row in events[mine].to_dict("records")
    ]


def _entry(date: str, kind: str, **more: object) -> dict[str, object]:
    blank = {
        "other_id": None, "persons": (), "group_size": 0, "amount": None, "valuation": None,
        "currency": None, "title_en": None, "title_fr": None, "rows": (),
    }  # fmt: skip
    day = pd.Timestamp(midpoint(date))
    return {"day": day, "date": date, "kind": kind, **blank, **more}


def colleagues(
    org: str, origin: str, moves: pd.DataFrame, minimum_confidence: str, names: Names
) -> Estimates:
    """Return how many former colleagues from one origin came to a company, and went back.

    ``spinouts.colleagues.<org>``: those named; ``spinouts.colleagues-reported.<org>``: those that
    a source counts without naming them, who include them; ``spinouts.gone-back.<org>``: persons
    named in moves from the company to that origin.
    """
    rows = at_least(moves, minimum_confidence)
    came = rows[(rows["destination_id"] == org) & (rows["origin_id"] == origin)]
    back = rows[(rows["origin_id"] == org) & (rows["destination_id"] == origin)]
    named, groups = came[came["scope"] == "person"], came[came["scope"] != "person"]
    back = back[back["scope"] == "person"]
    words = {"organization": in_language(names, org), "origin": in_language(names, origin)}
    return Estimates(
        count(
            f"spinouts.{what}.{org}",
            everywhere(f"definition.spinouts.{what}", **words),
            move_ids(kept),
            value=value,
        )
        for what, kept, value in (
            ("colleagues", named, _distinct(named["person"])),
            ("colleagues-reported", groups, int(groups["group_size"].fillna(0).sum())),
            ("gone-back", back, _distinct(back["person"])),
        )
    )


def _distinct(persons: Collection[object]) -> int:
    return len({str(person) for person in persons})
