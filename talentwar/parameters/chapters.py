"""The typed parameters of each chapter: what an editor or an analyst may change.

One definition serves ``parameters.yml``, the ``parameters`` cell of each notebook and
papermill's command line. Values arrive as plain strings, numbers, booleans and lists,
which is all that papermill passes on faithfully; they are checked here.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, ClassVar, Literal, Self

import pandas as pd
from pydantic import Field, field_validator, model_validator

from talentwar import schema, tables
from talentwar.parameters.common import (
    ChapterParameters,
    OptionalDate,
    PartialDate,
    Table,
    all_of,
    in_order,
    one_of,
    rising,
)
from talentwar.selection import UNKNOWN

MINIMUM_MEMBERS = 3
"""Persons of known outcome below which a survival curve says nothing."""


def _functions() -> tuple[str, ...]:
    return schema.table("moves").field("function").enum


def _seniorities() -> tuple[str, ...]:
    return (*schema.table("moves").field("seniority").enum, UNKNOWN)


def _statuses() -> tuple[str, ...]:
    return schema.table("compensation").field("status").enum


def _focuses() -> tuple[str, ...]:
    return schema.table("spinouts").field("focus").enum


class CurrentPackage(Table):
    """What somebody who may stay earns: ``talentwar.offers.Current`` says what each value is."""

    salary: float = Field(default=500_000, ge=0, le=1e8)
    unvested: float = Field(default=4_500_000, ge=0, le=1e10)
    months_left: int = Field(default=36, ge=1, le=48)
    refresh: float = Field(default=1_500_000, ge=0, le=1e9)


class OfferedPackage(Table):
    """What another employer offers: ``talentwar.offers.Offer`` says what each value is."""

    salary: float = Field(default=500_000, ge=0, le=1e8)
    signing_bonus: float = Field(default=1_000_000, ge=0, le=1e10)
    grant: float = Field(default=20_000_000, ge=0, le=1e10)
    vest_years: int = Field(default=4, ge=1, le=4)
    cliff_months: int = Field(default=12, ge=0, le=24)
    gap_months: int = Field(default=0, ge=0, le=24)


class FlowsParameters(ChapterParameters):
    """Parameters of the chapter on flows.

    ``since`` and ``until`` are partial dates (``2021``, ``2021-06``); empty means no bound.
    Nothing that happened after ``as_of`` counts, and a period without an end stops there.
    ``focus`` is the organisation set against all others. ``bootstrap_samples`` and ``seed``
    say how often, and from which start, moves are drawn anew for intervals without a formula.
    """

    name: ClassVar[str] = "flows"
    on_page = ("since", "until", "minimum_confidence", "functions", "organizations")

    since: OptionalDate = "2021"
    until: OptionalDate = ""
    focus: str = Field("anthropic", json_schema_extra={"kind": "organization"})
    organizations: list[str] = Field(
        default=[
            "openai",
            "anthropic",
            "google-deepmind",
            "google-brain",
            "google",
            "meta",
            "microsoft",
            "xai",
            "apple",
            "amazon",
            "mistral",
            "ssi",
            "thinking-machines",
        ],
        min_length=2,
        json_schema_extra={"kind": "organizations"},
    )
    functions: list[str] = Field(
        default_factory=lambda: list(_functions()),
        min_length=1,
        json_schema_extra={"kind": "functions"},
    )
    seniorities: list[str] = Field(
        default_factory=lambda: list(_seniorities()),
        min_length=1,
        json_schema_extra={"kind": "seniorities"},
    )
    merge_google: bool = False
    bootstrap_samples: int = Field(1000, ge=100, le=100_000)
    seed: int = Field(2025, ge=0, le=2**32 - 1)
    as_of: PartialDate = "2026-11"

    @field_validator("focus")
    @classmethod
    def _known_focus(cls, value: str) -> str:
        return one_of(value, _organizations())

    @field_validator("organizations")
    @classmethod
    def _known_organizations(cls, values: list[str]) -> list[str]:
        return all_of(values, _organizations())

    @field_validator("functions")
    @classmethod
    def _known_functions(cls, values: list[str]) -> list[str]:
        return all_of(values, _functions())

    @field_validator("seniorities")
    @classmethod
    def _known_seniorities(cls, values: list[str]) -> list[str]:
        return all_of(values, _seniorities())

    @model_validator(mode="after")
    def _period_in_order(self) -> Self:
        in_order(self.since, until=self.until, as_of=self.as_of)
        return self


class RetentionParameters(ChapterParameters):
    """Parameters of the chapter on retention.

    ``assumed_cohort_size`` is the number of hires per organisation that the published
    rates are supposed to rest on, since their publisher does not say. Nothing that happened
    after ``as_of`` counts.
    """

    name: ClassVar[str] = "retention"
    on_page = (
        "minimum_confidence",
        "assumed_cohort_size",
        "organizations",
        "cohorts",
        "date_reading",
    )

    cohorts: list[str] = Field(
        default=[
            "openai-founders",
            "anthropic-founders",
            "xai-founders",
            "transformer-authors",
            "llama-1-authors",
            "gpt-3-authors",
        ],
        min_length=1,
        json_schema_extra={"kind": "cohorts"},
    )
    organizations: list[str] = Field(
        default=["anthropic", "google-deepmind", "openai", "meta"],
        min_length=1,
        json_schema_extra={"kind": "organizations"},
    )
    horizon_months: int = Field(24, ge=1, le=240, json_schema_extra={"unit": "months"})
    assumed_cohort_size: int = Field(
        200,
        ge=2,
        le=1_000_000,
        json_schema_extra={"unit": "persons", "offered": [20, 50, 100, 200, 500, 1000, 2000, 5000]},
    )
    as_of: PartialDate = "2026-11"
    date_reading: Literal["earliest", "middle", "latest"] = "middle"

    @field_validator("organizations")
    @classmethod
    def _known_organizations(cls, values: list[str]) -> list[str]:
        return all_of(values, _organizations())

    @field_validator("cohorts")
    @classmethod
    def _closed_cohorts(cls, values: list[str]) -> list[str]:
        cohorts = tables.load("cohorts")
        usable = cohorts[cohorts["closed"].fillna(False) & (cohorts["kind"] != "board")]
        tenures = tables.load("tenures")
        known = tenures.dropna(subset=["ended"]), tenures.dropna(subset=["censored_on"])
        members = pd.concat(known).groupby("cohort_id")["person"].nunique()
        large = set(members[members >= MINIMUM_MEMBERS].index)
        return all_of(values, tuple(c for c in usable["cohort_id"] if c in large))


class CompensationParameters(ChapterParameters):
    """Parameters of the chapter on compensation.

    ``annual_dilution`` is the share of a firm that grants to employees take from those who hold
    shares already, in a year. ``growth_scenario`` is what becomes of the value of equity in the
    comparison of staying and leaving, where amounts are in ``currency``.
    """

    name: ClassVar[str] = "compensation"
    on_page = ("minimum_confidence", "statuses", "currency")

    currency: Literal["USD", "EUR"] = "USD"
    statuses: list[str] = Field(
        default_factory=lambda: list(_statuses()),
        min_length=1,
        json_schema_extra={"kind": "statuses"},
    )
    discount_rate: float = Field(0.15, ge=0, le=1)
    annual_dilution: float = Field(0.05, ge=0, le=0.5)
    growth_scenario: Literal["halving", "flat", "half-more", "doubling"] = "flat"
    current_package: CurrentPackage = CurrentPackage()
    offer: OfferedPackage = OfferedPackage()
    as_of: PartialDate = "2026-11"

    @field_validator("statuses")
    @classmethod
    def _known_statuses(cls, values: list[str]) -> list[str]:
        return all_of(values, _statuses())


class NoncompetesParameters(ChapterParameters):
    """Parameters of the chapter on non-compete clauses.

    The clause lasts ``restriction_months``; the law is that of the last day of ``as_of``. The
    person earns ``annual_pay`` in ``pay_currency``, and leaves for a new grant of equity worth
    ``equity_grant``, which grows by ``equity_growth`` a year.
    """

    name: ClassVar[str] = "noncompetes"
    on_page = ("minimum_confidence",)

    jurisdictions: list[str] = Field(
        default=["US-CA", "US-WA", "US-NY", "GB", "FR", "CH", "CA-ON", "CN", "IL"],
        min_length=1,
        json_schema_extra={"kind": "jurisdictions"},
    )
    annual_pay: float = Field(500_000, ge=1, le=1e8)
    pay_currency: Literal["USD", "EUR"] = "USD"
    restriction_months: int = Field(12, ge=1, le=48, json_schema_extra={"unit": "months"})
    equity_grant: float = Field(2_000_000, ge=0, le=1e10)
    equity_growth: float = Field(0.5, ge=0, le=5)
    as_of: PartialDate = "2026-11"

    @field_validator("jurisdictions")
    @classmethod
    def _known_jurisdictions(cls, values: list[str]) -> list[str]:
        return all_of(values, tuple(tables.load("jurisdictions")["jurisdiction_id"]))


class SpinoutsParameters(ChapterParameters):
    """Parameters of the chapter on spin-outs.

    Companies founded from the partial date ``since`` to ``as_of`` count, and those whose founding
    date is unknown. ``valuation_thresholds`` are in US dollars.
    """

    name: ClassVar[str] = "spinouts"
    on_page = ()

    since: PartialDate = "2016"
    origins: list[str] = Field(
        default=[
            "google",
            "google-deepmind",
            "meta",
            "openai",
            "google-brain",
            "apple",
            "anthropic",
            "xai",
        ],
        min_length=1,
        json_schema_extra={"kind": "organizations"},
    )
    focuses: list[str] = Field(
        default_factory=lambda: list(_focuses()),
        min_length=1,
        json_schema_extra={"kind": "focuses"},
    )
    valuation_thresholds: list[Annotated[float, Field(ge=1e6, le=1e13)]] = Field(
        default=[1e9, 1e10],
        min_length=1,
        json_schema_extra={"kind": "valuations"},
    )
    merge_google: bool = False
    as_of: PartialDate = "2026-11"

    @field_validator("origins")
    @classmethod
    def _known_origins(cls, values: list[str]) -> list[str]:
        return all_of(values, _organizations())

    @field_validator("focuses")
    @classmethod
    def _known_focuses(cls, values: list[str]) -> list[str]:
        return all_of(values, _focuses())

    @field_validator("valuation_thresholds")
    @classmethod
    def _rising_thresholds(cls, values: list[float]) -> list[float]:
        return rising(values)

    @model_validator(mode="after")
    def _period_in_order(self) -> Self:
        in_order(self.since, as_of=self.as_of)
        return self


class OverviewParameters(ChapterParameters):
    """Parameters of the overview, whose figures are those of the other chapters.

    ``then`` is the partial date of the article, to which the labs are compared at ``as_of``.
    """

    name: ClassVar[str] = "overview"
    on_page = ()

    then: PartialDate = "2025-05"
    labs: list[str] = Field(
        default=["anthropic", "openai", "xai", "mistral", "ssi", "thinking-machines", "cohere"],
        min_length=1,
        json_schema_extra={"kind": "organizations"},
    )
    as_of: PartialDate = "2026-11"

    @field_validator("labs")
    @classmethod
    def _known_labs(cls, values: list[str]) -> list[str]:
        return all_of(values, _organizations())


CHAPTERS: dict[str, type[ChapterParameters]] = {
    model.name: model
    for model in (
        FlowsParameters,
        RetentionParameters,
        CompensationParameters,
        NoncompetesParameters,
        SpinoutsParameters,
        # Last, as it sums the others up.
        OverviewParameters,
    )
}
"""The chapters of the report and their parameters."""


@cache
def _organizations() -> tuple[str, ...]:
    return tuple(tables.load("organizations")["org_id"])
