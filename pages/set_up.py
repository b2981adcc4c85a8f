"""Set up: what the plan consists of, each part where it can be added, changed and put back."""

import streamlit as st

from tracker.screen import frame, setting_up, visit

asked = visit()

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title("Set up this plan", anchor=False)
    if not asked.readings.actions:
        setting_up.steps(asked)
    setting_up.partnership_and_plan(asked)
    setting_up.areas(asked)
    setting_up.posts_and_people(asked)
    setting_up.groups(asked)
    setting_up.meetings(asked)
    setting_up.withdrawn(asked)
