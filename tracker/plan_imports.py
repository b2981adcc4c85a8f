"""Where an imported plan came from: the import itself, and the rows behind each record."""

import re
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from tracker.records import Line, Name, Record

STATUS_WORDS = re.compile(r"“(.*)” means", re.DOTALL)


class PlanImport(Record):
    """One file brought in. `columns` maps header texts to fields, as JSON, and is remembered.

    So are words of status as a person read them: `“Amber” means` stands there with the status.

    `set_aside` holds, as JSON, the rows that became no record. The file itself is kept beside the
    versions, under `file_id`.
    """

    kind: ClassVar[str] = "plan_import"

    file_id: UUID
    file_name: Name = Field(title="File")
    sheet: Line = Field("", title="Sheet")
    columns: str = "{}"
    set_aside: str = "[]"


class ImportedRow(Record):
    """The rows of a file behind one record, counted from 1, and their words by header, as JSON."""

    kind: ClassVar[str] = "imported_row"

    import_id: UUID
    record_kind: Name
    record_id: UUID
    rows: tuple[int, ...] = ()
    words: str = "{}"
