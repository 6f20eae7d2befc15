"""How fragile a flow ratio is: what few unreported moves, or another choice of rows, would do.

The pair is (origin, destination); ``Selection`` holds the arguments of
``talentwar.flows.select_moves`` that the report uses. Frames are tables as loaded by
``talentwar.tables``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from talentwar import flows
from talentwar.estimates import Estimate, Estimates, count
from talentwar.flows import Pair
from talentwar.intervals import odds_interval
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import CONFIDENCES, UNKNOWN, units

SINCE = ("2023", "2024", "2025")
"""Beginnings of the period that are tried."""


@dataclass(frozen=True)
class Selection:
    """Which moves count, as in ``talentwar.flows.select_moves``."""

    since: str
    until: str
    minimum_confidence: str
    functions: tuple[str, ...]
    seniorities: tuple[str, ...]
    merge_google: bool
    as_of: str

    @classmethod
    def of(cls, parameters: Any) -> Selection:
        """Return the selection that the parameters of a chapter ask for."""
        return cls(
            since=parameters.since,
            until=parameters.until,
            minimum_confidence=parameters.minimum_confidence,
            functions=tuple(parameters.functions),
            seniorities=tuple(parameters.seniorities),
            merge_google=parameters.merge_google,
            as_of=parameters.as_of,
        )

    def of_moves(self, moves: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
        """Return the moves selected."""
        return flows.select_moves(moves, organizations, **self.__dict__)


@dataclass(frozen=True)
class Variation:
    """The odds of a pair under another choice: of what ``kind``, with which ``value``."""

    kind: str
    value: str
    odds: Estimate


@dataclass(frozen=True)
class Road:
    """A pair (origin, destination) put to the test.

    ``odds`` are those of the report's selection (``flows.fragility.base.report....``), ``counts``
    what ``tipping_points`` and ``known_by_one`` found, ``others`` what other choices make of them.
    """

    pair: Pair
    odds: Estimate
    counts: Estimates
    others: tuple[Variation, ...]

    @property
    def estimates(self) -> Estimates:
        """All that was estimated."""
        others = (variation.odds for variation in self.others)
        return Estimates([self.odds, *self.counts.values(), *others])


def tested_road(
    pair: Pair | None,
    moves: pd.DataFrame,
    organizations: pd.DataFrame,
    sources: pd.DataFrame,
    selection: Selection,
    level: float,
    names: Names,
) -> Road | None:
    """Put a pair to all tests, ``None`` without a pair; ``moves`` is the whole table."""
    if pair is None:
        return None
    moves = _near(moves, organizations, pair)
    selected = selection.of_moves(moves, organizations)
    odds = flows.directional_odds(selected, *pair, level, names)
    alone = known_by_one(selected, sources, pair, names)
    return Road(
        pair=pair,
        odds=_renamed(odds, "base", "report", pair),
        counts=Estimates([*tipping_points(selected, pair, level, names).values(), alone]),
        others=tuple(variations(moves, organizations, sources, pair, selection, level, names)),
    )


def road_to(
    focus: str, tested: Sequence[Pair], moves: pd.DataFrame, organizations: Sequence[str]
) -> Pair | None:
    """Return the pair (origin, focus) to be tested, ``None`` where there is none.

    The first pair of published ratios that leads to the focus, else the organisation with which
    the focus exchanged the most moves, ties by id.
    """
    published = [pair for pair in tested if pair[1] == focus]
    if published:
        return published[0]
    exchanged = flows.top_pairs(moves, [*organizations, focus], 1)
    others = [a if b == focus else b for a, b in exchanged if focus in (a, b)]
    return (others[0], focus) if others else None


def tipping_point(k: int, m: int, level: float) -> int:
    """Return how many more moves back would bring a tie into the interval of the odds k : m.

    Zero when a tie is in it already. The smallest such number, found by trying them in order.
    """
    extra = 0
    while odds_interval(k, k + m + extra, level)[0] > 1:
        extra += 1
    return extra


def tipping_points(moves: pd.DataFrame, pair: Pair, level: float, names: Names) -> Estimates:
    """Count the unreported moves back that would overturn the odds of a pair.

    ``flows.tipping.interval.<origin>.<destination>``: so many that a tie is no longer excluded;
    ``flows.tipping.one.<origin>.<destination>``: so many that the ratio is one.
    """
    odds = flows.directional_odds(moves, *pair, level, names)
    there = int(((moves["origin_id"] == pair[0]) & (moves["destination_id"] == pair[1])).sum())
    back = odds.n - there
    counts = {"interval": tipping_point(there, back, level), "one": max(0, there - back)}
    return Estimates(
        Estimate(
            name=f"flows.tipping.{what}.{pair[0]}.{pair[1]}",
            value=count,
            unit="count",
            n=odds.n,
            method="search",
            definition=everywhere(
                f"definition.flows.tipping-{what}",
                origin=in_language(names, pair[0]),
                destination=in_language(names, pair[1]),
            ),
            rows=odds.rows,
        )
        for what, count in counts.items()
    )


def variations(
    moves: pd.DataFrame,
    organizations: pd.DataFrame,
    sources: pd.DataFrame,
    pair: Pair,
    selection: Selection,
    level: float,
    names: Names,
) -> list[Variation]:
    """Return the odds of a pair under each other choice, one changed at a time.

    Kinds: ``confidence`` (each minimum), ``function`` and ``seniority`` (each alone), ``hires``
    (without founders), ``google`` (all units as one, or apart), ``since`` (each of ``SINCE``),
    ``publisher`` (without the one whose absence lowers the odds most, and the one that raises
    them most). ``pair`` are units of analysis of ``selection``. Estimates are called
    ``flows.fragility.<kind>.<value>.<origin>.<destination>``.
    """
    found = []
    for kind, value, chosen in _other_selections(selection):
        ends = flows.listed_units(pair, organizations, merge_google=chosen.merge_google)
        if len(ends) < 2:
            # Both belong to Google: merged, nobody moved.
            continue
        selected = chosen.of_moves(moves, organizations)
        odds = flows.directional_odds(selected, ends[0], ends[1], level, names)
        found.append(Variation(kind, value, _renamed(odds, kind, value, pair)))
    selected = selection.of_moves(moves, organizations)
    hires = flows.directional_odds(flows.hires_only(selected), *pair, level, names)
    found.append(Variation("hires", "only", _renamed(hires, "hires", "only", pair)))
    return [*found, *_without_a_publisher(selected, sources, pair, level, names)]


def _other_selections(selection: Selection) -> list[tuple[str, str, Selection]]:
    others = [
        ("confidence", value, replace(selection, minimum_confidence=value))
        for value in CONFIDENCES
        if value != selection.minimum_confidence
    ]
    if len(selection.functions) > 1:
        others += [("function", v, replace(selection, functions=(v,))) for v in selection.functions]
    if len(selection.seniorities) > 1:
        others += [
            ("seniority", v, replace(selection, seniorities=(v,)))
            for v in selection.seniorities
            if v != UNKNOWN
        ]
    apart = "apart" if selection.merge_google else "merged"
    others.append(("google", apart, replace(selection, merge_google=not selection.merge_google)))
    others += [
        ("since", year, replace(selection, since=year))
        for year in SINCE
        if year > selection.since[:4] and (not selection.until or year <= selection.until[:4])
    ]
    return others


def publishers_of(moves: pd.DataFrame, sources: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return, for each move, the original publishers without which it would not be known.

    A source whose original publisher is not known is a witness of its own, under its identifier.
    """
    original: Mapping[str, str] = {
        str(row["source_id"]): (
            str(row["source_id"])
            if pd.isna(row["original_publisher"])
            else str(row["original_publisher"])
        )
        for row in sources.to_dict("records")
    }
    return {
        str(move): frozenset(original[key] for key in str(cited).split(";"))
        for move, cited in zip(moves["move_id"], moves["source_ids"], strict=True)
    }


def known_by_one(moves: pd.DataFrame, sources: pd.DataFrame, pair: Pair, names: Names) -> Estimate:
    """Count the moves of a pair, both ways, that rest on one original publisher.

    ``flows.one-publisher.<origin>.<destination>``.
    """
    between = _between(moves, pair)
    known_by = publishers_of(between, sources)
    rows = tuple(sorted(move for move, who in known_by.items() if len(who) == 1))
    definition = everywhere(
        "definition.flows.one-publisher",
        origin=in_language(names, pair[0]),
        destination=in_language(names, pair[1]),
    )
    return count(f"flows.one-publisher.{pair[0]}.{pair[1]}", definition, rows, n=len(between))


def _near(moves: pd.DataFrame, organizations: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Return the moves that can be between a pair, however units are merged: all others can go."""
    unit_of = units(organizations, [flows.GOOGLE])
    ends = {unit_of[org] for org in pair}
    near = [org for org, unit in unit_of.items() if unit in ends]
    return moves[moves["origin_id"].isin(near) & moves["destination_id"].isin(near)]


def _between(moves: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    return moves[moves["origin_id"].isin(pair) & moves["destination_id"].isin(pair)]


def _without_a_publisher(
    moves: pd.DataFrame, sources: pd.DataFrame, pair: Pair, level: float, names: Names
) -> list[Variation]:
    between = _between(moves, pair)
    known_by = publishers_of(between, sources)
    alone = sorted({next(iter(who)) for who in known_by.values() if len(who) == 1})
    tried = []
    for publisher in alone:
        kept = [known_by[str(move)] != {publisher} for move in between["move_id"]]
        odds = flows.directional_odds(between[kept], *pair, level, names)
        if odds.n:
            tried.append((odds.value, publisher, odds))
    if not tried:
        return []
    extremes = {who: odds for _, who, odds in (min(tried, key=_rank), max(tried, key=_rank))}
    return [
        Variation("publisher", who, _renamed(odds, "publisher", _slug(who), pair))
        for who, odds in extremes.items()
    ]


def _rank(tried: tuple[float, str, Estimate]) -> tuple[float, str]:
    return tried[0], tried[1]


def _renamed(odds: Estimate, kind: str, value: str, pair: Sequence[str]) -> Estimate:
    return replace(odds, name=f"flows.fragility.{kind}.{value}.{pair[0]}.{pair[1]}")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
