"""The plan: partnership, areas for improvement, outcomes, actions and what owners report.

The words are those of the field (product.md); the fine points stand in settled.md, Records.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator, model_validator

from tracker.records import Line, Name, Record, Text, Words


class Status(StrEnum):
    """What an owner reports about the delivery of an action; a reference list has the words."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"

    @property
    def words(self) -> str:
        """As written in a sentence: on track."""
        return self.value.replace("_", " ")


NOT_REPORTED = "not_reported"


class Partnership(Record):
    """Who owes the plan. Illustrative data say so everywhere; examples open at `shown_as_at`."""

    kind: ClassVar[str] = "partnership"

    slug: Name = Field(title="Short name", pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Name = Field(title="Name of the partnership")
    illustrative: bool = False
    shown_as_at: date | None = None


class Plan(Record):
    """The improvement plan the areas belong to; as-at days before `starts_on` are refused."""

    kind: ClassVar[str] = "plan"

    title: Name = Field(title="Title of the plan")
    starts_on: date = Field(title="Start of the plan")
    ends_on: date | None = Field(None, title="End of the plan")
    lead_group_id: UUID | None = None

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, ends_on: date | None, stated: ValidationInfo) -> date | None:
        starts_on = stated.data.get("starts_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise ValueError("The plan ends before it starts. Check both dates.")
        return ends_on


class Area(Record):
    """An area for improvement: what inspectors asked for, where and when they said it.

    `wording` is the inspectors' own unless `paraphrased`. `raised_on` is the last day of the month
    where the source names only a month.
    """

    kind: ClassVar[str] = "area"

    ref: Name = Field(title="Number of the area")
    title: Name = Field(title="Short title")
    wording: Text = Field("", title="Inspectors' wording")
    paraphrased: bool = False
    raised_in: Line = Field("", title="Raised in")
    raised_on: date | None = Field(None, title="Raised on")
    lead_group_id: UUID | None = None


class Outcome(Record):
    """What is to be better for children, in words; belongs to one area."""

    kind: ClassVar[str] = "outcome"

    ref: Name
    area_id: UUID
    words: Words = Field(title="Outcome")
    wellbeing: tuple[str, ...] = Field((), title="Wellbeing indicators")
    quality_indicators: tuple[str, ...] = Field((), title="Quality indicators")


class Action(Record):
    """What will exist or be done, by whom and by when. Counted in its home area only.

    `owner_id` is a post or a person; a group there is kept and raises the gap `no_owner`.
    Raises ValidationError when the due date is before the start.
    """

    kind: ClassVar[str] = "action"

    ref: Name = Field(title="Reference")
    title: Name = Field(title="Short title")
    what: Text = Field("", title="What will exist or be done")
    area_id: UUID = Field(title="Home area")
    also_serves: tuple[UUID, ...] = Field((), title="Also serves")
    outcome_id: UUID | None = Field(None, title="Outcome")
    owner_id: UUID | None = Field(None, title="Owner")
    supporting: tuple[UUID, ...] = Field((), title="Supporting")
    starts_on: date | None = Field(None, title="Start")
    due_on: date | None = Field(None, title="Due date")
    resources: Text = Field("", title="Resources agreed")
    measure_ids: tuple[UUID, ...] = Field((), title="Measures")

    @field_validator("due_on")
    @classmethod
    def _is_due_after_it_starts(cls, due_on: date | None, stated: ValidationInfo) -> date | None:
        starts_on = stated.data.get("starts_on")
        if starts_on and due_on and due_on < starts_on:
            raise ValueError("The due date is before the start. Check both dates.")
        return due_on


class StatusUpdate(Record):
    """What an owner reports about one action as of one day; corrected by a newer one, never edited.

    `progress` is the owner's estimate of the work done, in whole per cent; complete makes it 100.
    Raises ValidationError when an action at risk or off track comes without what has happened,
    or when the link is not a web address.
    """

    kind: ClassVar[str] = "status_update"

    action_id: UUID
    as_of: date = Field(title="As of")
    status: Status = Field(title="How is it going?")
    progress: int | None = Field(None, ge=0, le=100, title="Progress in per cent")
    done: Text = Field("", title="What has happened", validate_default=True)
    data_show: Text = Field("", title="What the data show")
    next: Text = Field("", title="What is next")
    needed: Text = Field("", title="What you need")
    evidence_link: Line = Field("", title="Link to the evidence")

    @model_validator(mode="before")
    @classmethod
    def _complete_is_all_of_it(cls, values: object) -> object:
        if isinstance(values, dict) and values.get("status") == Status.COMPLETE:
            return values | {"progress": 100}
        return values

    @field_validator("done")
    @classmethod
    def _says_why_it_is_in_trouble(cls, done: str, stated: ValidationInfo) -> str:
        status = stated.data.get("status")
        if status in {Status.AT_RISK, Status.OFF_TRACK} and not done:
            raise ValueError(f"Say in “What has happened” why the action is {status.words}.")
        return done

    @field_validator("evidence_link")
    @classmethod
    def _is_a_web_address(cls, link: str) -> str:
        if link and not link.startswith(("https://", "http://")):
            raise ValueError("The link to the evidence must begin with https://.")
        return link

    @property
    def shows_evidence(self) -> bool:
        """Does the report say what the data show, or link to evidence?"""
        return bool(self.data_show or self.evidence_link)
