"""The timeline of reforms: a row each, from the first to the last, with the way that it goes."""

from __future__ import annotations

import datetime

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.live import ROWS
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_STEP = 42
_LEFT = 72
_COLORS = {
    "freer": "gain",
    "stricter": "accent",
    "mixed": "ink",
    "proposed": "muted",
    "blocked": "muted",
}
_SHAPES = {
    "freer": "triangle-up",
    "stricter": "triangle-down",
    "mixed": "diamond",
    "proposed": "circle",
    "blocked": "cross",
}


def reforms(
    changes: pd.DataFrame, found: Estimates, day: datetime.date, names: Names, language: Language
) -> Figure:
    """Draw what changed in the law, and what was only proposed or fell.

    ``changes`` from ``talentwar.clauses.reforms``, ``found`` from
    ``talentwar.clauses.reform_counts``; after ``day``, the law is enacted and yet to come.
    """
    labels = schema.table("noncompete_rules").field("change").labels(language.code)
    source = language.t(
        "noncompetes.reforms.source", rows=language.tn("count.reforms", len(changes))
    )
    frame = pd.DataFrame(
        [
            {
                "rank": rank,
                "date": language.date(f"{row['day']:%Y-%m-%d}"),
                "short": f"{row['day']:%Y-%m}",
                "day": f"{row['day']:%Y-%m-%d}",
                "place": names[str(row["jurisdiction_id"])][language.code],
                "what": str(row[f"reform_{language.code}"]),
                "change": labels[str(row["change"])],
                "coming": bool(row["day"].date() > day),
            }
            for rank, row in enumerate(changes.to_dict("records"))
        ]
    )
    if frame.empty:
        return nothing("noncompetes-reforms", alt.Chart(frame).mark_point(), language, source)
    values = {
        "freer": found["noncompetes.reforms.freer"].text(language),
        "stricter": found["noncompetes.reforms.stricter"].text(language),
        "proposed": found["noncompetes.reforms.proposed"].text(language),
        "first": str(changes["day"].min().year),
        "last": str(changes["day"].max().year),
    }
    headers = {
        "place": language.t("noncompetes.place.header"),
        "date": language.t("noncompetes.since.header"),
        "what": language.t("noncompetes.change.header"),
        "change": language.t("noncompetes.way.header"),
    }
    return Figure(
        name="noncompetes-reforms",
        facts="noncompete_rules",
        chart=_chart(frame, labels, language),
        title=language.t("noncompetes.reforms.title", **values),
        subtitle=language.t("noncompetes.reforms.subtitle"),
        source=source,
        alt=language.t("noncompetes.reforms.alt", **values),
        table=frame[list(headers)].rename(columns=headers),
        data=frame.assign(date=frame["day"], year=frame["day"].str[:4].astype("int64"))[
            ["place", "date", "year", "change"]
        ].rename(columns=headers | {"year": language.t("noncompetes.year.header")}),
        language=language,
    )


def _chart(frame: pd.DataFrame, labels: dict[str, str], language: Language) -> alt.LayerChart:
    base = alt.Chart(frame).encode(y=alt.Y("rank:O", axis=None))
    domain = [labels[c] for c in _COLORS]
    legend = alt.Legend(title=None, columns=theme.by_width(narrow=3, wide=5), symbolOpacity=1)
    color = alt.Color(
        "change:N",
        scale=alt.Scale(domain=domain, range=[theme.token(c) for c in _COLORS.values()]),
        legend=legend,
    )
    shape = alt.Shape(
        "change:N",
        scale=alt.Scale(domain=domain, range=[_SHAPES[c] for c in _COLORS]),
        legend=legend,
    )
    tooltip = [
        alt.Tooltip("date:N", title=language.t("noncompetes.since.header")),
        alt.Tooltip("place:N", title=language.t("noncompetes.place.header")),
        alt.Tooltip("what:N", title=language.t("noncompetes.change.header")),
        alt.Tooltip("change:N", title=language.t("noncompetes.way.header")),
    ]
    size = theme.by_width(narrow=11, wide=12)
    faded = alt.condition("datum.coming", alt.value(0.75), alt.value(1))
    left = alt.value(_LEFT)
    layers = [
        base.mark_text(align="left", dy=-13, fontSize=size, fontWeight="bold").encode(
            x=left, text="place:N", opacity=faded
        ),
        base.transform_calculate(lines=theme.broken("datum.what", 40))
        .mark_text(align="left", dy=0, fontSize=theme.by_width(narrow=10, wide=12), lineHeight=11)
        .encode(x=left, text="lines:N", color=alt.value(theme.token("muted"))),
        base.mark_text(align="left", dy=-13, fontSize=size).encode(
            x=alt.value(0), text="short:N", color=alt.value(theme.token("muted"))
        ),
        base.mark_point(size=70, filled=True, opacity=1, yOffset=-13)
        .encode(x=alt.value(61), color=color, shape=shape, tooltip=tooltip)
        .properties(name=ROWS),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_STEP * len(frame))
