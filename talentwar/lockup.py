"""The price of a lock-up: what months without work cost the person, and what the field loses.

For somebody who leaves for a rival with a new grant of equity waiting there. The person loses the
pay of the months in which the clause holds, less what the law makes the former employer pay, and
what the grant would have gained, since a grant is a sum in money turned into shares at the price
of the day. The field loses the work: it is worth at least what is paid for it (G. Becker, "Human
Capital", 1964: no employer pays more than the work brings), so that this is a floor. Taxes,
discounting and whatever skills lose in idleness are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from talentwar.estimates import Estimate, Estimates, Unit
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.noncompetes import Assessment

VEST_YEARS = 4
"""Years over which the new grant would have been earned."""

PREFIX = "noncompetes.cost."


@dataclass(frozen=True)
class Profile:
    """Somebody who leaves: pay in money a year, the grant that waits, and its growth a year."""

    annual_pay: float
    grant: float
    growth: float


def price(profile: Profile, found: Mapping[str, Assessment], months: float) -> pd.DataFrame:
    """Return what a clause of some months costs in each jurisdiction, in their order.

    Columns ``jurisdiction_id``, ``held`` (months, missing where the law is not known, like all
    amounts then), ``paid`` (by law, during them), ``pay_lost`` (what is not paid),
    ``growth_missed`` of the grant, ``person`` (both losses) and ``field`` (what the work
    not done would have been paid). A payment of unknown rate counts as none.
    """
    rows = []
    for place, assessment in found.items():
        held = assessment.held(months)
        years = held / 12
        due = assessment.pay_share or 0.0
        rows.append(
            {
                "jurisdiction_id": place,
                "held": held,
                "paid": profile.annual_pay * years * due,
                "pay_lost": profile.annual_pay * years * (1 - due),
                "growth_missed": profile.grant * ((1 + profile.growth) ** years - 1),
                "field": (profile.annual_pay + profile.grant / VEST_YEARS) * years,
            }
        )
    frame = pd.DataFrame(rows)
    return frame.assign(person=frame["pay_lost"] + frame["growth_missed"])


def estimates(
    costs: pd.DataFrame, found: Mapping[str, Assessment], names: Names, currency: str
) -> Estimates:
    """Return what a clause costs the person in each jurisdiction: ``PREFIX`` and its identifier.

    ``costs`` from ``price``; jurisdictions whose law is not known have none.
    """
    unit: Unit = "dollars" if currency == "USD" else "euros"

    known = costs.dropna(subset=["person"])
    return Estimates(
        Estimate(
            name=f"{PREFIX}{row['jurisdiction_id']}",
            value=float(row["person"]),
            unit=unit,
            n=1,
            method="pay and growth missed while the clause holds",
            definition=everywhere(
                "definition.noncompetes.cost",
                jurisdiction=in_language(names, str(row["jurisdiction_id"])),
            ),
            rows=(str(found[str(row["jurisdiction_id"])].rule_id),),
        )
        for row in known.to_dict("records")
    )
