"""What the command `snapshot` hands over: a snapshot of a day, and the template it looks like."""

from datetime import date
from functools import partial
from pathlib import Path

from tracker import store
from tracker.meetings import KeptSnapshot
from tracker.papers import Snapshot
from tracker.progress import Progress, progress_as_at
from tracker.public_paper import Earlier, kept_before
from tracker.readings import Readings, readings
from tracker.refusals import Refusal


def snapshot_of(database: store.Database, progress: Progress, *, public: bool) -> Snapshot:
    """The snapshot; its public version is made beside the snapshots that were kept before it."""
    schema = store.schema_number(database)
    if not public:
        return Snapshot(progress, schema)
    published = partial(store.published_days, database)
    return Snapshot(progress, schema, public=published, earlier=_kept_before(database, progress))


def _kept_before(database: store.Database, progress: Progress) -> tuple[Earlier, ...]:
    plan = progress.now.plan
    newest = store.plan_as_at(database, plan.partnership.slug, date.max, plan.sequence)
    before = kept_before(newest.current(KeptSnapshot), plan.day, plan.sequence)
    return tuple(_as_kept(database, plan.partnership.slug, kept) for kept in before)


def _as_kept(database: store.Database, slug: str, kept: KeptSnapshot) -> Earlier:
    def read(day: date) -> Readings:
        return readings(store.plan_as_at(database, slug, day, kept.until))

    then = progress_as_at(read, kept.day)
    return Earlier(then.now.plan, then.before.plan)


def read_template(path: Path) -> bytes:
    """A Word template as it lies there. Raises Refusal where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refusal(
            f"The template {path} cannot be read ({fault.strerror}). Name a .docx file."
        ) from fault
