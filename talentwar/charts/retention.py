"""Charts of the chapter on retention."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Drawing, Figure
from talentwar.charts.survival import medians, survival
from talentwar.charts.words import counted, named, something
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

__all__ = ["medians", "rates", "survival"]


def rates(
    estimates: Estimates,
    difference: Estimate | None,
    names: Names,
    language: Language,
    months: int,
    cohort_size: int,
) -> Figure:
    """Draw published retention rates with the interval that an assumed cohort size implies.

    ``estimates`` are rates (``retention.rate.<org>``); ``difference`` compares the two highest
    and decides what the title may claim, ``None`` when there are not two.
    """
    something(estimates, language)
    ranked = sorted(estimates.values(), key=lambda e: (-e.value, e.name))
    frame = pd.DataFrame([_rate_row(e, names, language) for e in ranked])
    return Figure(
        name="retention-rates",
        chart=_rates_chart(frame, language),
        title=_rates_title(frame, difference, language),
        subtitle=language.t(
            "retention.rates.subtitle",
            months=language.number(months),
            level=language.percent(ranked[0].level or math.nan),
            size=language.number(cohort_size),
        ),
        source=language.t("retention.rates.source", rows=counted(language, "rates", len(ranked))),
        alt=language.t(
            "retention.rates.alt",
            rates=language.series(
                f"{r['organization']} {r['value_text']} ({r['interval_text']})"
                for r in frame.to_dict("records")
            ),
        ),
        table=pd.DataFrame(
            {
                language.t("organization.header"): frame["organization"],
                language.t("retention.rate.header"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
            }
        ),
        data=pd.DataFrame(
            {
                language.t("organization.header"): frame["organization"],
                language.t("retention.rate.header"): frame["value"],
                language.t("estimates.low"): frame["low"],
                language.t("estimates.high"): frame["high"],
            }
        ),
        language=language,
    )


def _rate_row(estimate: Estimate, names: Names, language: Language) -> dict[str, object]:
    org = estimate.name.removeprefix("retention.rate.")
    return {
        "org_id": org,
        "organization": named(names, org, language),
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _rates_title(frame: pd.DataFrame, difference: Estimate | None, language: Language) -> str:
    first = frame.iloc[0]
    if difference is None or difference.low is None or difference.high is None:
        return language.t(
            "retention.rates.title.one", first=first["organization"], value=first["value_text"]
        )
    tie = difference.low <= 0 <= difference.high
    values = {
        "first": first["organization"],
        "second": frame.iloc[1]["organization"],
        "last": frame.iloc[-1]["organization"],
        "high": first["value_text"],
        "next": frame.iloc[1]["value_text"],
    }
    if tie:
        return language.t("retention.rates.title.tie", **values)
    return language.t("retention.rates.title.clear", **values)


def _rates_chart(frame: pd.DataFrame, language: Language) -> Drawing:
    frame = frame.assign(row=frame["organization"].map(theme.two_lines))
    y = alt.Y("row:N", sort=frame["row"].tolist(), title=None, axis=theme.row_axis())
    floor = math.floor(frame["low"].min() * 10) / 10
    scale = alt.Scale(domain=[floor, 1], nice=False)
    color = alt.Color(
        "org_id:N",
        scale=alt.Scale(
            domain=frame["org_id"].tolist(),
            range=[theme.organization_color(o) for o in frame["org_id"]],
        ),
        legend=None,
    )
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("retention.rate.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    interval = base.mark_rule(strokeWidth=5, opacity=0.6).encode(
        x=alt.X(
            "low:Q",
            scale=scale,
            axis=alt.Axis(format="~%", title=None, tickCount=theme.by_width(narrow=3, wide=6)),
        ),
        x2="high:Q",
        color=color,
    )
    points = base.mark_point(size=130, filled=True, opacity=1).encode(
        x=alt.X("value:Q", scale=scale), color=color
    )
    labels = base.mark_text(dy=-14, fontWeight="bold").encode(
        x=alt.X("value:Q", scale=scale), text="value_text:N"
    )
    return alt.layer(interval, points, labels).properties(width=700, height=46 * len(frame))
