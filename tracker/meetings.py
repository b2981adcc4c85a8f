"""What comes of a meeting: decisions, questions to be answered, the snapshot it ended with."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from tracker.records import Line, Name, Record, Text, Words


class MeetingDecision(Record):
    """Something a meeting decided, who sees to it, by when; `action_id` where it became one."""

    kind: ClassVar[str] = "meeting_decision"

    ref: Name = Field(title="Reference")
    meeting_id: UUID = Field(title="Meeting")
    words: Words = Field(title="What was decided")
    owner_id: UUID | None = Field(None, title="Who sees to it")
    due_on: date | None = Field(None, title="By")
    area_id: UUID | None = Field(None, title="Area")
    action_id: UUID | None = Field(None, title="Action it became")


class Question(Record):
    """A question raised at a meeting: who answers, by when, and the answer (the question log)."""

    kind: ClassVar[str] = "question"
    not_ahead: ClassVar[tuple[str, ...]] = ("answered_on",)

    ref: Name = Field(title="Reference")
    meeting_id: UUID = Field(title="Meeting")
    words: Words = Field(title="Question")
    asked_of: UUID | None = Field(None, title="Who answers")
    answer_by: date | None = Field(None, title="Answer by")
    answer: Text = Field("", title="Answer", validate_default=True)
    answered_on: date | None = Field(None, title="Answered on")

    @field_validator("answered_on")
    @classmethod
    def _has_an_answer(cls, day: date | None, stated: ValidationInfo) -> date | None:
        if day and not stated.data.get("answer"):
            raise ValueError("Write the answer, or leave the day of it empty.")
        return day


class KeptSnapshot(Record):
    """A snapshot: (day, sequence, schema, rules) say all of it, and `checksum` proves it.

    `checksum` is the SHA-256 of its JSON. Nothing else is stored: it is read again from the same
    four numbers (settled.md, Time).
    """

    kind: ClassVar[str] = "snapshot"

    ref: Name = Field(title="Reference")
    title: Name = Field(title="Title")
    day: date = Field(title="As at")
    until: int = Field(ge=0, title="Recorded until")
    schema_number: int = Field(ge=1, title="Schema")
    rules_number: int = Field(ge=1, title="Rules")
    checksum: Line = Field("", title="Checksum")
    meeting_id: UUID | None = Field(None, title="Meeting")


class PaperTaken(Record):
    """Who took which paper of which snapshot, or of which day: the envelope has who and when."""

    kind: ClassVar[str] = "paper_taken"

    snapshot_id: UUID | None = None
    day: date
    paper: Name = Field(title="Paper")
    public: bool = Field(default=False, title="Public version")
