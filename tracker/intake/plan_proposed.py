"""What an import would keep: the records proposed, what a person chose, the versions to save."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from tracker.differences import Difference, differences
from tracker.evidence import Doubt
from tracker.intake.plan_matching import as_line
from tracker.intake.plan_shapes import PlanReading, ReadDoubt
from tracker.plan import Plan, Status, StatusUpdate
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Record, Version, record_id


@dataclass(frozen=True)
class Source:
    """Which file is brought in, under which id, true from which day."""

    id: UUID
    file_id: UUID
    file_name: str
    as_of: date


@dataclass(frozen=True)
class Choices:
    """What a person settled in the preview. `accepted` doubts take their proposal.

    `left_out` names rows that become no record; `posts` gives the post to write for an owner's
    words (a personal name, say). `days` are typed for a doubt about a date, and stand for its
    proposal; `statuses` are what words of status were said to mean, and are remembered.
    """

    accepted: frozenset[ReadDoubt] = frozenset()
    left_out: frozenset[int] = frozenset()
    posts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[ReadDoubt, date] = field(default_factory=dict)
    statuses: Mapping[str, Status | None] = field(default_factory=dict)


NO_CHOICES = Choices()


@dataclass(frozen=True)
class Proposed:
    """One record an import would make: new, changed (with what differs) or as it is already."""

    record: Record
    rows: tuple[int, ...]
    words: Mapping[str, Any]
    before: Record | None = None

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What differs from the plan; empty for a new record and for one that says the same."""
        return differences(self.before, self.record) if self.before else ()

    @property
    def new(self) -> bool:
        """Is it not in the plan yet?"""
        return self.before is None

    @property
    def same(self) -> bool:
        """Does the plan say so already?"""
        return self.before is not None and not self.changes


@dataclass(frozen=True)
class Proposal:
    """Everything an import would keep, in the order in which it is saved."""

    source: Source
    reading: PlanReading
    records: tuple[Proposed, ...]
    doubts: tuple[Doubt, ...]
    statuses: Mapping[str, Status | None] = field(default_factory=dict)

    def of(self, kind: type[Record]) -> tuple[Proposed, ...]:
        """The proposed records of one kind."""
        return tuple(one for one in self.records if type(one.record) is kind)

    @property
    def versions(self) -> tuple[Version[Any], ...]:
        """What is saved: the import, what is new or changed, where each came from, open doubts."""
        kept = [one for one in self.records if not one.same]
        rows = (_row_of(self.source, one) for one in kept if one.rows)
        records = [_import_of(self), *(one.record for one in kept), *rows, *self.doubts]
        return tuple(Version(record, self._true_from(record)) for record in records)

    def _true_from(self, record: Record) -> date:
        return record.as_of if isinstance(record, StatusUpdate) else self.source.as_of


def _row_of(source: Source, one: Proposed) -> ImportedRow:
    return ImportedRow(
        id=record_id(str(source.id), ImportedRow.kind, str(one.record.id)),
        import_id=source.id,
        record_kind=one.record.kind,
        record_id=one.record.id,
        rows=one.rows,
        words=json.dumps(dict(one.words), ensure_ascii=False),
    )


def _import_of(proposal: Proposal) -> PlanImport:
    reading, source = proposal.reading, proposal.source
    aside = [one.as_json() for one in reading.set_aside]
    means = {f"“{words}” means": status for words, status in proposal.statuses.items()}
    headings = [area.as_json() for area in reading.areas]
    return PlanImport(
        id=source.id,
        file_id=source.file_id,
        file_name=as_line(source.file_name),
        sheet=as_line(reading.sheet),
        columns=json.dumps({**reading.columns, **means}, ensure_ascii=False),
        set_aside=json.dumps([*aside, *headings], ensure_ascii=False),
    )


def plan_record(source: Source, title: str) -> Version[Plan]:
    """The plan the areas belong to, where a partnership has none yet."""
    own = record_id(str(source.id), Plan.kind, "plan")
    return Version(Plan(id=own, title=title, starts_on=source.as_of), source.as_of)
