"""The answer at a glance: would a clause hold, place by place, and why.

The words of a row stand above one another across the whole width, so that they can be read on a
phone. A reader sets the months, the pay and the year, and picks a place of her own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from talentwar.charts import law, theme
from talentwar.charts.figure import Figure
from talentwar.charts.live import ROWS, driven_by, sentence, table
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment, Verdict
from talentwar.verdicts import site, verdict, why

_STEP = 66
_BOX = 26
_LONGEST = 46
"""Characters of a statute that stand in a line where the chart is narrow."""
_COLORS: dict[Verdict, str] = {
    "no": "void",
    "too-long": "below-line",
    "if-paid": "only-if-paid",
    "if-reasonable": "may-bind",
    "yes": "binds",
    "unknown": "unknown",
}
"""A verdict has the colour of the outcome that it is nearest to."""


def sites(
    rules: pd.DataFrame,
    every: Sequence[str],
    found: Mapping[str, Assessment],
    months: int,
    question: law.Question,
    names: Names,
    language: Language,
) -> Figure:
    """Draw the verdict on a clause of some months in each place.

    ``rules`` as from ``talentwar.noncompetes.in_currency``; ``every`` place to pick from;
    ``found`` are the assessments of the places shown, in order.
    """
    holding = [place for place, a in found.items() if a.can_bind(months)]
    values = {
        "holding": language.number(len(holding)),
        "n": language.number(len(found)),
        "months": language.tn("count.months", months),
        "day": language.date(question.day.isoformat()),
        "pay": language.money(question.annual_pay, question.currency),
    }
    shown = pd.DataFrame(
        [
            {
                language.t("noncompetes.place.header"): site(place, names, language),
                language.t("noncompetes.verdict.header"): verdict(a, months, language),
                language.t("noncompetes.why.header"): why(a, question.currency, language),
                language.t("noncompetes.statute.header"): a.statute.get(language.code, ""),
            }
            for place, a in found.items()
        ]
    )
    every_one = list(found.values())
    return Figure(
        name="noncompetes-sites",
        facts="noncompete_rules",
        chart=_chart(rules, every, list(found), months, question, names, language),
        title=language.t("noncompetes.sites.title", **values),
        subtitle=language.t("noncompetes.sites.subtitle", **values),
        source=language.t(
            "noncompetes.law.source", rows=language.tn("count.jurisdictions", len(found))
        ),
        alt=language.t(
            "noncompetes.sites.alt",
            listed=language.series(
                language.t(
                    "noncompetes.outcome.listed",
                    outcome=site(place, names, language),
                    places=verdict(a, months, language),
                )
                for place, a in found.items()
            ),
            **values,
        ),
        table=shown,
        data=pd.DataFrame(
            {
                language.t("noncompetes.place.header"): shown.iloc[:, 0],
                language.t("noncompetes.verdict.header"): shown.iloc[:, 1],
                language.t("noncompetes.longest.header"): [
                    a.longest_months for a in found.values()
                ],
                language.t("noncompetes.due.header"): [a.pay_share for a in every_one],
                language.t("noncompetes.line.header"): [a.line for a in every_one],
            }
        ),
        language=language,
    )


def _why_expression(currency: str, language: Language) -> str:
    line = law.line_text(currency, language)

    def plain(key: str) -> str:
        return sentence(language.t(key, line="{line}", share="{share}"), line=line,
                        share="datum.share")  # fmt: skip

    paid = plain("noncompetes.why.only-if-paid")
    return law.by_outcome(
        {
            "void": plain("noncompetes.why.void"),
            "below-line": plain("noncompetes.why.below-line"),
            "only-if-paid": (
                f"(datum.share == '' ? {paid} : {plain('noncompetes.why.paid-share')})"
            ),
            "may-bind": (
                f"(datum.line == '' ? {plain('noncompetes.why.may-bind')}"
                f" : {plain('noncompetes.why.above')})"
            ),
            "binds": plain("noncompetes.why.binds"),
            "unknown": plain("noncompetes.why.unknown"),
        }
    )


def _verdict_expression(verdicts: Mapping[Verdict, str]) -> str:
    free = "datum.outcome == 'void' || datum.outcome == 'below-line'"
    longer = "datum.firm == '1' && datum.months != '' && restriction > toNumber(datum.months)"
    return (
        f"{free} ? {verdicts['no']} : datum.outcome == 'unknown' ? {verdicts['unknown']}"
        f" : {longer} ? {verdicts['too-long']}"
        f" : datum.outcome == 'only-if-paid' ? {verdicts['if-paid']}"
        f" : datum.outcome == 'binds' ? {verdicts['yes']} : {verdicts['if-reasonable']}"
    )


def _because() -> str:
    """Return the expression for the reason and below it the statute, on two lines where narrow."""
    half = "floor(length(datum.statute) / 2)"
    at = f"indexof(substring(datum.statute, {half}), ' ') + {half}"
    long = f"length(datum.statute) > {_LONGEST}"
    parts = f"substring(datum.statute, 0, {at}), substring(datum.statute, {at} + 1)"
    lines = f"{long} ? [datum.why, {parts}] : [datum.why, datum.statute]"
    return f"{theme.IS_NARROW} ? ({lines}) : [datum.why, datum.statute]"


def _colors() -> dict[Verdict, str]:
    """Return the expression for the colour of each verdict."""
    return {v: theme.literal(theme.outcome_color(o)) for v, o in _COLORS.items()}


def _said(language: Language) -> dict[Verdict, str]:
    """Return the expression for the words of each verdict."""
    one, many = language.plural_forms("count.months")
    limit = sentence(many, n="datum.months")
    limit = f"(toNumber(datum.months) < 2 ? {sentence(one, n='datum.months')} : {limit})"
    words: dict[Verdict, str] = {
        v: sentence(language.t(f"noncompetes.verdict.{v}", months="{months}"), months=limit)
        for v in _COLORS
    }
    return words


def _chart(
    rules: pd.DataFrame,
    every: Sequence[str],
    shown: Sequence[str],
    months: int,
    question: law.Question,
    names: Names,
    language: Language,
) -> alt.LayerChart:
    ordered = sorted(every, key=lambda p: language.sort_key(names[p][language.code]))
    labels = {p: site(p, names, language) if p in shown else names[p][language.code] for p in every}
    frame = law.rules_for_vega(rules, ordered, names, language)
    frame = frame.assign(
        site=frame["place"].map(labels),
        rank=[str(shown.index(p)) if p in shown else "" for p in frame["place"]],
    )
    rows = (
        table(frame)
        .transform_filter(law.in_force())
        .transform_filter("datum.rank != '' || datum.place == own_place")
        .transform_calculate(
            outcome=law.outcome(),
            order="datum.place == own_place ? -1 : toNumber(datum.rank)",
        )
        .transform_calculate(
            why=_why_expression(question.currency, language),
            said=_verdict_expression(_said(language)),
            color=_verdict_expression(_colors()),
            sign=law.signs(),
        )
        .transform_calculate(because=_because())
        .transform_window(rank_drawn="row_number()", sort=[alt.SortField("order")])
    )
    own = alt.param(
        name="own_place",
        value="",
        bind=alt.binding_select(
            options=["", *ordered],
            labels=[
                language.t("noncompetes.own.none"),
                *(labels[p] for p in ordered),
            ],
            name=f"{language.t('noncompetes.slider.place')} ",
        ),
    )
    params = [
        own,
        law.months_param(months, language),
        law.pay_param(question, language),
        *law.day_params(question, language),
    ]
    drawn = alt.LayerChart(
        layer=_layers(len(shown), language), width=700, height=_STEP * (len(shown) + 1) + _TOP
    )
    return driven_by(drawn, rows, params)


_TOP = 24


def _layers(shown: int, language: Language) -> list[alt.Chart]:
    count = shown + 1
    y = alt.Y(
        "rank_drawn:O",
        axis=None,
        scale=alt.Scale(
            domain=list(range(1, count + 1)), range=[_TOP, _TOP + _STEP * count],
            paddingInner=0.1, paddingOuter=0.05,
        ),
    )  # fmt: skip
    base = alt.Chart().encode(y=y)
    half, left = _STEP // 2, _BOX + 10
    box = base.mark_rect(cornerRadius=3).encode(
        x=alt.value(0), x2=alt.value(_BOX), color=alt.Color("color:N", scale=None)
    )
    sign = base.mark_text(fontSize=15).encode(x=alt.value(_BOX / 2), text="sign:N")
    size = theme.by_width(narrow=12, wide=13)
    strong = alt.condition(
        "datum.order < 0", alt.value(theme.token("accent")), alt.value(theme.token("ink"))
    )
    place = base.mark_text(align="left", dy=-half + 12, fontSize=size).encode(
        x=alt.value(left), text="site:N", color=strong
    )
    verdict_ = (
        base.mark_text(align="left", dy=-half + 27, fontSize=size, fontWeight="bold")
        .encode(x=alt.value(left), text="said:N")
        .properties(name=ROWS)
    )
    reason = base.mark_text(
        align="left", dy=-half + 41, fontSize=theme.by_width(narrow=10, wide=12), lineHeight=11
    ).encode(x=alt.value(left), text="because:N", color=alt.value(theme.token("muted")))
    return [
        box, sign, place, verdict_, reason,
        law.day_words(alt.Chart(alt.InlineData(values=[{}])), language),
    ]  # fmt: skip
