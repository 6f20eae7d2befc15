"""The chart of the companies that got to a billion dollars, against published times."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.estimates import Estimate
from talentwar.language import Language
from talentwar.names import Names

_STEP = 21


def unicorns(
    there: pd.DataFrame,
    mean: Estimate,
    usual: pd.DataFrame,
    threshold: float,
    lane: Mapping[str, str],
    names: Names,
    language: Language,
) -> Figure:
    """Draw the time that each company took that reached a valuation, against published times.

    ``there`` are the spells with an event, ``mean`` is ``spinouts.arrival.<threshold>``, ``usual``
    from ``talentwar.speed.benchmarks`` (empty unless the threshold is a billion dollars).
    """
    source = language.t(
        "spinouts.unicorns.source",
        rows=language.tn("count.companies", len(there)),
        figures=language.tn("count.figures", len(usual)),
    )
    values = {
        "n": language.number(len(there)),
        "amount": language.money(threshold, "USD"),
        "mean": language.years(mean.value) if mean.n > 1 else "",
        "interval": mean.interval_text(language),
    }
    if there.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-unicorns", blank, language, source)
    frame = _frame(there, lane, names, language)
    lines = _lines(usual, language)
    headers = {
        "name": language.t("spinouts.company.header"),
        "founded": language.t("spinouts.founded.header"),
        "date": language.t("spinouts.reached-on.header"),
        "years_text": language.t("spinouts.years.header"),
    }
    return Figure(
        name="spinouts-unicorns",
        facts="unicorn_times",
        chart=_unicorns_chart(frame, lines, language),
        title=_title(usual, values, language),
        subtitle=language.t("spinouts.unicorns.subtitle", **values),
        source=source,
        alt=language.t(
            "spinouts.unicorns.alt",
            usual=language.series(f"{row['label']} {row['said']}" for row in lines),
            quickest=f"{frame['name'].iloc[0]} {frame['years_text'].iloc[0]}",
            slowest=f"{frame['name'].iloc[-1]} {frame['years_text'].iloc[-1]}",
            **values,
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["name"]: frame["name"],
                headers["founded"]: frame["founded"].astype("int64"),
                headers["date"]: frame["day"],
                headers["years_text"]: frame["years"],
            }
        ),
        key=tuple(
            (
                language.t("spinouts.usual", label=row["label"], said=row["said"]),
                "unicorn_times",
                str(row["time_id"]),
            )
            for row in lines
        ),
        language=language,
    )


def _frame(
    there: pd.DataFrame, lane: Mapping[str, str], names: Names, language: Language
) -> pd.DataFrame:
    """Return the companies in words, the quickest first."""
    ordered = there.sort_values(["duration_years", "org_id"], ignore_index=True)
    return pd.DataFrame(
        {
            "name": [named(names, o, language) for o in ordered["org_id"]],
            "row": [named(names, o, language) for o in ordered["org_id"]],
            "rank": ordered.index,
            "years": ordered["duration_years"].astype("float64"),
            "years_text": [language.years(y) for y in ordered["duration_years"]],
            "founded": [str(day.year) for day in ordered["started"]],
            "day": [f"{day:%Y-%m-%d}" for day in ordered["ended"]],
            "date": [language.date(f"{day:%Y-%m}") for day in ordered["ended"]],
            "color": [theme.organization_color(lane[str(o)]) for o in ordered["org_id"]],
        }
    )


def _title(usual: pd.DataFrame, values: Mapping[str, str], language: Language) -> str:
    if usual.empty:
        return language.t("spinouts.unicorns.title.plain", **values)
    return language.t(
        "spinouts.unicorns.title",
        low=language.number(usual["years_low"].min()),
        high=language.number(usual["years_high"].max()),
        **values,
    )


def _lines(usual: pd.DataFrame, language: Language) -> list[dict[str, str | float]]:
    """Return the published times as lines in the chart, numbered in the order of the key."""
    statistics = schema.table("unicorn_times").field("statistic").labels(language.code)
    rows: list[dict[str, str | float]] = []
    for number, row in enumerate(usual.to_dict("records"), start=1):
        low, high = float(row["years_low"]), float(row["years_high"])
        whole = high.is_integer()
        said = language.tn("definition.years", int(high)) if whole else language.years(high)
        if high > low:
            said = language.t("spinouts.between", low=language.number(low), high=said)
        rows.append(
            {
                "number": str(number),
                "years": (low + high) / 2,
                # Neighbours stand one above the other.
                "top": 8.0 if number % 2 else 24.0,
                "label": f"{row[f'population_{language.code}']} ({row['publisher']})",
                "said": f"{said}, {statistics[str(row['statistic'])].lower()}",
                "time_id": str(row["time_id"]),
            }
        )
    return rows


def _unicorns_chart(
    frame: pd.DataFrame, lines: list[dict[str, str | float]], language: Language
) -> alt.LayerChart:
    longest = max([float(frame["years"].max()), *(float(row["years"]) for row in lines)]) * 1.06
    scale = alt.Scale(domain=[0, longest], nice=False)
    axis = alt.Axis(title=None, tickCount=6, format="d", orient="top", values=list(range(20)))
    tooltip = [
        alt.Tooltip("name:N", title=language.t("spinouts.company.header")),
        alt.Tooltip("founded:N", title=language.t("spinouts.founded.header")),
        alt.Tooltip("date:N", title=language.t("spinouts.reached-on.header")),
        alt.Tooltip("years_text:N", title=language.t("spinouts.years.header")),
    ]
    base = alt.Chart(frame).encode(y=theme.named_rows())
    color = alt.Color("color:N", scale=None)
    layers = [
        base.mark_rule(strokeWidth=1.5, opacity=0.5).encode(
            x=alt.X("years:Q", scale=scale, axis=axis), x2=alt.datum(0), color=color
        ),
        base.mark_point(size=70, filled=True, opacity=1).encode(
            x=alt.X("years:Q", scale=scale), color=color, tooltip=tooltip
        ),
    ]
    if lines:
        usual = alt.Chart(pd.DataFrame(lines)[["number", "years", "top"]])
        layers += [
            usual.mark_rule(color=theme.token("accent"), strokeDash=[5, 4], strokeWidth=1.6).encode(
                x=alt.X("years:Q", scale=scale)
            ),
            usual.mark_text(
                color=theme.token("accent"), fontSize=12, fontWeight="bold", dx=4, align="left"
            ).encode(
                x=alt.X("years:Q", scale=scale), y=alt.Y("top:Q", scale=None), text="number:N"
            ),
        ]
    return alt.LayerChart(layer=layers, width=700, height=_STEP * len(frame) + 10)
