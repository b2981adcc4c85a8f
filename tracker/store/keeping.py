"""Looking after the database: its reference lists, backup copies, and a check of all it holds."""

import shutil
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from pydantic import ValidationError

from tracker.access import Author
from tracker.records import Record, Version, record_id
from tracker.reference import ALWAYS, Reference, ReferenceLine
from tracker.refusals import DatabaseRefusal, Refusal, field_sentences
from tracker.store.database import Database, open_database, refusals_of_the_system
from tracker.store.reading import EVERYONE, reference
from tracker.store.saving import save
from tracker.store.tables import KINDS, VERSIONS, version_of

# Two copies at once would go by one name inside the engine.
_copying = threading.Lock()


def keep_reference(
    database: Database, lists: Reference, today: date, by: Author = "Reference lists"
) -> int:
    """Keep the reference lists as they are now; returns how many lines changed.

    Lines that are new or different become versions from `today`; those of a list that was never
    kept before, from always. A line that is gone is withdrawn. Snapshots of earlier days keep
    their definitions.
    """
    kept = _kept_lines(database)
    known = {line.list_name for line in kept.values()}
    new = {line.id: line for line in _lines(lists)}
    versions: list[Version[Any]] = [
        Version(line, today if line.list_name in known else ALWAYS)
        for line in new.values()
        if kept.get(line.id) != line
    ]
    gone = [line for id_, line in kept.items() if id_ not in new]
    versions += [Version(line, today, withdrawn=True) for line in gone]
    if versions:
        save(database, EVERYONE, versions, by=by, words="read the reference lists")
    return len(versions)


def _lines(lists: Reference) -> list[ReferenceLine]:
    return [
        ReferenceLine(
            id=record_id(EVERYONE, name, row.key),
            list_name=name,
            key=row.key,
            place=place,
            columns=row.model_dump_json(by_alias=True),
        )
        for name, rows in lists.lists.items()
        for place, row in enumerate(rows, start=1)
    ]


def _kept_lines(database: Database) -> dict[Any, ReferenceLine]:
    return {line.id: line for line in _lines(reference(database))}


def back_up(database: Database, folder: Path, at: datetime) -> Path:
    """A whole, consistent copy in `folder` while others go on; checked before it gets its name.

    The copy is made by the engine: copying the file would let go of its lock. `folder` must be one
    the database was opened with. Raises Refusal when the copy cannot be made.
    """
    copy = folder / f"{database.path.stem} {at:%Y-%m-%d %H.%M.%S}.duckdb"
    unfinished = copy.with_suffix(".part")
    with _copying, refusals_of_the_system(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if copy.exists():
            raise Refusal(
                f"There is already a copy called {copy.name}. Wait a second, then try again."
            )
        _throw_away(unfinished)
        try:
            _copy(database, unfinished)
            if problems := faults_of_file(unfinished):
                raise Refusal(f"The copy is not whole and was thrown away: {problems[0]}")
            unfinished.replace(copy)
        finally:
            _throw_away(unfinished)
    return copy


def _throw_away(unfinished: Path) -> None:
    """Remove what is left of a copy that failed: on a full disk it would stand in the way."""
    for left in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
        left.unlink(missing_ok=True)


def _copy(database: Database, target: Path) -> None:
    place = str(target.resolve()).replace("'", "''")
    with database.reading() as cursor:
        ((name,),) = cursor.execute("SELECT current_database()").fetchall()
        cursor.execute(f"ATTACH '{place}' AS backup_copy (STORAGE_VERSION 'v1.5.0')")
        try:
            cursor.execute(f'COPY FROM DATABASE "{name}" TO backup_copy')
        finally:
            cursor.execute("DETACH backup_copy")
        cursor.execute("CHECKPOINT")


def restore(copy: Path, path: Path) -> None:
    """Put a backup copy in place as `path`; raises Refusal where something is there already."""
    problems = faults_of_file(copy)
    if problems:
        raise Refusal(f"{copy} was not put back. {problems[0]}")
    for taken in (path, path.with_name(path.name + ".wal")):
        if taken.exists():
            raise Refusal(
                f"{taken} is there already and is never overwritten. Move it away, then try again."
            )
    unfinished = path.with_name(path.name + ".part")
    with refusals_of_the_system(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(copy, unfinished)
            unfinished.replace(path)
        finally:
            _throw_away(unfinished)


def faults_of_file(path: Path) -> list[str]:
    """What is wrong with a database file that nobody has open; empty when it is whole."""
    try:
        database = open_database(path, patience=0)
    except DatabaseRefusal as refusal:
        return [str(refusal)]
    try:
        return faults(database)
    finally:
        database.close()


def faults(database: Database) -> list[str]:
    """Every sentence about what is wrong in the database: reads all of it, by the models."""
    try:
        saves = _save_numbers(database)
    except (DatabaseRefusal, duckdb.Error) as fault:
        return [f"The lists of saves and people cannot be read: {fault}"]
    return [fault for kind in KINDS for fault in _faults_of_kind(database, kind, saves)]


def _faults_of_kind(database: Database, kind: type[Record], saves: set[int]) -> Iterator[str]:
    statement = VERSIONS[kind].replace("partnership_id = $1 AND", "$1 = $1 AND")
    try:
        with database.reading() as cursor:
            rows = cursor.execute(statement, ["", date.max, 2**62]).fetchall()
    except (DatabaseRefusal, duckdb.Error) as fault:
        yield f"The records of kind {kind.kind} cannot all be read: {fault}"
        return
    for row in rows:
        record, number, sequence, *_ = row
        try:
            version_of(kind, row)
        except ValidationError as refusal:
            reasons = " ".join(field_sentences(kind, refusal).values())
            yield f"Version {number} of {kind.kind} {record} breaks a rule: {reasons}"
        if sequence not in saves:
            yield f"Version {number} of {kind.kind} {record} belongs to no save."


def _save_numbers(database: Database) -> set[int]:
    """The numbers of all saves; reads every column of the two tables that hold no records."""
    with database.reading() as cursor:
        cursor.execute("SELECT * FROM person").fetchall()
        return {number for number, *_ in cursor.execute("SELECT * FROM save").fetchall()}


def record_counts(database: Database) -> tuple[Mapping[str, int], int]:
    """How many records of each kind there are, and how many versions in all."""
    records: dict[str, int] = {}
    versions = 0
    with database.reading() as cursor:
        for kind in KINDS:
            ((its_records, its_versions),) = cursor.execute(
                f'SELECT count(DISTINCT (partnership_id, id)), count(*) FROM "{kind.kind}"'  # noqa: S608
            ).fetchall()
            records[kind.kind] = its_records
            versions += its_versions
    return records, versions
