"""The snapshot as a workbook: one sheet a table, every text written as text."""

import io
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.papers.snapshot import Snapshot, Table, Value
from tracker.papers.xlsx_charts import add_charts
from tracker.words import day_words

NARROW, WIDE = 8, 60
FIRST_YEAR = 1901  # a workbook knows no day before 1900; an earlier one is written as text
TOP = {"text_wrap": True, "valign": "top"}


def written(snapshot: Snapshot) -> bytes:
    """A sheet a table, and the charts of the measures; a text beginning with = stays a text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        # The day of the snapshot, not of the writing: the same snapshot gives the same bytes.
        made_on = datetime.combine(snapshot.read.plan.day, datetime.min.time())
        name = snapshot.read.plan.partnership.name
        book.set_properties({"title": f"{name}: improvement plan", "created": made_on})
        looks = {
            "head": book.add_format({**TOP, "bold": True, "bottom": 1}),
            "day": book.add_format({**TOP, "num_format": "d mmm yyyy", "align": "left"}),
            "plain": book.add_format({**TOP, "align": "left"}),
        }
        for table in snapshot.tables():
            _write(book.add_worksheet(table.name), table, looks, snapshot.label)
        add_charts(book, snapshot.read.measures, snapshot.label)
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
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        midnight = datetime.combine(value, datetime.min.time())
        sheet.write_datetime(row, column, midnight, looks["day"])
    elif isinstance(value, date):
        sheet.write_string(row, column, day_words(value), looks["plain"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, looks["plain"])
    else:
        sheet.write_number(row, column, value, looks["plain"])
