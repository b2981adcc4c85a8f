"""Measures and their data points: what would show that something changed for children."""

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from tracker.records import Line, Name, Record, Text

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


class MeasureKind(StrEnum):
    """Outcome: better for children; process: the work; balancing: harm elsewhere."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Better(StrEnum):
    """Which way the measure should go."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Frequency(StrEnum):
    """How often a new data point is expected."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Target(NamedTuple):
    """A value to reach by a day; `term` is short, medium or impact."""

    term: str
    value: float
    by: date | None


class Measure(Record):
    """One measure with an operational definition two people would count alike.

    With `numerator` and `denominator` the plotted value is their ratio, in per cent where `unit`
    says so. `baseline_points`: the first n points that give the median. With `compared_with` the
    measure is the gap between two groups: that one's value less this one's. Raises ValidationError
    when a baseline has no period, or a target's day no value.
    """

    kind: ClassVar[str] = "measure"

    ref: Name = Field(title="Reference")
    title: Name = Field(title="Short title")
    area_id: UUID = Field(title="Area")
    outcome_ids: tuple[UUID, ...] = Field((), title="Outcomes")
    measure_kind: MeasureKind = Field(title="Kind of measure")
    definition: Text = Field("", title="Operational definition")
    unit: Line = Field("", title="Unit")
    numerator: Line = Field("", title="Numerator")
    denominator: Line = Field("", title="Denominator")
    better: Better = Field(title="Better is")
    baseline: float | None = Field(None, title="Baseline", allow_inf_nan=False)
    baseline_period: Line = Field("", title="Period of the baseline", validate_default=True)
    baseline_points: int | None = Field(None, ge=1, le=1000, title="Points in the baseline")
    short_target: float | None = Field(None, title="Short-term target", allow_inf_nan=False)
    short_by: date | None = Field(None, title="Short-term target by")
    medium_target: float | None = Field(None, title="Medium-term target", allow_inf_nan=False)
    medium_by: date | None = Field(None, title="Medium-term target by")
    impact_target: float | None = Field(None, title="Impact target", allow_inf_nan=False)
    impact_by: date | None = Field(None, title="Impact target by")
    frequency: Frequency | None = Field(None, title="Frequency")
    data_source: Line = Field("", title="Source of the data")
    owner_id: UUID | None = Field(None, title="Owner")
    group_words: Line = Field("", title="Group of the value")
    compared_with: Line = Field("", title="Compared with", validate_default=True)

    @field_validator("baseline_period")
    @classmethod
    def _says_when_the_baseline_was(cls, period: str, stated: ValidationInfo) -> str:
        if stated.data.get("baseline") is not None and not period:
            raise ValueError("Say which period the baseline is for, such as April to June 2025.")
        return period

    @field_validator("short_by", "medium_by", "impact_by")
    @classmethod
    def _belongs_to_a_target(cls, by: date | None, stated: ValidationInfo) -> date | None:
        target = str(stated.field_name).replace("_by", "_target")
        if by and stated.data.get(target, "refused itself") is None:
            title = str(cls.model_fields[target].title).lower()
            raise ValueError(f"The {title} has a date and no value. Give both or none.")
        return by

    @field_validator("short_by", "medium_by", "impact_by")
    @classmethod
    def _comes_after_the_baseline(cls, by: date | None, stated: ValidationInfo) -> date | None:
        """The baseline's period is in words; a target in an earlier year is certainly wrong."""
        years = [int(year) for year in _YEARS.findall(stated.data.get("baseline_period") or "")]
        if by and years and by.year < max(years):
            term = str(stated.field_name).removesuffix("_by")
            raise ValueError(
                f"The {term} target is due before the period of the baseline. Check both."
            )
        return by

    @field_validator("medium_by", "impact_by")
    @classmethod
    def _comes_after_the_target_before(cls, by: date | None, stated: ValidationInfo) -> date | None:
        terms = ("short", "medium", "impact")
        term = str(stated.field_name).removesuffix("_by")
        for earlier in terms[: terms.index(term)]:
            day = stated.data.get(f"{earlier}_by")
            if by and day and by < day:
                raise ValueError(
                    f"The {term} target is due before the {earlier} one. Check both dates."
                )
        return by

    @field_validator("compared_with")
    @classmethod
    def _names_both_groups(cls, compared: str, stated: ValidationInfo) -> str:
        if bool(compared) is not bool(stated.data.get("group_words")):
            raise ValueError("A gap lies between two groups. Name both, or none.")
        return compared

    @property
    def is_gap(self) -> bool:
        """Is it the gap between two groups that is judged?"""
        return bool(self.compared_with)

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are set: short, medium, impact."""
        terms = ("short", "medium", "impact")
        stated = ((t, getattr(self, f"{t}_target"), getattr(self, f"{t}_by")) for t in terms)
        return tuple(Target(t, value, by) for t, value, by in stated if value is not None)


class DataPoint(Record):
    """One value of a measure for the period ending `on`; a denominator makes it a ratio.

    With one, `value` counts what is above the line. `as_of` is the day from which it was known.
    `published`: an inspector or partner has published the figure, so it may stay in a public view.
    """

    kind: ClassVar[str] = "data_point"
    not_ahead: ClassVar[tuple[str, ...]] = ("on",)

    measure_id: UUID
    as_of: date
    on: date = Field(title="Period ending")
    value: float | None = Field(None, title="Value", allow_inf_nan=False)
    denominator: float | None = Field(None, ge=0, title="Denominator", allow_inf_nan=False)
    published: bool = False
    compared_value: float | None = Field(
        None, title="Value of the other group", allow_inf_nan=False
    )
    compared_denominator: float | None = Field(
        None, ge=0, title="Denominator of the other group", allow_inf_nan=False
    )
