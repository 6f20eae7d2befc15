"""Run the pipeline and show how far it is; the tools' own words go to a log file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

from talentwar.pipeline import progress
from talentwar.pipeline.paths import BUILD, ROOT, SITE, shown
from talentwar.problems import Refused

LOG = BUILD / "site.log"
EVENTS = BUILD / "events.jsonl"
CHECKED = BUILD / "checked.json"
_TOTAL = re.compile(r"^total\s+(\d+)$", re.MULTILINE)


def run() -> None:
    """Bring ``_site/`` up to date, printing one line a step; exit code 1 when a step fails."""
    BUILD.mkdir(exist_ok=True)
    start = time.monotonic()
    _check_what_changed()
    command = [
        sys.executable, "-m", "snakemake",
        "--snakefile", str(ROOT / "Snakefile"),
        "--directory", str(ROOT),
        "--cores", "all",
        "--rerun-incomplete",
        # The default solves an optimisation problem before each round of jobs.
        "--scheduler", "greedy",
        "--nocolor",
    ]  # fmt: skip
    if not (SITE / "index.html").exists():
        command += ["--forcerun", "assemble"]
    EVENTS.write_text("", encoding="utf-8")
    environment = {**os.environ, "PYTHONHASHSEED": "0", progress.VARIABLE: str(EVENTS)}
    with (
        LOG.open("w", encoding="utf-8") as log,
        EVENTS.open(encoding="utf-8") as events,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        failures = _follow(process, events)
        code = process.wait()
    if code != 0:
        sys.exit(_verdict(failures))
    seconds = time.monotonic() - start
    _say(f"ready in {seconds:.1f} s: open {shown(SITE)}/index.html, or `make serve`")


def _check_what_changed() -> None:
    """Check everything before a kernel starts, unless it was found sound as it is.

    Raises ``Refused`` with all problems.
    """
    state = json.dumps({shown(path): path.stat().st_mtime_ns for path in _checked_files()})
    if CHECKED.exists() and CHECKED.read_text(encoding="utf-8") == state:
        return
    from talentwar.pipeline.check import check_everything

    start = time.monotonic()
    problems = check_everything()
    if problems:
        raise Refused(problems)
    CHECKED.write_text(state, encoding="utf-8")
    _say(f"{'check':<30} {time.monotonic() - start:>5.1f} s")


def _checked_files() -> list[Path]:
    patterns = (
        "data/**/*.*", "parameters.yml", "notebooks/*.ipynb", "book/**/*.*",
        "talentwar/**/*.py", "talentwar/**/*.po",
    )  # fmt: skip
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


def _follow(process: subprocess.Popen[bytes], events: TextIO) -> list[str]:
    """Show each step as it ends; return what failed steps said, having stopped the others.

    Steps that failed alike, as one cell does in every language, are told once.
    """
    done = 0
    failed: dict[str, list[str]] = {}
    while True:
        ended = process.poll() is not None
        for event in progress.new_events(events):
            if event["event"] == "done":
                done += 1
                _say(f"[{done}/{_total()}] {event['what']:<24} {event['seconds']:>5.1f} s")
            elif event["event"] == "failed":
                failed.setdefault(event["message"], []).append(event["what"])
                process.terminate()
        if ended:
            return [f"{', '.join(whats)} failed\n{text}" for text, whats in failed.items()]
        time.sleep(0.05)


def _total() -> int:
    """Return the number of steps, without the rule that only asks for the rest."""
    found = _TOTAL.search(LOG.read_text(encoding="utf-8"))
    return int(found.group(1)) - 1 if found else 0


def _verdict(failures: list[str]) -> str:
    if failures:
        return "\n\n".join([*failures, f"The site stays as it was. Full log: {shown(LOG)}"])
    tail = LOG.read_text(encoding="utf-8").splitlines()[-12:]
    return "\n".join(
        [*tail, f"The build stopped; the site stays as it was. Full log: {shown(LOG)}"]
    )


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the front end of the command line
