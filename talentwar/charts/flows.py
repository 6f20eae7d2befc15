"""Charts of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.bundle import DETAIL
from talentwar.charts.figure import Drawing, Figure
from talentwar.charts.matrix import matrix
from talentwar.charts.words import counted, named, period, something
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

__all__ = ["matrix", "net_gains", "odds"]

_SMALLEST_ODDS, _LARGEST_ODDS = 0.1, 1000.0
_ROW, _NET_ROW = 34, 30


def odds(
    estimates: Estimates,
    published: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw observed odds with their intervals, and the published ratios beside them.

    ``estimates`` are odds (``flows.odds.<origin>.<destination>``), ``published`` the comparison
    made by ``talentwar.flows.compare_with_published``. Odds and bounds that are infinite or off
    the scale end in an arrow.
    """
    observed = [e for e in estimates.values() if e.n]
    something(observed, language)
    frame = pd.DataFrame([_odds_row(e, names, language) for e in observed])
    frame = frame.merge(
        published[["origin_id", "destination_id", "published_value"]],
        how="left",
        on=["origin_id", "destination_id"],
    )
    chart = _odds_chart(frame, language)
    level = language.percent(next(iter(estimates.values())).level or math.nan)
    return Figure(
        name="flows-odds",
        chart=chart,
        title=_odds_title(published, language),
        subtitle=language.t(
            "flows.odds.subtitle", level=level, period=period(language, since, until)
        ),
        source=language.t(
            "flows.odds.source",
            rows=counted(language, "moves", len({row for e in observed for row in e.rows})),
        ),
        alt=_odds_alt(frame, language),
        table=_odds_table(frame, language),
        data=_odds_data(observed, frame, names, language),
        language=language,
    )


def _odds_row(estimate: Estimate, names: Names, language: Language) -> dict[str, object]:
    _, _, origin, destination = estimate.name.split(".")
    low, high = estimate.low, estimate.high
    assert low is not None  # noqa: S101 - odds always have an interval
    assert high is not None  # noqa: S101
    there, back = _there_and_back(estimate)
    pair = language.t(
        "flows.pair",
        origin=named(names, origin, language),
        destination=named(names, destination, language),
    )
    return {
        "origin_id": origin,
        "destination_id": destination,
        "pair": pair,
        "row": pair.replace("→ ", "→\n"),
        "value": None if math.isinf(estimate.value) else max(estimate.value, _SMALLEST_ODDS),
        "low": max(low, _SMALLEST_ODDS),
        "high": min(high, _LARGEST_ODDS),
        "beyond": high > _LARGEST_ODDS,
        "below": low < _SMALLEST_ODDS,
        "n": estimate.n,
        "counts": f"{there}{language.t('flows.versus')}{back}",
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _there_and_back(odds: Estimate) -> tuple[int, int]:
    # value = k / (n - k), also when nobody moved back
    there = round(odds.n * (1 - 1 / (1 + odds.value)))
    return there, odds.n - there


def _odds_data(
    observed: Sequence[Estimate], frame: pd.DataFrame, names: Names, language: Language
) -> pd.DataFrame:
    counts = [_there_and_back(e) for e in observed]
    return pd.DataFrame(
        {
            language.t("flows.origin"): [named(names, o, language) for o in frame["origin_id"]],
            language.t("flows.destination"): [
                named(names, d, language) for d in frame["destination_id"]
            ],
            language.t("flows.there.header"): [there for there, _ in counts],
            language.t("flows.back.header"): [back for _, back in counts],
            language.t("flows.odds.header"): [e.value for e in observed],
            language.t("estimates.low"): [e.low for e in observed],
            language.t("estimates.high"): [e.high for e in observed],
            language.t("flows.published.header"): list(frame["published_value"]),
        }
    )


def _odds_chart(frame: pd.DataFrame, language: Language) -> Drawing:
    scale = alt.Scale(type="log", domain=[_SMALLEST_ODDS, _LARGEST_ODDS], nice=False)
    x_axis = alt.Axis(
        values=alt.ExprRef(
            f"{theme.IS_NARROW} ? [0.1, 1, 10, 100]"
            " : [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]"
        ),
        format=",~r",
        title=None,
        labelFlush=False,
        labelOverlap="greedy",
    )
    order = frame["row"].tolist()
    axis = theme.row_axis()
    base = alt.Chart(frame).encode(y=alt.Y("row:N", sort=order, title=None, axis=axis))
    tooltip = [
        alt.Tooltip("pair:N", title=language.t("flows.pair.header")),
        alt.Tooltip("counts:N", title=language.t("flows.counts.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.odds.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    even = (
        alt.Chart(pd.DataFrame({"x": [1]}))
        .mark_rule(color=theme.token("muted"), strokeDash=[4, 3])
        .encode(x=alt.X("x:Q", scale=scale, axis=x_axis))
    )
    interval = base.mark_rule(strokeWidth=3, opacity=0.7, color=theme.token("gain")).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", tooltip=tooltip
    )
    arrows = [
        base.transform_filter(f"datum.{side}")
        .mark_point(shape=shape, size=70, filled=True, opacity=1, color=theme.token("gain"))
        .encode(x=alt.X(f"{bound}:Q", scale=scale))
        for side, bound, shape in (
            ("beyond", "high", "triangle-right"),
            ("below", "low", "triangle-left"),
        )
    ]
    observed = base.mark_point(size=90, filled=True, opacity=1, color=theme.token("gain")).encode(
        x=alt.X("value:Q", scale=scale), tooltip=tooltip
    )
    printed = (
        base.transform_filter("isValid(datum.published_value)")
        .mark_point(
            shape="diamond", size=130, strokeWidth=2.5, opacity=1, color=theme.token("accent")
        )
        .encode(x=alt.X("published_value:Q", scale=scale))
    )
    published = theme.literal(language.t("flows.published"))
    label = (
        base.transform_filter("isValid(datum.published_value)")
        .transform_calculate(label=f"format(datum.published_value, '~r') + {published}")
        .mark_text(dy=-10, color=theme.token("accent"), fontSize=11)
        .encode(x=alt.X("published_value:Q", scale=scale), text="label:N")
        .properties(name=DETAIL)
    )
    return alt.layer(even, interval, *arrows, observed, printed, label).properties(
        width=700, height=_ROW * len(frame)
    )


def _odds_title(published: pd.DataFrame, language: Language) -> str:
    known = published.dropna(subset=["inside"])
    if known.empty:
        return language.t("flows.odds.title.nothing")
    values = language.items(language.number(v) for v in known["published_value"])
    key = "flows.odds.title.inside" if known["inside"].all() else "flows.odds.title.outside"
    if key == "flows.odds.title.inside":
        return language.t("flows.odds.title.inside", values=values)
    outside = language.items(
        language.number(v) for v in known.loc[~known["inside"], "published_value"]
    )
    return language.t("flows.odds.title.outside", values=outside)


def _odds_alt(frame: pd.DataFrame, language: Language) -> str:
    parts = [
        language.t(
            "flows.odds.alt.pair",
            pair=row["pair"],
            value=row["value_text"],
            interval=row["interval_text"],
        )
        for row in frame.to_dict("records")
    ]
    return language.t("flows.odds.alt", pairs=language.series(parts))


def _odds_table(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    published = ["" if pd.isna(v) else language.number(float(v)) for v in frame["published_value"]]
    return pd.DataFrame(
        {
            language.t("flows.pair.header"): frame["pair"],
            language.t("flows.counts.header"): frame["counts"],
            language.t("flows.odds.header"): frame["value_text"],
            language.t("estimates.interval"): frame["interval_text"],
            language.t("flows.published.header"): published,
        }
    )


def net_gains(
    estimates: Estimates, names: Names, language: Language, since: str, until: str
) -> Figure:
    """Draw the net gain of each organisation with its interval, the largest first."""
    net = [e for name, e in estimates.items() if name.startswith("flows.net.") and e.has_interval]
    something(net, language)
    net.sort(key=lambda e: (-e.value, e.name))
    frame = pd.DataFrame([_net_row(e, estimates, names, language) for e in net])
    sure = language.items(frame.loc[frame["low"] > 0, "organization"])
    lost = language.items(frame.loc[frame["high"] < 0, "organization"])
    return Figure(
        name="flows-net",
        chart=_net_chart(frame, language),
        title=_net_title(sure, lost, language),
        subtitle=language.t(
            "flows.net.subtitle",
            level=language.percent(net[0].level or math.nan),
            period=period(language, since, until),
        ),
        source=language.t(
            "flows.net.source",
            rows=counted(language, "moves", len({r for e in net for r in e.rows})),
        ),
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


def _net_title(sure: str, lost: str, language: Language) -> str:
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
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "sign": "gain" if estimate.value >= 0 else "loss",
        "arrivals": estimates[f"flows.arrivals.{org}"].text(language),
        "departures": estimates[f"flows.departures.{org}"].text(language),
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _net_chart(frame: pd.DataFrame, language: Language) -> Drawing:
    frame = frame.assign(
        row=frame["organization"].map(theme.two_lines),
        # Beyond the interval, on the side of the bar.
        end=frame["high"].where(frame["value"] >= 0, frame["low"]),
    )
    y = alt.Y("row:N", sort=frame["row"].tolist(), title=None, axis=theme.row_axis())
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
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    bars = base.mark_bar(height=16, opacity=0.8).encode(
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
    return alt.layer(bars, zero, interval, *ends, *labels).properties(
        width=700, height=_NET_ROW * len(frame)
    )
