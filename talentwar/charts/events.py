"""Events marked on a time axis by numbers, which a list under the chart explains."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.bundle import Entry
from talentwar.language import Language

_SIZE = 13
"""Pixels from one number to the next, beside or above it."""
_AXIS = 260
"""Pixels of a time axis in a phone's column, where numbers come closest to each other."""


def key(events: pd.DataFrame, language: Language) -> tuple[Entry, ...]:
    """Return what the numbers stand for, in a language.

    ``events`` comes from ``talentwar.timeline.events_between``.
    """
    return tuple(
        (
            language.t(
                "events.entry",
                date=language.date(event["date"]),
                event=event[f"title_{language.code}"],
            ),
            "events",
            event["event_id"],
        )
        for event in events.to_dict("records")
    )


def marks(
    events: pd.DataFrame, days: tuple[pd.Timestamp, pd.Timestamp] | None, language: Language
) -> list[alt.Chart]:
    """Return layers with a rule at the day of each event and its number above the chart.

    ``days`` are the first and the last of the time axis, ``None`` when it has none.
    """
    rows = events.assign(
        at=events["day"].dt.strftime("%Y-%m-%d"),
        shown=[str(number) for number in events["number"]],
        text=[text for text, *_ in key(events, language)],
        level=levels(list(events["day"]), days),
    )[["at", "shown", "text", "level"]]
    base = alt.Chart(rows).encode(
        x="at:T", tooltip=[alt.Tooltip("text:N", title=language.t("events.header"))]
    )
    rule = base.mark_rule(color=theme.token("muted"), strokeDash=[2, 3], opacity=0.8)
    layers = [rule]
    for level in sorted(set(rows["level"])):
        number = base.transform_filter(f"datum.level == {level}").mark_text(
            dy=-_SIZE * level - 8, fontSize=11, fontWeight="bold", color=theme.token("muted")
        )
        layers.append(number.encode(y=alt.value(0), text="shown:N"))
    return layers


def levels(
    days: Sequence[pd.Timestamp], axis: tuple[pd.Timestamp, pd.Timestamp] | None
) -> list[int]:
    """Return how high the number of each of some days in order stands, so that none meet."""
    if axis is None:
        return [0 for _ in days]
    gap = (axis[1] - axis[0]) * _SIZE / _AXIS
    last: list[pd.Timestamp] = []
    found = []
    for day in days:
        level = next((n for n, other in enumerate(last) if day - other >= gap), len(last))
        last[level : level + 1] = [day]
        found.append(level)
    return found
