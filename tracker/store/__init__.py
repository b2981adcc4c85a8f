"""Every SQL statement of the tracker, and the one place that opens the database."""

from tracker.store.changing import change, erase_person, keep_person, undo, versions_of
from tracker.store.database import PATIENCE, Database, open_database, schema_number
from tracker.store.happenings import happenings
from tracker.store.importing import (
    imported_rows,
    imports,
    keep_import,
    kept_file,
    remembered_columns,
)
from tracker.store.keeping import back_up, faults, keep_reference, record_counts, restore
from tracker.store.papers_taken import papers_taken
from tracker.store.reading import (
    EVERYONE,
    data_points,
    latest_sequence,
    newest_sequence,
    partnerships,
    plan_as_at,
    published_days,
    reference,
    sources,
    status_updates,
    update_words,
)
from tracker.store.saving import (
    ChangedMeanwhile,
    Save,
    new_id,
    record_status_update,
    save,
)
from tracker.store.visits import LoggedVisit, forget_visits, log_visit, logged_visits

__all__ = [
    "EVERYONE",
    "PATIENCE",
    "ChangedMeanwhile",
    "Database",
    "LoggedVisit",
    "Save",
    "back_up",
    "change",
    "data_points",
    "erase_person",
    "faults",
    "forget_visits",
    "happenings",
    "imported_rows",
    "imports",
    "keep_import",
    "keep_person",
    "keep_reference",
    "kept_file",
    "latest_sequence",
    "log_visit",
    "logged_visits",
    "new_id",
    "newest_sequence",
    "open_database",
    "papers_taken",
    "partnerships",
    "plan_as_at",
    "published_days",
    "record_counts",
    "record_status_update",
    "reference",
    "remembered_columns",
    "restore",
    "save",
    "schema_number",
    "sources",
    "status_updates",
    "undo",
    "update_words",
    "versions_of",
]  # fmt: skip
