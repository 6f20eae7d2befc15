"""Non-compete clauses: what the law of a place makes of a clause, on a day, for a pay.

Frames are tables as loaded by ``talentwar.tables`` (``noncompete_rules``). What comes out sums up
the law for comparison. It is no legal advice: a court looks at the clause, at the work and at the
employer's interest, none of which is known here.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from talentwar.language import languages
from talentwar.money import converted
from talentwar.tables import split_ids

Outcome = Literal["void", "below-line", "may-bind", "only-if-paid", "binds", "unknown", "no-rule"]
"""What the law makes of a clause: never binding; not at this pay; binding if it is reasonable;
binding if it is paid for; readily enforced; a pay line of unknown amount; no rule on record."""

Verdict = Literal["no", "too-long", "if-paid", "if-reasonable", "yes", "unknown"]
"""What to tell somebody with a clause of some months, in short."""

IN_FORCE = "in-force"
_BY_STATUS: dict[str, Outcome] = {
    "void": "void",
    "reasonableness": "may-bind",
    "paid-only": "only-if-paid",
    "employer-friendly": "binds",
}
_MONTHLY = "social-security-ceiling"
_MONTHS_PAID = 14
"""Austrian pay comes in fourteen parts, of which the law compares an ordinary one with the line."""

Doubt = Literal["agreement-date", "amount", "close-to-line", "contradicted", "scope", "source"]
"""Why an answer is not certain: older clauses may follow older law; the pay line has no amount; the
pay is near the line; sources contradict each other; the row is read from context or gives only
roughly; it rests on a single source."""

_NEAR = 0.05
"""How near to a line, as a share of it, a pay is called close: lines compare kinds of pay that
differ by as much."""


@dataclass(frozen=True)
class Assessment:
    """What the law of a jurisdiction makes of a clause.

    Attributes:
        outcome: see ``Outcome``.
        rule_id: the row that decides, ``None`` without one.
        longest_months: the longest clause that it allows, ``None`` where it sets no limit.
        limit_is_firm: whether that limit is a cap, rather than presumed or usual.
        pay_share: least pay during the clause as a share of former pay, ``None`` where none is due
            or no rate is set.
        notice_days: days before which the employee must have received the clause, ``None`` if none.
        line: yearly pay from which a clause can bind, in ``line_currency``; ``None`` without one.
        statute: what it rests on, by language; source_ids: where that is read.
        doubts: why the answer is not certain.
    """

    outcome: Outcome
    rule_id: str | None = None
    longest_months: float | None = None
    limit_is_firm: bool = False
    pay_share: float | None = None
    notice_days: int | None = None
    line: float | None = None
    line_currency: str | None = None
    statute: Mapping[str, str] = field(default_factory=dict)
    source_ids: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def can_bind(self, months: float) -> bool | None:
        """Return whether a clause of some months can bind, ``None`` where that is not known.

        A limit that is only presumed or usual can be gone beyond.
        """
        if self.outcome in ("void", "below-line"):
            return False
        if self.outcome in ("unknown", "no-rule"):
            return None
        return not (
            self.limit_is_firm and self.longest_months is not None and months > self.longest_months
        )

    def verdict(self, months: float) -> Verdict:
        """Return what to tell somebody with a clause of some months."""
        binds = self.can_bind(months)
        if binds is None:
            return "unknown"
        if not binds:
            return "no" if self.outcome in ("void", "below-line") else "too-long"
        if self.outcome == "only-if-paid":
            return "if-paid"
        return "yes" if self.outcome == "binds" else "if-reasonable"

    def held(self, months: float) -> float:
        """Return for how many of the ``months`` of a clause it can hold somebody.

        Of a clause longer than a firm limit, the months within it: some laws void it altogether,
        others cut it down. Missing where the law is not known.
        """
        binds = self.can_bind(months)
        if binds is None:
            return math.nan
        if binds:
            return months
        return self.longest_months or 0.0


def rule_on(rules: pd.DataFrame, jurisdiction: str, day: datetime.date) -> dict[Hashable, Any]:
    """Return the row that is law in a jurisdiction on a day, empty when none is on record.

    Raises ``ValueError`` when two are: the table forbids it.
    """
    moment = pd.Timestamp(day)
    own = rules[(rules["jurisdiction_id"] == jurisdiction) & (rules["standing"] == IN_FORCE)]
    begun = own["effective_from_earliest"].isna() | (own["effective_from_earliest"] <= moment)
    lasting = own["effective_to_latest"].isna() | (own["effective_to_latest"] >= moment)
    found = own[begun & lasting]
    if len(found) > 1:
        raise ValueError(f"{jurisdiction} has two rules on {day}: {list(found['rule_id'])}")
    return found.to_dict("records")[0] if len(found) else {}


def assess(
    rules: pd.DataFrame, jurisdiction: str, day: datetime.date, annual_pay: float
) -> Assessment:
    """Return what the law of a jurisdiction makes of a clause of a technical employee on a day.

    ``annual_pay`` is gross and in the currency of the jurisdiction's pay line, if it has one; it
    has to exceed the line. The clause is supposed to have been agreed under the same law.
    """
    row = rule_on(rules, jurisdiction, day)
    if not row:
        return Assessment("no-rule")
    line = yearly_line(row)
    return Assessment(
        outcome=_outcome(row, line, annual_pay),
        rule_id=str(row["rule_id"]),
        longest_months=_number(row["max_months"]),
        limit_is_firm=row["max_months_basis"] == "statutory-cap",
        pay_share=_number(row["pay_during_share"]),
        notice_days=None if pd.isna(row["notice_days"]) else int(row["notice_days"]),
        line=line,
        line_currency=None if line is None else str(row["threshold_currency"]),
        statute={
            code: "" if pd.isna(row[f"statute_{code}"]) else str(row[f"statute_{code}"])
            for code in languages()
        },
        source_ids=tuple(split_ids(pd.Series([row["source_ids"]])).iloc[0]),
        doubts=_doubts(row, line, annual_pay),
    )


def in_currency(rules: pd.DataFrame, exchange_rates: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return rules whose pay lines are of a year and in one currency.

    Converted at the average rate of the year in which a rule begins (``talentwar.money``): a line
    is compared with pay as it was set, not as exchange rates moved since.
    """
    monthly = rules["threshold_basis"] == _MONTHLY
    yearly = rules["earnings_threshold"] * monthly.map({True: _MONTHS_PAID, False: 1})
    amounts = converted(
        yearly,
        rules["threshold_currency"],
        rules["effective_from_earliest"],
        exchange_rates,
        currency,
    )
    return rules.assign(
        earnings_threshold=amounts,
        threshold_currency=currency,
        threshold_basis=rules["threshold_basis"].astype("object").mask(monthly, "annual-pay"),
    )


def assessments(
    rules: pd.DataFrame, jurisdictions: Iterable[str], day: datetime.date, annual_pay: float
) -> dict[str, Assessment]:
    """Return what ``assess`` says of several jurisdictions, in their order."""
    return {place: assess(rules, place, day, annual_pay) for place in jurisdictions}


def checked_on(rules: pd.DataFrame, sources: pd.DataFrame) -> dict[str, str]:
    """Return when the law of each jurisdiction was last looked at, as a partial date.

    That is the last day on which one of its sources was read, or the date of the newest one where
    none has a day of reading; jurisdictions whose sources have neither are left out.
    """
    found: dict[str, str] = {}
    dated = sources.set_index("source_id")
    ids = split_ids(rules["source_ids"])
    for place, listed in ids.groupby(rules["jurisdiction_id"]):
        own = dated.loc[sorted({i for row in listed for i in row})]
        for column in ("accessed", "published"):
            days = own[column].dropna()
            if len(days):
                found[str(place)] = str(days.max())
                break
    return found


def yearly_line(row: Mapping[Hashable, Any]) -> float | None:
    """Return the pay line of a rule for a year, ``None`` when it has none or no amount."""
    amount = _number(row["earnings_threshold"])
    if amount is None:
        return None
    return amount * _MONTHS_PAID if row["threshold_basis"] == _MONTHLY else amount


def _outcome(row: Mapping[Hashable, Any], line: float | None, annual_pay: float) -> Outcome:
    status = str(row["status"])
    if status != "income-threshold":
        return _BY_STATUS[status]
    if line is None:
        return "unknown"
    if annual_pay <= line:
        return "below-line"
    return "only-if-paid" if row["pay_basis"] == "statutory" else "may-bind"


def _doubts(
    row: Mapping[Hashable, Any], line: float | None, annual_pay: float
) -> tuple[Doubt, ...]:
    found: list[Doubt] = []
    if not pd.isna(row["effective_from_earliest"]):
        found.append("agreement-date")
    if row["status"] == "income-threshold" and line is None:
        found.append("amount")
    if line is not None and abs(annual_pay / line - 1) < _NEAR:
        found.append("close-to-line")
    if row["doubt"] == "contradicted":
        found.append("contradicted")
    elif not pd.isna(row["doubt"]):
        found.append("scope")
    if row["confidence"] != "high":
        found.append("source")
    return tuple(found)


def _number(value: object) -> float | None:
    number = float(str(value)) if not pd.isna(value) else math.nan  # type: ignore[call-overload]
    return None if math.isnan(number) else number
