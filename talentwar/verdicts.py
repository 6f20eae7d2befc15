"""How the law on non-compete clauses is put in words: places, verdicts, reasons."""

from __future__ import annotations

from talentwar.clauses import SITES
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment


def site(place: str, names: Names, language: Language) -> str:
    """Return what a place is called: the labs' main site in it, with the place itself."""
    name = names[place][language.code]
    if place not in SITES:
        return name
    city = language.t(f"noncompetes.site.{SITES[place]}")
    return language.t("noncompetes.site", site=city, place=name)


def verdict(assessment: Assessment, months: float, language: Language) -> str:
    """Return the verdict on a clause of some months in a few words."""
    found = assessment.verdict(months)
    limit = assessment.longest_months or 0
    return language.t(
        f"noncompetes.verdict.{found}", months=language.tn("count.months", round(limit))
    )


def why(assessment: Assessment, currency: str, language: Language) -> str:
    """Return the reason of a verdict, without the statute."""
    outcome = assessment.outcome
    line = "" if assessment.line is None else language.money(assessment.line, currency)
    if outcome == "may-bind" and line:
        return language.t("noncompetes.why.above", line=line)
    if outcome == "only-if-paid" and assessment.pay_share is not None:
        share = language.percent(assessment.pay_share)
        return language.t("noncompetes.why.paid-share", share=share)
    return language.t(f"noncompetes.why.{outcome}", line=line)
