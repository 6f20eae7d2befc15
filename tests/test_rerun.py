"""What a changed parameter makes run again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from copies import copy_repository, run

from talentwar.language import languages
from talentwar.pipeline.paths import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which everything is built."""
    copy = copy_repository(tmp_path_factory.mktemp("rerun"))
    for folder in ("build", ".snakemake"):
        shutil.copytree(ROOT / folder, copy / folder)
    return copy


def planned(copy: Path) -> list[tuple[str, str]]:
    """Return the chapters and languages that a build would execute."""
    dry = run(copy, "-m", "snakemake", "--dry-run", "--cores", "1", "--nocolor")
    assert dry.returncode == 0, dry.stderr
    found = re.findall(r"wildcards: (?:chapter|language)=\S+, (?:chapter|language)=\S+", dry.stdout)
    pairs = [dict(part.split("=") for part in line[11:].split(", ")) for line in found]
    return sorted((pair["chapter"], pair["language"]) for pair in pairs)


def test_nothing_runs_unless_something_changed(built: Path) -> None:
    assert planned(built) == []


@pytest.mark.parametrize(
    ("before", "after", "chapter"),
    [
        ('since: "2021"', 'since: "2022"', "flows"),
        ("horizon_months: 24", "horizon_months: 12", "retention"),
        ("# First date.", "# The first date.", None),
    ],
)
def test_a_change_runs_only_the_chapter_that_uses_the_parameter_and_the_overview(
    built: Path, before: str, after: str, chapter: str | None
) -> None:
    path = built / "parameters.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    try:
        ran = planned(built)
    finally:
        path.write_text(text, encoding="utf-8")
    ran_again = sorted([chapter, "overview"]) if chapter else []
    assert ran == [(name, code) for name in ran_again for code in sorted(languages())]
