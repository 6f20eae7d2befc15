"""Amounts that cannot be: currencies, parts and wholes, events told twice, totals, pay."""

from broken import Sound, broken

EVENTS = "funding_events"
KNOWN = "EUR, USD"
ONCE = "merge the rows, or say with part_of_id that one is part of the other"
TENDER = "fe-cohere-2021-1,"
"""The line after that of a secondary tender of 2025-03, where more of its kind go."""


def tender(date: str, cells: str) -> str:
    """Return a second tender of a date, with these cells from amount to cap_per_person."""
    return (
        f"fe-anthropic-2025-2,anthropic,{date},secondary-tender,{cells},"
        f"completed,,,low,,s-blog\n{TENDER}"
    )


CURRENCIES = {
    "no-currency": broken(
        *(EVENTS, "450000000,4100000000,USD", "450000000,4100000000,"),
        (2, "currency", None),
        "missing beside amount",
    ),
    "no-currency-of-a-valuation": broken(
        *(EVENTS, "450000000,4100000000,USD", ",4100000000,", (2, "currency", None)),
        "missing beside valuation",
    ),
    "no-currency-of-a-share-price": broken(
        *(EVENTS, "1000000000,,USD,,56.09,2000000", ",,,,56.09,", (6, "currency", None)),
        "missing beside share_price",
    ),
    "no-currency-of-a-cap": broken(
        *(EVENTS, "1000000000,,USD,,56.09,2000000", ",,,,,2000000", (6, "currency", None)),
        "missing beside cap_per_person",
    ),
    "no-currency-of-a-total": broken(
        *("capital_totals", "4500000000,USD", "4500000000,", (2, "currency", None)),
        "missing beside amount",
    ),
    "no-currency-of-pay": broken(
        *("compensation", "120000.5,EUR", "120000.5,", (3, "currency", None)),
        "missing beside amount_low",
    ),
    "no-currency-of-pay-at-most": broken(
        *("compensation", "90000,120000.5,EUR", ",120000.5,", (3, "currency", None)),
        "missing beside amount_high",
    ),
    "unknown-currency": broken(
        *(EVENTS, "25000000,,EUR", "25000000,,EURO", (9, "currency", "EURO"), "unknown currency"),
        allowed=KNOWN,
        hint='did you mean "EUR"?',
    ),
    "unknown-currency-of-a-total": broken(
        *("capital_totals", "5500000,EUR", "5500000,JPY", (3, "currency", "JPY")),
        "unknown currency",
        allowed=KNOWN,
        hint="add its rates to data/tables/exchange_rates.csv first",
    ),
    "unknown-currency-of-pay": broken(
        *("compensation", "120000.5,EUR", "120000.5,eur", (3, "currency", "eur")),
        "unknown currency",
        allowed=KNOWN,
        hint='did you mean "EUR"?',
    ),
    "unknown-currency-of-a-threshold": broken(
        *("noncompete_rules", "50000,USD", "50000,US$", (4, "threshold_currency", "US$")),
        "unknown currency",
        allowed=KNOWN,
        hint='did you mean "USD"?',
    ),
    "amount-with-thousands-separators": broken(
        *(EVENTS, "450000000,4100", '"450,000,000",4100', (2, "amount", "450,000,000")),
        "not of type number",
        hint="write it without thousands separators",
    ),
    "amount-with-blanks": broken(
        *(EVENTS, "450000000,4100", "450 000 000,4100", (2, "amount", "450 000 000")),
        "not of type number",
        hint="write it without thousands separators",
    ),
    "amount-in-words": broken(
        *(EVENTS, "450000000,4100", "450m,4100", (2, "amount", "450m"), "not of type number")
    ),
    "amount-below-nothing": broken(
        *(EVENTS, "450000000,4100", "-450000000,4100", (2, "amount", "-450000000")),
        "out of range",
        allowed="from 0",
    ),
    "a-rate-twice": broken(
        "exchange_rates", "EUR,2025", "EUR,2023", (3, "year", "2023"), "the same rate as in line 2"
    ),
}

WHOLES = {
    "part-of-another-company": broken(
        *(
            EVENTS,
            "40000000,,USD,,,,completed,,",
            ",,,,,,completed,fe-anthropic-2024-1,",
        ),
        (7, "part_of_id", "fe-anthropic-2024-1"),
        "belongs to another organisation (anthropic)",
    ),
    "part-of-itself": broken(
        *(EVENTS, "40000000,,USD,,,,completed,,", "40000000,,USD,,,,completed,fe-cohere-2021-1,"),
        (7, "part_of_id", "fe-cohere-2021-1"),
        "runs in a circle: fe-cohere-2021-1 -> fe-cohere-2021-1",
    ),
    "parts-of-each-other": broken(
        *(EVENTS, "4000000000,,USD,,,,committed,,", ",,,,,,committed,fe-anthropic-2024-2,"),
        (3, "part_of_id", "fe-anthropic-2024-2"),
        "runs in a circle: fe-anthropic-2024-1 -> fe-anthropic-2024-2 -> fe-anthropic-2024-1",
    ),
    "part-above-the-whole": broken(
        *(EVENTS, "moitié,1300000000", "moitié,4000000001", (4, "amount", "4000000001")),
        "is greater than the whole in line 3 (4000000000)",
    ),
    "parts-above-the-whole": broken(
        *(EVENTS, "moitié,1300000000", "moitié,1300000001", (3, "amount", "4000000000")),
        "is less than the sum of its 2 parts (",
    ),
    "unknown-whole": broken(
        *(EVENTS, "completed,fe-anthropic-2024-1,,medium", "completed,round-b,,medium"),
        (4, "part_of_id", "round-b"),
        "no such event_id in funding_events",
        hint="add it to data/tables/funding_events.csv first",
    ),
}

ONE_EVENT = {
    "the-same-amount-a-month-later": broken(
        *(EVENTS, TENDER, tender("2025-05-01", ",,,1000000000,,USD,,,")),
        (7, "event_id", "fe-anthropic-2025-2"),
        "the same event as in line 6 (fe-anthropic-2025-1)",
        hint=ONCE,
    ),
    "the-same-round-of-another-amount": broken(
        EVENTS,
        "fe-anthropic-2024-1,anthropic",
        "fe-anthropic-2023-2,anthropic,2023-04,primary-round,series c,,,440000000,,USD,,,,"
        "completed,,,low,,s-blog\nfe-anthropic-2024-1,anthropic",
        (3, "event_id", "fe-anthropic-2023-2"),
        "the same event as in line 2 (fe-anthropic-2023-1)",
        hint=ONCE,
    ),
    "the-same-purchase": broken(
        EVENTS,
        "fe-echo-lab-2025-1,",
        "fe-echo-lab-2024-1,echo-lab,2025-02,acquisition,,,,25000000,,EUR,,,,completed,,google,"
        "low,,s-blog\nfe-echo-lab-2025-1,",
        (10, "event_id", "fe-echo-lab-2025-1"),
        "the same event as in line 9 (fe-echo-lab-2024-1)",
        hint=ONCE,
    ),
}

WORTH = {
    "basis-of-nothing": broken(
        *(EVENTS, "40000000,,USD,,,,", "40000000,,USD,post,,,", (7, "basis", "post")),
        "given without a valuation",
    ),
    "worth-less-than-it-raised": broken(
        *(EVENTS, "450000000,4100000000,USD,post", "450000000,449999999,USD,post"),
        (2, "valuation", "449999999"),
        "is less than the amount raised (450000000)",
    ),
    "worth-less-on-no-known-basis": broken(
        *(EVENTS, "4500000,EUR,pre", "4500000,EUR,", (8, "valuation", "4500000")),
        "is less than the amount raised (5000000)",
    ),
    "total-below-a-round": broken(
        *("capital_totals", "4500000000,", "449999999,", (2, "amount", "449999999")),
        "is less than the round in data/tables/funding_events.csv:2 (",
    ),
    "a-person-of-two-names": broken(
        *("compensation", "Di Delta,Di Delta", "Di Delta,Di Déltá"),
        (2, "recipient_fr", "Di Déltá"),
        "a person has one name",
    ),
    "a-person-of-no-french-name": broken(
        *("compensation", "Di Delta,Di Delta", "Di Delta,", (2, "recipient_fr", None)),
        "a person has one name",
    ),
}

ALL = {**CURRENCIES, **WHOLES, **ONE_EVENT, **WORTH}

SOUND: dict[str, Sound] = {
    "the-base-currency-needs-no-rate": ("compensation", "120000.5,EUR", "120000.5,USD"),
    "nothing-and-no-currency": (EVENTS, "40000000,,USD", ",,"),
    "parts-of-a-whole-of-no-amount": (
        EVENTS,
        "4000000000,,USD,,,,committed",
        ",,,,,,committed",
    ),
    "a-part-in-another-currency": (
        EVENTS,
        "1300000000,,USD,,,,completed,",
        "4100000000,,EUR,,,,completed,",
    ),
    "the-same-amount-32-days-later": (
        EVENTS,
        TENDER,
        tender("2025-05-02", ",,,1000000000,,USD,,,"),
    ),
    "the-same-amount-32-days-earlier": (
        EVENTS,
        TENDER,
        tender("2025-01-28", ",,,1000000000,,USD,,,"),
    ),
    "another-amount": (EVENTS, TENDER, tender("2025-03", ",,,1000000001,,USD,,,")),
    "another-currency": (EVENTS, TENDER, tender("2025-03", ",,,1000000000,,EUR,,,")),
    "an-event-of-no-date": (EVENTS, TENDER, tender("", ",,,1000000000,,USD,,,")),
    "an-event-of-another-kind": (
        EVENTS,
        TENDER,
        tender("2025-03", ",,,1000000000,,USD,,,").replace("secondary-tender", "acquisition"),
    ),
    "an-event-of-another-company": (
        EVENTS,
        TENDER,
        tender("2025-03", ",,,1000000000,,USD,,,").replace(",anthropic,", ",openai,"),
    ),
    "a-part-of-the-same-amount": (
        EVENTS,
        "2700000000,,USD,,,,completed",
        "1300000000,,USD,,,,completed",
    ),
    "worth-what-it-raised": (EVENTS, "450000000,4100000000", "450000000,450000000"),
    "a-purchase-for-more-than-the-valuation": (
        EVENTS,
        "25000000,,EUR,",
        "25000000,1000000,EUR,post",
    ),
    "a-total-of-exactly-the-round": ("capital_totals", "4500000000,", "450000000,"),
    "a-total-of-the-month-of-the-round": (
        "capital_totals",
        "2024-03,4500000000,",
        "2023-05,449999999,",
    ),
    "a-total-in-another-currency": (
        "capital_totals",
        "4500000000,USD",
        "449999999,EUR",
    ),
    "a-total-below-what-is-only-committed": (
        "capital_totals",
        "2024-03,4500000000",
        "2025-01,3900000000",
    ),
    "another-currency-in-the-same-year": ("exchange_rates", "EUR,2025", "GBP,2023"),
    "a-group-is-named-in-each-language": ("compensation", "Ingénieurs", "Ingénieurs de recherche"),
}
