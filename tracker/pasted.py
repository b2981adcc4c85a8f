"""Data points pasted from a spreadsheet: what was understood, what is doubtful, what is set aside.

Every line of the paste becomes one row, whatever it holds, so that nothing is lost; a row that is
set aside says why. Nothing is kept here: people look at the rows first.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tracker.measures import DataPoint, Measure
from tracker.pasted_cells import cells_of, denominator_first, only_words
from tracker.pasted_rows import Beside, Found, Row, aside
from tracker.pasted_settled import settled
from tracker.point_values import PER_CENT
from tracker.typed import LATEST, ReadDay, ReadNumber, day_of, number_of, period_ends
from tracker.words import counted, day_words, number_words

MOST_ROWS = 100_000
HEADING_LINES = 3
ALMOST = 0.006  # a percentage beside its counts is rounded to a whole one at the coarsest


def read_pasted(text: str, beside: Beside) -> tuple[Row, ...]:
    """Every line of `text` that is not blank, in its order, as a row."""
    rows = _headings_marked([Row(number, cells, Found.NEW) for number, cells in cells_of(text)])
    swapped = any(denominator_first(row.cells) for row in rows if row.found is Found.HEADING)
    reader = _Reader(beside, rows, swapped)
    rows = [reader.read(row) if row.kept else row for row in rows]
    return tuple(settled(rows, beside))


def baseline_moved(rows: Iterable[Row], beside: Beside) -> str:
    """The sentence that says new points lie before the first one, where the baseline is counted
    from the first; else nothing."""
    first = min((point.on for point in beside.kept), default=None)
    count = beside.measure.baseline_points
    if not count or first is None:
        return ""
    early = sum(row.found is Found.NEW and row.on is not None and row.on < first for row in rows)
    if not early:
        return ""
    lies = "lies" if early == 1 else "lie"
    return (
        f"{counted(early, 'point')} {lies} before {day_words(first)}, the first one so far. "
        f"The baseline is the first {counted(count, 'point')}: it moves, and so does the median."
    )


def points_of(
    rows: Iterable[Row], measure: Measure, as_of: date, ids: Iterable[UUID]
) -> list[DataPoint]:
    """The data points that saving these rows keeps, known since `as_of` or their own last day."""
    made = []
    names = ("value", "denominator", "compared_value", "compared_denominator")
    for row, new in zip([row for row in rows if row.kept], ids, strict=False):
        stated = dict(zip(names, row.numbers, strict=True))
        if row.corrects:
            made.append(row.corrects.model_copy(update=stated | {"as_of": as_of}))
        elif row.on:
            made.append(DataPoint(
                id=new, measure_id=measure.id, as_of=max(as_of, row.on), on=row.on, **stated
            ))  # fmt: skip
    return made


def _headings_marked(rows: list[Row]) -> list[Row]:
    """The lines before the first day or number are headings, where there are few of them."""
    first = next((place for place, row in enumerate(rows) if not only_words(row.cells)), len(rows))
    if not 0 < first <= HEADING_LINES or first == len(rows):
        return rows
    why = "It names the columns; it is not kept."
    return [row._replace(found=Found.HEADING, why=why) for row in rows[:first]] + rows[first:]


# From cells to a day and a value


class _Reader:
    """Reads the rows of one paste: with days of their own, or dated one after the other."""

    def __init__(self, beside: Beside, rows: Sequence[Row], swapped: bool) -> None:
        self._measure, self._today, self._swapped = beside.measure, beside.today, swapped
        mine = [row for row in rows if row.kept]
        self._alone = bool(mine) and all(len(row.cells) == 1 for row in mine)
        self._counts = beside.counts
        one_each = 3 if beside.measure.is_gap else 2
        if not beside.kept and all(len(row.cells) <= one_each for row in mine):
            self._counts = False
        signs = {"%" in row.cells[-1] for row in mine if row.cells[-1]}
        self._mixed = len(signs) > 1 and not self._counts and self._measure.unit == PER_CENT
        self._days: dict[int, date] = {}
        if self._alone and beside.first and beside.frequency:
            ends = period_ends(beside.first, beside.frequency, len(mine[:MOST_ROWS]))
            self._days = {row.line: on for row, on in zip(mine, ends, strict=False)}
        self._allowed = {row.line for row in mine[:MOST_ROWS]}

    def read(self, row: Row) -> Row:
        """The row with its day, value and doubts; or set aside."""
        if row.line not in self._allowed:
            return aside(row, f"Only {MOST_ROWS:,} rows are read at once. Paste it afterwards.")
        day, cells, why = self._day(row)
        if why or day is None or day.day is None:
            return aside(row, why)
        if day.day > self._today:
            ahead = f"{day_words(day.day)} lies ahead: add it when the period is over."
            return aside(row, ahead)
        dated = row._replace(on=day.day, doubts=(day.doubt,) if day.doubt else ())
        return self._valued(dated, cells)

    def _day(self, row: Row) -> tuple[ReadDay | None, tuple[str, ...], str]:
        first, *others = row.cells
        if self._alone:
            if fault := number_of(first).fault:
                no_value = "It has a day and no value. Write a value beside it."
                return None, (), no_value if day_of(first).day else fault
            if row.line in self._days:
                return ReadDay(self._days[row.line]), row.cells, ""
            if self._days:
                return None, (), f"Its period would end after {LATEST.year}."
            return (
                None,
                (),
                "It has no day. Say which period the first value is for, and how often.",
            )
        day = day_of(first)
        if day.day is None:
            return (
                None,
                (),
                day.fault or f"“{first[:30]}” is not a day." if first else "It has no day.",
            )
        if not others:
            return None, (), "It has a day and no value beside it."
        return day, tuple(others), ""

    def _valued(self, row: Row, cells: tuple[str, ...]) -> Row:
        if not self._measure.is_gap:
            cells, row = self._without_percentage(*self._joined(cells, row))
        if why := self._wrong_number_of(cells, len(row.cells)):
            return aside(row, why)
        if self._swapped and len(cells) == 2 and not self._measure.is_gap:
            cells = (cells[1], cells[0])
        half = len(cells) // 2 if self._measure.is_gap else len(cells)
        numbers: list[float | None] = []
        doubts = list(row.doubts)
        for group in (cells[:half], cells[half:]) if self._measure.is_gap else (cells,):
            read = [number_of(cell) for cell in group]
            if why := self._unfit(read):
                return aside(row, why)
            value, below = read[0].value, read[1].value if len(read) == 2 else None
            doubts += [number.doubt for number in read if number.doubt]
            doubts += self._doubts(read, value, below)
            numbers += [value, below]
        value, below, compared, compared_below = (*numbers, None, None)[:4]
        return row._replace(
            value=value, denominator=below, compared=compared, compared_below=compared_below,
            doubts=tuple(dict.fromkeys(doubts)),
        )  # fmt: skip

    def _wrong_number_of(self, cells: tuple[str, ...], columns: int) -> str:
        """Why there are too many or too few numbers for one period; or nothing."""
        measure = self._measure
        if not measure.is_gap:
            said = f"It has {columns} columns; give a day and one or two numbers."
            return said if len(cells) > 2 else ""
        if len(cells) == (4 if self._counts else 2):
            return ""
        each = ", each with its denominator" if self._counts else ""
        return (
            f"It has {counted(len(cells), 'number')}. This measure compares two groups: give "
            f"{measure.group_words}, then {measure.compared_with}{each}."
        )

    def _joined(self, cells: tuple[str, ...], row: Row) -> tuple[tuple[str, ...], Row]:
        """1 and 234 between commas are one number where the measure takes one number."""
        whole = ",".join(cells)
        if self._counts or len(cells) == 1 or not re.fullmatch(r"\d{1,3}(,\d{3})+", whole):
            return cells, row
        doubt = f"“{whole}” is read as one number."
        return (whole,), row._replace(doubts=(*row.doubts, doubt))

    def _without_percentage(self, cells: tuple[str, ...], row: Row) -> tuple[tuple[str, ...], Row]:
        """A percentage after its two counts says the same again: it is looked at, then left."""
        if not self._counts or len(cells) != 3:
            return cells, row
        top, base, share = (number_of(cell).value for cell in cells)
        if top is None or not base or share is None:
            return cells, row
        if min(abs(share - top / base), abs(share / 100 - top / base)) > ALMOST:
            two = f"{number_words(top)} of {number_words(base)}"
            said = f"“{cells[2]}” is not {two}; the two counts are kept."
            return cells[:2], row._replace(doubts=(*row.doubts, said))
        return cells[:2], row

    def _unfit(self, numbers: Sequence[ReadNumber]) -> str:
        """Why these numbers do not fit the measure; or nothing."""
        two = len(numbers) == 2
        if faults := [number.fault for number in numbers if number.fault]:
            return faults[0]
        if self._counts and not two and numbers[0].value is not None:
            return (
                "It has one number. This measure needs two: what is counted, and out of how many."
            )
        if not self._counts and two:
            return "It has two numbers, and this measure is kept as one value for each period."
        if two and any(number.per_cent for number in numbers):
            return "It mixes a percentage with a count. Give both counts, or a percentage alone."
        if two and (numbers[1].value or 0) < 0:
            return "Its denominator is below 0."
        return ""

    def _doubts(
        self, numbers: Sequence[ReadNumber], value: float | None, below: float | None
    ) -> list[str]:
        found, unit = [], self._measure.unit
        if value is None or (len(numbers) == 2 and below is None):
            if not any(number.doubt for number in numbers):
                found.append("No value: it is kept as a gap.")
        elif below == 0:
            found.append("A denominator of 0: it is kept as a gap.")
        if numbers[0].per_cent and unit != PER_CENT:
            found.append(f"It has a % sign; this measure is in {unit or 'plain numbers'}.")
        if self._mixed and not numbers[0].per_cent and value is not None:
            found.append("Other rows have a % sign and this one has none.")
        return found
