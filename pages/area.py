"""One area for improvement: what inspectors said, what is being done, and whether it shows."""

import streamlit as st

from tracker.screen import area_parts, frame, visit

asked = visit()
area = area_parts.chosen(asked)

if area is None:
    area_parts.none_yet(asked)
else:
    with st.container(gap="xxsmall"):
        frame.first_row(asked)
        st.title(area_parts.finding(area), anchor=False)
        area_parts.wording(asked, area)
    area_parts.keep(area)
    area_parts.measures(asked, area)
    area_parts.actions(asked, area)
    area_parts.gaps(asked, area)
    area_parts.doubts_and_sources(asked, area)
