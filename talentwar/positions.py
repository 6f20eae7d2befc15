"""Where each lab stood when the article appeared, and where it stands now.

Frames are tables as loaded by ``talentwar.tables``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.exposure import Moment, moments
from talentwar.language import everywhere
from talentwar.names import Names, in_language

POSITION_COLUMNS = ("org_id", "valuation_then", "valuation_now", "heads_then", "heads_now",
                    "net_then", "net_since")  # fmt: skip


def positions(
    labs: Sequence[str],
    priced: pd.DataFrame,
    headcounts: pd.DataFrame,
    moves: pd.DataFrame,
    *,
    then: str,
    as_of: str,
) -> pd.DataFrame:
    """Return the position of each lab at the end of two partial dates.

    ``priced`` from ``talentwar.equity.priced``, ``moves`` from ``talentwar.flows.select_moves``.
    Columns of ``POSITION_COLUMNS``: the last valuation in dollars, the headcount of the last
    figure at that time, recorded arrivals minus departures until ``then`` and since. Missing where
    nothing is on record; moves whose date does not tell on which side they fall count since.
    """
    days = [pd.Timestamp(parse(date).latest) for date in (then, as_of)]
    rows = []
    for lab in labs:
        own = priced[priced["org_id"] == lab]
        values = [own.loc[own["day"] <= day, "valuation"] for day in days]
        heads = [_last(moments(headcounts, lab), day) for day in days]
        before = moves["announced_latest"] <= days[0]
        rows.append(
            {
                "org_id": lab,
                "valuation_then": _final(values[0]),
                "valuation_now": _final(values[1]),
                "heads_then": heads[0],
                "heads_now": heads[1],
                "net_then": _net(moves[before], lab),
                "net_since": _net(moves[~before], lab),
            }
        )
    return pd.DataFrame(rows, columns=list(POSITION_COLUMNS))


def growth(found: pd.DataFrame, names: Names) -> Estimates:
    """Return how many times its valuation of then a lab is worth: ``overview.grown.<org>``.

    Only of labs with a valuation at both times.
    """
    known = found.dropna(subset=["valuation_then", "valuation_now"])
    return Estimates(
        Estimate(
            name=f"overview.grown.{row['org_id']}",
            value=float(row["valuation_now"]) / float(row["valuation_then"]),
            unit="ratio",
            n=2,
            method="ratio of valuations",
            definition=everywhere(
                "definition.overview.grown", organization=in_language(names, str(row["org_id"]))
            ),
        )
        for row in known.to_dict("records")
    )


def _final(values: pd.Series[float]) -> float:
    return float(values.iloc[-1]) if len(values) else math.nan


def _last(known: Sequence[Moment], day: pd.Timestamp) -> float:
    past = [moment.value for moment in known if moment.day <= day.toordinal()]
    return past[-1] if past else math.nan


def _net(moves: pd.DataFrame, lab: str) -> int:
    return int((moves["destination_id"] == lab).sum() - (moves["origin_id"] == lab).sum())
