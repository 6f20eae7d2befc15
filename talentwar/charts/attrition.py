"""The chart of what leaves in a year, labs beside the industry, of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.attrition import PREFIX, typeset, who
from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_ROW = 34


def attrition(
    estimates: Estimates,
    rates: pd.DataFrame,
    labs: Sequence[str],
    names: Names,
    language: Language,
) -> Figure:
    """Draw the share that leaves within a year by each published rate, the lowest first.

    ``estimates`` come from ``talentwar.attrition.yearly_attrition``, ``rates`` is the table they
    rest on, ``labs`` are the organisations told apart by their colours.
    """
    known = {str(row["retention_id"]): row for row in rates.to_dict("records")}
    frame = pd.DataFrame(
        [
            _row(known[name.removeprefix(PREFIX)], estimates, name, labs, names, language)
            for name in estimates
        ]
    )
    frame["rank"] = range(len(frame))
    source = language.t("retention.rates.source", rows=counted(language, "rates", len(frame)))
    if frame.empty:
        blank = alt.Chart(frame).mark_point()
        return nothing("retention-attrition", blank, language, source)
    level = next(iter(estimates.values())).level or math.nan
    size = next(iter(estimates.values())).n
    headers = {
        "label": language.t("organization.header"),
        "publisher": language.t("retention.publisher.header"),
        "horizon": language.t("retention.horizon.header"),
        "rate": language.t("retention.rate.header"),
        "value_text": language.t("retention.attrition.header"),
        "interval_text": language.t("retention.interval.header", level=language.percent(level)),
        "confidence": language.t("retention.confidence.header"),
    }
    return Figure(
        name="retention-attrition",
        facts="retention_rates",
        chart=_chart(frame, language),
        title=_title(frame, language),
        subtitle=language.t(
            "retention.attrition.subtitle",
            level=language.percent(level),
            size=language.number(size),
        ),
        source=source,
        alt=language.t(
            "retention.attrition.alt",
            rates=language.series(
                f"{row['label']} {row['value_text']}" for row in frame.to_dict("records")
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: frame["label"],
                headers["publisher"]: frame["publisher"],
                headers["horizon"]: [float(known[i]["horizon_months"]) for i in frame["id"]],
                headers["rate"]: [float(known[i]["rate"]) for i in frame["id"]],
                headers["value_text"]: frame["value"],
                language.t("estimates.low"): frame["low"],
                language.t("estimates.high"): frame["high"],
                headers["confidence"]: frame["confidence"],
            }
        ),
        language=language,
    )


def _row(
    rate: Mapping[Hashable, Any],
    estimates: Estimates,
    name: str,
    labs: Sequence[str],
    names: Names,
    language: Language,
) -> dict[str, object]:
    estimate, org = estimates[name], rate["org_id"]
    label = who(org, str(rate["publisher"]), names, language)
    is_lab = org in labs
    return {
        "id": name.removeprefix(PREFIX),
        "label": label,
        "row": theme.two_lines(label),
        "publisher": typeset(str(rate["publisher"])),
        "horizon": language.number(float(rate["horizon_months"])),
        "rate": language.percent(float(rate["rate"])),
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
        "confidence": _confidence(str(rate["confidence"]), language),
        "lab": is_lab,
        "industry": pd.isna(org),
        "color": theme.organization_color(str(org)) if is_lab else theme.token("muted"),
        "filled": str(rate["confidence"]) != "low",
    }


def _title(frame: pd.DataFrame, language: Language) -> str:
    labs, industry = frame[frame["lab"]], frame[frame["industry"]]
    if labs.empty or industry.empty:
        return language.t("retention.attrition.title.none")
    values = {
        "labs": _range(labs["value"], language),
        "industry": _range(industry["value"], language),
    }
    if len(industry) == 1:
        return language.t("retention.attrition.title.one", **values)
    return language.t("retention.attrition.title", **values)


def _range(values: pd.Series[float], language: Language) -> str:
    low, high = float(values.min()), float(values.max())
    if low == high:
        return language.percent(low)
    return language.t("interval", low=language.percent(low), high=language.percent(high))


def _chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    scale = alt.Scale(domainMin=0, nice=True)
    axis = alt.Axis(format="~%", title=None, labelFlush=False)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("retention.attrition.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("rate:N", title=language.t("retention.rate.header")),
        alt.Tooltip("horizon:N", title=language.t("retention.horizon.header")),
        alt.Tooltip("publisher:N", title=language.t("retention.publisher.header")),
        alt.Tooltip("confidence:N", title=language.t("retention.confidence.header")),
    ]
    base = alt.Chart(frame).encode(
        y=theme.ranked_rows(), color=alt.Color("color:N", scale=None), tooltip=tooltip
    )
    interval = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    x = alt.X("value:Q", scale=scale)
    sure = base.transform_filter("datum.filled").mark_point(size=100, filled=True, opacity=1)
    unsure = base.transform_filter("!datum.filled").mark_point(
        size=100, filled=True, opacity=1, fill=theme.token("paper"), strokeWidth=2.5
    )
    unsure = unsure.encode(stroke=alt.Stroke("color:N", scale=None))
    layers = [interval, sure.encode(x=x), unsure.encode(x=x)]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(frame))


def _confidence(value: str, language: Language) -> str:
    return schema.table("retention_rates").field("confidence").labels(language.code)[value]
