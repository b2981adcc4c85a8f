"""Is a value far outside the rest? Then it is asked back before it is kept, never refused.

The rule: further from the median of all values than WIDTHS times their usual distance from it
(the median of the distances; where more than half are on the median, their mean). With fewer than
FEWEST values nothing is asked. A real jump is asked about once, and kept when a person says so.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import fmean, median

from tracker.series import tolerance
from tracker.words import number_words

# Five times the median distance is about 3.4 standard deviations of a bell curve: 1 in 1,400.
WIDTHS = 5
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Usual:
    """Where the values of a measure usually lie: between `low` and `high`, round `middle`."""

    middle: float
    low: float
    high: float
    count: int

    def holds(self, value: float) -> bool:
        """Is `value` no further out than usual?"""
        slack = tolerance(self.middle, 0.0)
        return self.low - slack <= value <= self.high + slack


def usual(values: Sequence[float]) -> Usual | None:
    """Where these values usually lie; None where they are too few to say."""
    if len(values) < FEWEST:
        return None
    middle = median(values)
    distances = [abs(value - middle) for value in values]
    width = WIDTHS * (median(distances) or fmean(distances))
    return Usual(middle, middle - width, middle + width, len(values))


def question(value: float | None, others: Sequence[float], unit: str = "") -> str:
    """The sentence that asks back about `value` beside `others`; empty where nothing is odd."""
    rest = usual(others)
    if value is None or rest is None or rest.holds(value):
        return ""
    return _asked(value, rest, min(others), max(others), unit)


class Pool:
    """Many values, each to be asked about beside all the others; sorted once, so that a hundred
    thousand take no longer than they must."""

    def __init__(self, values: Sequence[float]) -> None:
        """Keep the values in order."""
        self._ordered = sorted(values)
        self._distances: dict[float, tuple[list[float], float]] = {}

    def question(self, value: float, unit: str = "") -> str:
        """As `question(value, others, unit)`, where the others are the pool without this value.

        Raises ValueError for a value that is not in the pool.
        """
        place = bisect_left(self._ordered, value)
        if place == len(self._ordered) or self._ordered[place] != value:
            raise ValueError(f"{value} is not among these values.")
        rest = self._usual_without(place)
        if rest is None or rest.holds(value):
            return ""
        ends = (self._ordered[place == 0], self._ordered[-2 if place == rest.count else -1])
        return _asked(value, rest, *ends, unit)

    def _usual_without(self, place: int) -> Usual | None:
        count = len(self._ordered) - 1
        if count < FEWEST:
            return None
        middle = _median_without(self._ordered, place)
        if middle not in self._distances:
            distances = sorted(abs(value - middle) for value in self._ordered)
            self._distances[middle] = distances, fsum(distances)
        distances, total = self._distances[middle]
        own = abs(self._ordered[place] - middle)
        near = _median_without(distances, bisect_left(distances, own))
        width = WIDTHS * (near or (total - own) / count)
        return Usual(middle, middle - width, middle + width, count)


def _median_without(ordered: Sequence[float], place: int) -> float:
    """The median of values in order, without the one at `place`."""
    count = len(ordered) - 1

    def at(n: int) -> float:
        return ordered[n if n < place else n + 1]

    return at(count // 2) if count % 2 else (at(count // 2 - 1) + at(count // 2)) / 2


def _asked(value: float, rest: Usual, lowest: float, highest: float, unit: str) -> str:
    told = number_words(value, unit)
    if rest.low == rest.high:
        return (
            f"All {rest.count} other values are {number_words(rest.middle, unit)}. Is {told} right?"
        )
    low, high = (number_words(end, unit) for end in (lowest, highest))
    return (
        f"{told} is far outside the rest: the other {rest.count} values lie between {low} and "
        f"{high}, with a median of {number_words(rest.middle, unit)}. Is it right?"
    )
