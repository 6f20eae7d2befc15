"""The chart of pay lines: from the first to that of the day, against the salaries of the labs."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.live import ROWS
from talentwar.charts.money import tick_labels
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_STEP, _TOP = 40, 34
_TICKS = (20_000.0, 50_000.0, 100_000.0, 200_000.0, 500_000.0, 1_000_000.0)


def lines(
    periods: pd.DataFrame,
    salaries: tuple[float, float],
    found: Estimates,
    currency: str,
    names: Names,
    language: Language,
) -> Figure:
    """Draw the pay line of each jurisdiction that has one, and the span of salaries of the labs.

    ``periods`` from ``talentwar.clauses.lines``, ``salaries`` the lowest and the highest on
    record (missing without any), ``found`` from ``talentwar.clauses.line_estimates``.
    """
    latest = periods[periods["latest"]].reset_index(drop=True)
    source = language.t(
        "noncompetes.lines.source", rows=language.tn("count.pay-lines", len(periods))
    )
    frame = pd.DataFrame([_row(row, periods, currency, names, language)
                          for row in latest.to_dict("records")])  # fmt: skip
    if frame.empty or "noncompetes.line" not in found:
        return nothing("noncompetes-lines", alt.Chart(frame).mark_point(), language, source)
    frame["rank"] = range(len(frame))
    headers = {
        "label": language.t("noncompetes.place.header"),
        "since": language.t("noncompetes.since.header"),
        "line_text": language.t("noncompetes.line.header"),
    }
    table = periods.assign(
        label=[names[str(p)][language.code] for p in periods["jurisdiction_id"]],
        line_text=[language.money(float(v), currency) for v in periods["line"]],
        since=[language.date(f"{d:%Y-%m-%d}") for d in periods["since"]],
    )[list(headers)].rename(columns=headers)
    data = periods.assign(
        label=table[headers["label"]],
        since=[f"{d:%Y-%m-%d}" for d in periods["since"]],
        line_text=periods["line"].round(2),
    )[list(headers)].rename(columns=headers)
    values = {
        "line": found["noncompetes.line"].text(language),
        "salary": found["noncompetes.salary"].text(language),
        "place": frame.iloc[0]["label"],
        "n": language.number(len(frame)),
    }
    title = (
        language.t("noncompetes.lines.title", **values)
        if found["noncompetes.margin"].value > 1
        else language.t("noncompetes.lines.title.some", **values)
    )
    return Figure(
        name="noncompetes-lines",
        facts="noncompete_rules",
        chart=_chart(frame, salaries, currency, language),
        title=title,
        subtitle=language.t("noncompetes.lines.subtitle"),
        source=source,
        alt=language.t(
            "noncompetes.lines.alt",
            listed=language.series(f"{r['label']} {r['said']}" for r in frame.to_dict("records")),
            **values,
        ),
        table=table,
        data=data,
        language=language,
    )


def _row(
    row: dict[object, object],
    periods: pd.DataFrame,
    currency: str,
    names: Names,
    language: Language,
) -> dict[str, object]:
    place = str(row["jurisdiction_id"])
    own = periods[periods["jurisdiction_id"] == place]
    first, line = float(own["line"].iloc[0]), float(str(row["line"]))
    year = str(own["since"].iloc[0].year)
    amount = language.money(line, currency)
    changed = language.t(
        "noncompetes.line.from", line=amount, first=language.money(first, currency), year=year
    )
    return {
        "label": names[place][language.code],
        "first": first,
        "line": line,
        "line_text": amount,
        "said": amount if len(own) == 1 else changed,
    }


def _chart(
    frame: pd.DataFrame, salaries: tuple[float, float], currency: str, language: Language
) -> alt.LayerChart:
    low = 10 ** math.floor(math.log10(min(float(frame["first"].min()), 20_000.0)) + 0.001)
    high = max(float(salaries[1]), float(frame["line"].max())) * 1.1
    low = max(low, float(frame["first"].min()) * 0.85)
    ticks = [t for t in _TICKS if low <= t <= high]
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    axis = alt.Axis(
        orient="bottom",
        values=ticks,
        labelExpr=tick_labels(ticks, currency, language),
        title=None,
        grid=True,
    )
    height = _TOP + _STEP * len(frame)
    y = alt.Y(
        "rank:O",
        axis=None,
        scale=alt.Scale(range=[_TOP, height], paddingInner=0, paddingOuter=0),
    )
    base = alt.Chart(frame).encode(y=y)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("noncompetes.place.header")),
        alt.Tooltip("said:N", title=language.t("noncompetes.line.header")),
    ]
    size = theme.by_width(narrow=11, wide=12)
    band = pd.DataFrame({"low": [salaries[0]], "high": [salaries[1]]})
    span = alt.Chart(band)
    layers = [
        span.mark_rect(color=theme.token("accent"), opacity=0.14).encode(
            x=alt.X("low:Q", scale=scale, axis=axis),
            x2="high:Q",
            y=alt.value(_TOP - 12),
            y2=alt.value(height),
        ),
        span.mark_text(
            align="right", baseline="bottom", fontSize=size, fontWeight="bold",
            color=theme.token("accent"), text=language.t("noncompetes.lines.band"),
        ).encode(x=alt.value("width"), y=alt.value(_TOP - 16)),
        base.mark_rule(strokeWidth=3, opacity=0.6, color=theme.token("gain"), yOffset=11).encode(
            x=alt.X("first:Q", scale=scale), x2="line:Q"
        ),
        base.mark_point(
            size=80, filled=True, opacity=1, color=theme.token("gain"), yOffset=11
        ).encode(x=alt.X("line:Q", scale=scale), tooltip=tooltip).properties(name=ROWS),
        base.mark_text(align="left", dy=-8, fontSize=size).encode(x=alt.value(0), text="label:N"),
        base.mark_text(align="right", dy=-8, fontSize=size, fontWeight="bold").encode(
            x=alt.value("width"), text="said:N"
        ),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=700, height=height)
