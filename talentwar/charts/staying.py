"""Charts of stay or go: the bonus that makes both equal, and the months that a bonus buys.

The browser computes the present values of ``talentwar.offers`` from what the sliders say; what is
drawn first is drawn by the same transforms. Amounts on the sliders are in millions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure
from talentwar.charts.live import ROWS, driven_by, sentence
from talentwar.charts.money import money_text
from talentwar.language import Language
from talentwar.offers import (
    HORIZON,
    LONGEST_WAIT,
    REFRESH_MONTHS,
    Current,
    Offer,
    break_even_bonus,
    cost_of_waiting,
    months_bought,
)

GROWTHS = (-0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0)
"""Yearly growth of the equity of the present employer, column by column."""
DISCOUNTS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Yearly discount rates, row by row."""
_MILLION = 1e6
_VALUES = len(fields(Current)) + len(fields(Offer))
_ROW, _HEIGHT, _TICKS = 42, 320, 3
_RANGES = {
    "grant": (0, 200, 1),
    "signing": (0, 50, 1),
    "unvested": (0, 100, 0.5),
    "gap": (0, 24, 1),
    "offered_growth": (-50, 200, 10),
    "own_growth": (-50, 200, 10),
    "bonus": (0, 100, 0.5),
}


def bonus(
    package: Current, offer: Offer, offered_growth: float, months: int, currency: str,
    discount_rate: float, growth: float, language: Language,
) -> Figure:  # fmt: skip
    """Draw the retention bonus that makes staying and leaving equal, by growth and discount.

    ``months`` after which the bonus is paid; ``discount_rate`` and ``growth`` are those of the
    report, which the title speaks of.
    """

    def needed(rate: float, own: float) -> float:
        return break_even_bonus(package, offer, rate, own, offered_growth, months)

    frame = pd.DataFrame(
        [
            {"growth": own, "discount": rate, "bonus": needed(rate, own)}
            for rate in DISCOUNTS
            for own in GROWTHS
        ]
    )
    here = needed(discount_rate, growth)
    values = {
        "bonus": language.money(max(here, 0.0), currency),
        "grant": language.money(offer.grant, currency),
        "growth": language.percent(growth),
        "discount": language.percent(discount_rate),
        "months": language.number(months),
    }
    columns = {
        "growth": language.t("compensation.growth.header"),
        "discount": language.t("compensation.discount.header"),
        "bonus": language.t("compensation.bonus.header"),
    }
    table = frame.assign(
        growth=[_signed(v, language) for v in frame["growth"]],
        discount=[language.percent(v) for v in frame["discount"]],
        bonus=[_said(v, currency, language) for v in frame["bonus"]],
    )
    title = (
        language.t("compensation.bonus.title", **values)
        if here > 0
        else language.t("compensation.bonus.title.none", **values)
    )
    return Figure(
        name="compensation-bonus",
        chart=_bonus_chart(package, offer, offered_growth, months, currency, language),
        title=title,
        subtitle=language.t("compensation.bonus.subtitle", **values),
        source=language.t("compensation.bonus.source", n=language.number(_VALUES)),
        alt=language.t(
            "compensation.bonus.alt",
            low=_said(float(frame["bonus"].min()), currency, language),
            high=_said(float(frame["bonus"].max()), currency, language),
            **values,
        ),
        table=table.rename(columns=columns),
        data=frame.rename(columns=columns),
        language=language,
    )


def _signed(share: float, language: Language) -> str:
    return f"+{language.percent(share)}" if share > 0 else language.percent(share)


def _said(value: float, currency: str, language: Language) -> str:
    return language.money(value, currency) if value > 0 else language.t("compensation.bonus.none")


def _bonus_chart(
    package: Current, offer: Offer, offered_growth: float, months: int, currency: str,
    language: Language,
) -> alt.LayerChart:  # fmt: skip
    sliders = [
        _slider("grant", offer.grant / _MILLION, language),
        _slider("signing", offer.signing_bonus / _MILLION, language),
        _slider("unvested", package.unvested / _MILLION, language),
        _slider("gap", offer.gap_months, language),
        _slider("offered_growth", 100 * offered_growth, language),
    ]
    plus = f"datum.value > 0 && !({theme.IS_NARROW}) ? '+' : ''"
    percent = f"({plus}) + format(datum.value, '.0%')"
    x = alt.X(
        "growth:O",
        title=language.t("compensation.growth.header"),
        axis=alt.Axis(
            orient="top", ticks=False, domain=False, labelAngle=0, labelExpr=percent,
            labelFontSize=theme.by_width(narrow=10, wide=12),
        ),
    )  # fmt: skip
    y = alt.Y(
        "discount:O",
        title=language.t("compensation.discount.header"),
        axis=alt.Axis(ticks=False, domain=False, format=".0%"),
    )
    none = theme.literal(language.t("compensation.bonus.none"))
    written = money_text("datum.bonus", currency, language)
    base = alt.Chart().encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("growth:Q", title=language.t("compensation.growth.header"), format=".0%"),
        alt.Tooltip("discount:Q", title=language.t("compensation.discount.header"), format=".0%"),
        alt.Tooltip("said:N", title=language.t("compensation.bonus.header")),
    ]
    cells = (
        base.mark_rect(color=theme.token("loss"))
        .encode(
            opacity=alt.Opacity(
                "needed:Q",
                scale=alt.Scale(type="sqrt", domainMin=0, range=[0.0, theme.DEEPEST_CELL]),
                legend=None,
            ),
            tooltip=tooltip,
        )
        .properties(name=ROWS)
    )
    text = base.mark_text(fontSize=theme.by_width(narrow=10, wide=12)).encode(text="short:N")
    rows = _months_of(
        alt.Chart(alt.sequence(0, HORIZON + 1, as_="t"))
        .transform_calculate(growth=str(list(GROWTHS)))
        .transform_flatten(["growth"])
        .transform_calculate(discount=str(list(DISCOUNTS)))
        .transform_flatten(["discount"]),
        package, offer,
        {"growth": "datum.growth", "stay_until": str(HORIZON), "since": "datum.t",
         "offered": "offered_growth / 100", "unvested": "unvested * 1e6",
         "grant": "grant * 1e6", "signing": "signing * 1e6", "gap": "gap"},
    )  # fmt: skip
    rows = (
        rows.transform_calculate(
            worth="(datum.leave - datum.stay) * pow(1 + datum.discount, -datum.t / 12)"
        )
        .transform_aggregate(missing="sum(worth)", groupby=["growth", "discount"])
        .transform_calculate(bonus=f"datum.missing * pow(1 + datum.discount, {months} / 12)")
        .transform_calculate(
            needed="max(0, datum.bonus)",
            said=f"datum.bonus > 0 ? {written} : {none}",
            short="format(max(0, datum.bonus) / 1e6, ',.3~r')",
        )
    )
    drawn = alt.LayerChart(layer=[cells, text], width=700, height=_ROW * len(DISCOUNTS))
    return driven_by(drawn, rows, sliders)


def months(
    package: Current, offer: Offer, discount_rate: float, growth: float, offered_growth: float,
    paid: float, currency: str, language: Language,
) -> Figure:  # fmt: skip
    """Draw what it costs to wait before taking an offer, and how long a bonus ``paid`` covers."""
    costs = cost_of_waiting(package, offer, discount_rate, growth, offered_growth)
    bought = months_bought(costs, paid)
    frame = pd.DataFrame({"month": range(LONGEST_WAIT + 1), "cost": costs})
    values = {
        "bonus": language.money(paid, currency),
        "months": language.tn("count.months", bought),
        "longest": language.number(LONGEST_WAIT),
        "horizon": language.number(HORIZON),
        "grant": language.money(offer.grant, currency),
        "discount": language.percent(discount_rate),
    }
    columns = {
        "month": language.t("compensation.month.header"),
        "cost": language.t("compensation.waiting.header"),
    }
    quarters = frame[frame["month"] % _TICKS == 0]
    table = quarters.assign(
        month=[language.number(v) for v in quarters["month"]],
        cost=[language.money(float(v), currency) for v in quarters["cost"]],
    )
    title = (
        language.t("compensation.months.title.all", **values)
        if bought == LONGEST_WAIT
        else language.t("compensation.months.title", **values)
    )
    return Figure(
        name="compensation-months",
        chart=_months_chart(
            package, offer, discount_rate, growth, offered_growth, paid, currency, language
        ),
        title=title,
        subtitle=language.t("compensation.months.subtitle", **values),
        source=language.t("compensation.bonus.source", n=language.number(_VALUES)),
        alt=language.t(
            "compensation.months.alt",
            cost=language.money(float(costs[-1]), currency),
            **values,
        ),
        table=table.rename(columns=columns),
        data=frame.rename(columns=columns),
        language=language,
    )


def _months_chart(
    package: Current, offer: Offer, discount_rate: float, growth: float, offered_growth: float,
    paid: float, currency: str, language: Language,
) -> alt.LayerChart:  # fmt: skip
    sliders = [
        _slider("bonus", paid / _MILLION, language),
        _slider("grant", offer.grant / _MILLION, language),
        _slider("unvested", package.unvested / _MILLION, language),
        _slider("own_growth", 100 * growth, language),
        _slider("gap", offer.gap_months, language),
    ]
    x = alt.X(
        "month:Q",
        scale=alt.Scale(domain=[0, LONGEST_WAIT], nice=False),
        axis=alt.Axis(
            title=language.t("compensation.month.header"),
            values=list(range(0, LONGEST_WAIT + 1, _TICKS)),
            grid=False,
        ),
    )
    y = alt.Y(
        "cost:Q",
        axis=alt.Axis(
            title=None, tickCount=5, labelExpr=money_text("datum.value", currency, language)
        ),
    )
    tooltip = [
        alt.Tooltip("month:Q", title=language.t("compensation.month.header")),
        alt.Tooltip("said:N", title=language.t("compensation.waiting.header")),
    ]
    base = alt.Chart()
    line = base.mark_line(strokeWidth=2.5, color=theme.token("gain")).encode(x=x, y=y)
    points = (
        base.mark_point(size=80, opacity=0, filled=True)
        .encode(x=x, y=y, tooltip=tooltip)
        .properties(name=ROWS)
    )
    once = base.transform_filter("datum.month == 0")
    level = once.mark_rule(color=theme.token("accent"), strokeDash=[5, 4], strokeWidth=2).encode(
        y=alt.Y("paid:Q")
    )
    covered = base.transform_filter("datum.month == datum.bought").mark_rule(
        color=theme.token("accent"), strokeWidth=2
    )
    # Where the curve is high.
    words = once.mark_text(align="right", dx=-6, fontSize=13, fontWeight="bold").encode(
        x=alt.value("width"), y=alt.value(_HEIGHT - 14), text="words:N"
    )
    rows = _months_of(
        alt.Chart(alt.sequence(0, HORIZON + 1, as_="t"))
        .transform_calculate(month=f"sequence(0, {LONGEST_WAIT + 1})")
        .transform_flatten(["month"]),
        package, offer,
        {"growth": "own_growth / 100", "stay_until": "datum.month",
         "since": "(datum.t - datum.month)", "offered": f"{offered_growth!r}",
         "unvested": "unvested * 1e6", "grant": "grant * 1e6",
         "signing": f"{offer.signing_bonus!r}", "gap": "gap"},
    )  # fmt: skip
    said = language.t("compensation.months.words", bonus="{bonus}", months="{months}")
    rows = (
        rows.transform_calculate(
            worth=f"(datum.stay + datum.leave) * pow(1 + {discount_rate!r}, -datum.t / 12)"
        )
        .transform_aggregate(value="sum(worth)", groupby=["month"])
        .transform_window(
            now="first_value(value)", sort=[alt.SortField("month")], frame=[None, None]
        )
        .transform_calculate(cost="datum.now - datum.value", paid="bonus * 1e6")
        .transform_calculate(
            over=f"datum.cost > datum.paid + 1e-6 ? datum.month : {LONGEST_WAIT + 1}"
        )
        .transform_joinaggregate(first="min(over)")
        .transform_calculate(
            bought="datum.first - 1",
            said=money_text("datum.cost", currency, language),
        )
        .transform_calculate(
            words=sentence(
                said,
                bonus=money_text("datum.paid", currency, language),
                months="datum.bought",
            )
        )
    )
    layers = [line, level, covered.encode(x=x), points, words]
    return driven_by(alt.LayerChart(layer=layers, width=700, height=_HEIGHT), rows, sliders)


def _months_of(
    rows: alt.Chart, package: Current, offer: Offer, said: Mapping[str, str]
) -> alt.Chart:
    """Return the transforms that compute ``stay`` and ``leave`` in month ``t``.

    ``said`` are expressions: ``growth`` of the own equity, months of staying (``stay_until``) and
    ``since`` the departure, growth of the ``offered`` equity, and amounts that sliders set.
    """
    stay = f"datum.t > 0 && datum.t <= {said['stay_until']}"
    vesting = f"datum.t <= {package.months_left}"
    refreshed = " + ".join(
        f"(datum.t > {start} && datum.t - {start} <= {REFRESH_MONTHS}"
        f" ? pow(1 + {said['growth']}, (datum.t - {start}) / 12) : 0)"
        for start in range(0, HORIZON, 12)
    )
    parts, first = 12 * offer.vest_years, max(offer.cliff_months, 1)
    own = (
        f"{package.salary / 12!r}"
        f" + ({vesting} ? ({said['unvested']}) / {package.months_left}"
        f" * pow(1 + {said['growth']}, datum.t / 12) : 0)"
        f" + {package.refresh / REFRESH_MONTHS!r} * ({refreshed})"
    )
    rows = rows.transform_calculate(u=f"{said['since']} - {said['gap']}")
    vested = f"(datum.u == {first} ? {first} : datum.u > {first} && datum.u <= {parts} ? 1 : 0)"
    left = (
        f"(datum.u > 0 ? {offer.salary / 12!r} : 0) + (datum.u == 0 ? {said['signing']} : 0)"
        f" + {vested} * ({said['grant']}) / {parts} * pow(1 + {said['offered']}, datum.u / 12)"
    )
    # A layer of its own, which keeps expressions short.
    return rows.transform_calculate(stay=f"({stay}) ? ({own}) : 0").transform_calculate(
        leave=f"datum.u >= 0 ? ({left}) : 0"
    )


def _slider(name: str, value: float, language: Language) -> alt.Parameter:
    low, usual, step = _RANGES[name]
    high = max(usual, value)
    label = f"{language.t(f'compensation.slider.{name}')} "
    bound = alt.binding_range(min=low, max=high, step=step, name=label)
    return alt.param(name=name, value=value, bind=bound)
