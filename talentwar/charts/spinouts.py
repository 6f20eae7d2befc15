"""Charts of the chapter on spin-outs."""

from talentwar.charts.chronicle import chronicle
from talentwar.charts.companies import Facts, companies
from talentwar.charts.fates import departures, fates
from talentwar.charts.fertility import rates, years
from talentwar.charts.lineage import Story, lineage
from talentwar.charts.raised import capital, lorenz
from talentwar.charts.raised import origins as origins_capital
from talentwar.charts.seeds import seeds
from talentwar.charts.speed import origins as speed_by_origin
from talentwar.charts.speed import speed
from talentwar.charts.unicorns import unicorns

__all__ = [
    "Facts",
    "Story",
    "capital",
    "chronicle",
    "companies",
    "departures",
    "fates",
    "lineage",
    "lorenz",
    "origins_capital",
    "rates",
    "seeds",
    "speed",
    "speed_by_origin",
    "unicorns",
    "years",
]
