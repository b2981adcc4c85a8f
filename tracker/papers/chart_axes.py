"""Where things stand in a drawing for print: round values, named days, words pushed apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

DAYS_OF_A_MONTH = 27  # from here on, on average, points are named by their months
MOST_TICKS, MOST_DAYS = 5, 9
SMALLEST = 1e-9
_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """Round values from `low` to `high`, one every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The values that are named."""
        return [
            self.low + self.step * n for n in range(round((self.high - self.low) / self.step) + 1)
        ]

    def part(self, value: float) -> float:
        """How far up a value stands: 0 at the lowest, 1 at the highest."""
        return (value - self.low) / (self.high - self.low)


def axis_of(values: Sequence[float], *, most: float | None) -> Axis:
    """A round axis that holds all values; never under 0 where none is, never over `most`."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    largest = max(abs(low), abs(high))
    # What differs by next to nothing is drawn as what does not differ.
    room = 0.1 * max(high - low if high - low > 1e-6 * largest else largest, SMALLEST)
    low = max(0.0, low - room) if low >= 0 else low - room
    high = min(most, high + room) if most is not None and high <= most else high + room
    power = 10.0 ** floor(log10((high - low) / MOST_TICKS))
    step = next(power * n for n in _ROUND if (high - low) / (power * n) <= MOST_TICKS)
    return Axis(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step)


def named_days(dates: Sequence[date]) -> list[tuple[date, str, str]]:
    """The points named below the axis: the day, its words, and the year where that is new."""
    every = ceil(len(dates) / MOST_DAYS)
    monthly = len(dates) < 2 or (dates[-1] - dates[0]).days >= DAYS_OF_A_MONTH * (len(dates) - 1)
    found, year = [], 0
    for day in dates[::every]:
        words = f"{day:%b}" if monthly else f"{day.day} {day:%b}"
        found.append((day, words, str(day.year) if day.year != year else ""))
        year = day.year
    return found


def kept_apart(wanted: Sequence[float], heights: Sequence[float], last: float) -> list[float]:
    """Middles of words one above the other, each near where it is wanted, none over `last`."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    middles, edge = dict(enumerate(wanted)), float("-inf")
    for place in order:
        middles[place] = max(wanted[place], edge + heights[place] / 2)
        edge = middles[place] + heights[place] / 2
    edge = last
    for place in reversed(order):
        middles[place] = min(middles[place], edge - heights[place] / 2)
        edge = middles[place] - heights[place] / 2
    return [middles[place] for place in range(len(wanted))]
