"""How heavy and how fast the chapters are: `make bench-pages`. Exit code 1 when over budget.

Each chapter in each language is opened in Chromium with nothing cached, from a server of this
machine that compresses as servers do. Measured are the compressed bytes before the charts and
with them, the requests, the largest contentful paint, the layout shift of a reading from top to
bottom, and how long a chart takes once it is in sight. Then Lighthouse gives its four marks
(`npm ci` in this folder installs it; `--no-lighthouse` leaves it out).
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from talentwar.language import languages
from talentwar.parameters import CHAPTERS
from talentwar.pipeline.paths import SITE

HERE = Path(__file__).parent
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}
BYTES, PAINT, SHIFT, DRAWN = 350_000, 1000.0, 0.02, 2000.0
"""Budgets: compressed bytes before charts, ms of the largest paint, shift, ms until drawn."""
LEAST_MARK = 95
MARKS = ("performance", "accessibility", "best-practices", "seo")
PACKED = {".html", ".js", ".css", ".svg", ".json", ".csv", ".txt", ".xml", ".ipynb"}
ALTERNATE = re.compile(rb'(<link rel="alternate" hreflang="[^"]+" href=")\.\./')
CHROME = ["--headless=new", "--no-sandbox"]

WATCH = """
window.seen = {shift: 0, paint: 0, drawn: []};
new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value;
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) seen.paint = e.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
addEventListener('DOMContentLoaded', () => {
  const start = new Map();
  const sight = new IntersectionObserver(all => {
    for (const e of all) if (e.isIntersecting && !start.has(e.target)) {
      const chart = e.target;
      start.set(chart, performance.now());
      const wait = () => chart.classList.contains('tw-drawn')
        ? seen.drawn.push(performance.now() - start.get(chart)) : setTimeout(wait, 10);
      wait();
    }
  });
  document.querySelectorAll('.tw-chart').forEach(c => sight.observe(c));
});
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, with the lasting cache that a static host gives."""

    protocol_version = "HTTP/1.1"

    @property
    def home(self) -> str:
        """The address under which the site is asked for."""
        return f"http://{self.headers['Host']}"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, compressed where that helps."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path, self.home) if path.suffix in PACKED else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@functools.cache
def packed(path: Path, home: str) -> bytes:
    """Return a file compressed, as it is where the site is published.

    With `html.baseurl` in the configuration the links to other languages are absolute, as search
    engines, and Lighthouse, want them. Here the address of this server takes its place.
    """
    body = path.read_bytes()
    if path.suffix == ".html":
        body = ALTERNATE.sub(rb"\1" + home.encode() + rb"/", body)
    return gzip.compress(body, mtime=0)


@contextmanager
def served() -> Iterator[str]:
    """Serve the site; the value is its address."""
    handler = functools.partial(Handler, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@dataclass(frozen=True)
class Measure:
    """What one visit of a page cost: bytes and requests, milliseconds, layout shift."""

    before: int
    whole: int
    requests: int
    paint: float
    shift: float
    drawn: float

    def over(self) -> list[str]:
        """Return the names of the budgets that are exceeded."""
        limits = {"before": BYTES, "paint": PAINT, "shift": SHIFT, "drawn": DRAWN}
        return [name for name, limit in limits.items() if getattr(self, name) > limit]


def measure(browser: Browser, url: str, size: tuple[int, int]) -> Measure:
    """Open a page with nothing cached and read it from top to bottom."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(WATCH)
    page = context.new_page()
    traffic = listen(page)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(300)
    engine = sum(length for name, length in traffic.items() if "/assets/vega-" in name)
    before = sum(traffic.values()) - engine
    paint = page.evaluate("seen.paint")
    # With the wheel, as a reader: a jump by script could skip what comes into sight.
    for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 400)")):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(60)
    page.wait_for_function("document.querySelectorAll('.tw-chart:not(.tw-drawn)').length === 0")
    page.wait_for_timeout(200)
    seen: dict[str, Any] = page.evaluate("seen")
    context.close()
    return Measure(
        before, sum(traffic.values()), len(traffic), paint, seen["shift"], max(seen["drawn"])
    )


def listen(page: Page) -> dict[str, int]:
    """Return the bytes received by address, filled in while the page loads."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    traffic: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )

    def finished(event: dict[str, Any]) -> None:
        name = names[event["requestId"]]
        if name.startswith("http"):
            traffic[name] = traffic.get(name, 0) + int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    return traffic


def pages() -> list[str]:
    """Return the addresses of all chapters in all languages, relative to the site."""
    return [f"{code}/{chapter}.html" for chapter in CHAPTERS for code in languages()]


def measure_all(browser: Browser, home: str) -> bool:
    """Print a line a page and width; whether all are within budget."""
    heads = {"before": 9, "whole": 9, "req": 5, "paint": 9, "shift": 8, "drawn": 9}
    print(f"{'page':<29}" + "".join(f"{head:>{width}}" for head, width in heads.items()))
    fine = True
    for name in pages():
        for label, size in WIDTHS.items():
            m = measure(browser, f"{home}/{name}", size)
            over = m.over()
            fine &= not over
            print(
                f"{name:<22}{label:<7}{m.before / 1000:>6.0f} kB{m.whole / 1000:>6.0f} kB"
                f"{m.requests:>5}{m.paint:>6.0f} ms{m.shift:>8.4f}{m.drawn:>6.0f} ms"
                + (f"   over: {', '.join(over)}" if over else "")
            )
    print(f"{'budget':<29}{BYTES / 1000:>6.0f} kB{PAINT:>20.0f} ms{SHIFT:>8}{DRAWN:>6.0f} ms")
    return fine


def lighthouse_all(home: str) -> bool:
    """Print Lighthouse's marks for each page; whether all are high enough."""
    program = HERE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                       cwd=HERE, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    fine = True
    for name in pages():
        for form in ("mobile", "desktop"):
            marks, faults = lighthouse(program, f"{home}/{name}", form)
            low = [m for m in MARKS if marks[m] < LEAST_MARK]
            fine &= not low
            told = "  ".join(f"{m} {marks[m]:3.0f}" for m in MARKS)
            print(f"{name:<22}{form:<8}{told}" + (f"   low: {', '.join(low)}" if low else ""))
            for fault in faults:
                print(f"    {fault}")
    return fine


def lighthouse(program: Path, url: str, form: str) -> tuple[dict[str, float], list[str]]:
    """Return the marks (0 to 100) of a page by category, and what it fails."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [str(program), url, "--quiet", "--output=json", f"--output-path={out}",
                   f"--chrome-flags={' '.join(CHROME)}", f"--only-categories={','.join(MARKS)}",
                   *(["--preset=desktop"] if form == "desktop" else [])]  # fmt: skip
        subprocess.run(command, check=True, env=environment())
        report = json.loads(out.read_text(encoding="utf-8"))
    marks = {m: 100 * (report["categories"][m]["score"] or 0) for m in MARKS}
    failed = [
        f"{m}: {ref['id']}"
        for m in MARKS[1:]
        for ref in report["categories"][m]["auditRefs"]
        if ref["weight"] and report["audits"][ref["id"]]["score"] == 0
    ]
    return marks, failed


def environment() -> dict[str, str]:
    """Return the environment in which Lighthouse finds Debian's Chromium."""
    return {**os.environ, "CHROME_PATH": chromium()}


def chromium() -> str:
    """Return the path of the browser."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("install Debian's chromium")
    return path


def main() -> None:
    """Measure everything and exit with 1 when something is over budget."""
    with served() as home:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            fine = measure_all(browser, home)
            browser.close()
        if "--no-lighthouse" not in sys.argv:
            fine &= lighthouse_all(home)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
