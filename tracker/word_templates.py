"""The Word template of a partnership: which file its Word papers look like, and who said so."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from tracker.records import Name, Record, record_id

# Who kept a template that lay beside the database before templates stood in it.
FROM_BEFORE = "The tracker, from an earlier file"


class WordTemplate(Record):
    """The template as it was kept: one record a partnership, a version each time another is kept.

    The file itself is kept beside the versions, under `file_id`. It says how a paper looks, never
    what it says: so it is no part of a snapshot.
    """

    kind: ClassVar[str] = "word_template"

    file_id: UUID
    file_name: Name = Field(title="File")


def template_id(partnership: str) -> UUID:
    """The id of the one template of a partnership."""
    return record_id(partnership, WordTemplate.kind, partnership)
