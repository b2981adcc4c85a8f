"""What every record of a plan has in common, and the envelope each saved version travels in.

Records never change: a correction is a newer version (settled.md, Time). So a record is frozen,
and who said it, when and from which day it is true stand in its `Version`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Generic, Self, TypeVar
from uuid import UUID, uuid5

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

LINE_LENGTH, TEXT_LENGTH = 200, 4_000
# Control characters (Unicode category Cc) but for tab and line ends.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAMES = UUID("6f1d1f0a-0c5d-5c5e-9d0a-2a6f0f4f7a11")


def _readable(text: str) -> str:
    """Refuse what no person types: control characters break exports and searches."""
    if _UNREADABLE.search(text):
        raise PydanticCustomError("unreadable", "holds signs that cannot be read")
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())


Line = Annotated[
    str, AfterValidator(_readable), AfterValidator(_one_line), Field(max_length=LINE_LENGTH)
]
Name = Annotated[Line, Field(min_length=1)]
Text = Annotated[str, AfterValidator(_readable), Field(max_length=TEXT_LENGTH)]
Words = Annotated[Text, Field(min_length=1)]


class Record(BaseModel):
    """One thing the plan knows. `kind` is its word in the store, in sources and in exports."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    kind: ClassVar[str]
    # Days that say what has been, so that none of them may lie ahead when it is saved.
    not_ahead: ClassVar[tuple[str, ...]] = ()

    id: UUID


R = TypeVar("R", bound=Record)


def record_id(partnership: str, kind: str, ref: str) -> UUID:
    """The same id for the same example record in every database, so that links to it keep."""
    return uuid5(_NAMES, f"{partnership}/{kind}/{ref}")


@dataclass(frozen=True, slots=True)
class Version(Generic[R]):
    """A record as somebody stated it: true from `as_of`, known since `sequence`.

    `recorded_at` is UTC. A withdrawn record leaves every count and list and stays in history;
    `reason` says why it was withdrawn, restored, or why a due date moved.
    """

    record: R
    as_of: date
    withdrawn: bool = False
    reason: str = ""
    number: int = 1
    sequence: int = 0
    recorded_at: datetime | None = None
    recorded_by: str = ""

    def of(self, record: R, as_of: date, reason: str = "") -> Self:
        """A newer statement about the same record."""
        return type(self)(record, as_of, reason=reason)


class Citation(Record):
    """Where one value of one record comes from: a file and the heading in it."""

    kind: ClassVar[str] = "citation"

    record_kind: Name
    record_id: UUID
    field: Name
    file: Name
    heading: Name
    note: Text = ""
