"""The log of visits: who opened and who took what, kept beside the versions for a set time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import duckdb

from tracker.access import Author, Command
from tracker.store import roles
from tracker.store.database import Database
from tracker.store.saving import new_id
from tracker.store.tables import EVERYONE


@dataclass(frozen=True)
class LoggedVisit:
    """One line of the log: `who` is a post or a role; the person, where known, by id only."""

    at: datetime
    partnership: str
    person: UUID | None
    who: str
    did: str
    what: str


def log_visit(database: Database, visit: LoggedVisit) -> None:
    """Keep one line."""
    with database.writing() as cursor:
        _keep(cursor, visit)


def log_deed(
    cursor: duckdb.DuckDBPyConnection,
    by: Author,
    at: datetime,
    did: str,
    what: str,
    command: Command = Command.BACK_UP,
    partnership: str = EVERYONE,
) -> None:
    """Keep who did what that states no record: a line in each partnership it is about.

    Raises NotAllowed where the role of whoever asks, read now, does not allow it.
    """
    words = by if isinstance(by, str) else by.words
    asking = roles.refuse_unless_may(cursor, by, command, partnership)
    for slug, person in asking.items():
        _keep(cursor, LoggedVisit(at, slug, person, words, did, what))


def _keep(cursor: duckdb.DuckDBPyConnection, visit: LoggedVisit) -> None:
    cursor.execute(
        """
        INSERT INTO visit_log (id, seen_at, partnership_id, person_id, who, did, what)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        [new_id(), visit.at, visit.partnership, visit.person, visit.who, visit.did, visit.what],
    )


def logged_visits(
    database: Database, partnership: str, since: datetime, most: int
) -> tuple[LoggedVisit, ...]:
    """The newest lines of one partnership from `since` on, newest first, `most` at the most."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT seen_at, partnership_id, person_id, who, did, what FROM visit_log
            WHERE partnership_id = $1 AND seen_at >= $2
            ORDER BY seen_at DESC, id DESC LIMIT $3
            """,
            [partnership, since, most],
        ).fetchall()
    return tuple(LoggedVisit(*row) for row in rows)


def forget_visits(database: Database, before: datetime) -> int:
    """Throw away the lines of every partnership before a moment; returns how many."""
    with database.writing() as cursor:
        gone = cursor.execute(
            "DELETE FROM visit_log WHERE seen_at < $1 RETURNING id", [before]
        ).fetchall()
    return len(gone)
