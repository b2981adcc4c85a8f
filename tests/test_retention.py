"""Names of people are erased when nothing in the plan needs them any more; nothing else is."""

from datetime import date, timedelta

from builders import SLUG, START, TODAY, a_person, a_plan_as_at, a_post, an_action, an_area, stated
from hypothesis import given
from hypothesis import strategies as st

from tracker.people import Grant, Role
from tracker.records import record_id
from tracker.retention import people_to_erase

ISLA = a_person("Isla Ross")
YEAR = 365


def plan(*stated_things, day=TODAY):
    return a_plan_as_at(*stated_things, day=day, people=(ISLA,))


def test_who_holds_a_post_stays():
    assert people_to_erase(plan(a_post(person_id=ISLA.id)), 0) == ()


@given(st.integers(0, 2000), st.integers(0, 800))
def test_who_left_a_post_goes_after_the_days_that_are_set_and_not_before(gone_for, days):
    left = TODAY - timedelta(days=gone_for)
    post = a_post(person_id=ISLA.id, starts_on=date(2000, 1, 1), ends_on=left)
    assert people_to_erase(plan(post), days) == ((ISLA.id,) if gone_for > days else ())


def test_who_was_followed_in_a_post_counts_from_that_day():
    followed = stated(a_post(), START + timedelta(days=10))
    held = a_post(person_id=ISLA.id)
    assert people_to_erase(plan(held, followed), 30) == (ISLA.id,)
    assert people_to_erase(plan(held, followed, day=START + timedelta(days=20)), 30) == ()


def test_who_has_a_role_or_an_open_action_of_their_own_stays():
    left = a_post(person_id=ISLA.id, ends_on=START)
    role = Grant(
        id=record_id(SLUG, "access_grant", "1"), ref="1", person_id=ISLA.id, role=Role.VIEWER
    )
    assert people_to_erase(plan(left, role), 30) == ()
    area = an_area()
    assert people_to_erase(plan(left, area, an_action(area=area, owner_id=ISLA.id)), 30) == ()
    assert people_to_erase(plan(left), 30) == (ISLA.id,)


def test_who_never_had_a_tie_is_left_to_the_coordinator():
    assert people_to_erase(plan(), 0) == ()
