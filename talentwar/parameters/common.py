"""What the parameters of all chapters share: kinds of values, and how a wrong one is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)
from pydantic_core import PydanticCustomError

from talentwar import dates
from talentwar.language import languages
from talentwar.problems import listed, nearest

Confidence = Literal["low", "medium", "high"]

_DATES = "a year, a month or a day, such as 2021, 2021-06 or 2021-06-30"


def _year_as_text(value: object) -> object:
    # On papermill's command line and in YAML a year is a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _known_date(value: str) -> str:
    try:
        interval = dates.precision(value) == "interval"
    except ValueError as error:
        known = dates.has_form(value)
        reason = str(error).partition(": ")[2] if known else "not a date"
        raise refusal(reason, _DATES) from error
    if interval:
        raise refusal("an interval, not a date", _DATES)
    return value


def _shown(**facts: str) -> Any:
    """Add to a field's definition what is shown of it: its `kind` or its `unit`."""
    return Field(json_schema_extra={**facts})


PartialDate = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(_known_date), _shown(kind="date")
]
OptionalDate = Annotated[
    str,
    BeforeValidator(_year_as_text),
    AfterValidator(lambda v: v and _known_date(v)),
    _shown(kind="optional-date"),
]


class ChapterParameters(BaseModel):
    """What all chapters share."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    name: ClassVar[str]
    on_page: ClassVar[tuple[str, ...]]
    """The parameters that the charts of the page can answer by themselves, in order."""

    language: str = "en"
    minimum_confidence: Confidence = "medium"
    confidence_level: float = Field(0.95, ge=0.5, le=0.999)

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        return one_of(value, languages())


class Table(BaseModel):
    """A parameter that is a table of values by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def refusal(
    message: str, allowed: str, hint: str | None = None, value: str = ""
) -> PydanticCustomError:
    """Return a refusal; ``value`` is the part of the input that is refused, if not all of it."""
    return PydanticCustomError("talentwar", "{message}", {
        "message": message, "allowed": allowed, "hint": hint or "", "value": value,
    })  # fmt: skip


def one_of(value: str, allowed: tuple[str, ...]) -> str:
    """Return a value that is allowed; a refusal names the nearest one that is."""
    if value not in allowed:
        raise refusal("not known", listed(allowed), nearest(value, allowed), value)
    return value


def all_of(values: list[str], allowed: tuple[str, ...]) -> list[str]:
    """Return values that are all allowed and all distinct."""
    for value in values:
        one_of(value, allowed)
        if values.count(value) > 1:
            raise refusal("listed twice", "each value once", value=value)
    return values


def rising(values: list[float]) -> list[float]:
    """Return numbers of which each is larger than the one before."""
    for before, value in pairwise(values):
        if value <= before:
            raise refusal(
                "not in order", "each value larger than the one before", value=f"{value:g}"
            )
    return values


def in_order(since: str, **ends: str) -> None:
    """Refuse a period (partial dates, empty for no bound) that starts after one of its ends."""
    for name, end in ends.items():
        if since and end and dates.parse(since)[0] > dates.parse(end)[1]:
            raise PydanticCustomError(
                "talentwar",
                "since ({since}) is after {name} ({end})",
                {
                    "since": since,
                    "name": name,
                    "end": end,
                    "allowed": f"{name} on or after since",
                },
            )
