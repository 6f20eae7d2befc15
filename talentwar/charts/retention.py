"""Charts of the chapter on retention."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.attrition import attrition
from talentwar.charts.destinations import destinations
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.live import ROWS, Live, raw
from talentwar.charts.live_rates import asked
from talentwar.charts.medians import medians
from talentwar.charts.needed import needed
from talentwar.charts.replacement import hires
from talentwar.charts.survival import survival
from talentwar.charts.team import team
from talentwar.charts.words import counted, counted_forms, named
from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import Language
from talentwar.names import Names

__all__ = [
    "attrition",
    "destinations",
    "hires",
    "medians",
    "needed",
    "rates",
    "survival",
    "team",
]

_ROW = 46


def rates(
    estimates: Estimates,
    difference: Estimate | None,
    names: Names,
    language: Language,
    months: int,
    cohort_size: int,
    ask: Live | None = None,
) -> Figure:
    """Draw published retention rates with the interval that an assumed cohort size implies.

    ``estimates`` are rates (``retention.rate.<org>``); ``difference`` compares the two highest
    and decides what the title may claim, ``None`` when there are not two. With ``ask``, whose
    rows are ``talentwar.retention.rates_by_confidence``, the reader of the page can change the
    selection and the cohort size.
    """
    falling = ranked(estimates.values())
    frame = pd.DataFrame([_rate_row(e, names, language) for e in falling])
    frame["rank"] = range(len(frame))
    chart = _rates_chart(len(frame), language)
    if ask:
        ask = ask.only("minimum_confidence", "assumed_cohort_size", "organizations")
        chart = asked(chart, ask, names, language)
    else:
        chart = chart.properties(data=frame)
    source = language.t("retention.rates.source", rows=counted(language, "rates", len(falling)))
    view = _rates_view(ask, months, language) if ask else None
    if not falling:
        return nothing("retention-rates", chart, language, source, view)
    return Figure(
        name="retention-rates",
        facts="retention_rates",
        chart=chart,
        title=_rates_title(frame, difference, language),
        subtitle=language.t(
            "retention.rates.subtitle",
            months=language.number(months),
            level=language.percent(falling[0].level or math.nan),
            size=language.number(cohort_size),
        ),
        source=source,
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
        view=view,
    )


def _rates_view(ask: Live, months: int, language: Language) -> View:
    level = language.percent(ask.level)
    return ask.view(
        title=language.t("retention.rates.title.asked"),
        subtitle=language.t(
            "retention.rates.subtitle.asked", months=language.number(months), level=level
        ),
        source=raw(language, "retention.rates.source", "rows"),
        rows=counted_forms(language, "rates"),
        count="one",
        few=0,  # rates, not persons
        step=_ROW,
        order=("rank",),
        columns=(
            (language.t("organization.header"), "organization"),
            (language.t("retention.rate.header"), "value_text"),
            (language.t("estimates.interval"), "interval_text"),
        ),
    )


def _rate_row(estimate: Estimate, names: Names, language: Language) -> dict[str, object]:
    org = estimate.name.removeprefix("retention.rate.")
    return {
        "org_id": org,
        "organization": named(names, org, language),
        "row": theme.two_lines(named(names, org, language)),
        "color": theme.organization_color(org),
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


def _rates_chart(rows: int, language: Language) -> alt.LayerChart:
    scale = alt.Scale(domainMax=1, zero=False, nice=True)
    # The rows bear their organisation's colour.
    color = alt.Color("color:N", scale=None)
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("retention.rate.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    base = alt.Chart().encode(y=theme.ranked_rows(), tooltip=tooltip)
    interval = (
        base.properties(name=ROWS)
        .mark_rule(strokeWidth=5, opacity=0.6)
        .encode(
            x=alt.X(
                "low:Q",
                scale=scale,
                axis=alt.Axis(format="~%", title=None, tickCount=theme.by_width(narrow=3, wide=6)),
            ),
            x2="high:Q",
            color=color,
        )
    )
    points = base.mark_point(size=130, filled=True, opacity=1).encode(
        x=alt.X("value:Q", scale=scale), color=color
    )
    labels = base.mark_text(dy=-14, fontWeight="bold").encode(
        x=alt.X("value:Q", scale=scale), text="value_text:N"
    )
    return alt.LayerChart(layer=[interval, points, labels], width=700, height=_ROW * max(1, rows))
