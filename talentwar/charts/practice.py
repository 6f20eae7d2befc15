"""What employers do: clauses by their length, with what the law there makes of them, and means."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure, View, nothing
from talentwar.charts.live import ROWS, Live, driven_by, raw, table, trusted
from talentwar.charts.reports import BELOW, STEP, by_status
from talentwar.charts.words import counted, counted_forms, named
from talentwar.language import Language
from talentwar.names import Names
from talentwar.noncompetes import Assessment
from talentwar.verdicts import verdict

_MEANS_STEP = 34
_STATUSES = ("confirmed", "reported", "rumoured")


def practice(
    every: pd.DataFrame,
    rows: pd.DataFrame,
    found: Mapping[str, Assessment],
    names: Names,
    places: Names,
    language: Language,
    confidence: str,
    live: Live | None,
) -> Figure:
    """Draw practices by their length: ``every`` one of any confidence, ``rows`` shown first.

    Both from ``talentwar.clauses.longest_practice``; ``found`` are the assessments of their
    jurisdictions.
    """
    drawn = _lengths(every, found, names, places, language)
    shown = drawn[drawn["practice_id"].isin(rows["practice_id"])].reset_index(drop=True)
    source = language.t(
        "noncompetes.practice.source", rows=counted(language, "practices", len(rows))
    )
    headers = _columns(language)
    view = _view(live, headers, language) if live else None
    chart = _practice_chart(drawn, len(rows), confidence, live, language)
    if shown.empty:
        return nothing("noncompetes-practice", chart, language, source, view)
    first = shown.iloc[0]
    values = {
        "organization": first["organization"],
        "months": language.tn("count.months", int(first["longest"])),
        "n": language.number(len(shown)),
        "deepmind": _longest_of(shown, "google-deepmind", language),
    }
    return Figure(
        name="noncompetes-practice",
        facts="noncompete_practices",
        chart=chart,
        title=language.t("noncompetes.practice.title", **values),
        subtitle=language.t("noncompetes.practice.subtitle"),
        source=source,
        alt=language.t(
            "noncompetes.practice.alt",
            listed=language.series(
                f"{r['organization']} {r['months_text']}" for r in shown.to_dict("records")
            ),
            **values,
        ),
        table=shown[list(headers)].rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["organization"]: shown["organization"],
                headers["practice"]: shown["practice"],
                headers["place"]: shown["place"],
                language.t("estimates.low"): pd.to_numeric(shown["shortest"]),
                language.t("estimates.high"): pd.to_numeric(shown["longest"]),
                headers["status_text"]: shown["status_text"],
            }
        ),
        language=language,
        view=view,
    )


def _view(live: Live, headers: Mapping[str, str], language: Language) -> View:
    return live.only("minimum_confidence").view(
        title=language.t("noncompetes.practice.title.asked"),
        subtitle=language.t("noncompetes.practice.subtitle"),
        source=raw(language, "noncompetes.practice.source", "rows"),
        rows=counted_forms(language, "practices"),
        count="one",
        few=0,  # reports, not persons
        step=STEP,
        order=("rank",),
        columns=tuple((header, field) for field, header in headers.items()),
    )


def _longest_of(shown: pd.DataFrame, org: str, language: Language) -> str:
    own = shown[shown["org_id"] == org]
    if own.empty:
        return language.t("value.undefined")
    return language.tn("count.months", int(own["longest"].astype("float64").max()))


def _columns(language: Language) -> dict[str, str]:
    return {
        "organization": language.t("organization.header"),
        "practice": language.t("noncompetes.practice.header"),
        "population": language.t("noncompetes.population.header"),
        "place": language.t("noncompetes.place.header"),
        "months_text": language.t("noncompetes.length.header"),
        "law": language.t("noncompetes.verdict.header"),
        "date": language.t("compensation.date.header"),
        "status_text": language.t("compensation.status.header"),
    }


def _lengths(
    rows: pd.DataFrame,
    found: Mapping[str, Assessment],
    names: Names,
    places: Names,
    language: Language,
) -> pd.DataFrame:
    field = schema.table("noncompete_practices").field
    practices, statuses = (field(n).labels(language.code) for n in ("practice", "status"))
    drawn = []
    for row in rows.to_dict("records"):
        low, high = float(row["min_months"]), float(row["max_months"])
        place = str(row["jurisdiction_id"])
        month = language.tn("count.months", int(high))
        if math.isnan(low):
            month = language.t("amount.up-to", amount=month)
        elif low < high:
            month = language.t("amount.between", low=language.number(low), high=month)
        paid = not pd.isna(row["paid"]) and bool(row["paid"])
        practice_text = practices[str(row["practice"])]
        said = verdict(found[place], high, language)
        drawn.append(
            {
                "practice_id": str(row["practice_id"]),
                "org_id": str(row["org_id"]),
                "organization": named(names, row["org_id"], language),
                "practice": practice_text,
                "population": str(row[f"population_{language.code}"]),
                "place": places[place][language.code],
                "shortest": "" if math.isnan(low) else f"{low:.0f}",
                "longest": f"{high:.0f}",
                "months_text": language.t("noncompetes.months.paid", months=month)
                if paid
                else month,
                "law": said,
                "date": "" if pd.isna(row["day"]) else str(row["day"].year),
                "status": str(row["status"]),
                "status_text": statuses[str(row["status"])],
                "confidence": str(row["confidence"]),
                "whom": language.t(
                    "noncompetes.practice.whom",
                    practice=practice_text,
                    place=places[place][language.code],
                    law=said[0].lower() + said[1:],
                ),
            }
        )
    return pd.DataFrame(drawn, columns=_FIELDS)


_FIELDS = (
    "practice_id", "org_id", "organization", "practice", "population", "place", "shortest",
    "longest", "months_text", "law", "date", "status", "status_text", "confidence", "whom",
)  # fmt: skip


def _practice_chart(
    every: pd.DataFrame, shown: int, confidence: str, live: Live | None, language: Language
) -> alt.LayerChart:
    params = (
        live.only("minimum_confidence").params()
        if live
        else [alt.param(name="minimum_confidence", value=confidence)]
    )
    rows = (
        table(every)
        .transform_filter(trusted("datum.confidence"))
        .transform_calculate(
            start="datum.shortest == '' ? 0 : toNumber(datum.shortest)",
            end="toNumber(datum.longest)",
            one="1",
        )
        .transform_window(
            rank="row_number()",
            sort=[alt.SortField("end", order="descending"), alt.SortField("practice_id")],
        )
    )
    color, shape = by_status("noncompete_practices", _STATUSES, language)
    longest = pd.to_numeric(every["longest"]).max() if len(every) else 12
    scale = alt.Scale(domain=[0, max(12, math.ceil(float(longest) / 6) * 6)], nice=False)
    axis = alt.Axis(
        orient="top",
        title=language.t("noncompetes.months.axis"),
        tickMinStep=6,
        format="d",
        grid=False,
        domain=False,
    )
    base = alt.Chart().encode(y=alt.Y("rank:O", axis=None, title=None))
    size = theme.by_width(narrow=11, wide=12)
    tooltip = [
        alt.Tooltip(f"{name}:N", title=header) for name, header in _columns(language).items()
    ]
    layers = [
        base.mark_rule(strokeWidth=3, opacity=0.6, yOffset=BELOW).encode(
            x=alt.X("start:Q", scale=scale, axis=axis), x2="end:Q", color=color
        ),
        base.mark_point(size=70, filled=True, opacity=1, yOffset=BELOW)
        .encode(x=alt.X("end:Q", scale=scale), color=color, shape=shape, tooltip=tooltip)
        .properties(name=ROWS),
        base.mark_text(align="left", dy=-20, fontSize=size).encode(
            x=alt.value(0), text="organization:N"
        ),
        base.mark_text(align="right", dy=-20, fontSize=size, fontWeight="bold").encode(
            x=alt.value("width"), text="months_text:N"
        ),
        base.transform_calculate(lines=theme.broken("datum.whom"))
        .mark_text(align="left", dy=-6, fontSize=theme.by_width(narrow=10, wide=12), lineHeight=12)
        .encode(x=alt.value(0), text="lines:N", color=alt.value(theme.token("muted"))),
    ]
    drawn = alt.LayerChart(layer=layers, width=700, height=STEP * max(1, shown))
    return driven_by(drawn, rows, params)


def means(rows: pd.DataFrame, names: Names, places: Names, language: Language) -> Figure:
    """Draw how many reports there are of each means, and of whom.

    ``rows`` from ``talentwar.clauses.practices``.
    """
    field = schema.table("noncompete_practices").field
    labels, statuses = (field(n).labels(language.code) for n in ("practice", "status"))
    source = language.t(
        "noncompetes.practice.source", rows=counted(language, "practices", len(rows))
    )
    counts = rows["practice"].astype("str").value_counts()
    frame = pd.DataFrame(
        [
            {
                "means": labels[str(name)],
                "reports": int(n),
                "reports_text": language.number(int(n)),
                "who": language.items(
                    dict.fromkeys(
                        named(names, org, language)
                        for org in rows.loc[rows["practice"] == name, "org_id"]
                    )
                ),
            }
            for name, n in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        ]
    )
    if frame.empty:
        return nothing("noncompetes-means", alt.Chart(frame).mark_point(), language, source)
    frame["rank"] = range(len(frame))
    headers = {
        "means": language.t("noncompetes.practice.header"),
        "organization": language.t("organization.header"),
        "place": language.t("noncompetes.place.header"),
        "population": language.t("noncompetes.population.header"),
        "date": language.t("compensation.date.header"),
        "status_text": language.t("compensation.status.header"),
    }
    listed = pd.DataFrame(
        [
            {
                "means": labels[str(row["practice"])],
                "organization": named(names, row["org_id"], language),
                "place": places[str(row["jurisdiction_id"])][language.code],
                "population": str(row[f"population_{language.code}"]),
                "date": "" if pd.isna(row["day"]) else str(row["day"].year),
                "status_text": statuses[str(row["status"])],
            }
            for row in rows.to_dict("records")
        ]
    )
    order = {means: rank for rank, means in enumerate(frame["means"])}
    listed = listed.sort_values(
        ["means", "organization"],
        key=lambda column: column.map(order) if column.name == "means" else column,
        ignore_index=True,
    ).rename(columns=headers)
    top = frame.iloc[0]
    return Figure(
        name="noncompetes-means",
        facts="noncompete_practices",
        chart=_means_chart(frame, language),
        title=language.t(
            "noncompetes.means.title",
            means=top["means"],
            n=top["reports_text"],
            all=language.number(len(rows)),
        ),
        subtitle=language.t("noncompetes.means.subtitle"),
        source=source,
        alt=language.t(
            "noncompetes.means.alt",
            listed=language.series(
                f"{r['means']} {r['reports_text']}" for r in frame.to_dict("records")
            ),
        ),
        table=listed,
        data=pd.DataFrame(
            {
                headers["means"]: frame["means"],
                language.t("noncompetes.reports.header"): frame["reports"],
            }
        ),
        language=language,
    )


def _means_chart(frame: pd.DataFrame, language: Language) -> alt.LayerChart:
    base = alt.Chart(frame).encode(y=alt.Y("rank:O", axis=None))
    scale = alt.Scale(domain=[0, int(frame["reports"].max()) + 1], nice=False)
    tooltip = [
        alt.Tooltip("means:N", title=language.t("noncompetes.practice.header")),
        alt.Tooltip("reports:Q", title=language.t("noncompetes.reports.header")),
        alt.Tooltip("who:N", title=language.t("organization.header")),
    ]
    size = theme.by_width(narrow=11, wide=12)
    layers = [
        base.mark_bar(height=8, color=theme.token("gain"), yOffset=9)
        .encode(x=alt.X("reports:Q", scale=scale, axis=None), tooltip=tooltip)
        .properties(name=ROWS),
        base.mark_text(align="left", dy=-5, fontSize=size).encode(x=alt.value(0), text="means:N"),
        base.mark_text(align="left", dx=6, dy=9, fontSize=size, fontWeight="bold").encode(
            x=alt.X("reports:Q", scale=scale), text="reports_text:N"
        ),
    ]
    return alt.LayerChart(layer=layers, width=700, height=_MEANS_STEP * len(frame))
