"""Names and e-mails of people: the one table outside the versions, so that they can be erased."""

from collections.abc import Iterable
from uuid import UUID

import duckdb

from tracker.access import same_address
from tracker.people import Person


def people_of(cursor: duckdb.DuckDBPyConnection, partnership: str) -> dict[UUID, Person]:
    """Everybody a partnership knows, by id."""
    rows = cursor.execute(
        "SELECT id, name, email FROM person WHERE partnership_id = $1 ORDER BY id", [partnership]
    ).fetchall()
    return {id_: Person(id=id_, name=name, email=email) for id_, name, email in rows}


def with_address(people: Iterable[Person], email: str) -> Person | None:
    """Whose e-mail this is; None where it is nobody's."""
    its = (one for one in people if one.email and same_address(one.email) == same_address(email))
    return next(its, None)
