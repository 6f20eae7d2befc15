"""Who moves: by function, seniority and kind of move, and who comes back.

Frames are moves as selected by ``talentwar.flows.select_moves`` and tables as loaded by
``talentwar.tables``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any, Literal

import pandas as pd

from talentwar.estimates import Estimate, Estimates, count
from talentwar.intervals import clopper_pearson
from talentwar.language import Language, everywhere
from talentwar.schema import Field, table
from talentwar.selection import UNKNOWN, move_ids

Trait = Literal["function", "seniority", "kind"]
TRAITS: tuple[Trait, ...] = ("function", "seniority", "kind")
"""What the moves are told apart by: columns of the table of moves."""

_YEAR = pd.Timedelta(days=365.25)


def shares(moves: pd.DataFrame, level: float) -> Estimates:
    """Estimate which share of the moves each function, seniority and kind of move has.

    ``flows.share.<trait>.<value>`` for every value of ``TRAITS`` that any move has, the most
    frequent first; ``unknown`` is what no source tells. The interval is that of Clopper and
    Pearson (1934), as if moves were reported at random.
    """
    found = []
    for trait in TRAITS:
        told = moves[trait].astype("object").where(moves[trait].notna(), UNKNOWN).astype("str")
        counts = told.value_counts()
        for value in sorted(counts.index, key=lambda value: (-counts[value], value)):
            k, n = int(counts[value]), len(moves)
            low, high = clopper_pearson(k, n, level)
            found.append(
                Estimate(
                    name=f"flows.share.{trait}.{value}",
                    value=k / n,
                    low=low,
                    high=high,
                    level=level,
                    unit="share",
                    n=n,
                    method="clopper-pearson",
                    definition=everywhere(
                        f"definition.flows.share-{trait}", value=_in_words(trait, value)
                    ),
                    rows=move_ids(moves[told == value]),
                )
            )
    return Estimates(found)


def returns(
    moves: pd.DataFrame, every_move: pd.DataFrame, organizations: pd.DataFrame
) -> pd.DataFrame:
    """Return who came back to an organisation, one row for each return among ``moves``.

    A return is a move of that kind, or one to an organisation that the person left by an earlier
    move of ``every_move``, both dated, whatever came between; being independent is no
    organisation. Each move counts once. Columns: ``move_id``, ``person``, ``org_id``, ``left_id``
    (move by which the person left, missing if not recorded), ``left_earliest``, ``left_latest``,
    ``back_earliest``, ``back_latest``, ``away``, ``away_low``, ``away_high``: years away, from the
    middle of one date to that of the other and from the bounds. Sorted by ``away``, unknown last.
    """
    real = set(organizations.loc[organizations["kind"].astype("str") != "none", "org_id"])
    dated = every_move.dropna(subset=["announced_earliest"])
    rows = []
    for move in moves.dropna(subset=["announced_earliest"]).to_dict("records"):
        if move["destination_id"] not in real:
            continue
        before = dated[
            (dated["person"] == move["person"])
            & (dated["origin_id"] == move["destination_id"])
            & (dated["move_id"] != move["move_id"])
            & (dated["announced_latest"] <= move["announced_latest"])
            & (dated["announced_earliest"] <= move["announced_earliest"])
        ].sort_values(["announced_earliest", "move_id"])
        if before.empty and move["kind"] != "return":
            continue
        left = None if before.empty else before.iloc[-1].to_dict()
        rows.append(_return(move, left))
    columns = ["move_id", "person", "org_id", "left_id", "left_earliest", "left_latest"]
    columns += ["back_earliest", "back_latest", "away", "away_low", "away_high"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["away", "person"], ignore_index=True)


def return_estimates(back: pd.DataFrame) -> Estimates:
    """Count the returns, and say how long people were away.

    ``flows.returns``; ``flows.returns-timed``: those whose departure is recorded too; and of
    these the median time away, ``flows.away``, with ``flows.away-low`` and ``-high``: medians of
    the shortest and the longest time that the dates allow (undefined without any).
    """
    timed = back.dropna(subset=["away"])
    found = [
        count(name, everywhere(f"definition.{name}"), move_ids(rows))
        for name, rows in (("flows.returns", back), ("flows.returns-timed", timed))
    ]
    for column, name in (("away", "away"), ("away_low", "away-low"), ("away_high", "away-high")):
        found.append(
            Estimate(
                name=f"flows.{name}",
                value=float(timed[column].median()) if len(timed) else math.nan,
                unit="years",
                n=len(timed),
                method="median",
                definition=everywhere(f"definition.flows.{name}"),
                rows=move_ids(timed),
            )
        )
    return Estimates(found)


def label(trait: Trait, value: str, language: Language) -> str:
    """Return what a value of a trait is called in a language."""
    if value == UNKNOWN:
        return language.t("flows.share.unknown")
    field: Field = table("moves").field(trait)
    return field.labels(language.code)[value]


def _in_words(trait: Trait, value: str) -> object:
    return lambda language: label(trait, value, language)


def _return(move: Mapping[Hashable, Any], left: Mapping[Hashable, Any] | None) -> dict[str, object]:
    ends = {side: move[f"announced_{side}"] for side in ("earliest", "latest")}
    row: dict[str, object] = {
        "move_id": move["move_id"],
        "person": move["person"],
        "org_id": move["destination_id"],
        "back_earliest": ends["earliest"],
        "back_latest": ends["latest"],
    }
    if left is None:
        return row | dict.fromkeys(("away", "away_low", "away_high"), math.nan)
    gone = {side: left[f"announced_{side}"] for side in ("earliest", "latest")}
    shortest = max((ends["earliest"] - gone["latest"]) / _YEAR, 0.0)
    longest = (ends["latest"] - gone["earliest"]) / _YEAR
    middle = (ends["earliest"] - gone["earliest"] + (ends["latest"] - gone["latest"])) / 2 / _YEAR
    return row | {
        "left_id": left["move_id"],
        "left_earliest": gone["earliest"],
        "left_latest": gone["latest"],
        "away": max(middle, 0.0),
        "away_low": shortest,
        "away_high": longest,
    }
