"""Where things stand in a chart: round ticks, days named at their points, words pushed apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

MONTHLY = 27  # from here on, on average, points are named by their months
LONGEST_MONTH = 31
LINE = 1.25  # the height of a line of words, in letters
NEXT_TO_NOTHING, SMALLEST = 1e-6, 1e-9
ROUND_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """The value axis: from `low` to `high` with a tick every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The values that are named."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]

    def holds(self, value: float) -> bool:
        """Does a value lie on the axis?"""
        return self.low <= value <= self.high


def scale_of(values: Sequence[float], most: int, *, per_cent: bool) -> Scale:
    """A round axis that holds all values with some room; never below 0 for values that are not,
    never over 100 for a percentage that is not."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    largest = max(abs(low), abs(high))
    # What differs by next to nothing is drawn as what does not differ.
    differs = high - low > NEXT_TO_NOTHING * largest
    room = 0.1 * max(high - low if differs else largest, SMALLEST)
    least = max(0.0, low - room) if low >= 0 else low - room
    upper = min(100.0, high + room) if per_cent and high <= 100 else high + room
    step = next(step for step in _round_steps(upper - least, most))
    return Scale(floor(least / step + 1e-9) * step, ceil(upper / step - 1e-9) * step, step)


def tight_scale(values: Sequence[float]) -> Scale:
    """An axis without names: all values with a little room, its ends not round."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low <= NEXT_TO_NOTHING * max(abs(low), abs(high), SMALLEST):
        return scale_of(values, 4, per_cent=False)
    room = 0.08 * (high - low)
    return Scale(low - room, high + room, high - low + 2 * room)


def _round_steps(span: float, most: int) -> Iterator[float]:
    """Round steps that divide `span` into `most` parts or fewer, the finest first."""
    power = 10.0 ** floor(log10(span / most))
    yield from (power * step for step in ROUND_STEPS if span / (power * step) <= most)


def day_ticks(dates: Sequence[date], most: int) -> tuple[list[date], list[str]]:
    """Which points are named below the axis, and how: the year stands under its first one."""
    chosen = _chosen(dates, most)
    form = "%b" if _monthly(dates) else "%-d %b"
    words = []
    for before, day in zip([None, *chosen], chosen, strict=False):
        year = "" if before and before.year == day.year else f"<br>{day.year}"
        words.append(f"{day:{form}}{year}")
    return chosen, words


def _chosen(dates: Sequence[date], most: int) -> list[date]:
    """The points that are named: the first months of quarters, half-years or years, where they
    fit; else every so many."""
    if len(dates) <= most:
        return list(dates)
    if _monthly(dates):
        for months in (3, 6, 12):
            found = _months(dates, months)
            if 2 <= len(found) <= most and _even([dates[0], *found, dates[-1]], months):
                return found
    every = ceil(len(dates) / most)
    return list(dates[::every])


def _months(dates: Sequence[date], months: int) -> list[date]:
    """The first point in the first month of every so many."""
    firsts: dict[tuple[int, int], date] = {}
    for day in dates:
        if day.month % months == 1:
            firsts.setdefault((day.year, day.month), day)
    return [*firsts.values()]


def _even(days: Sequence[date], months: int) -> bool:
    """Is none of them much further from the next than that?"""
    return all((b - a).days < (months + 1) * LONGEST_MONTH for a, b in pairwise(days))


def _monthly(dates: Sequence[date]) -> bool:
    steps = len(dates) - 1
    return steps < 1 or (dates[-1] - dates[0]).days >= MONTHLY * steps


def kept_apart(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Middles of words one above the other that do not overlap, each near where it is wanted.

    `wanted`: the middle and the height of each, in the order they were given; all in one unit,
    between `low` and `high` where there is room.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place][0])
    placed: dict[int, float] = {}
    floor_ = low
    for place in order:
        middle, height = wanted[place]
        placed[place] = max(middle, floor_ + height / 2)
        floor_ = placed[place] + height / 2
    ceiling = high
    for place in reversed(order):
        height = wanted[place][1]
        placed[place] = min(placed[place], ceiling - height / 2)
        ceiling = placed[place] - height / 2
    return [placed[place] for place in range(len(wanted))]
