"""Where the companies of the family tree stand: in lanes along time, or in a list on a phone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.words import named
from talentwar.language import Language
from talentwar.lineage import OTHERS
from talentwar.names import Names

ROW, HEAD, TOP, LIST_ROW, LIST_HEAD = 18, 25, 40, 17, 30
UNDATED, RIGHT = 112, 12
"""Pixels for companies of unknown founding date, and right of the newest."""
_CHARACTER, _MARK = 6.1, 22
_PACKED = 610
"""Width in pixels at which labels are kept apart: wider drawings have more room."""


@dataclass(frozen=True)
class Story:
    """What is told of the companies beside the table of spin-outs.

    ``lanes`` in order, ``lane`` of each company, its ``generation``, the ``founders`` named and
    the ``raised`` dollars where known, by company.
    """

    lanes: Sequence[str]
    lane: Mapping[str, str]
    generation: Mapping[str, int]
    founders: Mapping[str, Sequence[str]]
    raised: Mapping[str, float]


def years_of(firms: pd.DataFrame) -> tuple[int, int]:
    """Return the year of the first founding, and the one after the last: the ends of the scale.

    Any two where no founding date is known, as nothing stands between them then.
    """
    years = firms["founded"].dropna().dt.year
    return (int(years.min()), int(years.max()) + 1) if len(years) else (2025, 2026)


def placed(firms: pd.DataFrame, story: Story, names: Names, language: Language) -> pd.DataFrame:
    """Return the companies in words, with their places in both drawings."""
    labels = schema.table("spinouts")
    fates, focuses = (labels.field(f).labels(language.code) for f in ("status", "focus"))
    first, last = (pd.Timestamp(year=year, month=1, day=1) for year in years_of(firms))
    rows = [
        _company(row, story, (first, last), fates, focuses, names, language)
        for row in firms.to_dict("records")
    ]
    frame = pd.DataFrame(rows)
    order = {lane: rank for rank, lane in enumerate([*story.lanes, OTHERS])}
    frame = frame.assign(order=frame["lane"].map(order))
    frame = frame.sort_values(["order", "known", "time", "name"], ignore_index=True)
    places: dict[str, tuple[int, int]] = {}
    y, list_y = TOP, 0
    for _, own in frame.groupby("order"):
        y, list_y = y + HEAD, list_y + LIST_HEAD
        packed = _packed(own)
        for rank, org in enumerate(own["org_id"]):
            places[org] = (y + ROW * packed[org], list_y + LIST_ROW * rank)
        y += ROW * (max(packed.values()) + 1)
        list_y += LIST_ROW * len(own)
    return frame.assign(
        y=[places[org][0] for org in frame["org_id"]],
        list_y=[places[org][1] for org in frame["org_id"]],
    )


def _company(
    row: Mapping[Hashable, Any],
    story: Story,
    period: tuple[pd.Timestamp, pd.Timestamp],
    fates: Mapping[str, str],
    focuses: Mapping[str, str],
    names: Names,
    language: Language,
) -> dict[str, Any]:
    org, founded = str(row["org_id"]), row["founded"]
    known = not pd.isna(founded)
    time = (founded - period[0]) / (period[1] - period[0]) if known else 0.0
    lane = story.lane[org]
    others = [o for o in row["origins"] if o != lane and o in story.lanes]
    raised = story.raised.get(org)
    return {
        "org_id": org,
        "name": named(names, org, language),
        "lane": lane,
        "known": known,
        "time": time,
        # Beside its mark on the side where there is room.
        "left": time > 0.62,
        "year": str(founded.year) if known else language.t("value.unknown"),
        "founded": f"{founded:%Y-%m-%d}" if known else "",
        "color": _color(lane),
        "ring": _color(others[0] if others else lane),
        "origins": f"|{'|'.join(row['origins'])}|",
        "origin_names": ", ".join(named(names, o, language) for o in row["origins"]),
        "focus": str(row["focus"]),
        "focus_name": focuses[str(row["focus"])],
        "fate": fates[str(row["status"])],
        "founders": ", ".join(story.founders.get(org, ())) or language.t("value.unknown"),
        "raised": raised,
        "raised_text": language.money(raised, "USD") if raised else language.t("value.unknown"),
        "generation": story.generation[org],
    }


def _color(lane: str) -> str:
    return theme.token("muted") if lane == OTHERS else theme.organization_color(lane)


def _packed(own: pd.DataFrame) -> dict[str, int]:
    """Return the row of each company of a lane such that no label meets another."""
    ends: list[list[tuple[float, float]]] = []
    found: dict[str, int] = {}
    for row in own.to_dict("records"):
        at = UNDATED + row["time"] * (_PACKED - UNDATED - RIGHT) if row["known"] else 0.0
        width = len(row["name"]) * _CHARACTER + _MARK
        start, end = (at - width, at + 10) if row["left"] else (at - 8, at + width)
        for rank, taken in enumerate(ends):
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                found[str(row["org_id"])] = rank
                break
        else:
            found[str(row["org_id"])] = len(ends)
            ends.append([(start, end)])
    return found


def lane_heads(frame: pd.DataFrame, story: Story, names: Names, language: Language) -> pd.DataFrame:
    """Return the name of each lane that has companies, above the first of them."""
    rows = []
    for lane in [*story.lanes, OTHERS]:
        own = frame[frame["lane"] == lane]
        if len(own):
            name = (
                language.t("spinouts.lineage.others")
                if lane == OTHERS
                else named(names, lane, language)
            )
            rows.append(
                {
                    "name": f"{name} ({language.number(len(own))})",
                    "color": _color(lane),
                    "y": int(own["y"].min()) - 18,
                    "list_y": int(own["list_y"].min()) - 18,
                    "bottom": int(own["y"].max()),
                }
            )
    return pd.DataFrame(rows)
