"""The rule engine: known cases before and after each reform, and one answer for every day."""

from __future__ import annotations

import datetime
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwar.noncompetes import assess, checked_on, in_currency, rule_on, yearly_line
from talentwar.tables import load

RULES = load("noncompete_rules")
PLACES = sorted(set(RULES["jurisdiction_id"]))
MUCH = 300_000.0

# place, day, yearly pay -> outcome, whether twelve months can bind; and what says so
CASES: list[tuple[str, str, float, str, bool | None, str]] = [
    ("US-CA", "2010-01-01", MUCH, "void", False, "Bus. & Prof. Code § 16600; Edwards (2008)"),
    ("US-CA", "2024-01-01", MUCH, "void", False, "§ 16600.5 (SB 699)"),
    ("US-CA", "2026-06-01", MUCH, "void", False, "§§ 16600, 16608 (AB 692)"),
    ("US-ND", "2020-05-01", MUCH, "void", False, "N.D.C.C. § 9-08-06"),
    ("US-OK", "2020-05-01", MUCH, "void", False, "15 O.S. § 219A"),
    ("US-MN", "2023-06-30", MUCH, "may-bind", True, "common law"),
    ("US-MN", "2023-07-01", MUCH, "void", False, "Minn. Stat. § 181.988"),
    ("US-WY", "2025-06-30", MUCH, "may-bind", True, "common law"),
    ("US-WY", "2025-07-01", MUCH, "void", False, "Wyo. Stat. § 1-23-108"),
    ("US-WA", "2019-12-31", MUCH, "may-bind", True, "common law"),
    ("US-WA", "2020-01-01", 99_000, "below-line", False, "RCW 49.62.020"),
    ("US-WA", "2020-01-01", MUCH, "may-bind", True, "RCW 49.62.020"),
    ("US-WA", "2026-05-01", 120_000, "below-line", False, "RCW 49.62, line of 126,858.83"),
    ("US-WA", "2027-03-01", MUCH, "unknown", None, "RCW 49.62, amount of 2027 not known"),
    ("US-WA", "2027-06-30", MUCH, "void", False, "ESHB 1155 (2026)"),
    ("US-OR", "2023-06-01", 105_000, "below-line", False, "ORS 653.295 (SB 169)"),
    ("US-OR", "2023-06-01", MUCH, "may-bind", True, "ORS 653.295 (SB 169)"),
    ("US-CO", "2022-08-09", MUCH, "void", False, "C.R.S. 8-2-113 before HB 22-1317"),
    ("US-CO", "2024-03-01", 120_000, "below-line", False, "C.R.S. 8-2-113 (HB 22-1317)"),
    ("US-CO", "2024-03-01", MUCH, "may-bind", True, "C.R.S. 8-2-113 (HB 22-1317)"),
    ("US-IL", "2023-01-15", 70_000, "below-line", False, "820 ILCS 90 (SB 672)"),
    ("US-IL", "2023-01-15", 90_000, "may-bind", True, "820 ILCS 90 (SB 672)"),
    ("US-DC", "2023-01-15", 140_000, "below-line", False, "D.C. Code § 32-581.02"),
    ("US-DC", "2026-02-01", MUCH, "may-bind", True, "D.C. Code § 32-581.02"),
    ("US-VA", "2020-08-01", 50_000, "below-line", False, "Va. Code § 40.1-28.7:8"),
    ("US-VA", "2025-03-01", MUCH, "may-bind", True, "Va. Code § 40.1-28.7:8"),
    ("US-ME", "2024-06-01", 55_000, "below-line", False, "26 M.R.S. § 599-A, 400% of 15,060"),
    ("US-RI", "2024-06-01", 36_000, "below-line", False, "R.I.G.L. 28-59, 250% of 15,060"),
    ("US-NH", "2021-01-01", 29_000, "below-line", False, "RSA 275:70-a"),
    ("US-MD", "2024-06-01", 46_000, "below-line", False, "Labor & Empl. § 3-716"),
    ("US-MA", "2018-09-30", MUCH, "may-bind", True, "common law"),
    ("US-MA", "2018-10-01", MUCH, "only-if-paid", True, "M.G.L. c. 149, § 24L"),
    ("US-FL", "2025-06-30", MUCH, "binds", True, "Fla. Stat. § 542.335"),
    ("US-FL", "2025-07-01", MUCH, "binds", True, "Fla. Stat. § 542.45 (CHOICE Act)"),
    ("US-NY", "2024-01-15", MUCH, "may-bind", True, "S3100A vetoed on 2023-12-22"),
    ("US-TX", "2024-09-05", MUCH, "may-bind", True, "Bus. & Com. Code § 15.50"),
    ("US", "2024-09-05", MUCH, "may-bind", True, "FTC rule set aside on 2024-08-20 (Ryan v. FTC)"),
    ("US-UT", "2016-05-09", MUCH, "may-bind", True, "common law"),
    ("US-UT", "2016-05-10", MUCH, "may-bind", True, "Utah Code § 34-51-201, one year"),
    ("US-HI", "2015-06-30", MUCH, "may-bind", True, "HRS § 480-4"),
    ("US-HI", "2015-07-01", MUCH, "void", False, "HRS § 480-4(d), technology businesses"),
    ("US-TN", "2026-07-15", 60_000, "below-line", False, "Tenn. Code § 50-1-211"),
    ("US-TN", "2026-06-30", 60_000, "may-bind", True, "common law"),
    ("TW", "2015-12-15", MUCH, "may-bind", True, "case law"),
    ("TW", "2015-12-16", MUCH, "only-if-paid", True, "Labor Standards Act, art. 9-1"),
    ("GB", "2024-01-01", MUCH, "may-bind", True, "restraint of trade; cap never enacted"),
    ("FR", "2002-07-09", MUCH, "may-bind", True, "case law before July 2002"),
    ("FR", "2002-07-10", MUCH, "only-if-paid", True, "Cass. soc., 10 July 2002"),
    ("DE", "2024-01-01", MUCH, "only-if-paid", True, "HGB § 74"),
    ("FI", "2021-12-31", MUCH, "may-bind", True, "Employment Contracts Act"),
    ("FI", "2022-01-01", MUCH, "only-if-paid", True, "Employment Contracts Act, reform of 2022"),
    ("NO", "2016-01-01", MUCH, "only-if-paid", True, "Working Environment Act, ch. 14 A"),
    ("DK", "2016-01-01", MUCH, "only-if-paid", True, "Act on restrictive employment covenants"),
    ("CN", "2024-01-01", MUCH, "only-if-paid", True, "Labour Contract Law, art. 23-24"),
    ("CA-ON", "2021-10-24", MUCH, "may-bind", True, "common law"),
    ("CA-ON", "2021-10-25", MUCH, "void", False, "Employment Standards Act, s. 67.2"),
    ("IN", "2024-01-01", MUCH, "void", False, "Indian Contract Act, s. 27"),
    ("BE", "2024-06-01", 40_000, "below-line", False, "Act of 3 July 1978, art. 65"),
    ("BE", "2024-06-01", MUCH, "only-if-paid", True, "Act of 3 July 1978, art. 65"),
    ("AT", "2025-06-01", 50_000, "below-line", False, "AngG § 36, 20 daily ceilings a month"),
    ("AT", "2025-06-01", MUCH, "may-bind", True, "AngG § 36"),
    ("AU", "2027-06-01", MUCH, "may-bind", True, "the announced ban is not law"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "day", "pay", "outcome", "binds", "law"), CASES)
def test_known_cases(
    place: str, day: str, pay: float, outcome: str, binds: bool | None, law: str
) -> None:
    found = assess(RULES, place, datetime.date.fromisoformat(day), pay)
    assert (found.outcome, found.can_bind(12)) == (outcome, binds), law
    assert found.source_ids


def test_each_reform_of_a_status_changes_the_answer_on_its_day() -> None:
    law = RULES[(RULES["standing"] == "in-force") & RULES["effective_from_earliest"].notna()]
    tried = 0
    for row in law.to_dict("records"):
        day = row["effective_from_earliest"].date()
        before = rule_on(RULES, row["jurisdiction_id"], day - datetime.timedelta(days=1))
        assert rule_on(RULES, row["jurisdiction_id"], day)["rule_id"] == row["rule_id"]
        if before and before["status"] != row["status"]:
            tried += 1
            poor, rich = 1_000, 10_000_000
            pays = [
                (assess(RULES, row["jurisdiction_id"], d, pay)).outcome
                for d in (day - datetime.timedelta(days=1), day)
                for pay in (poor, rich)
            ]
            assert pays[:2] != pays[2:], row["rule_id"]
    assert tried > 15


def test_verdicts_in_short() -> None:
    day = datetime.date(2026, 11, 30)

    def told(place: str, months: float, pay: float = MUCH) -> str:
        return assess(RULES, place, day, pay).verdict(months)

    assert told("US-CA", 12) == "no"
    assert told("US-WA", 12, 100_000) == "no"
    assert told("DK", 12) == "if-paid"
    assert told("DK", 13) == "too-long"
    assert told("US-FL", 24) == "yes"
    assert told("GB", 24) == "if-reasonable"
    unknown = assess(RULES, "US-WA", datetime.date(2027, 3, 1), MUCH)
    assert unknown.verdict(12) == "unknown"
    assert math.isnan(unknown.held(12))
    assert assess(RULES, "DK", day, MUCH).held(24) == 12


def test_lines_in_another_currency_are_of_their_year() -> None:
    rates = load("exchange_rates")
    euros = in_currency(RULES, rates, "EUR").set_index("rule_id")["earnings_threshold"]
    dollars = in_currency(RULES, rates, "USD").set_index("rule_id")["earnings_threshold"]
    own = RULES.set_index("rule_id")["earnings_threshold"]
    assert euros["nc-be-2024"] == pytest.approx(own["nc-be-2024"])
    assert euros["nc-at-2024"] == pytest.approx(own["nc-at-2024"] * 14)
    assert dollars["nc-us-wa-2024"] == own["nc-us-wa-2024"]
    rate = rates[(rates["currency"] == "EUR") & (rates["year"] == 2024)]["usd_per_unit"].iloc[0]
    assert dollars["nc-be-2024"] == pytest.approx(own["nc-be-2024"] * rate)
    assert euros.isna().sum() == own.isna().sum(), "an amount was lost"


def test_when_the_law_was_last_read() -> None:
    read = checked_on(RULES, load("sources"))
    assert read["FR"] == "2026-11-22"
    assert read["DE"] == "2017-04-04", "no source has a day of reading: the newest one dates it"
    assert "ES" not in read


def test_a_cap_is_firm_and_a_presumption_is_not() -> None:
    day = datetime.date(2024, 1, 1)
    finland, sweden = (assess(RULES, place, day, MUCH) for place in ("FI", "SE"))
    assert finland.can_bind(12)
    assert not finland.can_bind(13)
    assert (finland.pay_share, finland.longest_months) == (0.6, 12)
    assert sweden.longest_months == 18
    assert sweden.can_bind(24)


def test_what_is_uncertain_is_said() -> None:
    day = datetime.date(2026, 5, 1)
    assert "close-to-line" in assess(RULES, "US-WA", day, 127_000).doubts
    assert "close-to-line" not in assess(RULES, "US-WA", day, MUCH).doubts
    assert "amount" in assess(RULES, "US-WA", datetime.date(2027, 1, 1), MUCH).doubts
    assert "agreement-date" in assess(RULES, "US-MN", day, MUCH).doubts


def test_lines_are_of_a_year() -> None:
    row = rule_on(RULES, "AT", datetime.date(2025, 6, 1))
    assert yearly_line(row) == 4300 * 14
    assert yearly_line(rule_on(RULES, "GB", datetime.date(2025, 6, 1))) is None


@settings(deadline=None)
@given(
    st.sampled_from(PLACES),
    st.dates(datetime.date(2010, 1, 1), datetime.date(2028, 12, 31)),
    st.floats(1_000, 10_000_000),
)
def test_every_place_has_one_answer_every_day(place: str, day: datetime.date, pay: float) -> None:
    found = assess(RULES, place, day, pay)
    assert found.outcome != "no-rule"
    richer = assess(RULES, place, day, pay * 2)
    # More pay never frees from a clause.
    assert richer.outcome == found.outcome or found.outcome == "below-line"


def test_before_the_record_there_is_no_rule_and_two_are_refused() -> None:
    assert assess(RULES, "CN", datetime.date(2000, 1, 1), MUCH).outcome == "no-rule"
    assert assess(RULES, "CN", datetime.date(2000, 1, 1), MUCH).can_bind(1) is None
    twice = pd.concat([RULES, RULES[RULES["rule_id"] == "nc-de-base"]])
    with pytest.raises(ValueError, match="two rules"):
        rule_on(twice, "DE", datetime.date(2024, 1, 1))
