"""Moves over time: how many a quarter, and who has gained how many by when.

A move whose date is a year or an interval belongs to no quarter for sure: it is spread over those
that it may belong to, in proportion to their days, so that counts become expected counts. Frames
are moves as selected by ``talentwar.flows.select_moves``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, count
from talentwar.flows import ratio
from talentwar.intervals import odds_interval
from talentwar.language import everywhere
from talentwar.selection import middles, move_ids

COVERAGE_THINS = "2026-07"
"""From this month on sources are thinner: what follows is not compared with what went before."""

Days = np.ndarray[tuple[int], np.dtype[np.datetime64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def spread(moves: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each move and quarter that it may belong to.

    Columns: ``move_id``, ``origin_id``, ``destination_id``, ``quarter`` (first day), ``expected``
    (share of the days of the move's date that lie in the quarter) and ``sure`` (whether all do).
    Moves without a date are left out.
    """
    dated = moves.dropna(subset=["announced_earliest"])
    first, last = (
        dated[f"announced_{side}"].to_numpy("datetime64[D]") for side in ("earliest", "latest")
    )
    quarters = [_quarter_number(days) for days in (first, last)]
    times = quarters[1] - quarters[0] + 1
    # For each move the number of its first quarter, then one more for each that follows.
    nth = np.arange(times.sum()) - np.repeat(times.cumsum() - times, times)
    number = np.repeat(quarters[0], times) + nth
    start, end = _first_day(number), _first_day(number + 1) - 1
    first, last = np.repeat(first, times), np.repeat(last, times)
    within = (np.minimum(last, end) - np.maximum(first, start)).astype("int64") + 1
    share = within / ((last - first).astype("int64") + 1)
    kept = dated[["move_id", "origin_id", "destination_id"]].iloc[
        np.repeat(range(len(dated)), times)
    ]
    return kept.reset_index(drop=True).assign(
        quarter=start.astype("datetime64[s]"), expected=share, sure=share == 1
    )


def by_quarter(spread_moves: pd.DataFrame) -> pd.DataFrame:
    """Return the moves of each quarter from the first to the last, zeros included.

    ``spread_moves`` comes from ``spread``. Columns: ``quarter`` (first day), ``sure`` (moves that
    belong there), ``likely`` (expected number of those that may belong there), ``moves`` (both).
    """
    columns = ["quarter", "sure", "likely", "moves"]
    if spread_moves.empty:
        return pd.DataFrame(columns=columns).astype({"quarter": "datetime64[s]"})
    quarters = _quarters(spread_moves)
    sums = {
        name: spread_moves[mask].groupby("quarter")["expected"].sum().reindex(quarters).fillna(0.0)
        for name, mask in (("sure", spread_moves["sure"]), ("likely", ~spread_moves["sure"]))
    }
    frame = pd.DataFrame(sums).rename_axis("quarter").reset_index()
    return frame.assign(moves=frame["sure"] + frame["likely"])[columns]


def cumulated_net(spread_moves: pd.DataFrame, organizations: Sequence[str]) -> pd.DataFrame:
    """Return the net gain of each organisation by the end of each quarter.

    Arrivals minus departures among the dated moves, added up from the first quarter on. Columns:
    ``org_id``, ``quarter`` (first day), ``net``. In the end it is the net gain of
    ``talentwar.flows.net_gains``, without the moves that have no date.
    """
    if spread_moves.empty:
        return pd.DataFrame(columns=["org_id", "quarter", "net"])
    quarters = _quarters(spread_moves)
    parts = []
    for org in organizations:
        change = pd.Series(0.0, index=quarters)
        for side, sign in (("destination_id", 1), ("origin_id", -1)):
            own = spread_moves[spread_moves[side] == org]
            sums = own.groupby("quarter")["expected"].sum().reindex(quarters).fillna(0.0)
            change = change + sign * sums
        net = change.cumsum().rename("net").rename_axis("quarter").reset_index()
        parts.append(net.assign(org_id=org))
    return pd.concat(parts, ignore_index=True)[["org_id", "quarter", "net"]]


def events_between(events: pd.DataFrame, spread_moves: pd.DataFrame) -> pd.DataFrame:
    """Return the events that fall in the quarters of the moves, numbered in their order.

    ``events`` is the table of that name, ``spread_moves`` comes from ``spread``. Columns:
    ``number`` (from one), ``day`` (the middle of the date), and those of the table.
    """
    dated = events.assign(day=middles(events, "date").dt.normalize())
    if spread_moves.empty:
        dated = dated.iloc[:0]
    else:
        first = spread_moves["quarter"].min()
        end = spread_moves["quarter"].max() + pd.DateOffset(months=3)
        dated = dated[(dated["day"] >= first) & (dated["day"] < end)]
    ordered = dated.sort_values(["day", "event_id"], ignore_index=True)
    return ordered.assign(number=range(1, len(ordered) + 1))


def change(moves: pd.DataFrame, level: float, thins: str = COVERAGE_THINS) -> Estimates:
    """Estimate how the number of recorded moves changed from one year to the next.

    ``flows.growth``: moves of the last four whole quarters before the partial date ``thins`` over
    those of the four before. A move belongs where the middle of its date lies. Given the sum of
    two Poisson counts the first is binomial: the exact interval is that of odds. ``flows.undated``
    counts the moves without a date.
    """
    end = pd.Period(pd.Timestamp(parse(thins).earliest), freq="Q").start_time
    dated = moves.dropna(subset=["announced_earliest"])
    middle = middles(dated, "announced")
    years = [end - pd.DateOffset(years=n) for n in (0, 1, 2)]
    late = dated[(middle >= years[1]) & (middle < years[0])]
    early = dated[(middle >= years[2]) & (middle < years[1])]
    low, high = odds_interval(len(late), len(late) + len(early), level)
    undated = moves[moves["announced_earliest"].isna()]
    return Estimates(
        [
            Estimate(
                name="flows.growth",
                value=ratio(len(late), len(early)),
                low=low,
                high=high,
                level=level,
                unit="ratio",
                n=len(late) + len(early),
                method="exact conditional rate ratio",
                definition=everywhere("definition.flows.growth"),
                rows=move_ids(pd.concat([late, early])),
            ),
            count(
                "flows.undated",
                everywhere("definition.flows.undated"),
                move_ids(undated),
                n=len(moves),
            ),
        ]
    )


def _quarter_number(days: Days) -> Numbers:
    """Return the quarters of days, counted from that of January 1970."""
    return days.astype("datetime64[M]").astype("int64") // 3


def _first_day(quarter: Numbers) -> Days:
    """Return the first days of quarters counted from that of January 1970."""
    return (quarter * 3).astype("datetime64[M]").astype("datetime64[D]")


def _quarters(spread_moves: pd.DataFrame) -> pd.DatetimeIndex:
    first, last = spread_moves["quarter"].min(), spread_moves["quarter"].max()
    return pd.date_range(first, last, freq="QS", unit="s")
