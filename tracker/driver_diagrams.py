"""The driver diagram of an aim as a tree: drivers, the drivers below them, ideas and tests."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.cycles import TestReading, TestState
from tracker.plan_as_at import PlanAsAt
from tracker.tests_of_change import Aim, ChangeIdea, Driver
from tracker.words import counted, listed


@dataclass(frozen=True)
class IdeaBranch:
    """A change idea and the tests of it, oldest first."""

    idea: ChangeIdea
    tests: tuple[TestReading, ...]

    @property
    def running(self) -> bool:
        """Is it being tested now?"""
        return any(test.state is TestState.RUNNING for test in self.tests)

    @property
    def word(self) -> str:
        """How it stands, one of the words the summary counts: being tested now, adopted."""
        if self.running:
            return _WORDS[0]
        going_on = [test.newest for test in self.tests if test.live and test.newest]
        if going_on:
            decision = going_on[-1].decision
            return decision.done if decision else "planned"
        states = [test.state for test in self.tests]
        ended = (state for state in (TestState.ADOPTED, TestState.ABANDONED) if state in states)
        return next(ended, "planned" if states else "not tested")


@dataclass(frozen=True)
class DriverBranch:
    """A driver with the secondary drivers below it, and the ideas that hang on it directly."""

    driver: Driver
    below: tuple["DriverBranch", ...]
    ideas: tuple[IdeaBranch, ...]

    def all_ideas(self) -> Iterator[IdeaBranch]:
        """Those of the drivers below, then its own: from top to bottom."""
        for branch in self.below:
            yield from branch.all_ideas()
        yield from self.ideas


@dataclass(frozen=True)
class DriverDiagram:
    """One aim with everything below it; `loose`: ideas whose driver was withdrawn."""

    aim: Aim
    drivers: tuple[DriverBranch, ...]
    loose: tuple[IdeaBranch, ...] = ()

    @property
    def ideas(self) -> tuple[IdeaBranch, ...]:
        """Every change idea, from top to bottom."""
        placed = (idea for branch in self.drivers for idea in branch.all_ideas())
        return (*placed, *self.loose)

    @property
    def tests(self) -> tuple[TestReading, ...]:
        """Every test of its ideas, from top to bottom."""
        return tuple(test for idea in self.ideas for test in idea.tests)

    @property
    def summary(self) -> str:
        """The ideas counted in words: 7 change ideas: 2 being tested now, 1 adopted."""
        counts = Counter(idea.word for idea in self.ideas)
        said = [f"{counts[word]} {word}" for word in _WORDS if counts[word]]
        total = counted(len(self.ideas), "change idea")
        return f"{total}: {listed(said)}." if said else f"{total}."

    @property
    def as_text(self) -> str:
        """The tree as nested lines, the text alternative of the drawing."""
        lines = [f"Aim: {self.aim.words}"]
        for branch in self.drivers:
            lines += _lines(branch, 1, "Primary driver")
        if self.loose:
            lines += ["  Without a driver", *(_idea_line(one, 2) for one in self.loose)]
        return "\n".join(lines)


_WORDS = (
    "being tested now", "adopted", "adapted", "to be tested again", "abandoned", "planned",
    "not tested",
)  # fmt: skip


def driver_diagrams(plan: PlanAsAt, tests: Sequence[TestReading]) -> tuple[DriverDiagram, ...]:
    """The diagrams of every aim of the plan, in the order of their references."""
    return tuple(
        DriverDiagram(aim, _branches(plan, aim, None, tests), tuple(_loose(plan, aim, tests)))
        for aim in plan.aims
    )


def without_a_place(
    tests: Iterable[TestReading], diagrams: Iterable[DriverDiagram]
) -> tuple[TestReading, ...]:
    """The tests that hang on no idea of any diagram."""
    drawn = {test.test.id for diagram in diagrams for test in diagram.tests}
    return tuple(test for test in tests if test.test.id not in drawn)


def left_over(plan: PlanAsAt, diagrams: Iterable[DriverDiagram]) -> tuple[ChangeIdea, ...]:
    """The ideas of no diagram: their aim was withdrawn."""
    drawn = {branch.idea.id for diagram in diagrams for branch in diagram.ideas}
    return tuple(idea for idea in plan.ideas if idea.id not in drawn)


def live_aims(plan: PlanAsAt) -> tuple[Aim, ...]:
    """The aims that nobody has closed."""
    return tuple(a for a in plan.aims if a.closed_on is None or a.closed_on > plan.day)


def _branches(
    plan: PlanAsAt, aim: Aim, under: Driver | None, tests: Sequence[TestReading]
) -> tuple[DriverBranch, ...]:
    above = under.id if under else None
    its = [d for d in plan.drivers if d.aim_id == aim.id and _above(plan, d) == above]
    return tuple(
        DriverBranch(
            driver,
            () if under else _branches(plan, aim, driver, tests),
            tuple(_ideas(plan, driver, tests)),
        )
        for driver in its
    )


def _above(plan: PlanAsAt, driver: Driver) -> object:
    """The primary driver above a secondary; one that stands under a secondary, or nothing, is
    lifted so that it never falls out of the drawing."""
    by_id = {one.id: one for one in plan.drivers if one.aim_id == driver.aim_id}
    seen, top = {driver.id}, driver
    while top.under_id and (above := by_id.get(top.under_id)):
        if above.id in seen:
            return None
        seen.add(above.id)
        top = above
    return None if top is driver else top.id


def _ideas(plan: PlanAsAt, driver: Driver, tests: Iterable[TestReading]) -> Iterator[IdeaBranch]:
    return (_branch(idea, tests) for idea in plan.ideas if idea.driver_id == driver.id)


def _loose(plan: PlanAsAt, aim: Aim, tests: Iterable[TestReading]) -> Iterator[IdeaBranch]:
    """The ideas whose driver belonged to this aim when it was withdrawn."""
    standing = {driver.id for driver in plan.drivers}
    for idea in plan.ideas:
        told = plan.history(Driver, idea.driver_id)
        if told and idea.driver_id not in standing and told[-1].record.aim_id == aim.id:
            yield _branch(idea, tests)


def _branch(idea: ChangeIdea, tests: Iterable[TestReading]) -> IdeaBranch:
    return IdeaBranch(idea, tuple(test for test in tests if test.test.idea_id == idea.id))


def _lines(branch: DriverBranch, depth: int, word: str) -> list[str]:
    lines = [f"{'  ' * depth}{word}: {branch.driver.words}"]
    for below in branch.below:
        lines += _lines(below, depth + 1, "Secondary driver")
    return lines + [_idea_line(one, depth + 1) for one in branch.ideas]


def _idea_line(branch: IdeaBranch, depth: int) -> str:
    tests = listed(f"{test.name} {test.words}" for test in branch.tests)
    return f"{'  ' * depth}Change idea: {branch.idea.words} ({tests or 'not tested'})"
