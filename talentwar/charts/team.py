"""The simulator of a team, part of the chapter on retention: sliders, and no server behind them.

The browser computes the binomial quantiles by itself, from sums of logarithms, so that whatever a
reader sets is exact. What is drawn first is drawn by the same transforms.
"""

from __future__ import annotations

import altair as alt

from talentwar.charts import theme
from talentwar.charts.figure import Figure
from talentwar.charts.live import ROWS, driven_by, number_text, raw, sentence
from talentwar.charts.words import counted
from talentwar.language import Language
from talentwar.team import COVERAGE, survivors

LARGEST, LONGEST = 200, 10
"""The largest team and the longest time in years that the sliders offer."""
STEPS = 40
"""Points in time that are drawn."""


def team(size: int, yearly: int, years: int, rates: int, language: Language) -> Figure:
    """Draw how many of a team are left over time, expected and in nine cases of ten.

    ``size`` persons, ``yearly`` the percentage of them who leave in a year, ``years`` how long
    the team is followed: what the sliders start with. ``rates`` is how many published rates the
    percentage was taken from.
    """
    frame = survivors(size, yearly / 100, range(years + 1))
    last = frame.iloc[-1]
    values = {
        "size": language.number(size),
        "yearly": language.percent(yearly / 100),
        "years": language.tn("definition.years", years),
        "expected": language.number(float(last["expected"]), 0),
        "low": language.number(float(last["low"])),
        "high": language.number(float(last["high"])),
        "coverage": language.percent(COVERAGE),
    }
    columns = {
        "years": language.t("retention.years.header"),
        "expected": language.t("retention.team.expected"),
        "low": language.t("estimates.low"),
        "high": language.t("estimates.high"),
    }
    table = frame.assign(
        years=[language.number(n) for n in frame["years"]],
        expected=[language.number(n, 1) for n in frame["expected"]],
        low=[language.number(n) for n in frame["low"]],
        high=[language.number(n) for n in frame["high"]],
    )
    return Figure(
        name="retention-team",
        chart=_chart(size, yearly, years, language),
        title=language.t("retention.team.title", **values),
        subtitle=language.t("retention.team.subtitle", coverage=values["coverage"]),
        source=language.t("retention.team.source", rates=counted(language, "rates", rates)),
        alt=language.t("retention.team.alt", **values),
        table=table.rename(columns=columns),
        data=frame.rename(columns=columns),
        language=language,
    )


def _chart(size: int, yearly: int, years: int, language: Language) -> alt.LayerChart:
    sliders = [
        _slider("team", size, (2, LARGEST), language),
        _slider("yearly", yearly, (1, 60), language),
        _slider("horizon", years, (1, LONGEST), language),
    ]
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domainMin=0, nice=False),
        axis=alt.Axis(title=language.t("retention.team.axis"), tickMinStep=1, grid=False),
    )
    y = alt.Y("expected:Q", scale=alt.Scale(domainMin=0), axis=alt.Axis(title=None, tickMinStep=1))
    tooltip = [
        alt.Tooltip("years:Q", title=language.t("retention.years.header"), format=".1f"),
        alt.Tooltip("expected:Q", title=language.t("retention.team.expected"), format=".1f"),
        alt.Tooltip("low:Q", title=language.t("estimates.low")),
        alt.Tooltip("high:Q", title=language.t("estimates.high")),
    ]
    base = alt.Chart()
    band = base.mark_area(opacity=0.22, color=theme.token("gain"), interpolate="step-after")
    line = base.mark_line(strokeWidth=2.5, color=theme.token("gain"))
    points = base.properties(name=ROWS).mark_point(size=90, opacity=0, filled=True)
    end = base.transform_filter(f"datum.step == {STEPS}").transform_calculate(
        said=sentence(
            raw(language, "retention.team.end", "low", "high", "expected", "team"),
            low=number_text("datum.low"),
            high=number_text("datum.high"),
            expected="format(datum.expected, '.0f')",
            team="team",
        )
    )
    words = end.mark_text(align="right", dx=-4, fontSize=13, fontWeight="bold")
    layers = [
        band.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        line.encode(x=x, y=y),
        points.encode(x=x, y=y, tooltip=tooltip),
        # Where the band has come down.
        words.encode(x=x, y=alt.value(14), text="said:N"),
    ]
    chart = alt.LayerChart(layer=layers, width=700, height=300)
    return driven_by(chart, _survivors(), sliders)


def _slider(name: str, value: int, ends: tuple[int, int], language: Language) -> alt.Parameter:
    label = f"{language.t(f'retention.team.{name}')} "
    bound = alt.binding_range(min=ends[0], max=ends[1], step=1, name=label)
    return alt.param(name=name, value=value, bind=bound)


def _survivors() -> alt.Chart:
    """Return the transforms that compute expected survivors and band at each point in time.

    One row for each number of persons k up to the team's, its binomial coefficient as a sum of
    logarithms; then, at each time, the probabilities of at most k survivors.
    """
    tail = (1 - COVERAGE) / 2
    share = f"pow(1 - yearly / 100, horizon * datum.step / {STEPS})"
    logarithm = (
        "datum.choose + datum.k * log(datum.staying) + (team - datum.k) * log(1 - datum.staying)"
    )
    chart: alt.Chart = (
        alt.Chart(alt.sequence(0, LARGEST + 1, as_="k"))
        .transform_filter("datum.k <= team")
        .transform_calculate(term="datum.k == 0 ? 0 : log((team - datum.k + 1) / datum.k)")
        .transform_window(choose="sum(term)", sort=[alt.SortField("k")])
        .transform_calculate(step=f"sequence(0, {STEPS + 1})")
        .transform_flatten(["step"])
        .transform_calculate(staying=share)
        .transform_calculate(
            # At the start all are there, and the logarithm of nothing is no number.
            chance=f"datum.step == 0 ? (datum.k == team ? 1 : 0) : exp({logarithm})"
        )
        .transform_window(below="sum(chance)", sort=[alt.SortField("k")], groupby=["step"])
        .transform_calculate(
            lowest=f"datum.below >= {tail} - 1e-12 ? datum.k : team",
            highest=f"datum.below >= {1 - tail} - 1e-12 ? datum.k : team",
        )
        .transform_aggregate(low="min(lowest)", high="min(highest)", groupby=["step", "staying"])
        .transform_calculate(
            years=f"horizon * datum.step / {STEPS}", expected="team * datum.staying"
        )
    )
    return chart
