"""Charts of the chapter on compensation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from talentwar.charts.equity import dollars, valuations
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.licences import licences
from talentwar.charts.live import Live, raw
from talentwar.charts.reports import STEP, amount, asked, chart, lines
from talentwar.charts.staying import bonus, months
from talentwar.charts.vesting import schedules
from talentwar.charts.words import counted, counted_forms, named
from talentwar.compensation import PACKAGE, by_reach
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

__all__ = [
    "Choice",
    "base",
    "bonus",
    "dollars",
    "licences",
    "months",
    "packages",
    "parts",
    "schedules",
    "valuations",
]


@dataclass(frozen=True)
class Choice:
    """Which reports are shown first: statuses, least confidence, currency; and the page's."""

    statuses: Sequence[str]
    confidence: str
    currency: str
    live: Live | None


def packages(
    every: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    found: Estimates,
    names: Names,
    language: Language,
    choice: Choice,
) -> Figure:
    """Draw yearly packages. ``every`` reports by currency, of which ``rows`` are shown first."""
    title = language.t(
        "compensation.packages.title",
        reaching=found["compensation.reaching"].text(language),
        n=language.number(found["compensation.reaching"].n),
        amount=language.money(PACKAGE, "USD"),
    )
    return _figure("packages", every, rows, title, names, language, choice, what=False)


def parts(
    every: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    names: Names,
    language: Language,
    choice: Choice,
) -> Figure:
    """Draw bonuses, grants and sums over an unstated time, likewise."""
    denied = int((rows["status"] == "denied").sum())
    title = language.t(
        "compensation.parts.title", denied=language.number(denied), n=language.number(len(rows))
    )
    return _figure("parts", every, rows, title, names, language, choice, what=True)


def base(
    every: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    names: Names,
    language: Language,
    choice: Choice,
) -> Figure:
    """Draw salaries in money alone, by lab and place, likewise."""
    title = ""
    if len(rows):
        top = by_reach(rows).iloc[0]
        title = language.t(
            "compensation.base.title",
            amount=amount(float(top["low"]), float(top["high"]), choice.currency, language),
            organization=named(names, top["org_id"], language),
        )
    return _figure("base", every, rows, title, names, language, choice, what=False, where=True)


def _figure(
    name: str,
    every: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    title: str,
    names: Names,
    language: Language,
    choice: Choice,
    *,
    what: bool,
    where: bool = False,
) -> Figure:
    drawn = pd.concat(
        [
            lines(frame, currency, names, language, what=what, where=where)
            for currency, frame in every.items()
        ],
        ignore_index=True,
    )
    parameters = asked(choice.live, choice.statuses, choice.confidence, choice.currency)
    drawing = chart(drawn, len(rows), parameters, language)
    subtitle = {
        "packages": language.t("compensation.packages.subtitle"),
        "parts": language.t("compensation.parts.subtitle"),
        "base": language.t("compensation.base.subtitle"),
    }[name]
    source = language.t("compensation.reports.source", rows=counted(language, "reports", len(rows)))
    view = _view(name, choice.live, subtitle, language) if choice.live else None
    if rows.empty:
        return nothing(f"compensation-{name}", drawing, language, source, view)
    shown = lines(rows, choice.currency, names, language, what=what, where=where)
    headers = {field: header for header, field in _columns(language)}
    first = shown.iloc[0]
    return Figure(
        name=f"compensation-{name}",
        facts="compensation",
        chart=drawing,
        title=title,
        subtitle=subtitle,
        source=source,
        alt=language.t(
            "compensation.reports.alt",
            title=title,
            first=f"{first['label']}, {first['recipient']}",
            first_amount=first["value_text"],
            last=f"{shown.iloc[-1]['label']}, {shown.iloc[-1]['recipient']}",
            last_amount=shown.iloc[-1]["value_text"],
        ),
        table=shown[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: shown["label"],
                headers["recipient"]: shown["recipient"],
                headers["kind"]: shown["kind"],
                headers["date"]: shown["date"],
                language.t("compensation.currency.header"): shown["currency"],
                language.t("estimates.low"): pd.to_numeric(shown["low"]),
                language.t("estimates.high"): pd.to_numeric(shown["high"]),
                headers["status_text"]: shown["status_text"],
            }
        ),
        language=language,
        view=view,
    )


def _columns(language: Language) -> tuple[tuple[str, str], ...]:
    return (
        (language.t("organization.header"), "label"),
        (language.t("compensation.recipient.header"), "recipient"),
        (language.t("compensation.kind.header"), "kind"),
        (language.t("compensation.date.header"), "date"),
        (language.t("compensation.amount.header"), "value_text"),
        (language.t("compensation.status.header"), "status_text"),
    )


def _view(name: str, live: Live, subtitle: str, language: Language) -> View:
    titles = {
        "packages": language.t("compensation.packages.title.asked"),
        "parts": language.t("compensation.parts.title.asked"),
        "base": language.t("compensation.base.title.asked"),
    }
    return live.only("minimum_confidence", "statuses", "currency").view(
        title=titles[name],
        subtitle=subtitle,
        source=raw(language, "compensation.reports.source", "rows"),
        rows=counted_forms(language, "reports"),
        count="one",
        few=0,  # reports, not persons
        step=STEP,
        order=("rank",),
        columns=_columns(language),
    )
