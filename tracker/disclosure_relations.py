"""Figures of different measures that belong together: the same count in two charts, or a count
that is the sum of two others. Nobody has to declare them: what holds on every common day is taken
to hold, because a reader with the charts side by side will find it too."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, TypeAlias

from tracker.disclosure_sums import Sum

Column: TypeAlias = tuple[Any, str]
Series: TypeAlias = Mapping[date, float]

FEWEST_DAYS = 3  # below it chance makes too many


def relations_in(measures: Mapping[Any, Mapping[str, Series]]) -> list[Sum]:
    """The columns (measure, column) that are equal, or add up to another, on every common day.

    At least three days must be in common, and the figures must not be nothing but zeros. A
    coincidence hides a figure too many at worst.
    """
    columns: dict[Column, Series] = {
        (key, name): series
        for key, its in measures.items()
        for name, series in its.items()
        if len(series) >= FEWEST_DAYS and any(series.values())
    }
    return [*_same(columns), *_added(columns)]


def _same(columns: Mapping[Column, Series]) -> Iterator[Sum]:
    for one, other in combinations(columns, 2):
        if one[0] != other[0] and _holds(columns[one], [columns[other]]):
            yield Sum(one, (other,))


def _added(columns: Mapping[Column, Series]) -> Iterator[Sum]:
    """Only columns that fit on the first common day, or are silent on it, are looked at further."""
    by_figure: dict[tuple[date, float], list[Column]] = {}
    silent: dict[date, list[Column]] = {
        on: [column for column, series in columns.items() if on not in series]
        for on in {on for series in columns.values() for on in series}
    }
    for column, series in columns.items():
        for on, number in series.items():
            by_figure.setdefault((on, round(number, 6)), []).append(column)
    for one, other in combinations(columns, 2):
        first = next((on for on in columns[one] if on in columns[other]), None)
        if first is None:
            continue
        whole = round(columns[one][first] + columns[other][first], 6)
        for total in (*by_figure.get((first, whole), ()), *silent[first]):
            if total in (one, other) or len({total[0], one[0], other[0]}) == 1:
                continue
            if _holds(columns[total], [columns[one], columns[other]]):
                yield Sum(total, (one, other))


def _holds(total: Series, parts: list[Series]) -> bool:
    """Is the total the sum of the parts on every day that all of them have?"""
    days = 0
    for on, number in total.items():
        its = [part[on] for part in parts if on in part]
        if len(its) < len(parts):
            continue
        if abs(sum(its) - number) > 1e-9:
            return False
        days += 1
    return days >= FEWEST_DAYS
