"""Backup copies as the app keeps them: each day, before an import, when asked; and how they stand.

A copy that cannot be kept stops nobody's work: it is logged, and told on the Settings screen until
one succeeds.
"""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker import clock, store
from tracker.access import TRACKER_WORDS, Author, NotAllowed
from tracker.refusals import Refusal
from tracker.words import LONDON, day_words

SECONDS_TO_TRY_AGAIN = 1800.0
# By database: what went wrong when a copy was last tried, and when that was.
_faults: dict[Path, tuple[str, datetime]] = {}
_log = logging.getLogger(__name__)


def keep_copy(database: store.Database, why: store.Why) -> Path | None:
    """Keep a copy by the tracker itself; None, logged and remembered, where that cannot be."""
    try:
        copy = keep_copy_now(database, why, by=TRACKER_WORDS)
    except Refusal as refusal:
        _log.warning("No backup copy (%s) was kept: %s", why, refusal)
        return None
    return copy


def keep_copy_now(
    database: store.Database, why: store.Why = store.Why.ASKED, *, by: Author
) -> Path:
    """Keep a copy beside the database. Raises Refusal, which is remembered until one succeeds.

    Raises NotAllowed for somebody who may not; that is no trouble with the copies.
    """
    at = clock.now()
    try:
        copy = store.back_up(database, store.folder_beside(database.path), at, why, by=by)
    except NotAllowed:
        raise
    except Refusal as refusal:
        _faults[database.path] = (str(refusal), at)
        raise
    _faults.pop(database.path, None)
    return copy


def keep_copy_of_today(database: store.Database, today: date) -> bool:
    """The daily copy, checked, and old ones thrown away; False where today's is there already.

    What failed is not tried again before half an hour is over.
    """
    now = clock.now()
    kept = store.copies_of(database.path)
    if any(_is_of(copy, today) for copy in kept) or _tried_just_now(database.path, now):
        return False
    before = store.witnesses(database.path)
    path = keep_copy(database, store.Why.DAY)
    if path is None:
        return False
    try:
        made = next(copy for copy in store.copies_of(database.path) if copy.path == path)
        problems = store.faults_of_file(path, before)
        store.note_check(made, clock.now(), problems)
        for problem in problems:
            _log.warning("The check of %s found: %s", path.name, problem)
        days = int(store.reference(database, today).settings["backup_days"])
        store.throw_old_away(database.path, days, now)
    except Refusal as refusal:
        _faults[database.path] = (str(refusal), now)
        _log.warning("The copies could not be looked after: %s", refusal)
    return True


def _is_of(copy: store.Copy, day: date) -> bool:
    note = copy.note
    return note.why is store.Why.DAY and note.made_at.astimezone(LONDON).date() == day


def _tried_just_now(path: Path, now: datetime) -> bool:
    if path not in _faults:
        return False
    # A clock set back must not keep the next try waiting until it has caught up.
    return abs((now - _faults[path][1]).total_seconds()) < SECONDS_TO_TRY_AGAIN


def trouble(database: store.Database, today: date) -> str:
    """What the coordinator should know of the copies, in a sentence; '' where all is well."""
    if database.path in _faults:
        words, at = _faults[database.path]
        return f"No backup copy could be kept on {day_words(at.astimezone(LONDON).date())}. {words}"
    kept = store.copies_of(database.path)
    checked = next((copy for copy in kept if copy.note.checked_at), None)
    if checked and checked.note.problems:
        return (
            "The newest check found that something in this tracker was changed, removed or "
            f"damaged: {checked.note.problems[0]} Tell whoever looks after the tracker; nothing "
            "is thrown away."
        )
    if kept and kept[0].note.made_at.astimezone(LONDON).date() < today - timedelta(days=1):
        newest = kept[0].note.made_at.astimezone(UTC)
        return f"The newest backup copy is of {day_words(newest.date())}. Keep one now."
    return ""
