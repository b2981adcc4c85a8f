"""People and roles: who may do what in this partnership, since when, and who gave it to them."""

import streamlit as st

from tracker.screen import frame, log_of_visits, role_list, visit

asked = visit()

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title(role_list.finding(asked), anchor=False)
role_list.say_how_it_is(asked)
role_list.show(asked)
role_list.give_buttons()
role_list.what_each_may_do()
role_list.history(asked)
log_of_visits.show(asked)
role_list.open_if_asked(asked)
