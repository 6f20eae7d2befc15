"""Where the members of closed cohorts go: cumulative incidence by destination.

Whoever has joined a rival can no longer be seen to found a company: destinations compete. The
share that has left for each by a time is estimated as by O. Aalen and S. Johansen, "An empirical
transition matrix for non-homogeneous Markov chains", Scandinavian Journal of Statistics 5 (1978).
(The estimator of lifelines moves exits of one day apart at random; founders often leave together.)

``spells`` come from ``talentwar.survival.spells``. Persons of unknown outcome are left out, as in
the curves of retention; exits whose destination nobody reported have a group of their own.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.special import ndtri

from talentwar.estimates import Estimate, Estimates
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.survival import TOLERANCE

RIVAL, OWN, BIG_TECH, ACADEMIA, OTHER, UNREPORTED = (
    "rival",
    "own",
    "big-tech",
    "academia",
    "other",
    "unreported",
)
DESTINATIONS = (RIVAL, OWN, BIG_TECH, ACADEMIA, OTHER, UNREPORTED)
"""Groups of destinations: another AI lab, a company that the person founded, a large technology
company, a university, anything else (companies, funds, public bodies, nowhere), not reported."""
_KINDS = {"ai-lab": RIVAL, "big-tech": BIG_TECH, "academia": ACADEMIA}

INCIDENCE_COLUMNS = ("cohort_id", "destination", "years", "incidence", "low", "high", "exits")


def with_destinations(
    spells: pd.DataFrame, organizations: pd.DataFrame, founders: pd.DataFrame
) -> pd.DataFrame:
    """Return the spells with the group of the destination as ``destination``, missing if none.

    A company counts as the person's own when the table of founders lists the two together, also
    when it is an AI lab.
    """
    kinds = dict(zip(organizations["org_id"], organizations["kind"].astype("str"), strict=True))
    own = set(zip(founders["person"], founders["org_id"], strict=True))

    def group(person: str, event: bool, org: object) -> str | None:
        if not event:
            return None
        if pd.isna(org):  # type: ignore[call-overload]
            return UNREPORTED
        return OWN if (person, org) in own else _KINDS.get(kinds[str(org)], OTHER)

    told = zip(spells["person"], spells["event"], spells["destination_id"], strict=True)
    return spells.assign(destination=pd.Series([group(*row) for row in told], index=spells.index))


def incidence(spells: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the share of each cohort that has left for each group by each time.

    ``spells`` come from ``with_destinations``. Columns: ``cohort_id``, ``destination`` (of
    ``DESTINATIONS``, those that occur), ``years`` (0, then each exit or last sighting),
    ``incidence``, ``low`` and ``high`` (interval of confidence ``level`` on the log-log scale from
    the variance of E. Marubini and M. Valsecchi, "Analysing Survival Data from Clinical Trials and
    Observational Studies", 1995, section 10.2; zero to one before the first such exit), ``exits``
    (for that group, at that time).
    """
    parts = []
    for cohort_id, members in spells[spells["known"]].groupby("cohort_id", sort=False):
        steps = _steps(members)
        for destination in DESTINATIONS:
            if destination in set(members["destination"].dropna()):
                part = _of_one(steps, members, destination, level)
                parts.append(part.assign(cohort_id=cohort_id, destination=destination))
    columns = list(INCIDENCE_COLUMNS)
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def last_incidence(
    shares: pd.DataFrame, spells: pd.DataFrame, level: float, names: Names
) -> Estimates:
    """Return the share of each cohort that has left for each group by its last observation.

    ``retention.left-for.<cohort>.<destination>``; ``shares`` come from ``incidence`` at the same
    ``level``, ``spells`` are those it was computed from, ``names`` those of cohorts. ``n`` is the
    number of persons in the cohort, ``rows`` are the spells that ended so.
    """
    known = spells[spells["known"]]
    estimates = []
    for (cohort_id, destination), steps in shares.groupby(["cohort_id", "destination"], sort=False):
        members = known[known["cohort_id"] == cohort_id]
        last = steps.iloc[-1]
        own = members.loc[members["destination"] == destination, "spell_ids"]
        estimates.append(
            Estimate(
                name=f"retention.left-for.{cohort_id}.{destination}",
                value=float(last["incidence"]),
                low=float(last["low"]),
                high=float(last["high"]),
                level=level,
                unit="share",
                n=len(members),
                method="aalen-johansen, log-log",
                definition=everywhere(
                    "definition.retention.left-for",
                    cohort=in_language(names, str(cohort_id)),
                    destination=lambda language, d=destination: language.t(
                        f"retention.destination.{d}"
                    ),
                ),
                rows=tuple(sorted(i for cell in own for i in cell.split(";"))),
            )
        )
    return Estimates(estimates)


def _steps(members: pd.DataFrame) -> pd.DataFrame:
    """Return, for each distinct time, who is at risk, who leaves, and the share there before."""
    times = np.unique(members["duration_years"])
    durations, left = members["duration_years"].to_numpy(), members["event"].to_numpy()
    at_risk = np.array([(durations >= t).sum() for t in times])
    exits = np.array([(left & (durations == t)).sum() for t in times])
    after = np.cumprod(1 - exits / at_risk)
    before = np.concatenate([[1.0], after[:-1]])
    return pd.DataFrame({"years": times, "at_risk": at_risk, "all": exits, "before": before})


def _of_one(
    steps: pd.DataFrame, members: pd.DataFrame, destination: str, level: float
) -> pd.DataFrame:
    durations = members.loc[members["destination"] == destination, "duration_years"].to_numpy()
    exits = np.array([(durations == t).sum() for t in steps["years"]])
    share = (steps["before"].to_numpy() * exits / steps["at_risk"].to_numpy()).cumsum()
    spread = np.sqrt(_variances(steps, exits, share))
    low, high = np.zeros(len(share)), np.ones(len(share))
    z = float(ndtri((1 + level) / 2))
    for i in np.flatnonzero((share > TOLERANCE) & (share < 1 - TOLERANCE)):
        power = z * spread[i] / (share[i] * math.log(share[i]))
        low[i], high[i] = sorted((share[i] ** math.exp(power), share[i] ** math.exp(-power)))
    low[share > 1 - TOLERANCE] = 1.0
    frame = pd.DataFrame(
        {"years": steps["years"], "incidence": share, "low": low, "high": high, "exits": exits}
    )
    if frame["years"].iloc[0] > 0:
        start = pd.DataFrame(
            {"years": [0.0], "incidence": [0.0], "low": [0.0], "high": [1.0], "exits": [0]}
        )
        frame = pd.concat([start, frame], ignore_index=True)
    return frame


def _variances(
    steps: pd.DataFrame,
    exits: np.ndarray[tuple[int], np.dtype[np.int64]],
    share: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the variance of the incidence at each time (delta method)."""
    n, d = steps["at_risk"].to_numpy(dtype=float), steps["all"].to_numpy(dtype=float)
    before = steps["before"].to_numpy()
    found = np.zeros(len(share))
    # When the last at risk leave, nobody is left whose share could vary.
    some_stay = n > d
    survived = np.divide(d, n * (n - d), out=np.zeros_like(n), where=some_stay)
    for i in range(len(share)):
        upto = slice(0, i + 1)
        rest = share[i] - share[upto]
        own = exits[upto]
        found[i] = (
            (rest**2 * survived[upto]).sum()
            + (before[upto] ** 2 * (n[upto] - own) / n[upto] ** 3 * own).sum()
            - 2 * (rest * before[upto] * own / n[upto] ** 2).sum()
        )
    return found.clip(min=0.0)
