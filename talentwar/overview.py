"""What the overview picks from the other chapters, and what it counts of the whole report."""

from __future__ import annotations

import math
from collections.abc import Sequence

from talentwar import schema, tables
from talentwar.estimates import Estimate, Estimates, count, ranked
from talentwar.language import everywhere

TOWARDS = "anthropic"
"""The destination whose flows the article tells of."""
ORIGINS = ("openai", "google-deepmind")
OUTCOMES = ("binds", "may-bind", "only-if-paid", "below-line", "void")
"""Outcomes of the law, from the strictest (``talentwar.noncompetes``)."""

QUOTED = (
    "flows.odds.openai.anthropic",
    "flows.per-head.openai.anthropic",
    "retention.difference.anthropic.google-deepmind",
    "compensation.times-base",
    "noncompetes.holding",
    "noncompetes.reforms.freer",
    "spinouts.left",
    "spinouts.left-alone",
)
"""Estimates of other chapters that the prose of the overview quotes."""


def totals() -> Estimates:
    """Return ``overview.rows``, the rows of all tables, and ``overview.sources``."""
    rows = sum(len(tables.load(name)) for name in schema.package().tables)
    figures = {"rows": rows, "sources": len(tables.load("sources"))}
    return Estimates(
        count(
            f"overview.{what}",
            everywhere(f"definition.overview.{what}"),
            (),
            value=value,
            n=value,
        )
        for what, value in figures.items()
    )


def flows(found: Estimates) -> list[Estimate]:
    """Return for each of ``ORIGINS`` the ratio of counts and that per head, where known."""
    names = [
        f"flows.{what}.{origin}.{TOWARDS}" for origin in ORIGINS for what in ("odds", "per-head")
    ]
    return [found[name] for name in names if name in found]


def of(found: Estimates, prefix: str) -> list[Estimate]:
    """Return the estimates whose names are a prefix and one more part, the largest first."""
    own = (
        e
        for name, e in found.items()
        if name.startswith(prefix) and "." not in name.removeprefix(prefix)
    )
    return ranked(e for e in own if not math.isnan(e.value))


def grants(found: Estimates, month: str) -> list[Estimate]:
    """Return what a dollar of equity granted at the start of a month is worth, lab by lab."""
    prefix, suffix = "compensation.dollar.", f".{month}"
    return ranked(
        e for name, e in found.items() if name.startswith(prefix) and name.endswith(suffix)
    )


def states(found: Estimates) -> list[Estimate]:
    """Return how many American states come to each outcome of ``OUTCOMES``."""
    names = [f"noncompetes.states.{outcome}" for outcome in OUTCOMES]
    return [found[name] for name in names if name in found]


def apart(estimates: Sequence[Estimate]) -> bool:
    """Return whether the intervals of the first two do not meet."""
    if len(estimates) < 2:
        return False
    first, second = estimates[:2]
    if first.low is None or second.high is None:
        return False
    return first.low > second.high
