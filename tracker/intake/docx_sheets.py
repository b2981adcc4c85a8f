"""Word files as sheets of cells: each table is one sheet, named by the paragraph above it.

Tables with the same columns are one sheet (`joined_tables`), each under its own heading.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from tracker.intake.joined_tables import joined
from tracker.intake.sheet import EMPTY, Cell, Sheet, SheetFile
from tracker.intake.sheet_colours import colour_name
from tracker.intake.sheet_grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    clean,
    first_to_read,
    grid_of,
    long_cells,
    refuse_vast,
)
from tracker.refusals import Refusal

# A plan in Word often has a small table for each action or indicator.
MOST_TABLES = 500
LONGEST_NAME = 120
OUTSIDE = "The text outside the tables was not read, apart from the line above each table."

JOINED = "{} tables have the same columns: they were read as one, each under its own heading."

BULLET = "• "
TABLE, ROW, CELL, PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
TEXT = qn("w:t")
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# A text moved elsewhere is told where it now stands; lists of tab stops are no text; a fallback
# repeats what stands beside it for older programs.
PASSED_OVER = {
    qn("w:moveFrom"), qn("w:del"), qn("w:pPr"), qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip


def docx_file(name: str, content: bytes) -> SheetFile:
    """The tables of a Word file that passed `sheet_zip.checked_zip`, blank ones left out.

    A table inside a cell is read as lines of that cell; the rows of joined tables are counted
    through, their headings too. Raises Refusal for a file without a filled table.
    """
    blocks = list(_tables(Document(BytesIO(content)).element.body))
    tables = [(table, above, head) for table, above, head in blocks if table is not None]
    found = _sheets(name, tables)
    sheets = joined(found)
    if not sheets:
        raise Refusal(
            f"{name} has no table with words in it. Put the plan into a table, or paste it."
        )
    notes = [OUTSIDE] * (len(blocks) > len(tables))
    notes += [JOINED.format(len(found) - len(sheets) + 1)] * (len(sheets) < len(found))
    notes += [note for sheet in sheets for note in long_cells(sheet)]
    return SheetFile(name, tuple(sheets), first_to_read(sheets), tuple(notes))


def _sheets(name: str, tables: list[tuple[Any, str, str]]) -> list[tuple[Sheet, str]]:
    """Each table with words as a sheet, and what heads it."""
    sheets: list[tuple[Sheet, str]] = []
    names: dict[str, int] = {}
    cells = 0
    for number, (table, above, head) in enumerate(tables, start=1):
        _refuse_many(name, len(tables), cells)
        title = _own_name(above or f"Table {number}", names)
        rows = _rows(title, table)
        cells += sum(len(row) for row in rows)
        if grid := grid_of(title, rows):
            sheets.append((Sheet(title, grid), head))
    return sheets


def _refuse_many(name: str, tables: int, cells: int) -> None:
    if tables > MOST_TABLES or cells > MOST_CELLS:
        raise Refusal(
            f"{name} has more tables than can be read. Copy those with the plan into a new file."
        )


def _tables(body: Any) -> Iterator[tuple[Any, str, str]]:
    """Each table not inside another, with the words above it and what heads it.

    Its heading is the nearest paragraph in a heading's style, else the words right above. None
    stands for words that head no table.
    """
    above = heading = ""
    for block in _blocks(body):
        if block.tag == TABLE:
            yield block, _shortened(above), heading or above
            above = heading = ""
        elif text := _words(block):
            if above:
                yield None, "", ""
            above = text
            heading = text if _is_heading(block) else heading
    if above:
        yield None, "", ""


def _is_heading(paragraph: Any) -> bool:
    return (paragraph.style or "").casefold().startswith("heading")


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in content controls and text boxes."""
    for child in element:
        if child.tag == TABLE:
            yield child
        elif child.tag not in PASSED_OVER and isinstance(child.tag, str):
            if child.tag == PARAGRAPH:
                yield child
            yield from _blocks(child)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def _own_name(name: str, names: dict[str, int]) -> str:
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name} ({names[name]})"


# A table's grid


def _rows(title: str, table: Any) -> list[list[Cell]]:
    """The table's cells by the columns of its grid; a cell merged over others covers them."""
    rows: list[list[Cell]] = []
    begun: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(_own(table, ROW)):
        cells: list[Cell] = [EMPTY] * min(row.grid_before, MOST_COLUMNS)
        for cell in _own(row, CELL):
            cells += _spread(cell, (number, len(cells)), begun)
            refuse_vast(title, number + 1, len(cells))
        rows.append(cells)
    return rows


def _spread(cell: Any, place: tuple[int, int], begun: dict[int, tuple[int, int]]) -> list[Cell]:
    """A cell as the places it takes in its row; `begun` holds each column's last cell with a start.

    A continued cell belongs to the one above it. Word keeps what such a cell says hidden; where it
    says something all the same, it stays a cell of its own.
    """
    text = _cell_text(cell)
    origin = place
    if cell.vMerge == "continue" and not text:
        origin = begun.get(place[1], place)
    begun[place[1]] = origin
    covered = Cell(merged=origin)
    first = Cell(text, None, _shading(cell)) if origin == place else covered
    return [first, *[covered] * (min(cell.grid_span, MOST_COLUMNS + 1) - 1)]


def _own(element: Any, tag: str) -> Iterator[Any]:
    """Children of the kind, also inside content controls and tracked changes."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in (TABLE, ROW, CELL, PARAGRAPH) and child.tag not in PASSED_OVER:
            yield from _own(child, tag)


def _shading(cell: Any) -> str:
    properties = cell.tcPr
    shade = None if properties is None else properties.find(qn("w:shd"))
    return "" if shade is None else colour_name(shade.get(qn("w:fill"), ""))


# Words. python-docx's own `text` leaves out tracked insertions and content controls.


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell as lines; the signs that Word draws before a list's items too."""
    lines = [(_words(paragraph), _is_item(paragraph)) for paragraph in _paragraphs(cell)]
    several = sum(bool(text) and item for text, item in lines) > 1
    return clean("\n".join(BULLET * (several and item and bool(t)) + t for t, item in lines))


def _is_item(paragraph: Any) -> bool:
    """Is it an item of one of Word's own lists?"""
    properties = paragraph.pPr
    numbering = None if properties is None else properties.find(qn("w:numPr"))
    if numbering is not None:
        number = numbering.find(qn("w:numId"))
        return number is None or number.get(qn("w:val")) != "0"
    return (paragraph.style or "").casefold().startswith(("listbullet", "listnumber"))


def _paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of a cell in order, those of tables inside it too."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield child
        if child.tag not in PASSED_OVER and isinstance(child.tag, str):
            yield from _paragraphs(child)


def _words(paragraph: Any) -> str:
    return clean("".join(_pieces(paragraph)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == PARAGRAPH or child.tag in PASSED_OVER or not isinstance(child.tag, str):
            continue
        else:
            yield from _pieces(child)
