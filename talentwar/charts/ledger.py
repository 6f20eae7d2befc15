"""The ledger of claims: the chart of verdicts, and the table that says why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from talentwar import claims as ledger
from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure
from talentwar.estimates import Estimates, written
from talentwar.language import Language
from talentwar.listing import CHART, Choice, Entry, Heading, Link, Listing

_ROW = 24
_COLORS = {
    "confirmed": "gain",
    "nuanced": "loss",
    "misread": "accent",
    "superseded": "ink",
    "not-verifiable": "muted",
}
_SHAPES = {
    "confirmed": "circle",
    "nuanced": "triangle-up",
    "misread": "cross",
    "superseded": "diamond",
    "not-verifiable": "square",
}
_COLUMNS = (
    ("claim", "text", 11.5),
    ("verdict", "text", 7.0),
    ("reason", "text", 19.5),
    ("published", "text", 6.0),
    ("ours", "text", 8.0),
    ("see", "text", 8.0),
    ("sources", "number", 9.0),
)


def verdicts(claims: pd.DataFrame, counted: Estimates, language: Language) -> Figure:
    """Draw what became of each claim, in the order of the article.

    ``counted`` from ``talentwar.claims.verdict_counts``.
    """
    table = schema.table("claims")
    labels, themes = (table.field(f).labels(language.code) for f in ("verdict", "theme"))
    ordered = claims.sort_values("rank")
    frame = pd.DataFrame(
        [
            {
                "claim": str(row[f"short_{language.code}"]),
                "rank": int(row["rank"]),
                "theme": themes[str(row["theme"])],
                "verdict": labels[str(row["verdict"])],
            }
            for row in ordered.to_dict("records")
        ]
    )
    values = {
        verdict.replace("-", "_"): counted[f"overview.claims.{verdict}"].text(language)
        for verdict in ledger.VERDICTS
    } | {"n": language.number(len(frame))}
    headers = {
        "claim": language.t("overview.claim.header"),
        "theme": language.t("overview.theme.header"),
        "verdict": language.t("overview.verdict.header"),
    }
    return Figure(
        name="overview-verdicts",
        facts="claims",
        chart=_chart(frame, labels, headers),
        title=language.t("overview.verdicts.title", **values),
        subtitle=language.t("overview.verdicts.subtitle"),
        source=language.t("overview.verdicts.source", rows=language.tn("count.claims", len(frame))),
        alt=language.t(
            "overview.verdicts.alt",
            listed=language.series(
                f"{row['claim']} – {row['verdict'].lower()}" for row in frame.to_dict("records")
            ),
            **values,
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=frame[["claim", "rank", "theme", "verdict"]].rename(
            columns=headers | {"rank": language.t("overview.rank.header")}
        ),
        language=language,
    )


def _chart(
    frame: pd.DataFrame, labels: Mapping[str, str], headers: Mapping[str, str]
) -> alt.LayerChart:
    domain = [labels[v] for v in _COLORS]
    legend = alt.Legend(
        title=None, columns=theme.by_width(narrow=2, wide=3), symbolOpacity=1, labelLimit=300
    )
    color = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=domain, range=[theme.token(c) for c in _COLORS.values()]),
        legend=legend,
    )
    shape = alt.Shape(
        "verdict:N", scale=alt.Scale(domain=domain, range=list(_SHAPES.values())), legend=legend
    )
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in headers.items()]
    base = alt.Chart(frame).encode(y=alt.Y("rank:O", axis=None))
    layers = [
        base.mark_point(size=85, filled=True, opacity=1).encode(
            x=alt.value(8), color=color, shape=shape, tooltip=tooltip
        ),
        base.mark_text(align="left", fontSize=theme.by_width(narrow=12, wide=13)).encode(
            x=alt.value(24), text="claim:N"
        ),
        base.transform_calculate(shown=f"{theme.IS_NARROW} ? '' : datum.verdict")
        .mark_text(align="right", fontSize=12, color=theme.token("muted"))
        .encode(x=alt.value("width"), text="shown:N"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(frame))


def listing(
    claims: pd.DataFrame, found: Estimates, sources: pd.DataFrame, language: Language
) -> Listing:
    """Return the ledger: what was said, what our data give, verdict, reason, chart, sources.

    ``found`` are the estimates of all chapters.
    """
    table = schema.table("claims")
    labels, themes = (table.field(f).labels(language.code) for f in ("verdict", "theme"))
    publishers = dict(zip(sources["source_id"], sources["publisher"], strict=True))
    rows = [
        (
            f"claim-{row['claim_id']}",
            ((str(row["theme"]),), (str(row["verdict"]),)),
            (
                Entry(ledger.said(row, language)),
                Entry(labels[str(row["verdict"])], str(ledger.VERDICTS.index(row["verdict"]))),
                Entry(ledger.reason(row, found, language)),
                _published(row, language),
                _ours(row, found, language),
                Entry("", "", _shown(row, language)),
                Entry("", None, _sources(row, publishers), name=True),
            ),
        )
        for row in claims.sort_values("rank").to_dict("records")
    ]
    return Listing(
        name="overview-ledger",
        title=language.t("overview.ledger.title"),
        headings=tuple(
            Heading(language.t(f"overview.{key}.header"), kind, width)
            for key, kind, width in _COLUMNS
        ),
        choices=(
            Choice("theme", language.t("overview.theme.header"), _present(claims, "theme", themes)),
            Choice(
                "verdict", language.t("overview.verdict.header"),
                _present(claims, "verdict", labels),
            ),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _present(
    claims: pd.DataFrame, field: str, labels: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key, text in labels.items() if key in set(claims[field]))


def _published(row: Mapping[Hashable, Any], language: Language) -> Entry:
    if pd.isna(row["published_value"]):
        return Entry("")
    return Entry(written(float(row["published_value"]), row["published_unit"], language))


def _ours(row: Mapping[Hashable, Any], found: Estimates, language: Language) -> Entry:
    """Return the first estimate, where it is of the same kind as what was published."""
    first = next(iter(ledger.answers(row, found)), None)
    if first is None or first.unit != row["published_unit"]:
        return Entry("")
    interval = first.interval_text(language)
    return Entry(f"{first.text(language)} ({interval})" if interval else first.text(language))


def _shown(row: Mapping[Hashable, Any], language: Language) -> tuple[Link, ...]:
    links: list[Link] = []
    if not pd.isna(row["figure"]):
        links.append((language.t("overview.see.chart"), CHART, str(row["figure"])))
    evidence = [] if pd.isna(row["evidence"]) else str(row["evidence"]).split(";")
    for place in evidence:
        name, _, key = place.partition("/")
        links.append((schema.table(name).title(language.code), name, key))
    return tuple(links)


def _sources(row: Mapping[Hashable, Any], publishers: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple((publishers[k], "sources", k) for k in str(row["source_ids"]).split(";"))
