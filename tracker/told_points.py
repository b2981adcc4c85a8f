"""A data point as its measure's chart plots it and in words; of a gap measure, with both groups."""

from datetime import date

from tracker.chart_table import IN_POINTS
from tracker.judged_points import group_values, judged_points
from tracker.measures import DataPoint, Measure
from tracker.plan_as_at import Points
from tracker.point_values import PER_CENT, plotted, point_words
from tracker.words import number_words

Numbers = tuple[float | None, float | None, float | None, float | None]


def plotted_point(measure: Measure, point: DataPoint) -> float | None:
    """The value of the chart: as it is, a ratio, or the gap between two groups; None is a gap in
    the series. Ratios in per cent where that is the unit."""
    return plotted_numbers(
        measure,
        (point.value, point.denominator, point.compared_value, point.compared_denominator),
    )


def plotted_numbers(measure: Measure, numbers: Numbers) -> float | None:
    """The same of value and denominator, then those of the group it is compared with."""
    if not measure.is_gap:
        return plotted(measure, *numbers[:2])
    return judged_points(measure, _alone(date.min, *numbers)).values[0]


def told_point(measure: Measure, point: DataPoint) -> str:
    """82.1 % (55 of 67); of a gap measure 24.2 percentage points (care 60 %, all 84.2 %)."""
    return told_numbers(
        measure,
        (point.value, point.denominator, point.compared_value, point.compared_denominator),
    )


def told_numbers(measure: Measure, numbers: Numbers) -> str:
    """The same of value and denominator, then those of the group it is compared with."""
    if not measure.is_gap:
        return point_words(measure, *numbers[:2])
    gap = plotted_numbers(measure, numbers)
    unit = gap_unit(measure)
    told = "no value" if gap is None else number_words(gap, unit)
    (own,), (other,) = group_values(measure, _alone(date.min, *numbers))
    levels = (
        f"{name} {'no value' if level is None else number_words(level, measure.unit)}"
        for name, level in ((measure.group_words, own), (measure.compared_with, other))
    )
    return f"{told} ({', '.join(levels)})"


def gap_unit(measure: Measure) -> str:
    """The unit of the difference between two groups."""
    return IN_POINTS if measure.unit == PER_CENT else measure.unit


def _alone(
    on: date,
    value: float | None,
    below: float | None = None,
    compared: float | None = None,
    compared_below: float | None = None,
) -> Points:
    """One point as the points of a measure."""
    return Points((on,), (value,), (below,), (compared,), (compared_below,))
