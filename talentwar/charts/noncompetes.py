"""Charts of the chapter on non-compete clauses."""

from talentwar.charts.countries import countries, places
from talentwar.charts.law import Question
from talentwar.charts.lines import lines
from talentwar.charts.lockup import lockup
from talentwar.charts.practice import means, practice
from talentwar.charts.reforms import reforms
from talentwar.charts.sites import sites
from talentwar.charts.states import FEDERAL, states
from talentwar.charts.studies import studies

__all__ = [
    "FEDERAL",
    "Question",
    "countries",
    "lines",
    "lockup",
    "means",
    "places",
    "practice",
    "reforms",
    "sites",
    "states",
    "studies",
]
