"""The reference lists as versions, and how much a database holds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.access import Author
from tracker.records import Version, record_id
from tracker.reference import ALWAYS, Reference, ReferenceLine
from tracker.store.database import Database
from tracker.store.reading import reference
from tracker.store.saving import save
from tracker.store.tables import EVERYONE, KINDS


def keep_reference(
    database: Database, lists: Reference, today: date, by: Author = "Reference lists"
) -> int:
    """Keep the reference lists as they are now; returns how many lines changed.

    Lines that are new or different become versions from `today`; those of a list that was never
    kept before, from always. A line that is gone is withdrawn. Snapshots of earlier days keep
    their definitions.
    """
    kept = _kept_lines(database)
    known = {line.list_name for line in kept.values()}
    new = {line.id: line for line in _lines(lists)}
    versions: list[Version[Any]] = [
        Version(line, today if line.list_name in known else ALWAYS)
        for line in new.values()
        if kept.get(line.id) != line
    ]
    gone = [line for id_, line in kept.items() if id_ not in new]
    versions += [Version(line, today, withdrawn=True) for line in gone]
    if versions:
        save(database, EVERYONE, versions, by=by, words="read the reference lists")
    return len(versions)


def _lines(lists: Reference) -> list[ReferenceLine]:
    return [
        ReferenceLine(
            id=record_id(EVERYONE, name, row.key),
            list_name=name,
            key=row.key,
            place=place,
            columns=row.model_dump_json(by_alias=True),
        )
        for name, rows in lists.lists.items()
        for place, row in enumerate(rows, start=1)
    ]


def _kept_lines(database: Database) -> dict[Any, ReferenceLine]:
    return {line.id: line for line in _lines(reference(database))}


def record_counts(database: Database) -> tuple[Mapping[str, int], int]:
    """How many records of each kind there are, and how many versions in all."""
    records: dict[str, int] = {}
    versions = 0
    with database.reading() as cursor:
        for kind in KINDS:
            ((its_records, its_versions),) = cursor.execute(
                f'SELECT count(DISTINCT (partnership_id, id)), count(*) FROM "{kind.kind}"'  # noqa: S608
            ).fetchall()
            records[kind.kind] = its_records
            versions += its_versions
    return records, versions
