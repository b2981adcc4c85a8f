"""A small plan with a meeting on its newest day, for tests of meetings."""

from datetime import date, timedelta
from typing import Any

from builders import (
    SLUG,
    START,
    TODAY,
    a_group,
    a_measure,
    a_meeting,
    a_partnership,
    a_plan,
    a_point,
    a_post,
    an_action,
    an_area,
    an_update,
    keep,
    stated,
)

from tracker import store
from tracker.plan import Status

BEFORE = date(2026, 9, 7)  # the meeting before
ONE, TWO = an_area("1", title="Needs known early"), an_area("2", title="Voice")
CHAIR, LEAD = a_post("chair"), a_post("lead")
GROUP = a_group("board", name="Leadership group")
VISITS = a_measure("M1", title="Visits in time")
DONE = an_action("1.1", title="The guide", owner_id=LEAD.id, due_on=date(2026, 10, 1))
LATE = an_action("1.2", title="The rota", owner_id=CHAIR.id, due_on=date(2026, 10, 5))
HELD = a_meeting(BEFORE, group_id=GROUP.id, present=(CHAIR.id, LEAD.id))
MEETING = a_meeting(TODAY, group_id=GROUP.id, agenda="What changed\nDecisions")
LOW, HIGH = (20, 17, 22, 16, 21, 18, 23, 15, 19, 24, 17, 20), (30,) * 8
VALUES = (*LOW, *HIGH)


def month(n: int) -> date:
    return TODAY - timedelta(28 * n)


def reports() -> list[Any]:
    return [
        an_update(DONE, date(2026, 8, 1)),
        an_update(DONE, date(2026, 10, 1), status=Status.COMPLETE, progress=100),
        an_update(LATE, date(2026, 8, 1)),
        an_update(LATE, date(2026, 11, 2), status=Status.AT_RISK, done="Two are ill.",
                  needed="Cover from another team."),
    ]  # fmt: skip


def a_plan_that_meets(database: store.Database, *more: Any) -> None:
    """Two areas, two actions, a measure that got better, one meeting held and one today."""
    points = [a_point(VISITS, month(n), value) for n, value in enumerate(reversed(VALUES))]
    keep(
        database, a_partnership(shown_as_at=TODAY), a_plan(), ONE, TWO, CHAIR, LEAD, GROUP, VISITS,
        DONE, LATE, *reports(), *points, stated(HELD, START), stated(MEETING, START), *more,
    )  # fmt: skip


def now(database: store.Database, day: date = TODAY):
    return store.plan_as_at(database, SLUG, day)
