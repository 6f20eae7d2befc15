"""The map of the states: one tile each, so that the smallest can be read and touched too.

A clause binds persons, not acres: tiles of one size also keep large, empty states from filling
the picture.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import law, theme
from talentwar.charts.figure import Figure
from talentwar.charts.live import ROWS, driven_by
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment

FEDERAL = "US"

_GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN .. WI MI NY MA RI
OR NV WY SD IA IL IN OH PA NJ CT
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. US
"""
TILES = {
    code: (column, row)
    for row, line in enumerate(_GRID.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
"""Column and row of each state, and of the federal level in the corner below."""
_COLUMNS, _ROWS = 11, 8
_STEP, _ABOVE = 46, 26


def states(
    rules: pd.DataFrame,
    found: dict[str, Assessment],
    checked: dict[str, str],
    counted: Estimates,
    question: law.Question,
    names: Names,
    language: Language,
) -> Figure:
    """Draw what the law of each state makes of a clause, on a day and for a pay.

    ``rules`` as from ``talentwar.noncompetes.in_currency``; ``found`` for the states and the
    federal level; ``counted`` from ``talentwar.clauses.counts`` for the states.
    """
    shown = law.law_table(found, checked, names, language, question.currency)
    free = sum(counted[f"noncompetes.states.{o}"].value for o in ("void", "below-line"))
    values = {
        "n": language.number(len(found) - 1),
        "free": language.number(free),
        "day": language.date(question.day.isoformat()),
        "pay": language.money(question.annual_pay, question.currency),
    }
    seen = language.t("noncompetes.states.alt", **values)
    return Figure(
        name="noncompetes-states",
        facts="noncompete_rules",
        chart=_chart(rules, found, question, names, language),
        title=language.t("noncompetes.states.title", **values),
        subtitle=language.t("noncompetes.states.subtitle", **values),
        source=language.t(
            "noncompetes.law.source", rows=language.tn("count.jurisdictions", len(found))
        ),
        alt=f"{seen} {law.listed(found, names, language)}",
        table=shown,
        data=law.law_data(found, checked, names, language),
        language=language,
    )


def _chart(
    rules: pd.DataFrame,
    found: dict[str, Assessment],
    question: law.Question,
    names: Names,
    language: Language,
) -> alt.LayerChart:
    tiles = pd.DataFrame(
        [
            {"place": place, "code": law.code_of(place), "column": column, "row": row}
            for place in found
            for column, row in [TILES[law.code_of(place)]]
        ]
    )
    rows = law.map_rows(rules, tiles, question, names, language)
    gap = 0.08
    base = alt.Chart().encode(
        x=alt.X(
            "column:O",
            axis=None,
            scale=alt.Scale(domain=list(range(_COLUMNS)), paddingInner=gap, paddingOuter=0),
        ),
        y=alt.Y(
            "row:O",
            axis=None,
            scale=alt.Scale(
                domain=list(range(_ROWS)), paddingInner=gap, paddingOuter=0,
                range=[_ABOVE, _ABOVE + _STEP * _ROWS],
            ),
        ),
    )  # fmt: skip
    layers = [
        base.mark_rect(cornerRadius=3)
        .encode(color=law.fill(language), tooltip=law.tooltip(language))
        .properties(name=ROWS),
        base.mark_text(
            dy=-7, fontSize=theme.by_width(narrow=11, wide=13), fontWeight="bold"
        ).encode(text="code:N"),
        base.mark_text(dy=10, fontSize=theme.by_width(narrow=12, wide=14)).encode(text="sign:N"),
        law.day_words(alt.Chart(alt.InlineData(values=[{}])), language),
    ]
    drawn = alt.LayerChart(layer=layers, width=700, height=_ABOVE + _STEP * _ROWS)
    params = [*law.day_params(question, language), law.pay_param(question, language)]
    return driven_by(drawn, rows, params)
