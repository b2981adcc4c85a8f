"""An owner reports on an action: what is kept, what is refused, and what two people do at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import builders
import pytest
from conftest import copied
from visits import ILLUSTRATIVE, ILLUSTRATIVE_DAY, Visitor, progress_of

from tracker import store
from tracker.plan import Status, StatusUpdate
from tracker.screen.visit import database

REF, TITLE = "5.4", "Neglect toolkit in every locality"
HOSTILE = {
    "emoji": "Thank you 👩‍👩‍👧 😀 :smile: :material/home:",
    "a script": "<script>alert(1)</script><b onclick=x>bold</b> &amp; &lt;",
    "a formula": '=HYPERLINK("http://example.org","click")',
    "markdown": "**no** _no_ `no` # no [no](http://example.org) ~~no~~ $x$ :red[no] | a | b |",
    "quotes": "it's \"quoted\" \\ back\\slash %s {braces} '; DROP TABLE action; --",
    "lines": "First line.\nSecond line.",
    "another script": "Tha e ag obair gu math – çok güzel – العربية",
}


@pytest.fixture(autouse=True)
def opened(examples: Path, tmp_path: Path, monkeypatch) -> Iterator[store.Database]:
    path = copied(examples, tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield database(path)
    database(path).close()
    database.clear()


def reporting(ref: str = REF, **address: str) -> Visitor:
    """A new session with the report on an action open, as a link in an e-mail opens it."""
    return Visitor().open("my_actions", partnership=ILLUSTRATIVE, action=ref, **address)


def reports(opened: store.Database, ref: str = REF) -> list[StatusUpdate]:
    """The reports on an action, newest first."""
    action = read(opened, ref).action.id
    kept = store.status_updates(opened, ILLUSTRATIVE, date.max, action)
    return [version.record for version in kept]


def read(opened: store.Database, ref: str = REF) -> Any:
    now = progress_of(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY).now
    return next(reading for reading in now.actions if reading.action.ref == ref)


# One person


def test_a_report_is_kept_and_changes_the_progress_page(opened: store.Database) -> None:
    before = Visitor().open(partnership=ILLUSTRATIVE).headline
    visitor = reporting().says(status=Status.COMPLETE, done="All four localities use it.")
    visitor.says(data_show="40 of 40 files audited.").clicks("Save")
    assert visitor.refused == ""
    assert f"Saved: **{TITLE}** is complete as of 20 Nov 2026." in visitor.words
    newest = reports(opened)[0]
    assert (newest.status, newest.progress) == (Status.COMPLETE, 100)
    assert newest.done == "All four localities use it."
    after = Visitor().open(partnership=ILLUSTRATIVE).headline
    assert before.startswith("14 of 30") and after.startswith("15 of 30")
    assert after == progress_of(opened, ILLUSTRATIVE, ILLUSTRATIVE_DAY).finding


def test_after_the_save_the_form_is_closed_and_the_owners_list_stays() -> None:
    visitor = reporting().says(status=Status.ON_TRACK).clicks("Save")
    assert "action" not in visitor.address
    assert visitor.address["owner"] == "head-of-social-work"
    assert TITLE in [heading.value for heading in visitor.screen.subheader]


def test_a_report_opens_with_the_status_as_it_stands(opened: store.Database) -> None:
    assert reporting().field("choice", "status").value == read(opened).status


@pytest.mark.parametrize("status", [Status.AT_RISK, Status.OFF_TRACK])
def test_at_risk_without_words_is_refused_below_the_field(
    opened: store.Database, status: Status
) -> None:
    before = reports(opened)
    visitor = reporting().says(status=status, needed="A trainer", next="Ask again").clicks("Save")
    assert visitor.below("text", "done").startswith("Say in “What has happened” why the action is")
    assert reports(opened) == before
    assert visitor.field("choice", "status").value == status
    assert visitor.field("line", "needed").value == "A trainer"
    assert visitor.field("text", "next").value == "Ask again"
    visitor.says(done="The trainer has left.").clicks("Save")
    assert (visitor.refused, len(reports(opened))) == ("", len(before) + 1)


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_typed_is_kept_as_typed(opened: store.Database, typed: str) -> None:
    reporting().says(status=Status.AT_RISK, done=typed, next=typed).clicks("Save")
    newest = reports(opened)[0]
    assert (newest.done, newest.next) == (typed, typed)


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_the_other_typed_is_shown_as_typed(typed: str) -> None:
    mine = reporting()
    reporting().says(status=Status.AT_RISK, done=typed).clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine").clicks("Save")
    assert " ".join(typed.split()) in " ".join(mine.words.split())


def test_ten_thousand_characters_are_refused_below_the_field_and_stay(
    opened: store.Database,
) -> None:
    before, long = reports(opened), "Wörter " * 1_428 + "Ende"
    assert len(long) == 10_000
    visitor = reporting().says(status=Status.ON_TRACK, done=long, needed="Time").clicks("Save")
    assert "can have 4,000 characters; this has 10,000. Shorten it." in visitor.below(
        "text", "done"
    )
    assert visitor.field("text", "done").value == long
    assert visitor.field("line", "needed").value == "Time"
    assert reports(opened) == before
    visitor.says(done=long[:4_000].strip()).clicks("Save")
    assert reports(opened)[0].done == long[:4_000].strip()


def test_a_report_dated_ahead_is_refused_below_the_day(opened: store.Database) -> None:
    before = reports(opened)
    visitor = reporting().says(status=Status.ON_TRACK, as_of=date(2026, 12, 1), done="Soon")
    visitor.clicks("Save")
    assert "A report cannot be dated ahead." in visitor.below("day", "as_of")
    assert visitor.field("text", "done").value == "Soon"
    assert reports(opened) == before


@pytest.mark.parametrize("link", ["intranet/page", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_link_that_is_no_web_address_is_refused_below_the_field(link: str) -> None:
    visitor = reporting().says(status=Status.ON_TRACK, evidence_link=link).clicks("Save")
    assert "must begin with https://" in visitor.below("line", "evidence_link")
    assert visitor.field("line", "evidence_link").value == link


def test_a_new_due_date_needs_a_reason(opened: store.Database) -> None:
    before = reports(opened)
    visitor = reporting().says(status=Status.ON_TRACK, due_on=date(2027, 3, 31)).clicks("Save")
    assert visitor.below("line", "reason").startswith("Say why the due date moves.")
    assert reports(opened) == before
    assert read(opened).action.due_on == date(2026, 11, 15)


def test_a_moved_due_date_shows_as_extended_with_the_first_one(opened: store.Database) -> None:
    assert read(opened).overdue
    visitor = reporting().says(status=Status.ON_TRACK, due_on=date(2027, 3, 31))
    visitor.says(reason="The licence came late.").clicks("Save")
    assert "It is now due on 31 Mar 2027." in visitor.words
    assert "Due **31 Mar 2027** :gray[· first 15 Nov 2026]" in visitor.words
    now = read(opened)
    assert (now.overdue, now.times_extended) == (False, 1)
    assert now.original_due_on == date(2026, 11, 15)
    table = Visitor().open(partnership=ILLUSTRATIVE).clicks("The same as a table").screen.table[-1]
    row = table.value.loc[table.value["Action"].str.contains("Neglect toolkit")].iloc[0]
    assert (row["Due date"], row["Original due date"]) == ("31 Mar 2027", "15 Nov 2026")
    assert row["Times extended"] == "1"


def test_a_report_dated_back_does_not_change_what_is_newer(opened: store.Database) -> None:
    newest, day = read(opened).status, date(2025, 12, 1)
    reporting().says(status=Status.OFF_TRACK, done="It stood still.", as_of=day).clicks("Save")
    assert len([report for report in reports(opened) if report.as_of == day]) == 1
    assert read(opened).status == newest


def test_a_report_on_an_older_screen_says_that_it_is_not_shown_there() -> None:
    visitor = reporting(as_at="2026-06-01").says(status=Status.ON_TRACK).clicks("Save")
    yet = "This screen shows 1 Jun 2026, so it does not show it yet."
    assert yet in visitor.words
    visitor.clicks("Show 20 Nov 2026")
    assert visitor.screen.query_params["as_at"] == "2026-11-20"
    assert "is on track as of 20 Nov 2026" in visitor.words and yet not in visitor.words


def test_saving_twice_is_one_save(opened: store.Database) -> None:
    """The second click of a double click still comes from the form that was saved."""
    before = len(reports(opened))
    visitor = reporting().says(status=Status.ON_TRACK, done="Once.")
    button = next(button for button in visitor.screen.button if button.label == "Save")
    for _ in range(2):
        button.click().run()
        assert [fault.message for fault in visitor.screen.exception] == []
    assert len(reports(opened)) == before + 1


def test_what_is_typed_survives_a_closed_form() -> None:
    visitor = reporting().says(status=Status.OFF_TRACK, done="Half a thought").again()
    visitor.open("my_actions", partnership=ILLUSTRATIVE, owner="head-of-social-work")
    assert not visitor.screen.text_area
    visitor.open("my_actions", partnership=ILLUSTRATIVE, action=REF)
    assert visitor.field("text", "done").value == "Half a thought"
    assert visitor.field("choice", "status").value == Status.OFF_TRACK


def test_an_undone_report_is_gone_from_the_screen(opened: store.Database) -> None:
    before = read(opened).status
    visitor = reporting().says(status=Status.COMPLETE, done="A slip.").clicks("Save")
    assert read(opened).status is Status.COMPLETE
    visitor.clicks("Undo")
    assert visitor.refused == ""
    assert read(opened).status == before


# Two people on one action


def test_the_second_sees_theirs_and_keeps_its_own_as_the_newer(opened: store.Database) -> None:
    before, mine = len(reports(opened)), reporting()
    reporting().says(status=Status.OFF_TRACK, done="Theirs.").clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine.", needed="Nothing").clicks("Save")
    assert "saved this action on " in mine.words and "You both changed 2 fields" in mine.words
    assert "Theirs." in mine.words and "off track" in mine.words
    assert "Changed by you only, and kept:" in mine.words
    assert len(reports(opened)) == before + 1
    mine.clicks("Back to what I wrote")
    assert mine.field("text", "done").value == "Mine."
    mine.clicks("Save").clicks("Save what is chosen")
    assert f"Saved: **{TITLE}** is on track" in mine.words
    assert [report.done for report in reports(opened)[:2]] == ["Mine.", "Theirs."]
    assert reports(opened)[0].needed == "Nothing"


def test_what_only_the_first_said_is_taken_over_and_both_texts_can_stand(
    opened: store.Database,
) -> None:
    mine = reporting()
    theirs = reporting().says(status=Status.OFF_TRACK, done="Theirs.", needed="A trainer")
    theirs.clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine.").clicks("Save")
    assert "taken over:" in mine.words and "What you need: nothing → A trainer" in mine.words
    mine.field("choice", "status_pick").set_value("theirs")
    mine.field("choice", "done_pick").set_value("both")
    mine.again().clicks("Save what is chosen")
    newest = reports(opened)[0]
    assert (newest.status, newest.done) == (Status.OFF_TRACK, "Theirs.\n\nMine.")
    assert newest.needed == "A trainer"


def test_an_action_changed_meanwhile_is_shown_and_stays_as_changed(opened: store.Database) -> None:
    mine, action = reporting(), read(opened).action
    theirs = action.model_copy(update={"resources": "Two days a week"})
    store.change(
        opened, ILLUSTRATIVE, [theirs], by="Somebody else", today=ILLUSTRATIVE_DAY,
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip
    mine.says(status=Status.ON_TRACK, done="Mine.", due_on=date(2027, 3, 31), reason="Licence")
    mine.clicks("Save")
    assert "You changed different things" in mine.words
    assert "→ Two days a week" in mine.words
    mine.clicks("Save what is chosen")
    now = read(opened)
    assert (now.action.resources, now.action.due_on) == ("Two days a week", date(2027, 3, 31))
    assert now.update.done == "Mine."


def test_the_second_can_leave_it_and_theirs_stands(opened: store.Database) -> None:
    mine = reporting()
    reporting().says(status=Status.AT_RISK, done="Theirs.").clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine.").clicks("Save")
    mine.open("my_actions", partnership=ILLUSTRATIVE)
    assert reports(opened)[0].done == "Theirs."


def test_a_third_save_in_between_is_shown_too(opened: store.Database) -> None:
    mine = reporting()
    reporting().says(status=Status.AT_RISK, done="First of theirs.").clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine.").clicks("Save")
    theirs = builders.an_update(read(opened).action, ILLUSTRATIVE_DAY, done="Second of theirs.")
    store.record_status_update(
        opened, ILLUSTRATIVE, theirs, by="Somebody else", today=ILLUSTRATIVE_DAY,
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip
    mine.clicks("Save what is chosen")
    assert "Second of theirs." in mine.words
    mine.clicks("Save what is chosen")
    assert reports(opened)[0].done == "Mine."


def test_people_on_different_actions_do_not_meet(opened: store.Database) -> None:
    mine = reporting()
    reporting("1.5").says(status=Status.AT_RISK, done="Another action.").clicks("Save")
    mine.says(status=Status.ON_TRACK, done="Mine.").clicks("Save")
    assert reports(opened)[0].done == "Mine."
