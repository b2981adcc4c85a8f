"""What the dialogs of a measure's page share: what they work on, their drafts, one way to save."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.measures import DataPoint, Measure
from tracker.pasted_rows import Beside
from tracker.plan_as_at import KeptPoint
from tracker.readings import MeasureReading
from tracker.records import Record, Version
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import drafts, record_form, saved, side_by_side
from tracker.screen.drafts import Unsaved
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.record_beside import beside
from tracker.screen.visit import Visit, reads_only
from tracker.told_points import told_point
from tracker.words import day_words

POINTS, AT = "points", "at"
ADD, PASTE, CORRECT, NOTE, PHASE = "add", "paste", "correct", "note", "phase"
_BUTTONS = {
    ADD: ("Add a point", "add"),
    PASTE: ("Paste many points", "content_paste"),
    CORRECT: ("Correct or withdraw a point", "edit"),
    NOTE: ("Note on a point", "sticky_note_2"),
    PHASE: ("Begin a new phase", "start"),
}
_WITHOUT_POINTS = (ADD, PASTE)
_ANSWERS = "point_answers"
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What the last press of Save in a dialog met: what was asked back, so that only the very same
    values can be kept, and the save that met a newer one, where one did."""

    asked_back: object = None
    met: "Met | None" = None


@dataclass(frozen=True)
class Met:
    """A save of one record that somebody else had saved meanwhile."""

    record: Record
    reason: str
    words: str


@dataclass(frozen=True)
class Keeping:
    """What a dialog works on: the measure, its points as they stand now, and `about` which of
    them it is; each has a draft of its own.

    Always as it stands today, whatever day is shown.
    """

    asked: Visit
    measure: Measure
    kept: tuple[KeptPoint, ...]
    what: str
    about: str

    @cached_property
    def standing(self) -> tuple[DataPoint, ...]:
        """The points that are not withdrawn."""
        return tuple(kept.point for kept in self.kept if not kept.withdrawn)

    @property
    def beside(self) -> Beside:
        """What values typed or pasted are read beside."""
        return Beside(self.measure, self.standing, self.asked.today)

    @property
    def today(self) -> Visit:
        """The visit as at today."""
        return replace(self.asked, day=self.asked.today)

    @property
    def reading(self) -> MeasureReading:
        """The measure as its points read today."""
        return self.today.readings.measure[self.measure.id]

    @property
    def unsaved(self) -> Unsaved:
        """What is typed in this dialog and not saved yet."""
        return Unsaved(self.asked, f"{self.what}/{self.measure.id}/{self.about}")

    @property
    def draft(self) -> drafts.Draft:
        """The draft of this dialog, made when it is first drawn."""
        return self.unsaved.begin(lambda: self.asked.sequence)

    @property
    def answer(self) -> Answer:
        """What the last press of Save met."""
        return _answers().get(self.draft.save_id, Answer())

    def remember(self, **met: Any) -> None:
        """Keep what a press of Save met."""
        _answers()[self.draft.save_id] = replace(self.answer, **met)

    def has_seen(self, sequence: int) -> None:
        """The dialog shows what was saved up to here."""
        self.unsaved.change(seen=max(self.draft.seen, sequence))

    def save(
        self, records: Sequence[Record], reason: str, words: str, *, withdrawn: bool = False
    ) -> None:
        """One save of all records, announced with its way back. Raises Refusal.

        Where somebody else has saved the one record meanwhile, both are shown next.
        """
        try:
            made = store.change(
                self.asked.database, self.asked.partnership.slug, records, by=self.asked.by,
                today=self.asked.today, save_id=self.draft.save_id, seen=self.draft.seen,
                reason=reason, withdrawn=withdrawn,
            )  # fmt: skip
        except store.ChangedMeanwhile as conflict:
            if len(records) == 1 and not withdrawn:
                self.remember(met=Met(records[0], reason, words))
                st.rerun()
            self.has_seen(conflict.theirs.sequence)
            raise Refusal(_told_meanwhile(self.measure, conflict.theirs)) from conflict
        _answers().pop(self.draft.save_id, None)
        self.unsaved.let_go()
        drafts.let_go_of_untouched()
        saved.announce(words, made.sequence)
        forget()
        st.rerun()


def choose_between(work: Keeping, met: Met) -> None:
    """Theirs beside mine, field by field; the person chooses."""
    kind, own = type(met.record), {"as_of", "proposed", "evidence"}
    versions = store.versions_of(
        work.asked.database, work.asked.partnership.slug, kind, met.record.id
    )
    mine = {name: value for name, value in met.record if name not in own}
    both = beside(work.today, versions, work.draft.seen, mine)
    key = f"{work.draft.save_id}_{met.record.id}"
    chosen = both.choose(key) | {name: value for name, value in met.record if name in own}
    if not side_by_side.save_pressed(key, lambda: work.remember(met=None), both.sequence):
        return
    try:
        record = read_as(kind, chosen)
        work.has_seen(both.sequence)
        work.save([record], met.reason or "chosen from two versions", met.words)
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")


def _told_meanwhile(measure: Measure, theirs: Version[Any]) -> str:
    record, who = theirs.record, theirs.recorded_by
    keep = "Save again to keep yours as the newer one, or close this."
    if isinstance(record, DataPoint):
        said = "withdrew it" if theirs.withdrawn else f"made it {told_point(measure, record)}"
        about = f"the point for {day_words(record.on)}"
        return f"{who} changed {about} while you were writing and {said}. {keep}"
    words = getattr(record, "why", "") or getattr(record, "note", "")
    said = "withdrew it" if theirs.withdrawn else f"said: “{words}”"
    return f"{who} saved this while you were writing and {said} {keep}"


def _answers() -> dict[UUID, Answer]:
    answers: dict[UUID, Answer] = st.session_state.setdefault(_ANSWERS, {})
    return answers


def keeping(asked: Visit, measure: Measure, what: str) -> Keeping:
    """What the dialog `what` works on: the point the address names, else the newest."""
    kept = points_as_at(asked, measure, asked.today)
    work = Keeping(asked, measure, kept, what, st.query_params.get(AT, ""))
    if work.about or not work.standing:
        return work
    newest = {CORRECT: str(work.standing[-1].id), NOTE: str(work.standing[-1].on)}
    return replace(work, about=newest.get(what, ""))


def chosen_point(work: Keeping, points: Sequence[T], words: Callable[[T], str]) -> T:
    """Which point the dialog is about; another choice stands in the address, with its own draft."""
    (first,) = [at for at, point in enumerate(points) if str(point) == work.about]
    chosen = st.selectbox(
        "Which point", points, index=first, key=f"{work.draft.save_id}_which", format_func=words
    )
    if str(chosen) != work.about:
        work.unsaved.leave()
        st.query_params[AT] = str(chosen)
        st.rerun()
    return chosen


def points_as_at(asked: Visit, measure: Measure, day: date) -> tuple[KeptPoint, ...]:
    """The points of the measure known on a day; kept until somebody saves something.

    None in the public view: their versions tell what a figure was before.
    """
    if asked.public:
        return ()
    return _points(asked.database, asked.partnership.slug, day, measure.id, asked.sequence)


@lru_cache(maxsize=16)
def _points(
    database: store.Database, slug: str, day: date, measure: UUID,
    sequence: int,  # noqa: ARG001  a newer save brings newer points
) -> tuple[KeptPoint, ...]:  # fmt: skip
    return store.data_points(database, slug, day, measure)


def buttons(reading: MeasureReading) -> None:
    """What can be done with the points of the measure; nothing in the public view."""
    if reads_only():
        return
    with st.container(horizontal=True, gap="small"):
        for what in _BUTTONS:
            if reading.points.dates or what in _WITHOUT_POINTS:
                button(what)


def button(what: str, words: str = "", at: date | None = None) -> None:
    """A quiet button that opens one of the dialogs; `at`: the day of the point it is about.

    The public view has none.
    """
    if reads_only():
        return
    label, icon = _BUTTONS[what]
    st.button(
        words or label, icon=f":material/{icon if not words else 'edit'}:", type="tertiary",
        key=f"points_{what}_{at or ''}{words}", on_click=_ask, args=(what, at),
    )  # fmt: skip


def _ask(what: str, at: date | None) -> None:
    for name in (record_form.ADD, record_form.CHANGE, record_form.WITHIN, AT):
        st.query_params.pop(name, None)
    st.query_params[POINTS] = what
    if at:
        st.query_params[AT] = at.isoformat()


def forget() -> None:
    """Take the dialog out of the address."""
    st.query_params.pop(POINTS, None)
    st.query_params.pop(AT, None)


def asked_back(questions: list[str], label: str, key: str) -> bool:
    """The questions, and the button that answers them; has it been pressed?"""
    lines = [plain(words) for words in questions]
    told = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    st.warning(told, icon=":material/help:")
    return st.button(label, key=key, width="stretch")


def save(form: Form, work: Keeping, record: Record, reason: str, words: str) -> None:
    """Keep one record; a refusal is said in the form."""
    form.note()
    try:
        work.save([record], reason, words)
    except Refusal as refusal:
        form.say(refusal)


def withdraw(form: Form, work: Keeping, record: Record, what: str, about: str) -> None:
    """Take a record out, with a reason: `what` it is (point), and `about` which one it is."""
    with st.expander(f"Withdraw this {what}", icon=":material/archive:"):
        st.markdown("It leaves the chart, stays in the history, and can be put back.")
        form.line("reason_out", "Why?")
        if st.button("Withdraw", key=form.key("withdraw")):
            try:
                reason = str(form.values["reason_out"])
                work.save([record], reason, f"Withdrawn: {plain(about)}.", withdrawn=True)
            except FieldRefusals as refusal:
                form.say(FieldRefusals({"reason_out": str(refusal)}))
            except Refusal as refusal:
                form.say(refusal)
