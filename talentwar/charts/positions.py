"""The chart of the labs then and now: valuations, with headcounts and net moves in the table."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.money import log_scale
from talentwar.charts.words import named
from talentwar.language import Language
from talentwar.names import Names

_ROW = 36


def positions(
    found: pd.DataFrame, then: str, as_of: str, names: Names, language: Language
) -> Figure:
    """Draw the valuation of each lab at two dates (``talentwar.positions.positions``)."""
    known = found.dropna(subset=["valuation_then", "valuation_now"])
    source = language.t(
        "overview.positions.source", rows=language.tn("count.organizations", len(found))
    )
    dates = {"then": language.date(then), "now": language.date(as_of)}
    if known.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("overview-positions", blank, language, source)
    frame = pd.DataFrame([_row(row, names, language) for row in known.to_dict("records")])
    frame = frame.sort_values("times", ascending=False, ignore_index=True)
    frame["rank"] = range(len(frame))
    first = frame.iloc[0]
    headers = {
        "label": language.t("organization.header"),
        "then_text": language.t("overview.valuation-then.header"),
        "now_text": language.t("overview.valuation-now.header"),
        "heads_then": language.t("overview.heads-then.header"),
        "heads_now": language.t("overview.heads-now.header"),
        "net_then": language.t("overview.net-then.header"),
        "net_since": language.t("overview.net-since.header"),
    }
    return Figure(
        name="overview-positions",
        facts="funding_events",
        chart=_chart(frame, language),
        title=language.t(
            "overview.positions.title",
            organization=first["label"],
            times=first["times_text"],
            **dates,
        ),
        subtitle=language.t("overview.positions.subtitle", **dates),
        source=source,
        alt=language.t(
            "overview.positions.alt",
            listed=language.series(
                language.t(
                    "overview.positions.said",
                    organization=row["label"],
                    before=row["then_text"],
                    after=row["now_text"],
                )
                for row in frame.to_dict("records")
            ),
            **dates,
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: frame["label"],
                headers["then_text"]: frame["before"],
                headers["now_text"]: frame["after"],
                headers["heads_then"]: frame["raw_then"],
                headers["heads_now"]: frame["raw_now"],
                headers["net_then"]: frame["raw_net"],
                headers["net_since"]: frame["raw_since"],
            }
        ),
        language=language,
    )


def _row(row: dict[object, object], names: Names, language: Language) -> dict[str, object]:
    before, after = (float(str(row[f"valuation_{when}"])) for when in ("then", "now"))
    heads = [float(str(row[f"heads_{when}"])) for when in ("then", "now")]
    net = [int(str(row[key])) for key in ("net_then", "net_since")]
    unknown = language.t("value.unknown")
    said = [unknown if math.isnan(h) else language.number(round(h)) for h in heads]
    return {
        "label": named(names, row["org_id"], language),
        "row": named(names, row["org_id"], language),
        "before": before,
        "after": after,
        "times": after / before,
        "times_text": language.number(after / before),
        "then_text": language.money(before, "USD"),
        "now_text": language.money(after, "USD"),
        "heads_then": said[0],
        "heads_now": said[1],
        "net_then": language.signed(net[0], 0),
        "net_since": language.signed(net[1], 0),
        "raw_then": heads[0],
        "raw_now": heads[1],
        "raw_net": net[0],
        "raw_since": net[1],
        "color": theme.organization_color(str(row["org_id"])),
    }


def _chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    low, high = frame[["before", "after"]].min().min(), frame[["before", "after"]].max().max()
    scale, axis = log_scale(float(low) / 2, float(high) * 25, language)
    tooltip = [
        alt.Tooltip("label:N", title=language.t("organization.header")),
        alt.Tooltip("then_text:N", title=language.t("overview.valuation-then.header")),
        alt.Tooltip("now_text:N", title=language.t("overview.valuation-now.header")),
    ]
    base = alt.Chart(frame).encode(y=theme.ranked_rows())
    color = alt.Color("color:N", scale=None)
    before, after = alt.X("before:Q", scale=scale, axis=axis), alt.X("after:Q", scale=scale)
    layers = [
        base.mark_rule(strokeWidth=2, opacity=0.5).encode(x=before, x2="after:Q", color=color),
        base.mark_point(size=80, filled=False, strokeWidth=2, opacity=1).encode(
            x=before, color=color, tooltip=tooltip
        ),
        base.mark_point(size=95, filled=True, opacity=1).encode(
            x=after, color=color, tooltip=tooltip
        ),
        base.mark_text(dy=-11, fontSize=11).encode(x=before, text="then_text:N"),
        base.mark_text(align="left", dx=9, fontSize=11).encode(x=after, text="now_text:N"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(frame))
