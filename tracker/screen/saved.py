"""The message that announces a save, with the way back from it."""

from datetime import date
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.refusals import Refusal
from tracker.screen.visit import Visit
from tracker.words import day_words, one_full_stop

_SAID = "said"


def announce(words: str, sequence: int = 0, since: date = date.min) -> None:
    """Keep the message for the next time the screen is drawn; `words` are safe markdown.

    `sequence`: the save that can be undone from it; 0 where there is none. `since`: the first day
    that shows what was saved; a screen of an earlier day says so, and leads there.
    """
    st.session_state[_SAID] = (one_full_stop(words), sequence, since, store.new_id())


def show(asked: Visit) -> None:
    """The message of the last save, where the screen begins, until the next save or page."""
    said: tuple[str, int, date, UUID] | None = st.session_state.get(_SAID)
    if said is None:
        return
    words, sequence, since, undo_id = said
    earlier = asked.day < since
    if earlier:
        words += f" This screen shows {day_words(asked.day)}, so it does not show it yet."
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(words, icon=":material/check_circle:", width="stretch")
        if earlier and st.button(f"Show {day_words(asked.today)}", key=f"newer_{undo_id}"):
            st.query_params["as_at"] = asked.today.isoformat()
            st.rerun()
        if sequence and st.button("Undo", icon=":material/undo:", key=f"undo_{undo_id}"):
            _undo(asked, sequence, undo_id)
        if st.button("Close", icon=":material/close:", type="tertiary", key=f"close_{undo_id}"):
            st.session_state.pop(_SAID)
            st.rerun()


def _undo(asked: Visit, sequence: int, undo_id: UUID) -> None:
    try:
        store.undo(asked.database, asked.partnership.slug, sequence, by=asked.by, save_id=undo_id)
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        st.session_state.pop(_SAID)
        st.rerun()
