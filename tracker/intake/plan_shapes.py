"""A plan as read from a sheet: what the command line promises for `import --dry-run`.

Rows are counted from 1 here, as people see them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tracker.intake.plan_words import PlanField
from tracker.plan import Status


@dataclass(frozen=True)
class ReadDoubt:
    """What is not certain about a cell, and the proposal that one click takes: a day, a status."""

    row: int | None
    column: str
    text: str
    doubt: str
    proposal: date | Status | str | None = None

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {
            "row": self.row, "column": self.column, "text": self.text, "doubt": self.doubt,
            "proposal": _plain(self.proposal),
        }  # fmt: skip


@dataclass(frozen=True)
class SetAside:
    """Words that became no record, and why. `row` is None for another sheet of the file."""

    row: int | None
    text: str
    why: str

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {"row": self.row, "text": self.text, "why": self.why}


@dataclass(frozen=True)
class ReadArea:
    """An area from its heading or its column. `as_written`: the words, where they were taken apart.

    `place` names the area within the reading (refs may repeat); `under` is the place of the heading
    above it.
    """

    place: int
    ref: str
    title: str
    row: int
    as_written: str = ""
    under: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        written = {"as_written": self.as_written} if self.as_written else {}
        return {
            "ref": self.ref, "title": self.title, "row": self.row, "place": self.place,
            "under": self.under, **written,
        }  # fmt: skip


@dataclass(frozen=True)
class Milestone:
    """A step within an action, with its own date where it names one."""

    text: str
    due_text: str = ""
    due_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {"text": self.text, "due_text": self.due_text, "due_on": _plain(self.due_on)}


@dataclass(frozen=True)
class ReadUpdate:
    """One report in an update cell and the day it carries."""

    text: str
    on: date | None = None


@dataclass(frozen=True)
class ReadAction:
    """One action. `other` holds the columns that are no field, `as_written` cells taken apart.

    `due_note` says how a certain date was read (a month alone: its last day).
    """

    rows: tuple[int, ...]
    ref: str = ""
    area_ref: str = ""
    title: str = ""
    owner_text: str = ""
    due_text: str = ""
    due_on: date | None = None
    status_text: str = ""
    status: Status | None = None
    measure_text: str = ""
    outcome_text: str = ""
    update_text: str = ""
    notes: str = ""
    milestones: tuple[Milestone, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)
    area: int | None = None
    due_note: str = ""
    updates: tuple[ReadUpdate, ...] = ()
    as_written: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it; `update_on` is the newest day the reports carry."""
        newest = max((update.on for update in self.updates if update.on), default=None)
        return {
            "rows": list(self.rows), "ref": self.ref, "area_ref": self.area_ref,
            "title": self.title, "owner_text": self.owner_text, "due_text": self.due_text,
            "due_on": _plain(self.due_on), "due_note": self.due_note,
            "status_text": self.status_text, "status": _plain(self.status),
            "measure_text": self.measure_text, "outcome_text": self.outcome_text,
            "update_text": self.update_text, "update_on": _plain(newest), "notes": self.notes,
            "milestones": [milestone.as_json() for milestone in self.milestones],
            "other": dict(self.other), "area": self.area, "as_written": dict(self.as_written),
        }  # fmt: skip


@dataclass(frozen=True)
class ReadMeasure:
    """One measure of a measure sheet; `notes` holds its analysis and remarks."""

    rows: tuple[int, ...]
    title: str
    baseline_text: str = ""
    target_text: str = ""
    current_text: str = ""
    notes: str = ""
    ref: str = ""
    area_ref: str = ""
    owner_text: str = ""
    status_text: str = ""
    other: Mapping[str, str] = field(default_factory=dict)
    area: int | None = None
    as_written: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the command line tells it."""
        return {
            "rows": list(self.rows), "title": self.title, "baseline_text": self.baseline_text,
            "target_text": self.target_text, "current_text": self.current_text,
            "notes": self.notes, "ref": self.ref, "area_ref": self.area_ref,
            "owner_text": self.owner_text, "status_text": self.status_text,
            "other": dict(self.other), "area": self.area, "as_written": dict(self.as_written),
        }  # fmt: skip


@dataclass(frozen=True)
class PlanReading:
    """Everything a sheet says: records, what was set aside, and what is not certain.

    `header_row` is None where no header was found; then every row is set aside.
    """

    sheet: str
    reads_as: Literal["actions", "measures"]
    header_row: int | None
    columns: Mapping[str, PlanField | None]
    areas: tuple[ReadArea, ...] = ()
    actions: tuple[ReadAction, ...] = ()
    measures: tuple[ReadMeasure, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    doubts: tuple[ReadDoubt, ...] = ()
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_json(self, file_name: str) -> dict[str, Any]:
        """The object that `import --dry-run --json` prints (design/command_line.md)."""
        return {
            "file": file_name, "sheet": self.sheet, "reads_as": self.reads_as,
            "header_row": self.header_row, "columns": dict(self.columns),
            "areas": [area.as_json() for area in self.areas],
            "actions": [action.as_json() for action in self.actions],
            "measures": [measure.as_json() for measure in self.measures],
            "set_aside": [aside.as_json() for aside in self.set_aside],
            "doubts": [doubt.as_json() for doubt in self.doubts],
        }  # fmt: skip


def _plain(value: date | Status | str | None) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)
