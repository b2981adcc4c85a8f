"""One line of a paste and what was made of it; what a paste is read beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.measures import DataPoint, Frequency, Measure
from tracker.told_points import Numbers


class Found(StrEnum):
    """What becomes of one row when it is saved."""

    NEW = "new"
    CORRECTION = "correction"
    SAME = "already there"
    HEADING = "heading"
    ASIDE = "set aside"


class Row(NamedTuple):
    """One line of the paste and what was made of it; `why` says why it is not kept.

    `doubts` are sentences to look at first; `odd` is the question about a value far outside the
    rest. `corrects` is the point already kept for the day. `share`: it may be a share of 1 where
    percentages are kept; `repeated`: set aside, because other rows say something else of its day.
    """

    line: int
    cells: tuple[str, ...]
    found: Found
    on: date | None = None
    value: float | None = None
    denominator: float | None = None
    compared: float | None = None
    compared_below: float | None = None
    doubts: tuple[str, ...] = ()
    odd: str = ""
    why: str = ""
    corrects: DataPoint | None = None
    share: bool = False
    repeated: bool = False

    @property
    def kept(self) -> bool:
        """Does saving keep it?"""
        return self.found in (Found.NEW, Found.CORRECTION)

    @property
    def numbers(self) -> Numbers:
        """What it says: value and denominator, then those of the group it is compared with."""
        return self.value, self.denominator, self.compared, self.compared_below


@dataclass(frozen=True)
class Beside:
    """What a paste is read beside: its measure, the points kept so far, today.

    `first` and `frequency` date the values of a paste that has no days of its own. What people
    have answered: `shares`, whether 0.71 among percentages means 71 % (None: not said yet);
    `keep_all`, whether all values of one day are kept, so that their mean is plotted.
    """

    measure: Measure
    kept: Sequence[DataPoint]
    today: date
    first: date | None = None
    frequency: Frequency | None = None
    shares: bool | None = None
    keep_all: bool = False

    @property
    def counts(self) -> bool:
        """Is each point counted above a denominator? As its points are; else as it is defined."""
        if self.kept:
            return any(point.denominator is not None for point in self.kept)
        return bool(self.measure.denominator)


def numbers_of(point: DataPoint) -> Numbers:
    """What a kept point says, as the numbers of a row."""
    return point.value, point.denominator, point.compared_value, point.compared_denominator


def aside(row: Row, why: str) -> Row:
    """The row, not kept, and why."""
    return row._replace(found=Found.ASIDE, why=why)
