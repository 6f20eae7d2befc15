"""When a grant becomes its holder's: schedules on one time axis, by the rules of firms."""

from __future__ import annotations

import math

import pandas as pd

from talentwar.dates import parse
from talentwar.selection import at_least

INSTRUMENTS_LEFT_OUT = ("programme", "cash-or-stock")
"""What the table of rules holds that is no grant of equity over time."""


def shares(yearly_shares: str) -> list[float]:
    """Return the share of a grant that vests in each year (``33/33/22/12``), adding up to one.

    Percentages that do not quite add up, as published ones rounded to whole numbers, are scaled.
    ``ValueError`` for what is off by more than one for each year.
    """
    percentages = [float(part) for part in yearly_shares.split("/")]
    total = math.fsum(percentages)
    if abs(total - 100) > len(percentages):
        raise ValueError(f"{yearly_shares} adds up to {total:g} %, not to 100 %")
    return [value / total for value in percentages]


def years(rules: pd.DataFrame, *, minimum_confidence: str, as_of: str) -> pd.DataFrame:
    """Return what vests in each year by each rule known by ``as_of``.

    Columns ``rule_id``, ``org_id``, ``year`` (from 1; one row of year missing where the shares are
    not stated), ``share``, ``cliff_months`` (missing where not stated), ``vest_years``,
    ``effective_from`` (a partial date, or missing). Rules for selected persons, and programmes
    that grant nothing over time, are left out.
    """
    kept = at_least(rules, minimum_confidence)
    kept = kept[~kept["instrument"].isin(INSTRUMENTS_LEFT_OUT) & (kept["applies_to"] != "selected")]
    start = kept["effective_from_earliest"].fillna(kept["described_earliest"])
    kept = kept[~(start > pd.Timestamp(parse(as_of).latest))]
    found = []
    for row in kept.to_dict("records"):
        known = {
            key: row[key]
            for key in ("rule_id", "org_id", "cliff_months", "vest_years", "effective_from")
        }
        stated = row["yearly_shares"]
        if pd.isna(stated):
            found.append({**known, "year": None, "share": None})
            continue
        found += [
            {**known, "year": year, "share": share}
            for year, share in enumerate(shares(str(stated)), start=1)
        ]
    return pd.DataFrame(
        found,
        columns=["rule_id", "org_id", "cliff_months", "vest_years", "effective_from", "year",
                 "share"],
    )  # fmt: skip
