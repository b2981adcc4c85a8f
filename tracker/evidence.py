"""What is said about the plan from outside the daily work: judgements, doubts, meetings."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from tracker.records import Line, Name, Record, Text, Words


class Confidence(StrEnum):
    """How far the evidence carries, weakest first (product.md, Three readings)."""

    ANECDOTE = "anecdote"
    AUDIT = "audit"
    MEASURE = "measure"
    OUTCOME = "outcome"


class Judgement(Record):
    """A dated judgement of an area, or of the partnership where `area_id` is empty, in words."""

    kind: ClassVar[str] = "judgement"

    ref: Name
    area_id: UUID | None = Field(None, title="Area")
    as_of: date = Field(title="As of")
    words: Name = Field(title="Judgement")
    made_by: Line = Field("", title="Made by")
    quality_indicator: Line = Field("", title="Quality indicator")
    evidence: Text = Field("", title="What it rests on")
    confidence: Confidence | None = Field(None, title="How far the evidence carries")


class Doubt(Record):
    """Something unsure about one field of one record; shown beside the value until settled."""

    kind: ClassVar[str] = "doubt"

    ref: Name
    record_kind: Name
    record_id: UUID
    field: Line = ""
    words: Words = Field(title="What is in doubt")
    decision: Text = Field("", title="Decision")
    grounds: Text = Field("", title="Reason")

    @model_validator(mode="after")
    def _is_settled_with_a_reason(self) -> Self:
        if self.decision and not self.grounds:
            raise ValueError("Say why the doubt is settled in this way.")
        return self


class Meeting(Record):
    """A meeting of a group about the plan. It may lie ahead."""

    kind: ClassVar[str] = "meeting"

    ref: Name
    on: date = Field(title="Date of the meeting")
    title: Line = Field("", title="Title")
    group_id: UUID | None = Field(None, title="Group")
