"""Reading the plan as at a day. SQL joins, filters and orders; the rules judge elsewhere."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import duckdb

from tracker.measures import DataPoint
from tracker.meetings import PaperTaken
from tracker.plan import Partnership, StatusUpdate
from tracker.plan_as_at import KeptPoint, PlanAsAt, Points, newest_per_record
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Citation, Record, Version
from tracker.reference import Reference, ReferenceLine
from tracker.refusals import Unknown
from tracker.store.database import Database
from tracker.store.parts import Parts
from tracker.store.people import people_of
from tracker.store.tables import (
    ENVELOPE,
    EVERYONE,
    KINDS,
    VERSIONS,
    fields,
    readable,
    version_of,
    versions_with,
)
from tracker.word_templates import WordTemplate

T = TypeVar("T")
# Read by statements of their own: only the newest is wanted, or only on demand.
_APART: tuple[type[Record], ...] = (
    StatusUpdate, DataPoint, ReferenceLine, Partnership, Citation, PlanImport, ImportedRow,
    PaperTaken, WordTemplate,
)  # fmt: skip
# Those of which a plan has every version.
_WHOLE = tuple(kind for kind in KINDS if kind not in _APART)
_KEPT: tuple[type[Record], ...] = (*_WHOLE, DataPoint, ReferenceLine)
_NEWEST_OF_KINDS = " UNION ALL ".join(
    f"SELECT '{kind.kind}', coalesce(max(sequence), 0) FROM \"{kind.kind}\" "  # noqa: S608
    f"WHERE partnership_id = {'$3' if kind is ReferenceLine else '$1'} AND sequence <= $2"
    for kind in _KEPT
)


def latest_sequence(database: Database) -> int:
    """The number of the newest save; 0 in an empty database."""
    with database.reading() as cursor:
        ((sequence,),) = cursor.execute("SELECT coalesce(max(sequence), 0) FROM save").fetchall()
    return int(sequence)


def partnerships(database: Database) -> tuple[Partnership, ...]:
    """Every partnership as it stands now, by name."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT partnership_id FROM partnership GROUP BY partnership_id ORDER BY partnership_id
            """
        ).fetchall()
        found = [_partnership(cursor, slug) for (slug,) in rows]
    return tuple(sorted((p for p in found if p), key=lambda p: (not p.illustrative, p.name)))


def reference(database: Database, day: date = date.max, sequence: int = 2**62) -> Reference:
    """The reference lists and settings as at a day."""
    with database.reading() as cursor:
        return _reference(cursor, day, sequence)


def plan_as_at(
    database: Database, partnership: str, day: date, sequence: int | None = None
) -> PlanAsAt:
    """Everything true of `partnership` on `day`, as recorded until `sequence` (default: now).

    Raises Unknown for a partnership that is not there.
    """
    with database.reading() as cursor:
        cursor.execute("BEGIN TRANSACTION")  # one consistent view of all tables
        try:
            until = sequence if sequence is not None else _latest(cursor)
            return _plan_as_at(cursor, database.parts, partnership, day, until)
        finally:
            cursor.execute("ROLLBACK")


def status_updates(
    database: Database, partnership: str, day: date, action: UUID
) -> tuple[Version[StatusUpdate], ...]:
    """The reports on one action up to `day`, newest first, as they stand."""
    with database.reading() as cursor:
        rows = cursor.execute(
            versions_with(StatusUpdate, "action_id"),
            [partnership, day, 2**62, action],
        ).fetchall()
    standing = newest_per_record(version_of(StatusUpdate, row) for row in rows).values()
    newest = [versions[-1] for versions in standing if not versions[-1].withdrawn]
    return tuple(sorted(newest, key=lambda v: (v.as_of, v.sequence), reverse=True))


def update_words(
    database: Database, partnership: str, day: date, sequence: int | None = None
) -> dict[UUID, tuple[str, ...]]:
    """The words of every report up to `day`, by action, newest first, for a search."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            WITH standing AS (
                SELECT *, row_number() OVER (
                    PARTITION BY id ORDER BY as_of DESC, sequence DESC, version DESC) AS newest
                FROM status_update WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3
            )
            SELECT action_id, done, data_show, next, needed FROM standing
            WHERE newest = 1 AND NOT withdrawn ORDER BY action_id, as_of DESC, sequence DESC
            """,
            [partnership, day, 2**62 if sequence is None else sequence],
        ).fetchall()
    found: dict[UUID, list[str]] = {}
    for action, *texts in rows:
        found.setdefault(action, []).append(" ".join(text for text in texts if text))
    return {action: tuple(words) for action, words in found.items()}


def data_points(
    database: Database, partnership: str, day: date, measure: UUID
) -> tuple[KeptPoint, ...]:
    """The data points of a measure known up to `day`, by period, each with its versions.

    Withdrawn ones are among them, so that they can be put back.
    """
    with database.reading() as cursor:
        rows = cursor.execute(
            versions_with(DataPoint, "measure_id"),
            [partnership, day, 2**62, measure],
        ).fetchall()
    found = newest_per_record(version_of(DataPoint, row) for row in rows).values()
    return tuple(sorted(map(KeptPoint, found), key=lambda kept: (kept.point.on, kept.point.id)))


def published_days(database: Database, plan: PlanAsAt) -> dict[UUID, frozenset[date]]:
    """The days whose figures an inspector or partner has published, by measure, as in `plan`."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            WITH standing AS (
                SELECT *, row_number() OVER (
                    PARTITION BY id ORDER BY as_of DESC, sequence DESC, version DESC) AS newest
                FROM data_point WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3
            )
            SELECT measure_id, list("on") FROM (
                SELECT measure_id, "on" FROM standing WHERE newest = 1 AND NOT withdrawn
                GROUP BY measure_id, "on" HAVING bool_and(published)
            ) AS of_a_day GROUP BY measure_id
            """,
            [plan.partnership.slug, plan.day, plan.sequence],
        ).fetchall()
    return {measure: frozenset(days) for measure, days in rows}


def sources(database: Database, partnership: str, day: date, record: UUID) -> tuple[Citation, ...]:
    """Where the values of one record come from, by field."""
    with database.reading() as cursor:
        rows = cursor.execute(
            versions_with(Citation, "record_id"),
            [partnership, day, 2**62, record],
        ).fetchall()
    standing = newest_per_record(version_of(Citation, row) for row in rows).values()
    newest = [versions[-1] for versions in standing if not versions[-1].withdrawn]
    return tuple(sorted((v.record for v in newest), key=lambda citation: citation.field))


def newest_sequence(database: Database, partnership: str, action: UUID) -> int:
    """The newest sequence of an action and its reports: what a form has seen."""
    with database.reading() as cursor:
        ((sequence,),) = cursor.execute(
            """
            SELECT coalesce(max(sequence), 0) FROM (
                SELECT sequence FROM action WHERE partnership_id = $1 AND id = $2
                UNION ALL
                SELECT sequence FROM status_update WHERE partnership_id = $1 AND action_id = $2
            ) AS statements
            """,
            [partnership, action],
        ).fetchall()
    return int(sequence)


def _latest(cursor: duckdb.DuckDBPyConnection) -> int:
    ((sequence,),) = cursor.execute("SELECT coalesce(max(sequence), 0) FROM save").fetchall()
    return int(sequence)


def _partnership(
    cursor: duckdb.DuckDBPyConnection, slug: str, day: date = date.max, sequence: int = 2**62
) -> Partnership | None:
    """The partnership as at a day; before its first statement as that one says. None: withdrawn."""
    rows = cursor.execute(VERSIONS[Partnership], [slug, date.max, sequence]).fetchall()
    versions = [version_of(Partnership, row) for row in rows]
    if not versions:
        return None
    standing = [version for version in versions if version.as_of <= day] or versions[:1]
    return None if standing[-1].withdrawn else standing[-1].record


def _reference(cursor: duckdb.DuckDBPyConnection, day: date, sequence: int) -> Reference:
    rows = cursor.execute(VERSIONS[ReferenceLine], [EVERYONE, day, sequence]).fetchall()
    standing = newest_per_record(version_of(ReferenceLine, row) for row in rows).values()
    newest = [versions[-1] for versions in standing if not versions[-1].withdrawn]
    return Reference.of(version.record for version in newest)


def _plan_as_at(
    cursor: duckdb.DuckDBPyConnection, parts: Parts, slug: str, day: date, sequence: int
) -> PlanAsAt:
    partnership = _partnership(cursor, slug, day, sequence)
    if partnership is None:
        raise Unknown(
            f"There is no partnership called “{slug[:40]}” here. Choose one in the sidebar."
        )
    cut = [slug, day, sequence]
    newest = _newest_of_kinds(cursor, slug, sequence)

    def history(kind: type[Record]) -> Mapping[UUID, tuple[Version[Any], ...]]:
        rows = cursor.execute(VERSIONS[kind], cut).fetchall()
        return newest_per_record(readable(kind, rows))

    def known(kind: type[Record], read: Callable[[], T]) -> T:
        return parts.of((kind, slug, day, newest[kind.kind]), read)

    return PlanAsAt(
        partnership,
        day,
        sequence,
        known(ReferenceLine, lambda: _reference(cursor, day, sequence)),
        {kind: known(kind, partial(history, kind)) for kind in _WHOLE},
        _newest_updates(cursor, cut),
        _complete_since(cursor, cut),
        known(DataPoint, lambda: _points(cursor, cut)),
        people_of(cursor, slug),
    )


def _newest_of_kinds(cursor: duckdb.DuckDBPyConnection, slug: str, sequence: int) -> dict[str, int]:
    """The newest save up to `sequence` that holds a record of each kind."""
    return dict(cursor.execute(_NEWEST_OF_KINDS, [slug, sequence, EVERYONE]).fetchall())


def _newest_updates(
    cursor: duckdb.DuckDBPyConnection, cut: list[Any]
) -> dict[UUID, Version[StatusUpdate]]:
    columns = ", ".join(f'"{name}"' for name in ENVELOPE[1:] + fields(StatusUpdate))
    rows = cursor.execute(
        f"""
        WITH standing AS (
            SELECT *, row_number() OVER (
                PARTITION BY id ORDER BY as_of DESC, sequence DESC, version DESC) AS newest
            FROM status_update WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3
        ), reported AS (
            SELECT *, row_number() OVER (
                PARTITION BY action_id ORDER BY as_of DESC, sequence DESC, version DESC) AS last
            FROM standing WHERE newest = 1 AND NOT withdrawn
        )
        SELECT {columns} FROM reported WHERE last = 1 ORDER BY action_id
        """,  # noqa: S608
        cut,
    ).fetchall()
    versions = (version_of(StatusUpdate, row) for row in rows)
    return {version.record.action_id: version for version in versions}


def _complete_since(cursor: duckdb.DuckDBPyConnection, cut: list[Any]) -> dict[UUID, date]:
    """The first of the reports of complete that no other report follows, by action."""
    rows = cursor.execute(
        """
        WITH standing AS (
            SELECT *, row_number() OVER (
                PARTITION BY id ORDER BY as_of DESC, sequence DESC, version DESC) AS newest
            FROM status_update WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3
        ), reported AS (
            SELECT action_id, as_of, status, sum(CASE WHEN status = 'complete' THEN 0 ELSE 1 END)
                OVER (PARTITION BY action_id ORDER BY as_of DESC, sequence DESC, version DESC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS open_since_then
            FROM standing WHERE newest = 1 AND NOT withdrawn
        )
        SELECT action_id, min(as_of) FROM reported
        WHERE open_since_then = 0 GROUP BY action_id ORDER BY action_id
        """,
        cut,
    ).fetchall()
    return dict(rows)


def _points(cursor: duckdb.DuckDBPyConnection, cut: list[Any]) -> dict[UUID, Points]:
    rows = cursor.execute(
        """
        WITH standing AS (
            SELECT *, row_number() OVER (
                PARTITION BY id ORDER BY as_of DESC, sequence DESC, version DESC) AS newest
            FROM data_point WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3
        )
        SELECT measure_id, "on", "value", denominator, compared_value, compared_denominator
        FROM standing
        WHERE newest = 1 AND NOT withdrawn ORDER BY measure_id, "on", sequence, id
        """,
        cut,
    ).fetchall()
    found: dict[UUID, list[tuple[Any, ...]]] = {}
    for measure, *point in rows:
        found.setdefault(measure, []).append(tuple(point))
    return {measure: Points(*zip(*its, strict=True)) for measure, its in found.items()}
