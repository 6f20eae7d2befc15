"""Prose cannot drift between the languages of a notebook or page without being noticed."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from talentwar import parameters
from talentwar.language import languages
from talentwar.pipeline import notebooks, translation
from talentwar.pipeline.paths import BOOK, NOTEBOOKS
from talentwar.problems import Problem, Refused, render

ENGLISH = """\
(top)=
## Who stays

{glue:text}`rate` of the {term}`cohort` stay ({cite}`one`), see the [method](method.md).

```{note}
Not a random sample.
```"""
FRENCH = """\
(top)=
## Qui reste

Dans la {term}`cohorte`, {glue:text}`rate` restent ({cite}`one`), voir la [méthode](method.md).

```{note}
Ce n’est pas un échantillon aléatoire.
```"""


def prose(code: str, text: str, against: str | None = None) -> nbformat.NotebookNode:
    """A prose cell; ``against`` is the text that its record says it was read against."""
    record = {} if against is None else {"translation_of": translation.digest(against)}
    return new_markdown_cell(
        text, id=f"{code}-{len(text)}", metadata={"tags": [f"lang-{code}"], **record}
    )


def written(folder: Path, *cells: nbformat.NotebookNode) -> Path:
    path = folder / "tiny.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, render(problems, 50)
    return problems[0]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of one page in two languages, read against each other."""
    for code, text in (("en", ENGLISH), ("fr", FRENCH)):
        (tmp_path / code).mkdir()
        (tmp_path / code / "about.md").write_text(text, encoding="utf-8")
    translation.mark_reviewed(tmp_path / "fr" / "about.md")
    assert translation.check_pages(tmp_path) == []
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_report_is_in_step() -> None:
    problems = translation.check_pages()
    for chapter in parameters.CHAPTERS:
        problems += translation.check_notebook(NOTEBOOKS / f"{chapter}.ipynb")
    assert problems == [], render(problems)


def test_the_pages_of_the_report_are_found() -> None:
    """The check of pages would pass on a folder without any."""
    for code in languages():
        assert (BOOK / code / "index.md").exists()


# --- the record of what was read


def test_the_digest_sees_words_and_not_blanks_at_line_ends() -> None:
    assert translation.digest("One\ntwo\n") == translation.digest("  One  \ntwo\t")
    assert translation.digest("One\ntwo") != translation.digest("One two")
    assert translation.digest("One") != translation.digest("one")


def test_a_pair_that_was_read_passes(tmp_path: Path) -> None:
    path = written(tmp_path, prose("en", ENGLISH), prose("fr", FRENCH, against=ENGLISH))
    assert translation.check_notebook(path) == []


@pytest.mark.parametrize("against", [None, "An earlier text"], ids=["never-read", "moved-on"])
def test_a_translation_that_was_not_read_is_named(tmp_path: Path, against: str | None) -> None:
    path = written(
        tmp_path, new_code_cell("1"), prose("en", ENGLISH), prose("fr", FRENCH, against=against)
    )
    problem = only(translation.check_notebook(path))
    assert problem.file.endswith("tiny.ipynb")
    assert problem.field == "cell 2 (fr)"
    assert "not read against the present one in en" in problem.message
    assert "python -m talentwar reviewed" in (problem.hint or "")


def test_marking_a_notebook_settles_it_and_changes_nothing_else(tmp_path: Path) -> None:
    path = written(
        tmp_path, prose("en", ENGLISH), prose("fr", FRENCH), new_code_cell("x = 1", id="code")
    )
    before = notebooks.read(path)
    assert translation.mark_reviewed(path) == 1
    assert translation.check_notebook(path) == []
    after = notebooks.read(path)
    assert [cell.source for cell in after.cells] == [cell.source for cell in before.cells]
    assert after.cells[2] == before.cells[2]
    content = path.read_bytes()
    assert translation.mark_reviewed(path) == 0
    assert path.read_bytes() == content


# --- cells side by side


def test_each_prose_cell_stands_in_every_language(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        prose("en", ENGLISH),
        prose("fr", FRENCH, against=ENGLISH),
        new_code_cell("1"),
        prose("en", "Alone."),
        new_code_cell("2"),
    )
    problem = only(translation.check_notebook(path))
    assert (problem.field, problem.value, problem.allowed) == ("cell 3", "en", "en, fr")


def test_a_language_alone_is_named_too(tmp_path: Path) -> None:
    problem = only(translation.check_notebook(written(tmp_path, prose("fr", "Seule."))))
    assert (problem.field, problem.value) == ("cell 0", "fr")


def test_a_language_without_a_catalogue_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path, prose("en", "A"), prose("fr", "B", against="A"), prose("de", "C", against="A")
    )
    assert only(translation.check_notebook(path)).value == "de, en, fr"


def test_neighbouring_pairs_are_told_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        prose("en", "First"),
        prose("fr", "Premier", against="First"),
        prose("en", "Second"),
        prose("fr", "Deuxième", against="First"),
    )
    assert only(translation.check_notebook(path)).field == "cell 3 (fr)"


def test_prose_without_a_language_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, new_markdown_cell("# Who stays"), new_code_cell("1"))
    problem = only(translation.check_notebook(path))
    assert (problem.field, problem.allowed) == ("cell 0", "lang-en, lang-fr")


# --- the same content

UNLIKE = {
    "heading levels": ("## Qui", "### Qui"),
    "labels": ("(top)=", "(haut)="),
    "figures": ("{glue:text}`rate`", "{glue:text}`other`"),
    "roles and citations": ("{cite}`one`", "{cite}`two`"),
    "glossary terms": ("{term}`cohorte`", "cohorte"),
    "links": ("(method.md)", "(methode.md)"),
    "directives": ("{note}", "{warning}"),
}


@pytest.mark.parametrize(("what", "edit"), UNLIKE.items(), ids=UNLIKE.keys())
def test_what_must_be_the_same_is_compared(
    tmp_path: Path, book: Path, what: str, edit: tuple[str, str]
) -> None:
    old, new = edit
    assert FRENCH.count(old) == 1
    cells = prose("en", ENGLISH), prose("fr", FRENCH.replace(old, new), against=ENGLISH)
    in_notebook = only(translation.check_notebook(written(tmp_path, *cells)))
    rewrite(book / "fr" / "about.md", old, new)
    in_page = only(translation.check_pages(book))
    for problem in (in_notebook, in_page):
        assert problem.message == f"not the same {what} as in en"
        assert problem.value != problem.allowed
    assert (in_page.file, in_page.field) == ("book/fr/about.md", "page")


def test_the_order_of_figures_and_links_is_free(tmp_path: Path) -> None:
    english = "{glue:text}`a` before {glue:text}`b`, [x](x.md) before [y](y.md)"
    french = "[y](y.md) après [x](x.md), {glue:text}`b` après {glue:text}`a`"
    path = written(tmp_path, prose("en", english), prose("fr", french, against=english))
    assert translation.check_notebook(path) == []


def test_a_figure_said_twice_in_one_language_only_is_noticed(tmp_path: Path) -> None:
    english, french = "{glue:text}`a`", "{glue:text}`a`, soit {glue:text}`a`"
    path = written(tmp_path, prose("en", english), prose("fr", french, against=english))
    assert "figures" in only(translation.check_notebook(path)).message


# --- pages


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_missing_page_is_named(book: Path, code: str) -> None:
    (book / code / "about.md").unlink()
    problem = only(translation.check_pages(book))
    assert (problem.file, problem.message) == (f"book/{code}/about.md", "the page is missing")


def test_a_page_whose_original_moved_on_is_named_until_it_is_read(book: Path) -> None:
    rewrite(book / "en" / "about.md", "Not a random sample.", "No random sample.")
    problem = only(translation.check_pages(book))
    assert problem.file == "book/fr/about.md"
    assert problem.hint == ("adapt it, then run: python -m talentwar reviewed book/fr/about.md")
    assert translation.mark_reviewed(book / "fr" / "about.md") == 1
    assert translation.check_pages(book) == []
    assert translation.mark_reviewed(book / "fr" / "about.md") == 0


def test_the_record_joins_the_front_matter_that_is_there(book: Path) -> None:
    page = book / "fr" / "about.md"
    page.write_text(f"---\norphan: true\n---\n\n{FRENCH}", encoding="utf-8")
    translation.mark_reviewed(page)
    record = f"translation_of: {translation.digest(ENGLISH)}"
    assert page.read_text(encoding="utf-8") == f"---\n{record}\norphan: true\n---\n\n{FRENCH}"
    assert translation.check_pages(book) == []


@pytest.mark.parametrize("page", ["en/about.md", "fr/none.md", "about.md"])
def test_only_translations_can_be_marked(book: Path, page: str) -> None:
    before = (book / "en" / "about.md").read_bytes()
    with pytest.raises(Refused, match="not a translated page"):
        translation.mark_reviewed(book / page)
    assert (book / "en" / "about.md").read_bytes() == before


def test_a_page_may_be_named_from_its_own_folder(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(book / "en" / "about.md", "Not a random sample.", "No random sample.")
    monkeypatch.chdir(book / "fr")
    assert translation.mark_reviewed(Path("about.md")) == 1
    assert translation.check_pages(book) == []
