"""The plan as at a day, handed over: one file a format, all from the same readings."""

from collections.abc import Callable, Mapping

from tracker.papers import as_csv, as_json, as_xlsx
from tracker.papers.snapshot import Snapshot

FORMATS: Mapping[str, Callable[[Snapshot], bytes]] = {
    "csv": as_csv.written,
    "json": as_json.written,
    "xlsx": as_xlsx.written,
}

__all__ = ["FORMATS", "Snapshot"]
