"""What is typed and not saved: kept when a field is left, offered again, thrown away in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import SLUG, TODAY, a_partnership, a_person, a_plan, an_area, keep, stated
from conftest import copied
from visits import ILLUSTRATIVE, Visitor

from tracker import store
from tracker.plan import Area, Status
from tracker.screen.visit import database

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
CHILD = "Review of 0101121237"


def a_draft(**said) -> store.KeptDraft:
    filled = {"form": "report/1", "seen": 3, "fields": {"done": "Half"}, "begun_at": NOON}
    ids = {"save_id": store.new_id(), "record": store.new_id(), "written_at": NOON}
    return store.KeptDraft(**ids | filled | said)


def taken(database: store.Database, who: str = "local", form: str = "report/1"):
    return store.take_up_draft(database, SLUG, who, form, store.new_id())


# In the database


def test_a_draft_comes_back_as_it_was_written_for_a_save_of_its_own(database):
    draft = a_draft()
    store.keep_draft(database, SLUG, "local", draft)
    store.keep_draft(database, SLUG, "local", replace(draft, fields={"done": "Half a thought"}))
    again = taken(database)
    assert (again.fields, again.seen, again.record) == (
        {"done": "Half a thought"}, 3, draft.record,
    )  # fmt: skip
    assert again.begun_at == NOON
    assert again.save_id != draft.save_id


def test_a_draft_belongs_to_one_person_one_partnership_and_one_form(database):
    store.keep_draft(database, SLUG, "isla@example.org", a_draft())
    assert taken(database, "ewan@example.org") is None
    assert taken(database, "isla@example.org", "report/2") is None
    other = store.take_up_draft(database, "moray", "isla@example.org", "report/1", store.new_id())
    assert other is None
    assert taken(database, "isla@example.org") is not None


def test_a_draft_is_gone_with_the_save_it_waited_for_and_stays_where_that_fails(database):
    draft = a_draft()
    store.keep_draft(database, SLUG, "local", draft)
    store.keep_draft(database, SLUG, "local", other := a_draft(form="report/2"))
    ahead = replace(stated(an_area()), record="not a record")
    with pytest.raises(AttributeError):
        store.save(database, SLUG, [ahead], by="Test", save_id=draft.save_id)
    store.save(database, SLUG, [stated(an_area())], by="Test", save_id=other.save_id)
    assert taken(database).fields == draft.fields
    assert taken(database, form="report/2") is None


def test_a_draft_goes_after_its_days_and_with_the_name_of_who_wrote_it(database):
    isla = a_person("Isla Ross")
    keep(database, a_partnership(), a_plan(), people=(isla,))
    store.keep_draft(database, SLUG, isla.email or "isla@example.org", a_draft())
    old = a_draft(form="old", written_at=NOON - timedelta(days=31))
    store.keep_draft(database, SLUG, "local", old)
    assert store.forget_drafts(database, NOON - timedelta(days=30)) == 1
    assert taken(database, form="old") is None


# On the screen


@pytest.fixture
def opened(examples: Path, tmp_path: Path, monkeypatch) -> Iterator[store.Database]:
    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def adding(**address: str) -> Visitor:
    """A new session with the form for a new area; F5 is a new session."""
    return Visitor().open("set_up", partnership=ILLUSTRATIVE, add="area", **address)


def changing(area: Area) -> Visitor:
    return Visitor().open("set_up", partnership=ILLUSTRATIVE, change=f"area:{area.id}")


def area(opened: store.Database) -> Area:
    return store.plan_as_at(opened, ILLUSTRATIVE, date.max).areas[0]


def test_a_new_record_goes_on_in_another_session_and_is_saved_once(opened):
    first = adding()
    first.field("line", "title").set_value("Half a title")
    first.again().field("text", "wording").set_value("Half of the words")
    first.again()
    second = adding()
    assert "and did not save it." in second.words
    assert second.field("line", "title").value == "Half a title"
    assert second.field("text", "wording").value == "Half of the words"
    second.clicks("Save")
    plan = store.plan_as_at(opened, ILLUSTRATIVE, date.max)
    assert [one.title for one in plan.areas].count("Half a title") == 1
    assert adding().field("line", "title").value == ""


def test_two_sessions_that_take_up_one_draft_meet_and_lose_nothing(opened):
    first = adding()
    first.field("line", "title").set_value("Half a title")
    first.again()
    second = adding()
    second.field("text", "wording").set_value("The words of the second")
    second.clicks("Save")
    first.field("text", "wording").set_value("The words of the first")
    first.clicks("Save")
    assert "Keep both, theirs first" in first.screen.radio[-1].options
    first.screen.radio[-1].set_value("both")
    first.again().clicks("Save what is chosen")
    (made,) = [
        one for one in store.plan_as_at(opened, ILLUSTRATIVE, date.max).areas
        if one.title == "Half a title"
    ]  # fmt: skip
    assert made.wording == "The words of the second\n\nThe words of the first"


def test_a_record_that_has_changed_since_shows_both_and_keeps_what_only_they_changed(opened):
    before = area(opened)
    first = changing(before)
    first.field("line", "title").set_value("My title")
    first.again()
    theirs = before.model_copy(update={"raised_in": "A later report"})
    store.change(
        opened, ILLUSTRATIVE, [theirs], by="Somebody else", today=date(2026, 11, 20),
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip
    second = changing(before)
    assert "Somebody has saved since: saving shows both versions." in second.words
    assert second.field("line", "title").value == "My title"
    second.clicks("Save")
    assert "taken over:" in second.words and "→ A later report" in second.words
    second.clicks("Save what is chosen")
    now = area(opened)
    assert (now.title, now.raised_in) == ("My title", "A later report")


def test_thrown_away_the_form_begins_afresh_here_and_in_the_next_session(opened):
    first = adding()
    first.field("line", "title").set_value("Half a title")
    first.again()
    second = adding().clicks("Throw it away")
    assert second.field("line", "title").value == ""
    assert "did not save it" not in adding().words


def test_what_is_taken_out_again_is_no_draft(opened):
    first = adding()
    first.field("line", "title").set_value("Half a title")
    first.again().field("line", "title").set_value("")
    first.again()
    assert "did not save it" not in adding().words


def test_what_may_be_a_childs_details_is_kept_only_once_somebody_says_it_is_none(opened):
    first = adding()
    first.field("line", "title").set_value(CHILD)
    first.field("text", "wording").set_value("Other words")
    first.again()
    assert "Until then it is not kept for you" in " ".join(c.value for c in first.screen.caption)
    second = adding()
    assert second.field("line", "title").value == ""
    assert second.field("text", "wording").value == "Other words"
    (answer,) = [box for box in first.screen.checkbox if box.label.startswith("These are not")]
    answer.check()
    first.again()
    assert adding().field("line", "title").value == CHILD


def test_every_kind_of_field_of_a_report_comes_back(opened):
    asked = {"partnership": ILLUSTRATIVE, "action": "5.4"}
    first = Visitor().open("my_actions", **asked)
    said = {
        "status": Status.OFF_TRACK, "done": "Two lines.\nOf text.", "progress": 35,
        "due_on": date(2027, 1, 31), "reason": "The trainer is ill",
    }  # fmt: skip
    first.says(**said).again()
    second = Visitor().open("my_actions", **asked)
    hows = {"status": "choice", "done": "text", "progress": "number", "due_on": "day"}
    assert {name: second.field(hows.get(name, "line"), name).value for name in said} == said
    second.clicks("Save")
    assert second.refused == ""


@pytest.mark.parametrize(
    ("points", "how", "name"),
    [
        ("add", "line", "value"), ("paste", "text", "pasted"), ("correct", "line", "reason"),
        ("note", "text", "note"), ("phase", "text", "why"),
    ],
)  # fmt: skip
def test_every_dialog_of_a_measure_goes_on_in_another_session(opened, points, how, name):
    asked = {"partnership": ILLUSTRATIVE, "measure": "M6", "points": points}
    first = Visitor().open("measure", **asked)
    assert "did not save it" not in first.words
    first.field(how, name).set_value("Half a thought")
    first.again()
    second = Visitor().open("measure", **asked)
    assert "and did not save it." in second.words
    assert second.field(how, name).value == "Half a thought"
    second.clicks("Throw it away")
    assert Visitor().open("measure", **asked).field(how, name).value in ("", None)


def test_each_point_that_is_corrected_has_a_draft_of_its_own(opened):
    asked = {"partnership": ILLUSTRATIVE, "measure": "M6", "points": "correct"}
    first = Visitor().open("measure", **asked)
    first.field("line", "value").set_value("51")
    older, newest = first.again().screen.selectbox[-1].options[1], 0
    first.screen.selectbox[-1].select(older)
    first.again().field("line", "value").set_value("52")
    first.again()
    of_older = Visitor().open("measure", **first.address)
    assert (of_older.screen.selectbox[-1].index, of_older.field("line", "value").value) == (1, "52")
    of_newest = Visitor().open("measure", **asked)
    assert of_newest.screen.selectbox[-1].index == newest
    assert of_newest.field("line", "value").value == "51"
    of_newest.field("line", "reason").set_value("Counted again.")
    of_newest.clicks("Save the correction")
    assert "did not save it" not in Visitor().open("measure", **asked).words
    assert Visitor().open("measure", **first.address).field("line", "value").value == "52"


def test_a_database_that_cannot_be_written_stops_nobody_from_writing_on(opened, monkeypatch):
    from tracker.refusals import DatabaseRefusal

    def full(*_: object) -> None:
        raise DatabaseRefusal("The disk is full.")

    monkeypatch.setattr(store, "keep_draft", full)
    first = adding()
    first.field("line", "title").set_value("Half a title")
    first.again()
    assert first.field("line", "title").value == "Half a title"
    assert first.refused == ""
