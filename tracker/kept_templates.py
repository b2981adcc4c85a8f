"""The Word template of a partnership: one file beside the database, which its papers look like.

It says how a paper looks, never what it says: so it is no version, and no part of a snapshot.
"""

from pathlib import Path

from tracker.refusals import Refusal

FOLDER = "templates"


def template_path(database: Path, partnership: str) -> Path:
    """Where the template of a partnership is kept, whether there is one or not."""
    return database.parent / FOLDER / f"{partnership}.docx"


def kept_template(database: Path, partnership: str) -> bytes | None:
    """The template, or None; one that cannot be read counts as none."""
    try:
        return template_path(database, partnership).read_bytes()
    except OSError:
        return None


def keep_template(database: Path, partnership: str, content: bytes) -> None:
    """Keep a template instead of the one before. Raises Refusal where it cannot be written."""
    path = template_path(database, partnership)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_bytes(content)
        half.replace(path)
    except OSError as fault:
        raise Refusal(f"The template cannot be kept ({fault.strerror}).") from fault


def leave_template(database: Path, partnership: str) -> None:
    """Papers look plain again. Raises Refusal where the file cannot be taken away."""
    try:
        template_path(database, partnership).unlink(missing_ok=True)
    except OSError as fault:
        raise Refusal(f"The template cannot be taken away ({fault.strerror}).") from fault
