"""Each page names the scripts that may run on it, and nothing else does."""

import base64
import hashlib

import pytest

from talentwar.site.policy import policy, protect


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def directives(html: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy(html).split(";"))


def test_nothing_comes_from_elsewhere() -> None:
    found = directives("<p>text</p>")
    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self'"
    assert "http" not in policy("<p>text</p>")
    assert "unsafe-eval" not in policy("<p>text</p>")


def test_inline_scripts_run_by_their_hash() -> None:
    script = 'const a = "é" < 1 && b;\n'
    html = f'<script>{script}</script><script type="application/json">{{"a": 1}}</script>'
    html += '<script src="page.js"></script><script type="module">x()</script>'
    assert directives(html)["script-src"].split() == [
        "'self'",
        *sorted(map(hashed, (script, "x()"))),
    ]


@pytest.mark.parametrize(
    "html", ['<p onclick="x()">', '<img onload="x()"/>', '<a href=" JavaScript:x()">text</a>']
)
def test_scripts_in_attributes_are_refused(html: str) -> None:
    with pytest.raises(ValueError, match="scripts in attributes"):
        policy(html)


def test_the_policy_comes_before_what_it_concerns() -> None:
    html = protect('<head><meta charset="utf-8" /><script>x()</script></head>')
    assert html.index("Content-Security-Policy") < html.index("<script>")
    assert hashed("x()") in html


def test_a_page_without_a_character_set_is_refused() -> None:
    with pytest.raises(ValueError, match="character set"):
        protect("<p>text</p>")
