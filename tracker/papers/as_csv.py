"""The register of actions as one CSV file, safe to open in a spreadsheet."""

import csv
import io
from datetime import date

from tracker.papers.snapshot import Snapshot, Table, Value, actions

# A spreadsheet runs a cell that begins so; an apostrophe keeps it text (OWASP, CSV injection).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def written(snapshot: Snapshot) -> bytes:
    """The register in UTF-8 with a mark that spreadsheets read; dates as 2026-11-21."""
    register = actions(snapshot.read.actions)
    plan = snapshot.read.plan
    before = (plan.partnership.name, plan.day)
    rows = tuple((*before, *row, snapshot.label) for row in register.rows)
    header = ("Partnership", "As at", *register.header, "Note")
    return _text(Table(register.name, header, rows)).encode("utf-8-sig")


def _text(table: Table) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.header)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return file.getvalue()


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(RUNS):
        return "'" + value
    return value
