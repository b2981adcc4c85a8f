"""The one DuckDB file: connected to in one place, a cursor a call, written under one lock.

Every fault of the file reaches the caller as a DatabaseRefusal: a sentence that says which database
and what to do (storage.md, Facts measured).
"""

import logging
import shlex
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from tracker.refusals import DatabaseRefusal
from tracker.store.parts import Parts

# The way on from a damaged file; what is set aside stays beside it.
PUT_BACK = "python -m tracker restore --database {} --set-aside"
# A file of another engine, such as SQLite's, would have DuckDB fetch an extension to read it.
NOTHING_FETCHED = {"autoinstall_known_extensions": "false"}
_log = logging.getLogger(__name__)


class Database:
    """An open database: `reading()` and `writing()` lend a cursor, nothing else touches it."""

    def __init__(self, path: Path, also_writes_to: Sequence[Path]) -> None:
        """Open `path`; raises duckdb.Error. Prefer `open_database`, which checks first."""
        self.path = path
        self._also_writes_to = tuple(also_writes_to)
        self._write_lock, self._reopen_lock = threading.Lock(), threading.Lock()
        self._connection = _connect(path, self._also_writes_to)
        self.parts = Parts()

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
            raise DatabaseRefusal(sentence_of(self.path, fault)) from fault

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


@contextmanager
def refusals_of_the_system(path: Path) -> Iterator[None]:
    """What the system refuses (no right, no space, a file where a folder should be) in words."""
    try:
        yield
    except OSError as fault:
        raise DatabaseRefusal(
            f"{path} cannot be used: {fault.strerror}. Mend that, or name another place."
        ) from fault


def _connect(path: Path, also_writes_to: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(path), config={"storage_compatibility_version": "v1.5.0", **NOTHING_FETCHED}
    )
    connection.execute("SET TimeZone = 'UTC'")
    folders = [str(folder.resolve()) for folder in (path.parent, *also_writes_to)]
    connection.execute("SET allowed_directories = $1", [folders])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def held_elsewhere(fault: BaseException | None) -> bool:
    """Is the file held by another program?"""
    return "lock" in str(fault) and isinstance(fault, duckdb.IOException)


def _concerns_the_file(fault: duckdb.Error) -> bool:
    """By kind or by words: damage is a plain Error, a full disk at COMMIT a fault of the save."""
    of_the_file = (
        duckdb.IOException | duckdb.FatalException | duckdb.InternalException
        | duckdb.ConnectionException
    )  # fmt: skip
    return isinstance(fault, of_the_file) or _damaged(fault) or _out_of_space(fault)


def held_words(path: Path) -> str:
    """What is told while another program has the file."""
    return (
        f"The database {path} is in use by another program, most likely a tracker that is "
        "already running. Use its screens (Settings: Backup copies), or stop it; a command can "
        "read a backup copy with --database."
    )


def put_back_words(path: Path) -> str:
    """The command that puts the newest backup copy in place of a damaged file."""
    return PUT_BACK.format(shlex.quote(str(path)))


def _damaged(fault: duckdb.Error) -> bool:
    return "orrupt" in str(fault) or "checksum" in str(fault)


def _out_of_space(fault: duckdb.Error) -> bool:
    words = str(fault)
    return "No space left" in words or ("isk" in words and "full" in words)


def sentence_of(path: Path, fault: duckdb.Error) -> str:
    """What is told of a fault of the file: which file, and what to do."""
    words = str(fault)
    if held_elsewhere(fault):
        return held_words(path)
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
        "Stop the tracker and put back the newest backup copy; the file itself is kept: "
        f"{put_back_words(path)}"
    )
