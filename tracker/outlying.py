"""Is a value far outside the rest? Then it is asked back before it is kept, never refused.

The rule: further from the median of all values than WIDTHS times their usual distance from it
(the median of the distances; where more than half are on the median, their mean). With fewer than
FEWEST values nothing is asked. A real jump is asked about once, and kept when a person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
    told = number_words(value, unit)
    if rest.low == rest.high:
        return (
            f"All {rest.count} other values are {number_words(rest.middle, unit)}. Is {told} right?"
        )
    low, high = (number_words(end, unit) for end in (min(others), max(others)))
    return (
        f"{told} is far outside the rest: the other {rest.count} values lie between {low} and "
        f"{high}, with a median of {number_words(rest.middle, unit)}. Is it right?"
    )
