"""Facts and phrases that depend on the data, for the sentences of the notebooks."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from talentwar.estimates import Estimate, Estimates
from talentwar.flows import odds_name
from talentwar.fragility import Road
from talentwar.language import Language
from talentwar.names import Names


def published_facts(
    comparison: pd.DataFrame, odds: Estimates, hires: Estimates, names: Names, language: Language
) -> dict[str, str]:
    """Return what to say of each published ratio, under ``<ratio_id>.<what>``.

    ``comparison`` comes from ``talentwar.flows.compare_with_published``, ``odds`` holds the
    odds of its pairs, ``hires`` those without founders. ``what`` is one of ``origin``,
    ``destination``, ``published``, ``publisher``, ``verdict`` (a clause), ``observed``,
    ``interval``, ``n``, and ``hires.observed``, ``hires.interval``, ``hires.n``. ``verdict``
    alone is a clause on all of them.
    """
    facts: dict[str, str] = {}
    for row in comparison.to_dict("records"):
        pair = row["origin_id"], row["destination_id"]
        values = {
            "origin": names[pair[0]][language.code],
            "destination": names[pair[1]][language.code],
            "published": language.number(row["published_value"]),
            "publisher": str(row["publisher"]),
            "verdict": _verdict(row["inside"], language),
        }
        for prefix, estimate in (
            ("", odds[odds_name(*pair)]),
            ("hires.", hires[odds_name(*pair, "odds-of-hires")]),
        ):
            values[f"{prefix}observed"] = estimate.text(language)
            values[f"{prefix}interval"] = estimate.interval_text(language)
            values[f"{prefix}n"] = language.number(estimate.n)
        facts |= {f"{row['ratio_id']}.{what}": text for what, text in values.items()}
    return facts | {"verdict": _overall(comparison["inside"], language)}


def head_facts(
    published: pd.DataFrame,
    heads: Estimates,
    divided: Estimates,
    exposures: Estimates,
    language: Language,
) -> dict[str, str]:
    """Return what is left of each published ratio per head, under ``<ratio_id>.<what>``.

    ``published`` as from ``talentwar.flows.published_ratios``, the estimates as from
    ``talentwar.exposure``. ``what`` is one of ``heads`` (the published ratio per head),
    ``origin-years``, ``destination-years``, ``heads.observed``, ``heads.interval``,
    ``heads.verdict`` (a clause); a word for unknown stands where no headcount is known.
    """
    unknown = language.t("value.undefined")

    def said(estimate: Estimate | None) -> str:
        return unknown if estimate is None else estimate.text(language)

    facts: dict[str, str] = {}
    for row in published.to_dict("records"):
        origin, destination, key = row["origin_id"], row["destination_id"], row["ratio_id"]
        observed = heads.get(f"flows.per-head.{origin}.{destination}")
        known = observed is not None and observed.n > 0
        low, high = (observed.low or 0.0, observed.high or 0.0) if observed else (0.0, math.inf)
        verdict = "nothing" if not known else ("equal" if low <= 1 <= high else "unequal")
        facts |= {
            f"{key}.heads": said(divided.get(f"flows.published-per-head.{key}")),
            f"{key}.origin-years": said(exposures.get(f"flows.exposure.{origin}")),
            f"{key}.destination-years": said(exposures.get(f"flows.exposure.{destination}")),
            f"{key}.heads.observed": said(observed),
            f"{key}.heads.interval": observed.interval_text(language) if observed else unknown,
            f"{key}.heads.verdict": language.t(f"prose.heads.{verdict}"),
        }
    return facts


def fragility_facts(
    road: Road | None, coverage: Estimates, names: Names, language: Language
) -> dict[str, str]:
    """Return what to say of the road that is tested, under ``road.<what>``.

    ``what`` is one of ``origin``, ``destination``, ``n``, ``odds``, ``low``, ``tipping-interval``,
    ``tipping-one``, ``one-publisher``; ``coverage`` lists by how much departures are preferred.
    """
    listed = listing(coverage.values(), names, language) or language.t("prose.no-organization")
    unknown = language.t("value.undefined")
    counts = {
        "tipping-interval": "flows.tipping.interval",
        "tipping-one": "flows.tipping.one",
        "one-publisher": "flows.one-publisher",
    }
    if road is None:
        words = ("origin", "destination", "n", "odds", "low", *counts)
        return {f"road.{word}": unknown for word in words} | {"coverage": listed}
    origin, destination = road.pair
    facts = {
        "origin": names[origin][language.code],
        "destination": names[destination][language.code],
        "n": language.number(road.odds.n),
        "odds": road.odds.text(language),
        "low": unknown if road.odds.low is None else language.number(road.odds.low),
    } | {
        word: road.counts[f"{name}.{origin}.{destination}"].text(language)
        for word, name in counts.items()
    }
    return {f"road.{word}": text for word, text in facts.items()} | {"coverage": listed}


def turnover_facts(
    comparison: pd.DataFrame, focus: Estimate, names: Names, language: Language
) -> dict[str, str]:
    """Return what to say of arrivals for each departure, of all and of the focus.

    ``comparison`` comes from ``talentwar.turnover.compare_turnover``, ``focus`` is the estimate
    of one organisation. ``turnover.above``, ``turnover.inside``, ``turnover.below`` name the
    organisations whose published ratio lies above, in or below the observed interval,
    ``turnover.publisher`` who published them; ``focus`` is followed by ``name``, ``per-departure``,
    ``per-departure.interval``, ``per-departure.n``.
    """
    known = comparison.dropna(subset=["inside"])
    inside = known["inside"].astype("bool")
    places = {
        "above": known["published_value"] > known["high"],
        "inside": inside,
        "below": known["published_value"] < known["low"],
    }
    facts = {
        f"turnover.{place}": language.items(names[org][language.code] for org in found)
        if len(found)
        else language.t("prose.no-organization")
        for place, mask in places.items()
        for found in [known.loc[mask, "org_id"]]
    }
    publishers = dict.fromkeys(str(name) for name in comparison["publisher"])
    return facts | {
        "turnover.publisher": language.items(publishers) or language.t("prose.nobody"),
        "focus.name": _name(focus, names, language),
        "focus.per-departure": focus.text(language),
        "focus.per-departure.interval": focus.interval_text(language),
        "focus.per-departure.n": language.number(focus.n),
    }


def away_facts(came_back: Estimates, language: Language) -> dict[str, str]:
    """Return how long those who came back were ``away``, in the unit that is easiest to read.

    ``came_back`` comes from ``talentwar.movers.return_estimates``.
    """
    away = came_back["flows.away"]
    return {"away": language.duration(away.value) if away.n else away.text(language)}


def retention_facts(
    rates: Estimates,
    difference: Estimate | None,
    cohort_size: int,
    names: Names,
    language: Language,
) -> dict[str, str]:
    """Return what to say of published rates: all, the two highest and whether they differ.

    ``difference`` comes from ``talentwar.retention.top_difference``.
    """
    facts = {
        "rates": language.items(
            language.t("prose.rate", name=_name(e, names, language), value=e.text(language))
            for e in rates.values()
        ),
        "cohort-size": language.number(cohort_size),
    }
    if difference is None or difference.low is None or difference.high is None:
        nothing = language.t("prose.difference.nothing")
        keys = ("first", "second", "points", "interval", "verdict")
        return facts | {f"difference.{key}": nothing for key in keys}
    first, second = difference.name.split(".")[2:]
    tie = difference.low <= 0 <= difference.high
    return facts | {
        "difference.first": names[first][language.code],
        "difference.second": names[second][language.code],
        "difference.points": difference.text(language),
        "difference.interval": difference.interval_text(language),
        "difference.verdict": (
            language.t("prose.difference.tie") if tie else language.t("prose.difference.clear")
        ),
    }


def listing(estimates: Iterable[Estimate], names: Names, language: Language) -> str:
    """Return ``name value (interval)`` of each estimate ``<chapter>.<what>.<identifier>``."""
    return language.series(
        language.t(
            "prose.listed",
            name=_name(estimate, names, language),
            value=estimate.text(language),
            interval=estimate.interval_text(language),
        )
        for estimate in estimates
    )


def _name(estimate: Estimate, names: Names, language: Language) -> str:
    return names[estimate.name.split(".")[2]][language.code]


def _overall(inside: pd.Series[bool], language: Language) -> str:
    known = inside.dropna()
    if known.empty:
        return language.t("prose.overall.nothing")
    if known.all():
        return language.t("prose.overall.inside")
    return language.t("prose.overall.outside")


def _verdict(inside: object, language: Language) -> str:
    if pd.isna(inside):  # type: ignore[call-overload]
        return language.t("prose.verdict.nothing")
    if inside:
        return language.t("prose.verdict.inside")
    return language.t("prose.verdict.outside")
