"""The door once more, where only a part of a screen runs: in an open dialog, and for a file.

A dialog's own rerun and the making of a file do not pass `door.py`. What was taken away meanwhile
holds there all the same.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from tracker.refusals import Refusal
from tracker.screen import signed_in
from tracker.screen.visit import Visit, visit


def passed_again(draw: Callable[..., None]) -> Callable[..., None]:
    """`draw` for a dialog; whoever may do less than when it opened is sent to the door instead.

    Where the sign-in has ended the fields are drawn first, so that what was typed is kept.
    """
    asked = visit()

    def drawn(*args: Any) -> None:
        if _refuses(lambda: refuse_if_less(asked)):
            st.rerun()
        draw(*args)
        if _refuses(lambda: signed_in.refuse_ended(asked.who, asked.database)):
            st.rerun()

    return drawn


def refuse_if_less(asked: Visit) -> None:
    """Raise Refusal where whoever asked may do less by now than when the screen was drawn."""
    signed_in.refuse_if_less(asked.who, asked.database, asked.partnership.slug)


def _refuses(question: Callable[[], None]) -> bool:
    try:
        question()
    except Refusal:
        return True
    return False
