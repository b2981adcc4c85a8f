"""Files kept beside the versions, insert only: imported plans, Word templates (see chain.py)."""

from uuid import UUID

import duckdb

from tracker.store.database import Database

# Its id, name and content.
KeptFile = tuple[UUID, str, bytes]


def keep_file(cursor: duckdb.DuckDBPyConnection, partnership: str, file: KeptFile) -> None:
    """Keep a file in the transaction of the save whose record names it by `file_id`."""
    cursor.execute(
        "INSERT INTO kept_file (partnership_id, id, name, content) VALUES ($1, $2, $3, $4)",
        [partnership, *file],
    )


def kept_file(database: Database, partnership: str, file: UUID) -> tuple[str, bytes] | None:
    """The name and content of a file as it was brought in; None where there is none."""
    with database.reading() as cursor:
        rows = cursor.execute(
            "SELECT name, content FROM kept_file WHERE partnership_id = $1 AND id = $2",
            [partnership, file],
        ).fetchall()
    return (rows[0][0], bytes(rows[0][1])) if rows else None
