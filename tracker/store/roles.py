"""Roles: who holds which, and the one place where a save is refused that a role does not allow."""

import logging
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import duckdb

from tracker.access import (
    NOT_YOURS,
    RANKS,
    Author,
    Command,
    NotAllowed,
    SignedIn,
    allowed,
    answers_for,
    needed_for,
    refusal_of,
    same_address,
)
from tracker.meetings import PaperTaken
from tracker.people import Grant, Person, Post, Role
from tracker.plan import Action, StatusUpdate
from tracker.records import Record, Version
from tracker.refusals import Refusal
from tracker.store.database import Database
from tracker.store.people import people_of
from tracker.store.tables import EVERYONE, VERSIONS, readable, version_of, versions_with
from tracker.words import LONDON

_ALWAYS = (date.max, 2**62)
_OF_ACTION, _OF_UPDATE = versions_with(Action, "id"), versions_with(StatusUpdate, "id")
_OF_PAPER = versions_with(PaperTaken, "id")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Access:
    """The roles of one e-mail by partnership, and who that is in each; all there are: `known`."""

    roles: dict[str, Role] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """One role that stands: the version that gave it, and whom it was given to."""

    version: Version[Grant]
    person: Person | None

    @property
    def of_an_administrator(self) -> bool:
        """Can somebody sign in with it and look after the roles?"""
        email = self.person.email if self.person else ""
        return self.version.record.role is Role.ADMINISTRATOR and bool(email)


def access_of(database: Database, email: str) -> Access:
    """What the holder of a verified `email` may do, everywhere."""
    with database.reading() as cursor:
        return _access_of(cursor, email)


def roles_held(database: Database, partnership: str) -> tuple[Held, ...]:
    """The roles that stand in a partnership, those who may do most first."""
    with database.reading() as cursor:
        return _held(cursor, partnership)


def _access_of(cursor: duckdb.DuckDBPyConnection, email: str) -> Access:
    slugs = cursor.execute(
        "SELECT DISTINCT partnership_id FROM partnership ORDER BY partnership_id"
    ).fetchall()
    access = Access(known=frozenset(slug for (slug,) in slugs))
    for slug in access.known:
        its = [held for held in _held(cursor, slug) if _is_of(held, email)]
        if not its:
            continue
        access.roles[slug] = its[0].version.record.role
        person = next((held.person for held in its if held.person), None)
        if person:
            access.people[slug] = person.id
    return access


def _is_of(held: Held, email: str) -> bool:
    """Was the role given to this e-mail, or to its domain? A person erased holds none."""
    address, domain = same_address(email), held.version.record.domain
    if domain:
        return address.rpartition("@")[2] == same_address(domain)
    known = held.person.email if held.person else ""
    return bool(known) and same_address(known) == address


def _held(cursor: duckdb.DuckDBPyConnection, partnership: str) -> tuple[Held, ...]:
    rows = cursor.execute(VERSIONS[Grant], [partnership, *_ALWAYS]).fetchall()
    newest = {row[0]: row for row in rows}
    standing = [v for v in readable(Grant, newest.values()) if not v.withdrawn]
    if not standing:
        return ()
    people = people_of(cursor, partnership)
    whose = [(version, version.record.person_id) for version in standing]
    found = [Held(version, people.get(id_) if id_ else None) for version, id_ in whose]
    return tuple(
        sorted(
            found,
            key=lambda held: (
                -RANKS[held.version.record.role],
                held.person.name.casefold() if held.person else held.version.record.domain,
            ),
        )
    )


# --- where a save is kept ------------------------------------------------------------------


def refuse_unless_allowed(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    versions: Sequence[Version[Any]],
    by: Author,
    people: Sequence[Person],
    at: datetime,
) -> UUID | None:
    """Who saves, by id. Raises NotAllowed where their role, read now, does not allow the save.

    Words say who acts on this machine itself: the local coordinator, a command. They may.
    """
    if isinstance(by, str):
        return None
    access = _access_of(cursor, by.email)
    person = access.people.get(partnership)
    if partnership == EVERYONE:
        person = next(iter(access.people.values()), None)
    # A save without records is about people only: their names are kept or erased.
    needed = {needed_for(version.record.kind) for version in versions} or {Command.KEEP_PEOPLE}
    if people:
        needed.add(Command.KEEP_PEOPLE)
    whole_plan = allowed(Command.CHANGE_PLAN, partnership, access.roles, access.known)
    reporting = allowed(Command.REPORT, partnership, access.roles, access.known)
    if Command.REPORT in needed and reporting and not whole_plan:
        needed -= {Command.CHANGE_PLAN}
        _refuse_reports_of_others(cursor, partnership, versions, person, at)
    if Command.TAKE_PAPER in needed and not whole_plan:
        _refuse_what_is_there(cursor, partnership, versions)
    for command in sorted(needed):
        if not allowed(command, partnership, access.roles, access.known):
            role = access.roles.get(partnership)
            raise _refused(by, command, _worst(access) if partnership == EVERYONE else role)
    return person


def refuse_unless_may(
    cursor: duckdb.DuckDBPyConnection, by: Author, command: Command, partnership: str = EVERYONE
) -> dict[str, UUID | None]:
    """Who asks for a command that keeps no record, by partnership; of one, or the whole tracker.

    Raises NotAllowed by the role as it is read now.
    """
    whole = partnership == EVERYONE
    if isinstance(by, str):
        if not whole:
            return {partnership: None}
        slugs = cursor.execute("SELECT DISTINCT partnership_id FROM partnership").fetchall()
        return {slug: None for (slug,) in slugs}
    access = _access_of(cursor, by.email)
    if not allowed(command, partnership, access.roles, access.known):
        raise _refused(by, command, _worst(access) if whole else access.roles.get(partnership))
    return {slug: access.people.get(slug) for slug in (access.known if whole else [partnership])}


def _refused(by: SignedIn, command: Command, role: Role | None) -> NotAllowed:
    _log.warning("%s (%s) was refused: %s", by.words, role, command.value)
    return refusal_of(command, role)


def _worst(access: Access) -> Role | None:
    """The least of somebody's roles: what stands between them and the whole tracker."""
    roles = [access.roles[slug] for slug in access.known if slug in access.roles]
    return min(roles, key=RANKS.__getitem__, default=None)


def _refuse_reports_of_others(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    versions: Sequence[Version[Any]],
    person: UUID | None,
    at: datetime,
) -> None:
    """An owner reports on their own actions, and may move the due date of one in its report.

    Besides the reports nothing but those due dates may be in the save; a report that is there
    already may be changed by whoever made it.
    """
    posts = _standing(cursor, Post, partnership)
    own = answers_for(person, posts, at.astimezone(LONDON).date())
    reports = [v.record for v in versions if isinstance(v.record, StatusUpdate)]
    for update in reports:
        standing = _newest(cursor, Action, _OF_ACTION, partnership, update.action_id)
        if standing is None or standing.record.owner_id not in own:
            raise NotAllowed(NOT_YOURS)
        _refuse_report_of_others(cursor, partnership, update, person)
    reported = {update.action_id for update in reports}
    for version in versions:
        if not isinstance(version.record, StatusUpdate):
            _refuse_more_than_a_due_date(cursor, partnership, version, reported)


def _refuse_more_than_a_due_date(
    cursor: duckdb.DuckDBPyConnection,
    partnership: str,
    version: Version[Any],
    reported: AbstractSet[UUID],
) -> None:
    """Beside a report on an action only its due date may move."""
    action = version.record
    before = _newest(cursor, Action, _OF_ACTION, partnership, action.id)
    if (
        not isinstance(action, Action)
        or action.id not in reported
        or version.withdrawn
        or before is None
        or before.withdrawn
        or before.record.model_copy(update={"due_on": action.due_on}) != action
    ):
        raise refusal_of(Command.CHANGE_PLAN, Role.ACTION_OWNER)


def _refuse_report_of_others(
    cursor: duckdb.DuckDBPyConnection, partnership: str, update: StatusUpdate, person: UUID | None
) -> None:
    rows = cursor.execute(_OF_UPDATE, [partnership, *_ALWAYS, update.id]).fetchall()
    earlier = [version_of(StatusUpdate, row) for row in rows]
    if any(version.record.action_id != update.action_id for version in earlier):
        raise NotAllowed(NOT_YOURS)
    for version in earlier:
        made_by = cursor.execute(
            "SELECT person_id FROM save WHERE sequence = $1", [version.sequence]
        ).fetchall()
        if person is None or made_by != [(person,)]:
            raise NotAllowed(
                "Somebody else made this report. Add one of your own; both stay in the history."
            )


def _refuse_what_is_there(
    cursor: duckdb.DuckDBPyConnection, partnership: str, versions: Sequence[Version[Any]]
) -> None:
    """Whoever takes a paper adds a line that says so; they change none."""
    for version in versions:
        if isinstance(version.record, PaperTaken) and (
            version.withdrawn
            or _newest(cursor, PaperTaken, _OF_PAPER, partnership, version.record.id)
        ):
            raise refusal_of(Command.CHANGE_PLAN, Role.VIEWER)


def _newest(
    cursor: duckdb.DuckDBPyConnection,
    kind: type[Record],
    statement: str,
    partnership: str,
    record: UUID,
) -> Version[Any] | None:
    rows = cursor.execute(statement, [partnership, *_ALWAYS, record]).fetchall()
    return version_of(kind, rows[-1]) if rows else None


def _standing(cursor: duckdb.DuckDBPyConnection, kind: type[Post], partnership: str) -> list[Post]:
    rows = cursor.execute(VERSIONS[kind], [partnership, *_ALWAYS]).fetchall()
    newest = {row[0]: version_of(kind, row) for row in rows}
    return [version.record for version in newest.values() if not version.withdrawn]


# --- the last administrator ----------------------------------------------------------------


def had_administrator(
    cursor: duckdb.DuckDBPyConnection, partnership: str, versions: Sequence[Version[Any]]
) -> bool:
    """Before a save about roles or people: does somebody hold the role of administrator?

    Whoever is being erased holds it too: their name may be gone by now, the role stands.
    """
    if versions and not any(isinstance(version.record, Grant) for version in versions):
        return False
    return any(
        held.version.record.role is Role.ADMINISTRATOR for held in _held(cursor, partnership)
    )


def refuse_without_administrator(cursor: duckdb.DuckDBPyConnection, partnership: str) -> None:
    """Raise Refusal where a save leaves nobody who could give roles."""
    if not any(held.of_an_administrator for held in _held(cursor, partnership)):
        raise Refusal(
            "This is the last administrator of this partnership, so nobody could give roles any "
            "more. Make somebody else administrator first."
        )
