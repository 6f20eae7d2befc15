"""What deserves a look: each warning comes when it should, alone, and not a day before."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tiny

from talentwar.checks.summary import render_summary, sheets_of
from talentwar.checks.warnings import warnings

NEWEST = date(2026, 3, 22)
EVENTS, RULES = "funding_events", "noncompete_rules"

Edits = list[tuple[str, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def warned(root: Path, edits: Edits, newest: date | None = NEWEST) -> list[str]:
    """Return the warnings after edits (table, a text that stands in it once, another)."""
    for table, old, new in edits:
        path = root / "tables" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    return warnings(sheets_of(root), newest)


def test_healthy_data_give_no_warning(root: Path) -> None:
    assert warned(root, []) == []


FIRES: dict[str, tuple[Edits, str, str]] = {
    # 2024-09-19 is 549 days before the newest fact.
    "stale": ([("spinouts", "active,2026-03", "active,2024-09-19")],
              "active spin-outs were last seen", "anthropic (2024-09-19)"),
    "never-seen": ([("spinouts", "active,2025-06", "active,")],
                   "active spin-outs were last seen", "cohere (never)"),
    "overdue": ([(RULES, "US,2028-01-01", "US,2026-03-22")],
                "announced rules were due", "nc-us-2028 (2026-03-22)"),
    "no-founding": ([("organizations", "FR,2022-11", "FR,")],
                    "spin-outs have no founding date", "echo-lab"),
    "no-amount": ([(RULES, "101250,USD", ",")],
                  "rules turn on a threshold of unknown amount", "nc-us-co-2022"),
    "gap": ([(RULES, "2022-08-10,2024-12-31", "2022-08-10,2024-12-29")],
            "gaps between the rules of a jurisdiction", "US-CO 2024-12-30 to 2024-12-31"),
    "gap-of-a-day": ([(RULES, "US-CO,2025-01-01", "US-CO,2025-01-02")],
                     "gaps between the rules of a jurisdiction",
                     "US-CO 2025-01-01 to 2025-01-01"),
    "unconverted-event": ([(EVENTS, "echo-lab,2023,", "echo-lab,2023-12/2024-01,")],
                          "amounts lack the exchange rate", "fe-echo-lab-2023-1 (EUR 2024)"),
    "unconverted-total": ([("capital_totals", "2025-01,", "2024-12,")],
                          "amounts lack the exchange rate", "ct-echo-lab-2025 (EUR 2024)"),
    "unconverted-pay": ([("compensation", "EUR,2025", "EUR,2022-06-30")],
                        "amounts lack the exchange rate", "c-002 (EUR 2022)"),
    "unconverted-currency": ([("compensation", "EUR,2025", "GBP,2025")],
                             "amounts lack the exchange rate", "c-002 (GBP 2025)"),
    "no-source": ([("organizations", "FR,2022-11,,,s-three", "FR,2022-11,,,")],
                  "organisations have no source", "echo-lab"),
    "no-original": ([("sources", "Parrot,Daily", "Parrot,")],
                    "sources have no known original publisher", "s-relay"),
    "no-access": ([("sources", "2025,2026-11-01", "2025,")],
                  "sources have no date of access", "s-three"),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "what", "which"), FIRES.values(), ids=FIRES.keys())
def test_a_weakness_is_warned_of_alone(root: Path, edits: Edits, what: str, which: str) -> None:
    (line,) = warned(root, edits)
    assert line.startswith(f"1 {what}"), line
    assert line.endswith(f": {which}"), line


SILENT: dict[str, Edits] = {
    # 548 days, and a month whose last day is 548 days before: neither is surely longer ago.
    "seen-18-months-ago": [("spinouts", "active,2026-03", "active,2024-09-20")],
    "seen-in-a-month-that-ends-later": [("spinouts", "active,2026-03", "active,2024-09")],
    "a-company-that-is-gone": [
        ("spinouts", "acquired,2025-03,2025-02-10", "acquired,2023,2022-12")
    ],
    "due-the-day-after": [(RULES, "US,2028-01-01", "US,2026-03-23")],
    "due-later-in-the-year": [(RULES, "US,2028-01-01", "US,2026")],
    "due-and-in-force": [(RULES, "US,2028-01-01,,allowed,announced", "US,2026,,allowed,in-force")],
    "an-organisation-that-is-no-spin-out": [("organizations", "US,2011,", "US,,")],
    "a-rule-that-turns-on-nothing": [(RULES, "50000,USD", ",")],
    "a-rule-announced-after-a-gap": [
        (RULES, "2025-01-01,,income-threshold,in-force", "2027,,income-threshold,announced")
    ],
    "an-event-of-no-date": [(EVENTS, "echo-lab,2023,", "echo-lab,,")],
    "a-year-before-that-of-the-rate": [(EVENTS, "echo-lab,2023,", "echo-lab,2022/2023,")],
    "no-currency": [("compensation", "90000,120000.5,EUR,2025", ",,,2022")],
    "the-base-currency": [("compensation", "120000.5,EUR,2025", "120000.5,USD,2022")],
}


@pytest.mark.parametrize("edits", SILENT.values(), ids=SILENT.keys())
def test_what_is_no_weakness_is_not_warned_of(root: Path, edits: Edits) -> None:
    assert warned(root, edits) == []


def test_without_a_newest_fact_nothing_is_old_or_due(root: Path) -> None:
    edits = [("spinouts", "active,2026-03", "active,"), (RULES, "US,2028-01-01", "US,2020-01-01")]
    assert warned(root, edits, newest=None) == []


def test_every_place_is_named(root: Path) -> None:
    names = ["s-blog", "s-one", "s-relay", "s-three", "s-two"]
    path = root / "tables" / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-01", ""), encoding="utf-8")
    assert warned(root, []) == [f"5 sources have no date of access: {', '.join(names)}"]
    short, whole = (render_summary(root, whole=whole) for whole in (False, True))
    assert ", ".join(names) in whole
    assert max(map(len, short.splitlines())) <= 100


def without(name: str) -> Callable[[tiny.Json], None]:
    def change(raw: tiny.Json) -> None:
        raw["resources"] = [entry for entry in raw["resources"] if entry["name"] != name]

    return change


@pytest.mark.parametrize("name", ["spinouts", RULES, EVENTS, "capital_totals", "compensation"])
def test_a_package_without_a_table_is_not_warned_of_it(root: Path, name: str) -> None:
    raw = tiny.descriptor()
    without(name)(raw)
    tiny.write_descriptor(root, raw)
    assert warned(root, []) == []
