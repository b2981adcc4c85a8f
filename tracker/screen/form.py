"""Fields with a place for a sentence below each, so that a refusal stands where it belongs.

The fields stand outside `st.form`: what is typed reaches the server when a field is left, and is
kept from then on (settled.md, Screen and program; `drafts.py`).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.child_details import seen_in
from tracker.clock import today
from tracker.merging import same
from tracker.refusals import FieldRefusals, Refusal
from tracker.screen.door_again import passed_again
from tracker.screen.drafts import Unsaved, chosen_again, day_again
from tracker.screen.marks import plain
from tracker.screen.visit import refusals_shown

T = TypeVar("T")
DialogWidth = Literal["small", "medium", "large"]
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
NOT_KEPT = "Until then it is not kept for you if you leave this page."
ASKED_AT_ONCE = 5
_OPEN = "forms_open"


def dialog(
    title: str,
    draw: Callable[..., None],
    forget: Callable[[], None],
    width: DialogWidth = "small",
    unsaved: Unsaved | None = None,
) -> Callable[..., None]:
    """A dialog that only its own buttons close; `forget` takes it out of the address.

    Escape would throw away what stands in a field that has not been left: the browser has not
    sent it yet. A button is reached by leaving the field, so what is `unsaved` is there next time.
    """

    def drawn(*asked: Any) -> None:
        with refusals_shown():  # the door does not see what a dialog raises
            draw(*asked)
        if st.button("Close without saving", type="tertiary", width="stretch"):
            if unsaved:
                unsaved.leave()
            forget()
            st.rerun()

    return st.dialog(title, width=width, dismissible=False)(passed_again(drawn))


def forms_open() -> tuple["Form", ...]:
    """The forms that the last run of this session drew, once; this run draws its own anew."""
    return tuple(st.session_state.pop(_OPEN, {}).values())


class Form:
    """The fields of one form. `values` holds what they say, by the field's name."""

    def __init__(self, prefix: str, unsaved: Unsaved | None = None) -> None:
        """Begin a form whose widgets are told apart by `prefix`.

        With `unsaved` what is typed survives the session: each field begins with what was kept.
        """
        self._prefix, self._unsaved = prefix, unsaved
        draft = unsaved.known if unsaved else None
        self._restored = draft.restored if draft else {}
        self._began: dict[str, Any] = {}
        self._places: dict[str, DeltaGenerator] = {}
        self._whole: DeltaGenerator | None = None
        self._unsure: frozenset[str] = frozenset()
        self.values: dict[str, Any] = {}
        if unsaved:
            st.session_state.setdefault(_OPEN, {})[prefix] = self

    def key(self, name: str) -> str:
        """The key of a widget of this form."""
        return self._prefix + name

    def text(self, name: str, label: str, value: str = "", *, headed: bool = False) -> None:
        """A text of several lines. `headed`: its label stands above it already, with its mark.

        A label is read out as it is written, so it holds words only and no mark.
        """
        shown = self._begins(name, value, str)
        self._keep(name, st.text_area(
            label, shown, height=110, key=self.key(name), persist_state="session",
            label_visibility="collapsed" if headed else "visible",
        ) or "")  # fmt: skip

    def line(self, name: str, label: str, value: str = "") -> None:
        """A text of one line."""
        shown = self._begins(name, value, str)
        typed = st.text_input(label, shown, key=self.key(name), persist_state="session")
        self._keep(name, typed or "")

    def number(
        self, name: str, label: str, value: float | None = None, *, step: float | None = None
    ) -> None:
        """A number, or None. It has no limits here: the model refuses in words."""
        whole = isinstance(step, int)
        shown = self._begins(name, value, lambda kept: kept)
        self._keep(name, st.number_input(
            label, value=shown, step=step, format="%d" if whole else None, key=self.key(name),
            persist_state="session",
        ))  # fmt: skip

    def day(self, name: str, label: str, value: date | None = None) -> None:
        """A day, or None."""
        shown = self._begins(name, value, day_again)
        self._keep(name, st.date_input(
            label, shown, min_value=FIRST_DAY, max_value=LAST_DAY, format="DD/MM/YYYY",
            key=self.key(name), persist_state="session",
        ))  # fmt: skip

    def choice(
        self, name: str, label: str, options: Sequence[T], value: T | None,
        words: Callable[[T], Any],
    ) -> T | None:  # fmt: skip
        """One of a few, all in sight; returns what is chosen."""
        shown = self._begins(name, value, lambda kept: chosen_again(options, kept))
        chosen = st.radio(
            label, options, index=options.index(shown) if shown in options else None,
            format_func=words, key=self.key(name), persist_state="session",
        )  # fmt: skip
        self._keep(name, chosen)
        return chosen

    def one_of(
        self, name: str, label: str, options: Sequence[T], value: T | None,
        words: Callable[[T], Any],
    ) -> None:  # fmt: skip
        """One of many, or None."""
        shown = self._begins(name, value, lambda kept: chosen_again(options, kept))
        self._keep(name, st.selectbox(
            label, options, index=options.index(shown) if shown in options else None,
            format_func=words, key=self.key(name), placeholder="Nothing chosen",
            persist_state="session",
        ))  # fmt: skip

    def many_of(
        self, name: str, label: str, options: Sequence[T], value: Sequence[T],
        words: Callable[[T], Any],
    ) -> None:  # fmt: skip
        """Any number of many."""
        shown = self._begins(
            name, tuple(value), lambda kept: [chosen_again(options, one) for one in kept]
        )
        known = [chosen for chosen in shown if chosen in options]
        self._keep(name, tuple(st.multiselect(
            label, options, known, format_func=words, key=self.key(name),
            placeholder="Nothing chosen", persist_state="session",
        )))  # fmt: skip

    def one_of_or_new(
        self, name: str, label: str, options: Sequence[str], value: str | None
    ) -> None:
        """One of many texts, or another typed in."""
        shown = self._begins(name, value, lambda kept: kept)
        known = [*options, *([shown] if shown and shown not in options else [])]
        self._keep(name, st.selectbox(
            label, known, index=known.index(shown) if shown else None, key=self.key(name),
            placeholder="Choose, or write another", accept_new_options=True,
            persist_state="session",
        ))  # fmt: skip

    def yes_no(self, name: str, label: str, value: bool) -> None:
        """Yes or no."""
        shown = self._begins(name, value, bool)
        self._keep(name, st.checkbox(label, shown, key=self.key(name), persist_state="session"))

    def saved(self, label: str = "Save") -> bool:
        """The button at the end; what concerns the whole form is said above it.

        Words that look like a child's details are asked back, and kept only where the person says
        that they are none (product.md, rule 3).
        """
        self._whole = st.container()
        found = self._asked_back()
        pressed = st.button(label, type="primary", width="stretch", key=self.key("save"))
        if pressed and found:
            self.say(FieldRefusals(found))
        elif not pressed:
            self.note()
        return pressed and not found

    def keep(self) -> None:
        """Keep what is typed though its button saves nothing; what looks like a child's details
        is asked back at once, and kept only where the person says that they are none."""
        place = st.container()
        for sentence in self._asked_back().values():
            place.markdown(f":material/info: {plain(sentence)}")
        self.note()

    def _asked_back(self) -> dict[str, str]:
        """What looks like a child's details and was not said to be none, with the way to say it."""
        found = self._child_details()
        if found and st.checkbox(
            "These are not a child's details: keep them", key=self.key("no_child")
        ):
            found = {}
        if found and self._unsaved:
            st.caption(NOT_KEPT)
        self._unsure = frozenset(found)
        return found

    def note(self) -> None:
        """Keep what has been changed; what may be a child's details only once a person has said
        that it is none."""
        if self._unsaved:
            changed = {
                name: value
                for name, value in self.values.items()
                if not same(value, self._began[name])
            }
            self._unsaved.note(changed, self._unsure)

    def keep_typed(self) -> None:
        """Keep what stands in its fields though they are not drawn: the sign-in has ended."""
        for name, before in self.values.items():
            typed = st.session_state.get(self.key(name), before)
            typed = "" if typed is None and isinstance(before, str) else typed
            self.values[name] = tuple(typed) if isinstance(typed, list) else typed
        found = self._child_details()
        sure = st.session_state.get(self.key("no_child"), False)
        self._unsure = frozenset() if sure else frozenset(found)
        self.note()

    def _child_details(self) -> dict[str, str]:
        """What looks like a child's details, by field, as a question back."""
        texts = {name: value for name, value in self.values.items() if isinstance(value, str)}
        seen = {name: seen_in(text, today()) for name, text in texts.items()}
        return {
            name: " ".join(one.sentence for one in its[:ASKED_AT_ONCE])
            for name, its in seen.items()
            if its
        }

    def say(self, refusal: Refusal) -> None:
        """Show each sentence below its field, the others above the button; keep what is typed."""
        self.note()
        fields = refusal.fields if isinstance(refusal, FieldRefusals) else {"": str(refusal)}
        for name, words in fields.items():
            place = self._places.get(name) or self._whole or st.container()
            place.error(words, icon=":material/info:")

    def _begins(self, name: str, value: Any, read: Callable[[Any], Any]) -> Any:
        """What a field begins with: what was kept of it, else `value`."""
        self._began[name] = value
        return read(self._restored[name]) if name in self._restored else value

    def _keep(self, name: str, value: Any) -> None:
        self.values[name] = value
        self._places[name] = st.container()
