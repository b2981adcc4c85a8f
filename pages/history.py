"""History: what happened in this plan between two days, by whom, and what it was before."""

import streamlit as st

from tracker.screen import frame, history_list, visit

asked = visit()
window = history_list.window(asked)
found = history_list.entries(asked, window)
shown = history_list.by_whom(found, window)

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title(history_list.finding(asked, window, shown), anchor=False)
history_list.choose(asked, window, found)
if shown:
    history_list.show(asked, shown)
else:
    history_list.say_where_to_look(asked, window)
