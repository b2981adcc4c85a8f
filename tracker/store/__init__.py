"""Every SQL statement of the tracker, and the one place that opens the database."""

from tracker.store.database import Database, open_database, schema_number
from tracker.store.keeping import back_up, faults, keep_reference, record_counts, restore
from tracker.store.reading import (
    EVERYONE,
    latest_sequence,
    newest_sequence,
    partnerships,
    plan_as_at,
    reference,
    sources,
    status_updates,
)
from tracker.store.saving import (
    ChangedMeanwhile,
    Save,
    new_id,
    record_status_update,
    save,
)

__all__ = [
    "EVERYONE", "ChangedMeanwhile", "Database", "Save", "back_up", "faults", "keep_reference",
    "latest_sequence", "new_id", "newest_sequence", "open_database", "partnerships", "plan_as_at",
    "record_counts", "record_status_update", "reference", "restore", "save", "schema_number",
    "sources", "status_updates",
]  # fmt: skip
