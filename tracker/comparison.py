"""What changed between two days of one plan, in words: for a meeting, and for two snapshots.

Both sides are readings, so the comparison says what the screens of the two days said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tracker.effect import Effect
from tracker.measures import Measure
from tracker.plan import Action, Area, Status
from tracker.readings import ActionReading, MeasureReading, Readings
from tracker.words import counted, day_words


class Sort(StrEnum):
    """The sorts of change, in the order in which a meeting hears them."""

    COMPLETED = "completed"
    REOPENED = "no longer complete"
    STARTED = "started"
    SLIPPED = "slipped"
    RECOVERED = "recovered"
    BECAME_LATE = "became late"
    EXTENDED = "due date moved"
    TURNED = "measure turned"
    EVIDENCE = "new evidence"
    TEST_ENDED = "test ended"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    OWNER = "changed owner"
    REWORDED = "re-worded"


@dataclass(frozen=True)
class Change:
    """One thing that changed: what it is about, and in words how."""

    sort: Sort
    kind: str
    record: UUID
    ref: str
    title: str
    says: str


@dataclass(frozen=True)
class Promise:
    """An action that was to be complete between the two days; `kept` says whether it is."""

    action: ActionReading
    due_on: date
    kept: bool


@dataclass(frozen=True)
class Comparison:
    """Two days of one plan: every change, and what was promised in between."""

    before: Readings
    after: Readings
    changes: tuple[Change, ...]
    promises: tuple[Promise, ...]

    def of(self, sort: Sort) -> tuple[Change, ...]:
        """The changes of one sort."""
        return tuple(change for change in self.changes if change.sort is sort)

    @property
    def summary(self) -> str:
        """The changes counted in a sentence."""
        said = [(len(self.of(sort)), sort) for sort in Sort]
        parts = [f"{number} {_summed(sort, number)}" for number, sort in said if number]
        since = day_words(self.before.plan.day)
        if not parts:
            return f"Nothing has changed since {since}."
        return f"Since {since}: {', '.join(parts)}."


def _summed(sort: Sort, number: int) -> str:
    one = sort is Sort.TEST_ENDED and number == 1
    return "test of change ended" if one else _SUMMARY[sort]


_SUMMARY: Mapping[Sort, str] = {
    Sort.COMPLETED: "completed",
    Sort.REOPENED: "no longer complete",
    Sort.STARTED: "started",
    Sort.SLIPPED: "slipped",
    Sort.RECOVERED: "recovered",
    Sort.BECAME_LATE: "became late",
    Sort.EXTENDED: "with a due date that moved",
    Sort.TURNED: "with a measure that turned",
    Sort.EVIDENCE: "with new evidence",
    Sort.TEST_ENDED: "tests of change ended",
    Sort.ADDED: "added",
    Sort.WITHDRAWN: "withdrawn",
    Sort.OWNER: "with another owner",
    Sort.REWORDED: "re-worded",
}


# Work under way, from going well to going badly.
_TROUBLE = {Status.ON_TRACK: 0, Status.AT_RISK: 1, Status.OFF_TRACK: 2}


def comparison(before: Readings, after: Readings) -> Comparison:
    """Everything that differs between two readings of the same plan, by sort, then by place."""
    found = [*_added_and_withdrawn(before, after), *_of_areas(before, after)]
    for action in after.actions:
        if action.action.id in before.action:
            found += _of_action(before.action[action.action.id], action)
    for measure in after.measures:
        if measure.measure.id in before.measure:
            found += _of_measure(before.measure[measure.measure.id], measure)
    found += _tests_ended(before, after)
    order = list(Sort)
    ordered = tuple(sorted(found, key=lambda change: order.index(change.sort)))
    return Comparison(before, after, ordered, tuple(_promises(before, after)))


def _about(record: Area | Action | Measure, sort: Sort, says: str) -> Change:
    return Change(sort, record.kind, record.id, record.ref, record.title, says)


def _added_and_withdrawn(before: Readings, after: Readings) -> Iterator[Change]:
    then, now = _standing(before), _standing(after)
    for id_, record in now.items():
        if id_ not in then:
            yield _about(record, Sort.ADDED, "is new in the plan")
    for id_, record in then.items():
        if id_ not in now:
            yield _about(record, Sort.WITHDRAWN, "has left the plan")


def _standing(read: Readings) -> dict[UUID, Area | Action | Measure]:
    plan = read.plan
    return {**plan.area, **plan.action, **plan.measure}


def _of_action(then: ActionReading, now: ActionReading) -> Iterator[Change]:
    """What became of one action, told once for each sort that holds."""
    asked: tuple[tuple[Sort, Callable[[ActionReading, ActionReading], str]], ...] = (
        (Sort.COMPLETED, _completed),
        (Sort.REOPENED, _reopened),
        (Sort.STARTED, _started),
        (Sort.SLIPPED, _slipped),
        (Sort.RECOVERED, _recovered),
        (Sort.BECAME_LATE, _became_late),
        (Sort.EXTENDED, _moved),
        (Sort.EVIDENCE, _evidence),
        (Sort.OWNER, _owner),
        (Sort.REWORDED, lambda a, b: _reworded(a.action, b.action, ("title", "what"))),
    )
    for sort, says in asked:
        if words := says(then, now):
            yield _about(now.action, sort, words)


def _completed(then: ActionReading, now: ActionReading) -> str:
    if then.complete or not now.complete or not now.update:
        return ""
    late = now.action.due_on and now.update.as_of > now.action.due_on
    return f"is complete{', after its due date' if late else ''}"


def _reopened(then: ActionReading, now: ActionReading) -> str:
    if not then.complete or now.complete:
        return ""
    return f"was complete and is {now.status.words if now.status else 'not reported'} again"


def _started(then: ActionReading, now: ActionReading) -> str:
    idle = then.status in {None, Status.NOT_STARTED}
    begun = now.status in _TROUBLE
    return f"has started and is {now.status.words}" if idle and begun and now.status else ""


def _slipped(then: ActionReading, now: ActionReading) -> str:
    if then.status not in _TROUBLE or now.status not in _TROUBLE:
        return ""
    worse = _TROUBLE[now.status] > _TROUBLE[then.status]
    return f"slipped from {then.status.words} to {now.status.words}" if worse else ""


def _recovered(then: ActionReading, now: ActionReading) -> str:
    if then.status not in _TROUBLE or now.status not in _TROUBLE:
        return ""
    better = _TROUBLE[now.status] < _TROUBLE[then.status]
    return f"went from {then.status.words} to {now.status.words}" if better else ""


def _became_late(then: ActionReading, now: ActionReading) -> str:
    if then.overdue or not now.overdue:
        return ""
    return f"is {counted(now.days_overdue, 'day')} overdue"


def _moved(then: ActionReading, now: ActionReading) -> str:
    """The due date, whichever way it moved; one given for the first time is none."""
    was, due = then.action.due_on, now.action.due_on
    if was == due or was is None:
        return ""
    if due is None:
        return f"has no due date any more; it was {day_words(was)}"
    way = "moved on" if due > was else "brought forward"
    return f"was due {day_words(was)}; {way} to {day_words(due)}"


def _evidence(then: ActionReading, now: ActionReading) -> str:
    newer = now.update and (then.update is None or now.update.id != then.update.id)
    if not newer or not now.update or not now.update.shows_evidence:
        return ""
    return f"shows new evidence: {now.update.data_show or now.update.evidence_link}"


def _owner(then: ActionReading, now: ActionReading) -> str:
    if then.action.owner_id == now.action.owner_id:
        return ""
    return f"went from {then.owner or 'no owner'} to {now.owner or 'no owner'}"


def _reworded(then: object, now: object, names: Iterable[str]) -> str:
    """Which texts read differently now, each with what it said."""
    said = []
    for name in names:
        old, new = getattr(then, name), getattr(now, name)
        if old != new:
            said.append(f"said “{old}”" if old else "said nothing more")
    return "; ".join(said)


def _of_measure(then: MeasureReading, now: MeasureReading) -> Iterator[Change]:
    if then.effect is not now.effect:
        yield _about(now.measure, Sort.TURNED, _turn(then.effect, now.effect))
    words = _reworded(then.measure, now.measure, ("title", "definition"))
    if words:
        yield _about(now.measure, Sort.REWORDED, words)


def _turn(then: Effect, now: Effect) -> str:
    if now is Effect.IMPROVEMENT:
        return "shows a signal of improvement"
    if now is Effect.WORSENING:
        return "shows a signal that it is getting worse"
    if then in {Effect.IMPROVEMENT, Effect.WORSENING}:
        return f"no longer shows {'improvement' if then is Effect.IMPROVEMENT else 'worsening'}"
    return "has enough points to judge" if now is Effect.NO_SIGNAL else "has too few points now"


def _of_areas(before: Readings, after: Readings) -> Iterator[Change]:
    for area in after.plan.areas:
        then = before.plan.area.get(area.id)
        if then and (words := _reworded(then, area, ("title", "wording"))):
            yield _about(area, Sort.REWORDED, words)


def _tests_ended(before: Readings, after: Readings) -> Iterator[Change]:
    """Tests of change adopted or abandoned in between."""
    then = {reading.test.id: reading.decision for reading in before.tests}
    for reading in after.tests:
        decision, test = reading.decision, reading.test
        if decision and decision.ends_the_test and then.get(test.id) is not decision:
            yield Change(
                Sort.TEST_ENDED, test.kind, test.id, test.ref, test.title, f"was {decision.done}"
            )


def _promises(before: Readings, after: Readings) -> Iterator[Promise]:
    """The actions that, as they stood then, were to be complete by the later day."""
    start, end = before.plan.day, after.plan.day
    for then in before.actions:
        due = then.action.due_on
        now = after.action.get(then.action.id)
        if due and now and not then.complete and start <= due <= end:
            yield Promise(now, due, now.complete)
