"""Problems an editor can act on: one type and one way of showing them, whatever the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_LONGEST_VALUE = 80
_MOST_CHOICES = 12


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that it can be found and put right.

    Attributes:
        file: path as the editor knows it, such as ``data/tables/moves.csv``.
        message: what is wrong, a clause without a full stop.
        line: line in the file, counted from 1 (the header of a table is line 1).
        field: column of a table, or key of a parameter file.
        value: what was found there.
        allowed: what would have been accepted.
        hint: what to do next, such as ``did you mean "openai"?``.
    """

    file: str
    message: str
    line: int | None = None
    field: str | None = None
    value: str | None = None
    allowed: str | None = None
    hint: str | None = None

    @property
    def where(self) -> str:
        """``file:line``, or ``file`` when no line is known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Refused(Exception):  # noqa: N818 - a verdict on the input, not a failure of the program
    """Input that cannot be used; holds everything that is wrong with it, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; an empty list is a mistake of the caller (ValueError)."""
        self.problems: list[Problem] = list(problems)
        if not self.problems:
            raise ValueError("Refused needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Text of all problems, cut to one screen."""
        return render(self.problems)


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """Return ``did you mean "..."?`` for the choice most like ``value``, None if none is near."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(value.strip().casefold(), list(by_folded), n=1, cutoff=0.6)
    return f'did you mean "{by_folded[found[0]]}"?' if found else None


def listed(choices: Sequence[str]) -> str:
    """Return the choices as one readable line, the first twelve when there are many."""
    shown = ", ".join(choices[:_MOST_CHOICES])
    rest = len(choices) - _MOST_CHOICES
    return f"{shown} ... and {rest} more" if rest > 0 else shown


def render(problems: Sequence[Problem], limit: int = 11) -> str:
    """Return the problems as plain text of one screen, in the order given.

    Args:
        problems: what to show.
        limit: how many to show in full; the others are counted.

    Returns:
        Text without a newline at the end; an empty string when there is no problem.
    """
    if not problems:
        return ""
    shown = [_entry(problem) for problem in problems[:limit]]
    rest = len(problems) - len(shown)
    head = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([head, *shown, *([f"... and {rest} more"] if rest else [])])


def _entry(problem: Problem) -> str:
    """Return two lines at most: what is wrong where, then what would be right."""
    subject = ": ".join(
        part
        for part in (problem.field, None if problem.value is None else quoted(problem.value))
        if part
    )
    first = (
        f"{problem.where}  {subject}: {problem.message}"
        if subject
        else (f"{problem.where}  {problem.message}")
    )
    advice = [f"allowed: {problem.allowed}"] if problem.allowed else []
    advice += [problem.hint] if problem.hint else []
    return "\n".join([first, *(["    " + " | ".join(advice)] if advice else [])])


def quoted(value: str) -> str:
    """Return the value in quotes, on one line, invisible characters made visible, cut if long."""
    plain = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in value
    )
    cut = plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 3] + "..."
    return f'"{cut}"'
