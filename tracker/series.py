"""A measure's values made ready to judge: in date order, one a day, gaps and doubts said.

Numbers in, numbers out: nothing is read from files, no clock is asked, nothing is guessed silently.
Rules: shared/run_charts, "Fine points, settled"; docs/run_chart_rules.md has them with sources.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.words import day_words, listed

Number = float | int
Day = date | str

COUNT_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
RELATIVE_TOLERANCE = 1e-9  # "a float tolerance: relative 1e-9", the rules' section 1
ROUNDING = 8 * 2.0**-52  # some last bits of the largest value: 0.1 + 0.2 - 0.3 is 0
LARGEST = 1e150  # beyond it sums and squares overflow
NO_VALUE = "no value on"
DAYS_NAMED = 3  # a doubt names this many days, then counts the others


class Ratio(StrEnum):
    """Charts whose limits follow from counts: percentage (p), rate (u), count (c)."""

    P = "p"
    U = "u"
    C = "c"


@dataclass(frozen=True, slots=True)
class Series:
    """One measure, ready to judge. Positions are places in `plotted`, from 0, in date order.

    `plotted`: value, or value / denominator; None is a gap (`levels`: the same, NaN at gaps, for
    arithmetic). `order`: the row of the input each point came from (the first of them, where a
    day had several). `counted`: positions that have a value and are not excluded. `values` and
    `denominators`: in date order. `rounding`: differences up to this are float error.
    """

    dates: tuple[date, ...]
    plotted: tuple[float | None, ...]
    levels: tuple[float, ...]
    order: tuple[int, ...]
    counted: tuple[int, ...]
    values: tuple[float | None, ...]
    denominators: tuple[float | None, ...] | None
    rounding: float
    doubts: tuple[str, ...]

    @property
    def drawn(self) -> list[int]:
        """Positions that have a value: counted or excluded."""
        return [position for position, value in enumerate(self.plotted) if value is not None]


def series_of(
    dates: Sequence[Day],
    values: Sequence[Number | None],
    denominators: Sequence[Number | None] | None = None,
    exclude: Iterable[int] = (),
    chart: Ratio | None = None,
) -> Series:
    """Sort by date, join the rows of one day, divide, and say every doubt.

    Rows of one day become one point: the mean of the values, or the sum of numerators over the
    sum of denominators. A missing value, a missing denominator or one of 0 or less is a gap.
    `exclude` holds positions. Raises ValueError, with a sentence, for lists of unequal length, a
    date or number that cannot be read, a position that is not there, and a chart that does not
    fit (p and u need denominators, c has none).
    """
    _refuse_what_does_not_fit(dates, values, denominators, chart)
    days = [_day(given, row) for row, given in enumerate(dates)]
    tops = [_number(given, row) for row, given in enumerate(values)]
    bases = None
    if denominators is not None:
        bases = [_number(given, row) for row, given in enumerate(denominators)]
    doubts = _doubts_of_rows(days, tops, bases, chart)
    order: Sequence[int] = range(len(days))
    if not all(map(operator.lt, days, days[1:])):
        days, tops, bases, order = _one_a_day(days, tops, bases, doubts)
    plotted = tops if bases is None else list(map(_ratio, tops, bases))
    counted = [place for place, value in enumerate(plotted) if value is not None]
    if exclude:
        counted = _without(counted, exclude, len(plotted))
    levels = tuple([math.nan if value is None else value for value in plotted])
    largest = max([abs(levels[place]) for place in counted], default=0.0)
    return Series(
        dates=tuple(days),
        plotted=tuple(plotted),
        levels=levels,
        order=tuple(order),
        counted=tuple(counted),
        values=tuple(tops),
        denominators=None if bases is None else tuple(bases),
        rounding=ROUNDING * largest,
        doubts=tuple(doubts),
    )


def tolerance(centre: float, rounding: float) -> float:
    """How far from `centre` a value still counts as on it."""
    return max(RELATIVE_TOLERANCE * abs(centre), rounding)


def _refuse_what_does_not_fit(
    dates: Sequence[Day],
    values: Sequence[Number | None],
    denominators: Sequence[Number | None] | None,
    chart: Ratio | None,
) -> None:
    if len(dates) != len(values):
        raise ValueError(f"There are {len(dates)} dates and {len(values)} values.")
    if denominators is not None and len(denominators) != len(values):
        raise ValueError(f"There are {len(values)} values and {len(denominators)} denominators.")
    if chart in (Ratio.P, Ratio.U) and denominators is None:
        raise ValueError(f"A {chart} chart needs a denominator beside each value.")
    if chart is Ratio.C and denominators is not None:
        raise ValueError("A c chart counts events without a denominator: a u chart has one.")


def _day(given: Day | None, row: int) -> date:
    """A date as it is; ISO text read. Raises ValueError naming the row, from 1."""
    if type(given) is date:
        return given
    if isinstance(given, datetime):
        return given.date()
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"Row {row + 1}: {given!r} is not a date like 2022-03-01.") from None


def _number(given: Number | None, row: int) -> float | None:
    """A float; None and NaN are missing. Raises ValueError for text, and beyond LARGEST."""
    if type(given) is float and -LARGEST <= given <= LARGEST:
        return given
    if given is None:
        return None
    if isinstance(given, str | bytes | bool):
        raise ValueError(f"Row {row + 1}: {given!r} is not a number.")
    try:
        number = float(given)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"Row {row + 1}: {given!r} is not a number.") from None
    if abs(number) <= LARGEST:
        return number
    if math.isnan(number):
        return None
    raise ValueError(f"Row {row + 1}: {given!r} is too large a number to judge.")


def _ratio(top: float | None, base: float | None) -> float | None:
    return None if top is None or base is None or base <= 0 else top / base


def _one_a_day(
    days: list[date], tops: list[float | None], bases: list[float | None] | None, doubts: list[str]
) -> tuple[list[date], list[float | None], list[float | None] | None, list[int]]:
    """Sort, and join the rows of each day; adds what it had to do to `doubts`."""
    rows = sorted(range(len(days)), key=days.__getitem__)
    if any(map(operator.lt, days[1:], days)):
        doubts.insert(0, "the rows are not in date order: they are plotted by date")
    by_day: dict[date, list[int]] = {}
    for row in rows:
        by_day.setdefault(days[row], []).append(row)
    points = [_joined(day, same, tops, bases, doubts) for day, same in by_day.items()]
    joined_bases = None if bases is None else [base for _, base in points]
    return list(by_day), [top for top, _ in points], joined_bases, [s[0] for s in by_day.values()]


def _joined(
    day: date,
    rows: list[int],
    tops: list[float | None],
    bases: list[float | None] | None,
    doubts: list[str],
) -> tuple[float | None, float | None]:
    """The value (and denominator) of a day: rows without a usable value do not take part."""
    if len(rows) == 1:
        return tops[rows[0]], None if bases is None else bases[rows[0]]
    if bases is None:
        present = [top for row in rows if (top := tops[row]) is not None]
        _say_joined(day, len(present), "the mean is plotted", doubts)
        return (math.fsum(present) / len(present) if present else None), None
    pairs = [(tops[row], bases[row]) for row in rows]
    usable = [(top, base) for top, base in pairs if top is not None and base and base > 0]
    _say_joined(day, len(usable), "numerators and denominators are added up", doubts)
    if not usable:
        return pairs[0]
    return math.fsum(top for top, _ in usable), math.fsum(base for _, base in usable)


def _say_joined(day: date, n: int, what: str, doubts: list[str]) -> None:
    if n > 1:
        number = COUNT_WORDS[n] if n < len(COUNT_WORDS) else str(n)
        doubts.append(f"{number} values on {day_words(day)}: {what}")


def _doubts_of_rows(
    days: list[date],
    tops: list[float | None],
    bases: list[float | None] | None,
    chart: Ratio | None,
) -> list[str]:
    """Gaps, and numerators above their denominators (which only a rate may have)."""
    doubts: list[str] = []
    say_days(doubts, NO_VALUE, [d for d, top in zip(days, tops, strict=True) if top is None])
    if bases is None:
        return doubts
    rows = list(zip(days, tops, bases, strict=True))
    say_days(doubts, "no denominator on", [day for day, _, base in rows if base is None])
    zero = [day for day, _, base in rows if base is not None and base == 0]
    say_days(doubts, "a denominator of 0 on", zero)
    below = [day for day, _, base in rows if base is not None and base < 0]
    say_days(doubts, "a denominator below 0 on", below)
    if chart is not Ratio.U:
        over = [day for day, top, base in rows if top is not None and base and 0 < base < top]
        say_days(doubts, "the numerator is above the denominator on", over, "is that right?")
    return doubts


def say_days(doubts: list[str], what: str, days: list[date], then: str = "") -> None:
    """One sentence for all these days: the first three by name, the others counted."""
    if not days:
        return
    days = sorted(set(days))
    named = [day_words(day) for day in days[:DAYS_NAMED]]
    if len(days) > DAYS_NAMED:
        named.append(f"{len(days) - DAYS_NAMED} more")
    default = "drawn as a gap" if len(days) == 1 else "drawn as gaps"
    doubts.append(f"{what} {listed(named)}: {then or default}")


def _without(counted: list[int], exclude: Iterable[int], n: int) -> list[int]:
    left_out = set(exclude)
    for position in sorted(left_out):
        if not 0 <= position < n:
            raise ValueError(f"There is no point {position} to exclude: the series has {n}.")
    return [position for position in counted if position not in left_out]
