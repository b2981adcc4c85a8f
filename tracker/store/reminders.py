"""Which reminders were sent: a row a person and day, written before the mail leaves.

So no restart and no second click sends one twice. A row is of beside the versions: its state
changes in place, and it names people by id only.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tracker.access import Author, Command
from tracker.store.database import Database
from tracker.store.visits import log_deed

SAID, CLOCK_IS_RIGHT = "said", "that the clock is right and reminders begin with the next day"
SENDING, SENT, FAILED, PERHAPS = "sending", "sent", "failed", "perhaps sent"


@dataclass(frozen=True)
class Reminder:
    """One reminder to one person for one day. `fault`: why it failed, without any address."""

    partnership: str
    key: str
    person: UUID | None
    day: date
    state: str
    tries: int
    tried_at: datetime
    fault: str


def claim_reminder(
    database: Database, partnership: str, key: str, person: UUID | None, day: date, at: datetime
) -> bool:
    """Take a reminder on, to send it now: True for one who may, False where it was taken already.

    One that failed can be taken on again.
    """
    with database.writing() as cursor:
        claimed = cursor.execute(
            """
            INSERT INTO reminder (partnership_id, "key", person_id, "day", state, tries, tried_at,
                                  fault)
            VALUES ($1, $2, $3, $4, 'sending', 1, $5, '')
            ON CONFLICT (partnership_id, "key") DO UPDATE
            SET state = 'sending', tries = reminder.tries + 1, tried_at = excluded.tried_at,
                fault = ''
            WHERE reminder.state = 'failed'
            RETURNING state
            """,
            [partnership, key, person, day, at],
        ).fetchall()
    return bool(claimed)


def settle_reminder(
    database: Database, partnership: str, key: str, state: str, fault: str = ""
) -> None:
    """Say how it went: SENT, FAILED or PERHAPS."""
    with database.writing() as cursor:
        cursor.execute(
            """
            UPDATE reminder SET state = $3, fault = $4 WHERE partnership_id = $1 AND "key" = $2
            """,
            [partnership, key, state, fault],
        )


def reminders(database: Database, partnership: str, since: date) -> tuple[Reminder, ...]:
    """The reminders of one partnership for the days from `since` on, newest day first."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT partnership_id, "key", person_id, "day", state, tries, tried_at, fault
            FROM reminder WHERE partnership_id = $1 AND "day" >= $2
            ORDER BY "day" DESC, "key"
            """,
            [partnership, since],
        ).fetchall()
    return tuple(Reminder(*row) for row in rows)


def newest_reminder_day(database: Database, partnership: str) -> date | None:
    """The newest day for which reminders were taken on; None before the first."""
    with database.reading() as cursor:
        ((day,),) = cursor.execute(
            'SELECT max("day") FROM reminder WHERE partnership_id = $1', [partnership]
        ).fetchall()
    return day if isinstance(day, date) else None


def doubt_unfinished_reminders(database: Database, fault: str) -> int:
    """Call those whose sending broke off perhaps sent; how many. Only where nobody is sending."""
    with database.writing() as cursor:
        rows = cursor.execute(
            "UPDATE reminder SET state = $1, fault = $2 WHERE state = 'sending' RETURNING state",
            [PERHAPS, fault],
        ).fetchall()
    return len(rows)


def doubt_failed_reminders(database: Database, partnership: str, day: date, fault: str) -> int:
    """Call those that failed for a day perhaps sent, so that none is tried again; how many."""
    with database.writing() as cursor:
        rows = cursor.execute(
            """
            UPDATE reminder SET state = $1, fault = $2
            WHERE state = 'failed' AND partnership_id = $3 AND "day" = $4 RETURNING state
            """,
            [PERHAPS, fault, partnership, day],
        ).fetchall()
    return len(rows)


def forget_reminders_ahead(
    database: Database, partnership: str, today: date, at: datetime, *, by: Author
) -> int:
    """Throw away the rows of days after `today`, which a wrong clock made; how many.

    Who says that the clock is right stands in the log of visits. Raises NotAllowed.
    """
    with database.writing() as cursor:
        log_deed(cursor, by, at, SAID, CLOCK_IS_RIGHT, Command.CHANGE_PLAN, partnership)
        rows = cursor.execute(
            'DELETE FROM reminder WHERE partnership_id = $1 AND "day" > $2 RETURNING state',
            [partnership, today],
        ).fetchall()
    return len(rows)


def forget_reminders(database: Database, before: date) -> int:
    """Throw away the rows of days before `before`; how many."""
    with database.writing() as cursor:
        rows = cursor.execute(
            'DELETE FROM reminder WHERE "day" < $1 RETURNING state', [before]
        ).fetchall()
    return len(rows)
