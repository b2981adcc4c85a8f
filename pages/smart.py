"""SMART check: what each action lacks, most useful mend first, each with the way there."""

import streamlit as st

from tracker.screen import action_view, frame, refusals_shown, smart_list, visit

asked = visit()
with st.container(gap="xxsmall"):
    frame.first_row(asked)
    headline = st.container()
chosen = smart_list.choose(asked)
headline.title(smart_list.finding(chosen), anchor=False)
smart_list.show(asked, chosen)
with refusals_shown():
    action_view.open_if_asked(asked)
