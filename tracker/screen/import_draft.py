"""A file at hand before it is brought in: the file, what a person chose, and how it reads so.

A draft is kept by the program, under an id that stands in the address: a page loaded anew, or left
and come back to, finds it again. Only the newest few of each partnership are kept, and none
outlives the program.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import bringing_in, store
from tracker.intake.owner_words import OwnerWords, owners_of
from tracker.intake.plan_proposal import propose
from tracker.intake.plan_proposed import Choices, Proposal, Source
from tracker.intake.plan_shapes import PlanReading, ReadDoubt
from tracker.intake.sheet import SheetFile
from tracker.plan import Status
from tracker.plan_as_at import PlanAsAt
from tracker.screen.visit import Visit

FILE, STEP = "file", "step"
MOST_DRAFTS = 6
_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Handed:
    """A file as it was handed over; told apart by being itself, so that readings can be cached."""

    file: SheetFile
    content: bytes


@dataclass(frozen=True)
class Draft:
    """One file and every choice made about it. `names_stay`: no posts are written for names."""

    partnership: str
    handed: Handed
    sheet: int
    as_of: date
    title: str
    id: UUID = field(default_factory=store.new_id)
    file_id: UUID = field(default_factory=store.new_id)
    save_id: UUID = field(default_factory=store.new_id)
    columns: Mapping[str, str | None] = field(default_factory=dict)
    statuses: Mapping[str, Status | None] = field(default_factory=dict)
    accepted: frozenset[ReadDoubt] = frozenset()
    left_out: frozenset[int] = frozenset()
    posts: Mapping[str, str] = field(default_factory=dict)
    names_stay: bool = False
    days: Mapping[ReadDoubt, date] = field(default_factory=dict)
    shown: tuple[Any, ...] = ()


@st.cache_resource(show_spinner=False)
def _drafts() -> OrderedDict[str, Draft]:
    return OrderedDict()


def begin(asked: Visit, file: SheetFile, content: bytes) -> Draft:
    """Keep a file that could be read as a draft, and put it into the address."""
    draft = Draft(
        asked.partnership.slug, Handed(file, content), bringing_in.place_of(file, None),
        asked.today, f"{asked.partnership.name}: improvement plan"[:200],
    )  # fmt: skip
    _keep(draft)
    st.query_params[FILE] = str(draft.id)
    return draft


def asked_for(asked: Visit) -> Draft | None:
    """The draft the address names, if it is still at hand."""
    return kept(asked, st.query_params.get(FILE, ""))


def kept(asked: Visit, own: str) -> Draft | None:
    """The draft with this id, where it is of this partnership and still at hand."""
    with _lock:
        draft = _drafts().get(own)
    return draft if draft and draft.partnership == asked.partnership.slug else None


def forget(draft: Draft) -> None:
    """Put a file away, what was made of it, and take it out of the address."""
    for cached in (_reading, _child_details, _owners, _proposed):
        cached.cache_clear()
    with _lock:
        _drafts().pop(str(draft.id), None)
    for name in (FILE, STEP):
        st.query_params.pop(name, None)


def _keep(draft: Draft) -> None:
    with _lock:
        drafts = _drafts()
        drafts[str(draft.id)] = draft
        drafts.move_to_end(str(draft.id))
        its = [own for own, one in drafts.items() if one.partnership == draft.partnership]
        for own in its[:-MOST_DRAFTS]:
            drafts.pop(own)


@dataclass(frozen=True)
class Work:
    """What the steps of an import work on: the visit as at today, and the draft as it stands."""

    asked: Visit
    draft: Draft

    @property
    def today(self) -> Visit:
        """The visit as at today, whatever day is shown: imports join the plan as it stands."""
        return replace(self.asked, day=self.asked.today)

    @property
    def plan(self) -> PlanAsAt:
        """The plan as it stands today."""
        return self.today.readings.plan

    @property
    def reading(self) -> PlanReading:
        """The sheet as it reads with what was chosen."""
        return self._read()[0]

    @property
    def child_details(self) -> tuple[str, ...]:
        """What looks like a child's details in the file, which is kept whole."""
        return _child_details(self.draft.handed, self.asked.today)

    @property
    def remembered(self) -> Mapping[str, str | None]:
        """The columns as this partnership mapped them before."""
        return self._read()[1]

    @property
    def owners(self) -> tuple[OwnerWords, ...]:
        """The owners the sheet names."""
        return _owners(_ByItself(self.reading), _ByItself(self.plan))

    @property
    def posts(self) -> Mapping[str, str]:
        """The posts to write for an owner's words, as far as they are wanted."""
        if not self.draft.names_stay:
            return self.draft.posts
        names = {owner.text for owner in self.owners if owner.person}
        return {words: post for words, post in self.draft.posts.items() if words not in names}

    @property
    def proposal(self) -> Proposal:
        """What would be kept."""
        return self._proposal(self.draft.left_out)

    @property
    def whole(self) -> Proposal:
        """What would be kept if no row were left out."""
        return self._proposal(frozenset())

    def change(self, **chosen: Any) -> None:
        """Keep a choice with the draft."""
        with _lock:
            draft = _drafts().get(str(self.draft.id), self.draft)
        _keep(replace(draft, **chosen))

    def _read(self) -> tuple[PlanReading, Mapping[str, str | None]]:
        draft = self.draft
        columns, statuses = tuple(draft.columns.items()), tuple(draft.statuses.items())
        return _reading(
            draft.handed, draft.sheet, columns, statuses, self.asked.database, draft.partnership
        )

    def _proposal(self, left_out: frozenset[int]) -> Proposal:
        draft = self.draft
        return _proposed(
            _ByItself(self.reading), _ByItself(self.plan), draft.id, draft.file_id, draft.as_of,
            draft.handed.file.name, draft.accepted, left_out, tuple(self.posts.items()),
            tuple(draft.days.items()), tuple(draft.statuses.items()),
        )  # fmt: skip


def again(work: Work) -> Work:
    """The work with what has been chosen in the same moment."""
    return Work(work.asked, kept(work.asked, str(work.draft.id)) or work.draft)


class _ByItself:
    """Something large as a key of a cache: the same only as itself."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByItself) and other.thing is self.thing


@lru_cache(maxsize=4)
def _reading(
    handed: Handed,
    sheet: int,
    columns: Iterable[tuple[str, str | None]],
    statuses: Iterable[tuple[str, Status | None]],
    database: store.Database,
    slug: str,
) -> tuple[PlanReading, Mapping[str, str | None]]:
    whose = (database, slug)
    return bringing_in.read_sheet(handed.file, sheet, whose, dict(columns), dict(statuses))


@lru_cache(maxsize=4)
def _child_details(handed: Handed, today: date) -> tuple[str, ...]:
    return bringing_in.child_details(handed.file, today)


@lru_cache(maxsize=4)
def _owners(reading: _ByItself, plan: _ByItself) -> tuple[OwnerWords, ...]:
    return owners_of(reading.thing, plan.thing)


@lru_cache(maxsize=4)
def _proposed(
    reading: _ByItself,
    plan: _ByItself,
    own: UUID,
    file_id: UUID,
    as_of: date,
    name: str,
    accepted: frozenset[ReadDoubt],
    left_out: frozenset[int],
    posts: tuple[tuple[str, str], ...],
    days: tuple[tuple[ReadDoubt, date], ...],
    statuses: tuple[tuple[str, Status | None], ...],
) -> Proposal:
    settled = {doubt for doubt in reading.thing.doubts if doubt.text in dict(posts)} | accepted
    settled &= set(reading.thing.doubts)
    choices = Choices(
        frozenset(settled), left_out, dict(posts), days=dict(days), statuses=dict(statuses)
    )
    return propose(reading.thing, plan.thing, Source(own, file_id, name, as_of), choices)
