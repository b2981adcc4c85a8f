"""The pages of the tracker by name, given by absolute path so that each visit passes the door."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES = Path(__file__).parent.parent.parent / "pages"


# The pages of the sidebar, each with its icon: shown beside the link, because one given to the
# page itself would be fetched from the network.
ICONS: Mapping[str, str] = {
    "progress": ":material/monitoring:",
    "area": ":material/flag:",
    "charts": ":material/grid_view:",
    "tests": ":material/science:",
    "actions": ":material/list_alt:",
    "my_actions": ":material/checklist:",
    "alerts": ":material/notifications:",
    "meeting": ":material/groups:",
    "snapshots": ":material/photo_camera:",
    "doubts": ":material/help:",
    "smart": ":material/rule:",
    "history": ":material/history:",
    "reminders": ":material/mail:",
    "bring_in": ":material/upload_file:",
    "set_up": ":material/settings:",
    "settings": ":material/tune:",
    "roles": ":material/badge:",
}
# Whoever meets needs the first of them; from this one on they are for whoever keeps the plan.
UPKEEP, UPKEEP_WORDS = "doubts", "Looking after the plan"


def pages() -> Mapping[str, StreamlitPage]:
    """Every page: its name in the code, and where it stands in the address."""
    return {
        "progress": st.Page(PAGES / "progress.py", title="Progress", default=True),
        "area": _page("area", "Areas"),
        "tests": _page("tests", "Tests of change"),
        "test": _page("test", "Test of change"),
        "charts": _page("charts", "Charts"),
        "measure": _page("measure", "Measure"),
        "actions": _page("actions", "Actions"),
        "my_actions": _page("my_actions", "My actions"),
        "alerts": _page("alerts", "Alerts"),
        "reminders": _page("reminders", "Reminders"),
        "smart": _page("smart", "SMART check"),
        "meeting": _page("meeting", "Meetings"),
        "snapshots": _page("snapshots", "Snapshots"),
        "history": _page("history", "History"),
        "doubts": _page("doubts", "Doubts"),
        "bring_in": _page("bring_in", "Bring in a plan"),
        "set_up": _page("set_up", "Set up"),
        "settings": _page("settings", "Settings"),
        "roles": _page("roles", "People and roles"),
    }


def _page(name: str, title: str) -> StreamlitPage:
    return st.Page(PAGES / f"{name}.py", title=title, url_path=name.replace("_", "-"))
