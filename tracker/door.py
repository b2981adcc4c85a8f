"""The door of every visit: page set-up, sign-in, partnership and day, navigation, then the page.

Served by app.py, driven by AppTest. The project folder is put first on sys.path here, so that
`from tracker import …` finds this package and nothing else.
"""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parent.parent)
if sys.path[0] != ROOT:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from tracker.screen import (  # noqa: E402
    frame,
    log_of_visits,
    places,
    record_form,
    refusals_shown,
    sign_in_page,
    visit,
)

pages = places.pages()
page = st.navigation(list(pages.values()), position="hidden")
shared = page in (pages["progress"], pages["measure"], pages["tests"])
# A meeting stands on a shared screen; the list of meetings on a desk.
shared = shared or (page == pages["meeting"] and "meeting" in st.query_params)
frame.prepare(page, shared)
if sign_in_page.passed() and frame.may_go_on(pages, page, shared):
    log_of_visits.note_opened(visit(), page.title)
    with refusals_shown():
        frame.show(page)
        record_form.open_if_asked(visit())
