"""The snapshot as a workbook: one sheet a table, every text written as text."""

import io
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.papers.snapshot import Snapshot, Table, Value

NARROW, WIDE = 8, 60


def written(snapshot: Snapshot) -> bytes:
    """Summary, areas, actions, measures and alerts; a text beginning with = stays a text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        # The day of the snapshot, not of the writing: the same snapshot gives the same bytes.
        made_on = datetime.combine(snapshot.read.plan.day, datetime.min.time())
        name = snapshot.read.plan.partnership.name
        book.set_properties({"title": f"{name}: improvement plan", "created": made_on})
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "day": book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top", "align": "left"}),
        }
        for table in snapshot.tables():
            _write(book.add_worksheet(table.name), table, looks, snapshot.label)
    return file.getvalue()


def _write(sheet: Worksheet, table: Table, looks: dict[str, Format], label: str) -> None:
    for column, words in enumerate(table.header):
        sheet.write_string(0, column, words, looks["head"])
        cells = [str(row[column] or "") for row in table.rows]
        sheet.set_column(column, column, min(WIDE, max(NARROW, *map(len, [words, *cells])) + 2))
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write_value(sheet, number, column, value, looks)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{label}&RPage &P of &N")


def _write_value(
    sheet: Worksheet, row: int, column: int, value: Value, looks: dict[str, Format]
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), looks["day"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, looks["plain"])
    else:
        sheet.write_number(row, column, value, looks["plain"])
