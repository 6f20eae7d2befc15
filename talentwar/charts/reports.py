"""A row a report: who, from which bound to which, and what is known of it, on a log scale.

The words of a row stand above its mark, across the whole width, so that they can be read on a
phone. The reader can ask for other statuses, another confidence, another currency.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.live import ROWS, Live, among, driven_by, table, trusted
from talentwar.charts.money import tick_labels, ticks
from talentwar.charts.words import named
from talentwar.compensation import ALL_IN, ARTICLE, BASE, STATUSES, reach
from talentwar.language import Language
from talentwar.names import Names

STEP = 54
"""Height of a row in pixels."""
_ASTERISK = " *"
"""Marks what the article quotes."""
BELOW = theme.by_width(narrow=19, wide=10)
"""How far below the middle of its row a mark stands, under the words."""
_COLORS = {"confirmed": "gain", "reported": "ink", "rumoured": "loss", "denied": "accent"}
_SHAPES = {"confirmed": "circle", "reported": "square", "rumoured": "diamond", "denied": "cross"}


def lines(
    rows: pd.DataFrame, currency: str, names: Names, language: Language, *, what: bool, where: bool
) -> pd.DataFrame:
    """Return what is drawn and said of each report, the largest first.

    ``rows`` as from ``talentwar.compensation.reports`` in ``currency``. With ``what``, the kind of
    pay is part of the words; with ``where``, the place.
    """
    statuses = schema.table("compensation").field("status").labels(language.code)
    kinds = schema.table("compensation").field("kind").labels(language.code)
    drawn = []
    for row in rows.assign(reach=reach(rows)).to_dict("records"):
        low, high = float(row["low"]), float(row["high"])
        kind = kinds[str(row["kind"])]
        recipient = str(row[f"recipient_{language.code}"])
        said = [recipient]
        if what:
            said.append(kind[0].lower() + kind[1:])
        if where:
            said.append(language.t(f"compensation.region.{row['region']}"))
        said.append(str(row["day"].year))
        organization = named(names, row["org_id"], language)
        quoted = row["comp_id"] in ARTICLE
        drawn.append(
            {
                "comp_id": str(row["comp_id"]),
                "currency": currency,
                "organization": organization,
                "recipient": recipient,
                "whom": ", ".join(said),
                "kind": kind,
                "date": str(row["day"].year),
                "label": organization + (_ASTERISK if quoted else ""),
                "status": str(row["status"]),
                "status_text": statuses[str(row["status"])],
                "confidence": str(row["confidence"]),
                "low": _text(low),
                "high": _text(high),
                "reach": f"{row['reach']:.6g}",
                "value_text": amount(low, high, currency, language) + _time(row, language),
                "article": "1" if quoted else "0",
            }
        )
    frame = pd.DataFrame(drawn, columns=_FIELDS)
    # By the amounts as they travel, which the browser sorts by: a tie may differ in the last bit.
    order = frame["reach"].astype("float64")
    frame = frame.assign(order=-order).sort_values(["order", "comp_id"], ignore_index=True)
    return frame.drop(columns="order")


_FIELDS = (
    "comp_id", "currency", "organization", "recipient", "whom", "kind", "date", "label", "status",
    "status_text", "confidence", "low", "high", "reach", "value_text", "article",
)  # fmt: skip


def amount(low: float, high: float, currency: str, language: Language) -> str:
    """Write the bounds of an amount as they are known."""
    if math.isnan(low):
        return language.t("amount.up-to", amount=language.money(high, currency))
    if math.isnan(high):
        return language.t("amount.more-than", amount=language.money(low, currency))
    if low == high:
        return language.money(low, currency)
    return language.t(
        "amount.between", low=language.money(low, currency), high=language.money(high, currency)
    )


def _time(row: dict[object, object], language: Language) -> str:
    """Say over what time an amount is paid that is not that of the chart."""
    if row["yearly"] and row["kind"] in (*ALL_IN, *BASE):
        return ""
    if row["basis"] == "per-year":
        return language.t("amount.a-year")
    years = float(str(row["vest_years"]))
    if math.isnan(years):
        return ""
    return language.t("amount.over", years=language.tn("definition.years", round(years)))


def _text(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"


def limits(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the powers of ten between which all amounts above nothing lie."""
    values = pd.concat([frame["low"], frame["high"]])
    known = pd.to_numeric(values[values != ""]).astype("float64")
    known = known[known > 0]
    if known.empty:
        return 1e5, 1e6
    return 10 ** math.floor(math.log10(known.min())), 10 ** math.ceil(math.log10(known.max()))


def chart(
    every: pd.DataFrame, shown: int, chosen: Sequence[alt.Parameter], language: Language
) -> alt.LayerChart:
    """Draw reports: ``every`` one in each currency, of which the parameters select ``shown``."""
    base = alt.Chart().encode(y=alt.Y("rank:O", title=None, axis=None))
    layers = [*_marks(base, limits(every), language), *_words(base)]
    drawn = alt.LayerChart(layer=layers, width=700, height=STEP * max(1, shown))
    return driven_by(drawn, _selected(every), chosen)


def _selected(every: pd.DataFrame) -> alt.Chart:
    """Return the transforms that keep the reports asked for, the largest first."""
    rows: alt.Chart = (
        table(every)
        .transform_filter(
            f"{trusted('datum.confidence')} && {among('statuses', 'datum.status')}"
            " && datum.currency == currency"
        )
        .transform_calculate(
            lowest="toNumber(datum.low)",
            highest="toNumber(datum.high)",
            reach="toNumber(datum.reach)",
            one="1",
        )
        .transform_window(
            rank="row_number()",
            sort=[alt.SortField("reach", order="descending"), alt.SortField("comp_id")],
        )
    )
    return rows


def _words(base: alt.Chart) -> list[alt.Chart]:
    """Return the words of each row: who and when, to whom, how much."""
    size = theme.by_width(narrow=11, wide=12)
    ink = alt.condition(
        "datum.article == '1'", alt.value(theme.token("accent")), alt.value(theme.token("ink"))
    )
    who = base.mark_text(align="left", dy=-20, fontSize=size)
    whom = base.transform_calculate(lines=theme.broken("datum.whom")).mark_text(
        align="left", dy=-6, fontSize=theme.by_width(narrow=10, wide=12), lineHeight=12
    )
    values = base.mark_text(align="right", dy=-20, fontSize=size, fontWeight="bold")
    return [
        who.encode(x=alt.value(0), text="label:N", color=ink),
        whom.encode(x=alt.value(0), text="lines:N", color=alt.value(theme.token("muted"))),
        values.encode(x=alt.value("width"), text="value_text:N"),
    ]


def _marks(base: alt.Chart, ends: tuple[float, float], language: Language) -> list[alt.Chart]:
    """Return the marks of each row: from bound to bound, an arrow where one is not known."""
    scale = alt.Scale(type="log", domain=list(ends), nice=False, clamp=True)
    decades = ticks(*ends)
    labels = {code: tick_labels(decades, code, language) for code in ("USD", "EUR")}
    axis = alt.Axis(
        orient="top",
        values=decades,
        title=None,
        labelExpr=f"currency == 'EUR' ? {labels['EUR']} : {labels['USD']}",
        labelFlush=True,
    )
    color, shape = by_status("compensation", STATUSES, language)
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("recipient:N", title=language.t("compensation.recipient.header")),
        alt.Tooltip("date:N", title=language.t("compensation.date.header")),
        alt.Tooltip("value_text:N", title=language.t("compensation.amount.header")),
        alt.Tooltip("kind:N", title=language.t("compensation.kind.header")),
        alt.Tooltip("status_text:N", title=language.t("compensation.status.header")),
    ]
    x = alt.X("reach:Q", scale=scale, axis=axis)
    low = alt.X("lowest:Q", scale=scale, axis=axis)
    whole = base.transform_filter("isValid(datum.lowest) && isValid(datum.highest)")
    arrows = [
        base.transform_filter(f"!isValid(datum.{missing})")
        .mark_text(text=arrow, dx=dx, dy=BELOW, fontSize=13)
        .encode(x=x, color=color)
        for missing, arrow, dx in (("highest", "→", 13), ("lowest", "←", -13))
    ]
    rule = whole.mark_rule(strokeWidth=3, opacity=0.7, yOffset=BELOW)
    starts = whole.mark_point(size=70, filled=True, opacity=1, yOffset=BELOW)
    points = base.mark_point(size=70, filled=True, opacity=1, yOffset=BELOW)
    return [
        rule.encode(x=low, x2="highest:Q", color=color),
        points.encode(x=x, color=color, shape=shape, tooltip=tooltip).properties(name=ROWS),
        starts.encode(x=low, color=color, shape=shape),
        *arrows,
    ]


def by_status(
    name: str, statuses: Sequence[str], language: Language
) -> tuple[alt.Color, alt.Shape]:
    """Return colour and shape of the ``statuses`` of a table's reports, with their legend."""
    labels = schema.table(name).field("status").labels(language.code)
    domain = [labels[s] for s in statuses]
    legend = alt.Legend(title=None, columns=theme.by_width(narrow=2, wide=4), symbolOpacity=1)
    colors = [theme.token(_COLORS[s]) for s in statuses]
    shapes = [_SHAPES[s] for s in statuses]
    return (
        alt.Color("status_text:N", scale=alt.Scale(domain=domain, range=colors), legend=legend),
        alt.Shape("status_text:N", scale=alt.Scale(domain=domain, range=shapes), legend=legend),
    )


def asked(
    ask: Live | None, statuses: Sequence[str], confidence: str, currency: str
) -> Sequence[alt.Parameter]:
    """Return the parameters of such a chart, those that the page offers or fixed ones."""
    if ask:
        return ask.only("minimum_confidence", "statuses", "currency").params()
    fixed = {
        "minimum_confidence": confidence, "statuses": list(statuses), "currency": currency,
    }  # fmt: skip
    return [alt.param(name=name, value=value) for name, value in fixed.items()]
