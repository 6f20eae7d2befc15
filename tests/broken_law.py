"""Rules of jurisdictions that contradict each other or are not whole."""

from broken import Sound, broken

RULES = "noncompete_rules"
DAY = "a day such as 2024-01-01"
WHICH = "state the day; if only the year is known, its first or last with a doubt"

ALL = {
    "periods-overlap": broken(
        *(RULES, "2022-08-10,2024-12-31", "2022-08-10,2025-01-01"),
        (6, "effective_from", "2025-01-01"),
        "overlaps the period in line 5 (nc-us-co-2022)",
        hint="begin on 2025-01-02, or end the other one earlier",
    ),
    "period-without-an-end": broken(
        *(RULES, "2022-08-10,2024-12-31", "2022-08-10,", (6, "effective_from", "2025-01-01")),
        "overlaps the period in line 5 (nc-us-co-2022)",
        hint="give the other period its last day",
    ),
    "period-without-a-beginning": broken(
        *(RULES, "US-CO,2025-01-01,", "US-CO,,", (5, "effective_from", "2022-08-10")),
        "overlaps the period in line 6 (nc-us-co-2025)",
        hint="give the other period its last day",
    ),
    "begins-in-a-month": broken(
        *(RULES, "US-CO,2025-01-01,", "US-CO,2025-01,", (6, "effective_from", "2025-01")),
        "not a day",
        allowed=DAY,
        hint=WHICH,
    ),
    "ends-in-a-year": broken(
        *(RULES, "2022-08-10,2024-12-31", "2022-08-10,2024", (5, "effective_to", "2024")),
        "not a day",
        allowed=DAY,
        hint=WHICH,
    ),
    "threshold-of-no-currency": broken(
        *(RULES, "101250,USD,yearly-pay", "101250,,yearly-pay", (5, "threshold_currency", None)),
        "missing beside earnings_threshold",
    ),
    "threshold-of-no-basis": broken(
        *(RULES, "101250,USD,yearly-pay", "101250,USD,", (5, "threshold_basis", None)),
        "missing beside earnings_threshold",
    ),
    "reform-without-words": broken(
        *(
            RULES,
            "127091,USD,yearly-pay,1.5,high,,s-three,,,",
            "127091,USD,yearly-pay,1.5,high,,s-three,freer,Ban,",
            (6, "reform_fr", None),
        ),
        "missing beside change",
    ),
    "words-without-a-reform": broken(
        *(
            RULES,
            "127091,USD,yearly-pay,1.5,high,,s-three,,,",
            "127091,USD,yearly-pay,1.5,high,,s-three,,Ban,",
            (6, "change", None),
        ),
        "missing beside reform_en",
    ),
    "no-such-day": broken(
        *(RULES, "US,2028-01-01", "US,2028-02-30", (4, "effective_from", "2028-02-30")),
        "2028-02 has 29 days",
    ),
    "unknown-jurisdiction": broken(
        *(RULES, "nc-us-2028,US,", "nc-us-2028,USA,", (4, "jurisdiction_id", "USA")),
        "no such jurisdiction_id in jurisdictions",
        hint='did you mean "US"?',
    ),
}

SOUND: dict[str, Sound] = {
    "a-multiple-of-an-unknown-amount": (RULES, "50000,USD,yearly-pay,2", ",,,2"),
    "a-threshold-of-unknown-amount": (RULES, "101250,USD,yearly-pay", ",,yearly-pay"),
    "a-gap-between-periods": (RULES, "2022-08-10,2024-12-31", "2022-08-10,2024-12-30"),
    "what-is-not-in-force-binds-nobody": (RULES, "nc-us-2024,US,", "nc-us-2024,FR,"),
    "what-is-announced-may-replace": (
        RULES,
        "US-CO,2025-01-01,,income-threshold,in-force",
        "US-CO,2024-01-01,,income-threshold,announced",
    ),
    "another-jurisdiction": (
        RULES,
        "nc-us-co-2022,US-CO,2022-08-10,2024-12-31",
        "nc-us-co-2022,US,,",
    ),
}
