"""Alerts of measures: getting worse, harm elsewhere, and data that do not come."""

from datetime import timedelta

import pytest
from builders import (
    BETTER,
    FEW,
    TODAY,
    UNMOVED,
    WORSE,
    a_measure,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    points,
    stated,
)

from tracker.alerts import alerts
from tracker.measures import Better, Frequency, MeasureKind
from tracker.readings import readings

AREA, POST = an_area(), a_post()


def ago(days):
    return TODAY - timedelta(days)


def raised(*said, rule, measured=None):
    plan = a_plan_as_at(AREA, POST, *said, measured=measured)
    return [alert for alert in alerts(readings(plan)) if alert.rule == rule]


def only(*said, rule, measured=None):
    (alert,) = raised(*said, rule=rule, measured=measured)
    return alert


@pytest.mark.parametrize(
    ("values", "better", "worse"),
    [
        (WORSE, Better.HIGHER, True),
        (BETTER, Better.LOWER, True),
        (BETTER, Better.HIGHER, False),
        (WORSE, Better.LOWER, False),
        (WORSE, Better.NEITHER, False),
        (UNMOVED, Better.HIGHER, False),
        (FEW, Better.HIGHER, False),
        ((), Better.HIGHER, False),
    ],
)
def test_a_measure_that_is_getting_worse_is_told_since_its_signal_began(values, better, worse):
    measure = a_measure(better=better, owner_id=POST.id)
    found = raised(measure, rule="getting_worse", measured={measure.id: points(*values)})
    first_of_the_shift = ago(7 * 30)
    its = [(a.since, a.days, a.kind, a.owner) for a in found]
    assert its == ([(first_of_the_shift, 210, "measure", "The lead")] if worse else [])


def test_why_it_is_getting_worse_is_one_sentence_of_what_the_points_do():
    measure = a_measure()
    alert = only(measure, rule="getting_worse", measured={measure.id: points(*WORSE)})
    assert "the last 8 points are all below the median of 16.5" in alert.why
    assert (alert.why.count(". "), alert.why[-1]) == (0, ".")


def test_a_balancing_measure_getting_worse_is_told_and_decides_nothing():
    better = a_measure()
    harm = a_measure("B1", measure_kind=MeasureKind.BALANCING)
    action = an_action(measure_ids=(better.id, harm.id))
    measured = {better.id: points(*BETTER), harm.id: points(*WORSE)}
    alert = only(better, harm, action, rule="getting_worse", measured=measured)
    assert alert.ref == "B1"
    assert alert.why.endswith(". It is a balancing measure: harm elsewhere.")
    read = readings(a_plan_as_at(AREA, POST, better, harm, action, measured=measured))
    assert (read.actions[0].effect, read.areas[0].effect) == ("improvement", "improvement")


# Data that do not come


@pytest.mark.parametrize(
    ("frequency", "allowed", "words"),
    [
        (Frequency.WEEKLY, 30, "week"),  # one and a half weeks, but never before 30 days
        (Frequency.MONTHLY, 46, "month"),
        (Frequency.QUARTERLY, 138, "quarter"),
        (Frequency.YEARLY, 549, "year"),
    ],
)
def test_data_are_late_after_one_and_a_half_times_their_frequency_and_30_days(
    frequency, allowed, words
):
    measure = a_measure(frequency=frequency, owner_id=POST.id)

    def found(age):
        newest = points(3, 4, last=ago(age))
        return raised(measure, rule="measure_late", measured={measure.id: newest})

    assert found(allowed) == []
    (alert,) = found(allowed + 1)
    assert (alert.since, alert.days, alert.owner) == (ago(allowed + 1), allowed + 1, "The lead")
    assert alert.why.endswith(f"; a point is expected every {words}.")


def test_data_without_an_agreed_frequency_are_never_late():
    measure = a_measure()
    old = {measure.id: points(1, last=ago(3000))}
    assert raised(measure, rule="measure_late", measured=old) == []


def test_a_measure_without_data_is_late_from_the_day_it_was_in_the_plan():
    measure = stated(a_measure(frequency=Frequency.MONTHLY), ago(47))
    alert = only(measure, rule="measure_late")
    assert (alert.since, alert.days) == (ago(47), 47)
    assert alert.why == "It has no data yet; a point is expected every month."
    newer = stated(a_measure(frequency=Frequency.MONTHLY), ago(46))
    assert raised(newer, rule="measure_late") == []


def test_a_point_without_a_value_does_not_make_data_recent():
    measure = a_measure(frequency=Frequency.MONTHLY)
    gaps_since = {measure.id: points(3, None, None, None, last=TODAY)}
    alert = only(measure, rule="measure_late", measured=gaps_since)
    assert alert.since == ago(90)
    assert alert.why == "Its newest data are for 23 Aug 2026; a point is expected every month."
