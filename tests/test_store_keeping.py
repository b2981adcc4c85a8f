"""Looking after the database: copies that are whole, a check that finds faults, definitions."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import SLUG, TODAY, a_person, a_post, an_action, an_update, keep, reference_lists

from tracker import store
from tracker.plan import Status
from tracker.reference import AlertRule, Reference, Row, Wellbeing
from tracker.refusals import Refusal

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAME, NOTE = "tracker 2026-11-21 12.00.00.duckdb", "tracker 2026-11-21 12.00.00.json"


def backups(database: store.Database) -> Path:
    return database.path.parent / "backups"


def everything(database: store.Database) -> list[list[tuple]]:
    """Every row of every table but the log of visits, which tells of the copies themselves."""
    with database.reading() as cursor:
        names = cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_name <> 'visit_log' ORDER BY table_name"
        ).fetchall()
        tables = [
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall()
            for (name,) in dict.fromkeys(names)
        ]
    return [*tables, names]


@pytest.fixture
def filled(plan_database):
    isla = a_person(email="isla.ross@example.org")
    keep(plan_database, a_post(person_id=isla.id), people=[isla])
    for number in range(5):
        keep(plan_database, an_update(as_of=TODAY - timedelta(number), progress=number))
    return plan_database


# Copies


def test_a_copy_is_whole_and_named_by_its_time(filled) -> None:
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")

    assert copy == backups(filled) / NAME
    assert sorted(path.name for path in backups(filled).iterdir()) == [NAME, NOTE]
    opened = store.open_database(copy, patience=0)
    assert everything(opened) == everything(filled)
    assert store.faults(opened) == []
    opened.close()


def test_a_copy_can_be_worked_in_and_the_original_goes_on(filled) -> None:
    copy = store.open_database(
        store.back_up(filled, backups(filled), NOON, by="Isla Ross"), patience=0
    )
    there = keep(copy, an_update())
    here = keep(filled, an_update())

    assert there.sequence == here.sequence
    assert len(store.status_updates(copy, SLUG, TODAY, an_action().id)) == 6
    assert len(store.status_updates(filled, SLUG, TODAY, an_action().id)) == 6
    copy.close()


def test_two_copies_of_one_second_do_not_overwrite_each_other(filled) -> None:
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    before = copy.read_bytes()
    again = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    assert again.name == "tracker 2026-11-21 12.00.00 2.duckdb"
    assert copy.read_bytes() == before
    assert {kept.path for kept in store.copies_of(filled.path)} == {copy, again}


def test_a_copy_that_cannot_be_made_leaves_nothing_that_looks_like_one(filled) -> None:
    backups(filled).parent.mkdir(exist_ok=True)
    backups(filled).write_text("a file where the folder should be")
    with pytest.raises(Refusal, match="cannot be used"):
        store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    assert list(filled.path.parent.glob("*2026*")) == []


def test_what_an_interrupted_copy_left_is_no_hindrance(filled) -> None:
    backups(filled).mkdir()
    (backups(filled) / NAME).with_suffix(".part").write_bytes(b"half a copy")
    assert store.back_up(filled, backups(filled), NOON, by="Isla Ross").name == NAME
    assert sorted(path.name for path in backups(filled).iterdir()) == [NAME, NOTE]


def test_a_database_with_a_broken_row_is_copied_all_the_same_and_the_check_tells(filled) -> None:
    """Otherwise one row would stand in the way of every backup."""
    spoil(filled, "INSERT INTO save SELECT 900, uuid(), 'x', now(), '', '', NULL")
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    with copy_of(copy) as copied:
        assert everything(copied) == everything(filled)
    (kept,) = store.copies_of(filled.path)
    checked = store.note_check(kept, NOON, store.faults_of_file(copy))
    assert not checked.whole
    assert store.copies_of(filled.path) == (checked,)
    assert "Save 900 by , 21 Nov 2026" in checked.note.problems[0]
    assert "was put in without the tracker" in checked.note.problems[0]


def test_copies_are_whole_while_others_save_and_copy_too(filled) -> None:
    """Each copy holds every save up to some sequence, none by halves; no save fails meanwhile."""
    done = threading.Event()

    def saves() -> int:
        while not done.is_set():
            saved = keep(filled, an_update(), an_update())
        return saved.sequence

    def copies(hour: int) -> list[Path]:
        times = [NOON.replace(hour=hour, second=second) for second in range(2)]
        return [store.back_up(filled, backups(filled), at, by="Isla Ross") for at in times]

    with ThreadPoolExecutor() as people:
        saving = people.submit(saves)
        copying = [people.submit(copies, hour) for hour in (1, 2)]
        wait(copying)
        done.set()

    assert saving.result() == store.latest_sequence(filled)
    for path in (path for copied in copying for path in copied.result()):
        with copy_of(path) as copied:
            assert sequences(copied) == list(range(1, store.latest_sequence(copied) + 1))
            reports = store.status_updates(copied, SLUG, TODAY, an_action().id)
        assert (len(reports) - 5) % 2 == 0


def sequences(database: store.Database) -> list[int]:
    with database.reading() as cursor:
        rows = cursor.execute("SELECT sequence FROM save ORDER BY sequence").fetchall()
    return [number for (number,) in rows]


@contextmanager
def copy_of(path: Path) -> Iterator[store.Database]:
    opened = store.open_database(path, patience=0)
    try:
        yield opened
    finally:
        opened.close()


# Put back


def test_a_copy_that_is_put_back_is_the_plan_as_it_was(filled, tmp_path) -> None:
    before = everything(filled)
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    keep(filled, an_update(status=Status.COMPLETE))
    store.restore(copy, tmp_path / "again" / "tracker.duckdb", NOON, by="Isla Ross")

    opened = store.open_database(tmp_path / "again" / "tracker.duckdb", patience=0)
    assert everything(opened) == before
    assert keep(opened, an_update()).sequence > 0
    opened.close()
    assert copy.exists()


@pytest.mark.parametrize("taken", ["tracker.duckdb", "tracker.duckdb.wal"])
def test_putting_back_never_overwrites(filled, tmp_path, taken) -> None:
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    place = tmp_path / "taken"
    place.mkdir()
    (place / taken).write_bytes(b"what is there")
    with pytest.raises(Refusal, match="is there already and is never overwritten"):
        store.restore(copy, place / "tracker.duckdb", NOON, by="Isla Ross")
    assert (place / taken).read_bytes() == b"what is there"
    assert [path.name for path in place.iterdir()] == [taken]


@pytest.mark.parametrize("content", [b"", b"ref,title\n", bytes(100_000)])
def test_what_is_no_whole_copy_is_not_put_back(tmp_path, content) -> None:
    (tmp_path / "copy.duckdb").write_bytes(content)
    with pytest.raises(Refusal, match="was not put back"):
        store.restore(tmp_path / "copy.duckdb", tmp_path / "tracker.duckdb", NOON, by="Isla Ross")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.duckdb"]


def test_a_missing_copy_is_named(tmp_path) -> None:
    with pytest.raises(Refusal, match=r"nowhere\.duckdb was not put back\. There is no database"):
        store.restore(
            tmp_path / "nowhere.duckdb", tmp_path / "tracker.duckdb", NOON, by="Isla Ross"
        )


def test_a_copy_cannot_be_put_where_no_folder_can_be(filled, tmp_path) -> None:
    copy = store.back_up(filled, backups(filled), NOON, by="Isla Ross")
    (tmp_path / "plan.csv").write_text("a,b\n")
    with pytest.raises(Refusal, match="cannot be used"):
        store.restore(copy, tmp_path / "plan.csv" / "tracker.duckdb", NOON, by="Isla Ross")


# The check


def spoil(database: store.Database, statement: str) -> None:
    """Write past the models, as only a fault of a program could."""
    with database.writing() as cursor:
        cursor.execute(statement)


def test_a_whole_database_has_no_faults_and_its_counts_are_told(filled) -> None:
    records, versions = store.record_counts(filled)
    assert store.faults(filled) == []
    assert (records["action"], records["status_update"], records["judgement"]) == (1, 5, 0)
    assert versions == sum(records.values())

    keep(filled, an_action(title="Sharper words"))
    assert store.record_counts(filled)[1] == versions + 1
    assert store.record_counts(filled)[0]["action"] == 1


def test_a_row_that_breaks_a_rule_is_named_with_its_reason(filled) -> None:
    wrong = store.new_id()
    spoil(filled, f"""
        INSERT INTO status_update SELECT partnership_id, '{wrong}', 1, sequence, as_of, recorded_at,
        recorded_by, withdrawn, reason, action_id, status, 500, done, data_show, "next", needed,
        evidence_link FROM status_update LIMIT 1""")  # fmt: skip
    fault, put_in = store.faults(filled)
    assert put_in.startswith(
        "Version 1 of status update “1.1 Action 1.1” was put in without the tracker"
    )
    assert fault == (
        f"Version 1 of status_update {wrong} breaks a rule: "
        "Progress in per cent cannot be over 100; it says 500."
    )


def test_every_broken_row_is_named_not_only_the_first(filled) -> None:
    for status in ("finished", "begun"):
        spoil(filled, f"""
            INSERT INTO status_update SELECT partnership_id, uuid(), 1, sequence, as_of,
            recorded_at, recorded_by, withdrawn, reason, action_id, '{status}', 5, done,
            data_show, "next", needed, evidence_link FROM status_update LIMIT 1""")  # fmt: skip
    faults = store.faults(filled)
    assert len(faults) == 4
    assert any("finished" in fault for fault in faults) and any("begun" in f for f in faults)


def test_a_version_that_belongs_to_no_save_is_named(filled) -> None:
    spoil(filled, """
        INSERT INTO area SELECT partnership_id, id, 2, 999, as_of, recorded_at, recorded_by,
        withdrawn, reason, ref, title, wording, paraphrased, raised_in, raised_on, lead_group_id
        FROM area""")  # fmt: skip
    fault, put_in = store.faults(filled)
    assert "Version 2 of area" in fault and "belongs to no save" in fault
    whose = "Version 2 of area for improvement 1"
    assert put_in == f"{whose} was put in without the tracker (save 999)."


def test_the_table_itself_refuses_a_second_version_of_one_number(filled) -> None:
    with pytest.raises(duckdb.ConstraintException):
        spoil(filled, "INSERT INTO area SELECT * FROM area")


# Reference lists are kept as versions


def edited(name: str, *rows: Row) -> Reference:
    return Reference(dict(reference_lists().lists) | {name: rows})


def meaning(lists: Reference, rule: str = "silent") -> str:
    return lists.alert_rules[rule].meaning


def sharper(rule: str = "silent") -> Reference:
    rules: tuple[AlertRule, ...] = reference_lists().lists["alert_rules"]
    return edited(
        "alert_rules",
        *(r.model_copy(update={"meaning": "Sharper."}) if r.rule == rule else r for r in rules),
    )


def test_the_first_lists_hold_on_every_day_there_is(database) -> None:
    kept = store.reference(database, date(1999, 12, 31))
    assert kept == reference_lists()


def test_lists_read_again_unchanged_are_no_new_save(database) -> None:
    before = store.latest_sequence(database)
    assert store.keep_reference(database, reference_lists(), TODAY + timedelta(9)) == 0
    assert store.latest_sequence(database) == before


def test_an_edited_line_holds_from_the_day_it_is_read_and_not_before(database) -> None:
    before = store.latest_sequence(database)
    assert store.keep_reference(database, sharper(), TODAY) == 1

    assert meaning(store.reference(database, TODAY)) == "Sharper."
    assert meaning(store.reference(database, TODAY - timedelta(1))) == meaning(reference_lists())
    assert meaning(store.reference(database, TODAY, before)) == meaning(reference_lists())


def test_a_line_that_is_gone_is_withdrawn_and_comes_back_when_it_is_put_back(database) -> None:
    fewer = edited("wellbeing", Wellbeing(name="Safe"))
    assert store.keep_reference(database, fewer, TODAY) == 7
    assert [row.name for row in store.reference(database, TODAY).lists["wellbeing"]] == ["Safe"]
    assert len(store.reference(database, TODAY - timedelta(1)).lists["wellbeing"]) == 8

    assert store.keep_reference(database, reference_lists(), TODAY + timedelta(2)) == 7
    back = store.reference(database, TODAY + timedelta(2)).lists["wellbeing"]
    assert len(back) == 8


def test_a_new_line_is_there_from_the_day_it_is_read(database) -> None:
    rows = reference_lists().lists["wellbeing"]
    more = edited("wellbeing", *rows, Wellbeing(name="Loved"))
    assert store.keep_reference(database, more, TODAY) == 1
    assert len(store.reference(database, TODAY).lists["wellbeing"]) == 9
    assert len(store.reference(database, TODAY - timedelta(1)).lists["wellbeing"]) == 8


@pytest.mark.parametrize("name", reference_lists().lists)
def test_a_list_comes_back_from_the_database_in_its_own_order(database, name) -> None:
    kept = store.reference(database).lists[name]
    assert kept == reference_lists().lists[name]


def test_a_line_that_is_moved_has_its_new_place_from_that_day(database) -> None:
    rows = reference_lists().lists["wellbeing"]
    store.keep_reference(database, edited("wellbeing", *reversed(rows)), TODAY)
    assert store.reference(database, TODAY).lists["wellbeing"] == tuple(reversed(rows))
    assert store.reference(database, TODAY - timedelta(1)).lists["wellbeing"] == rows


def test_reference_lists_belong_to_everyone(database) -> None:
    assert store.partnerships(database) == ()
