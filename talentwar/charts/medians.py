"""The chart of the times until half had left, part of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.live import ROWS, Live, among, raw
from talentwar.charts.words import counted, counted_forms, few, named
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

_ROW = 36


def medians(
    readings: Mapping[str, Estimates],
    cohorts: Sequence[str],
    names: Names,
    language: Language,
    rows: int,
    ask: Live | None = None,
) -> Figure:
    """Draw the time until half of each cohort had left, under each reading of the dates.

    ``readings`` gives the medians (``retention.median.<cohort>``, with or without a reading)
    under ``earliest``, ``middle`` and ``latest``. What was not reached ends in an arrow. With
    ``ask`` the reader of the page can leave cohorts out.
    """
    known = [c for c in cohorts if all(_median_of(c, e) for e in readings.values())]
    frame = pd.DataFrame([_median_row(c, readings, names, language) for c in known])
    frame["rank"] = range(len(frame))
    source = language.t("retention.survival.source", rows=counted(language, "spells", rows))
    view = _medians_view(ask.only("cohorts"), language) if ask else None
    if not known:
        blank = alt.Chart(frame).mark_point()
        return nothing("retention-medians", blank, language, source)
    chart = _medians_chart(frame, language)
    if ask:
        ask = ask.only("cohorts")
        chart = chart.add_params(*ask.params()).transform_filter(
            among("cohorts", "datum.cohort_id")
        )
    level = next(iter(readings["middle"].values())).level or math.nan
    return Figure(
        name="retention-medians",
        facts="tenures",
        chart=chart,
        title=_medians_title(frame, language),
        subtitle=language.t("retention.medians.subtitle", level=language.percent(level)),
        source=source,
        note=few(language, "spells", rows),
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
        view=view,
    )


def _medians_view(ask: Live, language: Language) -> View:
    return ask.view(
        title=language.t("retention.medians.title.asked"),
        subtitle=language.t("retention.medians.subtitle", level=language.percent(ask.level)),
        source=raw(language, "retention.survival.source", "rows"),
        rows=counted_forms(language, "persons"),
        count="n",
        step=_ROW,
        order=("rank",),
        columns=(
            (language.t("cohort.header"), "cohort"),
            (language.t("retention.earliest.header"), "earliest_text"),
            (language.t("retention.middle.header"), "middle_text"),
            (language.t("estimates.interval"), "interval_text"),
            (language.t("retention.latest.header"), "latest_text"),
        ),
    )


def _median_of(cohort: str, estimates: Estimates) -> Estimate | None:
    return next((e for e in estimates.values() if e.name.split(".")[2] == cohort), None)


def _median_row(
    cohort: str, readings: Mapping[str, Estimates], names: Names, language: Language
) -> dict[str, object]:
    row: dict[str, object] = {"cohort_id": cohort, "cohort": named(names, cohort, language)}
    for reading, estimates in readings.items():
        found = _median_of(cohort, estimates)
        if found is None:
            raise ValueError(f"no median of {cohort} under the reading {reading}")
        row[reading] = found.value
        row[f"{reading}_text"] = _median_text(found, language)
        if reading == "middle":
            row |= {"low": found.low, "high": found.high, "n": found.n}
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


def _medians_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
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
    tooltip = [
        alt.Tooltip("cohort:N", title=language.t("cohort.header")),
        alt.Tooltip("earliest_text:N", title=language.t("retention.earliest.header")),
        alt.Tooltip("middle_text:N", title=language.t("retention.middle.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("latest_text:N", title=language.t("retention.latest.header")),
    ]
    base = alt.Chart().encode(y=theme.ranked_rows(), tooltip=tooltip)
    chance = (
        base.properties(name=ROWS)
        .mark_rule(strokeWidth=2, color=theme.token("muted"))
        .encode(
            x=alt.X("low:Q", scale=scale, axis=alt.Axis(title=None, tickMinStep=1)), x2="high:Q"
        )
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
    layers = [chance, dates, middle, *arrows]
    return alt.LayerChart(data=shown, layer=layers, width=700, height=_ROW * len(frame))
