"""What changed between two days of one plan: each sort told once, in words, and nothing else."""

from datetime import date, timedelta

import pytest
from builders import (
    BETTER,
    START,
    TODAY,
    UNMOVED,
    WORSE,
    a_cycle,
    a_measure,
    a_plan_as_at,
    a_post,
    a_test,
    an_action,
    an_area,
    an_update,
    points,
    stated,
)

from tracker.comparison import Comparison, Sort, comparison
from tracker.plan import Status
from tracker.readings import readings

AREA, POST, CHIEF = an_area(), a_post(), a_post("chief")
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)


def compared(*said, since=MAY, then=None, now=None) -> Comparison:
    """The plan as these statements made it on `since` beside today; points then and now."""
    both = (AREA, POST, CHIEF, *said)
    before = a_plan_as_at(*both, day=since, measured=then or {})
    return comparison(readings(before), readings(a_plan_as_at(*both, measured=now or {})))


def told(*said, **given) -> list[tuple[str, str, str]]:
    found = compared(*said, **given).changes
    return [(change.sort.value, change.ref, change.says) for change in found]


ACTION = an_action(due_on=TODAY - timedelta(9), owner_id=POST.id)


def test_nothing_changed_is_said_plainly():
    assert compared(an_action()).changes == ()
    assert compared(an_action()).summary == "Nothing has changed since 4 May 2026."


def test_what_was_completed_and_what_became_late_are_told():
    done = an_update(ACTION, JUNE, status=Status.COMPLETE)
    assert told(ACTION, done) == [("completed", "1.1", "is complete")]
    late = an_update(ACTION, TODAY, status=Status.COMPLETE)
    assert told(ACTION, late) == [("completed", "1.1", "is complete, after its due date")]
    assert told(ACTION) == [("became late", "1.1", "is 9 days overdue")]


@pytest.mark.parametrize(
    ("was", "is_now", "found"),
    [
        (Status.NOT_STARTED, Status.ON_TRACK, ("started", "has started and is on track")),
        (None, Status.AT_RISK, ("started", "has started and is at risk")),
        (Status.ON_TRACK, Status.AT_RISK, ("slipped", "slipped from on track to at risk")),
        (Status.AT_RISK, Status.OFF_TRACK, ("slipped", "slipped from at risk to off track")),
        (Status.OFF_TRACK, Status.ON_TRACK, ("recovered", "went from off track to on track")),
        (Status.ON_TRACK, Status.ON_TRACK, None),
        (Status.NOT_STARTED, Status.NOT_STARTED, None),
    ],
)
def test_a_status_that_changed_is_told_as_started_slipped_or_recovered(was, is_now, found):
    said = [an_update(an_action(), START, status=was)] if was else []
    its = told(an_action(), *said, an_update(an_action(), JUNE, status=is_now))
    assert its == ([(found[0], "1.1", found[1])] if found else [])


def test_an_action_that_is_no_longer_complete_is_told():
    done = an_update(ACTION, START, status=Status.COMPLETE)
    again = an_update(ACTION, JUNE, status=Status.AT_RISK)
    assert told(an_action(owner_id=POST.id), done, again) == [
        ("no longer complete", "1.1", "was complete and is at risk again")
    ]


@pytest.mark.parametrize(
    ("was", "due", "says"),
    [
        (date(2027, 1, 1), date(2027, 3, 1), "was due 1 Jan 2027; moved on to 1 Mar 2027"),
        (date(2027, 3, 1), date(2027, 1, 1), "was due 1 Mar 2027; brought forward to 1 Jan 2027"),
        (date(2027, 1, 1), None, "has no due date any more; it was 1 Jan 2027"),
        (None, date(2027, 1, 1), ""),
    ],
)
def test_a_due_date_that_moved_is_told_whichever_way(was, due, says):
    found = told(an_action(due_on=was), stated(an_action(due_on=due), JUNE))
    assert found == ([("due date moved", "1.1", says)] if says else [])


def test_an_owner_and_a_wording_that_changed_are_told():
    again = an_action(owner_id=CHIEF.id, title="Another title")
    assert told(an_action(owner_id=POST.id), stated(again, JUNE)) == [
        ("changed owner", "1.1", "went from The lead to The chief"),
        ("re-worded", "1.1", "said “Action 1.1”"),
    ]


def test_what_was_added_and_what_left_are_told():
    gone = stated(an_action("1.2"), JUNE, withdrawn=True)
    assert told(an_action("1.2"), gone, stated(an_action("1.3"), JUNE)) == [
        ("added", "1.3", "is new in the plan"),
        ("withdrawn", "1.2", "has left the plan"),
    ]


def test_new_evidence_is_told_in_the_owners_words():
    before = an_update(an_action(), START)
    report = an_update(an_action(), JUNE, data_show="Waits fell to 9 days.")
    assert told(an_action(), before, report) == [
        ("new evidence", "1.1", "shows new evidence: Waits fell to 9 days.")
    ]


@pytest.mark.parametrize(
    ("then", "now", "says"),
    [
        (UNMOVED, BETTER, "shows a signal of improvement"),
        (UNMOVED, WORSE, "shows a signal that it is getting worse"),
        (BETTER, UNMOVED, "no longer shows improvement"),
        (WORSE, UNMOVED, "no longer shows worsening"),
        (UNMOVED[:5], UNMOVED, "has enough points to judge"),
    ],
)
def test_a_measure_that_turned_is_told(then, now, says):
    measure = a_measure()
    its = {"then": {measure.id: points(*then)}, "now": {measure.id: points(*now)}}
    assert told(measure, **its) == [("measure turned", "M1", says)]


def test_a_test_that_was_adopted_or_abandoned_has_ended_and_an_adapted_one_goes_on():
    test = a_test()
    studied = {"starts_on": START, "happened": "It did.", "result": "As predicted."}
    for decision, words in (("adopt", "was adopted"), ("abandon", "was abandoned"), ("adapt", "")):
        cycle = stated(a_cycle(test, **studied, decision=decision), JUNE)
        assert told(test, a_cycle(test), cycle) == ([("test ended", "T1", words)] if words else [])


def test_one_test_that_ended_is_told_as_one():
    test = a_test()
    studied = {"starts_on": START, "happened": "It did.", "result": "As predicted."}
    cycle = stated(a_cycle(test, **studied, decision="adopt"), JUNE)
    found = compared(test, a_cycle(test), cycle)
    assert found.summary == "Since 4 May 2026: 1 test of change ended."


def test_what_was_promised_in_between_was_kept_or_not():
    kept, missed = an_action("1.1", due_on=JUNE), an_action("1.2", due_on=JUNE)
    later = an_action("1.3", due_on=date(2027, 1, 1))
    moved = stated(an_action("1.2", due_on=date(2027, 1, 1)), date(2026, 5, 20))
    done = an_update(kept, JUNE, status=Status.COMPLETE)
    found = compared(kept, missed, later, moved, done)
    promised = [(p.action.action.ref, p.due_on, p.kept) for p in found.promises]
    assert promised == [("1.1", JUNE, True), ("1.2", JUNE, False)]


def test_the_changes_come_in_the_order_a_meeting_hears_them():
    found = compared(ACTION, stated(an_action("1.2"), JUNE)).changes
    places = [list(Sort).index(change.sort) for change in found]
    assert places == sorted(places)
    words = compared(ACTION, stated(an_action("1.2"), JUNE)).summary
    assert words == "Since 4 May 2026: 1 became late, 1 added."
