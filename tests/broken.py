"""Edits that break the tiny data package in one place, each with the one problem it must give."""

from dataclasses import dataclass

FORMAT = "run `make format-data`"


@dataclass(frozen=True)
class Broken:
    """An edit of one table and the one problem it must give."""

    table: str
    edits: tuple[tuple[str, str], ...]
    line: int
    field: str
    value: str | None
    message: str
    allowed: str | None = None
    hint: str | None = None


def broken(
    table: str,
    old: str,
    new: str,
    place: tuple[int, str, str | None],
    message: str,
    allowed: str | None = None,
    hint: str | None = None,
) -> Broken:
    return Broken(table, ((old, new),), *place, message, allowed, hint)


SCHEMA = {
    "enum": broken(
        *("moves", ",3,low,", ",3,lwo,", (6, "confidence", "lwo"), "not an allowed value"),
        allowed="high, medium, low",
        hint='did you mean "low"?',
    ),
    "required": broken("moves", "Cy Gamma", "", (7, "person", None), "must not be empty"),
    "required-key": broken(
        "flow_ratios", "f-1,openai", ",openai", (2, "ratio_id", None), "must not be empty"
    ),
    "pattern": broken(
        *("sources", "https://example.org/one", "example.org/one"),
        (2, "url", "example.org/one"),
        "not in the form of this field",
        allowed="^https?://.+$",
    ),
    "minimum": broken(
        "moves", ",3,low,", ",1,low,", (6, "group_size", "1"), "out of range", allowed="from 2"
    ),
    "integer": broken(
        "moves", ",3,low,", ",three,low,", (6, "group_size", "three"), "not of type integer"
    ),
    "thousands": broken(
        *("moves", ",3,low,", ',"3,000",low,', (6, "group_size", "3,000"), "not of type integer"),
        hint="write it without thousands separators",
    ),
    "thousands-number": broken(
        *("flow_ratios", "10.6", "10 600", (3, "value", "10 600"), "not of type number"),
        hint="write it without thousands separators",
    ),
    "not-a-number": broken(
        "flow_ratios", "9.5", "INF", (2, "value_high", "INF"), "not of type number"
    ),
    "boolean": broken("cohorts", "false", "no", (2, "closed", "no"), "not of type boolean"),
    "boolean-otherwise": broken(
        "cohorts", "false", "False", (2, "closed", "False"), "not of type boolean"
    ),
    "foreign-key": broken(
        *("moves", "google,cohere", "googel,cohere", (4, "origin_id", "googel")),
        "no such org_id in organizations",
        hint='did you mean "google"?',
    ),
    "foreign-key-far": broken(
        *("moves", "google,cohere", "xyz,cohere", (4, "origin_id", "xyz"), "no such org_id"),
        hint="add it to data/tables/organizations.csv first",
    ),
    "foreign-key-own-table": broken(
        *("organizations", ",2011,google", ",2011,gogle", (5, "parent_id", "gogle"), "no such org"),
        hint='did you mean "google"?',
    ),
    "unique": broken(
        *("sources", "https://example.org/three", "https://example.org/one"),
        (3, "url", "https://example.org/one"),
        "stands already in line 2",
    ),
    "primary-key": broken(
        "moves", "m-002", "m-001", (3, "move_id", "m-001"), "stands already in line 2"
    ),
}

DATES = {
    "form": broken(
        "moves", "2021-11", "Nov 2021", (4, "announced", "Nov 2021"), "write 2025, 2025-06"
    ),
    "day": broken(
        *("moves", "2024-08-02", "2024-02-30", (5, "announced", "2024-02-30")),
        "2024-02 has 29 days",
    ),
    "month": broken("moves", "2021-11", "2021-13", (4, "announced", "2021-13"), "no month 13"),
    "reversed": broken(
        *("moves", "2023-05/2024-02", "2024-02/2023-05", (6, "announced", "2024-02/2023-05")),
        "ends before it starts",
    ),
    "ended-before-started": broken(
        "tenures", "2019-03,2021", "2019-03,2018", (2, "ended", "2018"), "lies before started"
    ),
    "seen-before-started": broken(
        *("tenures", "2026-03-22", "2014", (3, "censored_on", "2014")),
        "lies before started (2015-12)",
    ),
    "period": broken(
        "flow_ratios", "2025-05", "2023", (2, "period_to", "2023"), "lies before period_from"
    ),
    "accessed-before-published": broken(
        "sources", "2026-11-01", "2024-05-01", (2, "accessed", "2024-05-01"), "lies before publ"
    ),
}

ROWS = {
    "unknown-source": broken(
        *("moves", "s-one;s-two", "s-one;s-too", (2, "source_ids", "s-too")),
        "no such source_id in sources",
        hint='did you mean "s-two"?',
    ),
    "source-twice": broken(
        *("moves", "s-one;s-two", "s-one;s-one", (2, "source_ids", "s-one;s-one")),
        '"s-one" is named twice',
        allowed='ids separated by ";" without blanks, each once',
    ),
    "blank-source": broken("moves", "s-one;s-two", "s-one;", (2, "source_ids", "s-one;"), "blank"),
    "unused-source": broken(
        *("sources", "s-three,", "s-ten,https://example.org/ten,Ten,,,press\ns-three,"),
        (3, "source_id", "s-ten"),
        "no row of any table uses this source",
        hint="delete it",
    ),
    "same-page": broken(
        *("sources", "https://example.org/three", "http://www.example.org/one/#top"),
        (3, "url", "http://www.example.org/one/#top"),
        "the same page as in line 2",
    ),
    "same-organisation": broken(
        *("moves", "undisclosed,openai", "openai,openai", (7, "destination_id", "openai")),
        "the same as origin_id",
    ),
    "size-of-a-person": broken(
        *("moves", "openai,,,low", "openai,,3,low", (7, "group_size", "3"), "for groups only"),
        allowed="empty for a person",
    ),
    "group-in-brackets": broken(
        *("moves", "three researchers", "(group) researchers"),
        (6, "person", "(group) researchers"),
        "begins with a bracket",
        hint="set scope to group",
    ),
    "low-above-value": broken(
        "flow_ratios", ",7,9.5", ",9,9.5", (2, "value_low", "9"), "is greater than value (8.2)"
    ),
    "value-above-high": broken(
        "flow_ratios", "9.5", "8", (2, "value", "8.2"), "is greater than value_high (8)"
    ),
    "low-above-high": broken(
        "flow_ratios", "8.2,7,9.5", ",7,6", (2, "value_low", "7"), "is greater than value_high (6)"
    ),
    "closed-cohort": broken(
        *("cohorts", "true,2", "true,3", (3, "members_expected", "3")),
        "has 2 distinct persons in data/tables/tenures.csv",
        hint="set closed to false",
    ),
    "closed-cohort-unsized": broken(
        "cohorts", "true,2", "true,", (3, "members_expected", None), "missing for a closed cohort"
    ),
    "ended-and-seen": broken(
        *("tenures", "2015-12,,,2026-03-22", "2015-12,2020,,2026-03-22"),
        (3, "censored_on", "2026-03-22"),
        "given together with ended (2020)",
    ),
    "left-and-seen": broken(
        *("tenures", "2015-12,,,2026-03-22", "2015-12,,cohere,2026-03-22"),
        (3, "censored_on", "2026-03-22"),
        "given together with destination_id (cohere)",
    ),
    "left-for-the-same": broken(
        "tenures", ",anthropic,", ",openai,", (2, "destination_id", "openai"), "the same as org_id"
    ),
    "spells-overlap": broken(
        *("tenures", "2016,2018", "2016,2019-02", (5, "started", "2018")),
        "overlaps the spell in line 4",
    ),
    "parent-of-itself": broken(
        *("organizations", "1998-09-04,,", "1998-09-04,google-brain,"),
        (4, "parent_id", "google-brain"),
        "runs in a circle: google -> google-brain -> google",
    ),
    "predecessor-of-itself": broken(
        *("organizations", "2015-12,,", "2015-12,,openai", (8, "predecessor_id", "openai")),
        "runs in a circle: openai -> openai",
    ),
    "same-move": broken(
        *(
            "moves",
            "m-003,",
            "m-0021,person,Ann Alpha,openai,anthropic,2021-06,,low,s-one,\nm-003,",
        ),
        (4, "person", "Ann Alpha"),
        "the same move as in line 3 (Ann Alpha, 2021)",
        hint="merge the rows",
    ),
    "same-move-undated": broken(
        *("moves", "m-003,", "m-0021,person,Ann Alpha,openai,anthropic,,,low,s-one,\nm-003,"),
        (4, "person", "Ann Alpha"),
        "the same move as in line 3",
    ),
    "two-spellings": broken(
        *("tenures", "t-3,brain-team,Ann Alpha", "t-3,brain-team,Ann Álpha"),
        (4, "person", "Ann Álpha"),
        'spelt "Ann Alpha" in other rows',
        hint="use one spelling",
    ),
    "leaves-before-joining": broken(
        *("moves", "anthropic,2021,", "anthropic,2018,", (3, "announced", "2018")),
        "leaves openai before joining it in line 2 (2019-03)",
        hint="correct a date, or add the move in between",
    ),
}

CELLS = {
    "formula": broken("moves", "came back", "=1+1", (5, "note", "=1+1"), "looks like a formula"),
    "formula-at": broken("moves", "came back", "@cmd", (5, "note", "@cmd"), "like a formula"),
    "formula-plus": broken("moves", "came back", "+33 1", (5, "note", "+33 1"), "like a formula"),
    "formula-minus": broken("moves", "came back", "-A1", (5, "note", "-A1"), "like a formula"),
    "markup": broken(
        *("moves", "came back", "<b>came</b> back", (5, "note", "<b>came</b> back")),
        "holds markup",
        hint="write plain text",
    ),
    "leading-blank": broken(
        "moves", "came back", " came back", (5, "note", " came back"), "begins or ends with a blank"
    ),
    "trailing-blank": broken(
        "moves", "came back", "came back ", (5, "note", "came back "), "begins or ends with a blank"
    ),
    "doubled-blank": broken(
        "moves", "came back", "came  back", (5, "note", "came  back"), "has two blanks in a row"
    ),
    "invisible": broken(
        *("moves", "came back", "came\u200b back", (5, "note", "came\u200b back")),
        "invisible characters (U+200B)",
    ),
    "decomposed": broken(
        "moves", "came back", "cafe\u0301", (5, "note", "cafe\u0301"), "separate characters"
    ),
}

LINES = {
    "blank-line": broken("moves", "m-004,", "\nm-004,", (5, "", None), "the row is blank"),
    "extra-cell": broken(
        *("moves", "came back", "came back, twice"),
        (5, "", "m-004,person,Bo Béta,cohere,google,2024-08-02,,medium,s-two,came back, twice"),
        "11 cells where 10 are expected",
        hint="a text with a comma needs quotes",
    ),
    "missing-cell": broken(
        *("moves", ",s-two,came back", ",s-two"),
        (5, "", "m-004,person,Bo Béta,cohere,google,2024-08-02,,medium,s-two"),
        "9 cells where 10 are expected",
    ),
    "open-quote": broken(
        *("moves", "came back", '"came back'),
        (5, "", 'm-004,person,Bo Béta,cohere,google,2024-08-02,,medium,s-two,"came back'),
        "unbalanced quotes",
    ),
    "missing-column": broken(
        "flow_ratios", "period_from,", "", (1, "period_from", None), "the column is missing"
    ),
    "swapped-columns": broken(
        *("sources", "source_id,url", "url,source_id"),
        (1, "", "url,source_id,title,published,accessed,kind"),
        "in another order",
        allowed="source_id,url,title,published,accessed,kind",
    ),
    "unsorted": broken(
        *("moves", "m-003,", "m-009,", (5, "move_id", "m-004")),
        'not sorted by primary key: comes after "m-009"',
        hint=FORMAT,
    ),
    "needless-quotes": broken(
        *("sources", ",Two,", ',"Two",', (4, "", None), "not in the form the tables are kept in"),
        hint=FORMAT,
    ),
    "no-last-line-end": broken(
        *("flow_ratios", ",2025,s-one\n", ",2025,s-one", (4, "", None), "one LF at the end"),
        hint=FORMAT,
    ),
}

ALL = {**SCHEMA, **DATES, **ROWS, **CELLS, **LINES}
