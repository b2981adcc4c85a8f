"""Giving and taking roles: a grant is a version like any other, so its history is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import duckdb

from tracker.access import Author
from tracker.child_details_words import PRIVATE_MAIL
from tracker.people import Grant, Person, Role
from tracker.records import Version, record_id
from tracker.refusals import FieldRefusals, Unknown, read_as
from tracker.store.database import Database
from tracker.store.people import people_of, with_address
from tracker.store.saving import Save, kept, kept_before, new_id, refuse_unseen
from tracker.store.tables import VERSIONS, readable

_ALWAYS = (date.max, 2**62)
OPEN_TO_THE_WORLD = (
    "Anybody in the world can have an e-mail at {}, and would see the plan. Give a role "
    "to each person instead."
)


@dataclass(frozen=True)
class GivenRole:
    """One line of the history of roles: whom (the person by id, or a domain), and what was said."""

    version: Version[Grant]
    before: Role | None


def give_role(
    database: Database,
    partnership: str,
    role: Role,
    *,
    email: str = "",
    name: str = "",
    domain: str = "",
    by: Author,
    today: date,
    save_id: UUID,
    seen: int | None = None,
) -> Save:
    """Give a role to whoever signs in with `email`, or, to view only, to everybody at `domain`.

    It takes the place of the role they had. Somebody new is kept as a person, so `name` is needed.
    `seen`: the newest sequence the form had seen; None overwrites whatever there is.
    Raises FieldRefusals for what cannot be read, NotAllowed, Refusal for the last administrator,
    ChangedMeanwhile.
    """
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        # Changing people is part of it only where somebody is new.
        person, new = _person(cursor, partnership, email, name) if email else (None, ())
        whom = str(person.id) if person else domain.strip().lower().removeprefix("@")
        stated = {"person_id": person.id if person else None, "domain": domain, "role": role}
        id_ = record_id(partnership, Grant.kind, whom)
        grant = read_as(Grant, {"id": id_, "ref": whom or "nobody", **stated})
        if grant.domain in PRIVATE_MAIL:
            raise FieldRefusals({"domain": OPEN_TO_THE_WORLD.format(grant.domain)})
        if seen is not None:
            refuse_unseen(_of(cursor, partnership, id_), seen)
        version: Version[Any] = Version(grant, _from(cursor, partnership, grant.id, today))
        return kept(cursor, partnership, [version], by, save_id, "gave a role", new)


def take_role(
    database: Database,
    partnership: str,
    grant: UUID,
    *,
    by: Author,
    today: date,
    save_id: UUID,
    seen: int | None = None,
) -> Save:
    """Take a role away: it ends at once. Raises Unknown, NotAllowed, Refusal for the last one,
    ChangedMeanwhile where it is another role than the newest `seen`."""
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        its = _of(cursor, partnership, grant)
        if not its or its[-1].withdrawn:
            raise Unknown("This role is not held any more, so there is nothing to take away.")
        if seen is not None:
            refuse_unseen(its, seen)
        taken = Version(
            its[-1].record, _from(cursor, partnership, grant, today), withdrawn=True,
            reason="taken away",
        )  # fmt: skip
        return kept(cursor, partnership, [taken], by, save_id, "took a role away")


def roles_given(database: Database, partnership: str) -> tuple[GivenRole, ...]:
    """Every role that was given, changed or taken away, newest first."""
    with database.reading() as cursor:
        versions = _grants(cursor, partnership)
    found: list[GivenRole] = []
    before: dict[UUID, Role | None] = {}
    for version in sorted(versions, key=lambda version: version.sequence):
        record = version.record
        found.append(GivenRole(version, before.get(record.id)))
        before[record.id] = None if version.withdrawn else record.role
    return tuple(reversed(found))


def _grants(cursor: duckdb.DuckDBPyConnection, partnership: str) -> list[Version[Grant]]:
    return list(
        readable(Grant, cursor.execute(VERSIONS[Grant], [partnership, *_ALWAYS]).fetchall())
    )


def _of(cursor: duckdb.DuckDBPyConnection, partnership: str, grant: UUID) -> list[Version[Grant]]:
    return [version for version in _grants(cursor, partnership) if version.record.id == grant]


def _from(cursor: duckdb.DuckDBPyConnection, partnership: str, grant: UUID, today: date) -> date:
    """Today; after a clock was set back the day of the version it replaces."""
    (newest,) = cursor.execute(
        "SELECT max(as_of) FROM access_grant WHERE partnership_id = $1 AND id = $2",
        [partnership, grant],
    ).fetchall()[0]
    return max(today, newest or today)


def _person(
    cursor: duckdb.DuckDBPyConnection, partnership: str, email: str, name: str
) -> tuple[Person, tuple[Person, ...]]:
    """The person with this e-mail; where there is none, a new one, and it again to be kept."""
    if known := with_address(people_of(cursor, partnership).values(), email):
        return known, ()
    if not name.strip():
        raise FieldRefusals({"name": "Nobody with this e-mail is known yet. Give their name too."})
    new = read_as(Person, {"id": new_id(), "name": name, "email": email.strip()})
    return new, (new,)
