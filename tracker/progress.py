"""What the first screen says: the finding, what changed, delivery against effect, what needs us.

A plan can be all complete and make no difference: the finding names effect beside delivery, always.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.alert import Alert
from tracker.alerts import alerts
from tracker.attention import Attention, attention
from tracker.days import compared_with
from tracker.effect import Effect
from tracker.readings import ActionReading, Readings
from tracker.words import counted

# The four rows of delivery against effect, best first; an action without a measure has no effect.
EFFECT_ROWS: tuple[Effect | None, ...] = (
    Effect.IMPROVEMENT, Effect.NO_SIGNAL, Effect.WORSENING, Effect.NOT_ENOUGH, None,
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One cell of delivery against effect: finished or not, by effect. `asks`: does it need us?"""

    done: bool
    effect: Effect | None
    actions: tuple[ActionReading, ...]

    @property
    def asks(self) -> bool:
        """Done without a change, or getting worse: the cells that call for a question."""
        stuck = self.done and self.effect is Effect.NO_SIGNAL
        return bool(self.actions) and (stuck or self.effect is Effect.WORSENING)


@dataclass(frozen=True)
class Progress:
    """The whole plan as at a day beside the same plan as at an earlier day."""

    now: Readings
    before: Readings
    compared_with: date
    since_meeting: bool

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """The alerts of the day, worst first."""
        return alerts(self.now)

    @cached_property
    def finding(self) -> str:
        """The headline: delivery, lateness, and whether anything changed for children."""
        counts = self.now.counts
        if not counts.actions:
            return _empty_finding(len(self.now.areas))
        done = f"{counts.complete} of {counted(counts.actions, 'action')} complete"
        late = f"{counts.overdue} overdue" if counts.overdue else "none overdue"
        return f"{done}; {late}; {effect_words(self.now)}"

    @cached_property
    def changes(self) -> Mapping[str, int]:
        """By status: how many more actions stand there than on the day compared with."""
        before = self.before.counts.by_status()
        return {name: now - before[name] for name, now in self.now.counts.by_status().items()}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Delivery against effect: every action is in exactly one cell."""
        return tuple(
            Cell(done, effect, _actions(self.now.actions, done, effect))
            for done in (True, False)
            for effect in EFFECT_ROWS
        )

    @cached_property
    def attention(self) -> tuple[Attention, ...]:
        """What needs attention most, at most as many as the settings say; like gaps are one."""
        most = int(self.now.plan.reference.settings["attention_items"])
        return attention(self.now, self.alerts)[:most]


def progress_as_at(readings_at: Callable[[date], Readings], day: date) -> Progress:
    """The plan as at `day` beside the last meeting; `readings_at` reads it as at any day."""
    now = readings_at(day)
    since, is_meeting = compared_with(now.plan)
    return Progress(now, readings_at(since), since, is_meeting)


def effect_words(read: Readings) -> str:
    """How many areas have a measure that got better, and worse: the honest half of the finding."""
    effects = [area.effect for area in read.areas]
    better, worse = effects.count(Effect.IMPROVEMENT), effects.count(Effect.WORSENING)
    of_all = f"of {counted(len(effects), 'area')}"
    if not any(effects):
        return "no measure can show a change" if read.measures else "no area has a measure"
    if better and worse:
        return f"measures better in {better} {of_all}, worse in {worse}"
    if better or worse:
        return f"measures {'better' if better else 'worse'} in {better or worse} {of_all}"
    return "no measure shows a change yet"


def change_words(change: int) -> str:
    """A change in a count as people say it: 3 more, 2 fewer, no change."""
    return "no change" if not change else f"{abs(change)} {'more' if change > 0 else 'fewer'}"


def _empty_finding(areas: int) -> str:
    if not areas:
        return "Nothing is in this plan yet"
    return f"{counted(areas, 'area')} for improvement and no action yet"


def _actions(
    actions: Iterable[ActionReading], done: bool, effect: Effect | None
) -> tuple[ActionReading, ...]:
    return tuple(a for a in actions if a.complete is done and a.effect is effect)
