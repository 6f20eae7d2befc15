"""Names that are the same in every language: of persons, places, laws, authors of studies."""

from __future__ import annotations

import re

from talentwar.charts.law import code_of
from talentwar.charts.studies import cited
from talentwar.clauses import SITES
from talentwar.language import Language, languages
from talentwar.names import names_of
from talentwar.pipeline.paths import BOOK
from talentwar.tables import load


def people() -> set[str]:
    """Return the persons whom the tables name."""
    moves, pay = load("moves"), load("compensation")
    return {
        *moves.loc[moves["scope"] == "person", "person"],
        *pay.loc[pay["scope"] == "person", "recipient_en"],
        *load("founders")["person"],
    }


def places() -> set[str]:
    """Return the names and codes of jurisdictions, and of the labs' sites in them."""
    names = names_of(load("jurisdictions"), "jurisdiction_id")
    sites = {Language(c).t(f"noncompetes.site.{s}") for c in languages() for s in SITES.values()}
    return {n for by_code in names.values() for n in by_code.values()} | sites


def codes() -> set[str]:
    """Return the codes of jurisdictions."""
    return {code_of(str(i)) for i in load("jurisdictions")["jurisdiction_id"]}


def statutes() -> set[str]:
    """Return the statutes of the table of rules, in every language."""
    rules = load("noncompete_rules")
    return {str(s) for code in languages() for s in rules[f"statute_{code}"].dropna()}


def studies() -> set[str]:
    """Return the authors of studies, in full and as they are cited."""
    rows = load("noncompete_studies").to_dict("records")
    short = {cited(str(row["authors"]), str(row["year"])) for row in rows}
    return {str(row["authors"]) for row in rows} | short


def publishers() -> set[str]:
    """Return who published sources, and figures that are set against ours."""
    return {*load("sources")["publisher"], *load("unicorn_times")["publisher"]}


def works() -> set[str]:
    """Return the authors, titles and publishers of the works that the report cites."""
    text = (BOOK / "references.bib").read_text(encoding="utf-8")
    fields = re.findall(r"(?:author|title|journal|publisher) = \{(.+)\},", text)
    people = {n for names in re.findall(r"author = \{(.+)\},", text) for n in names.split(" and ")}
    # As they are listed: initials before the name.
    listed = {" ".join(reversed(person.split(", "))) for person in people}
    # Initials of one person are not parted at the end of a line.
    listed |= {
        re.sub(rf"\. (?={after})", ".\N{NO-BREAK SPACE}", name)
        for name in listed
        for after in ("", r"[A-Z]\.")
    }
    return {field.replace("\\&", "&") for field in fields} | listed


def without_statutes(text: str) -> str:
    """Return a text without the statutes in it, whose numbers are no figures of the report."""
    for statute in sorted(statutes(), key=len, reverse=True):
        text = text.replace(statute, "")
    return text
