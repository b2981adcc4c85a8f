"""Progress: the first page, for the shared screen. The finding, then areas, then what needs us."""

import streamlit as st

from tracker.screen import fragments, frame, progress_rows, setting_up, visit

asked = visit()
progress = asked.progress
now = progress.now

with st.container(gap="xxsmall"):
    frame.first_row(asked, progress_rows.compared_words(progress))
    st.title(progress.finding, anchor=False)
    if not now.actions:
        setting_up.steps(asked)
    else:
        st.html(fragments.status_strip(now.counts, progress.changes))
        st.header(progress_rows.areas_heading(now), anchor=False)
        with st.container(key="area_lines", gap="xxsmall"):
            progress_rows.area_rows(asked)
        matrix, attention = st.columns([44, 56], gap="medium")
        with matrix, st.container(gap="xxsmall"):
            st.header("Delivery against effect", anchor=False)
            st.html(fragments.matrix(progress.cells))
            progress_rows.more(asked)
        with attention, st.container(gap="xxsmall"):
            progress_rows.attention_list(progress)
