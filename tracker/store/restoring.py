"""Putting a backup copy back, with what stood in its place kept beside it."""

import logging
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tracker.refusals import Refusal
from tracker.store.checking import Unreadable, faults_of_file
from tracker.store.copying import PUT_BACK, copies_of, note_put_back, throw_away
from tracker.store.database import refusals_of_the_system
from tracker.store.opening import open_database, refuse_while_held
from tracker.store.visits import log_deed

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PutBack:
    """What was set aside for a copy, and what the check found in it: it was so when it was made."""

    set_aside: tuple[Path, ...]
    problems: tuple[str, ...]


def newest_copy(path: Path) -> Path:
    """The newest whole copy of the database at `path`; raises Refusal where there is none."""
    for copy in copies_of(path):
        if copy.whole:
            return copy.path
    raise Refusal(
        f"No whole backup copy of {path.name} is in {path.parent / 'backups'}. Name the copy."
    )


def restore(copy: Path, path: Path, at: datetime, *, by: str, set_aside: bool = False) -> PutBack:
    """Put a backup copy in place as `path`; the log of visits in it says so, `by` whom.

    No role is asked: nobody can sign in while it is done, and whoever can do it owns the files.
    With `set_aside` a database that is there is moved, whole, to a name that tells when; without,
    nothing is overwritten. Raises Refusal where the copy cannot be read through, and then
    everything is as it was.
    """
    with refusals_of_the_system(path):
        taken = _taken(path)
        if taken and not set_aside:
            raise Refusal(
                f"{taken[0]} is there already and is never overwritten. Add --set-aside to keep "
                "it under another name, or move it away, then try again."
            )
        unfinished = path.with_name(path.name + ".part")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            problems = _checked(copy, unfinished)
            if path.exists():
                refuse_while_held(path)
            _logged(unfinished, copy, at, by)
            moved = tuple(_moved(one, path, at) for one in taken)
            unfinished.replace(path)
        finally:
            throw_away(unfinished)
    note_put_back(path, copy, at, by)
    return PutBack(moved, problems)


def _checked(copy: Path, unfinished: Path) -> tuple[str, ...]:
    """Copy the file, bring it up to date there and read all of it; the copy itself stays."""
    throw_away(unfinished)
    if copy.is_file():
        shutil.copyfile(copy, unfinished)
        wal = copy.with_name(copy.name + ".wal")
        if wal.is_file():
            shutil.copyfile(wal, unfinished.with_name(unfinished.name + ".wal"))
    problems = faults_of_file(unfinished if copy.is_file() else copy)
    for problem in problems:
        if isinstance(problem, Unreadable):
            told = problem.replace(str(unfinished), str(copy))
            raise Refusal(f"{copy} was not put back. {told}")
    return tuple(problems)


def _logged(unfinished: Path, copy: Path, at: datetime, by: str) -> None:
    """Say in the log of visits that it is a copy put back; a damaged log stops nobody."""
    try:
        with (
            closing(open_database(unfinished, patience=0, copies=False)) as database,
            database.writing() as cursor,
        ):
            log_deed(cursor, by, at, PUT_BACK, f"the backup copy {copy.name}")
    except (Refusal, duckdb.Error):
        _log.warning("It could not be logged that %s was put back", copy, exc_info=True)


def _taken(path: Path) -> list[Path]:
    """The database at `path` and its log: they belong together."""
    both = (path, path.with_name(path.name + ".wal"))
    return [one for one in both if one.exists()]


def _moved(taken: Path, path: Path, at: datetime) -> Path:
    ending = taken.name.removeprefix(path.stem)
    place = path.with_name(f"{path.stem} set aside {at:%Y-%m-%d %H.%M.%S}{ending}")
    if place.exists():
        raise Refusal(f"{place} is there already. Wait a second, then try again.")
    return taken.rename(place)
