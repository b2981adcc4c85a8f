"""Changing, withdrawing, restoring and undoing: always newer versions, never a loss."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import duckdb

from tracker.access import Author
from tracker.history import UNDID
from tracker.measures import DataPoint
from tracker.people import Person
from tracker.plan import Action
from tracker.records import Record, Version
from tracker.refusals import FieldRefusals, Refusal, Unknown
from tracker.store.database import Database
from tracker.store.kept_files import KeptFile, keep_file
from tracker.store.people import people_of, with_address
from tracker.store.saving import Save, kept, kept_before, new_id, refuse_unseen
from tracker.store.tables import KINDS, version_of, versions_with
from tracker.words import day_words

_OF_RECORD = {kind: versions_with(kind, "id") for kind in KINDS}
_OF_RECORDS = {
    kind: text.replace('"id" = $4', '"id" IN (SELECT unnest($4))')
    for kind, text in _OF_RECORD.items()
}
_OF_SAVE = {kind: versions_with(kind, "sequence") for kind in KINDS}
_ALWAYS = (date.max, 2**62)
# The words of a save that erased somebody: what led to them leads nowhere from then on.
ERASED = "erased a person"


def versions_of(
    database: Database, partnership: str, kind: type[Record], record: UUID
) -> tuple[Version[Any], ...]:
    """Every version of one record in the order they became true; empty where there is none."""
    with database.reading() as cursor:
        return _versions_of(cursor, partnership, kind, record)


def change(
    database: Database,
    partnership: str,
    records: Sequence[Record],
    *,
    by: Author,
    today: date,
    save_id: UUID,
    seen: int,
    reason: str = "",
    withdrawn: bool = False,
    file: KeptFile | None = None,
) -> Save:
    """Keep newer versions of `records`, true from today, all or none; new records are added.

    `seen` is the newest sequence the form had for them (0 where they are new). `file`: one that a
    record names by its `file_id`, kept with them. Raises
    ChangedMeanwhile with the version that is newer, and FieldRefusals where a due date moves, a
    data point is corrected, or a record is withdrawn, without a reason. A day of its own (`as_of`)
    may not be ahead.
    """
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        versions = []
        before_now = _past(cursor, partnership, records)
        for record in records:
            past = before_now.get(record.id, ())
            refuse_unseen(past, seen)
            _refuse_without_reason(past, record, reason, withdrawn)
            refuse_ahead(record, today)
            as_of = _true_from(record, past, today)
            why = reason.strip() if past else ""  # a new record replaces nothing
            versions.append(Version(record, as_of, withdrawn=withdrawn, reason=why))
        if file:
            keep_file(cursor, partnership, file)
        return kept(cursor, partnership, versions, by, save_id, _words(records, withdrawn))


def undo(database: Database, partnership: str, sequence: int, *, by: Author, save_id: UUID) -> Save:
    """Put back what stood before save `sequence`: newer versions that say the same as then.

    What the save added is withdrawn. Raises Refusal when anything in it has changed since, and
    Unknown when there is no such save.
    """
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        undone = _of_save(cursor, partnership, sequence)
        if not undone:
            raise Unknown("There is no such save in this plan, so nothing was undone.")
        past = _past(cursor, partnership, [version.record for version in undone])
        versions = [_as_before(past[version.record.id], version) for version in undone]
        return kept(cursor, partnership, versions, by, save_id, f"{UNDID} {sequence}")


class PersonChanged(Refusal):
    """Somebody changed a person after the form was opened; `now`: as they stand, () when erased."""

    def __init__(self, now: tuple[Person, ...]) -> None:
        """Say that there is something else; the screen says what."""
        self.now = now
        super().__init__("Somebody changed this person meanwhile, so nothing was saved.")


def keep_person(
    database: Database,
    partnership: str,
    person: Person,
    *,
    by: Author,
    save_id: UUID | None = None,
    seen: tuple[Person, ...] | None = None,
) -> Save:
    """Add a person, or change their name or e-mail: the one table outside the versions.

    `seen`: what stood there when the form was opened, () for nobody; None overwrites what there is.
    Raises FieldRefusals where somebody else here has the e-mail: whoever signs in is one person.
    PersonChanged where something else stands there than was `seen`.
    """
    save_id = save_id or new_id()
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        _refuse_another(cursor, partnership, person.id, seen)
        made = kept(
            cursor, partnership, (), by, save_id, "kept a person", (person,), gone=person.id
        )
        _refuse_anothers_address(cursor, partnership, person)
        return made


def _refuse_anothers_address(
    cursor: duckdb.DuckDBPyConnection, partnership: str, person: Person
) -> None:
    others = (one for one in people_of(cursor, partnership).values() if one.id != person.id)
    if other := with_address(others, person.email):
        raise FieldRefusals(
            {"email": f"{other.name} has this e-mail here. Change theirs, or give another one."}
        )


def _refuse_another(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    person: UUID,
    seen: tuple[Person, ...] | None,
) -> None:
    known = people_of(cursor, partnership).get(person)
    now = (known,) if known else ()
    if seen is not None and now != seen:
        raise PersonChanged(now)


def erase_person(
    database: Database,
    partnership: str,
    person: UUID,
    *,
    by: Author,
    seen: tuple[Person, ...] | None = None,
) -> Save:
    """Erase a person's name and e-mail for good, and what they wrote and did not save; what they
    did stays, without them. Raises PersonChanged where something else stands there than `seen`."""
    with database.writing() as cursor:
        _refuse_another(cursor, partnership, person, seen)
        cursor.execute(
            """
            DELETE FROM draft WHERE partnership_id = $1 AND written_by IN (
                SELECT lower(email) FROM person WHERE partnership_id = $1 AND id = $2
            )
            """,
            [partnership, person],
        )
        return kept(cursor, partnership, (), by, new_id(), ERASED, gone=person)


def _versions_of(
    cursor: duckdb.DuckDBPyConnection, partnership: str, kind: type[Record], record: UUID
) -> tuple[Version[Any], ...]:
    rows = cursor.execute(_OF_RECORD[kind], [partnership, *_ALWAYS, record]).fetchall()
    return tuple(version_of(kind, row) for row in rows)


def _past(
    cursor: duckdb.DuckDBPyConnection, partnership: str, records: Iterable[Record]
) -> dict[UUID, list[Version[Any]]]:
    """Every version of these records in the order they became true: one statement a kind."""
    ids: dict[type[Record], list[UUID]] = {}
    for record in records:
        ids.setdefault(type(record), []).append(record.id)
    found: dict[UUID, list[Version[Any]]] = {}
    for kind, its in ids.items():
        rows = cursor.execute(_OF_RECORDS[kind], [partnership, *_ALWAYS, its]).fetchall()
        for version in (version_of(kind, row) for row in rows):
            found.setdefault(version.record.id, []).append(version)
    return found


def _of_save(
    cursor: duckdb.DuckDBPyConnection, partnership: str, sequence: int
) -> list[Version[Any]]:
    about = [partnership, *_ALWAYS, sequence]
    return [
        version_of(kind, row)
        for kind in KINDS
        for row in cursor.execute(_OF_SAVE[kind], about).fetchall()
    ]


def _as_before(past: Sequence[Version[Any]], undone: Version[Any]) -> Version[Any]:
    if max(version.sequence for version in past) > undone.sequence:
        raise Refusal(
            "Somebody has changed this since, so it cannot be undone in one step. "
            "Open it and change it back."
        )
    earlier = [version for version in past if version.sequence < undone.sequence]
    if not earlier:
        return Version(undone.record, undone.as_of, withdrawn=True, reason="undone")
    return Version(earlier[-1].record, undone.as_of, earlier[-1].withdrawn, "undone")


def _refuse_without_reason(
    past: Sequence[Version[Any]], record: Record, reason: str, withdrawn: bool
) -> None:
    if reason.strip():
        return
    if withdrawn:
        raise FieldRefusals({"reason": "Say why it is withdrawn. The reason stays in the history."})
    before = past[-1].record if past else None
    if isinstance(record, DataPoint) and before and record != before:
        raise FieldRefusals(
            {"reason": "Say why the value is corrected. The reason stays in the history."}
        )
    moved = isinstance(record, Action) and isinstance(before, Action) and before.due_on
    if moved and isinstance(record, Action) and record.due_on != moved:
        raise FieldRefusals(
            {"reason": "Say why the due date moves. The reason stays in the history."}
        )


def refuse_ahead(record: Record, today: date) -> None:
    """Raise FieldRefusals for a day that says what has been and lies after `today`."""
    for name in record.not_ahead:
        day = getattr(record, name)
        if day and day > today:
            label = type(record).model_fields[name].title or name
            raise FieldRefusals(
                {name: f"{label}: {day_words(day)} has not come yet. Choose today or earlier."}
            )


def _true_from(record: Record, past: Sequence[Version[Any]], today: date) -> date:
    """Today; or the record's own day where it has one. Never before the version it replaces."""
    own: date = getattr(record, "as_of", today)
    if own > today:
        raise FieldRefusals(
            {"as_of": "This cannot be dated ahead. Choose today or an earlier day."}
        )
    return max([own, *(version.as_of for version in past)])


def _words(records: Sequence[Record], withdrawn: bool) -> str:
    kinds = {record.kind.replace("_", " ") for record in records}
    return f"{'withdrew' if withdrawn else 'kept'} {', '.join(sorted(kinds))}"
