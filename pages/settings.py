"""Settings: the numbers and definitions the tracker goes by, in words, and what each changes."""

import streamlit as st

from tracker.screen import backup_copies, frame, settings_form, visit

asked = visit()

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title("Settings", anchor=False)
    settings_form.say_from_when(asked)
    backup_copies.show(asked)
settings_form.numbers(asked)
settings_form.statuses(asked)
settings_form.order_of_alerts(asked)
