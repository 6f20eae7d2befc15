"""Edits that break the tiny data package in one place, each with the one problem it must give.

Here: what the schema and the form of a file, a line or a cell forbid. What rows say against each
other is in `broken_rows`, `broken_founding`, `broken_money` and `broken_law`, each with edits that
must give no problem (`SOUND`): the other side of the same rule.
"""

from dataclasses import dataclass

FORMAT = "run `make format-data`"
FORMULA = "begin the text with a letter or a digit"


@dataclass(frozen=True)
class Broken:
    """An edit of one table and the one problem it must give.

    ``hint`` is a part of the problem's; ``allowed`` and ``hint`` are None where it has none.
    """

    table: str
    edits: tuple[tuple[str, str], ...]
    line: int
    field: str
    value: str | None
    message: str
    allowed: str | None = None
    hint: str | None = None
    told: str = ""
    """The table that the problem is told of, if it is another one."""


def broken(
    table: str,
    old: str,
    new: str,
    place: tuple[int, str, str | None],
    message: str,
    allowed: str | None = None,
    hint: str | None = None,
    told: str = "",
) -> Broken:
    return Broken(table, ((old, new),), *place, message, allowed, hint, told or table)


Sound = tuple[str, str, str]
"""A table, a text that stands in it once, and what to put there; all is well afterwards."""


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
        (3, "url", "example.org/one"),
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
        *("moves", "google-brain,openai", "google-brian,openai", (2, "origin_id", "google-brian")),
        "no such org_id in organizations",
        hint='did you mean "google-brain"?',
    ),
    "foreign-key-far": broken(
        *("moves", "google-brain,openai", "xyz,openai", (2, "origin_id", "xyz")),
        "no such org_id in organizations",
        hint="add it to data/tables/organizations.csv first",
    ),
    "foreign-key-own-table": broken(
        *(
            "organizations",
            "20,google,google",
            "20,gogle,google",
            (7, "parent_id", "gogle"),
        ),
        "no such org_id in organizations",
        hint='did you mean "google"?',
    ),
    "unique": broken(
        *("sources", "https://example.org/three", "https://example.org/one"),
        (5, "url", "https://example.org/one"),
        "stands already in line 3",
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
        *("sources", "2024-05-02,2026-11-01", "2024-05-02,2024-05-01"),
        (3, "accessed", "2024-05-01"),
        "lies before published (2024-05-02)",
    ),
}


def formula(text: str) -> Broken:
    """Return the case of a note that a spreadsheet would run."""
    message = "looks like a formula to a spreadsheet"
    return broken("moves", "came back", text, (5, "note", text), message, None, FORMULA)


def untidy(text: str, message: str, hint: str) -> Broken:
    """Return the case of a note in the wrong dress."""
    return broken("moves", "came back", text, (5, "note", text), message, None, hint)


CELLS = {
    "formula": formula("=1+1"),
    "formula-at": formula("@cmd"),
    "formula-plus": formula("+33 1"),
    "formula-minus": formula("-A1"),
    "markup-in-a-name": broken(
        *("organizations", "Echo Lab", "Echo <i>Lab</i>", (4, "name", "Echo <i>Lab</i>")),
        "holds markup",
        hint="write plain text",
    ),
    "markup": untidy("<b>came</b> back", "holds markup", "write plain text"),
    "closing-tag": untidy("came</b> back", "holds markup", "write plain text"),
    "leading-blank": untidy(" came back", "begins or ends with a blank", "delete the blank"),
    "trailing-blank": untidy("came back ", "begins or ends with a blank", "delete the blank"),
    "doubled-blank": untidy("came  back", "has two blanks in a row", "delete one"),
    "invisible": untidy("came\u200b back", "holds invisible characters (U+200B)", "delete them"),
    "decomposed": untidy(
        "cafe\u0301",
        "accents are written as separate characters",
        "type the word again (Unicode NFC)",
    ),
}

LINES = {
    "blank-line": broken(
        *("moves", "m-004,", "\nm-004,", (5, "", None), "the row is blank"), hint="delete the line"
    ),
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
        "unbalanced quotes (unexpected end of data)",
        allowed='a comma or a quote only inside "...", a quote there doubled, no line break',
    ),
    "missing-column": broken(
        "flow_ratios", "period_from,", "", (1, "period_from", None), "the column is missing"
    ),
    "swapped-columns": broken(
        *("sources", "source_id,url", "url,source_id"),
        (1, "", "url,source_id,title,publisher,original_publisher,published,accessed,kind"),
        "in another order",
        allowed="source_id,url,title,publisher,original_publisher,published,accessed,kind",
    ),
    "unsorted": broken(
        *("moves", "m-003,", "m-009,", (5, "move_id", "m-004")),
        'not sorted by primary key: comes after "m-009"',
        hint=FORMAT,
    ),
    "needless-quotes": broken(
        *("sources", ",Two,", ',"Two",', (6, "", None), "not in the form the tables are kept in"),
        hint=FORMAT,
    ),
    "no-last-line-end": broken(
        *("flow_ratios", ",2025,s-one\n", ",2025,s-one", (4, "", None), "one LF at the end"),
        hint=FORMAT,
    ),
}

ALL = {**SCHEMA, **DATES, **CELLS, **LINES}
