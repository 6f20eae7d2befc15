"""Founders who left the company that they had founded: when, after how long, and for where.

Frames are tables as loaded by ``talentwar.tables`` (``founders``, ``moves``, ``organizations``),
``firms`` the companies of ``talentwar.spinouts.companies``.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count
from talentwar.intervals import clopper_pearson
from talentwar.language import everywhere
from talentwar.selection import middles
from talentwar.survival import DAYS_PER_YEAR

BACK, BIG_TECH, LAB, OWN, OTHER, UNREPORTED = (
    "back",
    "big-tech",
    "lab",
    "own",
    "other",
    "unreported",
)
DESTINATIONS = (BACK, BIG_TECH, LAB, OWN, OTHER, UNREPORTED)
"""Where founders go: the organisation that they came from, a large technology company, another AI
lab, one more company of their own, anything else, not reported."""
WITH_THE_COMPANY = 92
"""Days around the end of a company (sale, licence, closure) in which a departure goes with it."""
_KINDS = {"big-tech": BIG_TECH, "ai-lab": LAB}


def departed(
    founders: pd.DataFrame,
    moves: pd.DataFrame,
    firms: pd.DataFrame,
    organizations: pd.DataFrame,
    as_of: str,
) -> pd.DataFrame:
    """Return the founders who left their own company by ``as_of``, in the order in which they left.

    Columns ``founder_id``, ``person``, ``org_id``, ``left`` (the middle of the date), ``years``
    since the founding (missing where that date is), ``destination_id`` (where the table of moves
    says that they went, missing if it does not), ``destination`` (of ``DESTINATIONS``) and
    ``with_company`` (whether it was sold, licensed or closed at that time).
    """
    rows = founders[(founders["kind"] == "founder") & founders["org_id"].isin(firms["org_id"])]
    rows = rows.assign(left=middles(rows, "ended").dt.normalize()).dropna(subset=["left"])
    rows = rows[rows["left"] <= pd.Timestamp(parse(as_of).latest)]
    went = {
        (str(m["person"]), str(m["origin_id"])): m["destination_id"]
        for m in moves[moves["scope"] == "person"].to_dict("records")
    }
    kinds = dict(zip(organizations["org_id"], organizations["kind"].astype("str"), strict=True))
    own = set(zip(founders["person"], founders["org_id"], strict=True))
    dates = firms.set_index("org_id")
    told = []
    for row in rows.to_dict("records"):
        to = went.get((str(row["person"]), str(row["org_id"])))
        firm = dates.loc[row["org_id"]]
        told.append(
            {
                "founder_id": str(row["founder_id"]),
                "person": str(row["person"]),
                "org_id": str(row["org_id"]),
                "left": row["left"],
                "years": (row["left"] - firm["founded"]).days / DAYS_PER_YEAR
                if not pd.isna(firm["founded"])
                else math.nan,
                "destination_id": to,
                "destination": _group(row, to, kinds, own),
                "with_company": _ends_with(row["left"], firm["outcome_date"]),
            }
        )
    columns = ["founder_id", "person", "org_id", "left", "years", "destination_id", "destination"]
    frame = pd.DataFrame(told, columns=[*columns, "with_company"])
    return frame.sort_values(["left", "founder_id"], ignore_index=True)


def _group(
    row: dict[Any, Any], to: object, kinds: dict[str, str], own: set[tuple[str, str]]
) -> str:
    if to is None or pd.isna(to) or kinds[str(to)] == "none":  # type: ignore[call-overload]
        return UNREPORTED
    if to == row["origin_id"]:
        return BACK
    if (row["person"], to) in own:
        return OWN
    return _KINDS.get(kinds[str(to)], OTHER)


def _ends_with(left: pd.Timestamp, outcome: object) -> bool:
    if pd.isna(outcome):  # type: ignore[call-overload]
        return False
    span = parse(str(outcome))
    margin = pd.Timedelta(days=WITH_THE_COMPANY)
    after = left >= pd.Timestamp(span.earliest) - margin
    return bool(after and left <= pd.Timestamp(span.latest) + margin)


def departures(gone: pd.DataFrame, founders: pd.DataFrame, firms: pd.DataFrame,
               level: float) -> Estimates:  # fmt: skip
    """Return how many founders have left their own company, and how.

    ``gone`` from ``departed``. ``spinouts.left``, the share of all named founders, with the
    interval of Clopper and Pearson; ``spinouts.left-with-company`` and ``spinouts.left-alone``;
    ``spinouts.left-to.<destination>`` for each of ``DESTINATIONS``; ``spinouts.left-after``, the
    median years since the founding of those who left a company that went on.
    """
    every = founders[(founders["kind"] == "founder") & founders["org_id"].isin(firms["org_id"])]
    k, n = len(gone), len(every)
    low, high = clopper_pearson(k, n, level)
    alone = gone[~gone["with_company"].astype("bool")]
    timed = alone.dropna(subset=["years"])
    found = [
        Estimate(
            name="spinouts.left",
            value=k / n if n else math.nan,
            low=low,
            high=high,
            level=level,
            unit="share",
            n=n,
            method="clopper-pearson",
            definition=everywhere("definition.spinouts.left"),
            rows=_ids(gone),
        ),
        count(
            "spinouts.left-with-company",
            everywhere("definition.spinouts.left-with-company"),
            _ids(gone.drop(alone.index)),
            n=k,
        ),
        count(
            "spinouts.left-alone",
            everywhere("definition.spinouts.left-alone"),
            _ids(alone),
            n=k,
        ),
    ]
    found += [
        count(
            f"spinouts.left-to.{where}",
            everywhere(
                "definition.spinouts.left-to",
                where=lambda language, w=where: language.t(f"spinouts.destination.{w}"),
            ),
            _ids(gone[gone["destination"] == where]),
            n=k,
        )
        for where in DESTINATIONS
    ]
    found.append(
        Estimate(
            name="spinouts.left-after",
            value=float(timed["years"].median()) if len(timed) else math.nan,
            unit="years",
            n=len(timed),
            method="median",
            definition=everywhere("definition.spinouts.left-after"),
            rows=_ids(timed),
        )
    )
    return Estimates(found)


def _ids(gone: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(gone["founder_id"].astype("str")))
