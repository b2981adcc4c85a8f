"""Actions: the register. Narrow it, search it, sort it, open one, add one, change many."""

import streamlit as st

from tracker.screen import (
    action_view,
    frame,
    refusals_shown,
    register_filters,
    register_list,
    visit,
)

asked = visit()
with st.container(gap="xxsmall"):
    frame.first_row(asked)
    headline = st.container()
chosen = register_filters.choose(asked)
found = register_list.find(asked, chosen.filters.words)
its = register_list.shown(asked, chosen, found)

headline.title(register_filters.finding(asked, chosen, len(its)), anchor=False)
register_list.say_what_was_found(asked, found)
register_list.show(asked, its, found, chosen.tools)
with refusals_shown():
    action_view.open_if_asked(asked)
