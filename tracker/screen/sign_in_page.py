"""The page before the door: signing in, and what to do for somebody who has no role."""

import logging
from functools import partial

import streamlit as st

from tracker import store
from tracker.claims import NotVerified, SignInEnded
from tracker.refusals import Refusal
from tracker.screen import signed_in
from tracker.screen.form import forms_open
from tracker.screen.marks import plain
from tracker.screen.visit import database
from tracker.served import served_path

FAILED = "sign_in"  # in the address, set where the provider sent somebody back without a sign-in
WIDTH = 620
_log = logging.getLogger(__name__)


def passed() -> bool:
    """Is this somebody with a role here? Otherwise the page that says what to do is drawn.

    Where the sign-in ended while they wrote, what they wrote is kept for when they come back.
    """
    drawn = forms_open()
    if not signed_in.is_on():
        return True
    try:
        opened = database(served_path())
        signed_in.visitor(opened, store.latest_sequence(opened))
    except SignInEnded as refusal:
        for form in drawn:
            form.keep_typed()
        _ask_to_sign_in(str(refusal))
    except NotVerified as refusal:
        _log.warning("Somebody without a verified e-mail was refused")
        _turn_away("Your e-mail address is not verified", str(refusal))
    except signed_in.NoRole as refusal:
        _log.warning("Somebody without a role was refused")
        _turn_away("You have no role here yet", _whom_to_ask(refusal.email))
    except Refusal as refusal:
        _log.error("Nobody can come in: %s", refusal)
        _say_it_cannot_open()
    else:
        return True
    return False


def _ask_to_sign_in(sentence: str) -> None:
    with _page("Sign in to the improvement plan"):
        if st.query_params.get(FAILED):
            st.error(
                "The sign-in did not succeed. Try again; if it goes on, tell whoever looks after "
                "this tracker.",
                icon=":material/info:",
            )
        st.markdown(sentence)
        for provider, words in _providers().items():
            st.button(
                words, type="primary", icon=":material/login:", key=f"sign_in_{provider}",
                on_click=partial(st.login, provider or None), width="stretch",
            )  # fmt: skip
        st.markdown(
            ":gray[You sign in with your own organisation, and the tracker never sees your "
            "password. Then you come back to the page you asked for.]"
        )


def _providers() -> dict[str, str]:
    """The providers of the secrets by name, each with its button; '' is the one without a name."""
    auth = signed_in.secrets("auth")
    named = {
        name: f"Sign in with {name.replace('-', ' ').capitalize()}"
        for name, section in auth.items()
        if hasattr(section, "items") and "server_metadata_url" in section
    }
    return named or {"": "Sign in"}


def _turn_away(title: str, sentence: str) -> None:
    with _page(title):
        st.markdown(sentence)
        with st.container(horizontal=True):
            st.button("Sign out", icon=":material/logout:", on_click=signed_in.sign_out)
            st.button("Look again", icon=":material/refresh:", type="tertiary")


def _whom_to_ask(email: str) -> str:
    known = signed_in.secrets("tracker").get("ask")
    ask = plain(known) if isinstance(known, str) else "the coordinator of your partnership's plan"
    return (
        f"You are signed in as **{plain(email)}**. This tracker shows a plan only to those whom "
        f"its partnership has given a role. Ask {ask} to give one to this e-mail address."
    )


def _say_it_cannot_open() -> None:
    with _page("The tracker cannot be opened"):
        st.markdown(
            "Nothing that was saved is lost. Tell whoever looks after the tracker: what is wrong "
            "is written in its log."
        )


def _page(title: str) -> "st.delta_generator.DeltaGenerator":
    st.space("large")
    middle = st.container(horizontal_alignment="center").container(width=WIDTH)
    middle.title(title, anchor=False)
    return middle
