"""The driver diagram of an aim as a tree: drivers, the drivers below them, ideas and tests."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.cycles import TestReading, TestState
from tracker.plan_as_at import PlanAsAt
from tracker.tests_of_change import Aim, ChangeIdea, Decision, Driver
from tracker.words import counted, listed


@dataclass(frozen=True)
class IdeaBranch:
    """A change idea and the tests of it, oldest first."""

    idea: ChangeIdea
    tests: tuple[TestReading, ...]

    @property
    def live(self) -> bool:
        """Is it being tested now?"""
        return any(test.live for test in self.tests)


@dataclass(frozen=True)
class DriverBranch:
    """A driver with the secondary drivers below it, and the ideas that hang on it directly."""

    driver: Driver
    below: tuple["DriverBranch", ...]
    ideas: tuple[IdeaBranch, ...]

    def all_ideas(self) -> Iterator[IdeaBranch]:
        """Its own ideas, then those of the drivers below."""
        yield from self.ideas
        for branch in self.below:
            yield from branch.all_ideas()

    @property
    def rows(self) -> int:
        """How many rows it needs beside each other: one for each idea, or for itself."""
        return max(1, len(self.ideas) + sum(branch.rows for branch in self.below))


@dataclass(frozen=True)
class DriverDiagram:
    """One aim with everything below it."""

    aim: Aim
    drivers: tuple[DriverBranch, ...]

    @property
    def ideas(self) -> tuple[IdeaBranch, ...]:
        """Every change idea, from top to bottom."""
        return tuple(idea for branch in self.drivers for idea in branch.all_ideas())

    @property
    def summary(self) -> str:
        """The ideas counted in words: 7 change ideas: 2 being tested now, 1 adopted."""
        counts = Counter(_idea_word(idea) for idea in self.ideas)
        said = [f"{counts[word]} {word}" for word in _WORDS if counts[word]]
        total = counted(len(self.ideas), "change idea")
        return f"{total}: {listed(said)}." if said else f"{total}."

    @property
    def as_text(self) -> str:
        """The tree as nested lines, the text alternative of the drawing."""
        lines = [f"Aim: {self.aim.words}"]
        for branch in self.drivers:
            lines += _lines(branch, 1, "Primary driver")
        return "\n".join(lines)


_WORDS = ("being tested now", "adopted", "adapted", "abandoned", "planned", "not tested")


def _idea_word(branch: IdeaBranch) -> str:
    if branch.live:
        newest = next(test for test in reversed(branch.tests) if test.live)
        adapted = newest.decision is Decision.ADAPT
        return "adapted" if adapted and newest.state is TestState.BETWEEN_CYCLES else _WORDS[0]
    states = [test.state for test in branch.tests]
    for state in (TestState.ADOPTED, TestState.ABANDONED):
        if state in states:
            return str(state)
    return "planned" if states else "not tested"


def driver_diagrams(plan: PlanAsAt, tests: Sequence[TestReading]) -> tuple[DriverDiagram, ...]:
    """The diagrams of every aim of the plan, in the order of their references."""
    return tuple(DriverDiagram(aim, _branches(plan, aim, None, tests)) for aim in plan.aims)


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
    for idea in plan.ideas:
        if idea.driver_id == driver.id:
            its = tuple(test for test in tests if test.test.idea_id == idea.id)
            yield IdeaBranch(idea, its)


def _lines(branch: DriverBranch, depth: int, word: str) -> list[str]:
    lines = [f"{'  ' * depth}{word}: {branch.driver.words}"]
    for below in branch.below:
        lines += _lines(below, depth + 1, "Secondary driver")
    for one in branch.ideas:
        tests = listed(f"test {test.test.ref} {test.words}" for test in one.tests)
        lines.append(f"{'  ' * (depth + 1)}Change idea: {one.idea.words} ({tests or 'not tested'})")
    return lines
