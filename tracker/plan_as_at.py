"""One partnership's whole plan as at one day: the single read that screens, papers, alerts and
snapshots share, so that they cannot disagree (architecture.md, Three ideas)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.measures import DataPoint, Measure
from tracker.people import Group, Person, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, StatusUpdate
from tracker.records import R, Record, Version
from tracker.reference import Reference
from tracker.tests_of_change import (
    Aim,
    ChangeIdea,
    Driver,
    NewPhase,
    PdsaCycle,
    PointMark,
    TestOfChange,
)


class Points(NamedTuple):
    """The data points of one measure in date order; None where there is no value or denominator.

    `hidden`: the days on which a public version hides what there is (public_version.py).
    """

    dates: tuple[date, ...] = ()
    values: tuple[float | None, ...] = ()
    denominators: tuple[float | None, ...] = ()
    compared: tuple[float | None, ...] = ()
    compared_denominators: tuple[float | None, ...] = ()
    hidden: tuple[date, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """Is each value counted above a denominator?"""
        return any(below is not None for below in self.denominators)

    @property
    def newest_on(self) -> date | None:
        """The period of the newest value; a point without a value is a gap, and tells nothing."""
        pairs = zip(self.dates, self.values, strict=True)
        known = (on for on, value in pairs if value is not None)
        return max((*known, *self.hidden), default=None)


class KeptPoint(NamedTuple):
    """One data point with all its versions, oldest first; the last says how it stands."""

    versions: tuple[Version[DataPoint], ...]

    @property
    def newest(self) -> Version[DataPoint]:
        """The version that stands."""
        return self.versions[-1]

    @property
    def point(self) -> DataPoint:
        """The data point as it stands, or as it was when it was withdrawn."""
        return self.newest.record

    @property
    def withdrawn(self) -> bool:
        """Has somebody taken it out of the chart?"""
        return self.newest.withdrawn


@dataclass(frozen=True)
class PlanAsAt:
    """What was true on `day`, of what had been recorded up to `sequence`.

    `histories` holds, for each kind, every version of every record up to that day in the order
    they became true; the current records are the last ones that are not withdrawn. `updates` maps
    an action to its newest report, `complete_since` one that is complete to the day from which it
    has been reported so without a break, `points` a measure to its data points.
    """

    partnership: Partnership
    day: date
    sequence: int
    reference: Reference
    histories: Mapping[type[Record], Mapping[UUID, tuple[Version[Any], ...]]]
    updates: Mapping[UUID, Version[StatusUpdate]] = field(default_factory=dict)
    complete_since: Mapping[UUID, date] = field(default_factory=dict)
    points: Mapping[UUID, Points] = field(default_factory=dict)
    people: Mapping[UUID, Person] = field(default_factory=dict)

    def history(self, kind: type[R], record: UUID) -> tuple[Version[R], ...]:
        """Every version of one record up to the day, oldest first."""
        return self.histories.get(kind, {}).get(record, ())

    def current(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind as they stand on the day, without the withdrawn ones."""
        newest = (versions[-1] for versions in self.histories.get(kind, {}).values())
        return tuple(version.record for version in newest if not version.withdrawn)

    @cached_property
    def plan(self) -> Plan | None:
        """The plan; None where the partnership has not begun one."""
        return next(iter(self.current(Plan)), None)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas for improvement in the order of their numbers."""
        return tuple(sorted(self.current(Area), key=lambda area: natural(area.ref)))

    @cached_property
    def area(self) -> Mapping[UUID, Area]:
        """The areas by id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The actions of the areas that stand, in the order of areas, then references."""
        place = {area.id: number for number, area in enumerate(self.areas)}
        standing = (action for action in self.current(Action) if action.area_id in place)
        return tuple(sorted(standing, key=lambda a: (place[a.area_id], natural(a.ref))))

    @cached_property
    def action(self) -> Mapping[UUID, Action]:
        """The actions by id."""
        return {action.id: action for action in self.actions}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of the areas that stand."""
        standing = (m for m in self.current(Measure) if m.area_id in self.area)
        return tuple(sorted(standing, key=lambda measure: natural(measure.ref)))

    @cached_property
    def measure(self) -> Mapping[UUID, Measure]:
        """The measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def outcome(self) -> Mapping[UUID, Outcome]:
        """The outcomes of the areas that stand, by id."""
        return {o.id: o for o in self.current(Outcome) if o.area_id in self.area}

    @cached_property
    def post(self) -> Mapping[UUID, Post]:
        """The posts by id."""
        return {post.id: post for post in self.current(Post)}

    @cached_property
    def group(self) -> Mapping[UUID, Group]:
        """The groups by id."""
        return {group.id: group for group in self.current(Group)}

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings, earliest first."""
        return tuple(sorted(self.current(Meeting), key=lambda meeting: meeting.on))

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements, newest first."""
        return tuple(sorted(self.current(Judgement), key=lambda j: j.as_of, reverse=True))

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """The aims of the areas that stand, in the order of their references."""
        standing = (aim for aim in self.current(Aim) if aim.area_id in self.area)
        return tuple(sorted(standing, key=lambda aim: natural(aim.ref)))

    @cached_property
    def tests(self) -> tuple[TestOfChange, ...]:
        """The tests of change of the areas that stand, in the order of their references."""
        standing = (test for test in self.current(TestOfChange) if test.area_id in self.area)
        return tuple(sorted(standing, key=lambda test: natural(test.ref)))

    @cached_property
    def drivers(self) -> tuple[Driver, ...]:
        """The drivers of every aim, in the order of their references."""
        return tuple(sorted(self.current(Driver), key=lambda driver: natural(driver.ref)))

    @cached_property
    def ideas(self) -> tuple[ChangeIdea, ...]:
        """The change ideas of every driver, in the order of their references."""
        return tuple(sorted(self.current(ChangeIdea), key=lambda idea: natural(idea.ref)))

    @cached_property
    def cycles(self) -> Mapping[UUID, tuple[PdsaCycle, ...]]:
        """The cycles of each test by its id, in the order of their numbers."""
        found: dict[UUID, list[PdsaCycle]] = {}
        for cycle in sorted(self.current(PdsaCycle), key=lambda one: one.number):
            found.setdefault(cycle.test_id, []).append(cycle)
        return {test: tuple(its) for test, its in found.items()}

    @cached_property
    def new_phases(self) -> Mapping[UUID, tuple[NewPhase, ...]]:
        """What people decided about phases of each measure by its id, earliest point first."""
        found: dict[UUID, list[NewPhase]] = {}
        for phase in sorted(self.current(NewPhase), key=lambda one: one.starts_on):
            found.setdefault(phase.measure_id, []).append(phase)
        return {measure: tuple(its) for measure, its in found.items()}

    @cached_property
    def point_marks(self) -> Mapping[UUID, Mapping[date, PointMark]]:
        """What people said about single points: by measure, then by the day of the point."""
        found: dict[UUID, dict[date, PointMark]] = {}
        for mark in self.current(PointMark):
            found.setdefault(mark.measure_id, {})[mark.on] = mark
        return found

    @cached_property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """The doubts that nobody has settled."""
        return tuple(doubt for doubt in self.current(Doubt) if not doubt.decision)

    def said_on(self, kind: type[R], record: UUID, day: date) -> R:
        """A record as stated on `day`, withdrawn or not; before its first day, as first stated."""
        first, *later = self.history(kind, record)
        return next((v.record for v in reversed(later) if v.as_of <= day), first.record)

    def stood_as(self, kind: type[R], record: UUID, day: date) -> R | None:
        """A record as it stood on `day`; None before it was there, and while it was withdrawn."""
        told = [version for version in self.history(kind, record) if version.as_of <= day]
        return told[-1].record if told and not told[-1].withdrawn else None

    def last_meeting(self) -> Meeting | None:
        """The newest meeting before the day."""
        return next((m for m in reversed(self.meetings) if m.on < self.day), None)

    def owner_words(self, owner: UUID | None) -> str:
        """The owner as people call them: a post's title, a person's or a group's name; or ''."""
        if owner is None:
            return ""
        if post := self.post.get(owner):
            return post.title
        if group := self.group.get(owner):
            return group.name
        person = self.people.get(owner)
        return person.name if person else "someone no longer listed"


def natural(ref: str) -> tuple[tuple[int, int | str], ...]:
    """A key that sorts references as people number them: 2 before 10, 1.9 before 1.10, M9, M10."""
    parts = re.findall(r"\d+|[^\W\d_]+", ref)
    return tuple((0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in parts)


def newest_per_record(
    versions: Iterable[Version[R]],
) -> dict[UUID, tuple[Version[R], ...]]:
    """Versions by record, each record's in the order (`as_of`, `sequence`) they became true."""
    found: dict[UUID, list[Version[R]]] = {}
    for version in sorted(versions, key=lambda v: (v.as_of, v.sequence, v.number)):
        found.setdefault(version.record.id, []).append(version)
    return {record: tuple(its) for record, its in found.items()}
