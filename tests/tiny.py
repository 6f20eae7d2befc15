"""A data package of a few rows, whole and healthy, for tests to break."""

import json
from pathlib import Path
from typing import Any

from tiny_tables import (
    CONFIDENCE,
    DATES,
    ENUMS,
    INTEGERS,
    KEYS,
    LABELS,
    LEAST,
    LISTS,
    NUMBERS,
    REQUIRED,
    TABLES,
    UNITS,
)

from talentwar.dates import PATTERN

Json = dict[str, Any]


def descriptor() -> Json:
    """Return the descriptor of the tiny package, a new one at each call."""
    return {
        "name": "tiny",
        **texts("Tiny"),
        "version": "0.0.1",
        "profile": "data-package",
        "licenses": [{"name": "CC-BY-4.0"}],
        "resources": [_resource(name, text) for name, text in TABLES.items()],
    }


def write(folder: Path) -> Path:
    """Write the package under `folder` / data and return that path."""
    root = folder / "data"
    (root / "tables").mkdir(parents=True)
    for name, text in TABLES.items():
        (root / "tables" / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    write_descriptor(root, descriptor())
    return root


def write_descriptor(root: Path, raw: Json) -> None:
    """Write a descriptor into the package at `root`."""
    text = json.dumps(raw, ensure_ascii=False, indent=1)
    (root / "datapackage.json").write_text(text, encoding="utf-8")


def field(raw: Json, table: str, name: str) -> Json:
    """Return a field's part of a descriptor, to be changed in place."""
    resource = next(entry for entry in raw["resources"] if entry["name"] == table)
    return next(entry for entry in resource["schema"]["fields"] if entry["name"] == name)


def texts(title: str) -> Json:
    """Return a title and a description in both languages."""
    return {
        "title": title,
        "title_fr": f"{title} (fr)",
        "description": f"What {title} is",
        "description_fr": f"Ce qu’est {title}",
    }


def _resource(name: str, text: str) -> Json:
    columns = text.split("\n", 1)[0].split(",")
    keys = [
        {
            "fields": column,
            "reference": {"resource": "" if target == name else target, "fields": key},
        }
        for (table, column), reference in KEYS.items()
        for target, _, key in [reference.partition(".")]
        if table == name
    ]
    return {
        "name": name,
        "path": f"tables/{name}.csv",
        **texts(name),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({"talentwar:label": list(LABELS[name])} if name in LABELS else {}),
        "schema": {
            "fields": [_field(name, column, column == columns[0]) for column in columns],
            "primaryKey": columns[0],
            "foreignKeys": keys,
            "missingValues": [""],
        },
    }


def _field(table: str, name: str, key: bool) -> Json:
    limits: Json = {"required": True} if key or name in REQUIRED else {}
    raw: Json = {"name": name, "type": "string", **texts(name), "constraints": limits}
    if name in DATES:
        limits["pattern"] = PATTERN
        raw["talentwar:role"] = "partial-date"
    if name == "year":
        raw["talentwar:role"] = "year"
    if name in LISTS:
        raw |= {"talentwar:role": "list", "talentwar:references": LISTS[name]}
    if name in NUMBERS:
        raw["type"] = "number"
    if name in INTEGERS:
        raw["type"] = "integer"
    if name in NUMBERS | INTEGERS:
        limits["minimum"] = LEAST.get(name, 0)
    if name in UNITS:
        raw["unit"], raw["unit_fr"] = UNITS[name]
    if name == "closed":
        raw["type"] = "boolean"
    if name == "url":
        limits |= {"unique": True, "pattern": "^https?://.+$"}
    if name == "org_id" and key:
        limits["pattern"] = "^[a-z0-9]+(-[a-z0-9]+)*$"
    values = ENUMS.get((table, name))
    if values:
        limits["enum"] = list(values)
        raw["labels"] = {
            "en": {value: value.capitalize() for value in values},
            "fr": {value: CONFIDENCE.get(value, f"{value} (fr)") for value in values},
        }
    return raw
