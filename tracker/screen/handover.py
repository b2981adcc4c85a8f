"""Hand over: the plan as at the day as a file, with the same numbers as the screen."""

from functools import partial

import streamlit as st

from tracker import store
from tracker.clock import now
from tracker.papers import FORMATS, Snapshot
from tracker.public_version import PUBLIC_LABEL, hidden_count
from tracker.screen.visit import Visit, refusals_shown
from tracker.served import BACKUPS
from tracker.words import counted, day_words

MIME = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


OFFERED = (
    ("docx", "Committee paper (Word)"), ("pdf", "The same as PDF"), ("html", "As a web page"),
    ("xlsx", "Excel workbook"), ("csv", "CSV, the actions"),
)  # fmt: skip


def _snapshot(asked: Visit) -> Snapshot:
    """The plan as at the day, in the version that is asked for."""
    public = st.toggle(
        "Public version", key="public_version",
        help="Small numbers are hidden, and whatever would give them back. What owners need and "
        "plan next, doubts and names of people are left out.",
    )  # fmt: skip
    made = Snapshot(
        asked.progress, store.schema_number(asked.database),
        public=partial(store.published_days, asked.database) if public else None,
    )  # fmt: skip
    if public:
        st.markdown(f"{PUBLIC_LABEL}. {_hidden_words(hidden_count(made.read))}")
    return made


def _hidden_words(number: int) -> str:
    if not number:
        return "No figure of this day had to be hidden."
    return f"{counted(number, 'figure')} {'is' if number == 1 else 'are'} hidden."


def offer(asked: Visit) -> None:
    """A small door to the files: built when asked for, not before."""
    with st.popover("Hand over", icon=":material/ios_share:", type="tertiary"):
        st.markdown(f"The plan as at **{day_words(asked.day)}**, with the numbers of this screen.")
        snapshot = _snapshot(asked)
        for format_, words in OFFERED:
            st.download_button(
                words,
                partial(FORMATS[format_], snapshot),
                file_name=snapshot.file_name(format_),
                mime=MIME[format_],
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
                key=f"hand_over_{format_}",
            )
        if st.button("Back up the whole tracker", icon=":material/save:", width="stretch"):
            with refusals_shown():
                copy = store.back_up(
                    asked.database, asked.database.path.parent / BACKUPS.name, now()
                )
                st.success(f"Kept as {copy.name} in {copy.parent}.")
