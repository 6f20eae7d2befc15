"""A table that readers can filter and sort, as an output of a notebook.

Words and links travel as JSON; the site renders them as the tables of the data pages, complete
without scripts. In JupyterLab it is a plain text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import pandas as pd

MIME_TYPE = "application/vnd.talentwar.listing+json"
"""How a notebook's output carries a listing to the site."""

Link = tuple[str, str, str]
"""A text, and what it leads to: a table and a row of it, or ``CHART`` and a chart."""

CHART = "chart"


@dataclass(frozen=True)
class Entry:
    """What stands in a cell.

    ``sort`` is what it sorts by where that is not its text, ``links`` replace the text, ``name``
    says that it is a proper name.
    """

    text: str
    sort: str | None = None
    links: tuple[Link, ...] = ()
    name: bool = False


@dataclass(frozen=True)
class Heading:
    """A column: its title, how it sorts (``number``, ``date`` or ``text``), its width in rem."""

    title: str
    kind: str
    width: float


@dataclass(frozen=True)
class Choice:
    """What the rows can be chosen by: a name for the address, a title, keys with their labels."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listing:
    """A table in one language.

    ``rows`` are an identifier, for each of ``choices`` the keys that the row has, and the entries.
    """

    name: str
    title: str
    headings: tuple[Heading, ...]
    choices: tuple[Choice, ...]
    rows: tuple[tuple[str, tuple[Sequence[str], ...], tuple[Entry, ...]], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the listing as plain JSON types."""
        return {
            "name": self.name,
            "title": self.title,
            "headings": [asdict(heading) for heading in self.headings],
            "choices": [asdict(choice) for choice in self.choices],
            "rows": [
                [key, [list(own) for own in keys], [asdict(entry) for entry in entries]]
                for key, keys, entries in self.rows
            ],
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return the listing that ``as_dict`` wrote."""
        return cls(
            name=record["name"],
            title=record["title"],
            headings=tuple(Heading(**heading) for heading in record["headings"]),
            choices=tuple(
                Choice(c["name"], c["title"], tuple((key, text) for key, text in c["options"]))
                for c in record["choices"]
            ),
            rows=tuple(
                (
                    key,
                    tuple(tuple(own) for own in keys),
                    tuple(
                        Entry(**{**e, "links": tuple((a, b, c) for a, b, c in e["links"])})
                        for e in entries
                    ),
                )
                for key, keys, entries in record["rows"]
            ),
        )

    def __repr__(self) -> str:
        """Return the title and the rows as plain text."""
        texts = [
            [entry.text or "; ".join(text for text, *_ in entry.links) for entry in entries]
            for *_, entries in self.rows
        ]
        frame = pd.DataFrame(texts, columns=[heading.title for heading in self.headings])
        return f"{self.title}\n{'' if frame.empty else frame.to_string(index=False)}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {MIME_TYPE: self.as_dict(), "text/plain": repr(self)}
