"""Moves per head: how many left for whom, for each year somebody spent at the origin.

A ratio of counts says who sends more people to whom. To say that somebody is more likely to leave,
the counts have to be divided by those who could have left: the person-years at the origin, as in
any table of rates (K. J. Rothman, S. Greenland & T. L. Lash, "Modern Epidemiology", chapter 3).

Headcounts are few and contradict each other, so that every exposure has a low and a high path
beside the central one. Frames are tables as loaded by ``talentwar.tables``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from talentwar.dates import midpoint, parse, precision
from talentwar.estimates import Estimate, Estimates
from talentwar.flows import Pair, ratio
from talentwar.intervals import garwood, odds_interval
from talentwar.language import Language, everywhere
from talentwar.names import Names, in_language
from talentwar.selection import move_ids

WINDOW_DAYS = 120
"""Figures that lie no further apart tell of the same moment, and contradict each other."""

YEAR = 365.25


@dataclass(frozen=True)
class Exposure:
    """The person-years spent at an organisation in a period.

    ``value`` follows the central path of its headcount, ``low`` and ``high`` the lowest and
    the highest. ``held`` is the share of the person-years from before the first and after the
    last figure, where the headcount is held constant. ``rows`` are the headcounts used.
    """

    value: float
    low: float
    high: float
    held: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """What is known of a headcount at one time (in days, as ``date.toordinal`` counts)."""

    day: float
    value: float
    low: float
    high: float


def observed_period(moves: pd.DataFrame, since: str, until: str, as_of: str) -> tuple[str, str]:
    """Return the bounds of the period in which moves were looked for, as partial dates.

    Without ``since`` it starts with the first dated move, without ``until`` it ends at ``as_of``.
    """
    first = moves["announced_earliest"].min()
    return since or (as_of if pd.isna(first) else first.date().isoformat()), until or as_of


def moments(headcounts: pd.DataFrame, org: str) -> list[Moment]:
    """Return what is known of the headcount of an organisation, in order.

    Only figures of all staff. One dated to a year gives way to those dated more precisely in the
    same year. Figures within ``WINDOW_DAYS`` of the first of them are one moment: its value is the
    geometric mean of those that nothing contradicts (of all, if all are contradicted), its bounds
    the smallest and the largest.
    """
    rows = headcounts[(headcounts["org_id"] == org) & (headcounts["scope"] == "all")]
    figures = sorted(
        (midpoint(str(row["date"])).toordinal(), int(row["headcount"]), row["doubt"])
        for row in _precise(rows).to_dict("records")
    )
    found: list[Moment] = []
    while figures:
        first = figures[0][0]
        together = [figure for figure in figures if figure[0] - first <= WINDOW_DAYS]
        figures = figures[len(together) :]
        sure = [f for f in together if f[2] != "contradicted"] or together
        counts = [count for _, count, _ in together]
        found.append(
            Moment(
                day=sum(day for day, _, _ in together) / len(together),
                value=math.exp(sum(math.log(count) for _, count, _ in sure) / len(sure)),
                low=min(counts),
                high=max(counts),
            )
        )
    return found


def exposure(
    headcounts: pd.DataFrame, organizations: pd.DataFrame, org: str, since: str, until: str
) -> Exposure | None:
    """Return the person-years at an organisation, ``None`` where no headcount is known.

    From the first day of ``since`` to the last of ``until`` (partial dates), but not before the
    organisation was founded. Between two moments the headcount grows at a constant rate
    (geometric interpolation), and its integral is exact; outside them it is held constant.
    """
    known = moments(headcounts, org)
    if not known:
        return None
    start, end = parse(since).earliest.toordinal(), parse(until).latest.toordinal() + 1
    founded = organizations.loc[organizations["org_id"] == org, "founded"].dropna()
    if len(founded):
        start = max(start, parse(str(founded.iloc[0])).earliest.toordinal())
    end = max(start, end)
    value, low, high = (
        _integral([(m.day, getattr(m, path)) for m in known], start, end)
        for path in ("value", "low", "high")
    )
    inside = _integral(
        [(m.day, m.value) for m in known],
        min(max(start, known[0].day), end),
        max(min(end, known[-1].day), start),
    )
    rows = headcounts[(headcounts["org_id"] == org) & (headcounts["scope"] == "all")]
    used = tuple(sorted(str(row) for row in _precise(rows)["headcount_id"]))
    return Exposure(value, low, high, 1 - inside / value if value else 0.0, used)


def exposures(
    headcounts: pd.DataFrame,
    organizations: pd.DataFrame,
    chosen: Iterable[str],
    since: str,
    until: str,
) -> dict[str, Exposure]:
    """Return the exposure of each organisation whose headcount says who could have left.

    Not of a large technology company (kind ``big-tech``), most of whose staff could not make the
    moves counted here, nor of one whose headcount is known at fewer than two moments.
    """
    kinds = dict(zip(organizations["org_id"], organizations["kind"].astype("str"), strict=True))
    found = {
        org: exposure(headcounts, organizations, org, since, until)
        for org in chosen
        if kinds[org] != "big-tech" and len(moments(headcounts, org)) > 1
    }
    return {org: known for org, known in found.items() if known is not None and known.value > 0}


def exposure_estimates(known: Mapping[str, Exposure], names: Names) -> Estimates:
    """Return ``flows.exposure.<org>`` in person-years, with ``flows.exposure-low.<org>`` and
    ``-high``: the paths of headcount are bounds of what was published, not an interval.
    """
    estimates = []
    for org, person_years in known.items():
        for path, value in (
            ("", person_years.value),
            ("-low", person_years.low),
            ("-high", person_years.high),
        ):
            estimates.append(
                Estimate(
                    name=f"flows.exposure{path}.{org}",
                    value=value,
                    unit="person-years",
                    n=len(person_years.rows),
                    method="geometric interpolation",
                    definition=everywhere(
                        f"definition.flows.exposure{path}", organization=in_language(names, org)
                    ),
                    rows=person_years.rows,
                )
            )
    return Estimates(estimates)


def exit_rate(
    moves: pd.DataFrame, pair: Pair, known: Mapping[str, Exposure], level: float, names: Names
) -> Estimate:
    """Estimate the moves of a pair (origin, destination) per 1,000 person-years at the origin.

    ``flows.rate.<origin>.<destination>``, with the exact interval of a Poisson count over the
    central exposure (``talentwar.intervals.garwood``). Raises ``KeyError`` where the exposure of
    the origin is not known.
    """
    rows = _moved(moves, pair)
    k, scale = len(rows), 1000 / known[pair[0]].value
    low, high = garwood(k, level)
    return Estimate(
        name=f"flows.rate.{pair[0]}.{pair[1]}",
        value=k * scale,
        low=low * scale,
        high=high * scale,
        level=level,
        unit="per-1000-person-years",
        n=k,
        method="garwood",
        definition=everywhere("definition.flows.rate", **_in_words(pair, names)),
        rows=rows,
    )


def per_head(
    moves: pd.DataFrame, pair: Pair, known: Mapping[str, Exposure], level: float, names: Names
) -> Estimate:
    """Estimate how much likelier a move from origin to destination is than one back, per head.

    ``flows.per-head.<origin>.<destination>``: the ratio of the two exit rates. Given the sum of two
    Poisson counts, the first is binomial (J. Przyborowski & H. Wilenski, Biometrika 31, 1940), so
    that the exact interval of the odds carries over, times the person-years at the destination
    over those at the origin. The bounds also take the least and the most favourable path of both
    headcounts, so that they cover at least the ``level``. Infinite and undefined as
    ``talentwar.flows.directional_odds``. Raises ``KeyError`` where an exposure is not known.
    """
    there, back = _moved(moves, pair), _moved(moves, (pair[1], pair[0]))
    origin, destination = known[pair[0]], known[pair[1]]
    low, high = odds_interval(len(there), len(there) + len(back), level)
    return Estimate(
        name=f"flows.per-head.{pair[0]}.{pair[1]}",
        value=ratio(len(there), len(back)) * destination.value / origin.value,
        low=low * destination.low / origin.high,
        high=high * destination.high / origin.low,
        level=level,
        unit="ratio",
        n=len(there) + len(back),
        method="exact conditional rate ratio",
        definition=everywhere("definition.flows.per-head", **_in_words(pair, names)),
        rows=tuple(sorted((*there, *back))),
    )


def rates_for(
    moves: pd.DataFrame,
    pairs: Iterable[Pair],
    known: Mapping[str, Exposure],
    level: float,
    names: Names,
) -> Estimates:
    """Estimate the exit rates of pairs, and how the two directions of each compare per head.

    ``exit_rate`` of each pair and of its reverse, then ``per_head``.
    """
    estimates = []
    for pair in pairs:
        back = pair[1], pair[0]
        estimates += [exit_rate(moves, way, known, level, names) for way in (pair, back)]
        estimates.append(per_head(moves, pair, known, level, names))
    return Estimates(estimates)


def published_per_head(
    published: pd.DataFrame, known: Mapping[str, Exposure], names: Names
) -> Estimates:
    """Divide the published ratios of a flow to its reverse by the size of the two firms.

    ``flows.published-per-head.<ratio_id>``, for the rows of ``talentwar.flows.published_ratios``
    whose two exposures are known. Their publisher gives no counts, so that there is no interval.
    """
    estimates = []
    for row in published.to_dict("records"):
        pair = str(row["origin_id"]), str(row["destination_id"])
        if set(pair) <= known.keys():
            estimates.append(
                Estimate(
                    name=f"flows.published-per-head.{row['ratio_id']}",
                    value=float(row["value"]) * known[pair[1]].value / known[pair[0]].value,
                    unit="ratio",
                    n=1,
                    method="published ratio over person-years",
                    definition=everywhere(
                        "definition.flows.published-per-head", **_in_words(pair, names)
                    ),
                    rows=(str(row["ratio_id"]),),
                )
            )
    return Estimates(estimates)


def beside_published(published: pd.DataFrame, divided: Estimates) -> pd.DataFrame:
    """Return the published ratios with what they are per head (see ``published_per_head``).

    Columns: ``ratio_id``, ``origin_id``, ``destination_id``, ``published_value``,
    ``published_per_head`` (missing where a headcount is unknown).
    """
    columns = ["ratio_id", "origin_id", "destination_id"]
    found = [divided.get(f"flows.published-per-head.{key}") for key in published["ratio_id"]]
    return published[columns].assign(
        published_value=published["value"].astype("float64"),
        published_per_head=[math.nan if e is None else e.value for e in found],
    )


def _precise(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures without those of a year in which there are more precise ones."""
    exact = {str(d)[:4] for d in rows["date"] if precision(str(d)) in ("month", "day")}
    coarse = [precision(str(d)) == "year" and str(d) in exact for d in rows["date"]]
    return rows[[not c for c in coarse]]


def _integral(path: list[tuple[float, float]], start: float, end: float) -> float:
    """Return the person-years under a path of headcount, constant before and after it."""
    first, last = path[0], path[-1]
    days = [(-math.inf, first[1]), *path, (math.inf, last[1])]
    total = 0.0
    for (t0, h0), (t1, h1) in pairwise(days):
        a, b = max(start, t0), min(end, t1)
        if b <= a:
            continue
        if h0 == h1:
            total += h0 * (b - a)
            continue
        growth = math.log(h1 / h0) / (t1 - t0)
        at_a, at_b = (h0 * math.exp(growth * (t - t0)) for t in (a, b))
        total += (at_b - at_a) / growth
    return total / YEAR


def _moved(moves: pd.DataFrame, pair: Pair) -> tuple[str, ...]:
    chosen = (moves["origin_id"] == pair[0]) & (moves["destination_id"] == pair[1])
    return move_ids(moves[chosen])


def _in_words(pair: Pair, names: Names) -> dict[str, Callable[[Language], str]]:
    return {
        "origin": in_language(names, pair[0]),
        "destination": in_language(names, pair[1]),
    }
