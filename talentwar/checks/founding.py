"""Checks on spin-outs and their founders, against each other and against the recorded moves."""

from collections import defaultdict
from collections.abc import Iterator

from talentwar.checks.rows import Check, Sheets, days, each_row, number, upwards
from talentwar.files import Row
from talentwar.problems import Problem

ACTIVE = "active"
# What a status other than active must say, and what an active company cannot.
OUTCOME = ("outcome_date", "acquirer_id", "outcome_en", "outcome_fr")
TAKEN_OVER = ("acquired", "license-and-hire", "merged")
FOUNDER = "founder"


def outcomes_fit_the_status(sheets: Sheets) -> Iterator[Problem]:
    """Only a company that is no longer independent has an outcome, and it has one."""
    for sheet, row in each_row(sheets, "spinouts"):
        status = row.cells["status"]
        if status not in sheet.table.field("status").enum:
            continue  # reported elsewhere
        for field in OUTCOME:
            if status == ACTIVE and row.cells[field]:
                yield sheet.problem(row, field, "given for an active company")
        for field in ("outcome_en", "outcome_fr"):
            if status != ACTIVE and not row.cells[field]:
                yield sheet.problem(row, field, f"missing for a company that is {status}")


def nobody_founds_nothing(sheets: Sheets) -> Iterator[Problem]:
    """Each spin-out has a founder, at most as many as it says, and each founder one row."""
    spinouts, founders = sheets.get("spinouts"), sheets.get("founders")
    if spinouts is None or founders is None or not founders.complete:
        return
    known: dict[str, list[Row]] = defaultdict(list)
    seen: dict[tuple[str, str], Row] = {}
    for row in founders.rows:
        if row.cells["kind"] == FOUNDER:
            known[row.cells["org_id"]].append(row)
        first = seen.setdefault((row.cells["org_id"], row.cells["person"]), row)
        if first is not row:
            message = f"stands already in line {first.line} for this company"
            yield founders.problem(row, "person", message)
    for row in spinouts.rows:
        found, total = len(known[row.cells["org_id"]]), number(row, "founders_total")
        if not found:
            hint = f"add the founders, or leave the company out of {spinouts.file}"
            message = f"no founder of it in {founders.file}"
            yield spinouts.problem(row, "org_id", message, None, hint)
        if total is not None and found > total:
            message = f"there are {found} in {founders.file}"
            yield spinouts.problem(row, "founders_total", message)
        part = number(row, "founders_from_origins")
        if total is not None and part is not None and part > total:
            message = f"is greater than founders_total ({row.cells['founders_total']})"
            yield spinouts.problem(row, "founders_from_origins", message)


def founders_agree_with_moves(sheets: Sheets) -> Iterator[Problem]:
    """Whoever moved to a company they founded left the organisation that `founders` says."""
    founders, moves = sheets.get("founders"), sheets.get("moves")
    organizations = sheets.get("organizations")
    if founders is None or moves is None or organizations is None:
        return
    parents = {row.cells["org_id"]: row.cells["parent_id"] for row in organizations.rows}
    nowhere = {row.cells["org_id"] for row in organizations.rows if row.cells["kind"] == "none"}
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in moves.rows:
        origins[row.cells["person"], row.cells["destination_id"]].add(row.cells["origin_id"])
    for row in founders.rows:
        found = origins[row.cells["person"], row.cells["org_id"]] - nowhere
        own = row.cells["origin_id"]
        tops = {upwards(origin, parents)[-1] for origin in found}
        top = upwards(own, parents)[-1]
        if not {top, *tops} <= parents.keys():
            continue  # reported elsewhere
        if found and own not in nowhere and top not in tops:
            message = f"{moves.file} has this person come from {', '.join(sorted(found))}"
            hint = "correct one of them, or add the move in between"
            yield founders.problem(row, "origin_id", message, None, hint)


def nobody_leaves_twice(sheets: Sheets) -> Iterator[Problem]:
    """A founder either left or was last seen there, and did so after the company's founding."""
    founders, organizations = sheets.get("founders"), sheets.get("organizations")
    if founders is None or organizations is None:
        return
    founded = {row.cells["org_id"]: row for row in organizations.rows}
    for row in founders.rows:
        if row.cells["ended"] and row.cells["censored_on"]:
            message = f"given together with ended ({row.cells['ended']})"
            yield founders.problem(row, "censored_on", message, "only one of the two")
        company = founded.get(row.cells["org_id"])
        start = days(company, "founded") if company else None
        for field in ("ended", "censored_on"):
            when = days(row, field)
            if start and when and company and when.latest < start.earliest:
                message = f"lies before the founding ({company.cells['founded']})"
                yield founders.problem(row, field, message)


def buyers_agree(sheets: Sheets) -> Iterator[Problem]:
    """A company that was taken over has the same buyer in both tables."""
    spinouts, events = sheets.get("spinouts"), sheets.get("funding_events")
    if spinouts is None or events is None:
        return
    buyers: dict[str, set[str]] = defaultdict(set)
    for row in events.rows:
        if row.cells["buyer_id"]:
            buyers[row.cells["org_id"]].add(row.cells["buyer_id"])
    for row in spinouts.rows:
        own, others = row.cells["acquirer_id"], buyers[row.cells["org_id"]]
        if row.cells["status"] in TAKEN_OVER and own and others and own not in others:
            message = f"{events.file} has it bought by {', '.join(sorted(others))}"
            yield spinouts.problem(row, "acquirer_id", message)


CHECKS: tuple[Check, ...] = (
    outcomes_fit_the_status,
    nobody_founds_nothing,
    founders_agree_with_moves,
    nobody_leaves_twice,
    buyers_agree,
)
