"""Flows of people between organisations, from recorded moves.

Press coverage is no random sample of moves: the intervals below say how little a handful of
records fixes, not how far the records are from the truth.

Frames are tables as loaded by ``talentwar.tables`` (``moves``, ``organizations``, ``sources``,
``flow_ratios``). Names of organisations arrive as ``Names``: id -> language code -> name.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count
from talentwar.intervals import clopper_pearson, odds_interval
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import (
    UNKNOWN,
    at_least,
    counts_by_road,
    move_ids,
    units,
    with_units,
)

GOOGLE = "google"
"""The parent into which its units are merged on demand."""

BUSY = 5
"""Moves, both ways summed, from which a pair is shown beside those of published ratios."""

Pair = tuple[str, str]
OddsFamily = Literal["odds", "odds-of-hires"]


def select_moves(
    moves: pd.DataFrame,
    organizations: pd.DataFrame,
    *,
    since: str | None,
    until: str | None,
    minimum_confidence: str,
    merge_google: bool,
    functions: Collection[str] | None = None,
    seniorities: Collection[str] | None = None,
    as_of: str = "",
) -> pd.DataFrame:
    """Return the moves an analysis counts, sorted by ``move_id``.

    Only persons, of one of ``functions`` and ``seniorities`` (``None`` for all; ``"unknown"`` is
    the seniority that no source tells): groups overlap persons named one by one. ``since``,
    ``until`` and ``as_of`` are partial dates, empty for no bound. A move counts when its date
    lies in the period whatever day the partial date stands for, so that ``2024`` is not in a
    period that starts in June 2024. A move without a date counts only when no period is asked
    for. A move that came after ``as_of``, whatever day it stands for, is not known yet.
    """
    kept = at_least(moves[moves["scope"] == "person"], minimum_confidence)
    if functions is not None:
        kept = kept[kept["function"].isin(list(functions))]
    if seniorities is not None:
        told = kept["seniority"].astype("object").where(kept["seniority"].notna(), UNKNOWN)
        kept = kept[told.isin(list(seniorities))]
    if as_of:
        kept = kept[~(kept["announced_earliest"] > pd.Timestamp(parse(as_of).latest))]
    if since:
        kept = kept[kept["announced_earliest"] >= pd.Timestamp(parse(since).earliest)]
    if until:
        kept = kept[kept["announced_latest"] <= pd.Timestamp(parse(until).latest)]
    return with_units(kept, organizations, merged_units(merge_google)).sort_values(
        "move_id", ignore_index=True
    )


def listed_units(
    listed: Sequence[str], organizations: pd.DataFrame, *, merge_google: bool
) -> list[str]:
    """Return the units of analysis of the organisations listed, each once, in their order."""
    unit_of = units(organizations, merged_units(merge_google))
    return list(dict.fromkeys(unit_of[org] for org in listed))


def hires_only(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the moves that joined a going concern, without those that founded it.

    Founders who leave a firm together are one event of the press, not many choices.
    """
    return moves[moves["kind"] != "co-found"]


def pair_counts(moves: pd.DataFrame) -> pd.DataFrame:
    """Return one row per unordered pair of organisations between which anybody moved.

    Columns: ``first_id`` and ``second_id`` (alphabetical), ``forward`` (moves from first to
    second), ``backward``, ``total``. Sorted by ``total`` (falling), then ids.
    """
    counts: dict[Pair, list[int]] = {}
    for (origin, destination), n in counts_by_road(moves).items():
        pair = (min(origin, destination), max(origin, destination))
        counts.setdefault(pair, [0, 0])[int(origin > destination)] = n
    rows = [(*pair, *both, sum(both)) for pair, both in counts.items()]
    columns = ["first_id", "second_id", "forward", "backward", "total"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], "int64"))
    return frame.sort_values(
        ["total", "first_id", "second_id"], ascending=[False, True, True], ignore_index=True
    )


def top_pairs(moves: pd.DataFrame, organizations: Sequence[str], minimum_moves: int) -> list[Pair]:
    """Return the pairs among the organisations with at least that many moves, both ways summed.

    Each pair is (origin, destination) of its larger flow; equal flows are in alphabetical order.
    """
    listed = set(organizations)
    pairs: list[Pair] = []
    for row in pair_counts(moves).to_dict("records"):
        first, second = row["first_id"], row["second_id"]
        if row["total"] >= minimum_moves and {first, second} <= listed:
            pairs.append((first, second) if row["forward"] >= row["backward"] else (second, first))
    return pairs


def pairs_to_show(tested: Sequence[Pair], busy: Sequence[Pair]) -> list[Pair]:
    """Return the tested pairs, then the busy ones that are not among them, either way round."""
    known = {frozenset(pair) for pair in tested}
    return [*tested, *(pair for pair in busy if frozenset(pair) not in known)]


def directional_odds(
    moves: pd.DataFrame,
    origin: str,
    destination: str,
    level: float,
    names: Names,
    family: OddsFamily = "odds",
) -> Estimate:
    """Estimate how many moved from origin to destination for each who moved back.

    ``flows.<family>.<origin>.<destination>`` (family ``odds`` for all moves, ``odds-of-hires``
    for those of ``hires_only``, which the caller passes): moves one way over moves the other
    way. Infinite when nobody moved back, undefined (NaN, interval from 0 to infinity) when nobody
    moved at all. The interval is Clopper and Pearson's for the share of moves that went this way,
    as odds.
    """
    there = (moves["origin_id"] == origin) & (moves["destination_id"] == destination)
    back = (moves["origin_id"] == destination) & (moves["destination_id"] == origin)
    k, reverse = int(there.sum()), int(back.sum())
    low, high = odds_interval(k, k + reverse, level)
    return Estimate(
        name=odds_name(origin, destination, family),
        value=ratio(k, reverse),
        low=low,
        high=high,
        level=level,
        unit="ratio",
        n=k + reverse,
        method="clopper-pearson odds",
        definition=everywhere(
            f"definition.flows.{family}",
            origin=in_language(names, origin),
            destination=in_language(names, destination),
        ),
        rows=move_ids(moves[there | back]),
    )


def ratio(there: int, back: int) -> float:
    """Return moves there for each move back: infinite without any back, NaN without any move."""
    if back:
        return there / back
    return math.inf if there else math.nan


def odds_name(origin: str, destination: str, family: OddsFamily = "odds") -> str:
    """Return the name of the estimate of the odds of a pair."""
    return f"flows.{family}.{origin}.{destination}"


def odds_for(
    moves: pd.DataFrame,
    pairs: Iterable[Pair],
    level: float,
    names: Names,
    family: OddsFamily = "odds",
) -> Estimates:
    """Estimate the odds of each distinct pair (origin, destination), in the order given."""
    distinct = dict.fromkeys(pairs)
    return Estimates(directional_odds(moves, a, b, level, names, family) for a, b in distinct)


def published_ratios(
    flow_ratios: pd.DataFrame,
    organizations: pd.DataFrame,
    *,
    minimum_confidence: str,
    merge_google: bool,
) -> pd.DataFrame:
    """Return the published ratios of a flow to its reverse, between units of analysis.

    Rows of measure ``ratio-to-reverse`` that name both organisations, sorted by ``ratio_id``.
    """
    rows = flow_ratios[flow_ratios["measure"] == "ratio-to-reverse"]
    rows = at_least(
        rows.dropna(subset=["origin_id", "destination_id", "value"]), minimum_confidence
    )
    merged = with_units(rows, organizations, merged_units(merge_google))
    return merged.sort_values("ratio_id", ignore_index=True)


def published_pairs(published: pd.DataFrame) -> list[Pair]:
    """Return the distinct pairs (origin, destination) of ``published_ratios``."""
    ends = zip(published["origin_id"], published["destination_id"], strict=True)
    return list(dict.fromkeys((str(origin), str(destination)) for origin, destination in ends))


def compare_with_published(odds: Estimates, published: pd.DataFrame) -> pd.DataFrame:
    """Set the published ratios (see ``published_ratios``) beside the observed odds.

    Columns: ``ratio_id``, ``origin_id``, ``destination_id``, ``published_value``, ``publisher``,
    ``published`` (partial date), ``value``, ``low``, ``high``, ``n`` (observed), ``inside``:
    whether the published value lies in the observed interval. Where ``odds`` lacks the pair or
    no move was observed, ``inside`` is missing: an interval from zero to infinity confirms
    nothing.
    """
    records = []
    for row in published.to_dict("records"):
        estimate = odds.get(odds_name(row["origin_id"], row["destination_id"]))
        observed = beside(estimate, row["value"])
        records.append(dict(row) | {"published_value": row["value"]} | observed)
    columns = ["ratio_id", "origin_id", "destination_id", "published_value", "publisher"]
    columns += ["published", "value", "low", "high", "n", "inside"]
    frame = pd.DataFrame(records, columns=columns)
    return frame.astype({"inside": "boolean", "n": "int64"})


def beside(observed: Estimate | None, published: float) -> dict[str, float | bool | None]:
    """Return what was observed of a ratio, and whether the published value is ``inside``.

    Keys ``value``, ``low``, ``high``, ``n``, ``inside``; missing where nothing was observed.
    """
    if observed is None or observed.low is None or observed.high is None or not observed.n:
        return {"value": math.nan, "low": math.nan, "high": math.nan, "n": 0, "inside": None}
    return {
        "value": observed.value,
        "low": observed.low,
        "high": observed.high,
        "n": observed.n,
        "inside": observed.low <= published <= observed.high,
    }


def matrix(moves: pd.DataFrame, organizations: Sequence[str]) -> pd.DataFrame:
    """Return the moves from each organisation to each other one, zeros included.

    Columns ``origin_id``, ``destination_id``, ``moves``; no diagonal. Organisations appear in
    the order of ``by_net_gain``, in both columns.
    """
    ordered = by_net_gain(moves, organizations)
    counts = counts_by_road(moves)
    rows = [(a, b, counts.get((a, b), 0)) for a in ordered for b in ordered if a != b]
    return pd.DataFrame(rows, columns=["origin_id", "destination_id", "moves"]).astype(
        {"moves": "int64"}
    )


def by_net_gain(moves: pd.DataFrame, organizations: Sequence[str]) -> list[str]:
    """Return the organisations from the largest net gain to the largest loss, ties by id.

    Net gains as in ``net_gains``: moves from and to organisations outside the list count too.
    """
    gained = {
        org: _arrivals(moves, org).sum() - _departures(moves, org).sum() for org in organizations
    }
    return sorted(gained, key=lambda org: (-gained[org], org))


def net_gains(
    moves: pd.DataFrame, organizations: Sequence[str], level: float, names: Names
) -> Estimates:
    """Estimate who gains and who loses people.

    Per organisation ``flows.net.<org>``, ``flows.arrivals.<org>`` and ``flows.departures.<org>``.
    Every arrival and every departure counts, wherever it comes from or leads to: somebody whose
    next or previous post is undisclosed has still left or joined. (The press tells of departures
    without a destination more often than of arrivals without an origin.)

    The interval of the net gain is that of the share p of arrivals among the n moves, by
    Clopper and Pearson, as n (2p - 1). Without any move there is no interval.
    """
    estimates: list[Estimate] = []
    for org in organizations:
        arrived, departed = _arrivals(moves, org), _departures(moves, org)
        k, m = int(arrived.sum()), int(departed.sum())
        who = in_language(names, org)
        interval = _net_interval(k, k + m, level)
        estimates.append(
            Estimate(
                name=f"flows.net.{org}",
                value=k - m,
                low=None if interval is None else interval[0],
                high=None if interval is None else interval[1],
                level=None if interval is None else level,
                unit="difference",
                n=k + m,
                method="clopper-pearson share of arrivals",
                definition=everywhere("definition.flows.net", organization=who),
                rows=move_ids(moves[arrived | departed]),
            )
        )
        for kind, chosen in (("arrivals", arrived), ("departures", departed)):
            definition = everywhere(f"definition.flows.{kind}", organization=who)
            estimates.append(count(f"flows.{kind}.{org}", definition, move_ids(moves[chosen])))
    return Estimates(estimates)


def totals(moves: pd.DataFrame, sources: pd.DataFrame) -> Estimates:
    """Count what the moves rest on.

    ``flows.moves``, ``flows.persons``, ``flows.sources`` and ``flows.publishers``: the latter
    are the original publishers of the cited sources, where known, since two relays of one
    report are not two witnesses.
    """
    cited = sorted({s for cell in moves["source_ids"].unique() for s in str(cell).split(";")})
    original = sources.loc[sources["source_id"].isin(cited), "original_publisher"].dropna()
    rows = move_ids(moves)
    counted = {
        "moves": len(rows),
        "persons": int(moves["person"].nunique()),
        "sources": len(cited),
        "publishers": int(original.nunique()),
    }
    return Estimates(
        count(f"flows.{what}", everywhere(f"definition.flows.{what}"), rows, value=number)
        for what, number in counted.items()
    )


def merged_units(merge_google: bool) -> tuple[str, ...]:
    """Return the organisations that count with all their units as one."""
    return (GOOGLE,) if merge_google else ()


def _arrivals(moves: pd.DataFrame, org: str) -> pd.Series[bool]:
    return moves["destination_id"] == org


def _departures(moves: pd.DataFrame, org: str) -> pd.Series[bool]:
    return moves["origin_id"] == org


def _net_interval(k: int, n: int, level: float) -> tuple[float, float] | None:
    if n == 0:
        return None
    low, high = clopper_pearson(k, n, level)
    return n * (2 * low - 1), n * (2 * high - 1)
