"""What the build shows while it runs, and what remains of it when a step fails."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from talentwar.pipeline import build, check, paths, progress
from talentwar.pipeline.progress import StepFailed, step
from talentwar.problems import Problem, Refused

# --- the events


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that events go to."""
    path = tmp_path / "events.jsonl"
    path.touch()
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


def events(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return list(progress.new_events(stream))


def test_an_event_comes_back_as_it_was_written(written: Path) -> None:
    progress.emit("failed", what="check", message="line 1\nligne 2 : « non »")
    assert written.read_text().count("\n") == 1, "an event is one line, whatever its text"
    expected = {"event": "failed", "what": "check", "message": "line 1\nligne 2 : « non »"}
    assert events(written) == [expected]


def test_a_line_half_written_waits_for_its_end(written: Path) -> None:
    with written.open(encoding="utf-8") as stream, written.open("a", encoding="utf-8") as file:
        file.write('{"event": "st')
        file.flush()
        assert list(progress.new_events(stream)) == []
        file.write('art"}\n')
        file.flush()
        assert list(progress.new_events(stream)) == [{"event": "start"}]
        assert list(progress.new_events(stream)) == []


def test_steps_side_by_side_do_not_cut_each_other(written: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: progress.emit("done", what=f"step {n}" * 20), range(200)))
    assert sorted(e["what"] for e in events(written)) == sorted(
        f"step {n}" * 20 for n in range(200)
    )


def test_by_hand_events_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    progress.emit("start", what="check")
    assert json.loads(capsys.readouterr().out) == {"event": "start", "what": "check"}


def test_a_step_tells_its_start_and_its_end(written: Path) -> None:
    with step("book fr"):
        pass
    start, done = events(written)
    assert start == {"event": "start", "what": "book fr"}
    assert (done["event"], done["what"]) == ("done", "book fr")
    assert isinstance(done["seconds"], float)


def test_a_step_that_cannot_be_done_says_why_and_exits(written: Path) -> None:
    with pytest.raises(SystemExit) as stopped, step("book fr"):
        raise StepFailed("three warnings")
    assert stopped.value.code == 1
    _, failed = events(written)
    assert failed == {"event": "failed", "what": "book fr", "message": "three warnings"}


def test_a_defect_of_the_code_is_not_swallowed(written: Path) -> None:
    with pytest.raises(ZeroDivisionError), step("book fr"):
        _ = 1 / 0
    _, failed = events(written)
    message = "ZeroDivisionError: division by zero"
    assert failed == {"event": "failed", "what": "book fr", "message": message}


# --- the front end, with a stand-in for Snakemake

STAND_IN = """\
import json, os, sys
from pathlib import Path

def mark(**event):
    with open(os.environ["TALENTWAR_EVENTS"], "a") as file:
        file.write(json.dumps(event) + "\\n")

Path("arguments").write_text("\\n".join(sys.argv[1:]))
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the repository, sound, whose built site exists."""
    monkeypatch.setattr(check, "check_everything", list)
    for module in (build, paths):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "build")
    monkeypatch.setattr(build, "LOG", tmp_path / "build" / "site.log")
    monkeypatch.setattr(build, "EVENTS", tmp_path / "build" / "events.jsonl")
    monkeypatch.setattr(build, "CHECKED", tmp_path / "build" / "checked.json")
    monkeypatch.setattr(build, "SITE", tmp_path / "_site")
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / "index.html").touch()
    return tmp_path


def snakemake(root: Path, script: str) -> None:
    """Write a module that ``python -m snakemake`` finds before the real one."""
    text = STAND_IN + script
    (root / "snakemake.py").write_text(text, encoding="utf-8")


TWO_STEPS = """
print("Job stats:")
print("total       3", flush=True)
mark(event="start", what="check")
mark(event="done", what="check", seconds=1.25)
print("a tool's own words")
mark(event="start", what="book fr")
mark(event="done", what="book fr", seconds=12.0)
"""


def test_one_line_a_step_and_the_rest_into_the_log(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snakemake(root, TWO_STEPS)
    build.run()
    *_, first, second, last = capsys.readouterr().out.splitlines()
    assert first.split() == ["[1/2]", "check", "1.2", "s"]
    assert second.split() == ["[2/2]", "book", "fr", "12.0", "s"]
    assert last.startswith("ready in ")
    assert "_site/index.html" in last
    log = (root / "build" / "site.log").read_text(encoding="utf-8")
    assert "a tool's own words" in log


def test_a_failed_step_is_told_in_its_own_words(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = """
print("total 3", flush=True)
mark(event="done", what="check", seconds=1)
mark(event="failed", what="execute flows fr", message="cell 3:\\n    1 / 0\\nZeroDivisionError: !")
print("Snakemake's own words")
sys.exit(1)
"""
    snakemake(root, script)
    with pytest.raises(SystemExit) as stopped:
        build.run()
    text = str(stopped.value)
    assert text.startswith("execute flows fr failed\ncell 3:\n    1 / 0\nZeroDivisionError: !\n\n")
    assert text.endswith("The site stays as it was. Full log: build/site.log")
    assert "Snakemake" not in text
    assert "ready" not in capsys.readouterr().out


def test_steps_that_fail_alike_are_told_once(root: Path) -> None:
    script = """
for language in ("en", "fr"):
    mark(event="failed", what=f"execute flows {language}", message="cell 3: no")
"""
    snakemake(root, script + "sys.exit(1)\n")
    with pytest.raises(SystemExit) as stopped:
        build.run()
    told = str(stopped.value)
    assert told.startswith("execute flows en, execute flows fr failed\ncell 3: no\n\n")
    assert told.count("cell 3: no") == 1


def test_a_failed_step_ends_the_build_at_once(root: Path) -> None:
    script = """
import time
mark(event="failed", what="check", message="two problems")
time.sleep(60)
Path("later").touch()
"""
    snakemake(root, script)
    with pytest.raises(SystemExit, match="two problems"):
        build.run()
    assert not (root / "later").exists()


def test_a_failure_without_an_event_shows_the_end_of_the_log(root: Path) -> None:
    script = """
for number in range(40):
    print(f"line {number}")
sys.exit(7)
"""
    snakemake(root, script)
    with pytest.raises(SystemExit) as stopped:
        build.run()
    lines = str(stopped.value).splitlines()
    assert lines[-2] == "line 39"
    assert lines[-1] == "The build stopped; the site stays as it was. Full log: build/site.log"
    assert len(lines) < 25


def test_a_site_that_is_gone_is_put_together_again(root: Path) -> None:
    snakemake(root, TWO_STEPS)
    build.run()
    assert "--forcerun" not in (root / "arguments").read_text().splitlines()
    (root / "_site" / "index.html").unlink()
    build.run()
    assert (root / "arguments").read_text().splitlines()[-2:] == ["--forcerun", "assemble"]


def test_the_build_runs_under_the_same_python(root: Path) -> None:
    snakemake(root, 'Path("python").write_text(sys.executable)')
    build.run()
    assert (root / "python").read_text() == sys.executable


def test_nothing_starts_unless_everything_is_sound(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snakemake(root, TWO_STEPS)
    wrong = Problem("data/tables/moves.csv", "out of range", line=3)
    monkeypatch.setattr(check, "check_everything", lambda: [wrong])
    for _ in range(2):
        with pytest.raises(Refused, match=r"moves\.csv:3  out of range"):
            build.run()
    assert not (root / "arguments").exists()


def test_what_was_found_sound_is_checked_again_only_when_it_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snakemake(root, TWO_STEPS)
    runs: list[int] = []

    def count() -> list[Problem]:
        runs.append(1)
        return []

    monkeypatch.setattr(check, "check_everything", count)
    table = root / "data" / "tables" / "moves.csv"
    table.parent.mkdir(parents=True)
    table.write_text("move_id\n")
    build.run()
    build.run()
    assert len(runs) == 1
    table.write_text("move_id\nm-1\n")
    build.run()
    assert len(runs) == 2
    table.unlink()
    build.run()
    assert len(runs) == 3
