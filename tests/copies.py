"""Copies of the repository, to break, rebuild or measure without touching the original."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from talentwar.pipeline.paths import ROOT


def copy_repository(target: Path) -> Path:
    """Copy what git holds or would add to a new folder, nothing built; return the folder."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in listing.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def environment(copy: Path) -> dict[str, str]:
    """Return an environment in which Python imports the copy's package, not the original's."""
    return {**os.environ, "PYTHONPATH": str(copy)}


def run(copy: Path, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run this Python in a copy of the repository, on the copy's package."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment(copy),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
