"""A process that saves until it is killed; a test kills it (test_store_killed.py).

Each line on standard input is a path: a child is forked that opens the database there, saves
without end, and says the sequence of each save once it is acknowledged.
"""

import os
import sys
from itertools import count
from pathlib import Path

from builders import TODAY, an_action, an_area, an_update, keep

from tracker import store

CHECKPOINT_EVERY = 9


def save_until_killed(path: Path) -> None:
    database = store.open_database(path)
    for number in count(1):
        ref = str(store.new_id())
        area = an_area(ref)
        action = an_action(ref, area)
        update = an_update(action, TODAY, done="x" * 2_000)
        print(keep(database, area, action, update, by=ref).sequence, ref, flush=True)
        if number % CHECKPOINT_EVERY == 0:  # so that the kill also meets the file being written
            with database.reading() as cursor:
                cursor.execute("CHECKPOINT")


def serve() -> None:
    """Fork a child for each path: starting Python anew thirty times would be most of the test."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            save_until_killed(Path(line.strip()))
        print("child", child, flush=True)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
