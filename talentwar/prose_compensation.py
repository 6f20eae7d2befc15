"""What the chapter on compensation says in words that depend on the data."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from talentwar.compensation import BUYBACK, ELSEWHERE, PACKAGE, REGIONS, by_reach, reach
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names


def reported_facts(
    yearly: pd.DataFrame, salaries: pd.DataFrame, names: Names, language: Language
) -> dict[str, str]:
    """Return who offers packages that reach that of the article, and who pays the top salary.

    The frames as ``talentwar.compensation.estimates`` takes them.
    """
    reaching = yearly[reach(yearly) >= PACKAGE]
    denied = reaching[reaching["status"] == "denied"]
    orgs = dict.fromkeys(names[str(org)][language.code] for org in reaching["org_id"])
    facts = {
        "package": language.money(PACKAGE, "USD"),
        "reaching.organizations": language.items(orgs) or language.t("prose.no-organization"),
        "reaching.denied": language.number(len(denied)),
        "package.verdict": (
            language.t("prose.package.rare")
            if 2 * len(reaching) < len(yearly)
            else language.t("prose.package.common")
        ),
    }
    if salaries.empty:
        return facts | {"top-base.organization": language.t("prose.no-organization")}
    top = by_reach(salaries).iloc[0]
    return facts | {"top-base.organization": names[str(top["org_id"])][language.code]}


def regions_facts(salaries: pd.DataFrame, currency: str, language: Language) -> dict[str, str]:
    """Return the highest salary reported in each place, and the places without any."""
    highest = (
        salaries.assign(reach=reach(salaries))
        .groupby("region")["reach"]
        .max()
        .sort_values(ascending=False)
    )
    listed = language.series(
        language.t(
            "prose.region",
            region=language.t(f"compensation.region.{region}"),
            amount=language.money(float(amount), currency),
        )
        for region, amount in highest.items()
    )
    missing = [region for region in REGIONS if region not in (*highest.index, ELSEWHERE)]
    without = language.items(language.t(f"compensation.region.{region}") for region in missing)
    return {
        "regions": listed or language.t("value.undefined"),
        "regions.none": without or language.t("prose.no-place"),
    }


def first_year(deals: pd.DataFrame, language: Language) -> str:
    """Return the year of the first of some deals."""
    if deals.empty:
        return language.t("value.undefined")
    return str(deals["day"].min().year)


def sale_facts(
    sales: pd.DataFrame, dollar: float, org: str, names: Names, language: Language
) -> dict[str, str]:
    """Return what to say of the first sale of shares by the staff of a lab.

    ``sales`` comes from ``talentwar.compensation.sales_by_staff``, ``dollar`` is what one that was
    not sold then is worth (``talentwar.equity.multiple``).
    """
    facts = {"sale.organization": names[org][language.code], "sale.n": language.number(len(sales))}
    if sales.empty:
        unknown = language.t("value.undefined")
        return facts | {
            f"sale.{key}": unknown for key in ("date", "valuation", "dollar", "verdict")
        }
    first = sales.iloc[0]
    return facts | {
        "sale.date": language.date(str(first["date"])),
        "sale.valuation": language.money(float(first["valuation"]), str(first["currency"])),
        "sale.dollar": language.number(dollar),
        "sale.verdict": (
            language.t("prose.sale.holds")
            if str(first["event_id"]) == BUYBACK
            else language.t("prose.sale.fails")
        ),
    }


def cap_facts(sales: pd.DataFrame, org: str, names: Names, language: Language) -> dict[str, str]:
    """Return what an employee of a lab could sell at most in each sale that states it."""
    capped = sales.dropna(subset=["cap_per_person"])
    listed = language.series(
        language.t(
            "prose.cap",
            date=language.date(str(row["date"])),
            amount=language.money(float(row["cap_per_person"]), str(row["currency"])),
        )
        for row in capped.to_dict("records")
    )
    return {
        "caps.organization": names[org][language.code],
        "caps": listed or language.t("value.undefined"),
    }


def stay_facts(found: Estimates, language: Language) -> dict[str, str]:
    """Return which bonus keeps somebody, and how long those of the article do."""
    facts = {}
    needed = found["compensation.break-even"]
    facts["bonus.needed"] = (
        needed.text(language) if needed.value > 0 else language.t("compensation.bonus.none")
    )
    for name in ("bonus", "bonus-and-grant"):
        bought = round(found[f"compensation.months.{name}"].value)
        facts[f"bought.{name}"] = language.tn("count.months", bought)
    return facts


def cliff_facts(rules: pd.DataFrame, names: Names, language: Language) -> dict[str, str]:
    """Return how the cliffs of firms changed, of those with a rule that is dated.

    ``rules`` comes from ``talentwar.vesting.years``.
    """
    stated = rules.dropna(subset=["cliff_months"]).drop_duplicates("rule_id")
    dated = stated.dropna(subset=["effective_from"])
    changed = []
    for org in dict.fromkeys(dated["org_id"]):
        own = stated[stated["org_id"] == org].sort_values("effective_from", na_position="first")
        if len(own) < 2:
            continue
        changed.append(
            language.t(
                "prose.cliffs",
                organization=names[str(org)][language.code],
                cliffs=language.items(_cliff(row, language) for row in own.to_dict("records")),
            )
        )
    return {"cliffs.changed": language.series(changed) or language.t("prose.no-organization")}


def _cliff(row: Mapping[Hashable, object], language: Language) -> str:
    months = int(float(str(row["cliff_months"])))
    said = language.tn("count.months", months) if months else language.t("compensation.cliff.none")
    if pd.isna(row["effective_from"]):  # type: ignore[call-overload]
        return said
    date = language.date(str(row["effective_from"]))
    return language.t("prose.cliff.since", cliff=said, date=date)
