"""Companies that people leave labs to found: how many, how fast, with how much, to what end.

Frames are tables as loaded by ``talentwar.tables`` (``spinouts``, ``founders``, ``organizations``,
``funding_events``, ``moves``). A company counts for each origin of its founders; the press tells
of those that raise money, so that counts are of companies that were noticed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from talentwar import schema
from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count
from talentwar.exposure import Exposure
from talentwar.intervals import clopper_pearson, garwood
from talentwar.language import everywhere
from talentwar.money import converted
from talentwar.names import Names, in_language
from talentwar.selection import at_least, middles, units
from talentwar.tables import split_ids

YEAR = 365.25
"""Days in a year."""

_PAID = ("completed",)
_PROMISED = ("committed",)
_COLUMNS = (
    "org_id",
    "founded",
    "focus",
    "origins",
    "status",
    "status_as_of",
    "outcome_date",
    "acquirer_id",
    "confidence",
    "outcome_en",
    "outcome_fr",
)


def companies(
    spinouts: pd.DataFrame,
    organizations: pd.DataFrame,
    *,
    minimum_confidence: str,
    since: str,
    as_of: str,
    merge: Collection[str] = (),
) -> pd.DataFrame:
    """Return the companies founded in a period, the oldest first.

    Columns: those of the table ``spinouts``, with ``founded``, the middle of the founding date
    (missing where that is unknown: such a company is kept), and ``origins``, a tuple of units of
    analysis (``talentwar.selection.units``) each named once.
    """
    rows = at_least(spinouts, minimum_confidence)
    day = middles(organizations, "founded").dt.normalize()
    founded = rows["org_id"].map(pd.Series(day.to_numpy(), index=organizations["org_id"]))
    first, last = pd.Timestamp(parse(since).earliest), pd.Timestamp(parse(as_of).latest)
    unit_of = units(organizations, merge)
    origins = split_ids(rows["origin_ids"]).map(
        lambda listed: tuple(dict.fromkeys(unit_of[str(o)] for o in listed))
    )
    kept = rows.assign(founded=founded, origins=origins)
    within = founded.isna() | founded.between(first, last)
    return kept[within].sort_values(["founded", "org_id"], ignore_index=True)[list(_COLUMNS)]


def of_origin(firms: pd.DataFrame, origin: str) -> pd.DataFrame:
    """Return the companies of which a founder came from an origin."""
    came = [origin in origins for origins in firms["origins"]]
    # A list without entries would select no column rather than no row.
    return firms[pd.Series(came, index=firms.index, dtype=bool)]


def by_origin(firms: pd.DataFrame) -> dict[str, int]:
    """Return how many companies each origin gave birth to, the most fertile first."""
    every = [origin for origins in firms["origins"] for origin in origins]
    found = {origin: every.count(origin) for origin in dict.fromkeys(every)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def foundings(firms: pd.DataFrame, origins: Sequence[str], names: Names) -> Estimates:
    """Return how many companies came out of each origin: ``spinouts.founded.<origin>``."""
    return Estimates(
        count(
            f"spinouts.founded.{origin}",
            everywhere("definition.spinouts.founded", organization=in_language(names, origin)),
            _ids(of_origin(firms, origin)),
        )
        for origin in origins
    )


def founding_rate(
    firms: pd.DataFrame,
    origin: str,
    known: Mapping[str, Exposure],
    level: float,
    names: Names,
) -> Estimate:
    """Estimate the companies founded per 1,000 person-years at an origin.

    ``spinouts.rate.<origin>``, with the exact interval of a Poisson count over the central
    exposure (``talentwar.intervals.garwood``). Companies of unknown founding date are left out.
    Raises ``KeyError`` where the exposure of the origin is not known.
    """
    rows = _ids(of_origin(firms.dropna(subset=["founded"]), origin))
    scale = 1000 / known[origin].value
    low, high = garwood(len(rows), level)
    return Estimate(
        name=f"spinouts.rate.{origin}",
        value=len(rows) * scale,
        low=low * scale,
        high=high * scale,
        level=level,
        unit="per-1000-person-years",
        n=len(rows),
        method="garwood",
        definition=everywhere("definition.spinouts.rate", organization=in_language(names, origin)),
        rows=rows,
    )


def founding_share(
    moves: pd.DataFrame, founders: pd.DataFrame, origin: str, level: float, names: Names
) -> Estimate:
    """Estimate the share of an origin's known leavers who found a company rather than join one.

    ``spinouts.share.<origin>`` of the persons with a known destination, with the interval of
    Clopper and Pearson. Somebody who left twice counts once, as a founder if she founded.
    """
    left = moves[(moves["origin_id"] == origin) & (moves["scope"] == "person")]
    left = left.dropna(subset=["destination_id"])
    founded = founders[founders["kind"] == "founder"]
    pairs = set(zip(founded["person"], founded["org_id"], strict=True))
    own = {
        str(person)
        for person, org in zip(left["person"], left["destination_id"], strict=True)
        if (person, org) in pairs
    }
    n = left["person"].nunique()
    low, high = clopper_pearson(len(own), n, level)
    return Estimate(
        name=f"spinouts.share.{origin}",
        value=len(own) / n if n else float("nan"),
        low=low,
        high=high,
        level=level,
        unit="share",
        n=n,
        method="clopper-pearson",
        definition=everywhere("definition.spinouts.share", organization=in_language(names, origin)),
        rows=tuple(sorted(left.loc[left["person"].isin(own), "move_id"].astype("str"))),
    )


def spells_to_value(
    firms: pd.DataFrame, priced: pd.DataFrame, threshold: float, as_of: str
) -> pd.DataFrame:
    """Return the time from founding to the first valuation of at least a threshold.

    ``priced`` from ``talentwar.equity.priced``. One row a company of known founding date, in the
    form of ``talentwar.survival.kaplan_meier``: a company that has not reached the threshold is
    censored when it was sold, listed or closed, or else at ``as_of``. A valuation dated before
    the founding counts at once.
    """
    last = pd.Timestamp(parse(as_of).latest)
    rows = []
    for firm in firms.dropna(subset=["founded"]).to_dict("records"):
        own = priced[(priced["org_id"] == firm["org_id"]) & (priced["valuation"] >= threshold)]
        reached = own["day"].min()
        ended = last if pd.isna(firm["outcome_date"]) else _day(str(firm["outcome_date"]), last)
        event = bool(not pd.isna(reached) and reached <= last)
        end = reached if event else min(ended, last)
        rows.append(
            {
                "cohort_id": f"{threshold:.0f}",
                "org_id": str(firm["org_id"]),
                "started": firm["founded"],
                "ended": end if event else pd.NaT,
                "censored": pd.NaT if event else end,
                "duration_years": max((end - firm["founded"]).days / YEAR, 0.0),
                "event": event,
                "known": True,
            }
        )
    return pd.DataFrame(rows)


def _day(partial: str, last: pd.Timestamp) -> pd.Timestamp:
    return min(pd.Timestamp(parse(partial).latest), last)


def capital(
    funding_events: pd.DataFrame,
    exchange_rates: pd.DataFrame,
    firms: pd.DataFrame,
    *,
    minimum_confidence: str,
    as_of: str,
) -> pd.DataFrame:
    """Return what each company raised, in dollars, the largest first.

    Each round once: a part of a larger event counts only where the whole has no amount. Columns
    ``org_id``, ``raised`` (completed rounds), ``promised`` (only committed), ``rounds`` (how many
    have an amount), ``event_ids``.
    """
    rows = at_least(funding_events, minimum_confidence)
    rows = rows[(rows["event"] == "primary-round") & rows["org_id"].isin(firms["org_id"])]
    rows = rows.dropna(subset=["amount"])
    rows = rows[~rows["part_of_id"].isin(rows["event_id"])]
    rows = rows.assign(day=middles(rows, "date"))
    rows = rows[rows["day"] <= pd.Timestamp(parse(as_of).latest)]
    dollars = converted(
        rows["amount"].astype("float64"), rows["currency"], rows["day"], exchange_rates
    )
    rows = rows.assign(dollars=dollars).dropna(subset=["dollars"])
    paid, promised = (rows["status"].isin(statuses) for statuses in (_PAID, _PROMISED))
    frame = pd.DataFrame(
        {
            "org_id": rows["org_id"].astype("str"),
            "raised": rows["dollars"].where(paid, 0.0),
            "promised": rows["dollars"].where(promised, 0.0),
            "rounds": paid.astype("int64"),
            "event_ids": rows["event_id"].astype("str"),
        }
    )[paid | promised]
    found = frame.groupby("org_id", as_index=False).agg(
        raised=("raised", "sum"),
        promised=("promised", "sum"),
        rounds=("rounds", "sum"),
        event_ids=("event_ids", lambda ids: tuple(sorted(ids))),
    )
    order = found.assign(order=-found["raised"])
    return order.sort_values(["order", "org_id"], ignore_index=True).drop(columns="order")


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


def _ids(firms: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(firms["org_id"].astype("str")))


def fates(firms: pd.DataFrame) -> Estimates:
    """Return how many companies came to each status: ``spinouts.fate.<status>``."""
    field = schema.table("spinouts").field("status")
    return Estimates(
        count(
            f"spinouts.fate.{status}",
            everywhere(
                "definition.spinouts.fate",
                status=lambda language, s=status: field.labels(language.code)[s],
            ),
            _ids(firms[firms["status"] == status]),
            n=len(firms),
        )
        for status in field.enum
    )


def departed(founders: pd.DataFrame, moves: pd.DataFrame, firms: pd.DataFrame) -> pd.DataFrame:
    """Return the founders who left their own company, in the order in which they left.

    Columns ``founder_id``, ``person``, ``org_id``, ``left`` (the middle of the date), ``years``
    since the founding (missing where that date is) and ``destination_id``, where the table of
    moves says that they went (missing if it does not).
    """
    rows = founders[(founders["kind"] == "founder") & founders["org_id"].isin(firms["org_id"])]
    rows = rows.assign(left=middles(rows, "ended").dt.normalize()).dropna(subset=["left"])
    founded = firms.set_index("org_id")["founded"]
    went = {
        (str(m["person"]), str(m["origin_id"])): m["destination_id"]
        for m in moves[moves["scope"] == "person"].to_dict("records")
    }
    frame = rows.assign(
        years=(rows["left"] - rows["org_id"].map(founded)).dt.days / YEAR,
        destination_id=pd.Series(
            [
                went.get((str(person), str(org)))
                for person, org in zip(rows["person"], rows["org_id"], strict=True)
            ],
            index=rows.index,
            dtype="object",
        ),
    )
    columns = ["founder_id", "person", "org_id", "left", "years", "destination_id"]
    return frame.sort_values(["left", "founder_id"], ignore_index=True)[columns]
