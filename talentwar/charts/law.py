"""What the charts of the law share: its rules as they travel, outcomes, sliders for day and pay.

The browser works out what ``talentwar.noncompetes.assess`` does, from the rules of all dates, so
that a reader can move the year and the pay.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.live import from_table, table
from talentwar.charts.money import money_text
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import IN_FORCE, Assessment, Outcome

FIRST_YEAR, LAST_YEAR = 2015, 2027
"""Years that the slider offers: up to the last one for which a law has been passed."""

GLYPHS: dict[Outcome, str] = {
    "void": "×",
    "below-line": "↓",
    "only-if-paid": "€",
    "may-bind": "≈",
    "binds": "!",
    "unknown": "?",
}
"""A sign for each outcome, for readers who do not tell the colours apart and for print."""

THOUSAND = 1000


@dataclass(frozen=True)
class Question:
    """What the charts ask at first: the law of a ``day`` for a pay, in a currency."""

    day: datetime.date
    annual_pay: float
    currency: str


def rules_for_vega(
    rules: pd.DataFrame, places: Iterable[str], names: Names, language: Language
) -> pd.DataFrame:
    """Return the rules in force of some places, as texts.

    ``rules`` as from ``talentwar.noncompetes.in_currency``. Columns ``place``, ``name``,
    ``begins``, ``ends`` (days, empty if open), ``status``, ``line`` (a year, empty if none),
    ``paid`` (whether pay is due by statute), ``share`` (of pay, written), ``months`` (the longest
    clause, empty if none), ``firm`` and ``statute``.
    """
    kept = rules[rules["jurisdiction_id"].isin(list(places)) & (rules["standing"] == IN_FORCE)]
    return pd.DataFrame(
        {
            "place": kept["jurisdiction_id"].astype("str"),
            "name": [names[str(p)][language.code] for p in kept["jurisdiction_id"]],
            "begins": [_iso(day) for day in kept["effective_from_earliest"]],
            "ends": [_iso(day) for day in kept["effective_to_latest"]],
            "status": kept["status"].astype("str"),
            "line": ["" if pd.isna(v) else f"{v:.0f}" for v in kept["earnings_threshold"]],
            "paid": ["1" if v == "statutory" else "0" for v in kept["pay_basis"]],
            "share": [
                "" if pd.isna(v) else language.percent(float(v)) for v in kept["pay_during_share"]
            ],
            "months": ["" if pd.isna(v) else f"{v:.0f}" for v in kept["max_months"]],
            "firm": ["1" if v == "statutory-cap" else "0" for v in kept["max_months_basis"]],
            "statute": ["" if pd.isna(v) else str(v) for v in kept[f"statute_{language.code}"]],
        }
    )


def _iso(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def in_force() -> str:
    """Return the expression: whether a rule is law on the day asked for."""
    return (
        "(datum.begins == '' || datum.begins <= law_day)"
        " && (datum.ends == '' || datum.ends >= law_day)"
    )


def outcome() -> str:
    """Return the expression for the outcome of a rule at the pay asked for."""
    line = (
        f"datum.line == '' ? 'unknown' : pay * {THOUSAND} <= toNumber(datum.line) ? 'below-line'"
        " : datum.paid == '1' ? 'only-if-paid' : 'may-bind'"
    )
    return (
        f"datum.status == 'income-threshold' ? ({line})"
        " : datum.status == 'void' ? 'void' : datum.status == 'paid-only' ? 'only-if-paid'"
        " : datum.status == 'employer-friendly' ? 'binds' : 'may-bind'"
    )


def by_outcome(texts: dict[Outcome, str]) -> str:
    """Return the expression that gives each outcome its text, an expression in itself."""
    chosen = "''"
    for name, text in texts.items():
        chosen = f"datum.outcome == {theme.literal(name)} ? {text} : {chosen}"
    return f"({chosen})"


def map_rows(
    rules: pd.DataFrame,
    positions: pd.DataFrame,
    question: Question,
    names: Names,
    language: Language,
) -> alt.Chart:
    """Return the transforms that find the rule of each place and its outcome.

    ``positions`` has one row a ``place``, with what a map needs to draw it. The fields are those of
    ``rules_for_vega`` and of ``positions``, with ``outcome``, ``label``, ``sign``, ``line_said``.
    """
    rows: alt.Chart = (
        table(rules_for_vega(rules, positions["place"], names, language))
        .transform_filter(in_force())
        .transform_lookup("place", from_=from_table(positions, "place"))
        .transform_calculate(outcome=outcome())
        .transform_calculate(
            label=labels(language),
            sign=signs(),
            line_said=line_text(question.currency, language),
        )
    )
    return rows


def day_params(question: Question, language: Language) -> list[alt.Parameter]:
    """Return the slider for the year and what follows from it: ``law_day`` and ``law_said``.

    The law is that of the last day of a year, but in the year of the report that of its day.
    """
    own = question.day.year
    asked = f"law_year == {own}"
    last = language.date(f"{own}-12-31").replace(str(own), "\0")
    before, after = (theme.literal(part) for part in last.split("\0"))
    said = theme.literal(language.date(question.day.isoformat()))
    limits = (min(FIRST_YEAR, own), max(LAST_YEAR, own), 1)
    return [
        slider("law_year", own, limits, language.t("noncompetes.slider.year")),
        alt.param(name="law_day", expr=f"{asked} ? '{question.day}' : law_year + '-12-31'"),
        alt.param(name="law_said", expr=f"{asked} ? {said} : {before} + law_year + {after}"),
    ]


def pay_param(question: Question, language: Language) -> alt.Parameter:
    """Return the slider for the pay, in thousands."""
    said = language.t("noncompetes.slider.pay", currency=money(question.currency, language))
    return slider("pay", question.annual_pay / THOUSAND, (20, 1000, 10), said)


def months_param(months: int, language: Language) -> alt.Parameter:
    """Return the slider for the months of the clause."""
    return slider("restriction", months, (1, 36, 1), language.t("noncompetes.slider.months"))


def slider(
    name: str, value: float, limits: tuple[float, float, float], label: str
) -> alt.Parameter:
    """Return a slider: ``limits`` are its ends, which a value of the report widens, and step."""
    low, high, step = limits
    bound = alt.binding_range(min=low, max=max(high, value), step=step, name=f"{label} ")
    return alt.param(name=name, value=value, bind=bound)


def money(currency: str, language: Language) -> str:
    """Return a currency as the label of a slider has it, after a number of thousands."""
    if currency == "EUR":
        return language.t("noncompetes.euros")
    return language.t("noncompetes.dollars")


def day_words(base: alt.Chart, language: Language) -> alt.Chart:
    """Return the line above a chart: the day whose law it shows."""
    said = language.t("noncompetes.law-of", day="\0")
    before, after = (theme.literal(part) for part in said.split("\0"))
    words: alt.Chart = base.mark_text(
        align="left", baseline="top", fontSize=13, fontWeight="bold",
        text=alt.ExprRef(f"{before} + law_said + {after}"),
    ).encode(x=alt.value(0), y=alt.value(0))  # fmt: skip
    return words


def fill(language: Language, outcomes: Sequence[Outcome] = tuple(GLYPHS)) -> alt.Color:
    """Return the colour of an outcome by its field ``label``, and the legend of all."""
    return alt.Color(
        "label:N",
        scale=alt.Scale(
            domain=[label(o, language) for o in outcomes],
            range=[theme.outcome_color(o) for o in outcomes],
        ),
        legend=alt.Legend(
            title=None,
            columns=theme.by_width(narrow=2, wide=3),
            symbolType="square",
            symbolOpacity=1,
            symbolStrokeWidth=0,
            labelFontSize=theme.by_width(narrow=11, wide=12),
        ),
    )


def label(name: Outcome, language: Language) -> str:
    """Return what an outcome is called, with its sign."""
    return f"{GLYPHS[name]} {language.t(f'noncompetes.outcome.{name}')}"


def labels(language: Language) -> str:
    """Return the expression for the label of an outcome."""
    return by_outcome({o: theme.literal(label(o, language)) for o in GLYPHS})


def signs() -> str:
    """Return the expression for the sign of an outcome."""
    return by_outcome({o: theme.literal(sign) for o, sign in GLYPHS.items()})


def line_text(currency: str, language: Language) -> str:
    """Return the expression that writes the pay line of a rule, empty where there is none."""
    return f"(datum.line == '' ? '' : {money_text('toNumber(datum.line)', currency, language)})"


def tooltip(language: Language) -> list[alt.Tooltip]:
    """Return what a place says when pointed at."""
    return [
        alt.Tooltip("name:N", title=language.t("noncompetes.place.header")),
        alt.Tooltip("label:N", title=language.t("noncompetes.outcome.header")),
        alt.Tooltip("line_said:N", title=language.t("noncompetes.line.header")),
        alt.Tooltip("months:N", title=language.t("noncompetes.longest.header")),
        alt.Tooltip("statute:N", title=language.t("noncompetes.statute.header")),
    ]


def law_table(
    found: dict[str, Assessment],
    checked: dict[str, str],
    names: Names,
    language: Language,
    currency: str,
) -> pd.DataFrame:
    """Return what the law makes of a clause, place by place, for the table under a chart."""
    rows = [
        {
            language.t("noncompetes.code.header"): code_of(place),
            language.t("noncompetes.place.header"): names[place][language.code],
            language.t("noncompetes.outcome.header"): said(assessment, language),
            language.t("noncompetes.longest.header"): _months(assessment, language),
            language.t("noncompetes.due.header"): _share(assessment, language),
            language.t("noncompetes.line.header"): (
                "" if assessment.line is None else language.money(assessment.line, currency)
            ),
            language.t("noncompetes.notice.header"): (
                ""
                if assessment.notice_days is None
                else language.tn("count.days", assessment.notice_days)
            ),
            language.t("noncompetes.statute.header"): assessment.statute.get(language.code, ""),
            language.t("noncompetes.doubts.header"): language.series(
                language.t(f"noncompetes.doubt.{doubt}") for doubt in assessment.doubts
            ),
            language.t("noncompetes.checked.header"): (
                language.date(checked[place]) if place in checked else language.t("value.unknown")
            ),
        }
        for place, assessment in found.items()
    ]
    return pd.DataFrame(rows)


def law_data(
    found: Mapping[str, Assessment], checked: Mapping[str, str], names: Names, language: Language
) -> pd.DataFrame:
    """Return the same for machines: numbers as numbers, the law's wording left to the table."""
    return pd.DataFrame(
        [
            {
                language.t("noncompetes.code.header"): code_of(place),
                language.t("noncompetes.place.header"): names[place][language.code],
                language.t("noncompetes.outcome.header"): said(assessment, language),
                language.t("noncompetes.longest.header"): assessment.longest_months,
                language.t("noncompetes.due.header"): assessment.pay_share,
                language.t("noncompetes.line.header"): assessment.line,
                language.t("noncompetes.notice.header"): assessment.notice_days,
                language.t("noncompetes.checked.header"): checked.get(place, ""),
            }
            for place, assessment in found.items()
        ]
    )


def said(assessment: Assessment, language: Language) -> str:
    """Return an outcome in words, without its sign."""
    if assessment.outcome == "no-rule":
        return language.t("noncompetes.outcome.no-rule")
    return language.t(f"noncompetes.outcome.{assessment.outcome}")


def listed(found: Mapping[str, Assessment], names: Names, language: Language) -> str:
    """Return the places that come to each outcome, for who cannot see a map."""
    groups: dict[str, list[str]] = {}
    for place, assessment in found.items():
        groups.setdefault(said(assessment, language), []).append(names[place][language.code])
    return language.series(
        language.t("noncompetes.outcome.listed", outcome=outcome, places=", ".join(places))
        for outcome, places in groups.items()
    )


def _months(assessment: Assessment, language: Language) -> str:
    if assessment.longest_months is None:
        return ""
    months = language.tn("count.months", round(assessment.longest_months))
    return months if assessment.limit_is_firm else language.t("noncompetes.presumed", months=months)


def _share(assessment: Assessment, language: Language) -> str:
    if assessment.pay_share is not None:
        return language.percent(assessment.pay_share)
    return language.t("noncompetes.due") if assessment.outcome == "only-if-paid" else ""


def code_of(place: str) -> str:
    """Return the short code of a place: that of the state, or of the country."""
    return place.rpartition("-")[2]
