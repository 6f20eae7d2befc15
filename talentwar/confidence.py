"""How sure a row is: the one rule that turns its sources and its doubt into a confidence.

A source of the organisation or person concerned, or a study that shows its method, is strong. An
outlet with named staff is an ordinary witness, also where others relay its report: two pages that
carry one report are one witness. A blog of its own authority, or a page whose report cannot be
traced, is a weak one. What counts is independent testimony, not repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from talentwar.selection import CONFIDENCES

STRONG = ("primary", "research")
ORDINARY = ("press", "reference", "professional")
RULE = (
    "high with a strong source or two original publishers, medium with one or with two weak"
    " sources, low with one weak source; a doubt costs one level"
)


@dataclass(frozen=True)
class Source:
    """What the rule needs to know of a source; an unknown original publisher is empty."""

    kind: str
    publisher: str
    original_publisher: str

    @property
    def is_ordinary(self) -> bool:
        """Whether the page carries the report of a known outlet, its own or another's."""
        relays = self.original_publisher not in ("", self.publisher)
        return relays or self.kind in ORDINARY

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Source:
        """Return the source that a row of the table `sources` describes."""
        return cls(row["kind"], row["publisher"], row["original_publisher"])


def supported(sources: Iterable[Source], doubt: bool = False) -> str:
    """Return the confidence that sources allow, one level less where the row states a doubt.

    Raises ``ValueError`` when there is no source.
    """
    known = list(sources)
    if not known:
        raise ValueError("a confidence needs at least one source")
    level = _level(known)
    return CONFIDENCES[max(0, CONFIDENCES.index(level) - int(doubt))]


def originals(sources: Iterable[Source]) -> frozenset[str]:
    """Return whose reporting the sources carry, as far as it is known."""
    return frozenset(source.original_publisher for source in sources if source.original_publisher)


def _level(sources: list[Source]) -> str:
    if any(source.kind in STRONG for source in sources):
        return "high"
    ordinary = originals(source for source in sources if source.is_ordinary)
    if len(ordinary) > 1:
        return "high"
    publishers = {source.publisher for source in sources}
    return "medium" if ordinary or len(publishers) > 1 else "low"
