"""Which days a plan can be shown as at, and which earlier day it is compared with."""

from datetime import timedelta

import pytest
from builders import START, TODAY, a_meeting, a_partnership, a_plan, a_plan_as_at, stated

from tracker.days import compared_with, newest_day, refuse_impossible_day
from tracker.refusals import Refusal

A_DAY = timedelta(days=1)


def test_a_day_ahead_is_refused_with_the_day_to_choose():
    with pytest.raises(Refusal, match=r"22 Nov 2026 lies ahead.*Choose 21 Nov 2026 or an earlier"):
        refuse_impossible_day(a_plan_as_at(), TODAY + A_DAY, TODAY)


def test_a_day_before_the_plan_began_is_refused_with_the_day_it_began():
    words = r"The plan began on 5 Jan 2026; there was none on 4 Jan 2026\. Choose 5 Jan 2026 or"
    with pytest.raises(Refusal, match=words):
        refuse_impossible_day(a_plan_as_at(), START - A_DAY, TODAY)


@pytest.mark.parametrize("day", [START, TODAY])
def test_the_first_day_and_today_can_be_shown(day):
    refuse_impossible_day(a_plan_as_at(), day, TODAY)


def test_an_example_opens_as_at_its_last_sourced_day_even_where_that_lies_ahead_of_the_clock():
    example = a_partnership(shown_as_at=TODAY)
    long_before = TODAY - 100 * A_DAY
    assert newest_day(example, long_before) == TODAY
    assert newest_day(a_partnership(), long_before) == long_before
    refuse_impossible_day(a_plan_as_at(partnership=example), TODAY, long_before)
    refuse_impossible_day(a_plan_as_at(partnership=example), TODAY + A_DAY, TODAY + A_DAY)


def test_a_meeting_on_the_day_itself_or_ahead_is_not_the_last_one():
    plan = a_plan_as_at(a_meeting(TODAY), stated(a_meeting(TODAY + A_DAY), START))
    assert compared_with(plan) == (START, False)
    assert plan.last_meeting() is None


def test_a_plan_that_begins_later_can_be_shown_today_and_on_no_earlier_day():
    plan = a_plan_as_at(a_plan(starts_on=TODAY + 30 * A_DAY))
    refuse_impossible_day(plan, TODAY, TODAY)
    with pytest.raises(Refusal, match=r"begins on 21 Dec 2026.* only 21 Nov 2026 can be shown"):
        refuse_impossible_day(plan, TODAY - A_DAY, TODAY)


def test_a_plan_that_begins_later_is_compared_with_no_day_ahead():
    assert compared_with(a_plan_as_at(a_plan(starts_on=TODAY + A_DAY))) == (TODAY, False)
