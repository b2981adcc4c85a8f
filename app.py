"""What is served: the door of every visit, and what stands round it."""

import streamlit as st

from tracker import server

app = st.App(
    "tracker/door.py",
    lifespan=server.lifespan,
    middleware=server.middleware(),
    routes=server.routes(),
    on_script_error=server.say_it_went_wrong,
)
