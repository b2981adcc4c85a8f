"""Which database is served, and what a first start puts into it.

An own tracker and the examples never share a file (settled.md, Screen and program).
"""

import os
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from tracker import store
from tracker.access import Author
from tracker.intake.examples import example_names, read_example
from tracker.intake.reference_lists import read_reference, write_reference
from tracker.kept_templates import take_in_from_before
from tracker.plan import Partnership
from tracker.records import Version, record_id
from tracker.reference import Reference, Row
from tracker.refusals import FieldRefusals, Refusal, read_as

DATA = Path(__file__).parent.parent / "data"
REFERENCE = DATA / "reference"
OWN, EXAMPLE = DATA / "tracker.duckdb", DATA / "example.duckdb"
_changing_settings = threading.Lock()


class SettingsChanged(FieldRefusals):
    """Somebody changed the same lines meanwhile; `now` is how the lists stand."""

    def __init__(self, now: Reference, overtaken: Iterable[tuple[str, str]]) -> None:
        """Say so beside each line."""
        self.now = now
        sentence = "Somebody changed this while you were writing. Save again to keep yours."
        super().__init__({key: sentence for _, key in overtaken})


def served_path(environment: Mapping[str, str] = os.environ) -> Path:
    """TRACKER_DATABASE where it is set; else the own database if there is one; else the example."""
    if named := environment.get("TRACKER_DATABASE"):
        return Path(named)
    return OWN if OWN.exists() else EXAMPLE


def open_served(
    path: Path,
    today: date,
    *,
    patience: float = store.PATIENCE,
    also_writes_to: Sequence[Path] = (),
) -> store.Database:
    """The database the app serves, with the reference lists as they are in data/reference now, and
    the Word templates that lie beside it from before.

    The example database is made and filled at its first start. Raises Refusal.
    """
    lists = read_reference(REFERENCE)
    if path == EXAMPLE and not path.exists():
        make_examples(path, today)
    folders = (path.parent / "backups", *also_writes_to)
    database = store.open_database(path, patience=patience, also_writes_to=folders)
    try:
        store.keep_reference(database, lists, today)
        take_in_from_before(database, today)
    except BaseException:
        database.close()
        raise
    return database


def make_examples(path: Path, today: date) -> None:
    """A new database with the example partnerships; it gets its name when it is whole.

    Raises Refusal where `path` holds something already.
    """
    if path.exists():
        raise Refusal(f"{path} is there already. Name a database that does not exist yet.")
    unfinished = path.with_name(path.name + ".part")
    for left in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
        left.unlink(missing_ok=True)
    database = store.open_database(unfinished, create=True)
    try:
        store.keep_reference(database, read_reference(REFERENCE), today)
        for slug in example_names(DATA / "examples"):
            example = read_example(DATA / "examples", slug)
            store.save(
                database, slug, example.versions, by="Published report",
                words="loaded the example", people=example.people,
            )  # fmt: skip
    finally:
        database.close()
    unfinished.replace(path)


def change_settings(
    database: store.Database,
    rows: Mapping[tuple[str, str], Row],
    seen: Reference,
    *,
    by: Author,
    today: date,
) -> None:
    """Keep these lines of the reference lists, named by list and key, from today on.

    They go into the files first, which the next start reads, then into the database; both or
    neither. `seen` is what the form showed. Raises SettingsChanged where one of the lines has
    changed since, and Refusal where the files cannot be written.
    """
    with _changing_settings:
        before = read_reference(REFERENCE)
        overtaken = [place for place in rows if before.row(*place) != seen.row(*place)]
        if overtaken:
            raise SettingsChanged(before, overtaken)
        write_reference(REFERENCE, before.replacing(rows))
        try:
            store.keep_reference(database, read_reference(REFERENCE), today, by)
        except BaseException:
            write_reference(REFERENCE, before)
            raise


def begin(path: Path, name: str, today: date) -> Partnership:
    """A new, empty tracker for the partnership called `name`; raises Refusal."""
    if path.exists():
        raise Refusal(
            f"{path} is there already; a tracker is never overwritten. Start it with "
            "python3 -m tracker run, or name another file with --database."
        )
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "partnership"
    partnership = read_as(
        Partnership,
        {"id": record_id(slug, "partnership", slug), "slug": slug, "name": name},
    )
    database = store.open_database(path, create=True)
    try:
        store.keep_reference(database, read_reference(REFERENCE), today)
        store.save(database, slug, [Version(partnership, today)], by="Command line")
    except BaseException:
        database.close()
        with suppress(OSError):
            path.unlink()
        raise
    database.close()
    return partnership
