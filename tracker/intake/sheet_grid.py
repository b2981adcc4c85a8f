"""What every reader of sheets shares: clean texts, a grid cut to what is filled, and its limits."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.intake.sheet import EMPTY, Cell, Sheet
from tracker.refusals import Refusal

# A plan of 5,000 rows and 12 columns has 60,000 cells; beyond these a file is no plan.
MOST_ROWS = 100_000
MOST_COLUMNS = 1_024
MOST_CELLS = 800_000
MOST_SHEETS = 60
# So many characters are said to be long; Excel itself ends a cell at 32,767.
LONG = 10_000

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSHOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` as people see it: line breaks as "\\n", no signs that cannot be shown, trimmed."""
    return _UNSHOWN.sub("", _BREAKS.sub("\n", text)).strip()


def letters(column: int) -> str:
    """The column's name in a spreadsheet, counted from 0: 0 is A, 26 is AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A cell's name in a spreadsheet, both counted from 0: (6, 3) is D7."""
    return f"{letters(column)}{row + 1}"


def refuse_vast(name: str, height: int, width: int) -> None:
    """Raise Refusal if a grid of `height` rows and `width` columns is too large to be a plan."""
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_CELLS:
        raise Refusal(
            f"“{name}” is filled as far as row {height:,} and column {letters(width - 1)}: too far"
            " to be read. Delete what stands far outside the table, or copy the table alone into"
            " a new file."
        )


def grid_of(name: str, rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """`rows` without blank rows and columns at the end, all of one width.

    What is merged or coloured but says nothing is blank here. Raises Refusal beyond the limits.
    """
    height = width = 0
    for number, row in enumerate(rows, start=1):
        filled = next((n for n in range(len(row), 0, -1) if row[n - 1].text), 0)
        height, width = (number if filled else height), max(width, filled)
    refuse_vast(name, height, width)
    return tuple(_of_width(row, width) for row in rows[:height])


def _of_width(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*row[:width], *(EMPTY,) * (width - len(row)))


def long_cells(sheet: Sheet) -> Iterator[str]:
    """A sentence for each cell so long that a person should know of it; it is kept whole."""
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if len(cell.text) > LONG:
                yield (
                    f"Cell {address(number, column)} of “{sheet.name}” is very long:"
                    f" {len(cell.text):,} characters. It is kept whole."
                )


# Which sheet to read first

_ASIDE = re.compile(
    r"\b(cover|front|contents|guid(e|ance)|instructions?|how to|read ?me|notes?|key|legend|lookups?"
    r"|lists?|drop ?downs?|validation|definitions?|glossary|version|change log|archived?|closed"
    r"|superseded|old)\b",
    re.IGNORECASE,
)


def first_to_read(sheets: Sequence[Sheet], aside: Iterable[int] = ()) -> int:
    """The place of the sheet that looks most like a plan's table.

    It is the one with the most rows of three or more filled cells, some with three words or more:
    lists of choices and covers have few. One with a name such as “Guidance”, or whose place is in
    `aside` (hidden in the workbook), comes first only where no other has such a row.
    """
    hidden = set(aside)

    def rank(place: int) -> tuple[bool, int, int, int]:
        sheet = sheets[place]
        shunned = place in hidden or bool(_ASIDE.search(sheet.name.replace("_", " ")))
        wordy, wide = _rows_like_a_table(sheet)
        return (not shunned and wordy > 0, wordy, wide, -place)

    return max(range(len(sheets)), key=rank)


def _rows_like_a_table(sheet: Sheet) -> tuple[int, int]:
    """How many rows have three filled cells and some words; and how many three filled cells."""
    wordy = wide = 0
    for row in sheet.rows:
        texts = [cell.text for cell in row if cell.text]
        if len(texts) >= 3:
            wide += 1
            wordy += any(text.count(" ") >= 2 for text in texts)
    return wordy, wide
