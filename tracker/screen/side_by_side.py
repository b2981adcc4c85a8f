"""Two people saved one thing: both versions beside each other, field by field, and the choice.

What only one of them changed is put together by itself and said so; for the rest the person
chooses theirs, mine or, where that makes sense, both.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.merging import Clash, Merged, Taken
from tracker.records import Version
from tracker.screen.marks import plain
from tracker.words import counted, moment_words

_PICKS = {"theirs": "Take theirs", "mine": "Keep mine", "both": "Keep both, theirs first"}
Words = Callable[[Any], str]


def choose(found: Merged, who: str, words: Words, key: str) -> dict[str, Any]:
    """Draw both versions; the values as they are chosen. `who` saved meanwhile, and when.

    `words` says a value as people write it; `key` tells the widgets of two forms apart.
    """
    st.warning(_told(found, who), icon=":material/group:")
    values = dict(found.values)
    for clash in found.clashes:
        values[clash.field] = _chosen(clash, words, key)
    _put_together("Changed by them only, and taken over", found.theirs, words)
    _put_together("Changed by you only, and kept", found.mine, words)
    return values


def saved_by(theirs: Version[Any], what: str) -> str:
    """Who saved what, and when."""
    when = f" on {moment_words(theirs.recorded_at)}" if theirs.recorded_at else ""
    return f"{plain(theirs.recorded_by)} {'withdrew' if theirs.withdrawn else 'saved'} {what}{when}"


def save_pressed(key: str, back: Callable[[], None], sequence: int) -> bool:
    """The button that saves what is chosen, and the one `back` to the fields.

    `sequence`: the newest save that is shown; a press that has not seen it does not count.
    """
    seen = st.session_state.get(f"{key}_seen")
    st.session_state[f"{key}_seen"] = sequence
    pressed = st.button("Save what is chosen", type="primary", width="stretch", key=f"{key}_merge")
    st.button(
        "Back to what I wrote", type="tertiary", width="stretch", key=f"{key}_back", on_click=back
    )
    if pressed and seen != sequence:
        st.warning("It has been saved once more since. Read what stands here now, then save.")
    return pressed and seen == sequence


def _told(found: Merged, who: str) -> str:
    if not found.clashes:
        return (
            f"{who} while you were writing. You changed different things, so both go together: "
            "read it, then save."
        )
    fields = counted(len(found.clashes), "field")
    return f"{who} while you were writing. You both changed {fields}: choose for each."


def _chosen(clash: Clash, words: Words, key: str) -> Any:
    """Three readings of one field in a row, and which of them stands."""
    readings: Mapping[str, Any] = {"theirs": clash.theirs, "mine": clash.mine, "both": clash.both}
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(clash.label)}**")
        columns = zip(
            st.columns(3), ("It was", "Theirs", "Mine"), (clash.was, clash.theirs, clash.mine),
            strict=True,
        )  # fmt: skip
        for column, heading, value in columns:
            with column:
                st.markdown(f":gray[{heading}]  \n{_lines(words(value))}")
        offered = [pick for pick in _PICKS if pick != "both" or clash.both is not None]
        pick = st.radio(
            clash.label, offered, index=1, format_func=_PICKS.__getitem__, horizontal=True,
            label_visibility="collapsed", key=f"{key}_{clash.field}_pick",
        )  # fmt: skip
    return readings[pick]


def _put_together(heading: str, taken: Sequence[Taken], words: Words) -> None:
    if taken:
        lines = [f"- {plain(one.label)}: {_change(one, words)}" for one in taken]
        st.markdown("\n".join([f":gray[{heading}:]", "", *lines]))


def _change(one: Taken, words: Words) -> str:
    return f"{plain(words(one.was))} → {plain(words(one.now))}"


def _lines(text: str) -> str:
    """A text with its lines as they were written."""
    return "  \n".join(plain(line) for line in text.splitlines()) or plain(text)
