"""What people call the records of a plan, and how a value of a field reads. Pure text, no rules."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.measures import DataPoint, Measure
from tracker.meetings import KeptSnapshot, MeetingDecision, PaperTaken, Question
from tracker.people import Grant, Group, Person, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, StatusUpdate
from tracker.plan_as_at import PlanAsAt
from tracker.plan_imports import ImportedRow, PlanImport
from tracker.records import Citation, Record
from tracker.reference import LISTS, SETTING_WORDS, AlertRule, ReferenceLine, Row, Setting
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
from tracker.words import counted, day_words, number_words

NAMES_OF_KINDS: Mapping[type[Record], str] = {
    Partnership: "partnership", Plan: "plan", Area: "area for improvement", Outcome: "outcome",
    Action: "action", Measure: "measure", StatusUpdate: "status update", DataPoint: "data point",
    Judgement: "judgement", Doubt: "doubt", Meeting: "meeting", Post: "post", Group: "group",
    Person: "person", Citation: "source", ReferenceLine: "setting",
    Aim: "aim", Driver: "driver", ChangeIdea: "change idea", TestOfChange: "test of change",
    PdsaCycle: "PDSA cycle", NewPhase: "new phase", PointMark: "note on a point",
    SmartNote: "SMART note", PlanImport: "import", ImportedRow: "imported row",
    MeetingDecision: "decision", Question: "question", KeptSnapshot: "snapshot",
    PaperTaken: "paper", Grant: "role", WordTemplate: "Word template",
}  # fmt: skip
_PLURALS = {
    Area: "areas for improvement", Person: "people", TestOfChange: "tests of change",
    PointMark: "notes on points",
}  # fmt: skip
# Records that people know by a reference of theirs; others carry one for the program only.
_KNOWN_BY_REF = (Area, Action, Measure, TestOfChange)
_NO_LONGER = "not listed any more"
_LIST_WORDS = {
    "settings": "setting", "delivery_status": "delivery status", "alert_rules": "order of alerts",
    "frequencies": "frequency", "wellbeing": "wellbeing indicator", "confidence": "confidence",
    "quality_indicators": "quality indicator", "six_point_scale": "six-point scale",
    "judgement_words": "words of judgement", "smart_words": "words of the SMART check",
}  # fmt: skip

Names = Mapping[UUID, str]
_NO_NAMES: Names = {}


def counted_kind(number: int, kind: type[Record]) -> str:
    """How many records of a kind: 1 action, 6 areas for improvement."""
    return counted(number, NAMES_OF_KINDS[kind], _PLURALS.get(kind, ""))


def names_of(plan: PlanAsAt) -> dict[UUID, str]:
    """Every record of a plan by what people call it, withdrawn or not; people by their names."""
    found = {
        id_: name_of(versions[-1].record, {})
        for kind, by_record in plan.histories.items()
        if kind not in (StatusUpdate, DataPoint, Citation)
        for id_, versions in by_record.items()
    }
    people = {person.id: person.name for person in plan.people.values()}
    return found | people | {plan.partnership.id: plan.partnership.name}


def ref_of(record: Record) -> str:
    """The reference people know a record by: 1.2 or M3; '' where they know none."""
    return str(getattr(record, "ref", "")) if isinstance(record, _KNOWN_BY_REF) else ""


def title_of(record: Record, names: Names = _NO_NAMES) -> str:
    """A record without its reference: its title, its words, or what it is about."""
    if isinstance(record, ReferenceLine):
        return _line_title(record)
    if isinstance(record, StatusUpdate):
        return names.get(record.action_id, _NO_LONGER)
    if isinstance(record, DataPoint | PointMark):
        return f"{names.get(record.measure_id, _NO_LONGER)}, {day_words(record.on)}"
    if isinstance(record, PdsaCycle):
        return f"{names.get(record.test_id, _NO_LONGER)}, cycle {record.number}"
    if isinstance(record, NewPhase):
        return f"{names.get(record.measure_id, _NO_LONGER)}, from {day_words(record.starts_on)}"
    if isinstance(record, Citation):
        return f"{record.file}, {record.heading}"
    if isinstance(record, Grant):
        person = names.get(record.person_id, _NO_LONGER) if record.person_id else ""
        return person or record.domain
    stated = (str(getattr(record, name, "")) for name in ("title", "name", "words", "file_name"))
    return next((words for words in stated if words), "") or _dated(record)


def _dated(record: Record) -> str:
    on = getattr(record, "on", None)
    return day_words(on) if on else NAMES_OF_KINDS[type(record)]


def name_of(record: Record, names: Names) -> str:
    """A record with its reference, where people know it by one: 1.2 Joint needs assessment."""
    return f"{ref_of(record)} {title_of(record, names)}".strip()


def kind_words(record: Record) -> str:
    """What a record is: action, area for improvement, setting."""
    if isinstance(record, ReferenceLine):
        return _LIST_WORDS[record.list_name]
    return NAMES_OF_KINDS[type(record)]


def label_of(kind: type[Record], field: str) -> str:
    """A field as forms call it: Due date."""
    known = kind.model_fields.get(field)
    bare = field.removesuffix("_ids").removesuffix("_id").replace("_", " ").capitalize()
    return (known.title if known else None) or bare


def value_words(value: Any, names: Names) -> str:
    """A field's value as people write it; links by the names of what they lead to."""
    if value in (None, "", ()):
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(value_words(one, names) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, UUID):
        return names.get(value, _NO_LONGER)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, int | float):
        return number_words(value)
    return day_words(value) if isinstance(value, date) else str(value)


def line_of(record: ReferenceLine) -> Row:
    """A kept line of a reference list as its row."""
    return LISTS[record.list_name].model_validate_json(record.columns)


def _line_title(record: ReferenceLine) -> str:
    row = line_of(record)
    if isinstance(row, Setting):
        return SETTING_WORDS[row.name]
    return row.words if isinstance(row, AlertRule) else str(getattr(row, "word", row.key))
