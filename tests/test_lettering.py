"""Text in pictures: widths by hand, lines that lose nothing."""

from __future__ import annotations

import pytest

from talentwar.site.lettering import Style, lines, svg_lines, width

PLAIN, BOLD = Style(10, 14, "#000000"), Style(10, 14, "#000000", bold=True)


@pytest.mark.parametrize(
    ("text", "units"),
    [("Hello", 722 + 556 + 222 + 222 + 556), ("8.2 %", 556 + 278 + 556 + 278 + 889), ("", 0)],
)
def test_widths_are_those_of_helvetica(text: str, units: int) -> None:
    assert width(text, PLAIN) == pytest.approx(units / 100)


def test_accents_change_no_width_and_unknown_letters_are_wide() -> None:
    assert width("é", PLAIN) == width("e", PLAIN)
    assert width("語", PLAIN) == 10
    assert width("a", BOLD) > width("a", PLAIN)


@pytest.mark.parametrize("within", [60, 120, 500])
def test_lines_lose_nothing_and_keep_to_the_width(within: float) -> None:
    text = "Les 8,2 publiés sont compatibles avec nos relevés, mais bien d’autres aussi"
    broken = lines(text, PLAIN, within)
    assert " ".join(broken) == text
    assert all(width(line, PLAIN) <= within for line in broken)


def test_french_punctuation_begins_no_line() -> None:
    text = "un deux\N{NO-BREAK SPACE}: trois\N{NARROW NO-BREAK SPACE}; quatre"
    for within in range(10, 200, 7):
        assert not any(line.startswith((":", ";")) for line in lines(text, PLAIN, within))


def test_a_word_too_wide_stands_alone() -> None:
    assert lines("a Supercalifragilistic b", PLAIN, 20) == ["a", "Supercalifragilistic", "b"]


def test_markup_is_text() -> None:
    drawn = svg_lines(["<b> & co"], PLAIN, 0, 0)
    assert "&lt;b&gt; &amp; co" in drawn
    assert svg_lines(["a", "b"], PLAIN, 0, 0).count("<text ") == 2
