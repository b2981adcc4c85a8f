"""The one DuckDB file: opened in one place, read through a cursor a call, written under one lock.

Every fault of the file reaches the caller as a DatabaseRefusal: a sentence that says which database
and what to do (storage.md, Facts measured).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from tracker.refusals import DatabaseRefusal

SCHEMA = 4
MIGRATIONS = Path(__file__).parent / "migrations"
# A restart overlaps with the process it replaces, so the lock is asked for again for a while.
PATIENCE = 10.0
_log = logging.getLogger(__name__)


class Database:
    """An open database: `reading()` and `writing()` lend a cursor, nothing else touches it."""

    def __init__(self, path: Path, also_writes_to: Sequence[Path]) -> None:
        """Open `path`; raises DatabaseRefusal. Prefer `open_database`, which checks first."""
        self.path = path
        self._also_writes_to = tuple(also_writes_to)
        self._write_lock, self._reopen_lock = threading.Lock(), threading.Lock()
        self._connection = _connect(path, self._also_writes_to)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to read with; a shared connection would hand back other threads' rows."""
        connection = self._connection
        with self._faults_as_sentences(connection):
            cursor = connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction, kept whole or not at all; one writer at a time."""
        with self._write_lock, self.reading() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:  # Streamlit stops a script with one; nothing may stay open
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self._connection.close()

    @contextmanager
    def _faults_as_sentences(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as fault:
            if not _concerns_the_file(fault):
                raise
            _log.exception("The database %s cannot be used", self.path)
            if isinstance(fault, duckdb.FatalException | duckdb.ConnectionException):
                self._reopen(connection)
            raise DatabaseRefusal(_sentence(self.path, fault)) from fault

    def _reopen(self, failed: duckdb.DuckDBPyConnection) -> None:
        """A full disk invalidates the connection; a new one brings back every acknowledged row.

        Of many threads that meet the fault the first reopens; the others find it done.
        """
        with self._reopen_lock:
            if self._connection is not failed:
                return
            with suppress(duckdb.Error):
                self._connection.close()
            with suppress(duckdb.Error):
                self._connection = _connect(self.path, self._also_writes_to)


def open_database(
    path: Path,
    *,
    create: bool = False,
    patience: float = PATIENCE,
    also_writes_to: Sequence[Path] = (),
) -> Database:
    """The database at `path`, its tables brought up to date.

    `create` makes it where it is missing. `also_writes_to`: folders a backup may go to. `patience`:
    seconds to wait for another program to let go of the file. Raises DatabaseRefusal when the file
    is missing, held, damaged, newer than this program or not a tracker's.
    """
    with refusals_of_the_system(path):
        if not create and not path.is_file():
            raise DatabaseRefusal(
                f"There is no database at {path}. Check the name, or begin one with "
                f'python3 -m tracker run --new "Name of the partnership".'
            )
        made_here = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        database = _opened(lambda: Database(path, also_writes_to), path, patience)
        try:
            _bring_up_to_date(database, made_here)
        except BaseException:
            database.close()
            raise
    except DatabaseRefusal as refusal:
        if made_here and not _held_elsewhere(refusal.__cause__):
            _remove_half_made(path)
        raise
    return database


def _remove_half_made(path: Path) -> None:
    """A full disk leaves a piece of a new database, which the next start would call damaged."""
    for left in (path, path.with_name(path.name + ".wal")):
        with suppress(OSError):
            left.unlink()


@contextmanager
def refusals_of_the_system(path: Path) -> Iterator[None]:
    """What the system refuses (no right, no space, a file where a folder should be) in words."""
    try:
        yield
    except OSError as fault:
        raise DatabaseRefusal(
            f"{path} cannot be used: {fault.strerror}. Mend that, or name another place."
        ) from fault


def _opened(opening: Callable[[], Database], path: Path, patience: float) -> Database:
    until = time.monotonic() + patience
    while True:
        try:
            return opening()
        except duckdb.Error as fault:
            if not _held_elsewhere(fault) or time.monotonic() >= until:
                _log.exception("The database %s cannot be opened", path)
                raise DatabaseRefusal(_sentence(path, fault)) from fault
        time.sleep(0.25)


def _connect(path: Path, also_writes_to: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"})
    connection.execute("SET TimeZone = 'UTC'")
    folders = [str(folder.resolve()) for folder in (path.parent, *also_writes_to)]
    connection.execute("SET allowed_directories = $1", [folders])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _bring_up_to_date(database: Database, made_here: bool) -> None:
    """Run the migrations that have not run, each in one transaction with the note that it did."""
    with database.reading() as cursor:
        tables = cursor.execute("SELECT table_name FROM information_schema.tables").fetchall()
        names = {name for (name,) in tables}
        if not made_here and not {"migration", "save"} <= names and names != {"migration"}:
            raise DatabaseRefusal(
                f"{database.path} is not a tracker database. Nothing was changed in it. "
                "Choose the tracker's own file."
            )
    with database.writing() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY)")
    done = schema_number(database)
    if done > SCHEMA:
        raise DatabaseRefusal(
            f"{database.path} was made by a newer tracker. Update this program, then start again."
        )
    for script in sorted(MIGRATIONS.glob("*.sql"))[done:]:
        with database.writing() as cursor:
            cursor.execute(script.read_text(encoding="utf-8"))
            cursor.execute("INSERT INTO migration (number) VALUES ($1)", [int(script.name[:4])])


def schema_number(database: Database) -> int:
    """The number of the newest migration that has run; 0 before the first."""
    with database.reading() as cursor:
        (number,) = cursor.execute("SELECT coalesce(max(number), 0) FROM migration").fetchall()[0]
    return int(number)


def _held_elsewhere(fault: BaseException | None) -> bool:
    return "lock" in str(fault) and isinstance(fault, duckdb.IOException)


def _concerns_the_file(fault: duckdb.Error) -> bool:
    """By kind or by words: damage is a plain Error, a full disk at COMMIT a fault of the save."""
    of_the_file = (
        duckdb.IOException | duckdb.FatalException | duckdb.InternalException
        | duckdb.ConnectionException
    )  # fmt: skip
    return isinstance(fault, of_the_file) or _damaged(fault) or _out_of_space(fault)


def _damaged(fault: duckdb.Error) -> bool:
    return "orrupt" in str(fault) or "checksum" in str(fault)


def _out_of_space(fault: duckdb.Error) -> bool:
    words = str(fault)
    return "No space left" in words or ("isk" in words and "full" in words)


def _sentence(path: Path, fault: duckdb.Error) -> str:
    words = str(fault)
    if _held_elsewhere(fault):
        return (
            f"The database {path} is in use by another program, most likely a tracker that is "
            "already running. Use its screens (Progress: Hand over), or stop it; a command can "
            "read a backup copy with --database."
        )
    if _out_of_space(fault):
        return (
            f"The disk that holds {path} is full. Nothing of this save was kept; everything saved "
            "before is safe. Free some space and save again."
        )
    if "Permission denied" in words or "Read-only" in words:
        return f"The tracker may not write to {path}. Give it the right to, then start again."
    if not _damaged(fault) and ("invalidated" in words or "losed" in words):
        return (
            f"The database {path} had to be opened again after a fault. Nothing of this save was "
            "kept; everything saved before is safe. Save again."
        )
    return (
        f"The database {path} is damaged or is not a tracker database. Nothing was changed in it. "
        "Keep the file, and put back the newest backup with python -m tracker restore."
    )
