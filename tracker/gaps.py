"""Gaps in the chain area -> outcome -> measure -> action (product.md, The spine).

A gap is something a record lacks that the chain needs; each is named, dated and can be mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.delivery import lacking_since
from tracker.measures import Measure
from tracker.plan import Action, Area
from tracker.plan_as_at import PlanAsAt


@dataclass(frozen=True)
class Gap:
    """What one record lacks. `rule` is the alert's name; `since` the day from which it lacks it."""

    rule: str
    kind: str
    record: UUID
    ref: str
    title: str
    area: UUID
    since: date
    why: str


def gaps(plan: PlanAsAt) -> tuple[Gap, ...]:
    """Every gap of the plan as at its day: areas first, then actions, then measures."""
    return (
        *(gap for area in plan.areas for gap in _of_area(plan, area)),
        *(gap for action in plan.actions for gap in _of_action(plan, action)),
        *(gap for measure in plan.measures for gap in _of_measure(plan, measure)),
    )


def _of_area(plan: PlanAsAt, area: Area) -> Iterator[Gap]:
    since = plan.history(Area, area.id)[0].as_of

    def gap(rule: str, why: str) -> Gap:
        return Gap(rule, "area", area.id, area.ref, area.title, area.id, since, why)

    if not any(action.area_id == area.id for action in plan.actions):
        yield gap("area_without_action", "Nothing is being done about this area: add an action.")
    if not any(outcome.area_id == area.id for outcome in plan.outcome.values()):
        yield gap("no_outcome", "No outcome says what should be better for children.")
    if not any(measure.area_id == area.id for measure in plan.measures):
        yield gap("no_measure", "No measure can show whether this area gets better.")


def _of_action(plan: PlanAsAt, action: Action) -> Iterator[Gap]:
    history = plan.history(Action, action.id)
    lacks = {
        "no_owner": lambda a: a.owner_id is None or a.owner_id in plan.group,
        "no_due_date": lambda a: a.due_on is None,
        "no_outcome": lambda a: a.outcome_id is None,
        "no_measure": lambda a: not a.measure_ids,
    }
    why = {
        "no_owner": _owner_words(plan, action),
        "no_due_date": "It has no due date, so it can never be late: agree one.",
        "no_outcome": "It is not linked to an outcome: say what it is to make better.",
        "no_measure": "It has no measure, so its effect cannot be shown.",
    }
    for rule, lack in lacks.items():
        since = lacking_since(history, lack)
        if since:
            yield Gap(
                rule, "action", action.id, action.ref, action.title, action.area_id, since, why[rule]
            )


def _owner_words(plan: PlanAsAt, action: Action) -> str:
    if action.owner_id is None:
        return "Nobody owns it: name one post."
    return f"A group owns it ({plan.owner_words(action.owner_id)}): name one post."


def _of_measure(plan: PlanAsAt, measure: Measure) -> Iterator[Gap]:
    history = plan.history(Measure, measure.id)
    lacks = {"no_baseline": lambda m: m.baseline is None, "no_target": lambda m: not m.targets}
    why = {
        "no_baseline": "It has no baseline, so nobody can say what it was before.",
        "no_target": "It has no target, so nobody can say when it is good enough.",
    }
    for rule, lack in lacks.items():
        since = lacking_since(history, lack)
        if since:
            yield Gap(
                rule, "measure", measure.id, measure.ref, measure.title, measure.area_id, since,
                why[rule],
            )  # fmt: skip
