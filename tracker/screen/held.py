"""What a form holds from when it is first drawn: the id of its save, and what it has seen.

So a second click is the same save, and a save that meets a newer statement is found out.
"""

from typing import Any, NamedTuple
from uuid import UUID

import streamlit as st

from tracker import store


class Held(NamedTuple):
    """The id of the save to come, and the newest sequence seen of what it changes (0: new).

    `stood`: what stood there, where it has no versions and so no sequence.
    """

    save_id: UUID
    seen: int
    stood: Any = None


def held(name: str, seen: int = 0, stood: Any = None) -> Held:
    """What the form `name` holds in this session; made with the others when it is first drawn."""
    known: Held = _all().setdefault(name, Held(store.new_id(), seen, stood))
    return known


def has_seen(name: str, known: Held, sequence: int, stood: Any = None) -> None:
    """The form goes on, with the save to come, and has seen what was saved until `sequence`."""
    _all()[name] = known._replace(seen=sequence, stood=stood)


def let_go(name: str) -> None:
    """The form `name` is done with, or begins again with what has been seen by now."""
    _all().pop(name, None)


def _all() -> dict[str, Held]:
    found: dict[str, Held] = st.session_state.setdefault("held", {})
    return found
