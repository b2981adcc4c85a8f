"""Who is signed in: the provider's claims, checked at every run, and the roles their e-mail has.

Without `[auth]` in the secrets there is no sign-in: one local coordinator (docs/sign_in.md).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime import exists, get_instance

from tracker import store
from tracker.access import LOCAL, MAY, Command, Visitor, refusal_of
from tracker.claims import SignIn, SignInEnded, sign_in_of
from tracker.clock import now, today
from tracker.people import Role
from tracker.refusals import Refusal
from tracker.screen.sign_ins import sign_ins

IDLE = (
    "You were signed out because nothing was done for {} minutes. Sign in again to go on where you "
    "were."
)
SIGNED_OUT = "You signed out, here or in another window. Sign in again to go on where you were."
_decided: bool | None = None


class NobodySignedIn(SignInEnded):
    """Nobody has signed in yet."""


class NoRole(Refusal):
    """Somebody is signed in, and has no role in any partnership."""

    def __init__(self, email: str) -> None:
        """Keep their e-mail, which they tell whoever gives roles."""
        self.email = email
        super().__init__(f"Nobody has given {email} a role in this tracker.")


def decide() -> bool:
    """Must people sign in? Decided once, when the server starts, whatever becomes of the file."""
    global _decided  # noqa: PLW0603
    _decided = bool(secrets("auth"))
    return _decided


def secrets(section: str) -> Mapping[str, Any]:
    """A section of the secrets; empty where there is none, or no secrets file."""
    try:
        found = st.secrets.get(section)
    except StreamlitSecretNotFoundError:
        return {}
    return found if isinstance(found, Mapping) else {}


def is_on() -> bool:
    """Must people sign in?"""
    return bool(secrets("auth")) if _decided is None else _decided


def directory_verifies() -> bool:
    """Does the organisation's own directory stand for its e-mail addresses?"""
    return secrets("tracker").get("directory_verifies_email") is True


def current(idle_minutes: float) -> SignIn:
    """The sign-in of this run. Raises SignInEnded or NotVerified, each with its sentence."""
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        raise NobodySignedIn("A plan is shown to those whom its partnership has given a role.")
    at = now()
    found = sign_in_of(claims, at, directory_verifies())
    if not sign_ins.go_on(found.key, at, idle_minutes):
        gone = sign_ins.has_signed_out(found.key)
        raise SignInEnded(SIGNED_OUT if gone else IDLE.format(f"{idle_minutes:g}"))
    return found


def person_of(session_id: str) -> str:
    """The e-mail of whoever a session belongs to; '' where nobody is signed in, or it has ended."""
    sessions = get_instance()._session_mgr if exists() else None  # noqa: SLF001
    found = sessions.get_active_session_info(session_id) if sessions else None
    claims = dict(found.session._user_info) if found else {}  # noqa: SLF001
    with suppress(Refusal):
        return sign_in_of(claims, now(), directory_verifies()).email
    return ""


def visitor(database: store.Database, sequence: int) -> Visitor:
    """Who is asking, with their roles as of save `sequence`. Raises NoRole beside `current`'s."""
    if not is_on():
        return LOCAL
    found = current(_idle_minutes(database, sequence))
    access = _access(database, found.email, sequence)
    if not access.roles:
        sign_ins.forget(found.key)
        raise NoRole(found.email)
    return Visitor(
        email=found.email, name=found.name, local=False, roles=access.roles,
        people=access.people, known=access.known,
    )  # fmt: skip


def in_words(who: Visitor, partnership: str, posts: Mapping[Any, Any]) -> Visitor:
    """The same visitor as the history calls them in a partnership: by their post, or their role."""
    if who.local:
        return who
    person, role = who.people.get(partnership), who.role(partnership)
    held = sorted(
        post.title for post in posts.values()
        if person and post.person_id == person and post.held_on(today())
    )  # fmt: skip
    return replace(who, words=held[0] if held else role_words(role))


def role_words(role: Role | None) -> str:
    """A role as it stands at the beginning of a line."""
    return role.value.capitalize() if role else "No role"


def refuse_ended(who: Visitor, database: store.Database) -> None:
    """Raise SignInEnded where a save comes after the sign-in has run out, in an open form say."""
    if not who.local:
        current(_idle_minutes(database, store.latest_sequence(database)))


def refuse_if_less(who: Visitor, database: store.Database, partnership: str) -> None:
    """Raise Refusal where the role of `who` allows less by now than it did when they came in."""
    if who.local:
        return
    before = who.role(partnership)
    role = _access(database, who.email, store.latest_sequence(database)).roles.get(partnership)
    if role is None:
        raise refusal_of(Command.READ, None)
    if before is None or not MAY[before] <= MAY[role]:
        raise Refusal(f"Your role here is {role} by now. Load the page again to go on.")


def sign_out() -> None:
    """End this sign-in, also in other windows, then the cookie and the provider's own sign-in."""
    claims = st.user.to_dict()
    with suppress(Refusal):
        sign_ins.end(sign_in_of(claims, now(), directory_verifies()).key)
    st.logout()


def _idle_minutes(database: store.Database, sequence: int) -> float:
    return _settings(database, sequence).get("idle_minutes", 60)


@lru_cache(maxsize=4)
def _settings(database: store.Database, _sequence: int) -> Mapping[str, float]:
    """The settings of today, whatever day the screen shows; a newer save is read anew."""
    return store.reference(database).settings


@lru_cache(maxsize=256)
def _access(database: store.Database, email: str, _sequence: int) -> store.Access:
    """Every role that is given or taken, and every name kept or erased, is a newer save."""
    return store.access_of(database, email)
