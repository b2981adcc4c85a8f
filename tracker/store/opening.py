"""Opening a database: made where it may be, brought up to date, refused where it cannot be used."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tracker.access import TRACKER_WORDS
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.store import chain, copying
from tracker.store.database import (
    NOTHING_FETCHED,
    Database,
    held_elsewhere,
    held_words,
    put_back_words,
    refusals_of_the_system,
    sentence_of,
)
from tracker.store.visits import log_deed

SCHEMA = 5
MIGRATIONS = Path(__file__).parent / "migrations"
# A restart overlaps with the process it replaces, so the lock is asked for again for a while.
PATIENCE = 10.0
# For a command: the app holds its database as long as it runs, which is then said at once.
BRIEFLY = 1.0
# How every log of the engine begins. One that begins otherwise is passed over by the engine without
# a word, and with it each save in it.
_WAL_BEGINS = bytes.fromhex("6400626500")
_log = logging.getLogger(__name__)


def open_database(
    path: Path,
    *,
    create: bool = False,
    patience: float = PATIENCE,
    also_writes_to: Sequence[Path] = (),
    copies: bool = True,
) -> Database:
    """The database at `path`, its tables brought up to date, a backup copy kept before that.

    `create` makes it where it is missing. `also_writes_to`: folders a backup may go to. `patience`:
    seconds to wait for another program to let go of the file. `copies`: False for a copy itself.
    Raises DatabaseRefusal when the file is missing, held, damaged, newer than this program or not
    a tracker's.
    """
    with refusals_of_the_system(path):
        if not create and not path.is_file():
            raise DatabaseRefusal(
                f"There is no database at {path}. Check the name, or begin one with "
                f'python3 -m tracker run --new "Name of the partnership".'
            )
        made_here = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_damaged_wal(path)
    try:
        database = _opened(lambda: Database(path, also_writes_to), path, patience)
        try:
            _bring_up_to_date(database, made_here, copies)
        except BaseException:
            database.close()
            raise
    except DatabaseRefusal as refusal:
        if made_here and not held_elsewhere(refusal.__cause__):
            _remove_half_made(path)
        raise
    return database


def refuse_while_held(path: Path) -> None:
    """Raise DatabaseRefusal where a program has the database open; the file is only looked at."""
    try:
        duckdb.connect(str(path), read_only=True, config=dict(NOTHING_FETCHED)).close()
    except duckdb.Error as fault:
        if held_elsewhere(fault) or isinstance(fault, duckdb.ConnectionException):
            raise DatabaseRefusal(held_words(path)) from fault


def _refuse_damaged_wal(path: Path) -> None:
    wal = path.with_name(path.name + ".wal")
    if not wal.is_file():
        return
    with wal.open("rb") as opened:
        begins = opened.read(len(_WAL_BEGINS))
    if begins and begins != _WAL_BEGINS[: len(begins)]:
        raise DatabaseRefusal(
            f"{wal} is damaged or belongs to another file; what was saved last stands in it. "
            "Nothing was changed. Keep it, and put back the newest backup copy: "
            f"{put_back_words(path)}"
        )


def _remove_half_made(path: Path) -> None:
    """A full disk leaves a piece of a new database, which the next start would call damaged."""
    for left in (path, path.with_name(path.name + ".wal")):
        with suppress(OSError):
            left.unlink()


def _opened(opening: Callable[[], Database], path: Path, patience: float) -> Database:
    until = time.monotonic() + patience
    while True:
        try:
            return opening()
        except duckdb.Error as fault:
            if not held_elsewhere(fault) or time.monotonic() >= until:
                _log.exception("The database %s cannot be opened", path)
                raise DatabaseRefusal(sentence_of(path, fault)) from fault
        time.sleep(0.25)


def _bring_up_to_date(database: Database, made_here: bool, copies: bool) -> None:
    """Run the migrations that have not run, all or none, each with the note that it did."""
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
    if done == SCHEMA:
        return
    copy = _copy_before_upgrade(database) if done and copies else None
    with database.writing() as cursor:
        for script in sorted(MIGRATIONS.glob("*.sql"))[done:]:
            cursor.execute(script.read_text(encoding="utf-8"))
            cursor.execute("INSERT INTO migration (number) VALUES ($1)", [int(script.name[:4])])
        if done < chain.SINCE_SCHEMA:
            chain.fill(cursor)
        if copy:
            what = copying.copy_words(copy, copying.Why.UPGRADE)
            log_deed(cursor, TRACKER_WORDS, datetime.now(UTC), copying.KEPT, what)


def _copy_before_upgrade(database: Database) -> Path | None:
    """A copy as the program of before can read it. Without one the upgrade goes on: it is kept
    whole or not at all, and a full disk must not close the tracker."""
    try:
        return copying.back_up(
            database, copying.folder_beside(database.path), datetime.now(UTC), copying.Why.UPGRADE,
            by=TRACKER_WORDS,
        )  # fmt: skip
    except (Refusal, duckdb.Error):
        _log.exception("No copy of %s was kept before its upgrade", database.path)
        return None


def schema_number(database: Database) -> int:
    """The number of the newest migration that has run; 0 before the first."""
    with database.reading() as cursor:
        (number,) = cursor.execute("SELECT coalesce(max(number), 0) FROM migration").fetchall()[0]
    return int(number)
