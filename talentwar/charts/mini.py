"""Small charts of the overview: a few estimates of a chapter, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.dots import dots
from talentwar.charts.figure import Figure, nothing
from talentwar.estimates import Estimate
from talentwar.language import Language

_ROW = 32


def mini(
    name: str,
    shown: Sequence[tuple[str, str, Estimate]],
    title: str,
    subtitle: str,
    chapter: str,
    language: Language,
    *,
    log: bool = False,
) -> Figure:
    """Draw estimates of one unit, one a row, from the top down.

    ``shown`` are a label, a colour (CSS) and an estimate; ``title`` says the finding, ``subtitle``
    the quantity; ``chapter`` is the title of the chapter that they come from. With ``log`` the
    scale is logarithmic: an interval that leaves it ends in an arrow.
    """
    known = [(label, color, e) for label, color, e in shown if not math.isnan(e.value)]
    source = language.t(
        "overview.mini.source",
        estimates=language.tn("count.estimates", len(known)),
        chapter=chapter,
    )
    if not known:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing(name, blank, language, source)
    frame = pd.DataFrame(
        [
            {
                "label": label,
                "row": theme.two_lines(label),
                "rank": rank,
                "color": color,
                "value": e.value if math.isfinite(e.value) else math.nan,
                "low": e.value if e.low is None else e.low,
                "high": e.value if e.high is None else e.high,
                "value_text": e.text(language),
                "interval_text": e.interval_text(language),
            }
            for rank, (label, color, e) in enumerate(known)
        ]
    )
    headers = {
        "label": language.t("overview.what.header"),
        "value_text": language.t("overview.value.header"),
        "interval_text": language.t("estimates.interval"),
    }
    said = language.series(
        f"{row['label']} {row['value_text']}"
        + (f" ({row['interval_text']})" if row["interval_text"] else "")
        for row in frame.to_dict("records")
    )
    return Figure(
        name=name,
        chart=_chart(frame, known[0][2].unit == "share", log, headers),
        title=title,
        subtitle=subtitle,
        source=source,
        alt=f"{title}. {said}.",
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: frame["label"],
                headers["value_text"]: [e.value for *_, e in known],
                language.t("estimates.low"): [e.low for *_, e in known],
                language.t("estimates.high"): [e.high for *_, e in known],
            }
        ),
        language=language,
    )


def _chart(frame: pd.DataFrame, share: bool, log: bool, headers: dict[str, str]) -> alt.LayerChart:
    ends = [v for c in ("value", "low", "high") for v in frame[c] if math.isfinite(v) and v > 0]
    if log:
        # Two decades beyond the values are room enough for an interval.
        middle = [v for v in frame["value"] if math.isfinite(v) and v > 0]
        limits = (max(min(ends), min(middle) / 30), min(max(ends), max(middle) * 30))
        limits = (limits[0] / 1.3, limits[1] * 1.3)
        scale = alt.Scale(type="log", domain=list(limits), nice=False)
        axis = alt.Axis(title=None, format="~r", values=_log_ticks(*limits), labelFlush=False)
    else:
        # A count of none is beside its label, not on it.
        limits = (0.0, 1.0) if share else (-max(ends) * 0.03, max(ends) * 1.08)
        scale = alt.Scale(domain=list(limits), nice=False)
        axis = alt.Axis(title=None, format=".0%" if share else "~r", tickCount=5)
    drawn = frame.assign(
        low=frame["low"].clip(*limits),
        high=frame["high"].clip(*limits),
        beyond=frame["high"] > limits[1],
        below=frame["low"] < limits[0],
    )
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in headers.items()]
    base = alt.Chart(drawn).encode(y=theme.ranked_rows(), tooltip=tooltip)
    arrows = [
        base.transform_filter(f"datum.{side}")
        .mark_point(shape=shape, size=60, filled=True, opacity=1)
        .encode(x=alt.X(f"{bound}:Q", scale=scale), color=alt.Color("color:N", scale=None))
        for side, bound, shape in (
            ("beyond", "high", "triangle-right"),
            ("below", "low", "triangle-left"),
        )
    ]
    layers = [*dots(base, scale, axis), *arrows]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(frame))


def _log_ticks(low: float, high: float) -> list[float]:
    """Return 1, 2, 5, 10 and so on between two limits, where they are many powers of ten only."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = [round(m * 10.0**p, 6) for p in powers for m in (1, 2, 5)]
    within = [tick for tick in every if low <= tick <= high]
    decades = [tick for tick in within if round(math.log10(tick), 6).is_integer()]
    return decades if len(within) > 6 else within
