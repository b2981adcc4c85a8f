"""Excel workbooks as sheets of cells: shown values, days, merged and hidden cells, fills.

openpyxl reads values and styles in its read-only mode, and `xlsx_marks` the rest in a pass of its
own over the XML. Measured with 5,000 rows of 12 cells: the two take about a second and some 20 MB;
openpyxl's normal mode takes as long, but fills every merged range with cells and fails on charts
and pivot tables it does not know. Colours given by conditional formatting are not read: what such
a cell shows depends on rules only Excel works out. A note says where a sheet has them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.functions import fromstring

from tracker.intake.sheet import EMPTY, Cell, Sheet, SheetFile
from tracker.intake.sheet_grid import (
    MOST_CELLS,
    MOST_SHEETS,
    address,
    clean,
    first_to_read,
    grid_of,
    long_cells,
)
from tracker.intake.sheet_zip import damaged
from tracker.intake.xlsx_fills import Fills
from tracker.intake.xlsx_marks import Marks, Place, sheet_marks
from tracker.intake.xlsx_shown import shown
from tracker.refusals import Refusal

# Texts up to this length are often repeated: equal cells are then one object.
SHORT = 40
MACROS = "The macros in the workbook were not read and not run."


@dataclass(frozen=True)
class _Read:
    """One worksheet with what should be said of it, and whether the workbook hides it."""

    sheet: Sheet
    notes: tuple[str, ...]
    hidden: bool


class _Workbook:
    """An open workbook: its archive, openpyxl's reading of it, and its fills."""

    def __init__(self, name: str, content: bytes) -> None:
        self.reader = ExcelReader(
            BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        self.reader.read()
        self.name = name
        self.archive: ZipFile = self.reader.archive
        self.fills = Fills(self.reader.wb.loaded_theme)
        self.cells: dict[tuple[str, date | None, str], Cell] = {}
        self.most = MOST_CELLS

    def sheets(self) -> Iterator[_Read]:
        """Every worksheet with a word in it; raises Refusal beyond the limits."""
        files = {sheet.name: rel.target for sheet, rel in self.reader.parser.find_sheets()}
        worksheets = self.reader.wb.worksheets
        if len(worksheets) > MOST_SHEETS:
            raise Refusal(
                f"{self.name} has {len(worksheets)} sheets; {MOST_SHEETS} can be read. Copy those"
                " with the plan into a new workbook."
            )
        for worksheet in worksheets:
            read = self._sheet(worksheet, files[worksheet.title])
            if read.sheet.rows:
                yield read

    def _sheet(self, worksheet: Any, path: str) -> _Read:
        title = clean(worksheet.title)
        marks = self._marks(title, path)
        rows = self._rows(worksheet, marks)
        hidden_notes = list(_mark_merged(self.name, title, rows, marks))
        sheet = _with_hidden(Sheet(title, grid_of(title, rows)), marks)
        relations = self._relations(path)
        notes = (
            *_said_of(sheet, marks),
            *hidden_notes,
            *self._links(sheet, marks, relations),
            *self._comments(title, relations),
            *long_cells(sheet),
        )
        return _Read(sheet, notes, hidden=worksheet.sheet_state != "visible")

    def _marks(self, title: str, path: str) -> Marks:
        """The sheet's marks; refuses the workbook once its sheets have too many cells in all."""
        with self.archive.open(path) as file:
            marks = sheet_marks(title, file)
        self.most -= marks.height * marks.width
        if self.most < 0:
            raise Refusal(
                f"{self.name} has more than {MOST_CELLS:,} cells in all. Copy the sheets with the"
                " plan into a new workbook."
            )
        return marks

    def _rows(self, worksheet: Any, marks: Marks) -> list[list[Cell]]:
        """The filled part of the sheet, whatever size the file claims for it."""
        if not marks.height:
            return []
        area = worksheet.iter_rows(max_row=marks.height, max_col=marks.width)
        return [
            [self._cell(cell, (row, column), marks) for column, cell in enumerate(cells)]
            for row, cells in enumerate(area)
        ]

    def _cell(self, cell: Any, place: Place, marks: Marks) -> Cell:
        fill, value = self.fills.name(cell.fill), cell.value
        if value is None:
            text, day = clean(marks.unsaved.get(place, "")), None
        else:
            text, day = shown(value, cell.number_format or "General")
        if len(text) > SHORT:
            return Cell(text, day, fill)
        if not text and not fill:
            return EMPTY
        return self.cells.setdefault((text, day, fill), Cell(text, day, fill))

    # What stands in parts of their own

    def _relations(self, path: str) -> RelationshipList:
        relations = get_rels_path(path)
        if relations in self.archive.namelist():
            return get_dependents(self.archive, relations)
        return RelationshipList()

    def _comments(self, title: str, relations: RelationshipList) -> Iterator[str]:
        """A sentence for each comment on a cell: its words are words of the plan."""
        for relation in relations:
            if not relation.Type.endswith("/comments") or not self._has(relation.target):
                continue
            comments = CommentSheet.from_tree(fromstring(self.archive.read(relation.target)))
            for comment in comments.commentList:
                words = _without_preamble(clean(comment.content))
                yield f"Comment on cell {comment.ref} of “{title}”: {words}"

    def _has(self, path: str) -> bool:
        return path in self.archive.namelist()

    def _links(self, sheet: Sheet, marks: Marks, relations: RelationshipList) -> Iterator[str]:
        """One sentence with the addresses that links lead to and the cells do not show."""
        targets = {relation.Id: relation.target or "" for relation in relations}
        told = []
        for (row, column), key in marks.links:
            target = clean(targets.get(key, ""))
            text = _text_at(sheet, row, column)
            if target and target.removeprefix("mailto:").casefold() not in text.casefold():
                told.append(f"{address(row, column)} to {target}")
        if told:
            yield f"Links in “{sheet.name}”: {'; '.join(told)}."


def xlsx_file(name: str, content: bytes) -> SheetFile:
    """The worksheets of a workbook that passed `sheet_zip.checked_zip`, blank ones left out.

    Raises Refusal beyond the limits, for a workbook without words and for one that is damaged;
    other exceptions of openpyxl are for the caller to turn into a Refusal.
    """
    workbook = _Workbook(name, content)
    found = list(workbook.sheets())
    if not found:
        raise Refusal(f"{name} holds no words. Choose the file with the plan in it.")
    sheets = tuple(read.sheet for read in found)
    hidden = [place for place, read in enumerate(found) if read.hidden]
    notes = [MACROS] * any("vbaproject" in part.lower() for part in workbook.archive.namelist())
    if hidden:
        names = ", ".join(f"“{sheets[place].name}”" for place in hidden)
        notes.append(f"Hidden in the workbook, and read all the same: {names}.")
    notes += [note for read in found for note in read.notes]
    return SheetFile(name, sheets, first_to_read(sheets, hidden), tuple(notes))


def _with_hidden(sheet: Sheet, marks: Marks) -> Sheet:
    spans = ((max(first, 0), min(last + 1, sheet.width)) for first, last in marks.hidden_columns)
    return replace(
        sheet,
        hidden_columns=frozenset(column for span in spans for column in range(*span)),
        hidden_rows=frozenset(row for row in marks.hidden_rows if row < len(sheet.rows)),
    )


def _without_preamble(comment: str) -> str:
    """The words of a comment; Excel puts a hint for older versions before a thread of them."""
    if comment.startswith("[Threaded comment]"):
        return comment.partition("Comment:")[2].strip() or comment
    return comment


def _text_at(sheet: Sheet, row: int, column: int) -> str:
    inside = row < len(sheet.rows) and column < sheet.width
    return sheet.rows[row][column].text if inside else ""


def _mark_merged(name: str, title: str, rows: list[list[Cell]], marks: Marks) -> Iterator[str]:
    """Mark what merged cells cover; a sentence for each word that a merged cell hides."""
    height, width = marks.height, marks.width
    left_to_mark = height * width
    for top, left, bottom, right in marks.merged:
        below, beyond = min(bottom + 1, height), min(right + 1, width)
        left_to_mark -= max(below - top, 0) * max(beyond - left, 0)
        if left_to_mark < 0:
            # Merged cells that cover one another: no spreadsheet saves such a file.
            raise damaged(name)
        for row in range(top, below):
            for column in range(left, beyond):
                if (row, column) == (top, left):
                    continue
                if words := rows[row][column].text:
                    place = address(row, column)
                    yield f"Hidden under the merged cell at {place} of “{title}”: {words}"
                rows[row][column] = Cell(merged=(top, left))


def _said_of(sheet: Sheet, marks: Marks) -> Iterator[str]:
    if saved := marks.formulas - len(marks.unsaved):
        what = "1 formula was" if saved == 1 else f"{saved:,} formulas were"
        yield f"In “{sheet.name}”, {what} read as the value last shown."
    if marks.unsaved:
        first = ", ".join(address(*place) for place in list(marks.unsaved)[:5])
        more = " and others" if len(marks.unsaved) > 5 else ""
        yield (
            f"In “{sheet.name}”, the file gives no value for the formula in {first}{more}: it is"
            " kept as text. To have the values, open the file in Excel, save it, and choose it"
            " again."
        )
    if marks.coloured_by_rule:
        yield (
            f"“{sheet.name}” has colours given by rules (conditional formatting), which are not"
            " read. Colours filled in by hand are."
        )
