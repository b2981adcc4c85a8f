"""Which record of a plan a row of a sheet is about: by reference and title, else by title alone."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from tracker.measures import Measure
from tracker.plan import Action, Area
from tracker.plan_as_at import PlanAsAt
from tracker.records import LINE_LENGTH

ALIKE = 0.6  # two titles under one reference are the same thing, re-worded, from here on
T = TypeVar("T")


def bare(text: str) -> str:
    """A text without case, signs and blanks that people write differently."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def alike(one: str, other: str) -> bool:
    """Do two titles say the same, but for some words?"""
    first, second = bare(one), bare(other)
    if first == second:
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def as_line(text: str) -> str:
    """A text as one line of the length a title may have; cut at a word, and marked as cut."""
    line = " ".join(text.split())
    if len(line) <= LINE_LENGTH:
        return line
    return line[: LINE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


class Known:
    """The records of a plan, found by what a sheet says of them."""

    def __init__(self, plan: PlanAsAt) -> None:
        """Index the areas and actions of the plan once."""
        self._areas = _Index(plan.areas, lambda area: area.title)
        self._actions = _Index(plan.actions, lambda action: action.title)
        owners = [
            *((group.name, group.id) for group in plan.group.values()),
            *((person.name, person.id) for person in plan.people.values()),
            *((post.title, post.id) for post in plan.post.values()),
        ]
        self.owner = {bare(words): id_ for words, id_ in owners}
        self.outcome = {(o.area_id, bare(o.words)): o for o in plan.outcome.values()}
        self._measures = _Index(plan.measures, lambda measure: measure.title)

    def area(self, ref: str, title: str) -> Area | None:
        """The area that a heading names."""
        return self._areas.find(ref, title)

    def action(self, ref: str, title: str) -> Action | None:
        """The action that a row is about."""
        return self._actions.find(ref, title)

    def measure(self, ref: str, title: str) -> Measure | None:
        """The measure that a row is about."""
        return self._measures.find(ref, title)


class _Index(Generic[T]):
    def __init__(self, records: Iterable[T], title_of: Callable[[T], str]) -> None:
        self.by_ref: dict[str, list[T]] = {}
        self.by_title: dict[str, list[T]] = {}
        self.title_of = title_of
        for record in records:
            self.by_ref.setdefault(bare(getattr(record, "ref", "")), []).append(record)
            self.by_title.setdefault(bare(title_of(record)), []).append(record)

    def find(self, ref: str, title: str) -> T | None:
        """By reference and a like title; else by the same title, where only one has it."""
        line = as_line(title)
        for record in self.by_ref.get(bare(ref), ()) if ref else ():
            if alike(self.title_of(record), line):
                return record
        same = self.by_title.get(bare(line), [])
        return same[0] if len(same) == 1 else None
