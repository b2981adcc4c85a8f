"""One data point as the chart shows it, and in words."""

from tracker.measures import Measure
from tracker.words import number_words

PER_CENT = "per cent"
# A longer unit stands once beside the numbers, not behind each of them.
SHORT_UNIT = 10


def short_unit(measure: Measure) -> str:
    """The unit, where it is short enough to stand behind a number."""
    return measure.unit if len(measure.unit) <= SHORT_UNIT else ""


def plotted(measure: Measure, value: float | None, denominator: float | None) -> float | None:
    """A data point as the chart shows it: the ratio where it has one, in per cent where that is
    the unit; None is a gap."""
    if value is None or denominator is None:
        return value
    if denominator <= 0:
        return None
    return value / denominator * (100 if measure.unit == PER_CENT else 1)


def point_words(measure: Measure, value: float | None, denominator: float | None) -> str:
    """A data point in words: 82.1 % (55 of 67); 46 days; no value."""
    shown = plotted(measure, value, denominator)
    told = "no value" if shown is None else number_words(shown, measure.unit)
    if denominator is None:
        return told
    above = "no value" if value is None else number_words(value)
    return f"{told} ({above} of {number_words(denominator)})"
