"""Charts of the chapter on flows."""

from __future__ import annotations

from talentwar.charts.fragility import fragility
from talentwar.charts.heads import per_head
from talentwar.charts.matrix import matrix
from talentwar.charts.movers import movers, returns
from talentwar.charts.net import net_gains
from talentwar.charts.odds import odds
from talentwar.charts.preference import preference
from talentwar.charts.streams import streams
from talentwar.charts.timeline import cumulated, quarters
from talentwar.charts.turnover import turnover

__all__ = [
    "cumulated",
    "fragility",
    "matrix",
    "movers",
    "net_gains",
    "odds",
    "per_head",
    "preference",
    "quarters",
    "returns",
    "streams",
    "turnover",
]
