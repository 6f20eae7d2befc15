"""How the steps of a build tell what they do: lines that the front end picks out of the log."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MARK = "@@talentwar "


class StepFailed(Exception):  # noqa: N818 - reads as what happened
    """A step could not be done, for a reason that one screen explains."""


def emit(event: str, **details: object) -> None:
    """Write one event for the front end."""
    print(MARK + json.dumps({"event": event, **details}), flush=True)  # noqa: T201


def parse(line: str) -> dict[str, Any] | None:
    """Return the event of a log line, ``None`` for any other line."""
    if not line.startswith(MARK):
        return None
    event: dict[str, Any] = json.loads(line.removeprefix(MARK))
    return event


@contextmanager
def step(what: str) -> Iterator[None]:
    """Report start, end and duration of a step; on ``StepFailed`` its message, then exit 1."""
    start = time.monotonic()
    emit("start", what=what)
    try:
        yield
    except StepFailed as failure:
        emit("failed", what=what, message=str(failure))
        sys.exit(1)
    emit("done", what=what, seconds=round(time.monotonic() - start, 1))
