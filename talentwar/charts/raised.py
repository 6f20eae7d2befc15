"""Charts of the capital of spin-outs: by company, by origin, and how concentrated it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.money import log_scale
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

SHOWN = 25
"""Companies drawn; the rows for machines are those of all."""
_STEP, _ROW = 24, 34


def capital(
    money: pd.DataFrame,
    spread: Estimates,
    rounds: int,
    lane: Mapping[str, str],
    names: Names,
    language: Language,
) -> Figure:
    """Draw what the companies raised that raised most.

    ``money`` from ``talentwar.raised.capital``, ``spread`` from ``concentration``, ``rounds`` how
    many were added up.
    """
    source = language.t(
        "spinouts.capital.source",
        rounds=language.tn("count.rounds", rounds),
        rows=language.tn("count.companies", int((money["known"] > 0).sum())),
    )
    known = money[money["known"] > 0]
    if known.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-capital", blank, language, source)
    every = pd.DataFrame([_company(r, lane, names, language) for r in known.to_dict("records")])
    first = str(known["org_id"].iloc[0])
    values = {
        "first": named(names, first, language),
        "share": spread[f"spinouts.largest.{first}"].text(language),
        "total": spread["spinouts.capital"].text(language),
        "n": language.number(len(known)),
        "shown": language.number(min(SHOWN, len(known))),
    }
    headers = {
        "name": language.t("spinouts.company.header"),
        "raised_text": language.t("spinouts.raised.header"),
        "basis": language.t("spinouts.basis.header"),
        "rounds_text": language.t("spinouts.rounds.header"),
        "promised_text": language.t("spinouts.promised.header"),
    }
    return Figure(
        name="spinouts-capital",
        facts="funding_events",
        chart=_capital_chart(every.head(SHOWN), language),
        title=language.t("spinouts.capital.title", **values),
        subtitle=language.t("spinouts.capital.subtitle", **values),
        source=source,
        alt=language.t(
            "spinouts.capital.alt",
            listed=language.series(
                f"{row['name']} {row['raised_text']}" for row in every.head(10).to_dict("records")
            ),
            **values,
        ),
        table=every.head(SHOWN)[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["name"]: every["name"],
                headers["raised_text"]: every["raised"],
                headers["basis"]: every["basis"],
                headers["rounds_text"]: every["rounds"],
                headers["promised_text"]: every["promised"],
            }
        ),
        language=language,
    )


def _company(
    row: dict[object, object], lane: Mapping[str, str], names: Names, language: Language
) -> dict[str, object]:
    org, known, paid = str(row["org_id"]), float(str(row["known"])), float(str(row["raised"]))
    promised = float(str(row["promised"]))
    published = known > paid
    return {
        "name": named(names, org, language),
        "raised": known,
        "raised_text": language.money(known, "USD"),
        "published": published,
        "basis": language.t("spinouts.basis.total")
        if published
        else language.t("spinouts.basis.rounds"),
        "rounds": row["rounds"],
        "rounds_text": language.number(float(str(row["rounds"]))),
        "promised": promised if promised > 0 else math.nan,
        "promised_text": language.money(promised, "USD") if promised > 0 else "",
        "both": known + promised,
        "color": theme.organization_color(lane[org]),
    }


def _capital_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    scale, axis = log_scale(frame["raised"].min() / 2, frame["both"].max() * 1.5, language)
    tooltip = [
        alt.Tooltip("name:N", title=language.t("spinouts.company.header")),
        alt.Tooltip("raised_text:N", title=language.t("spinouts.raised.header")),
        alt.Tooltip("basis:N", title=language.t("spinouts.basis.header")),
        alt.Tooltip("promised_text:N", title=language.t("spinouts.promised.header")),
    ]
    # Where the scale ends the sum stands before its mark.
    far = frame["both"] > frame["both"].max() / 10
    rows = frame.assign(rank=range(len(frame)), far=far)
    base = alt.Chart(rows).encode(y=theme.named_rows("name"))
    color = alt.Color("color:N", scale=None)
    promised = base.transform_filter("isValid(datum.promised)")
    layers = [
        promised.mark_rule(strokeWidth=2, strokeDash=[3, 3], opacity=0.7).encode(
            x=alt.X("raised:Q", scale=scale, axis=axis), x2="both:Q", color=color
        ),
        base.mark_point(size=85, filled=True, opacity=1).encode(
            x=alt.X("raised:Q", scale=scale, axis=axis),
            color=color,
            tooltip=tooltip,
            shape=alt.condition("datum.published", alt.value("diamond"), alt.value("circle")),
        ),
        base.transform_filter("datum.far")
        .mark_text(align="right", dx=-9, fontSize=11)
        .encode(x=alt.X("raised:Q", scale=scale), text="raised_text:N"),
        base.transform_filter("!datum.far")
        .mark_text(align="left", dx=9, fontSize=11)
        .encode(x=alt.X("both:Q", scale=scale), text="raised_text:N"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_STEP * len(frame))


def origins(sums: Estimates, order: Sequence[str], names: Names, language: Language) -> Figure:
    """Draw what the companies of each origin raised together, and for each founder.

    ``sums`` from ``talentwar.raised.of_origins``.
    """
    rows = []
    for origin in order:
        whole = sums[f"spinouts.raised.{origin}"]
        each = sums[f"spinouts.raised-per-founder.{origin}"]
        if whole.value > 0 and each.value > 0:
            rows.append(
                {
                    "name": named(names, origin, language),
                    "row": theme.two_lines(named(names, origin, language), 14),
                    "rank": -whole.value,
                    "raised": whole.value,
                    "raised_text": whole.text(language),
                    "each": each.value,
                    "each_text": each.text(language),
                    "n": whole.n,
                    "color": theme.organization_color(origin),
                }
            )
    frame = pd.DataFrame(rows)
    companies = len({row for e in sums.values() for row in e.rows})
    source = language.t("spinouts.origins-capital.source",
                        rows=language.tn("count.companies", companies))  # fmt: skip
    if frame.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-origins-capital", blank, language, source)
    first = frame.sort_values("raised").iloc[-1]
    richest = frame.sort_values("each").iloc[-1]
    values = {
        "first": first["name"],
        "raised": first["raised_text"],
        "richest": richest["name"],
        "each": richest["each_text"],
    }
    headers = {
        "name": language.t("spinouts.origin.header"),
        "raised_text": language.t("spinouts.raised.header"),
        "each_text": language.t("spinouts.each.header"),
        "n_text": language.t("spinouts.companies.header"),
    }
    ranked = frame.sort_values("rank", ignore_index=True)
    return Figure(
        name="spinouts-origins-capital",
        facts="funding_events",
        chart=_origins_chart(ranked, language),
        title=(
            language.t("spinouts.origins-capital.title.same", **values)
            if first["name"] == richest["name"]
            else language.t("spinouts.origins-capital.title", **values)
        ),
        subtitle=language.t("spinouts.origins-capital.subtitle"),
        source=source,
        alt=language.t(
            "spinouts.origins-capital.alt",
            listed=language.series(
                language.t(
                    "spinouts.origins-capital.said",
                    origin=row["name"],
                    raised=row["raised_text"],
                    each=row["each_text"],
                )
                for row in ranked.to_dict("records")
            ),
        ),
        table=ranked.assign(n_text=[language.number(n) for n in ranked["n"]])[list(headers)].rename(
            columns=headers
        ),
        data=pd.DataFrame(
            {
                headers["name"]: ranked["name"],
                headers["raised_text"]: ranked["raised"],
                headers["each_text"]: ranked["each"],
                headers["n_text"]: ranked["n"],
            }
        ),
        language=language,
    )


def _origins_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    # The smaller sums stand before their marks, the larger ones above theirs.
    scale, axis = log_scale(frame["each"].min() / 12, frame["raised"].max() * 3, language)
    tooltip = [
        alt.Tooltip("name:N", title=language.t("spinouts.origin.header")),
        alt.Tooltip("raised_text:N", title=language.t("spinouts.raised.header")),
        alt.Tooltip("each_text:N", title=language.t("spinouts.each.header")),
        alt.Tooltip("n:Q", title=language.t("spinouts.companies.header")),
    ]
    base = alt.Chart(frame).encode(y=theme.ranked_rows())
    color = alt.Color("color:N", scale=None)
    x, each = alt.X("raised:Q", scale=scale, axis=axis), alt.X("each:Q", scale=scale)
    layers = [
        base.mark_rule(strokeWidth=1.5, opacity=0.4).encode(x=x, x2="each:Q", color=color),
        base.mark_point(size=95, filled=True, opacity=1).encode(x=x, color=color, tooltip=tooltip),
        base.mark_point(size=100, shape="diamond", filled=True, opacity=1).encode(
            x=each, color=color, tooltip=tooltip
        ),
        base.mark_text(dy=-11, fontSize=11).encode(x=x, text="raised_text:N"),
        base.mark_text(align="right", dx=-9, fontSize=11).encode(x=each, text="each_text:N"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(frame))


def lorenz(
    curve: pd.DataFrame, spread: Estimates, largest: str, names: Names, language: Language
) -> Figure:
    """Draw the Lorenz curve of the capital (``talentwar.raised.lorenz``)."""
    gini, rest = spread["spinouts.gini"], spread["spinouts.gini-rest"]
    source = language.t("spinouts.origins-capital.source",
                        rows=language.tn("count.companies", gini.n))  # fmt: skip
    if gini.n < 2:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-lorenz", blank, language, source)
    half = curve[curve["companies"] <= 0.5 + 1e-9].iloc[-1]
    tenth = float(1 - curve[curve["companies"] <= 0.9 + 1e-9].iloc[-1]["capital"])
    values = {
        "gini": language.number(gini.value, 2),
        "rest": language.number(rest.value, 2),
        "largest": named(names, largest, language),
        "half": language.percent(float(half["capital"])),
        "tenth": language.percent(tenth),
    }
    headers = {
        "companies": language.t("spinouts.lorenz.companies"),
        "capital": language.t("spinouts.lorenz.capital"),
    }
    fifths = np.linspace(0, 1, 6)
    table = pd.DataFrame(
        {
            headers["companies"]: [language.percent(c) for c in fifths],
            headers["capital"]: [
                language.percent(c, 1)
                for c in np.interp(fifths, curve["companies"], curve["capital"])
            ],
        }
    )
    return Figure(
        name="spinouts-lorenz",
        facts="funding_events",
        chart=_lorenz_chart(curve, language),
        title=language.t("spinouts.lorenz.title", **values),
        subtitle=language.t("spinouts.lorenz.subtitle", **values),
        source=source,
        alt=language.t("spinouts.lorenz.alt", **values),
        table=table,
        data=curve.rename(columns=headers),
        language=language,
    )


def _lorenz_chart(curve: pd.DataFrame, language: Language) -> alt.LayerChart:
    x = alt.X(
        "companies:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            format=".0%", title=language.t("spinouts.lorenz.companies"), tickCount=5, grid=False
        ),
    )
    y = alt.Y(
        "capital:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", title=None, tickCount=5),
    )
    tooltip = [
        alt.Tooltip("companies:Q", title=language.t("spinouts.lorenz.companies"), format=".0%"),
        alt.Tooltip("capital:Q", title=language.t("spinouts.lorenz.capital"), format=".0%"),
    ]
    even = alt.Chart(pd.DataFrame({"companies": [0.0, 1.0], "capital": [0.0, 1.0]}))
    base = alt.Chart(curve)
    layers = [
        even.mark_line(strokeDash=[4, 3], strokeWidth=1.5, color=theme.token("muted")).encode(
            x=x, y=y
        ),
        base.mark_area(opacity=0.15, color=theme.token("gain")).encode(x=x, y=y),
        base.mark_line(strokeWidth=2.5, color=theme.token("gain")).encode(x=x, y=y),
        base.mark_point(size=30, filled=True, opacity=1, color=theme.token("gain")).encode(
            x=x, y=y, tooltip=tooltip
        ),
    ]
    return alt.LayerChart(layer=layers, width=700, height=320)
