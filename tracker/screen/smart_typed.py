"""The SMART check below the form of an action, of what is typed so far; it never stops a save."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import streamlit as st

from tracker.plan import Action
from tracker.records import TEXT_LENGTH
from tracker.screen import smart_marks
from tracker.screen.visit import Visit
from tracker.smart import Smart


def show(asked: Visit, id_: UUID, typed: Mapping[str, Any]) -> None:
    """The five letters of an action as typed, and what would mend them, most useful first."""
    if not (typed.get("title") or typed.get("what")):
        return
    smart = smart_as_typed(asked, id_, typed)
    with st.container(key="smart_typed", gap="xxsmall"):
        st.markdown(
            ":gray[The SMART check of what is written here: an aid, and never in the way of Save.]"
        )
        st.html(smart_marks.five(smart))
        if smart.to_mend:
            lines = (f"- **{m.letter.value}** {smart_marks.why(m)}" for m in smart.to_mend)
            st.markdown("\n".join(lines))


def smart_as_typed(asked: Visit, id_: UUID, typed: Mapping[str, Any]) -> Smart:
    """The check of fields that need not make a record yet; more than a record holds is cut off."""
    stated: dict[str, Any] = {
        name: value[:TEXT_LENGTH] if isinstance(value, str) else value
        for name, value in typed.items()
    }
    stated["id"] = id_
    return asked.readings.smart.of(Action.model_construct(**stated))
