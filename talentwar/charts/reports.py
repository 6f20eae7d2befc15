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
from talentwar.charts.words import named
from talentwar.compensation import ALL_IN, ARTICLE, BASE, STATUSES, reach
from talentwar.language import Language
from talentwar.names import Names

STEP = 48
"""Height of a row in pixels."""
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
        said = [language.t(f"compensation.region.{row['region']}")] if where else []
        said.append(str(row["day"].year))
        organization = named(names, row["org_id"], language)
        drawn.append(
            {
                "comp_id": str(row["comp_id"]),
                "currency": currency,
                "organization": organization,
                "recipient": recipient,
                "whom": f"{kind}, {recipient}" if what else recipient,
                "kind": kind,
                "date": str(row["day"].year),
                "label": language.t(
                    "compensation.row", organization=organization, rest=", ".join(said)
                ),
                "status": str(row["status"]),
                "status_text": statuses[str(row["status"])],
                "confidence": str(row["confidence"]),
                "low": _text(low),
                "high": _text(high),
                "reach": f"{row['reach']:.6g}",
                "value_text": amount(low, high, currency, language) + _time(row, language),
                "article": "1" if row["comp_id"] in ARTICLE else "0",
            }
        )
    frame = pd.DataFrame(drawn, columns=_FIELDS)
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
    return "" if math.isnan(years) else language.t("amount.over", years=_years(years, language))


def _years(years: float, language: Language) -> str:
    return language.tn("definition.years", round(years))


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
    every: pd.DataFrame,
    shown: int,
    chosen: Sequence[alt.Parameter],
    language: Language,
) -> alt.LayerChart:
    """Draw reports: ``every`` one in each currency, of which the parameters select ``shown``."""
    low, high = limits(every)
    x_scale = alt.Scale(type="log", domain=[low, high], nice=False, clamp=True)
    decades = [10.0**n for n in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    axis = alt.Axis(
        orient="top",
        values=decades,
        title=None,
        labelExpr=_money_labels(decades, language),
        labelFlush=True,
    )
    statuses = schema.table("compensation").field("status").labels(language.code)
    domain = [statuses[s] for s in STATUSES]
    legend = alt.Legend(title=None, columns=theme.by_width(narrow=2, wide=4), symbolOpacity=1)
    color = alt.Color(
        "status_text:N",
        scale=alt.Scale(domain=domain, range=[theme.token(_COLORS[s]) for s in STATUSES]),
        legend=legend,
    )
    shape = alt.Shape(
        "status_text:N",
        scale=alt.Scale(domain=domain, range=[_SHAPES[s] for s in STATUSES]),
        legend=legend,
    )
    y = alt.Y("rank:O", title=None, axis=None)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("compensation.report.header")),
        alt.Tooltip("recipient:N", title=language.t("compensation.recipient.header")),
        alt.Tooltip("value_text:N", title=language.t("compensation.amount.header")),
        alt.Tooltip("kind:N", title=language.t("compensation.kind.header")),
        alt.Tooltip("status_text:N", title=language.t("compensation.status.header")),
    ]
    base = alt.Chart().encode(y=y)
    size = theme.by_width(narrow=11, wide=12)
    ink = alt.condition(
        "datum.article == '1'", alt.value(theme.token("accent")), alt.value(theme.token("ink"))
    )
    words = base.mark_text(align="left", dy=-16, fontSize=size).encode(
        x=alt.value(0), text="label:N", color=ink
    )
    whom = base.mark_text(
        align="left", dy=-2, fontSize=size, limit=theme.by_width(narrow=325, wide=620)
    ).encode(x=alt.value(0), text="whom:N", color=alt.value(theme.token("muted")))
    values = base.mark_text(align="right", dy=-16, fontSize=size, fontWeight="bold").encode(
        x=alt.value("width"), text="value_text:N"
    )
    whole = base.transform_filter("isValid(datum.lowest) && isValid(datum.highest)")
    rule = whole.mark_rule(strokeWidth=3, opacity=0.7, yOffset=13).encode(
        x=alt.X("lowest:Q", scale=x_scale, axis=axis), x2="highest:Q", color=color
    )
    points = (
        base.mark_point(size=70, filled=True, opacity=1, yOffset=13)
        .encode(x=alt.X("reach:Q", scale=x_scale, axis=axis), color=color, shape=shape,
                tooltip=tooltip)
        .properties(name=ROWS)
    )  # fmt: skip
    starts = whole.mark_point(size=70, filled=True, opacity=1, yOffset=13).encode(
        x=alt.X("lowest:Q", scale=x_scale), color=color, shape=shape
    )
    arrows = [
        base.transform_filter(f"!isValid(datum.{missing})")
        .mark_text(text=arrow, dx=dx, dy=13, fontSize=13)
        .encode(x=alt.X("reach:Q", scale=x_scale), color=color)
        for missing, arrow, dx in (("highest", "→", 13), ("lowest", "←", -13))
    ]
    rows = (
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
    drawn = alt.LayerChart(
        layer=[rule, points, starts, *arrows, words, whom, values],
        width=700,
        height=STEP * max(1, shown),
    )
    return driven_by(drawn, rows, chosen)


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


def _money_labels(values: Sequence[float], language: Language) -> str:
    """Return the expression that writes the ticks of an axis in the currency chosen."""
    expression = "''"
    for code in ("USD", "EUR"):
        for value in values:
            text = theme.literal(language.money(value, code))
            near = f"abs(datum.value / {value:.0f} - 1) < 1e-6"
            expression = f"currency == '{code}' && {near} ? {text} : {expression}"
    return expression
