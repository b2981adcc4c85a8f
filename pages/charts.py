"""Charts: all measures of the plan, or of one area, on one screen; those with a signal first."""

import streamlit as st

from tracker.screen import chart_wall, frame, visit

asked = visit()
area = chart_wall.chosen(asked)
shown = chart_wall.measures(asked, area)

with st.container(gap="xxsmall"):
    frame.first_row(asked, about=chart_wall.about(area))
    st.title(chart_wall.finding(shown), anchor=False)
    chart_wall.show(asked, area, shown)
