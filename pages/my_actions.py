"""My actions: what is mine, what is late, and how it is going, in under a minute."""

import streamlit as st

from tracker.screen import (
    action_cards,
    calendar_files,
    frame,
    owners,
    refusals_shown,
    report,
    visit,
)

READING_WIDTH = 880

asked = visit()
read = asked.readings
# Cards are read one under another, like on the phone they are made for.
with st.container(width=READING_WIDTH):
    frame.show_head(asked, "My actions")
    owner = action_cards.choose_owner(asked)
    if owner:
        late, due_soon, others, complete = action_cards.in_order(asked, owner)
        action_cards.show(asked, "overdue", late)
        action_cards.show(asked, "due soon", due_soon)
        action_cards.show(asked, "coming up", others)
        action_cards.show(asked, "complete", complete)
        calendar_files.of_owner(asked, owner)

with refusals_shown():
    if report.ACTION in st.query_params:
        wanted = owners.action_of(read, st.query_params[report.ACTION])
        asked.refuse_report(wanted.action)
        report.open_form(asked, wanted, by=asked.by_owner(wanted.owner))
