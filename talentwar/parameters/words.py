"""What the parameters of a chapter are called and mean, in the language of the reader.

Everything shown about a parameter (the file `parameters.yml`, the page of a chapter, the reference,
the help of the shell) comes from its definition in `talentwar.parameters.chapters` and
from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from talentwar.language import Language
from talentwar.parameters.chapters import CHAPTERS
from talentwar.parameters.common import ChapterParameters

_SHARED = "all"


@dataclass(frozen=True)
class Entry:
    """One parameter of a chapter in words.

    Attributes:
        name: as it is written in files and commands.
        label: what it is called.
        help: what it does.
        allowed: the values it takes, unit included.
        default: the default, as it is written in `parameters.yml`.
        value: the value in use, written likewise.
    """

    name: str
    label: str
    help: str
    allowed: str
    default: str
    value: str

    @property
    def is_default(self) -> bool:
        """Whether the value in use is the default."""
        return self.value == self.default


def entries(used: ChapterParameters, language: Language) -> list[Entry]:
    """Return the parameters of a chapter, its own first, without `language`."""
    model = type(used)
    defaults = model.model_validate({}).model_dump()
    values = used.model_dump()
    found = []
    for name in names(model):
        group = owner(model, name)
        found.append(
            Entry(
                name=name,
                label=language.t(f"parameters.{group}.{name}.label"),
                help=language.t(f"parameters.{group}.{name}.help"),
                allowed=allowed(definition(model, name), language),
                default=written(defaults[name]),
                value=written(values[name]),
            )
        )
    return found


def names(model: type[ChapterParameters]) -> list[str]:
    """Return the parameters of a chapter, its own first; `language` is the page's, not a choice."""
    shared = [name for name in ChapterParameters.model_fields if name != "language"]
    return [*(name for name in model.model_fields if owner(model, name) != _SHARED), *shared]


def owner(model: type[ChapterParameters], name: str) -> str:
    """Return the chapter a parameter belongs to, `all` for those that chapters share."""
    return _SHARED if name in ChapterParameters.model_fields else model.name


def definition(model: type[ChapterParameters], name: str) -> dict[str, Any]:
    """Return the JSON schema of a parameter, or of a value of a table (``offer.grant``)."""
    whole = model.model_json_schema()
    found: dict[str, Any] = whole
    for part in name.split("."):
        found = found["properties"][part]
        if "$ref" in found:
            found = whole["$defs"][found["$ref"].rpartition("/")[2]]
    return found


def allowed(schema: dict[str, Any], language: Language) -> str:
    """Return in words what a parameter takes, from its JSON schema."""
    if "properties" in schema:
        return language.t("parameters.table", names=", ".join(schema["properties"]))
    if "enum" in schema:
        return language.t("parameters.one-of", values=", ".join(schema["enum"]))
    if "minimum" in schema:
        low, high = (language.number(schema[key], _decimals(schema[key]))
                     for key in ("minimum", "maximum"))  # fmt: skip
        bounds = language.t("parameters.between", low=low, high=high)
        unit = schema.get("unit")
        return f"{bounds} {language.t(f'parameters.unit.{unit}')}" if unit else bounds
    kind = schema.get("kind", schema.get("type"))
    if "minItems" in schema:
        return language.tn(f"parameters.kind.{kind}", schema["minItems"])
    return language.t(f"parameters.kind.{kind}")


def written(value: object) -> str:
    """Return a value as `parameters.yml` and a command write it, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, Mapping | BaseModel):
        items = value.items() if isinstance(value, Mapping) else value
        return f"{{{', '.join(f'{key}: {written(v)}' for key, v in items)}}}"
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _decimals(value: float) -> int:
    text = f"{value:.10f}".rstrip("0")
    return len(text.split(".")[1])


def reference(language: Language) -> dict[str, list[Entry]]:
    """Return the parameters of every chapter with their defaults."""
    return {name: entries(model.model_validate({}), language) for name, model in CHAPTERS.items()}
