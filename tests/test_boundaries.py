"""Boundaries: what is cut out is what was there, and every region has a rule or is empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from talentwar.boundaries import countries, kept
from talentwar.charts.countries import PLACES, places
from talentwar.tables import load

WORLD = countries()
ALL = {str(g.get("id")): g for g in WORLD["objects"]["countries"]["geometries"]}


def rings(topology: dict[str, Any], geometry: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
    """Return the rings of a shape in degrees, as the format's specification decodes them."""
    scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray[Any, Any]:
        return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring(numbers) for polygon in polygons for numbers in polygon]


@pytest.mark.parametrize("coarse", [1, 28, 110])
def test_what_is_cut_out_is_what_was_there(coarse: int) -> None:
    ids = {"250", "826", "756", "643"}
    part = kept(WORLD, ids, coarse)
    geometries = part["objects"]["countries"]["geometries"]
    assert {g["id"] for g in geometries} == ids
    step = np.abs(WORLD["transform"]["scale"]).max() * coarse
    for geometry in geometries:
        ours, theirs = rings(part, geometry), rings(WORLD, ALL[geometry["id"]])
        assert len(ours) == len(theirs)
        for mine, original in zip(ours, theirs, strict=True):
            assert np.abs(mine.min(axis=0) - original.min(axis=0)).max() <= step
            assert np.abs(mine.max(axis=0) - original.max(axis=0)).max() <= step
            assert (mine[0] == mine[-1]).all(), "a ring that does not close"
    assert len(part["arcs"]) < len(WORLD["arcs"])


def test_every_jurisdiction_is_on_a_map_or_a_tile_and_in_the_right_shape() -> None:
    from talentwar.charts.states import TILES

    jurisdictions = load("jurisdictions")
    european, others = places("europe", jurisdictions), places("world", jurisdictions)
    states = {i for i in jurisdictions["jurisdiction_id"] if str(i).startswith("US-")}
    assert {*european, *others, *states} == set(jurisdictions["jurisdiction_id"])
    assert not set(european) & set(others)
    assert {i.removeprefix("US-") for i in states} | {"US"} == set(TILES)
    assert len(set(TILES.values())) == len(TILES), "two states on one tile"
    for name, place in PLACES.items():
        if not place.shape:
            continue
        points = np.concatenate(rings(WORLD, ALL[place.shape]))
        low, high = points.min(axis=0) - 6, points.max(axis=0) + 6
        assert low[0] <= place.longitude <= high[0], name
        assert low[1] <= place.latitude <= high[1], name


def test_a_place_that_no_map_shows_is_refused() -> None:
    more = load("jurisdictions").iloc[:1].assign(jurisdiction_id="XX")
    with pytest.raises(ValueError, match="XX"):
        places("world", more)
