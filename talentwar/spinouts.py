"""Companies that people leave labs to found: how many, how fast, with how much, to what end.

Frames are tables as loaded by ``talentwar.tables`` (``spinouts``, ``founders``, ``organizations``,
``moves``). A company counts for each origin of its founders; the press tells
of those that raise money, so that counts are of companies that were noticed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from talentwar import schema
from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count, ranked
from talentwar.exposure import Exposure
from talentwar.flows import ratio
from talentwar.intervals import clopper_pearson, garwood, odds_interval
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import at_least, middles, units
from talentwar.tables import split_ids

_COLUMNS = (
    "org_id",
    "founded",
    "focus",
    "origins",
    "founders_total",
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
    focuses: Collection[str] | None = None,
    merge: Collection[str] = (),
) -> pd.DataFrame:
    """Return the companies of some focuses (all unless given) founded in a period, oldest first.

    Columns: those of the table ``spinouts``, with ``founded``, the middle of the founding date
    (missing where that is unknown: such a company is kept), and ``origins``, a tuple of units of
    analysis (``talentwar.selection.units``) each named once.
    """
    rows = at_least(spinouts, minimum_confidence)
    if focuses is not None:
        rows = rows[rows["focus"].isin(focuses)]
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


def by_year(firms: pd.DataFrame, origins: Sequence[str]) -> pd.DataFrame:
    """Return how many companies came out of each origin in each year, zeros included.

    Columns ``origin_id``, ``year`` (from the first founding to the last), ``companies``; those of
    unknown founding date are left out.
    """
    dated = firms.dropna(subset=["founded"])
    years = dated["founded"].dt.year
    if dated.empty:
        return pd.DataFrame(columns=["origin_id", "year", "companies"])
    rows = [
        {
            "origin_id": origin,
            "year": year,
            "companies": int((of_origin(dated, origin)["founded"].dt.year == year).sum()),
        }
        for origin in origins
        for year in range(int(years.min()), int(years.max()) + 1)
    ]
    return pd.DataFrame(rows)


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


def founding_rates(
    firms: pd.DataFrame, known: Mapping[str, Exposure], level: float, names: Names
) -> Estimates:
    """Return ``founding_rate`` of each origin whose exposure is known."""
    return Estimates(founding_rate(firms, origin, known, level, names) for origin in known)


def top_contrast(
    firms: pd.DataFrame,
    rates: Estimates,
    known: Mapping[str, Exposure],
    level: float,
    names: Names,
) -> Estimates:
    """Return ``rate_ratio`` of the two origins with the highest rates, nothing for fewer."""
    top = [e.subject for e in ranked(rates.values()) if e.n][:2]
    pairs = [(top[0], top[1])] if len(top) == 2 else []
    return Estimates(rate_ratio(firms, pair, known, level, names) for pair in pairs)


def rate_ratio(
    firms: pd.DataFrame,
    pair: tuple[str, str],
    known: Mapping[str, Exposure],
    level: float,
    names: Names,
) -> Estimate:
    """Estimate how many times the rate of the second origin the rate of the first is.

    ``spinouts.rate-ratio.<first>.<second>``. Given the sum of two Poisson counts the first is
    binomial (J. Przyborowski & H. Wilenski, Biometrika 31, 1940), so that the exact interval of
    the odds carries over, divided by the central exposures. A company of both counts for both.
    """
    first, second = pair
    dated = firms.dropna(subset=["founded"])
    rows = [_ids(of_origin(dated, origin)) for origin in pair]
    k, n = len(rows[0]), len(rows[0]) + len(rows[1])
    scale = known[second].value / known[first].value
    low, high = odds_interval(k, n, level)
    return Estimate(
        name=f"spinouts.rate-ratio.{first}.{second}",
        value=ratio(k, n - k) * scale,
        low=low * scale,
        high=high * scale,
        level=level,
        unit="ratio",
        n=n,
        method="exact conditional rate ratio",
        definition=everywhere(
            "definition.spinouts.rate-ratio",
            first=in_language(names, first),
            second=in_language(names, second),
        ),
        rows=tuple(sorted({*rows[0], *rows[1]})),
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


def founding_shares(
    moves: pd.DataFrame, founders: pd.DataFrame, origins: Sequence[str], level: float, names: Names
) -> Estimates:
    """Return ``founding_share`` of each origin with a known leaver."""
    found = (founding_share(moves, founders, origin, level, names) for origin in origins)
    return Estimates(estimate for estimate in found if estimate.n)


def founder_names(founders: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of the founders of each company, in the order of the table."""
    named = founders[founders["kind"] == "founder"]
    people: dict[str, list[str]] = {}
    for org, person in zip(named["org_id"], named["person"], strict=True):
        people.setdefault(str(org), []).append(str(person))
    return people


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
