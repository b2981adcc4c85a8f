"""A snapshot says the same for ever: the plan is changed in every way, and the bytes stay."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from builders import settings_changed
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY

from tracker import store
from tracker.measures import DataPoint
from tracker.meetings import KeptSnapshot, MeetingDecision, PaperTaken, Question
from tracker.papers import FORMATS, Snapshot
from tracker.papers.checksums import checksum
from tracker.people import Grant, Person, Role
from tracker.plan import Action, Status, StatusUpdate
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.progress import progress_as_at
from tracker.readings import readings
from tracker.records import Citation, Record, Version
from tracker.reference import ReferenceLine
from tracker.smart_notes import Letter, SmartNote, Verdict
from tracker.store.tables import KINDS, VERSIONS, version_of
from tracker.word_templates import WordTemplate

LATER, LONG_AGO = ILLUSTRATIVE_DAY + timedelta(200), date(2025, 11, 17)
CHANGED = [kind for kind in KINDS if kind is not ReferenceLine]  # settings change in their own way
# What a record is, and what it belongs to, is not something one says about it.
WHAT_IT_IS = {"id", "slug", "record_kind", "as_of", "columns", "set_aside"}


@pytest.fixture
def opened(examples: Path, tmp_path: Path) -> Iterator[store.Database]:
    """The illustrative year, with at least one record of every kind."""
    path = Path(shutil.copy(examples, tmp_path / "plan.duckdb"))
    database = store.open_database(path)
    plan = store.plan_as_at(database, ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    say(database, *of_the_rest(plan.actions[0], plan.meetings[-1].id))
    yield database
    database.close()


def of_the_rest(action: Action, meeting: Any) -> list[Record]:
    """One of each kind of which the example has none."""
    new = store.new_id
    brought = PlanImport(id=new(), file_id=new(), file_name="plan.csv")
    return [
        MeetingDecision(id=new(), ref="1", meeting_id=meeting, words="Go on."),
        Question(id=new(), ref="1", meeting_id=meeting, words="Why?"),
        KeptSnapshot(id=new(), ref="1", title="First", day=LONG_AGO, until=1, schema_number=1,
                     rules_number=1),
        PaperTaken(id=new(), day=LONG_AGO, paper="CSV"),
        SmartNote(id=new(), action_id=action.id, letter=Letter.S, verdict=Verdict.FAIL,
                  words="Too wide."),
        brought,
        Grant(id=new(), ref="everybody", domain="example.org", role=Role.VIEWER),
        Citation(id=new(), record_kind="action", record_id=action.id, field="title",
                 file="a.pdf", heading="1"),
        ImportedRow(id=new(), import_id=brought.id, record_kind="action", record_id=action.id),
        WordTemplate(id=new(), file_id=new(), file_name="council.docx"),
    ]  # fmt: skip


def say(database: store.Database, *records: Record, as_of: date = LONG_AGO, **how: Any) -> int:
    versions = [Version(record, as_of, **how) for record in records]
    return store.save(database, ILLUSTRATIVE, versions, by="Somebody later").sequence


def read_at(database: store.Database, day: date, until: int) -> Snapshot:
    progress = progress_as_at(
        lambda at: readings(store.plan_as_at(database, ILLUSTRATIVE, at, until)), day
    )
    return Snapshot(progress, store.schema_number(database))


@pytest.fixture
def kept(opened: store.Database) -> tuple[int, bytes, str]:
    """The snapshot of the newest day: until which save, its JSON, its checksum."""
    until = store.latest_sequence(opened)
    made = read_at(opened, ILLUSTRATIVE_DAY, until)
    return until, FORMATS["json"](made), checksum(made)


def is_the_same(database: store.Database, kept: tuple[int, bytes, str]) -> bool:
    until, written, proof = kept
    again = read_at(database, ILLUSTRATIVE_DAY, until)
    return FORMATS["json"](again) == written and checksum(again) == proof


def says_something_else_now(database: store.Database, kept: tuple[int, bytes, str]) -> bool:
    """Would the same day, with all that is recorded now, read otherwise? So the test can fail."""
    now = read_at(database, ILLUSTRATIVE_DAY, store.latest_sequence(database))
    sequences = (f'"sequence": {kept[0]}', f'"sequence": {now.read.plan.sequence}')
    return FORMATS["json"](now) != kept[1].replace(*(s.encode() for s in sequences))


def standing(database: store.Database, kind: type[Record]) -> list[Any]:
    """Every record of a kind as it stands."""
    with database.reading() as cursor:
        rows = cursor.execute(VERSIONS[kind], [ILLUSTRATIVE, date.max, 2**62]).fetchall()
    newest = {v.record.id: v for v in (version_of(kind, row) for row in rows)}
    return [version.record for version in newest.values() if not version.withdrawn]


def altered(record: Record) -> Record:
    """The record with everything said otherwise that can be, one field after the other."""
    for name in set(type(record).model_fields) - WHAT_IT_IS:
        try:
            said = dict(record) | {name: _other(getattr(record, name))}
            record = type(record).model_validate(said)
        except ValueError:  # two fields may only hold together
            continue
    return record


def _other(value: Any) -> Any:
    if isinstance(value, Enum):
        return next((one for one in type(value) if one is not value), value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value[:150]}-changed"
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, tuple):
        return value[1:]
    return value + timedelta(3) if isinstance(value, date) else value


def test_every_kind_of_record_is_there_to_be_changed(opened):
    assert [kind.kind for kind in CHANGED if not standing(opened, kind)] == []


@pytest.mark.parametrize("kind", CHANGED, ids=lambda kind: kind.kind)
def test_a_record_said_otherwise_or_withdrawn_changes_nothing_from_whatever_day(opened, kept, kind):
    its = standing(opened, kind)
    for as_of in (LONG_AGO, ILLUSTRATIVE_DAY, LATER):
        say(opened, *map(altered, its), as_of=as_of)
    for as_of in (LONG_AGO, ILLUSTRATIVE_DAY):
        say(opened, *its, as_of=as_of, withdrawn=True, reason="gone")
    assert is_the_same(opened, kept)


def test_reports_and_points_dated_back_afterwards_do_not_show(opened, kept):
    plan = store.plan_as_at(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    day = ILLUSTRATIVE_DAY - timedelta(3)
    for action in plan.actions:
        report = StatusUpdate(id=store.new_id(), action_id=action.id, as_of=day,
                              status=Status.OFF_TRACK, done="Late news.")  # fmt: skip
        say(opened, report, as_of=day)
    for measure in plan.measures:
        point = DataPoint(id=store.new_id(), measure_id=measure.id, as_of=day, on=day, value=999)
        say(opened, point, as_of=day)
    assert says_something_else_now(opened, kept)
    assert is_the_same(opened, kept)


def test_people_renamed_or_erased_change_nothing(opened, kept):
    people = list(store.plan_as_at(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY).people.values())
    assert len(people) > 1
    store.keep_person(
        opened, ILLUSTRATIVE, Person(id=people[0].id, name="Another Name"), by="Somebody"
    )
    for person in people[1:]:
        store.erase_person(opened, ILLUSTRATIVE, person.id, by="Somebody")
    assert is_the_same(opened, kept)


@pytest.mark.parametrize("day", [LONG_AGO, ILLUSTRATIVE_DAY, LATER])
def test_settings_changed_change_nothing(opened, kept, day):
    settings = store.reference(opened).lists["settings"]
    other = {row.key: row.value + 1 for row in settings}
    assert store.keep_reference(opened, settings_changed(**other), day)
    assert is_the_same(opened, kept)


def test_a_save_undone_or_corrected_changes_nothing(opened, kept):
    plan = store.plan_as_at(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY)
    later = plan.actions[0].model_copy(update={"title": "Another title"})
    sequence = say(opened, later, as_of=ILLUSTRATIVE_DAY)
    store.undo(opened, ILLUSTRATIVE, sequence, by="Somebody", save_id=store.new_id())
    assert is_the_same(opened, kept)


def test_after_everything_at_once_every_paper_has_the_same_bytes(opened, kept):
    before = {name: write(read_at(opened, ILLUSTRATIVE_DAY, kept[0]))
              for name, write in FORMATS.items()}  # fmt: skip
    for kind in CHANGED:
        say(opened, *map(altered, standing(opened, kind)), as_of=ILLUSTRATIVE_DAY)
    for kind in CHANGED[3:]:
        gone = standing(opened, kind)[:3]
        say(opened, *gone, as_of=ILLUSTRATIVE_DAY, withdrawn=True, reason="gone")
    assert says_something_else_now(opened, kept)
    again = read_at(opened, ILLUSTRATIVE_DAY, kept[0])
    differ = [name for name, write in FORMATS.items() if write(again) != before[name]]
    assert differ == []


def test_a_checksum_tells_two_snapshots_apart_by_one_word(opened, kept):
    until, _, proof = kept
    made = read_at(opened, ILLUSTRATIVE_DAY, until)
    first, *rest = made.stated.now.actions
    other = replace(first, action=first.action.model_copy(update={"title": "One word more"}))
    read = replace(made.stated.now, actions=(other, *rest))
    assert checksum(replace(made, stated=replace(made.stated, now=read))) != proof
