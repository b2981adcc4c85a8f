"""Killed in the middle of saves, again and again: no acknowledged save is lost, none is halved."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import SLUG, TODAY, a_partnership, a_plan, keep
from conftest import PROJECT, a_new_database

from tracker import store

TIMES = 30
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture
def saver() -> Iterator[subprocess.Popen[str]]:
    """The process whose children save, in an environment of its own."""
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "tests" / "saver.py")],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    yield process
    process.stdin.close()
    process.wait(timeout=10)


def killed_after(saver: subprocess.Popen[str], path: Path, saves: int, pause: float) -> dict:
    """Let a child save, kill -9 it after `saves` and a moment; what it had acknowledged by then."""
    print(path, file=saver.stdin, flush=True)
    acknowledged: dict[int, str] = {}
    child = 0
    for line in saver.stdout:
        word, rest = line.split()
        if word == "ended":
            assert int(rest) == -signal.SIGKILL
            break
        if word == "child":
            child = int(rest)
        else:
            acknowledged[int(word)] = rest
        if child and len(acknowledged) >= saves:
            time.sleep(pause)  # a random moment of the saves that follow
            os.kill(child, signal.SIGKILL)
            child, saves = 0, sys.maxsize
    return acknowledged


def saved(database: store.Database) -> dict[int, str]:
    with database.reading() as cursor:
        rows = cursor.execute(
            "SELECT sequence, recorded_by FROM save WHERE partnership_id = $1", [SLUG]
        ).fetchall()
    return dict(rows)


def test_no_acknowledged_save_is_lost_by_kill_9_in_the_middle_of_saves(tmp_path, saver) -> None:
    path, chance = tmp_path / "tracker.duckdb", random.Random(20261121)
    with a_new_database(path) as begun:
        first = keep(begun, a_partnership(), a_plan(), by="").sequence
    acknowledged: dict[int, str] = {first: ""}

    for _ in range(TIMES):
        acknowledged |= killed_after(saver, path, chance.randrange(12), chance.random() / 100)

        reopened = store.open_database(path, patience=5)
        try:
            kept = saved(reopened)
            assert acknowledged.items() <= kept.items()
            assert sorted(kept) == list(range(first, first + len(kept)))
            assert store.faults(reopened) == []
            plan = store.plan_as_at(reopened, SLUG, TODAY)
        finally:
            reopened.close()
        whole = {ref for ref in kept.values() if ref}
        assert {area.ref for area in plan.areas} == whole
        assert {action.ref for action in plan.actions} == whole
        assert len(plan.updates) == len(whole)
    assert len(acknowledged) > TIMES
