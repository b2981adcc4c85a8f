"""What happened in a plan: who stated what and when, and what it was before.

An entry is what one person stated at one moment, in one save. Days and times are those people
write down in Scotland. Pure: versions in, answers out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from tracker.differences import Difference, differences
from tracker.naming import (
    Names,
    counted_kind,
    kind_words,
    line_of,
    name_of,
    ref_of,
    title_of,
    value_words,
)
from tracker.plan import StatusUpdate
from tracker.records import Record, Version
from tracker.reference import ALWAYS, ReferenceLine
from tracker.refusals import Refusal
from tracker.word_templates import FROM_BEFORE, WordTemplate
from tracker.words import LONDON, counted, day_words, listed, sentence

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
# The words of the save that takes another back (store.undo).
UNDID = "undid save"
# An entry of more changes than this is told in numbers, such as the loading of a whole plan.
TOLD_ONE_BY_ONE = 20
# What the title of a record says already is not told again among its fields.
_IN_THE_TITLE = {
    "ref", "title", "name", "words", "slug", "action_id", "measure_id", "record_kind", "as_of",
    "file_name",
}  # fmt: skip
# Leads to a file by an id; its name is told.
_OF_THE_PROGRAM = "file_id"
_VERBS = ("added", "changed", "withdrawn", "restored", "undone")
VERB_WORDS: Mapping[str, str] = {verb: verb for verb in _VERBS} | {"restored": "put back"}
_OF_TEMPLATES = {
    "added": "Kept", "changed": "Kept another", "withdrawn": "Taken away:",
    "restored": "Kept",
}  # fmt: skip


# What the program keeps by itself goes by a name that is nobody's.
_NOBODY = {"Published report", "Reference lists", "Command line", FROM_BEFORE}
# A save that states nothing about a record: names of people stand outside the versions.
_BESIDE_THE_RECORDS = {
    "kept a person": "Added a person, or changed their name or e-mail.",
    "erased a person": "Erased the name and e-mail of a person for good.",
}


class Kept(NamedTuple):
    """One save: its number, when (UTC) and who."""

    sequence: int
    recorded_at: datetime
    recorded_by: str


class Happened(NamedTuple):
    """Every version of the records something happened to, the saves of these days, their words."""

    versions: Sequence[Version[Any]]
    saves: Sequence[Kept]
    words: Mapping[int, str]


@dataclass(frozen=True)
class Change:
    """What happened to one record: added, changed, withdrawn, restored or undone."""

    version: Version[Any]
    what: str
    fields: tuple[Difference, ...]

    @property
    def record(self) -> Record:
        """The record as it was then stated."""
        record: Record = self.version.record
        return record

    @property
    def told(self) -> tuple[Difference, ...]:
        """The fields worth telling; a new record's title tells some of them already."""
        fields = tuple(field for field in self.fields if field.field != _OF_THE_PROGRAM)
        if self.what != "added":
            return fields
        return tuple(
            field
            for field in fields
            if field.field not in _IN_THE_TITLE and field.after is not False
        )

    def as_json(self, names: Names) -> dict[str, object]:
        """The change under the names of command_line.md."""
        return {
            "kind": self.record.kind,
            "id": str(self.record.id),
            "ref": ref_of(self.record) or None,
            "title": title_of(self.record, names),
            "what": self.what,
            "as_of": self.version.as_of.isoformat(),
            "fields": [
                {
                    "field": field.field,
                    "label": field.label,
                    "before": _as_json(field.before, names),
                    "after": _as_json(field.after, names),
                }
                for field in self.fields
            ],
            "reason": self.version.reason,
        }


@dataclass(frozen=True)
class Entry:
    """One save: who, when, and what it changed."""

    sequence: int
    recorded_at: datetime
    recorded_by: str
    words: str
    changes: tuple[Change, ...]

    @property
    def day(self) -> date:
        """The day on which it was recorded."""
        return self.recorded_at.astimezone(LONDON).date()

    @property
    def clock_words(self) -> str:
        """The time of day: 09:05."""
        return f"{self.recorded_at.astimezone(LONDON):%H:%M}"

    @property
    def as_of(self) -> date:
        """The day from which it is true; of several the latest."""
        return max((change.version.as_of for change in self.changes), default=self.day)

    @property
    def in_numbers(self) -> bool:
        """Are there too many changes to tell one by one, or none?"""
        return not 0 < len(self.changes) <= TOLD_ONE_BY_ONE

    def as_json(self, names: Names) -> dict[str, object]:
        """The entry under the names of command_line.md."""
        return {
            "sequence": self.sequence,
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(),
            "recorded_by": self.recorded_by,
            "as_of": self.as_of.isoformat(),
            "words": self.words,
            "changes": [change.as_json(names) for change in self.changes],
        }


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments from the beginning of `first` until the end of `last`, as UTC."""
    return _midnight(first), _midnight(min(last, LAST_DAY) + timedelta(1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def refuse_wrong_order(first: date, last: date) -> None:
    """Raise Refusal where the first day is after the last."""
    if first > last:
        raise Refusal(
            f"{day_words(first)} is after {day_words(last)}. Choose the earlier day as the first."
        )


def entries(happened: Happened, first: date, last: date) -> tuple[Entry, ...]:
    """What was recorded from `first` to `last`, newest first; within a save in the order stated."""
    begin, end = whole_days(first, last)
    by_record: dict[UUID, list[Version[Any]]] = {}
    for version in sorted(happened.versions, key=_recorded):
        by_record.setdefault(version.record.id, []).append(version)
    found: dict[Kept, list[Change]] = {save: [] for save in happened.saves}
    for its in by_record.values():
        for place, version in enumerate(its):
            if _recorded_between(version, begin, end):
                words = happened.words.get(version.sequence, "")
                key = Kept(version.sequence, _at(version), version.recorded_by)
                found.setdefault(key, []).append(_change(version, its[:place], words))
    newest_first = sorted(found, key=lambda key: (key[1], key[0], key[2]), reverse=True)
    return tuple(
        Entry(*key, happened.words.get(key.sequence, ""), tuple(found[key])) for key in newest_first
    )


def _recorded_between(version: Version[Any], begin: datetime, end: datetime) -> bool:
    """Was it recorded then? Lists as the program brings them are there always: no happening."""
    return begin <= _at(version) < end and version.as_of > ALWAYS


def _at(version: Version[Any]) -> datetime:
    return version.recorded_at or _midnight(FIRST_DAY)


def _recorded(version: Version[Any]) -> tuple[int, datetime, int]:
    return version.sequence, _at(version), version.number


def _change(version: Version[Any], earlier: Sequence[Version[Any]], words: str) -> Change:
    """What the version says against what stood for its day until then."""
    in_force = sorted(earlier, key=lambda v: (v.as_of, v.sequence, v.number))
    told = [v for v in in_force if v.as_of <= version.as_of] or in_force[:1]
    before = told[-1] if told else None
    fields = _differences(before.record if before else None, version.record)
    return Change(version, _what(version, before, words), fields)


def _what(version: Version[Any], before: Version[Any] | None, words: str) -> str:
    if words.startswith(UNDID):
        return "undone"
    if version.withdrawn and not (before and before.withdrawn):
        return "withdrawn"
    if before is None:
        return "added"
    return "restored" if before.withdrawn and not version.withdrawn else "changed"


def _differences(before: Record | None, after: Record) -> tuple[Difference, ...]:
    if isinstance(after, ReferenceLine):
        earlier = line_of(before) if isinstance(before, ReferenceLine) else None
        return differences(earlier, line_of(after))
    return differences(before, after)


def _as_json(value: Any, names: Names) -> object:
    """A value as JSON: days ISO, numbers as numbers, links as the names of what they lead to."""
    if isinstance(value, tuple):
        return [_as_json(one, names) for one in value]
    if isinstance(value, UUID):
        return value_words(value, names)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


# In words


def finding(found: Sequence[Entry], to: str = "") -> str:
    """The headline: 12 changes in 5 saves, by 3 people; `to`: to which record."""
    changes = sum(len(entry.changes) for entry in found)
    if not found:
        return "Nothing was recorded"
    names = {entry.recorded_by for entry in found}
    people = counted(len(names - _NOBODY), "person", "people")
    by = f"by {found[0].recorded_by if len(names) == 1 else people}"
    what = f"{counted(changes, 'change').capitalize()}{f' to {to}' if to else ''}"
    return f"{what} in {counted(len(found), 'save')}, {by}"


def in_numbers(entry: Entry) -> str:
    """Everything an entry changed, counted: 512 records added: 6 areas, 28 actions and so on.

    Of a save that changed no record, what it did in words.
    """
    if not entry.changes:
        return _BESIDE_THE_RECORDS.get(entry.words, sentence(entry.words))
    return " ".join(_counted(what, entry.changes) for what in _VERBS if _of(what, entry.changes))


def _counted(what: str, changes: Sequence[Change]) -> str:
    its = _of(what, changes)
    kinds = Counter(type(change.record) for change in its)
    told = listed(counted_kind(number, kind) for kind, number in kinds.items())
    return f"{counted(len(its), 'record')} {VERB_WORDS[what]}: {told}."


def _of(what: str, changes: Iterable[Change]) -> list[Change]:
    return [change for change in changes if change.what == what]


def verb_words(change: Change) -> str:
    """What happened to what: Changed action; Added status update on."""
    verb = VERB_WORDS[change.what].capitalize()
    if change.what == "undone" and change.version.withdrawn:
        verb = "Undone, so withdrawn again:"
    if isinstance(change.record, StatusUpdate):
        return f"{verb} status update on"
    if isinstance(change.record, WordTemplate):
        verb = _OF_TEMPLATES.get(change.what, verb)
    return f"{verb} {kind_words(change.record)}"


def dated_words(change: Change) -> str:
    """The day from which it is true, where that is not the day on which it was recorded."""
    as_of = change.version.as_of
    dated_back = _at(change.version).astimezone(LONDON).date() != as_of
    return f", as of {day_words(as_of)}" if dated_back else ""


def field_line(change: Change, field: Difference, names: Names) -> str:
    """One field: Due date: 30 Jun 2026 → 30 Sep 2026."""
    label = field.label if field.label.endswith("?") else f"{field.label}:"
    after = value_words(field.after, names)
    if change.what == "added":
        return f"{label} {after}"
    return f"{label} {value_words(field.before, names)} → {after}"


def lines(found: Iterable[Entry], names: Names) -> Iterator[str]:
    """The entries as lines of text, newest first."""
    for entry in found:
        yield f"{day_words(entry.day)} {entry.clock_words}, {entry.recorded_by}"
        if entry.in_numbers:
            yield f"  {in_numbers(entry)}"
            continue
        for change in entry.changes:
            why = f" {sentence(change.version.reason)}" if change.version.reason else ""
            name = name_of(change.record, names)
            yield f"  {verb_words(change)} {name}{dated_words(change)}.{why}"
            yield from (f"    {field_line(change, field, names)}" for field in change.told)
