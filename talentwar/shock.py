"""Departures before and after an event, per head, beside those of the other labs at the time.

More departures after an event may be more reports of departures: the press has written more about
such moves year after year. What the others went through in the same months says how much of the
change that, and all else that they share, can explain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates
from talentwar.exposure import exposures
from talentwar.flows import ratio
from talentwar.intervals import odds_interval
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import middles, move_ids

MONTHS = 12
"""Length of each of the two periods."""
CRISIS, LAB = "ev-202311-openai-board", "openai"
"""The event looked at, a row of the table of events, and the lab it struck."""
LABS = ("anthropic", "google-deepmind", "mistral", "ssi", "thinking-machines", "xai")
"""Those it is compared with, as far as their headcounts are known."""
OTHERS = "others"


@dataclass(frozen=True)
class _Period:
    """Departures in a period: the moves counted and the person-years from which they came."""

    moves: pd.DataFrame
    years: float


def event_of(events: pd.DataFrame, event: str) -> dict[str, str]:
    """Return the texts of an event of the table; ``ValueError`` when it has no such row."""
    rows = events[events["event_id"] == event]
    if rows.empty:
        raise ValueError(f"the table of events has no row {event}, around which departures count")
    return {str(name): str(value) for name, value in rows.iloc[0].items()}


def around(
    moves: pd.DataFrame,
    headcounts: pd.DataFrame,
    organizations: pd.DataFrame,
    org: str,
    others: Sequence[str],
    event: str,
    level: float,
    names: Names,
) -> Estimates:
    """Estimate how much more often people left in the year after an event than in the one before.

    ``retention.shock.<org>`` and ``retention.shock.others``: rate of recorded departures after over
    that before, ``event`` (a partial date, its first day) parting the two; ``others`` are counted
    together, those of which no headcount is known left out. A move belongs where the middle of its
    date lies. Given the sum of two Poisson counts the second is binomial: the interval is that of
    odds, divided by the ratio of the person-years. Nothing for a group without person-years.
    """
    start = pd.Timestamp(parse(event).earliest)
    periods = {
        "before": (start - pd.DateOffset(months=MONTHS), start),
        "after": (start, start + pd.DateOffset(months=MONTHS)),
    }
    spent = {
        what: exposures(
            headcounts,
            organizations,
            [org, *others],
            first.date().isoformat(),
            (end - pd.Timedelta(days=1)).date().isoformat(),
        )
        for what, (first, end) in periods.items()
    }
    known = spent["before"].keys() & spent["after"].keys()
    estimates = []
    for name, group in ((org, [org]), (OTHERS, [o for o in others if o != org])):
        counted = [o for o in group if o in known]
        if not counted:
            continue
        two = {
            what: _Period(
                _departures(moves, counted, *periods[what]),
                sum(spent[what][o].value for o in counted),
            )
            for what in periods
        }
        estimates.append(_change(name, two, level, names))
    return Estimates(estimates)


def _departures(
    moves: pd.DataFrame, group: Sequence[str], first: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    left = moves[moves["origin_id"].isin(group)]
    day = middles(left, "announced")
    return left[(day >= first) & (day < end)]


def _change(name: str, two: Mapping[str, _Period], level: float, names: Names) -> Estimate:
    before, after = two["before"], two["after"]
    n = len(before.moves) + len(after.moves)
    growth = after.years / before.years
    low, high = odds_interval(len(after.moves), n, level)
    who = {} if name == OTHERS else {"organization": in_language(names, name)}
    return Estimate(
        name=f"retention.shock.{name}",
        value=ratio(len(after.moves), len(before.moves)) / growth,
        low=low / growth,
        high=high / growth,
        level=level,
        unit="ratio",
        n=n,
        method="exact conditional rate ratio",
        definition=everywhere(
            "definition.retention.shock-others" if name == OTHERS else "definition.retention.shock",
            **who,
        ),
        rows=move_ids(pd.concat([before.moves, after.moves])),
    )
