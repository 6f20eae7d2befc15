"""Wrong parameters, as people write them: each is refused in words, whatever the way it came."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from talentwar import parameters
from talentwar.pipeline.paths import NOTEBOOKS, ROOT
from talentwar.problems import Refused

FLOWS = [
    ("since: [2024]", 'since: "[2024]": text is expected'),
    ("since: no", 'since: "no": text is expected'),
    ("until: on", 'until: "on": text is expected'),
    ("since: 2024.5", 'since: "2024.5": text is expected'),
    ("since: 1e3", 'since: "1e3": text is expected'),
    ("since: 2024-13", 'since: "2024-13": there is no month 13'),
    ("since: 2024-02-30", 'since: "2024-02-30": 2024-02 has 29 days'),
    ("since: 2024-1", 'since: "2024-1": not a date'),
    ("since: '0000'", 'since: "0000": there is no year 0000'),
    ("since: 20240", 'since: "20240": not a date'),
    ("since: yesterday", 'since: "yesterday": not a date'),
    ("since: ~", "since: no value is given"),
    ("since:", "since: no value is given"),
    ("since: 2024/2025", 'since: "2024/2025": an interval, not a date'),
    ("since: '2025'\n  until: '2024'", "since: since (2025) is after until (2024)"),
    ("since: 2024-01-01T00:00:00", 'since: "2024-01-01T00:00:00": not a date'),
    ("since: {year: 2024}", 'since: "{year: 2024}": text is expected'),
    ("since: 010", 'since: "010": not a date'),
    ("since: 2_024", 'since: "2_024": not a date'),
    ("since: -2024", 'since: "-2024": not a date'),
    ("since: ' 2024'", 'since: " 2024": not a date'),
    ('since: "2024\\n"', 'since: "2024\\n": not a date'),
    ("since: '٢٠٢٤'", 'since: "٢٠٢٤": not a date'),
    ("minimum_confidence: hihg", 'minimum_confidence: "hihg": not one of the values allowed'),
    ("minimum_confidence: élevé", 'minimum_confidence: "élevé": not one of the values allowed'),
    ("minimum_confidence: High", 'minimum_confidence: "High": not one of the values allowed'),
    ("minimum_confidence: [high]", 'minimum_confidence: "[high]": not one of the values allowed'),
    ("minimum_confidence: no", 'minimum_confidence: "no": not one of the values allowed'),
    ("minimum_confidence: 3", 'minimum_confidence: "3": not one of the values allowed'),
    ("confidence_level: 95", 'confidence_level: "95": too large'),
    ("confidence_level: 1.0", 'confidence_level: "1.0": too large'),
    ("confidence_level: 1", 'confidence_level: "1": too large'),
    ("confidence_level: '0.95'", 'confidence_level: "0.95": a number is expected'),
    ("confidence_level: .nan", 'confidence_level: ".nan": not a number'),
    ("confidence_level: .inf", 'confidence_level: ".inf": too large'),
    ("confidence_level: 0,95", 'confidence_level: "0,95": a number is expected'),
    ("confidence_level: 95%", 'confidence_level: "95%": a number is expected'),
    ("confidence_level: yes", 'confidence_level: "yes": a number is expected'),
    ("confidence_level: 1e-3", 'confidence_level: "1e-3": too small'),
    ("organizations: openai", 'organizations: "openai": a list is expected'),
    ("organizations: []", 'organizations: "[]": too few'),
    ("organizations: [openai]", 'organizations: "[openai]": too few'),
    ("organizations: [openai, antropic]", 'organizations: "antropic": not known'),
    ("organizations: [openai, openai]", 'organizations: "openai": listed twice'),
    ("organizations: [openai, 3]", 'organizations: "3": text is expected'),
    ("organizations: [openai, ~]", "organizations: no value is given"),
    ("organizations: [openai, no]", 'organizations: "false": text is expected'),
    ("organizations: [[openai, meta]]", 'organizations: "[openai, meta]": text is expected'),
    (
        "organizations: {openai: 1, meta: 2}",
        'organizations: "{openai: 1, meta: 2}": a list is expected',
    ),
    ("organizations: [OpenAI, Meta]", 'organizations: "OpenAI": not known'),
    ("functions: [researcher]", 'functions: "researcher": not known'),
    ("functions: []", 'functions: "[]": too few'),
    ("functions: research", 'functions: "research": a list is expected'),
    ("seniorities: [boss]", 'seniorities: "boss": not known'),
    ("seniorities: []", 'seniorities: "[]": too few'),
    ("focus: anthropics", 'focus: "anthropics": not known'),
    ("focus: [anthropic]", 'focus: "[anthropic]": text is expected'),
    ("since: '2025'\n  as_of: '2024'", "since: since (2025) is after as_of (2024)"),
    ("as_of: ''", 'as_of: "": not a date'),
    ("bootstrap_samples: 10", 'bootstrap_samples: "10": too small'),
    ("bootstrap_samples: 1e9", 'bootstrap_samples: "1e9": a whole number is expected'),
    ("seed: -1", 'seed: "-1": too small'),
    ("seed: 1.5", 'seed: "1.5": a whole number is expected'),
    ("merge_google: 'true'", 'merge_google: "true": true or false is expected'),
    ("merge_google: oui", 'merge_google: "oui": true or false is expected'),
    ("merge_google: 1", 'merge_google: "1": true or false is expected'),
    ("language: de", 'language: "de": not known'),
    ("language: FR", 'language: "FR": not known'),
    ("sinse: '2024'", 'sinse: "2024": there is no such parameter'),
    ('since: "\\0"', 'since: "\\x00": not a date'),
    ("since: <b>2024</b>", 'since: "<b>2024</b>": not a date'),
    ("minimum_confidence: 🔥", 'minimum_confidence: "🔥": not one of the values allowed'),
    ("2024: 1", '2024: "1": there is no such parameter'),
]
"""What stands below `flows:`, and what is said after `parameters.yml:2  flows.`."""

RETENTION = [
    ("horizon_months: 0", 'horizon_months: "0": too small'),
    ("horizon_months: 24.0", 'horizon_months: "24.0": a whole number is expected'),
    ("horizon_months: 1e3", 'horizon_months: "1e3": a whole number is expected'),
    ("horizon_months: '24'", 'horizon_months: "24": a whole number is expected'),
    (
        "horizon_months: 1000000000000000000000000",
        'horizon_months: "1000000000000000000000000": too large',
    ),
    ("assumed_cohort_size: 1", 'assumed_cohort_size: "1": too small'),
    ("assumed_cohort_size: -200", 'assumed_cohort_size: "-200": too small'),
    ("assumed_cohort_size: 3:20", 'assumed_cohort_size: "3:20": a whole number is expected'),
    ("assumed_cohort_size: true", 'assumed_cohort_size: "true": a whole number is expected'),
    ("as_of: ''", 'as_of: "": not a date'),
    ("as_of:", "as_of: no value is given"),
    ("date_reading: median", 'date_reading: "median": not one of the values allowed'),
    ("cohorts: [openai-founder]", 'cohorts: "openai-founder": not known'),
    ("cohorts: [openai-board-2023]", 'cohorts: "openai-board-2023": not known'),
    ("cohorts: []", 'cohorts: "[]": too few'),
]
SHAPES = [
    ("flow:\n  since: '2024'", ":1  flow: there is no such chapter"),
    ("since: '2024'", ":1  since: there is no such chapter"),
    ("flows:\n  - 1", ':1  flows: "[1]": a chapter takes a list of `name: value` lines'),
    ("flows: 2024", ':1  flows: "2024": a chapter takes a list of `name: value` lines'),
    ("- flows", ":1  one block per chapter is expected"),
    ("flows", ":1  one block per chapter is expected"),
    ("2024:\n  since: 1", ":1  2024: there is no such chapter"),
    ("~: 1", "  None: there is no such chapter"),
]
"""Files that do not say which parameter has which value, and what is said of them."""

INVALID = [
    ("flows:\n  since: '2024'\n  since: '2023'", 3, '"since" is given twice'),
    ("flows:\n  since: '2024'\nflows:\n  since: '2023'", 3, '"flows" is given twice'),
    ("flows:\n\tsince: '2024'", 2, "found character '\\t' that cannot start any t"),
    ("flows:\n  since:\t'2024'\n\t", 2, "found character '\\t' that cannot start any t"),
    ("flows:\n  since: 2024: 05", 2, "mapping values are not allowed here"),
    ("flows:\n  organizations: [openai, meta", 2, "expected ',' or ']', but got '<stream end>'"),
    ('flows:\n  since: "2024', 2, "found unexpected end of stream"),
    (
        "flows:\n  since: '2024'\n   until: '2025'",
        3,
        "expected <block end>, but found",
    ),
    ("flows:\n  since: '2024'\n---\nflows:\n  since: '2023'", 3, "but found another document"),
    ("x: &a\n  since: '2024'\nflows:\n  <<: *a", 4, "write the value out instead of *a"),
    ("flows:\n  since: *a", 2, "write the value out instead of *a"),
    (
        "flows:\n  since: !!python/object/apply:os.system ['true']",
        2,
        "could not determine a constructor for the ta",
    ),
    ("flows:\n  since: !date 2024", 2, "could not determine a constructor for the ta"),
    ("flows: &f\n  since: *f", 2, "write the value out instead of *f"),
    ("flows:\n  [a, b]: 1", 2, "found unhashable key"),
]
"""Files that are no YAML, or more than is read of it: the line, and how the reason begins."""

SENSELESS = {
    "a number of thousands of digits": "retention:\n  assumed_cohort_size: 1" + "0" * 5000,
    "a date of thousands of digits": "flows:\n  since: " + "9" * 100_000,
    "a text of a hundred thousand letters": "flows:\n  minimum_confidence: " + "x" * 100_000,
    "two hundred organisations": f"flows:\n  organizations: {[f'x{i}' for i in range(200)]}",
    "a hundred unknown parameters": "flows:\n" + "".join(f"  a{i}: 1\n" for i in range(100)),
    "brackets without end": "flows:\n  since: " + "[" * 2000 + "]" * 2000,
    "few lines that stand for millions": "a: &a [x, x]\nb: &b [*a, *a]\nflows: {since: *b}",
    "a control character": "flows:\n  since: \0",
}


def refused(folder: Path, content: str | bytes) -> str:
    """Return what is said of a parameter file that must be refused."""
    path = folder / "parameters.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Refused) as caught:
        parameters.read_file(path)
    return str(caught.value)


@pytest.mark.parametrize(("chapter", "text", "said"), [
    *(("flows", *case) for case in FLOWS), *(("retention", *case) for case in RETENTION),
])  # fmt: skip
def test_a_wrong_value_is_refused_with_what_is_allowed(
    tmp_path: Path, chapter: str, text: str, said: str
) -> None:
    lines = refused(tmp_path, f"{chapter}:\n  {text}").split("\n")
    assert lines[:2] == ["1 problem", f"parameters.yml:2  {chapter}.{said}"]
    assert lines[2].startswith("    allowed: ")
    assert len(lines) == 3


@pytest.mark.parametrize(("text", "line", "reason"), INVALID)
def test_what_is_no_plain_yaml_is_refused(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    said = refused(tmp_path, text)
    assert said.startswith(f"1 problem\nparameters.yml:{line}  not valid YAML: {reason}")
    assert len(said.split("\n")) <= 3


@pytest.mark.parametrize(("text", "said"), SHAPES)
def test_a_file_out_of_shape_is_refused(tmp_path: Path, text: str, said: str) -> None:
    lines = refused(tmp_path, text).split("\n")
    assert lines[:2] == ["1 problem", f"parameters.yml{said}"]
    assert len(lines) <= 3


@pytest.mark.parametrize("name", SENSELESS)
def test_what_is_senseless_is_refused_on_one_screen(tmp_path: Path, name: str) -> None:
    said = refused(tmp_path, SENSELESS[name])
    assert "parameters.yml" in said
    assert len(said.split("\n")) <= 24
    assert max(map(len, said.split("\n"))) <= 300


@pytest.mark.parametrize("content", [
    "flows:\n  minimum_confidence: élevé".encode("latin-1"),
    "flows:\n  since: '2024'".encode("utf-16"),
    bytes(range(256)),
])  # fmt: skip
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content) == (
        "1 problem\nparameters.yml  not UTF-8 text\n    allowed: UTF-8"
    )


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"none\.yml  the file is missing"):
        parameters.read_file(tmp_path / "none.yml")


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        "flows:\n  since: 21\n  merge_google: 3\n  sicne: 2021\n"
        "flwos:\n  since: 2021\n"
        "retention:\n  # a remark\n  horizon_months: 999\n  cohorts: []\n",
    ).split("\n")
    assert said[0] == "6 problems"
    assert [line.split(":")[1] for line in said if line.startswith("parameters.yml")] == [
        "2  flows.since",
        "3  flows.merge_google",
        "4  flows.sicne",
        "5  flwos",
        "9  retention.horizon_months",
        "10  retention.cohorts",
    ]


@pytest.mark.parametrize("content", ["", "# nothing\n", "\ufeffflows:\r\n  since: '2021'\r\n"])
def test_what_other_editors_write_is_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "parameters.yml"
    path.write_bytes(content.encode())
    default = parameters.read("flows", {}, "test")
    assert parameters.read_file(path)["flows"] == default


WRONG = {
    "since": "2024-13",
    "until": "x",
    "minimum_confidence": "sure",
    "confidence_level": "95",
    "functions": "[astrology]",
    "sinse": "2024",
}


def as_said(text: str, source: str, chapter: str = "") -> set[str]:
    """Return the problems in a message, without where each stands."""
    lines = text.strip().split("\n")
    start = next(i for i, line in enumerate(lines) if line.endswith(" problems"))
    problems = "\n".join(lines[start + 1 :]).replace("\n    ", " || ").split("\n")
    return {
        problem.partition("  ")[2].removeprefix(chapter)
        for problem in problems
        if problem.startswith(source)
    }


def test_all_ways_refuse_alike(tmp_path: Path) -> None:
    """By the file, by the command and by papermill; nothing is written and the exit code is 1."""
    block = "flows:\n" + "".join(f"  {name}: {value}\n" for name, value in WRONG.items())
    expected = as_said(refused(tmp_path, block), "parameters.yml", "flows.")
    assert len(expected) == len(WRONG)

    typed = [f"{name}={value}" for name, value in WRONG.items()]
    command = [sys.executable, "-m", "talentwar", "notebook", "flows", *typed]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr
    assert as_said(asked.stderr, "command") == expected

    values = tmp_path / "values.yml"
    values.write_text(yaml.safe_dump(yaml.safe_load(block)["flows"]), encoding="utf-8")
    papermill = [sys.executable, "-m", "papermill", str(NOTEBOOKS / "flows.ipynb")]
    papermill += [str(tmp_path / "out.ipynb"), "-f", str(values), "--no-progress-bar"]
    run = subprocess.run(papermill, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert as_said(run.stderr, "flows.ipynb") == expected
