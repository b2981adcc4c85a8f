"""A long list a page at a time: five thousand rows must not draw five thousand widgets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from unicodedata import bidirectional

import streamlit as st

from tracker.words import shortened

T = TypeVar("T")
AT_ONCE = 20


@contextmanager
def page_of(items: Sequence[T], key: str, at_once: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The part of a list that is shown; below it how many more there are, and the way to them."""
    place = f"list_page_{key}"
    start = min(st.session_state.get(place, 0), max(0, (len(items) - 1) // at_once * at_once))
    yield items[start : start + at_once]
    if len(items) <= at_once:
        return
    end = min(start + at_once, len(items))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        more = len(items) - end
        told = f"{start + 1:,} to {end:,} of {len(items):,}" if start else f"And {more:,} more."
        st.markdown(f":gray[{told}]", width="content")
        if start:
            _turn(place, max(0, start - at_once), f"The {at_once} before", key)
        if more:
            _turn(place, end, f"The next {min(at_once, more)}", key)


def _turn(place: str, start: int, words: str, key: str) -> None:
    def turn() -> None:
        st.session_state[place] = start

    st.button(words, type="tertiary", key=f"list_turn_{key}_{words[:9]}", on_click=turn)


def isolated(text: str) -> str:
    """Words of a script that runs from right to left, kept from turning those round them."""
    turns = any(bidirectional(sign) in {"R", "AL"} for sign in text)
    return f"\u2068{text}\u2069" if turns else text


def cut(text: str, most: int) -> str:
    """A text on one line, no longer than it can be read, ending after a word."""
    line = " ".join(text[: most * 4].split())
    whole = len(line) <= most and len(text) <= most * 4
    return line if whole else shortened(f"{line} …", most)
