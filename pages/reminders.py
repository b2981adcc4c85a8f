"""Reminders: what goes by e-mail to whom and when, what was sent, what failed and why."""

import streamlit as st

from tracker.screen import frame, reminder_list, visit

asked = visit()
found = reminder_list.found(asked)

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title(reminder_list.finding(asked, found), anchor=False)
    reminder_list.say_how_it_is_set_up(asked)
reminder_list.say_what_the_clock_did(asked)
reminder_list.unreached(asked, found)
reminder_list.show(asked, found)
reminder_list.sent(asked)
