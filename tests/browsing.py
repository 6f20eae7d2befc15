"""A page of the built site in a browser that remembers what went wrong."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from talentwar.language import languages
from talentwar.pipeline.paths import SITE

ROWS = ("rows-moves", "rows-noncompete_rules")
"""Of the pages of whole tables, which one template makes, those that stand for all."""
PAGES = sorted(
    str(p.relative_to(SITE))
    for code in languages()
    for p in SITE.glob(f"{code}/*.html")
    if not p.stem.startswith("rows-") or p.stem in ROWS
)
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


class Watched:
    """A page that remembers all that went wrong on it."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        host = urlsplit(home).netloc
        self.page.on("pageerror", lambda e: self.faults.append(f"script error: {e}"))
        self.page.on(
            "console",
            lambda m: (
                m.type in ("error", "warning") and self.faults.append(f"console {m.type}: {m.text}")
            ),
        )
        self.page.on(
            "request",
            lambda r: (
                urlsplit(r.url).scheme in ("http", "https")
                and urlsplit(r.url).netloc != host
                and self.faults.append(f"request to another host: {r.url}")
            ),
        )
        self.page.on("requestfailed", lambda r: self.faults.append(f"request failed: {r.url}"))

    def see(self, figure: str) -> None:
        """Go to one figure and wait for its chart."""
        chart = f"document.querySelector('#{figure} .tw-chart')"
        self.page.evaluate(f"{chart}.scrollIntoView({{block: 'center'}})")
        wait_until(self.page, f"{chart}.matches('.tw-drawn, .tw-failed')")

    def read_through(self) -> None:
        """Go from chart to chart as a reader does, and wait for each."""
        for number in range(self.page.locator(".tw-chart").count()):
            chart = f"document.querySelectorAll('.tw-chart')[{number}]"
            self.page.evaluate(f"{chart}.scrollIntoView({{block: 'center'}})")
            wait_until(
                self.page,
                f"{chart}.closest('[hidden]') || {chart}.matches('.tw-drawn, .tw-failed')",
            )


def wait_until(page: Page, expression: str, seconds: float = 30) -> None:
    """Wait until an expression holds.

    Playwright's own wait evaluates text inside the page, which the page's policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"not within {seconds} s: {expression}"
        page.wait_for_timeout(30)
