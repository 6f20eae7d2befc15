"""The names of organisations and cohorts in every language, from their tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from talentwar.language import Language, languages

Names = Mapping[str, Mapping[str, str]]
"""Identifier -> language code -> name."""


def names_of(frame: pd.DataFrame, identifier: str) -> dict[str, dict[str, str]]:
    """Return the names in a table by identifier and language.

    ``identifier`` is the table's key. The name in a language is the column ``name_<code>``;
    where that is missing or empty, as for most organisations, ``name`` serves all languages.
    """
    names: dict[str, dict[str, str]] = {}
    for row in frame.to_dict("records"):
        names[str(row[identifier])] = {
            code: str(_first_known(row.get(f"name_{code}"), row.get("name")))
            for code in languages()
        }
    return names


def in_language(names: Names, key: str) -> Callable[[Language], str]:
    """Return a function that names an organisation or a cohort in a language.

    Raises ``KeyError`` when ``names`` lacks the key.
    """
    by_code = names[key]
    return lambda language: by_code[language.code]


def _first_known(*candidates: object) -> object:
    return next(c for c in candidates if c is not None and not pd.isna(c))  # type: ignore[call-overload]
