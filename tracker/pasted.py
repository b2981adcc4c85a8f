"""Data points pasted from a spreadsheet: what was understood, what is doubtful, what is set aside.

Every line of the paste becomes one row, whatever it holds, so that nothing is lost; a row that is
set aside says why. Nothing is kept here: people look at the rows first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from tracker.measures import DataPoint, Frequency, Measure
from tracker.outlying import question
from tracker.pasted_cells import cells_of, denominator_first, only_words
from tracker.point_values import PER_CENT, plotted, point_words, short_unit
from tracker.typed import ReadDay, ReadNumber, day_of, number_of, period_ends
from tracker.words import counted, day_words, listed, number_words

MOST_ROWS = 1_000
HEADING_LINES = 3
ALMOST = 0.006  # a percentage beside its counts is rounded to a whole one at the coarsest


class Found(StrEnum):
    """What becomes of one row when it is saved."""

    NEW = "new"
    CORRECTION = "correction"
    SAME = "already there"
    HEADING = "heading"
    ASIDE = "set aside"


@dataclass(frozen=True)
class Row:
    """One line of the paste and what was made of it; `why` says why it is not kept.

    `doubts` are sentences to look at first; `odd` is the question about a value far outside the
    rest. `corrects` is the point already kept for the day.
    """

    line: int
    cells: tuple[str, ...]
    found: Found
    on: date | None = None
    value: float | None = None
    denominator: float | None = None
    doubts: tuple[str, ...] = ()
    odd: str = ""
    why: str = ""
    corrects: DataPoint | None = None

    @property
    def kept(self) -> bool:
        """Does saving keep it?"""
        return self.found in (Found.NEW, Found.CORRECTION)


@dataclass(frozen=True)
class Beside:
    """What a paste is read beside: its measure, the points kept so far, today.

    `first` and `frequency` date the values of a paste that has no days of its own.
    """

    measure: Measure
    kept: Sequence[DataPoint]
    today: date
    first: date | None = None
    frequency: Frequency | None = None

    @property
    def counts(self) -> bool:
        """Is each point counted above a denominator? As its points are; else as it is defined."""
        if self.kept:
            return any(point.denominator is not None for point in self.kept)
        return bool(self.measure.denominator)


def read_pasted(text: str, beside: Beside) -> tuple[Row, ...]:
    """Every line of `text` that is not blank, in its order, as a row."""
    rows = _headings_marked([Row(number, cells, Found.NEW) for number, cells in cells_of(text)])
    swapped = any(denominator_first(row.cells) for row in rows if row.found is Found.HEADING)
    reader = _Reader(beside, rows, swapped)
    rows = [reader.read(row) if row.kept else row for row in rows]
    for step in (_orders_doubted, _shares_doubted, _days_settled, _odd_asked):
        rows = step(rows, beside)
    return tuple(rows)


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
    for row, new in zip([row for row in rows if row.kept], ids, strict=False):
        stated = {"value": row.value, "denominator": row.denominator}
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
    return [replace(row, found=Found.HEADING, why=why) for row in rows[:first]] + rows[first:]


# From cells to a day and a value


class _Reader:
    """Reads the rows of one paste: with days of their own, or dated one after the other."""

    def __init__(self, beside: Beside, rows: Sequence[Row], swapped: bool) -> None:
        self._measure, self._today, self._swapped = beside.measure, beside.today, swapped
        mine = [row for row in rows if row.kept]
        self._alone = bool(mine) and all(len(row.cells) == 1 for row in mine)
        self._counts = beside.counts
        if not beside.kept and all(len(row.cells) < 3 for row in mine):
            self._counts = False
        signs = {"%" in row.cells[-1] for row in mine if row.cells[-1]}
        self._mixed = len(signs) > 1 and not self._counts and self._measure.unit == PER_CENT
        self._days: dict[int, date] = {}
        if self._alone and beside.first and beside.frequency and len(mine) <= MOST_ROWS:
            ends = period_ends(beside.first, beside.frequency, len(mine))
            self._days = {row.line: on for row, on in zip(mine, ends, strict=True)}
        self._allowed = {row.line for row in mine[:MOST_ROWS]}

    def read(self, row: Row) -> Row:
        """The row with its day, value and doubts; or set aside."""
        if row.line not in self._allowed:
            return _aside(row, f"Only {MOST_ROWS:,} rows are read at once. Paste it afterwards.")
        day, cells, why = self._day(row)
        if why or day is None or day.day is None:
            return _aside(row, why)
        if day.day > self._today:
            ahead = f"{day_words(day.day)} lies ahead: add it when the period is over."
            return _aside(row, ahead)
        dated = replace(row, on=day.day, doubts=(day.doubt,) if day.doubt else ())
        return self._valued(dated, cells)

    def _day(self, row: Row) -> tuple[ReadDay | None, tuple[str, ...], str]:
        first, *others = row.cells
        if self._alone:
            if fault := number_of(first).fault:
                no_value = "It has a day and no value. Write a value beside it."
                return None, (), no_value if day_of(first).day else fault
            if row.line in self._days:
                return ReadDay(self._days[row.line]), row.cells, ""
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
        cells, row = self._without_percentage(*self._joined(cells, row))
        if len(cells) > 2:
            return _aside(
                row, f"It has {len(row.cells)} columns; give a day and one or two numbers."
            )
        if self._swapped and len(cells) == 2:
            cells = (cells[1], cells[0])
        numbers = [number_of(cell) for cell in cells]
        if faults := [number.fault for number in numbers if number.fault]:
            return _aside(row, faults[0])
        if why := self._unfit(numbers):
            return _aside(row, why)
        value, below = numbers[0].value, numbers[1].value if len(numbers) == 2 else None
        doubts = [number.doubt for number in numbers if number.doubt]
        doubts += self._doubts(numbers, value, below)
        return replace(row, value=value, denominator=below, doubts=row.doubts + tuple(doubts))

    def _joined(self, cells: tuple[str, ...], row: Row) -> tuple[tuple[str, ...], Row]:
        """1 and 234 between commas are one number where the measure takes one number."""
        whole = ",".join(cells)
        if self._counts or len(cells) == 1 or not re.fullmatch(r"\d{1,3}(,\d{3})+", whole):
            return cells, row
        doubt = f"“{whole}” is read as one number."
        return (whole,), replace(row, doubts=(*row.doubts, doubt))

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
            return cells[:2], replace(row, doubts=(*row.doubts, said))
        return cells[:2], row

    def _unfit(self, numbers: Sequence[ReadNumber]) -> str:
        """Why these numbers do not fit the measure; or nothing."""
        two = len(numbers) == 2
        if self._counts and not two:
            if numbers[0].value is None:
                return ""
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
        elif below is not None and value > below and unit == PER_CENT:
            found.append("More are counted than there are in all. Are the columns swapped?")
        if numbers[0].per_cent and unit != PER_CENT:
            found.append(f"It has a % sign; this measure is in {unit or 'plain numbers'}.")
        if self._mixed and not numbers[0].per_cent and value is not None:
            found.append("Other rows have a % sign and this one has none.")
        return found


def _aside(row: Row, why: str) -> Row:
    return replace(row, found=Found.ASIDE, why=why)


# What only the whole paste, or the points kept so far, can tell


def _orders_doubted(rows: list[Row], _beside: Beside) -> list[Row]:
    """03/04/2026 is doubtful until another row of the same paste shows that the day comes first."""
    days = {row.line: day_of(row.cells[0]) for row in rows if len(row.cells) > 1 or row.on is None}
    proven = any(day.day_first for day in days.values())
    other_way = any("Write the day first" in day.fault for day in days.values())
    if proven and not other_way:
        return rows

    def doubted(row: Row) -> Row:
        day = days.get(row.line)
        if not row.kept or not day or not day.either or not row.on:
            return row
        words = f"“{row.cells[0]}” is read with the day first: {day_words(row.on)}."
        return replace(row, doubts=(words, *row.doubts))

    return [doubted(row) for row in rows]


def _shares_doubted(rows: list[Row], beside: Beside) -> list[Row]:
    """0.71 among percentages such as 71 may be a share; first days of months may mean months."""
    values = [row.value for row in rows if row.kept and row.value is not None]
    values += [point.value for point in beside.kept if point.value is not None]
    percent = beside.measure.unit == PER_CENT and not beside.counts
    large = sum(value > 1 for value in values) > len(values) / 2

    def doubted(row: Row) -> Row:
        """The row with what makes its percentage doubtful."""
        found = list(row.doubts)
        if percent and row.kept and row.denominator is None and row.value is not None:
            if 0 < row.value <= 1 and large:
                told = number_words(row.value)
                found.append(f"Is {told} a share? It is kept as {told} %.")
            if row.value > 100:
                found.append("It is over 100 %.")
        return replace(row, doubts=tuple(found))

    return [_first_of_month_doubted(doubted(row), beside) for row in rows]


def _first_of_month_doubted(row: Row, beside: Beside) -> Row:
    often = beside.frequency or beside.measure.frequency
    if not row.kept or not row.on or row.on.day != 1 or often in (None, Frequency.WEEKLY):
        return row
    words = f"The period ends on the first of a month. If all of it is meant, write {row.on:%b %Y}."
    return replace(row, doubts=(*row.doubts, words))


def _days_settled(rows: list[Row], beside: Beside) -> list[Row]:
    """Days that come twice, and days a point is kept for already."""
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        if row.kept and row.on:
            by_day.setdefault(row.on, []).append(row)
    kept: dict[date, list[DataPoint]] = {}
    for point in beside.kept:
        kept.setdefault(point.on, []).append(point)
    settled = {
        row.line: row
        for on, its in by_day.items()
        for row in _beside_kept(_once(its), kept.get(on, []), beside)
    }
    return [settled.get(row.line, row) for row in rows]


def _once(same_day: list[Row]) -> list[Row]:
    """Of rows for one day that say the same the first stands; where they differ, none."""
    if len({(row.value, row.denominator) for row in same_day}) > 1:
        lines = listed(str(row.line) for row in same_day)
        return [
            _aside(row, f"Lines {lines} are for the same day and differ. Leave the right one.")
            for row in same_day
        ]
    first, *others = same_day
    why = f"It says the same as line {first.line}."
    return [first, *(replace(row, found=Found.SAME, why=why) for row in others)]


def _beside_kept(rows: list[Row], kept: list[DataPoint], beside: Beside) -> list[Row]:
    if kept:
        return [_compared(row, kept, beside.measure) if row.kept else row for row in rows]
    return [_month_doubted(row, beside) if row.kept else row for row in rows]


def _month_doubted(row: Row, beside: Beside) -> Row:
    """Another day of a month that has its point already."""
    often = beside.measure.frequency
    if often in (None, Frequency.WEEKLY) or row.on is None:
        return row
    same = [p.on for p in beside.kept if (p.on.year, p.on.month) == (row.on.year, row.on.month)]
    if not same:
        return row
    words = f"A point is kept for {day_words(same[0])} already, in the same month."
    return replace(row, doubts=(*row.doubts, words))


def _compared(row: Row, kept: list[DataPoint], measure: Measure) -> Row:
    point = kept[0]
    told = point_words(measure, point.value, point.denominator)
    if any((p.value, p.denominator) == (row.value, row.denominator) for p in kept):
        return replace(row, found=Found.SAME, why=f"{told} is kept for this day already.")
    if len(kept) > 1:
        number = counted(len(kept), "point")
        return _aside(row, f"{number} are kept for this day already. Correct one of them by hand.")
    if plotted(measure, row.value, row.denominator) is None and point.value is not None:
        return _aside(row, f"It has no value, and {told} is kept already. That one stays.")
    why = f"{told} is kept so far."
    return replace(row, found=Found.CORRECTION, corrects=point, why=why)


def _odd_asked(rows: list[Row], beside: Beside) -> list[Row]:
    """Values far outside all the others, kept and pasted together, get their question."""
    measure = beside.measure
    corrected = {row.corrects.id for row in rows if row.corrects}
    stay = [plotted(measure, p.value, p.denominator) for p in beside.kept if p.id not in corrected]
    shown = {row.line: plotted(measure, row.value, row.denominator) for row in rows if row.kept}
    pool = Counter(value for value in [*stay, *shown.values()] if value is not None)

    def asked(row: Row) -> Row:
        value = shown.get(row.line)
        if value is None:
            return row
        others = [*(pool - Counter([value])).elements()]
        return replace(row, odd=question(value, others, short_unit(measure)))

    return [asked(row) for row in rows]
