"""The chart of how many hires it takes to tell two rates apart, of the chapter on retention."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import counted, named
from talentwar.comparison import POWER
from talentwar.estimates import Estimate, Estimates, ranked
from talentwar.language import Language
from talentwar.names import Names

_POINTS = 100


def needed(
    curve: pd.DataFrame,
    sizes: Estimates,
    rates: Estimates,
    names: Names,
    language: Language,
    level: float,
) -> Figure:
    """Draw the hires each lab needs against the difference of its rate from the highest one.

    ``curve`` comes from ``talentwar.comparison.needed_curve`` for the highest of ``rates``,
    ``sizes`` from ``needed``. Marked are the rates that were published.
    """
    falling = ranked(rates.values())
    source = language.t("retention.rates.source", rows=counted(language, "rates", len(falling)))
    rows = _rows(falling, sizes, names, language)
    chart = _chart(curve, rows, language)
    if rows.empty or curve.empty:
        return nothing("retention-needed", chart, language, source)
    hardest = rows.iloc[0]
    values = {
        "first": falling[0].text(language),
        "second": hardest["rate_text"],
        "needed": hardest["needed_text"],
    }
    return Figure(
        name="retention-needed",
        facts="retention_rates",
        chart=chart,
        title=language.t("retention.needed.title", **values),
        subtitle=language.t(
            "retention.needed.subtitle",
            rate=falling[0].text(language),
            power=language.percent(POWER),
            level=language.percent(level),
        ),
        source=source,
        alt=language.t(
            "retention.needed.alt",
            first=falling[0].text(language),
            needed=language.series(
                language.t("retention.needed.alt.one", rate=row["rate_text"], n=row["needed_text"])
                for row in rows.to_dict("records")
            ),
        ),
        table=pd.DataFrame(
            {
                language.t("organization.header"): rows["label"],
                language.t("retention.needed.axis"): [
                    language.number(round(n, 1)) for n in rows["difference"]
                ],
                language.t("retention.needed.header"): rows["needed_text"],
            }
        ),
        data=rows[["label", "difference", "needed"]].rename(
            columns={
                "label": language.t("organization.header"),
                "difference": language.t("retention.needed.axis"),
                "needed": language.t("retention.needed.header"),
            }
        ),
        language=language,
    )


def _rows(
    falling: Sequence[Estimate], sizes: Estimates, names: Names, language: Language
) -> pd.DataFrame:
    rows = []
    for other in falling[1:]:
        size = sizes.get(f"retention.needed.{falling[0].subject}.{other.subject}")
        if size is None:
            continue
        rows.append(
            {
                "difference": (falling[0].value - other.value) * _POINTS,
                "needed": size.value,
                "needed_text": size.text(language),
                "rate_text": other.text(language),
                "label": f"{named(names, other.subject, language)}, {other.text(language)}",
            }
        )
    return pd.DataFrame(rows, columns=["difference", "needed", "needed_text", "rate_text", "label"])


def _chart(curve: pd.DataFrame, rows: pd.DataFrame, language: Language) -> alt.LayerChart:
    line = curve.assign(
        difference=curve["difference"] * _POINTS,
        needed_text=[language.number(n, 0) for n in curve["needed"]],
    )
    x = alt.X(
        "difference:Q",
        scale=alt.Scale(domainMin=0, nice=False),
        axis=alt.Axis(title=language.t("retention.needed.axis"), format="d", grid=False),
    )
    y = alt.Y(
        "needed:Q",
        scale=alt.Scale(type="log", nice=True),
        axis=alt.Axis(title=None, values=[10, 100, 1000, 10_000, 100_000], format=",d"),
    )
    tooltip = [
        alt.Tooltip("difference:Q", title=language.t("retention.needed.axis"), format=".0f"),
        alt.Tooltip("needed_text:N", title=language.t("retention.needed.header")),
    ]
    drawn = (
        alt.Chart(line)
        .mark_line(strokeWidth=2.5, color=theme.token("gain"), point={"opacity": 0, "size": 80})
        .encode(x=x, y=y, tooltip=tooltip)
    )
    base = alt.Chart(rows).encode(x=x, y=y)
    marks = base.mark_point(
        shape="diamond", size=130, strokeWidth=2.5, opacity=1, color=theme.token("accent")
    ).encode(tooltip=[*tooltip, alt.Tooltip("label:N", title=language.t("organization.header"))])
    # Beside the curve, which falls to the right.
    words = base.mark_text(align="left", dx=10, dy=-9, color=theme.token("accent"))
    return alt.LayerChart(layer=[drawn, marks, words.encode(text="label:N")], width=700, height=300)
