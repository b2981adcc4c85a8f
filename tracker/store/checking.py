"""The check: reads all of a database and names what breaks a rule, was changed, or is gone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
from pydantic import ValidationError

from tracker.measures import Measure
from tracker.naming import NAMES_OF_KINDS, name_of, ref_of, title_of
from tracker.plan import Action
from tracker.records import Record
from tracker.refusals import DatabaseRefusal, field_sentences
from tracker.store import chain
from tracker.store.chain import Bound, Kept
from tracker.store.changing import ERASED
from tracker.store.copying import Note, witnesses
from tracker.store.database import Database
from tracker.store.opening import open_database
from tracker.store.tables import ENVELOPE, EVERYONE, KINDS, fields, rows_of, version_of
from tracker.tests_of_change import TestOfChange
from tracker.words import counted, moment_words

# Of one sort of problem so many are named; the others are counted.
_MOST_NAMED = 50
# What may also name a person, who may have been erased since.
_MAY_BE_A_PERSON = {
    "person_id", "owner_id", "asked_of", "present", "apologies", "supporting", "for_id",
}  # fmt: skip
_NAMED_AFTER: dict[str, type[Record]] = {
    "action_id": Action, "measure_id": Measure, "test_id": TestOfChange,
}  # fmt: skip
_KIND = {kind.kind: kind for kind in KINDS}
_SAVES = "SELECT sequence, partnership_id, recorded_at, recorded_by, words, id FROM save"


class Unreadable(str):
    """A sentence about what cannot even be read: no copy of it is put back."""


@dataclass
class _Read:
    """What one reading of every table brought together."""

    saves: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    kept: dict[tuple[str, str, UUID, int], Kept] = field(default_factory=dict)
    ids: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[tuple[str, str, UUID], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    links: dict[tuple[str, str, str, UUID], tuple[UUID, int]] = field(default_factory=dict)
    removed: set[tuple[str, str, UUID, int]] = field(default_factory=set)


def faults_of_file(path: Path, notes: Iterable[Note] = ()) -> list[str]:
    """What is wrong with a database file that nobody has open; empty when it is whole.

    `notes` are of copies that were made before it, of a database it is itself a copy of.
    """
    try:
        database = open_database(path, patience=0, copies=False)
    except DatabaseRefusal as refusal:
        return [Unreadable(refusal)]
    try:
        return faults(database, notes)
    finally:
        database.close()


def faults(database: Database, notes: Iterable[Note] = ()) -> list[str]:
    """Every sentence about what is wrong in the database: reads all of it, by the models.

    It must also hold what was noted of its own copies, and what `notes` say.
    """
    read = _Read()
    try:
        with database.reading() as cursor:
            cursor.execute("SELECT * FROM person").fetchall()
            read.saves = {row[0]: row for row in cursor.execute(_SAVES).fetchall()}
            saves_now, bound = chain.saves_kept(cursor), chain.all_bound(cursor)
            links = chain.links(cursor)
    except (DatabaseRefusal, duckdb.Error) as fault:
        return [Unreadable(f"The lists of saves and people cannot be read: {fault}")]
    read.kept = {one.key: one for its in bound for one in its.rows()}
    found = [fault for kind in KINDS for fault in _faults_of_kind(database, kind, read)]
    found += _faults_of_files(database, read)
    found += _faults_of_saves(saves_now, read, links)
    found += _removed(database, read)
    found += _gaps(database, read)
    found += _orphans(database, read)
    found += _breaks(bound, links)
    found += _unwitnessed([*notes, *witnesses(database.path)], read, links)
    return found


# --- rows ----------------------------------------------------------------------------------


def _faults_of_kind(database: Database, kind: type[Record], read: _Read) -> Iterator[str]:
    changed, strange = [], []
    try:
        with database.reading() as cursor:
            for row in rows_of(cursor, kind):
                partnership, record, number, *_ = row
                yield from _broken_rules(kind, row, read)
                now = chain.kept_of(kind.kind, row)
                kept = read.kept.pop(now.key, None)
                if kept is None:
                    strange.append(now)
                elif kept.digest != now.digest:
                    changed.append(kept)
                read.ids[partnership].add(record)
                read.numbers[kind.kind, partnership, record].append(number)
                _collect_links(kind, row, read)
    except (DatabaseRefusal, duckdb.Error) as fault:
        yield Unreadable(f"The records of kind {kind.kind} cannot all be read: {fault}")
        read.kept = {key: one for key, one in read.kept.items() if key[0] != kind.kind}
        return
    yield from _told(database, changed, read, "was changed after it was saved")
    yield from _told(database, strange, read, "was put in without the tracker")


def _broken_rules(kind: type[Record], row: tuple[Any, ...], read: _Read) -> Iterator[str]:
    _, record, number, sequence, *_ = row
    try:
        version_of(kind, row[1:])
    except ValidationError as refusal:
        reasons = " ".join(field_sentences(kind, refusal).values())
        yield f"Version {number} of {kind.kind} {record} breaks a rule: {reasons}"
    if sequence not in read.saves:
        yield f"Version {number} of {kind.kind} {record} belongs to no save."


def _collect_links(kind: type[Record], row: tuple[Any, ...], read: _Read) -> None:
    """Each record this one leads to, once for each field, with where it was first met."""
    partnership, record, number = row[:3]
    for name, value in zip(fields(kind), row[-len(fields(kind)) :], strict=True):
        for target in value if isinstance(value, list) else (value,):
            if isinstance(target, UUID):
                read.links.setdefault((kind.kind, partnership, name, target), (record, number))


def _faults_of_files(database: Database, read: _Read) -> Iterator[str]:
    """Files brought in: each as it was kept."""
    kept = [one for one in read.kept.values() if one.kind == chain.FILE]
    with database.reading() as cursor:
        for one in kept:
            del read.kept[one.key]
            rows = cursor.execute(
                "SELECT name, content FROM kept_file WHERE partnership_id = $1 AND id = $2",
                [one.partnership, one.id],
            ).fetchall()
            now = [
                chain.file_kept(one.partnership, one.id, one.sequence, *row).digest for row in rows
            ]
            if now != [one.digest]:
                what = "was changed after it was saved" if now else "was removed"
                yield f"The file that save {one.sequence} brought in {what}."


# --- saves and the chain -------------------------------------------------------------------


def _faults_of_saves(now: Iterable[Kept], read: _Read, links: dict[int, str]) -> Iterator[str]:
    for one in sorted(now):
        kept = read.kept.pop(one.key, None)
        if kept is None and one.sequence in links:
            yield f"The digest of {_save_words(one.sequence, read)} is gone."
        elif kept is None:
            yield f"{_save_words(one.sequence, read, 'Save')} was put in without the tracker."
        elif kept.digest != one.digest:
            yield (
                f"{_save_words(one.sequence, read, 'Save')} was changed after it was saved: its "
                "number, who, when or its words."
            )
    kept_saves = {one.sequence for one in read.kept.values() if one.kind == chain.SAVE}
    gone = sorted((kept_saves | links.keys()) - read.saves.keys())
    read.kept = {key: one for key, one in read.kept.items() if one.kind != chain.SAVE}
    for sequence in gone:
        yield f"Save {sequence} was removed from the list of saves."
    numbers = sorted({*read.saves, *gone})
    for before, after in pairwise([0, *numbers]):
        if after - before > 1:
            missing = ", ".join(str(number) for number in islice(range(before + 1, after), 20))
            more = "" if after - before - 1 <= 20 else " and more"
            yield f"Missing from the list of saves: {missing}{more}."


def _breaks(bound: Iterable[Bound], links: dict[int, str]) -> Iterator[str]:
    """Saves whose link does not follow from the link before and their digests."""
    by_save: dict[int, dict[str, bytes]] = defaultdict(dict)
    for one in bound:
        by_save[one.sequence][one.kind] = one.digests
    for sequence in sorted({*links, *by_save}):
        if sequence not in links:
            yield f"Save {sequence} has no link in the chain of saves: it was removed."
            continue
        before = links.get(sequence - 1, chain.FIRST_LINK)
        if links[sequence] != chain.link_of(before, by_save[sequence]):
            yield (
                f"The chain of saves breaks at save {sequence}: what was noted of it, or a save "
                "before it, was changed or removed."
            )


def _unwitnessed(notes: Iterable[Note], read: _Read, links: dict[int, str]) -> Iterator[str]:
    """What copies noted of the history, and the history no longer holds."""
    first = read.saves[min(read.saves)][-1] if read.saves else None
    for note in notes:
        if not note.link or note.first != first:
            continue
        when = moment_words(note.made_at)
        link = links.get(note.saves)
        if link is None:
            yield (
                f"The copy of {when} holds {counted(note.saves, 'save')}, this database only "
                f"{len(read.saves)}: the last were removed, or lost with a damaged disk."
            )
        elif link != note.link:
            yield f"Up to save {note.saves} the history is not the one in the copy of {when}."


# --- versions ------------------------------------------------------------------------------


def _removed(database: Database, read: _Read) -> Iterator[str]:
    """What is left of the digests once every row has been found."""
    gone = sorted(read.kept.values())
    read.removed = {one.key for one in gone}
    yield from _told(database, gone, read, "was removed")


def _gaps(database: Database, read: _Read) -> Iterator[str]:
    """Records whose versions do not run 1, 2, 3 … to the last."""
    for (kind, partnership, record), numbers in read.numbers.items():
        if numbers[-1] == len(numbers):
            continue
        missing = sorted(set(range(1, numbers[-1] + 1)) - set(numbers))
        told = [n for n in missing if (kind, partnership, record, n) not in read.removed]
        if told:
            name = _words_of(database, kind, partnership, record)
            its = ", ".join(str(number) for number in told[:20])
            yield f"Of {name} the version {its} is missing."


def _orphans(database: Database, read: _Read) -> Iterator[str]:
    """Links to what is not a record, a person or a file of the same partnership."""
    with database.reading() as cursor:
        for partnership, person in cursor.execute(
            "SELECT partnership_id, id FROM person"
        ).fetchall():
            read.ids[partnership].add(person)
        for partnership, file in cursor.execute(
            "SELECT partnership_id, id FROM kept_file"
        ).fetchall():
            read.ids[partnership].add(file)
    erased = {
        partnership for _, partnership, _, _, words, _ in read.saves.values() if words == ERASED
    }
    for (kind, partnership, name, target), (record, number) in read.links.items():
        if target in read.ids[partnership] or target in read.ids[EVERYONE]:
            continue
        if name in _MAY_BE_A_PERSON and partnership in erased:
            continue
        its = _words_of(database, kind, partnership, record)
        label = name.removesuffix("_ids").removesuffix("_id").replace("_", " ")
        yield (
            f"Version {number} of {its} leads nowhere under “{label}”: {target} is no record of "
            "this partnership."
        )


# --- words ---------------------------------------------------------------------------------


def _told(database: Database, kept: list[Kept], read: _Read, what: str) -> Iterator[str]:
    """A sentence for each row, as people call it; the first of many."""
    for one in kept[:_MOST_NAMED]:
        name = _words_of(database, one.kind, one.partnership, one.id)
        save = _save_words(one.sequence, read)
        yield f"Version {one.version} of {name} {what} ({save})."
    if len(kept) > _MOST_NAMED:
        yield f"{len(kept) - _MOST_NAMED:,} more of kind {kept[0].kind}: each {what}."


def _save_words(sequence: int, read: _Read, begin: str = "save") -> str:
    row = read.saves.get(sequence)
    if row is None:
        return f"{begin} {sequence}"
    _, _, at, by, *_ = row
    return f"{begin} {sequence} by {by}, {_moment(at)}"


def _moment(at: datetime) -> str:
    with suppress(OverflowError, ValueError):
        return moment_words(at)
    return str(at)


def _words_of(database: Database, kind: str, partnership: str, record: UUID) -> str:
    """A record as people call it: action 1.1; where nothing is left of it, by its id."""
    try:
        found = _record(database, _KIND[kind], partnership, record)
        if found is None:
            return f"{NAMES_OF_KINDS[_KIND[kind]]} {record}"
        names = {}
        for name, parent in _NAMED_AFTER.items():
            if (of := getattr(found, name, None)) and (
                its := _record(database, parent, partnership, of)
            ):
                names[of] = name_of(its, {})
        return f"{NAMES_OF_KINDS[_KIND[kind]]} {ref_of(found) or f'“{title_of(found, names)}”'}"
    except (DatabaseRefusal, duckdb.Error, ValueError, KeyError):  # what cannot be read has no name
        return f"{kind} {record}"


def _record(
    database: Database, kind: type[Record], partnership: str, record: UUID
) -> Record | None:
    """The newest version of a record as it stands, also where it breaks a rule."""
    with database.reading() as cursor:
        rows = list(rows_of(cursor, kind, (partnership, record)))
    if not rows:
        return None
    stated = zip(fields(kind), rows[-1][len(ENVELOPE) :], strict=True)
    return kind.model_construct(id=record, **dict(stated))
