"""Parameters on the site: each chapter says what it was computed with."""

import re
from pathlib import Path

import pytest

from talentwar.language import Language, languages
from talentwar.parameters import CHAPTERS, read_command
from talentwar.parameters.words import entries, reference
from talentwar.pipeline.paths import SITE
from talentwar.site.templates import template


def page(code: str, name: str) -> str:
    return Path(SITE / code / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_says_what_it_was_computed_with(code: str, chapter: str) -> None:
    language = Language(code)
    (panel,) = re.findall(
        r'<details class="tw-parameters">.*?</details>', page(code, chapter), re.S
    )
    for entry in reference(language)[chapter]:
        assert f"{entry.name}: " in panel
        assert f"<strong>{entry.label}</strong>" in panel
    assert language.t("parameters.unchanged") in panel


@pytest.mark.parametrize("code", languages())
def test_the_reference_holds_every_parameter(code: str) -> None:
    html = page(code, "parameters")
    for chapter, told in reference(Language(code)).items():
        assert f'id="parameters-{chapter}"' in html
        for entry in told:
            assert f'id="parameter-{chapter}-{entry.name}"' in html


@pytest.mark.parametrize("code", languages())
def test_a_page_that_differs_from_the_default_says_so_at_once(code: str) -> None:
    language = Language(code)
    used = entries(read_command("flows", ["since=2024", "merge_google=true"]), language)
    changed = [entry for entry in used if not entry.is_default]
    html = template("parameters-used.html").render(entries=used, changed=changed, t=language.t)
    assert '<details class="tw-parameters" open>' in html
    assert language.t("parameters.changed", n=2) in html
