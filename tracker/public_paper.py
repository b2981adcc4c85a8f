"""A public paper beside the snapshots that were kept before it: what one hides, no other gives.

    paper = public_paper(progress, published, earlier)

`earlier` are the snapshots kept before, oldest first (`kept_before`), each as it would be made
public. Whatever one of them hides stays hidden as long as its numbers are the same; where a figure
is hidden that an earlier one showed, or moved by a small count since, `warnings` says so to whoever
publishes (`disclosure.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from tracker.disclosure import EarlierPoints
from tracker.meetings import KeptSnapshot
from tracker.plan_as_at import PlanAsAt, Points
from tracker.progress import Progress
from tracker.public_version import Days, PublicPlan, Published, public_plan, public_readings
from tracker.words import day_words


class Earlier(NamedTuple):
    """A snapshot kept before: the plan of its day beside the plan it is compared with."""

    now: PlanAsAt
    before: PlanAsAt


class Shown(NamedTuple):
    """What an earlier public version was made of, and what it hid, by measure."""

    plan: PlanAsAt
    hidden: Mapping[UUID, frozenset[date]]
    named: str


@dataclass(frozen=True)
class PublicPaper:
    """The plan for everybody, and what whoever publishes should know of each measure."""

    stated: Progress
    before: PublicPlan
    now: PublicPlan
    shown: tuple[Shown, ...]
    published: Days

    @cached_property
    def progress(self) -> Progress:
        """The progress of what is shown, now and before alike."""
        read, then = public_readings(self.now), public_readings(self.before)
        return replace(self.stated, now=read, before=then)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What cannot be taken back, or tells a little, by measure; never for the public."""
        found: dict[str, None] = {}
        plan = self.stated.now.plan
        for shown in self.shown:
            made = public_plan(plan, self.published, _whole(shown)).made
            for measure in plan.measures:
                for said in made[measure.id].warnings if measure.id in made else ():
                    found[f"{measure.ref} {measure.title}: {said}"] = None
        return tuple(found)


def kept_before(kept: Iterable[KeptSnapshot], day: date, until: int) -> tuple[KeptSnapshot, ...]:
    """The snapshots kept of what had been recorded before, oldest first.

    Whether anybody took their public paper makes no difference: so a snapshot's own public paper
    is the same whenever it is made.
    """
    found = [one for one in kept if (one.until, one.day) < (until, day)]
    return tuple(sorted(found, key=lambda one: (one.until, one.day)))


def public_paper(
    progress: Progress, published: Published, earlier: Sequence[Earlier] = ()
) -> PublicPaper:
    """The progress made public beside every earlier public version."""
    shown: list[Shown] = []
    for one in earlier:
        _, now = _made(one, published, shown)
        shown.append(_shown(one.now, now, f"the snapshot of {day_words(one.now.day)}"))
    its = Earlier(progress.now.plan, progress.before.plan)
    before, now = _made(its, published, shown)
    return PublicPaper(progress, before, now, tuple(shown), published(its.now))


def _made(
    one: Earlier, published: Published, shown: Sequence[Shown]
) -> tuple[PublicPlan, PublicPlan]:
    """The plan before and now: a figure hidden in one of them is hidden in both."""
    before = public_plan(one.before, published(one.before), _of_all(one.before, shown))
    then = _shown(one.before, before, f"the plan of {day_words(one.before.day)}")
    now = public_plan(one.now, published(one.now), _of_all(one.now, [*shown, then]))
    alike: dict[UUID, EarlierPoints] = {}
    for key, hidden in then.hidden.items():
        both = hidden | frozenset(now.made[key].hidden if key in now.made else ())
        alike[key] = EarlierPoints(_only(one.before.points[key], both), both, "")
    return public_plan(one.before, published(one.before), alike), now


def _shown(plan: PlanAsAt, public: PublicPlan, named: str) -> Shown:
    return Shown(plan, {key: frozenset(one.hidden) for key, one in public.made.items()}, named)


def _whole(shown: Shown) -> dict[UUID, EarlierPoints]:
    return {
        key: EarlierPoints(shown.plan.points[key], hidden, shown.named)
        for key, hidden in shown.hidden.items()
    }


def _of_all(plan: PlanAsAt, shown: Sequence[Shown]) -> dict[UUID, EarlierPoints]:
    """What all earlier versions together tell of the figures as they stand now, by measure."""
    return {key: _together(key, points, shown) for key, points in plan.points.items()}


def _together(key: UUID, points: Points, shown: Sequence[Shown]) -> EarlierPoints:
    """The days on which an earlier version had these very numbers, and those it hid."""
    told: set[date] = set()
    hidden: set[date] = set()
    rows = dict(_rows(points))
    for one in shown:
        if key not in one.hidden:
            continue
        same = {on for on, numbers in _rows(one.plan.points[key]) if rows.get(on) == numbers}
        told |= same
        hidden |= same & one.hidden[key]
    named = shown[-1].named if shown else ""
    return EarlierPoints(_only(points, told), frozenset(hidden), named)


_COLUMNS: tuple[Callable[[Points], tuple[float | None, ...]], ...] = (
    lambda points: points.values,
    lambda points: points.denominators,
    lambda points: points.compared,
    lambda points: points.compared_denominators,
)


def _rows(points: Points) -> Iterator[tuple[date, tuple[float | None, ...]]]:
    """The day and the numbers of each point."""
    for place, on in enumerate(points.dates):
        its = (column(points) for column in _COLUMNS)
        yield on, tuple(one[place] if one else None for one in its)


def _only(points: Points, days: Iterable[date]) -> Points:
    """The points of these days alone."""
    wanted = set(days)
    kept = [place for place, on in enumerate(points.dates) if on in wanted]

    def some(column: tuple[float | None, ...]) -> tuple[float | None, ...]:
        return tuple(column[place] for place in kept) if column else ()

    return Points(
        tuple(points.dates[place] for place in kept), some(points.values),
        some(points.denominators), some(points.compared), some(points.compared_denominators),
    )  # fmt: skip
