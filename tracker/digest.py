"""What a reminder says: to each owner what is late, due soon or silent; to a coordinator all of it.

Pure, from the readings and their alerts. Where there is nothing to say there is no digest, and
where there is no address the digest says why, so that a coordinator can be told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tracker.alert import Alert
from tracker.alert_places import Place, settled_at
from tracker.people import Grant, Person, Role
from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.readings import Readings
from tracker.words import counted, listed

# What an owner is told, in this order; an action stands once, under the first that holds.
OWNER_PARTS = {"overdue": "Late", "due_soon": "Due soon", "silent": "No update"}
NO_OWNER = "No owner yet"
NO_LEAD_GROUP = "No lead group"
GROUP_OWNS = "a group owns it: name one post"
NOBODY_HOLDS = "it is not recorded who holds the post now"
NOT_LISTED = "the person is no longer listed"
NO_EMAIL = "no e-mail is recorded"


class Audience(StrEnum):
    """Whom a digest is for."""

    OWNER = "owner"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Item:
    """One record and every alert about it that is told, worst first."""

    told: tuple[Alert, ...]
    place: Place

    @property
    def first(self) -> Alert:
        """The worst of them, which says where a link leads."""
        return self.told[0]


@dataclass(frozen=True)
class Part:
    """Items under one heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Digest:
    """What one person is told. `called`: the posts it is about. `missing`: why it goes nowhere.

    `person` is set wherever one is known, also where no e-mail of theirs is.
    """

    audience: Audience
    called: str
    person: Person | None
    missing: str
    parts: tuple[Part, ...]
    unreached: tuple["Digest", ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every part."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def finding(self) -> str:
        """The digest in a few words: 2 late, 1 due soon; or 31 alerts in 3 groups."""
        if self.audience is Audience.COORDINATOR:
            number = sum(len(item.told) for item in self.items)
            return f"{counted(number, 'alert')} in {counted(len(self.parts), 'group')}"
        words = {"Late": "late", "Due soon": "due soon", "No update": "without an update"}
        return ", ".join(f"{len(part.items)} {words[part.heading]}" for part in self.parts)


def owner_digests(read: Readings, found: Sequence[Alert]) -> tuple[Digest, ...]:
    """A digest for everybody who owns something late, due soon or silent.

    Posts held by one person are told together; what has no holder or address stands under its
    own post, with `missing`.
    """
    told = [a for a in found if a.rule in OWNER_PARTS and a.record in read.plan.action]
    by_owner: dict[UUID | None, list[Alert]] = {}
    for alert in told:
        by_owner.setdefault(_action(read, alert).owner_id, []).append(alert)
    to: dict[object, list[UUID | None]] = {}
    for owner in by_owner:
        person, _ = _reached(read.plan, owner)
        to.setdefault(person.id if person else ("nobody", owner), []).append(owner)
    digests = (_of_owners(read.plan, owners, by_owner) for owners in to.values())
    return tuple(sorted(digests, key=lambda digest: (digest.called.casefold(), digest.called)))


def _action(read: Readings, alert: Alert) -> Action:
    return read.plan.action[alert.record]


def _of_owners(
    plan: PlanAsAt, owners: list[UUID | None], by_owner: dict[UUID | None, list[Alert]]
) -> Digest:
    person, missing = _reached(plan, owners[0])
    called = sorted({plan.owner_words(owner) or NO_OWNER for owner in owners})
    alerts = [alert for owner in owners for alert in by_owner[owner]]
    return Digest(Audience.OWNER, listed(called), person, missing, _owner_parts(plan, alerts))


def _owner_parts(plan: PlanAsAt, alerts: list[Alert]) -> tuple[Part, ...]:
    order = list(OWNER_PARTS)
    alerts.sort(key=lambda a: (order.index(a.rule), -a.days if a.rule != "due_soon" else a.days))
    items = list(_items(plan, alerts))
    parts = (
        Part(heading, tuple(item for item in items if item.first.rule == rule))
        for rule, heading in OWNER_PARTS.items()
    )
    return tuple(part for part in parts if part.items)


def _items(plan: PlanAsAt, alerts: Iterable[Alert]) -> Iterator[Item]:
    """One item a record, in the order of their first alerts."""
    by_record: dict[UUID, list[Alert]] = {}
    for alert in alerts:
        by_record.setdefault(alert.record, []).append(alert)
    for told in by_record.values():
        yield Item(tuple(told), settled_at(plan, told[0]))


def _reached(plan: PlanAsAt, owner: UUID | None) -> tuple[Person | None, str]:
    """Who answers for what an owner owns, and why no mail reaches them; '' where one does."""
    if owner is None:
        return None, "nobody owns it"
    if owner in plan.group:
        return None, GROUP_OWNS
    person_id = owner
    if post := plan.post.get(owner):
        if post.person_id is None or not post.held_on(plan.day):
            return None, NOBODY_HOLDS
        person_id = post.person_id
    person = plan.people.get(person_id)
    if person is None:
        return None, NOT_LISTED if owner == person_id else NOBODY_HOLDS
    return person, "" if person.email else NO_EMAIL


def coordinator_digests(
    read: Readings, found: Sequence[Alert], owners: Sequence[Digest]
) -> tuple[Digest, ...]:
    """All alerts by lead group, for each coordinator; where there is none, each administrator.

    With nobody in either role it is one digest that goes nowhere; without an alert, none.
    """
    if not found:
        return ()
    by_group: dict[str, list[Alert]] = {}
    for alert in found:
        area = read.plan.area.get(alert.area)
        words = read.plan.owner_words(area.lead_group_id) if area else ""
        by_group.setdefault(words or NO_LEAD_GROUP, []).append(alert)
    # As on Alerts: the group with the worst alert first, no group last.
    order = sorted(by_group.items(), key=lambda group: group[0] == NO_LEAD_GROUP)
    parts = tuple(Part(words, tuple(_items(read.plan, its))) for words, its in order)
    unreached = tuple(digest for digest in owners if digest.missing)

    def digest(person: Person | None, missing: str) -> Digest:
        return Digest(Audience.COORDINATOR, "Coordinator", person, missing, parts, unreached)

    people = _coordinators(read.plan)
    if not people:
        return (digest(None, "nobody is recorded as coordinator"),)
    return tuple(digest(person, "" if person.email else NO_EMAIL) for person in people)


def _coordinators(plan: PlanAsAt) -> list[Person]:
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        given = {g.person_id for g in plan.current(Grant) if g.role is role and g.person_id}
        people = [plan.people[id_] for id_ in given if id_ in plan.people]
        if people:
            return sorted(people, key=lambda person: (person.name.casefold(), str(person.id)))
    return []


def digests(read: Readings, found: Sequence[Alert]) -> tuple[Digest, ...]:
    """Every digest of a plan as at its day: owners by name, then coordinators."""
    owners = owner_digests(read, found)
    return (*owners, *coordinator_digests(read, found, owners))
