"""How a test of change stands on a day: its cycles, its ramp, what it waits for.

A test runs from its first Do until a cycle's Act adopts or abandons it (product.md, Words: adopt,
adapt, abandon). Abandoned is learning: nothing here calls it a failure.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from tracker.plan_as_at import PlanAsAt
from tracker.refusals import FieldRefusals
from tracker.tests_of_change import Decision, PdsaCycle, RampStage, TestOfChange
from tracker.words import day_words

STEPS = ("plan", "do", "study", "act")


class TestState(StrEnum):
    """Where a test stands; of a test that goes on, whether a cycle is running now."""

    __test__ = False

    NOT_BEGUN = "not begun"
    RUNNING = "running"
    BETWEEN_CYCLES = "between cycles"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class TestMark:
    """A test on the time line of a measure: from the start of its first Do.

    `until` is the end of its last Do so far; `decided_on` the day of its newest decision.
    """

    __test__ = False

    ref: str
    title: str
    since: date
    until: date | None
    decision: Decision | None
    decided_on: date | None


@dataclass(frozen=True)
class TestReading:
    """One test of change as at a day, with its cycles in order.

    `predicted_late`: the numbers of cycles whose prediction was written after Do had started.
    `stages`: how far the test had grown when each cycle began, in the order of the cycles.
    """

    __test__ = False

    test: TestOfChange
    cycles: tuple[PdsaCycle, ...]
    owner: str
    state: TestState
    day: date
    predicted_late: tuple[int, ...]
    stages: tuple[RampStage, ...]

    @property
    def name(self) -> str:
        """What people call it: T4 is Test 4."""
        numbered = _NUMBERED.fullmatch(self.test.ref)
        return f"Test {numbered[1] if numbered else self.test.ref}"

    @property
    def ramp(self) -> Mapping[RampStage, tuple[PdsaCycle, ...]]:
        """The rungs of the ladder: the cycles begun at each stage, smallest stage first."""
        begun = list(zip(self.stages, self.cycles, strict=True))
        return {stage: tuple(c for at, c in begun if at is stage) for stage in RampStage}

    @property
    def newest(self) -> PdsaCycle | None:
        """The newest cycle."""
        return self.cycles[-1] if self.cycles else None

    @property
    def decision(self) -> Decision | None:
        """The newest decision taken."""
        decided = [cycle.decision for cycle in self.cycles if cycle.decision]
        return decided[-1] if decided else None

    @property
    def live(self) -> bool:
        """Has it begun, and has it not ended?"""
        return self.state in {TestState.RUNNING, TestState.BETWEEN_CYCLES}

    @property
    def words(self) -> str:
        """In a few words, as on the driver diagram: cycle 2 running."""
        cycle = self.newest
        if self.state is TestState.RUNNING and cycle:
            return f"cycle {cycle.number} {_STEP_WORDS[cycle.step]}"
        if self.state is TestState.BETWEEN_CYCLES and cycle:
            return cycle.decision.done if cycle.decision else f"cycle {cycle.number} planned"
        return str(self.state)

    @property
    def mark(self) -> TestMark | None:
        """Its place on the time line of its measures; None before its first Do has begun."""
        begun = [c for c in self.cycles if c.starts_on and c.starts_on <= self.day]
        if not begun:
            return None
        ends = [c.ends_on for c in begun if c.ends_on and c.ends_on <= self.day]
        decided = [c for c in begun if c.decision]
        last = decided[-1] if decided else None
        since = min(c.starts_on for c in begun if c.starts_on)
        return TestMark(
            self.test.ref, self.test.title, since, max(ends, default=None),
            last.decision if last else None, last.decided_on if last else None,
        )  # fmt: skip


_NUMBERED = re.compile(r"T ?(\d.*)", re.IGNORECASE)
_STEP_WORDS = {
    "plan": "running",  # Do has begun, without a prediction
    "do": "running",
    "study": "to be studied",
    "act": "to be decided",
    "done": "ended",
}


def test_readings(plan: PlanAsAt) -> tuple[TestReading, ...]:
    """Every test of change of the plan, in the order of its references."""
    return tuple(_reading(plan, test) for test in plan.tests)


test_readings.__test__ = False  # type: ignore[attr-defined]


def _reading(plan: PlanAsAt, test: TestOfChange) -> TestReading:
    cycles = plan.cycles.get(test.id, ())
    late = tuple(c.number for c in cycles if _predicted_late(plan, c))
    owner = plan.owner_words(test.owner_id)
    stages = tuple(_stage(plan, test, cycle) for cycle in cycles)
    return TestReading(test, cycles, owner, _state(cycles, plan.day), plan.day, late, stages)


def _stage(plan: PlanAsAt, test: TestOfChange, cycle: PdsaCycle) -> RampStage:
    """How far the test had grown when this cycle began; a cycle ahead begins where it is now."""
    began = min(cycle.starts_on or plan.day, plan.day)
    return plan.said_on(TestOfChange, test.id, began).stage


def _state(cycles: Iterable[PdsaCycle], day: date) -> TestState:
    told = tuple(cycles)
    if not told:
        return TestState.NOT_BEGUN
    newest = told[-1]
    if newest.decision is Decision.ADOPT:
        return TestState.ADOPTED
    if newest.decision is Decision.ABANDON:
        return TestState.ABANDONED
    if newest.decision:
        return TestState.BETWEEN_CYCLES
    if newest.happened or (newest.starts_on and newest.starts_on <= day):
        return TestState.RUNNING
    return TestState.NOT_BEGUN if len(told) == 1 else TestState.BETWEEN_CYCLES


def _predicted_late(plan: PlanAsAt, cycle: PdsaCycle) -> bool:
    """Was the prediction first written after Do had started?"""
    written = [v.as_of for v in plan.history(PdsaCycle, cycle.id) if v.record.prediction]
    return bool(written and cycle.starts_on and written[0] > cycle.starts_on)


def stalled_since(cycle: PdsaCycle, day: date, allowed_days: float) -> date | None:
    """The end of a Do that nobody has studied for more than `allowed_days`; else None."""
    if cycle.ends_on is None or cycle.result or cycle.decision:
        return None
    waited = day - cycle.ends_on
    return cycle.ends_on if waited >= timedelta(allowed_days) else None


def unpredicted_since(cycle: PdsaCycle, day: date) -> date | None:
    """The start of a Do that has begun without a prediction; None where there is one."""
    begun = cycle.starts_on is not None and cycle.starts_on <= day
    return cycle.starts_on if begun and not cycle.prediction else None


def evaluation_due_since(test: TestOfChange, day: date) -> date | None:
    """The day an evaluation was due that has come and has not been made; else None."""
    due = test.evaluate_on
    return due if due and due <= day and test.evaluated_on is None else None


def marks_of(readings: Iterable[TestReading], measure: UUID) -> tuple[TestMark, ...]:
    """The tests on the time line of a measure, the earliest first."""
    its = (reading.mark for reading in readings if measure in reading.test.measure_ids)
    return tuple(sorted((mark for mark in its if mark), key=lambda mark: mark.since))


_LOCKS: Mapping[str, tuple[str, str]] = {
    "do": ("prediction", "Do comes after Plan. Write the prediction first: without it, whatever "
           "happens teaches nothing."),
    "study": ("happened", "Study holds what happened against the prediction. Say in Do what "
              "happened first."),
    "act": ("result", "Act decides on what Study found. Say in Study what the result was first."),
}  # fmt: skip


def why_locked(cycle: PdsaCycle | None, step: str) -> str:
    """Why a step of a cycle cannot be written yet, as a sentence; '' where it can."""
    if step not in _LOCKS:
        return ""
    needed, words = _LOCKS[step]
    return "" if cycle and getattr(cycle, needed) else words


def refuse_untimely(cycle: PdsaCycle, today: date) -> None:
    """Raise FieldRefusals for what the charts could not place: a Do without its start, one that
    is told before it has begun, and a decision without its day."""
    starts_on, found = cycle.starts_on, {}
    if cycle.happened and starts_on is None:
        found["starts_on"] = "Say when Do started, so that the run charts can show it."
    if cycle.happened and starts_on and starts_on > today:
        found["starts_on"] = (
            f"Do starts on {day_words(starts_on)}, and that day has not come. Correct it, or say "
            "what happened once Do has begun."
        )
    if cycle.decision and cycle.decided_on is None:
        found["decided_on"] = "Say when it was decided, so that the run charts can show it."
    if found:
        raise FieldRefusals(found)
