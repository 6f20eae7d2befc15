"""The claims of the article held against the estimates of this report.

``claims`` is the table of that name as loaded by ``talentwar.tables``, ``found`` the estimates of
all chapters (``talentwar.report.published``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from talentwar import schema
from talentwar.estimates import Estimate, Estimates, count, written
from talentwar.language import Language, everywhere

VERDICTS = ("confirmed", "nuanced", "misread", "superseded", "not-verifiable")


def answers(row: Mapping[Any, Any], found: Estimates) -> list[Estimate | None]:
    """Return the estimates that answer a claim, in its order.

    ``None`` for one that no chapter has, as when a parameter leaves its organisations out.
    """
    named = [] if pd.isna(row["estimates"]) else str(row["estimates"]).split(";")
    return [found.get(name) for name in named]


def agrees(row: Mapping[Any, Any], found: Estimates) -> bool | None:
    """Return whether the published value lies in the interval of the first estimate.

    ``None`` where the claim has no value, or the estimate no interval or another unit.
    """
    first = next(iter(answers(row, found)), None)
    if first is None or pd.isna(row["published_value"]):
        return None
    if first.low is None or first.high is None or first.unit != row["published_unit"]:
        return None
    if math.isnan(first.low) or math.isnan(first.high):
        return None
    return bool(first.low <= float(row["published_value"]) <= first.high)


def check_verdicts(claims: pd.DataFrame, found: Estimates) -> None:
    """Raise ``ValueError`` for a claim that is confirmed against the interval of its estimate.

    Names the claim, the value and the interval, so that the verdict can be thought over.
    """
    for row in claims.to_dict("records"):
        if row["verdict"] in ("confirmed", "nuanced") and agrees(row, found) is False:
            name = str(row["estimates"]).partition(";")[0]
            raise ValueError(
                f"claims.csv, claim {row['claim_id']}: the verdict is {row['verdict']}, but "
                f"{row['published_value']:g} lies outside {found[name].low:.4g} to "
                f"{found[name].high:.4g}, the interval of {name}"
            )


def said(row: Mapping[Any, Any], language: Language) -> str:
    """Return what the article says, with its figure in the language."""
    text = str(row[f"claim_{language.code}"])
    if pd.isna(row["published_value"]):
        return text
    value = written(float(row["published_value"]), row["published_unit"], language)
    return text.format(published=value)


def reason(row: Mapping[Any, Any], found: Estimates, language: Language) -> str:
    """Return why the verdict is what it is, with the figures of the day."""
    values: dict[str, str] = {}
    for rank, estimate in enumerate(answers(row, found), start=1):
        mark = "" if rank == 1 else str(rank)
        if estimate is None:
            unknown = language.t("value.undefined")
            values |= {f"{what}{mark}": unknown for what in ("value", "interval", "n")}
            continue
        values[f"value{mark}"] = estimate.text(language)
        values[f"interval{mark}"] = estimate.interval_text(language)
        values[f"n{mark}"] = language.number(estimate.n)
    return str(row[f"reason_{language.code}"]).format(**values)


def verdict_counts(claims: pd.DataFrame) -> Estimates:
    """Return how many claims came to each verdict: ``overview.claims.<verdict>``."""
    labels = schema.table("claims").field("verdict")
    return Estimates(
        count(
            f"overview.claims.{verdict}",
            everywhere(
                "definition.overview.claims",
                verdict=lambda language, v=verdict: labels.labels(language.code)[v],
            ),
            tuple(sorted(claims.loc[claims["verdict"] == verdict, "claim_id"].astype("str"))),
            n=len(claims),
        )
        for verdict in VERDICTS
    )
