"""What research finds: the effects that studies give in per cent, each with what it measures."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.live import ROWS
from talentwar.language import Language

_STEP = 74


def studies(effects: pd.DataFrame, every: pd.DataFrame, language: Language) -> Figure:
    """Draw the effects of studies (``talentwar.clauses.effects``), of ``every`` study on record."""
    code = language.code
    source = language.t("noncompetes.studies.source", rows=language.tn("count.studies", len(every)))
    frame = pd.DataFrame(
        [
            {
                "rank": rank,
                "study": cited(str(row["authors"]), str(row["year"])),
                "authors": str(row["authors"]),
                "finding": str(row[f"finding_{code}"]),
                "unit": str(row[f"effect_unit_{code}"]),
                "sample": str(row[f"sample_{code}"]),
                "low": 0.0 if math.isnan(float(row["low"])) else float(row["low"]),
                "high": float(row["high"]),
                "change": bool(row["change"]),
                "said": _effect(row, language),
            }
            for rank, row in enumerate(effects.to_dict("records"))
        ]
    )
    if frame.empty:
        return nothing("noncompetes-studies", alt.Chart(frame).mark_point(), language, source)
    headers = {
        "study": language.t("noncompetes.study.header"),
        "said": language.t("noncompetes.effect.header"),
        "unit": language.t("noncompetes.measure.header"),
        "sample": language.t("noncompetes.sample.header"),
        "finding": language.t("noncompetes.finding.header"),
        "authors": language.t("noncompetes.authors.header"),
    }
    shown = frame[list(headers)].rename(columns=headers)
    return Figure(
        name="noncompetes-studies",
        facts="noncompete_studies",
        chart=_chart(frame, language),
        title=_title(frame, language),
        subtitle=language.t("noncompetes.studies.subtitle"),
        source=source,
        alt=language.t(
            "noncompetes.studies.alt",
            listed=language.series(f"{r['study']} {r['said']}" for r in frame.to_dict("records")),
        ),
        table=shown,
        data=pd.DataFrame(
            {
                headers["study"]: frame["study"],
                headers["unit"]: frame["unit"],
                language.t("estimates.low"): frame["low"],
                language.t("estimates.high"): frame["high"],
            }
        ),
        language=language,
    )


def cited(authors: str, year: str) -> str:
    """Return how a study is cited: one author or two by name, an institution without its parts."""
    names = authors.partition(" (")[0].split(", ")
    if len(names) > 2:
        names = [f"{names[0]} et al."]
    elif len(names) == 2 and " " in names[1]:
        names = names[:1]
    return f"{', '.join(names)} ({year})"


def _title(frame: pd.DataFrame, language: Language) -> str:
    changes, shares = frame[frame["change"]], frame[~frame["change"]]
    if changes.empty or shares.empty:
        return language.t("noncompetes.studies.title.few", n=language.number(len(frame)))

    def percent(value: float, write: Callable[[float], str]) -> str:
        return language.t("noncompetes.percent", n=write(value))

    return language.t(
        "noncompetes.studies.title",
        low=percent(float(changes["low"].min()), language.signed),
        high=percent(float(changes["high"].max()), language.signed),
        least=percent(float(shares["low"].min()), language.number),
        most=percent(float(shares["high"].max()), language.number),
    )


def _effect(row: Mapping[Hashable, Any], language: Language) -> str:
    low, high = float(row["low"]), float(row["high"])
    write = language.signed if row["change"] else language.number
    if math.isnan(low):
        return language.t("noncompetes.percent.up-to", n=write(high))
    if low == high:
        return language.t("noncompetes.percent", n=write(low))
    return language.t("noncompetes.percents", low=write(low), high=write(high))


def _chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    low, high = min(0.0, float(frame["low"].min())), max(0.0, float(frame["high"].max()))
    scale = alt.Scale(domain=[low - 2, high + 2], nice=False)
    axis = alt.Axis(
        orient="top",
        title=language.t("noncompetes.percent.axis"),
        format="d",
        grid=False,
        domain=False,
        tickCount=6,
    )
    base = alt.Chart(frame).encode(y=alt.Y("rank:O", axis=None))
    tooltip = [
        alt.Tooltip("study:N", title=language.t("noncompetes.study.header")),
        alt.Tooltip("said:N", title=language.t("noncompetes.effect.header")),
        alt.Tooltip("unit:N", title=language.t("noncompetes.measure.header")),
        alt.Tooltip("sample:N", title=language.t("noncompetes.sample.header")),
    ]
    size = theme.by_width(narrow=11, wide=12)
    zero = alt.Chart(pd.DataFrame({"x": [0]}))
    spans = base.transform_filter("datum.low != datum.high")
    below = theme.by_width(narrow=27, wide=17)
    layers = [
        zero.mark_rule(color=theme.token("muted"), strokeDash=[4, 3]).encode(
            x=alt.X("x:Q", scale=scale, axis=axis)
        ),
        spans.mark_rule(strokeWidth=4, opacity=0.7, color=theme.token("gain"), yOffset=below)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", tooltip=tooltip),
        base.transform_calculate(middle="(datum.low + datum.high) / 2")
        .mark_point(size=80, filled=True, opacity=1, color=theme.token("gain"), yOffset=below)
        .encode(x=alt.X("middle:Q", scale=scale), tooltip=tooltip)
        .properties(name=ROWS),
        base.mark_text(align="left", dy=-27, fontSize=size).encode(
            x=alt.value(0), text="study:N"
        ),
        base.mark_text(align="left", dy=-13, fontSize=size, fontWeight="bold").encode(
            x=alt.value(0), text="said:N"
        ),
        base.transform_calculate(lines=theme.broken("datum.unit"))
        .mark_text(align="left", dy=0, fontSize=theme.by_width(narrow=10, wide=12), lineHeight=12)
        .encode(x=alt.value(0), text="lines:N", color=alt.value(theme.token("muted"))),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=700, height=_STEP * len(frame))
