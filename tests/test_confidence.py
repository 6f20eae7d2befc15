"""The rule that turns sources and a doubt into a confidence, case by case."""

import pytest

from talentwar.confidence import Source, originals, supported
from talentwar.selection import CONFIDENCES

PRIMARY = Source("primary", "Lab", "Lab")
RESEARCH = Source("research", "Journal", "")
DAILY = Source("press", "Daily", "Daily")
WEEKLY = Source("reference", "Weekly", "Weekly")
FIRM = Source("professional", "Firm", "Firm")
RELAY = Source("press", "Parrot", "Daily")
OTHER_RELAY = Source("reference", "Echo", "Daily")
UNTRACED = Source("press", "Rumour Mill", "")
ALSO_UNTRACED = Source("professional", "Hearsay", "")
BLOG = Source("blog", "Blogger", "Blogger")
OTHER_BLOG = Source("blog", "Diarist", "Diarist")
BLOG_OF_THE_DAILY = Source("blog", "Daily", "")
BLOG_AFTER_THE_DAILY = Source("blog", "Blogger", "Daily")
OTHER_BLOG_AFTER_THE_DAILY = Source("blog", "Diarist", "Daily")
DAILY_UNTRACED = Source("press", "Daily", "")

RULE: dict[str, tuple[list[Source], str]] = {
    "a primary source": ([PRIMARY], "high"),
    "a study, whoever printed it": ([RESEARCH], "high"),
    "a strong source among weak ones": ([BLOG, PRIMARY, UNTRACED], "high"),
    "one outlet": ([DAILY], "medium"),
    "one work of reference": ([WEEKLY], "medium"),
    "one firm": ([FIRM], "medium"),
    "two outlets": ([DAILY, WEEKLY], "high"),
    "an outlet and a firm": ([FIRM, DAILY], "high"),
    "two pages of one outlet": ([DAILY, DAILY], "medium"),
    "an outlet and its relay": ([DAILY, RELAY], "medium"),
    "two relays of one original": ([RELAY, OTHER_RELAY], "medium"),
    "a relay and another outlet": ([RELAY, WEEKLY], "high"),
    "one blog": ([BLOG], "low"),
    "two pages of one blog": ([BLOG, BLOG], "low"),
    "two blogs": ([BLOG, OTHER_BLOG], "medium"),
    "three blogs": ([BLOG, OTHER_BLOG, UNTRACED], "medium"),
    "an outlet of unknown origin": ([UNTRACED], "low"),
    "a firm of unknown origin": ([ALSO_UNTRACED], "low"),
    "two outlets of unknown origin": ([UNTRACED, ALSO_UNTRACED], "medium"),
    "two pages of one outlet of unknown origin": ([UNTRACED, UNTRACED], "low"),
    "a blog and an outlet of unknown origin": ([BLOG, UNTRACED], "medium"),
    "an outlet and a blog": ([DAILY, BLOG], "medium"),
    "an outlet and two blogs": ([DAILY, BLOG, OTHER_BLOG], "medium"),
    "an outlet and a page of its own": ([DAILY, BLOG_OF_THE_DAILY], "medium"),
    "an outlet and a blog after it": ([DAILY, BLOG_AFTER_THE_DAILY], "medium"),
    "an outlet and its untraced page": ([DAILY, DAILY_UNTRACED], "medium"),
    "a blog after an outlet alone": ([BLOG_AFTER_THE_DAILY], "medium"),
    "a blog after an outlet, and another outlet": ([BLOG_AFTER_THE_DAILY, WEEKLY], "high"),
    "a blog, and its page after an outlet": ([BLOG, BLOG_AFTER_THE_DAILY], "medium"),
    "two blogs after one outlet": ([BLOG_AFTER_THE_DAILY, OTHER_BLOG_AFTER_THE_DAILY], "medium"),
}


@pytest.mark.parametrize(("sources", "level"), RULE.values(), ids=RULE.keys())
def test_the_rule(sources: list[Source], level: str) -> None:
    assert supported(sources) == level
    assert supported(reversed(sources)) == level, "the order of the sources is no evidence"
    assert supported([*sources, *sources]) == level, "to say it twice is no evidence"


@pytest.mark.parametrize(
    ("sources", "level"),
    [([PRIMARY], "medium"), ([DAILY, WEEKLY], "medium"), ([DAILY], "low"), ([BLOG], "low")],
)
def test_a_doubt_costs_one_level_and_no_more(sources: list[Source], level: str) -> None:
    assert supported(sources, doubt=True) == level


def test_more_sources_never_lower_the_confidence() -> None:
    known = [PRIMARY, DAILY, WEEKLY, RELAY, UNTRACED, BLOG, OTHER_BLOG, BLOG_AFTER_THE_DAILY]
    for one in known:
        for other in known:
            alone = CONFIDENCES.index(supported([one]))
            assert CONFIDENCES.index(supported([one, other])) >= alone, (one, other)


def test_no_source_gives_no_confidence() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        supported([])
    with pytest.raises(ValueError, match="at least one source"):
        supported(iter(()), doubt=True)


def test_a_source_is_read_from_its_row() -> None:
    row = {"source_id": "s", "kind": "press", "publisher": "Parrot", "original_publisher": "Daily"}
    assert Source.of(row) == RELAY


def test_originals_are_those_that_are_known() -> None:
    assert originals([DAILY, RELAY, UNTRACED, BLOG]) == {"Daily", "Blogger"}
    assert originals([]) == frozenset()
