"""The chart of the first money: the size of seed rounds over time."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.money import decades, tick_labels
from talentwar.charts.words import FEW, named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_LABELLED = 6
"""Rounds that are named in the drawing: the largest, where there is room."""
_YEAR, _DECADE, _CHARACTER = 56, 85, 5.6
"""Pixels of a year and of a decade of dollars on a phone, and of a character."""


def seeds(
    sown: pd.DataFrame, medians: Estimates, lane: Mapping[str, str], names: Names,
    language: Language,
) -> Figure:  # fmt: skip
    """Draw the size of each seed round at its date (``talentwar.raised.seeds``)."""
    source = language.t("spinouts.seeds.source", rounds=language.tn("count.rounds", len(sown)))
    if sown.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-seeds", blank, language, source)
    frame = pd.DataFrame(
        {
            "name": [named(names, o, language) for o in sown["org_id"]],
            "day": [f"{day:%Y-%m-%d}" for day in sown["day"]],
            "year": [str(day.year) for day in sown["day"]],
            "date": [language.date(f"{day:%Y-%m}") for day in sown["day"]],
            "dollars": sown["dollars"],
            "amount": [language.money(d, "USD") for d in sown["dollars"]],
            "color": [theme.organization_color(lane[str(o)]) for o in sown["org_id"]],
            "time": [day.year + (day.day_of_year - 0.5) / 366 for day in sown["day"]],
            "named": _named(sown, names, language),
            "late": _late(sown),
        }
    )
    listed = [e for e in medians.values() if e.n >= FEW] or list(medians.values())[-1:]
    values = {
        "first": listed[0].subject,
        "before": listed[0].text(language),
        "last": listed[-1].subject,
        "after": listed[-1].text(language),
    }
    headers = {
        "year": language.t("spinouts.year.header"),
        "name": language.t("spinouts.company.header"),
        "date": language.t("spinouts.date.header"),
        "amount": language.t("spinouts.seed.header"),
    }
    title = (
        language.t("spinouts.seeds.title", **values)
        if len(listed) > 1
        else language.t("spinouts.seeds.title.one", **values)
    )
    return Figure(
        name="spinouts-seeds",
        facts="funding_events",
        chart=_seeds_chart(frame, medians, language),
        title=title,
        subtitle=language.t("spinouts.seeds.subtitle"),
        source=source,
        alt=language.t(
            "spinouts.seeds.alt",
            listed=language.series(
                f"{e.subject} {e.text(language)} ({language.tn('count.rounds', e.n)})"
                for e in listed
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["name"]: frame["name"],
                headers["date"]: frame["day"],
                headers["amount"]: frame["dollars"],
            }
        ),
        language=language,
    )


def _late(sown: pd.DataFrame) -> pd.Series[bool]:
    """Return whether a round is so near the right edge that its name goes to the left."""
    late: pd.Series[bool] = sown["day"] >= sown["day"].max() - pd.Timedelta(days=300)
    return late


def _named(sown: pd.DataFrame, names: Names, language: Language) -> list[bool]:
    """Return whether a round is named: one of the largest whose name meets no larger one's."""
    days = [(day - sown["day"].min()).days / 365.25 * _YEAR for day in sown["day"]]
    heights = [math.log10(float(dollars)) * _DECADE for dollars in sown["dollars"]]
    # No name goes over a mark either.
    taken = [(x - 6, x + 6, y) for x, y in zip(days, heights, strict=True)]
    found = [False] * len(sown)
    largest = sown["dollars"].rank(ascending=False, method="first").astype("int64")
    for rank in range(1, min(_LABELLED, len(sown)) + 1):
        i = list(largest).index(rank)
        width = len(named(names, sown["org_id"].iloc[i], language)) * _CHARACTER + 14
        start = days[i] - width if _late(sown).iloc[i] else days[i] + 7
        end = start + width - 7
        if all(
            abs(heights[i] - y) > 11 or start >= right or end <= left for left, right, y in taken
        ):
            taken.append((start, end, heights[i]))
            found[i] = True
    return found


def _seeds_chart(frame: pd.DataFrame, medians: Estimates, language: Language) -> alt.LayerChart:
    found = decades(frame["dollars"])
    scale = alt.Scale(type="log", domain=[found[0], found[-1]], nice=False)
    y_axis = alt.Axis(values=found, labelExpr=tick_labels(found, "USD", language), title=None)
    years = [int(e.subject) for e in medians.values()]
    x_scale = alt.Scale(domain=[years[0], years[-1] + 1], nice=False)
    ticks = list(range(years[0], years[-1] + 2))
    x_axis = alt.Axis(format="d", title=None, grid=False, values=ticks)
    tooltip = [
        alt.Tooltip("name:N", title=language.t("spinouts.company.header")),
        alt.Tooltip("date:N", title=language.t("spinouts.date.header")),
        alt.Tooltip("amount:N", title=language.t("spinouts.seed.header")),
    ]
    bars = pd.DataFrame(
        [
            {
                "start": int(e.subject),
                "end": int(e.subject) + 1,
                "median": e.value,
            }
            for e in medians.values()
            if e.n >= FEW
        ],
        columns=["start", "end", "median"],
    )
    base = alt.Chart(frame)
    x = alt.X("time:Q", scale=x_scale, axis=x_axis)
    y = alt.Y("dollars:Q", scale=scale, axis=y_axis)
    told = base.transform_filter("datum.named")
    layers = [
        alt.Chart(bars)
        .mark_rule(strokeWidth=2.5, color=theme.token("ink"), opacity=0.55)
        .encode(
            x=alt.X("start:Q", scale=x_scale, axis=x_axis),
            x2="end:Q",
            y=alt.Y("median:Q", scale=scale, axis=y_axis),
        ),
        base.mark_point(size=80, filled=True, opacity=0.95).encode(
            x=x, y=y, color=alt.Color("color:N", scale=None), tooltip=tooltip
        ),
        told.transform_filter("!datum.late")
        .mark_text(align="left", dx=8, fontSize=theme.by_width(narrow=10, wide=11))
        .encode(x=x, y=y, text="name:N"),
        told.transform_filter("datum.late")
        .mark_text(align="right", dx=-8, fontSize=theme.by_width(narrow=10, wide=11))
        .encode(x=x, y=y, text="name:N"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=340)
