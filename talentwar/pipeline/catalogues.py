"""Check the catalogues of texts: every key used, in every language, with the same places."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.pofile import read_po

from talentwar.language import catalogue_path, languages
from talentwar.pipeline.paths import BOOK, NOTEBOOKS, ROOT, shown
from talentwar.problems import Problem

_PLACE = re.compile(r"\{(\w+)[^}]*\}")
# A call of a function that takes a key, maybe an f-string. In notebooks quotes are escaped.
_CALL = re.compile(
    r"""\b(?:t|tn|everywhere)\(\s*(?P<f>f?)(?P<quote>\\?["'])(?P<key>[a-z][^"'\\\s]+)(?P=quote)"""
)


def keys_used() -> set[re.Pattern[str]]:
    """Return a pattern for every key that code, templates and notebooks ask for.

    The places of an f-string stand for anything without a dot.
    """
    files = sorted(
        [*(ROOT / "talentwar").rglob("*.py"), *(BOOK / "_templates").rglob("*.html"),
         *NOTEBOOKS.glob("*.ipynb")]
    )  # fmt: skip
    patterns = set()
    for path in files:
        for call in _CALL.finditer(path.read_text(encoding="utf-8")):
            pieces = re.split(r"\{[^}]*\}", call["key"]) if call["f"] else [call["key"]]
            patterns.add(re.compile(r"[^.]+".join(map(re.escape, pieces))))
    return patterns


def check() -> list[Problem]:
    """Return what is wrong with the catalogues."""
    used = keys_used()
    places: dict[str, dict[str, set[str]]] = {}
    problems: list[Problem] = []
    for code in languages():
        path = catalogue_path(code)
        texts = _texts(path)
        missing = sorted(p.pattern for p in used if not any(p.fullmatch(k) for k in texts))
        problems += [
            Problem(shown(path), "a text is missing", field=key.replace("\\", ""))
            for key in missing
        ]
        unused = sorted(k for k in texts if not any(p.fullmatch(k) for p in used))
        problems += [Problem(shown(path), "no code asks for this text", field=k) for k in unused]
        for key, text in texts.items():
            if fault := _fault(text):
                problems.append(Problem(shown(path), fault, field=key))
            places.setdefault(key, {})[code] = set(_PLACE.findall(text))
    for key, by_code in places.items():
        if len({frozenset(p) for p in by_code.values()}) > 1:
            listing = "; ".join(f"{c}: {', '.join(sorted(p))}" for c, p in by_code.items())
            problems.append(
                Problem("talentwar/locale", "not the same {places} in each language",
                        field=key, value=listing)
            )  # fmt: skip
    return problems


def _texts(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    return {
        # Entries marked as fuzzy are not used when texts are looked up.
        (m.id[0] if isinstance(m.id, tuple | list) else m.id): _joined(m.string)
        for m in catalogue
        if m.id and not m.fuzzy
    }


def _joined(forms: Any) -> str:
    """Return the forms of a text together; nothing when one of them is missing."""
    listed = list(forms) if isinstance(forms, tuple | list) else [str(forms)]
    return " ".join(listed) if all(listed) else ""


def _fault(text: str) -> str | None:
    if not text.strip():
        return "the text, or one of its plural forms, is empty"
    try:
        list(Formatter().parse(text))
    except ValueError as error:
        return f"braces that do not match: {error}"
    return None
