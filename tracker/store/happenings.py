"""What happened between two days: the versions recorded then, and those they took the place of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import duckdb

from tracker.history import Happened, Kept, whole_days
from tracker.records import Record, Version
from tracker.reference import ALWAYS, ReferenceLine
from tracker.refusals import Unknown
from tracker.store.database import Database
from tracker.store.tables import ENVELOPE, EVERYONE, KINDS, fields, readable


def _statement(kind: type[Record]) -> str:
    """All versions of the records of a kind of which something was recorded from $2 to $3.

    Lists as the program brought them ($4) are no happening. $5 names one record, or none.
    """
    columns = ", ".join(f'"{name}"' for name in ENVELOPE[1:] + fields(kind))
    return f"""
        SELECT {columns} FROM "{kind.kind}"
        WHERE partnership_id = $1 AND id IN (
            SELECT id FROM "{kind.kind}"
            WHERE partnership_id = $1 AND recorded_at >= $2 AND recorded_at < $3
                AND as_of > CAST($4 AS date) AND (CAST($5 AS uuid) IS NULL OR id = $5)
        )
        ORDER BY sequence, recorded_at, version, id
    """  # noqa: S608


_HAPPENED: Mapping[type[Record], str] = {kind: _statement(kind) for kind in KINDS}


def happenings(
    database: Database, partnership: str, first: date, last: date, record: UUID | None = None
) -> Happened:
    """What was recorded of a plan from `first` to `last`, and of the settings it goes by.

    `record` restricts it to one record. Raises Unknown where there is no such partnership.
    """
    window = whole_days(first, last)
    with database.reading() as cursor:
        cursor.execute("BEGIN TRANSACTION")  # one consistent view of all tables
        try:
            _refuse_unknown(cursor, partnership)
            versions = [
                version
                for kind in KINDS
                for version in _versions(cursor, partnership, kind, window, record)
            ]
            saves = [] if record else _saves(cursor, partnership, window)
            return Happened(versions, saves, _words(cursor, partnership))
        finally:
            cursor.execute("ROLLBACK")


def _versions(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    kind: type[Record],
    window: tuple[datetime, datetime],
    record: UUID | None,
) -> list[Version[Any]]:
    whose = EVERYONE if kind is ReferenceLine else partnership
    rows = cursor.execute(_HAPPENED[kind], [whose, *window, ALWAYS, record]).fetchall()
    return list(readable(kind, rows))


def _saves(
    cursor: duckdb.DuckDBPyConnection, partnership: str, window: tuple[datetime, datetime]
) -> list[Kept]:
    rows = cursor.execute(
        """
        SELECT sequence, recorded_at, recorded_by FROM save
        WHERE partnership_id = $1 AND recorded_at >= $2 AND recorded_at < $3
        """,
        [partnership, *window],
    ).fetchall()
    return [Kept(*row) for row in rows]


def _words(cursor: duckdb.DuckDBPyConnection, partnership: str) -> dict[int, str]:
    rows = cursor.execute(
        "SELECT sequence, words FROM save WHERE partnership_id = $1 OR partnership_id = $2",
        [partnership, EVERYONE],
    ).fetchall()
    return dict(rows)


def _refuse_unknown(cursor: duckdb.DuckDBPyConnection, partnership: str) -> None:
    known = cursor.execute(
        "SELECT 1 FROM partnership WHERE partnership_id = $1 LIMIT 1", [partnership]
    ).fetchall()
    if not known:
        raise Unknown(f"There is no partnership called “{partnership[:40]}” in this tracker.")
