"""Backup copies kept, checked, thrown away in time, and put back with nothing lost."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import SLUG, TODAY, an_action, an_update, keep, reference_lists
from conftest import PROJECT, a_new_database

from tracker import copies, store
from tracker.plan import Status
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.store.tables import KINDS, rows_of
from tracker.tidying import tidy

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OLD = PROJECT / "tests" / "databases" / "schema_1.duckdb.gz"


@pytest.fixture
def clock(monkeypatch):
    """The clock that stamps copies, set by the test."""

    def set_to(at: datetime) -> datetime:
        monkeypatch.setattr(copies.clock, "now", lambda: at)
        return at

    set_to(NOON)
    return set_to


@pytest.fixture
def busy(plan_database):
    for number in range(5):
        keep(plan_database, an_update(as_of=TODAY - timedelta(number), progress=number))
    keep(plan_database, an_action(title="Sharper words"))
    return plan_database


def all_versions(database: store.Database) -> dict[str, list[tuple]]:
    with database.reading() as cursor:
        return {kind.kind: list(rows_of(cursor, kind)) for kind in KINDS}


def names(database: store.Database) -> list[str]:
    return [copy.path.name for copy in store.copies_of(database.path)]


# Each day


def test_the_first_look_of_a_day_keeps_a_checked_copy_and_the_next_none(busy, clock) -> None:
    assert copies.keep_copy_of_today(busy, TODAY)
    assert not copies.keep_copy_of_today(busy, TODAY)
    (copy,) = store.copies_of(busy.path)
    assert (copy.note.why, copy.note.checked_at, copy.note.problems) == (store.Why.DAY, NOON, ())
    assert copy.note.saves == store.latest_sequence(busy)

    clock(NOON + timedelta(1))
    assert copies.keep_copy_of_today(busy, TODAY + timedelta(1))
    assert len(store.copies_of(busy.path)) == 2
    assert copies.trouble(busy, TODAY + timedelta(1)) == ""


def test_old_copies_go_but_never_the_newest_whole_one_nor_files_of_others(busy, clock) -> None:
    folder = store.folder_beside(busy.path)
    for days in (80, 40, 31, 29):
        clock(NOON - timedelta(days))
        copies.keep_copy_now(busy)
    by_hand = folder / "tracker before the audit.duckdb"
    by_hand.write_bytes(b"kept by hand")
    others = folder / "example 2026-01-01 12.00.00.duckdb"
    others.write_bytes(b"of another database")

    clock(NOON)
    copies.keep_copy_of_today(busy, TODAY)
    assert names(busy) == [
        "tracker 2026-11-21 12.00.00.duckdb", "tracker 2026-10-23 12.00.00.duckdb"
    ]  # fmt: skip
    assert by_hand.exists() and others.exists()

    assert store.throw_old_away(busy.path, 30, NOON + timedelta(365)) == 1
    assert names(busy) == ["tracker 2026-11-21 12.00.00.duckdb"]


def test_a_newer_copy_that_is_not_whole_does_not_push_out_the_newest_whole_one(busy) -> None:
    for at in (NOON, NOON + timedelta(1)):
        store.back_up(busy, store.folder_beside(busy.path), at)
    newer, whole = store.copies_of(busy.path)
    store.note_check(newer, NOON, ["Version 1 of action 1.1 was removed."])
    store.throw_old_away(busy.path, 30, NOON + timedelta(90))
    assert [copy.path for copy in store.copies_of(busy.path)] == [whole.path]
    assert store.newest_copy(busy.path) == whole.path


def test_a_check_that_finds_something_is_told_to_the_coordinator(busy, clock) -> None:
    with busy.writing() as cursor:
        cursor.execute("DELETE FROM action WHERE version = 2")
    copies.keep_copy_of_today(busy, TODAY)
    assert "Version 2 of action 1.1 was removed" in copies.trouble(busy, TODAY)


def test_the_daily_check_misses_what_yesterdays_copy_held(busy, clock) -> None:
    copies.keep_copy_of_today(busy, TODAY)
    last = store.latest_sequence(busy)
    with busy.writing() as cursor:
        for table in ("action", "save", "kept_rows", "chain_link"):
            cursor.execute(f"DELETE FROM {table} WHERE sequence = {last}")
    clock(NOON + timedelta(1))
    copies.keep_copy_of_today(busy, TODAY + timedelta(1))
    told = copies.trouble(busy, TODAY + timedelta(1))
    assert f"The copy of 21 Nov 2026, 12:00 holds {last} saves, this database only" in told


def test_a_copy_kept_elsewhere_is_a_witness_too(busy, tmp_path) -> None:
    path, elsewhere = busy.path, tmp_path / "usb stick"
    busy.close()
    opened = store.open_database(path, patience=0, also_writes_to=(elsewhere,))
    store.back_up(opened, elsewhere, NOON)
    last = store.latest_sequence(opened)
    with opened.writing() as cursor:
        for table in ("action", "save", "kept_rows", "chain_link"):
            cursor.execute(f"DELETE FROM {table} WHERE sequence = {last}")
    (told,) = store.faults(opened)
    opened.close()
    assert f"The copy of 21 Nov 2026, 12:00 holds {last} saves, this database only" in told
    assert store.copies_of(path) == ()


def test_a_copy_that_cannot_be_kept_stops_nobody_and_is_told_until_one_succeeds(
    busy, clock, caplog
) -> None:
    folder = store.folder_beside(busy.path)
    folder.write_text("a file where the folder should be")
    assert not copies.keep_copy_of_today(busy, TODAY)
    assert "No backup copy (daily) was kept" in caplog.text
    assert "No backup copy could be kept on 21 Nov 2026." in copies.trouble(busy, TODAY)
    keep(busy, an_update())

    folder.unlink()
    assert not copies.keep_copy_of_today(busy, TODAY)  # not again at every minute
    clock(NOON + timedelta(hours=1))
    assert copies.keep_copy_of_today(busy, TODAY)
    assert copies.trouble(busy, TODAY) == ""


def test_the_newest_copy_of_days_ago_is_told(busy, clock) -> None:
    copies.keep_copy_now(busy)
    told = copies.trouble(busy, TODAY + timedelta(5))
    assert told == "The newest backup copy is of 21 Nov 2026. Keep one now."


def test_a_clock_set_back_loses_no_copy_and_no_save(busy, clock) -> None:
    copies.keep_copy_of_today(busy, TODAY)
    back = clock(NOON - timedelta(400))
    before = store.latest_sequence(busy)
    saved = store.save(busy, SLUG, (), by="Coordinator", recorded_at=back)
    assert saved.sequence == before + 1
    assert copies.keep_copy_of_today(busy, TODAY - timedelta(400))
    assert len(store.copies_of(busy.path)) == 2
    assert store.faults(busy) == []
    clock(NOON)  # right again: the same second has a copy already
    assert copies.keep_copy_now(busy).name == "tracker 2026-11-21 12.00.00 2.duckdb"


def test_a_note_that_cannot_be_read_hides_its_copy_and_nothing_else(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON)
    kept = store.back_up(busy, store.folder_beside(busy.path), NOON + timedelta(1))
    copy.with_suffix(".json").write_text('{"made_at": "yesterday"')
    assert [one.path for one in store.copies_of(busy.path)] == [kept]
    store.throw_old_away(busy.path, 30, NOON + timedelta(90))
    assert copy.exists()


def test_tidying_up_after_the_copy_leaves_a_whole_history(busy) -> None:
    tidy(busy, TODAY)
    assert store.faults(busy) == []


# The drill: last night's copy is put back


def test_nothing_that_was_in_last_nights_copy_is_lost_when_it_is_put_back(busy, clock) -> None:
    copies.keep_copy_of_today(busy, TODAY)
    last_night = all_versions(busy)
    keep(busy, an_update(status=Status.COMPLETE, data_show="All of them"))
    busy.close()
    path = busy.path
    damaged = b"\x00" * 9000
    path.write_bytes(damaged)
    with pytest.raises(DatabaseRefusal, match=r"restore --database .* --set-aside"):
        store.open_database(path, patience=0)

    (aside,) = store.restore(store.newest_copy(path), path, NOON, set_aside=True).set_aside

    assert aside.read_bytes() == damaged
    again = store.open_database(path, patience=0)
    assert all_versions(again) == last_night
    assert store.faults(again) == []
    keep(again, an_update())
    assert store.faults(again) == []
    again.close()


def test_the_check_does_not_miss_what_came_after_a_copy_that_was_put_back(busy) -> None:
    folder = store.folder_beside(busy.path)
    night = store.back_up(busy, folder, NOON)
    keep(busy, an_update())
    store.back_up(busy, folder, NOON + timedelta(hours=1))
    busy.close()
    store.restore(night, busy.path, NOON + timedelta(hours=2), set_aside=True)

    again = store.open_database(busy.path, patience=0)
    assert store.faults(again) == []
    keep(again, an_update(), an_update())
    assert store.faults(again) == []
    again.close()


def test_a_new_tracker_in_the_place_of_an_old_one_is_not_held_to_its_copies(busy) -> None:
    store.back_up(busy, store.folder_beside(busy.path), NOON)
    busy.close()
    busy.path.unlink()
    with a_new_database(busy.path) as new:
        assert store.faults(new) == []


def test_an_older_copy_is_brought_up_to_date_where_it_is_put_and_not_where_it_is(tmp_path) -> None:
    copy = tmp_path / "old.duckdb"
    copy.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = copy.read_bytes()
    store.restore(copy, tmp_path / "new" / "tracker.duckdb", NOON)
    assert copy.read_bytes() == before
    opened = store.open_database(tmp_path / "new" / "tracker.duckdb", patience=0)
    assert store.schema_number(opened) == store.SCHEMA
    opened.close()


def test_a_database_in_use_is_not_set_aside(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON)
    with pytest.raises(Refusal, match="in use by another program"):
        store.restore(copy, busy.path, NOON, set_aside=True)
    keep(busy, an_update())


def test_a_copy_with_a_row_removed_is_put_back_and_what_is_wrong_is_told(busy, tmp_path) -> None:
    """Otherwise one row would stand between a partnership and all the others."""
    with busy.writing() as cursor:
        cursor.execute("DELETE FROM action WHERE version = 2")
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON)
    done = store.restore(copy, tmp_path / "again" / "tracker.duckdb", NOON)
    assert "Version 2 of action 1.1 was removed" in done.problems[0]


def test_without_a_whole_copy_there_is_a_sentence(busy) -> None:
    with pytest.raises(Refusal, match=r"No whole backup copy of tracker\.duckdb is in"):
        store.newest_copy(busy.path)


# The log beside the file


@pytest.fixture
def with_a_log(busy, tmp_path) -> tuple[Path, bytes]:
    """A database as a kill leaves it: what was saved last stands only in the log beside it."""
    keep(busy, an_update())
    wal = busy.path.with_name(busy.path.name + ".wal").read_bytes()
    content = busy.path.read_bytes()
    left = tmp_path / "left" / "tracker.duckdb"
    left.parent.mkdir()
    left.write_bytes(content)
    left.with_name("tracker.duckdb.wal").write_bytes(wal)
    return left, wal


@pytest.mark.parametrize(
    "place", [0, 3, "the middle", "the end"], ids=["its head", "its kind", "middle", "end"]
)
def test_a_damaged_log_is_told_with_the_way_on_and_both_files_stay(with_a_log, place) -> None:
    """The engine passes over a log it does not know, without a word, and with it what was saved."""
    path, content = with_a_log
    wal = path.with_name("tracker.duckdb.wal")
    at = {"the middle": len(content) // 2, "the end": len(content) - 200}.get(place, place)
    wrong = content[:at] + bytes(b ^ 0xFF for b in content[at : at + 64]) + content[at + 64 :]
    wal.write_bytes(wrong)
    before = path.read_bytes()
    with pytest.raises(DatabaseRefusal) as refused:
        store.open_database(path, patience=0)
    assert "damaged" in str(refused.value) and "tracker restore --database" in str(refused.value)
    assert (path.read_bytes(), wal.read_bytes()) == (before, wrong)

    copy = path.parent / "copy.duckdb"
    with a_new_database(copy):
        pass
    aside = store.restore(copy, path, NOON, set_aside=True).set_aside
    assert [one.suffix for one in aside] == [".duckdb", ".wal"]
    assert aside[1].read_bytes() == wrong
    store.open_database(path, patience=0).close()


def test_a_log_of_another_state_of_the_file_is_refused(with_a_log) -> None:
    path, content = with_a_log
    store.open_database(path, patience=0).close()
    path.with_name("tracker.duckdb.wal").write_bytes(content)
    with pytest.raises(DatabaseRefusal, match="damaged"):
        store.open_database(path, patience=0)


def test_an_empty_log_is_no_fault(with_a_log) -> None:
    path, _ = with_a_log
    store.open_database(path, patience=0).close()
    path.with_name("tracker.duckdb.wal").write_bytes(b"")
    store.open_database(path, patience=0).close()


# Before an upgrade and an import


def test_an_upgrade_is_preceded_by_a_copy_the_program_of_before_can_read(tmp_path) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    opened = store.open_database(path)
    (copy,) = store.copies_of(path)
    assert copy.note.why is store.Why.UPGRADE
    with duckdb.connect(str(copy.path), read_only=True) as before:
        assert before.execute("SELECT max(number) FROM migration").fetchall() == [(1,)]
        saves = before.execute("SELECT count(*) FROM save").fetchall()[0][0]
    assert copy.note.saves == saves
    assert store.faults(opened) == []
    opened.close()
    store.open_database(path).close()
    assert len(store.copies_of(path)) == 1


def test_an_upgrade_goes_on_where_no_copy_can_be_kept(tmp_path, caplog) -> None:
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    (tmp_path / "backups").write_text("a file where the folder should be")
    opened = store.open_database(path)
    assert store.schema_number(opened) == store.SCHEMA
    assert "No copy of" in caplog.text
    opened.close()


def test_the_settings_say_for_how_long(busy) -> None:
    assert store.reference(busy, TODAY).settings["backup_days"] == 30
    assert reference_lists().settings["backup_days"] == 30
