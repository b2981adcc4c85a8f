"""A person's own verdict on a letter of an action's SMART check, beside the check's."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from tracker.records import Record, Words


class Letter(StrEnum):
    """Specific, measurable, achievable, relevant, time-bound."""

    S = "S"
    M = "M"
    A = "A"
    R = "R"
    T = "T"


class Verdict(StrEnum):
    """What the check, or a person, says of one letter."""

    PASS = "pass"  # noqa: S105
    PARTLY = "partly"
    FAIL = "fail"


class SmartNote(Record):
    """A letter of one action overruled by a person, with the note that says why."""

    kind: ClassVar[str] = "smart_note"

    action_id: UUID = Field(title="Action")
    letter: Letter = Field(title="Letter")
    verdict: Verdict = Field(title="Our verdict")
    words: Words = Field(title="Why")
