"""A data package of a few rows, whole and healthy, for tests to break."""

import json
from pathlib import Path
from typing import Any

from talentwar.dates import PATTERN

Json = dict[str, Any]

CONFIDENCE = {"high": "haute", "medium": "moyenne", "low": "basse"}

TABLES = {
    "organizations": """\
org_id,name,kind,country,founded,parent_id,predecessor_id
anthropic,Anthropic,ai-lab,US,2021,,
cohere,Cohere,startup,CA,2019,,
google,Google,big-tech,US,1998-09-04,,
google-brain,Google Brain,ai-lab,US,2011,google,
google-deepmind,Google DeepMind,ai-lab,GB,2023-04-20,google,google-brain
namibia-lab,"Lab, Windhoek",ai-lab,NA,,,
openai,OpenAI,ai-lab,US,2015-12,,
undisclosed,Undisclosed,none,,,,
""",
    "sources": """\
source_id,url,title,published,accessed,kind
s-one,https://example.org/one,One,2024-05-02,2026-11-01,press
s-three,https://example.org/three,Three,2025,,primary
s-two,https://example.org/two?x=1,Two,,,press
""",
    "moves": """\
move_id,scope,person,origin_id,destination_id,announced,group_size,confidence,source_ids,note
m-001,person,Ann Alpha,google-brain,openai,2019-03,,high,s-one;s-two,
m-002,person,Ann Alpha,openai,anthropic,2021,,high,s-one,
m-003,person,Bo Béta,google,cohere,2021-11,,medium,s-one,
m-004,person,Bo Béta,cohere,google,2024-08-02,,medium,s-two,came back
m-005,group,three researchers,openai,cohere,2023-05/2024-02,3,low,s-three,
m-006,person,Cy Gamma,undisclosed,openai,,,low,s-three,
""",
    "flow_ratios": """\
ratio_id,origin_id,destination_id,value,value_low,value_high,period_from,period_to,source_ids
f-1,openai,anthropic,8.2,7,9.5,2024,2025-05,s-one
f-2,google,anthropic,10.6,,,,2025,s-one
""",
    "cohorts": """\
cohort_id,org_id,name_en,closed,members_expected
brain-team,google-brain,The Brain team,false,
openai-founders,openai,Founders of OpenAI,true,2
""",
    "tenures": """\
spell_id,cohort_id,person,org_id,started,ended,destination_id,censored_on,source_ids
t-1,openai-founders,Ann Alpha,openai,2019-03,2021,anthropic,,s-one
t-2,openai-founders,Di Delta,openai,2015-12,,,2026-03-22,s-one
t-3,brain-team,Ann Alpha,google-brain,2016,2018,,,s-two
t-4,brain-team,Ann Alpha,google-brain,2018,2019-03,openai,,s-two
""",
}

KEYS = {
    ("organizations", "parent_id"): "",
    ("organizations", "predecessor_id"): "",
    ("moves", "origin_id"): "organizations",
    ("moves", "destination_id"): "organizations",
    ("flow_ratios", "origin_id"): "organizations",
    ("flow_ratios", "destination_id"): "organizations",
    ("cohorts", "org_id"): "organizations",
    ("tenures", "cohort_id"): "cohorts",
    ("tenures", "org_id"): "organizations",
    ("tenures", "destination_id"): "organizations",
}
DATES = {
    *("founded", "published", "accessed", "announced", "period_from", "period_to"),
    *("started", "ended", "censored_on"),
}
NUMBERS = {"value", "value_low", "value_high"}
REQUIRED = {"name", "url", "person", "scope", "closed", "source_ids", "confidence"}
ENUMS = {
    ("organizations", "kind"): ["ai-lab", "big-tech", "startup", "none"],
    ("sources", "kind"): ["primary", "press"],
    ("moves", "scope"): ["person", "group"],
    ("moves", "confidence"): list(CONFIDENCE),
}


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
        {"fields": column, "reference": {"resource": target, "fields": f"{key}_id"}}
        for (table, column), target in KEYS.items()
        for key in ["cohort" if target == "cohorts" else "org"]
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
    if name == "source_ids":
        raw |= {"talentwar:role": "list", "talentwar:references": "sources.source_id"}
    if name in NUMBERS:
        raw["type"] = "number"
        limits["minimum"] = 0
    if name in ("group_size", "members_expected"):
        raw["type"] = "integer"
        limits["minimum"] = 2
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
