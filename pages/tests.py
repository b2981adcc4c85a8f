"""Tests of change: how we expect to get there, drawn from the aim to the ideas tested now."""

import streamlit as st

from tracker.screen import diagram, diagram_keeping, frame, visit

asked = visit()
area = diagram.chosen_area(asked)
drawn = diagram.chosen(asked, area)

with st.container(gap="xxsmall"):
    frame.first_row(asked, about=diagram.about(asked, area, drawn))
    st.title(diagram.finding(asked, drawn), anchor=False)
    if drawn:
        diagram.draw(asked, drawn)
if drawn:
    diagram.same_as_text(drawn)
    diagram_keeping.change(asked, drawn)
diagram.others(asked, area, drawn)
if drawn is None:
    diagram_keeping.say_how_to_begin(asked, area)
