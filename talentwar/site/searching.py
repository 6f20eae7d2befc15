"""Search that knows the language's stems and does not mind its accents.

Sphinx takes a language's stemmer for both the index and the query; here both also lose their
accents, so that `departs`, `départ` and `départs` find the same pages.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages
from sphinx.util import import_object

_FOLD_IN_BROWSER = """
var Stemmer = (function (Plain) {
  return function () {
    var plain = new Plain();
    this.stemWord = function (word) {
      return plain.stemWord(word).normalize("NFD").replace(/\\p{Mn}/gu, "");
    };
  };
})(Stemmer);
"""


def fold(word: str) -> str:
    """Return a word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def folding(plain: type[SearchLanguage]) -> type[SearchLanguage]:
    """Return a search language like another, but without accents in its stems."""

    class Folding(plain):  # type: ignore[misc, valid-type]
        # Appended to the stemmer that the page loads.
        js_splitter_code = f"{plain.js_splitter_code}\n{_FOLD_IN_BROWSER}"

        def stem(self, word: str) -> str:
            return fold(super().stem(word))

    Folding.__name__ = f"Folding{plain.__name__}"
    return Folding


def register(app: Sphinx, _config: Any = None) -> None:
    """Let the book's language search without accents."""
    code = app.config.language
    plain = languages[code]
    if isinstance(plain, str):
        plain = import_object(plain)
    languages[code] = folding(plain)
