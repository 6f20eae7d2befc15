"""The chain of transforms behind the chart of published rates, with intervals by cohort size.

It follows ``talentwar.retention.two_year_rates`` and ``talentwar.intervals.wilson``.
"""

from __future__ import annotations

import altair as alt
from scipy.special import ndtri

from talentwar.charts import live, theme
from talentwar.charts.live import Live, percent_text, sentence
from talentwar.language import Language
from talentwar.names import Names

_N = "assumed_cohort_size"


def asked(chart: alt.LayerChart, ask: Live, names: Names, language: Language) -> alt.LayerChart:
    """Return the chart with data and transforms that give it the fields of its static rows."""
    rates = ask.frames["rates"]
    labels = live.names_table(ask.offered("organizations"), names, language, "organization")
    labels["row"] = labels["organization"].map(theme.two_lines)
    labels["color"] = labels["organization_id"].map(theme.organization_color)
    text = live.raw(language, "interval", "low", "high")
    z = float(ndtri((1 + ask.level) / 2))
    drawn = (
        live.table(rates)
        .transform_filter(
            "datum.minimum_confidence == minimum_confidence"
            f" && {live.among('organizations', 'datum.org_id')}"
        )
        .transform_lookup(lookup="org_id", from_=live.from_table(labels, "organization_id"))
        .transform_calculate(value="toNumber(datum.rate)", one="1", z=f"{z!r}")
        .transform_calculate(
            middle=f"datum.value + datum.z * datum.z / (2 * {_N})",
            half=f"datum.z * sqrt(datum.value * (1 - datum.value) / {_N}"
            f" + datum.z * datum.z / (4 * {_N} * {_N}))",
            scale=f"1 + datum.z * datum.z / {_N}",
        )
        .transform_calculate(
            low="min(max((datum.middle - datum.half) / datum.scale, 0), datum.value)",
            high="max(min((datum.middle + datum.half) / datum.scale, 1), datum.value)",
        )
        .transform_calculate(
            value_text=percent_text("datum.value"),
            interval_text=sentence(
                text, low=percent_text("datum.low"), high=percent_text("datum.high")
            ),
        )
        .transform_window(
            rank="row_number()",
            sort=[alt.SortField("value", order="descending"), alt.SortField("org_id")],
        )
    )
    return live.driven_by(chart, drawn, ask.params())
