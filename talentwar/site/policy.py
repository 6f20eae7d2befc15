"""The content security policy of every page: nothing from elsewhere, no inline script unseen."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
_RUNS = {"", "text/javascript", "module"}
_BASE = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


class _Scripts(HTMLParser):
    """Collects the inline scripts of a page, and what a policy would not let run."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.inline: list[str] = []
        self.refused: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            script = (value or "").strip().lower().startswith("javascript:")
            if name.startswith("on") or script:
                self.refused.append(f'<{tag} {name}="{value}">')
        if tag == "script" and "src" not in given and (given.get("type") or "") in _RUNS:
            self._inside = True
            self.inline.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False


def policy(html: str) -> str:
    """Return the policy under which a page's own inline scripts run and nothing else does.

    Raises ``ValueError`` for event handlers in attributes and ``javascript:`` addresses, which
    no hash can allow.
    """
    found = _Scripts(html)
    if found.refused:
        raise ValueError(f"scripts in attributes: {', '.join(found.refused)}")
    hashes = sorted({f"'sha256-{_hash(script)}'" for script in found.inline})
    directives = {**_BASE, "script-src": " ".join(["'self'", *hashes])}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def protect(html: str) -> str:
    """Return the page with its policy, before anything that the policy concerns.

    Raises ``ValueError`` when the page does not say its character set, or cannot be protected.
    """
    place = _CHARSET.search(html)
    if place is None:
        raise ValueError("a page without a character set")
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return html[: place.end()] + meta + html[place.end() :]


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
