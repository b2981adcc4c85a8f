"""Somebody with each role, in a small plan; and how they sign in."""

import time
from typing import Any
from uuid import UUID

import builders as b
from builders import SLUG, TODAY, keep
from visits import Visitor

from tracker import store
from tracker.people import Role

OTHER = "glenbraan"  # no such partnership exists
PEOPLE = {role: f"{role.name.lower()}@example.org" for role in Role}
STRANGER = "stranger@example.org"


def give(database: store.Database, email: str, role: Role, slug: str = SLUG) -> UUID:
    """Give a role from the command line; the person's id."""
    store.give_role(
        database, slug, role, email=email, name=email.split("@")[0], by="Command line",
        today=TODAY, save_id=store.new_id(),
    )  # fmt: skip
    return store.access_of(database, email).people[slug]


def kept_in(database: store.Database, slug: str) -> None:
    """A partnership with a plan: 1.1 is the action owner's, by their post; 1.2 is nobody's."""
    keep(
        database, b.a_partnership(slug), b.a_plan(), b.an_area(), b.an_action(),
        b.an_action("1.2"), b.a_measure(), slug=slug,
    )  # fmt: skip
    people = {role: give(database, email, role, slug) for role, email in PEOPLE.items()}
    lead = b.a_post(person_id=people[Role.ACTION_OWNER])
    keep(database, lead, b.an_action(owner_id=lead.id), slug=slug)


def claims_of(email: str, **said: Any) -> dict[str, Any]:
    """What a provider says of somebody who signed in a minute ago."""
    now = int(time.time())
    said = {"email": email, "email_verified": True, "name": "Jo Brown"} | said
    return {"is_logged_in": True, "iat": now - 60, "exp": now + 3600} | said


def signed_in_as(email: str, **said: Any) -> Visitor:
    """A visitor to a tracker with sign-in, after signing in."""
    visitor = Visitor()
    visitor.screen.secrets["auth"] = {"redirect_uri": "http://localhost:8501/oauth2callback"}
    visitor.screen.user = claims_of(email, **said)
    return visitor
