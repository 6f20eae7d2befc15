"""Revealed preference: what people's moves say of the organisations they leave and join.

Somebody who moves from a to b is taken to prefer b to a. Two summaries of these choices, with
bootstrap intervals over the moves:

- strengths after R. A. Bradley & M. E. Terry, "Rank analysis of incomplete block designs",
  Biometrika 39 (1952): the odds that a move between two organisations goes one way are the ratio
  of their strengths;
- a PageRank of flows in the spirit of I. Sorkin, "Ranking firms using revealed preference",
  Quarterly Journal of Economics 133 (2018): whoever is joined from organisations that are
  themselves joined ranks high. Unlike his recursion, it counts moves, not moves per head, and it
  restarts anywhere now and then, so that it exists for every graph.

Both are computed for all bootstrap samples at once; libraries do it one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from talentwar.estimates import Estimate, Estimates
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import counts_by_road, move_ids

Counts = npt.NDArray[np.float64]
"""Moves from each organisation (rows) to each other (columns), and what follows from them; samples
come first."""

HALF = 0.5
"""Moves each way added between every organisation and an average one."""
DAMPING = 0.85
"""Share of steps that follow a move, as in S. Brin & L. Page (1998)."""

_TOLERANCE, _MOST_STEPS = 1e-7, 20_000


def counts_of(moves: pd.DataFrame, organizations: Sequence[str]) -> Counts:
    """Return the moves between the organisations, in their order."""
    place = {org: i for i, org in enumerate(organizations)}
    counts = np.zeros((len(place), len(place)))
    for (origin, destination), n in counts_by_road(moves).items():
        if origin in place and destination in place:
            counts[place[origin], place[destination]] = n
    return counts


def connected(counts: Counts, organizations: Sequence[str]) -> list[str]:
    """Return the largest set of organisations of which each can be reached from each by moves.

    Only among them is it determined who is preferred by how much (L. R. Ford, "Solution of a
    ranking problem from binary comparisons", American Mathematical Monthly 64, 1957). Of sets of
    one size the one with the first organisation; empty if none has two.
    """
    _, labels = connected_components(csr_array(counts), directed=True, connection="strong")
    groups: dict[int, list[str]] = {}
    for org, label in zip(organizations, labels, strict=True):
        groups.setdefault(int(label), []).append(org)
    largest = max(groups.values(), key=len, default=[])
    return largest if len(largest) > 1 else []


def strengths(counts: Counts) -> Counts:
    """Return the Bradley-Terry strengths of each sample of counts, with geometric mean one.

    ``counts`` has shape (..., n, n), the result (..., n). Every organisation also has ``HALF`` a
    move to and from an average one, so that the strengths exist in every sample and few moves say
    little (a ridge; F. Caron & A. Doucet, Journal of Computational and Graphical Statistics
    21, 2012, put a prior to the same use). Computed by the minorisation-maximisation of
    D. R. Hunter, Annals of Statistics 32 (2004). Raises ``ArithmeticError`` if it does not settle.
    """
    n = counts.shape[-1]
    padded = np.zeros((*counts.shape[:-2], n + 1, n + 1))
    padded[..., :n, :n] = counts
    padded[..., n, :n] = padded[..., :n, n] = HALF
    won = padded.sum(axis=-2)
    met = padded + np.swapaxes(padded, -1, -2)
    found = np.ones(won.shape)
    for _ in range(_MOST_STEPS):
        shared = met / (found[..., :, None] + found[..., None, :])
        better = won / shared.sum(axis=-1)
        better /= np.exp(np.log(better[..., :n]).mean(axis=-1, keepdims=True))
        settled = float(np.abs(np.log(better / found)).max(initial=0.0)) < _TOLERANCE
        found = better
        if settled:
            result: Counts = found[..., :n]
            return result
    raise ArithmeticError(f"no strengths after {_MOST_STEPS} steps")


def pagerank(counts: Counts) -> Counts:
    """Return the PageRank of the flows of each sample of counts; it sums to one.

    ``counts`` has shape (..., n, n), the result (..., n). From an organisation that nobody left
    the walk goes on anywhere. The stationary distribution is the solution of a linear system.
    """
    n = counts.shape[-1]
    left = counts.sum(axis=-1, keepdims=True)
    steps = np.where(left > 0, counts / np.where(left > 0, left, 1), 1 / n)
    system = np.eye(n) - DAMPING * np.swapaxes(steps, -1, -2)
    restart = np.full((*counts.shape[:-1], 1), (1 - DAMPING) / n)
    found: Counts = np.linalg.solve(system, restart)[..., 0].astype(np.float64)
    return found


def resampled(counts: Counts, samples: int, seed: int) -> Counts:
    """Return bootstrap samples of the counts: as many moves, drawn anew with replacement."""
    flat = counts.ravel()
    total = int(flat.sum())
    if total == 0:
        return np.zeros((samples, *counts.shape))
    draws = np.random.default_rng(seed).multinomial(total, flat / total, size=samples)
    return draws.reshape(samples, *counts.shape).astype(np.float64)


def preferences(
    moves: pd.DataFrame,
    organizations: Sequence[str],
    *,
    level: float,
    samples: int,
    seed: int,
    names: Names,
) -> Estimates:
    """Estimate the strength and the PageRank of organisations from the moves between them.

    ``flows.strength.<org>``: how many moves would go its way for each the other way, against an
    organisation of average strength; only for those of ``connected``. ``flows.pagerank.<org>``:
    share, for all those with a move among them. Bootstrap percentile intervals (B. Efron & R. J.
    Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13), stretched to hold the value.
    """
    every = counts_of(moves, organizations)
    linked = [org for i, org in enumerate(organizations) if every[i].sum() + every[:, i].sum() > 0]
    drawn: dict[str, Any] = {"level": level, "samples": samples, "seed": seed, "names": names}
    identified = connected(every, organizations)
    return Estimates(
        [
            *_estimates("strength", moves, identified, strengths, **drawn),
            *_estimates("pagerank", moves, linked, pagerank, **drawn),
        ]
    )


def _estimates(
    what: str,
    moves: pd.DataFrame,
    organizations: Sequence[str],
    summary: Any,
    *,
    level: float,
    samples: int,
    seed: int,
    names: Names,
) -> list[Estimate]:
    if not organizations:
        return []
    counts = counts_of(moves, organizations)
    values = summary(counts)
    tail = (1 - level) / 2
    low, high = np.quantile(summary(resampled(counts, samples, seed)), [tail, 1 - tail], axis=0)
    among = moves[
        moves["origin_id"].isin(organizations) & moves["destination_id"].isin(organizations)
    ]
    found = []
    for i, org in enumerate(organizations):
        own = among[(among["origin_id"] == org) | (among["destination_id"] == org)]
        rows = move_ids(own)
        found.append(
            Estimate(
                name=f"flows.{what}.{org}",
                value=float(values[i]),
                low=float(min(low[i], values[i])),
                high=float(max(high[i], values[i])),
                level=level,
                unit="ratio" if what == "strength" else "share",
                n=len(rows),
                method="bootstrap percentile",
                definition=everywhere(
                    f"definition.flows.{what}", organization=in_language(names, org)
                ),
                rows=rows,
            )
        )
    return found
