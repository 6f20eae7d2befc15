"""The chart of net gains, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.live import ROWS, Live, raw
from talentwar.charts.live_net import asked
from talentwar.charts.words import counted, counted_forms, few, named, period
from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import Language
from talentwar.names import Names

_ROW = 30


def net_gains(
    estimates: Estimates,
    names: Names,
    language: Language,
    since: str,
    until: str,
    ask: Live | None = None,
) -> Figure:
    """Draw the net gain of each organisation with its interval, the largest first.

    With ``ask``, whose rows are all moves, the reader of the page can change the selection.
    """
    found = [e for name, e in estimates.items() if name.startswith("flows.net.")]
    net = ranked(e for e in found if e.has_interval)
    frame = pd.DataFrame([_net_row(e, estimates, names, language) for e in net])
    frame["rank"] = range(len(frame))
    chart = _net_chart(len(frame), language)
    chart = asked(chart, ask, names, language) if ask else chart.properties(data=frame)
    moves = len({row for e in net for row in e.rows})
    source = language.t("flows.net.source", rows=counted(language, "moves", moves))
    view = _net_view(ask, language) if ask else None
    if not net:
        return nothing("flows-net", chart, language, source, view)
    return Figure(
        name="flows-net",
        facts="moves",
        chart=chart,
        title=_net_title(frame, language),
        subtitle=language.t(
            "flows.net.subtitle",
            level=language.percent(net[0].level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t(
            "flows.net.alt",
            gains=language.series(
                f"{r['organization']} {r['value_text']}" for r in frame.to_dict("records")
            ),
        ),
        table=pd.DataFrame(
            {
                language.t("organization.header"): frame["organization"],
                language.t("flows.arrivals.header"): frame["arrivals"],
                language.t("flows.departures.header"): frame["departures"],
                language.t("flows.net.header"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
            }
        ),
        data=_net_data(net, estimates, frame, language),
        language=language,
        view=view,
    )


def _net_view(ask: Live, language: Language) -> View:
    level = language.percent(ask.level)
    return ask.view(
        title=language.t("flows.net.title.asked"),
        subtitle=language.t(
            "flows.net.subtitle", level=level, period=language.t("period.selected")
        ),
        source=raw(language, "flows.net.source", "rows"),
        rows=counted_forms(language, "moves"),
        count="counted",
        step=_ROW,
        order=("rank",),
        columns=(
            (language.t("organization.header"), "organization"),
            (language.t("flows.arrivals.header"), "arrivals"),
            (language.t("flows.departures.header"), "departures"),
            (language.t("flows.net.header"), "value_text"),
            (language.t("estimates.interval"), "interval_text"),
        ),
    )


def _net_data(
    net: Sequence[Estimate], estimates: Estimates, frame: pd.DataFrame, language: Language
) -> pd.DataFrame:
    def counts(what: str) -> list[int]:
        return [int(estimates[f"flows.{what}.{o}"].value) for o in frame["org_id"]]

    return pd.DataFrame(
        {
            language.t("organization.header"): frame["organization"],
            language.t("flows.arrivals.header"): counts("arrivals"),
            language.t("flows.departures.header"): counts("departures"),
            language.t("flows.net.header"): [int(e.value) for e in net],
            language.t("estimates.low"): [e.low for e in net],
            language.t("estimates.high"): [e.high for e in net],
        }
    )


def _net_title(frame: pd.DataFrame, language: Language) -> str:
    sure = language.items(frame.loc[frame["low"] > 0, "organization"])
    lost = language.items(frame.loc[frame["high"] < 0, "organization"])
    if sure and lost:
        return language.t("flows.net.title.both", gainers=sure, losers=lost)
    if sure:
        return language.t("flows.net.title.gain", gainers=sure)
    if lost:
        return language.t("flows.net.title.loss", losers=lost)
    return language.t("flows.net.title.none")


def _net_row(
    estimate: Estimate, estimates: Estimates, names: Names, language: Language
) -> dict[str, object]:
    org = estimate.name.removeprefix("flows.net.")
    return {
        "org_id": org,
        "organization": named(names, org, language),
        "row": theme.two_lines(named(names, org, language)),
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        # Beyond the interval, on the side of the bar.
        "end": estimate.high if estimate.value >= 0 else estimate.low,
        "sign": "gain" if estimate.value >= 0 else "loss",
        "arrivals": estimates[f"flows.arrivals.{org}"].text(language),
        "departures": estimates[f"flows.departures.{org}"].text(language),
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _net_chart(rows: int, language: Language) -> alt.LayerChart:
    scale = alt.Scale(padding=38, nice=False)
    x_axis = alt.Axis(
        title=None,
        labelExpr="datum.value == 0 ? '0' : format(datum.value, '+d')",
        tickCount=theme.by_width(narrow=3, wide=7),
    )
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("arrivals:N", title=language.t("flows.arrivals.header")),
        alt.Tooltip("departures:N", title=language.t("flows.departures.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.net.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    base = alt.Chart().encode(y=theme.ranked_rows(), tooltip=tooltip)
    bars = base.mark_bar(height=16, opacity=0.8).properties(name=ROWS)
    bars = bars.encode(
        x=alt.X("value:Q", axis=x_axis, scale=scale),
        color=alt.Color(
            "sign:N",
            scale=alt.Scale(
                domain=["gain", "loss"], range=[theme.token("gain"), theme.token("loss")]
            ),
            legend=None,
        ),
    )
    interval = base.mark_rule(strokeWidth=1.5, color=theme.token("ink")).encode(
        x="low:Q", x2="high:Q"
    )
    ends = [
        base.mark_tick(thickness=1.5, size=8, color=theme.token("ink")).encode(x=f"{bound}:Q")
        for bound in ("low", "high")
    ]
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=theme.token("muted")).encode(x="x:Q")
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (
        ("gain", "left", 6),
        ("loss", "right", -6),
    )
    labels = [
        base.transform_filter(f"datum.sign == '{sign}'")
        .mark_text(align=align, dx=dx)
        .encode(x="end:Q", text="value_text:N")
        for sign, align, dx in sides
    ]
    layers = [bars, zero, interval, *ends, *labels]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * max(1, rows))
