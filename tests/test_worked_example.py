"""The worked example of "How to correct the report", carried out as the page says."""

import re
import shutil
from pathlib import Path

import pytest

from talentwar import checks, schema
from talentwar.language import languages
from talentwar.pipeline.paths import BOOK, ROOT
from talentwar.problems import render
from talentwar.tables import load

_STEP = re.compile(r"`data/tables/(\w+)\.csv`[^`]*```text\n(.+?)\n```", re.DOTALL)


def steps(code: str) -> dict[str, str]:
    """Return the line that the page of a language adds to each table."""
    text = (BOOK / code / "correct.md").read_text(encoding="utf-8")
    example = text[text.index("(correct-example)=") : text.index("(correct-source)=")]
    return dict(_STEP.findall(example))


@pytest.mark.parametrize("code", languages())
def test_the_example_passes_the_checks(tmp_path: Path, code: str) -> None:
    lines = steps(code)
    assert list(lines) == ["sources", "moves"]
    root = tmp_path / "data"
    shutil.copytree(schema.DATA, root)
    for table, line in lines.items():
        with (root / "tables" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    # Added at the end, as an editor does; the command that the page names puts it in its place.
    assert [p.hint for p in checks.check_data(root)] == ["run `make format-data`"]
    checks.format_tables(root)
    problems = checks.check_data(root)
    assert problems == [], render(problems)
    moves = load("moves", root).set_index("move_id")
    assert moves.loc["m3-0001", "person"] == "Jane Example"
    assert str(moves.loc["m3-0001", "announced_latest"].date()) == "2026-06-30"


@pytest.mark.parametrize("code", languages())
def test_the_example_is_wrong_without_its_source(tmp_path: Path, code: str) -> None:
    root = tmp_path / "data"
    shutil.copytree(schema.DATA, root)
    with (root / "tables" / "moves.csv").open("a", encoding="utf-8") as file:
        file.write(f"{steps(code)['moves']}\n")
    checks.format_tables(root)
    (problem,) = checks.check_data(root)
    assert (problem.field, problem.value) == ("source_ids", "example-jane")


def test_every_kind_of_source_is_explained() -> None:
    kinds = set(schema.table("sources").field("kind").enum)
    for code in languages():
        text = (BOOK / code / "correct.md").read_text(encoding="utf-8")
        assert set(re.findall(r"^- \*\*(\w+)\*\*", text, re.MULTILINE)) == kinds


def test_the_citation_names_the_version_of_the_data() -> None:
    version = schema.package().version
    for name in ("README.md", "README.fr.md", "data/LICENSE.md"):
        assert f"version {version}," in (ROOT / name).read_text(encoding="utf-8")
