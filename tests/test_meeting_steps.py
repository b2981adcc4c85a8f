"""The steps of a meeting: made from the plan, in product.md's order, one idea a screen."""

from datetime import date

import pytest
from builders import (
    BETTER,
    START,
    TODAY,
    UNMOVED,
    WORSE,
    a_measure,
    a_plan_as_at,
    an_action,
    an_area,
    an_update,
    points,
    stated,
)

from tracker.comparison import Comparison, comparison
from tracker.meeting_steps import Group, change_rows, exceptions, meeting_steps, rest_words
from tracker.plan import Status
from tracker.progress import Progress
from tracker.readings import readings

SINCE, JUNE = date(2026, 5, 4), date(2026, 6, 1)
ONE, TWO = an_area("1"), an_area("2")
WORSENED, BETTERED = a_measure("M1"), a_measure("M2")
THEN = {m.id: points(*UNMOVED) for m in (WORSENED, BETTERED)}
NOW = {WORSENED.id: points(*WORSE), BETTERED.id: points(*BETTER)}


def met(*said, then=None, now=None) -> tuple[Progress, Comparison]:
    before = readings(a_plan_as_at(ONE, TWO, *said, day=SINCE, measured=then or {}))
    after = readings(a_plan_as_at(ONE, TWO, *said, measured=now or {}))
    return Progress(after, before, SINCE, since_meeting=True), comparison(before, after)


def keys(*said, chosen=(), **given) -> list[str]:
    return [step.key for step in meeting_steps(*met(*said, **given), chosen)]


def test_the_steps_of_a_whole_plan_come_in_the_order_of_a_meeting():
    promised = an_action(due_on=JUNE)
    assert keys(promised, BETTERED, WORSENED, then=THEN, now=NOW) == [
        "changes", "promises", "exceptions", "areas-1", "areas-2", "charts-M1", "charts-M2",
        "decisions", "close",
    ]  # fmt: skip


def test_what_has_nothing_to_say_is_left_out():
    assert keys() == ["changes", "areas-1", "areas-2", "decisions", "close"]


@pytest.mark.parametrize(
    ("chosen", "steps"),
    [
        (("areas", "changes"), ["areas-1", "areas-2", "changes", "decisions", "close"]),
        (("close", "decisions", "changes"), ["decisions", "changes", "close"]),
        (("nonsense",), ["changes", "areas-1", "areas-2", "decisions", "close"]),
    ],
)
def test_a_coordinator_chooses_and_orders_them_and_a_meeting_can_always_decide_and_end(
    chosen, steps
):
    assert keys(chosen=chosen) == steps


def test_the_changes_are_counted_and_named_with_the_measures_that_turned():
    done = an_update(an_action("1.1"), JUNE, status=Status.COMPLETE)
    rows = change_rows(met(an_action("1.1"), done, BETTERED, WORSENED, then=THEN, now=NOW)[1])
    assert [(row.count, row.words, row.names) for row in rows] == [
        (1, "action completed", "Action 1.1"),
        (1, "measure improved", "Measure M2"),
        (1, "measure getting worse", "Measure M1"),
    ]


def test_the_sentence_says_what_is_still_off_track():
    off = an_update(an_action("1.1"), START, status=Status.OFF_TRACK)
    assert rest_words(met(an_action("1.1"), off)[1]) == "Nothing has changed since 4 May."
    new = stated(an_action("1.2"), JUNE)
    assert rest_words(met(an_action("1.1"), off, new)[1]) == ("1 action is off track, as on 4 May.")
    assert rest_words(met(an_action("1.1"), off, new)[1], shown=0) == (
        "Also: 1 thing added to the plan. 1 action is off track, as on 4 May."
    )


def test_the_exceptions_name_each_record_once_by_its_worst_alert():
    late = an_action("1.1", due_on=START)  # without an owner too
    found = exceptions(met(late)[0])
    assert [(alert.rule, alert.ref) for alert in found] == [("overdue", "1.1")]
    assert TODAY > START


def test_every_group_has_its_own_place():
    assert len({str(group) for group in Group}) == len(Group)
