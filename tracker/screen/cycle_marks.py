"""How tests of change and their decisions look: an icon, a word, and violet only where one runs."""

from collections.abc import Mapping
from datetime import date

from tracker.cycles import TestReading, TestState
from tracker.screen.marks import plain
from tracker.tests_of_change import Decision, PdsaCycle
from tracker.words import day_words

NOT_TESTED = ":gray-badge[:material/lightbulb: not tested]"
_ICONS: Mapping[TestState | Decision, str] = {
    TestState.NOT_BEGUN: "edit_calendar",
    TestState.RUNNING: "science",
    TestState.ADOPTED: "done_all",
    TestState.ABANDONED: "block",
    Decision.ADOPT: "done_all",
    Decision.ADAPT: "done_all",
    Decision.ABANDON: "block",
    Decision.TEST_AGAIN: "replay",
}


def icon_of(test: TestReading) -> str:
    """The icon of a test: of its newest decision between two cycles, else of its state."""
    newest = test.newest
    between = newest and test.state is TestState.BETWEEN_CYCLES
    return _ICONS[(newest.decision if newest and between else test.state) or TestState.NOT_BEGUN]


def badge(test: TestReading) -> str:
    """A test and how it stands, as a badge in markdown; abandoned is learning, and grey too."""
    colour = "violet" if test.state is TestState.RUNNING else "gray"
    return f":{colour}-badge[:material/{icon_of(test)}: {plain(test.name)} · {plain(test.words)}]"


def decision_badge(cycle: PdsaCycle, day: date) -> str:
    """What a cycle decided and when; the step it is at where nothing is decided yet."""
    if not cycle.decision and cycle.starts_on and cycle.starts_on > day:
        return f":gray-badge[:material/edit_calendar: planned for {day_words(cycle.starts_on)}]"
    if not cycle.decision:
        step = "do" if cycle.step == "plan" and cycle.starts_on else cycle.step
        return f":violet-badge[:material/science: {_STEP_WORDS[step]}]"
    on = f" {day_words(cycle.decided_on)}" if cycle.decided_on else ""
    return f":gray-badge[:material/{_ICONS[cycle.decision]}: {cycle.decision.done}{on}]"


_STEP_WORDS: Mapping[str, str] = {
    "plan": "being planned", "do": "running", "study": "to be studied", "act": "to be decided",
}  # fmt: skip
