"""The example partnerships: plans read from data/examples, each value with its source.

A published report is one long file, `<slug>.csv`: one line a value, with the file and heading it
rests on. Illustrative data are a folder, `<slug>/`, with one file a kind and one line a version.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple, get_origin
from uuid import UUID

from tracker.evidence import Doubt, Judgement, Meeting
from tracker.measures import DataPoint, Measure
from tracker.people import Group, Person, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan, StatusUpdate
from tracker.records import Citation, Record, Version, record_id
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.tests_of_change import (
    Aim,
    ChangeIdea,
    Driver,
    NewPhase,
    PdsaCycle,
    PointMark,
    TestOfChange,
)

KINDS: tuple[type[Record], ...] = (
    Partnership, Plan, Group, Post, Area, Outcome, Measure, Action, StatusUpdate, DataPoint,
    Judgement, Doubt, Meeting, Aim, Driver, ChangeIdea, TestOfChange, PdsaCycle, NewPhase,
    PointMark,
)  # fmt: skip
EVERY_KIND: tuple[type[Record], ...] = (*KINDS, Person)
BY_WORD = {kind.kind: kind for kind in EVERY_KIND}

OWNERS = ("post", "person", "group")
# What each link may name; a doubt may be about anything.
LINKS: Mapping[str, tuple[str, ...]] = {
    "action_id": ("action",),
    "aim_id": ("aim",),
    "cycle_id": ("pdsa_cycle",),
    "driver_id": ("driver",),
    "idea_id": ("change_idea",),
    "test_id": ("test_of_change",),
    "under_id": ("driver",),
    "also_serves": ("area",),
    "apologies": OWNERS,
    "area_id": ("area",),
    "group_id": ("group",),
    "lead_group_id": ("group",),
    "measure_id": ("measure",),
    "measure_ids": ("measure",),
    "outcome_id": ("outcome",),
    "outcome_ids": ("outcome",),
    "owner_id": OWNERS,
    "person_id": ("person",),
    "present": OWNERS,
    "record_id": tuple(BY_WORD),
    "reports_to": ("group",),
    "supporting": OWNERS,
}
COLUMNS = ("kind", "ref", "field", "value", "file", "heading", "note")
ENVELOPE = ("as_of", "reason", "withdrawn", "recorded_by")
SOURCES = "sources.csv"
PUBLISHED_BY, ILLUSTRATED_BY = "Published report", "Improvement lead"
RECORDED_AT = time(9, tzinfo=UTC)
YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")


@dataclass(frozen=True)
class Example:
    """An example partnership, its versions in the order in which they are saved."""

    partnership: Partnership
    versions: tuple[Version[Any], ...]
    people: tuple[Person, ...] = ()


class _Line(NamedTuple):
    """A line of a CSV file: its cells by column, and where it begins."""

    file: str
    number: int
    cells: Mapping[str, str]

    def refused(self, why: str) -> Refusal:
        return Refusal(f"{self.file}, line {self.number}: {why}")


@dataclass(frozen=True)
class _Statement:
    """What lines say about one record as of one day: text and line of each field."""

    kind: type[Record]
    ref: str
    line: _Line
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, _Line] = field(default_factory=dict)

    def add(self, name: str, text: str, line: _Line) -> None:
        """Take `text` as the value of the field `name`; an empty text is a field not given."""
        if (name not in self.kind.model_fields and name not in ENVELOPE) or name == "id":
            word = self.kind.kind.replace("_", " ")
            raise line.refused(f"{word} has no field “{name}”. Check its spelling.")
        if name in self.texts:
            raise line.refused(f"{self.ref} gives {name} twice. Keep one of the two.")
        if text:
            self.texts[name], self.lines[name] = text, line

    def refused(self, name: str, why: str) -> Refusal:
        """A refusal at the line of the field."""
        return self.lines.get(name, self.line).refused(f"{self.kind.kind} {self.ref}: {why}")


def example_names(folder: Path) -> tuple[str, ...]:
    """The slugs of the partnerships in `folder`: the published ones, then the illustrative."""
    published = (path.stem for path in folder.glob("*.csv") if path.name != SOURCES)
    illustrative = (path.parent.name for path in folder.glob("*/partnership.csv"))
    return (*sorted(published), *sorted(illustrative))


def read_example(folder: Path, slug: str) -> Example:
    """One partnership; raises Refusal with file, line and reason for what cannot be kept."""
    if (folder / slug).is_dir():
        return _illustrative_example(folder / slug, slug)
    if (folder / f"{slug}.csv").is_file():
        return _published_example(folder, slug)
    known = ", ".join(example_names(folder)) or "none"
    raise Refusal(f"There is no example partnership “{slug}”. There are: {known}.")


def _published_example(folder: Path, slug: str) -> Example:
    statements = _long_statements(folder / f"{slug}.csv", _source_files(folder / SOURCES))
    versions, people = _read(slug, statements, PUBLISHED_BY)
    cited = tuple(_citations(slug, statements, versions))
    return Example(_partnership(slug, statements, versions), versions + cited, people)


def _illustrative_example(folder: Path, slug: str) -> Example:
    statements = _wide_statements(folder)
    versions, people = _read(slug, statements, ILLUSTRATED_BY)
    partnership = _partnership(slug, statements, versions)
    if not partnership.illustrative:
        why = "a plan without sources must be illustrative. Put illustrative to true."
        raise statements[0].refused("illustrative", why)
    return Example(partnership, tuple(_recorded_on_their_day(versions)), people)


def _recorded_on_their_day(versions: Iterable[Version[Any]]) -> Iterator[Version[Any]]:
    for version in versions:
        at = datetime.combine(version.as_of, RECORDED_AT)
        yield replace(version, recorded_at=at)


def _partnership(
    slug: str, statements: list[_Statement], versions: tuple[Version[Any], ...]
) -> Partnership:
    """The one partnership of the file, which must bear the file's name."""
    stated = {v.record.id: v.record for v in versions if isinstance(v.record, Partnership)}
    if len(stated) != 1:
        raise statements[0].line.refused("an example has one partnership. Keep one.")
    partnership = next(iter(stated.values()))
    if partnership.slug != slug:
        raise statements[0].refused("slug", f"the short name must be the file's, “{slug}”.")
    return partnership


# The two layouts


def _long_statements(path: Path, sources: set[str]) -> list[_Statement]:
    """The statements of a long file; each line must carry a value and a source."""
    found: dict[tuple[str, str], _Statement] = {}
    for line in _lines(path, COLUMNS):
        kind, ref, name = (line.cells[column] for column in ("kind", "ref", "field"))
        if kind not in BY_WORD:
            raise line.refused(f"“{kind}” is no kind of record. Use: {', '.join(BY_WORD)}.")
        _refuse_unsourced(line, sources)
        statement = found.setdefault((kind, ref), _Statement(BY_WORD[kind], ref, line))
        statement.add(name, line.cells["value"], line)
    return _in_saving_order(path, found.values())


def _refuse_unsourced(line: _Line, sources: set[str]) -> None:
    what = " ".join(line.cells[column] for column in ("kind", "ref", "field"))
    if not line.cells["ref"] or not line.cells["value"]:
        raise line.refused(
            f"{what} has no reference or no value. Fill it in or leave out the line."
        )
    if not line.cells["file"] or not line.cells["heading"]:
        raise line.refused(f"{what} has no source. Give the file and the heading it rests on.")
    if line.cells["file"] not in sources:
        raise line.refused(
            f"the source {line.cells['file']} is not listed in {SOURCES}. Add it there."
        )


def _source_files(path: Path) -> set[str]:
    return {line.cells["file"] for line in _lines(path, ("file", "title", "publisher", "date"))}


def _wide_statements(folder: Path) -> list[_Statement]:
    """The statements of a folder: a file for each kind, a line for each version."""
    found: list[_Statement] = []
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in BY_WORD:
            raise Refusal(f"{path.name} is not named for a kind of record: {', '.join(BY_WORD)}.")
        found += (_wide_statement(BY_WORD[path.stem], line) for line in _lines(path))
    return _in_saving_order(folder, found)


def _wide_statement(kind: type[Record], line: _Line) -> _Statement:
    ref = line.cells.get("ref", "")
    if not ref:
        raise line.refused("the line has no ref. Give the record a short name of its own.")
    statement = _Statement(kind, ref, line)
    for name, text in line.cells.items():
        if name != "ref" or "ref" in kind.model_fields:
            statement.add(name, text, line)
    return statement


def _in_saving_order(path: Path, statements: Iterable[_Statement]) -> list[_Statement]:
    place = {kind: number for number, kind in enumerate(BY_WORD.values())}
    ordered = sorted(statements, key=lambda statement: place[statement.kind])
    if not ordered or ordered[0].kind is not Partnership:
        raise Refusal(f"{path.name} names no partnership. Add one.")
    return ordered


def _lines(path: Path, columns: tuple[str, ...] = ()) -> Iterator[_Line]:
    """The lines of a CSV file below its header, which must be `columns` where they are given."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(path.name, csv.reader(file, strict=True), columns)
    except FileNotFoundError:
        raise Refusal(f"{path.name} is not in {path.parent.name}. Put it back.") from None
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} cannot be read as text. Save it as CSV in UTF-8.") from None
    except csv.Error as fault:
        raise Refusal(f"{path.name} cannot be read as CSV ({fault}). Save it anew.") from None


def _rows(name: str, reader: Any, columns: tuple[str, ...]) -> Iterator[_Line]:
    header = tuple(next(reader, ()))
    if (columns and header != columns) or len(set(header)) != len(header):
        asked = ", ".join(columns) or "each column once"
        raise _Line(name, 1, {}).refused(f"the columns must be: {asked}.")
    begins = reader.line_num + 1
    for cells in reader:
        line = _Line(name, begins, {})
        begins = reader.line_num + 1
        if cells and len(cells) != len(header):
            raise line.refused(f"there are {len(cells)} cells for {len(header)} columns.")
        if any(cells):
            stated = (cell.strip() for cell in cells)
            yield line._replace(cells=dict(zip(header, stated, strict=True)))


# From texts to records


def _read(
    slug: str, statements: list[_Statement], by: str
) -> tuple[tuple[Version[Any], ...], tuple[Person, ...]]:
    known = {(s.kind.kind, s.ref): record_id(slug, s.kind.kind, s.ref) for s in statements}
    people: dict[UUID, Person] = {}
    versions: list[Version[Any]] = []
    for statement in statements:
        record = _record(statement, known)
        if isinstance(record, Person):
            people[record.id] = record
        else:
            versions.append(_version(statement, record, by))
    return tuple(versions), tuple(people.values())


def _version(statement: _Statement, record: Record, by: str) -> Version[Any]:
    texts = statement.texts
    return Version(
        record,
        _as_of(statement),
        withdrawn=_is_withdrawn(statement),
        reason=texts.get("reason", ""),
        recorded_by=texts.get("recorded_by", by),
    )


def _as_of(statement: _Statement) -> date:
    text = statement.texts.get("as_of", "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        why = f"as_of must be a date such as 2026-11-21; it says “{text}”."
        raise statement.refused("as_of", why) from None


def _is_withdrawn(statement: _Statement) -> bool:
    text = statement.texts.get("withdrawn", "").casefold()
    if text not in (*YES, *NO):
        raise statement.refused("withdrawn", f"withdrawn must be true or false; it says “{text}”.")
    return text in YES


def _record(statement: _Statement, known: Mapping[tuple[str, str], UUID]) -> Record:
    values: dict[str, Any] = {
        name: _value(statement, name, text, known)
        for name, text in statement.texts.items()
        if name in statement.kind.model_fields
    }
    own = (statement.kind.kind, statement.ref)
    try:
        record = read_as(statement.kind, values | {"id": known[own]})
    except FieldRefusals as refusal:
        name, why = next(iter(refusal.fields.items()))
        raise statement.refused(name, why) from refusal
    if (
        isinstance(record, Doubt)
        and statement.texts["record_id"].split(":")[0] != record.record_kind
    ):
        raise statement.refused("record_kind", "the kind of record is not that of the link.")
    return record


def _value(
    statement: _Statement, name: str, text: str, known: Mapping[tuple[str, str], UUID]
) -> Any:
    """The text of a field, its links followed; a list where the model has one."""
    is_list = get_origin(statement.kind.model_fields[name].annotation) is tuple
    items = [item.strip() for item in text.split(";") if item.strip()] if is_list else [text]
    values = [_linked(statement, name, item, known) if name in LINKS else item for item in items]
    return tuple(values) if is_list else values[0]


def _linked(
    statement: _Statement, name: str, link: str, known: Mapping[tuple[str, str], UUID]
) -> UUID:
    kind, _, ref = link.partition(":")
    if kind not in LINKS[name]:
        asked = " or ".join(LINKS[name])
        raise statement.refused(name, f"{name} must name {asked}, such as {LINKS[name][0]}:1.")
    if (kind, ref) not in known:
        raise statement.refused(name, f"{name} names {link}, and there is no such record.")
    return known[kind, ref]


def _citations(
    slug: str, statements: list[_Statement], versions: tuple[Version[Any], ...]
) -> Iterator[Version[Citation]]:
    """Where each value comes from, true from the day on which its record is."""
    for statement, version in zip(statements, versions, strict=True):
        for name in statement.texts:
            citation = _citation(slug, statement, name, version.record.id)
            yield Version(citation, version.as_of, recorded_by=PUBLISHED_BY)


def _citation(slug: str, statement: _Statement, name: str, cited: UUID) -> Citation:
    kind, line = statement.kind.kind, statement.lines[name]
    values: dict[str, Any] = {column: line.cells[column] for column in ("file", "heading", "note")}
    own = record_id(slug, Citation.kind, f"{kind}/{statement.ref}/{name}")
    values |= {"id": own, "record_kind": kind, "record_id": cited, "field": name}
    try:
        return read_as(Citation, values)
    except FieldRefusals as refusal:
        raise line.refused(str(refusal)) from refusal
