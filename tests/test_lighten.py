"""A built book keeps what its pages use, in one style sheet."""

from pathlib import Path

import pytest

from talentwar.site.lighten import BUNDLE, asked_for, lighten, purge


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".used{color:red}", ".used{color:red}\n"),
        (".gone{color:red}", ""),
        ("#gone p,p{color:red}", "p{color:red}\n"),
        ("p:not(.gone){color:red}", "p:not(.gone){color:red}\n"),
        (":is(.gone,.away){color:red}", ""),
        (":is(.gone,.used){color:red}", ":is(.gone,.used){color:red}\n"),
        (":where(.gone,#away){color:red}", ""),
        ('a[href=".gone"]{color:red}', 'a[href=".gone"]{color:red}\n'),
        ("@media print{.gone{color:red}}", ""),
        ("@media print{.used{color:red}}", "@media print{.used{color:red}\n}\n"),
        ("@font-face{font-family:'Font Awesome 6 Free';src:url(a.woff2)}", ""),
        ("@font-face{font-family:Serif;src:url(a.woff2)}",
         "@font-face{font-family:Serif;src:url(a.woff2)}\n"),
        ("/* why */.used{/* why */color:red}", ".used{color:red}\n"),
        (".used{background:url(\"data:image/svg+xml,a b\")}",
         ".used{background:url(\"data:image/svg+xml,a b\")}\n"),
    ],
)  # fmt: skip
def test_rules_stay_when_their_names_occur(css: str, left: str) -> None:
    assert purge(css, {"used"}) == left


def test_what_is_asked_for() -> None:
    page = '<script src="_static/page.js?v=1"></script><link href="_static/a%20b.png">'
    assert asked_for([page, "a{background:url('fonts/x.woff2')}"]) == {
        "page.js", "a b.png", "fonts/x.woff2",
    }  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    static = tmp_path / "html" / "_static"
    (static / "theme").mkdir(parents=True)
    (static / "theme" / "theme.css").write_text('@import "../base.css";\n.b{color:blue}')
    (static / "base.css").write_text(".a{color:red}.never{color:red}")
    (static / "own.css").write_text(".by-script{color:red}")
    (static / "own.js").write_text("x.className = 'by-script'")
    for name in ("theme/icons.woff2", "theme/unused.js"):
        (static / name).touch()
    links = "".join(
        f'<link href="_static/{n}?v=1" rel="stylesheet" />' for n in ("theme/theme.css", "own.css")
    )
    for name in ("index", "about"):
        (tmp_path / "html" / f"{name}.html").write_text(
            f'<html><head>{links}<script src="_static/own.js"></script></head>'
            f'<body class="a b">{name}</body></html>'
        )
    own = tmp_path / "own"
    own.mkdir()
    for name in ("own.css", "own.js", "LICENSE.txt"):
        (own / name).touch()
    (static / "LICENSE.txt").touch()
    return tmp_path


def test_a_book_is_left_with_what_it_uses(book: Path) -> None:
    lighten(book / "html", book / "own")
    static = book / "html" / "_static"
    assert {p.relative_to(static).as_posix() for p in static.rglob("*")} == {
        BUNDLE, "own.js", "LICENSE.txt",
    }  # fmt: skip
    assert (static / BUNDLE).read_text() == (
        ".a{color:red}\n.b{color:blue}\n.by-script{color:red}\n"
    )
    page = (book / "html" / "index.html").read_text()
    assert page.count("stylesheet") == 1
    assert f"_static/{BUNDLE}?v=" in page


def test_pages_with_different_style_sheets_are_refused(book: Path) -> None:
    (book / "html" / "about.html").write_text("<html><head></head></html>")
    with pytest.raises(ValueError, match="different style sheets"):
        lighten(book / "html", book / "own")
