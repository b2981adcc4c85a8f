"""Alerts of tests of change, of too many aims, and of findings that stay or come back."""

from datetime import timedelta

import pytest
from builders import (
    BETTER,
    START,
    TODAY,
    UNMOVED,
    a_cycle,
    a_group,
    a_measure,
    a_plan_as_at,
    a_post,
    a_test,
    an_action,
    an_aim,
    an_area,
    an_update,
    points,
    settings_changed,
    stated,
)

from tracker.alerts import alerts
from tracker.plan import Status
from tracker.readings import readings

AREA, POST = an_area(), a_post()


def ago(days):
    return TODAY - timedelta(days)


def raised(*said, rule, **given):
    plan = a_plan_as_at(AREA, POST, *said, **given)
    return [alert for alert in alerts(readings(plan)) if alert.rule == rule]


STUDIED = {"happened": "Six of ten did.", "result": "Fewer than predicted."}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"starts_on": ago(50), "ends_on": ago(30)}, True),
        ({"starts_on": ago(50), "ends_on": ago(29)}, False),
        ({"starts_on": ago(50), "ends_on": ago(30), **STUDIED}, False),
        ({"starts_on": ago(50), "ends_on": ago(30), "happened": "Six of ten did."}, True),
        ({"starts_on": ago(50)}, False),
        ({}, False),
    ],
)
def test_a_test_is_stalled_when_its_do_has_been_over_for_thirty_days_without_a_study(said, told):
    test = a_test(owner_id=POST.id)
    found = raised(test, a_cycle(test, **said), rule="test_stalled")
    whose = [(a.kind, a.ref, a.owner, a.since, a.days) for a in found]
    assert whose == ([("test of change", "T1", "The lead", ago(30), 30)] if told else [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"prediction": "", "starts_on": ago(3)}, True),
        ({"prediction": "", "starts_on": TODAY}, True),
        ({"prediction": "", "starts_on": TODAY + timedelta(1)}, False),
        ({"prediction": ""}, False),
        ({"starts_on": ago(3)}, False),
    ],
)
def test_a_do_that_has_begun_without_a_prediction_is_told(said, told):
    found = raised(a_test(), a_cycle(**said), rule="test_without_prediction")
    assert [alert.since for alert in found] == ([said["starts_on"]] if told else [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"evaluate_on": ago(1)}, True),
        ({"evaluate_on": TODAY}, True),
        ({"evaluate_on": TODAY + timedelta(1)}, False),
        ({"evaluate_on": ago(1), "evaluated_on": TODAY, "evaluation": "It held."}, False),
        ({}, False),
    ],
)
def test_an_evaluation_is_due_from_its_day_until_it_is_made(said, told):
    assert bool(raised(a_test(**said), rule="evaluation_due")) is told


def test_what_a_test_waits_for_goes_when_the_test_is_withdrawn():
    test = a_test(evaluate_on=ago(9))
    gone = stated(test, ago(1), withdrawn=True)
    assert raised(test, gone, rule="evaluation_due") == []


def test_more_than_five_live_aims_are_too_many_since_the_sixth():
    aims = [stated(an_aim(f"A{n}"), START + timedelta(n)) for n in range(6)]
    (alert,) = raised(*aims, rule="too_many_priorities")
    assert (alert.kind, alert.since) == ("plan", START + timedelta(5))
    assert raised(*aims[:5], rule="too_many_priorities") == []
    closed = stated(an_aim("A0", closed_on=ago(3)), ago(3))
    assert raised(*aims, closed, rule="too_many_priorities") == []
    seven = settings_changed(most_live_aims=7)
    assert raised(*aims, rule="too_many_priorities", reference=seven) == []


@pytest.mark.parametrize(
    ("days", "status", "values", "told"),
    [
        (366, Status.ON_TRACK, UNMOVED, True),
        (365, Status.ON_TRACK, UNMOVED, False),
        (900, Status.COMPLETE, UNMOVED, True),  # all done, and nothing changed
        (900, Status.COMPLETE, BETTER, False),
        (900, Status.ON_TRACK, BETTER, True),
    ],
)
def test_a_finding_stands_long_until_its_work_is_done_and_it_shows(days, status, values, told):
    area, group = an_area("7", raised_on=ago(days), lead_group_id=a_group().id), a_group()
    measure, action = a_measure("M7", area), an_action("7.1", area)
    done = an_update(action, ago(5), status=status)
    measured = {measure.id: points(*values)}
    found = raised(area, group, measure, action, done, rule="long_standing", measured=measured)
    assert [(a.ref, a.owner, a.since) for a in found] == (
        [("7", "The board", ago(days))] if told else []
    )


def test_an_area_without_a_day_it_was_raised_on_cannot_be_long_standing():
    assert raised(an_area("7"), rule="long_standing") == []


def test_an_area_that_was_taken_out_and_put_back_came_back():
    seven = an_area("7")
    gone = stated(seven, ago(90), withdrawn=True)
    (alert,) = raised(stated(seven, START), gone, stated(seven, ago(20)), rule="came_back")
    assert (alert.ref, alert.since, alert.days) == ("7", ago(20), 20)
    at_once = stated(seven, ago(90))
    assert raised(stated(seven, START), gone, at_once, rule="came_back") == []
