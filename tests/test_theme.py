"""The look that all charts share, and the phrases."""

from __future__ import annotations

import re

import pytest

from talentwar.charts import palette, theme, words
from talentwar.language import Language

EN, FR = Language("en"), Language("fr")
LIGHT, DARK = 0, 1
SIDES = pytest.mark.parametrize("side", [LIGHT, DARK], ids=["light", "dark"])
# Lines and fills that carry no information, and the paper itself.
DECORATIVE = {"grid", "paper"}
READ_AS_TEXT = ("ink", "muted", "accent")

# --- the look ------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(over: str, under: str, opacity: float) -> str:
    """Return the colour that one colour of this opacity has over another."""
    pairs = [(int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * o + (1 - opacity) * u):02x}" for o, u in pairs)


def test_contrast_agrees_with_the_examples_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@SIDES
@pytest.mark.parametrize("name", sorted({*palette.TOKENS, *palette.ORGANIZATIONS} - DECORATIVE))
def test_colours_stand_out_from_the_paper(name: str, side: int) -> None:
    colour = (palette.TOKENS | palette.ORGANIZATIONS)[name][side]
    needed = 4.5 if name in READ_AS_TEXT else 3
    assert contrast(colour, palette.TOKENS["paper"][side]) >= needed


@SIDES
def test_numbers_can_be_read_on_the_fullest_cell_of_the_matrix(side: int) -> None:
    gain, paper = palette.TOKENS["gain"][side], palette.TOKENS["paper"][side]
    cell = mixed(gain, paper, palette.DEEPEST_CELL)
    assert contrast(palette.TOKENS["ink"][side], cell) >= 4.5


@SIDES
def test_organisations_have_colours_of_their_own(side: int) -> None:
    colours = [pair[side] for pair in palette.ORGANIZATIONS.values()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def test_the_style_sheet_defines_every_token_in_both_themes() -> None:
    sheet = palette.style_sheet()
    for name, pair in {
        **palette.TOKENS,
        **{f"org-{k}": v for k, v in palette.ORGANIZATIONS.items()},
    }.items():
        defined = re.findall(rf"--tw-{name}: (#[0-9a-f]{{6}});", sheet)
        assert tuple(defined) == pair
    assert sheet.count("{") == sheet.count("}")


def test_a_colour_without_a_style_sheet_is_the_light_one() -> None:
    assert palette.token("ink") == f"var(--tw-ink, {palette.TOKENS['ink'][LIGHT]})"
    assert (
        palette.organization_color("xai") == f"var(--tw-org-xai, {palette.ORGANIZATIONS['xai'][0]})"
    )
    assert palette.organization_color("no-such-org") == palette.token("muted")
    with pytest.raises(KeyError, match="no-such-token"):
        palette.token("no-such-token")


@pytest.mark.parametrize(
    ("label", "broken"),
    [
        ("OpenAI", "OpenAI"),
        ("Safe Superintelligence", "Safe\nSuperintelligence"),
        ("Auteurs de l’article sur le Transformer", "Auteurs de l’article\nsur le Transformer"),
        ("Supercalifragilisticexpialidocious", "Supercalifragilisticexpialidocious"),
    ],
)
def test_long_labels_break_near_their_middle(label: str, broken: str) -> None:
    assert theme.two_lines(label) == broken


# --- shared phrases ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "english", "french"),
    [
        ("", "", "all dates", "toutes dates confondues"),
        ("2021", "", "since 2021", "depuis 2021"),
        ("", "2024-06", "until June 2024", "jusqu’à juin 2024"),
        ("2021-06-30", "", "since 30 June 2021", "depuis le 30 juin 2021"),
        ("", "2021-06-30", "until 30 June 2021", "jusqu’au 30 juin 2021"),
        ("2021-03", "2024", "March 2021 – 2024", "mars 2021 – 2024"),
        (
            *("2021-06-30", "2024-12-02"),
            *("30 June 2021 – 2 December 2024", "30 juin 2021 – 2 décembre 2024"),
        ),
    ],
)
def test_periods(since: str, until: str, english: str, french: str) -> None:
    assert (words.period(EN, since, until), words.period(FR, since, until)) == (english, french)


def test_names_and_counts() -> None:
    names = {"x": {"en": "Ex", "fr": "Ixe"}}
    assert [words.named(names, "x", language) for language in (EN, FR)] == ["Ex", "Ixe"]
    with pytest.raises(KeyError, match="nobody"):
        words.named(names, "nobody", EN)
    assert words.counted(EN, "spells", 1) == "1 spell"
    assert words.counted(FR, "rates", 4) == "4 taux publiés"
