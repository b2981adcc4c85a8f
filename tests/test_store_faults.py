"""A database that cannot be used: a sentence says which and what to do; nothing saved is lost."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from builders import SLUG, TODAY, a_partnership, a_plan, an_action, an_area, an_update, keep
from conftest import PROJECT, a_new_database

from tracker import store
from tracker.refusals import DatabaseRefusal
from tracker.store import checking
from tracker.store.opening import SCHEMA

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOLD = """
import sys
from pathlib import Path
from tracker import store
from tracker.store import checking
held = store.open_database(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
held.close()
"""


def refusal(path: Path, **how) -> str:
    """The sentence with which `path` is refused."""
    with pytest.raises(DatabaseRefusal) as refused:
        store.open_database(path, patience=0, **how).close()
    return str(refused.value)


def a_long_update():
    """A report that fills the disk: four texts of nearly 4,000 characters."""
    long = {name: os.urandom(1_900).hex() for name in ("done", "data_show", "next", "needed")}
    return an_update(**long)


def fill(database: store.Database, saves: int = 1) -> None:
    keep(database, a_partnership(), a_plan(), an_area(), an_action())
    for _ in range(saves):
        keep(database, *(a_long_update() for _ in range(10)))


def reports(database: store.Database) -> set:
    kept = store.status_updates(database, SLUG, TODAY, an_action().id)
    return {version.record.id for version in kept}


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> bytes:
    """The bytes of a database with a few hundred reports, closed."""
    path = tmp_path_factory.mktemp("filled") / "tracker.duckdb"
    with a_new_database(path) as opened:
        fill(opened, saves=20)
    return path.read_bytes()


# Not there, or not ours


def test_a_missing_database_is_named_and_not_made(tmp_path) -> None:
    path = tmp_path / "plans" / "tracker.duckdb"
    said = refusal(path)
    assert f"There is no database at {path}." in said and "python3 -m tracker run --new" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_database(tmp_path) -> None:
    assert "There is no database at" in refusal(tmp_path)


def test_a_database_cannot_stand_in_a_file(tmp_path) -> None:
    (tmp_path / "plan.csv").write_text("a,b\n")
    assert "cannot be used" in refusal(tmp_path / "plan.csv" / "tracker.duckdb", create=True)


def test_a_name_that_is_too_long_is_refused_in_a_sentence(tmp_path) -> None:
    assert "File name too long" in refusal(tmp_path / ("x" * 300), create=True)


def test_a_new_database_has_every_table_and_opens_again(tmp_path) -> None:
    path = tmp_path / "new" / "tracker.duckdb"
    store.open_database(path, create=True).close()
    opened = store.open_database(path, patience=0)
    assert store.schema_number(opened) == SCHEMA
    assert store.latest_sequence(opened) == 0
    opened.close()


STRANGERS = {
    "an empty file": b"",
    "a CSV": b"ref,title\n1,Join up the plan\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(5_000),
    "a workbook": b"PK\x03\x04" + bytes(range(256)) * 40,
    "a page": b"<!doctype html><title>Sign in</title>" * 200,
}


@pytest.mark.parametrize("content", STRANGERS.values(), ids=STRANGERS.keys())
@pytest.mark.parametrize("create", [False, True])
def test_what_is_no_database_is_refused_and_left_as_it_was(tmp_path, content, create) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(content)
    said = refusal(path, create=create)
    assert str(path) in said and "not a tracker database. Nothing was changed in it" in said
    assert path.read_bytes() == content


def test_a_file_of_another_engine_has_nothing_fetched_from_the_network(tmp_path, caplog) -> None:
    path = tmp_path / "tracker.duckdb"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE plan (ref TEXT)")
    assert "not a tracker database. Nothing was changed in it" in refusal(path)
    assert "sqlite_scanner" in caplog.text and "ownload" not in caplog.text


@pytest.mark.parametrize(
    "made_by",
    ["CREATE TABLE sales (amount INTEGER)", "CREATE TABLE migration (x TEXT, y TEXT)", "SELECT 1",
     "CREATE SCHEMA shop; CREATE TABLE shop.sales (amount INTEGER)"],
)  # fmt: skip
def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path, made_by) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as theirs:
        theirs.execute(made_by)
        if "migration" in made_by:
            theirs.execute("CREATE TABLE sales (amount INTEGER)")
    before = path.read_bytes()

    assert "is not a tracker database" in refusal(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_program_is_refused(tmp_path) -> None:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path):
        pass
    with duckdb.connect(str(path)) as newer:
        newer.execute("INSERT INTO migration VALUES (99)")

    said = refusal(path)
    assert "was made by a newer tracker. Update this program" in said


# Held by another program


def holding(path: Path) -> subprocess.Popen[str]:
    """Another process that has the database open until it is told to let go."""
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=PROJECT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert held.stdout.readline() == "held\n"
    return held


def test_a_database_that_another_process_holds_is_refused_then_opens_once_it_lets_go(
    tmp_path,
) -> None:
    path = tmp_path / "tracker.duckdb"
    with a_new_database(path) as opened:
        fill(opened)
    held = holding(path)
    said = refusal(path)
    assert f"{path} is in use by another program" in said and "--database" in said

    opened: list[store.Database] = []
    waiting = threading.Thread(target=lambda: opened.append(store.open_database(path, patience=60)))
    waiting.start()
    held.communicate("let go\n", timeout=30)
    waiting.join()
    assert len(reports(opened[0])) == 10
    opened[0].close()


# Damaged


def flipped(content: bytes, place: int, length: int = 64) -> bytes:
    wrong = bytes(sign ^ 0xFF for sign in content[place : place + length])
    return content[:place] + wrong + content[place + length :]


@pytest.mark.parametrize("place", [0, 8, 20, 100, 8_192, 12_288])
def test_a_database_damaged_at_its_head_is_refused_and_left_as_it_was(
    tmp_path, filled, place
) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(flipped(filled, place))
    said = refusal(path)
    assert f"The database {path} is damaged" in said and "python -m tracker restore" in said
    assert path.read_bytes() == flipped(filled, place)


def test_half_a_database_is_refused_or_its_faults_are_told(tmp_path, filled) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(filled[: len(filled) // 2])
    assert any("damaged" in fault for fault in checking.faults_of_file(path))


def test_damage_that_is_met_only_later_is_told_by_reading_and_by_the_check(
    tmp_path, filled
) -> None:
    """Blocks are read when they are needed, so a damaged file may open."""
    path, chance = tmp_path / "tracker.duckdb", random.Random(7)
    told: list[tuple[str, list[str]]] = []
    for _ in range(12):
        path.write_bytes(flipped(filled, chance.randrange(300_000, len(filled))))
        try:
            opened = store.open_database(path, patience=0)
        except DatabaseRefusal:  # the block was one that is read at once
            continue
        faults = store.faults(opened)
        try:
            store.plan_as_at(opened, SLUG, TODAY)
        except DatabaseRefusal as refused:
            told.append((str(refused), faults))
        opened.close()
    assert told
    for said, faults in told:
        assert f"The database {path} is damaged" in said and "restore" in said
        assert any(said in fault for fault in faults)


def test_a_fault_of_one_call_does_not_stop_the_next(plan_database) -> None:
    """What a full disk or a damaged block does to a connection: it can no longer be used."""
    plan_database._connection.close()
    with pytest.raises(DatabaseRefusal, match="Nothing of this save was kept"):
        keep(plan_database, an_update())

    assert reports(plan_database) == set()
    kept = an_update()
    keep(plan_database, kept)
    assert reports(plan_database) == {kept.id}


# Where the tracker may not write


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "may not write" in refusal(tmp_path / "tracker.duckdb", create=True)
    finally:
        tmp_path.chmod(0o700)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 8 MB that is ours to fill."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


def test_a_disk_that_is_read_only_is_named(small_disk) -> None:
    path = small_disk / "tracker.duckdb"
    with a_new_database(path):
        pass
    remount(small_disk, "ro")
    assert f"may not write to {path}" in refusal(path)
    assert "may not write" in refusal(small_disk / "other.duckdb", create=True)


@pytest.mark.parametrize("size", ["8m", "22m"], ids=["in a save", "in a checkpoint"])
def test_a_full_disk_loses_nothing_that_was_acknowledged_and_work_goes_on_after(
    small_disk, size
) -> None:
    remount(small_disk, f"size={size}")
    path = small_disk / "tracker.duckdb"
    with a_new_database(path) as opened:
        fill(opened, saves=0)
        acknowledged = set()
        said = ""
        while not said:
            updates = [a_long_update() for _ in range(10)]
            try:
                keep(opened, *updates)
                acknowledged |= {update.id for update in updates}
            except DatabaseRefusal as refused:
                said = str(refused)
        assert f"The disk that holds {path} is full." in said and "Free some space" in said
        assert len(acknowledged) > 200
        assert reports(opened) == acknowledged

        with pytest.raises(DatabaseRefusal, match="is full"):
            keep(opened, *updates)
        with pytest.raises(DatabaseRefusal, match="is full"):
            store.back_up(opened, small_disk / "backups", NOON, by="Isla Ross")
        assert list((small_disk / "backups").iterdir()) == []

        remount(small_disk, "size=128m")
        keep(opened, *updates)
        acknowledged |= {update.id for update in updates}
        assert reports(opened) == acknowledged

    again = store.open_database(path, patience=0)
    assert reports(again) == acknowledged
    assert store.faults(again) == []
    again.close()


def test_a_database_is_not_begun_by_halves_on_a_full_disk(small_disk) -> None:
    (small_disk / "full").write_bytes(bytes(8 * 1024 * 1024 - 8192))
    path = small_disk / "tracker.duckdb"
    assert "is full" in refusal(path, create=True)

    (small_disk / "full").unlink()
    opened = store.open_database(path, create=True, patience=0)
    assert store.latest_sequence(opened) == 0
    opened.close()
