"""What the chapter on retention says of its comparisons, in words that depend on the data."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import Language
from talentwar.names import Names
from talentwar.replacement import Growth
from talentwar.shock import OTHERS


def needed_facts(
    rates: Estimates,
    sizes: Estimates,
    growths: Mapping[str, Growth],
    names: Names,
    language: Language,
) -> dict[str, str]:
    """Return what to say of the hires that the two highest rates would need to be told apart.

    ``sizes`` comes from ``talentwar.comparison.needed``. The verdict compares them with the first
    headcount of ``growths`` of the organisation with the highest rate.
    """
    keys = ("first", "second", "first-rate", "second-rate", "n", "verdict")
    falling = ranked(rates.values())
    orgs = [e.subject for e in falling[:2]]
    size = sizes.get(f"retention.needed.{'.'.join(orgs)}")
    if size is None:
        nothing = language.t("prose.difference.nothing")
        return {f"needed.{key}": nothing for key in keys}
    return {
        "needed.first": names[orgs[0]][language.code],
        "needed.second": names[orgs[1]][language.code],
        "needed.first-rate": falling[0].text(language),
        "needed.second-rate": falling[1].text(language),
        "needed.n": size.text(language),
        "needed.verdict": _enough(orgs[0], size, growths.get(orgs[0]), names, language),
    }


def log_rank_facts(tests: pd.DataFrame, names: Names, language: Language) -> dict[str, str]:
    """Return which pairs of cohorts the log-rank test tells apart, and how many not.

    ``tests`` comes from ``talentwar.comparison.log_rank``; ``names`` are those of cohorts.
    """
    apart = tests[tests["apart"]]
    pairs = language.series(
        language.t(
            "prose.pair",
            first=names[row["first"]][language.code],
            second=names[row["second"]][language.code],
        )
        for row in apart.to_dict("records")
    )
    return {
        "tests.apart": pairs or language.t("prose.no-pair"),
        "tests.n": language.number(len(tests)),
        "tests.same": language.number(len(tests) - len(apart)),
    }


def teams_facts(medians: Estimates, names: Names, language: Language) -> dict[str, str]:
    """Return which teams have lost half of their members, the fastest first, and which have not.

    ``medians`` are the estimates ``retention.median.<cohort>``; ``names`` those of cohorts.
    """
    rising = sorted(medians.values(), key=lambda e: (e.value, e.name))
    said = {
        kind: language.items(
            names[e.subject][language.code] for e in rising if math.isfinite(e.value) == halved
        )
        for kind, halved in (("halved", True), ("intact", False))
    }
    return {f"teams.{kind}": text or language.t("prose.teams.none") for kind, text in said.items()}


def hires_facts(
    estimates: Estimates, published: pd.DataFrame, names: Names, language: Language
) -> dict[str, str]:
    """Return how many the labs hire a year, for each leaver, and what was published of it.

    ``estimates`` comes from ``talentwar.replacement.hires``, ``published`` from
    ``talentwar.turnover.compare_turnover``.
    """
    prefix = "retention.hires."
    orgs = [name.removeprefix(prefix) for name in estimates if name.startswith(prefix)]
    listed = language.series(
        language.t(
            "prose.hires.one",
            organization=names[org][language.code],
            hires=language.number(estimates[f"{prefix}{org}"].value, 0),
            leavers=language.number(estimates[f"retention.leavers.{org}"].value, 0),
        )
        for org in orgs
    )
    compared = language.series(
        language.t(
            "prose.hires.published",
            organization=names[row["org_id"]][language.code],
            implied=language.number(row["value"]),
            published=language.number(row["published_value"]),
        )
        for row in published[published["n"] > 0].to_dict("records")
    )
    nobody = language.t("prose.no-organization")
    return {"hires.listed": listed or nobody, "hires.published": compared or nobody}


def shock_facts(found: Estimates, org: str, names: Names, language: Language) -> dict[str, str]:
    """Return how departures changed after an event, at a lab and at the others.

    ``found`` comes from ``talentwar.shock.around``.
    """
    facts = {"shock.name": names[org][language.code]}
    for key, name in (("own", org), (OTHERS, OTHERS)):
        estimate = found.get(f"retention.shock.{name}")
        facts |= _change(f"shock.{key}", estimate, language)
    return facts


def _change(key: str, estimate: Estimate | None, language: Language) -> dict[str, str]:
    if estimate is None or not estimate.n:
        nothing = language.t("prose.difference.nothing")
        return {key: nothing, f"{key}.interval": nothing, f"{key}.n": language.number(0)}
    return {
        key: estimate.text(language),
        f"{key}.interval": estimate.interval_text(language),
        f"{key}.n": language.number(estimate.n),
    }


def _enough(
    org: str, size: Estimate, growth: Growth | None, names: Names, language: Language
) -> str:
    if growth is None:
        return language.t("prose.needed.unknown", organization=names[org][language.code])
    staff = growth.first.value
    values = {
        "organization": names[org][language.code],
        "staff": language.number(staff, 0),
        "date": language.date(f"{growth.since:%Y-%m}"),
    }
    if staff < size.value:
        return language.t("prose.needed.few", **values)
    return language.t("prose.needed.many", **values)
