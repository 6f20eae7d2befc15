"""Where leavers go: cumulative incidence by hand, against lifelines, and as it must behave."""

from __future__ import annotations

import math
import warnings
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

from talentwar import destinations, retention
from talentwar.charts import retention as charts
from talentwar.destinations import DESTINATIONS, OTHER, OWN, RIVAL, UNREPORTED
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.tables import load

ORGANIZATIONS = pd.DataFrame(
    [("lab", "ai-lab"), ("big", "big-tech"), ("uni", "academia"), ("shop", "startup"),
     ("own-lab", "ai-lab"), ("free", "none")],
    columns=["org_id", "kind"],
)  # fmt: skip
FOUNDERS = pd.DataFrame([("Ann", "own-lab"), ("Bo", "shop")], columns=["person", "org_id"])
NAMES = {"c": {"en": "The team", "fr": "L’équipe"}, "d": {"en": "Others", "fr": "Les autres"}}


def spells_of(*rows: tuple[str, float, str | None], cohort: str = "c") -> pd.DataFrame:
    """Build spells: person, years, group of the destination (None: still there)."""
    return pd.DataFrame(
        {
            "cohort_id": cohort,
            "person": [person for person, _, _ in rows],
            "duration_years": [years for _, years, _ in rows],
            "event": [group is not None for _, _, group in rows],
            "known": True,
            "destination": [group for _, _, group in rows],
            "spell_ids": [f"t-{cohort}-{n}" for n, _ in enumerate(rows)],
        }
    )


def at_end(shares: pd.DataFrame) -> dict[str, float]:
    last = shares.groupby("destination", sort=False)["incidence"].last()
    return {str(group): float(value) for group, value in last.items()}


@pytest.mark.parametrize(
    ("person", "org", "group"),
    [
        ("Ann", "lab", RIVAL),
        ("Ann", "own-lab", OWN),
        ("Bo", "own-lab", RIVAL),
        ("Bo", "shop", OWN),
        ("Ann", "shop", OTHER),
        ("Cy", "big", "big-tech"),
        ("Cy", "uni", "academia"),
        ("Cy", "free", OTHER),
        ("Cy", None, UNREPORTED),
    ],
)
def test_destinations_are_told_apart(person: str, org: str | None, group: str) -> None:
    spells = pd.DataFrame({"person": [person], "event": [True], "destination_id": [org]})
    led = destinations.with_destinations(spells, ORGANIZATIONS, FOUNDERS)
    assert led["destination"].tolist() == [group]


def test_who_is_still_there_went_nowhere() -> None:
    spells = pd.DataFrame({"person": ["Ann"], "event": [False], "destination_id": [None]})
    led = destinations.with_destinations(spells, ORGANIZATIONS, FOUNDERS)
    assert led["destination"].isna().all()


def test_incidence_by_hand() -> None:
    """Of five, one leaves for a rival after a year, one is last seen after two, then two leave."""
    spells = spells_of(
        ("a", 1, RIVAL), ("b", 2, None), ("c", 3, OWN), ("d", 3, RIVAL), ("e", 4, None)
    )
    shares = destinations.incidence(spells, 0.95)
    # Four fifths are there after one year; of the three still seen after three, one goes each way.
    assert at_end(shares) == {
        RIVAL: pytest.approx(1 / 5 + 4 / 5 / 3),
        OWN: pytest.approx(4 / 5 / 3),
    }
    assert shares[shares["destination"] == OWN]["years"].tolist() == [0, 1, 2, 3, 4]
    assert shares[shares["destination"] == OWN]["exits"].tolist() == [0, 0, 0, 1, 0]


def test_incidence_and_its_interval_against_lifelines() -> None:
    """Without exits of one day, which lifelines would move apart."""
    rng = np.random.default_rng(5)
    groups = [RIVAL, OWN, None]
    rows = [(f"p{n}", float(t), groups[int(rng.integers(3))])
            for n, t in enumerate(np.sort(rng.uniform(0.1, 9, size=40)))]  # fmt: skip
    shares = destinations.incidence(spells_of(*rows), 0.9)
    codes = {None: 0, RIVAL: 1, OWN: 2}
    for group in (RIVAL, OWN):
        fitter = AalenJohansenFitter(alpha=0.1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitter.fit([t for _, t, _ in rows], [codes[g] for *_, g in rows], codes[group])
        own = shares[shares["destination"] == group].set_index("years")
        expected = fitter.cumulative_density_.iloc[:, 0]
        assert own["incidence"].to_numpy() == pytest.approx(expected.to_numpy())
        band = fitter.confidence_interval_.dropna()
        known = own.loc[band.index]
        inside = known["incidence"] > 0
        assert inside.sum() > 20
        assert known.loc[inside, "low"].to_numpy() == pytest.approx(
            band.iloc[:, 0][inside].to_numpy(), abs=1e-9
        )
        assert known.loc[inside, "high"].to_numpy() == pytest.approx(
            band.iloc[:, 1][inside].to_numpy(), abs=1e-9
        )


def test_a_published_worked_example() -> None:
    """J. M. Satagopan and others, British Journal of Cancer 91 (2004), table 2.

    Of 305 patients the nine with the shortest follow-up are listed: dead of the disease, dead of
    another cause, or censored. Percentages are given to one decimal; their sum adds those.
    """
    listed = [(7, None), (10, RIVAL), (14, None), (16, RIVAL), (18, OTHER), (23, RIVAL),
              (24, None), (26, OTHER), (27, RIVAL)]  # fmt: skip
    rest = [(28, None)] * (305 - len(listed))
    spells = spells_of(*((f"p{n}", t, g) for n, (t, g) in enumerate([*listed, *rest])))
    shares = destinations.incidence(spells, 0.95)
    own = shares[shares["destination"] == RIVAL].set_index("years")["incidence"]
    steps = own.diff()[[10, 16, 23, 27]]
    assert steps.to_list() == pytest.approx([0.003] * 4, abs=0.0005)
    both = shares.groupby("years")["incidence"].sum()
    there = 1 - both[[10, 16, 18, 23, 26, 27]]
    assert there.to_list() == pytest.approx([0.997, 0.993, 0.990, 0.987, 0.983, 0.980], abs=5e-4)


MEMBERS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 1, 2, 3, 5]), st.sampled_from([*DESTINATIONS, None])),
    min_size=2,
    max_size=15,
)


@given(MEMBERS)
@settings(max_examples=60, deadline=None)
def test_incidences_add_up_to_what_retention_leaves(
    members: list[tuple[float, str | None]],
) -> None:
    spells = spells_of(*((f"p{n}", t, g) for n, (t, g) in enumerate(members)))
    shares = destinations.incidence(spells, 0.95)
    curve = retention.kaplan_meier(spells, "exclude", 0.95, 1)
    left = 1 - float(curve["survival"].iloc[-1])
    assert sum(at_end(shares).values()) == pytest.approx(left, abs=1e-9)
    for _, own in shares.groupby("destination"):
        assert all(b >= a - 1e-12 for a, b in pairwise(own["incidence"]))
        assert (own["low"] <= own["incidence"] + 1e-9).all()
        assert (own["incidence"] <= own["high"] + 1e-9).all()
        assert own[["low", "high"]].to_numpy().min() >= 0
        assert own[["low", "high"]].to_numpy().max() <= 1
    mixed = spells.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(destinations.incidence(mixed, 0.95), shares)


def test_nobody_left_nowhere_gone() -> None:
    spells = spells_of(("a", 1, None), ("b", 2, None))
    assert destinations.incidence(spells, 0.95).empty
    names = {"c": {"en": "C", "fr": "C"}}
    figure = charts.destinations(
        destinations.incidence(spells, 0.95),
        destinations.last_incidence(destinations.incidence(spells, 0.95), spells, 0.95, names),
        ["c"], names, Language("fr"), 2,
    )  # fmt: skip
    assert figure.title == Language("fr").t("figure.nothing")


def test_members_of_unknown_outcome_stay_out() -> None:
    spells = spells_of(("a", 1, RIVAL), ("b", 2, None), ("c", math.nan, None))
    spells.loc[2, "known"] = False
    shares = destinations.incidence(spells, 0.95)
    assert at_end(shares) == {RIVAL: pytest.approx(0.5)}
    (estimate,) = destinations.last_incidence(shares, spells, 0.95, NAMES).values()
    assert (estimate.name, estimate.n, estimate.rows) == (
        "retention.left-for.c.rival",
        2,
        ("t-c-0",),
    )


@pytest.mark.parametrize("code", languages())
def test_the_chart_names_who_founded_and_who_went_to_rivals(code: str) -> None:
    language = Language(code)
    spells = pd.concat([
        spells_of(("a", 1, RIVAL), ("b", 2, OWN), ("c", 3, OWN), ("d", 4, None)),
        spells_of(("e", 1, RIVAL), ("f", 2, RIVAL), cohort="d"),
    ], ignore_index=True)  # fmt: skip
    shares = destinations.incidence(spells, 0.95)
    last = destinations.last_incidence(shares, spells, 0.95, NAMES)
    figure = charts.destinations(shares, last, ["c", "d"], NAMES, language, 6)
    assert NAMES["c"][code] in figure.title
    assert NAMES["d"][code] in figure.title
    assert language.percent(0.5) in figure.title
    assert language.percent(1.0) in figure.title
    assert len(figure.table) == len(last) == 3
    assert figure.data.iloc[:, 3].tolist() == pytest.approx([0.25, 0.5, 1.0])


def test_the_report_groups_every_destination_of_its_cohorts() -> None:
    cohorts = load("cohorts")
    closed = [c for c in cohorts.loc[cohorts["closed"].fillna(False), "cohort_id"]
              if c != "openai-board-nov2023"]  # fmt: skip
    spells = retention.spells(load("tenures"), cohorts, closed, "middle", "2026-11")
    led = destinations.with_destinations(spells, load("organizations"), load("founders"))
    assert set(led.loc[led["event"], "destination"]) <= set(DESTINATIONS)
    assert led.loc[~led["event"], "destination"].isna().all()
    names = names_of(cohorts, "cohort_id")
    shares = destinations.incidence(led, 0.95)
    last = destinations.last_incidence(shares, led, 0.95, names)
    # All eight authors of the Transformer paper left Google, six to found a company.
    founded = last[f"retention.left-for.transformer-authors.{OWN}"]
    assert (founded.value, founded.n) == (pytest.approx(6 / 8), 8)
