"""The charts of who moves and who comes back, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted, few, named, period
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.movers import TRAITS, label
from talentwar.names import Names

_ROW, _TALL_ROW = 30, 32
"""Pixels of a row, and of one whose label often takes two lines."""


def movers(estimates: Estimates, language: Language, since: str, until: str) -> Figure:
    """Draw the share of each function, seniority and kind of move, with its interval.

    ``estimates`` come from ``talentwar.movers.shares``. One panel a trait.
    """
    rows = [_row(e, language) for e in estimates.values()]
    frame = pd.DataFrame(rows)
    panels = [_panel(frame, trait, language) for trait in TRAITS]
    chart = alt.concat(*panels, columns=2, spacing=30)
    first = next(iter(estimates.values()), None)
    moves = first.n if first else 0
    source = language.t("flows.movers.source", rows=counted(language, "moves", moves))
    if first is None:
        return nothing("flows-movers", chart, language, source)
    # Of each trait the largest group comes first.
    largest = {
        trait: next(
            f"{str(row['value_label']).lower()} ({row['value_text']})"
            for row in rows
            if row["trait"] == trait
        )
        for trait in TRAITS
    }
    return Figure(
        name="flows-movers",
        facts="moves",
        chart=chart,
        title=language.t("flows.movers.title", **largest),
        subtitle=language.t(
            "flows.movers.subtitle",
            level=language.percent(first.level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t(
            "flows.movers.alt",
            shares=language.series(f"{row['value_label']} {row['value_text']}" for row in rows),
        ),
        table=pd.DataFrame(
            {
                language.t("flows.movers.header"): frame["value_label"],
                language.t("flows.movers.trait"): frame["trait_label"],
                language.t("flows.movers.share"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
            }
        ),
        data=_share_data(list(estimates.values()), frame, language),
        language=language,
    )


def _row(estimate: Estimate, language: Language) -> dict[str, object]:
    _, _, trait, value = estimate.name.split(".")
    text = label(trait, value, language)  # type: ignore[arg-type]
    return {
        "trait": trait,
        "trait_label": language.t(f"flows.movers.{trait}"),
        "value_label": text,
        "row": theme.two_lines(text),
        "rank": -estimate.value,
        "share": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _panel(frame: pd.DataFrame, trait: str, language: Language) -> alt.LayerChart:
    rows = frame[frame["trait"] == trait] if len(frame) else frame
    tooltip = [
        alt.Tooltip("value_label:N", title=language.t(f"flows.movers.{trait}")),
        alt.Tooltip("value_text:N", title=language.t("flows.movers.share")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    axis = alt.Axis(title=None, format=".0%", tickCount=3)
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(rows).encode(y=theme.ranked_rows(), tooltip=tooltip)
    bar = base.mark_bar(height=12, opacity=0.8, color=theme.token("gain"))
    line = base.mark_rule(strokeWidth=1.5, color=theme.token("ink"))
    heading = language.t(f"flows.movers.{trait}")
    return alt.LayerChart(
        layer=[
            bar.encode(x=alt.X("share:Q", axis=axis, scale=scale)),
            line.encode(x="low:Q", x2="high:Q"),
        ],
        title=alt.TitleParams(heading, fontSize=13, anchor="start", offset=6, aria=False),
        width=340,
        height=_ROW * max(1, len(rows)),
    )


def _share_data(shown: Sequence[Estimate], frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            language.t("flows.movers.header"): frame["value_label"],
            language.t("flows.movers.trait"): frame["trait_label"],
            language.t("flows.movers.share"): [e.value for e in shown],
            language.t("estimates.low"): [e.low for e in shown],
            language.t("estimates.high"): [e.high for e in shown],
            language.t("flows.moves.header"): [len(e.rows) for e in shown],
        }
    )


def returns(
    back: pd.DataFrame,
    median: Estimate,
    names: Names,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw how long everyone who came back was away, the shortest first.

    ``back`` comes from ``talentwar.movers.returns``, ``median`` is ``flows.away``. A departure
    that is not recorded leaves the time away unknown, and the chart says so in words.
    """
    source = language.t("flows.returns.source", rows=counted(language, "moves", len(back)))
    frame = pd.DataFrame([_stay(row, names, language) for row in back.to_dict("records")])
    frame["rank"] = range(len(frame))
    chart = _away(frame, language)
    if back.empty:
        return nothing("flows-returns", chart, language, source)
    title = language.t("flows.returns.title.untimed", n=language.number(len(back)))
    if median.n:
        title = language.t(
            "flows.returns.title",
            n=language.number(len(back)),
            median=language.duration(median.value),
        )
    return Figure(
        name="flows-returns",
        facts="moves",
        chart=chart,
        title=title,
        subtitle=language.t("flows.returns.subtitle", period=period(language, since, until)),
        source=source,
        alt=language.t(
            "flows.returns.alt",
            returns=language.series(
                f"{row['who']} {row['away_text']}" for row in frame.to_dict("records")
            ),
        ),
        table=pd.DataFrame(
            {
                language.t("flows.returns.who"): frame["who"],
                language.t("flows.returns.back"): frame["back_text"],
                language.t("flows.returns.away"): frame["away_text"],
            }
        ),
        data=pd.DataFrame(
            {
                language.t("flows.returns.who"): frame["who"],
                language.t("flows.returns.back"): back["back_earliest"].dt.strftime("%Y-%m-%d"),
                language.t("flows.returns.away"): back["away"],
                language.t("flows.returns.shortest"): back["away_low"],
                language.t("flows.returns.longest"): back["away_high"],
            }
        ),
        language=language,
    )


def _stay(row: Mapping[Hashable, Any], names: Names, language: Language) -> dict[str, object]:
    who = f"{row['person']}, {named(names, row['org_id'], language)}"
    away = float(row["away"])
    known = not math.isnan(away)
    return {
        "who": who,
        "row": who.replace(", ", ",\n", 1),
        "known": known,
        "away": away,
        "low": float(row["away_low"]),
        "high": float(row["away_high"]),
        "back_text": language.date(str(row["back_earliest"])[:7]),
        "away_text": language.duration(away) if known else language.t("flows.returns.unknown"),
    }


def _away(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    tooltip = [
        alt.Tooltip("who:N", title=language.t("flows.returns.who")),
        alt.Tooltip("back_text:N", title=language.t("flows.returns.back")),
        alt.Tooltip("away_text:N", title=language.t("flows.returns.away")),
    ]
    base = alt.Chart(frame).encode(y=theme.ranked_rows(), tooltip=tooltip)
    known = base.transform_filter("datum.known")
    span = known.mark_rule(strokeWidth=3, opacity=0.6, color=theme.token("gain")).encode(
        x=alt.X("low:Q", axis=alt.Axis(title=None, tickCount=5), scale=alt.Scale(zero=True)),
        x2="high:Q",
    )
    point = known.mark_point(size=80, filled=True, opacity=1, color=theme.token("gain"))
    said = known.mark_text(align="left", dx=9, fontSize=11)
    missing = base.transform_filter("!datum.known").mark_text(
        align="left", dx=6, fontSize=11, color=theme.token("muted")
    )
    return alt.LayerChart(
        layer=[
            span,
            point.encode(x="away:Q"),
            said.encode(x="high:Q", text="away_text:N"),
            missing.encode(x=alt.XDatum(0), text="away_text:N"),
        ],
        width=700,
        height=_TALL_ROW * max(1, len(frame)),
    )
