"""How the steps of a build tell what they do: events in a file that the front end follows.

Steps run side by side and share the log, where the words of one may cut the line of another;
a line appended to a file of its own is whole.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

VARIABLE = "TALENTWAR_EVENTS"
"""Environment variable with the path of the file; without it events go to standard output."""


class StepFailed(Exception):  # noqa: N818 - reads as what happened
    """A step could not be done, for a reason that one screen explains."""


def emit(event: str, **details: object) -> None:
    """Write one event for the front end."""
    line = json.dumps({"event": event, **details}) + "\n"
    path = os.environ.get(VARIABLE)
    if path is None:
        sys.stdout.write(line)
        sys.stdout.flush()
        return
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(line)


def new_events(stream: TextIO) -> Iterator[dict[str, Any]]:
    """Return the events that were appended since the last call, whole lines only."""
    while True:
        start = stream.tell()
        line = stream.readline()
        if not line.endswith("\n"):
            stream.seek(start)
            return
        yield json.loads(line)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Report start, end and duration of a step; on ``StepFailed`` its message, then exit 1.

    Any other exception is told by its name, and its traceback stays in the log.
    """
    start = time.monotonic()
    emit("start", what=what)
    try:
        yield
    except StepFailed as failure:
        emit("failed", what=what, message=str(failure))
        sys.exit(1)
    except Exception as error:
        emit("failed", what=what, message=f"{type(error).__name__}: {error}")
        raise
    emit("done", what=what, seconds=round(time.monotonic() - start, 1))
