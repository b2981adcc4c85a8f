"""What is said about the plan from outside the daily work: judgements, doubts, meetings."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

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
    grounds: Text = Field("", title="Reason", validate_default=True)

    @field_validator("grounds")
    @classmethod
    def _is_settled_with_a_reason(cls, grounds: str, stated: ValidationInfo) -> str:
        if stated.data.get("decision") and not grounds:
            raise ValueError("Say why the doubt is settled in this way.")
        return grounds


class Meeting(Record):
    """A meeting of a group about the plan. It may lie ahead.

    Under way from `opened_at` (a sequence) until `closed_at`: it runs as at the sequence of its
    opening, and freezes at that of its close. `steps` are those shown, in order; empty: the usual.
    """

    kind: ClassVar[str] = "meeting"

    ref: Name
    on: date = Field(title="Date of the meeting")
    title: Line = Field("", title="Title")
    group_id: UUID | None = Field(None, title="Group")
    agenda: Text = Field("", title="Agenda")
    present: tuple[UUID, ...] = Field((), title="Who came")
    apologies: tuple[UUID, ...] = Field((), title="Apologies")
    steps: tuple[str, ...] = Field((), title="Steps")
    opened_at: int | None = None
    closed_at: int | None = None
