"""Which rows count, and as whose: by confidence, and by unit of analysis."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

CONFIDENCES = ("low", "medium", "high")
"""Levels of confidence in a row, from the weakest to the strongest."""

UNKNOWN = "unknown"
"""What stands for a value that no source tells, such as somebody's seniority."""


def at_least(frame: pd.DataFrame, minimum_confidence: str) -> pd.DataFrame:
    """Return the rows whose ``confidence`` is at least the given one.

    Raises ``ValueError`` for a confidence, asked for or in the frame, that is none of
    ``CONFIDENCES``: a row without one would otherwise vanish unseen.
    """
    if minimum_confidence not in CONFIDENCES:
        raise ValueError(f'confidence "{minimum_confidence}" is none of {", ".join(CONFIDENCES)}')
    given = frame["confidence"].astype("object")
    unknown = sorted({str(value) for value in given[~given.isin(CONFIDENCES)]})
    if unknown:
        raise ValueError(f"confidence {', '.join(unknown)} is none of {', '.join(CONFIDENCES)}")
    accepted = CONFIDENCES[CONFIDENCES.index(minimum_confidence) :]
    return frame[given.isin(accepted)]


def move_ids(moves: pd.DataFrame) -> tuple[str, ...]:
    """Return the ``move_id`` of moves in order, as the rows behind an estimate."""
    return tuple(sorted(moves["move_id"].astype("str").tolist()))


def middles(frame: pd.DataFrame, field: str) -> pd.Series[pd.Timestamp]:
    """Return the middle of each partial date of a column, missing where the date is."""
    earliest, latest = frame[f"{field}_earliest"], frame[f"{field}_latest"]
    between: pd.Series[pd.Timestamp] = earliest + (latest - earliest) / 2
    return between


def counts_by_road(moves: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return how many moves there are from one organisation to another, where there is any."""
    sizes = moves.groupby(["origin_id", "destination_id"], observed=True).size()
    ends = ((str(origin), str(destination)) for origin, destination in sizes.index)
    return dict(zip(ends, (int(n) for n in sizes), strict=True))


def units(organizations: pd.DataFrame, merge: Collection[str] = ()) -> dict[str, str]:
    """Return the unit of analysis of every organisation.

    An organisation with an ancestor (by ``parent_id``) in ``merge`` counts as the topmost such
    ancestor; every other one stands for itself, as it was called when the source was written.
    Raises ``ValueError`` when ``merge`` names no organisation or parents form a circle.
    """
    # Not Series.to_dict: a missing parent has to be None, not NaN, which is true.
    parents: dict[str, str | None] = {
        str(org): None if pd.isna(parent) else str(parent)
        for org, parent in zip(organizations["org_id"], organizations["parent_id"], strict=True)
    }
    unknown = sorted(set(merge) - parents.keys())
    if unknown:
        raise ValueError(f"no such organisation to merge into: {', '.join(unknown)}")
    found: dict[str, str] = {}
    for org in parents:
        found[org] = org
        seen = {org}
        ancestor = parents[org]
        while ancestor is not None:
            if ancestor in seen:
                raise ValueError(f"the parents of {org} form a circle")
            seen.add(ancestor)
            if ancestor in merge:
                found[org] = ancestor
            ancestor = parents.get(ancestor)
    return found


def with_units(
    moves: pd.DataFrame, organizations: pd.DataFrame, merge: Collection[str] = ()
) -> pd.DataFrame:
    """Return the moves between units of analysis (see ``units``).

    ``origin_id`` and ``destination_id`` become units, as categories, which compare much faster
    than texts; a move inside one unit is dropped, as nobody changed firm. ``KeyError`` when the
    table of organisations lacks one.
    """
    unit_of = units(organizations, merge)
    known = pd.CategoricalDtype(sorted(set(unit_of.values())))

    def of(column: str) -> pd.Categorical[str]:
        codes, distinct = pd.factorize(moves[column])
        own = pd.Categorical([unit_of[str(org)] for org in distinct], dtype=known)
        return own.take(codes)

    moved = moves.assign(origin_id=of("origin_id"), destination_id=of("destination_id"))
    return moved[moved["origin_id"] != moved["destination_id"]]
