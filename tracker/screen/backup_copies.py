"""The backup copies: when each was made and checked, one more at a click, and the way back."""

import shlex

import streamlit as st

from tracker import copies, store
from tracker.access import Command
from tracker.clock import today as date_today
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import counted, moment_words

SHOWN = 10


def show(asked: Visit) -> None:
    """What is wrong with the copies, if anything; the list, one more at a click, the way back."""
    if words := copies.trouble(asked.database, date_today()):
        st.error(words, icon=":material/error:")
    kept = store.copies_of(asked.database.path)
    with st.expander("Backup copies", icon=":material/save:"):
        _say_what_is_kept(asked)
        if asked.may(Command.BACK_UP) and st.button("Keep a copy now", icon=":material/save:"):
            with refusals_shown():
                copy = copies.keep_copy_now(asked.database, by=asked.by)
                st.success(f"Kept as {copy.name} in {copy.parent}.", icon=":material/check:")
                kept = store.copies_of(asked.database.path)
        _show_list(kept)
        if kept:
            _say_the_way_back(asked, kept[0])


def _say_what_is_kept(asked: Visit) -> None:
    days = int(store.reference(asked.database).settings["backup_days"])
    st.markdown(
        "A copy of the whole tracker is kept each day, before a plan is brought in and before an "
        "upgrade. Each is opened and counted; the daily one is read whole. After "
        f"{counted(days, 'day')} a copy is thrown away, but never the newest three whole ones. "
        "Who kept one is also told under *People and roles*, *Who opened and took what*."
    )


def _show_list(kept: tuple[store.Copy, ...]) -> None:
    if not kept:
        st.markdown(":gray[No copy has been kept yet.]")
        return
    checked = max((copy.note.checked_at for copy in kept if copy.note.checked_at), default=None)
    last = (
        f"the last whole check was on **{moment_words(checked)}**"
        if checked
        else ("none has been read whole yet")
    )
    newest = moment_words(kept[0].note.made_at)
    many = counted(len(kept), "copy", "copies")
    st.markdown(f"**{many}**, the newest of **{newest}**; {last}.")
    st.table(
        _rows(kept[:SHOWN]),
        border="horizontal",
        hide_index=True,
        alt="The backup copies as a table",
    )
    if len(kept) > SHOWN:
        oldest = moment_words(kept[-1].note.made_at)
        st.markdown(f":gray[{len(kept) - SHOWN} more, back to {oldest}.]")


def _say_the_way_back(asked: Visit, newest: store.Copy) -> None:
    st.markdown(
        "**To put a copy back**, whoever looks after the tracker stops it and runs this line. What "
        "stands there now is kept under another name."
    )
    command = ["restore", str(newest.path), "--database", str(asked.database.path)]
    st.code(f"python -m tracker {shlex.join(command)} --set-aside", language=None, wrap_lines=True)


def _rows(kept: tuple[store.Copy, ...]) -> dict[str, list[str]]:
    return {
        "Made": [moment_words(copy.note.made_at) for copy in kept],
        "Why": [copy.note.why.value.capitalize() for copy in kept],
        "By": [plain(copy.note.by) or "Not noted" for copy in kept],
        "Holds": [counted(copy.note.saves, "save") for copy in kept],
        "Size": [f"{copy.path.stat().st_size / 1e6:,.1f} MB" for copy in kept],
        "Checked": [_checked_words(copy) for copy in kept],
    }


def _checked_words(copy: store.Copy) -> str:
    if copy.note.checked_at is None:
        return "Opened and counted"
    problems = len(copy.note.problems)
    what = f"{counted(problems, 'problem')} found" if problems else "Read whole"
    return f"{what}, {moment_words(copy.note.checked_at)}"
