"""Lone rows among a table's rows: which of them head the rows below, and which stand apart."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.intake.plan_cells import REF
from tracker.intake.plan_headings import (
    heading_of,
    is_capitals,
    is_named_heading,
    ref_extends,
    starts_with_verb,
)
from tracker.intake.plan_tables import Table, is_lone
from tracker.intake.sheet import Sheet

# Rows looked at below a heading for a number that extends its own.
ROWS_AHEAD = 5
# A lone cell without a verb is a heading where the table's rows have at least so many filled cells.
FULL_ROW = 3
SURE = "sure"
_SIGNED = re.compile(
    r"signed\b|signature|(?:agreed|approved|endorsed|ratified|prepared|completed) by\b|"
    r"for (?:further|more) information\b|next review\b|date of next\b",
    re.IGNORECASE,
)
GUESSED = "Read as a heading, because nothing else stands in its row."


@dataclass(frozen=True)
class Place:
    """A sheet with the filled columns of each of its rows."""

    sheet: Sheet
    filled: Sequence[Sequence[int]]

    def texts(self, row: int) -> list[str]:
        """The words of a row, cell by cell."""
        return [self.sheet.rows[row][column].text for column in self.filled[row]]


def page_titles(
    sheet: Sheet, tables: Sequence[Table], filled: Sequence[Sequence[int]]
) -> frozenset[int]:
    """The lone rows above headers whose words stand above several: the document's own title.

    “Priority 1: Leadership” on two pages is a heading all the same, and one that goes on.
    """
    place = Place(sheet, filled)
    starts = [0, *(table.start for table in tables[:-1])]
    above = [
        row
        for start, table in zip(starts, tables, strict=True)
        for row in range(max(start, table.header.first - 4), table.header.first)
        if filled[row] and is_lone(place.texts(row))
    ]
    said = {row: " ".join(" ".join(place.texts(row)).casefold().split()) for row in above}
    times = Counter(said.values())
    return frozenset(
        row
        for row in above
        if times[said[row]] > 1 and not is_named_heading(place.texts(row)[0])
        and not heading_of(" ".join(place.texts(row))).ref
    )  # fmt: skip


def section_at(place: Place, row: int, table: Table) -> str:
    """SURE where a lone row heads the rows below it, GUESSED where it may; else ''."""
    columns, texts = place.filled[row], place.texts(row)
    column, text = columns[-1], texts[-1]
    if columns[0] > table.title:
        return ""
    if _is_wide(place, row, columns[0]) or is_named_heading(texts[0]):
        return SURE
    if _is_beside_titles(place, row, table):
        return SURE
    if column > table.title:
        return ""
    ref = texts[0] if len(texts) == 2 else heading_of(text).ref
    if ref and _is_extended(place, row, ref, table):
        return SURE
    if is_capitals(text) and len(text.split()) <= 20:
        return SURE
    return GUESSED if _is_plain_heading(place, row, table, text, ref) else ""


def is_below_the_table(place: Place, row: int, table: Table) -> bool:
    """A lone text with only such below it, where it can be no action and names no area."""
    below = (place.texts(other) for other in range(row, table.end) if place.filled[other])
    return (
        _is_beside_titles(place, row, table)
        and not is_named_heading(place.texts(row)[0])
        and all(is_lone(texts) for texts in below)
    )


def is_heading_with_more(place: Place, row: int, table: Table) -> bool:
    """“Priority 1: Leadership”, and beside it who leads it; but no date and no status."""
    first, *others = place.filled[row]
    fields = {table.columns.fields[column] for column in others}
    named = heading_of(place.sheet.rows[row][first].text)
    is_area = table.columns.fields[first] in {"area", "area_ref"}
    return bool(
        named.ref
        and is_named_heading(named.text)
        and first <= table.title
        and not is_area
        and not fields & {"due", "status", "title"}
    )


def foot_of(place: Place, table: Table) -> int:
    """The first row of what stands below the table, from “Signed:” or “Approved by” on."""
    rows = [row for row in range(table.start, table.end) if place.filled[row]]
    below: list[int] = []
    for row in reversed(rows):
        texts = place.texts(row)
        if not is_lone(texts) and len(texts) > 2:
            break
        if is_named_heading(texts[0]):
            below = []
            continue
        below.append(row)
    signed = [row for row in below if _SIGNED.match(place.texts(row)[0])]
    return min(signed, default=table.end)


def _is_beside_titles(place: Place, row: int, table: Table) -> bool:
    """Do words stand alone left of the titles, in a column of numbers or of nothing?"""
    column = place.filled[row][-1]
    named = table.columns.fields[column] in {"area", "outcome"}
    is_ref = REF.fullmatch(place.sheet.rows[row][column].text) is not None
    return column < table.title and not named and not is_ref


def _is_wide(place: Place, row: int, column: int) -> bool:
    """Is the cell merged across at least three columns?"""
    cells = place.sheet.rows[row]
    return sum(cell.merged == (row, column) for cell in cells) >= 2


def _is_extended(place: Place, row: int, ref: str, table: Table) -> bool:
    """Does a row below have a number below this one: 1.1 below 1?"""
    rows = range(row + 1, min(table.end, row + 1 + ROWS_AHEAD))
    for below in (r for r in rows if place.filled[r]):
        found = _ref_of(place, below, table)
        if ref_extends(found, ref):
            return True
        if len(place.filled[below]) > 2 and found:
            return False
    return False


def _ref_of(place: Place, row: int, table: Table) -> str:
    cells, column = place.sheet.rows[row], table.columns.first("ref")
    own = cells[column].text if column is not None else ""
    return own or heading_of(cells[table.title].text).ref


def _is_plain_heading(place: Place, row: int, table: Table, text: str, ref: str) -> bool:
    """A few words without a verb or number, above fuller rows."""
    below = next((r for r in range(row + 1, table.end) if place.filled[r]), None)
    full = below is not None and len(place.filled[below]) >= FULL_ROW
    child = below is not None and not place.sheet.rows[below][table.title].text
    words = heading_of(text).title
    if child or not full or len(words.split()) > 14 or starts_with_verb(words):
        return False
    return not (ref and below is not None and _ref_of(place, below, table))
