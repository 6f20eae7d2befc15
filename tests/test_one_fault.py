"""One fault is told once: what follows from it is not told as well, nor is what is sound."""

from pathlib import Path

import pytest
import tiny

from talentwar import checks
from talentwar.problems import render

Edits = list[tuple[str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def edit(root: Path, table: str, edits: Edits) -> None:
    """Replace texts, each of which stands once, in a table."""
    path = root / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="")


EVENT = "fe-cohere-2021-1,"
ONCE: dict[str, tuple[str, Edits]] = {
    "range": ("flow_ratios", [(",7,9.5", ",9,9.5")]),
    "currency-of-a-threshold": ("noncompete_rules", [("101250,USD", "101250,")]),
    "kind-of-a-source": ("sources", [(",2026-11-01,primary", ",2026-11-01,primry")]),
    "status": ("spinouts", [("active,2026-03", "actve,2026-03")]),
    "last-day-of-a-law": ("noncompete_rules", [("2022-08-10,2024-12-31", "2022-08-10,2024-12-32")]),
    "origin": ("moves", [("google,cohere", "googel,cohere")]),
    "parent": ("organizations", [(",2011,google", ",2011,gogle")]),
    "source-twice": ("moves", [("s-one;s-two", "s-one;s-one")]),
    "part-of-another-company": (
        "funding_events",
        [("40000000,,USD,,,,completed,,", "40000000,,USD,,,,completed,fe-anthropic-2024-1,")],
    ),
    "sum-with-an-unknown-part": (
        "funding_events",
        [
            ("moitié,1300000000", "moitié,1300000001"),
            (
                EVENT,
                "fe-anthropic-2025-9,anthropic,2025-09,primary-round,,,,,,,,,,completed,"
                f"fe-anthropic-2024-1,,low,,s-blog\n{EVENT}",
            ),
        ],
    ),
    "comment": ("moves", [("came back", "came <!-- back -->")]),
}


@pytest.mark.parametrize(("table", "edits"), ONCE.values(), ids=ONCE.keys())
def test_one_fault_is_one_problem(root: Path, table: str, edits: Edits) -> None:
    edit(root, table, edits)
    found = checks.check_data(root)
    assert len(found) == 1, render(found)


def test_every_period_within_an_earlier_one_is_told(root: Path) -> None:
    later = "nc-us-co-2025,"
    edits = [
        ("2022-08-10,2024-12-31", "2022-08-10,2030-12-31"),
        ("US-CO,2025-01-01,,", "US-CO,2025-01-01,2025-06-30,"),
        (later, f"nc-us-co-2024,US-CO,2026-01-01,,allowed,in-force,,,,,high,,s-three,,,\n{later}"),
    ]
    edit(root, "noncompete_rules", edits)
    assert [p.field for p in checks.check_data(root)] == ["effective_from"] * 2


def test_two_tenders_that_state_no_amount_are_not_the_same(root: Path) -> None:
    other = "fe-anthropic-2025-2,anthropic,2025-03,secondary-tender,,,,,,USD,,30,,completed,,,low,,"
    edits = [
        ("1000000000,,USD,,56.09,2000000", ",,USD,,56.09,"),
        (EVENT, f"{other}s-blog\n{EVENT}"),
    ]
    edit(root, "funding_events", edits)
    assert checks.check_data(root) == []


def test_amounts_in_messages_are_plain_numbers(root: Path) -> None:
    edit(root, "capital_totals", [("4500000000,", "449999999,")])
    (problem,) = checks.check_data(root)
    assert "(450000000)" in problem.message
