"""Leave out of a built book what its pages do not use, and serve one style sheet instead of many.

The theme ships for every purpose: icons, dropdowns, carousels, its own scripts. What a page
needs is decided by looking: a style rule stays when its classes and ids occur in some page or
script, a file of the theme when some page or style sheet asks for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tinycss2
from tinycss2.ast import (
    AtRule,
    FunctionBlock,
    HashToken,
    IdentToken,
    LiteralToken,
    Node,
    QualifiedRule,
)

BUNDLE = "site.css"
_WORD = re.compile(r"[\w-]+")
_SHEET = re.compile(r'[ \t]*<link [^>]*?rel="stylesheet"[^>]*?>\n?')
_IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""")
_HREF = re.compile(r'href="([^"]+)"')
_ASKED = re.compile(r'(?:src|href)="([^"]+)"|url\(\s*["\']?([^"\')]+)')
_GROUPS = {"media", "supports", "layer"}
_DROPPED_FONTS = re.compile(r"Font ?Awesome", re.IGNORECASE)


def lighten(html: Path, own: Path) -> None:
    """Bundle the styles of a built book and remove what nothing asks for.

    ``html`` is the book's folder, ``own`` the folder of our static files, which all stay but
    for the style sheets that are now in the bundle. Raises ``ValueError`` when two pages do not
    take the same style sheets, for one bundle then would not do.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(html.rglob("*.html"))}
    pages = {path: text for path, text in pages.items() if "<html" in text}
    lists = {tuple(_sheets(text)) for text in pages.values()}
    if len(lists) != 1:
        raise ValueError(f"pages with different style sheets: {sorted(lists)}")
    sheets = [html / name for name in lists.pop()]
    scripts = [path.read_text(encoding="utf-8") for path in (html / "_static").glob("*.js")]
    words = set(_WORD.findall("\n".join([*pages.values(), *scripts])))
    bundle = purge("\n".join(map(_with_imports, sheets)), words)
    (html / "_static" / BUNDLE).write_text(bundle, encoding="utf-8")
    version = hashlib.sha256(bundle.encode()).hexdigest()[:10]
    for path, text in pages.items():
        path.write_text(_with_bundle(text, f"_static/{BUNDLE}?v={version}"), encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in pages]
    kept = asked_for([*texts, bundle]) | {
        path.relative_to(own).as_posix()
        for path in own.rglob("*")
        if path.is_file() and path.suffix != ".css"
    }
    _remove_all_but(html / "_static", kept)


def purge(css: str, words: set[str]) -> str:
    """Return a style sheet without the rules whose classes or ids are none of ``words``."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return _serialized(rules, words)


def asked_for(texts: Iterable[str]) -> set[str]:
    """Return the paths inside ``_static`` that pages and the bundle ask for."""
    found = set()
    for text in texts:
        for attribute, url in _ASKED.findall(text):
            path = unquote(urlsplit(attribute or url).path)
            found.add(path.removeprefix("_static/"))
    return found


def _sheets(page: str) -> list[str]:
    links = [_HREF.search(tag) for tag in _SHEET.findall(page)]
    return [urlsplit(link.group(1)).path for link in links if link]


def _with_imports(sheet: Path) -> str:
    """Return a style sheet with those it imports in their place."""
    text = sheet.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: _with_imports(sheet.parent / found.group(1)), text)


def _with_bundle(page: str, href: str) -> str:
    link = f'    <link rel="stylesheet" href="{href}">\n'
    first = _SHEET.search(page)
    start = first.start() if first else 0
    return page[:start] + link + _SHEET.sub("", page[start:])


def _serialized(rules: Iterable[Node], words: set[str]) -> str:
    return "".join(filter(None, (_rule(rule, words) for rule in rules)))


def _rule(rule: Node, words: set[str]) -> str:
    if isinstance(rule, QualifiedRule):
        kept = [s for s in _selectors(rule.prelude) if _used(s, words)]
        if not kept or not rule.content:
            return ""
        selectors = ",".join(tinycss2.serialize(selector).strip() for selector in kept)
        return f"{selectors}{{{_compact(rule.content)}}}\n"
    if not isinstance(rule, AtRule) or rule.lower_at_keyword == "charset":
        return ""
    head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}"
    if rule.content is None:
        raise ValueError(f"a style sheet asks for another: {head}")
    if rule.lower_at_keyword in _GROUPS:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = _serialized(inner, words)
        return f"{head}{{{body}}}\n" if body else ""
    body = _compact(rule.content)
    if rule.lower_at_keyword == "font-face" and _DROPPED_FONTS.search(body):
        return ""
    return f"{head}{{{body}}}\n"


def _compact(content: list[Node]) -> str:
    tokens = [token for token in content if token.type != "comment"]
    return " ".join(tinycss2.serialize(tokens).split())


def _selectors(prelude: list[Node]) -> list[list[Node]]:
    """Split the selectors of a rule at its commas; those inside functions are one token."""
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if isinstance(token, LiteralToken) and token.value == ",":
            selectors.append([])
        elif token.type != "comment":
            selectors[-1].append(token)
    return selectors


def _used(selector: list[Node], words: set[str]) -> bool:
    """Whether all classes and ids of a selector occur; what it excludes or offers is no matter."""
    for before, token in zip([None, *selector], selector, strict=False):
        if isinstance(token, HashToken) and token.value not in words:
            return False
        is_class = isinstance(before, LiteralToken) and before.value == "."
        if is_class and isinstance(token, IdentToken) and token.value not in words:
            return False
        chooses = isinstance(token, FunctionBlock) and token.lower_name in ("is", "where")
        if chooses and not any(_used(inner, words) for inner in _selectors(token.arguments)):
            return False
    return True


def _remove_all_but(folder: Path, kept: set[str]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
