"""The chart of revealed preference, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.forest import STEP, drawn, forest
from talentwar.charts.words import counted, few, named, period
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

_SCALE = (0.01, 100.0)
_STRENGTH, _PAGERANK = "flows.strength.", "flows.pagerank."


def preference(
    estimates: Estimates, names: Names, language: Language, since: str, until: str
) -> Figure:
    """Draw the strength of each organisation beside its PageRank, the strongest first.

    ``estimates`` come from ``talentwar.preference.preferences``. An organisation whose strength is
    not identified stands last, and the chart says so in words.
    """
    ranked = [e for name, e in estimates.items() if name.startswith(_PAGERANK)]
    ranked.sort(key=lambda e: (-_strength(estimates, e), -e.value, e.name))
    frame = pd.DataFrame([_row(e, estimates, names, language) for e in ranked])
    frame["rank"] = range(len(frame))
    moves = len({row for e in ranked for row in e.rows})
    source = language.t("flows.preference.source", rows=counted(language, "moves", moves))
    chart = alt.concat(
        _strengths(frame, language), _pageranks(frame, language), columns=2, spacing=30
    )
    if not ranked:
        return nothing("flows-preference", chart, language, source)
    return Figure(
        name="flows-preference",
        facts="moves",
        chart=chart,
        title=_title(estimates, names, language),
        subtitle=language.t(
            "flows.preference.subtitle",
            level=language.percent(ranked[0].level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t("flows.preference.alt", organizations=_said(frame, language)),
        table=pd.DataFrame(
            {
                language.t("organization.header"): frame["organization"],
                language.t("flows.strength.header"): frame["value_text"],
                language.t("flows.strength.interval"): frame["interval_text"],
                language.t("flows.pagerank.header"): frame["share_text"],
                language.t("flows.pagerank.interval"): frame["share_interval_text"],
            }
        ),
        data=_data(ranked, estimates, frame, language),
        language=language,
    )


def _strength(estimates: Estimates, of: Estimate) -> float:
    found = estimates.get(of.name.replace(_PAGERANK, _STRENGTH))
    return -1.0 if found is None else found.value


def _row(
    rank: Estimate, estimates: Estimates, names: Names, language: Language
) -> dict[str, object]:
    org = rank.name.removeprefix(_PAGERANK)
    strength = estimates.get(f"{_STRENGTH}{org}")
    name = named(names, org, language)
    unknown = language.t("flows.preference.unknown")
    shown: dict[str, object] = dict.fromkeys(("value", "low", "high"), math.nan)
    shown |= {"beyond": False, "below": False}
    return {
        "organization": name,
        "row": theme.two_lines(name),
        **(shown if strength is None else drawn(strength, _SCALE)),
        "known": strength is not None,
        "value_text": unknown if strength is None else strength.text(language),
        "interval_text": "" if strength is None else strength.interval_text(language),
        "published_value": math.nan,
        "share": rank.value,
        "share_low": rank.low,
        "share_high": rank.high,
        "share_text": rank.text(language),
        "share_interval_text": rank.interval_text(language),
    }


def _strengths(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.strength.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    plot = forest(len(frame), language, tooltip, _SCALE, dense=False)
    unknown = (
        alt.Chart()
        .transform_filter("!datum.known")
        .mark_text(align="left", dx=6, color=theme.token("muted"), fontSize=11)
        .encode(y=theme.ranked_rows(), x=alt.XDatum(_SCALE[0]), text="value_text:N")
    )
    layers = [*plot.layer, unknown]
    return alt.LayerChart(
        layer=layers,
        data=frame,
        title=_heading("flows.strength.header", language),
        width=340,
        height=STEP * max(1, len(frame)),
    )


def _pageranks(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("share_text:N", title=language.t("flows.pagerank.header")),
        alt.Tooltip("share_interval_text:N", title=language.t("estimates.interval")),
    ]
    axis = alt.Axis(title=None, format=".0%", tickCount=theme.by_width(narrow=3, wide=5))
    base = alt.Chart().encode(y=theme.ranked_rows(), tooltip=tooltip)
    interval = base.mark_rule(strokeWidth=3, opacity=0.7, color=theme.token("gain")).encode(
        x=alt.X("share_low:Q", axis=axis, scale=alt.Scale(zero=True)), x2="share_high:Q"
    )
    point = base.mark_point(size=90, filled=True, opacity=1, color=theme.token("gain")).encode(
        x="share:Q"
    )
    return alt.LayerChart(
        layer=[interval, point],
        data=frame,
        title=_heading("flows.pagerank.header", language),
        width=340,
        height=STEP * max(1, len(frame)),
    )


def _heading(key: str, language: Language) -> alt.TitleParams:
    return alt.TitleParams(language.t(key), fontSize=13, anchor="start", offset=6, aria=False)


def _title(estimates: Estimates, names: Names, language: Language) -> str:
    known = sorted(
        (e for name, e in estimates.items() if name.startswith(_STRENGTH)), key=lambda e: -e.value
    )
    if not known:
        return language.t("flows.preference.title.unknown")
    best, *rest = known
    leader = named(names, best.name.removeprefix(_STRENGTH), language)
    level_with = [
        named(names, e.name.removeprefix(_STRENGTH), language)
        for e in rest
        if e.high is not None and best.low is not None and e.high > best.low
    ]
    if not level_with:
        return language.t("flows.preference.title.clear", leader=leader)
    return language.tn("flows.preference.title.overlap", len(level_with), leader=leader)


def _said(frame: pd.DataFrame, language: Language) -> str:
    return language.series(
        language.t(
            "flows.preference.alt.one",
            organization=row["organization"],
            strength=row["value_text"],
            share=row["share_text"],
        )
        for row in frame.to_dict("records")
    )


def _data(
    ranked: Sequence[Estimate], estimates: Estimates, frame: pd.DataFrame, language: Language
) -> pd.DataFrame:
    strong = [estimates.get(e.name.replace(_PAGERANK, _STRENGTH)) for e in ranked]

    def bound(of: str, which: str) -> str:
        return f"{language.t(f'flows.{of}.header')}, {language.t(f'estimates.{which}').lower()}"

    return pd.DataFrame(
        {
            language.t("organization.header"): frame["organization"],
            language.t("flows.strength.header"): [e.value if e else math.nan for e in strong],
            bound("strength", "low"): [e.low if e else math.nan for e in strong],
            bound("strength", "high"): [e.high if e else math.nan for e in strong],
            language.t("flows.pagerank.header"): [e.value for e in ranked],
            bound("pagerank", "low"): [e.low for e in ranked],
            bound("pagerank", "high"): [e.high for e in ranked],
        }
    )
