"""The chapters keep their budgets of time and stillness: a light version of `make bench-pages`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import page as bench

SLACK = 3
"""Another machine may paint and draw later."""


@pytest.mark.alone
@pytest.mark.parametrize("name", bench.pages())
@pytest.mark.parametrize("form", bench.WIDTHS)
def test_a_chapter_keeps_its_budgets(browser: Browser, name: str, form: str) -> None:
    with bench.served() as home:
        found = bench.measure(browser, f"{home}/{name}", bench.WIDTHS[form])
    assert 0 < found.before < bench.BYTES, "light before its charts"
    assert found.before < found.whole < found.before + 400_000, "the engine comes once"
    assert found.shift <= bench.SHIFT
    assert 0 < found.paint < SLACK * bench.PAINT
    assert found.drawn < SLACK * bench.DRAWN
