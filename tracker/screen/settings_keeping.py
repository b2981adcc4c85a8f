"""Keeping one form of the settings: its draft, its save, and what somebody else saved meanwhile.

What is saved holds for every partnership of this tracker, from today; earlier days keep what held
then. It is written to data/reference too, which the next start reads (served.change_settings).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import served, store
from tracker.clock import today as date_today
from tracker.intake.reference_lists import read_reference
from tracker.merging import merged
from tracker.records import record_id
from tracker.reference import AlertRule, DeliveryStatus, Reference, ReferenceLine, Row, Setting
from tracker.refusals import Refusal
from tracker.screen import saved, side_by_side
from tracker.screen.drafts import Draft, Unsaved, as_json
from tracker.screen.form import Form
from tracker.screen.visit import Visit
from tracker.words import day_words

_MET = "settings_met"
_NOBODY_NAMED = "Somebody changed the files of the settings"
Rows = Mapping[tuple[str, str], Row]


@dataclass(frozen=True)
class Part:
    """One form of the page. `fields`: what its fields begin with, by name; `changed`: the lines
    that typed values change (raises FieldRefusals); `told`: a save in words; `label` of a line.

    `in_order`: its fields hang together, so that two versions cannot be put together by field.
    """

    list_name: str
    fields: Callable[[Reference], Mapping[str, Any]]
    changed: Callable[[Reference, Mapping[str, Any]], Rows]
    told: Callable[[Reference, Rows], str]
    label: Callable[[Row], str]
    in_order: bool = False


@dataclass(frozen=True)
class Work:
    """One form as somebody fills it in."""

    asked: Visit
    part: Part

    @property
    def unsaved(self) -> Unsaved:
        """What is typed into it and not saved."""
        return Unsaved(self.asked, f"settings/{self.part.list_name}")

    @property
    def draft(self) -> Draft:
        """Its draft; begun anew where nothing was typed and something has been saved since."""
        newest, known = store.latest_sequence(self.asked.database), self.unsaved.known
        if known and known.seen != newest and self._untouched(known):
            self.unsaved.let_go()
        return self.unsaved.begin(lambda: newest)

    @property
    def seen(self) -> Reference:
        """What held when it was begun: what holds today, not on the day that is shown."""
        return _held(self.asked.database, self.draft.seen)

    def _untouched(self, draft: Draft) -> bool:
        fields = self.part.fields(_held(self.asked.database, draft.seen)).items()
        return not draft.typed and all(
            st.session_state.get(f"{draft.save_id}_{name}", value) == value
            for name, value in fields
        )


@lru_cache(maxsize=16)
def _held(database: store.Database, sequence: int) -> Reference:
    return store.reference(database, sequence=sequence)


def begun(work: Work) -> Form | None:
    """The form to draw the fields in; None where both versions stand in its place."""
    draft = work.draft
    if draft.mine is not None:
        _choose_between(work, draft.mine)
        return None
    work.unsaved.say()
    return Form(f"{draft.save_id}_", work.unsaved)


def save(work: Work, form: Form, *, pressed: bool) -> None:
    """Keep what was typed, where Save was `pressed`; else what the save before met, said again."""
    draft, seen = work.draft, work.seen
    if not pressed:
        if met := _met().get(draft.save_id):
            form.say(Refusal(met))
        return
    try:
        rows = work.part.changed(seen, form.values)
        if not rows:
            raise Refusal("Nothing differs from what holds already, so nothing was saved.")
        _keep(work, rows, seen)
    except served.SettingsChanged as conflict:
        form.note()
        if work.part.in_order:
            _begin_again(work, form.values, conflict.now)
        else:
            work.unsaved.change(mine={row.key: row for row in rows.values()})
        st.rerun()
    except Refusal as refusal:
        form.say(refusal)


def _keep(work: Work, rows: Rows, seen: Reference) -> None:
    """One save of these lines, announced. Raises SettingsChanged and other Refusals."""
    today = date_today()
    served.change_settings(work.asked.database, rows, seen, by=work.asked.by, today=today)
    _finish(
        work,
        f"Saved: {work.part.told(seen, rows)}. It holds from {day_words(today)}; "
        "earlier days keep what held then.",
    )


def _finish(work: Work, words: str) -> None:
    _met().pop(work.draft.save_id, None)
    work.unsaved.throw_away()
    saved.announce(words)
    st.rerun()


def _begin_again(work: Work, typed: Mapping[str, Any], now: Reference) -> None:
    """The form as it stands now, with what was typed in it put in again; said above its button."""
    began, who = work.part.fields(work.seen), _who(work, now)
    mine = {name: as_json(value) for name, value in typed.items() if value != began[name]}
    work.unsaved.throw_away()
    newest = store.latest_sequence(work.asked.database)
    begun_again = work.unsaved.begin(lambda: newest)
    work.unsaved.change(restored=mine, seen=newest, typed=True)
    _met()[begun_again.save_id] = (
        f"{who} while you were writing. The form shows how it is now, with the numbers you gave. "
        "Read it, then save again."
    )


def _choose_between(work: Work, mine: Mapping[str, Any]) -> None:
    """Theirs beside mine for each line both have changed; the person chooses."""
    part, now, key = work.part, read_reference(served.REFERENCE), str(work.draft.save_id)
    was = {row.key: _said(row) for row in work.seen.lists[part.list_name]}
    lines = {row.key: row for row in now.lists[part.list_name]}
    found = merged(
        was, {name: _said(row) for name, row in lines.items()},
        was | {name: _said(row) for name, row in mine.items()},
        lambda name: part.label(lines[name]), frozenset(lines),
    )  # fmt: skip
    chosen = side_by_side.choose(found, _who(work, now), _words, key)
    newest = max((version.sequence for version in _saved_since(work, now)), default=0)
    if not side_by_side.save_pressed(key, work.unsaved.go_back, newest):
        return
    rows = {
        (part.list_name, name): _saying(lines[name], value)
        for name, value in chosen.items()
        if value != _said(lines[name])
    }
    try:
        if rows:
            _keep(work, rows, now)
        else:
            _finish(work, "What was saved meanwhile stays as it is.")
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")


def _said(row: Row) -> Any:
    """What a line of the form says: a meaning as a text, so that two can stand together."""
    return row.meaning if isinstance(row, DeliveryStatus) else row


def _saying(row: Row, value: Any) -> Row:
    return row.model_copy(update={"meaning": value}) if isinstance(value, str) else value


def _words(value: Any) -> str:
    return value.words if isinstance(value, Setting | AlertRule) else str(value)


def _saved_since(work: Work, now: Reference) -> list[Any]:
    """The newest version of each line that somebody has changed since the form was begun."""
    part, seen = work.part, work.seen
    found: list[Any] = []
    for row in now.lists[part.list_name]:
        if row != seen.row(part.list_name, row.key):
            id_ = record_id(store.EVERYONE, part.list_name, row.key)
            found += store.versions_of(
                work.asked.database, store.EVERYONE, ReferenceLine, id_
            )[-1:]  # fmt: skip
    return [version for version in found if version.sequence > work.draft.seen]


def _who(work: Work, now: Reference) -> str:
    """Who saved meanwhile, and when; the files can have been changed by hand as well."""
    since = _saved_since(work, now)
    if not since:
        return _NOBODY_NAMED
    newest = max(since, key=lambda version: version.sequence)
    return side_by_side.saved_by(newest, "these settings")


def _met() -> dict[UUID, str]:
    """What the last save of a form met, by the id of its draft."""
    found: dict[UUID, str] = st.session_state.setdefault(_MET, {})
    return found
