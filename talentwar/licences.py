"""Licence and hire: what was paid for a licence, and for how many persons who came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.language import everywhere
from talentwar.money import converted
from talentwar.names import Names, in_language
from talentwar.selection import at_least, middles

KIND = "license-and-hire"
PREFIX = "compensation.per-hire."


@dataclass(frozen=True)
class Hired:
    """How many persons came with a licence, and the move that says so."""

    persons: int
    move_id: str


def deals(
    funding_events: pd.DataFrame,
    exchange_rates: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return the licences with hiring that were completed by ``as_of``, the largest first.

    Columns ``event_id``, ``org_id``, ``buyer_id``, ``day``, ``date`` (as published) and ``amount``
    in US dollars, missing where it was not disclosed.
    """
    rows = at_least(funding_events, minimum_confidence)
    rows = rows[(rows["event"] == KIND) & (rows["status"] == "completed")]
    rows = rows.assign(day=middles(rows, "date").dt.normalize())
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    amount = rows["amount"].astype("float64")
    rows = rows.assign(amount=converted(amount, rows["currency"], rows["day"], exchange_rates))
    columns = ["event_id", "org_id", "buyer_id", "day", "date", "amount"]
    ordered = rows.sort_values(["amount", "event_id"], ascending=[False, True])
    return ordered[columns].reset_index(drop=True)


def hired(deals: pd.DataFrame, moves: pd.DataFrame) -> dict[str, Hired]:
    """Return by ``event_id`` how many persons came with each licence, where a source says so.

    From moves of a group out of the company that began in the year of the licence, as an
    ``acquihire``; whatever their confidence, since the amount counts the most.
    """
    groups = moves[(moves["scope"] == "group") & (moves["kind"] == "acquihire")]
    found: dict[str, Hired] = {}
    for deal in deals.to_dict("records"):
        own = groups[
            (groups["origin_id"] == deal["org_id"])
            & (groups["announced_earliest"].dt.year == deal["day"].year)
        ].dropna(subset=["group_size"])
        if len(own):
            row = own.iloc[0]
            found[str(deal["event_id"])] = Hired(int(row["group_size"]), str(row["move_id"]))
    return found


def per_hire(deals: pd.DataFrame, persons: Mapping[str, Hired], names: Names) -> Estimates:
    """Return the dollars paid for each person hired, ``compensation.per-hire.<org>``.

    For deals of which both the sum and the persons are known. It is no pay: part went to
    investors, part was the price of a licence.
    """
    found = []
    for deal in deals.dropna(subset=["amount"]).to_dict("records"):
        came = persons.get(str(deal["event_id"]))
        if came is None:
            continue
        found.append(
            Estimate(
                name=f"{PREFIX}{deal['org_id']}",
                value=float(deal["amount"]) / came.persons,
                unit="dollars",
                n=came.persons,
                method="ratio of amounts",
                definition=everywhere(
                    "definition.compensation.per-hire",
                    organization=in_language(names, str(deal["org_id"])),
                    persons=lambda language, n=came.persons: language.number(n),
                ),
                rows=(str(deal["event_id"]), came.move_id),
            )
        )
    return Estimates(found)
