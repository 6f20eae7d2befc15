"""The chart of what other choices make of a flow ratio, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.forest import drawn, forest
from talentwar.charts.words import counted, few, named, period
from talentwar.estimates import Estimate
from talentwar.fragility import Road, Variation
from talentwar.language import Language
from talentwar.names import Names


def fragility(
    road: Road | None,
    published: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw the odds of a road as the report has them, and under each other choice.

    ``road`` comes from ``talentwar.fragility.tested_road``, ``published`` from
    ``talentwar.flows.published_ratios``. Choices that leave no move are named below the chart.
    """
    if road is None or not road.odds.n:
        none = language.t("flows.fragility.source", rows=counted(language, "moves", 0))
        chart = forest(0, language, _tooltip(language)).properties(data=pd.DataFrame())
        return nothing("flows-fragility", chart, language, none)
    base, (origin, destination) = road.odds, road.pair
    rows = [(language.t("flows.fragility.base"), base)]
    rows += [(_label(v, language), v.odds) for v in road.others]
    left = [(label, e) for label, e in rows if e.n]
    frame = pd.DataFrame([_row(label, e, language) for label, e in left])
    frame["rank"] = range(len(frame))
    of_road = (published["origin_id"] == origin) & (published["destination_id"] == destination)
    stated = [*published.loc[of_road, "value"], math.nan][0]
    frame["published_value"] = [float(stated), *[math.nan] * (len(frame) - 1)]
    chart = forest(len(frame), language, _tooltip(language)).properties(data=frame)
    pair = {
        "origin": named(names, origin, language),
        "destination": named(names, destination, language),
    }
    return Figure(
        name="flows-fragility",
        facts="moves",
        chart=chart,
        title=_title(base, [v.odds for v in road.others], pair, language),
        subtitle=language.t(
            "flows.fragility.subtitle",
            **pair,
            level=language.percent(base.level or math.nan),
            period=period(language, since, until),
        ),
        source=_source(base.n, [label for label, e in rows if not e.n], language),
        note=few(language, "moves", base.n),
        alt=language.t("flows.fragility.alt", **pair, choices=_said(frame, language)),
        table=pd.DataFrame(
            {
                language.t("flows.fragility.header"): frame["choice"],
                language.t("flows.odds.header"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
                language.t("flows.moves.header"): [language.number(n) for n in frame["n"]],
            }
        ),
        data=pd.DataFrame(
            {
                language.t("flows.fragility.header"): frame["choice"],
                language.t("flows.odds.header"): [e.value for _, e in left],
                language.t("estimates.low"): [e.low for _, e in left],
                language.t("estimates.high"): [e.high for _, e in left],
                language.t("flows.moves.header"): [e.n for _, e in left],
            }
        ),
        language=language,
    )


def _source(moves: int, empty: Sequence[str], language: Language) -> str:
    said = language.t("flows.fragility.source", rows=counted(language, "moves", moves))
    if not empty:
        return said
    return f"{said} {language.t('flows.fragility.empty', choices=language.series(empty))}"


def _label(variation: Variation, language: Language) -> str:
    kind, value = variation.kind, variation.value
    if kind in ("function", "seniority", "confidence"):
        value = schema.table("moves").field(kind).labels(language.code)[value].lower()
    if kind in ("google", "hires"):
        return language.t(f"flows.fragility.{kind}.{value}")
    return language.t(f"flows.fragility.{kind}", value=value)


def _row(label: str, estimate: Estimate, language: Language) -> dict[str, object]:
    return {
        "choice": label,
        "row": theme.two_lines(label),
        **drawn(estimate),
        "n": estimate.n,
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _tooltip(language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("choice:N", title=language.t("flows.fragility.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.odds.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("n:Q", title=language.t("flows.moves.header")),
    ]


def _title(
    base: Estimate, others: Sequence[Estimate], pair: dict[str, str], language: Language
) -> str:
    known = [e for e in others if e.n]
    if base.value >= 1:
        against = sum(e.value < 1 for e in known)
        clear = sum(e.low is not None and e.low > 1 for e in known)
    else:
        against = sum(e.value > 1 for e in known)
        clear = sum(e.high is not None and e.high < 1 for e in known)
    counts = {"n": language.number(len(known)), "clear": language.number(clear)}
    if against:
        return language.t(
            "flows.fragility.title.reversed", **pair, **counts, against=language.number(against)
        )
    if clear < len(known):
        return language.t("flows.fragility.title.unsure", **pair, **counts)
    return language.t("flows.fragility.title.firm", **pair, **counts)


def _said(frame: pd.DataFrame, language: Language) -> str:
    return language.series(
        language.t(
            "flows.fragility.alt.one",
            choice=row["choice"],
            value=row["value_text"],
            interval=row["interval_text"],
        )
        for row in frame.to_dict("records")
    )
