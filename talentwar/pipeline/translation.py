"""Keep the languages of a notebook or page in step.

Code stands once, so only prose can drift. Each translated cell (or page) carries a hash of the
text it was written against; when that text moves on, the check asks for a second look. Both
must also hold the same headings, labels, figures, citations and links.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from talentwar.language import languages
from talentwar.pipeline import notebooks
from talentwar.pipeline.paths import BOOK, shown
from talentwar.problems import Problem, Refused

ORIGINAL = "en"
"""The language that the others are compared with. It has no other privilege."""

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HASH_LINE = re.compile(r"^translation_of: (\w+)$", re.MULTILINE)
_MARKERS = {
    "heading levels": re.compile(r"^(#{1,6}) ", re.MULTILINE),
    "labels": re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE),
    "figures": re.compile(r"\{glue:\w+\}`([^`]+)`"),
    "roles and citations": re.compile(r"(\{(?!glue|term)[\w:-]+\}`[^`]+`)"),
    "glossary terms": re.compile(r"(\{term\})`"),
    "links": re.compile(r"\]\(([^)\s]+)\)"),
    "substitutions": re.compile(r"\{\{ *(\w+) *\}\}"),
    "directives": re.compile(r"^[`:]{3,}(\{[\w-]+\})", re.MULTILINE),
}
REVIEWED = "python -m talentwar reviewed"


def digest(text: str) -> str:
    """Return a short hash of a text, blind to spaces at line ends."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def check_notebook(path: Path) -> list[Problem]:
    """Return what is out of step between the languages of a notebook."""
    file = shown(path)
    problems: list[Problem] = []
    notebook = notebooks.read(path)
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and notebooks.language_of(cell) is None:
            problems.append(
                Problem(
                    file,
                    "a prose cell has no tag that says its language",
                    field=f"cell {position}",
                    allowed=", ".join(f"{notebooks.LANGUAGE_TAG}{c}" for c in languages()),
                )
            )
    for group in _groups(notebook):
        original = group.get(ORIGINAL)
        if original is None or set(group) != set(languages()):
            position = next(iter(group.values()))[0]
            problems.append(
                Problem(
                    file,
                    "a prose cell stands once in each language, side by side",
                    field=f"cell {position}",
                    value=", ".join(sorted(group)),
                    allowed=", ".join(languages()),
                )
            )
            continue
        for code, (position, cell) in group.items():
            if code == ORIGINAL:
                continue
            where = f"cell {position} ({code})"
            source = original[1].source
            problems += _unlike(file, where, source, cell.source)
            if cell.metadata.get("translation_of") != digest(source):
                problems.append(_drifted(file, where))
    return problems


def check_pages(book: Path = BOOK) -> list[Problem]:
    """Return what is out of step between the pages of the languages of a book."""
    problems: list[Problem] = []
    names = sorted({p.name for code in languages() for p in (book / code).glob("*.md")})
    for name in names:
        missing = [c for c in languages() if not (book / c / name).exists()]
        if missing:
            problems += [Problem(f"book/{c}/{name}", "the page is missing") for c in missing]
            continue
        source = (book / ORIGINAL / name).read_text(encoding="utf-8")
        for code in languages():
            if code == ORIGINAL:
                continue
            text = (book / code / name).read_text(encoding="utf-8")
            problems += _unlike(f"book/{code}/{name}", "page", source, text)
            found = _HASH_LINE.search(text)
            if found is None or found.group(1) != digest(source):
                problems.append(_drifted(f"book/{code}/{name}", "page"))
    return problems


def mark_reviewed(path: Path) -> int:
    """Record that the translations in a notebook or page were read against the original.

    Returns the number of cells or pages whose record changed. Raises ``Refused`` for a file
    that is no translation.
    """
    path = path.resolve()
    if path.suffix == ".ipynb":
        return _mark_notebook(path)
    original = path.parents[1] / ORIGINAL / path.name
    if path == original or not (path.is_file() and original.is_file()):
        raise Refused(
            [Problem(shown(path), "not a translated page", allowed=f"a page beside {ORIGINAL}/")]
        )
    source = original.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    line = f"translation_of: {digest(source)}"
    if _HASH_LINE.search(text):
        marked = _HASH_LINE.sub(line, text)
    elif _FRONT_MATTER.match(text):
        marked = text.replace("---\n", f"---\n{line}\n", 1)
    else:
        marked = f"---\n{line}\n---\n\n{text}"
    path.write_text(marked, encoding="utf-8")
    return int(marked != text)


def _mark_notebook(path: Path) -> int:
    notebook = notebooks.read(path)
    changed = 0
    for group in _groups(notebook):
        if ORIGINAL not in group:
            continue
        expected = digest(group[ORIGINAL][1].source)
        for code, (_, cell) in group.items():
            if code != ORIGINAL and cell.metadata.get("translation_of") != expected:
                cell.metadata["translation_of"] = expected
                changed += 1
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    return changed


def _groups(notebook: NotebookNode) -> list[dict[str, tuple[int, NotebookNode]]]:
    """Return neighbouring cells in different languages together, with their positions."""
    groups: list[dict[str, tuple[int, NotebookNode]]] = []
    current: dict[str, tuple[int, NotebookNode]] = {}
    for position, cell in enumerate(notebook.cells):
        code = notebooks.language_of(cell)
        if (code is None or code in current) and current:
            groups.append(current)
            current = {}
        if code is not None:
            current[code] = (position, cell)
    return [*groups, current] if current else groups


def _unlike(file: str, where: str, source: str, text: str) -> list[Problem]:
    problems = []
    for what, pattern in _MARKERS.items():
        ordered = what in ("heading levels", "labels", "directives")
        expected, found = _markers(pattern, source), _markers(pattern, text)
        same = expected == found if ordered else Counter(expected) == Counter(found)
        if not same:
            problems.append(
                Problem(
                    file,
                    f"not the same {what} as in {ORIGINAL}",
                    field=where,
                    value=", ".join(found) or "none",
                    allowed=", ".join(expected) or "none",
                )
            )
    return problems


def _markers(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what a pattern finds; `x.md` and `x.fr.md` are one file in two languages."""
    own = re.compile(rf"\.({'|'.join(languages())})\.md$")
    return [own.sub(".md", found) for found in pattern.findall(text)]


def _drifted(file: str, where: str) -> Problem:
    return Problem(
        file,
        f"the text was not read against the present one in {ORIGINAL}",
        field=where,
        hint=f"adapt it, then run: {REVIEWED} {file}",
    )
