"""History: what happened in a plan between two days, by whom, and what it was before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders import (
    SLUG,
    START,
    TODAY,
    a_doubt,
    a_person,
    a_post,
    an_action,
    an_area,
    an_update,
    keep,
    stated,
)
from commands import refused, tracker
from conftest import copied
from visits import ILLUSTRATIVE, Visitor

from tracker import history, store
from tracker.history import Change, Entry
from tracker.naming import names_of
from tracker.plan import Action
from tracker.records import Version
from tracker.refusals import Refusal, Unknown

EVER = history.FIRST_DAY, history.LAST_DAY
LONG_AGO = date(2020, 1, 1).isoformat()
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
OTHER_WORDS = "Recruitment took longer"


def entries(
    database: store.Database, first=EVER[0], last=EVER[1], record: UUID | None = None
) -> tuple[Entry, ...]:
    found = store.happenings(database, SLUG, first, last, record)
    return history.entries(found, first, last)


def newest(database: store.Database) -> Change:
    (change,) = entries(database)[0].changes
    return change


def changed(database: store.Database, record=None, **how) -> store.Save:
    """Change action 1.1 as its form does."""
    record = record or an_action(title="Sharper words")
    told = store.versions_of(database, SLUG, type(record), record.id)
    how = {"reason": OTHER_WORDS, "by": "Euan Reid", "save_id": store.new_id()} | how
    seen = max((version.sequence for version in told), default=0)
    return store.change(database, SLUG, [record], today=TODAY, seen=seen, **how)


def in_words(database: store.Database) -> list[str]:
    names = names_of(store.plan_as_at(database, SLUG, date.max))
    return list(history.lines(entries(database), names))


# What a save did


def test_a_due_date_moved_says_who_when_before_after_and_why(plan_database) -> None:
    keep(plan_database, stated(an_action(due_on=JUNE), START))
    saved = changed(plan_database, an_action(due_on=JULY))

    entry = entries(plan_database)[0]
    assert (entry.sequence, entry.recorded_by) == (saved.sequence, "Euan Reid")
    assert (entry.recorded_at, entry.as_of) == (saved.recorded_at, TODAY)
    (change,) = entry.changes
    (field,) = change.fields
    assert (field.label, field.before, field.after) == ("Due date", JUNE, JULY)
    assert (change.what, change.version.reason) == ("changed", OTHER_WORDS)
    assert "    Due date: 30 Jun 2026 → 31 Jul 2026" in in_words(plan_database)


def test_the_newest_save_comes_first_and_a_save_is_one_entry(plan_database) -> None:
    keep(plan_database, an_area("2"), an_action("2.1", an_area("2")), by="Isla Ross")
    found = entries(plan_database)
    assert [entry.sequence for entry in found] == sorted((e.sequence for e in found), reverse=True)
    assert [change.record.kind for change in found[0].changes] == ["area", "action"]


def test_withdrawn_put_back_and_undone_are_told_apart(plan_database) -> None:
    changed(plan_database, an_action(), withdrawn=True)
    assert (newest(plan_database).what, newest(plan_database).fields) == ("withdrawn", ())
    changed(plan_database, an_action())
    assert newest(plan_database).what == "restored"
    saved = changed(plan_database)
    store.undo(plan_database, SLUG, saved.sequence, by="Isla Ross", save_id=store.new_id())
    undone = newest(plan_database)
    assert undone.what == "undone"
    assert [(f.before, f.after) for f in undone.fields] == [("Sharper words", "Action 1.1")]


def test_undoing_an_addition_says_that_it_is_withdrawn_again(plan_database) -> None:
    saved = changed(plan_database, an_action("1.9"), reason="")
    store.undo(plan_database, SLUG, saved.sequence, by="Isla Ross", save_id=store.new_id())
    assert any("Undone, so withdrawn again: action 1.9" in line for line in in_words(plan_database))


def test_undone_is_never_guessed_from_what_somebody_typed(plan_database) -> None:
    changed(plan_database, reason="undone")
    assert newest(plan_database).what == "changed"


def test_a_statement_dated_back_is_compared_with_what_stood_on_its_day(plan_database) -> None:
    keep(plan_database, stated(an_action(title="In July"), JULY))
    keep(plan_database, stated(an_action(title="In June"), JUNE))
    (field,) = newest(plan_database).fields
    assert (field.before, field.after) == ("Action 1.1", "In June")


def test_a_statement_dated_before_the_first_is_a_change_not_an_addition(plan_database) -> None:
    keep(plan_database, stated(an_action(title="Earlier"), START - timedelta(9)))
    assert newest(plan_database).what == "changed"


def test_a_report_names_its_action_and_the_day_it_is_dated_back_to(plan_database) -> None:
    keep(plan_database, an_update(as_of=JUNE, done="Two posts are filled."))
    text = "\n".join(in_words(plan_database))
    assert "Added status update on 1.1 Action 1.1, as of 30 Jun 2026" in text
    assert "How is it going? on track" in text and "Two posts are filled." in text


def test_links_are_told_by_the_names_of_what_they_lead_to(plan_database) -> None:
    post, person = a_post("lead", title="Head of Planning"), a_person("Isla Ross")
    keep(plan_database, post, people=[person])
    changed(plan_database, an_action(owner_id=post.id), reason="")
    changed(plan_database, an_action(owner_id=person.id), reason="")
    text = in_words(plan_database)
    assert "    Owner: nothing → Head of Planning" in text
    assert "    Owner: Head of Planning → Isla Ross" in text


def test_erasing_a_person_is_told_without_the_name(plan_database) -> None:
    person = a_person("Morag Bain")
    store.keep_person(plan_database, SLUG, person, by="Euan Reid")
    changed(plan_database, an_action(owner_id=person.id))
    store.erase_person(plan_database, SLUG, person.id, by="Euan Reid")
    text = "\n".join(in_words(plan_database))
    assert "Morag Bain" not in text
    assert "Erased the name and e-mail of a person for good." in text
    assert "Owner: nothing → not listed any more" in text


def test_loading_a_whole_plan_is_one_entry_told_in_numbers(database) -> None:
    actions = [an_action(f"1.{n}") for n in range(1, 31)]
    keep(database, *plan(), *actions)
    (entry,) = entries(database)
    told = "33 records added: 1 partnership, 1 plan, 1 area for improvement and 30 actions."
    assert history.in_numbers(entry) == told
    assert in_words(database)[1:] == [f"  {told}"]


def plan() -> list:
    from builders import a_partnership, a_plan

    return [a_partnership(), a_plan(), an_area()]


# Which part of it


def recorded(database: store.Database, at: datetime, ref: str) -> None:
    made = [stated(an_action(ref))]
    store.save(database, SLUG, made, by="Isla Ross", recorded_at=at)


def test_days_are_those_of_the_clock_in_scotland(plan_database) -> None:
    recorded(plan_database, datetime(2026, 7, 1, 22, 59, tzinfo=UTC), "1.2")  # 23:59 in summer
    recorded(plan_database, datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "1.3")  # 00:00, the next day
    (entry,) = entries(plan_database, date(2026, 7, 1), date(2026, 7, 1))
    assert (entry.clock_words, entry.day) == ("23:59", date(2026, 7, 1))
    (entry,) = entries(plan_database, date(2026, 7, 2), date(2026, 7, 2))
    assert (entry.clock_words, entry.day) == ("00:00", date(2026, 7, 2))


def test_what_was_recorded_before_the_window_is_what_it_was_before(plan_database) -> None:
    recorded(plan_database, datetime(2026, 3, 1, 9, tzinfo=UTC), "1.2")
    renamed = [Version(an_action("1.2", title="Renamed"), JUNE)]
    at = datetime(2026, 6, 30, 9, tzinfo=UTC)
    store.save(plan_database, SLUG, renamed, by="Isla Ross", recorded_at=at)
    (entry,) = entries(plan_database, JUNE, JULY)
    assert [(f.before, f.after) for f in entry.changes[0].fields] == [("Action 1.2", "Renamed")]


def test_one_record_can_be_asked_for_alone(plan_database) -> None:
    changed(plan_database)
    keep(plan_database, an_action("1.2"))
    found = entries(plan_database, record=an_action().id)
    assert {change.record.id for entry in found for change in entry.changes} == {an_action().id}
    assert [entry.changes[0].what for entry in found] == ["changed", "added"]


def test_other_partnerships_stay_out_of_it(plan_database) -> None:
    keep(plan_database, an_area("9"), slug="elsewhere")
    assert all(e.recorded_by != "elsewhere" for e in entries(plan_database))
    assert "9" not in {c.record.ref for e in entries(plan_database) for c in e.changes
                       if c.record.kind == "area"}  # fmt: skip
    with pytest.raises(Unknown, match="no partnership called “nowhere”"):
        store.happenings(plan_database, "nowhere", *EVER)


def test_the_lists_the_program_brings_are_no_happening(plan_database) -> None:
    told = {change.record.kind for entry in entries(plan_database) for change in entry.changes}
    assert "reference_line" not in told


def test_the_first_day_cannot_be_after_the_last() -> None:
    with pytest.raises(Refusal, match=r"31 Jul 2026 is after 30 Jun 2026. Choose the earlier"):
        history.refuse_wrong_order(JULY, JUNE)


# On the screen and on the command line


@pytest.fixture
def examples_served(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[store.Database]:
    from tracker.screen.visit import database

    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def move_a_due_date(database: store.Database, to: date) -> Action:
    plan = store.plan_as_at(database, ILLUSTRATIVE, date(2026, 11, 20))
    action = next(action for action in plan.actions if action.due_on)
    visitor = Visitor().open("area", partnership=ILLUSTRATIVE, change=f"action:{action.id}")
    visitor.field("day", "due_on").set_value(to)
    visitor.field("line", "reason").set_value(OTHER_WORDS)
    visitor.clicks("Save")
    assert visitor.refused == ""
    return action


def test_a_due_date_moved_on_the_screen_is_seen_in_the_history(examples_served) -> None:
    action = move_a_due_date(examples_served, date(2027, 3, 31))
    visitor = Visitor().open("history", **{"partnership": ILLUSTRATIVE, "from": LONG_AGO})
    told = visitor.words[: visitor.words.index("Workforce Development Manager")]
    assert "Local coordinator" in told and "31 Mar 2027" in told and OTHER_WORDS in told
    assert "Due date" in told and f"{action.due_on.day} " in told
    assert any(action.title in button.label for button in visitor.screen.button)


def test_the_history_opens_the_form_of_what_was_changed(examples_served) -> None:
    action = move_a_due_date(examples_served, date(2027, 3, 31))
    visitor = Visitor().open("history", **{"partnership": ILLUSTRATIVE, "from": LONG_AGO})
    next(b for b in visitor.screen.button if action.title in b.label).click()
    visitor.again()
    assert visitor.address["change"] == f"action:{action.id}"
    assert visitor.address["from"] == LONG_AGO
    assert visitor.field("day", "due_on").value == date(2027, 3, 31)


def test_without_days_it_begins_at_the_last_meeting(examples_served) -> None:
    visitor = Visitor().open("history", partnership=ILLUSTRATIVE, as_at="2026-06-30")
    days = {field.label: field.value for field in visitor.screen.date_input}
    first, last = days["From"], days["To"]
    plan = store.plan_as_at(examples_served, ILLUSTRATIVE, JUNE)
    assert (first, last) == (plan.last_meeting().on, JUNE)
    assert "30 June" not in visitor.refused


def test_it_can_be_narrowed_to_one_person_and_the_address_keeps_it(examples_served) -> None:
    visitor = Visitor().open("history", **{"partnership": ILLUSTRATIVE, "from": LONG_AGO})
    everybody = visitor.headline
    who = next(box for box in visitor.screen.selectbox if box.label == "By whom")
    who.set_value("Chief Nurse")
    visitor.again()
    assert visitor.address["who"] == "Chief Nurse"
    assert visitor.headline != everybody and "by Chief Nurse" in visitor.headline
    assert "Workforce Development Manager" not in visitor.words


def test_one_record_has_a_history_of_its_own_on_the_screen(examples_served) -> None:
    action = move_a_due_date(examples_served, date(2027, 3, 31))
    address = {"partnership": ILLUSTRATIVE, "record": str(action.id), "from": LONG_AGO}
    visitor = Visitor().open("history", **address)
    assert f"to {action.ref} {action.title}" in visitor.headline
    assert "All of the plan" in [link.label for link in visitor.links]


def test_an_empty_history_says_where_to_look(examples_served) -> None:
    days = {"from": "2024-01-01", "to": "2024-01-02"}
    visitor = Visitor().open("history", partnership=ILLUSTRATIVE, **days)
    assert visitor.headline == "Nothing was recorded"
    assert "Every save is kept here" in visitor.words


@pytest.mark.parametrize("days", [{"from": "0001-01-01"}, {"to": "9999-12-31"}])
def test_a_day_no_calendar_offers_is_shown_too(examples_served, days) -> None:
    visitor = Visitor().open("history", partnership="moray", **days)
    assert visitor.refused == ""
    assert days.popitem()[1] in {str(day.value) for day in visitor.screen.date_input}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"from": "yesterday"}, "“yesterday” in the address is not a day"),
        ({"from": "2026-07-31", "to": "2026-06-30"}, "31 Jul 2026 is after 30 Jun 2026"),
        ({"record": "7"}, "names a record that is not in this plan"),
    ],
)
def test_an_address_that_asks_for_nothing_possible_says_so(
    examples_served, address, sentence
) -> None:
    assert sentence in Visitor().open("history", partnership=ILLUSTRATIVE, **address).refused


def test_many_changes_at_once_are_counted_and_each_is_named_on_demand(examples_served) -> None:
    plan = store.plan_as_at(examples_served, ILLUSTRATIVE, date(2026, 11, 20))
    post = next(iter(plan.post))
    moved = [a.model_copy(update={"owner_id": post}) for a in plan.actions if a.owner_id != post]
    store.change(
        examples_served, ILLUSTRATIVE, moved, by="Improvement lead", today=date(2026, 11, 20),
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip
    visitor = Visitor().open("history", **{"partnership": ILLUSTRATIVE, "from": LONG_AGO})
    assert f"{len(moved)} records changed: {len(moved)} actions." in visitor.words
    assert f"Changed action **{moved[0].ref} {moved[0].title}** :gray[Owner: " in visitor.words


def test_somebody_unheard_of_recorded_nothing(examples_served) -> None:
    visitor = Visitor().open("history", partnership=ILLUSTRATIVE, who="<b>Nobody</b>")
    assert visitor.headline == "Nothing was recorded" and visitor.refused == ""


def test_a_published_example_is_one_entry_on_the_day_it_was_loaded(examples_served) -> None:
    visitor = Visitor().open("history", partnership="moray")
    assert "in 1 save, by Published report" in visitor.headline
    assert "records added: 1 partnership, 1 plan" in visitor.words


def test_the_command_line_tells_the_same_totals_as_the_screen(examples: Path, tmp_path) -> None:
    path = copied(examples, tmp_path)
    said = tracker(
        "history", "--partnership", ILLUSTRATIVE, "--from", LONG_AGO, "--json", "--database", path
    ).answer
    opened = store.open_database(path)
    days = date.fromisoformat(LONG_AGO), history.LAST_DAY
    found = history.entries(store.happenings(opened, ILLUSTRATIVE, *days), *days)
    opened.close()
    assert said["partnership"] == ILLUSTRATIVE
    changes = [change for entry in said["entries"] for change in entry["changes"]]
    assert len(said["entries"]) == len(found)
    assert f"{len(changes)} changes in {len(found)} saves" in history.finding(found)
    assert all(
        {"kind", "id", "ref", "title", "what", "fields", "reason"} <= set(change)
        for change in changes
    )


def test_the_command_line_tells_one_record_and_its_moved_due_date(examples: Path, tmp_path) -> None:
    path = copied(examples, tmp_path)
    opened = store.open_database(path)
    plan = store.plan_as_at(opened, ILLUSTRATIVE, date(2026, 11, 20))
    action = next(action for action in plan.actions if action.ref == "5.5")
    opened.close()
    asked = ["history", "--partnership", ILLUSTRATIVE, "--record", action.id, "--database", path]
    moved, *_, added = tracker(*asked, "--json").answer["entries"]
    (change,) = moved["changes"]
    assert (moved["recorded_by"], moved["as_of"]) == ("Participation Officer", "2026-09-24")
    assert change["fields"] == [
        {"field": "due_on", "label": "Due date", "before": "2026-10-30", "after": "2027-01-29"}
    ]
    assert added["changes"][0]["what"] == "added"
    assert "Due date: 30 Oct 2026 → 29 Jan 2027" in tracker(*asked).out


def test_the_command_line_refuses_in_a_sentence(examples: Path, tmp_path) -> None:
    path = copied(examples, tmp_path)
    refused(tracker("history", "--partnership", "nowhere", "--database", path), "nowhere")
    asked = ["history", "--partnership", ILLUSTRATIVE, "--database", path]
    refused(tracker(*asked, "--from", "2026-07-31", "--to", "2026-06-30"), "31 Jul 2026 is after")
    refused(tracker(*asked, "--record", a_doubt().id), "There is no record")
