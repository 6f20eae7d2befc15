"""Which parameters a reader can change on the page, and between which values.

The page shows a control for every parameter that its charts can answer by themselves; what it is
called, what it does and which values it takes come from its definition, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentwar import dates, schema, tables
from talentwar.language import Language
from talentwar.names import names_of
from talentwar.parameters.common import ChapterParameters
from talentwar.parameters.words import definition, owner, written

YEARS_BY_QUARTER = 6
"""How many of the latest years are offered quarter by quarter, earlier ones as wholes."""

Value = str | int


@dataclass(frozen=True)
class Control:
    """One parameter that a page offers to change.

    Attributes:
        name: as it is written in files and commands.
        label, help: what it is called and does.
        several: whether any number of the options can be chosen, or just one.
        options: the values offered with their labels, in the order shown.
        value: the value of the report, for ``several`` all those chosen.
        default: the value where nothing is said, as a command has it.
    """

    name: str
    label: str
    help: str
    several: bool
    options: tuple[tuple[Value, str], ...]
    value: Value | tuple[Value, ...]
    default: Value | tuple[Value, ...]


def controls(
    used: ChapterParameters, language: Language, offered: Mapping[str, Sequence[str]]
) -> tuple[Control, ...]:
    """Return the controls of a chapter's page, with the values in use.

    ``offered`` are the values of a list where these are not those of the parameter itself, as
    when organisations have been merged.
    """
    return tuple(
        _control(used, name, offered.get(name, getattr(used, name)), language)
        for name in used.on_page
    )


def others(used: ChapterParameters) -> tuple[tuple[str, str], ...]:
    """Return the parameters without a control that are not at their defaults, as written."""
    default = type(used).model_validate({}).model_dump()
    return tuple(
        (name, written(value))
        for name, value in used.model_dump().items()
        if name not in ("language", *used.on_page) and value != default[name]
    )


def _control(used: ChapterParameters, name: str, value: Any, language: Language) -> Control:
    model = type(used)
    key = f"parameters.{owner(model, name)}.{name}"
    default = getattr(model.model_validate({}), name)
    return Control(
        name=name,
        label=language.t(f"{key}.label"),
        help=language.t(f"{key}.help"),
        several=isinstance(value, list),
        options=_options(name, definition(model, name), value, language),
        value=_fixed(value),
        default=_fixed(default),
    )


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _options(
    name: str, defined: dict[str, Any], value: Any, language: Language
) -> tuple[tuple[Value, str], ...]:
    kind = defined.get("kind")
    if kind == "optional-date":
        return _periods(name, value, language)
    if kind == "functions":
        return tuple(schema.table("moves").field("function").labels(language.code).items())
    if kind == "statuses":
        return tuple(schema.table("compensation").field("status").labels(language.code).items())
    if kind in ("organizations", "cohorts"):
        return _named(kind, value, language)
    if "enum" in defined:
        return tuple((v, language.t(f"parameters.value.{name}.{v}")) for v in defined["enum"])
    numbers = sorted({*defined["offered"], value})
    return tuple((number, language.number(number)) for number in numbers)


def _named(kind: str, value: Sequence[str], language: Language) -> tuple[tuple[Value, str], ...]:
    """Return the rows that the report shows: a page can leave some out, not take others in."""
    column = {"organizations": "org_id", "cohorts": "cohort_id"}[kind]
    names = names_of(tables.load(kind), column)
    return tuple((key, names[key][language.code]) for key in value)


def _periods(name: str, value: str, language: Language) -> tuple[tuple[Value, str], ...]:
    """Return the first or last months of quarters and years in which somebody moved.

    A year stands for its first month as a beginning, for its last as an end.
    """
    moves = tables.load("moves")
    first, last = moves["announced_earliest"].min().year, moves["announced_latest"].max().year
    whole, parts = ("01", ("04", "07", "10")) if name == "since" else ("12", ("03", "06", "09"))
    months = {str(year): f"{year}-{whole}" for year in range(first, last + 1)}
    for year in range(last - YEARS_BY_QUARTER + 1, last + 1):
        months |= {f"{year}-{month}": f"{year}-{month}" for month in parts}
    if value:
        months.setdefault(value, value)
    ordered = sorted(months.items(), key=lambda item: dates.parse(item[1]))
    none = ("", language.t(f"parameters.value.{name}.none"))
    return (none, *((v, language.date(shown)) for v, shown in ordered))
