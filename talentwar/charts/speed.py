"""Charts of how fast spin-outs come to be worth a billion dollars, and ten."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.dots import dots
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.speed import ALL, FEWEST, HORIZON

_WIDTH, _HEIGHT = 320, 150
_LONGEST = 12


def speed(
    curves: pd.DataFrame,
    reached: Estimates,
    medians: Estimates,
    level: float,
    total: int,
    language: Language,
) -> Figure:
    """Draw the share of companies that have reached a valuation, by years since the founding.

    ``curves`` from ``talentwar.speed.curves`` with a column ``threshold``: of all companies for
    each threshold, of founding cohorts for the first; ``reached`` and ``medians`` hold
    ``spinouts.reached.<threshold>.all.<n>y`` and ``spinouts.time.<threshold>.all``.
    """
    source = language.t("spinouts.speed.source", rows=language.tn("count.companies", total))
    if curves.empty:
        blank = alt.Chart(curves[["years"]]).mark_point()
        return nothing("spinouts-speed", blank, language, source)
    keys = list(dict.fromkeys(zip(curves["threshold"], curves["cohort_id"], strict=True)))
    longest = min(_LONGEST, max(2, math.ceil(float(curves["years"].max()))))
    panels = [
        _panel(
            curves[(curves["threshold"] == t) & (curves["cohort_id"] == c)],
            _heading(t, c, language),
            longest,
            language,
        )
        for t, c in keys
    ]
    first = float(curves["threshold"].iloc[0])
    values = _values(first, reached, medians, language)
    return Figure(
        name="spinouts-speed",
        facts="spinouts",
        chart=alt.concat(*panels, columns=2, spacing=30),
        title=_title(medians[f"spinouts.time.{first:.0f}.{ALL}"], values, language),
        subtitle=language.t(
            "spinouts.speed.subtitle",
            level=language.percent(level),
            few=language.number(FEWEST),
        ),
        source=source,
        alt=language.t(
            "spinouts.speed.alt",
            listed=language.series(
                language.t(
                    "spinouts.speed.said",
                    group=_heading(t, c, language),
                    share=language.percent(_at_horizon(curves, t, c)),
                )
                for t, c in keys
            ),
            **values,
        ),
        table=_table(curves, language),
        data=pd.DataFrame(
            {
                language.t("spinouts.group.header"): [
                    _heading(t, c, language)
                    for t, c in zip(curves["threshold"], curves["cohort_id"], strict=True)
                ],
                language.t("spinouts.years.header"): curves["years"],
                language.t("spinouts.reached.header"): curves["reached"],
                language.t("estimates.low"): curves["reached_low"],
                language.t("estimates.high"): curves["reached_high"],
                language.t("retention.at-risk.header"): curves["at_risk"],
            }
        ),
        language=language,
    )


def _values(
    first: float, reached: Estimates, medians: Estimates, language: Language
) -> dict[str, str]:
    share = next(e for e in reached.values() if f".{first:.0f}.{ALL}." in e.name)
    half = medians[f"spinouts.time.{first:.0f}.{ALL}"]
    return {
        "share": share.text(language),
        "amount": language.money(first, "USD"),
        "years": language.tn("definition.years", int(share.name.rpartition(".")[2][:-1])),
        "median": language.years(half.value) if math.isfinite(half.value) else "",
        "interval": half.interval_text(language),
    }


def _title(half: Estimate, values: dict[str, str], language: Language) -> str:
    # Where the last of a few companies decides when half are there, nobody knows when.
    if half.high is not None and math.isfinite(half.high):
        return language.t("spinouts.speed.title", **values)
    return language.t("spinouts.speed.title.open", **values)


def _heading(threshold: float, group: str, language: Language) -> str:
    amount = language.money(threshold, "USD")
    if group == ALL:
        return language.t("spinouts.speed.all", amount=amount)
    return language.t("spinouts.speed.cohort", amount=amount, years=group.replace("-", "–"))


def _at_horizon(curves: pd.DataFrame, threshold: float, group: str) -> float:
    own = curves[(curves["threshold"] == threshold) & (curves["cohort_id"] == group)]
    return float(own.loc[own["years"] <= HORIZON, "reached"].iloc[-1])


def _panel(steps: pd.DataFrame, heading: str, longest: int, language: Language) -> alt.LayerChart:
    ticks = list(range(0, longest + 1, 2 if longest > 5 else 1))
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domain=[0, longest], nice=False, clamp=True),
        axis=alt.Axis(values=ticks, format="d", title=None, grid=False, labelFlush=False),
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(values=[0, 0.5, 1], format="~%", title=None)
    tooltip = [
        alt.Tooltip("years:Q", title=language.t("spinouts.years.header"), format=".1f"),
        alt.Tooltip("reached:Q", title=language.t("spinouts.reached.header"), format=".0%"),
        alt.Tooltip("reached_low:Q", title=language.t("estimates.low"), format=".0%"),
        alt.Tooltip("reached_high:Q", title=language.t("estimates.high"), format=".0%"),
        alt.Tooltip("at_risk:Q", title=language.t("spinouts.at-risk.header")),
    ]
    columns = ["years", "reached", "reached_low", "reached_high", "at_risk", "events"]
    base = alt.Chart(steps[columns])
    color = theme.token("gain")
    numbers = pd.DataFrame(
        {
            "years": ticks,
            "at_risk": [
                int(later["at_risk"].iloc[0]) if len(later := steps[steps["years"] >= t]) else 0
                for t in ticks
            ],
        }
    )
    layers = [
        base.mark_area(interpolate="step-after", opacity=0.22, color=color).encode(
            x=x, y=alt.Y("reached_low:Q", scale=scale, axis=axis), y2="reached_high:Q"
        ),
        base.mark_line(interpolate="step-after", strokeWidth=2.5, color=color).encode(
            x=x, y=alt.Y("reached:Q", scale=scale)
        ),
        base.transform_filter("datum.events > 0")
        .mark_point(size=26, filled=True, opacity=1, color=color)
        .encode(x=x, y=alt.Y("reached:Q", scale=scale), tooltip=tooltip),
        alt.Chart(numbers)
        .mark_text(fontSize=11, color=theme.token("muted"))
        .encode(x=x, y=alt.value(_HEIGHT + 30), text="at_risk:Q"),
    ]
    return alt.LayerChart(
        layer=layers,
        title=alt.TitleParams(heading, fontSize=13, anchor="start", offset=8),
        width=_WIDTH,
        height=_HEIGHT,
    )


def _table(curves: pd.DataFrame, language: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            language.t("spinouts.group.header"): [
                _heading(t, c, language)
                for t, c in zip(curves["threshold"], curves["cohort_id"], strict=True)
            ],
            language.t("spinouts.years.header"): [language.number(y, 1) for y in curves["years"]],
            language.t("spinouts.reached.header"): [
                language.percent(share) for share in curves["reached"]
            ],
            language.t("estimates.interval"): [
                language.t("interval", low=language.percent(low), high=language.percent(high))
                for low, high in zip(curves["reached_low"], curves["reached_high"], strict=True)
            ],
            language.t("spinouts.at-risk.header"): [language.number(n) for n in curves["at_risk"]],
        }
    )


def origins(
    reached: Sequence[Estimate], threshold: float, years: int, names: Names, language: Language
) -> Figure:
    """Draw the share of each origin's companies that reach a valuation within some years.

    ``reached`` are ``spinouts.reached.<threshold>.<group>.<n>y``, all companies among them.
    """
    source = language.t(
        "spinouts.speed.source",
        rows=language.tn("count.companies", max((e.n for e in reached), default=0)),
    )
    known = [e for e in reached if not math.isnan(e.value)]
    values = {
        "amount": language.money(threshold, "USD"),
        "years": language.tn("definition.years", years),
    }
    frame = pd.DataFrame([_origin(e, names, language) for e in known])
    if len(frame) < 2:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-speed-origins", blank, language, source)
    ranked = frame[~frame["whole"]].sort_values("value", ascending=False)
    ends = {
        "first": str(ranked.iloc[0]["origin"]),
        "share": str(ranked.iloc[0]["value_text"]),
        "last": str(ranked.iloc[-1]["origin"]),
        "other": str(ranked.iloc[-1]["value_text"]),
    }
    apart = float(ranked.iloc[0]["low"]) > float(ranked.iloc[-1]["high"])
    title = (
        language.t("spinouts.speed-origins.title", **values, **ends)
        if apart
        else language.t("spinouts.speed-origins.title.even", **values, **ends)
    )
    headers = {
        "origin": language.t("spinouts.origin.header"),
        "value_text": language.t("spinouts.reached.header"),
        "interval_text": language.t("estimates.interval"),
        "n_text": language.t("spinouts.companies.header"),
    }
    return Figure(
        name="spinouts-speed-origins",
        facts="spinouts",
        chart=_origins_chart(frame, language),
        title=title,
        subtitle=language.t(
            "spinouts.speed-origins.subtitle",
            level=language.percent(known[0].level or math.nan),
            **values,
        ),
        source=source,
        alt=language.t(
            "spinouts.speed-origins.alt",
            listed=language.series(
                f"{row['origin']} {row['value_text']} ({row['interval_text']})"
                for row in frame.to_dict("records")
            ),
            **values,
        ),
        table=frame.assign(n_text=[language.number(n) for n in frame["n"]])[list(headers)].rename(
            columns=headers
        ),
        data=pd.DataFrame(
            {
                headers["origin"]: frame["origin"],
                headers["value_text"]: frame["value"],
                language.t("estimates.low"): frame["low"],
                language.t("estimates.high"): frame["high"],
                headers["n_text"]: frame["n"],
            }
        ),
        language=language,
    )


def _origin(estimate: Estimate, names: Names, language: Language) -> dict[str, object]:
    group = estimate.name.split(".")[3]
    whole = group == ALL
    name = language.t("spinouts.all-companies") if whole else named(names, group, language)
    return {
        "origin": name,
        "row": theme.two_lines(name),
        "n_text": f"n = {language.number(estimate.n)}",
        # All companies stand first, as what the others are held against.
        "rank": -2.0 if whole else -estimate.value,
        "whole": whole,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
        "n": estimate.n,
        "color": theme.token("ink") if whole else theme.organization_color(group),
    }


def _origins_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(title=None, format=".0%", tickCount=5)
    tooltip = [
        alt.Tooltip("origin:N", title=language.t("spinouts.origin.header")),
        alt.Tooltip("value_text:N", title=language.t("spinouts.reached.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("n:Q", title=language.t("spinouts.companies.header")),
    ]
    base = alt.Chart(frame).encode(y=theme.ranked_rows(), tooltip=tooltip)
    layers = [
        *dots(base, scale, axis),
        base.mark_text(align="right", dy=-11, fontSize=11, color=theme.token("muted")).encode(
            x=alt.value("width"), text="n_text:N"
        ),
    ]
    return alt.LayerChart(layer=layers, width=700, height=34 * len(frame))
