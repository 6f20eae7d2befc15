"""Bad input, end to end: in a copy of the repository one thing is broken and a command is run.

Each time one screen says what is wrong, no kernel starts and the built site stays as it was.
"""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from copies import copy_repository, run

from talentwar.pipeline.paths import ROOT

SCREEN = 25
"""Lines; what an editor sees without scrolling."""
MARKER = b"<!doctype html>\n<p>The site as it was.</p>\n"


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git holds or would add, which passes the check."""
    copy = copy_repository(tmp_path_factory.mktemp("healthy") / "report")
    (copy / "_site").mkdir()
    (copy / "_site" / "index.html").write_bytes(MARKER)
    imported = run(copy, "-c", "import talentwar; print(talentwar.__file__)")
    assert Path(imported.stdout.strip()).is_relative_to(copy), imported.stdout
    checked = run(copy, "-m", "talentwar", "check")
    assert checked.returncode == 0, checked.stderr
    return copy


@pytest.fixture
def copy(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(healthy, tmp_path / "report"))


# --- what an editor may get wrong


def cell(table: str, line: int, field: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return an edit of one cell; ``line`` is counted as in the file, the header being line 1."""

    def edit(copy: Path) -> None:
        path = copy / "data" / "tables" / f"{table}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        column = rows[0].index(field)
        rows[line - 1][column] = change(rows[line - 1][column])
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8", newline="")

    return edit


def content(table: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return an edit of the bytes of a table."""

    def edit(copy: Path) -> None:
        path = copy / "data" / "tables" / f"{table}.csv"
        before = path.read_bytes()
        path.write_bytes(change(before))
        assert path.read_bytes() != before

    return edit


def columns(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    """Return an edit of the header and of nothing else."""

    def edit(data: bytes) -> bytes:
        header, rest = data.decode("utf-8").split("\n", 1)
        return ("{}\n{}".format(",".join(change(header.split(","))), rest)).encode("utf-8")

    return edit


def parameter(old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of the first place of a text in ``parameters.yml``."""

    def edit(copy: Path) -> None:
        path = copy / "parameters.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def removed(name: str) -> Callable[[Path], None]:
    return lambda copy: (copy / name).unlink()


def english_moved_on(copy: Path) -> None:
    path = copy / "notebooks" / "flows.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["cells"][0]["metadata"]["tags"] == ["lang-en"]
    notebook["cells"][0]["source"][-1] += " Or does it?"
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def first_id(table: str) -> str:
    text = (ROOT / "data" / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    return text.splitlines()[1].split(",")[0]


def parameter_line(start: str) -> str:
    """Return ``parameters.yml:<line>`` of the first line that begins so."""
    lines = (ROOT / "parameters.yml").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith(start))
    return f"parameters.yml:{number} "


@dataclass(frozen=True)
class Bad:
    """A change for the worse and what the screen must name."""

    change: Callable[[Path], None]
    named: tuple[str, ...]
    command: str = "check"


MOVES = "data/tables/moves.csv"
# One case for each way in which input can be bad; each rule has its own in tests/broken*.py, which
# does without a process and a second of imports.
CASES = {
    "unknown-source": Bad(
        cell("moves", 2, "source_ids", lambda ids: f"{ids};no-such-source"),
        (f"{MOVES}:2", "source_ids", '"no-such-source"', "no such source_id in sources"),
    ),
    "unknown-organisation": Bad(
        cell("moves", 3, "destination_id", lambda _: "opnai"),
        (f"{MOVES}:3", "destination_id", '"opnai"', 'did you mean "openai"?'),
        "site",
    ),
    "byte-order-mark": Bad(
        content("moves", lambda data: b"\xef\xbb\xbf" + data),
        (f"{MOVES}:1", "byte order mark", "make format-data"),
    ),
    "missing-column": Bad(
        content("headcounts", columns(lambda names: [n for n in names if n != "date"])),
        ("data/tables/headcounts.csv:1", "date: the column is missing"),
    ),
    "unbalanced-quotes": Bad(
        content("headcounts", lambda data: data[:-1] + b'"\n'),
        ("data/tables/headcounts.csv:", "unbalanced quotes"),
    ),
    "unused-source": Bad(
        content("sources", lambda data: data + b"zzz,https://example.org/zzz,Z,Z,,,,en,blog\n"),
        ("data/tables/sources.csv:", '"zzz"', "no row of any table uses this source"),
    ),
    "missing-table": Bad(
        removed("data/tables/sources.csv"),
        ("data/tables/sources.csv", "the file is missing"),
        "site",
    ),
    "unknown-parameter": Bad(
        parameter("  since:", "  sinse:"),
        (parameter_line("  since:"), "flows.sinse", 'did you mean "since"?', "minimum_confidence"),
        "site",
    ),
    "out-of-range": Bad(
        parameter("confidence_level: 0.95", "confidence_level: 95"),
        (
            parameter_line("  confidence_level:"),
            "flows.confidence_level",
            '"95',
            "from 0.5 to 0.999",
        ),
    ),
    "drifted-cell": Bad(
        english_moved_on,
        ("notebooks/flows.ipynb", "cell 1 (fr)", "talentwar reviewed notebooks/flows.ipynb"),
        "site",
    ),
    "missing-page": Bad(removed("book/fr/about.md"), ("book/fr/about.md", "the page is missing")),
}


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES.keys())
def test_bad_input_is_refused_on_one_screen(copy: Path, bad: Bad) -> None:
    bad.change(copy)
    done = run(copy, "-m", "talentwar", bad.command)
    screen = done.stdout + done.stderr
    assert done.returncode == 1, screen
    for part in bad.named:
        assert part in screen, screen
    assert "1 problem" in screen.splitlines(), screen
    assert len(screen.splitlines()) < SCREEN, screen
    assert max(map(len, screen.splitlines())) < 300, screen
    assert "Traceback" not in screen
    assert str(copy) not in screen, "paths are shown as an editor knows them"
    assert not (copy / "build" / "executed").exists(), "a kernel was started"
    assert files(copy / "_site") == {"index.html": MARKER}


def test_many_problems_still_fit_on_one_screen(copy: Path) -> None:
    for line in range(2, 42):
        cell("moves", line, "confidence", lambda _: "sure")(copy)
    removed("book/fr/about.md")(copy)
    done = run(copy, "-m", "talentwar", "site")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "41 problems"
    assert done.stderr.splitlines()[-1] == "... and 30 more"
    assert len((done.stdout + done.stderr).splitlines()) <= 26, "two lines each of twelve"
    assert files(copy / "_site") == {"index.html": MARKER}
