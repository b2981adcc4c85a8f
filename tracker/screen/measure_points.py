"""Adding, correcting and withdrawing one data point; the dialogs the address opens.

A value far outside the rest is asked back: the first press of Save shows the question, and a
second, explicit button keeps it (tracker/outlying.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.measures import DataPoint, Measure
from tracker.outlying import question
from tracker.pasted import Beside, Found, Row, baseline_moved
from tracker.plan_as_at import KeptPoint
from tracker.point_values import PER_CENT, plotted, point_words, short_unit
from tracker.readings import MeasureReading
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import record_form, saved
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.typed import next_period_end, number_of
from tracker.words import counted, day_words, number_words

POINTS = "points"
ADD, PASTE, CORRECT = "add", "paste", "correct"
_DRAFTS = "point_drafts"


@dataclass(frozen=True)
class PointDraft:
    """A dialog as it was drawn: the ids of its save and its point, the newest sequence it has
    seen, and what has been asked back, so that only the very same values can be kept."""

    save_id: UUID
    record: UUID
    seen: int
    asked_back: object = None


@dataclass(frozen=True)
class Keeping:
    """What a dialog works on: the measure, its points as they stand now, its draft's key."""

    asked: Visit
    measure: Measure
    kept: tuple[KeptPoint, ...]
    key: str

    @property
    def standing(self) -> list[DataPoint]:
        """The points that are not withdrawn."""
        return [kept.point for kept in self.kept if not kept.withdrawn]

    @property
    def newest_sequence(self) -> int:
        """The newest save among the versions of all its points."""
        return max((v.sequence for kept in self.kept for v in kept.versions), default=0)

    @property
    def beside(self) -> Beside:
        """What values typed or pasted are read beside."""
        return Beside(self.measure, self.standing, self.asked.today)

    @property
    def draft(self) -> PointDraft:
        """The draft of this dialog in this session, made when it is first drawn."""
        if self.key not in _drafts():
            _drafts()[self.key] = PointDraft(store.new_id(), store.new_id(), self.newest_sequence)
        return _drafts()[self.key]

    def remember(self, **changed: Any) -> None:
        """Keep something with the draft."""
        _drafts()[self.key] = replace(self.draft, **changed)

    def save(self, points: list[DataPoint], reason: str, words: str, **how: bool) -> None:
        """One save of all points, announced with its way back. Raises Refusal."""
        try:
            made = store.change(
                self.asked.database, self.asked.partnership.slug, points, by=saved.LOCAL,
                today=self.asked.today, save_id=self.draft.save_id, seen=self.draft.seen,
                reason=reason, **how,
            )  # fmt: skip
        except store.ChangedMeanwhile as conflict:
            self.remember(seen=self.newest_sequence)
            raise Refusal(_told_meanwhile(self.measure, conflict)) from conflict
        _drafts().pop(self.key)
        saved.announce(words, made.sequence)
        forget()
        st.rerun()


def _told_meanwhile(measure: Measure, conflict: store.ChangedMeanwhile) -> str:
    theirs = conflict.theirs
    value = point_words(measure, theirs.record.value, theirs.record.denominator)
    said = "withdrew it" if theirs.withdrawn else f"made it {value}"
    return (
        f"{theirs.recorded_by} changed the point for {day_words(theirs.record.on)} while you were "
        f"writing and {said}. Save again to keep yours as the newer one, or close this."
    )


def _drafts() -> dict[str, PointDraft]:
    drafts: dict[str, PointDraft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts


def buttons(reading: MeasureReading) -> None:
    """What can be done with the points of the measure."""
    words = {
        ADD: ("Add a point", "add"),
        PASTE: ("Paste many points", "content_paste"),
        CORRECT: ("Correct or withdraw a point", "edit"),
    }
    with st.container(horizontal=True, gap="small"):
        for what, (label, icon) in words.items():
            if what == CORRECT and not reading.points.dates:
                continue
            st.button(
                label, icon=f":material/{icon}:", type="tertiary", key=f"points_{what}",
                on_click=_ask, args=(what,),
            )  # fmt: skip


def _ask(what: str) -> None:
    for name in (record_form.ADD, record_form.CHANGE, record_form.WITHIN):
        st.query_params.pop(name, None)
    st.query_params[POINTS] = what


def forget() -> None:
    """Take the dialog out of the address."""
    st.query_params.pop(POINTS, None)


def keeping(asked: Visit, measure: Measure, what: str) -> Keeping:
    """What a dialog works on: always the points as they stand today, whatever day is shown."""
    slug = asked.partnership.slug
    kept = store.data_points(asked.database, slug, asked.today, measure.id)
    return Keeping(asked, measure, kept, f"{slug}/{measure.id}/{what}")


def add(work: Keeping) -> None:
    """The form for one new point."""
    measure, draft = work.measure, work.draft
    form = Form(f"{draft.save_id}_")
    form.day("on", "Period ending", _expected(work))
    _ask_values(form, work, {})
    form.day("as_of", "Known since", work.asked.today)
    pressed = form.saved()
    try:
        point = _read(form, work, draft.record, {})
        _refuse_second(point, work)
    except Refusal as refusal:
        if pressed:
            form.say(refusal)
        return
    if _confirmed(form, work, point, pressed):
        told = _told(measure, point)
        _save(form, work, point, "", f"Saved: **{plain(measure.title)}**, {plain(told)}.")


def correct(work: Keeping) -> None:
    """The form for one point that is there: another value with a reason, or out with a reason."""
    choices = {kept.point.id: kept for kept in reversed(work.kept) if not kept.withdrawn}
    if not choices:
        st.markdown("There is no point yet. Add one, or paste many.")
        return
    chosen = st.selectbox(
        "Which point", list(choices), key=f"{work.draft.save_id}_which", persist_state="session",
        format_func=lambda id_: _told(work.measure, choices[id_].point),
    )  # fmt: skip
    kept = choices[chosen]
    form = Form(f"{work.draft.save_id}_{chosen}_")
    _ask_values(form, work, dict(kept.point))
    form.line("reason", "Why it is corrected")
    pressed = form.saved("Save the correction")
    _try_correction(form, work, kept, pressed)
    _withdraw(form, work, kept)
    _history(work.measure, kept)


def _try_correction(form: Form, work: Keeping, kept: KeptPoint, pressed: bool) -> None:
    stated = dict(kept.point)
    try:
        point = _read(form, work, kept.point.id, stated)
        if point.model_copy(update={"as_of": kept.point.as_of}) == kept.point:
            raise FieldRefusals({"value": "It says the same as before. Change it, or close this."})
        reason = str(form.values["reason"]).strip()
        if not reason:
            why = "Say why the value is corrected. The reason stays in the history."
            raise FieldRefusals({"reason": why})
    except Refusal as refusal:
        if pressed:
            form.say(refusal)
        return
    if _confirmed(form, work, point, pressed):
        words = f"Corrected: **{plain(work.measure.title)}**, {plain(_told(work.measure, point))}."
        _save(form, work, point, reason, words)


def _save(form: Form, work: Keeping, point: DataPoint, reason: str, words: str) -> None:
    try:
        work.save([point], reason, words)
    except Refusal as refusal:
        form.say(refusal)


def _withdraw(form: Form, work: Keeping, kept: KeptPoint) -> None:
    with st.expander("Withdraw this point", icon=":material/archive:"):
        st.markdown("It leaves the chart, stays in the history, and can be put back.")
        form.line("why", "Why?")
        if st.button("Withdraw", key=form.key("withdraw")):
            words = f"Withdrawn: {plain(_told(work.measure, kept.point))}."
            try:
                work.save([kept.point], str(form.values["why"]), words, withdrawn=True)
            except FieldRefusals as refusal:
                form.say(FieldRefusals({"why": str(refusal)}))
            except Refusal as refusal:
                form.say(refusal)


def _history(measure: Measure, kept: KeptPoint) -> None:
    with st.expander(f"Its history ({len(kept.versions)})", icon=":material/history:"):
        lines = []
        for version in kept.versions:
            told = point_words(measure, version.record.value, version.record.denominator)
            why = f": {plain(version.reason)}" if version.reason else ""
            gone = ", withdrawn" if version.withdrawn else ""
            who = plain(version.recorded_by)
            lines.append(f"- {day_words(version.as_of)}, {who}: **{plain(told)}**{gone}{why}")
        st.markdown("\n".join(lines))


def _told(measure: Measure, point: DataPoint) -> str:
    return f"{day_words(point.on)}: {point_words(measure, point.value, point.denominator)}"


def _expected(work: Keeping) -> date | None:
    """The end of the next period, once it is over."""
    newest = max((point.on for point in work.standing), default=None)
    if newest is None or work.measure.frequency is None:
        return None
    following = next_period_end(newest, work.measure.frequency)
    return following if following <= work.asked.today else None


def _ask_values(form: Form, work: Keeping, stated: Mapping[str, Any]) -> None:
    """The value; or what is counted and out of how many, with what each of them means."""
    measure = work.measure
    value = _typed(stated.get("value"))
    if not work.beside.counts:
        form.line("value", f"Value ({measure.unit})" if measure.unit else "Value", value)
        return
    form.line("value", f"Numerator: {measure.numerator or 'what is counted'}", value)
    below = _typed(stated.get("denominator"))
    form.line("denominator", f"Denominator: {measure.denominator or 'out of how many'}", below)
    st.caption("With a denominator of 0 there is nothing to count: it is kept as a gap.")


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _read(form: Form, work: Keeping, record: UUID, stated: Mapping[str, Any]) -> DataPoint:
    """The point as typed. Raises FieldRefusals with a sentence for each field."""
    counts = work.beside.counts
    faults: dict[str, str] = {}
    values: dict[str, Any] = dict(stated) | {"id": record, "measure_id": work.measure.id}
    for name in ("value", "denominator") if counts else ("value",):
        label = "Value" if not counts else "Numerator" if name == "value" else "Denominator"
        values[name], fault = _number(label, str(form.values[name]), counts)
        faults |= {name: fault} if fault else {}
    days = {"on": "Period ending", "as_of": "Known since"}
    for name, label in days.items():
        if name in form.values:
            values[name] = form.values[name]
            if values[name] is None:
                faults[name] = f"{label} is empty. Fill it in."
    if stated:
        values["as_of"] = work.asked.today
    faults |= _bad_times(values.get("on"), values.get("as_of"), work.asked.today)
    if faults:
        raise FieldRefusals(faults)
    return read_as(DataPoint, values)


def _number(label: str, text: str, counts: bool) -> tuple[float | None, str]:
    """A typed number and '', or None and why not; n/a is a gap."""
    if not text.strip():
        return None, f"{label} is empty. Fill it in, or write n/a for a gap."
    read = number_of(text)
    if read.fault:
        return None, f"{label}: {read.fault}"
    if counts and read.per_cent:
        return None, f"{label} is a count, and “{text.strip()[:30]}” is a percentage."
    return read.value, ""


def _bad_times(on: date | None, as_of: date | None, today: date) -> dict[str, str]:
    if on and on > today:
        return {"on": f"{day_words(on)} lies ahead. Add the point when the period is over."}
    if on and as_of and as_of < on:
        return {"as_of": f"It cannot be known before its period ends, on {day_words(on)}."}
    return {}


def _refuse_second(point: DataPoint, work: Keeping) -> None:
    same = next((other for other in work.standing if other.on == point.on), None)
    if same:
        told = _told(work.measure, same)
        raise FieldRefusals({"on": f"There is a point already, {told}. Correct that one instead."})


def _confirmed(form: Form, work: Keeping, point: DataPoint, pressed: bool) -> bool:
    """Can it be kept? What is odd is asked first; the second button answers for these values."""
    questions = _questions(work, point)
    if not questions:
        return pressed
    values = (point.id, point.on, point.value, point.denominator)
    if pressed:
        work.remember(asked_back=values)
    if work.draft.asked_back != values:
        return False
    return asked_back(questions, "It is right: save it", form.key("right"))


def asked_back(questions: list[str], label: str, key: str) -> bool:
    """The questions, and the button that answers them; has it been pressed?"""
    lines = [plain(words) for words in questions]
    told = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    st.warning(told, icon=":material/help:")
    return st.button(label, key=key, width="stretch")


def _questions(work: Keeping, point: DataPoint) -> list[str]:
    measure = work.measure
    shown = plotted(measure, point.value, point.denominator)
    others = (
        plotted(measure, other.value, other.denominator)
        for other in work.standing
        if other.id != point.id
    )
    odd = question(shown, [value for value in others if value is not None], short_unit(measure))
    found = [odd] if odd else []
    if measure.unit == PER_CENT and shown is not None and shown > 100:
        found.append(f"{number_words(shown)} % is more than all of them. Is it right?")
    as_pasted = Row(1, (), Found.NEW, on=point.on)
    if moved := baseline_moved([as_pasted], work.beside):
        found.append(f"{moved} Is it right?")
    return found


def points_words(new: int, corrected: int) -> str:
    """How many points a save keeps: 29 new points and 1 correction."""
    parts = [counted(new, "new point")] if new else []
    parts += [counted(corrected, "correction")] if corrected else []
    return " and ".join(parts)
