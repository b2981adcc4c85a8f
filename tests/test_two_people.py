"""Two people on one data point, one doubt, one decision: both are shown, nothing is lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import copied
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY, Visitor, as_read

from tracker import store
from tracker.measures import DataPoint
from tracker.people import Person, Role
from tracker.records import Record
from tracker.screen.visit import database


@pytest.fixture
def opened(examples: Path, tmp_path: Path, monkeypatch) -> Iterator[store.Database]:
    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def plan(opened: store.Database) -> Any:
    return store.plan_as_at(opened, ILLUSTRATIVE, date.max)


def theirs(opened: store.Database, record: Record, **said: object) -> None:
    """Somebody else saves the record with other values."""
    store.change(
        opened, ILLUSTRATIVE, [record.model_copy(update=said)], by="Somebody else",
        today=ILLUSTRATIVE_DAY, save_id=store.new_id(), seen=2**62, reason="Theirs.",
    )  # fmt: skip


def now(opened: store.Database, record: Record) -> Any:
    return store.versions_of(opened, ILLUSTRATIVE, type(record), record.id)[-1]


def test_a_point_two_people_correct_shows_both_values_and_the_reason_stays(opened):
    measure = next(measure for measure in plan(opened).measures if measure.ref == "M6")
    point: DataPoint = store.data_points(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY, measure.id)[
        -1
    ].point
    mine = Visitor().open("measure", partnership=ILLUSTRATIVE, measure="M6", points="correct")
    mine.field("line", "value").set_value("54")
    mine.field("line", "reason").set_value("Mine.")
    theirs(opened, point, value=50.0, denominator=70.0)
    mine.clicks("Save the correction")
    assert "Somebody else saved this on" in mine.words and "54" in mine.words
    assert "- Denominator: " in mine.words and "→ 70" in mine.words
    assert now(opened, point).record.value == 50
    mine.clicks("Save what is chosen")
    kept = now(opened, point)
    assert (kept.record.value, kept.record.denominator, kept.reason) == (54, 70, "Mine.")


def test_a_doubt_two_people_settle_shows_both_decisions_and_both_can_stand(opened):
    doubt = plan(opened).open_doubts[0]
    mine = Visitor().open("doubts", partnership=ILLUSTRATIVE, change=f"doubt:{doubt.id}")
    mine.field("text", "decision").set_value("The later day holds.")
    mine.field("text", "grounds").set_value("The contract says so.")
    theirs(opened, doubt, decision="The earlier day holds.", grounds="The minutes say so.")
    mine.clicks("Save")
    assert "You both changed 2 fields: choose for each." in mine.words
    assert "The minutes say so." in mine.words and "The contract says so." in mine.words
    picks = {radio.label: radio for radio in mine.screen.radio if radio.key.endswith("_pick")}
    list(picks.values())[1].set_value("both")
    mine.again().clicks("Save what is chosen")
    kept = now(opened, doubt).record
    assert kept.decision == "The later day holds."
    assert kept.grounds == "The minutes say so.\n\nThe contract says so."


def test_a_record_withdrawn_meanwhile_says_so_and_what_was_written_is_kept(opened):
    area = plan(opened).areas[0]
    mine = Visitor().open("set_up", partnership=ILLUSTRATIVE, change=f"area:{area.id}")
    mine.field("line", "title").set_value("My title")
    mine.again()
    store.change(
        opened, ILLUSTRATIVE, [area], by="Somebody else", today=ILLUSTRATIVE_DAY,
        save_id=store.new_id(), seen=2**62, reason="Theirs.", withdrawn=True,
    )  # fmt: skip
    mine.clicks("Save")
    assert "was withdrawn by Somebody else" in mine.words
    assert "What you were writing is kept." in mine.words
    mine.clicks("Put it back")
    again = Visitor().open("set_up", partnership=ILLUSTRATIVE, change=f"area:{area.id}")
    assert again.field("line", "title").value == "My title"


def test_what_somebody_changed_is_not_withdrawn_unseen(opened):
    area = plan(opened).areas[0]
    mine = Visitor().open("set_up", partnership=ILLUSTRATIVE, change=f"area:{area.id}")
    mine.field("line", "why").set_value("Entered twice.")
    theirs(opened, area, title="Their title")
    mine.clicks("Withdraw")
    assert "so nothing was withdrawn" in mine.words
    assert not now(opened, area).withdrawn


def test_a_role_somebody_else_changed_is_not_overwritten_unseen(opened: store.Database) -> None:
    def give(role: Role, by: str) -> None:
        store.give_role(
            opened, ILLUSTRATIVE, role, email="kim@example.org", name="Kim Reid", by=by,
            today=ILLUSTRATIVE_DAY, save_id=store.new_id(),
        )  # fmt: skip

    def stands() -> Role:
        return store.access_of(opened, "kim@example.org").roles[ILLUSTRATIVE]

    give(Role.ACTION_OWNER, "Command line")
    (one,) = store.roles_held(opened, ILLUSTRATIVE)
    mine = Visitor().open("roles", partnership=ILLUSTRATIVE, role=str(one.version.record.id))
    mine.field("choice", "role").set_value(Role.SCRUTINY)
    give(Role.COORDINATOR, "Lee Blair")
    mine.clicks("Save")
    assert "Lee Blair made it coordinator while you were choosing" in mine.refused
    assert stands() is Role.COORDINATOR
    assert mine.field("choice", "role").value is Role.SCRUTINY
    mine.clicks("Save")
    assert mine.refused == "" and stands() is Role.SCRUTINY


def opens_person(opened: store.Database) -> tuple[Visitor, Person]:
    person = next(iter(plan(opened).people.values()), None) or Person(
        id=store.new_id(), name="Isla Ross", email="isla@example.org"
    )
    store.keep_person(opened, ILLUSTRATIVE, person, by="Test")
    mine = Visitor().open("set_up", partnership=ILLUSTRATIVE, person=str(person.id))
    mine.field("line", "name").set_value("Isla Mine")
    return mine, person


def test_a_person_two_people_change_is_told_and_the_second_press_decides(opened):
    mine, person = opens_person(opened)
    theirs = person.model_copy(update={"name": "Isla *Theirs*", "email": "theirs@example.org"})
    store.keep_person(opened, ILLUSTRATIVE, theirs, by="Somebody else")
    mine.clicks("Save")
    assert as_read(mine.refused).startswith(
        "Somebody changed this person while you had them open; what stands there now is "
        "**Isla *Theirs*, theirs@example.org**."
    )
    assert plan(opened).people[person.id] == theirs
    assert mine.field("line", "name").value == "Isla Mine"
    mine.clicks("Save")
    assert plan(opened).people[person.id].name == "Isla Mine"


def test_a_person_changed_meanwhile_is_erased_at_the_second_press_only(opened):
    mine, person = opens_person(opened)
    theirs = person.model_copy(update={"name": "Isla Theirs"})
    store.keep_person(opened, ILLUSTRATIVE, theirs, by="Somebody else")
    mine.clicks("Erase this name and e-mail for good")
    assert plan(opened).people[person.id] == theirs
    mine.clicks("Erase this name and e-mail for good")
    assert person.id not in plan(opened).people


def test_a_person_erased_meanwhile_does_not_come_back_by_itself(opened):
    mine, person = opens_person(opened)
    store.erase_person(opened, ILLUSTRATIVE, person.id, by="Somebody else")
    mine.clicks("Save")
    assert "Somebody erased this name and e-mail" in mine.refused
    assert person.id not in plan(opened).people
