"""One thing of several, named by the address and chosen in the sidebar: an area, a measure."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from tracker.screen import places
from tracker.screen.marks import plain
from tracker.screen.visit import Visit

T = TypeVar("T")


def one_of(asked: Visit, name: str, known: Mapping[str, T], words: Mapping[str, str]) -> T | None:
    """The one the address names under `name`, or the first; None where there is nothing.

    `known` and `words` (what people call each) are by reference. A reference that is not there
    gets a sentence and the ways on, and the page ends.
    """
    if not known:
        return None
    ref = st.query_params.get(name) or next(iter(known))
    if ref not in known:
        _say_unknown(asked, name, ref, words)
        st.stop()
    key = f"{name}_{asked.partnership.slug}_{ref}"

    def choose() -> None:
        st.query_params[name] = st.session_state[key]

    with st.sidebar:
        st.selectbox(
            name.capitalize(), list(known), index=list(known).index(ref), key=key,
            on_change=choose, format_func=words.__getitem__,
        )  # fmt: skip
    return known[ref]


def _say_unknown(asked: Visit, name: str, ref: str, words: Mapping[str, str]) -> None:
    st.title("This cannot be shown", anchor=False)
    st.error(
        f"There is no {name} “{plain(ref[:40])}” in this plan as at this day. Choose one below.",
        icon=":material/info:",
    )
    for other, label in words.items():
        place = asked.address | {name: other}
        st.page_link(places.pages()[name], label=plain(label), query_params=place)
