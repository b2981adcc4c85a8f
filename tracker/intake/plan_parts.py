"""What is at hand while one record's words are read: its cells, what is known, and the doubts."""

from dataclasses import dataclass
from datetime import date

from tracker.intake.plan_periods import period_in
from tracker.intake.plan_shapes import ReadArea, ReadDoubt
from tracker.intake.plan_tables import Piece, Record, Table
from tracker.intake.plan_words import PlanField, PlanWords
from tracker.plan import Status


@dataclass(frozen=True)
class Reading:
    """What is needed to read a record: areas, status words, the column whose fill counts."""

    areas: tuple[ReadArea, ...]
    words: PlanWords
    fill_column: int | None = None


@dataclass
class Parts:
    """An action being put together from its record."""

    record: Record
    reading: Reading
    doubts: list[ReadDoubt]
    written: dict[str, str]

    @property
    def table(self) -> Table:
        """The table that the record stands in."""
        return self.record.table

    @property
    def work(self) -> int | None:
        """The column whose words are the title, where that is not the parent's."""
        work = self.table.work
        return None if work not in self.record.cells or self.record.whole else work

    def name(self, column: int) -> str:
        """A column's header."""
        return self.table.header.names[column]

    def pieces(self, wanted: PlanField) -> list[tuple[int, Piece]]:
        """The cells of a field with their columns."""
        return [
            (column, piece)
            for column in self.table.columns.of(wanted)
            for piece in self.record.cells.get(column, ())
        ]

    def text(self, wanted: PlanField) -> str:
        """The words of a field, a line for each cell."""
        return "\n".join(piece.cell.text for _, piece in self.pieces(wanted))

    def doubt(self, row: int, column: int, text: str, doubt: str, proposal: object = None) -> None:
        """Tell a doubt about a cell; `row` is counted from 0."""
        known = proposal if isinstance(proposal, date | Status | str) else None
        self.doubts.append(ReadDoubt(row + 1, self.name(column), text, doubt, known))


def updates_of(parts: Parts) -> list[str]:
    """The stories told, each under its column's date where several columns have one."""
    pieces = parts.pieces("update")
    dated = {column for column, _ in pieces if period_in(parts.name(column))}
    if len(dated) < 2:
        text = parts.text("update")
        return [text] if text else []
    return [
        f"{parts.name(column)}: {piece.cell.text}" if column in dated else piece.cell.text
        for column, piece in pieces
    ]
