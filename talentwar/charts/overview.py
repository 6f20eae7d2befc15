"""Charts of the overview: the five findings in small, the verdicts, the labs then and now."""

from __future__ import annotations

import math

from talentwar import overview
from talentwar.charts import theme
from talentwar.charts.figure import Figure
from talentwar.charts.ledger import listing, verdicts
from talentwar.charts.mini import mini
from talentwar.charts.positions import positions
from talentwar.charts.words import named
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

__all__ = [
    "compensation",
    "flows",
    "listing",
    "noncompetes",
    "positions",
    "retention",
    "spinouts",
    "verdicts",
]

MONTH = "2025-01"
"""The month of the grants that are compared: the last before the article that many labs have."""


def _level(shown: list[Estimate], language: Language) -> str:
    return language.percent(next((e.level for e in shown if e.level), math.nan))


def flows(found: Estimates, names: Names, language: Language) -> Figure:
    """Draw the ratios of moves towards Anthropic, as counted and per head."""
    shown = overview.flows(found)
    rows = []
    for estimate in shown:
        _, kind, origin, _ = estimate.name.split(".")
        what = "count" if kind == "odds" else "heads"
        label = language.t(f"overview.flows.{what}", organization=named(names, origin, language))
        rows.append((label, theme.organization_color(origin), estimate))
    heads = [e for e in shown if e.name.startswith("flows.per-head.")]
    sure = bool(heads) and all(e.low is not None and e.low > 1 for e in heads)
    title = language.t("overview.flows.title.sure") if sure else language.t("overview.flows.title")
    return mini(
        "overview-flows", rows, title,
        language.t("overview.flows.subtitle", level=_level(shown, language)),
        language.t("chapter.flows"), language, log=True,
    )  # fmt: skip


def retention(found: Estimates, names: Names, language: Language) -> Figure:
    """Draw the published two-year retention of the labs."""
    shown = overview.of(found, "retention.rate.")
    first = named(names, shown[0].subject, language) if shown else ""
    title = (
        language.t("overview.retention.title.sure", first=first)
        if overview.apart(shown)
        else language.t("overview.retention.title", first=first)
    )
    return mini(
        "overview-retention", _labs(shown, names, language), title,
        language.t("overview.retention.subtitle", level=_level(shown, language)),
        language.t("chapter.retention"), language,
    )  # fmt: skip


def compensation(found: Estimates, names: Names, language: Language) -> Figure:
    """Draw what a dollar of equity granted before the article is worth today."""
    shown = overview.grants(found, MONTH)
    month = language.date(MONTH)
    rows = [
        (
            named(names, e.name.split(".")[2], language),
            theme.organization_color(e.name.split(".")[2]),
            e,
        )
        for e in shown
    ]
    title = (
        language.t(
            "overview.compensation.title", first=rows[0][0], value=shown[0].text(language),
            month=month,
        )
        if rows
        else language.t("figure.nothing")
    )  # fmt: skip
    return mini(
        "overview-compensation", rows, title,
        language.t("overview.compensation.subtitle", month=month),
        language.t("chapter.compensation"), language, log=True,
    )  # fmt: skip


def noncompetes(found: Estimates, language: Language) -> Figure:
    """Draw how many states come to each outcome of the law."""
    holding = found["noncompetes.holding"]
    rows = [
        (language.t(f"noncompetes.outcome.{e.subject}"), theme.token("gain"), e)
        for e in overview.states(found)
    ]
    title = language.t(
        "overview.noncompetes.title",
        holding=holding.text(language),
        n=language.number(holding.n),
    )
    return mini(
        "overview-noncompetes", rows, title, language.t("overview.noncompetes.subtitle"),
        language.t("chapter.noncompetes"), language,
    )  # fmt: skip


def spinouts(found: Estimates, names: Names, language: Language) -> Figure:
    """Draw the companies founded per head, by origin."""
    shown = overview.of(found, "spinouts.rate.")
    title = (
        language.t("overview.spinouts.title.sure", first=named(names, shown[0].subject, language))
        if overview.apart(shown)
        else language.t("overview.spinouts.title")
    )
    return mini(
        "overview-spinouts", _labs(shown, names, language), title,
        language.t("overview.spinouts.subtitle", level=_level(shown, language)),
        language.t("chapter.spinouts"), language,
    )  # fmt: skip


def _labs(
    shown: list[Estimate], names: Names, language: Language
) -> list[tuple[str, str, Estimate]]:
    return [
        (named(names, e.subject, language), theme.organization_color(e.subject), e) for e in shown
    ]
