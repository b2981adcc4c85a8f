"""The tables of a sheet and the records in them, as rows and cells, before words are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.plan_cells import REF
from tracker.intake.plan_columns import Columns
from tracker.intake.plan_headers import Header
from tracker.intake.plan_headings import Heading, heading_of, is_named_heading
from tracker.intake.plan_shapes import ReadArea, ReadDoubt, SetAside
from tracker.intake.sheet import Cell, Sheet

# What several rows belong to, where it stands left of their title.
_GROUPS = frozenset({"area", "area_ref", "outcome"})
_OF_PARENT = frozenset({"ref", "owner", "area", "area_ref"})


@dataclass(frozen=True)
class Table:
    """One header with its columns, and the rows below it: `start` to before `end`, from 0.

    `work` is the column of the work itself, where rows below one parent are actions.
    """

    header: Header
    columns: Columns
    start: int
    end: int
    work: int | None = None

    @property
    def title(self) -> int:
        """The column of the action's or the measure's words, the parent's where there are two."""
        place = self.columns.first("title")
        return 0 if place is None else place

    @property
    def groups(self) -> frozenset[int]:
        """Columns left of the title that name what several rows belong to: carried down."""
        fields, above = self.columns.fields, self.columns.also_groups
        return frozenset(c for c in range(self.title) if fields[c] in _GROUPS or c in above)

    @property
    def of_parent(self) -> list[int]:
        """What a child row takes from its parent: its number, its words, its owner."""
        fields = enumerate(self.columns.fields)
        return [c for c, named in fields if named in _OF_PARENT or c == self.title]


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one cell within a record; `carried`: they stand in a row above."""

    row: int
    cell: Cell
    carried: bool = False


@dataclass
class Record:
    """The rows of one action or measure, cell by cell, before their words are read.

    `whole`: in a table with a work column, the parent has this one work only and is the action.
    """

    table: Table
    rows: list[int]
    area: int | None = None
    cells: dict[int, list[Piece]] = field(default_factory=dict)
    fills: dict[int, str] = field(default_factory=dict)
    steps: list[tuple[int, Cell, Cell | None]] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    only_parent: bool = False
    whole: bool = False

    def add(self, row: int, column: int, cell: Cell, *, carried: bool = False) -> None:
        """Keep a cell's words under its column."""
        self.cells.setdefault(column, []).append(Piece(row, cell, carried))

    def further_areas(self) -> dict[str, str]:
        """Words in the area's columns below the record's first row, by header."""
        columns = self.table.columns
        found: dict[str, str] = {}
        for place in (*columns.of("area"), *columns.of("area_ref")):
            pieces = [p for p in self.cells.get(place, ()) if not p.carried]
            texts = [piece.cell.text for piece in pieces if piece.row != self.rows[0]]
            if texts:
                found[self.table.header.names[place]] = "\n".join(texts)
        return found

    def words(self, column: int | None) -> str:
        """The words of a column in the record's first row that has any."""
        pieces = self.cells.get(column, []) if column is not None else []
        return pieces[0].cell.text if pieces else ""


@dataclass
class Sorted:
    """What the rows became."""

    records: list[Record] = field(default_factory=list)
    areas: list[ReadArea] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    doubts: list[ReadDoubt] = field(default_factory=list)


def filled_columns(row: Sequence[Cell]) -> list[int]:
    """The columns with words."""
    return [column for column, cell in enumerate(row) if cell.text]


def with_work_columns(sheet: Sheet, table: Table, said: Collection[str] = ()) -> Table:
    """The table with its work column, where rows without a title have work and owner or status.

    Columns that a person has mapped, named in `said`, stay what they are.
    """
    names = table.header.names
    steps = [column for column in table.columns.of("milestones") if names[column] not in said]
    titles = table.columns.of("title")
    if len(titles) > 1:
        return replace(table, work=titles[-1])
    if not steps or table.columns.measures:
        return table
    own = [*table.columns.of("owner"), *table.columns.of("status")]
    for row in sheet.rows[table.start : table.end]:
        if row[table.title].text or not row[steps[0]].text:
            continue
        if any(row[column].text or (row[column].fill and not row[column].merged) for column in own):
            return replace(table, work=steps[0])
    return table


def is_lone(texts: Sequence[str]) -> bool:
    """Are a row's words only a heading's: one cell, or a number or name with one cell beside?"""
    if len(texts) != 2:
        return len(texts) == 1
    return REF.fullmatch(texts[0]) is not None or bare_heading(texts[0]) is not None


def bare_heading(text: str) -> Heading | None:
    """“Recommendation 2” on its own, with its words in the next cell."""
    found = heading_of(text) if is_named_heading(text) else None
    return found if found and found.title == text else None


def merged_over(sheet: Sheet, row: int, column: int, start: int) -> Cell | None:
    """The cell with words that a merge stretches down over this one, from row `start` on."""
    cell = sheet.rows[row][column]
    if not cell.merged or not start <= cell.merged[0] < row:
        return None
    above = sheet.rows[cell.merged[0]][cell.merged[1]]
    return above if above.text and cell.merged[1] == column else None
