"""What only a whole paste, or the points kept so far, can tell of one of its rows."""

from collections.abc import Callable, Iterable
from datetime import date

from tracker.measures import DataPoint, Frequency
from tracker.outlying import Pool
from tracker.pasted_rows import Beside, Found, Row, aside, numbers_of
from tracker.point_values import PER_CENT, short_unit
from tracker.told_points import plotted_numbers, told_point
from tracker.typed import day_of
from tracker.words import counted, day_words, listed, number_words

LINES_NAMED = 5


def settled(rows: list[Row], beside: Beside) -> list[Row]:
    """The rows once their orders of day and month, shares, days and odd values are looked at."""
    steps: tuple[Callable[[list[Row], Beside], list[Row]], ...] = (
        _orders_doubted, _shares_doubted, _days_settled, _odd_asked,
    )  # fmt: skip
    for step in steps:
        rows = step(rows, beside)
    return rows


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
        return row._replace(doubts=(words, *row.doubts))

    return [doubted(row) for row in rows]


def _shares_doubted(rows: list[Row], beside: Beside) -> list[Row]:
    """0.71 among percentages such as 71 may be a share; first days of months may mean months."""
    values = [row.value for row in rows if row.kept and row.value is not None]
    values += [point.value for point in beside.kept if point.value is not None]
    percent = beside.measure.unit == PER_CENT and not beside.counts and not beside.measure.is_gap
    large = sum(value > 1 for value in values) > len(values) / 2

    def looked_at(row: Row) -> Row:
        """The row with what makes its percentage doubtful."""
        if not percent or not row.kept or row.denominator is not None or row.value is None:
            return row
        if 0 < row.value <= 1 and large:
            return _as_answered(row, row.value, beside.shares)
        if row.value > 100:
            return row._replace(doubts=(*row.doubts, "It is over 100 %."))
        return row

    return [_first_of_month_doubted(looked_at(row), beside) for row in rows]


def _as_answered(row: Row, value: float, shares: bool | None) -> Row:
    """A value such as 0.71 among percentages, as people have answered what it means."""
    told = number_words(value)
    if shares:
        whole = round(value * 100, 10)
        words = f"{told} is read as a share: {number_words(whole)} %."
        return row._replace(value=whole, doubts=(*row.doubts, words), share=True)
    words = f"Is {told} a share? It is kept as {told} %."
    return row._replace(doubts=(*row.doubts, words), share=True)


def _first_of_month_doubted(row: Row, beside: Beside) -> Row:
    often = beside.frequency or beside.measure.frequency
    if not row.kept or not row.on or row.on.day != 1 or often in (None, Frequency.WEEKLY):
        return row
    words = f"The period ends on the first of a month. If all of it is meant, write {row.on:%b %Y}."
    return row._replace(doubts=(*row.doubts, words))


def _days_settled(rows: list[Row], beside: Beside) -> list[Row]:
    """Days that come twice, and days a point is kept for already."""
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        if row.kept and row.on:
            by_day.setdefault(row.on, []).append(row)
    kept: dict[date, list[DataPoint]] = {}
    for point in beside.kept:
        kept.setdefault(point.on, []).append(point)
    months = {(on.year, on.month): on for on in sorted(kept, reverse=True)}
    done = {
        row.line: row
        for on, its in by_day.items()
        for row in _beside_kept(_once(its, beside.keep_all), kept.get(on, []), months, beside)
    }
    return [done.get(row.line, row) for row in rows]


def _once(same_day: list[Row], keep_all: bool) -> list[Row]:
    """Of rows for one day that say the same the first stands; where they differ, none, unless
    all of them are to be kept."""
    if len(same_day) == 1 or keep_all:
        return same_day
    if len({row.numbers for row in same_day}) > 1:
        why = (
            f"Lines {_lines(same_day)} are for the same day and differ. "
            "Leave the right one, or keep all of them."
        )
        return [aside(row, why)._replace(repeated=True) for row in same_day]
    first, *others = same_day
    why = f"It says the same as line {first.line}."
    return [first, *(row._replace(found=Found.SAME, why=why) for row in others)]


def _lines(rows: list[Row]) -> str:
    named = [str(row.line) for row in rows[:LINES_NAMED]]
    more = len(rows) - len(named)
    return listed([*named, f"{more} more"]) if more > 0 else listed(named)


def _beside_kept(
    rows: list[Row], kept: list[DataPoint], months: dict[tuple[int, int], date], beside: Beside
) -> Iterable[Row]:
    if kept:
        return [_compared(row, kept, beside) if row.kept else row for row in rows]
    return [_month_doubted(row, months, beside) if row.kept else row for row in rows]


def _month_doubted(row: Row, months: dict[tuple[int, int], date], beside: Beside) -> Row:
    """Another day of a month that has its point already."""
    if beside.measure.frequency in (None, Frequency.WEEKLY) or row.on is None:
        return row
    same = months.get((row.on.year, row.on.month))
    if same is None:
        return row
    words = f"A point is kept for {day_words(same)} already, in the same month."
    return row._replace(doubts=(*row.doubts, words))


def _compared(row: Row, kept: list[DataPoint], beside: Beside) -> Row:
    point, measure = kept[0], beside.measure
    told = told_point(measure, point)
    if any(numbers_of(p) == row.numbers for p in kept):
        return row._replace(found=Found.SAME, why=f"{told} is kept for this day already.")
    if beside.keep_all:
        return row
    if len(kept) > 1:
        number = counted(len(kept), "point")
        return aside(row, f"{number} are kept for this day already. Correct one of them by hand.")
    if plotted_numbers(measure, row.numbers) is None and point.value is not None:
        return aside(row, f"It has no value, and {told} is kept already. That one stays.")
    why = f"{told} is kept so far."
    return row._replace(found=Found.CORRECTION, corrects=point, why=why)


def _odd_asked(rows: list[Row], beside: Beside) -> list[Row]:
    """Values far outside all the others, kept and pasted together, get their question."""
    measure = beside.measure
    corrected = {row.corrects.id for row in rows if row.corrects}
    stay = [plotted_numbers(measure, numbers_of(p)) for p in beside.kept if p.id not in corrected]
    shown = {row.line: plotted_numbers(measure, row.numbers) for row in rows if row.kept}
    pool = Pool([value for value in [*stay, *shown.values()] if value is not None])

    def asked(row: Row) -> Row:
        value = shown.get(row.line)
        if value is None:
            return row
        odd = (pool.question(value, short_unit(measure)), more_than_all(beside, row))
        return row._replace(odd=" ".join(words for words in odd if words)) if any(odd) else row

    return [asked(row) for row in rows]


def more_than_all(beside: Beside, row: Row) -> str:
    """The question about a numerator above its denominator, where the measure is in per cent."""
    if beside.measure.unit != PER_CENT:
        return ""
    pairs = ((row.value, row.denominator), (row.compared, row.compared_below))
    for above, below in pairs:
        if above is not None and below and above > below:
            return (
                f"{number_words(above)} of {number_words(below)} is more than there are in all. "
                "Are the columns swapped?"
            )
    return ""
