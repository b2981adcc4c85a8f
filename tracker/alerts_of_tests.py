"""Alerts about improvement science and about findings that stay: tests, aims, areas.

Rules: the four of tests of change, and product.md, What inspectors criticised.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tracker.alert import Alert
from tracker.cycles import TestReading, evaluation_due_since, stalled_since, unpredicted_since
from tracker.driver_diagrams import live_aims
from tracker.effect import Effect
from tracker.plan import Area
from tracker.readings import AreaReading, Readings
from tracker.tests_of_change import Aim
from tracker.words import counted, day_words


def of_test(read: Readings, reading: TestReading) -> Iterator[Alert]:
    """What one test of change waits for; a test that has ended waits for its evaluation only."""
    test, day = reading.test, read.plan.day

    def alert(rule: str, since: date, why: str) -> Alert:
        return Alert(
            rule, "test of change", test.id, test.ref, test.title, test.area_id, reading.owner,
            since, (day - since).days, why,
        )  # fmt: skip

    for cycle in reading.cycles:
        allowed = read.plan.reference.settings["test_stalled_days"]
        if since := stalled_since(cycle, day, allowed):
            why = f"Do of cycle {cycle.number} ended on {day_words(since)} and has no Study yet."
            yield alert("test_stalled", since, why)
        if since := unpredicted_since(cycle, day):
            why = f"Do of cycle {cycle.number} began on {day_words(since)} without a prediction."
            yield alert("test_without_prediction", since, why)
    if since := evaluation_due_since(test, day):
        yield alert("evaluation_due", since, f"Its evaluation was due on {day_words(since)}.")


def of_aims(read: Readings) -> Iterator[Alert]:
    """Too many live aims: more than five (a setting), since the one that made them too many."""
    plan, most = read.plan, int(read.plan.reference.settings["most_live_aims"])
    aims = live_aims(plan)
    if len(aims) <= most or plan.plan is None:
        return
    stated = sorted(aims, key=lambda aim: plan.history(Aim, aim.id)[0].as_of)
    since = plan.history(Aim, stated[most].id)[0].as_of
    lead = plan.owner_words(plan.plan.lead_group_id)
    why = f"{counted(len(aims), 'aim')} are live; more than {most} are too many to drive at once."
    yield Alert(
        "too_many_priorities", "plan", plan.plan.id, "", plan.plan.title, stated[most].area_id,
        lead, since, (plan.day - since).days, why,
    )  # fmt: skip


def of_area(read: Readings, reading: AreaReading) -> Iterator[Alert]:
    """A finding that stays open for long, and one that was settled and came back."""
    area, plan = reading.area, read.plan

    def alert(rule: str, since: date, why: str) -> Alert:
        return Alert(
            rule, "area", area.id, area.ref, area.title, area.id,
            plan.owner_words(area.lead_group_id), since, (plan.day - since).days, why,
        )  # fmt: skip

    raised = area.raised_on
    allowed = plan.reference.settings["long_standing_days"]
    if raised and (plan.day - raised).days > allowed and not _settled(reading):
        why = f"It was raised on {day_words(raised)} and is not settled."
        yield alert("long_standing", raised, why)
    if back := _came_back_on(read, area):
        gone, since = back
        why = f"It was taken out on {day_words(gone)} and put back on {day_words(since)}."
        yield alert("came_back", since, why)


def _settled(reading: AreaReading) -> bool:
    """Is all of its work complete, and does a measure show that it is better?"""
    done = reading.actions and all(action.complete for action in reading.actions)
    return bool(done) and reading.effect is Effect.IMPROVEMENT


def _came_back_on(read: Readings, area: Area) -> tuple[date, date] | None:
    """When it was last withdrawn and put back; a slip put right on the same day is none."""
    returns = [
        (before.as_of, after.as_of)
        for before, after in pairwise(read.plan.history(Area, area.id))
        if before.withdrawn and not after.withdrawn and after.as_of > before.as_of
    ]
    return returns[-1] if returns else None
