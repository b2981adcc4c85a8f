"""Every SQL statement of the tracker, and the one place that opens the database."""

from tracker.store.changing import change, erase_person, keep_person, undo, versions_of
from tracker.store.checking import faults, faults_of_file
from tracker.store.copying import (
    Copy,
    Why,
    back_up,
    copies_of,
    folder_beside,
    note_check,
    throw_old_away,
    witnesses,
)
from tracker.store.database import Database
from tracker.store.drafts import (
    KeptDraft,
    forget_drafts,
    keep_draft,
    take_up_draft,
    throw_away_draft,
)
from tracker.store.giving_roles import GivenRole, give_role, roles_given, take_role
from tracker.store.happenings import happenings
from tracker.store.importing import (
    imported_rows,
    imports,
    keep_import,
    kept_file,
    remembered_columns,
    remembered_statuses,
)
from tracker.store.keeping import keep_reference, record_counts
from tracker.store.opening import PATIENCE, SCHEMA, open_database, schema_number
from tracker.store.papers_taken import papers_taken
from tracker.store.reading import (
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
from tracker.store.reminders import (
    FAILED,
    PERHAPS,
    SENDING,
    SENT,
    Reminder,
    claim_reminder,
    doubt_unfinished_reminders,
    forget_reminders,
    reminders,
    settle_reminder,
)
from tracker.store.restoring import newest_copy, restore
from tracker.store.roles import Access, Held, access_of, roles_held
from tracker.store.saving import (
    ChangedMeanwhile,
    Save,
    new_id,
    record_status_update,
    save,
)
from tracker.store.tables import EVERYONE
from tracker.store.visits import LoggedVisit, forget_visits, log_visit, logged_visits

__all__ = [
    "EVERYONE",
    "FAILED",
    "PATIENCE",
    "PERHAPS",
    "SCHEMA",
    "SENDING",
    "SENT",
    "Access",
    "ChangedMeanwhile",
    "Copy",
    "Database",
    "GivenRole",
    "Held",
    "KeptDraft",
    "LoggedVisit",
    "Reminder",
    "Save",
    "Why",
    "access_of",
    "back_up",
    "change",
    "claim_reminder",
    "copies_of",
    "data_points",
    "doubt_unfinished_reminders",
    "erase_person",
    "faults",
    "faults_of_file",
    "folder_beside",
    "forget_drafts",
    "forget_reminders",
    "forget_visits",
    "give_role",
    "happenings",
    "imported_rows",
    "imports",
    "keep_draft",
    "keep_import",
    "keep_person",
    "keep_reference",
    "kept_file",
    "latest_sequence",
    "log_visit",
    "logged_visits",
    "new_id",
    "newest_copy",
    "newest_sequence",
    "note_check",
    "open_database",
    "papers_taken",
    "partnerships",
    "plan_as_at",
    "published_days",
    "record_counts",
    "record_status_update",
    "reference",
    "remembered_columns",
    "remembered_statuses",
    "reminders",
    "restore",
    "roles_given",
    "roles_held",
    "save",
    "schema_number",
    "settle_reminder",
    "sources",
    "status_updates",
    "take_role",
    "take_up_draft",
    "throw_away_draft",
    "throw_old_away",
    "undo",
    "update_words",
    "versions_of",
    "witnesses",
]  # fmt: skip
