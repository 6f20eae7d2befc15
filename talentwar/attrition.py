"""Published rates on one footing: the share that leaves within a year, labs beside the industry.

A rate over two years and one over one year cannot be compared as they stand. At a constant hazard
the share still there after a year is the published one to the power of the years' inverse.
"""

from __future__ import annotations

import pandas as pd

from talentwar.estimates import Estimate, Estimates
from talentwar.intervals import wilson
from talentwar.language import Language, everywhere
from talentwar.names import Names

HORIZONS = (12, 24)
"""Months over which rates of whole staffs are published; those of founders and authors, over
years of their own, are followed person by person elsewhere."""
PREFIX = "retention.attrition."


def comparable(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the published rates of whole staffs, whatever their confidence.

    Rates over one of ``HORIZONS`` that count all exits, of an organisation or, where ``org_id`` is
    missing, of the industry.
    """
    kept = rates[rates["horizon_months"].isin(HORIZONS) & (rates["exits"] == "all")]
    return kept.dropna(subset=["rate"]).sort_values("retention_id", ignore_index=True)


def yearly_attrition(
    rates: pd.DataFrame, cohort_size: int, level: float, names: Names
) -> Estimates:
    """Return the share that leaves within a year, for each rate of ``comparable``.

    ``retention.attrition.<retention_id>``, the lowest first. The interval is Wilson's for a rate
    resting on ``cohort_size`` persons, since no publisher says on how many it rests.
    """
    found = [
        _yearly(row, cohort_size, level, names) for row in comparable(rates).to_dict("records")
    ]
    return Estimates(sorted(found, key=lambda e: (e.value, e.name)))


def who(org: object, publisher: str, names: Names, language: Language) -> str:
    """Return whose rate it is: an organisation, or the industry as a publisher has it."""
    if pd.isna(org):  # type: ignore[call-overload]
        return language.t("retention.industry", publisher=typeset(publisher))
    return names[str(org)][language.code]


def typeset(name: str) -> str:
    """Return a name with the apostrophe of print, which tables do not have."""
    return name.replace("'", "’")


def _yearly(row: dict[object, object], size: int, level: float, names: Names) -> Estimate:
    share, years = float(str(row["rate"])), float(str(row["horizon_months"])) / 12
    low, high = wilson(share, size, level)
    org, publisher = row["org_id"], str(row["publisher"])
    return Estimate(
        name=f"{PREFIX}{row['retention_id']}",
        value=1 - share ** (1 / years),
        low=1 - high ** (1 / years),
        high=1 - low ** (1 / years),
        level=level,
        unit="share",
        n=size,
        method="constant hazard from a published rate; wilson, assumed cohort size",
        definition=everywhere(
            "definition.retention.attrition",
            who=lambda language: who(org, publisher, names, language),
            size=lambda language: language.number(size),
        ),
        rows=(str(row["retention_id"]),),
    )
