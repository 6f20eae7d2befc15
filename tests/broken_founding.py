"""Spin-outs and founders that contradict themselves, each other, moves or deals."""

from broken import Sound, broken

MOVE = "correct one of them, or add the move in between"
FOUNDERLESS = "add the founders, or leave the company out of data/tables/spinouts.csv"

OUTCOMES = {
    "outcome-date-of-an-active-company": broken(
        *("spinouts", "active,2026-03,,", "active,2026-03,2026-02,"),
        (2, "outcome_date", "2026-02"),
        "given for an active company",
    ),
    "buyer-of-an-active-company": broken(
        *("spinouts", "active,2026-03,,,", "active,2026-03,,openai,"),
        (2, "acquirer_id", "openai"),
        "given for an active company",
    ),
    "outcome-of-an-active-company": broken(
        *("spinouts", "active,2026-03,,,,", "active,2026-03,,,Bought,"),
        (2, "outcome_en", "Bought"),
        "given for an active company",
    ),
    "french-outcome-of-an-active-company": broken(
        *("spinouts", "active,2026-03,,,,", "active,2026-03,,,,Rachetée"),
        (2, "outcome_fr", "Rachetée"),
        "given for an active company",
    ),
    "no-outcome": broken(
        *("spinouts", "Bought by Google", "", (4, "outcome_en", None)),
        "missing for a company that is acquired",
    ),
    "no-french-outcome": broken(
        *("spinouts", "Rachetée par Google", "", (4, "outcome_fr", None)),
        "missing for a company that is acquired",
    ),
    "another-buyer": broken(
        *("spinouts", "2025-02-10,google", "2025-02-10,openai", (4, "acquirer_id", "openai")),
        "data/tables/funding_events.csv has it bought by google",
    ),
    "another-buyer-of-a-licence": broken(
        "spinouts",
        "acquired,2025-03,2025-02-10,google",
        "license-and-hire,2025-03,2025-02-10,openai",
        (4, "acquirer_id", "openai"),
        "data/tables/funding_events.csv has it bought by google",
    ),
    "another-buyer-of-a-merger": broken(
        *("spinouts", "acquired,2025-03,2025-02-10,google", "merged,2025-03,2025-02-10,openai"),
        (4, "acquirer_id", "openai"),
        "data/tables/funding_events.csv has it bought by google",
    ),
}

FOUNDERS = {
    "founder-twice": broken(
        *("founders", "fo-003,anthropic,Fay Zeta", "fo-003,anthropic,Eve Epsilon"),
        (4, "person", "Eve Epsilon"),
        "stands already in line 3 for this company",
    ),
    "no-founder": broken(
        *("founders", "2022-10,founder,", "2022-10,founding-member,"),
        (4, "org_id", "echo-lab"),
        "no founder of it in data/tables/founders.csv",
        hint=FOUNDERLESS,
        told="spinouts",
    ),
    "more-founders-than-it-has": broken(
        *("spinouts", "openai;google-brain,3,2", "openai;google-brain,1,1"),
        (2, "founders_total", "1"),
        "there are 2 in data/tables/founders.csv",
    ),
    "more-from-the-origins-than-in-all": broken(
        *("spinouts", "openai,2,1", "openai,2,3", (4, "founders_from_origins", "3")),
        "is greater than founders_total (2)",
    ),
    "from-elsewhere-than-the-move": broken(
        *("founders", "Ann Alpha,openai", "Ann Alpha,google", (2, "origin_id", "google")),
        "data/tables/moves.csv has this person come from openai",
        hint=MOVE,
    ),
    "ended-and-seen": broken(
        *("founders", "2024-05-01,,medium", "2024-05-01,2024-06,medium"),
        (3, "censored_on", "2024-06"),
        "given together with ended (2024-05-01)",
        allowed="only one of the two",
    ),
    "left-before-the-founding": broken(
        *("founders", "2024-05-01,,medium", "2020-12-31,,medium", (3, "ended", "2020-12-31")),
        "lies before the founding (2021)",
    ),
    "seen-before-the-founding": broken(
        *("founders", "founder,,2025-02", "founder,,2022-10", (6, "censored_on", "2022-10")),
        "lies before the founding (2022-11)",
    ),
    "unknown-company": broken(
        *("founders", "fo-003,anthropic", "fo-003,openai", (4, "org_id", "openai")),
        "no such org_id in spinouts",
        hint="add it to data/tables/spinouts.csv first",
    ),
}

ALL = {**OUTCOMES, **FOUNDERS}

SOUND: dict[str, Sound] = {
    "as-many-founders-as-it-has": ("spinouts", "brain,3,2", "brain,2,2"),
    "an-unknown-number-of-founders": ("spinouts", "brain,3,2", "brain,,2"),
    "a-founding-member-is-no-founder": ("spinouts", "brain,3,2", "brain,2,1"),
    "a-founder-of-two-companies": ("founders", "echo-lab,Gus Eta", "echo-lab,Eve Epsilon"),
    "an-origin-nobody-knows": ("founders", "Ann Alpha,openai", "Ann Alpha,undisclosed"),
    "a-move-from-nowhere-known": ("moves", "Ann Alpha,openai", "Ann Alpha,undisclosed"),
    "left-in-the-year-of-the-founding": ("founders", "2024-05-01,,medium", "2021,,medium"),
    "seen-in-the-year-of-the-founding": ("founders", "founder,,2025-02", "founder,,2022"),
    "a-buyer-that-is-not-named": ("spinouts", "2025-02-10,google", "2025-02-10,"),
    "a-deal-without-a-buyer": ("funding_events", "completed,,google", "completed,,"),
    "a-shareholder-of-a-listed-company": (
        "spinouts",
        "acquired,2025-03,2025-02-10,google",
        "public,2025-03,2025-02-10,openai",
    ),
}
