"""The charts of moves over time, part of the chapter on flows."""

from __future__ import annotations

from datetime import timedelta

import altair as alt
import pandas as pd

from talentwar.charts import events, theme
from talentwar.charts.bundle import BRUSH
from talentwar.charts.ends import dodged, line_ends
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted, few, named, period
from talentwar.dates import parse
from talentwar.estimates import Estimate
from talentwar.language import Language
from talentwar.names import Names
from talentwar.timeline import COVERAGE_THINS

_QUARTERS = (1, 2, 3, 4)
_LABEL = 15
"""Pixels between two labels at the end of the lines."""
_HEIGHT = 440


def quarters(
    frame: pd.DataFrame,
    growth: Estimate,
    moves: int,
    marked: pd.DataFrame,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw the moves of each quarter, sure ones and expected ones, with the events of the time.

    ``frame`` comes from ``talentwar.timeline.by_quarter``, ``growth`` from
    ``talentwar.timeline.change``, ``marked`` from ``talentwar.timeline.events_between``;
    ``moves`` is the number of moves with a date. A reader can choose a period by dragging.
    """
    rows = frame.assign(
        quarter=frame["quarter"].dt.strftime("%Y-%m-%d"),
        end=(frame["quarter"] + pd.DateOffset(months=3, days=-8)).dt.strftime("%Y-%m-%d"),
        label=[_quarter(day, language) for day in frame["quarter"]],
        sure_text=[language.number(n) for n in frame["sure"]],
        moves_text=[language.number(n) for n in frame["moves"]],
    )
    source = language.t("flows.quarters.source", rows=counted(language, "moves", moves))
    chart = _bars(rows, marked, language)
    if frame.empty:
        return nothing("flows-quarters", chart, language, source)
    table = _by_year(frame, language)
    return Figure(
        name="flows-quarters",
        chart=chart,
        title=_quarters_title(frame, growth, language),
        subtitle=language.t("flows.quarters.subtitle", period=period(language, since, until)),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t(
            "flows.quarters.alt",
            years=language.series(
                language.t("flows.quarters.alt.one", year=row.iloc[0], moves=row.iloc[-1])
                for _, row in table.iterrows()
            ),
        ),
        table=table,
        data=pd.DataFrame(
            {
                language.t("flows.quarters.header"): frame["quarter"].dt.strftime("%Y-%m"),
                language.t("flows.quarters.sure"): frame["sure"],
                language.t("flows.quarters.likely"): frame["likely"],
            }
        ),
        language=language,
        key=events.key(marked, language),
        facts="moves",
    )


def _quarters_title(frame: pd.DataFrame, growth: Estimate, language: Language) -> str:
    busiest = max(frame.to_dict("records"), key=lambda row: float(row["moves"]))
    quarter = _quarter(busiest["quarter"], language)
    if not growth.n or growth.low is None or growth.low <= 1:
        moves = language.number(float(busiest["moves"]), 0)
        return language.t("flows.quarters.title.peak", quarter=quarter, moves=moves)
    last = parse(COVERAGE_THINS).earliest - timedelta(days=1)
    return language.t(
        "flows.quarters.title.growth",
        growth=growth.text(language),
        until=language.date(f"{last:%Y-%m}"),
        quarter=quarter,
    )


def _quarter(day: pd.Timestamp, language: Language) -> str:
    return language.t("flows.quarters.name", quarter=str(day.quarter), year=str(day.year))


def _by_year(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return one row a year with its quarters and its sum, as shown."""
    cells = frame.assign(year=frame["quarter"].dt.year, part=frame["quarter"].dt.quarter)
    grid = cells.pivot_table(index="year", columns="part", values="moves", aggfunc="sum")
    grid = grid.reindex(columns=list(_QUARTERS))
    shown = {language.t("flows.year.header"): [str(year) for year in grid.index]}
    for part in _QUARTERS:
        header = language.t("flows.quarters.short", quarter=str(part))
        shown[header] = ["" if pd.isna(n) else language.number(n) for n in grid[part]]
    shown[language.t("flows.moves.header")] = [language.number(n) for n in grid.sum(axis=1)]
    return pd.DataFrame(shown)


def _bars(rows: pd.DataFrame, marked: pd.DataFrame, language: Language) -> alt.LayerChart:
    thins = parse(COVERAGE_THINS).earliest.isoformat()
    end = rows["end"].max() if len(rows) else thins
    axis = alt.Axis(title=None, format="%Y", tickCount="year", grid=False, labelFlush=False)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("flows.quarters.header")),
        alt.Tooltip("moves_text:N", title=language.t("flows.moves.header")),
        alt.Tooltip("sure_text:N", title=language.t("flows.quarters.sure")),
    ]
    zone = pd.DataFrame([{"from": thins, "to": end}] if end > thins else [], columns=["from", "to"])
    thin = alt.Chart(zone).mark_rect(color=theme.token("grid"), opacity=0.6)
    thin = thin.encode(x=alt.X("from:T", axis=axis), x2="to:T")
    words = (
        alt.Chart(zone)
        .mark_text(angle=270, align="right", dx=-4, dy=9, baseline="top", fontSize=11)
        .encode(x="from:T", y=alt.value(4), text=alt.value(language.t("flows.quarters.thin")))
    )
    base = alt.Chart(rows).encode(x=alt.X("quarter:T", axis=axis), x2="end:T", tooltip=tooltip)
    y = alt.Y("sure:Q", axis=alt.Axis(title=None, tickCount=5))
    sure = base.mark_bar(color=theme.token("gain"), opacity=0.9).encode(y=y, y2=alt.datum(0))
    sure = sure.add_params(_brush())
    likely = base.mark_bar(color=theme.token("gain"), opacity=0.4).encode(y="moves:Q", y2="sure:Q")
    marks = events.marks(marked, _days(rows["quarter"]), language)
    return alt.LayerChart(layer=[thin, sure, likely, *marks, words], width=700, height=280)


def _brush() -> alt.Parameter:
    """Return the selection of a period by mouse: on a touch screen, dragging scrolls."""
    return alt.selection_interval(
        name=BRUSH,
        encodings=["x"],
        on="[mousedown, window:mouseup] > window:mousemove!",
        translate="[mousedown, window:mouseup] > window:mousemove!",
        zoom=False,
        mark=alt.BrushConfig(fill=theme.token("accent"), fillOpacity=0.15),
    )


def _days(quarters: pd.Series[str]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Return the first and the last day of some quarters, given by their first days."""
    if quarters.empty:
        return None
    first, last = pd.Timestamp(quarters.min()), pd.Timestamp(quarters.max())
    return first, last + pd.DateOffset(months=3, days=-1)


def cumulated(
    net: pd.DataFrame,
    marked: pd.DataFrame,
    names: Names,
    language: Language,
    moves: int,
    since: str,
    until: str,
) -> Figure:
    """Draw the net gain of each organisation by the end of each quarter.

    ``net`` comes from ``talentwar.timeline.cumulated_net``, ``marked`` from
    ``talentwar.timeline.events_between``; ``moves`` is the number of moves with a date.
    """
    source = language.t("flows.cumulated.source", rows=counted(language, "moves", moves))
    rows = net.assign(
        organization=[named(names, org, language) for org in net["org_id"]],
        day=pd.to_datetime(net["quarter"]).dt.strftime("%Y-%m-%d"),
        label=[_quarter(day, language) for day in net["quarter"]],
        net_text=[language.signed(round(float(n), 1)) for n in net["net"]],
    ).drop(columns="quarter")
    last = net[net["quarter"] == net["quarter"].max()].sort_values(
        ["net", "org_id"], ascending=[False, True], ignore_index=True
    )
    chart = _lines(rows, last, marked, names, language)
    if net.empty:
        return nothing("flows-cumulated", chart, language, source)
    best, worst = last.iloc[0], last.iloc[-1]
    table, data = _by_year_end(net, last, names, language)
    return Figure(
        name="flows-cumulated",
        chart=chart,
        title=language.t(
            "flows.cumulated.title",
            gainer=named(names, best["org_id"], language),
            gain=language.signed(round(float(best["net"]), 1)),
            loser=named(names, worst["org_id"], language),
            loss=language.signed(round(float(worst["net"]), 1)),
        ),
        subtitle=language.t("flows.cumulated.subtitle", period=period(language, since, until)),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t(
            "flows.cumulated.alt",
            gains=language.series(f"{row.iloc[0]} {row.iloc[-1]}" for _, row in table.iterrows()),
        ),
        table=table,
        data=data,
        language=language,
        key=events.key(marked, language),
        facts="moves",
    )


def _by_year_end(
    net: pd.DataFrame, last: pd.DataFrame, names: Names, language: Language
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the net gain by the end of each year, as text and as numbers."""
    ends = net.assign(year=pd.to_datetime(net["quarter"]).dt.year)
    grid = ends.groupby(["org_id", "year"])["net"].last().unstack("year").loc[list(last["org_id"])]
    who = {language.t("organization.header"): [named(names, org, language) for org in grid.index]}
    shown = {str(y): [language.signed(round(float(n), 1)) for n in grid[y]] for y in grid.columns}
    plain = {str(y): list(grid[y]) for y in grid.columns}
    return pd.DataFrame(who | shown), pd.DataFrame(who | plain)


def _lines(
    rows: pd.DataFrame,
    last: pd.DataFrame,
    marked: pd.DataFrame,
    names: Names,
    language: Language,
) -> alt.LayerChart:
    ids = list(last["org_id"])
    low, high = (float(rows["net"].min()), float(rows["net"].max())) if len(rows) else (0.0, 1.0)
    margin = max(1.0, (high - low) * 0.04)
    domain = [low - margin, high + margin]
    scale = alt.Scale(domain=domain, nice=False)
    gap = (domain[1] - domain[0]) * _LABEL / _HEIGHT
    places = dodged([float(n) for n in last["net"]], gap, domain[0], domain[1])
    colors = [theme.organization_color(org) for org in ids]
    color = alt.Color(
        "org_id:N",
        scale=alt.Scale(domain=ids, range=colors),
        legend=None,
    )
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("label:N", title=language.t("flows.quarters.header")),
        alt.Tooltip("net_text:N", title=language.t("flows.net.header")),
    ]
    axis = alt.Axis(title=None, format="%Y", tickCount="year", grid=False, labelFlush=False)
    base = alt.Chart(rows).encode(
        x=alt.X("day:T", axis=axis), y=alt.Y("net:Q", scale=scale, axis=alt.Axis(title=None))
    )
    lines = base.mark_line(strokeWidth=2, interpolate="step-after").encode(color=color)
    points = base.mark_point(opacity=0, size=60, filled=True).encode(color=color, tooltip=tooltip)
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=theme.token("muted"))
    labels = [named(names, org, language) for org in ids]
    marks = events.marks(marked, _days(rows["day"]), language)
    drawn = alt.LayerChart(layer=[zero.encode(y=alt.Y("y:Q", scale=scale)), *marks, lines, points])
    chart = alt.LayerChart(layer=[drawn, line_ends(places, labels, colors, domain)])
    # The names at the end are an axis of their own.
    chart.resolve = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    return chart.properties(width=700, height=_HEIGHT)
