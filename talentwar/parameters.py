"""The typed parameters of each chapter: what an editor or an analyst may change.

One definition serves ``parameters.yml``, the ``parameters`` cell of each notebook and
papermill's command line. Values arrive as plain strings, numbers, booleans and lists,
which is all that papermill passes on faithfully; they are checked here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

import pandas as pd
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from talentwar import dates, tables
from talentwar.language import languages
from talentwar.problems import Problem, Refused, listed, nearest

PARAMETERS_FILE = Path(__file__).parents[1] / "parameters.yml"

MINIMUM_MEMBERS = 3
"""Persons of known outcome below which a survival curve says nothing."""

Confidence = Literal["low", "medium", "high"]


def _year_as_text(value: object) -> object:
    # On papermill's command line and in YAML a year is a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _known_date(value: str) -> str:
    try:
        dates.parse(value)
    except ValueError as error:
        raise _refusal(str(error), "a date such as 2021, 2021-06 or 2021-06-30") from error
    return value


PartialDate = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_known_date)]
OptionalDate = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(lambda v: v and _known_date(v))
]


class ChapterParameters(BaseModel):
    """What all chapters share."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    name: ClassVar[str]

    language: str = "en"
    minimum_confidence: Confidence = "medium"
    confidence_level: float = Field(0.95, ge=0.5, le=0.999)

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        return _one_of(value, languages())


class FlowsParameters(ChapterParameters):
    """Parameters of the chapter on flows.

    ``since`` and ``until`` are partial dates (``2021``, ``2021-06``); empty means no bound.
    """

    name: ClassVar[str] = "flows"

    since: OptionalDate = "2021"
    until: OptionalDate = ""
    organizations: list[str] = Field(
        default=[
            "openai",
            "anthropic",
            "google-deepmind",
            "google-brain",
            "google",
            "meta",
            "microsoft",
            "xai",
            "apple",
            "amazon",
            "mistral",
            "ssi",
            "thinking-machines",
        ],
        min_length=2,
    )
    merge_google: bool = False

    @field_validator("organizations")
    @classmethod
    def _known_organizations(cls, values: list[str]) -> list[str]:
        return _all_of(values, _organizations())

    @model_validator(mode="after")
    def _period_in_order(self) -> Self:
        if self.since and self.until and dates.parse(self.since)[0] > dates.parse(self.until)[1]:
            raise PydanticCustomError(
                "talentwar",
                "since ({since}) is after until ({until})",
                {"since": self.since, "until": self.until, "allowed": "since before until"},
            )
        return self


class RetentionParameters(ChapterParameters):
    """Parameters of the chapter on retention.

    ``assumed_cohort_size`` is the number of hires per organisation that the published
    rates are supposed to rest on, since their publisher does not say. Nothing that happened
    after ``as_of`` counts.
    """

    name: ClassVar[str] = "retention"

    cohorts: list[str] = Field(
        default=[
            "openai-founders",
            "anthropic-founders",
            "xai-founders",
            "transformer-authors",
            "llama-1-authors",
            "gpt-3-authors",
        ],
        min_length=1,
    )
    organizations: list[str] = Field(
        default=["anthropic", "google-deepmind", "openai", "meta"], min_length=1
    )
    horizon_months: int = Field(24, ge=1, le=240)
    assumed_cohort_size: int = Field(200, ge=2, le=1_000_000)
    as_of: PartialDate = "2026-11"
    date_reading: Literal["earliest", "middle", "latest"] = "middle"

    @field_validator("organizations")
    @classmethod
    def _known_organizations(cls, values: list[str]) -> list[str]:
        return _all_of(values, _organizations())

    @field_validator("cohorts")
    @classmethod
    def _closed_cohorts(cls, values: list[str]) -> list[str]:
        cohorts = tables.load("cohorts")
        usable = cohorts[cohorts["closed"].fillna(False) & (cohorts["kind"] != "board")]
        tenures = tables.load("tenures")
        known = tenures.dropna(subset=["ended"]), tenures.dropna(subset=["censored_on"])
        members = pd.concat(known).groupby("cohort_id")["person"].nunique()
        large = set(members[members >= MINIMUM_MEMBERS].index)
        return _all_of(values, tuple(c for c in usable["cohort_id"] if c in large))


CHAPTERS: dict[str, type[ChapterParameters]] = {
    model.name: model for model in (FlowsParameters, RetentionParameters)
}
"""The chapters of the report and their parameters."""


def read(chapter: str, values: Mapping[str, Any], source: str) -> ChapterParameters:
    """Return the checked parameters of a chapter.

    ``values`` are plain values by name, ``source`` says where they come from in messages.
    Raises ``Refused`` with one problem a wrong value.
    """
    model = CHAPTERS[chapter]
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise Refused([_problem(model, e, source) for e in error.errors()]) from error


def read_file(path: Path = PARAMETERS_FILE) -> dict[str, ChapterParameters]:
    """Return the parameters of every chapter from a YAML file; what it omits keeps its default.

    Raises ``Refused`` naming file, line, field, value and what is allowed.
    """
    given, lines = _load_yaml(path)
    problems = [
        Problem(
            path.name,
            "there is no such chapter",
            line=lines.get((chapter,)),
            field=chapter,
            allowed=", ".join(CHAPTERS),
            hint=nearest(chapter, CHAPTERS),
        )
        for chapter in given
        if chapter not in CHAPTERS
    ]
    parameters = {}
    for chapter in CHAPTERS:
        values = {} if given.get(chapter) is None else given[chapter]
        if not isinstance(values, dict):
            problems.append(
                Problem(
                    path.name,
                    "a chapter takes a list of `name: value` lines",
                    line=lines.get((chapter,)),
                    field=chapter,
                    value=repr(values),
                )
            )
            continue
        try:
            parameters[chapter] = read(chapter, values, path.name)
        except Refused as refused:
            problems += [_located(p, chapter, lines) for p in refused.problems]
    if problems:
        raise Refused(problems)
    return parameters


@cache
def _organizations() -> tuple[str, ...]:
    return tuple(tables.load("organizations")["org_id"])


def _refusal(message: str, allowed: str, hint: str | None = None) -> PydanticCustomError:
    return PydanticCustomError("talentwar", "{message}", {
        "message": message, "allowed": allowed, "hint": hint or "",
    })  # fmt: skip


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise _refusal(f'"{value}" is not known', listed(allowed), nearest(value, allowed))
    return value


def _all_of(values: list[str], allowed: tuple[str, ...]) -> list[str]:
    for value in values:
        _one_of(value, allowed)
        if values.count(value) > 1:
            raise _refusal(f'"{value}" is listed twice', "each value once")
    return values


def _problem(model: type[ChapterParameters], error: ErrorDetails, source: str) -> Problem:
    name = str(error["loc"][0]) if error["loc"] else "since"
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return Problem(
            source,
            "there is no such parameter",
            field=name,
            value=str(error["input"]),
            allowed=", ".join(model.model_fields),
            hint=nearest(name, tuple(model.model_fields)),
        )
    value = error["input"] if error["loc"] else None
    return Problem(
        source,
        error["msg"],
        field=name,
        value=None if value is None else str(value),
        allowed=context.get("allowed") or _allowed(model, name),
        hint=context.get("hint") or None,
    )


def _allowed(model: type[ChapterParameters], name: str) -> str | None:
    schema = model.model_json_schema()["properties"][name]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "minimum" in schema:
        return f"{schema['type']} from {schema['minimum']} to {schema['maximum']}"
    if schema.get("type") == "array":
        return f"a list of at least {schema.get('minItems', 0)} ids"
    return {"string": "a text", "boolean": "true or false"}.get(str(schema.get("type")))


def _located(problem: Problem, chapter: str, lines: Mapping[tuple[str, ...], int]) -> Problem:
    name = problem.field or ""
    return replace(problem, field=f"{chapter}.{name}", line=lines.get((chapter, name)))


class _PlainLoader(yaml.SafeLoader):
    """YAML without surprises: a date stays the text it was, a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice, where YAML would silently keep the last."""
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                again = [k for k, _ in node.value if k.value == key][-1]
                raise yaml.constructor.ConstructorError(
                    None, None, f'"{key}" is given twice', again.start_mark
                )
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load_yaml(path: Path) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    if not path.exists():
        raise Refused(
            [Problem(path.name, "the file is missing", hint="git checkout parameters.yml")]
        )
    try:
        text = path.read_text(encoding="utf-8")
        values = yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader
        root = yaml.compose(text, _PlainLoader)
    except UnicodeDecodeError as error:
        raise Refused([Problem(path.name, "not UTF-8 text", allowed="UTF-8")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        raise Refused([Problem(path.name, message, line=mark and mark.line + 1)]) from error
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise Refused([Problem(path.name, "one block per chapter is expected", line=1)])
    lines: dict[tuple[str, ...], int] = {}
    if isinstance(root, yaml.MappingNode):
        for chapter, block in root.value:
            lines[(chapter.value,)] = chapter.start_mark.line + 1
            if isinstance(block, yaml.MappingNode):
                for name, _ in block.value:
                    lines[(chapter.value, name.value)] = name.start_mark.line + 1
    return {str(chapter): block for chapter, block in values.items()}, lines
