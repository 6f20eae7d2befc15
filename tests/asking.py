"""What the analysis says of a selection: the figures of a chapter, computed without a page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from talentwar import compensation, flows, parameters, retention
from talentwar.charts import compensation as pay_charts
from talentwar.charts import flows as flow_charts
from talentwar.charts import retention as retention_charts
from talentwar.charts.figure import Figure
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.tables import load


def flow_figures(given: dict[str, Any], code: str) -> dict[str, Figure]:
    """Return the figures of the chapter on flows for some parameters."""
    p: Any = parameters.read("flows", given, "test")
    language, organizations = Language(code), load("organizations")
    names = names_of(organizations, "org_id")
    moves = flows.select_moves(
        load("moves"),
        organizations,
        since=p.since,
        until=p.until,
        minimum_confidence=p.minimum_confidence,
        merge_google=p.merge_google,
        functions=p.functions,
        seniorities=p.seniorities,
        as_of=p.as_of,
    )
    ratios = flows.published_ratios(
        load("flow_ratios"),
        organizations,
        minimum_confidence=p.minimum_confidence,
        merge_google=p.merge_google,
    )
    pairs = flows.pairs_to_show(
        flows.published_pairs(ratios), flows.top_pairs(moves, p.organizations, flows.BUSY)
    )
    odds = flows.odds_for(moves, pairs, p.confidence_level, names)
    gains = flows.net_gains(moves, p.organizations, p.confidence_level, names)
    compared = flows.compare_with_published(odds, ratios)
    rest = names, language, p.since, p.until
    figures = (
        flow_charts.odds(odds, compared, *rest),
        flow_charts.net_gains(gains, *rest),
        flow_charts.matrix(flows.matrix(moves, p.organizations), *rest),
    )
    return {figure.name: figure for figure in figures}


def pay_figures(given: dict[str, Any], code: str) -> dict[str, Figure]:
    """Return the figures of reported pay for some parameters of the chapter on compensation."""
    p: Any = parameters.read("compensation", given, "test")
    language, names = Language(code), names_of(load("organizations"), "org_id")
    table, rates = load("compensation"), load("exchange_rates")
    every = {
        currency: compensation.reports(table, rates, currency=currency, as_of=p.as_of)
        for currency in ("USD", "EUR")
    }
    rows = {
        currency: compensation.selected(frame, p.minimum_confidence, p.statuses)
        for currency, frame in every.items()
    }
    groups = compensation.packages, compensation.parts, compensation.base
    yearly, sums, salaries = ({c: group(frame) for c, frame in rows.items()} for group in groups)
    found = compensation.estimates(yearly["USD"], salaries["USD"])
    choice = pay_charts.Choice(p.statuses, p.minimum_confidence, p.currency, None)
    rest = names, language, choice
    figures = (
        pay_charts.packages(yearly, yearly[p.currency], found, *rest),
        pay_charts.parts(sums, sums[p.currency], *rest),
        pay_charts.base(salaries, salaries[p.currency], *rest),
    )
    return {figure.name: figure for figure in figures}


def rates_figure(given: dict[str, Any], code: str) -> Figure:
    """Return the figure of published rates for some parameters of the chapter on retention."""
    p: Any = parameters.read("retention", given, "test")
    names = names_of(load("organizations"), "org_id")
    rates = retention.two_year_rates(
        load("retention_rates"),
        p.organizations,
        p.horizon_months,
        p.assumed_cohort_size,
        p.confidence_level,
        p.minimum_confidence,
        names,
    )
    size, level = p.assumed_cohort_size, p.confidence_level
    difference = retention.top_difference(rates, size, level, names)
    return retention_charts.rates(rates, difference, names, Language(code), p.horizon_months, size)


def curves_figure(given: dict[str, Any], code: str) -> Figure:
    """Return the figure of survival curves for some parameters of the chapter on retention."""
    p: Any = parameters.read("retention", given, "test")
    cohorts = load("cohorts")
    names = names_of(cohorts, "cohort_id")
    spells = retention.spells(load("tenures"), cohorts, p.cohorts, p.date_reading, p.as_of)
    curves = retention.kaplan_meier(spells, "exclude", p.confidence_level)
    medians = retention.medians(curves, spells, p.confidence_level, names)
    level = p.confidence_level
    return retention_charts.survival(curves, medians, names, Language(code), len(spells), level)


def shown(figure: Figure) -> list[list[str]]:
    """Return the rows of the table under a figure as a page shows them for a selection.

    A matrix is shown as a list of its cells that are not empty.
    """
    if figure.name != "flows-matrix":
        return figure.table.astype(str).to_numpy().tolist()
    if figure.data.empty:
        return []
    cells: pd.DataFrame = figure.data[figure.data.iloc[:, 2] > 0]
    return [[o, d, figure.language.number(n)] for o, d, n in cells.itertuples(index=False)]
