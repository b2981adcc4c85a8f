"""What is typed and not saved yet: kept beside the versions, until it is saved or grows old."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tracker.store.database import Database


@dataclass(frozen=True)
class KeptDraft:
    """One form of one person: the id of the save it waits for, its record, the newest sequence it
    had seen, and by name what its fields say, as JSON can."""

    save_id: UUID
    form: str
    record: UUID
    seen: int
    fields: Mapping[str, Any]
    begun_at: datetime
    written_at: datetime


def keep_draft(database: Database, partnership: str, written_by: str, draft: KeptDraft) -> None:
    """Keep what stands in a form now, in place of what stood there before."""
    with database.writing() as cursor:
        cursor.execute(
            """
            INSERT INTO draft (save_id, partnership_id, written_by, form, record_id, seen, fields,
                               begun_at, written_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (save_id) DO UPDATE
            SET seen = excluded.seen, fields = excluded.fields, written_at = excluded.written_at
            """,
            [
                draft.save_id, partnership, written_by, draft.form, draft.record, draft.seen,
                json.dumps(draft.fields), draft.begun_at, draft.written_at,
            ],
        )  # fmt: skip


def take_up_draft(
    database: Database, partnership: str, written_by: str, form: str, save_id: UUID
) -> KeptDraft | None:
    """The newest draft of a form, waiting from now on for the save `save_id`; None: there is none.

    A new id, so that two sessions which take up one draft are two saves and meet.
    """
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT save_id, form, record_id, seen, fields, begun_at, written_at FROM draft
            WHERE partnership_id = $1 AND written_by = $2 AND form = $3
            ORDER BY written_at DESC LIMIT 1
            """,
            [partnership, written_by, form],
        ).fetchall()
    if not rows:
        return None
    kept, form, record, seen, fields, begun_at, written_at = rows[0]
    with database.writing() as cursor:
        cursor.execute("UPDATE draft SET save_id = $2 WHERE save_id = $1", [kept, save_id])
    return KeptDraft(save_id, form, record, seen, json.loads(fields), begun_at, written_at)


def throw_away_draft(database: Database, save_id: UUID) -> None:
    """Throw away what waited for one save."""
    with database.writing() as cursor:
        cursor.execute("DELETE FROM draft WHERE save_id = $1", [save_id])


def throw_away_alike(
    database: Database, partnership: str, written_by: str, draft: KeptDraft
) -> None:
    """Throw away what says the very same of the same record in the same form: another session has
    taken it up, and it is saved by now."""
    with database.writing() as cursor:
        cursor.execute(
            """
            DELETE FROM draft WHERE partnership_id = $1 AND written_by = $2 AND form = $3
            AND record_id = $4 AND fields = $5
            """,
            [partnership, written_by, draft.form, draft.record, json.dumps(draft.fields)],
        )


def forget_drafts(database: Database, before: datetime) -> int:
    """Throw away what nobody has written in since a moment; returns how many."""
    with database.writing() as cursor:
        gone = cursor.execute(
            "DELETE FROM draft WHERE written_at < $1 RETURNING save_id", [before]
        ).fetchall()
    return len(gone)
