"""Founders who left their own company: with it or alone, and for where."""

from __future__ import annotations

import pandas as pd
import pytest

from talentwar import own_companies, spinouts
from talentwar.tables import load

FOUNDERS, MOVES, ORGANIZATIONS = load("founders"), load("moves"), load("organizations")
FIRMS = spinouts.companies(
    load("spinouts"), ORGANIZATIONS, minimum_confidence="low", since="1990", as_of="2026-11"
)
GONE = own_companies.departed(FOUNDERS, MOVES, FIRMS, ORGANIZATIONS, "2026-11")


def test_founders_who_left_their_own_company() -> None:
    assert GONE["left"].is_monotonic_increasing
    assert not GONE["founder_id"].duplicated().any()
    assert (GONE["years"].dropna() > 0).all()
    known = GONE.dropna(subset=["destination_id"])
    assert len(known) > 5
    assert (known["destination_id"] != known["org_id"]).all()
    adept = GONE[(GONE["org_id"] == "adept") & (GONE["person"] == "David Luan")].iloc[0]
    assert (adept["destination_id"], adept["destination"]) == ("amazon", "big-tech")
    assert adept["with_company"]


def test_they_left_alone_where_the_company_went_on() -> None:
    who = GONE.set_index("person")
    tulloch, zoph = who.loc["Andrew Tulloch"], who.loc["Barret Zoph"]
    assert not tulloch["with_company"]
    assert (zoph["destination"], zoph["with_company"]) == ("back", False)
    parmar = GONE[(GONE["person"] == "Niki Parmar") & (GONE["org_id"] == "adept")].iloc[0]
    assert parmar["destination"] == "own"


def test_the_departures_add_up() -> None:
    found = own_companies.departures(GONE, FOUNDERS, FIRMS, 0.95)
    parts = ("left-alone", "left-with-company")
    assert sum(found[f"spinouts.{part}"].value for part in parts) == len(GONE)
    where = sum(found[f"spinouts.left-to.{w}"].value for w in own_companies.DESTINATIONS)
    assert where == len(GONE)
    share = found["spinouts.left"]
    assert share.value == pytest.approx(len(GONE) / share.n)
    none = own_companies.departures(GONE.iloc[:0], FOUNDERS, FIRMS, 0.95)
    assert none["spinouts.left"].value == 0


def test_what_is_not_known_yet_does_not_count() -> None:
    early = own_companies.departed(FOUNDERS, MOVES, FIRMS, ORGANIZATIONS, "2023")
    assert 0 < len(early) < len(GONE)
    assert (early["left"] <= pd.Timestamp("2023-12-31")).all()
