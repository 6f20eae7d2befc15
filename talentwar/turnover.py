"""How many people an organisation gains for each it loses, beside what was published of it.

The same arrivals and departures as in ``talentwar.flows.net_gains``, as a ratio: that is how
publishers state them. Frames are tables as loaded by ``talentwar.tables``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from talentwar.estimates import Estimate, Estimates
from talentwar.flows import beside, ratio
from talentwar.intervals import odds_interval
from talentwar.language import everywhere
from talentwar.names import Names, in_language
from talentwar.selection import at_least, move_ids, units

RECORDED = "flows.per-departure."
"""What the ratios observed in the record are called, before the organisation."""


def arrivals_per_departure(
    moves: pd.DataFrame, organizations: Iterable[str], level: float, names: Names
) -> Estimates:
    """Estimate how many arrived at each organisation for each who left it.

    ``flows.per-departure.<org>``, in the order given. Infinite when nobody left, undefined (NaN,
    interval from 0 to infinity) without any move. The interval is that of Clopper and Pearson
    (1934) for the share of arrivals among the moves of the organisation, as odds.
    """
    return Estimates(_ratio(moves, org, level, names) for org in organizations)


def published_turnover(
    flow_ratios: pd.DataFrame,
    organizations: pd.DataFrame,
    *,
    minimum_confidence: str,
    merged: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the published ratios of hires to departures, one row per unit of analysis.

    Rows of measure ``hires-per-departure`` that name the organisation (``destination_id``). Of
    several on one organisation the first by ``ratio_id`` stands. ``merged`` as in
    ``talentwar.selection.units``. Columns: ``ratio_id``, ``org_id``, ``publisher``,
    ``published`` (partial date), ``published_value``.
    """
    rows = flow_ratios[flow_ratios["measure"] == "hires-per-departure"]
    rows = at_least(rows.dropna(subset=["destination_id", "value"]), minimum_confidence)
    unit_of = units(organizations, merged)
    frame = rows.assign(
        org_id=[unit_of[str(org)] for org in rows["destination_id"]], published_value=rows["value"]
    )
    columns = ["ratio_id", "org_id", "publisher", "published", "published_value"]
    return frame.sort_values("ratio_id").drop_duplicates("org_id")[columns].reset_index(drop=True)


def compare_turnover(
    observed: Estimates, published: pd.DataFrame, prefix: str = RECORDED
) -> pd.DataFrame:
    """Set the published ratios (see ``published_turnover``) beside the observed ones.

    These are called ``prefix`` and the organisation.

    Adds to ``published``: ``value``, ``low``, ``high``, ``n`` (observed) and ``inside``, whether
    the published value lies in the observed interval; missing where nothing was observed.
    """
    records = [
        row | beside(observed.get(f"{prefix}{row['org_id']}"), row["published_value"])
        for row in published.to_dict("records")
    ]
    columns = [*published.columns, "value", "low", "high", "n", "inside"]
    frame = pd.DataFrame(records, columns=columns)
    return frame.astype({"inside": "boolean", "n": "int64"})


def coverage(comparison: pd.DataFrame, level: float, names: Names) -> Estimates:
    """Estimate how much more readily departures are recorded than arrivals.

    ``flows.coverage.<org>``: the published hires for each departure over the recorded arrivals for
    each departure (see ``compare_turnover``). If the published ratio is right, and engineers
    come and go like the others, that is how many times as likely a departure is to be recorded as
    an arrival. The interval is that of the recorded ratio, the published one being taken as exact.
    """
    known = comparison[(comparison["n"] > 0) & (comparison["value"] > 0)]
    return Estimates(
        Estimate(
            name=f"flows.coverage.{row['org_id']}",
            value=row["published_value"] / row["value"],
            low=0.0 if math.isinf(row["high"]) else row["published_value"] / row["high"],
            high=math.inf if row["low"] == 0 else row["published_value"] / row["low"],
            level=level,
            unit="ratio",
            n=int(row["n"]),
            method="published over recorded",
            definition=everywhere(
                "definition.flows.coverage", organization=in_language(names, row["org_id"])
            ),
            rows=(str(row["ratio_id"]),),
        )
        for row in known.to_dict("records")
    )


def _ratio(moves: pd.DataFrame, org: str, level: float, names: Names) -> Estimate:
    arrived, left = moves["destination_id"] == org, moves["origin_id"] == org
    k, m = int(arrived.sum()), int(left.sum())
    low, high = odds_interval(k, k + m, level)
    return Estimate(
        name=f"{RECORDED}{org}",
        value=ratio(k, m),
        low=low,
        high=high,
        level=level,
        unit="ratio",
        n=k + m,
        method="clopper-pearson odds",
        definition=everywhere(
            "definition.flows.per-departure", organization=in_language(names, org)
        ),
        rows=move_ids(moves[arrived | left]),
    )
