"""The chart of licences with hiring: the sum, and what that makes for each person hired."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.money import tick_labels, ticks
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.licences import PREFIX, Hired
from talentwar.names import Names

_STEP = 46


def licences(
    deals: pd.DataFrame,
    persons: Mapping[str, Hired],
    estimates: Estimates,
    names: Names,
    language: Language,
) -> Figure:
    """Draw the sum of each deal and, where known, the sum for each person hired.

    The arguments come from ``talentwar.licences``: ``deals``, ``hired``, ``per_hire``.
    """
    source = language.t("compensation.events.source", rows=language.tn("count.events", len(deals)))
    frame = pd.DataFrame(
        [
            _row(row, persons, estimates, names, language)
            for row in deals.dropna(subset=["amount"]).to_dict("records")
        ]
    )
    if frame.empty:
        blank = alt.Chart(frame).mark_point()
        return nothing("compensation-licences", blank, language, source)
    frame["rank"] = range(len(frame))
    known = frame.dropna(subset=["each"])
    headers = {
        "label": language.t("organization.header"),
        "buyer": language.t("compensation.buyer.header"),
        "date": language.t("compensation.date.header"),
        "amount_text": language.t("compensation.sum.header"),
        "persons_text": language.t("compensation.persons.header"),
        "each_text": language.t("compensation.per-hire.header"),
    }
    if known.empty:
        title = language.t("compensation.licences.title.none")
    else:
        ordered = known.sort_values("each")
        low, high = ordered.iloc[0], ordered.iloc[-1]
        title = language.t(
            "compensation.licences.title",
            low=low["each_text"],
            lower=low["organization"],
            high=high["each_text"],
            higher=high["organization"],
        )
    return Figure(
        name="compensation-licences",
        facts="funding_events",
        chart=_chart(frame, language),
        title=title,
        subtitle=language.t("compensation.licences.subtitle"),
        source=source,
        alt=language.t(
            "compensation.licences.alt",
            listed=language.series(
                f"{row['label']} {row['amount_text']}" for row in frame.to_dict("records")
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: frame["label"],
                headers["buyer"]: frame["buyer"],
                headers["date"]: frame["published"],
                headers["amount_text"]: frame["amount"],
                headers["persons_text"]: frame["persons"],
                headers["each_text"]: frame["each"],
            }
        ),
        language=language,
    )


def _row(
    deal: dict[object, object],
    persons: Mapping[str, Hired],
    estimates: Estimates,
    names: Names,
    language: Language,
) -> dict[str, object]:
    organization = named(names, deal["org_id"], language)
    came = persons.get(str(deal["event_id"]))
    each = estimates.get(f"{PREFIX}{deal['org_id']}")
    amount = float(str(deal["amount"]))
    return {
        "organization": organization,
        "label": organization,
        "whom": language.t(
            "compensation.deal",
            buyer=named(names, deal["buyer_id"], language),
            year=str(deal["date"])[:4],
        ),
        "buyer": named(names, deal["buyer_id"], language),
        "date": language.date(str(deal["date"])),
        "published": str(deal["date"]),
        "amount": amount,
        "amount_text": language.money(amount, "USD"),
        "persons": came.persons if came else math.nan,
        "persons_text": language.number(came.persons) if came else "",
        "each": each.value if each else math.nan,
        "each_text": each.text(language) if each else "",
        "said": (
            language.t(
                "compensation.deal.each",
                amount=language.money(amount, "USD"),
                each=each.text(language),
            )
            if each
            else language.money(amount, "USD")
        ),
    }


def _chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    values = pd.concat([frame["amount"], frame["each"].dropna()])
    low, high = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))
    decades = ticks(10.0**low, 10.0**high)
    labels = tick_labels(decades, "USD", language)
    scale = alt.Scale(type="log", domain=[decades[0], decades[-1]], nice=False)
    axis = alt.Axis(orient="top", values=decades, labelExpr=labels, title=None)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("organization.header")),
        alt.Tooltip("buyer:N", title=language.t("compensation.buyer.header")),
        alt.Tooltip("amount_text:N", title=language.t("compensation.sum.header")),
        alt.Tooltip("persons_text:N", title=language.t("compensation.persons.header")),
        alt.Tooltip("each_text:N", title=language.t("compensation.per-hire.header")),
    ]
    base = alt.Chart(frame).encode(y=alt.Y("rank:O", title=None, axis=None))
    known = base.transform_filter("isValid(datum.each)")
    size = theme.by_width(narrow=11, wide=12)
    layers = [
        known.mark_rule(strokeWidth=1.5, color=theme.token("muted"), yOffset=11).encode(
            x=alt.X("each:Q", scale=scale, axis=axis), x2="amount:Q"
        ),
        base.mark_point(
            size=90, filled=True, opacity=1, yOffset=11, color=theme.token("muted")
        ).encode(x=alt.X("amount:Q", scale=scale, axis=axis), tooltip=tooltip),
        known.mark_point(
            size=110, shape="diamond", filled=True, opacity=1, yOffset=11,
            color=theme.token("accent"),
        ).encode(x=alt.X("each:Q", scale=scale), tooltip=tooltip),
        base.mark_text(align="left", dy=-16, fontSize=size).encode(
            x=alt.value(0), text="label:N"
        ),
        base.mark_text(align="left", dy=-3, fontSize=size).encode(
            x=alt.value(0), text="whom:N", color=alt.value(theme.token("muted"))
        ),
        base.mark_text(align="right", dy=-16, fontSize=size, fontWeight="bold").encode(
            x=alt.value("width"), text="said:N"
        ),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=700, height=_STEP * len(frame))
