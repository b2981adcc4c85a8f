"""Backup copies kept, checked, thrown away in time, and put back with nothing lost."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import SLUG, TODAY, a_partnership, an_action, an_update, keep, reference_lists
from conftest import PROJECT, a_new_database
from people_with_roles import give

from tracker import copies, store
from tracker.access import NotAllowed, SignedIn
from tracker.people import Role
from tracker.plan import Status
from tracker.refusals import DatabaseRefusal, Refusal
from tracker.served import begin
from tracker.store import copying
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
    for days in (80, 40, 31, 29, 2):
        clock(NOON - timedelta(days))
        copies.keep_copy_now(busy, by="Isla Ross")
    by_hand = folder / "tracker before the audit.duckdb"
    by_hand.write_bytes(b"kept by hand")
    others = folder / "example 2026-01-01 12.00.00.duckdb"
    others.write_bytes(b"of another database")

    clock(NOON)
    copies.keep_copy_of_today(busy, TODAY)
    assert names(busy) == [
        f"tracker 2026-{day} 12.00.00.duckdb" for day in ("11-21", "11-19", "10-23")
    ]
    assert by_hand.exists() and others.exists()


def test_a_clock_that_leaps_ahead_leaves_the_newest_three_whole_copies(busy) -> None:
    made = [
        store.back_up(busy, store.folder_beside(busy.path), NOON + timedelta(day), by="Isla Ross")
        for day in range(5)
    ]
    store.note_check(store.copies_of(busy.path)[0], NOON, ["Version 1 of action 1.1 was removed."])
    assert store.throw_old_away(busy.path, 30, NOON + timedelta(365)) == 2
    assert [copy.path for copy in store.copies_of(busy.path)] == [made[3], made[2], made[1]]


def test_a_newer_copy_that_is_not_whole_does_not_push_out_the_newest_whole_one(busy) -> None:
    for at in (NOON, NOON + timedelta(1)):
        store.back_up(busy, store.folder_beside(busy.path), at, by="Isla Ross")
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
    store.back_up(opened, elsewhere, NOON, by="Isla Ross")
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
    copies.keep_copy_now(busy, by="Isla Ross")
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
    assert copies.keep_copy_now(busy, by="Isla Ross").name == "tracker 2026-11-21 12.00.00 2.duckdb"


def test_a_note_that_cannot_be_read_hides_its_copy_and_nothing_else(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    kept = store.back_up(busy, store.folder_beside(busy.path), NOON + timedelta(1), by="Isla Ross")
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

    (aside,) = store.restore(
        store.newest_copy(path), path, NOON, set_aside=True, by="Isla Ross"
    ).set_aside

    assert aside.read_bytes() == damaged
    again = store.open_database(path, patience=0)
    assert all_versions(again) == last_night
    assert store.faults(again) == []
    keep(again, an_update())
    assert store.faults(again) == []
    again.close()


def test_the_check_does_not_miss_what_came_after_a_copy_that_was_put_back(busy) -> None:
    folder = store.folder_beside(busy.path)
    night = store.back_up(busy, folder, NOON, by="Isla Ross")
    keep(busy, an_update())
    store.back_up(busy, folder, NOON + timedelta(hours=1), by="Isla Ross")
    busy.close()
    store.restore(night, busy.path, NOON + timedelta(hours=2), set_aside=True, by="Isla Ross")

    again = store.open_database(busy.path, patience=0)
    assert store.faults(again) == []
    keep(again, an_update(), an_update())
    assert store.faults(again) == []
    again.close()


def test_a_new_tracker_in_the_place_of_an_old_one_is_not_held_to_its_copies(busy) -> None:
    store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    busy.close()
    busy.path.unlink()
    begin(busy.path, "Glen Example partnership", TODAY)
    new = store.open_database(busy.path)
    assert store.faults(new) == []
    new.close()


def test_an_older_copy_is_brought_up_to_date_where_it_is_put_and_not_where_it_is(tmp_path) -> None:
    copy = tmp_path / "old.duckdb"
    copy.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = copy.read_bytes()
    store.restore(copy, tmp_path / "new" / "tracker.duckdb", NOON, by="Isla Ross")
    assert copy.read_bytes() == before
    opened = store.open_database(tmp_path / "new" / "tracker.duckdb", patience=0)
    assert store.schema_number(opened) == store.SCHEMA
    opened.close()


def test_a_database_in_use_is_not_set_aside(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    with pytest.raises(Refusal, match="in use by another program"):
        store.restore(copy, busy.path, NOON, set_aside=True, by="Isla Ross")
    keep(busy, an_update())


def test_a_copy_with_a_row_removed_is_put_back_and_what_is_wrong_is_told(busy, tmp_path) -> None:
    """Otherwise one row would stand between a partnership and all the others."""
    with busy.writing() as cursor:
        cursor.execute("DELETE FROM action WHERE version = 2")
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    done = store.restore(copy, tmp_path / "again" / "tracker.duckdb", NOON, by="Isla Ross")
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
    aside = store.restore(copy, path, NOON, set_aside=True, by="Isla Ross").set_aside
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


# Who kept a copy, and who may


def lines(database: store.Database, slug: str = SLUG) -> list[tuple[str, str, str]]:
    """The log of visits, oldest first: who, did, what up to the name of the copy."""
    found = store.logged_visits(database, slug, NOON - timedelta(400), 100)
    return [(line.who, line.did, line.what.split(":")[0]) for line in reversed(found)]


def test_who_kept_a_copy_is_noted_beside_it_and_logged(busy, clock) -> None:
    copies.keep_copy_of_today(busy, TODAY)
    copies.keep_copy(busy, store.Why.IMPORT)
    copies.keep_copy_now(busy, by="Local coordinator")
    whole = "a backup copy of the whole tracker"
    assert lines(busy) == [
        ("The tracker itself", "kept", f"{whole} (daily)"),
        ("The tracker itself", "kept", f"{whole} (before an import)"),
        ("Local coordinator", "kept", f"{whole} (asked for)"),
    ]
    assert sorted((copy.note.why.value, copy.note.by) for copy in store.copies_of(busy.path)) == [
        ("asked for", "Local coordinator"), ("before an import", "The tracker itself"),
        ("daily", "The tracker itself"),
    ]  # fmt: skip


def test_a_copy_holds_every_partnership_so_each_is_told(busy) -> None:
    keep(busy, a_partnership("glenbraan"), slug="glenbraan")
    boss = SignedIn("boss@example.org", "Administrator")
    person = give(busy, boss.email, Role.ADMINISTRATOR)
    there = give(busy, boss.email, Role.ADMINISTRATOR, "glenbraan")
    store.back_up(busy, store.folder_beside(busy.path), NOON, by=boss)
    since = NOON - timedelta(1)
    assert store.logged_visits(busy, SLUG, since, 1)[0].person == person
    assert store.logged_visits(busy, "glenbraan", since, 1)[0].person == there


def test_who_may_not_leaves_no_copy_no_line_and_no_trouble(busy) -> None:
    keep(busy, a_partnership("glenbraan"), slug="glenbraan")
    give(busy, "boss@example.org", Role.ADMINISTRATOR)  # of one of the two
    with pytest.raises(NotAllowed, match="administrator of every partnership"):
        copies.keep_copy_now(busy, by=SignedIn("boss@example.org", "Administrator"))
    assert store.copies_of(busy.path) == ()
    assert lines(busy) == []
    assert copies.trouble(busy, TODAY) == ""


def test_a_role_taken_away_while_the_copy_is_made_leaves_none(busy, monkeypatch) -> None:
    give(busy, "boss@example.org", Role.ADMINISTRATOR)
    give(busy, "other@example.org", Role.ADMINISTRATOR)
    copied = copying._copied

    def slowly(*said):
        made = copied(*said)
        (boss,) = (
            held for held in store.roles_held(busy, SLUG) if held.person.email.startswith("boss")
        )
        store.take_role(
            busy, SLUG, boss.version.record.id, by="Command line", today=TODAY,
            save_id=store.new_id(),
        )  # fmt: skip
        return made

    monkeypatch.setattr(copying, "_copied", slowly)
    with pytest.raises(NotAllowed, match="no role"):
        store.back_up(
            busy, store.folder_beside(busy.path), NOON, by=SignedIn("boss@example.org", "Boss")
        )
    assert list(store.folder_beside(busy.path).iterdir()) == []
    assert lines(busy) == []


def test_a_copy_put_back_says_so_in_its_log_of_visits(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    busy.close()
    store.restore(copy, busy.path, NOON, set_aside=True, by="Command line")
    again = store.open_database(busy.path, patience=0)
    assert lines(again) == [("Command line", "put back", f"the backup copy {copy.name}")]
    (put_back,) = (n for n in store.witnesses(busy.path) if n.why is store.Why.PUT_BACK)
    assert put_back.by == "Command line"
    again.close()


def test_notes_from_before_authors_were_noted_are_read(busy) -> None:
    copy = store.back_up(busy, store.folder_beside(busy.path), NOON, by="Isla Ross")
    note = json.loads(copy.with_suffix(".json").read_text())
    del note["by"]
    copy.with_suffix(".json").write_text(json.dumps(note))
    assert [one.note.by for one in store.copies_of(busy.path)] == [""]


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
