"""The series a measure is judged by: its own values, or the gap between its two groups."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from tracker.measures import Measure
from tracker.plan_as_at import Points
from tracker.point_values import PER_CENT
from tracker.series import NO_VALUE, say_days


class JudgedPoints(NamedTuple):
    """Rows to judge; `below` holds the denominators of a ratio, and is None for plain values."""

    dates: tuple[date, ...]
    values: tuple[float | None, ...]
    below: tuple[float | None, ...] | None


def judged_points(measure: Measure, points: Points) -> JudgedPoints:
    """The points as they are; of a gap measure the other group's value less the group's own.

    A gap needs both values. Where they are ratios it is in percentage points (the unit per cent)
    or in the ratio's own unit.
    """
    if not measure.is_gap:
        return JudgedPoints(
            points.dates, points.values, points.denominators if points.is_ratio else None
        )
    return JudgedPoints(points.dates, tuple(_gaps(measure, points)), None)


def group_values(measure: Measure, points: Points) -> tuple[list[float | None], list[float | None]]:
    """The values of the group and of the one it is compared with, in the unit of the measure."""
    times = 100 if measure.unit == PER_CENT else 1
    compared = points.compared or (None,) * len(points.dates)
    others = points.compared_denominators or (None,) * len(points.dates)
    own = [_level(*pair, times) for pair in zip(points.values, points.denominators, strict=True)]
    return own, [_level(*pair, times) for pair in zip(compared, others, strict=True)]


def group_doubts(measure: Measure, points: Points, doubts: Sequence[str]) -> tuple[str, ...]:
    """The doubts of a judged series; those of a gap say which of its two groups lacks a value."""
    if not measure.is_gap:
        return tuple(doubts)
    found: list[str] = []
    shown = set(points.dates) - set(points.hidden)
    names = (measure.group_words, measure.compared_with)
    for name, levels in zip(names, group_values(measure, points), strict=True):
        pairs = zip(points.dates, levels, strict=True)
        missing = [on for on, level in pairs if level is None and on in shown]
        say_days(found, f"no value of “{name}” on", missing)
    return (*found, *(one for one in doubts if not one.startswith(NO_VALUE)))


def _gaps(measure: Measure, points: Points) -> Iterator[float | None]:
    for own, other in zip(*group_values(measure, points), strict=True):
        yield None if own is None or other is None else other - own


def _level(value: float | None, below: float | None, times: int) -> float | None:
    """A value, or a ratio; None where it is missing or divided by nothing."""
    if value is None or below is None:
        return value
    return value / below * times if below > 0 else None
