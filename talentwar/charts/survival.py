"""Charts of the survival curves, part of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Drawing, Figure
from talentwar.charts.words import counted, named
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

_PANEL_WIDTH, _PANEL_HEIGHT = 320, 150


def medians(
    readings: Mapping[str, Estimates],
    cohorts: Sequence[str],
    names: Names,
    language: Language,
    rows: int,
) -> Figure:
    """Draw the time until half of each cohort had left, under each reading of the dates.

    ``readings`` gives the medians (``retention.median.<cohort>``, with or without a reading)
    under ``earliest``, ``middle`` and ``latest``. What was not reached ends in an arrow.
    """
    frame = pd.DataFrame([_median_row(c, readings, names, language) for c in cohorts])
    level = next(iter(readings["middle"].values())).level or math.nan
    return Figure(
        name="retention-medians",
        chart=_medians_chart(frame, language),
        title=_medians_title(frame, language),
        subtitle=language.t("retention.medians.subtitle", level=language.percent(level)),
        source=language.t("retention.survival.source", rows=counted(language, "spells", rows)),
        alt=language.t(
            "retention.medians.alt",
            medians=language.series(
                f"{r['cohort']} {r['middle_text']} ({r['earliest_text']}–{r['latest_text']})"
                for r in frame.to_dict("records")
            ),
        ),
        table=pd.DataFrame(
            {
                language.t("cohort.header"): frame["cohort"],
                language.t("retention.earliest.header"): frame["earliest_text"],
                language.t("retention.middle.header"): frame["middle_text"],
                language.t("estimates.interval"): frame["interval_text"],
                language.t("retention.latest.header"): frame["latest_text"],
            }
        ),
        data=pd.DataFrame(
            {
                language.t("cohort.header"): frame["cohort"],
                language.t("retention.earliest.header"): frame["earliest"],
                language.t("retention.middle.header"): frame["middle"],
                language.t("estimates.low"): frame["low"],
                language.t("estimates.high"): frame["high"],
                language.t("retention.latest.header"): frame["latest"],
            }
        ),
        language=language,
    )


def _median_row(
    cohort: str, readings: Mapping[str, Estimates], names: Names, language: Language
) -> dict[str, object]:
    row: dict[str, object] = {"cohort": named(names, cohort, language)}
    for reading, estimates in readings.items():
        found = next(e for e in estimates.values() if e.name.split(".")[2] == cohort)
        row[reading] = found.value
        row[f"{reading}_text"] = _median_text(found, language)
        if reading == "middle":
            row |= {"low": found.low, "high": found.high}
            row["interval_text"] = found.interval_text(language)
    return row


def _median_text(estimate: Estimate, language: Language) -> str:
    if math.isinf(estimate.value):
        return language.t("retention.not-reached")
    return language.years(estimate.value)


def _medians_title(frame: pd.DataFrame, language: Language) -> str:
    known = frame[frame["latest"] != math.inf]
    if known.empty:
        return language.t("retention.survival.title.none")
    widest = known.iloc[int((known["latest"] - known["earliest"]).to_numpy().argmax())]
    earliest, latest = (language.years(widest[reading]) for reading in ("earliest", "latest"))
    if earliest == latest:
        return language.t("retention.medians.title.same", cohort=widest["cohort"], years=latest)
    return language.t(
        "retention.medians.title", cohort=widest["cohort"], earliest=earliest, latest=latest
    )


def _medians_chart(frame: pd.DataFrame, language: Language) -> Drawing:
    finite = frame[["earliest", "middle", "latest", "low", "high"]].replace(math.inf, math.nan)
    end = math.ceil(float(finite.max().max())) + 1
    shown = frame.assign(
        row=frame["cohort"].map(theme.two_lines),
        beyond=frame["latest"] == math.inf,
        unbounded=frame["high"] == math.inf,
        reached=frame["middle"] != math.inf,
        **{c: frame[c].clip(upper=end) for c in finite.columns},
    )
    scale = alt.Scale(domain=[0, end], nice=False)
    y = alt.Y(
        "row:N",
        sort=shown["row"].tolist(),
        title=None,
        axis=theme.row_axis(labelLimit=240),
    )
    tooltip = [
        alt.Tooltip("cohort:N", title=language.t("cohort.header")),
        alt.Tooltip("earliest_text:N", title=language.t("retention.earliest.header")),
        alt.Tooltip("middle_text:N", title=language.t("retention.middle.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("latest_text:N", title=language.t("retention.latest.header")),
    ]
    base = alt.Chart(shown).encode(y=y, tooltip=tooltip)
    chance = base.mark_rule(strokeWidth=2, color=theme.token("muted")).encode(
        x=alt.X("low:Q", scale=scale, axis=alt.Axis(title=None, tickMinStep=1)), x2="high:Q"
    )
    dates = base.mark_rule(strokeWidth=9, opacity=0.6, color=theme.token("gain")).encode(
        x=alt.X("earliest:Q", scale=scale), x2="latest:Q"
    )
    middle = (
        base.transform_filter("datum.reached")
        .mark_point(size=90, filled=True, opacity=1, color=theme.token("gain"))
        .encode(x=alt.X("middle:Q", scale=scale))
    )
    arrows = [
        base.transform_filter(f"datum.{open_end}")
        .mark_point(shape="triangle-right", size=90, filled=True, opacity=1, color=color)
        .encode(x=alt.X(f"{bound}:Q", scale=scale))
        for open_end, bound, color in (
            ("unbounded", "high", theme.token("muted")),
            ("beyond", "latest", theme.token("gain")),
        )
    ]
    return alt.layer(chance, dates, middle, *arrows).properties(width=700, height=36 * len(frame))


def survival(
    curves: pd.DataFrame,
    medians: Estimates,
    names: Names,
    language: Language,
    rows: int,
    level: float,
    extremes: pd.DataFrame | None = None,
) -> Figure:
    """Draw one Kaplan-Meier curve a cohort, each in a panel of its own, with numbers at risk.

    ``curves`` are the steps of ``talentwar.survival.kaplan_meier``, ``medians`` the estimates
    ``retention.median.<cohort>``, ``rows`` how many spells the curves rest on,
    ``extremes`` the curves in the worst and best case for members of unknown outcome, dashed.
    """
    cases = curves.iloc[:0] if extremes is None else extremes
    cohorts = list(dict.fromkeys(curves["cohort_id"]))
    longest = max(2, math.ceil(float(curves["years"].max())))
    tick = max(1, round(longest / 5))
    ticks = list(range(0, longest + 1, tick))
    panels = [
        _panel(
            curves[curves["cohort_id"] == c],
            cases[cases["cohort_id"] == c],
            named(names, c, language),
            ticks,
            longest,
            language,
        )
        for c in cohorts
    ]
    return Figure(
        name="retention-survival",
        chart=alt.concat(*panels, columns=2, spacing=30),
        title=_survival_title(cohorts, medians, names, language),
        subtitle=language.t("retention.survival.subtitle", level=language.percent(level)),
        source=language.t("retention.survival.source", rows=counted(language, "spells", rows)),
        alt=_survival_alt(cohorts, medians, names, language),
        table=_survival_table(curves, names, language),
        data=_survival_data(curves, names, language),
        language=language,
    )


def _panel(
    steps: pd.DataFrame,
    cases: pd.DataFrame,
    name: str,
    ticks: Sequence[int],
    longest: int,
    language: Language,
) -> Drawing:
    frame = steps[["years", "survival", "low", "high"]]
    at_risk = pd.DataFrame({"years": ticks, "at_risk": [_at_risk(steps, t) for t in ticks]})
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(values=list(ticks), format="d", title=None, grid=False, labelFlush=False),
    )
    scale = alt.Scale(domain=[0, 1])
    y_axis = alt.Axis(values=[0, 0.5, 1], format="~%", title=None)
    tooltip = [
        alt.Tooltip("years:Q", title=language.t("retention.years.header"), format=".1f"),
        alt.Tooltip("survival:Q", title=language.t("retention.survival.header"), format=".0%"),
        alt.Tooltip("low:Q", title=language.t("estimates.low"), format=".0%"),
        alt.Tooltip("high:Q", title=language.t("estimates.high"), format=".0%"),
    ]
    band = (
        alt.Chart(frame)
        .mark_area(interpolate="step-after", opacity=0.22, color=theme.token("gain"))
        .encode(x=x, y=alt.Y("low:Q", scale=scale, axis=y_axis), y2="high:Q")
    )
    line = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=theme.token("gain"))
        .encode(x=x, y=alt.Y("survival:Q", scale=scale))
    )
    points = (
        alt.Chart(frame)
        .mark_point(size=28, filled=True, opacity=1, color=theme.token("gain"))
        .encode(x=x, y=alt.Y("survival:Q", scale=scale), tooltip=tooltip)
    )
    numbers = (
        alt.Chart(at_risk)
        .mark_text(fontSize=11, color=theme.token("muted"))
        .encode(x=x, y=alt.value(_PANEL_HEIGHT + 30), text="at_risk:Q")
    )
    layers = [band, line, points, numbers]
    if len(cases):
        layers.insert(1, _dashed(cases).encode(x=x, y=alt.Y("survival:Q", scale=scale)))
    return alt.layer(*layers).properties(
        width=_PANEL_WIDTH,
        height=_PANEL_HEIGHT,
        title=alt.TitleParams(name, fontSize=13, anchor="start", offset=8),
    )


def _dashed(cases: pd.DataFrame) -> alt.Chart:
    chart: alt.Chart = alt.Chart(cases[["unknown", "years", "survival"]]).mark_line(
        interpolate="step-after", strokeDash=[4, 3], strokeWidth=1.5, color=theme.token("muted")
    )
    return chart.encode(detail="unknown:N")


def _at_risk(steps: pd.DataFrame, years: float) -> int:
    """Return how many are under observation just before a time."""
    later = steps[steps["years"] >= years]
    return 0 if later.empty else int(later["at_risk"].iloc[0])


def _finite_medians(cohorts: Sequence[str], medians: Estimates) -> list[tuple[float, str]]:
    found = [(medians[f"retention.median.{c}"].value, c) for c in cohorts]
    return sorted((value, c) for value, c in found if math.isfinite(value))


def _survival_title(
    cohorts: Sequence[str], medians: Estimates, names: Names, language: Language
) -> str:
    ranked = _finite_medians(cohorts, medians)
    intact = [c for c in cohorts if c not in {c for _, c in ranked}]
    if not ranked:
        return language.t("retention.survival.title.none")
    value, fastest = ranked[0]
    values = {"fastest": named(names, fastest, language), "years": language.years(value)}
    if not intact:
        return language.t("retention.survival.title.all", **values)
    listing = language.items(named(names, c, language) for c in intact)
    return language.t("retention.survival.title", intact=listing, **values)


def _survival_alt(
    cohorts: Sequence[str], medians: Estimates, names: Names, language: Language
) -> str:
    parts = []
    for cohort in cohorts:
        estimate = medians[f"retention.median.{cohort}"]
        if math.isinf(estimate.value):
            parts.append(
                language.t(
                    "retention.survival.alt.not-reached", cohort=named(names, cohort, language)
                )
            )
            continue
        parts.append(
            language.t(
                "retention.survival.alt.median",
                cohort=named(names, cohort, language),
                years=language.years(estimate.value),
                interval=estimate.interval_text(language),
            )
        )
    return language.t("retention.survival.alt", medians=language.series(parts))


def _survival_table(curves: pd.DataFrame, names: Names, language: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            language.t("cohort.header"): [named(names, c, language) for c in curves["cohort_id"]],
            language.t("retention.years.header"): [language.number(y, 1) for y in curves["years"]],
            language.t("retention.survival.header"): [
                language.percent(s) for s in curves["survival"]
            ],
            language.t("estimates.interval"): [
                language.t("interval", low=language.percent(low), high=language.percent(high))
                for low, high in zip(curves["low"], curves["high"], strict=True)
            ],
            language.t("retention.at-risk.header"): [language.number(n) for n in curves["at_risk"]],
            language.t("retention.exits.header"): [language.number(n) for n in curves["events"]],
        }
    )


def _survival_data(curves: pd.DataFrame, names: Names, language: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            language.t("cohort.header"): [named(names, c, language) for c in curves["cohort_id"]],
            language.t("retention.years.header"): curves["years"],
            language.t("retention.survival.header"): curves["survival"],
            language.t("estimates.low"): curves["low"],
            language.t("estimates.high"): curves["high"],
            language.t("retention.at-risk.header"): curves["at_risk"],
            language.t("retention.exits.header"): curves["events"],
        }
    )
