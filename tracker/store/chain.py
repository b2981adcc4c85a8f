"""The chain over the history, so that no row of it changes or goes without being noticed.

kept_rows holds, for each save and kind, the id, version and digest of every row it brought; so too
of the save's own row (kind `save`) and of a file it kept (`kept_file`). chain_link binds them:

    link(n) = sha256(link(n - 1), then each kind of save n with its digests, in the kinds' order)

Names and e-mails of people stand outside: erasing a person leaves the chain whole. Whoever can
write to the file and knows this text can make a new chain; the links noted beside the backup
copies (store/copying.py) tell that too.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
from pydantic_core import to_json

from tracker.records import Record
from tracker.store.tables import ENVELOPE, KINDS, fields, rows_of

# Databases of before are bound when they are brought up to it.
SINCE_SCHEMA = 4
SAVE, FILE = "save", "kept_file"
FIRST_LINK = ""
_RECORDED_AT = ENVELOPE.index("recorded_at")
# The kinds that name a file they brought, and where.
_FILE_ID = {
    kind: (ENVELOPE + fields(kind)).index("file_id")
    for kind in KINDS
    if "file_id" in kind.model_fields
}
# A save's row as the rows of records begin, so that it is read like one.
_SAVES = (
    "SELECT partnership_id, id, 1, sequence, words, recorded_at, recorded_by, person_id FROM save"
)
# One entry: 16 bytes of the id, 4 of the version, 32 of the digest.
_ENTRY = 52
_Blobs = dict[str, bytes]
_Rows = dict[type[Record], Sequence[Sequence[Any]]]


class Kept(NamedTuple):
    """One row a save kept: the key it has in the table of its kind, and its digest."""

    sequence: int
    kind: str
    partnership: str
    id: UUID
    version: int
    digest: bytes

    @property
    def key(self) -> tuple[str, str, UUID, int]:
        """What the row is about."""
        return self.kind, self.partnership, self.id, self.version


# --- digests -------------------------------------------------------------------------------


def kept_of(kind: str, row: Sequence[Any]) -> Kept:
    """What is kept of a row that begins like every version: partnership, id, version, sequence."""
    return Kept(row[3], kind, row[0], row[1], row[2], _digest(row))


def file_kept(partnership: str, file_id: UUID, sequence: int, name: str, content: bytes) -> Kept:
    """What is kept of a file: its name and the digest of its content."""
    inside = hashlib.sha256(content).hexdigest()
    digest = hashlib.sha256(to_json([partnership, file_id, name, inside])).digest()
    return Kept(sequence, FILE, partnership, file_id, 1, digest)


def _digest(row: Sequence[Any]) -> bytes:
    """The digest of a row as JSON. Columns added later are empty at its end and change nothing."""
    at: datetime = row[_RECORDED_AT]
    if at.tzinfo is not UTC:
        row = [*row[:_RECORDED_AT], at.astimezone(UTC), *row[_RECORDED_AT + 1 :]]
    end = len(row)
    while row[end - 1] is None:
        end -= 1
    return hashlib.sha256(to_json(row[:end])).digest()


def link_of(before: str, blobs: Mapping[str, bytes]) -> str:
    """The link of a save, after the link before it."""
    link = hashlib.sha256(before.encode() + b"\n")
    for kind in sorted(blobs):
        link.update(kind.encode() + b"\n" + blobs[kind])
    return link.hexdigest()


def _blob(rows: Iterable[Sequence[Any]]) -> bytes:
    return b"".join(_entry(row[1], row[2], _digest(row)) for row in rows)


def _entry(id_: UUID, version: int, digest: bytes) -> bytes:
    return id_.bytes + version.to_bytes(4, "big") + digest


# --- binding -------------------------------------------------------------------------------


def bind(
    cursor: duckdb.DuckDBPyConnection,
    save: Sequence[Any],
    rows: Mapping[type[Record], Sequence[Sequence[Any]]],
) -> None:
    """Bind a save to the chain: its row (in the order of _SAVES) and `rows`, all kept by now."""
    before = cursor.execute(
        "SELECT link FROM chain_link WHERE sequence = $1", [save[3] - 1]
    ).fetchall()
    blobs = {kind.kind: _blob(its) for kind, its in rows.items()}
    blobs |= _file_blob(cursor, rows)
    _keep(cursor, save, blobs, before[0][0] if before else FIRST_LINK)


def fill(cursor: duckdb.DuckDBPyConnection) -> None:
    """Bind every save of a database from before the chain; what was changed earlier stays unseen.

    Only right after the table is made: done later, it would vouch for what somebody changed.
    """
    by_save: dict[int, _Blobs] = defaultdict(dict)
    with_files: dict[int, _Rows] = defaultdict(dict)
    for kind in KINDS:
        for row in rows_of(cursor, kind):
            its = by_save[row[3]]
            its[kind.kind] = its.get(kind.kind, b"") + _blob([row])
            if kind in _FILE_ID:
                with_files[row[3]][kind] = [*with_files[row[3]].get(kind, ()), row]
    before = FIRST_LINK
    for save in cursor.execute(f"{_SAVES} ORDER BY sequence").fetchall():
        blobs = by_save[save[3]] | _file_blob(cursor, with_files[save[3]])
        before = _keep(cursor, save, blobs, before)


def _keep(
    cursor: duckdb.DuckDBPyConnection, save: Sequence[Any], blobs: _Blobs, before: str
) -> str:
    """Keep what a save brought, its own row among it, and return its link."""
    blobs |= {SAVE: _blob([save])}
    places = (f"(${at}, ${at + 1}, ${at + 2}, ${at + 3})" for at in range(1, 4 * len(blobs), 4))
    cursor.execute(
        "INSERT INTO kept_rows (sequence, kind, partnership_id, digests) "  # noqa: S608
        f"VALUES {', '.join(places)}",
        [part for kind, blob in blobs.items() for part in (save[3], kind, save[0], blob)],
    )
    link = link_of(before, blobs)
    cursor.execute("INSERT INTO chain_link (sequence, link) VALUES ($1, $2)", [save[3], link])
    return link


def _file_blob(
    cursor: duckdb.DuckDBPyConnection, rows: Mapping[type[Record], Sequence[Sequence[Any]]]
) -> _Blobs:
    """The files that came with these rows: not with an earlier version that names the same."""
    entries = b""
    for kind, place in _FILE_ID.items():
        for row in rows.get(kind, ()):
            if _came_earlier(cursor, kind, row, row[place]):
                continue
            files = cursor.execute(
                "SELECT name, content FROM kept_file WHERE partnership_id = $1 AND id = $2",
                [row[0], row[place]],
            ).fetchall()
            for name, content in files:
                kept = file_kept(row[0], row[place], row[3], name, content)
                entries += _entry(kept.id, 1, kept.digest)
    return {FILE: entries} if entries else {}


def _came_earlier(
    cursor: duckdb.DuckDBPyConnection, kind: type[Record], row: Sequence[Any], file: UUID
) -> bool:
    """Did an earlier save bring the file: is this one undone, or taken up again?"""
    earlier = cursor.execute(
        f'SELECT 1 FROM "{kind.kind}" '  # noqa: S608
        "WHERE partnership_id = $1 AND file_id = $2 AND sequence < $3 LIMIT 1",
        [row[0], file, row[3]],
    ).fetchall()
    return bool(earlier)


# --- reading back --------------------------------------------------------------------------


def saves_kept(cursor: duckdb.DuckDBPyConnection) -> list[Kept]:
    """Every save as its row stands now."""
    return [kept_of(SAVE, row) for row in cursor.execute(_SAVES).fetchall()]


class Bound(NamedTuple):
    """What is kept of one save and kind, as it stands in the table."""

    sequence: int
    kind: str
    partnership: str
    digests: bytes

    def rows(self) -> Iterator[Kept]:
        """Each row of it; a piece that somebody cut off is none."""
        for place in range(0, len(self.digests) - _ENTRY + 1, _ENTRY):
            entry = self.digests[place : place + _ENTRY]
            yield Kept(
                self.sequence, self.kind, self.partnership, UUID(bytes=entry[:16]),
                int.from_bytes(entry[16:20], "big"), entry[20:],
            )  # fmt: skip


def all_bound(cursor: duckdb.DuckDBPyConnection) -> list[Bound]:
    """Everything that was kept of rows, in the order of saves."""
    rows = cursor.execute(
        "SELECT sequence, kind, partnership_id, digests FROM kept_rows ORDER BY sequence, kind"
    ).fetchall()
    return [Bound(*row) for row in rows]


def links(cursor: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """The link of every save."""
    return dict(cursor.execute("SELECT sequence, link FROM chain_link").fetchall())
