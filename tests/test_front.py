"""The front page takes its findings and figures from what the chapters computed."""

import json
import math
from pathlib import Path

import pytest

from talentwar.estimates import Estimate
from talentwar.language import Language, languages
from talentwar.pipeline.paths import BUILD
from talentwar.site.front import estimates, fact, finding


@pytest.mark.parametrize(
    "interval",
    [
        {"value": 2.0, "low": 1.0, "high": 3.0, "level": 0.9},
        {"value": 2.0},
        {"value": math.inf, "low": 1.0, "high": math.inf, "level": 0.9},
        {"value": 0.5, "low": -math.inf, "high": 3.0, "level": 0.9},
    ],
)
def test_an_estimate_comes_back_as_it_was_written(interval: dict[str, float]) -> None:
    estimate = Estimate(
        name="a.b", unit="ratio", n=3, method="m", definition={"en": "d"}, rows=("r",), **interval
    )  # type: ignore[arg-type]
    assert Estimate.of(json.loads(json.dumps(estimate.as_dict()))) == estimate


def test_an_undefined_estimate_stays_undefined() -> None:
    estimate = Estimate("a", math.nan, "ratio", 0, "m", {"en": "d"}, math.nan, math.nan, 0.9)
    assert math.isnan(Estimate.of(estimate.as_dict()).value)


@pytest.mark.parametrize("code", languages())
def test_a_finding_is_the_title_of_a_figure_with_its_estimate(code: str) -> None:
    executed, language = BUILD / "executed" / code, Language(code)
    name = "flows.odds.openai.anthropic"
    found = finding(f"flows flows-odds {name}", executed, language)
    estimate = estimates("flows", executed)[name]
    assert found.value == estimate.text(language)
    assert estimate.interval_text(language) in found.interval
    assert found.page == "flows.html#flows-odds"
    assert len(found.title) > 20


def test_a_count_is_told_in_words() -> None:
    executed = BUILD / "executed" / "fr"
    count = round(estimates("flows", executed)["flows.moves"].value)
    assert fact("flows.moves", executed, Language("fr")) == f"{count} mouvements recensés"


@pytest.mark.parametrize(
    "line", ["flows flows-nothing flows.moves", "flows flows-odds flows.nothing"]
)
def test_what_does_not_exist_is_an_error(line: str) -> None:
    with pytest.raises(KeyError, match="nothing"):
        finding(line, Path(BUILD / "executed" / "en"), Language("en"))
