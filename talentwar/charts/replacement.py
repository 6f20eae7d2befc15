"""The chart of hires for each leaver, implied and published, part of the chapter on retention."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.forest import drawn, forest
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.replacement import Growth

_SCALE = (0.5, 50.0)


def hires(
    estimates: Estimates,
    growths: Mapping[str, Growth],
    published: pd.DataFrame,
    names: Names,
    language: Language,
) -> Figure:
    """Draw how many each lab hires for each who leaves, as its own figures imply.

    ``estimates`` come from ``talentwar.replacement.hires``, ``growths`` are what they rest on,
    ``published`` the comparison of ``talentwar.turnover.compare_turnover`` with them.
    """
    orgs = [org for org in growths if f"retention.hires-per-leaver.{org}" in estimates]
    frame = pd.DataFrame(
        [_row(org, estimates, growths[org], published, names, language) for org in orgs]
    )
    frame["rank"] = range(len(frame))
    chart = forest(len(frame), language, _tooltip(language), _SCALE).properties(data=frame)
    counts = len({row for org in orgs for row in growths[org].rows})
    source = language.t("retention.hires.source", n=language.number(counts))
    if not orgs:
        return nothing("retention-hires", chart, language, source)
    per_leaver = [estimates[f"retention.hires-per-leaver.{org}"] for org in orgs]
    level = language.percent(per_leaver[0].level or math.nan)
    headers = {
        "organization": language.t("organization.header"),
        "period": language.t("retention.period.header"),
        "leavers": language.t("retention.leavers.header"),
        "added": language.t("retention.added.header"),
        "value_text": language.t("retention.hires-per-leaver.header"),
        "interval_text": language.t("retention.interval.header", level=level),
        "published_text": language.t("flows.published.header"),
    }
    return Figure(
        name="retention-hires",
        facts="headcounts",
        chart=chart,
        title=_title(frame, language),
        subtitle=language.t("retention.hires.subtitle", level=level),
        source=source,
        alt=language.t(
            "retention.hires.alt",
            ratios=language.series(
                language.t(
                    "retention.hires.alt.one",
                    organization=row["organization"],
                    value=row["value_text"],
                    interval=row["interval_text"],
                )
                for row in frame.to_dict("records")
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["organization"]: frame["organization"],
                language.t("retention.since.header"): [str(growths[o].since) for o in orgs],
                language.t("retention.until.header"): [str(growths[o].until) for o in orgs],
                **{
                    headers[what]: [estimates[f"retention.{what}.{o}"].value for o in orgs]
                    for what in ("leavers", "added")
                },
                headers["value_text"]: [e.value for e in per_leaver],
                language.t("estimates.low"): [e.low for e in per_leaver],
                language.t("estimates.high"): [e.high for e in per_leaver],
                headers["published_text"]: list(frame["published_value"]),
            }
        ),
        language=language,
    )


def _row(
    org: str,
    estimates: Estimates,
    growth: Growth,
    published: pd.DataFrame,
    names: Names,
    language: Language,
) -> dict[str, object]:
    ratio = estimates[f"retention.hires-per-leaver.{org}"]
    stated = published.loc[published["org_id"] == org]
    value = None if stated.empty else float(stated["published_value"].iloc[0])
    inside = None if stated.empty else stated["inside"].iloc[0]
    return {
        "organization": named(names, org, language),
        "row": theme.two_lines(named(names, org, language)),
        **drawn(ratio, _SCALE),
        "period": language.t(
            "retention.period",
            since=language.date(f"{growth.since:%Y-%m}"),
            until=language.date(f"{growth.until:%Y-%m}"),
        ),
        **{
            what: language.number(estimates[f"retention.{what}.{org}"].value, 0)
            for what in ("leavers", "added")
        },
        "inside": inside,
        "published_value": value,
        "published_text": "" if value is None else language.number(value),
        "value_text": ratio.text(language),
        "interval_text": ratio.interval_text(language),
    }


def _tooltip(language: Language) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("value_text:N", title=language.t("retention.hires-per-leaver.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("leavers:N", title=language.t("retention.leavers.header")),
        alt.Tooltip("added:N", title=language.t("retention.added.header")),
    ]


def _title(frame: pd.DataFrame, language: Language) -> str:
    first = frame.iloc[0]
    known = frame.dropna(subset=["published_value"])
    differs = known[~known["inside"].astype("bool")]
    if len(known) and len(differs) == len(known):
        row = differs.iloc[0]
        return language.t(
            "retention.hires.title.differs",
            organization=row["organization"],
            implied=row["value_text"],
            published=row["published_text"],
        )
    return language.t(
        "retention.hires.title", organization=first["organization"], implied=first["value_text"]
    )
