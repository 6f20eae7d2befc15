"""How long the analysis of flows takes on many moves: `make bench-moves`. Prints, never fails.

The moves are made up: as many as asked (a million unless told otherwise), between the
organisations of the report, with the dates, traits and gaps of the table, so that every path of
the analysis is taken. What is timed is what the notebook calls, without drawing.
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from talentwar import (
    exposure,
    flows,
    fragility,
    movers,
    parameters,
    preference,
    streams,
    timeline,
    turnover,
)
from talentwar.names import names_of
from talentwar.tables import load

SEED = 2026
MOVES = 1_000_000
SOURCES_EACH = 2
T = TypeVar("T")


def synthetic_moves(n: int, seed: int = SEED) -> pd.DataFrame:
    """Return n moves drawn from the table's own rows, each by another person and on other roads.

    A third of the persons move again, some of them back.
    """
    rng = np.random.default_rng(seed)
    real = load("moves")
    rows = real[real["scope"] == "person"]
    drawn = rows.iloc[rng.integers(len(rows), size=n)].reset_index(drop=True)
    ends = rows["origin_id"].to_numpy(), rows["destination_id"].to_numpy()
    origin = rng.choice(ends[0], size=n)
    destination = rng.choice(ends[1], size=n)
    # Nobody moves to where they are.
    same = origin == destination
    destination[same] = np.where(origin[same] == "openai", "anthropic", "openai")
    person = rng.integers(n * 2 // 3, size=n)
    return drawn.assign(
        move_id=[f"s-{i:07d}" for i in range(n)],
        person=[f"Person {i}" for i in person],
        origin_id=origin,
        destination_id=destination,
    )


def timed(what: str, call: Callable[[], T]) -> T:
    """Call, print how long it took and how much memory the process has needed so far."""
    start = time.perf_counter()
    result = call()
    seconds = time.perf_counter() - start
    print(f"{what:28} {seconds:7.2f} s   {peak():7.0f} MB")
    return result


def peak() -> float:
    """Return the most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(n: int) -> None:
    """Print one line a step, and their sum."""
    p: Any = parameters.read("flows", {}, "bench")
    organizations, sources = load("organizations"), load("sources")
    names = names_of(organizations, "org_id")
    table = timed(f"making {n:,} moves up", lambda: synthetic_moves(n))
    start = time.perf_counter()
    choice = {"merge_google": p.merge_google, "seniorities": p.seniorities, "as_of": p.as_of}
    every = timed(
        "select all",
        lambda: flows.select_moves(
            table, organizations, since="", until="", minimum_confidence="low", **choice
        ),
    )
    moves = timed(
        "select",
        lambda: flows.select_moves(
            table, organizations, since=p.since, until=p.until,
            minimum_confidence=p.minimum_confidence, functions=p.functions, **choice,
        ),
    )  # fmt: skip
    listed = flows.listed_units(p.organizations, organizations, merge_google=p.merge_google)
    timed("totals", lambda: flows.totals(moves, sources))
    ratios = flows.published_ratios(
        load("flow_ratios"), organizations, minimum_confidence="low", merge_google=False
    )
    tested = flows.published_pairs(ratios)
    busy = timed("busy pairs", lambda: flows.top_pairs(moves, listed, flows.BUSY))
    pairs = flows.pairs_to_show(tested, busy)
    timed("odds", lambda: flows.odds_for(moves, pairs, p.confidence_level, names))
    hires = flows.hires_only(moves)
    timed("odds of hires", lambda: flows.odds_for(hires, tested, p.confidence_level, names))
    since, until = exposure.observed_period(moves, p.since, p.until, p.as_of)
    firms = sorted({org for pair in tested for org in pair})
    years = exposure.exposures(load("headcounts"), organizations, firms, since, until)
    known = [pair for pair in tested if set(pair) <= years.keys()]
    timed("per head", lambda: exposure.rates_for(moves, known, years, p.confidence_level, names))
    timed("net gains", lambda: flows.net_gains(moves, listed, p.confidence_level, names))
    timed(
        "arrivals per departure",
        lambda: turnover.arrivals_per_departure(moves, listed, p.confidence_level, names),
    )
    parts = timed("spread", lambda: timeline.spread(moves))
    timed("by quarter", lambda: timeline.by_quarter(parts))
    timed("cumulated", lambda: timeline.cumulated_net(parts, listed))
    timed("change", lambda: timeline.change(moves, p.confidence_level))
    timed("matrix", lambda: flows.matrix(moves, listed))
    timed("streams", lambda: streams.streams(moves, organizations, listed))
    timed(
        "preference",
        lambda: preference.preferences(
            moves, listed, level=p.confidence_level, samples=p.bootstrap_samples,
            seed=p.seed, names=names,
        ),
    )  # fmt: skip
    (focus,) = flows.listed_units([p.focus], organizations, merge_google=p.merge_google)
    road = fragility.road_to(focus, tested, moves, listed)
    timed(
        "fragility",
        lambda: fragility.tested_road(
            road, table, organizations, sources, fragility.Selection.of(p),
            p.confidence_level, names,
        ),
    )  # fmt: skip
    timed("shares", lambda: movers.shares(moves, p.confidence_level))
    back = timed("returns", lambda: movers.returns(moves, every, organizations))
    timed("return estimates", lambda: movers.return_estimates(back))
    print(f"{'all of it':28} {time.perf_counter() - start:7.2f} s   {peak():7.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MOVES)
