"""Keeping an import: its file, its records and where each came from, all in one save or none."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tracker.access import Author
from tracker.plan import Status
from tracker.plan_imports import STATUS_WORDS, ImportedRow, PlanImport
from tracker.records import Version
from tracker.store.database import Database
from tracker.store.kept_files import KeptFile, keep_file
from tracker.store.saving import Save, kept, kept_before
from tracker.store.tables import VERSIONS, version_of, versions_with

_ALWAYS = (date.max, 2**62)


def keep_import(
    database: Database,
    partnership: str,
    versions: Iterable[Version[Any]],
    file: KeptFile,
    *,
    by: Author,
    save_id: UUID,
) -> Save:
    """Keep the versions of an import beside its file (id, name, content): all or nothing.

    The same `save_id` again is the same import.
    """
    with database.writing() as cursor:
        if before := kept_before(cursor, save_id):
            return before
        keep_file(cursor, partnership, file)
        return kept(cursor, partnership, versions, by, save_id, f"imported {file[1]}")


def imports(database: Database, partnership: str) -> tuple[Version[PlanImport], ...]:
    """Every import of a partnership as it stands, newest first; undone ones are withdrawn."""
    with database.reading() as cursor:
        rows = cursor.execute(VERSIONS[PlanImport], [partnership, *_ALWAYS]).fetchall()
    newest = {v.record.id: v for v in (version_of(PlanImport, row) for row in rows)}
    return tuple(sorted(newest.values(), key=lambda version: version.sequence, reverse=True))


def remembered_columns(
    database: Database, partnership: str, headers: Iterable[str]
) -> Mapping[str, str | None]:
    """How this partnership last mapped these headers; empty for those it never saw."""
    wanted, found = set(headers), dict[str, str | None]()
    for version in reversed(imports(database, partnership)):
        stated = json.loads(version.record.columns)
        found |= {name: field for name, field in stated.items() if name in wanted}
    return found


def remembered_statuses(database: Database, partnership: str) -> Mapping[str, Status | None]:
    """What this partnership last said that words of a status mean; None: no status."""
    found = dict[str, Status | None]()
    for version in reversed(imports(database, partnership)):
        stated = json.loads(version.record.columns)
        for name, meant in stated.items():
            if said := STATUS_WORDS.fullmatch(name):
                found[said[1]] = Status(meant) if meant else None
    return found


def imported_rows(
    database: Database, partnership: str, record: UUID
) -> tuple[Version[ImportedRow], ...]:
    """The rows of files behind one record, newest import first."""
    with database.reading() as cursor:
        rows = cursor.execute(
            versions_with(ImportedRow, "record_id"), [partnership, *_ALWAYS, record]
        ).fetchall()
    newest = {v.record.id: v for v in (version_of(ImportedRow, row) for row in rows)}
    standing = [version for version in newest.values() if not version.withdrawn]
    return tuple(sorted(standing, key=lambda version: version.sequence, reverse=True))
