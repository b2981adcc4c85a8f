"""Keeping what people state. Every save is an INSERT of new versions; nothing is overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import duckdb
from uuid6 import uuid7

from tracker.access import Author
from tracker.people import Person
from tracker.plan import Action, StatusUpdate
from tracker.records import Record, Version
from tracker.refusals import FieldRefusals, Refusal, Unknown
from tracker.store import roles
from tracker.store.chain import bind
from tracker.store.database import Database
from tracker.store.tables import INSERT, row_of, version_of, versions_with

# From so many rows of a kind on they are inserted in one statement (storage.md: executemany
# costs 0.3 ms a row).
MANY = 500
# Stands between the items of a list that travels as text; no record may hold such a sign.
BETWEEN = "\x1f"
_ACTION = versions_with(Action, "id")
_REPORTS = versions_with(StatusUpdate, "action_id")


@dataclass(frozen=True)
class Save:
    """One kept save: its number, when (UTC) and who. `repeated`: it had been kept already."""

    sequence: int
    recorded_at: datetime
    recorded_by: str
    repeated: bool = False


class ChangedMeanwhile(Refusal):
    """Somebody saved the same record after this form was drawn; `theirs` is what they stated."""

    def __init__(self, theirs: Version[Any]) -> None:
        """Say who and when; the screen shows theirs beside ours."""
        self.theirs = theirs
        super().__init__(
            f"{theirs.recorded_by} saved this action while you were writing. "
            "Read theirs below, then save yours as the newer one, or leave it."
        )


def refuse_unseen(past: Iterable[Version[Any]], seen: int) -> None:
    """Raise ChangedMeanwhile where a version of a record is newer than the sequence `seen`."""
    newest = max(past, key=lambda version: version.sequence, default=None)
    if newest and newest.sequence > seen:
        raise ChangedMeanwhile(newest)


def new_id() -> UUID:
    """An id for a new record or a form: a UUIDv7, so that ids sort by time."""
    return UUID(bytes=uuid7().bytes)


def save(
    database: Database,
    partnership: str,
    versions: Iterable[Version[Any]],
    *,
    by: Author,
    save_id: UUID | None = None,
    words: str = "",
    people: Sequence[Person] = (),
    recorded_at: datetime | None = None,
) -> Save:
    """Keep `versions` in one transaction. The same `save_id` again is the same save."""
    with database.writing() as cursor:
        return kept(
            cursor, partnership, versions, by, save_id or new_id(), words, people, recorded_at
        )


def record_status_update(
    database: Database,
    partnership: str,
    update: StatusUpdate,
    *,
    by: Author,
    today: date,
    save_id: UUID,
    seen: int,
    moved: Action | None = None,
    reason: str = "",
) -> Save:
    """Add an owner's report to the history of its action; with `moved`, its new due date too.

    `seen` is the newest sequence the form had for this action. Raises ChangedMeanwhile when there
    is something newer, Unknown when there is no such action or it was withdrawn, Refusal for a day
    ahead of `today` or a due date moved without a reason.
    """
    _refuse_bad_times(update, today, moved, reason)
    versions: list[Version[Any]] = [Version(update, update.as_of)]
    if moved:
        versions.append(Version(moved, today, reason=reason))
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        newest = _newest_statement(cursor, partnership, update.action_id)
        if newest.sequence > seen:
            raise ChangedMeanwhile(newest)
        return kept(cursor, partnership, versions, by, save_id, "reported on an action")


def _refuse_bad_times(update: StatusUpdate, today: date, moved: Action | None, reason: str) -> None:
    if update.as_of > today:
        raise FieldRefusals(
            {"as_of": "A report cannot be dated ahead. Choose today or an earlier day."}
        )
    if moved and not reason.strip():
        raise FieldRefusals(
            {"reason": "Say why the due date moves. The reason stays in the history."}
        )


def kept_before(cursor: duckdb.DuckDBPyConnection, save_id: UUID) -> Save | None:
    """The save that already has this id: a second click is the same save."""
    rows = cursor.execute(
        "SELECT sequence, recorded_at, recorded_by FROM save WHERE id = $1", [save_id]
    ).fetchall()
    if not rows:
        return None
    sequence, recorded_at, recorded_by = rows[0]
    return Save(sequence, recorded_at, recorded_by, repeated=True)


def _newest_statement(
    cursor: duckdb.DuckDBPyConnection, partnership: str, action: UUID
) -> Version[Any]:
    """The newest version recorded of an action or of a report on it, whatever day it is true of.

    Raises Unknown for an action that is not in the plan, or not any more.
    """
    about = [partnership, date.max, 2**62, action]
    actions = [version_of(Action, row) for row in cursor.execute(_ACTION, about).fetchall()]
    if not actions or actions[-1].withdrawn:
        raise Unknown("This action is not in the plan. Choose one from My actions.")
    rows = cursor.execute(_REPORTS, about).fetchall()
    reports = [version_of(StatusUpdate, row) for row in rows]
    return max((*actions, *reports), key=lambda version: version.sequence)


def kept(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    versions: Iterable[Version[Any]],
    by: Author,
    save_id: UUID,
    words: str = "",
    people: Sequence[Person] = (),
    recorded_at: datetime | None = None,
    gone: UUID | None = None,
) -> Save:
    """One save in the cursor's transaction: its row, and each version numbered and stamped.

    `people` are kept and `gone` is erased, in the one table outside the versions.
    """
    if before := kept_before(cursor, save_id):
        return before
    versions, at = tuple(versions), recorded_at or datetime.now(UTC)
    person_id = roles.refuse_unless_allowed(cursor, partnership, versions, by, people, at)
    had_one = roles.had_administrator(cursor, partnership, versions)
    (last,) = cursor.execute("SELECT coalesce(max(sequence), 0) FROM save").fetchall()[0]
    words_for_who = by if isinstance(by, str) else by.words
    made = Save(last + 1, at, words_for_who)
    cursor.execute(
        """
        INSERT INTO save (sequence, id, partnership_id, recorded_at, recorded_by, words, person_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        [made.sequence, save_id, partnership, at, words_for_who, words, person_id],
    )
    if gone:
        cursor.execute(
            "DELETE FROM person WHERE partnership_id = $1 AND id = $2", [partnership, gone]
        )
    for person in people:
        cursor.execute(
            "INSERT INTO person (partnership_id, id, name, email) VALUES ($1, $2, $3, $4)",
            [partnership, person.id, person.name, person.email],
        )
    # What was typed for this save is kept now, so its draft goes: both or neither.
    cursor.execute("DELETE FROM draft WHERE save_id = $1", [save_id])
    rows_kept = _rows_by_kind(cursor, partnership, versions, made)
    for kind, rows in rows_kept.items():
        _insert(cursor, kind, rows)
    if had_one:
        roles.refuse_without_administrator(cursor, partnership)
    saved = (partnership, save_id, 1, made.sequence, words, at, words_for_who, person_id)
    bind(cursor, saved, rows_kept)
    return made


def _insert(cursor: duckdb.DuckDBPyConnection, kind: type[Record], rows: list[list[Any]]) -> None:
    """Insert the rows of a kind: many in one statement, column by column, a hundred times as fast.

    PostgreSQL would unnest lists too, so those travel as texts.
    """
    if len(rows) < MANY:
        cursor.executemany(INSERT[kind], rows)
        return
    head, _, _ = INSERT[kind].partition(" VALUES ")
    columns = [list(column) for column in zip(*rows, strict=True)]
    inner = ", ".join(f"unnest(${number}) AS c{number}" for number in range(1, len(columns) + 1))
    outer = ", ".join(_taken(f"c{number}", values) for number, values in enumerate(columns, 1))
    values = [_as_texts(column) for column in columns]
    taken = f"SELECT {outer} FROM (SELECT {inner}) AS rows_kept"  # noqa: S608
    cursor.execute(f"{head} {taken}", values)


def _taken(name: str, values: list[Any]) -> str:
    """How a column is read back: a text made of a list becomes the list again."""
    if not isinstance(values[0], list):
        return name
    first = next((value for its in values for value in its), "")
    kind = {UUID: "UUID", int: "INTEGER"}.get(type(first), "TEXT")
    return (
        f"CASE WHEN {name} = '' THEN CAST(ARRAY[] AS {kind}[]) "
        f"ELSE CAST(string_to_array({name}, '{BETWEEN}') AS {kind}[]) END"
    )


def _as_texts(values: list[Any]) -> list[Any]:
    if not isinstance(values[0], list):
        return values
    return [BETWEEN.join(map(str, its)) for its in values]


def _rows_by_kind(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    versions: Iterable[Version[Any]],
    made: Save,
) -> dict[type[Record], list[list[Any]]]:
    """The rows to insert, each numbered after the record's last version."""
    by_kind: dict[type[Record], list[Version[Any]]] = {}
    for version in versions:
        by_kind.setdefault(type(version.record), []).append(version)
    rows: dict[type[Record], list[list[Any]]] = {}
    for kind, its in by_kind.items():
        numbers = _versions_so_far(cursor, kind, partnership, its)
        for version in its:
            record = version.record.id
            numbers[record] = numbers.get(record, 0) + 1
            stamped = replace(
                version,
                number=numbers[record],
                sequence=made.sequence,
                recorded_at=version.recorded_at or made.recorded_at,
                recorded_by=version.recorded_by or made.recorded_by,
            )
            rows.setdefault(kind, []).append(row_of(partnership, stamped))
    return rows


def _versions_so_far(
    cursor: duckdb.DuckDBPyConnection,
    kind: type[Record],
    partnership: str,
    versions: Iterable[Version[Any]],
) -> dict[UUID, int]:
    """How many versions there are of each of these records."""
    found = cursor.execute(
        f"""
        SELECT id, count(*) FROM "{kind.kind}"
        WHERE partnership_id = $1 AND id IN (SELECT unnest($2)) GROUP BY id
        """,  # noqa: S608
        [partnership, list({version.record.id for version in versions})],
    ).fetchall()
    return dict(found)
