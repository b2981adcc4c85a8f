"""Doubts: what is unsure in this plan, beside its value and source, until somebody settles it."""

import streamlit as st

from tracker.screen import doubt_list, frame, visit

asked = visit()
open_ones, settled = doubt_list.found(asked)

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title(doubt_list.finding(open_ones, settled), anchor=False)
doubt_list.add_button()
doubt_list.show_open(asked, open_ones)
doubt_list.show_settled(asked, settled)
doubt_list.open_if_asked(asked)
