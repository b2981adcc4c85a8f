"""Is the work being done on time? Overdue, extensions, silence and counts, for any plan."""

from datetime import date, timedelta

import pytest
from builders import START, TODAY, an_action, stated
from hypothesis import given
from hypothesis import strategies as st

from tracker.delivery import (
    Counts,
    days_overdue,
    due_soon,
    extended_on,
    lacking_since,
    original_due_on,
    overdue,
    silent_since,
    times_extended,
)
from tracker.plan import Status

days = st.dates(date(2016, 1, 1), date(2036, 1, 1))
due_days = st.none() | days
statuses = st.none() | st.sampled_from(Status)
A_DAY = timedelta(days=1)
JAN, MARCH, MAY, JULY = date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31), date(2026, 7, 31)
UNFINISHED = [None, Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]


def with_due_dates(*dues):
    """The versions of one action, a day apart, with these due dates."""
    return [stated(an_action(due_on=due), START + n * A_DAY) for n, due in enumerate(dues)]


@pytest.mark.parametrize("status", UNFINISHED)
def test_an_unfinished_action_is_overdue_from_the_day_after_its_due_date(status):
    assert not overdue(MARCH, status, MARCH - A_DAY)
    assert not overdue(MARCH, status, MARCH)
    assert overdue(MARCH, status, MARCH + A_DAY)


@given(status=statuses, day=days)
def test_an_action_without_a_due_date_is_never_overdue(status, day):
    assert not overdue(None, status, day)
    assert days_overdue(None, status, day) == 0


@given(due=due_days, day=days)
def test_a_complete_action_is_never_overdue_however_late_it_was(due, day):
    assert not overdue(due, Status.COMPLETE, day)
    assert days_overdue(due, Status.COMPLETE, day) == 0


@given(due=due_days, status=statuses, day=days)
def test_days_overdue_are_counted_exactly_where_it_is_overdue(due, status, day):
    late = days_overdue(due, status, day)
    assert (late > 0) is overdue(due, status, day)
    assert not late or due + late * A_DAY == day


@given(due=days, status=st.sampled_from(UNFINISHED), day=days)
def test_once_overdue_it_stays_overdue_until_it_is_complete_or_moved(due, status, day):
    if overdue(due, status, day):
        assert days_overdue(due, status, day + A_DAY) == days_overdue(due, status, day) + 1
        assert not overdue(day, status, day)


@pytest.mark.parametrize(
    ("dues", "times"),
    [
        ([], 0),
        ([None], 0),
        ([MARCH], 0),
        ([MARCH, MARCH], 0),
        ([MARCH, MAY], 1),
        ([MAY, MARCH], 0),
        ([MARCH, MAY, JULY], 2),
        ([MARCH, MAY, MARCH, MAY], 2),
        ([None, MARCH], 0),  # a date added is none moved
        ([MARCH, None], 0),  # nor one withdrawn
        ([MARCH, None, MAY], 1),  # but taking it away does not hide that it moved
        ([MAY, None, MARCH], 0),
    ],
)
def test_only_moves_to_a_later_day_are_extensions(dues, times):
    assert times_extended(with_due_dates(*dues)) == times


@given(st.lists(due_days, max_size=8))
def test_every_extension_has_the_day_on_which_it_was_made(dues):
    history = with_due_dates(*dues)
    days_made = extended_on(history)
    assert len(days_made) == times_extended(history)
    assert days_made == sorted(set(days_made))
    for made_on in days_made:
        at = (made_on - START).days
        earlier = [due for due in dues[:at] if due]
        assert dues[at] > earlier[-1]


@given(st.lists(days, min_size=1, max_size=8))
def test_due_dates_that_only_come_forward_are_never_extensions(dues):
    assert times_extended(with_due_dates(*sorted(dues, reverse=True))) == 0
    assert times_extended(with_due_dates(*sorted(dues))) == len(set(dues)) - 1


@given(st.lists(due_days, max_size=8))
def test_the_original_due_date_is_the_first_that_was_given(dues):
    given_dates = [due for due in dues if due]
    assert original_due_on(with_due_dates(*dues)) == (given_dates[0] if given_dates else None)


@pytest.mark.parametrize(
    ("last_update_on", "starts_on", "known_from", "since"),
    [
        (MAY, JAN, MARCH, MAY),
        (MAY, None, MARCH, MAY),
        (None, MAY, MARCH, MAY),  # not yet begun when it came into the plan
        (None, JAN, MARCH, MARCH),  # begun before anybody could report on it here
        (None, None, MARCH, MARCH),
    ],
)
def test_silence_begins_with_the_last_report_or_when_one_could_first_be_expected(
    last_update_on, starts_on, known_from, since
):
    assert silent_since(last_update_on, starts_on, known_from) == since


@pytest.mark.parametrize(
    ("lacked_on", "since"),
    [
        ([], None),
        ([JAN, MARCH, MAY], JAN),
        ([MARCH, MAY], MARCH),
        ([JAN, MAY], MAY),  # it had it in between
        ([JAN, MARCH], None),  # it has it now
    ],
)
def test_what_is_lacking_has_been_lacking_since_it_was_last_there(lacked_on, since):
    assert lacking_since([MAY, JAN, MARCH], lambda day: day in lacked_on) == since


@given(st.dictionaries(days, st.booleans(), max_size=8))
def test_since_that_day_it_was_lacking_throughout_and_before_it_was_not(lacked):
    since = lacking_since(lacked, lacked.__getitem__)
    before = [day for day in lacked if since is None or day < since]
    assert not (before and lacked[max(before)])
    assert all(lacked[day] for day in lacked if since and day >= since)


standings = st.lists(st.tuples(statuses, st.booleans()), max_size=30)


@given(standings)
def test_the_statuses_add_up_to_the_actions(found):
    counts = Counts.of(found)
    assert counts.actions == len(found) == sum(counts.by_status().values())
    assert counts.overdue == sum(late for _, late in found)


@given(standings, standings)
def test_counts_of_two_parts_add_up_to_the_counts_of_the_whole(first, second):
    whole, one, other = (Counts.of(part).as_json() for part in (first + second, first, second))
    assert whole == {name: one[name] + other[name] for name in whole}


def test_an_action_nobody_reported_on_is_not_counted_as_not_started():
    counts = Counts.of([(None, True), (Status.NOT_STARTED, False), (Status.COMPLETE, False)])
    assert counts.as_json() == {
        "actions": 3,
        "not_reported": 1,
        "not_started": 1,
        "on_track": 0,
        "at_risk": 0,
        "off_track": 0,
        "complete": 1,
        "overdue": 1,
    }


def test_statuses_are_told_complete_first_and_not_reported_last():
    names = ["complete", "on_track", "at_risk", "off_track", "not_started", "not_reported"]
    assert list(Counts().by_status()) == names


def test_today_is_the_day_of_the_plan_and_not_of_the_machine():
    assert overdue(TODAY, Status.ON_TRACK, TODAY + A_DAY)
    assert not overdue(TODAY, Status.ON_TRACK, TODAY)


@given(days, days, statuses, st.integers(0, 400))
def test_what_is_due_soon_is_neither_overdue_nor_complete_nor_further_off(
    due_on, day, status, near
):
    soon = due_soon(due_on, status, day, near)
    assert soon == (status is not Status.COMPLETE and 0 <= (due_on - day).days <= near)
    assert not due_soon(None, status, day, near)
