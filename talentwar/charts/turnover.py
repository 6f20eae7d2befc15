"""The chart of arrivals for each departure, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.forest import drawn, forest
from talentwar.charts.words import counted, few, named, period
from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import Language
from talentwar.names import Names

_SCALE = (0.05, 50.0)


def turnover(
    estimates: Estimates,
    published: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw the arrivals for each departure of every organisation, the largest ratio first.

    ``estimates`` as from ``talentwar.turnover.arrivals_per_departure``, ``published`` the
    comparison made by ``talentwar.turnover.compare_turnover``. Organisations without any move are
    left out.
    """
    observed = ranked(e for e in estimates.values() if e.n)
    frame = pd.DataFrame([_row(e, published, names, language) for e in observed])
    frame["rank"] = range(len(frame))
    chart = forest(len(frame), language, _tooltip(language), _SCALE).properties(data=frame)
    moves = len({row for e in observed for row in e.rows})
    source = language.t("flows.turnover.source", rows=counted(language, "moves", moves))
    if not observed:
        return nothing("flows-turnover", chart, language, source)
    return Figure(
        name="flows-turnover",
        facts="moves",
        chart=chart,
        title=_title(published, names, language),
        subtitle=language.t(
            "flows.turnover.subtitle",
            level=language.percent(observed[0].level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t("flows.turnover.alt", ratios=_said(frame, language)),
        table=pd.DataFrame(
            {
                language.t("organization.header"): frame["organization"],
                language.t("flows.turnover.header"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
                language.t("flows.moves.header"): [language.number(n) for n in frame["n"]],
                language.t("flows.published.header"): frame["published_text"],
            }
        ),
        data=_data(observed, frame, language),
        language=language,
    )


def _row(
    estimate: Estimate, published: pd.DataFrame, names: Names, language: Language
) -> dict[str, object]:
    org = estimate.subject
    stated = published.loc[published["org_id"] == org, "published_value"]
    value = None if stated.empty else float(stated.iloc[0])
    return {
        "organization": named(names, org, language),
        "row": theme.two_lines(named(names, org, language)),
        **drawn(estimate, _SCALE),
        "n": estimate.n,
        "published_value": value,
        "published_text": "" if value is None else language.number(value),
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _tooltip(language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("flows.turnover.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("n:Q", title=language.t("flows.moves.header")),
    ]


def _title(published: pd.DataFrame, names: Names, language: Language) -> str:
    known = published.dropna(subset=["inside"])
    fits = [named(names, org, language) for org in known.loc[known["inside"], "org_id"]]
    differs = [named(names, org, language) for org in known.loc[~known["inside"], "org_id"]]
    inside, outside = language.items(fits), language.items(differs)
    if fits and differs:
        return language.t("flows.turnover.title.some", inside=inside, outside=outside)
    if fits:
        return language.t("flows.turnover.title.all", inside=inside)
    if differs:
        return language.t("flows.turnover.title.none", outside=outside)
    return language.t("flows.turnover.title.nothing")


def _said(frame: pd.DataFrame, language: Language) -> str:
    return language.series(
        language.t(
            "flows.turnover.alt.one",
            organization=row["organization"],
            value=row["value_text"],
            interval=row["interval_text"],
        )
        for row in frame.to_dict("records")
    )


def _data(observed: Sequence[Estimate], frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            language.t("organization.header"): frame["organization"],
            language.t("flows.turnover.header"): [e.value for e in observed],
            language.t("estimates.low"): [e.low for e in observed],
            language.t("estimates.high"): [e.high for e in observed],
            language.t("flows.moves.header"): [e.n for e in observed],
            language.t("flows.published.header"): list(frame["published_value"]),
        }
    )
