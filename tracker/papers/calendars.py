"""Due dates and meetings as iCalendar files (RFC 5545), for people's own calendars.

Every event is a whole day in UK dates with a stable UID and a number that grows with each change,
so that the same file taken again moves an event instead of doubling it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from icalendar import Alarm, Calendar, Event

from tracker.evidence import Meeting
from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.readings import Readings
from tracker.records import Record
from tracker.words import long_day_words

PRODUCT = "-//Improvement-plan tracker//EN"
# At nine in the morning: a week before an action is due, the day before a meeting.
BEFORE_DUE, BEFORE_MEETING = timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)


def owner_calendar(read: Readings, owner: UUID | None, at: datetime, address: str = "") -> bytes:
    """The due dates of one owner's actions that are not complete."""
    name = read.plan.owner_words(owner) or "No owner yet"
    its = [r.action for r in read.actions if r.action.owner_id == owner and not r.complete]
    events = [
        _due(read.plan, action, action.due_on, at, address) for action in its if action.due_on
    ]
    return _written(f"{name}: due dates", events)


def group_calendar(plan: PlanAsAt, group: UUID | None, at: datetime, address: str = "") -> bytes:
    """The meetings of one group; every meeting of the plan where `group` is None."""
    name = plan.owner_words(group) or plan.partnership.name
    its = [m for m in plan.meetings if group is None or m.group_id == group]
    return _written(f"{name}: meetings", [_meeting(plan, one, at, address) for one in its])


def _due(plan: PlanAsAt, action: Action, on: date, at: datetime, address: str) -> Event:
    summary = f"Due: {action.ref} {action.title}"
    event = _event(plan, action, on, summary, at)
    said = [f"{plan.area[action.area_id].title}", f"Due on {long_day_words(on)}."]
    _describe(event, said, _link(address, plan, "my-actions", {"action": action.ref}))
    _alarm(event, summary, BEFORE_DUE)
    return event


def _meeting(plan: PlanAsAt, meeting: Meeting, at: datetime, address: str) -> Event:
    words = meeting.title or plan.owner_words(meeting.group_id) or "Meeting about the plan"
    event = _event(plan, meeting, meeting.on, words, at)
    said = [plan.owner_words(meeting.group_id), meeting.agenda]
    _describe(event, said, _link(address, plan, "meeting", {"meeting": str(meeting.id)}))
    _alarm(event, words, BEFORE_MEETING)
    return event


def _event(plan: PlanAsAt, record: Record, on: date, summary: str, at: datetime) -> Event:
    history = plan.history(type(record), record.id)
    event = Event()
    event.add("uid", f"{record.kind}-{record.id}@{plan.partnership.slug}")
    event.add("dtstamp", at)
    event.add("sequence", len(history) - 1)
    if changed := history[-1].recorded_at:
        event.add("last-modified", changed)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(1))
    event.add("summary", summary, parameters={"LANGUAGE": "en-GB"})
    event.add("transp", "TRANSPARENT")
    return event


def _describe(event: Event, said: Iterable[str], link: str) -> None:
    words = "\n".join([part for part in [*said, link] if part])
    if words:
        event.add("description", words)
    if link:
        event.add("url", link)


def _alarm(event: Event, words: str, trigger: timedelta) -> None:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", trigger)
    event.add_component(alarm)


def _link(address: str, plan: PlanAsAt, page: str, asked: dict[str, str]) -> str:
    """The way to the record, where it is known at which address the tracker is opened.

    Without a day: a calendar is looked at on other days than the one it was taken on.
    """
    if not address:
        return ""
    said = urlencode({"partnership": plan.partnership.slug} | asked)
    return f"{address.rstrip('/')}/{page}?{said}"


def _written(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
