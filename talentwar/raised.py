"""What spin-outs raised, from which lab their founders came, and how few got most of it.

``firms`` come from ``talentwar.spinouts.companies``; the other frames are tables as loaded by
``talentwar.tables``. Amounts are in US dollars, at the average rate of their year.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.language import everywhere
from talentwar.money import converted
from talentwar.names import Names, in_language
from talentwar.selection import at_least, middles
from talentwar.spinouts import of_origin

ROUNDS = ("completed", "committed")
"""Statuses of rounds that are counted: paid in, or promised."""
SEED = "Seed"
CAPITAL_COLUMNS = (
    "org_id", "raised", "promised", "rounds", "event_ids", "total", "total_id", "known",
)  # fmt: skip


def rounds(
    funding_events: pd.DataFrame,
    exchange_rates: pd.DataFrame,
    firms: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return the financing rounds of the companies that have an amount, in order of their dates.

    A part of a larger event counts only where the whole has no amount. Columns ``event_id``,
    ``org_id``, ``day`` (the middle of the date), ``round``, ``status``, ``dollars``.
    """
    rows = at_least(funding_events, minimum_confidence)
    rows = rows[(rows["event"] == "primary-round") & rows["org_id"].isin(firms["org_id"])]
    rows = rows[rows["status"].isin(ROUNDS)].dropna(subset=["amount", "date_earliest"])
    rows = rows[~rows["part_of_id"].isin(rows["event_id"])]
    rows = rows.assign(day=middles(rows, "date").dt.normalize())
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    amounts = rows["amount"].astype("float64")
    rows = rows.assign(dollars=converted(amounts, rows["currency"], rows["day"], exchange_rates))
    rows = rows.dropna(subset=["dollars"]).sort_values(["day", "event_id"], ignore_index=True)
    return rows[["event_id", "org_id", "day", "round", "status", "dollars"]]


def totals(
    capital_totals: pd.DataFrame,
    exchange_rates: pd.DataFrame,
    firms: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return the largest published total of each company: ``org_id``, ``total``, ``total_id``."""
    rows = at_least(capital_totals, minimum_confidence)
    rows = rows[rows["org_id"].isin(firms["org_id"])]
    rows = rows.assign(day=middles(rows, "as_of").dt.normalize())
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    amounts = rows["amount"].astype("float64")
    rows = rows.assign(total=converted(amounts, rows["currency"], rows["day"], exchange_rates))
    largest = rows.sort_values(["total", "total_id"]).drop_duplicates("org_id", keep="last")
    return largest[["org_id", "total", "total_id"]].astype({"org_id": "str"})


def capital(listed: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return what each company raised, the largest first.

    ``listed`` from ``rounds``, ``published`` from ``totals``. Columns ``org_id``, ``raised`` (sum
    of the completed rounds), ``promised`` (only committed), ``rounds`` (how many completed ones),
    ``event_ids``; ``total`` and ``total_id`` (a published total, missing without); and ``known``,
    the larger of ``raised`` and ``total``: no list of rounds is complete, and a total is as old as
    its source.
    """
    paid = listed["status"] == "completed"
    parts = pd.DataFrame(
        {
            "org_id": listed["org_id"].astype("str"),
            "raised": listed["dollars"].where(paid, 0.0),
            "promised": listed["dollars"].where(~paid, 0.0),
            "rounds": paid.astype("int64"),
            "event_ids": listed["event_id"].astype("str"),
        }
    )
    found = parts.groupby("org_id", as_index=False).agg(
        raised=("raised", "sum"),
        promised=("promised", "sum"),
        rounds=("rounds", "sum"),
        event_ids=("event_ids", lambda ids: tuple(sorted(ids))),
    )
    found = found.merge(published, on="org_id", how="outer")
    found = found.assign(
        raised=found["raised"].fillna(0.0),
        promised=found["promised"].fillna(0.0),
        rounds=found["rounds"].fillna(0).astype("int64"),
        event_ids=found["event_ids"].map(lambda ids: ids if isinstance(ids, tuple) else ()),
    )
    found["known"] = found[["raised", "total"]].max(axis="columns")
    found["order"] = -found["known"]
    return found.sort_values(["order", "org_id"], ignore_index=True)[list(CAPITAL_COLUMNS)]


def of_origins(
    money: pd.DataFrame,
    firms: pd.DataFrame,
    founders: pd.DataFrame,
    origins: Sequence[str],
    names: Names,
) -> Estimates:
    """Return what the companies of each origin raised together, and for each of their founders.

    ``spinouts.raised.<origin>`` and ``spinouts.raised-per-founder.<origin>`` in dollars, of the
    companies of which a sum is known: a company counts in full for each of its origins. Founders
    are as many as the table of spin-outs says, or else as many as are named.
    """
    known = money[money["known"] > 0].set_index("org_id")
    heads = head_counts(firms, founders)
    estimates = []
    for origin in origins:
        own = [str(o) for o in of_origin(firms, origin)["org_id"] if o in known.index]
        own.sort()
        summed = float(known.loc[own, "known"].sum())
        persons = sum(heads[org] for org in own)
        for what, value in (
            ("raised", summed),
            ("raised-per-founder", summed / persons if persons else math.nan),
        ):
            estimates.append(
                Estimate(
                    name=f"spinouts.{what}.{origin}",
                    value=value,
                    unit="dollars",
                    n=len(own),
                    method="sum of rounds or published total",
                    definition=everywhere(
                        f"definition.spinouts.{what}", organization=in_language(names, origin)
                    ),
                    rows=tuple(own),
                )
            )
    return Estimates(estimates)


def head_counts(firms: pd.DataFrame, founders: pd.DataFrame) -> dict[str, int]:
    """Return the number of founders of each company: as stated, or else as many as are named."""
    named = founders[founders["kind"] == "founder"].groupby("org_id")["person"].nunique()
    return {
        str(org): int(named.get(org, 0)) if pd.isna(stated) else int(stated)
        for org, stated in zip(firms["org_id"], firms["founders_total"], strict=True)
    }


def concentration(money: pd.DataFrame, names: Names) -> Estimates:
    """Return how unequally the capital is spread over the companies that raised any.

    ``spinouts.gini``; ``spinouts.gini-rest``, without the one that raised most;
    ``spinouts.largest.<org>``, its share of all; ``spinouts.capital``, all, in dollars.
    """
    known = money[money["known"] > 0]
    rows = tuple(sorted(known["org_id"]))
    amounts, n = known["known"], len(known)
    figures: list[tuple[str, str, float, tuple[str, ...]]] = [
        ("capital", "dollars", float(amounts.sum()), rows),
        ("gini", "ratio", gini(amounts), rows),
        ("gini-rest", "ratio", gini(amounts.iloc[1:]), tuple(sorted(known["org_id"].iloc[1:]))),
    ]
    estimates = [
        Estimate(
            name=f"spinouts.{what}",
            value=value,
            unit=unit,  # type: ignore[arg-type]
            n=len(ids),
            method="sum" if what == "capital" else "gini",
            definition=everywhere(f"definition.spinouts.{what}"),
            rows=ids,
        )
        for what, unit, value, ids in figures
    ]
    if n:
        first = str(known["org_id"].iloc[0])
        estimates.append(
            Estimate(
                name=f"spinouts.largest.{first}",
                value=float(amounts.iloc[0] / amounts.sum()),
                unit="share",
                n=n,
                method="share of a sum",
                definition=everywhere(
                    "definition.spinouts.largest", organization=in_language(names, first)
                ),
                rows=(first,),
            )
        )
    return Estimates(estimates)


def largest(money: pd.DataFrame) -> str:
    """Return the company that raised most, empty where nobody raised anything."""
    known = money[money["known"] > 0]
    return str(known["org_id"].iloc[0]) if len(known) else ""


def seeds(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the completed seed rounds, in order: those called so, alone or with the next round.

    Columns as ``rounds``.
    """
    named = listed["round"].astype("object").fillna("").astype("str").str.startswith(SEED)
    return listed[named & (listed["status"] == "completed")].reset_index(drop=True)


def seed_medians(sown: pd.DataFrame) -> Estimates:
    """Return the median seed round of each year: ``spinouts.seed.<year>``, in dollars."""
    return Estimates(
        Estimate(
            name=f"spinouts.seed.{year}",
            value=float(own["dollars"].median()),
            unit="dollars",
            n=len(own),
            method="median",
            definition=everywhere("definition.spinouts.seed", year=str(year)),
            rows=tuple(sorted(own["event_id"].astype("str"))),
        )
        for year, own in sown.groupby(sown["day"].dt.year)
    )


def gini(values: Collection[float]) -> float:
    """Return the Gini coefficient of amounts: 0 where all are equal, towards 1 where one has all.

    Half the mean absolute difference over the mean (C. Gini, "Variabilità e mutabilità", 1912),
    computed from the sorted amounts. Missing without amounts or when all are zero; ``ValueError``
    for a negative amount.
    """
    ordered = np.sort(np.asarray(list(values), dtype=np.float64))
    if len(ordered) and ordered[0] < 0:
        raise ValueError("amounts must not be negative")
    n, total = len(ordered), float(ordered.sum())
    if not total:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ ordered / (n * total))


def lorenz(values: Collection[float]) -> pd.DataFrame:
    """Return the Lorenz curve of amounts.

    ``companies`` and ``capital``: the share of all amounts that the smallest so many have. Both
    run from 0 to 1 (M. O. Lorenz, "Methods of measuring the concentration of wealth", 1905).
    """
    ordered = np.sort(np.asarray(list(values), dtype=np.float64))
    summed = np.concatenate([[0.0], np.cumsum(ordered)])
    total = summed[-1] or 1.0
    return pd.DataFrame({"companies": np.linspace(0, 1, len(summed)), "capital": summed / total})
