"""What the overview picks from the other chapters, and the labs then and now."""

from __future__ import annotations

import math
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from talentwar import equity, flows, overview, positions, report, tables
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.parameters import CHAPTERS
from talentwar.tables import load

OTHERS = [name for name in CHAPTERS if name != "overview"]
FOUND = report.published(OTHERS)
ORGANIZATIONS = load("organizations")
LABS = ["anthropic", "openai", "xai"]


def test_the_other_chapters_are_read_with_all_they_say() -> None:
    assert {name.partition(".")[0] for name in FOUND} == set(OTHERS)
    assert set(overview.QUOTED) <= FOUND.keys()


def test_those_beside_the_notebook_come_before_those_of_the_repository(tmp_path: Path) -> None:
    assert report.folder("flows", tmp_path) == report.NOTEBOOKS
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "flows.ipynb")
    assert report.folder("flows", tmp_path) == tmp_path
    with pytest.raises(LookupError, match=r"flows\.ipynb holds no estimates: execute it first"):
        report.published(["flows"], tmp_path)


def test_a_quoted_estimate_that_no_chapter_has_is_not_defined() -> None:
    texts = report.quoted(FOUND, ["flows.moves", "made.up"], Language("en"))
    assert texts["flows.moves"] == FOUND["flows.moves"].text(Language("en"))
    assert texts["made.up.interval"] == texts["made.up"] == Language("en").t("value.undefined")


def test_the_findings_are_picked_in_their_order() -> None:
    shown = overview.flows(FOUND)
    assert [e.name.split(".")[1] for e in shown] == ["odds", "per-head"] * 2
    rates = overview.of(FOUND, "retention.rate.")
    assert [e.value for e in rates] == sorted((e.value for e in rates), reverse=True)
    assert not overview.apart(rates)
    assert overview.apart([rates[0], rates[-1]])
    assert all(e.name.endswith(".2025-01") for e in overview.grants(FOUND, "2025-01"))
    assert sum(e.value for e in overview.states(FOUND)) == 51


def test_the_overview_counts_every_row() -> None:
    totals = overview.totals()
    assert totals["overview.rows"].value == sum(
        len(tables.load(path.stem)) for path in (tables.DATA / "tables").glob("*.csv")
    )
    assert totals["overview.sources"].value == len(load("sources"))


def stood(then: str = "2025-05") -> pd.DataFrame:
    priced = equity.priced(
        load("funding_events"), load("exchange_rates"), minimum_confidence="medium",
        as_of="2026-11",
    )  # fmt: skip
    moves = flows.select_moves(
        load("moves"), ORGANIZATIONS, since="", until="", minimum_confidence="medium",
        merge_google=False, as_of="2026-11",
    )  # fmt: skip
    return positions.positions(
        LABS, priced, load("headcounts"), moves, then=then, as_of="2026-11"
    ).set_index("org_id")


def test_the_labs_then_and_now() -> None:
    found = stood()
    assert found.loc["anthropic", "valuation_then"] == 61.5e9
    assert (found["valuation_now"] >= found["valuation_then"]).all()
    assert (found["heads_now"] > found["heads_then"]).all()
    net = found.loc["anthropic", ["net_then", "net_since"]].sum()
    assert net == stood("2024").loc["anthropic", ["net_then", "net_since"]].sum()
    early = stood("2019")
    assert math.isnan(early.loc["anthropic", "valuation_then"])
    names = names_of(ORGANIZATIONS, "org_id")
    grown = positions.growth(found.reset_index(), names)
    assert grown["overview.grown.anthropic"].value == pytest.approx(
        found.loc["anthropic", "valuation_now"] / 61.5e9
    )
    assert not positions.growth(early.reset_index(), names).keys() & {"overview.grown.anthropic"}
