"""Charts of the survival curves, part of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Drawing, Figure, View, nothing
from talentwar.charts.live import ROWS, Live, raw
from talentwar.charts.words import counted, counted_forms, few, named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_PANEL_WIDTH, _PANEL_HEIGHT = 320, 150
_READING = "reading"
"""Column of frames that hold the curves under several readings of the dates."""


def survival(
    curves: pd.DataFrame,
    medians: Estimates,
    names: Names,
    language: Language,
    rows: int,
    level: float,
    extremes: pd.DataFrame | None = None,
    ask: Live | None = None,
) -> Figure:
    """Draw one Kaplan-Meier curve a cohort, each in a panel of its own, with numbers at risk.

    ``curves`` are the steps of ``talentwar.survival.kaplan_meier``, ``medians`` the estimates
    ``retention.median.<cohort>``, ``rows`` how many spells the curves rest on,
    ``extremes`` the curves in the worst and best case for members of unknown outcome, dashed.
    With ``ask``, whose frames ``curves`` and ``extremes`` hold both for each reading of the
    dates, the reader of the page can choose the reading and leave cohorts out.
    """
    cases = curves.iloc[:0] if extremes is None else extremes
    cohorts = list(dict.fromkeys(curves["cohort_id"]))
    drawn = curves
    if ask:
        ask = ask.only("cohorts", "date_reading")
        drawn, cases = ask.frames["curves"], ask.frames["extremes"]
    source = language.t("retention.survival.source", rows=counted(language, "spells", rows))
    view = _survival_view(ask, cohorts, language) if ask else None
    if not cohorts:
        blank = alt.Chart(curves).mark_point()
        return nothing("retention-survival", blank, language, source)
    shown = _shown(drawn, cohorts, names, language)
    longest = max(2, math.ceil(float(drawn["years"].max())))
    panels = [
        _panel(
            shown[shown["cohort_id"] == c],
            cases[cases["cohort_id"] == c],
            named(names, c, language),
            longest,
            language,
        )
        for c in cohorts
    ]
    chart = alt.concat(*panels, columns=2, spacing=30)
    return Figure(
        name="retention-survival",
        facts="tenures",
        chart=chart.add_params(*ask.params()) if ask else chart,
        title=_survival_title(cohorts, medians, names, language),
        subtitle=language.t("retention.survival.subtitle", level=language.percent(level)),
        source=source,
        note=few(language, "spells", rows),
        alt=_survival_alt(cohorts, medians, names, language),
        table=_survival_table(curves, names, language),
        data=_survival_data(curves, names, language),
        language=language,
        view=view,
    )


def _survival_view(ask: Live, cohorts: list[str], language: Language) -> View:
    return ask.view(
        title=language.t("retention.survival.title.asked"),
        subtitle=language.t("retention.survival.subtitle", level=language.percent(ask.level)),
        source=raw(language, "retention.survival.source", "rows"),
        rows=counted_forms(language, "persons"),
        count="persons",
        order=("place", "years"),
        only=("cohorts", tuple(cohorts)),
        columns=(
            (language.t("cohort.header"), "cohort"),
            (language.t("retention.years.header"), "years_text"),
            (language.t("retention.survival.header"), "survival_text"),
            (language.t("estimates.interval"), "interval_text"),
            (language.t("retention.at-risk.header"), "at_risk"),
            (language.t("retention.exits.header"), "events"),
        ),
    )


def _panel(
    steps: pd.DataFrame,
    cases: pd.DataFrame,
    name: str,
    longest: int,
    language: Language,
) -> Drawing:
    ticks = list(range(0, longest + 1, max(1, round(longest / 5))))
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(values=ticks, format="d", title=None, grid=False, labelFlush=False),
    )
    scale = alt.Scale(domain=[0, 1])
    y_axis = alt.Axis(values=[0, 0.5, 1], format="~%", title=None)
    tooltip = [
        alt.Tooltip("years:Q", title=language.t("retention.years.header"), format=".1f"),
        alt.Tooltip("survival:Q", title=language.t("retention.survival.header"), format=".0%"),
        alt.Tooltip("low:Q", title=language.t("estimates.low"), format=".0%"),
        alt.Tooltip("high:Q", title=language.t("estimates.high"), format=".0%"),
    ]
    base = _read(steps)
    band = base.mark_area(interpolate="step-after", opacity=0.22, color=theme.token("gain")).encode(
        x=x, y=alt.Y("low:Q", scale=scale, axis=y_axis), y2="high:Q"
    )
    line = base.mark_line(
        interpolate="step-after", strokeWidth=2.5, color=theme.token("gain")
    ).encode(x=x, y=alt.Y("survival:Q", scale=scale))
    points = (
        base.properties(name=ROWS)
        .mark_point(size=28, filled=True, opacity=1, color=theme.token("gain"))
        .encode(x=x, y=alt.Y("survival:Q", scale=scale), tooltip=tooltip)
    )
    numbers = (
        _read(_numbers(steps, ticks))
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
    chart: alt.Chart = _read(cases.drop(columns=["low", "high"], errors="ignore")).mark_line(
        interpolate="step-after", strokeDash=[4, 3], strokeWidth=1.5, color=theme.token("muted")
    )
    return chart.encode(detail="unknown:N")


def _read(frame: pd.DataFrame) -> alt.Chart:
    """Return a chart of the rows under the reading chosen, where there are several."""
    chart = alt.Chart(frame)
    if _READING not in frame:
        return chart
    chosen: alt.Chart = chart.transform_filter(f"datum.{_READING} == date_reading")
    return chosen


def _shown(
    curves: pd.DataFrame, cohorts: Sequence[str], names: Names, language: Language
) -> pd.DataFrame:
    """Return the steps with what the table under the chart says of them."""
    table = _survival_table(curves, names, language)
    curve = [c for c in ("cohort_id", _READING) if c in curves]
    texts = dict(zip(("cohort", "years_text", "survival_text", "interval_text"),
                     (table.iloc[:, i] for i in range(4)), strict=True))  # fmt: skip
    return curves.assign(
        **{name: list(column) for name, column in texts.items()},
        place=[cohorts.index(c) for c in curves["cohort_id"]],
        persons=curves["at_risk"].where(~curves.duplicated(curve), 0),
    )


def _numbers(steps: pd.DataFrame, ticks: Sequence[int]) -> pd.DataFrame:
    """Return how many are at risk at each tick, under each reading."""
    if _READING not in steps:
        return pd.DataFrame({"years": ticks, "at_risk": [_at_risk(steps, t) for t in ticks]})
    return pd.concat(
        _numbers(read.drop(columns=_READING), ticks).assign(**{_READING: reading})
        for reading, read in steps.groupby(_READING, sort=False)
    )


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
