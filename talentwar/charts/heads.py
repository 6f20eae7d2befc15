"""The chart of ratios of counts and of rates per head, part of the chapter on flows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.forest import drawn, log_axis, log_scale
from talentwar.charts.words import counted, few, named, period
from talentwar.estimates import Estimate, Estimates
from talentwar.flows import odds_name
from talentwar.language import Language
from talentwar.names import Names

_SCALE = (0.01, 1000.0)
_HEADS = "flows.per-head."
_ROW = 60
_APART = 10
"""Pixels of the two ratios of a row above and below its middle."""


def per_head(
    odds: Estimates,
    heads: Estimates,
    published: pd.DataFrame,
    names: Names,
    language: Language,
    since: str,
    until: str,
) -> Figure:
    """Draw, pair by pair, the ratio of counts and below it the ratio per head.

    ``odds`` (``flows.odds.<origin>.<destination>``) has the pairs of ``heads``
    (``flows.per-head.<origin>.<destination>``), in whose order they stand. ``published`` has one
    row per published ratio: ``origin_id``, ``destination_id``, ``published_value`` and
    ``published_per_head`` (missing where headcounts are unknown).
    """
    ratios = [e for name, e in heads.items() if name.startswith(_HEADS) and e.n]
    pairs = [(odds[odds_name(*_pair(e))], e) for e in ratios]
    frame = pd.DataFrame(
        [_row(both, published, names, language, i) for i, pair in enumerate(pairs) for both in pair]
    )
    chart = _chart(len(pairs), frame, language)
    moves = len({row for _, e in pairs for row in e.rows})
    source = language.t("flows.heads.source", rows=counted(language, "moves", moves))
    if not pairs:
        return nothing("flows-heads", chart, language, source)
    return Figure(
        name="flows-heads",
        facts="moves",
        chart=chart,
        title=_title(published, pairs[0], names, language),
        subtitle=language.t(
            "flows.heads.subtitle",
            level=language.percent(pairs[0][0].level or math.nan),
            period=period(language, since, until),
        ),
        source=source,
        note=few(language, "moves", moves),
        alt=language.t("flows.heads.alt", pairs=_said(frame, language)),
        table=pd.DataFrame(
            {
                language.t("flows.pair.header"): frame["pair"],
                language.t("flows.heads.kind"): frame["kind_text"],
                language.t("flows.heads.header"): frame["value_text"],
                language.t("estimates.interval"): frame["interval_text"],
                language.t("flows.published.header"): frame["published_text"],
            }
        ),
        data=_data([e for pair in pairs for e in pair], frame, names, language),
        language=language,
    )


def _pair(estimate: Estimate) -> tuple[str, str]:
    _, _, origin, destination = estimate.name.split(".")
    return origin, destination


def _row(
    estimate: Estimate, published: pd.DataFrame, names: Names, language: Language, rank: int
) -> dict[str, object]:
    origin, destination = _pair(estimate)
    kind = "heads" if estimate.name.startswith(_HEADS) else "counts"
    column = "published_per_head" if kind == "heads" else "published_value"
    of_pair = (published["origin_id"] == origin) & (published["destination_id"] == destination)
    stated = published.loc[of_pair, column].dropna()
    value = None if stated.empty else float(stated.iloc[0])
    pair = language.t(
        "flows.pair",
        origin=named(names, origin, language),
        destination=named(names, destination, language),
    )
    return {
        "pair": pair,
        "row": pair.replace("→ ", "→\n"),
        "rank": rank,
        "kind": kind,
        "kind_text": language.t(f"flows.heads.{kind}"),
        **drawn(estimate, _SCALE),
        "n": estimate.n,
        "published_value": value,
        "published_text": "" if value is None else language.number(value),
        "value_text": estimate.text(language),
        "interval_text": estimate.interval_text(language),
    }


def _chart(rows: int, frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    scale, x_axis = log_scale(_SCALE), log_axis(_SCALE)
    tooltip = [
        alt.Tooltip("pair:N", title=language.t("flows.pair.header")),
        alt.Tooltip("kind_text:N", title=language.t("flows.heads.kind")),
        alt.Tooltip("value_text:N", title=language.t("flows.heads.header")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
        alt.Tooltip("published_text:N", title=language.t("flows.published.header")),
    ]
    even = (
        alt.Chart(pd.DataFrame({"x": [1]}))
        .mark_rule(color=theme.token("muted"), strokeDash=[4, 3])
        .encode(x=alt.X("x:Q", scale=scale, axis=x_axis))
    )
    layers: list[alt.Chart] = [even]
    for kind, offset, color in (("counts", -_APART, "muted"), ("heads", _APART, "gain")):
        layers += _layers(kind, offset, theme.token(color), scale, tooltip)
    chart = alt.LayerChart(layer=layers, width=700, height=_ROW * max(1, rows))
    return chart.properties(data=frame)


def _layers(
    kind: str, offset: int, color: str, scale: alt.Scale, tooltip: Sequence[alt.Tooltip]
) -> list[alt.Chart]:
    base = alt.Chart().transform_filter(f"datum.kind == '{kind}'").encode(y=theme.ranked_rows())
    low, value, published = (
        alt.X(f"{name}:Q", scale=scale) for name in ("low", "value", "published_value")
    )
    interval = base.mark_rule(strokeWidth=3, opacity=0.7, color=color, yOffset=offset)
    arrows = [
        base.transform_filter(f"datum.{side}")
        .mark_point(shape=shape, size=70, filled=True, opacity=1, color=color, yOffset=offset)
        .encode(x=alt.X(f"{bound}:Q", scale=scale))
        for side, bound, shape in (
            ("beyond", "high", "triangle-right"),
            ("below", "low", "triangle-left"),
        )
    ]
    # A square for counts, a circle per head: colour is not all that tells them apart.
    shape = "square" if kind == "counts" else "circle"
    point = base.mark_point(
        shape=shape, size=90, filled=True, opacity=1, color=color, yOffset=offset
    )
    diamond = base.transform_filter("isValid(datum.published_value)").mark_point(
        shape="diamond", size=110, strokeWidth=2.5, color=theme.token("accent"), yOffset=offset
    )
    # Away from the other ratio of the row.
    away = -12 if kind == "counts" else 13
    said = base.mark_text(dy=away, color=color, yOffset=offset, fontSize=11)
    return [
        interval.encode(x=low, x2="high:Q", tooltip=tooltip),
        *arrows,
        point.encode(x=value, tooltip=tooltip),
        diamond.encode(x=published, tooltip=tooltip),
        said.encode(x=value, text="value_text:N"),
    ]


def _title(
    published: pd.DataFrame,
    first: tuple[Estimate, Estimate],
    names: Names,
    language: Language,
) -> str:
    known = published.dropna(subset=["published_per_head"])
    if known.empty:
        counts, heads = first
        origin, destination = (named(names, org, language) for org in _pair(counts))
        return language.t(
            "flows.heads.title.observed",
            origin=origin,
            destination=destination,
            counts=counts.text(language),
            heads=heads.text(language),
        )
    return language.t(
        "flows.heads.title.published",
        counts=language.items(language.number(v) for v in known["published_value"]),
        heads=language.items(language.number(v) for v in known["published_per_head"]),
    )


def _said(frame: pd.DataFrame, language: Language) -> str:
    return language.series(
        language.t(
            "flows.heads.alt.one",
            pair=row["pair"],
            kind=row["kind_text"],
            value=row["value_text"],
            interval=row["interval_text"],
        )
        for row in frame.to_dict("records")
    )


def _data(
    shown: Sequence[Estimate], frame: pd.DataFrame, names: Names, language: Language
) -> pd.DataFrame:
    origins, destinations = ([_pair(e)[side] for e in shown] for side in (0, 1))
    return pd.DataFrame(
        {
            language.t("flows.origin"): [named(names, o, language) for o in origins],
            language.t("flows.destination"): [named(names, d, language) for d in destinations],
            language.t("flows.heads.kind"): frame["kind_text"],
            language.t("flows.heads.header"): [e.value for e in shown],
            language.t("estimates.low"): [e.low for e in shown],
            language.t("estimates.high"): [e.high for e in shown],
            language.t("flows.published.header"): list(frame["published_value"]),
        }
    )
