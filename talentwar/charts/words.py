"""Phrases that the charts of all chapters share."""

from __future__ import annotations

from talentwar.language import Language
from talentwar.names import Names

FEW = 5
"""Rows below which an interval means next to nothing."""


def named(names: Names, identifier: object, language: Language) -> str:
    """Return the name of an organisation or cohort in a language."""
    return names[str(identifier)][language.code]


def period(language: Language, since: str, until: str) -> str:
    """Say a period with partial dates as bounds, empty for none."""
    if since and until:
        return language.t("period.both", since=language.date(since), until=language.date(until))
    # Where a day is given, French takes an article.
    if since:
        if len(since) == len("2025-06-30"):
            return language.t("period.since.day", since=language.date(since))
        return language.t("period.since", since=language.date(since))
    if until:
        if len(until) == len("2025-06-30"):
            return language.t("period.until.day", until=language.date(until))
        return language.t("period.until", until=language.date(until))
    return language.t("period.all")


def counted(language: Language, what: str, n: int) -> str:
    """Say how many rows of a kind there are (``what`` as in the keys ``count.<what>``)."""
    return language.tn(f"count.{what}", n)


def few(language: Language, what: str, n: int) -> str:
    """Say how little an interval means where rows of a kind are few, else nothing."""
    return language.t("view.few", rows=counted(language, what, n)) if 0 < n < FEW else ""


def counted_forms(language: Language, what: str) -> tuple[str, str]:
    """Return how to say one row of a kind and several, with the placeholder ``{n}``."""
    return language.plural_forms(f"count.{what}")
