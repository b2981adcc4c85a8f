"""What somebody is writing in a form, from its first draw until it is saved or thrown away.

What stands in a field is kept in the database when the field has been left, so that it survives a
reload, a lost connection and a restart; the next time the form is opened it stands there again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.clock import now
from tracker.refusals import Refusal
from tracker.screen.visit import Visit
from tracker.words import LONDON, day_words

_ALL, _WRITTEN = "drafts", "drafts_written"
# Who writes where nobody signs in.
HERE = "local"


@dataclass(frozen=True)
class Draft:
    """One form as somebody fills it in: the ids of its record and of its save to come, the newest
    sequence it has seen of what it changes, and when it was begun.

    `restored`: what its fields said where they were typed in an earlier session; `typed`: does it
    say anything that is not saved; `left`: was it closed without saving? `mine`: what was typed
    where somebody else has saved meanwhile, shown beside theirs.
    `defaults`: what a new record begins with.
    """

    record: UUID
    save_id: UUID
    seen: int
    begun_at: datetime
    restored: Mapping[str, Any] = field(default_factory=dict)
    typed: bool = False
    left: bool = False
    mine: Mapping[str, Any] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unsaved:
    """The draft of one form of this visit; `form` tells the forms of a partnership apart."""

    asked: Visit
    form: str

    def begin(self, seen: Callable[[], int], record: UUID | None = None, **made: Any) -> Draft:
        """The draft of this session; else what was kept of an earlier one; else a new one, whose
        form has seen `seen` of `record` (None: a record to come)."""
        known = _all().get(self._place)
        if known is None:
            known = self._taken_up()
            if known is None:
                known = Draft(record or store.new_id(), store.new_id(), seen(), now())
            _all()[self._place] = known = replace(known, **made)
        return known

    @property
    def known(self) -> Draft | None:
        """The draft of this session, where there is one."""
        return _all().get(self._place)

    @property
    def says_something(self) -> bool:
        """Has anything been typed that is not saved?"""
        return self.known is not None and self.known.typed

    def change(self, **changed: Any) -> None:
        """Go on with something else in the draft."""
        _all()[self._place] = replace(_all()[self._place], **changed)

    def go_back(self) -> None:
        """Leave both versions beside each other for the fields, as they were typed."""
        self.change(mine=None)

    def let_go(self) -> None:
        """The form is saved: its save has thrown away what was kept; what another session of the
        same person has taken up meanwhile, and not changed, goes with it."""
        gone = _all().pop(self._place, None)
        said = _written().pop(gone.save_id, dict(gone.restored)) if gone else {}
        if gone and said and not self.asked.public:
            slug = self.asked.partnership.slug
            kept = store.KeptDraft(
                gone.save_id, self.form, gone.record, gone.seen, said, gone.begun_at, now()
            )
            with suppress(Refusal):  # the form is saved already, whatever becomes of this
                store.throw_away_alike(self.asked.database, slug, self._who, kept)

    def leave(self) -> None:
        """The form is closed without saving: what was typed stays, and is said next time."""
        if self.says_something:
            self.change(left=True)
        else:
            self.let_go()

    def throw_away(self) -> None:
        """Forget what was typed, here and in the database; the form begins afresh."""
        draft = self.known
        if draft and _written().get(draft.save_id, dict(draft.restored)):
            with suppress(Refusal):  # a full disk stops nobody; it is thrown away by age then
                store.throw_away_draft(self.asked.database, draft.save_id)
        self.let_go()

    def note(self, fields: Mapping[str, Any], unsure: Collection[str] = ()) -> None:
        """Keep what the fields say that differs from what they began with, without those that are
        `unsure`; nothing: keep nothing.

        Writes only where that has changed. A database that cannot be written does not stop
        anybody from writing on: the save will say so.
        """
        draft, here = self.known, self.asked
        if draft is None or here.public:
            return
        self.change(typed=bool(fields))
        said = {name: as_json(value) for name, value in fields.items() if name not in unsure}
        if _written().get(draft.save_id, dict(draft.restored)) == said:
            return
        try:
            if said:
                kept = store.KeptDraft(
                    draft.save_id, self.form, draft.record, draft.seen, said, draft.begun_at, now()
                )
                store.keep_draft(here.database, here.partnership.slug, self._who, kept)
            else:
                store.throw_away_draft(here.database, draft.save_id)
        except Refusal:
            return
        _written()[draft.save_id] = said

    def say(self, newer: bool = False, left: str = "did not save it") -> None:
        """One line above a form that was begun earlier, with the way to begin afresh.

        `newer`: somebody has saved what it changes since. `left`: what has not been done with it.
        """
        draft = self.known
        if draft is None or not draft.typed or not (draft.restored or draft.left):
            return
        since = " Somebody has saved since: saving shows both versions." if newer else ""
        with st.container(gap="xxsmall"):
            st.markdown(
                f":material/edit_note: :gray[You began this on {_moment(draft.begun_at)} and "
                f"{left}.{since}]",
            )
            st.button(
                "Throw it away", type="tertiary", key=f"{draft.save_id}_afresh",
                on_click=self.throw_away,
            )  # fmt: skip

    def _taken_up(self) -> Draft | None:
        here = self.asked
        if here.public:
            return None
        kept = store.take_up_draft(
            here.database, here.partnership.slug, self._who, self.form, store.new_id()
        )
        if kept is None:
            return None
        return Draft(kept.record, kept.save_id, kept.seen, kept.begun_at, kept.fields, typed=True)

    @property
    def _who(self) -> str:
        return self.asked.who.email or HERE

    @property
    def _place(self) -> tuple[str, str]:
        return self.asked.partnership.slug, self.form


def let_go_of_untouched() -> None:
    """Forms in which nothing was typed begin afresh, with what has been saved by now."""
    for place, draft in list(_all().items()):
        if not draft.typed:
            _all().pop(place)


def as_json(value: Any) -> Any:
    """A field's value as JSON can say it."""
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) or not _plain(value) else value


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def chosen_again(options: Sequence[Any], kept: Any) -> Any:
    """The one of `options` that was kept; None where it is not among them any more."""
    return next((option for option in options if as_json(option) == kept), None)


def day_again(kept: Any) -> date | None:
    """A kept day."""
    return date.fromisoformat(kept) if kept else None


def _moment(at: datetime) -> str:
    here = at.astimezone(LONDON)
    return f"{day_words(here.date())} at {here:%H:%M}"


def _all() -> dict[tuple[str, str], Draft]:
    found: dict[tuple[str, str], Draft] = st.session_state.setdefault(_ALL, {})
    return found


def _written() -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = st.session_state.setdefault(_WRITTEN, {})
    return found
