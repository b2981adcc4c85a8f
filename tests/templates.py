"""Word templates for tests: made, kept, read back."""

import io

import docx
from builders import SLUG, TODAY

from tracker import kept_templates, store

BY = "Isla Ross"


def a_template(council: str = "Strathbraan Council") -> bytes:
    """A Word document whose header names a council."""
    file = io.BytesIO()
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = council
    word.save(file)
    return file.getvalue()


def council_of(content: bytes | None) -> str:
    """What the header of a Word document says; '' for none."""
    if content is None:
        return ""
    (header,) = docx.Document(io.BytesIO(content)).sections[0].header.paragraphs
    return header.text


def keep(database: store.Database, name: str, council: str = "Strathbraan Council", **how) -> int:
    """Keep a template; the number of its save."""
    how = {"by": BY, "today": TODAY, "save_id": store.new_id()} | how
    return kept_templates.keep_template(database, SLUG, name, a_template(council), **how).sequence


def leave(database: store.Database) -> int:
    """Take it away; the number of the save."""
    return kept_templates.leave_template(
        database, SLUG, by=BY, today=TODAY, save_id=store.new_id()
    ).sequence


def in_use(database: store.Database) -> str:
    """The council whose template papers look like now."""
    return council_of(kept_templates.kept_template(database, SLUG))
