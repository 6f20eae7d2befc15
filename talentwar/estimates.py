"""Estimates: the one currency of the report.

Whatever the report concludes is a named estimate. The figures in the prose, the error bars
of the charts, the outputs that nbval compares and the files that readers download all come
from the same objects.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from talentwar.language import Language

Unit = Literal[
    "ratio",
    "share",
    "share-difference",
    "count",
    "difference",
    "years",
    "per-year",
    "person-years",
    "per-1000-person-years",
    "dollars",
    "euros",
    "months",
]

_CURRENCIES: dict[Unit, str] = {"dollars": "USD", "euros": "EUR"}

MIME_TYPE = "application/vnd.talentwar.estimates+json"
"""How a notebook's output carries its estimates to the site."""


@dataclass(frozen=True)
class Estimate:
    """One estimated quantity.

    ``name`` is dotted and stable (``flows.odds.openai.anthropic``). ``low`` and ``high`` bound
    the interval of confidence ``level``; all three are ``None`` for a plain count. ``n`` is the
    number of observations behind the value, ``rows`` the identifiers of the table rows.
    ``definition`` says in every language what the number is, ``method`` how it was computed.
    An infinite bound means that the data do not bound the quantity on that side.
    """

    name: str
    value: float
    unit: Unit
    n: int
    method: str
    definition: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    level: float | None = None
    rows: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Raise ``ValueError`` when the interval is incomplete or misses the value."""
        bounds = (self.low, self.high, self.level)
        if any(b is None for b in bounds) and not all(b is None for b in bounds):
            raise ValueError(f"{self.name}: low, high and level go together, got {bounds}")
        if (
            self.low is not None
            and self.high is not None
            and math.isfinite(self.value)
            and not self.low - 1e-9 <= self.value <= self.high + 1e-9
        ):
            raise ValueError(f"{self.name}: {self.value} is outside [{self.low}, {self.high}]")

    @property
    def subject(self) -> str:
        """The last part of the name: of whom the estimate speaks, where it speaks of one."""
        return self.name.rpartition(".")[2]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return the estimate that ``as_dict`` wrote.

        JSON has neither infinity nor NaN: what stood there follows from the interval.
        """
        level, value = record["level"], record["value"]
        if value is None:
            unbounded = level is not None and record["high"] is None and record["n"] > 0
            value = math.inf if unbounded else math.nan
        low, high = record["low"], record["high"]
        if level is not None:
            low, high = (-math.inf if low is None else low), (math.inf if high is None else high)
        given = {"value": value, "low": low, "high": high, "rows": tuple(record["rows"])}
        return cls(**{**record, **given})

    @property
    def has_interval(self) -> bool:
        """Whether the estimate has an interval."""
        return self.low is not None

    def text(self, language: Language) -> str:
        """Write the value in a language."""
        return written(self.value, self.unit, language)

    def interval_text(self, language: Language) -> str:
        """Write the interval in a language; empty when there is none."""
        if self.low is None or self.high is None:
            return ""
        if math.isnan(self.low) or math.isnan(self.high):
            return language.t("interval.none")
        if math.isinf(self.high):
            return language.t("interval.above", low=written(self.low, self.unit, language))
        low, high = (written(bound, self.unit, language) for bound in (self.low, self.high))
        return language.t("interval", low=low, high=high)

    def as_dict(self) -> dict[str, Any]:
        """Return the estimate as plain JSON types; what is infinite or undefined is ``None``."""
        return {
            "name": self.name,
            "value": _finite(self.value),
            "low": _finite(self.low),
            "high": _finite(self.high),
            "level": self.level,
            "n": self.n,
            "unit": self.unit,
            "method": self.method,
            "definition": dict(self.definition),
            "rows": list(self.rows),
        }


class Estimates(Mapping[str, Estimate]):
    """An ordered collection of estimates with unique names."""

    def __init__(self, estimates: Iterable[Estimate] = ()) -> None:
        """Keep the estimates in order; ``ValueError`` when two have the same name."""
        self._by_name: dict[str, Estimate] = {}
        for estimate in estimates:
            if estimate.name in self._by_name:
                raise ValueError(f"two estimates are called {estimate.name}")
            self._by_name[estimate.name] = estimate

    def __getitem__(self, name: str) -> Estimate:
        """Return an estimate by name."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """Return the number of estimates."""
        return len(self._by_name)

    def __or__(self, others: Estimates) -> Estimates:
        """Return these estimates and others; ``ValueError`` when two have the same name."""
        return Estimates([*self.values(), *others.values()])

    def to_json(self) -> str:
        """Return all estimates as indented JSON, sorted by name."""
        records = [self[name].as_dict() for name in sorted(self)]
        return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def __repr__(self) -> str:
        """Return a fixed-width listing, which nbval compares from run to run."""
        return "\n".join(
            f"{e.name:<58} {e.value:>9.4g} [{_bound(e.low)}, {_bound(e.high)}] n={e.n}"
            for e in self.values()
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {
            MIME_TYPE: [self[name].as_dict() for name in sorted(self)],
            "text/plain": repr(self),
        }


def ranked(estimates: Iterable[Estimate]) -> list[Estimate]:
    """Return estimates from the largest to the smallest, ties by name."""
    return sorted(estimates, key=lambda e: (-e.value, e.name))


def count(
    name: str,
    definition: Mapping[str, str],
    rows: tuple[str, ...],
    *,
    value: int | None = None,
    n: int | None = None,
) -> Estimate:
    """Return a count without interval: of ``rows``, unless ``value`` says what else they show.

    ``n`` is how many were looked at, if more than the rows.
    """
    return Estimate(
        name=name,
        value=len(rows) if value is None else value,
        unit="count",
        n=len(rows) if n is None else n,
        method="count",
        definition=definition,
        rows=rows,
    )


def written(value: float, unit: Unit, language: Language) -> str:
    """Write a value of a unit in a language."""
    if math.isnan(value):
        return language.t("value.undefined")
    if unit == "share":
        return language.percent(value)
    if unit == "difference":
        return language.signed(value, 0 if float(value).is_integer() else 1)
    if unit == "share-difference":
        return language.points(value)
    if unit in _CURRENCIES:
        return language.money(value, _CURRENCIES[unit])
    if unit == "per-year":
        return language.number(value, 2)
    if unit == "person-years":
        return language.number(float(f"{value:.2g}"), 0)
    return language.number(value)


def _finite(value: float | None) -> float | None:
    # Ten significant digits hide the last-bit differences between machines.
    return None if value is None or not math.isfinite(value) else float(f"{value:.10g}")


def _bound(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
