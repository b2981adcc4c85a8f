"""The plan as at a day, handed over: one file a format, all from the same readings."""

from collections.abc import Callable, Mapping

from tracker.papers import as_csv, as_docx, as_html, as_json, as_pdf, as_xlsx
from tracker.papers.snapshot import Snapshot

FORMATS: Mapping[str, Callable[[Snapshot], bytes]] = {
    "csv": as_csv.written,
    "docx": as_docx.written,
    "html": as_html.written,
    "json": as_json.written,
    "pdf": as_pdf.written,
    "xlsx": as_xlsx.written,
}


def paper_of(format_: str, snapshot: Snapshot, template: bytes | None = None) -> bytes:
    """A snapshot in one of FORMATS; a Word paper looks like `template`. Raises Refusal."""
    if format_ == "docx":
        return as_docx.written(snapshot, template)
    return FORMATS[format_](snapshot)


__all__ = ["FORMATS", "Snapshot", "paper_of"]
