"""Time from the start of a closed cohort to the exit of its members, and survival curves.

Frames are the tables ``tenures`` and ``cohorts`` as loaded by ``talentwar.tables``. Durations
are in years of 365.25 days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from talentwar.dates import parse
from talentwar.estimates import Estimate
from talentwar.intervals import clopper_pearson
from talentwar.parameters import MINIMUM_MEMBERS

DateReading = Literal["earliest", "middle", "latest"]
Unknown = Literal["exclude", "left", "stayed"]

READINGS: tuple[DateReading, ...] = ("earliest", "middle", "latest")
"""Ways to read partial dates, from the shortest durations to the longest."""

UNKNOWN: tuple[Unknown, ...] = ("exclude", "left", "stayed")
"""What to do with persons of unknown outcome, see ``kaplan_meier``."""

DAYS_PER_YEAR = 365.25
TOLERANCE = 1e-9
"""Below any difference of times or shares that data can show, above rounding errors."""

SPELL_COLUMNS = (
    "cohort_id", "person", "started", "ended", "censored", "duration_years",
    "event", "known", "destination_id", "spell_ids",
)  # fmt: skip
CURVE_COLUMNS = (
    "cohort_id", "unknown", "years", "survival", "low", "high", "at_risk", "events", "censored",
)  # fmt: skip


@dataclass(frozen=True)
class _Spell:
    """One spell, its partial dates read as days; None where the table says nothing."""

    spell_ids: tuple[str, ...]
    start: pd.Timestamp | None
    end: pd.Timestamp | None
    sighted: pd.Timestamp | None
    destination: str | None


def spells(
    tenures: pd.DataFrame,
    cohorts: pd.DataFrame,
    cohort_ids: Sequence[str],
    date_reading: DateReading,
    as_of: str,
) -> pd.DataFrame:
    """Return one row per person and cohort: the time from the cohort's start to the first exit.

    The clock starts when the cohort began or when the person joined it, whichever is later: the
    years that authors spent at a laboratory before their paper are no time at risk, because
    whoever left then is not among the authors. Who had left by the start has a duration of zero.

    A partial date stands for several days. ``earliest`` takes ends and sightings at their first
    day and starts at their last (shortest durations), ``latest`` does the opposite (longest),
    ``middle`` takes the midpoints. Durations are never negative.

    A second spell of the same person is joined to the first when, read that way, it starts no
    later than the day after the first ended; otherwise the end of the first is the exit, even
    of those who came back. Spells that were over before the cohort began yield to a later one.

    Nothing after ``as_of`` (a partial date, its last day) is known: exits after it are censored
    there, persons who started after it are absent.

    Columns: ``cohort_id``, ``person``, ``started`` (start of the clock), ``ended`` (exit),
    ``censored`` (last sighting of those not known to have left), ``duration_years``, ``event``
    (left), ``known`` (false when the table has neither end nor sighting: duration missing),
    ``destination_id`` (organisation joined at the exit, missing if not reported), ``spell_ids``
    (``;``-separated). Sorted by cohort as given, then person.

    Raises ``ValueError`` for a cohort that is unknown, not closed, a board (seats are no jobs),
    without tenures, or of which a member has no date to start the clock from.
    """
    limit = pd.Timestamp(parse(as_of).latest)
    records = []
    for cohort_id in cohort_ids:
        cohort = _closed_cohort(cohorts, cohort_id)
        members = tenures[tenures["cohort_id"] == cohort_id]
        if members.empty:
            raise ValueError(f"cohort {cohort_id} has no tenures")
        began = _read(cohort, "started", date_reading, limit)
        persons: dict[str, list[_Spell]] = {}
        for row in members.sort_values(["person", "spell_id"]).to_dict("records"):
            if not _after(cohort, "started", limit) and not _after(row, "started", limit):
                spell = _spell(row, date_reading, limit)
                persons.setdefault(str(row["person"]), []).append(spell)
        for person, own in persons.items():
            who = {"cohort_id": cohort_id, "person": person}
            records.append(who | _time_at_risk(_first(own, began), began, who))
    frame = pd.DataFrame(records, columns=list(SPELL_COLUMNS))
    days = dict.fromkeys(["started", "ended", "censored"], "datetime64[s]")
    return frame.astype({**days, "duration_years": "float64", "event": "bool", "known": "bool"})


def _closed_cohort(cohorts: pd.DataFrame, cohort_id: str) -> Mapping[Any, Any]:
    rows = cohorts[cohorts["cohort_id"] == cohort_id].to_dict("records")
    if not rows:
        raise ValueError(f"there is no cohort {cohort_id}")
    row = rows[0]
    if pd.isna(row["closed"]) or not row["closed"]:
        raise ValueError(f"cohort {cohort_id} is not closed: its members are not all known")
    if row["kind"] == "board":
        raise ValueError(f"cohort {cohort_id} is a board: seats are no jobs")
    return row


def _after(row: Mapping[Any, Any], field: str, limit: pd.Timestamp) -> bool:
    earliest = row[f"{field}_earliest"]
    return not pd.isna(earliest) and bool(earliest > limit)


def _read(
    row: Mapping[Any, Any], field: str, reading: DateReading, limit: pd.Timestamp
) -> pd.Timestamp | None:
    """Return the day a partial date is read as; None when it is missing or after the limit."""
    earliest, latest = row[f"{field}_earliest"], row[f"{field}_latest"]
    if pd.isna(earliest) or earliest > limit:
        return None
    first, last = pd.Timestamp(earliest), pd.Timestamp(min(latest, limit))
    if reading == "middle":
        return first + pd.Timedelta(days=(last - first).days // 2)
    longest = reading == "latest"
    return first if (field == "started") == longest else last


def _spell(row: Mapping[Any, Any], reading: DateReading, limit: pd.Timestamp) -> _Spell:
    # An exit or a sighting after the limit shows that the person was still there at the limit.
    there = _after(row, "ended", limit) or _after(row, "censored_on", limit)
    return _Spell(
        spell_ids=(str(row["spell_id"]),),
        start=_read(row, "started", reading, limit),
        end=_read(row, "ended", reading, limit),
        sighted=limit if there else _read(row, "censored_on", reading, limit),
        destination=None if pd.isna(row.get("destination_id")) else str(row["destination_id"]),
    )


def _first(own: list[_Spell], began: pd.Timestamp | None) -> _Spell:
    """Return the spell that counts of one person's spells in a cohort, contiguous ones joined."""
    joined: list[_Spell] = []
    for spell in sorted(own, key=_order):
        last = joined[-1] if joined else None
        if last and last.end and spell.start and spell.start <= last.end + pd.Timedelta(days=1):
            end = max(last.end, spell.end) if spell.end else None
            ids = last.spell_ids + spell.spell_ids
            joined[-1] = replace(spell, spell_ids=ids, start=last.start, end=end)
        else:
            joined.append(spell)
    current = [s for s in joined if began is None or s.end is None or s.end >= began]
    return current[0] if current else joined[-1]


def _order(spell: _Spell) -> tuple[pd.Timestamp, pd.Timestamp]:
    return spell.start or pd.Timestamp.min, spell.end or pd.Timestamp.max


def _time_at_risk(
    spell: _Spell, began: pd.Timestamp | None, who: Mapping[str, str]
) -> dict[str, Any]:
    starts = [day for day in (spell.start, began) if day is not None]
    if not starts:
        raise ValueError(f"no date to start the clock from: {who['person']} in {who['cohort_id']}")
    started = max(starts)
    last = spell.end or spell.sighted
    return {
        "started": started,
        "ended": spell.end,
        "censored": None if spell.end else spell.sighted,
        "duration_years": _years(started, last) if last else math.nan,
        "event": spell.end is not None,
        "known": last is not None,
        "destination_id": spell.destination if spell.end else None,
        "spell_ids": ";".join(spell.spell_ids),
    }


def _years(start: pd.Timestamp, end: pd.Timestamp) -> float:
    return max((end - start).days, 0) / DAYS_PER_YEAR


def kaplan_meier(
    spells: pd.DataFrame, unknown: Unknown, level: float, minimum_members: int = MINIMUM_MEMBERS
) -> pd.DataFrame:
    """Return the share of each cohort still present over time (Kaplan-Meier, by lifelines).

    Not knowing what became of a person is not knowing that she stayed. ``unknown`` says what to
    do with persons of whom the table has neither end nor sighting: ``exclude`` leaves them out,
    ``left`` counts them as gone at once (worst case), ``stayed`` as present until the last dated
    exit or sighting in the cohort (best case).

    Columns: ``cohort_id``, ``unknown``, ``years`` (0, then each exit or last sighting),
    ``survival`` (share from that time on), ``low`` and ``high`` (interval of confidence
    ``level``), ``at_risk`` (persons observed up to that time), ``events``, ``censored`` (at that
    time). Survival at time 0 is below one when members had left by then.

    The interval is Greenwood's on the log-log scale. It is undefined at one and at zero: before
    any exit, ``low`` is Clopper and Pearson's bound for the persons still under observation, all
    present; once nobody is left, ``high`` stays at its last value.

    Raises ``ValueError`` naming a cohort with fewer than ``minimum_members`` such persons.
    """
    curves = []
    for cohort_id in spells["cohort_id"].unique():
        members = _resolve(spells[spells["cohort_id"] == cohort_id], unknown)
        if len(members) < max(minimum_members, 1):
            raise ValueError(
                f"a curve needs at least {max(minimum_members, 1)} persons, "
                f"cohort {cohort_id} has {len(members)} of known outcome"
            )
        curves.append(_curve(members, level).assign(cohort_id=cohort_id, unknown=unknown))
    if not curves:
        return pd.DataFrame(columns=list(CURVE_COLUMNS))
    return pd.concat(curves, ignore_index=True)[list(CURVE_COLUMNS)]


def median_time(
    steps: pd.DataFrame,
    level: float,
    name: str,
    definition: Mapping[str, str],
    rows: tuple[str, ...],
) -> Estimate:
    """Return the time in years at which half of a cohort has had the event; ``steps`` is its curve.

    Infinite when it never is. The interval holds the times at which one half lies within the bands
    (R. Brookmeyer & J. Crowley, Biometrics 38, 1982); as nothing is known after the last
    observation, the lower bound never exceeds it. ``n`` is the number at risk at the start.
    """
    return Estimate(
        name=name,
        value=_time_at_half(steps, "survival", math.inf),
        low=_time_at_half(steps, "low", float(steps["years"].iloc[-1])),
        high=_time_at_half(steps, "high", math.inf),
        level=level,
        unit="years",
        n=int(steps["at_risk"].iloc[0]),
        method="kaplan-meier, brookmeyer-crowley log-log",
        definition=definition,
        rows=rows,
    )


def _time_at_half(steps: pd.DataFrame, column: str, otherwise: float) -> float:
    # Products of fractions miss one half by a rounding error.
    there = steps.loc[steps[column] <= 0.5 + TOLERANCE, "years"]
    return otherwise if there.empty else float(there.iloc[0])


def extremes(spells: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the curves of cohorts with members of unknown outcome, in the worst and best case.

    As ``kaplan_meier`` with ``unknown`` ``left`` and ``stayed``; empty when all outcomes are known.
    """
    incomplete = spells.loc[~spells["known"], "cohort_id"].unique()
    members = spells[spells["cohort_id"].isin(incomplete)]
    cases: tuple[Unknown, ...] = ("left", "stayed")
    return pd.concat([kaplan_meier(members, case, level) for case in cases], ignore_index=True)


def _resolve(members: pd.DataFrame, unknown: Unknown) -> pd.DataFrame:
    if unknown == "exclude":
        return members[members["known"]]
    missing = ~members["known"]
    if unknown == "left":
        return members.assign(
            duration_years=members["duration_years"].mask(missing, 0.0),
            event=members["event"] | missing,
        )
    last = members[["ended", "censored"]].max().max()
    until_last = [0.0 if pd.isna(last) else _years(day, last) for day in members["started"]]
    return members.assign(
        duration_years=members["duration_years"].mask(
            missing, pd.Series(until_last, index=members.index)
        )
    )


def _curve(members: pd.DataFrame, level: float) -> pd.DataFrame:
    # lifelines takes more than a second to import, which pages without curves need not wait for.
    from lifelines import KaplanMeierFitter

    fitter = KaplanMeierFitter(alpha=1 - level)
    fitter.fit(members["duration_years"], event_observed=members["event"])
    table, band = fitter.event_table, fitter.confidence_interval_
    curve = pd.DataFrame(
        {
            "years": table.index.to_numpy(dtype="float64"),
            "survival": fitter.survival_function_.iloc[:, 0].to_numpy(),
            "low": band.iloc[:, 0].to_numpy(),
            "high": band.iloc[:, 1].to_numpy(),
            "at_risk": table["at_risk"].to_numpy(dtype="int64"),
            "events": table["observed"].to_numpy(dtype="int64"),
            "censored": table["censored"].to_numpy(dtype="int64"),
        }
    )
    remaining = curve["at_risk"] - curve["events"] - curve["censored"]
    observed = remaining.where(remaining > 0, curve["at_risk"])
    all_present = pd.Series([clopper_pearson(n, n, level)[0] for n in observed])
    curve["low"] = curve["low"].mask(curve["survival"] == 1, all_present)
    curve["high"] = curve["high"].mask(curve["survival"] < TOLERANCE).ffill().fillna(1.0)
    return curve
