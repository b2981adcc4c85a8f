"""A process that works until it is killed; others kill it (killing.py).

Each line on standard input is a kind of work and a path: a child is forked that opens the database
there, works without end, and says what it did once it is acknowledged.
"""

import os
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from builders import SLUG, TODAY, an_action, an_area, an_update, keep, versions_of

from tracker import store
from tracker.plan_imports import PlanImport

CHECKPOINT_EVERY = 9


def save(path: Path) -> None:
    """Save after save: an area, its action and a report."""
    database = store.open_database(path)
    for number in count(1):
        ref = str(store.new_id())
        print("kept", keep(database, *_records(ref), by=ref).sequence, ref, flush=True)
        if number % CHECKPOINT_EVERY == 0:  # so that the kill also meets the file being written
            with database.reading() as cursor:
                cursor.execute("CHECKPOINT")


def bring_in(path: Path) -> None:
    """Import after import, each with its file and a copy before it."""
    database = store.open_database(path)
    while True:
        ref, file = str(store.new_id()), store.new_id()
        store.back_up(
            database, store.folder_beside(path), datetime.now(UTC), store.Why.IMPORT, by="Isla Ross"
        )
        brought = PlanImport(id=store.new_id(), file_id=file, file_name=f"{ref}.csv")
        made = store.keep_import(
            database, SLUG, versions_of([*_records(ref), brought]),
            (file, f"{ref}.csv", os.urandom(20_000)), by=ref, save_id=store.new_id(),
        )  # fmt: skip
        print("kept", made.sequence, ref, flush=True)


def back_up(path: Path) -> None:
    """Copy after copy, with a save between."""
    database = store.open_database(path)
    while True:
        ref = str(store.new_id())
        print("kept", keep(database, *_records(ref), by=ref).sequence, ref, flush=True)
        store.back_up(database, store.folder_beside(path), datetime.now(UTC), by="Isla Ross")
        print("copied", flush=True)


def upgrade(path: Path) -> None:
    """Open what an earlier version wrote; then there is nothing more to do."""
    store.open_database(path)
    print("upgraded", flush=True)
    time.sleep(600)


def _records(ref: str) -> tuple:
    area = an_area(ref)
    action = an_action(ref, area)
    return area, action, an_update(action, TODAY, done="x" * 2_000)


WORK = {"save": save, "import": bring_in, "back_up": back_up, "upgrade": upgrade}


def serve() -> None:
    """Fork a child for each line: starting Python anew each time would be most of the test."""
    for line in sys.stdin:
        work, path = line.strip().split(" ", 1)
        child = os.fork()
        if not child:
            WORK[work](Path(path))
        print("child", child, flush=True)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
