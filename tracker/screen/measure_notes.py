"""What people say about single points: a note, whether it is left out, whether it stands out."""

from datetime import date
from uuid import UUID, uuid5

import streamlit as st

from tracker.readings import MeasureReading
from tracker.records import Version
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import measure_keeping
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.measure_keeping import Keeping, chosen_point, save, withdraw
from tracker.screen.visit import Visit
from tracker.tests_of_change import PointMark
from tracker.told_points import told_point
from tracker.words import day_words


def mark(work: Keeping) -> None:
    """The form for what is said about one point; one statement a point, and its newer versions."""
    days = sorted({point.on for point in work.standing}, reverse=True)
    if work.about not in map(str, days):
        gone = f"There is no point on “{plain(work.about[:10])}”. " if work.about else ""
        st.markdown(f"{gone}A note is written on a point: add the point first.")
        return
    _about(work, chosen_point(work, days, lambda on: _point_words(work, on)))


def _point_words(work: Keeping, on: date) -> str:
    told = (told_point(work.measure, point) for point in work.standing if point.on == on)
    return f"{day_words(on)}: {'; '.join(told)}"


def _about(work: Keeping, on: date) -> None:
    said = work.reading.said.get(on)
    work.unsaved.say()
    form = Form(f"{work.draft.save_id}_", work.unsaved)
    form.text("note", "Note on the point, with the reason", said.note if said else "")
    form.yes_no(
        "excluded", "Leave it out of the median and the rules; it stays on the chart",
        said.excluded if said else False,
    )  # fmt: skip
    form.yes_no(
        "astronomical", "It stands out from all others (our judgement, never worked out)",
        said.astronomical if said else False,
    )  # fmt: skip
    if form.saved():
        try:
            record = _read(form, work, on, said)
        except Refusal as refusal:
            form.say(refusal)
        else:
            save(form, work, record, "", f"Saved: note on the point for {day_words(on)}.")
    if said:
        withdraw(form, work, said, "note", f"the note on the point for {day_words(on)}")


def _read(form: Form, work: Keeping, on: date, said: PointMark | None) -> PointMark:
    if not str(form.values["note"]).strip():
        why = "Write the note. Whoever sees the chart later needs to know what was different."
        if form.values["excluded"] or form.values["astronomical"]:
            why = "Say why, in the note: it is shown wherever the point is."
        raise FieldRefusals({"note": why})
    # One id a point, so that two people who write about it at once see each other.
    id_: UUID = said.id if said else uuid5(work.measure.id, f"mark/{on}")
    stated = {"id": id_, "measure_id": work.measure.id, "on": on}
    return read_as(PointMark, stated | form.values)


def told(said: PointMark) -> str:
    """What is said about a point, as markdown: how it counts, then the note."""
    ways = ["left out"] if said.excluded else []
    ways += ["stands out"] if said.astronomical else []
    words = f"**{' and '.join(ways).capitalize()}:** " if ways else ""
    return words + plain(said.note)


def show(asked: Visit, reading: MeasureReading) -> None:
    """What people said about points, newest point first, each with its way to the form."""
    if not reading.said:
        return
    st.header("What people said about points", anchor=False)
    with st.container(gap=None):
        for on, said in sorted(reading.said.items(), reverse=True):
            _line(asked, said, stands=on in reading.points.dates)


def _line(asked: Visit, said: PointMark, *, stands: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = f"{day_words(said.on)}: {told(said)} :gray[{_by(asked, said)}]"
        st.markdown(words, width="content")
        if stands:
            measure_keeping.button(measure_keeping.NOTE, "Change", said.on)
        else:
            st.markdown(":gray[Its point was withdrawn.]", width="content")


def _by(asked: Visit, said: PointMark) -> str:
    history: tuple[Version[PointMark], ...] = asked.readings.plan.history(PointMark, said.id)
    newest = history[-1]
    who = f"{plain(newest.recorded_by)}, " if newest.recorded_by else ""
    return f"{who}{day_words(newest.as_of)}"
