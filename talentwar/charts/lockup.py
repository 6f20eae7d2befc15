"""The price of a lock-up: what a clause costs the person and the field, place by place.

The browser computes ``talentwar.lockup.price`` from what the sliders say.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import altair as alt
import pandas as pd

from talentwar.charts import law, theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.live import ROWS, driven_by, sentence, table
from talentwar.charts.money import money_text
from talentwar.language import Language
from talentwar.lockup import VEST_YEARS, Profile
from talentwar.names import Names
from talentwar.noncompetes import Assessment
from talentwar.verdicts import site

_STEP, _BAR, _TOP = 50, 9, 0
_PARTS = {"pay_lost": "loss", "growth_missed": "gain"}
_AMOUNTS = ("pay_lost", "growth_missed", "person", "field")
_MILLION = 1e6


def lockup(
    costs: pd.DataFrame,
    found: Mapping[str, Assessment],
    profile: Profile,
    months: int,
    currency: str,
    names: Names,
    language: Language,
) -> Figure:
    """Draw what a clause of some months costs in each place (``costs`` from ``lockup.price``)."""
    source = language.t(
        "noncompetes.law.source", rows=language.tn("count.jurisdictions", len(costs))
    )
    values = {
        "months": language.tn("count.months", months),
        "pay": language.money(profile.annual_pay, currency),
        "grant": language.money(profile.grant, currency),
        "growth": language.percent(profile.growth),
    }
    known = costs.dropna(subset=["person"])
    if known.empty:
        return nothing("noncompetes-lockup", alt.Chart(costs).mark_point(), language, source)
    dearest = known.sort_values("person").iloc[-1]
    top = {
        **values,
        "cost": language.money(float(dearest["person"]), currency),
        "free": language.number(int((known["person"] == 0).sum())),
        "n": language.number(len(costs)),
    }
    headers = _headers(language)
    labelled = costs.assign(place=[site(str(p), names, language) for p in costs["jurisdiction_id"]])
    shown = _written(labelled, currency, language)
    return Figure(
        name="noncompetes-lockup",
        facts="noncompete_rules",
        chart=_chart(labelled, found, profile, months, currency, language),
        title=language.t("noncompetes.lockup.title", **top),
        subtitle=language.t(
            "noncompetes.lockup.subtitle", years=language.number(VEST_YEARS), **values
        ),
        source=source,
        alt=language.t(
            "noncompetes.lockup.alt",
            listed=language.series(f"{r['place']} {r['person']}" for r in shown.to_dict("records")),
            **top,
        ),
        table=shown[list(headers)].rename(columns=headers),
        data=labelled.round(dict.fromkeys(_AMOUNTS, 0))[list(headers)].rename(columns=headers),
        language=language,
    )


def _headers(language: Language) -> dict[str, str]:
    return {
        "place": language.t("noncompetes.place.header"),
        "held": language.t("noncompetes.held.header"),
        "pay_lost": language.t("noncompetes.part.pay_lost"),
        "growth_missed": language.t("noncompetes.part.growth_missed"),
        "person": language.t("noncompetes.person.header"),
        "field": language.t("noncompetes.field.header"),
    }


def _written(costs: pd.DataFrame, currency: str, language: Language) -> pd.DataFrame:
    """Return costs with months and amounts as they are read."""

    def said(value: float, write: Callable[[float], str]) -> str:
        return language.t("value.unknown") if pd.isna(value) else write(value)

    amounts = {
        name: [said(v, lambda a: language.money(a, currency)) for v in costs[name]]
        for name in _AMOUNTS
    }
    return costs.assign(held=[said(v, language.number) for v in costs["held"]], **amounts)


def _chart(
    costs: pd.DataFrame,
    found: Mapping[str, Assessment],
    profile: Profile,
    months: int,
    currency: str,
    language: Language,
) -> alt.LayerChart:
    terms = pd.DataFrame(
        [
            {
                "rank": str(rank),
                "place": str(row["place"]),
                "known": "0" if pd.isna(row["held"]) else "1",
                "free": "1" if found[str(row["jurisdiction_id"])].can_bind(0) is False else "0",
                "cap": _cap(found[str(row["jurisdiction_id"])]),
                "due": f"{found[str(row['jurisdiction_id'])].pay_share or 0:.4g}",
            }
            for rank, row in enumerate(costs.to_dict("records"))
        ]
    )
    rows = (
        table(terms)
        .transform_calculate(
            held=(
                "datum.free == '1' ? 0 : datum.cap == '' ? restriction"
                " : min(restriction, toNumber(datum.cap))"
            )
        )
        .transform_calculate(
            pay_lost=(
                f"datum.known == '0' ? 0 : pay * {law.THOUSAND} * datum.held / 12"
                " * (1 - toNumber(datum.due))"
            ),
            growth_missed=(
                f"datum.known == '0' ? 0 : grant * {_MILLION:.0f}"
                " * (pow(1 + growth / 100, datum.held / 12) - 1)"
            ),
            field=(
                f"(pay * {law.THOUSAND} + grant * {_MILLION:.0f} / {VEST_YEARS}) * datum.held / 12"
            ),
        )
        .transform_calculate(person="datum.pay_lost + datum.growth_missed")
        .transform_calculate(said=_said(currency, language))
        .transform_fold(list(_PARTS), as_=["part", "amount"])
        .transform_calculate(
            part_text=" : ".join(
                [
                    f"datum.part == 'pay_lost' ? "
                    f"{theme.literal(language.t('noncompetes.part.pay_lost'))}",
                    theme.literal(language.t("noncompetes.part.growth_missed")),
                ]
            ),
            amount_text=money_text("datum.amount", currency, language),
        )
    )
    return driven_by(
        alt.LayerChart(layer=_layers(language), width=700, height=_STEP * len(costs)),
        rows,
        _params(profile, months, currency, language),
    )


def _cap(assessment: Assessment) -> str:
    limit = assessment.longest_months
    return f"{limit:.0f}" if assessment.limit_is_firm and limit is not None else ""


def _said(currency: str, language: Language) -> str:
    words = language.t("noncompetes.lockup.words", person="{person}", field="{field}")
    said = sentence(
        words,
        person=money_text("datum.person", currency, language),
        field=money_text("datum.field", currency, language),
    )
    nothing_lost = theme.literal(language.t("noncompetes.lockup.nothing"))
    unknown = theme.literal(language.t("value.unknown"))
    return f"datum.known == '0' ? {unknown} : datum.held == 0 ? {nothing_lost} : {said}"


def _layers(language: Language) -> list[alt.Chart]:
    base = alt.Chart().encode(y=alt.Y("rank:O", axis=None, sort=None))
    labels = [language.t(f"noncompetes.part.{part}") for part in _PARTS]
    color = alt.Color(
        "part_text:N",
        scale=alt.Scale(domain=labels, range=[theme.token(c) for c in _PARTS.values()]),
        legend=alt.Legend(
            title=None, columns=theme.by_width(narrow=1, wide=2), symbolType="square",
            symbolOpacity=1, labelLimit=400,
        ),
    )  # fmt: skip
    size = theme.by_width(narrow=11, wide=12)
    once = base.transform_filter("datum.part == 'pay_lost'")
    return [
        base.mark_bar(height=_BAR, yOffset=13)
        .encode(
            x=alt.X("amount:Q", stack="zero", axis=None, scale=alt.Scale(nice=False)),
            color=color,
            tooltip=[
                alt.Tooltip("place:N", title=language.t("noncompetes.place.header")),
                alt.Tooltip("part_text:N", title=language.t("noncompetes.part.header")),
                alt.Tooltip("amount_text:N", title=language.t("compensation.amount.header")),
            ],
        )
        .properties(name=ROWS),
        once.mark_text(align="left", dy=-14, fontSize=size).encode(x=alt.value(0), text="place:N"),
        once.mark_text(align="left", dy=0, fontSize=size, fontWeight="bold").encode(
            x=alt.value(0), text="said:N"
        ),
    ]


def _params(
    profile: Profile, months: int, currency: str, language: Language
) -> list[alt.Parameter]:
    money = law.money(currency, language)
    question = law.Question(datetime.date.min, profile.annual_pay, currency)
    return [
        law.months_param(months, language),
        law.pay_param(question, language),
        law.slider(
            "grant",
            profile.grant / _MILLION,
            (0, 50, 0.5),
            language.t("noncompetes.slider.grant", currency=money),
        ),
        law.slider(
            "growth",
            100 * profile.growth,
            (0, 200, 10),
            language.t("noncompetes.slider.growth"),
        ),
    ]
