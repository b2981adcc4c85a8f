"""The Word template of a partnership, which its papers look like: kept, taken away, kept again.

It stands in the database, a version each time (word_templates.py). Until it did, it lay beside it
as templates/<short name>.docx; such a file is taken in once and left where it lies.
"""

import logging
from collections.abc import Callable
from datetime import date
from uuid import UUID

from tracker import store
from tracker.access import Author
from tracker.papers import as_docx
from tracker.records import Version
from tracker.refusals import Refusal, Unknown, read_as
from tracker.word_templates import FROM_BEFORE, WordTemplate, template_id

FOLDER = "templates"
LARGEST = 10  # MB
# Reads a template when a paper needs it; None: the plain look.
Look = Callable[[], bytes | None]
# The newest counts whatever another person kept meanwhile: theirs is among those kept before.
_WHATEVER_STANDS = 2**62
_log = logging.getLogger(__name__)


def versions(database: store.Database, partnership: str) -> tuple[Version[WordTemplate], ...]:
    """Every version of the template, oldest first; their files are not read."""
    return store.versions_of(database, partnership, WordTemplate, template_id(partnership))


def in_use(found: tuple[Version[WordTemplate], ...]) -> Version[WordTemplate] | None:
    """The version that counts; None where papers have the plain look."""
    return found[-1] if found and not found[-1].withdrawn else None


def kept_before(found: tuple[Version[WordTemplate], ...]) -> tuple[Version[WordTemplate], ...]:
    """The templates kept before the one in use, newest first: each file once."""
    own = in_use(found)
    by_file = {version.record.file_id: version for version in found if not version.withdrawn}
    if own:
        del by_file[own.record.file_id]
    return tuple(sorted(by_file.values(), key=lambda version: version.sequence, reverse=True))


def kept_template(database: store.Database, partnership: str) -> bytes | None:
    """The template in use, or None."""
    kept = in_use(versions(database, partnership))
    return content_of(database, partnership, kept.record) if kept else None


def content_of(database: store.Database, partnership: str, template: WordTemplate) -> bytes | None:
    """The file of one version; None where somebody removed it (`check` names it)."""
    found = store.kept_file(database, partnership, template.file_id)
    return found[1] if found else None


def keep_template(
    database: store.Database,
    partnership: str,
    name: str,
    content: bytes,
    *,
    by: Author,
    today: date,
    save_id: UUID,
) -> store.Save:
    """Keep a template instead of the one before, which stays among the versions.

    Raises Refusal where it is too large or no paper can be made with it, and NotAllowed.
    """
    if len(content) > LARGEST * 2**20:
        raise Refusal(f"The template is larger than {LARGEST} MB. Take one with smaller pictures.")
    as_docx.try_template(content)
    file = store.new_id()
    stated = {"id": template_id(partnership), "file_id": file, "file_name": name}
    template = read_as(WordTemplate, stated)
    return store.change(
        database, partnership, [template], by=by, today=today, save_id=save_id,
        seen=_WHATEVER_STANDS, file=(file, template.file_name, content),
    )  # fmt: skip


def keep_again(
    database: store.Database,
    partnership: str,
    template: WordTemplate,
    *,
    by: Author,
    today: date,
    save_id: UUID,
) -> store.Save:
    """Take up one that was kept before. Raises Unknown where it was not, and NotAllowed."""
    if all(template != version.record for version in versions(database, partnership)):
        raise Unknown("This template was never kept here. Choose one from the list.")
    return store.change(
        database, partnership, [template], by=by, today=today, save_id=save_id,
        seen=_WHATEVER_STANDS,
    )  # fmt: skip


def leave_template(
    database: store.Database, partnership: str, *, by: Author, today: date, save_id: UUID
) -> store.Save:
    """Papers look plain again. Raises Unknown where they do already, and NotAllowed."""
    kept = in_use(versions(database, partnership))
    if kept is None:
        raise Unknown("Papers have the plain look already.")
    return store.change(
        database, partnership, [kept.record], by=by, today=today, save_id=save_id,
        seen=_WHATEVER_STANDS, withdrawn=True, reason="Papers have the plain look again.",
    )  # fmt: skip


def take_in_from_before(database: store.Database, today: date) -> None:
    """Keep the files that lie beside the database from before, for whom none was ever kept."""
    for partnership in store.partnerships(database):
        slug = partnership.slug
        path = database.path.parent / FOLDER / f"{slug}.docx"
        if not path.is_file() or versions(database, slug):
            continue
        try:
            keep_template(
                database, slug, path.name, path.read_bytes(), by=FROM_BEFORE, today=today,
                save_id=store.new_id(),
            )  # fmt: skip
        except (OSError, Refusal) as fault:
            _log.warning("The template %s was not taken in: %s", path, fault)
