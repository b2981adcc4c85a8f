"""Tables that stand side by side in one sheet, and keys or lists of choices beside a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.intake.plan_headers import Header
from tracker.intake.plan_keys import is_key_label
from tracker.intake.plan_periods import header_meaning
from tracker.intake.plan_shapes import SetAside
from tracker.intake.plan_tables import Sorted
from tracker.intake.plan_words import PlanWords
from tracker.intake.sheet import EMPTY, Sheet

BESIDE = "A key or a list beside the table, not an action."
_LIST = re.compile(
    r"(?:drop[ -]?downs?|look[ -]?ups?|lists?|choices|options|validation)\b", re.IGNORECASE
)
# A key or a list of choices has a sign, its meaning, perhaps a count.
WIDEST_KEY = 3


@dataclass(frozen=True)
class Block:
    """The columns from `start` to before `end`; `table` is False for a key or a list."""

    start: int
    end: int
    table: bool = True

    def alone(self, sheet: Sheet) -> Sheet:
        """The sheet with only this block's cells in it."""
        inside = range(self.start, self.end)
        rows = tuple(
            tuple(cell if column in inside else EMPTY for column, cell in enumerate(row))
            for row in sheet.rows
        )
        return replace(sheet, rows=rows)

    def set_aside(self, sheet: Sheet) -> list[SetAside]:
        """Each row of a key, set aside."""
        rows = enumerate(sheet.rows, start=1)
        texts = ((n, [c.text for c in row[self.start : self.end] if c.text]) for n, row in rows)
        return [SetAside(number, " | ".join(found), BESIDE) for number, found in texts if found]


def blocks_of(sheet: Sheet, headers: Sequence[Header], words: PlanWords) -> list[Block]:
    """The blocks of a sheet from the left, together all its columns; one where it is one table."""
    whole = [Block(0, sheet.width)]
    header = headers[0]
    if not header.sure or any(h.names != header.names for h in headers[1:]):
        return whole
    parts = _parted(sheet, header)
    names = [_bare(name) for name in header.names]
    half, odd = divmod(len(names), 2)
    if len(parts) == 1 and not odd and names[:half] == names[half:]:
        parts = [(0, half), (half, len(names))]
    blocks: list[Block] = []
    for start, end in parts:
        is_key = _is_key(header, start, end)
        if blocks and not is_key and not (_is_table(names[start:end], words) and blocks[0].table):
            blocks[-1] = replace(blocks[-1], end=end)
        else:
            blocks.append(Block(start, end, table=not is_key))
    tables = [block for block in blocks if block.table]
    if len(blocks) < 2 or not any(_is_table(names[b.start : b.end], words) for b in tables):
        return whole
    ends = [*(block.start for block in blocks[1:]), sheet.width]
    starts = [0, *ends[:-1]]
    return [replace(b, start=s, end=e) for b, s, e in zip(blocks, starts, ends, strict=True)]


def _parted(sheet: Sheet, header: Header) -> list[tuple[int, int]]:
    """The runs of columns between those that are blank from the header down."""
    rows = sheet.rows[header.first :]
    blank = [not any(row[column].text for row in rows) for column in range(sheet.width)]
    parts: list[tuple[int, int]] = []
    for column, is_blank in enumerate(blank):
        if is_blank:
            continue
        if parts and parts[-1][1] == column:
            parts[-1] = (parts[-1][0], column + 1)
        else:
            parts.append((column, column + 1))
    return parts or [(0, sheet.width)]


def _is_table(names: Sequence[str], words: PlanWords) -> bool:
    """Do names have actions among them and something about them?"""
    meanings = [header_meaning(name, words) for name in names]
    sure = {meaning.field for meaning in meanings if meaning and meaning.strength > 100}
    return "title" in sure and len(sure - {None}) > 1


def _is_key(header: Header, start: int, end: int) -> bool:
    name = header.names[start]
    return end - start <= WIDEST_KEY and bool(is_key_label(name) or _LIST.match(name))


def _bare(name: str) -> str:
    return re.sub(r" \(\d+\)$", "", name)


def put_together(parts: Sequence[Sorted]) -> Sorted:
    """What the rows of several blocks became, as one; areas are counted through."""
    whole = Sorted()
    for part in parts:
        down = len(whole.areas)
        for record in part.records:
            record.area = None if record.area is None else record.area + down
        whole.areas += [
            replace(a, place=a.place + down, under=None if a.under is None else a.under + down)
            for a in part.areas
        ]
        whole.records += part.records
        whole.aside += part.aside
        whole.doubts += part.doubts
    whole.aside.sort(key=lambda aside: aside.row or 0)
    return whole
