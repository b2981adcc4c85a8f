"""Sheets turned on their side: fields down a column, and one action in each column or block.

Such a sheet is turned upright and read like any other; rows are told as they stand in the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.plan_headers import find_headers, letters
from tracker.intake.plan_periods import header_meaning
from tracker.intake.plan_shapes import PlanReading, ReadDoubt, SetAside
from tracker.intake.plan_words import PlanField, PlanWords
from tracker.intake.sheet import EMPTY, Cell, Sheet

# So many different fields must be named down a column, on most of its rows.
FEWEST_FIELDS = 3
TURNED = (
    "The fields stand below each other in this sheet: each block or column is read as one record."
)
_ONCE = frozenset({"ref", "title", "owner", "due", "status"})
_NUMBERED = re.compile(r"(?P<words>[^\W\d_][^\d]*?)\s*(?:no\.?\s*)?\d{1,3}[a-z]?\W*", re.IGNORECASE)


@dataclass
class _Block:
    """One or more records side by side: the cells of each label, and the rows they stand in."""

    rows: list[int] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sideways:
    """The upright sheet; `rows` has the rows of the file for each of its rows, `places` by label.

    `aside` are rows that belong to no record. `numbers`: the column with labels such as “Action 1”.
    """

    sheet: Sheet
    rows: tuple[tuple[int, ...], ...]
    places: tuple[dict[str, int], ...]
    aside: tuple[SetAside, ...]
    numbers: str

    def as_in_file(self, read: PlanReading) -> PlanReading:
        """What was read from the upright sheet, with the rows of the file."""
        top = min(self.rows[0]) + 1
        doubts = [ReadDoubt(top, "", read.sheet, TURNED)]
        doubts += [replace(d, row=self._row(d.row, d.column)) for d in read.doubts]
        aside = [replace(a, row=self._row(a.row, "")) for a in read.set_aside if a.row]
        return replace(
            read,
            header_row=top,
            areas=tuple(replace(a, row=self._row(a.row, "") or top) for a in read.areas),
            actions=tuple(replace(a, rows=self._rows(a.rows)) for a in read.actions),
            measures=tuple(replace(m, rows=self._rows(m.rows)) for m in read.measures),
            set_aside=(*self.aside, *aside, *(a for a in read.set_aside if not a.row)),
            doubts=tuple(sorted(doubts, key=lambda doubt: doubt.row or 0)),
        )

    def _rows(self, rows: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted({found + 1 for row in rows for found in self.rows[row - 1]}))

    def _row(self, row: int | None, column: str) -> int | None:
        if row is None:
            return None
        return self.places[row - 1].get(column, min(self.rows[row - 1])) + 1


def labels_of(sheet: Sheet, words: PlanWords) -> tuple[str, ...]:
    """The labels down the first filled column of a sideways sheet; () for an upright one."""
    column = _label_column(sheet)
    texts = [row[column].text for row in sheet.rows if row[column].text] if sheet.width else []
    fields = {_field(text, words) for text in texts} - {None}
    known = sum(_field(text, words) is not None for text in texts)
    beside = any(cell.text for row in sheet.rows for cell in row[column + 1 :])
    if len(fields) < FEWEST_FIELDS or known * 10 < len(texts) * 6 or not beside:
        return ()
    across = (
        len({_field(name, words) for name in header.names} - {None})
        for header in find_headers(sheet, words)
        if header.sure
    )
    return tuple(dict.fromkeys(map(_label, texts))) if max(across, default=0) < len(fields) else ()


def sideways(sheet: Sheet, words: PlanWords) -> Sideways | None:
    """The sheet upright, if its fields stand down a column; else None."""
    if not labels_of(sheet, words):
        return None
    column = _label_column(sheet)
    label_columns = [column, *_second_labels(sheet, column, words)]
    blocks, headings, aside = _blocks(sheet, label_columns, words)
    names = list(dict.fromkeys(name for block in blocks for name in block.cells))
    numbers = f"(column {letters(column)})"
    of_rows: dict[int, _Block | tuple[Cell, ...]] = dict(headings)
    of_rows |= {min(block.rows): block for block in blocks}
    rows: list[tuple[Cell, ...]] = [tuple(Cell(name) for name in names)]
    where: list[tuple[int, ...]] = [(min(blocks[0].rows),)]
    places: list[dict[str, int]] = [{}]
    for row, found in sorted(of_rows.items()):
        for cells in _records(found, names) if isinstance(found, _Block) else [found]:
            rows.append((*cells, *[EMPTY] * (len(names) - len(cells))))
            where.append(tuple(found.rows) if isinstance(found, _Block) else (row,))
            places.append(found.places if isinstance(found, _Block) else {})
    upright = Sheet(sheet.name, tuple(rows))
    return Sideways(upright, tuple(where), tuple(places), tuple(aside), numbers)


def _blocks(
    sheet: Sheet, columns: Sequence[int], words: PlanWords
) -> tuple[list[_Block], list[tuple[int, tuple[Cell, ...]]], list[SetAside]]:
    """The blocks; the lone rows between them, as headings; and what stands above the first."""
    blocks: list[_Block] = []
    headings: list[tuple[int, tuple[Cell, ...]]] = []
    aside: list[SetAside] = []
    label = ""
    for number, row in enumerate(sheet.rows):
        texts = [cell.text for cell in row if cell.text]
        if not texts:
            continue
        if len(texts) == 1 and not _field(texts[0], words) and row[columns[0]].text:
            headings.append((number, (Cell(texts[0]),)))
            label = ""
            continue
        for own, cells in _labelled(row, columns, words):
            name = own or label
            if not name:
                said = " | ".join(cell.text for cell in cells if cell.text)
                aside.append(SetAside(number + 1, said, "It has no label beside it."))
                continue
            if not blocks or (name != label and _begins(name, blocks[-1], words)):
                blocks.append(_Block())
            _keep(blocks[-1], number, name, cells, columns[0], words)
            label = name
    return blocks, headings, aside


def _begins(name: str, block: _Block, words: PlanWords) -> bool:
    """Does a label come again that a record has once? A further step or comment joins the first."""
    key = _label(name)
    first = next(iter(block.places), "")
    return key in block.places and (key == first or _field(key, words) in _ONCE)


def _keep(
    block: _Block, row: int, name: str, cells: Sequence[Cell], column: int, words: PlanWords
) -> None:
    """A label's cells. “Action 2” is the reference of its record; “Milestone 2” stays with them."""
    block.rows.append(row)
    key = _label(name)
    block.places.setdefault(key, row)
    numbered = key != name.strip(" :?") and _NUMBERED.fullmatch(name) is not None
    if numbered and _field(key, words) not in {"title", "measure"}:
        said = [replace(c, text=f"{name}: {c.text}", day=None) if c.text else c for c in cells]
        cells = said if any(cell.text for cell in said) else [Cell(name)]
    elif numbered:
        reference = f"(column {letters(column)})"
        before = block.cells[reference][0].text.split("\n") if reference in block.cells else []
        block.cells[reference] = [Cell("\n".join(dict.fromkeys([*before, name])))]
        if not any(cell.text for cell in cells):
            return
    have = block.cells.get(key)
    if have is None:
        block.cells[key] = list(cells)
        return
    have += [EMPTY] * (len(cells) - len(have))
    for place, cell in enumerate(cells):
        if not cell.text:
            continue
        both = "\n".join(text for text in (have[place].text, cell.text) if text)
        have[place] = replace(cell, text=both, day=None if have[place].text else cell.day)


def _records(block: _Block, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """A row of the upright sheet for each column of the block with words in it."""
    width = max(len(cells) for cells in block.cells.values())
    for place in range(width):
        cells = tuple(
            found[place] if (found := block.cells.get(name, [])) and place < len(found) else EMPTY
            for name in names
        )
        if any(cell.text for cell in cells):
            yield tuple(replace(cell, merged=None) for cell in cells)


def _labelled(
    row: Sequence[Cell], columns: Sequence[int], words: PlanWords
) -> Iterator[tuple[str, list[Cell]]]:
    """Each label of a row with its cells: all to its right, or one beside each of two labels."""
    second = columns[1] if len(columns) > 1 else None
    if second is None or not _field(row[second].text, words):
        yield row[columns[0]].text, list(row[columns[0] + 1 :])
        return
    yield row[columns[0]].text, list(row[columns[0] + 1 : second])
    yield row[second].text, list(row[second + 1 :])


def _second_labels(sheet: Sheet, column: int, words: PlanWords) -> list[int]:
    """The column of a second row of labels: “Lead | Chair | By when | May”."""
    for place in range(column + 2, sheet.width - 1):
        texts = [row[place].text for row in sheet.rows if row[place].text]
        known = sum(_field(text, words) is not None for text in texts)
        if known and known * 10 >= len(texts) * 6:
            return [place]
    return []


def _label_column(sheet: Sheet) -> int:
    filled = (c for c in range(sheet.width) if any(row[c].text for row in sheet.rows))
    return next(filled, 0)


def _label(text: str) -> str:
    """A label without its number and its colon: “Action 1:” and “Action 2” are the same."""
    bare = " ".join(text.split()).strip(" :")
    numbered = _NUMBERED.fullmatch(bare)
    return numbered["words"].strip(" :-–") if numbered else bare


def _field(text: str, words: PlanWords) -> PlanField | str | None:
    """The field a label names with all its words; None for other texts."""
    if not text or len(text) > 80:
        return None
    meaning = header_meaning(_label(text), words)
    if meaning is None or meaning.strength <= 100:
        return None
    return meaning.field or meaning.otherwise or "known"
