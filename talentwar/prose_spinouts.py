"""What the chapter on spin-outs says in words that depend on the data."""

from __future__ import annotations

import math

from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.speed import ALL


def fertility(
    founded: Estimates, contrast: Estimate | None, names: Names, language: Language
) -> dict[str, str]:
    """Return which origin has most children, and whether heads change the answer.

    ``founded`` holds ``spinouts.founded.<origin>``, ``contrast`` is the ``spinouts.rate-ratio`` of
    the two origins with the highest rates, if there are two.
    """
    ranked = sorted(founded.values(), key=lambda e: (-e.value, e.name))
    first = ranked[0]
    return {
        "first": names[first.subject][language.code],
        "first.n": first.text(language),
        "heads": _heads(contrast, names, language),
    }


def _heads(contrast: Estimate | None, names: Names, language: Language) -> str:
    if contrast is None or contrast.low is None or contrast.high is None:
        return language.t("prose.spinouts.heads.none")
    _, _, first, second = contrast.name.split(".")
    values = {
        "first": names[first][language.code],
        "second": names[second][language.code],
        "ratio": contrast.text(language),
        "interval": contrast.interval_text(language),
    }
    if contrast.low <= 1 <= contrast.high:
        return language.t("prose.spinouts.heads.even", **values)
    return language.t("prose.spinouts.heads.apart", **values)


def pace(
    reached: Estimates, medians: Estimates, mean: Estimate, threshold: float, language: Language
) -> dict[str, str]:
    """Return how fast companies came to be worth the first threshold."""
    ending = f".{threshold:.0f}.{ALL}"
    share = next((e for e in reached.values() if f"{ending}." in e.name), None)
    half = next((e for e in medians.values() if e.name.endswith(ending)), None)
    unknown = language.t("value.undefined")
    return {
        "threshold": language.money(threshold, "USD"),
        "reached": share.text(language) if share else unknown,
        "reached.interval": share.interval_text(language) if share else unknown,
        "half": (
            language.t(
                "prose.spinouts.half",
                years=language.years(half.value),
                interval=half.interval_text(language),
            )
            if half and half.high is not None and math.isfinite(half.high)
            else language.t(
                "prose.spinouts.half.open",
                interval=half.interval_text(language) if half else unknown,
            )
        ),
        "arrival": language.years(mean.value) if mean.n > 1 else language.t("value.undefined"),
        "arrival.n": language.number(mean.n),
    }


def riches(spread: Estimates, largest: str, names: Names, language: Language) -> dict[str, str]:
    """Return who raised most (``largest`` is empty for nobody), and how unequal the sums are."""
    if not largest:
        unknown = language.t("value.undefined")
        return dict.fromkeys(("largest", "largest.share", "gini", "gini.rest"), unknown)
    return {
        "largest": names[largest][language.code],
        "largest.share": spread[f"spinouts.largest.{largest}"].text(language),
        "gini": language.number(spread["spinouts.gini"].value, 2),
        "gini.rest": language.number(spread["spinouts.gini-rest"].value, 2),
    }


def lasted(left: Estimates, language: Language) -> str:
    """Return after how long founders left a company that went on (``spinouts.left-after``)."""
    median = left["spinouts.left-after"].value
    return language.t("value.undefined") if math.isnan(median) else language.years(median)


def case(
    found: Estimates, org: str, origin: str, names: Names, language: Language
) -> dict[str, str]:
    """Return what became of the colleagues who followed a founder."""
    return {
        "case": names[org][language.code],
        "case.origin": names[origin][language.code],
        "case.reported": found[f"spinouts.colleagues-reported.{org}"].text(language),
        "case.named": found[f"spinouts.colleagues.{org}"].text(language),
        "case.back": found[f"spinouts.gone-back.{org}"].text(language),
    }
