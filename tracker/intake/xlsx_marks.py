"""What stands in a worksheet's XML beside the values: merged and hidden cells, formulas, links."""

from dataclasses import dataclass, field
from typing import IO
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from tracker.intake.sheet_grid import MOST_CELLS, refuse_vast
from tracker.refusals import Refusal

# Real workbooks have some thousands at most; openpyxl takes 10 microseconds for each.
MOST_MARKS = 50_000
# The last row and column that a workbook can have.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass
class Marks:
    """What a worksheet's XML says of its cells; places are (row, column), counted from 0.

    `merged` holds first row, first column, last row, last column. `unsaved` holds the formulas
    whose value the file does not give. `links` are the places of hyperlinks with the key of their
    address in the sheet's relations.
    """

    height: int = 0
    width: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[tuple[int, int]] = field(default_factory=set)
    formulas: int = 0
    unsaved: dict[Place, str] = field(default_factory=dict)
    links: list[tuple[Place, str]] = field(default_factory=list)
    coloured_by_rule: bool = False


def sheet_marks(name: str, file: IO[bytes]) -> Marks:
    """The marks of the worksheet `name`, read in one pass without building a tree.

    openpyxl's read-only pass leaves them out, and its normal mode makes a cell of every place in a
    merged range, which a damaged file can make 17 thousand million. Raises Refusal for a sheet
    with more marks, or a filled cell further out, than can be read.
    """
    handler = _Handler(name)
    sax.parse(file, handler, forbid_dtd=True)
    refuse_vast(name, handler.marks.height, handler.marks.width)
    return handler.marks


class _Handler(ContentHandler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.marks = name, Marks()
        self.row = self.column = -1
        self.kind = self.inside = self.shared = ""
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.masters: dict[str, str] = {}
        self.cells, self.others, self.in_cell = 0, 0, False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """A cell, a row, a value or a formula begins; the name is that of the SAX library."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.in_cell = True
            self._cell(attrs)
        elif tag == "row":
            self._row(attrs)
        elif tag in ("v", "t", "f"):
            self.inside = tag
            if tag == "f":
                self.formula, self.shared = [], attrs.get("si", "")
        elif not self.in_cell:
            self._other(tag, attrs)

    def characters(self, content: str) -> None:
        if self.inside == "f" and self.formula is not None:
            self.formula.append(content)
        elif self.inside:
            self.value.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.in_cell = False
            self._end_of_cell()
        elif tag == self.inside:
            self.inside = ""

    def _row(self, attrs: AttributesImpl) -> None:
        self.row = int(float(attrs["r"])) - 1 if "r" in attrs else self.row + 1
        self.column = -1
        if _is_true(attrs.get("hidden", "")):
            self.marks.hidden_rows.add(self.row)

    def _cell(self, attrs: AttributesImpl) -> None:
        self.kind, self.value, self.formula = attrs.get("t", ""), [], None
        self.column += 1
        if "r" in attrs:
            row, column = coordinate_to_tuple(attrs["r"])
            self.row, self.column = row - 1, column - 1
        self.cells += 1
        if self.cells > MOST_CELLS or self.row >= LAST_ROW or self.column >= LAST_COLUMN:
            raise self._too_many()

    def _end_of_cell(self) -> None:
        filled = any(self.value)
        if self.formula is not None:
            self.marks.formulas += 1
            filled = self._formula("".join(self.formula), filled) or filled
        if filled:
            self.marks.height = max(self.marks.height, self.row + 1)
            self.marks.width = max(self.marks.width, self.column + 1)

    def _formula(self, text: str, has_value: bool) -> bool:
        """Keep a formula without a saved value; a shared one is told as where it was typed."""
        if text and self.shared:
            self.masters[self.shared] = text
        text = text or self.masters.get(self.shared, "")
        # A formula whose value is the empty text is saved with the type “str” and no value.
        if has_value or self.kind == "str" or not text:
            return False
        self.marks.unsaved[self.row, self.column] = f"={text}"
        return True

    def _other(self, tag: str, attrs: AttributesImpl) -> None:
        self._count()
        if tag == "mergeCell":
            self.marks.merged.append(_area(attrs["ref"]))
        elif tag == "col" and _is_true(attrs.get("hidden", "")):
            self.marks.hidden_columns.add((int(attrs["min"]) - 1, int(attrs["max"]) - 1))
        elif tag == "hyperlink" and "r:id" in attrs:
            top, left, _, _ = _area(attrs["ref"])
            self.marks.links.append(((top, left), attrs["r:id"]))
        elif tag == "conditionalFormatting":
            self.marks.coloured_by_rule = True

    def _count(self) -> None:
        self.others += 1
        if self.others > MOST_MARKS:
            raise self._too_many()

    def _too_many(self) -> Refusal:
        return Refusal(
            f"“{self.name}” has more cells (blank ones with a format count), merged cells, links or"
            " rules than can be read. Copy the table alone, as values, into a new file."
        )


def _area(reference: str) -> Area:
    left, top, right, bottom = (int(bound or 1) for bound in range_boundaries(reference))
    return top - 1, left - 1, bottom - 1, right - 1


def _is_true(text: str) -> bool:
    return text in ("1", "true")
