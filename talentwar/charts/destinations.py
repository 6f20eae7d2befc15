"""The chart of where the members of closed cohorts went, part of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.ends import dodged, line_ends
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted, few, named
from talentwar.destinations import DESTINATIONS, OWN, RIVAL
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

_WIDTH, _HEIGHT = 320, 170
_LABEL = 13 / _HEIGHT
"""Least distance between two labels, as a share of the height."""
_REST = 1.04
"""How much longer than the time observed the axis is, so that the last step can be seen."""
_STAYED = "stayed"


def destinations(
    shares: pd.DataFrame,
    last: Estimates,
    cohorts: Sequence[str],
    names: Names,
    language: Language,
    rows: int,
) -> Figure:
    """Draw the share of each cohort that had left for each group of destinations, over time.

    ``shares`` come from ``talentwar.destinations.incidence``, ``last`` from ``last_incidence``;
    cohorts of which nobody has left are not drawn. ``rows`` is the number of spells.
    """
    shown = [c for c in cohorts if c in set(shares["cohort_id"])]
    source = language.t("retention.survival.source", rows=counted(language, "spells", rows))
    if not shown:
        blank = alt.Chart(shares).mark_point()
        return nothing("retention-destinations", blank, language, source)
    panels = [
        _panel(shares[shares["cohort_id"] == c], named(names, c, language), language) for c in shown
    ]
    estimates = {
        (c, d): last[f"retention.left-for.{c}.{d}"]
        for c in shown
        for d in DESTINATIONS
        if f"retention.left-for.{c}.{d}" in last
    }
    years = {c: float(shares.loc[shares["cohort_id"] == c, "years"].max()) for c in shown}
    level = next(iter(estimates.values())).level or math.nan
    return Figure(
        name="retention-destinations",
        facts="tenures",
        chart=alt.concat(*panels, columns=2, spacing=30),
        title=_title(estimates, names, language),
        subtitle=language.t("retention.destinations.subtitle"),
        source=source,
        note=few(language, "spells", rows),
        alt=language.t("retention.destinations.alt", shares=_alt(estimates, names, language)),
        table=pd.DataFrame(
            {
                language.t("cohort.header"): [named(names, c, language) for c, _ in estimates],
                language.t("retention.years.header"): [
                    language.years(years[c]) for c, _ in estimates
                ],
                language.t("retention.destination.header"): [
                    group_name(d, language) for _, d in estimates
                ],
                language.t("retention.left-for.header"): [
                    e.text(language) for e in estimates.values()
                ],
                language.t("retention.interval.header", level=language.percent(level)): [
                    e.interval_text(language) for e in estimates.values()
                ],
            }
        ),
        data=pd.DataFrame(
            {
                language.t("cohort.header"): [named(names, c, language) for c, _ in estimates],
                language.t("retention.years.header"): [years[c] for c, _ in estimates],
                language.t("retention.destination.header"): [
                    group_name(d, language) for _, d in estimates
                ],
                language.t("retention.left-for.header"): [e.value for e in estimates.values()],
                language.t("estimates.low"): [e.low for e in estimates.values()],
                language.t("estimates.high"): [e.high for e in estimates.values()],
            }
        ),
        language=language,
    )


def group_name(group: str, language: Language) -> str:
    """Return what a group of destinations is called in a language."""
    return language.t(f"retention.destination.{group}")


def _title(estimates: dict[tuple[str, str], Estimate], names: Names, language: Language) -> str:
    values: dict[str, str] = {}
    for group in (OWN, RIVAL):
        found = [(e.value, c) for (c, d), e in estimates.items() if d == group]
        if not found:
            return language.t("retention.destinations.title.none")
        share, cohort = max(found)
        values |= {group: language.percent(share), f"{group}_of": named(names, cohort, language)}
    return language.t("retention.destinations.title", **values)


def _alt(estimates: dict[tuple[str, str], Estimate], names: Names, language: Language) -> str:
    by_cohort: dict[str, list[str]] = {}
    for (cohort, group), estimate in estimates.items():
        said = f"{group_name(group, language)} {estimate.text(language)}"
        by_cohort.setdefault(cohort, []).append(said)
    return " ".join(
        language.t(
            "retention.destinations.alt.one",
            cohort=named(names, cohort, language),
            shares=language.series(parts),
        )
        for cohort, parts in by_cohort.items()
    )


def _panel(steps: pd.DataFrame, name: str, language: Language) -> alt.LayerChart:
    longest = float(steps["years"].max()) * _REST
    stacked, ends = _stacked(steps, longest)
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(title=None, format="d", tickCount=4, tickMinStep=1, grid=False),
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y("bottom:Q", scale=scale, axis=alt.Axis(values=[0, 0.5, 1], format="~%", title=None))
    stacked["group"] = [group_name(d, language) for d in stacked["destination"]]
    areas = (
        alt.Chart(stacked)
        .mark_area(interpolate="step-after", opacity=0.75)
        .encode(
            x=x,
            y=y,
            y2="top:Q",
            color=alt.Color(
                "destination:N",
                scale=alt.Scale(
                    domain=list(DESTINATIONS),
                    range=[theme.destination_color(d) for d in DESTINATIONS],
                ),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("group:N", title=language.t("retention.destination.header")),
                alt.Tooltip("years:Q", title=language.t("retention.years.header"), format=".1f"),
                alt.Tooltip(
                    "incidence:Q", title=language.t("retention.left-for.header"), format=".0%"
                ),
            ],
        )
    )
    ordered = sorted(ends, key=lambda group: -ends[group])
    labels = line_ends(
        dodged([ends[group] for group in ordered], _LABEL, 0.0, 1.0),
        [group_name(group, language) for group in ordered],
        [
            theme.token("ink") if group == _STAYED else theme.destination_color(group)
            for group in ordered
        ],
        [0, 1],
    )
    chart = alt.LayerChart(layer=[areas, labels])
    chart.resolve = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    return chart.properties(
        width=_WIDTH,
        height=_HEIGHT,
        title=alt.TitleParams(name, fontSize=13, anchor="start", offset=8),
    )


def _stacked(steps: pd.DataFrame, longest: float) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return the areas one upon the other, and the middle of each at the end."""
    parts, ends = [], {}
    below: float | pd.Series[float] = 0.0
    for destination in [d for d in DESTINATIONS if d in set(steps["destination"])]:
        own = steps[steps["destination"] == destination]
        own = pd.concat([own, own.tail(1).assign(years=longest)], ignore_index=True)
        part = own[["years", "destination", "incidence"]].assign(bottom=below)
        part["top"] = part["bottom"] + part["incidence"]
        parts.append(part)
        below = part["top"]
        ends[destination] = float((part["bottom"] + part["top"]).iloc[-1] / 2)
    last = float(parts[-1]["top"].iloc[-1])
    if last < 1:
        ends[_STAYED] = (1 + last) / 2
    return pd.concat(parts, ignore_index=True), ends
