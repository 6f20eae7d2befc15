"""The table of all companies: founders, rounds, fate and sources, to choose from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentwar import schema
from talentwar.charts.words import named
from talentwar.language import Language
from talentwar.listing import Choice, Entry, Heading, Listing
from talentwar.names import Names
from talentwar.tables import split_ids

_WIDTHS = (9.0, 6.0, 12.0, 8.5, 7.5, 10.0, 10.0, 9.0, 10.0)


@dataclass(frozen=True)
class Facts:
    """What the table draws on beside the companies, as loaded by ``talentwar.tables``.

    ``rounds`` are those of ``talentwar.raised.rounds``, ``priced`` those of
    ``talentwar.equity.priced``.
    """

    spinouts: pd.DataFrame
    founders: pd.DataFrame
    sources: pd.DataFrame
    rounds: pd.DataFrame
    priced: pd.DataFrame


def companies(firms: pd.DataFrame, facts: Facts, names: Names, language: Language) -> Listing:
    """Return the table of companies, the youngest first.

    ``firms`` from ``talentwar.spinouts.companies``.
    """
    table = schema.table("spinouts")
    focuses, fates = (table.field(f).labels(language.code) for f in ("focus", "status"))
    cited = dict(
        zip(facts.spinouts["org_id"], split_ids(facts.spinouts["source_ids"]), strict=True)
    )
    publishers = dict(zip(facts.sources["source_id"], facts.sources["publisher"], strict=True))
    ordered = firms.sort_values(["founded", "org_id"], ascending=[False, True])
    rows = [
        (
            f"company-{row['org_id']}",
            (tuple(row["origins"]), (str(row["focus"]),), (str(row["status"]),)),
            (
                Entry(named(names, row["org_id"], language), name=True),
                _founded(row, language),
                _founders(str(row["org_id"]), facts.founders, language),
                _rounds(str(row["org_id"]), facts.rounds, language),
                _valuation(str(row["org_id"]), facts.priced, language),
                _fate(row, fates, names, language),
                Entry(", ".join(named(names, o, language) for o in row["origins"]), name=True),
                Entry(focuses[str(row["focus"])]),
                _sources(cited[row["org_id"]], publishers),
            ),
        )
        for row in ordered.to_dict("records")
    ]
    return Listing(
        name="spinouts-companies",
        title=language.t("spinouts.listing.title"),
        headings=tuple(
            Heading(language.t(f"spinouts.{key}.header"), kind, width)
            for (key, kind), width in zip(_COLUMNS, _WIDTHS, strict=True)
        ),
        choices=_choices(firms, focuses, fates, names, language),
        rows=tuple(rows),
    )


_COLUMNS = (
    ("company", "text"),
    ("founded", "date"),
    ("founders", "text"),
    ("rounds-list", "number"),
    ("valuation", "number"),
    ("fate", "text"),
    ("origins", "text"),
    ("focus", "text"),
    ("sources", "number"),
)


def _choices(
    firms: pd.DataFrame,
    focuses: Mapping[str, str],
    fates: Mapping[str, str],
    names: Names,
    language: Language,
) -> tuple[Choice, ...]:
    origins = sorted(
        {o for listed in firms["origins"] for o in listed},
        key=lambda o: language.sort_key(named(names, o, language)),
    )
    return (
        Choice(
            "origin",
            language.t("spinouts.origin.header"),
            tuple((o, named(names, o, language)) for o in origins),
        ),
        *(
            Choice(
                name,
                language.t(title),
                tuple((key, text) for key, text in labels.items() if key in set(firms[name])),
            )
            for name, title, labels in (
                ("focus", "spinouts.focus.header", focuses),
                ("status", "spinouts.fate.header", fates),
            )
        ),
    )


def _founded(row: Mapping[Hashable, Any], language: Language) -> Entry:
    if pd.isna(row["founded"]):
        return Entry(language.t("value.unknown"), "")
    return Entry(str(row["founded"].year), f"{row['founded']:%Y-%m-%d}")


def _founders(org: str, founders: pd.DataFrame, language: Language) -> Entry:
    own = founders[(founders["org_id"] == org) & (founders["kind"] == "founder")]
    links = tuple(
        (str(person), "founders", str(key))
        for person, key in zip(own["person"], own["founder_id"], strict=True)
    )
    if not links:
        return Entry(language.t("value.unknown"), "")
    return Entry("", links[0][0], links, name=True)


def _rounds(org: str, rounds: pd.DataFrame, language: Language) -> Entry:
    own = rounds[rounds["org_id"] == org]
    links = tuple(
        (
            language.t(
                "spinouts.listing.round",
                amount=language.money(float(dollars), "USD"),
                year=str(day.year),
            ),
            "funding_events",
            str(key),
        )
        for dollars, day, key in zip(own["dollars"], own["day"], own["event_id"], strict=True)
    )
    return Entry("", f"{own['dollars'].sum():.0f}", links) if links else Entry("", "")


def _valuation(org: str, priced: pd.DataFrame, language: Language) -> Entry:
    own = priced[priced["org_id"] == org]
    if own.empty:
        return Entry("", "")
    value = float(own["valuation"].iloc[-1])
    return Entry(language.money(value, "USD"), f"{value:.0f}")


def _fate(
    row: Mapping[Hashable, Any], fates: Mapping[str, str], names: Names, language: Language
) -> Entry:
    said = fates[str(row["status"])]
    parts = [said]
    if not pd.isna(row["acquirer_id"]):
        parts.append(named(names, row["acquirer_id"], language))
    if not pd.isna(row["outcome_date"]):
        parts.append(language.date(str(row["outcome_date"])))
    return Entry(", ".join(parts), said)


def _sources(keys: list[str], publishers: Mapping[str, str]) -> Entry:
    links = tuple((str(publishers[key]), "sources", key) for key in keys)
    return Entry("", str(len(links)), links, name=True)
