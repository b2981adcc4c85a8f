"""One test of change: what we try, how far it has grown, what each cycle taught, the charts."""

import streamlit as st

from tracker.screen import cycle_form, cycle_ladder, frame, one_test, visit

asked = visit()
test = one_test.chosen(asked)

if test is None:
    one_test.none_yet(asked)
elif cycle_form.wanted():
    cycle_form.show(asked, test.test)
else:
    with st.container(gap="xxsmall"):
        frame.first_row(asked, about=one_test.about(asked, test))
        st.title(one_test.finding(test), anchor=False)
        one_test.facts(asked, test)
    cycle_ladder.ramp(test)
    one_test.buttons(test)
    ladder, charts = st.columns([54, 46], gap="large")
    with ladder:
        cycle_ladder.log(test)
        one_test.withdrawn(asked, test)
    with charts:
        one_test.charts(asked, test)
