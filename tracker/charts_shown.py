"""The numbers of one chart in the units it is drawn in: what every part of the drawing shares."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tracker.chart_table import (
    IN_POINTS,
    ChartRow,
    SignalShown,
    chart_rows,
    phases_shown,
    rules_words,
    signals_shown,
    times_of,
    unit_of,
)
from tracker.charts_look import (
    BOTTOM,
    CROWDED,
    EDGE,
    RIGHT,
    SETTINGS_SIZE,
    SMALLEST,
    TOP,
    Look,
    plain,
)
from tracker.charts_scale import LINE, Scale, scale_of, tight_scale
from tracker.charts_tests import LETTER, Span, TestWords, adopted_on, placed
from tracker.charts_thinned import places_drawn, thinned_words
from tracker.cycles import TestMark
from tracker.effect import Effect, by_month
from tracker.point_values import PER_CENT, SHORT_UNIT
from tracker.readings import MeasureReading
from tracker.run_chart import Phase
from tracker.words import number_words
from tracker.xmr import XmrPhase

GROUPS_FROM = 400  # pixels; a lower drawing has no room for the two groups of a gap
NAME_SHARE = 0.09  # between the two, for the name of the gap
GAP_SHARE = 0.58  # of the drawing's height, that the gap itself takes below its two groups
ROOM_FOR_TESTS = 0.25  # of the time of the points: tests this near to them widen the axis


@dataclass(frozen=True)
class TargetStep:
    """A target and the days over which it is the one to reach; `last`: none in sight follows."""

    start: date
    end: date
    value: float
    by: date | None
    last: bool


class Shown:
    """One measure as drawn one way: values, days, axes, and what is marked."""

    def __init__(self, reading: MeasureReading, look: Look) -> None:
        self.reading, self.look = reading, look
        self.palette, self.size = look.palette, look.size
        self.chart, self.times = reading.chart, times_of(reading)
        self.dates: Sequence[date] = self.chart.series.dates
        self.rows: tuple[ChartRow, ...] = chart_rows(reading)
        self.values = [row.value for row in self.rows]
        self.signals: tuple[SignalShown, ...] = signals_shown(self.chart)
        self.phases: tuple[Phase, ...] = phases_shown(self.chart)

    # Values

    @property
    def in_per_cent(self) -> bool:
        """Is 100 the most there can be? Not of a gap, which is counted in points of it."""
        return self.reading.measure.unit == PER_CENT and not self.reading.measure.is_gap

    @property
    def signal_colour(self) -> str:
        """Heather; ink for what gets worse."""
        worse = self.reading.effect is Effect.WORSENING
        return self.palette.ink if worse else self.palette.heather

    @cached_property
    def drawn(self) -> list[int]:
        """The points that have a value and count."""
        return [
            place
            for place, row in enumerate(self.rows)
            if row.value is not None and not row.excluded
        ]

    @cached_property
    def places(self) -> Sequence[int]:
        """The points that are drawn, in order: of a very long series not all."""
        live = [place for signal in self.signals if signal.live for place in signal.points]
        ends = [end for signal in self.signals for end in (signal.points[0], signal.points[-1])]
        return places_drawn(self.rows, live, self._marked, ends)

    @property
    def _marked(self) -> list[int]:
        """The points that a rule marks on this chart."""
        if self.look.xmr:
            return [cause.point for cause in self.reading.analysis.xmr.special_causes]
        return [place for signal in self.signals for place in signal.points]

    @cached_property
    def in_sight(self) -> frozenset[int]:
        """The same, to look a point up."""
        return frozenset(self.places)

    def value(self, place: int) -> float:
        """The value of a point that has one."""
        return self.values[place] or 0.0

    def level(self, plotted: float | None) -> float:
        """A median, mean or limit in the units drawn."""
        return (plotted or 0.0) * self.times

    def words(self, value: float) -> str:
        """A value with its unit, where the unit is short enough to stand in a chart."""
        unit = unit_of(self.reading)
        value = round(value, 1) if unit == IN_POINTS else value
        return number_words(value, plain(unit) if len(unit) <= SHORT_UNIT else "")

    @cached_property
    def scale(self) -> Scale:
        """The value axis: it holds every point, line and target in sight.

        A small drawing names no values, so its ends need not be round.
        """
        levels = [*self._levels()]
        if self.look.small:
            return tight_scale(levels)
        most = 5 if self.look.height > 300 else 4
        return scale_of(levels, most, per_cent=self.in_per_cent)

    def _levels(self) -> Iterator[float]:
        values = [value for value in self.values if value is not None]
        yield from values
        yield from (step.value for step in self.targets)
        if not self.look.xmr:
            yield from (self.level(phase.median) for phase in self.phases)
            return
        for limit in self._limits():
            # A limit beyond what there can be is not drawn.
            possible = limit >= 0 or min(values, default=0.0) < 0
            if possible and not (self.in_per_cent and limit > 100 >= max(values, default=0.0)):
                yield limit

    def _limits(self) -> Iterator[float]:
        for phase in self.xmr_phases:
            yield from (self.level(x) for x in (phase.mean, phase.lower, phase.upper) if x)
        for ratio in self.reading.analysis.limits or ():
            yield from (self.level(x) for x in (*ratio.lower, *ratio.upper) if x is not None)

    @property
    def xmr_phases(self) -> tuple[XmrPhase, ...]:
        """The phases of the XmR chart; none before there are enough points."""
        return self.reading.analysis.xmr.phases or ()

    # Days

    @cached_property
    def step(self) -> timedelta:
        """The usual time from one point to the next."""
        days = self.dates
        return (days[-1] - days[0]) / max(len(days) - 1, 1) or timedelta(days=31)

    @cached_property
    def start(self) -> date:
        """Where the axis begins: half a step before the first point, or at a test near."""
        first = self.dates[0] - self._part_of_step(0.5)
        near = (day for day in self._test_days(before=True) if day >= first - self._room)
        return min([first, *near])

    @cached_property
    def end(self) -> date:
        """Where the axis and the lines that go on end."""
        last = self.dates[-1] + self._part_of_step(0.6)
        near = (day for day in self._test_days(before=False) if day <= last + self._room)
        return max([last, *near])

    def _part_of_step(self, part: float) -> timedelta:
        """A day at least: days have no parts."""
        return max(timedelta(days=round(self.step.days * part)), timedelta(days=1))

    @property
    def _room(self) -> timedelta:
        return (self.dates[-1] - self.dates[0]) * ROOM_FOR_TESTS + self.step

    def _test_days(self, *, before: bool) -> Iterable[date]:
        """Days of tests outside the points, with room for a mark."""
        away = self._part_of_step(0.5) * (-1 if before else 1)
        for mark in self.reading.tests:
            for day in (mark.since, adopted_on(mark)):
                if day:
                    yield day + away

    @cached_property
    def span(self) -> Span:
        """The axis of days, for placing words."""
        return Span(self.start, self.end, self.look.across)

    @property
    def tests(self) -> tuple[TestMark, ...]:
        """The tests of change; none on a chart without points."""
        return self.reading.tests if self.dates else ()

    @property
    def crowd(self) -> float:
        """1 where the points have room; less, down to `SMALLEST`, where they stand close."""
        apart = self.look.across / max(len(self.dates), 1)
        return min(1.0, max(SMALLEST, apart / CROWDED))

    @property
    def monthly(self) -> bool:
        """Is each point a month's?"""
        often = self.reading.measure.frequency
        return often == "monthly" if often else by_month(self.chart.series)

    @cached_property
    def targets(self) -> tuple[TargetStep, ...]:
        """The targets in sight: each to its own day, the last to the end.

        One without a day that others follow is left out: nobody has said until when it holds.
        """
        if not self.dates:
            return ()
        *earlier, last = self.reading.measure.targets or (None,)
        steps, start = [], self.dates[0]
        for target in earlier:
            if target and target.by and target.by > start:
                end = min(target.by, self.end)
                steps.append((start, end, target))
                start = end
        if last and start < self.end:
            steps.append((start, self.end, last))
        return tuple(
            TargetStep(first, until, target.value, target.by, (first, until, target) == steps[-1])
            for first, until, target in steps
        )

    # Room

    @property
    def has_groups(self) -> bool:
        """Are the two groups of a gap drawn above it?"""
        its = self.reading.measure.is_gap and not self.look.small
        return its and self.look.height >= GROUPS_FROM and bool(self.dates)

    @cached_property
    def share(self) -> float:
        """Of the height of the drawing, that the judged series takes."""
        return GAP_SHARE if self.has_groups else 1.0

    @property
    def group_share(self) -> float:
        """Of the height, that the two groups take; between the parts stands a line of words."""
        return 1 - self.share - NAME_SHARE

    @cached_property
    def test_words(self) -> list[TestWords]:
        """The words of the tests of change, above the drawing."""
        if self.look.small or not self.tests:
            return []
        return placed(self.tests, self.span, numbers=self.look.narrow)

    @cached_property
    def settings(self) -> list[str]:
        """The rule set in lines that fit; none on a small drawing."""
        if self.look.small:
            return []
        beside = EDGE if self.look.narrow else RIGHT
        room = (self.look.across + beside) / (SETTINGS_SIZE * LETTER)
        told = (
            *thinned_words(self.places, len(self.rows), self._marked),
            *self._level_in_print(),
            *rules_words(self.reading, xmr=self.look.xmr),
        )
        return joined_in_lines(told, int(room))

    def _level_in_print(self) -> Iterator[str]:
        """On a phone the drawing may have no room for the value of its line."""
        if self.look.narrow:
            levels = [("median", phase.median) for phase in self.phases]
            if self.look.xmr:
                levels = [("mean", phase.mean) for phase in self.xmr_phases]
            yield from (f"{name} {self.words(self.level(at))}" for name, at in levels[-1:])
            yield from (f"target {self.words(step.value)}" for step in self.targets[-1:])

    @cached_property
    def top(self) -> float:
        """Room above the drawing, in letters."""
        rows = self.test_rows
        if self.reading.measure.is_gap and not self.look.small and not self.has_groups:
            rows += 1  # for its name
        return EDGE + LINE * rows if rows else EDGE if self.look.small else TOP

    @property
    def test_rows(self) -> int:
        """How many rows the words of the tests take."""
        return max((words.row + 1 for words in self.test_words), default=0)

    @cached_property
    def bottom(self) -> float:
        """Room below it: the days, and the rule set in small print."""
        if self.look.small:
            return EDGE
        return BOTTOM + len(self.settings) * LINE * SETTINGS_SIZE

    @cached_property
    def pixel(self) -> float:
        """The value one pixel stands for."""
        inside = self.look.height - (self.top + self.bottom) * self.size
        return (self.scale.high - self.scale.low) / (inside * self.share)


def joined_in_lines(parts: Sequence[str], letters: int) -> list[str]:
    """Parts with a middle dot between them, as many a line as fit."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 3 <= letters:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines
