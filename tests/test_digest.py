"""What a reminder says and to whom: nobody gets an empty one, everybody late gets one."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import builders as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import store
from tracker.alerts import alerts
from tracker.digest import (
    GROUP_OWNS,
    NO_EMAIL,
    NO_LEAD_GROUP,
    NOBODY_HOLDS,
    Audience,
    Digest,
    digests,
)
from tracker.people import Grant, Role
from tracker.plan import Status
from tracker.readings import Readings, readings
from tracker.reminder_days import due_day, is_reminder_day, next_day, next_try
from tracker.words import LONDON

DAY = b.TODAY
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ISLA = b.a_person("Isla Ross", email="isla@example.org")
EWAN = b.a_person("Ewan Bain", email="ewan@example.org")
HEAD = b.a_post("head", title="Head of Service", person_id=ISLA.id)
NURSE = b.a_post("nurse", title="Chief Nurse", person_id=EWAN.id)


def read(*said, people=(ISLA, EWAN)) -> Readings:
    return readings(b.a_plan_as_at(b.an_area(), HEAD, NURSE, *said, people=people))


def told(*said, people=(ISLA, EWAN)) -> tuple[Digest, ...]:
    plan = read(*said, people=people)
    return digests(plan, alerts(plan))


def to_owners(*said, people=(ISLA, EWAN)) -> tuple[Digest, ...]:
    return tuple(d for d in told(*said, people=people) if d.audience is Audience.OWNER)


def late(ref="1.1", owner=HEAD.id, days=10, **said):
    return b.an_action(ref, owner_id=owner, due_on=DAY - timedelta(days), **said)


def grant(person, role=Role.COORDINATOR, ref="g"):
    return Grant(id=store.new_id(), ref=ref, person_id=person.id, role=role)


# Owners


def test_late_comes_before_due_soon_and_both_before_no_update() -> None:
    soon = b.an_action("1.2", owner_id=HEAD.id, due_on=DAY + timedelta(5))
    silent = b.an_action("1.3", owner_id=HEAD.id)
    reports = (b.an_update(late(), DAY), b.an_update(soon, DAY))
    (digest,) = to_owners(silent, soon, late(), *reports)
    assert [part.heading for part in digest.parts] == ["Late", "Due soon", "No update"]
    assert [item.first.ref for item in digest.items] == ["1.1", "1.2", "1.3"]
    assert digest.finding == "1 late, 1 due soon, 1 without an update"


def test_an_action_that_is_late_and_silent_stands_once_with_both_reasons() -> None:
    (digest,) = to_owners(late())
    (item,) = digest.items
    assert [alert.rule for alert in item.told] == ["overdue", "silent"]


def test_the_latest_action_comes_first_and_the_nearest_due_date_first() -> None:
    soon = [b.an_action(f"2.{n}", owner_id=HEAD.id, due_on=DAY + timedelta(n)) for n in (9, 3)]
    (digest,) = to_owners(late("1.1", days=3), late("1.2", days=30), *soon)
    assert [item.first.ref for item in digest.items] == ["1.2", "1.1", "2.3", "2.9"]


def test_two_posts_of_one_person_are_one_reminder() -> None:
    second = b.a_post("second", title="Lead officer", person_id=ISLA.id)
    (digest,) = to_owners(second, late(), late("1.2", owner=second.id))
    assert digest.called == "Head of Service and Lead officer"
    assert [item.first.ref for item in digest.items] == ["1.1", "1.2"]


def test_a_person_who_owns_an_action_without_a_post_is_reminded() -> None:
    (digest,) = to_owners(late(owner=EWAN.id))
    assert (digest.person, digest.missing) == (EWAN, "")


@pytest.mark.parametrize(
    ("post", "people", "why"),
    [
        (b.a_post("p", person_id=None), (), NOBODY_HOLDS),
        (b.a_post("p", person_id=ISLA.id, ends_on=DAY - timedelta(1)), (ISLA,), NOBODY_HOLDS),
        (b.a_post("p", person_id=ISLA.id, starts_on=DAY + timedelta(1)), (ISLA,), NOBODY_HOLDS),
        (b.a_post("p", person_id=ISLA.id), (), NOBODY_HOLDS),
        (b.a_post("p", person_id=ISLA.id), (b.a_person("Isla Ross"),), NO_EMAIL),
        (b.a_post("p", person_id=ISLA.id, ends_on=DAY), (ISLA,), ""),
    ],
)
def test_an_address_is_used_only_of_who_holds_the_post_now(post, people, why) -> None:
    (digest,) = to_owners(post, late(owner=post.id), people=people)
    assert digest.missing == why and digest.called == post.title


def test_a_group_that_owns_a_late_action_is_told_to_the_coordinator() -> None:
    board = b.a_group()
    found = told(board, late(owner=board.id), grant(EWAN))
    owner, coordinator = found
    assert (owner.person, owner.missing) == (None, GROUP_OWNS)
    assert coordinator.person == EWAN and coordinator.unreached == (owner,)


# Coordinators


def test_a_coordinator_is_told_every_alert_under_the_lead_group_of_its_area() -> None:
    board = b.a_group()
    led = b.an_area("2", lead_group_id=board.id)
    plan = read(board, led, late(), late("2.1", area=led), grant(ISLA))
    found = alerts(plan)
    *_, digest = digests(plan, found)
    assert sorted(part.heading for part in digest.parts) == [NO_LEAD_GROUP, "The board"]
    assert digest.parts[-1].heading == NO_LEAD_GROUP
    assert {alert for item in digest.items for alert in item.told} == set(found)


def test_administrators_are_told_only_where_there_is_no_coordinator() -> None:
    both = (grant(ISLA, Role.ADMINISTRATOR, "a"), grant(EWAN, ref="c"))
    assert told(late(), *both)[-1].person == EWAN
    assert told(late(), both[0])[-1].person == ISLA
    assert told(late(), grant(ISLA, Role.VIEWER))[-1].missing


def test_a_plan_without_an_alert_writes_to_nobody() -> None:
    plan = read(grant(ISLA))
    assert digests(plan, ()) == ()


# The law


statuses = st.sampled_from([None, *Status])
owners = st.sampled_from([None, HEAD.id, NURSE.id, ISLA.id, b.a_group().id])
actions = st.lists(
    st.tuples(owners, st.none() | st.integers(-90, 90), statuses, st.integers(0, 200)), max_size=6
)


@given(actions)
def test_nobody_gets_an_empty_digest_and_everybody_late_gets_one(said) -> None:
    made, reports = [], []
    for number, (owner, due, status, ago) in enumerate(said):
        due_on = None if due is None else DAY + timedelta(due)
        action = b.an_action(f"1.{number}", owner_id=owner, due_on=due_on)
        made.append(action)
        if status:
            reports.append(b.an_update(action, DAY - timedelta(ago), status=status))
    plan = read(b.a_group(), *made, *reports, grant(EWAN))
    found = digests(plan, alerts(plan))
    assert all(digest.items for digest in found)
    mine = [digest for digest in found if digest.audience is Audience.OWNER]
    told_late = [
        i.first.record for d in mine for p in d.parts if p.heading == "Late" for i in p.items
    ]
    assert sorted(told_late) == sorted(r.action.id for r in plan.actions if r.overdue)
    records = [item.first.record for digest in mine for item in digest.items]
    assert len(records) == len(set(records))
    complete = {r.action.id for r in plan.actions if r.complete}
    assert not complete & set(records)


# Days


def settings(weekday=1, rhythm=1, hour=8) -> dict[str, float]:
    return {"reminder_weekday": weekday, "reminder_rhythm": rhythm, "reminder_hour": hour}


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [(0, 0), (1, 53), (2, 27), (3, 12)],
)
def test_the_rhythm_says_how_many_mondays_of_2029_are_days_of_reminders(rhythm, expected) -> None:
    days = [date(2029, 1, 1) + timedelta(n) for n in range(365)]
    found = [day for day in days if is_reminder_day(day, settings(rhythm=rhythm))]
    assert len(found) == expected and all(day.weekday() == 0 for day in found)
    if rhythm == 2:
        assert {after - day for day, after in pairwise(found)} == {timedelta(14)}


def test_reminders_are_due_from_the_hour_in_scotland_also_in_summer() -> None:
    monday = date(2026, 7, 6)
    seven_utc = datetime(2026, 7, 6, 7, tzinfo=UTC)  # eight by the clock there
    assert due_day(seven_utc, settings()) == monday
    assert due_day(seven_utc - timedelta(seconds=1), settings()) is None


def test_a_tracker_that_was_off_sends_on_the_next_two_days_and_not_later() -> None:
    monday = date(2026, 11, 23)
    found = [
        due_day(datetime(2026, 11, 23 + n, 6, tzinfo=UTC), settings()) for n in range(5)
    ]  # six in the morning: on Monday it is too early
    assert found == [None, monday, monday, None, None]


@given(
    st.integers(0, 5 * 365 * 24 * 4).map(lambda n: NEW_YEAR + n * timedelta(minutes=15)),
    st.integers(1, 7), st.integers(1, 3), st.integers(0, 23),
)  # fmt: skip
def test_the_day_that_is_due_is_past_and_the_next_one_lies_ahead(at, weekday, rhythm, hour) -> None:
    set_to = settings(weekday, rhythm, hour)
    today = at.astimezone(LONDON).date()
    day, following = due_day(at, set_to), next_day(today, set_to)
    assert following and following > today and is_reminder_day(following, set_to)
    if day:
        assert is_reminder_day(day, set_to) and timedelta(0) <= today - day <= timedelta(2)


def test_the_wait_before_another_try_rises_and_there_is_a_last_one() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    waits = []
    tries = 1
    while again := next_try(tries, at):
        waits.append(again - at)
        tries += 1
    assert waits == sorted(set(waits)) and len(waits) == 5
    assert sum(waits, timedelta()) < timedelta(days=2)
