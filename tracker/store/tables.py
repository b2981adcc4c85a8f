"""How records stand in their tables: the columns of each kind, and its two statements.

A table has the envelope of a version (ENVELOPE) and one column for each field of its model; a test
holds the tables to the models. The texts are built here once, from the models; values travel as $1.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import duckdb
from pydantic import ValidationError

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.measures import DataPoint, Measure
from tracker.meetings import KeptSnapshot, MeetingDecision, PaperTaken, Question
from tracker.people import Grant, Group, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, StatusUpdate
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Citation, R, Record, Version
from tracker.reference import ReferenceLine
from tracker.smart_notes import SmartNote
from tracker.tests_of_change import (
    Aim,
    ChangeIdea,
    Driver,
    NewPhase,
    PdsaCycle,
    PointMark,
    TestOfChange,
)
from tracker.word_templates import WordTemplate

# Reference lists belong to the installation, not to one partnership.
EVERYONE = "*"
_log = logging.getLogger(__name__)

KINDS: tuple[type[Record], ...] = (
    Partnership, Plan, Group, Post, Area, Outcome, Measure, Action, StatusUpdate, DataPoint,
    Judgement, Doubt, Meeting, Citation, ReferenceLine, Aim, Driver, ChangeIdea, TestOfChange,
    PdsaCycle, NewPhase, PointMark, SmartNote, PlanImport, ImportedRow,
    MeetingDecision, Question, KeptSnapshot, PaperTaken, Grant, WordTemplate,
)  # fmt: skip
ENVELOPE = (
    "partnership_id", "id", "version", "sequence", "as_of", "recorded_at", "recorded_by",
    "withdrawn", "reason",
)  # fmt: skip

_AT_A_TIME = 10_000


# Worked out once: a save may hold a hundred thousand rows.
_FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    kind: tuple(name for name in kind.model_fields if name not in ENVELOPE) for kind in KINDS
}


def fields(kind: type[Record]) -> tuple[str, ...]:
    """The columns of a kind beside the envelope, in the model's order."""
    return _FIELDS[kind]


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _insert(kind: type[Record]) -> str:
    names = ENVELOPE + fields(kind)
    places = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    return f'INSERT INTO "{kind.kind}" ({_quoted(names)}) VALUES ({places})'  # noqa: S608


def _versions(kind: type[Record]) -> str:
    return (
        f'SELECT {_quoted(ENVELOPE[1:] + fields(kind))} FROM "{kind.kind}" '  # noqa: S608
        "WHERE partnership_id = $1 AND as_of <= $2 AND sequence <= $3 "
        "ORDER BY id, as_of, sequence, version"
    )


def versions_with(kind: type[Record], column: str) -> str:
    """VERSIONS of a kind, only those whose `column` is $4: the reports on one action, say."""
    return VERSIONS[kind].replace(" ORDER BY", f' AND "{column}" = $4 ORDER BY')


INSERT: Mapping[type[Record], str] = {kind: _insert(kind) for kind in KINDS}
VERSIONS: Mapping[type[Record], str] = {kind: _versions(kind) for kind in KINDS}


def rows_of(
    cursor: duckdb.DuckDBPyConnection,
    kind: type[Record],
    record: tuple[str, UUID] | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Every row of a kind as it stands, or of one record (partnership, id): envelope and fields."""
    only = "WHERE partnership_id = $1 AND id = $2 " if record else ""
    cursor.execute(
        f'SELECT {_quoted(ENVELOPE + fields(kind))} FROM "{kind.kind}" '  # noqa: S608
        f"{only}ORDER BY partnership_id, id, version",
        list(record or ()),
    )
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield from rows


def row_of(partnership: str, version: Version[Any]) -> list[Any]:
    """One version as the values of its INSERT."""
    record = version.record
    values = [getattr(record, name) for name in fields(type(record))]
    envelope = [
        partnership, record.id, version.number, version.sequence, version.as_of,
        version.recorded_at, version.recorded_by, version.withdrawn, version.reason,
    ]  # fmt: skip
    return envelope + [list(value) if isinstance(value, tuple) else value for value in values]


def version_of(kind: type[R], row: tuple[Any, ...]) -> Version[R]:
    """One version from a row of VERSIONS, its record read by the model."""
    record_id, number, sequence, as_of, recorded_at, recorded_by, withdrawn, reason, *values = row
    # Columns added later are empty in older rows: there the model's own default holds.
    named = zip(fields(kind), values, strict=True)
    stated = {name: value for name, value in named if value is not None} | {"id": record_id}
    if "as_of" in kind.model_fields:
        stated["as_of"] = as_of
    record = kind.model_validate(stated)
    return Version(record, as_of, withdrawn, reason, number, sequence, recorded_at, recorded_by)


def readable(kind: type[R], rows: Iterable[tuple[Any, ...]]) -> Iterator[Version[R]]:
    """Versions of their rows; a role that there is not gives nothing, and is logged."""
    for row in rows:
        try:
            yield version_of(kind, row)
        except ValidationError:
            if kind is not Grant:
                raise
            _log.warning("The role %s breaks a rule in the database and gives nothing", row[0])
