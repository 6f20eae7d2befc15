"""Who moves: by function, seniority and kind of move, and who comes back.

Frames are moves as selected by ``talentwar.flows.select_moves`` and tables as loaded by
``talentwar.tables``.
"""

from __future__ import annotations

import math
from typing import Literal

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
    real = organizations.loc[organizations["kind"].astype("str") != "none", "org_id"]
    back = _dated(moves[moves["destination_id"].isin(real)], "destination_id", "back")
    left = _dated(every_move, "origin_id", "left").drop(columns="kind")
    left = left.rename(columns={"move_id": "left_id"})
    met = back.merge(left, on=["person", "org_id"])
    met = met[
        (met["left_id"] != met["move_id"])
        & (met["left_latest"] <= met["back_latest"])
        & (met["left_earliest"] <= met["back_earliest"])
    ]
    last = met.sort_values(["left_earliest", "left_id"]).drop_duplicates("move_id", keep="last")
    own = ["left_id", "left_earliest", "left_latest"]
    told = back.merge(last[["move_id", *own]], on="move_id", how="left")
    told = told[told["left_id"].notna() | (told["kind"] == "return")]
    columns = ["move_id", "person", "org_id", *own, "back_earliest", "back_latest"]
    return _timed(told[columns]).sort_values(["away", "person"], ignore_index=True)


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


def _dated(moves: pd.DataFrame, side: str, prefix: str) -> pd.DataFrame:
    """Return the moves that have a date, with the organisation at one side of each."""
    columns = {side: "org_id"} | {
        f"announced_{bound}": f"{prefix}_{bound}" for bound in ("earliest", "latest")
    }
    dated = moves.dropna(subset=["announced_earliest"])
    return dated[["move_id", "person", "kind", *columns]].rename(columns=columns)


def _timed(told: pd.DataFrame) -> pd.DataFrame:
    """Add the years between leaving and coming back, and how short and long they may have been."""

    def years(end: str, start: str) -> pd.Series[float]:
        passed: pd.Series[pd.Timedelta] = told[end] - told[start]
        return passed.dt.total_seconds() / _YEAR.total_seconds()

    middle = years("back_earliest", "left_earliest") + years("back_latest", "left_latest")
    return told.assign(
        away=(middle / 2).clip(lower=0.0),
        away_low=years("back_earliest", "left_latest").clip(lower=0.0),
        away_high=years("back_latest", "left_earliest"),
    )
