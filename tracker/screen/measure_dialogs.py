"""The dialogs of a measure's page that the address opens."""

from collections.abc import Callable

import streamlit as st

from tracker.readings import MeasureReading
from tracker.screen import (
    measure_keeping,
    measure_notes,
    measure_paste,
    measure_phases,
    measure_points,
    record_form,
)
from tracker.screen.form import DialogWidth, dialog
from tracker.screen.measure_keeping import ADD, CORRECT, NOTE, PASTE, PHASE, POINTS, Keeping
from tracker.screen.visit import Visit

_DIALOGS: dict[str, tuple[str, Callable[[Keeping], None], DialogWidth]] = {
    ADD: ("Add a point", measure_points.add, "medium"),
    PASTE: ("Paste many points", measure_paste.paste, "large"),
    CORRECT: ("Correct a point", measure_points.correct, "medium"),
    NOTE: ("Note on a point", measure_notes.mark, "medium"),
    PHASE: ("A new phase", measure_phases.decide, "medium"),
}


def open_if_asked(asked: Visit, reading: MeasureReading) -> None:
    """Open the dialog the address asks for, unless it asks for the form of a record."""
    what = st.query_params.get(POINTS, "")
    other = {record_form.ADD, record_form.CHANGE} & set(st.query_params.to_dict())
    if what not in _DIALOGS or other:
        return
    title, draw, width = _DIALOGS[what]
    work = measure_keeping.keeping(asked, reading.measure, what)

    def drawn(work: Keeping) -> None:
        if work.answer.met:
            measure_keeping.choose_between(work, work.answer.met)
        else:
            draw(work)

    dialog(title, drawn, measure_keeping.forget, width, work.unsaved)(work)
