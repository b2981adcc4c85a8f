"""Killing a tracker at random moments of its work (saver.py), and looking at what is left.

The tests do a few rounds, `python -m tests.bench.killing` two hundred.
"""

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from builders import SLUG, TODAY, a_partnership, a_plan, keep
from conftest import PROJECT, a_new_database

from tracker import store

OLD = PROJECT / "tests" / "databases" / "schema_3.duckdb.gz"
# The longest wait, in seconds, after the last acknowledged work and before the kill.
LONGEST = {"save": 0.01, "import": 0.05, "back_up": 0.15, "upgrade": 0.3}


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """The process whose children work, in an environment of its own."""
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "tests" / "saver.py")],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=30)


class Killing:
    """Rounds of one kind of work on one database: each kills it, opens it again and looks."""

    def __init__(self, worker: subprocess.Popen[str], work: str, folder: Path, seed: int) -> None:
        """Begin the database in `folder`; an upgrade begins anew each round."""
        self.worker, self.work, self.path = worker, work, folder / work / "tracker.duckdb"
        self.chance, self.acknowledged, self.rounds = random.Random(f"{work} {seed}"), {}, 0
        self.path.parent.mkdir(parents=True)
        if work == "upgrade":
            self.old = gzip.decompress(OLD.read_bytes())
            self.expected = self._after_an_undisturbed_upgrade()
            return
        with a_new_database(self.path) as begun:
            self.first = keep(begun, a_partnership(), a_plan(), by="").sequence
        self.acknowledged[self.first] = ""

    def once(self) -> None:
        """One round; an AssertionError where anything acknowledged is lost or halved."""
        if self.work == "upgrade":
            self._upgrade_once()
        else:
            after = self.chance.randrange(12 if self.work == "save" else 3)
            self._kill(after)
            self._look()
        self.rounds += 1

    def _kill(self, after: int) -> list[str]:
        """Let a child work, kill -9 it after so many acknowledgements and a random moment."""
        print(self.work, self.path, file=self.worker.stdin, flush=True)
        child, told = 0, []
        for line in self.worker.stdout:
            word, *rest = line.split()
            if word == "ended":
                assert int(rest[0]) == -signal.SIGKILL, f"{self.work} ended by itself: {rest[0]}"
                break
            if word == "child":
                child = int(rest[0])
                continue
            told.append(word)
            if word == "kept":
                self.acknowledged[int(rest[0])] = rest[1]
            if child and len(told) > after:
                child = self._killed(child)
        return told

    def _killed(self, child: int) -> int:
        time.sleep(self.chance.random() * LONGEST[self.work])
        os.kill(child, signal.SIGKILL)
        return 0

    def _look(self) -> None:
        reopened = store.open_database(self.path, patience=5)
        try:
            with reopened.reading() as cursor:
                kept = dict(cursor.execute(
                    "SELECT sequence, recorded_by FROM save WHERE partnership_id = $1", [SLUG]
                ).fetchall())  # fmt: skip
            assert self.acknowledged.items() <= kept.items()
            assert sorted(kept) == list(range(self.first, self.first + len(kept)))
            assert store.faults(reopened) == []
            plan = store.plan_as_at(reopened, SLUG, TODAY)
            whole = {ref for ref in kept.values() if ref}
            assert {area.ref for area in plan.areas} == whole
            assert {action.ref for action in plan.actions} == whole
            assert len(plan.updates) == len(whole)
            if self.work == "import":
                assert {brought.record.file_name for brought in store.imports(reopened, SLUG)} == {
                    f"{ref}.csv" for ref in whole
                }
            if self.work in ("import", "back_up"):
                self._look_at_copies(reopened)
        finally:
            reopened.close()

    def _look_at_copies(self, reopened: store.Database) -> None:
        """Whatever has the name of a copy is one, also where the kill met it half-way."""
        made = store.back_up(
            reopened, store.folder_beside(self.path), datetime.now(UTC), by="Isla Ross"
        )
        newest, *before = store.copies_of(self.path)
        assert newest.path == made
        assert list(made.parent.glob("*.part*")) == []
        for copy in (newest, *before[:1]):
            assert store.faults_of_file(copy.path) == []
        for copy in before[2:]:  # so that a long run does not fill the disk
            copy.path.unlink()

    def _upgrade_once(self) -> None:
        self._begin_old()
        print(self.work, self.path, file=self.worker.stdin, flush=True)
        for line in self.worker.stdout:
            word, *rest = line.split()
            if word == "child":
                self._killed(int(rest[0]))
            if word == "ended":
                assert int(rest[0]) == -signal.SIGKILL
                break
        reopened = store.open_database(self.path, patience=5)
        try:
            assert store.schema_number(reopened) == store.SCHEMA
            assert store.faults(reopened) == []
            assert store.record_counts(reopened) == self.expected
        finally:
            reopened.close()

    def _begin_old(self) -> None:
        for left in (*self.path.parent.glob("tracker*"), *self.path.parent.glob("backups/*")):
            left.unlink(missing_ok=True) if left.is_file() else None
        self.path.write_bytes(self.old)

    def _after_an_undisturbed_upgrade(self) -> tuple:
        self._begin_old()
        upgraded = store.open_database(self.path)
        try:
            return store.record_counts(upgraded)
        finally:
            upgraded.close()
