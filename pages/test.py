"""One test of change: what we try, how far it has grown, what each cycle taught, the chart."""

import streamlit as st

from tracker.screen import frame, visit

asked = visit()
frame.first_row(asked)
st.title("Test", anchor=False)
