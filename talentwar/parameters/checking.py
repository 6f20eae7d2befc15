"""The check of a chapter's parameters, and what is said of a value that fails it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from talentwar.language import Language
from talentwar.parameters import words
from talentwar.parameters.chapters import CHAPTERS
from talentwar.parameters.common import ChapterParameters
from talentwar.problems import Problem, Refused, nearest

_MESSAGES = {
    "string_type": "text is expected",
    "int_type": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "float_type": "a number is expected",
    "bool_type": "true or false is expected",
    "list_type": "a list is expected",
    "model_type": "a table of names and values is expected",
    "literal_error": "not one of the values allowed",
    "greater_than_equal": "too small",
    "less_than_equal": "too large",
    "too_short": "too few",
}
_FIRST = "since"
"""The parameter under which a problem of several together is said."""


def read(chapter: str, values: Mapping[str, Any], source: str) -> ChapterParameters:
    """Return the checked parameters of a chapter.

    ``values`` are plain values by name, ``source`` says where they come from in messages.
    Raises ``Refused`` with one problem a wrong value.
    """
    model = CHAPTERS[chapter]
    try:
        return model.model_validate({str(name): value for name, value in values.items()})
    except ValidationError as error:
        raise Refused([_problem(model, e, source) for e in error.errors()]) from error


def _problem(model: type[ChapterParameters], error: ErrorDetails, source: str) -> Problem:
    # Of a list the parameter, of a table its value.
    parts = [part for part in error["loc"] if isinstance(part, str)]
    name = ".".join(parts) or _FIRST
    context, value = error.get("ctx", {}), error["input"]
    if error["type"] == "extra_forbidden":
        *table, last = parts
        known = words.definition(model, ".".join(table)) if table else None
        fields = tuple(known["properties"] if known else model.model_fields)
        return Problem(
            source,
            "there is no such parameter",
            field=name,
            value=_shown(value),
            allowed=", ".join(fields),
            hint=nearest(last, fields),
        )
    refused = context.get("value") or value
    return Problem(
        source,
        _message(error),
        field=name,
        value=_shown(refused) if error["loc"] else None,
        allowed=context.get("allowed") or _allowed(model, name),
        hint=context.get("hint") or _hint(error["type"], value, context),
    )


def _message(error: ErrorDetails) -> str:
    value = error["input"]
    if value is None:
        return "no value is given"
    if isinstance(value, float) and math.isnan(value):
        return "not a number"
    return _MESSAGES.get(error["type"], error["msg"])


def _hint(kind: str, value: Any, context: Mapping[str, Any]) -> str | None:
    """Return what most likely went wrong, where that can be told."""
    if kind == "literal_error" and isinstance(value, str):
        choices = [
            word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")
        ]
        return nearest(value, choices)
    if isinstance(value, bool) and kind in ("string_type", "literal_error"):
        return "YAML reads yes, no, on and off as true and false; in quotes they are text"
    if kind in ("int_type", "float_type") and isinstance(value, str):
        return "write it without quotes, decimals after a point"
    if kind == "bool_type" and str(value).lower() in ("true", "false"):
        return "write it without quotes"
    if kind == "list_type" and isinstance(value, str):
        return f"[{value}] is a list of one"
    return None


def _shown(value: Any) -> str | None:
    """Return a value as it is written in a file, None for no value."""
    if value is None or isinstance(value, str):
        return value
    return words.written(value)


def _allowed(model: type[ChapterParameters], name: str) -> str | None:
    if name.partition(".")[0] not in model.model_fields:
        return None
    return words.allowed(words.definition(model, name), Language("en"))
