"""Rows that contradict each other or themselves: sources, dates, organisations, persons."""

from broken import Broken, Sound, broken

from talentwar.confidence import RULE

SOURCES = {
    "unknown-source": broken(
        *("moves", "s-one;s-two", "s-one;s-too", (2, "source_ids", "s-too")),
        "no such source_id in sources",
        hint='did you mean "s-two"?',
    ),
    "source-twice": broken(
        *("moves", "s-one;s-relay", "s-one;s-one", (3, "source_ids", "s-one;s-one")),
        '"s-one" is named twice',
        allowed='ids separated by ";" without blanks, each once',
    ),
    "blank-source": broken(
        *("moves", "s-one;s-two", "s-one;", (2, "source_ids", "s-one;")),
        "an item of the list is blank",
        allowed='ids separated by ";" without blanks, each once',
    ),
    "unknown-in-another-list": broken(
        *("spinouts", "openai;google-brain", "openai;mit", (2, "origin_ids", "mit")),
        "no such org_id in organizations",
        hint="add it to organizations first",
    ),
    "unused-source": broken(
        "sources",
        "s-three,",
        "s-ten,https://example.org/ten,Ten,Daily,Daily,2024,2026-11-01,press\ns-three,",
        (5, "source_id", "s-ten"),
        "no row of any table uses this source",
        hint="delete it, or name it in the source_ids of the rows it backs",
    ),
    "same-page": broken(
        *("sources", "https://example.org/three", "http://www.example.org/one/#top"),
        (5, "url", "http://www.example.org/one/#top"),
        "the same page as in line 3",
    ),
    "outlet-spelt-otherwise": broken(
        *("sources", "One,Daily,Daily", "One,The DAILY,Daily", (3, "publisher", "The DAILY")),
        'spelt "Daily" in other rows',
        hint="use one spelling",
    ),
    "original-spelt-otherwise": broken(
        *("sources", "Three,Lab,Lab", "Three,Lab,Láb", (5, "original_publisher", "Láb")),
        'spelt "Lab" in other rows',
        hint="use one spelling",
    ),
    "confidence-too-high": broken(
        *("moves", "2021-11,,medium", "2021-11,,high", (4, "confidence", "high")),
        'the sources and the doubt give "medium"',
        allowed=RULE,
    ),
    "confidence-too-low": broken(
        *("moves", "2019-03,,high", "2019-03,,medium", (2, "confidence", "medium")),
        'the sources and the doubt give "high"',
        allowed=RULE,
    ),
    "a-relay-is-no-second-witness": broken(
        *("moves", "2021,,medium", "2021,,high", (3, "confidence", "high")),
        'the sources and the doubt give "medium"',
        allowed=RULE,
    ),
    "a-doubt-costs-a-level": broken(
        *("spinouts", "medium,approximate", "high,approximate", (4, "confidence", "high")),
        'the sources and the doubt give "medium"',
        allowed=RULE,
    ),
    "a-doubt-is-no-matter-of-which": broken(
        *("capital_totals", "USD,medium,,", "USD,medium,contradicted,"),
        (2, "confidence", "medium"),
        'the sources and the doubt give "low"',
        allowed=RULE,
    ),
    "verified-in-no-table": broken(
        *("verifications", "v-01,moves", "v-01,movs", (2, "table", "movs"), "no such table"),
        allowed="organizations, sources, moves, flow_ratios, cohorts, tenures, spinouts, founders, "
        "funding_events, capital_totals, compensation, verifications ... and 3 more",
    ),
    "verified-but-not-there": broken(
        *("verifications", "m-005", "m-05", (2, "row", "m-05")),
        "no such row in data/tables/moves.csv",
        hint='did you mean "m-00',
    ),
    "verified-and-like-no-row": broken(
        *("verifications", "cohere", "xyz", (3, "row", "xyz")),
        "no such row in data/tables/spinouts.csv",
    ),
}

ROWS = {
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
        hint="say what the group is in plain words and set scope to group",
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
    "bounds-without-a-value": broken(
        *("compensation", "90000,120000.5", "190000,120000.5", (3, "amount_low", "190000")),
        "is greater than amount_high (120000.5)",
    ),
    "law-ends-before-it-begins": broken(
        *("noncompete_rules", "US-CO,2025-01-01,,", "US-CO,2025-01-01,2024-12-31,"),
        (6, "effective_to", "2024-12-31"),
        "lies before effective_from (2025-01-01)",
    ),
    "ended-before-leaving-the-origin": broken(
        *("founders", "google-brain,2020-12", "google-brain,2024-06", (3, "ended", "2024-05-01")),
        "lies before left_origin (2024-06)",
    ),
    "seen-before-leaving-the-origin": broken(
        *("founders", "openai,2022-10", "openai,2025-03", (6, "censored_on", "2025-02")),
        "lies before left_origin (2025-03)",
    ),
    "status-older-than-the-outcome": broken(
        *("spinouts", "2025-03,2025-02-10", "2025-01,2025-02-10", (4, "status_as_of", "2025-01")),
        "lies before outcome_date (2025-02-10)",
    ),
    "closed-cohort": broken(
        *("cohorts", "true,2", "true,3", (3, "members_expected", "3")),
        "has 2 distinct persons in data/tables/tenures.csv",
        hint="complete the spells, or set closed to false",
    ),
    "closed-cohort-unsized": broken(
        "cohorts", "true,2", "true,", (3, "members_expected", None), "missing for a closed cohort"
    ),
    "ended-and-seen": broken(
        *("tenures", "2015-12,,,2026-03-22", "2015-12,2020,,2026-03-22"),
        (3, "censored_on", "2026-03-22"),
        "given together with ended (2020)",
        allowed="only one of the two",
    ),
    "left-and-seen": broken(
        *("tenures", "2015-12,,,2026-03-22", "2015-12,,cohere,2026-03-22"),
        (3, "censored_on", "2026-03-22"),
        "given together with destination_id (cohere)",
        allowed="only one of the two",
    ),
    "left-for-the-same": broken(
        "tenures", ",anthropic,", ",openai,", (2, "destination_id", "openai"), "the same as org_id"
    ),
    "spells-overlap": broken(
        *("tenures", "2016,2018", "2016,2019-02", (5, "started", "2018")),
        "overlaps the spell in line 4",
    ),
    "parent-of-itself": Broken(
        *("organizations", (("2019,,", "2019,echo-lab,"), ("2022-11,,", "2022-11,cohere,"))),
        *(3, "parent_id", "echo-lab", "runs in a circle: cohere -> echo-lab -> cohere"),
    ),
    "predecessor-of-itself": broken(
        *("organizations", "2015-12,,", "2015-12,,openai", (9, "predecessor_id", "openai")),
        "runs in a circle: openai -> openai",
    ),
}

SPELLING = "use one spelling; tell two people apart by a word in brackets"
CAREERS = {
    "same-move": broken(
        "moves",
        "m-003,",
        "m-0021,person,Ann Alpha,openai,anthropic,2021-06,,low,s-blog,\nm-003,",
        (4, "person", "Ann Alpha"),
        "the same move as in line 3 (Ann Alpha, 2021)",
        hint="merge the rows, or give the dates more precisely",
    ),
    "same-move-undated": broken(
        *("moves", "m-003,", "m-0021,person,Ann Alpha,openai,anthropic,,,low,s-blog,\nm-003,"),
        (4, "person", "Ann Alpha"),
        "the same move as in line 3 (Ann Alpha, 2021)",
        hint="merge the rows, or give the dates more precisely",
    ),
    "two-spellings": broken(
        *("tenures", "t-3,brain-team,Ann Alpha", "t-3,brain-team,Ann Álpha"),
        (4, "person", "Ann Álpha"),
        'spelt "Ann Alpha" in other rows',
        hint=SPELLING,
    ),
    "two-spellings-of-a-founder": broken(
        *("founders", "Ann Alpha", "Ann B. Alpha", (2, "person", "Ann B. Alpha")),
        'spelt "Ann Alpha" in other rows',
        hint=SPELLING,
    ),
    "two-spellings-of-a-recipient": broken(
        *(
            "compensation",
            "Di Delta,Di Delta",
            "di delta,di delta",
            (2, "recipient_en", "di delta"),
        ),
        'spelt "Di Delta" in other rows',
        hint=SPELLING,
    ),
    "leaves-before-joining": broken(
        *("moves", "anthropic,2021,", "anthropic,2018,", (3, "announced", "2018")),
        "leaves openai before joining it in line 2 (2019-03)",
        hint="correct a date, or add the move in between",
    ),
}

ALL = {**SOURCES, **ROWS, **CAREERS}

SOUND: dict[str, Sound] = {
    "another-confidence-follows": ("moves", "medium,s-one,", "high,s-one;s-two,"),
    "an-unknown-original": ("sources", "Blogger,Blogger", "Blogger,"),
    "a-group-that-looks-like-a-person": (
        "compensation",
        "group,Engineers,",
        "group,di delta,",
    ),
    "equal-bounds": ("compensation", "90000,120000.5", "90000,90000"),
    "one-bound": ("compensation", "90000,120000.5", ",120000.5"),
    "a-law-of-one-day": (
        "noncompete_rules",
        "US-CO,2025-01-01,,",
        "US-CO,2025-01-01,2025-01-01,",
    ),
    "a-status-as-old-as-the-outcome": ("spinouts", "2025-03,2025-02-10", "2025-02,2025-02-10"),
    "founded-a-month-before-leaving": ("founders", "openai,2022-10", "openai,2025-02"),
    "no-doubt": ("spinouts", "medium,approximate", "high,"),
}
