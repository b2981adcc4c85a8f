"""A sheet as people filled it, whatever file it came in: rows of cells, read as shown.

Rows and columns are counted from 0 here; what people are told counts rows from 1.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. `day` where the file itself holds a date; `fill` its colour's name, or ''.

    `text` is the shown value with its line breaks ("\\n"), blanks round it taken off; a date cell's
    text is the day as 31/12/2016. A cell covered by a merged one is empty and has `merged` set to
    the (row, column) of the cell that covers it.
    """

    text: str = ""
    day: date | None = None
    fill: str = ""
    merged: tuple[int, int] | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells; every row has the same width."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file taken apart: its sheets in order, and what should be said about the whole of it.

    `chosen` is the place of the sheet to read first. `notes` are sentences, such as that formulas
    were read as the values last shown.
    """

    name: str
    sheets: tuple[Sheet, ...]
    chosen: int = 0
    notes: tuple[str, ...] = ()
