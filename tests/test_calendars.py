"""Calendar files: read back as another program would, whole days, one event however often taken."""

from datetime import UTC, date, datetime, timedelta

import builders as b
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tracker.papers.calendars import group_calendar, owner_calendar
from tracker.plan import Status
from tracker.readings import readings

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
HEAD = b.a_post("head", title="Head of Service")
DUE = date(2027, 3, 31)  # after the clocks have changed
ACTION = b.an_action("1.1", title="Publish the pathway", owner_id=HEAD.id, due_on=DUE)


def due_dates(*said, address="https://plan.example.org") -> list:
    read = readings(b.a_plan_as_at(b.an_area(), HEAD, *said))
    return events(owner_calendar(read, HEAD.id, AT, address))


def events(written: bytes) -> list:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_an_action_is_a_whole_day_in_uk_dates_with_an_alarm_a_week_before() -> None:
    (event,) = due_dates(ACTION)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DUE, DUE + timedelta(1))
    assert event["summary"] == "Due: 1.1 Publish the pathway"
    assert "Due on Wednesday 31 March 2027." in event["description"]
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7, hours=9)  # of the midnight it begins
    assert event["url"] == (f"https://plan.example.org/my-actions?partnership={b.SLUG}&action=1.1")


def test_without_a_known_address_there_is_no_link() -> None:
    (event,) = due_dates(ACTION, address="")
    assert "url" not in event and "http" not in event["description"]


def test_taken_again_after_a_change_it_is_the_same_event_with_a_greater_number() -> None:
    moved = ACTION.model_copy(update={"due_on": DUE + timedelta(30)})
    (before,), (after,) = due_dates(ACTION), due_dates(ACTION, b.stated(moved, b.TODAY))
    assert before["uid"] == after["uid"] and after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == DUE + timedelta(30)


def test_the_complete_the_undated_and_those_of_others_are_left_out() -> None:
    done = b.an_action("1.2", owner_id=HEAD.id, due_on=DUE)
    report = b.an_update(done, status=Status.COMPLETE, data_show="An audit.")
    others = b.an_action("1.4", due_on=DUE)
    found = due_dates(ACTION, done, report, b.an_action("1.3", owner_id=HEAD.id), others)
    assert [event["summary"] for event in found] == ["Due: 1.1 Publish the pathway"]


def test_a_group_has_its_own_meetings_and_the_plan_has_all() -> None:
    board, forum = b.a_group("board"), b.a_group("forum")
    on = [b.TODAY + timedelta(n) for n in (10, 20)]
    agenda = "Progress; decisions, risks\nAny other business"
    meetings = (
        b.a_meeting(on[0], group_id=board.id, title="Chief officers", agenda=agenda),
        b.a_meeting(on[1], group_id=forum.id),
    )
    plan = b.a_plan_as_at(board, forum, *meetings)
    (event,) = events(group_calendar(plan, board.id, AT))
    assert (event["summary"], event.decoded("dtstart")) == ("Chief officers", on[0])
    assert event["description"].endswith(agenda)
    assert [e["summary"] for e in events(group_calendar(plan, None, AT))] == [
        "Chief officers", "The forum",
    ]  # fmt: skip
    assert events(group_calendar(plan, b.a_group("none").id, AT)) == []


@pytest.mark.parametrize(
    "title",
    ["مراجعة خطط الرعاية", "Seirbheis Ghàidhlig; “òigridh”, 2026\\n", "{{ 7*7 }}", "😀" * 100],
)
def test_a_title_is_read_back_as_it_was_typed(title) -> None:
    (event,) = due_dates(ACTION.model_copy(update={"title": title}))
    assert event["summary"] == f"Due: 1.1 {title}"


def test_a_line_end_in_a_title_begins_no_line_of_the_file() -> None:
    hostile = ACTION.model_copy(update={"title": "Ours\r\nATTENDEE:mailto:all@example.org"})
    read = readings(b.a_plan_as_at(b.an_area(), HEAD, hostile))
    written = owner_calendar(read, HEAD.id, AT)
    assert not any(line.startswith(b"ATTENDEE") for line in written.splitlines())
    assert len(events(written)) == 1


@given(st.lists(st.integers(-400, 4000), max_size=5))
def test_every_dated_action_is_one_event_on_its_day(days) -> None:
    made = [
        b.an_action(f"1.{n}", owner_id=HEAD.id, due_on=b.TODAY + timedelta(day))
        for n, day in enumerate(days)
    ]
    found = due_dates(*made)
    assert [e.decoded("dtstart") for e in found] == [action.due_on for action in made]
    assert len({str(event["uid"]) for event in found}) == len(made)
