"""Hand over: the plan as at the day as a file, with the same numbers as the screen."""

import streamlit as st

from tracker import copies, store
from tracker.access import Command
from tracker.papers import Snapshot
from tracker.screen import paper_files, paper_template
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import day_words


def offer(asked: Visit) -> None:
    """A small door to the files: built when asked for, not before."""
    with st.popover("Hand over", icon=":material/ios_share:", type="tertiary"):
        st.markdown(f"The plan as at **{day_words(asked.day)}**, with the numbers of this screen.")
        shot = Snapshot(asked.inside.progress, store.schema_number(asked.database))
        look = None if asked.public else paper_template.chosen(asked, "hand_over")
        paper_files.offer(asked, shot, "hand_over", look)
        if asked.may(Command.BACK_UP) and st.button(
            "Back up the whole tracker", icon=":material/save:", width="stretch"
        ):
            with refusals_shown():
                copy = copies.keep_copy_now(asked.database, by=asked.by)
                st.success(f"Kept as {copy.name} in {copy.parent}.")
