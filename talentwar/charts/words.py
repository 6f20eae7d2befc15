"""Phrases that the charts of all chapters share."""

from __future__ import annotations

from collections.abc import Sized

from talentwar.language import Language
from talentwar.names import Names


def something(selected: Sized, language: Language) -> None:
    """Raise ``ValueError``, in the language of the page, when nothing is left to draw."""
    if len(selected) == 0:
        raise ValueError(language.t("figure.nothing"))


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
