"""Bring in a plan: a spreadsheet or a Word table becomes areas and actions, nothing lost."""

import streamlit as st

from tracker.screen import frame, import_file, import_steps, visit

asked = visit()
work = import_steps.begun(asked)

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title("Bring in a plan" if work is None else import_steps.finding(work), anchor=False)
if work is None:
    import_file.hand_over(asked)
    import_file.earlier(asked)
else:
    import_steps.which_file(work)
    import_steps.show(work)
