"""The boundaries of countries, shipped with the report.

``data/boundaries/countries.json`` is the file ``countries-110m.json`` of the package world-atlas
2.0.2 (TopoJSON, ISC licence), made of the public-domain maps of Natural Earth. A map follows what
that file draws and says nothing on disputed borders.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from itertools import pairwise
from typing import Any

import numpy as np

from talentwar.schema import DATA

COUNTRIES = DATA / "boundaries" / "countries.json"

Topology = dict[str, Any]


def countries() -> Topology:
    """Return the TopoJSON of all countries, object ``countries``, identified by ISO 3166-1 code."""
    topology: Topology = json.loads(COUNTRIES.read_text(encoding="utf-8"))
    return topology


def kept(topology: Topology, ids: Collection[str], coarse: int = 1) -> Topology:
    """Return the part of a TopoJSON that some countries need: what travels is far less.

    Arcs that no kept country uses are left out and the others numbered anew; an arc run through
    backwards is the ones' complement of its number (TopoJSON format specification, 2.1.4). The
    grid of the points becomes ``coarse`` times as wide.
    """
    geometries = [g for g in topology["objects"]["countries"]["geometries"] if g.get("id") in ids]
    used = sorted({_forward(a) for g in geometries for a in _flat(g["arcs"])})
    number = {arc: i for i, arc in enumerate(used)}

    def renumbered(arcs: Any) -> Any:
        if isinstance(arcs, list):
            return [renumbered(a) for a in arcs]
        return number[arcs] if arcs >= 0 else ~number[~arcs]

    transform = topology["transform"]
    return {
        "type": "Topology",
        "transform": {**transform, "scale": [s * coarse for s in transform["scale"]]},
        "arcs": [_coarser(topology["arcs"][arc], coarse) for arc in used],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": g["type"], "id": g["id"], "arcs": renumbered(g["arcs"])}
                    for g in geometries
                ],
            }
        },
    }


def _coarser(arc: list[list[int]], coarse: int) -> list[list[int]]:
    """Return an arc on a wider grid, without the points that fall together; its ends stay."""
    points = [tuple(map(round, point)) for point in np.cumsum(arc, axis=0) / coarse]
    inner = [p for before, p in pairwise(points[:-1]) if p != before]
    path = np.array([points[0], *inner, points[-1]])
    steps: list[list[int]] = np.diff(path, axis=0, prepend=[[0, 0]]).tolist()
    return steps


def _flat(arcs: Any) -> list[int]:
    return [a for part in arcs for a in _flat(part)] if isinstance(arcs, list) else [arcs]


def _forward(arc: int) -> int:
    return arc if arc >= 0 else ~arc
