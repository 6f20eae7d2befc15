"""Charts of what equity became: valuations over time, and a dollar granted then."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.ends import dodged, line_ends
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.money import tick_labels, ticks
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names

_PREFIX = "compensation.dollar."
_SALES = ("secondary-tender", "employee-buyback")
_ROW = 38


def valuations(
    events: pd.DataFrame,
    table: pd.DataFrame,
    orgs: Sequence[str],
    names: Names,
    language: Language,
) -> Figure:
    """Draw the value of labs over time, with the sales of shares by their staff.

    ``events`` come from ``talentwar.equity.priced``, ``table`` is the table they are taken from.
    """
    facts = table.set_index("event_id")
    shown = events[events["org_id"].isin(list(orgs))]
    frame = pd.DataFrame(
        [_event(row, facts.loc[row["event_id"]], names, language)
         for row in shown.to_dict("records")]
    )  # fmt: skip
    source = language.t("compensation.events.source", rows=language.tn("count.events", len(frame)))
    if frame.empty:
        blank = alt.Chart(frame).mark_point()
        return nothing("compensation-valuations", blank, language, source)
    last = frame.groupby("org_id", sort=False).tail(1).sort_values("valuation", ascending=False)
    top = last.iloc[0]
    first = frame[frame["org_id"] == top["org_id"]].iloc[0]
    values = {
        "organization": top["organization"],
        "first": first["value_text"],
        "first_date": first["date_text"],
        "last": top["value_text"],
        "last_date": top["date_text"],
    }
    headers = {
        "organization": language.t("organization.header"),
        "date_text": language.t("compensation.date.header"),
        "kind": language.t("compensation.event.header"),
        "value_text": language.t("compensation.valuation.header"),
        "cap_text": language.t("compensation.cap.header"),
    }
    return Figure(
        name="compensation-valuations",
        facts="funding_events",
        chart=_valuations_chart(frame, last, language),
        title=language.t("compensation.valuations.title", **values),
        subtitle=language.t("compensation.valuations.subtitle"),
        source=source,
        alt=language.t(
            "compensation.valuations.alt",
            listed=language.series(
                f"{row['organization']} {row['value_text']} ({row['date_text']})"
                for row in last.to_dict("records")
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["organization"]: frame["organization"],
                headers["date_text"]: frame["day"].dt.strftime("%Y-%m-%d"),
                headers["kind"]: frame["kind"],
                headers["value_text"]: frame["valuation"],
                headers["cap_text"]: frame["cap"],
            }
        ),
        language=language,
    )


def _event(
    row: dict[object, object], fact: pd.Series[float], names: Names, language: Language
) -> dict[str, object]:
    kinds = schema.table("funding_events").field("event").labels(language.code)
    value, cap = float(str(row["valuation"])), float(fact["cap_per_person"])
    org = str(row["org_id"])
    return {
        "org_id": org,
        "organization": named(names, org, language),
        "color": theme.organization_color(org),
        "day": row["day"],
        "date_text": language.date(str(fact["date"])),
        "kind": kinds[str(fact["event"])],
        "sale": str(fact["event"]) in _SALES,
        "valuation": value,
        "value_text": language.money(value, "USD"),
        "cap": cap,
        "cap_text": "" if math.isnan(cap) else language.money(cap, "USD"),
    }


def _valuations_chart(
    frame: pd.DataFrame, last: pd.DataFrame, language: Language
) -> alt.LayerChart:
    low = frame["valuation"].min() / 1.5
    top = frame["valuation"].max()
    decades = ticks(low, top)
    labels = tick_labels(decades, "USD", language)
    high = top * 1.5
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    y = alt.Y(
        "valuation:Q",
        scale=scale,
        axis=alt.Axis(values=decades, labelExpr=labels, title=None, orient="left"),
    )
    x = alt.X(
        "day:T",
        scale=alt.Scale(nice=False, padding=10),
        axis=alt.Axis(format="%Y", tickCount="year", title=None, grid=False, labelFlush=False),
    )
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("kind:N", title=language.t("compensation.event.header")),
        alt.Tooltip("date_text:N", title=language.t("compensation.date.header")),
        alt.Tooltip("value_text:N", title=language.t("compensation.valuation.header")),
        alt.Tooltip("cap_text:N", title=language.t("compensation.cap.header")),
    ]
    color = alt.Color("color:N", scale=None)
    base = alt.Chart(frame).encode(x=x, y=y, color=color)
    line = base.mark_line(strokeWidth=2, opacity=0.8).encode(detail="org_id:N")
    rounds = base.transform_filter("!datum.sale").mark_point(size=45, filled=True, opacity=1)
    sales = base.transform_filter("datum.sale").mark_point(
        size=110,
        shape="diamond",
        filled=True,
        opacity=1,
        fill=theme.token("paper"),
        strokeWidth=2.5,
    )
    sales = sales.encode(stroke=alt.Stroke("color:N", scale=None))
    domain = [math.log10(low), math.log10(high)]
    ends = line_ends(
        dodged([math.log10(v) for v in last["valuation"]], 0.13, domain[0], domain[1]),
        list(last["organization"]),
        list(last["color"]),
        domain,
    )
    drawn = alt.LayerChart(
        layer=[line, rounds.encode(tooltip=tooltip), sales.encode(tooltip=tooltip)]
    )
    chart = alt.LayerChart(layer=[drawn, ends], width=700, height=420)
    chart.resolve = alt.Resolve(scale=alt.ScaleResolveMap(y="independent"))
    return chart


def dollars(
    estimates: Estimates, orgs: Sequence[str], names: Names, language: Language, dilution: str
) -> Figure:
    """Draw what a dollar of equity is worth, by lab and by the half-year in which it was granted.

    ``estimates`` come from ``talentwar.equity.multiples``; ``dilution`` says what grants to
    employees are supposed to take in a year.
    """
    found = []
    for name, estimate in estimates.items():
        org, month = name.removeprefix(_PREFIX).rsplit(".", 1)
        found.append(
            {
                "org_id": org,
                "organization": named(names, org, language),
                "month": month,
                "month_text": language.date(month),
                "value": estimate.value,
                "value_text": estimate.text(language),
            }
        )
    frame = pd.DataFrame(found, columns=["org_id", "organization", "month", "month_text", "value",
                                         "value_text"])  # fmt: skip
    events = {row for estimate in estimates.values() for row in estimate.rows}
    source = language.t("compensation.events.source", rows=language.tn("count.events", len(events)))
    if frame.empty:
        blank = alt.Chart(frame).mark_point()
        return nothing("compensation-equity", blank, language, source)
    best = frame.sort_values("value", ascending=False, kind="stable").iloc[0]
    place = {org: rank for rank, org in enumerate(o for o in orgs if o in set(frame["org_id"]))}
    frame = frame.assign(
        rank=frame["org_id"].map(place), row=frame["organization"].map(theme.two_lines)
    )
    headers = {
        "organization": language.t("organization.header"),
        "month_text": language.t("compensation.granted.header"),
        "value_text": language.t("compensation.dollar.header"),
    }
    return Figure(
        name="compensation-equity",
        facts="funding_events",
        chart=_dollars_chart(frame, language),
        title=language.t(
            "compensation.equity.title",
            organization=best["organization"],
            month=best["month_text"],
            value=best["value_text"],
        ),
        subtitle=language.t("compensation.equity.subtitle", dilution=dilution),
        source=source,
        alt=language.t(
            "compensation.equity.alt",
            listed=language.series(
                language.t(
                    "compensation.equity.alt.one",
                    organization=rows.iloc[0]["organization"],
                    month=rows.iloc[0]["month_text"],
                    value=rows.iloc[0]["value_text"],
                )
                for _, rows in frame.groupby("rank")
            ),
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["organization"]: frame["organization"],
                headers["month_text"]: frame["month"],
                headers["value_text"]: frame["value"],
            }
        ),
        language=language,
    )


def _dollars_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    # Where narrow, the halves of a year share its number.
    year = "slice(datum.value, 5) == '01' ? slice(datum.value, 0, 4) : ''"
    x = alt.X(
        "month:O",
        sort=sorted(set(frame["month"])),
        title=language.t("compensation.granted.axis"),
        axis=alt.Axis(
            orient="top", ticks=False, domain=False, labelAngle=0, labelOverlap=False,
            labelExpr=f"{theme.IS_NARROW} ? ({year}) : slice(datum.value, 0, 4)"
            f" + (slice(datum.value, 5) == '01' ? '' : ' {language.t('compensation.july')}')",
            labelFontSize=theme.by_width(narrow=10, wide=11),
        ),
    )  # fmt: skip
    y = alt.Y("row:N", sort=theme.by("rank"), title=None, axis=theme.row_axis())
    tooltip = [
        alt.Tooltip("organization:N", title=language.t("organization.header")),
        alt.Tooltip("month_text:N", title=language.t("compensation.granted.header")),
        alt.Tooltip("value_text:N", title=language.t("compensation.dollar.header")),
    ]
    base = alt.Chart(frame).encode(x=x, y=y)
    cells = base.mark_rect(color=theme.token("gain")).encode(
        opacity=alt.Opacity(
            "value:Q",
            scale=alt.Scale(type="log", domain=[1, 100], range=[0.06, theme.DEEPEST_CELL],
                            clamp=True),
            legend=None,
        ),
        tooltip=tooltip,
    )  # fmt: skip
    # Where narrow, a cell has room for three characters.
    short = (
        f"{theme.IS_NARROW} && datum.value >= 10 ? format(datum.value, '.0f') : datum.value_text"
    )
    text = (
        base.transform_calculate(short=short)
        .mark_text(fontSize=theme.by_width(narrow=10, wide=12))
        .encode(text="short:N")
    )
    rows = frame["rank"].nunique()
    return alt.LayerChart(layer=[cells, text], width=700, height=_ROW * rows)
