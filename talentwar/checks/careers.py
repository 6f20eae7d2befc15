"""Checks on persons: their names, their moves and their spells, within and across tables."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from talentwar.checks.rows import Check, Sheet, Sheets, days, upwards
from talentwar.dates import Span
from talentwar.files import Row
from talentwar.problems import Problem, quoted

# (one, the other): fields of `tenures` that cannot both be known of one spell.
EXCLUSIVE = (("ended", "censored_on"), ("destination_id", "censored_on"))
# Organisations of this kind stand for "nowhere known"; a chain of moves breaks there.
NOWHERE = "none"
SAME_MOVE_DAYS = 365
# Fields that name a person, in rows whose `scope`, if there is one, is a person.
PERSONS = ("person", "recipient_en")
# Letters whose stroke or missing dot is no separate accent in Unicode.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def spells_make_sense(sheets: Sheets) -> Iterator[Problem]:
    """A spell either ended or was last seen going on; it leads elsewhere; spells do not overlap."""
    sheet = sheets.get("tenures")
    if sheet is None:
        return
    spells: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sheet.rows:
        for first, second in EXCLUSIVE:
            if row.cells[first] and row.cells[second]:
                message = f"given together with {first} ({row.cells[first]})"
                yield sheet.problem(row, second, message, "only one of the two")
        if row.cells["destination_id"] and row.cells["destination_id"] == row.cells["org_id"]:
            yield sheet.problem(row, "destination_id", "the same as org_id")
        spells[row.cells["cohort_id"], row.cells["person"], row.cells["org_id"]].append(row)
    for rows in spells.values():
        for one, other in combinations(rows, 2):
            if _overlap(one, other):
                message = f"overlaps the spell in line {one.line} of the same person and cohort"
                yield sheet.problem(other, "started", message)


def _overlap(one: Row, other: Row) -> bool:
    """Return whether two spells cannot but overlap: each starts before the other can have ended."""
    return _surely_before(one, other) and _surely_before(other, one)


def _surely_before(one: Row, other: Row) -> bool:
    """Return whether one spell started before the other can have ended, or was last seen."""
    start, end = days(one, "started"), days(other, "ended") or days(other, "censored_on")
    return start is not None and end is not None and start.latest < end.earliest


def same_move_twice(sheets: Sheets) -> Iterator[Problem]:
    """One move of a person is one row, however the name is spelt and the date is known."""
    sheet = sheets.get("moves")
    if sheet is None:
        return
    moves: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in _personal(sheet):
        ends = row.cells["origin_id"], row.cells["destination_id"]
        moves[name_key(row.cells["person"]), *ends].append(row)
    for rows in moves.values():
        for one, other in combinations(rows, 2):
            if _gap_days(days(one, "announced"), days(other, "announced")) <= SAME_MOVE_DAYS:
                when = one.cells["announced"] or "no date"
                message = f"the same move as in line {one.line} ({one.cells['person']}, {when})"
                hint = "merge the rows, or give the dates more precisely"
                yield sheet.problem(other, "person", message, None, hint)


def one_spelling(sheets: Sheets) -> Iterator[Problem]:
    """A person is spelt the same in every row of every table."""
    spellings: dict[str, dict[str, list[tuple[Sheet, Row, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for sheet in sheets.values():
        for field in PERSONS:
            rows = _personal(sheet) if sheet.has("scope") else sheet.rows
            for row in rows if sheet.has(field) else ():
                spellings[name_key(row.cells[field])][row.cells[field]].append((sheet, row, field))
    for by_spelling in spellings.values():
        usual, *others = sorted(by_spelling, key=lambda name: (-len(by_spelling[name]), name))
        for name in others:
            for sheet, row, field in by_spelling[name]:
                message = f"spelt {quoted(usual)} in other rows"
                hint = "use one spelling; tell two people apart by a word in brackets"
                yield sheet.problem(row, field, message, None, hint)


def joining_before_leaving(sheets: Sheets) -> Iterator[Problem]:
    """Nobody leaves an organisation before joining it, unless they had been there before.

    Someone whose only recorded arrival comes after a departure either came back or has a wrong
    date. Coming back shows in the other moves: from where they went, they get to where they
    came from.
    """
    sheet, organizations = sheets.get("moves"), sheets.get("organizations")
    if sheet is None or organizations is None:
        return
    parents = {row.cells["org_id"]: row.cells["parent_id"] for row in organizations.rows}
    nowhere = {row.cells["org_id"] for row in organizations.rows if row.cells["kind"] == NOWHERE}
    moves: dict[str, list[_Move]] = defaultdict(list)
    for row in _personal(sheet):
        when = days(row, "announced")
        if when:
            ends = [upwards(row.cells[end], parents)[-1] for end in ("origin_id", "destination_id")]
            moves[row.cells["person"]].append(_Move(row, when, *ends))
    for personal in moves.values():
        for leave in personal:
            join = _first_arrival(leave.row.cells["origin_id"], personal)
            if join is None or join.when.earliest <= leave.when.latest:
                continue
            gap = {leave.destination, join.origin} & nowhere
            if not gap and not _came_back(leave, join, personal):
                joined = f"line {join.row.line} ({join.row.cells['announced']})"
                message = f"leaves {leave.row.cells['origin_id']} before joining it in {joined}"
                hint = "correct a date, or add the move in between"
                yield sheet.problem(leave.row, "announced", message, None, hint)


@dataclass(frozen=True)
class _Move:
    """A dated move between the topmost parents of its two organisations."""

    row: Row
    when: Span
    origin: str
    destination: str


def _first_arrival(organization: str, moves: Sequence[_Move]) -> _Move | None:
    arrivals = [move for move in moves if move.row.cells["destination_id"] == organization]
    return min(arrivals, key=lambda move: move.when.earliest, default=None)


def _came_back(leave: _Move, join: _Move, moves: Sequence[_Move]) -> bool:
    """Return whether other moves lead from where someone went to where they came back from."""
    reached = {leave.destination}
    between = [
        move
        for move in moves
        if move.when.latest >= leave.when.earliest and move.when.earliest <= join.when.latest
    ]
    for _ in between:
        reached |= {move.destination for move in between if move.origin in reached}
    return join.origin in reached


def name_key(name: str) -> str:
    """Return what two spellings of a name share: no accents, case, punctuation, middle initials."""
    plain = (
        "".join(
            char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
        )
        .casefold()
        .translate(PLAIN)
    )
    words = re.findall(r"[^\W_]+", plain)
    return "".join(
        word for place, word in enumerate(words) if len(word) > 1 or place in (0, len(words) - 1)
    )


def _personal(sheet: Sheet) -> list[Row]:
    """Return the rows about single persons."""
    return [row for row in sheet.rows if row.cells["scope"] == "person"]


def _gap_days(one: Span | None, other: Span | None) -> int:
    """Return the least number of days between two dates; 0 when one is unknown."""
    if one is None or other is None:
        return 0
    return max(0, (other.earliest - one.latest).days, (one.earliest - other.latest).days)


CHECKS: tuple[Check, ...] = (
    spells_make_sense,
    same_move_twice,
    one_spelling,
    joining_before_leaving,
)
