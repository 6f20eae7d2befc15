"""What the chapter on non-compete clauses says in words that depend on the data."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from talentwar import schema
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment
from talentwar.verdicts import site, verdict

FIRST_ASKED = ("FR", "US-WA", "GB")
"""Places whose answer opens the chapter."""
_DROPPED = "ncp-microsoft-non-compete-dropped"


def answers(
    found: Mapping[str, Assessment], months: int, names: Names, language: Language
) -> dict[str, str]:
    """Return the verdict on a clause of some months in the places that are asked for first."""
    listed = language.series(
        language.t(
            "prose.law.answer",
            site=site(place, names, language),
            verdict=_lower(verdict(found[place], months, language)),
        )
        for place in FIRST_ASKED
        if place in found
    )
    return {
        "answers": listed or language.t("value.undefined"),
        "months": language.tn("count.months", months),
    }


def hardening(rows: pd.DataFrame, language: Language) -> dict[str, str]:
    """Return what is on record of Google DeepMind and of Microsoft (rows of practices)."""
    statuses = schema.table("noncompete_practices").field("status").labels(language.code)
    own = rows[rows["org_id"] == "google-deepmind"].dropna(subset=["max_months"])
    asked = own[own["practice"] == "non-compete"].sort_values("max_months")
    dropped = rows[rows["practice_id"] == _DROPPED]
    return {
        "deepmind": language.items(
            language.t(
                "prose.law.reach",
                people=str(row[f"population_{language.code}"]),
                months=language.tn("count.months", int(row["max_months"])),
                status=_lower(statuses[str(row["status"])]),
            )
            for row in asked.to_dict("records")
        )
        or language.t("prose.law.no-reach"),
        "microsoft": (
            language.t(
                "prose.law.dropped", date=language.date(str(dropped.iloc[0]["first_reported"]))
            )
            if len(dropped)
            else language.t("prose.law.not-dropped")
        ),
    }


def line_facts(found: Estimates, language: Language) -> dict[str, str]:
    """Return how pay lines and the salaries of the labs compare."""
    if "noncompetes.margin" not in found:
        unknown = language.t("value.undefined")
        return {"lines.verdict": language.t("prose.law.no-lines")} | {
            f"noncompetes.{name}": unknown for name in ("line", "salary", "margin")
        }
    below = found["noncompetes.margin"].value > 1
    return {
        "lines.verdict": (
            language.t("prose.law.lines-below") if below else language.t("prose.law.lines-above")
        )
    }


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
