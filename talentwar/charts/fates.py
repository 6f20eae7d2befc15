"""Charts of what became of spin-outs, and of the founders who left their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from talentwar import schema
from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.estimates import Estimates
from talentwar.language import Language
from talentwar.names import Names
from talentwar.own_companies import BACK, BIG_TECH, DESTINATIONS, LAB, OTHER, OWN, UNREPORTED

_ROW, _STEP = 46, 30
_COLORS = {
    "active": "gain",
    "acquired": "loss",
    "license-and-hire": "accent",
    "public": "ink",
    "closed": "muted",
}
_GOES = {
    BACK: "accent",
    BIG_TECH: "loss",
    LAB: "gain",
    OWN: "ink",
    OTHER: "muted",
    UNREPORTED: "muted",
}
_SHAPES = {
    BACK: "triangle-left",
    BIG_TECH: "square",
    LAB: "circle",
    OWN: "diamond",
    OTHER: "triangle-up",
    UNREPORTED: "cross",
}


def fates(
    firms: pd.DataFrame, cohorts: Mapping[str, Sequence[str]], counted: Estimates,
    language: Language,
) -> Figure:  # fmt: skip
    """Draw what became of the companies of each founding cohort.

    ``cohorts`` are the companies by years of founding, ``counted`` from
    ``talentwar.spinouts.fates``.
    """
    source = language.t("spinouts.source", rows=language.tn("count.companies", len(firms)))
    if firms.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-fates", blank, language, source)
    labels = schema.table("spinouts").field("status").labels(language.code)
    frame = _fates(firms, cohorts, labels, language)
    values = {
        "active": counted["spinouts.fate.active"].text(language),
        "n": language.number(len(firms)),
        "sold": language.number(
            sum(counted[f"spinouts.fate.{s}"].value for s in ("acquired", "license-and-hire"))
        ),
        "licensed": counted["spinouts.fate.license-and-hire"].text(language),
        "public": counted["spinouts.fate.public"].text(language),
        "closed": counted["spinouts.fate.closed"].text(language),
    }
    headers = {
        "cohort": language.t("spinouts.cohort.header"),
        "fate": language.t("spinouts.fate.header"),
        "n_text": language.t("spinouts.companies.header"),
        "share_text": language.t("spinouts.share.header"),
    }
    return Figure(
        name="spinouts-fates",
        facts="spinouts",
        chart=_fates_chart(frame, labels, language),
        title=language.t("spinouts.fates.title", **values),
        subtitle=language.t("spinouts.fates.subtitle"),
        source=source,
        alt=language.t(
            "spinouts.fates.alt",
            listed=language.series(
                f"{row['cohort']} {row['fate'].lower()} {row['n_text']}"
                for row in frame.to_dict("records")
            ),
            **values,
        ),
        table=frame[list(headers)].rename(columns=headers),
        data=frame[["cohort", "fate", "n", "share"]].rename(
            columns={
                "cohort": headers["cohort"],
                "fate": headers["fate"],
                "n": headers["n_text"],
                "share": headers["share_text"],
            }
        ),
        language=language,
    )


def _fates(
    firms: pd.DataFrame,
    cohorts: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    language: Language,
) -> pd.DataFrame:
    status = dict(zip(firms["org_id"], firms["status"].astype("str"), strict=True))
    dated = {org for orgs in cohorts.values() for org in orgs}
    groups = {
        language.t("spinouts.founded-in", years=years.replace("-", "–")): list(orgs)
        for years, orgs in cohorts.items()
    }
    undated = [str(org) for org in firms["org_id"] if org not in dated]
    if undated:
        groups[language.t("spinouts.undated")] = undated
    rows = []
    for rank, (cohort, orgs) in enumerate(groups.items()):
        start = 0.0
        for place, fate in enumerate(_COLORS):
            n = sum(status[org] == fate for org in orgs)
            if n:
                share = n / len(orgs)
                rows.append(
                    {
                        "cohort": f"{cohort} ({language.number(len(orgs))})",
                        "row": f"{cohort}\n({language.number(len(orgs))})",
                        "rank": rank,
                        "place": place,
                        "fate": labels[fate],
                        "n": n,
                        "n_text": language.number(n),
                        "share": share,
                        "share_text": language.percent(share),
                        "start": start,
                        "end": start + share,
                    }
                )
                start += share
    return pd.DataFrame(rows)


def _fates_chart(
    frame: pd.DataFrame, labels: Mapping[str, str], language: Language
) -> alt.LayerChart:
    color = alt.Color(
        "fate:N",
        scale=alt.Scale(
            domain=[labels[s] for s in _COLORS], range=[theme.token(c) for c in _COLORS.values()]
        ),
        legend=alt.Legend(
            title=None, columns=theme.by_width(narrow=1, wide=3), symbolType="square",
            symbolOpacity=0.75, symbolStrokeWidth=0,
        ),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("cohort:N", title=language.t("spinouts.cohort.header")),
        alt.Tooltip("fate:N", title=language.t("spinouts.fate.header")),
        alt.Tooltip("n:Q", title=language.t("spinouts.companies.header")),
        alt.Tooltip("share_text:N", title=language.t("spinouts.share.header")),
    ]
    axis = alt.Axis(title=None, format=".0%", tickCount=5)
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(frame).encode(y=theme.ranked_rows())
    bars = base.mark_bar(height=20, opacity=0.75).encode(
        x=alt.X("start:Q", scale=scale, axis=axis), x2="end:Q", color=color, tooltip=tooltip
    )
    # On its ground each number is read in both themes: above the bar, not on it.
    numbers = (
        base.transform_calculate(middle="(datum.start + datum.end) / 2")
        .mark_text(dy=-17, fontSize=11)
        .encode(x=alt.X("middle:Q", scale=scale), text="n_text:N")
    )
    return alt.LayerChart(layer=[bars, numbers], width=700, height=_ROW * frame["rank"].nunique())


def departures(gone: pd.DataFrame, found: Estimates, names: Names, language: Language) -> Figure:
    """Draw when founders left their own company, and for where.

    ``gone`` from ``talentwar.own_companies.departed``, ``found`` from ``departures``.
    """
    timed = gone.dropna(subset=["years"])
    source = language.t("spinouts.departures.source",
                        rows=language.tn("count.founders", len(gone)))  # fmt: skip
    if timed.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-departures", blank, language, source)
    every = pd.DataFrame([_gone(row, names, language) for row in gone.to_dict("records")])
    drawn = every.dropna(subset=["years"])
    values = {
        "n": language.number(len(gone)),
        "total": language.number(found["spinouts.left"].n),
        "share": found["spinouts.left"].text(language),
        "alone": found["spinouts.left-alone"].text(language),
        "with": found["spinouts.left-with-company"].text(language),
        "back": found["spinouts.left-to.back"].text(language),
        "big": found["spinouts.left-to.big-tech"].text(language),
        "lab": found["spinouts.left-to.lab"].text(language),
        "after": language.years(found["spinouts.left-after"].value),
    }
    headers = {
        "company": language.t("spinouts.company.header"),
        "person": language.t("spinouts.founder.header"),
        "date": language.t("spinouts.left.header"),
        "years_text": language.t("spinouts.years.header"),
        "to": language.t("spinouts.destination.header"),
        "group": language.t("spinouts.kind.header"),
        "how": language.t("spinouts.how.header"),
    }
    return Figure(
        name="spinouts-departures",
        facts="founders",
        chart=_departures_chart(drawn, language),
        title=language.t("spinouts.departures.title", **values),
        subtitle=language.t("spinouts.departures.subtitle", **values),
        source=source,
        alt=language.t("spinouts.departures.alt", **values),
        table=drawn.assign(company=_rows_of(drawn, language))[list(headers)].rename(
            columns=headers
        ),
        data=pd.DataFrame(
            {
                headers["person"]: every["person"],
                headers["company"]: every["company"],
                headers["date"]: every["day"],
                headers["years_text"]: every["years"],
                headers["to"]: every["to"],
                headers["group"]: every["group"],
                headers["how"]: every["how"],
            }
        ),
        language=language,
    )


def _gone(row: dict[object, object], names: Names, language: Language) -> dict[str, object]:
    where, to = str(row["destination"]), row["destination_id"]
    years = float(str(row["years"]))
    known = not (to is None or pd.isna(to)) and where != UNREPORTED  # type: ignore[call-overload]
    return {
        "person": str(row["person"]),
        "company": named(names, row["org_id"], language),
        "day": f"{row['left']:%Y-%m-%d}",
        "date": language.date(f"{row['left']:%Y-%m}"),
        "years": years,
        "years_text": language.years(years) if years == years else language.t("value.unknown"),
        "to": named(names, to, language) if known else language.t("value.unknown"),
        "group": language.t(f"spinouts.destination.{where}"),
        "where": where,
        "with_company": bool(row["with_company"]),
        "how": language.t("spinouts.how.with")
        if row["with_company"]
        else language.t("spinouts.how.alone"),
    }


def _rows_of(every: pd.DataFrame, language: Language) -> list[str]:
    """Return the label of the company of each founder, with how many left it if several."""
    left = every.groupby("company")["person"].transform("size")
    return [
        f"{company} ({language.number(n)})" if n > 1 else company
        for company, n in zip(every["company"], left, strict=True)
    ]


def _together(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one mark for the founders of a company who left within a quarter, the same way."""
    quarter = (frame["years"] * 4).round()
    keys = [frame["company"], frame["where"], frame["with_company"], quarter]
    found = frame.groupby(keys, sort=False).agg(
        company=("company", "first"),
        row=("row", "first"),
        where=("where", "first"),
        with_company=("with_company", "first"),
        group=("group", "first"),
        how=("how", "first"),
        years=("years", "mean"),
        persons=("person", ", ".join),
        date=("date", lambda dates: ", ".join(dict.fromkeys(dates))),
        years_text=("years_text", lambda texts: ", ".join(dict.fromkeys(texts))),
        to=("to", lambda names: ", ".join(dict.fromkeys(names))),
        n=("person", "size"),
    )
    return found.reset_index(drop=True)


def _departures_chart(every: pd.DataFrame, language: Language) -> alt.LayerChart:
    frame = _together(every.assign(row=_rows_of(every, language)))
    first = frame.groupby("company")["years"].min().sort_values(kind="stable")
    order = {company: rank for rank, company in enumerate(first.index)}
    longest = float(frame["years"].max()) * 1.1
    frame = frame.assign(rank=frame["company"].map(order))
    present = [w for w in DESTINATIONS if w in set(frame["where"])]
    domain = [language.t(f"spinouts.destination.{w}") for w in present]
    legend = alt.Legend(
        title=None,
        columns=theme.by_width(narrow=1, wide=2),
        symbolOpacity=1,
        symbolStrokeWidth=2,
        labelLimit=300,
    )
    color = alt.Color(
        "group:N",
        scale=alt.Scale(domain=domain, range=[theme.token(_GOES[w]) for w in present]),
        legend=legend,
    )
    shape = alt.Shape(
        "group:N",
        scale=alt.Scale(domain=domain, range=[_SHAPES[w] for w in present]),
        legend=legend,
    )
    tooltip = [
        alt.Tooltip("persons:N", title=language.t("spinouts.founder.header")),
        alt.Tooltip("company:N", title=language.t("spinouts.company.header")),
        alt.Tooltip("date:N", title=language.t("spinouts.left.header")),
        alt.Tooltip("years_text:N", title=language.t("spinouts.years.header")),
        alt.Tooltip("to:N", title=language.t("spinouts.destination.header")),
        alt.Tooltip("how:N", title=language.t("spinouts.how.header")),
    ]
    x = alt.X(
        "years:Q",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(title=None, format="d", values=list(range(int(longest) + 1)), orient="top"),
    )
    base = alt.Chart(frame).encode(x=x, y=theme.named_rows(grid=True))
    marks = base.encode(shape=shape, color=color, tooltip=tooltip)
    layers = [
        marks.transform_filter("datum.with_company").mark_point(
            size=70, filled=False, strokeWidth=2, opacity=1
        ),
        marks.transform_filter("!datum.with_company").mark_point(size=70, filled=True, opacity=1),
        base.transform_filter("datum.n > 1")
        .mark_text(align="left", dx=8, fontSize=11)
        .encode(text="n:Q"),
    ]
    return alt.LayerChart(layer=layers, width=700, height=22 * len(order))
