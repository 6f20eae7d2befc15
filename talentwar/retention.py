"""Retention: what was published, and what closed cohorts show.

Frames are tables as loaded by ``talentwar.tables`` (``retention_rates``, ``tenures``,
``cohorts``). Names arrive as ``Names``: id -> language code -> name. Durations are in years of
365.25 days. Spells and curves are computed in ``talentwar.survival`` and offered here too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from talentwar.estimates import Estimate, Estimates, Unit, ranked
from talentwar.intervals import newcombe, wilson
from talentwar.language import Language, everywhere
from talentwar.names import Names, in_language
from talentwar.selection import CONFIDENCES, at_least
from talentwar.survival import (
    READINGS,
    TOLERANCE,
    UNKNOWN,
    DateReading,
    Unknown,
    extremes,
    kaplan_meier,
    median_time,
    spells,
)

__all__ = [
    "READINGS",
    "UNKNOWN",
    "DateReading",
    "Unknown",
    "annual_hazard",
    "difference",
    "extremes",
    "half_life",
    "kaplan_meier",
    "medians",
    "rates_by_confidence",
    "spells",
    "stacked",
    "survival_at",
    "two_year_rates",
]

MONTHS_PER_YEAR = 12


def two_year_rates(
    rates: pd.DataFrame,
    organizations: Sequence[str],
    horizon_months: float,
    cohort_size: int,
    level: float,
    minimum_confidence: str,
    names: Names,
) -> Estimates:
    """Return the published share of hires still present after ``horizon_months``.

    ``retention.rate.<org>``, for each organisation in the order given for which such a rate was
    published; rates that count only exits to rivals are no retention rates and stay out. Where
    several rates compete, the most trusted counts, then the latest published, then the last id.

    The publisher does not say how many persons a rate rests on: the Wilson interval is the one
    it would have with ``cohort_size`` persons, and ``n`` is that assumption.
    """
    kept = _comparable(rates, horizon_months, minimum_confidence)
    estimates = []
    for org in organizations:
        row = _preferred(kept[kept["org_id"] == org])
        if row is None:
            continue
        share = float(row["rate"])
        low, high = wilson(share, cohort_size, level)
        estimates.append(
            Estimate(
                name=f"retention.rate.{org}",
                value=share,
                low=low,
                high=high,
                level=level,
                unit="share",
                n=cohort_size,
                method="wilson, assumed cohort size",
                definition=everywhere(
                    "definition.retention.rate",
                    organization=in_language(names, org),
                    months=lambda language: language.number(horizon_months),
                    size=lambda language: language.number(cohort_size),
                ),
                rows=(str(row["retention_id"]),),
            )
        )
    return Estimates(estimates)


def rates_by_confidence(
    rates: pd.DataFrame, organizations: Sequence[str], horizon_months: float
) -> pd.DataFrame:
    """Return the rate that counts for an organisation under each ``minimum_confidence``.

    Columns ``minimum_confidence``, ``org_id``, ``rate``; choices as in ``two_year_rates``.
    """
    records = []
    for confidence in CONFIDENCES:
        kept = _comparable(rates, horizon_months, confidence)
        for org in organizations:
            row = _preferred(kept[kept["org_id"] == org])
            if row is not None:
                records.append((confidence, org, float(row["rate"])))
    return pd.DataFrame(records, columns=["minimum_confidence", "org_id", "rate"])


def stacked(frames: Mapping[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """Return frames one under the other, with a column that names the frame of each row."""
    return pd.concat([frame.assign(**{column: name}) for name, frame in frames.items()])


def annual_hazard(rate: Estimate, months: float, names: Names) -> Estimate:
    """Return ``retention.hazard.<org>``, the yearly hazard of leaving that a rate implies.

    -ln(share) / years, as if the hazard were constant; infinite when nobody stayed. ``months``
    is the horizon of the rate. The interval is that of the share, transformed.
    """
    years = months / MONTHS_PER_YEAR
    return _transformed(rate, "hazard", "per-year", names, lambda share: _minus_log(share) / years)


def half_life(rate: Estimate, months: float, names: Names) -> Estimate:
    """Return ``retention.half-life.<org>``: years until half have left, at a constant hazard.

    Infinite when nobody left. Arguments as for ``annual_hazard``.
    """
    years = months / MONTHS_PER_YEAR

    def until_half(share: float) -> float:
        hazard = _minus_log(share) / years
        return math.inf if hazard == 0 else math.log(2) / hazard

    return _transformed(rate, "half-life", "years", names, until_half)


def difference(a: Estimate, b: Estimate, cohort_size: int, level: float, names: Names) -> Estimate:
    """Return ``retention.difference.<a>.<b>``: how much more is retained at a than at b.

    The value is a difference of shares (0.02 is two percentage points); ``a`` and ``b`` are
    rates from ``two_year_rates``. Newcombe's (1998) hybrid score interval, method 10, as if each
    rate rested on ``cohort_size`` persons.
    """
    first, second = _organization(a), _organization(b)
    low, high = newcombe(a.value, cohort_size, b.value, cohort_size, level)
    return Estimate(
        name=f"retention.difference.{first}.{second}",
        value=a.value - b.value,
        low=low,
        high=high,
        level=level,
        unit="share-difference",
        n=2 * cohort_size,
        method="newcombe hybrid score, assumed cohort size",
        definition=everywhere(
            "definition.retention.difference",
            first=in_language(names, first),
            second=in_language(names, second),
            size=lambda language: language.number(cohort_size),
        ),
        rows=(*a.rows, *b.rows),
    )


def top_difference(
    rates: Estimates, cohort_size: int, level: float, names: Names
) -> Estimate | None:
    """Return the ``difference`` of the two highest rates, ``None`` when there are not two."""
    falling = ranked(rates.values())
    if len(falling) < 2:
        return None
    return difference(falling[0], falling[1], cohort_size, level, names)


def _comparable(rates: pd.DataFrame, horizon_months: float, confidence: str) -> pd.DataFrame:
    kept = rates[(rates["horizon_months"] == horizon_months) & (rates["exits"] == "all")]
    return at_least(kept.dropna(subset=["org_id", "rate"]), confidence)


def _preferred(rows: pd.DataFrame) -> dict[str, Any] | None:
    if rows.empty:
        return None
    trust = [CONFIDENCES.index(str(confidence)) for confidence in rows["confidence"]]
    ranked = rows.assign(_trust=trust).sort_values(
        ["_trust", "published_latest", "retention_id"], na_position="first"
    )
    return {str(column): value for column, value in ranked.iloc[-1].items()}


def _organization(rate: Estimate) -> str:
    prefix = "retention.rate."
    if not rate.name.startswith(prefix):
        raise ValueError(f"{rate.name} is no published rate ({prefix}...)")
    return rate.name.removeprefix(prefix)


def _minus_log(share: float) -> float:
    # Subtracting from zero, not negating: a share of one must give 0, not -0.
    return math.inf if share == 0 else 0 - math.log(share)


def _transformed(
    rate: Estimate, what: str, unit: Unit, names: Names, function: Callable[[float], float]
) -> Estimate:
    """Carry a rate and its interval through a monotone function of the share."""
    if rate.low is None or rate.high is None:
        raise ValueError(f"{rate.name} has no interval to transform")
    low, high = sorted((function(rate.low), function(rate.high)))
    org = _organization(rate)
    return Estimate(
        name=f"retention.{what}.{org}",
        value=function(rate.value),
        low=low,
        high=high,
        level=rate.level,
        unit=unit,
        n=rate.n,
        method="constant hazard from a published rate",
        definition=everywhere(f"definition.retention.{what}", organization=in_language(names, org)),
        rows=rate.rows,
    )


def survival_at(
    curves: pd.DataFrame, spells: pd.DataFrame, years: int, level: float, names: Names
) -> Estimates:
    """Return the share of each cohort still present after a whole number of years.

    ``retention.survival.<cohort>.<n>y``, followed by ``.left`` or ``.stayed`` for curves that
    assume so. ``curves`` are those of ``kaplan_meier`` at the same ``level``, ``spells`` what
    they were computed from. Beyond the last observation the share is undefined (NaN): it lies
    anywhere between zero and the last upper bound. ``n`` is the number of persons in the curve.
    """
    estimates = []
    for cohort_id, unknown, steps in _each(curves):
        last = steps[steps["years"] <= years + TOLERANCE].iloc[-1]
        end = steps.iloc[-1]
        seen = years <= end["years"] + TOLERANCE or end["survival"] < TOLERANCE
        estimates.append(
            Estimate(
                name=_curve_name(f"survival.{cohort_id}.{years}y", unknown),
                value=float(last["survival"]) if seen else math.nan,
                low=float(last["low"]) if seen else 0.0,
                high=float(last["high"]),
                level=level,
                unit="share",
                n=int(steps["at_risk"].iloc[0]),
                method="kaplan-meier, greenwood log-log",
                definition=everywhere(
                    "definition.retention.survival",
                    duration=lambda language: language.tn("definition.years", years),
                    **_described(cohort_id, unknown, names),
                ),
                rows=_spell_ids(spells, cohort_id, unknown),
            )
        )
    return Estimates(estimates)


def medians(
    curves: pd.DataFrame,
    spells: pd.DataFrame,
    level: float,
    names: Names,
    reading: DateReading | None = None,
) -> Estimates:
    """Return the time after which half of each cohort had left.

    ``retention.median.<cohort>``, in years: when survival first is at most one half; infinite
    when it never was. The interval holds the times at which one half lies within the bands
    (Brookmeyer & Crowley, Biometrics 38, 1982); as nothing is known after the last observation,
    the lower bound never exceeds it. Names, arguments and ``n`` as in ``survival_at``; a
    ``reading`` of the dates that is not the chapter's own is added to the name.
    """
    return Estimates(
        median_time(
            steps,
            level,
            ".".join(filter(None, [_curve_name(f"median.{cohort_id}", unknown), reading])),
            everywhere(
                "definition.retention.median", **_described(cohort_id, unknown, names, reading)
            ),
            _spell_ids(spells, cohort_id, unknown),
        )
        for cohort_id, unknown, steps in _each(curves)
    )


def _each(curves: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for (cohort_id, unknown), steps in curves.groupby(["cohort_id", "unknown"], sort=False):
        yield str(cohort_id), str(unknown), steps


def _curve_name(what: str, unknown: str) -> str:
    return f"retention.{what}" if unknown == "exclude" else f"retention.{what}.{unknown}"


def _described(
    cohort_id: str, unknown: str, names: Names, reading: DateReading | None = None
) -> dict[str, object]:
    def assumptions(language: Language) -> str:
        texts = [language.t(f"definition.retention.unknown.{unknown}")]
        if reading:
            texts.append(language.t(f"definition.retention.reading.{reading}"))
        return language.series(texts)

    return {"cohort": in_language(names, cohort_id), "unknown": assumptions}


def _spell_ids(spells: pd.DataFrame, cohort_id: str, unknown: str) -> tuple[str, ...]:
    used = spells["cohort_id"] == cohort_id
    if unknown == "exclude":
        used &= spells["known"]
    return tuple(sorted(i for cell in spells.loc[used, "spell_ids"] for i in cell.split(";")))
