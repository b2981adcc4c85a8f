"""The steps of a meeting on the shared screen, made from the plan: one idea a step.

The order is product.md's: what changed, exceptions, areas, charts with a signal, what is asked
for, decisions, close. A coordinator may leave groups of steps out or put them in another order
(`Meeting.steps`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.alert import Alert
from tracker.comparison import Comparison, Sort
from tracker.effect import Effect
from tracker.progress import Progress
from tracker.readings import ActionReading, MeasureReading, Readings
from tracker.words import counted, listed, short_day_words, shortened

ROWS = 5  # look.md, Meeting step: at most five rows and one sentence
# What a meeting is asked about: the worst alerts that somebody has to decide.
EXCEPTIONS = ("overdue", "getting_worse", "done_no_effect", "no_owner", "owner_left", "silent")


class Group(StrEnum):
    """The groups of steps, in their usual order."""

    CHANGES = "changes"
    PROMISES = "promises"
    EXCEPTIONS = "exceptions"
    AREAS = "areas"
    CHARTS = "charts"
    TESTS = "tests"
    ASKS = "asks"
    DECISIONS = "decisions"
    CLOSE = "close"


_WORDS = {Group.ASKS: "what is asked for"}
ALWAYS = (Group.DECISIONS, Group.CLOSE)  # a meeting can always decide, and end


@dataclass(frozen=True)
class Step:
    """One screen of a meeting. `key` stands in the address: changes, areas-3, charts-M6."""

    group: Group
    key: str
    subject: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the changes: how many, its mark, what, and which."""

    count: int
    mark: str
    words: str
    names: str


def meeting_steps(
    progress: Progress, compared: Comparison, chosen: Sequence[str] = ()
) -> tuple[Step, ...]:
    """The steps in order: the usual groups, or the `chosen` ones; empty groups are left out.

    Decisions and the close are always there, the close last.
    """
    known = [Group(name) for name in chosen if name in set(Group)] or list(Group)
    missing = [group for group in ALWAYS if group not in known]
    groups = [group for group in (*known, *missing) if group != Group.CLOSE] + [Group.CLOSE]
    return tuple(step for group in groups for step in _of_group(group, progress, compared))


def _of_group(group: Group, progress: Progress, compared: Comparison) -> Iterator[Step]:
    read = progress.now
    subjects: dict[Group, Iterable[str]] = {
        Group.AREAS: (area.area.ref for area in read.areas),
        Group.CHARTS: (measure.measure.ref for measure in telling(read)),
    }
    if group in subjects:
        yield from (Step(group, f"{group}-{ref}", ref) for ref in subjects[group])
        return
    nothing = {
        Group.PROMISES: not compared.promises,
        Group.TESTS: not compared.of(Sort.TEST_ENDED) and not read.tests,
        Group.EXCEPTIONS: not exceptions(progress),
        Group.ASKS: not asked_for(read),
    }
    if not nothing.get(group, False):
        yield Step(group, str(group))


def telling(read: Readings) -> tuple[MeasureReading, ...]:
    """The measures whose chart has a signal: those getting worse first."""
    ranks = {Effect.WORSENING: 0, Effect.IMPROVEMENT: 1}
    found = [measure for measure in read.measures if measure.effect in ranks]
    return tuple(sorted(found, key=lambda measure: ranks[measure.effect]))


def exceptions(progress: Progress) -> tuple[Alert, ...]:
    """What needs the meeting, worst first, each record once."""
    first: dict[object, Alert] = {}
    for alert in progress.alerts:
        if alert.rule in EXCEPTIONS:
            first.setdefault(alert.record, alert)
    return tuple(first.values())


def asked_for(read: Readings) -> tuple[ActionReading, ...]:
    """The actions, not complete, whose owner says what is needed: the latest first."""
    found = [a for a in read.actions if a.update and a.update.needed and not a.complete]
    return tuple(sorted(found, key=lambda action: -action.days_overdue))


def words_of(step: Step, read: Readings, most: int = 200) -> str:
    """A step as people call it, in `most` letters: area 1 Needs known early, decisions."""
    subjects = {
        Group.AREAS: {area.ref: ("area", area.title) for area in read.plan.areas},
        Group.CHARTS: {measure.ref: ("chart", measure.title) for measure in read.plan.measures},
    }
    kind, title = subjects.get(step.group, {}).get(
        step.subject, (_WORDS.get(step.group, str(step.group)), "")
    )
    return shortened(" ".join(part for part in (kind, step.subject, title) if part), most)


_ROWS: tuple[tuple[Sort, str, str, str], ...] = (
    (Sort.COMPLETED, "complete", "action completed", "actions completed"),
    (Sort.BECAME_LATE, "overdue", "action became late", "actions became late"),
    (Sort.SLIPPED, "at_risk", "action slipped", "actions slipped"),
    (Sort.STARTED, "on_track", "action started", "actions started"),
    (Sort.EXTENDED, "extended_often", "due date moved", "due dates moved"),
    (Sort.RECOVERED, "on_track", "action recovered", "actions recovered"),
    (Sort.REOPENED, "not_started", "action no longer complete", "actions no longer complete"),
    (Sort.TEST_ENDED, "test", "test of change ended", "tests of change ended"),
    (Sort.EVIDENCE, "evidence", "new evidence", "new pieces of evidence"),
    (Sort.ADDED, "added", "thing added to the plan", "things added to the plan"),
    (Sort.WITHDRAWN, "withdrawn", "thing left the plan", "things left the plan"),
    (Sort.OWNER, "owner_left", "action changed owner", "actions changed owner"),
    (Sort.REWORDED, "reworded", "thing re-worded", "things re-worded"),
)


def change_rows(compared: Comparison) -> tuple[Row, ...]:
    """What changed, counted and named, measures that turned after what was done and what slipped.

    All of them; a screen shows the first ROWS and says the rest in its sentence.
    """
    rows = [
        Row(len(its), mark, one if len(its) == 1 else many, _names(c.title for c in its))
        for sort, mark, one, many in _ROWS
        if (its := compared.of(sort))
    ]
    turned = list(_turned(compared))
    return (*rows[:3], *turned, *rows[3:])


def _turned(compared: Comparison) -> Iterator[Row]:
    changed = {change.record for change in compared.of(Sort.TURNED)}
    told = (
        (Effect.IMPROVEMENT, "measure improved", "measures improved"),
        (Effect.WORSENING, "measure getting worse", "measures getting worse"),
    )
    for effect, one, many in told:
        its = [m for m in compared.after.measures if m.measure.id in changed and m.effect is effect]
        if its:
            names = _names(m.measure.title for m in its)
            yield Row(len(its), effect.value, one if len(its) == 1 else many, names)


def _names(titles: Iterable[str]) -> str:
    return " · ".join(titles)


def rest_words(compared: Comparison, shown: int = ROWS) -> str:
    """The sentence below the rows: what else changed, and what is still off track."""
    day = short_day_words(compared.before.plan.day, beside=compared.after.plan.day)
    rows = change_rows(compared)
    if not rows:
        return f"Nothing has changed since {day}."
    more = [f"{row.count} {row.words}" for row in rows[shown:]]
    said = f"Also: {listed(more)}. " if more else ""
    off = compared.after.counts.off_track
    still = compared.before.counts.off_track
    if not off:
        return f"{said}No action is off track."
    same = f", as on {day}" if off == still else f"; it was {still or 'none'} on {day}"
    are = "is" if off == 1 else "are"
    return f"{said}{counted(off, 'action')} {are} off track{same}."
