"""One measure: what its points say, the points themselves, and keeping them."""

import streamlit as st

from tracker.screen import (
    frame,
    measure_dialogs,
    measure_keeping,
    measure_notes,
    measure_phases,
    measure_rules,
    measure_table,
    measure_view,
    visit,
)

asked = visit()
reading = measure_view.chosen(asked)

if reading is None:
    measure_view.none_yet(asked)
else:
    kept = measure_keeping.points_as_at(asked, reading.measure, asked.day)
    with st.container(gap="xxsmall"):
        frame.first_row(asked, about=measure_view.area_words(asked, reading))
        st.title(measure_view.finding(reading), anchor=False)
        measure_view.marks(reading)
        measure_view.chart(reading)
    measure_phases.proposal(asked, reading)
    measure_rules.show(reading)
    measure_table.show(asked, reading, kept)
    measure_keeping.buttons(reading)
    measure_phases.decided(asked, reading)
    measure_notes.show(asked, reading)
    measure_view.about(asked, reading, kept)
    measure_dialogs.open_if_asked(asked, reading)
