"""The chart of one company's life: who came and left, what it raised, entry by entry."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping
from typing import Any

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.chronicle import ARRIVAL, DEPARTURE, EVENT, MONEY
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_LEFT, _HEAD, _LINE, _GAP = 80, 16, 13, 14
_WIDE, _NARROW = 93, 32
"""Characters of a line of text in a wide and in a narrow drawing."""
_COLORS = {ARRIVAL: "gain", DEPARTURE: "accent", MONEY: "loss", EVENT: "ink"}
_SHAPES = {
    ARRIVAL: "triangle-right",
    DEPARTURE: "triangle-left",
    MONEY: "circle",
    EVENT: "diamond",
}


def chronicle(
    entries: pd.DataFrame, found: Estimates, org: str, origin: str, names: Names, language: Language
) -> Figure:
    """Draw what is recorded of a company from top to bottom, people in the words of the rows.

    ``entries`` and ``found`` from ``talentwar.chronicle`` (``chronicle``, ``colleagues``).
    """
    rows = sum(len(ids) for ids in entries["rows"])
    source = language.t("spinouts.chronicle.source", rows=language.tn("count.rows", rows))
    if entries.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-chronicle", blank, language, source)
    frame = pd.DataFrame([_entry(row, names, language) for row in entries.to_dict("records")])
    frame = _placed(frame)
    values = {
        "organization": named(names, org, language),
        "origin": named(names, origin, language),
        "reported": found[f"spinouts.colleagues-reported.{org}"].text(language),
        "named": found[f"spinouts.colleagues.{org}"].text(language),
        "back": found[f"spinouts.gone-back.{org}"].text(language),
        "first": language.date(str(entries["date"].iloc[0])),
        "last": language.date(str(entries["date"].iloc[-1])),
    }
    headers = {
        "what": language.t("spinouts.what.header"),
        "date": language.t("spinouts.date.header"),
        "detail": language.t("spinouts.detail.header"),
    }
    return Figure(
        name="spinouts-chronicle",
        facts="moves",
        chart=_chart(frame, language),
        title=(
            language.t("spinouts.chronicle.title", **values)
            if found[f"spinouts.colleagues-reported.{org}"].value
            else language.t("spinouts.chronicle.title.named", **values)
        ),
        subtitle=language.t("spinouts.chronicle.subtitle", **values),
        source=source,
        alt=language.t("spinouts.chronicle.alt", **values),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["date"]: frame["day"],
                headers["what"]: frame["what"],
                language.t("spinouts.persons.header"): frame["persons"],
                language.t("spinouts.rows.header"): frame["rows"],
            }
        ),
        language=language,
        narrow_height=int(frame["narrow_end"].iloc[0]),
    )


def _entry(row: Mapping[Hashable, Any], names: Names, language: Language) -> dict[str, object]:
    kind = str(row["kind"])
    return {
        "day": f"{row['day']:%Y-%m-%d}",
        "date": language.date(str(row["date"])),
        "short": _short(str(row["date"])),
        "kind": kind,
        "kind_text": language.t(f"spinouts.chronicle.{kind}"),
        "what": _headline(row, names, language),
        "detail": _detail(row, language),
        "persons": max(len(row["persons"]), int(row["group_size"])),
        "rows": ", ".join(identifier for _, identifier in row["rows"]),
    }


def _short(date: str) -> str:
    """Return a date for the margin; of an interval within a year the second month alone."""
    first, _, last = date.partition("/")
    if not last:
        return first
    return f"{first}–{last[5:7]}" if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"


def _headline(row: Mapping[Hashable, Any], names: Names, language: Language) -> str:
    if row["kind"] in (ARRIVAL, DEPARTURE):
        n = len(row["persons"]) or int(row["group_size"])
        where = row["other_id"]
        if where is None or pd.isna(where):
            return language.t("spinouts.chronicle.to-unknown", persons=_persons(n, language))
        other = named(names, where, language)
        if row["kind"] == ARRIVAL:
            return language.t(
                "spinouts.chronicle.from", origin=other, persons=_persons(n, language)
            )
        return language.t("spinouts.chronicle.to", destination=other, persons=_persons(n, language))
    title = row[f"title_{language.code}"]
    if isinstance(title, str) and title:
        return title
    currency = str(row["currency"])
    amount = language.money(float(row["amount"]), currency)
    if pd.isna(row["valuation"]):
        return language.t("spinouts.chronicle.raised", amount=amount)
    valuation = language.money(float(row["valuation"]), currency)
    return language.t("spinouts.chronicle.raised-at", amount=amount, valuation=valuation)


def _persons(n: int, language: Language) -> str:
    return language.tn("count.people", n)


def _detail(row: Mapping[Hashable, Any], language: Language) -> str:
    listed = ", ".join(row["persons"])
    unnamed = int(row["group_size"])
    if unnamed and listed:
        return language.t(
            "spinouts.chronicle.among", persons=_persons(unnamed, language), listed=listed
        )
    return listed


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the entries with their texts in lines and their places in both drawings."""
    columns: dict[str, list[object]] = {}
    for name, width in (("wide", _WIDE), ("narrow", _NARROW)):
        y = _HEAD
        for what, detail in zip(frame["what"], frame["detail"], strict=True):
            head, body = (
                textwrap.wrap(text, width - 2 * (text is what)) for text in (what, detail)
            )
            # As texts: where an entry stands depends on the language.
            columns.setdefault(f"{name}_y", []).append(str(y))
            columns.setdefault(f"{name}_head", []).append("\n".join(head))
            # Below the lines of the heading.
            columns.setdefault(f"{name}_body", []).append("\n".join([*[""] * len(head), *body]))
            y += _LINE * (len(head) + len(body)) + _GAP
        columns[f"{name}_end"] = [str(y)] * len(frame)
    return pd.concat([frame, pd.DataFrame(columns, index=frame.index)], axis="columns")


def _chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    domain = [language.t(f"spinouts.chronicle.{kind}") for kind in _COLORS]
    legend = alt.Legend(title=None, columns=theme.by_width(narrow=2, wide=4), symbolOpacity=1)
    color = alt.Color(
        "kind_text:N",
        scale=alt.Scale(domain=domain, range=[theme.token(c) for c in _COLORS.values()]),
        legend=legend,
    )
    shape = alt.Shape(
        "kind_text:N", scale=alt.Scale(domain=domain, range=list(_SHAPES.values())), legend=legend
    )
    tooltip = [
        alt.Tooltip("date:N", title=language.t("spinouts.date.header")),
        alt.Tooltip("what:N", title=language.t("spinouts.what.header")),
        alt.Tooltip("detail:N", title=language.t("spinouts.detail.header")),
    ]
    narrow = theme.IS_NARROW
    base = alt.Chart(frame).transform_calculate(
        y=f"toNumber({narrow} ? datum.narrow_y : datum.wide_y)",
        head=f"split({narrow} ? datum.narrow_head : datum.wide_head, '\\n')",
        body=f"split({narrow} ? datum.narrow_body : datum.wide_body, '\\n')",
    )
    base = base.encode(y=alt.Y("y:Q", scale=None, axis=None))
    left, size = alt.value(_LEFT + 14), theme.by_width(narrow=11, wide=12)
    muted = alt.value(theme.token("muted"))
    layers = [
        base.mark_text(align="left", fontSize=11).encode(
            x=alt.value(0), text="short:N", color=muted
        ),
        base.mark_point(size=75, filled=True, opacity=1).encode(
            x=alt.value(_LEFT), color=color, shape=shape, tooltip=tooltip
        ),
        base.mark_text(align="left", fontSize=size, fontWeight="bold", lineHeight=_LINE).encode(
            x=left, text="head:N"
        ),
        base.mark_text(align="left", fontSize=size, lineHeight=_LINE).encode(
            x=left, text="body:N", color=muted
        ),
    ]
    height = int(frame["wide_end"].iloc[0])
    return alt.LayerChart(layer=layers, width=700, height=height)
