"""Whose name and e-mail nothing in the plan needs any more (docs/data_protection.md).

History keeps posts and what was done in them; the names of people stand outside it and go.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tracker.people import Grant, Post
from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.records import Version


def people_to_erase(plan: PlanAsAt, days: float) -> tuple[UUID, ...]:
    """The people whose last tie to the plan ended more than `days` before its day.

    A tie is a post held, a role given, an action owned until it is complete, or any other record
    on the day it was stated. Somebody who never had one is not erased: nobody knows since when.
    """
    ended: dict[UUID, date] = {}
    for person, until in _ties(plan):
        ended[person] = max(until, ended.get(person, until))
    before = plan.day - timedelta(days=days)
    return tuple(person for person, until in ended.items() if until < before)


def _ties(plan: PlanAsAt) -> Iterator[tuple[UUID, date]]:
    """Each person beside the last day of one of their ties: the plan's own day where it lasts."""
    for by_record in plan.histories.values():
        for versions in by_record.values():
            following: list[Version[Any] | None] = [*versions[1:], None]
            for version, after in zip(versions, following, strict=True):
                for person in _named(version) & plan.people.keys():
                    yield person, _until(plan, version, after)


def _named(version: Version[Any]) -> set[UUID]:
    """Every record a version points to; a withdrawn one points to none."""
    if version.withdrawn:
        return set()
    found: set[UUID] = set()
    for value in vars(version.record).values():
        its = value if isinstance(value, tuple) else (value,)
        found.update(one for one in its if isinstance(one, UUID))
    return found


def _until(plan: PlanAsAt, version: Version[Any], after: Version[Any] | None) -> date:
    if after:
        return after.as_of
    record = version.record
    if isinstance(record, Post):
        return min(record.ends_on or plan.day, plan.day)
    if isinstance(record, Action):
        return plan.complete_since.get(record.id, plan.day)
    return plan.day if isinstance(record, Grant) else version.as_of
