"""Backup copies: made by the engine while others go on, counted, noted, thrown away in time.

Beside each copy stands a note (JSON): why it was made, how many saves it holds and the last link of
their chain, and what the check found. The notes are witnesses: a history that somebody cut or made
anew no longer holds the links that were noted (store/checking.py).
"""

import glob
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from tracker.access import Author, Command
from tracker.refusals import Refusal
from tracker.store.database import Database, refusals_of_the_system
from tracker.store.roles import refuse_unless_may
from tracker.store.visits import log_deed

# Two copies at once would go by one name inside the engine.
_copying = threading.Lock()
_STAMP = r" \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d( \d+)?"
_NAME, _PART = re.compile(_STAMP + r"\.json"), re.compile(_STAMP + r"(\.json)?\.part(\.wal)?")
_MOST_PROBLEMS = 20
ALWAYS_KEPT = 3
# What the log of visits says somebody did with a copy.
KEPT, PUT_BACK = "kept", "put back"
_log = logging.getLogger(__name__)


class Why(StrEnum):
    """What a copy was made for; `PUT_BACK` notes that a copy was put back, and has no file."""

    ASKED = "asked for"
    DAY = "daily"
    IMPORT = "before an import"
    UPGRADE = "before an upgrade"
    PUT_BACK = "put back"


class Note(BaseModel):
    """What is noted of a copy. `first` is the id of the first save: it tells databases apart."""

    model_config = ConfigDict(frozen=True)

    made_at: datetime
    why: Why
    by: str = ""  # a post, a role or the tracker; not known of copies made before it was noted
    first: UUID | None
    saves: int
    link: str
    rows: int
    checked_at: datetime | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copy:
    """One kept copy and its note."""

    path: Path
    note: Note

    @property
    def whole(self) -> bool:
        """Is the file there, and did the check find nothing?"""
        return not self.note.problems and self.path.is_file()


def folder_beside(path: Path) -> Path:
    """Where the copies of the database at `path` are kept."""
    return path.parent / "backups"


def back_up(
    database: Database, folder: Path, at: datetime, why: Why = Why.ASKED, *, by: Author
) -> Path:
    """A whole, consistent copy in `folder` while others go on; counted before it gets its name.

    The copy is made by the engine: copying the file would let go of its lock. `folder` must be one
    the database was opened with. A copy holds everything, so who keeps it is logged before it gets
    its name. Raises Refusal when it cannot be made, NotAllowed where `by` may not.
    """
    with database.reading() as cursor:
        refuse_unless_may(cursor, by, Command.BACK_UP)
    with _copying, refusals_of_the_system(folder):
        folder.mkdir(parents=True, exist_ok=True)
        copy = _free_name(folder, f"{database.path.stem} {at:%Y-%m-%d %H.%M.%S}")
        unfinished = copy.with_suffix(".part")
        _clear_away(folder, database.path.stem)
        try:
            note = _copied(database, unfinished, at, why, by)
            if why is not Why.UPGRADE:  # before it there may be no log: see opening.py
                with database.writing() as cursor:
                    log_deed(cursor, by, at, KEPT, copy_words(copy, why))
            _write(_note_of(copy), note)
            unfinished.replace(copy)
        except BaseException:
            _note_of(copy).unlink(missing_ok=True)
            raise
        finally:
            throw_away(unfinished)
    if folder.resolve() != folder_beside(database.path).resolve():
        _note_beside(database.path, note)
    return copy


def copy_words(copy: Path, why: Why) -> str:
    """A copy as the log of visits calls it."""
    return f"a backup copy of the whole tracker ({why}): {copy.name} in {copy.parent}"


def _free_name(folder: Path, name: str) -> Path:
    """A name no copy has: several may be made in one second, and a clock may be set back."""
    copy, number = folder / f"{name}.duckdb", 1
    while copy.exists() or _note_of(copy).exists():
        number += 1
        copy = folder / f"{name} {number}.duckdb"
    return copy


def _clear_away(folder: Path, stem: str) -> None:
    """Remove what copies left that were killed half-way."""
    for left in folder.glob(f"{glob.escape(stem)} *.part*"):
        if _PART.fullmatch(left.name.removeprefix(stem)):
            left.unlink(missing_ok=True)


def throw_away(unfinished: Path) -> None:
    """Remove what is left of a copy that failed: on a full disk it would stand in the way."""
    for left in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
        left.unlink(missing_ok=True)


def _copied(database: Database, target: Path, at: datetime, why: Why, by: Author) -> Note:
    """Copy and count in one transaction; then open the copy anew and count it. Raises Refusal."""
    place = str(target.resolve()).replace("'", "''")
    with database.reading() as cursor:
        ((name,),) = cursor.execute("SELECT current_database()").fetchall()
        with _attached(cursor, f"'{place}' AS backup_copy (STORAGE_VERSION 'v1.5.0')"):
            cursor.execute("BEGIN TRANSACTION")
            try:
                cursor.execute(f'COPY FROM DATABASE "{name}" TO backup_copy')
                counted = _counts(cursor, name)
                first, saves, link = _ends(cursor, "chain_link" in counted)
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
        with _attached(cursor, f"'{place}' AS backup_copy (READ_ONLY)"):
            found = _counts(cursor, "backup_copy")
        cursor.execute("CHECKPOINT")
    if found != counted:
        raise Refusal("The copy does not hold what the tracker holds and was thrown away.")
    return Note(
        made_at=at, why=why, by=by if isinstance(by, str) else by.words, first=first, saves=saves,
        link=link, rows=sum(counted.values()),
    )  # fmt: skip


@contextmanager
def _attached(cursor: duckdb.DuckDBPyConnection, what: str) -> Iterator[None]:
    cursor.execute(f"ATTACH {what}")
    try:
        yield
    finally:
        cursor.execute("DETACH backup_copy")


def _counts(cursor: duckdb.DuckDBPyConnection, catalog: str) -> Mapping[str, int]:
    """How many rows each table of an attached database has."""
    tables = cursor.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = $1", [catalog]
    ).fetchall()
    counted = {}
    for (name,) in sorted(tables):
        rows = cursor.execute(f'SELECT count(*) FROM "{catalog}".main."{name}"')  # noqa: S608
        counted[name] = int(rows.fetchall()[0][0])
    return counted


def _ends(cursor: duckdb.DuckDBPyConnection, chained: bool) -> tuple[UUID | None, int, str]:
    """The id of the first save, the number of the last, and its link."""
    saves = cursor.execute("SELECT id, sequence FROM save ORDER BY sequence").fetchall()
    if not saves:
        return None, 0, ""
    last = int(saves[-1][1])
    if not chained:
        return saves[0][0], last, ""
    links = cursor.execute("SELECT link FROM chain_link WHERE sequence = $1", [last]).fetchall()
    return saves[0][0], last, links[0][0] if links else ""


# --- notes ---------------------------------------------------------------------------------


def copies_of(path: Path, folder: Path | None = None) -> tuple[Copy, ...]:
    """The copies of the database at `path` that stand in its folder, newest first."""
    found = [
        Copy(note_path.with_suffix(".duckdb"), note) for note_path, note in _notes(path, folder)
    ]
    there = [copy for copy in found if copy.path.is_file()]
    return tuple(sorted(there, key=lambda copy: copy.note.made_at, reverse=True))


def witnesses(path: Path) -> tuple[Note, ...]:
    """The notes that the database at `path` should still hold, oldest first.

    What was made after a copy that was later put back is not among them.
    """
    standing: list[Note] = []
    for _, note in sorted(_notes(path), key=lambda found: found[1].made_at):
        if note.why is Why.PUT_BACK:
            standing = [before for before in standing if before.saves <= note.saves]
        standing.append(note)
    return tuple(standing)


def note_check(copy: Copy, at: datetime, problems: list[str]) -> Copy:
    """Note when a copy was checked and what was found."""
    told = tuple(problems[:_MOST_PROBLEMS])
    note = copy.note.model_copy(update={"checked_at": at, "problems": told})
    with refusals_of_the_system(copy.path):
        _write(_note_of(copy.path), note)
    return Copy(copy.path, note)


def note_put_back(path: Path, copy: Path, at: datetime, by: str) -> None:
    """Note that `copy` now stands at `path`, so that what came after it is not missed."""
    try:
        note = Note.model_validate_json(_note_of(copy).read_bytes())
    except (OSError, ValidationError):
        _log.warning("It could not be noted that %s was put back", copy, exc_info=True)
        return
    _note_beside(path, note.model_copy(update={"made_at": at, "why": Why.PUT_BACK, "by": by}))


def _note_beside(path: Path, note: Note) -> None:
    """Keep a note where the check looks for it, of a copy that stands somewhere else."""
    folder = folder_beside(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = _free_name(folder, f"{path.stem} {note.made_at:%Y-%m-%d %H.%M.%S}")
        _write(_note_of(place), note)
    except OSError:
        _log.warning("What the copy of %s holds could not be noted", path, exc_info=True)


def throw_old_away(path: Path, days: int, now: datetime) -> int:
    """Remove copies older than `days`, only those made here, never the newest whole ones.

    A clock that leaps ahead makes every copy old at once: a few stay whatever it says.
    """
    kept = copies_of(path)
    newest = [copy for copy in kept if copy.whole][:ALWAYS_KEPT]
    before, gone = now - timedelta(days=days), 0
    with refusals_of_the_system(folder_beside(path)):
        for copy in kept:
            if copy.note.made_at < before and copy not in newest:
                throw_away(copy.path)
                _note_of(copy.path).unlink(missing_ok=True)
                gone += 1
        for place, note in _notes(path):  # of copies that somebody moved, or put back
            if note.made_at < before and not place.with_suffix(".duckdb").exists():
                place.unlink(missing_ok=True)
    return gone


def _notes(path: Path, folder: Path | None = None) -> Iterator[tuple[Path, Note]]:
    """Every note of the database at `path` that can be read, in no order."""
    folder = folder or folder_beside(path)
    for found in folder.glob(f"{glob.escape(path.stem)} *.json"):
        if not _NAME.fullmatch(found.name.removeprefix(path.stem)):
            continue
        try:
            yield found, Note.model_validate_json(found.read_bytes())
        except (OSError, ValidationError):
            _log.warning("The note %s cannot be read", found)


def _note_of(copy: Path) -> Path:
    return copy.with_suffix(".json")


def _write(place: Path, note: Note) -> None:
    unfinished = place.with_name(place.name + ".part")
    unfinished.write_text(note.model_dump_json(indent=1), encoding="utf-8")
    unfinished.replace(place)
