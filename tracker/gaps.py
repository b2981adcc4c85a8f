"""Gaps in the chain area -> outcome -> measure -> action (product.md, The spine).

A gap is something a record lacks that the chain needs; each is named, dated and can be mended.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tracker.delivery import lacking_since
from tracker.measures import Measure, MeasureKind
from tracker.plan import Action, Area, Outcome
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record, Version

# Does a record lack something on a day?
Lack = Callable[[date], bool]


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
    why = {
        "area_without_action": "Nothing is being done about this area: add an action.",
        "no_outcome": "No outcome says what should be better for children.",
        "no_measure": "No measure can show whether this area gets better.",
    }
    for rule, kind in (
        ("area_without_action", Action), ("no_outcome", Outcome), ("no_measure", Measure),
    ):  # fmt: skip
        its = plan.histories.get(kind, {})
        days = {version.as_of for versions in its.values() for version in versions}
        since = _since(plan, Area, area.id, days, _no_record(plan, kind, its, area.id))
        if since:
            yield Gap(rule, "area", area.id, area.ref, area.title, area.id, since, why[rule])


def _no_record(
    plan: PlanAsAt, kind: type[Action | Outcome | Measure], its: Iterable[UUID], area: UUID
) -> Lack:
    def lacks(day: date) -> bool:
        standing = (plan.stood_as(kind, record, day) for record in its)
        return not any(one and one.area_id == area and _can_show(one) for one in standing)

    return lacks


def _can_show(record: Action | Outcome | Measure) -> bool:
    """A balancing measure tells of harm elsewhere, and cannot show that this gets better."""
    return not (isinstance(record, Measure) and record.measure_kind is MeasureKind.BALANCING)


def _of_action(plan: PlanAsAt, action: Action) -> Iterator[Gap]:
    def then(day: date) -> Action:
        return plan.said_on(Action, action.id, day)

    lacks: Mapping[str, Lack] = {
        "no_owner": lambda day: (owner := then(day).owner_id) is None or owner in plan.group,
        "no_due_date": lambda day: then(day).due_on is None,
        "no_outcome": lambda day: not _stood(plan, Outcome, then(day).outcome_id, day),
        "no_measure": lambda day: (
            not any(_stood(plan, Measure, measure, day) for measure in then(day).measure_ids)
        ),
    }
    why = {
        "no_owner": _owner_words(plan, action),
        "no_due_date": "It has no due date, so it can never be late: agree one.",
        "no_outcome": "It is not linked to an outcome: say what it is to make better.",
        "no_measure": _measure_words(plan, action),
    }
    days = _days_of_links(plan, action)
    for rule, lack in lacks.items():
        since = _since(plan, Action, action.id, days, lack)
        if since:
            yield Gap(
                rule, "action", action.id, action.ref, action.title, action.area_id, since,
                why[rule],
            )  # fmt: skip


def _stood(plan: PlanAsAt, kind: type[Outcome | Measure], record: UUID | None, day: date) -> bool:
    """Did what the action links to stand on that day, in an area that stood?"""
    one = plan.stood_as(kind, record, day) if record else None
    return bool(one and _can_show(one) and plan.stood_as(Area, one.area_id, day))


def _days_of_links(plan: PlanAsAt, action: Action) -> set[date]:
    """The days on which something changed that an action was ever linked to, or its area."""
    said = [version.record for version in plan.history(Action, action.id)]
    measures = {measure for record in said for measure in record.measure_ids}
    outcomes = {record.outcome_id for record in said if record.outcome_id}
    areas = plan.histories.get(Area, {})
    histories: list[tuple[Version[Any], ...]] = [
        *(plan.history(Measure, measure) for measure in measures),
        *(plan.history(Outcome, outcome) for outcome in outcomes),
        *areas.values(),
    ]
    return {version.as_of for history in histories for version in history}


def _owner_words(plan: PlanAsAt, action: Action) -> str:
    if action.owner_id is None:
        return "Nobody owns it: name one post."
    return f"A group owns it ({plan.owner_words(action.owner_id)}): name one post."


def _measure_words(plan: PlanAsAt, action: Action) -> str:
    if any(measure in plan.measure for measure in action.measure_ids):
        return "A balancing measure cannot show its effect: add an outcome or a process measure."
    return "It has no measure, so its effect cannot be shown."


def _of_measure(plan: PlanAsAt, measure: Measure) -> Iterator[Gap]:
    def then(day: date) -> Measure:
        return plan.said_on(Measure, measure.id, day)

    lacks: Mapping[str, Lack] = {
        "no_baseline": lambda day: then(day).baseline is None,
        "no_target": lambda day: not then(day).targets,
    }
    why = {
        "no_baseline": "It has no baseline, so nobody can say what it was before.",
        "no_target": "It has no target, so nobody can say when it is good enough.",
    }
    for rule, lack in lacks.items():
        since = _since(plan, Measure, measure.id, (), lack)
        if since:
            yield Gap(
                rule, "measure", measure.id, measure.ref, measure.title, measure.area_id, since,
                why[rule],
            )  # fmt: skip


def _since(
    plan: PlanAsAt, kind: type[Record], record: UUID, others: Iterable[date], lacks: Lack
) -> date | None:
    """From when the record has lacked something; None where, as at the plan's day, it does not."""
    if not lacks(plan.day):
        return None
    own = [version.as_of for version in plan.history(kind, record)]
    return lacking_since([*own, *(day for day in others if day > own[0])], lacks)
