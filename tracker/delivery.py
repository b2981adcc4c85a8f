"""Delivery: is the work being done on time? Rules: product.md, Words; settled.md, Records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.plan import NOT_REPORTED, Action, Status
from tracker.records import Version


def overdue(due_on: date | None, status: Status | None, day: date) -> bool:
    """Has a due date, that date is before `day`, and the action is not complete.

    A fact, not a status: the undated, the future and the completed are never overdue.
    """
    return due_on is not None and due_on < day and status is not Status.COMPLETE


def due_soon(due_on: date | None, status: Status | None, day: date, days: float) -> bool:
    """Due within `days` (a setting) from `day` on, and not complete; what is overdue is not."""
    if due_on is None or status is Status.COMPLETE or overdue(due_on, status, day):
        return False
    return due_on <= day + timedelta(days)


def days_overdue(due_on: date | None, status: Status | None, day: date) -> int:
    """Whole days from the due date to `day`; 0 when not overdue."""
    return (day - due_on).days if due_on and overdue(due_on, status, day) else 0


def original_due_on(history: Iterable[Version[Action]]) -> date | None:
    """The first due date the action was given."""
    return next((version.record.due_on for version in history if version.record.due_on), None)


def extended_on(history: Iterable[Version[Action]]) -> list[date]:
    """The days on which the due date was moved to a later day; bringing it forward is none."""
    dated = [(version.as_of, version.record.due_on) for version in history]
    known = [(as_of, due) for as_of, due in dated if due]
    return [as_of for (_, before), (as_of, after) in pairwise(known) if after > before]


def times_extended(history: Iterable[Version[Action]]) -> int:
    """How often the due date was moved to a later day."""
    return len(extended_on(history))


def silent_since(last_update_on: date | None, starts_on: date | None, known_from: date) -> date:
    """The day from which nobody has reported: the last report, else the start of the action.

    An action without a start is expected to be reported on from the day it was in the plan.
    """
    return last_update_on or max(starts_on or known_from, known_from)


def lacking_since(days: Iterable[date], lacks: Callable[[date], bool]) -> date | None:
    """The day from which something has been lacking until now; None when it is not.

    `days` are those on which anything changed, `lacks` says whether it was lacking as at one.
    """
    since: date | None = None
    for day in sorted(set(days)):
        if not lacks(day):
            since = None
        elif since is None:
            since = day
    return since


@dataclass(frozen=True)
class Counts:
    """Actions by reported status, and how many are overdue. The statuses add up to `actions`."""

    actions: int = 0
    not_reported: int = 0
    not_started: int = 0
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0
    complete: int = 0
    overdue: int = 0

    @classmethod
    def of(cls, standings: Iterable[tuple[Status | None, bool]]) -> "Counts":
        """Count (status, overdue) of each action."""
        numbers = dict.fromkeys(cls.__dataclass_fields__, 0)
        for status, late in standings:
            numbers["actions"] += 1
            numbers[status.value if status else NOT_REPORTED] += 1
            numbers["overdue"] += late
        return cls(**numbers)

    def as_json(self) -> dict[str, int]:
        """The counts under the names of command_line.md."""
        return dict(vars(self))

    def by_status(self) -> dict[str, int]:
        """The counts of the statuses alone, complete first; not reported last."""
        names = [*(status.value for status in Status), NOT_REPORTED]
        return {name: int(getattr(self, name)) for name in names}
