"""Fields with a place for a sentence below each, so that a refusal stands where it belongs.

The fields stand outside `st.form`: what is typed reaches the server when a field is left, and stays
in the session when a dialog is closed by accident (settled.md, Screen and program).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.child_details import seen_in
from tracker.clock import today
from tracker.refusals import FieldRefusals, Refusal

T = TypeVar("T")
DialogWidth = Literal["small", "medium", "large"]
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def dialog(
    title: str, draw: Callable[..., None], forget: Callable[[], None], width: DialogWidth = "small"
) -> Callable[..., None]:
    """A dialog that only its own buttons close; `forget` takes it out of the address.

    Escape would throw away what stands in a field that has not been left: the browser has not
    sent it yet. A button is reached by leaving the field, so what was typed is there next time.
    """

    def drawn(*asked: Any) -> None:
        draw(*asked)
        if st.button("Close without saving", type="tertiary", width="stretch"):
            forget()
            st.rerun()

    return st.dialog(title, width=width, dismissible=False)(drawn)


class Form:
    """The fields of one form. `values` holds what they say, by the field's name."""

    def __init__(self, prefix: str) -> None:
        """Begin a form whose widgets are told apart by `prefix`."""
        self._prefix = prefix
        self._places: dict[str, DeltaGenerator] = {}
        self._whole: DeltaGenerator | None = None
        self.values: dict[str, Any] = {}

    def key(self, name: str) -> str:
        """The key of a widget of this form."""
        return self._prefix + name

    def text(self, name: str, label: str, value: str = "") -> None:
        """A text of several lines."""
        self._keep(name, st.text_area(
            label, value, height=110, key=self.key(name), persist_state="session"
        ) or "")  # fmt: skip

    def line(self, name: str, label: str, value: str = "") -> None:
        """A text of one line."""
        typed = st.text_input(label, value, key=self.key(name), persist_state="session")
        self._keep(name, typed or "")

    def number(
        self, name: str, label: str, value: float | None = None, *, step: float | None = None
    ) -> None:
        """A number, or None. It has no limits here: the model refuses in words."""
        whole = isinstance(step, int)
        self._keep(name, st.number_input(
            label, value=value, step=step, format="%d" if whole else None, key=self.key(name),
            persist_state="session",
        ))  # fmt: skip

    def day(self, name: str, label: str, value: date | None = None) -> None:
        """A day, or None."""
        self._keep(name, st.date_input(
            label, value, min_value=FIRST_DAY, max_value=LAST_DAY, format="DD/MM/YYYY",
            key=self.key(name), persist_state="session",
        ))  # fmt: skip

    def choice(
        self, name: str, label: str, options: Sequence[T], value: T | None,
        words: Callable[[T], Any],
    ) -> T | None:  # fmt: skip
        """One of a few, all in sight; returns what is chosen."""
        chosen = st.radio(
            label, options, index=options.index(value) if value in options else None,
            format_func=words, key=self.key(name), persist_state="session",
        )  # fmt: skip
        self._keep(name, chosen)
        return chosen

    def one_of(
        self, name: str, label: str, options: Sequence[T], value: T | None,
        words: Callable[[T], Any],
    ) -> None:  # fmt: skip
        """One of many, or None."""
        self._keep(name, st.selectbox(
            label, options, index=options.index(value) if value in options else None,
            format_func=words, key=self.key(name), placeholder="Nothing chosen",
            persist_state="session",
        ))  # fmt: skip

    def many_of(
        self, name: str, label: str, options: Sequence[T], value: Sequence[T],
        words: Callable[[T], Any],
    ) -> None:  # fmt: skip
        """Any number of many."""
        known = [chosen for chosen in value if chosen in options]
        self._keep(name, tuple(st.multiselect(
            label, options, known, format_func=words, key=self.key(name),
            placeholder="Nothing chosen", persist_state="session",
        )))  # fmt: skip

    def one_of_or_new(
        self, name: str, label: str, options: Sequence[str], value: str | None
    ) -> None:
        """One of many texts, or another typed in."""
        known = [*options, *([value] if value and value not in options else [])]
        self._keep(name, st.selectbox(
            label, known, index=known.index(value) if value else None, key=self.key(name),
            placeholder="Choose, or write another", accept_new_options=True,
            persist_state="session",
        ))  # fmt: skip

    def yes_no(self, name: str, label: str, value: bool) -> None:
        """Yes or no."""
        self._keep(name, st.checkbox(label, value, key=self.key(name), persist_state="session"))

    def saved(self, label: str = "Save") -> bool:
        """The button at the end; what concerns the whole form is said above it.

        Words that look like a child's details are asked back, and kept only where the person says
        that they are none (product.md, rule 3).
        """
        self._whole = st.container()
        found = self._child_details()
        kept = not found or st.checkbox(
            "These are not a child's details: keep them", key=self.key("no_child")
        )
        pressed = st.button(label, type="primary", width="stretch", key=self.key("save"))
        if pressed and not kept:
            self.say(FieldRefusals(found))
        return pressed and kept

    def _child_details(self) -> dict[str, str]:
        """What looks like a child's details, by field, as a question back."""
        texts = {name: value for name, value in self.values.items() if isinstance(value, str)}
        seen = {name: seen_in(text, today()) for name, text in texts.items()}
        return {name: " ".join(one.sentence for one in its) for name, its in seen.items() if its}

    def say(self, refusal: Refusal) -> None:
        """Show each sentence below its field; the others above the button."""
        fields = refusal.fields if isinstance(refusal, FieldRefusals) else {"": str(refusal)}
        for name, words in fields.items():
            place = self._places.get(name) or self._whole or st.container()
            place.error(words, icon=":material/info:")

    def _keep(self, name: str, value: Any) -> None:
        self.values[name] = value
        self._places[name] = st.container()
