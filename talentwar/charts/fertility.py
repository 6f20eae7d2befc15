"""Charts of how many companies each origin gave birth to: by year, per head, among its leavers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.dots import dots
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.estimates import Estimate, Estimates
from talentwar.language import Language
from talentwar.names import Names

_ROW = 34


def years(
    counts: pd.DataFrame, founded: Estimates, total: int, names: Names, language: Language
) -> Figure:
    """Draw the foundings of each origin in each year, and all of them, as a matrix.

    ``counts`` from ``talentwar.spinouts.by_year``; ``founded`` holds ``spinouts.founded.<origin>``
    in the order shown, undated companies included; ``total`` companies in all.
    """
    source = language.t("spinouts.source", rows=language.tn("count.companies", total))
    if counts.empty:
        blank = alt.Chart(counts).mark_point()
        return nothing("spinouts-years", blank, language, source)
    order = [e.subject for e in founded.values()]
    frame = counts.assign(
        origin=[named(names, o, language) for o in counts["origin_id"]],
        row=[theme.two_lines(named(names, o, language), 12) for o in counts["origin_id"]],
        rank=[order.index(o) for o in counts["origin_id"]],
        short=[f"{year % 100:02d}" for year in counts["year"]],
    )
    by_year = counts.groupby("year")["companies"].sum()
    first = max(founded.values(), key=lambda e: e.value)
    values = {
        "first": named(names, first.subject, language),
        "n": first.text(language),
        "peak": str(by_year.idxmax()),
    }
    wide = frame.pivot_table(
        index=["rank", "origin"], columns="year", values="companies", aggfunc="sum"
    ).reset_index()
    table = pd.DataFrame({language.t("spinouts.origin.header"): wide["origin"]})
    for year in by_year.index:
        table[str(year)] = [language.number(n) for n in wide[year]]
    totals = [founded[f"spinouts.founded.{o}"] for o in order]
    table[language.t("spinouts.total.header")] = [e.text(language) for e in totals]
    return Figure(
        name="spinouts-years",
        facts="spinouts",
        chart=_years_chart(frame, totals, names, language),
        title=language.t("spinouts.years.title", **values),
        subtitle=language.t("spinouts.years.subtitle"),
        source=source,
        alt=language.t(
            "spinouts.years.alt",
            listed=language.series(
                f"{named(names, e.subject, language)} {e.text(language)}" for e in totals
            ),
            **values,
        ),
        table=table,
        data=frame.rename(
            columns={
                "origin": language.t("spinouts.origin.header"),
                "year": language.t("spinouts.year.header"),
                "companies": language.t("spinouts.companies.header"),
            }
        )[[language.t(f"spinouts.{key}.header") for key in ("origin", "year", "companies")]],
        language=language,
    )


def _years_chart(
    frame: pd.DataFrame, totals: Sequence[Estimate], names: Names, language: Language
) -> alt.LayerChart:
    whole = language.t("spinouts.total.short")
    sums = pd.DataFrame(
        [
            {
                "row": theme.two_lines(named(names, e.subject, language), 12),
                "rank": rank,
                "year": whole,
                "companies": int(e.value),
                "origin": named(names, e.subject, language),
            }
            for rank, e in enumerate(totals)
        ]
    )
    columns = [str(year) for year in sorted(set(frame["year"]))]
    cells = frame[["row", "rank", "origin", "companies"]].assign(year=frame["year"].astype("str"))
    is_year = "toNumber(datum.label) > 0"
    shorten = f"{theme.IS_NARROW} && {is_year} ? slice(datum.label, 2) : datum.label"
    x = alt.X(
        "year:N",
        sort=[*columns, whole],
        title=None,
        axis=alt.Axis(
            orient="top", ticks=False, domain=False, labelAngle=0, labelOverlap=False,
            labelExpr=shorten, labelFontSize=theme.by_width(narrow=10, wide=12),
        ),
    )  # fmt: skip
    y = theme.ranked_rows(labelFontSize=theme.by_width(narrow=10, wide=12))
    tooltip = [
        alt.Tooltip("origin:N", title=language.t("spinouts.origin.header")),
        alt.Tooltip("year:N", title=language.t("spinouts.year.header")),
        alt.Tooltip("companies:Q", title=language.t("spinouts.companies.header")),
    ]
    base = alt.Chart(cells).encode(x=x, y=y)
    some = base.transform_filter("datum.companies > 0")
    size = theme.by_width(narrow=11, wide=13)
    layers = [
        some.mark_rect(color=theme.token("gain")).encode(
            opacity=alt.Opacity(
                "companies:Q",
                scale=alt.Scale(type="sqrt", range=[0.06, theme.DEEPEST_CELL]),
                legend=None,
            ),
            tooltip=tooltip,
        ),
        some.mark_text(fontSize=size).encode(text="companies:Q"),
        alt.Chart(sums).mark_text(fontSize=size, fontWeight="bold").encode(
            x=x, y=y, text="companies:Q"
        ),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=700, height=_ROW * len(totals))


def rates(
    per_head: Estimates,
    share: Estimates,
    contrast: Estimate | None,
    held: float,
    total: int,
    names: Names,
    language: Language,
) -> Figure:
    """Draw the foundings per head, and the share of known leavers who found, by origin.

    ``per_head`` holds ``spinouts.rate.<origin>`` where headcounts are known, ``share``
    ``spinouts.share.<origin>``; ``contrast`` is the ``spinouts.rate-ratio`` of the two origins
    with the highest rates, if there are two; ``held`` the largest share of their person-years
    that no figure covers.
    """
    estimates = [*per_head.values(), *share.values()]
    source = language.t("spinouts.source", rows=language.tn("count.companies", total))
    frame = pd.DataFrame(
        [
            {
                "kind": "rate" if e.name.startswith("spinouts.rate.") else "share",
                "origin": named(names, e.subject, language),
                "row": theme.two_lines(named(names, e.subject, language), 12),
                "rank": -e.value,
                "value": e.value,
                "low": e.low,
                "high": e.high,
                "value_text": e.text(language),
                "interval_text": e.interval_text(language),
                "n": e.n,
                "color": theme.organization_color(e.subject),
            }
            for e in estimates
            if not math.isnan(e.value)
        ]
    )
    if frame.empty:
        blank = alt.Chart(pd.DataFrame({"x": []})).mark_point()
        return nothing("spinouts-rates", blank, language, source)
    kinds = [k for k in ("rate", "share") if k in set(frame["kind"])]
    panels = [_panel(frame[frame["kind"] == kind], kind, language) for kind in kinds]
    level = next(e.level for e in estimates if e.level)
    headers = {
        "origin": language.t("spinouts.origin.header"),
        "what": language.t("spinouts.rates.what"),
        "value_text": language.t("spinouts.rates.value"),
        "interval_text": language.t("estimates.interval"),
        "n": language.t("spinouts.rates.n"),
    }
    told = frame.assign(what=[language.t(f"spinouts.rates.{k}") for k in frame["kind"]])
    return Figure(
        name="spinouts-rates",
        facts="spinouts",
        chart=alt.concat(*panels, columns=2, spacing=30),
        title=_title(per_head, contrast, names, language),
        subtitle=language.t(
            "spinouts.rates.subtitle",
            level=language.percent(level or math.nan),
            held=language.percent(held),
        ),
        source=source,
        alt=language.t(
            "spinouts.rates.alt",
            listed=language.series(
                f"{row['origin']} {row['value_text']} ({row['interval_text']})"
                for row in told.to_dict("records")
            ),
        ),
        table=told.assign(n=[language.number(n) for n in told["n"]])[list(headers)].rename(
            columns=headers
        ),
        data=pd.DataFrame(
            {
                headers["origin"]: told["origin"],
                headers["what"]: told["what"],
                headers["value_text"]: told["value"],
                language.t("estimates.low"): told["low"],
                language.t("estimates.high"): told["high"],
                headers["n"]: told["n"],
            }
        ),
        language=language,
    )


def _title(per_head: Estimates, contrast: Estimate | None, names: Names, language: Language) -> str:
    if contrast is None or contrast.low is None or contrast.high is None:
        return language.t("spinouts.rates.title.none")
    _, _, first, second = contrast.name.split(".")
    values = {
        "first": named(names, first, language),
        "second": named(names, second, language),
        "rate": per_head[f"spinouts.rate.{first}"].text(language),
        "other": per_head[f"spinouts.rate.{second}"].text(language),
    }
    if contrast.low <= 1 <= contrast.high:
        return language.t("spinouts.rates.title.even", **values)
    return language.t("spinouts.rates.title.apart", **values)


def _panel(rows: pd.DataFrame, kind: str, language: Language) -> alt.LayerChart:
    share = kind == "share"
    highest = 1.0 if share else float(rows["high"].max())
    axis = alt.Axis(title=None, format=".0%" if share else "~r", tickCount=4)
    scale = alt.Scale(domain=[0, highest], nice=not share)
    tooltip = [
        alt.Tooltip("origin:N", title=language.t("spinouts.origin.header")),
        alt.Tooltip("value_text:N", title=language.t(f"spinouts.rates.{kind}")),
        alt.Tooltip("interval_text:N", title=language.t("estimates.interval")),
    ]
    base = alt.Chart(rows).encode(y=theme.ranked_rows(), tooltip=tooltip)
    return alt.LayerChart(
        layer=dots(base, scale, axis),
        title=alt.TitleParams(
            language.t(f"spinouts.rates.{kind}.short"), fontSize=13, anchor="start", offset=6
        ),
        width=340,
        height=_ROW * len(rows),
    )
