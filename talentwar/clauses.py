"""What the tables on non-compete clauses show: law counted, pay lines, reforms, practice, studies.

Frames are tables as loaded by ``talentwar.tables``; what the law says of one clause on one day is
the matter of ``talentwar.noncompetes``.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

import pandas as pd

from talentwar import schema
from talentwar.compensation import reach
from talentwar.dates import parse
from talentwar.estimates import Estimate, Estimates, Unit, count
from talentwar.language import everywhere
from talentwar.noncompetes import IN_FORCE, Assessment
from talentwar.selection import at_least, middles

SITES = {
    "US-CA": "san-francisco",
    "US-WA": "seattle",
    "US-NY": "new-york",
    "GB": "london",
    "FR": "paris",
    "CH": "zurich",
    "CA-ON": "toronto",
    "CN": "beijing",
    "IL": "tel-aviv",
}
"""The main sites of the labs, by the jurisdiction they are in."""

FIRST_YEAR, LAST_YEAR = 2015, 2027
"""Years of the timeline of reforms: to the last one enacted."""

ELSEWHERE = ("citadel", "citadel-securities", "jane-street", "susquehanna", "xtx")
"""Employers outside AI, in quantitative trading, kept for comparison."""

_OUTCOMES = ("void", "below-line", "only-if-paid", "may-bind", "binds")


def states(jurisdictions: pd.DataFrame) -> list[str]:
    """Return the states of the United States and its capital district."""
    return _ids(jurisdictions[jurisdictions["in_id"] == "US"])


def countries(jurisdictions: pd.DataFrame) -> list[str]:
    """Return the countries whose law is one, without federations."""
    return _ids(jurisdictions[jurisdictions["level"] == "country"])


def _ids(rows: pd.DataFrame) -> list[str]:
    return sorted(rows["jurisdiction_id"].astype("str"))


def counts(group: str, found: Mapping[str, Assessment]) -> Estimates:
    """Return how many jurisdictions of a ``group`` come to each outcome.

    ``group`` is ``states`` or ``countries``. Names ``noncompetes.<group>.<outcome>``.
    """
    return Estimates(
        count(
            f"noncompetes.{group}.{outcome}",
            everywhere(
                f"definition.noncompetes.{group}",
                outcome=lambda language, o=outcome: language.t(f"noncompetes.outcome.{o}"),
            ),
            tuple(sorted(str(a.rule_id) for a in found.values() if a.outcome == outcome)),
            n=len(found),
        )
        for outcome in _OUTCOMES
    )


def holding(found: Mapping[str, Assessment], months: float) -> Estimates:
    """Return in how many jurisdictions a clause of some months can hold somebody.

    Name ``noncompetes.holding``.
    """
    rows = tuple(sorted(str(a.rule_id) for a in found.values() if a.can_bind(months)))
    definition = everywhere(
        "definition.noncompetes.holding",
        months=lambda language: language.tn("count.months", round(months)),
    )
    return Estimates([count("noncompetes.holding", definition, rows, n=len(found))])


def lines(rules: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return the pay lines of each jurisdiction that has one in force on a day.

    ``rules`` from ``talentwar.noncompetes.in_currency``. One row a period with a known amount, up
    to that day: ``jurisdiction_id``, ``rule_id``, ``since`` (day), ``line`` (a year), ``latest``
    (whether it is the line of the day), the highest latest line first, then in time.
    """
    moment = pd.Timestamp(day)
    own = rules[(rules["standing"] == IN_FORCE) & (rules["status"] == "income-threshold")]
    own = own[own["effective_from_earliest"] <= moment].dropna(subset=["earnings_threshold"])
    frame = pd.DataFrame(
        {
            "jurisdiction_id": own["jurisdiction_id"].astype("str"),
            "rule_id": own["rule_id"].astype("str"),
            "since": own["effective_from_earliest"],
            "line": own["earnings_threshold"].astype("float64"),
            "latest": own["effective_to_latest"].isna() | (own["effective_to_latest"] >= moment),
        }
    )
    latest = frame[frame["latest"]].set_index("jurisdiction_id")["line"]
    frame = frame[frame["jurisdiction_id"].isin(latest.index)]
    order = frame.assign(order=-frame["jurisdiction_id"].map(latest))
    ordered = order.sort_values(["order", "jurisdiction_id", "since"], ignore_index=True)
    return ordered.drop(columns="order")


def line_estimates(periods: pd.DataFrame, salaries: pd.DataFrame, currency: str) -> Estimates:
    """Return the highest pay line, the lowest salary on record, and one over the other.

    ``periods`` from ``lines``; ``salaries`` from ``talentwar.compensation.base``, in the same
    currency. Names ``noncompetes.line``, ``noncompetes.salary``, ``noncompetes.margin``; without
    lines or salaries there are none.
    """
    latest = periods[periods["latest"]]
    if latest.empty or salaries.empty:
        return Estimates()
    top = latest.sort_values("line").iloc[-1]
    paid = salaries.assign(reach=reach(salaries)).sort_values("reach")
    lowest = paid.iloc[0]
    least = float(lowest["reach"])
    unit: Unit = "dollars" if currency == "USD" else "euros"
    return Estimates(
        [
            Estimate("noncompetes.line", float(top["line"]), unit, len(latest), "maximum",
                     everywhere("definition.noncompetes.line"), rows=(str(top["rule_id"]),)),
            Estimate("noncompetes.salary", least, unit, len(salaries), "minimum",
                     everywhere("definition.noncompetes.salary"),
                     rows=(str(lowest["comp_id"]),)),
            Estimate("noncompetes.margin", least / float(top["line"]), "ratio", len(salaries),
                     "ratio of amounts", everywhere("definition.noncompetes.margin"),
                     rows=(str(top["rule_id"]), str(lowest["comp_id"]))),
        ]
    )  # fmt: skip


def reforms(rules: pd.DataFrame) -> pd.DataFrame:
    """Return what changed in the law, and what was only proposed, in the order of time.

    Columns ``rule_id``, ``jurisdiction_id``, ``day``, ``change`` (as in the table), ``reform_en``,
    ``reform_fr``.
    """
    kept = rules.dropna(subset=["change", "effective_from_earliest"])
    day = kept["effective_from_earliest"]
    kept = kept.assign(day=day)[day.dt.year.between(FIRST_YEAR, LAST_YEAR)]
    columns = ["rule_id", "jurisdiction_id", "day", "change", "reform_en", "reform_fr"]
    ordered: pd.DataFrame = kept[columns].sort_values(["day", "rule_id"], ignore_index=True)
    return ordered


def reform_counts(changes: pd.DataFrame) -> Estimates:
    """Return how many reforms went each way: ``noncompetes.reforms.<change>``."""
    return Estimates(
        count(
            f"noncompetes.reforms.{change}",
            everywhere(f"definition.noncompetes.reforms.{change}"),
            tuple(sorted(changes.loc[changes["change"] == change, "rule_id"].astype("str"))),
            n=len(changes),
        )
        for change in ("freer", "stricter", "proposed")
    )


def practices(
    table: pd.DataFrame, *, minimum_confidence: str, as_of: str, without: Collection[str] = ()
) -> pd.DataFrame:
    """Return what employers are reported to do, of a confidence and known by a date.

    With ``day``, the middle of the date of the first report, missing where that is unknown.
    """
    kept = at_least(table, minimum_confidence)
    kept = kept[~kept["org_id"].isin(list(without))]
    day = middles(kept, "first_reported")
    known = day.isna() | (kept["first_reported_earliest"] <= pd.Timestamp(parse(as_of).latest))
    return kept.assign(day=day)[known].reset_index(drop=True)


def longest_practice(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the practices of which a length is known, the longest first."""
    known = rows.dropna(subset=["max_months"])
    order = known.assign(order=-known["max_months"].astype("float64"))
    return order.sort_values(["order", "practice_id"], ignore_index=True).drop(columns="order")


def means(rows: pd.DataFrame) -> Estimates:
    """Return how many reports there are of each practice: ``noncompetes.means.<name>``."""
    field = schema.table("noncompete_practices").field("practice")
    return Estimates(
        count(
            f"noncompetes.means.{name}",
            everywhere(
                "definition.noncompetes.means",
                means=lambda language, n=name: field.labels(language.code)[n],
            ),
            tuple(sorted(rows.loc[rows["practice"] == name, "practice_id"].astype("str"))),
            n=len(rows),
        )
        for name in field.enum
    )


def effects(studies: pd.DataFrame) -> pd.DataFrame:
    """Return studies with the bounds of what each measures in per cent, changes first, then shares.

    Columns ``low`` and ``high`` (equal for a single figure, ``low`` missing where a study says no
    more than the most) and ``change`` (whether it is one); within both the largest first. Studies
    that give no figure, or one of another unit, are left out.
    """
    percent = studies["effect_unit_en"].str.startswith("%").fillna(False)
    value = studies["effect_value"].astype("float64")
    low = studies["effect_low"].astype("float64").fillna(value)
    high = studies["effect_high"].astype("float64").fillna(value)
    change = studies["effect_unit_en"].str.startswith("% change").fillna(False)
    kept = studies.assign(low=low, high=high, change=change)[percent & high.notna()]
    order = kept.assign(order=-kept["high"]).sort_values(
        ["change", "order", "study_id"], ascending=[False, True, True], ignore_index=True
    )
    return order.drop(columns="order")
