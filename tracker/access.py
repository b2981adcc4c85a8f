"""Who may do what: the roles, the one table of rights, and who is asking.

Without sign-in the tracker answers on this computer only, to one local coordinator who may do
everything. With it, a verified e-mail has a role in each partnership (`people.Grant`).

`MAY` says what each role may do, `PAGES` what a page needs, `NEEDS` what a save needs by the kind
of its records; `store.roles` enforces the last where a save is kept. Whatever is named in none of
them needs the most: a new page or a new record stays closed until somebody places it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from tracker.people import Post, Role
from tracker.refusals import Refusal

LOCAL_WORDS = "Local coordinator"
# Who acts where nobody asked: the daily copy, the copy before an import or an upgrade.
TRACKER_WORDS = "The tracker itself"


class Command(StrEnum):
    """What somebody may do or not, in the words a refusal uses."""

    READ = "read the plan"
    TAKE_PAPER = "take papers"
    READ_HISTORY = "read the history"
    REPORT = "report on their own actions"
    CHANGE_PLAN = "change the plan"
    KEEP_PEOPLE = "keep the names and e-mails of people"
    GIVE_ROLES = "give and take roles"
    READ_LOG = "read the log of visits"
    BACK_UP = "back up the tracker"
    CHANGE_SETTINGS = "change the settings"


# These concern every partnership of the tracker: one must be allowed them in each of them.
OF_THE_WHOLE_TRACKER = frozenset({Command.BACK_UP, Command.CHANGE_SETTINGS})

_VIEWING = frozenset({Command.READ, Command.TAKE_PAPER})
_SCRUTINY = _VIEWING | {Command.READ_HISTORY}
_COORDINATING = _SCRUTINY | {Command.REPORT, Command.CHANGE_PLAN}
MAY: Mapping[Role, frozenset[Command]] = {
    Role.VIEWER: _VIEWING,
    Role.SCRUTINY: _SCRUTINY,
    Role.ACTION_OWNER: _SCRUTINY | {Command.REPORT},
    Role.COORDINATOR: _COORDINATING,
    Role.ADMINISTRATOR: frozenset(Command),
}
# From the least to the most, for somebody who has been given several.
RANKS: Mapping[Role, int] = {role: rank for rank, role in enumerate(Role)}

PAGES: Mapping[str, Command] = {
    "progress": Command.READ, "area": Command.READ, "tests": Command.READ, "test": Command.READ,
    "charts": Command.READ, "measure": Command.READ, "actions": Command.READ,
    "my_actions": Command.READ, "alerts": Command.READ, "smart": Command.READ,
    "meeting": Command.READ, "snapshots": Command.READ, "doubts": Command.READ,
    "history": Command.READ_HISTORY, "bring_in": Command.CHANGE_PLAN,
    "set_up": Command.CHANGE_PLAN, "reminders": Command.CHANGE_PLAN,
    "roles": Command.GIVE_ROLES, "visits": Command.READ_LOG,
    "settings": Command.CHANGE_SETTINGS,
}  # fmt: skip
NEEDS: Mapping[str, Command] = {
    "status_update": Command.REPORT, "paper_taken": Command.TAKE_PAPER,
    "access_grant": Command.GIVE_ROLES, "reference_line": Command.CHANGE_SETTINGS,
}  # fmt: skip


NOT_YOURS = (
    "Your role is action owner: you can report on the actions that you or your post own, and not "
    "on others. Ask the coordinator to make you the owner of this one."
)


class NotAllowed(Refusal):
    """The role of whoever asks does not allow it; the sentence says whom to ask."""


def refusal_of(command: Command, role: Role | None) -> NotAllowed:
    """Why somebody with `role` may not, and what to do."""
    if role is None:
        return NotAllowed(
            "You have no role in this partnership, or not any more. Ask its coordinator for one."
        )
    whose = "every partnership of this tracker" if command in OF_THE_WHOLE_TRACKER else "this plan"
    return NotAllowed(
        f"Your role is {role}: with it you cannot {command.value.replace('their', 'your')}. "
        f"Ask an administrator of {whose} if you need to."
    )


def needed_for(kind: str) -> Command:
    """What a save of a record of this kind needs; changing the plan unless NEEDS says more."""
    return NEEDS.get(kind, Command.CHANGE_PLAN)


def needed_to_open(page: str) -> Command:
    """What a page needs; one that PAGES does not place needs the most."""
    return PAGES.get(page, Command.CHANGE_SETTINGS)


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
    """Who is asking: their role in each partnership by its short name; everything where local.

    `known`: the partnerships there are. `people`: who they are in each, where that is known.
    """

    words: str = LOCAL_WORDS
    email: str = ""
    name: str = ""
    local: bool = True
    roles: Mapping[str, Role] = field(default_factory=dict)
    people: Mapping[str, UUID] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    @property
    def by(self) -> Author:
        """How the store is told who saves."""
        return self.words if self.local else SignedIn(self.email, self.words)

    def role(self, partnership: str) -> Role | None:
        """The visitor's role in a partnership; None where they have none."""
        return Role.ADMINISTRATOR if self.local else self.roles.get(partnership)

    def may(self, command: Command, partnership: str) -> bool:
        """May they do this there?"""
        if self.local:
            return True
        return allowed(command, partnership, self.roles, self.known)


def allowed(
    command: Command, partnership: str, roles: Mapping[str, Role], known: Iterable[str]
) -> bool:
    """Do these roles, by partnership, allow a command in one of the `known` partnerships?"""
    everywhere = set(known) if command in OF_THE_WHOLE_TRACKER else set()
    where = everywhere or {partnership}
    return all(command in MAY.get(roles[slug], ()) if slug in roles else False for slug in where)


def answers_for(person: UUID | None, posts: Iterable[Post], day: date) -> frozenset[UUID]:
    """Whose actions are a person's own: theirs, and those of the posts they hold on `day`."""
    if person is None:
        return frozenset()
    held = {post.id for post in posts if post.person_id == person and post.held_on(day)}
    return frozenset({person} | held)


def same_address(email: str) -> str:
    """An e-mail address as it is compared: capitals do not count, a plus does.

    Letters outside a to z are left as they are: folding them would make one of two addresses.
    """
    email = email.strip()
    return email.lower() if email.isascii() else email


LOCAL = Visitor()
