"""Who may do what: the roles, the one table of rights, and who is asking.

Without sign-in the tracker answers on this computer only, to one local coordinator who may do
everything. With it, a verified e-mail has a role in each partnership (`people.Grant`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from tracker.people import Role

LOCAL_WORDS = "Local coordinator"


@dataclass(frozen=True)
class SignedIn:
    """Who saves, where sign-in is on: the store looks their role up anew in the same transaction.

    `words` is what the history calls them: their post or their role, never their name.
    """

    email: str
    words: str


# Who a save is made by: somebody signed in, or words for who acts on this machine itself.
Author = str | SignedIn


@dataclass(frozen=True)
class Visitor:
    """Who is asking: their role in each partnership by its short name; everything where local."""

    words: str = LOCAL_WORDS
    email: str = ""
    name: str = ""
    local: bool = True
    roles: Mapping[str, Role] = field(default_factory=dict)
    people: Mapping[str, UUID] = field(default_factory=dict)

    @property
    def by(self) -> Author:
        """How the store is told who saves."""
        return self.words if self.local else SignedIn(self.email, self.words)

    def role(self, partnership: str) -> Role | None:
        """The visitor's role in a partnership; None where they have none."""
        return Role.ADMINISTRATOR if self.local else self.roles.get(partnership)


LOCAL = Visitor()
