"""The conventions that `datapackage.json` keeps beyond the Table Schema standard.

Titles and descriptions in every language, labels for every value, roles and references that the
loader and the pages rely on.
"""

from collections.abc import Iterator

from talentwar import dates, schema
from talentwar.problems import Problem, listed, nearest
from talentwar.schema import Field, Package, Table

TYPES = ("string", "integer", "number", "boolean")
ROLES = (schema.PARTIAL_DATE, schema.LIST, schema.YEAR)
# The columns that the checks and the analyses call by name.
NEEDED = {
    "organizations": ("org_id", "name", "kind", "parent_id", "predecessor_id"),
    "sources": ("source_id", "url", "publisher", "original_publisher", "published", "kind"),
    "moves": (
        *("move_id", "scope", "person", "origin_id", "destination_id"),
        *("announced", "group_size", "confidence", "source_ids"),
    ),
    "cohorts": ("cohort_id", "closed", "members_expected"),
    "tenures": (
        *("spell_id", "cohort_id", "person", "org_id", "started", "ended"),
        *("destination_id", "censored_on"),
    ),
    "spinouts": (
        *("org_id", "origin_ids", "founders_total", "founders_from_origins", "status"),
        *("status_as_of", "outcome_date", "acquirer_id", "outcome_en", "outcome_fr"),
    ),
    "founders": (
        *("founder_id", "org_id", "person", "origin_id", "left_origin", "kind"),
        *("ended", "censored_on"),
    ),
    "funding_events": (
        *("event_id", "org_id", "date", "event", "round", "amount", "valuation", "currency"),
        *("basis", "share_price", "cap_per_person", "status", "part_of_id", "buyer_id"),
    ),
    "capital_totals": ("total_id", "org_id", "as_of", "amount", "currency"),
    "compensation": (
        *("comp_id", "org_id", "scope", "recipient_en", "amount_low", "amount_high"),
        *("currency", "date"),
    ),
    "verifications": ("verification_id", "table", "row", "verdict"),
    "claims": (
        *("claim_id", "rank", "claim_en", "claim_fr", "published_value", "published_unit"),
        *("estimates", "evidence", "verdict", "reason_en", "reason_fr"),
    ),
    "exchange_rates": ("rate_id", "currency", "year", "usd_per_unit"),
    "noncompete_rules": (
        *("rule_id", "jurisdiction_id", "effective_from", "effective_to", "status", "standing"),
        *("earnings_threshold", "threshold_currency", "threshold_basis", "threshold_multiple"),
    ),
}


def check_structure(package: Package, file: str) -> list[Problem]:
    """Return where the descriptor cannot be relied on to read rows; `file` is its path as shown."""
    problems: list[Problem] = []
    for table in package.tables.values():
        problems += _table(table, file)
        for field in table.fields:
            place = f"{table.name}.{field.name}"
            problems += [*_role(field, place, file), *_reference(field, place, package, file)]
            is_key = field.name in table.primary_key
            if field.name.endswith("_id") and not is_key and field.references is None:
                problems.append(Problem(file, "an id without a foreign key", field=place))
    return problems


def check_texts(package: Package, file: str) -> list[Problem]:
    """Return the titles, descriptions and labels that are missing in a language of the package."""
    languages = tuple(dict.fromkeys([schema.SOURCE_LANGUAGE, *package.titles]))
    problems = [*_texts(package, "package", languages, file)]
    for table in package.tables.values():
        problems += _texts(table, table.name, languages, file)
        for field in table.fields:
            place = f"{table.name}.{field.name}"
            problems += _texts(field, place, languages, file)
            problems += _enumeration(field, place, languages, file)
            problems += _unit(field, place, languages, file)
    return problems


def _texts(
    entry: Package | Table | Field, place: str, languages: tuple[str, ...], file: str
) -> Iterator[Problem]:
    for key, texts in (("title", entry.titles), ("description", entry.descriptions)):
        for lang in languages:
            if not texts.get(lang, "").strip():
                name = key if lang == schema.SOURCE_LANGUAGE else f"{key}_{lang}"
                yield Problem(file, "the text is missing", field=f"{place}.{name}")


def _unit(field: Field, place: str, languages: tuple[str, ...], file: str) -> Iterator[Problem]:
    for lang in languages if field.units else ():
        if not field.units.get(lang, "").strip():
            name = "unit" if lang == schema.SOURCE_LANGUAGE else f"unit_{lang}"
            yield Problem(file, "the text is missing", field=f"{place}.{name}")


def _table(table: Table, file: str) -> Iterator[Problem]:
    expected = f"tables/{table.name}.csv"
    if not table.path.as_posix().endswith(f"/{expected}") or ".." in table.path.parts:
        message = "the path does not follow from the name"
        yield Problem(file, message, field=f"{table.name}.path", allowed=expected)
    key = table.primary_key
    if key != table.field_names[:1] or not table.fields[0].required:
        message = "the primary key is not the first field, or that field is not required"
        yield Problem(file, message, field=f"{table.name}.primaryKey", value=",".join(key))
    for role, names in (("label", table.label), ("filters", table.filters)):
        for name in names:
            at = f"{table.name}.talentwar:{role}"
            if name not in table.field_names:
                hint = nearest(name, table.field_names)
                yield Problem(file, "no such field", field=at, value=name, hint=hint)
            elif role == "filters" and not _has_few_values(table.field(name)):
                message = "a field that rows cannot be chosen by"
                allowed = "a field with an enumeration, a reference or the role partial-date"
                yield Problem(file, message, field=at, value=name, allowed=allowed)
    for name in NEEDED.get(table.name, ()):
        if name not in table.field_names:
            message = "a field that the analyses call by name is missing"
            hint = nearest(name, table.field_names)
            yield Problem(file, message, field=f"{table.name}.{name}", hint=hint)


def _has_few_values(field: Field) -> bool:
    return bool(field.enum or field.references or field.role == schema.PARTIAL_DATE)


def _enumeration(
    field: Field, place: str, languages: tuple[str, ...], file: str
) -> Iterator[Problem]:
    for lang in languages if field.enum else ():
        labels = field.enum_labels.get(lang, {})
        at = f"{place}.labels.{lang}"
        for value in field.enum:
            if not labels.get(value, "").strip():
                yield Problem(file, "the label is missing", field=at, value=value)
        for value in labels:
            if value not in field.enum:
                message = "a label for no value of the enumeration"
                hint = nearest(value, field.enum)
                yield Problem(file, message, None, at, value, listed(field.enum), hint)
        if len(set(labels.values())) < len(labels):
            yield Problem(file, "two values have the same label", field=at)


def _role(field: Field, place: str, file: str) -> Iterator[Problem]:
    if field.type not in TYPES:
        yield Problem(
            file,
            "a type the loader does not know",
            None,
            f"{place}.type",
            field.type,
            listed(TYPES),
        )
    if field.role is not None and field.role not in ROLES:
        at = f"{place}.talentwar:role"
        hint = nearest(field.role, ROLES)
        yield Problem(file, "not a known role", None, at, field.role, listed(ROLES), hint)
    if field.role == schema.PARTIAL_DATE and field.pattern != dates.PATTERN:
        at = f"{place}.constraints.pattern"
        message = "not the pattern of partial dates"
        yield Problem(file, message, None, at, field.pattern, dates.PATTERN)


def _reference(field: Field, place: str, package: Package, file: str) -> Iterator[Problem]:
    if field.references is None:
        if field.role == schema.LIST:
            yield Problem(file, "a list without talentwar:references", field=place)
        return
    name, _, column = field.references.partition(".")
    known = [
        f"{table.name}.{key}" for table in package.tables.values() for key in table.primary_key
    ]
    if name not in package.tables or column not in package.tables[name].field_names:
        message = "refers to no field of this package"
        hint = nearest(field.references, known)
        yield Problem(file, message, field=place, value=field.references, hint=hint)
