"""Alerts: what needs somebody, grouped by who settles it, each with its why and a way there."""

import streamlit as st

from tracker.screen import alert_list, frame, handover, visit

asked = visit()
found = asked.progress.alerts

with st.container(gap="xxsmall"):
    frame.first_row(asked)
    st.title(alert_list.finding(found), anchor=False)
if found:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        chosen = alert_list.choose_rules(asked, found)
        by = alert_list.choose_grouping()
    for words, its in alert_list.groups(asked, chosen, by):
        alert_list.show_group(asked, words, its)
else:
    alert_list.say_why_none(asked)
handover.offer(asked)
