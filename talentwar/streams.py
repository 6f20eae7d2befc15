"""The geometry of a flow diagram: bars for who is left and who is joined, ribbons between them.

A Sankey diagram in the sense of M. Schmidt, "The Sankey diagram in energy and material flow
management", Journal of Industrial Ecology 12 (2008): all widths are in proportion to the moves, so
that what leaves a bar is what the bar is high. Nothing here draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from talentwar.selection import counts_by_road

OTHERS, UNIVERSITIES, NOWHERE = "others", "universities", "nowhere"
"""What the organisations outside the list are gathered in: companies and other employers,
universities, and neither (independent or undisclosed)."""
GROUPS = (OTHERS, UNIVERSITIES, NOWHERE)
_KINDS = {"academia": UNIVERSITIES, "none": NOWHERE}

HEIGHT, GAP = 640.0, 15.0
"""Height of the diagram in pixels, and of the space between two bars, which a label needs."""
_STEPS = 12
"""Points of each edge of a ribbon."""


def streams(
    moves: pd.DataFrame, organizations: pd.DataFrame, listed: Sequence[str]
) -> pd.DataFrame:
    """Return how many moved from whom to whom, organisations outside the list gathered.

    ``moves`` as selected by ``talentwar.flows.select_moves``; of them those count that start or
    end at a listed organisation. Columns ``origin``, ``destination`` (identifiers or ``GROUPS``)
    and ``moves``; the largest first, ties by name.
    """
    kinds = dict(zip(organizations["org_id"], organizations["kind"].astype("str"), strict=True))

    def end(org: str) -> str:
        return org if org in listed else _KINDS.get(kinds[org], OTHERS)

    counts: Counter[tuple[str, str]] = Counter()
    for (origin, destination), n in counts_by_road(moves).items():
        if origin in listed or destination in listed:
            counts[end(origin), end(destination)] += n
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [(*ends, n) for ends, n in ordered]
    return pd.DataFrame(rows, columns=["origin", "destination", "moves"]).astype(
        {"origin": "str", "destination": "str", "moves": "int64"}
    )


def bars(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the bars of both sides, from the top: the largest first, the groups last.

    ``counts`` comes from ``streams``. Columns ``side`` (``origin`` or ``destination``), ``end``
    (identifier or group), ``moves``, ``top`` and ``bottom`` in pixels from the top. One scale
    serves both sides: that of the side with more bars, whose gaps take more room.
    """
    sums = {side: counts.groupby(side)["moves"].sum() for side in ("origin", "destination")}
    total = int(counts["moves"].sum())
    most = max((len(of_side) for of_side in sums.values()), default=0)
    scale = (HEIGHT - GAP * max(0, most - 1)) / total if total else 0.0
    rows = []
    for side, of_side in sums.items():
        top = 0.0
        for end in sorted(of_side.index, key=lambda end: _order(end, of_side)):
            bottom = top + float(of_side[end]) * scale
            rows.append((side, str(end), int(of_side[end]), top, bottom))
            top = bottom + GAP
    return pd.DataFrame(rows, columns=["side", "end", "moves", "top", "bottom"])


def ribbons(counts: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return the ribbons as points of their two edges, from left (0) to right (1).

    ``placed`` comes from ``bars``. At either end ribbons follow the order of the bars that they
    lead to, so that those of one bar do not cross. Columns ``origin``, ``destination``,
    ``moves``, ``x``, ``top`` and ``bottom`` (pixels from the top); each edge is a cubic that
    leaves and arrives level.
    """
    bar = {(row["side"], row["end"]): row for row in placed.to_dict("records")}
    rank = {key: i for i, key in enumerate(bar)}
    free = {key: float(row["top"]) for key, row in bar.items()}
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for side, other in (("origin", "destination"), ("destination", "origin")):
        ordered = sorted(
            counts.to_dict("records"),
            key=lambda row: (rank[side, row[side]], rank[other, row[other]]),
        )
        for row in ordered:
            key = side, row[side]
            height = (bar[key]["bottom"] - bar[key]["top"]) * row["moves"] / bar[key]["moves"]
            ends = rows.setdefault(
                (row["origin"], row["destination"]), {"moves": float(row["moves"])}
            )
            ends[f"{side}-top"], ends[f"{side}-bottom"] = free[key], free[key] + height
            free[key] += height
    x = np.linspace(0, 1, _STEPS)
    parts = [_points(pair, ends, x) for pair, ends in rows.items()]
    columns = ["origin", "destination", "moves", "x", "top", "bottom"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _points(
    pair: tuple[str, str],
    ends: Mapping[str, float],
    x: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> pd.DataFrame:
    rise = x * x * (3 - 2 * x)
    edges = {
        edge: np.round(
            ends[f"origin-{edge}"] + (ends[f"destination-{edge}"] - ends[f"origin-{edge}"]) * rise,
            1,
        )
        for edge in ("top", "bottom")
    }
    return pd.DataFrame(
        {
            "origin": pair[0],
            "destination": pair[1],
            "moves": int(ends["moves"]),
            "x": np.round(x, 3),
            **edges,
        }
    )


def _order(end: str, sums: pd.Series[int]) -> tuple[int, int, str]:
    group = GROUPS.index(end) + 1 if end in GROUPS else 0
    return group, -int(sums[end]), end
