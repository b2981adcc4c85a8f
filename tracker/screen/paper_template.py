"""The partnership's own Word template: chosen, tried, used at once or kept for every paper."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.access import Command
from tracker.kept_templates import keep_template, kept_template, leave_template
from tracker.papers import as_docx
from tracker.refusals import Refusal
from tracker.screen import saved
from tracker.screen.visit import Visit

LARGEST = 10  # MB


def kept(asked: Visit) -> bytes | None:
    """The template kept for this partnership; None where there is none."""
    return kept_template(asked.database.path, asked.partnership.slug)


def chosen(asked: Visit, key: str) -> bytes | None:
    """The template that Word papers on this screen look like; None for our own plain look."""
    place = asked.database.path, asked.partnership.slug
    own = kept(asked)
    words = "Your own Word template" + (": in use" if own else "")
    with st.expander(words, icon=":material/style:"):
        if own:
            st.markdown("Every Word paper of this partnership looks like the template kept here.")
        given = st.file_uploader(
            "A .docx or .dotx with your council’s styles, header and logo",
            type=["docx", "dotx"], max_upload_size=LARGEST, key=f"{key}_template",
        )  # fmt: skip
        below = st.empty()
        taken = _tried(given.getvalue(), below) if given else None
        if asked.may(Command.CHANGE_PLAN):
            if taken and st.button("Keep it for every paper", key=f"{key}_keep"):
                _done(lambda: keep_template(*place, taken), "The template is kept.", below)
            if own and st.button("Use the plain look again", key=f"{key}_leave"):
                _done(lambda: leave_template(*place), "Papers have the plain look again.", below)
    return taken or own


def _tried(content: bytes, below: DeltaGenerator) -> bytes | None:
    """The template where a paper can be made with it; otherwise a sentence says why not."""
    try:
        as_docx.try_template(content)
    except Refusal as refusal:
        below.error(str(refusal), icon=":material/info:")
        return None
    below.markdown("Used for the Word papers you take from here now.")
    return content


def _done(change: Callable[[], None], words: str, below: DeltaGenerator) -> None:
    try:
        change()
    except Refusal as refusal:
        below.error(str(refusal), icon=":material/info:")
    else:
        saved.announce(words)
        st.rerun()
