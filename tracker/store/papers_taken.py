"""Who took which paper: read on demand, for a list of snapshots."""

from datetime import date

from tracker.meetings import PaperTaken
from tracker.records import Version
from tracker.store.database import Database
from tracker.store.tables import VERSIONS, version_of


def papers_taken(database: Database, partnership: str) -> tuple[Version[PaperTaken], ...]:
    """Every paper that was taken from a snapshot or a day, in the order they were taken."""
    with database.reading() as cursor:
        rows = cursor.execute(VERSIONS[PaperTaken], [partnership, date.max, 2**62]).fetchall()
    return tuple(sorted((version_of(PaperTaken, row) for row in rows), key=lambda v: v.sequence))
