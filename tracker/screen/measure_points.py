"""Adding, correcting and withdrawing one data point; the dialogs the address opens.

A value far outside the rest is asked back: the first press of Save shows the question, and a
second, explicit button keeps it (tracker/outlying.py). So is a second point for one day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from tracker.measures import DataPoint, Measure
from tracker.outlying import question
from tracker.pasted import baseline_moved
from tracker.pasted_rows import Found, Row, numbers_of
from tracker.pasted_settled import more_than_all
from tracker.plan_as_at import KeptPoint
from tracker.point_values import PER_CENT, short_unit
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.measure_keeping import (
    Keeping,
    asked_back,
    chosen_point,
    save,
    withdraw,
)
from tracker.told_points import plotted_point, told_point
from tracker.typed import next_period_end, number_of
from tracker.words import day_words, number_words

_CORRECT_IT, _KEEP_BOTH = "correct", "both"
# So many values between 0 and 1, or above 1, show in which of the two a measure is kept.
_SHOWS = 3


def add(work: Keeping) -> None:
    """The form for one new point."""
    measure, draft = work.measure, work.draft
    work.unsaved.say()
    form = Form(f"{draft.save_id}_", work.unsaved)
    form.day("on", "Period ending", _expected(work))
    same = _same_day(work, form.values["on"])
    if same:
        _ask_which(form, work, same)
    _ask_values(form, work, {})
    form.day("as_of", "Known since", work.asked.today)
    pressed = form.saved()
    try:
        point = _read(form, work, draft.record, {})
        point, reason = _settled(form, point, same)
    except Refusal as refusal:
        if pressed:
            form.say(refusal)
        return
    if _confirmed(form, work, point, pressed):
        words = f"Saved: **{plain(measure.title)}**, {plain(_told(measure, point))}."
        save(form, work, point, reason, words)


def _same_day(work: Keeping, on: date | None) -> DataPoint | None:
    return next((other for other in work.standing if other.on == on), None)


def _ask_which(form: Form, work: Keeping, same: DataPoint) -> None:
    """Two points on one day: the old one corrected, or both kept?"""
    both = "numerators and denominators are added up" if work.beside.counts else "the mean counts"
    st.markdown(f":material/help: There is a point already, **{plain(_told(work.measure, same))}**")
    words = {
        _CORRECT_IT: "It was wrong: this corrects it",
        _KEEP_BOTH: f"Both are right: keep both, {both}",
    }
    chosen = form.choice("second", "What is this one?", list(words), None, words.__getitem__)
    if chosen == _CORRECT_IT:
        form.line("reason", "Why it is corrected")


def _settled(form: Form, point: DataPoint, same: DataPoint | None) -> tuple[DataPoint, str]:
    """The point to save and the reason. Raises FieldRefusals where it is not said which."""
    if same is None or form.values["second"] == _KEEP_BOTH:
        return point, ""
    if form.values["second"] is None:
        raise FieldRefusals(
            {"second": f"There is a point for {day_words(same.on)} already. Choose one of the two."}
        )
    if numbers_of(point) == numbers_of(same):
        raise FieldRefusals({"value": "It says the same as before. Change it, or close this."})
    return point.model_copy(update={"id": same.id, "published": same.published}), _reason(form)


def _reason(form: Form) -> str:
    reason = str(form.values.get("reason", "")).strip()
    if not reason:
        why = "Say why the value is corrected. The reason stays in the history."
        raise FieldRefusals({"reason": why})
    return reason


def correct(work: Keeping) -> None:
    """The form for one point that is there: another value with a reason, or out with a reason."""
    choices = {kept.point.id: kept for kept in reversed(work.kept) if not kept.withdrawn}
    if not choices:
        st.markdown("There is no point yet. Add one, or paste many.")
        return
    if work.about not in map(str, choices):
        st.markdown("The point is not there, or was withdrawn. Choose another from the table.")
        return
    kept = choices[
        chosen_point(work, list(choices), lambda id_: _told(work.measure, choices[id_].point))
    ]
    newer = any(version.sequence > work.draft.seen for version in kept.versions)
    work.unsaved.say(newer=newer)
    form = Form(f"{work.draft.save_id}_", work.unsaved)
    _ask_values(form, work, dict(kept.point))
    form.line("reason", "Why it is corrected")
    pressed = form.saved("Save the correction")
    _try_correction(form, work, kept, pressed)
    withdraw(form, work, kept.point, "point", _told(work.measure, kept.point))
    _history(work.measure, kept)


def _try_correction(form: Form, work: Keeping, kept: KeptPoint, pressed: bool) -> None:
    stated = dict(kept.point)
    try:
        point = _read(form, work, kept.point.id, stated)
        if point.model_copy(update={"as_of": kept.point.as_of}) == kept.point:
            raise FieldRefusals({"value": "It says the same as before. Change it, or close this."})
        reason = _reason(form)
    except Refusal as refusal:
        if pressed:
            form.say(refusal)
        return
    if _confirmed(form, work, point, pressed):
        words = f"Corrected: **{plain(work.measure.title)}**, {plain(_told(work.measure, point))}."
        save(form, work, point, reason, words)


def _history(measure: Measure, kept: KeptPoint) -> None:
    with st.expander(f"Its history ({len(kept.versions)})", icon=":material/history:"):
        lines = []
        for version in kept.versions:
            told = told_point(measure, version.record)
            why = f": {plain(version.reason)}" if version.reason else ""
            gone = ", withdrawn" if version.withdrawn else ""
            who = plain(version.recorded_by)
            lines.append(f"- {day_words(version.as_of)}, {who}: **{plain(told)}**{gone}{why}")
        st.markdown("\n".join(lines))


def _told(measure: Measure, point: DataPoint) -> str:
    return f"{day_words(point.on)}: {told_point(measure, point)}"


def _expected(work: Keeping) -> date | None:
    """The end of the next period, once it is over."""
    newest = max((point.on for point in work.standing), default=None)
    if newest is None or work.measure.frequency is None:
        return None
    following = next_period_end(newest, work.measure.frequency)
    return following if following <= work.asked.today else None


def _labels(work: Keeping) -> dict[str, str]:
    """The numbers a point has, by field, each with what it means; of a gap, of both groups."""
    measure, counts = work.measure, work.beside.counts
    labels = {"value": f"Value ({measure.unit})" if measure.unit else "Value"}
    if counts:
        labels = {
            "value": f"Numerator: {measure.numerator or 'what is counted'}",
            "denominator": f"Denominator: {measure.denominator or 'out of how many'}",
        }
    if not measure.is_gap:
        return labels
    others = {f"compared_{name}": words for name, words in labels.items()}
    return {name: f"{measure.group_words}. {words}" for name, words in labels.items()} | {
        name: f"{measure.compared_with}. {words}" for name, words in others.items()
    }


def _ask_values(form: Form, work: Keeping, stated: Mapping[str, Any]) -> None:
    """The value; or what is counted and out of how many, with what each of them means."""
    for name, label in _labels(work).items():
        form.line(name, label, _typed(stated.get(name)))
    if work.beside.counts:
        st.caption("With a denominator of 0 there is nothing to count: it is kept as a gap.")


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _read(form: Form, work: Keeping, record: UUID, stated: Mapping[str, Any]) -> DataPoint:
    """The point as typed. Raises FieldRefusals with a sentence for each field."""
    counts = work.beside.counts
    faults: dict[str, str] = {}
    values: dict[str, Any] = dict(stated) | {"id": record, "measure_id": work.measure.id}
    for name, words in _labels(work).items():
        label = words.split(":")[0].split(" (")[0]
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
    if as_of and as_of > today:
        return {"as_of": "This cannot be dated ahead. Choose today or an earlier day."}
    return {}


def _confirmed(form: Form, work: Keeping, point: DataPoint, pressed: bool) -> bool:
    """Can it be kept? What is odd is asked first; the second button answers for these values."""
    questions = _questions(work, point)
    if not questions:
        return pressed
    values = (point.id, point.on, *numbers_of(point))
    if pressed:
        work.remember(asked_back=values)
    if work.answer.asked_back != values:
        return False
    return asked_back(questions, "It is right: save it", form.key("right"))


def _questions(work: Keeping, point: DataPoint) -> list[str]:
    measure = work.measure
    shown = plotted_point(measure, point)
    plotted = (plotted_point(measure, other) for other in work.standing if other.id != point.id)
    others = [value for value in plotted if value is not None]
    row = Row(1, (), Found.NEW, point.on, *numbers_of(point))
    found = [question(shown, others, short_unit(measure)), more_than_all(work.beside, row)]
    if measure.unit == PER_CENT and shown is not None and not measure.is_gap:
        if point.denominator is None and shown > 100:
            found.append(f"{number_words(shown)} % is more than all of them. Is it right?")
        found.append(_share(shown, others) if point.denominator is None else "")
    moved = baseline_moved([row], work.beside)
    found.append(f"{moved} Is it right?" if moved else "")
    return [words for words in found if words]


def _share(value: float, others: list[float]) -> str:
    """The question about 0.71 where percentages such as 71 are kept, and the other way round."""
    large = sum(other > 1 for other in others)
    small = sum(0 < other <= 1 for other in others)
    told = number_words(value)
    if 0 < value <= 1 and large >= _SHOWS > small:
        whole = number_words(round(value * 100, 10))
        return f"Is {told} a share? The other values run up to 100: write {whole} for {whole} %."
    if value > 1 and small >= _SHOWS > large:
        return f"The other values lie between 0 and 1. Is {told} in the same unit?"
    return ""
