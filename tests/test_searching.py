"""Search knows stems and does not mind accents."""

import pytest
from sphinx.search.en import SearchEnglish
from sphinx.search.fr import SearchFrench

from talentwar.site.searching import fold, folding


@pytest.mark.parametrize(
    ("word", "plain"), [("départ", "depart"), ("Ça", "Ca"), ("œuvre", "œuvre")]
)
def test_folding(word: str, plain: str) -> None:
    assert fold(word) == plain


@pytest.mark.parametrize("words", [("départ", "départs", "departs"), ("recensé", "recensées")])
def test_forms_of_a_french_word_share_a_stem(words: tuple[str, ...]) -> None:
    search = folding(SearchFrench)({})
    assert len({search.stem(word) for word in words}) == 1


def test_the_browser_folds_what_the_index_folds() -> None:
    for plain in (SearchFrench, SearchEnglish):
        assert "normalize" in folding(plain)({}).js_splitter_code
