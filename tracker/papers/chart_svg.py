"""A run chart as SVG for print, from the facts that the screen's chart draws; decides nothing.

The marks are look.md's (Chart template): median solid over its baseline and dashed where carried
forward, target dotted, diamonds for a shift, triangles for a trend, an open circle otherwise.
Colour only doubles what shape and words say, so that it reads in greyscale.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from tracker.chart_table import (
    ChartRow,
    SignalShown,
    chart_rows,
    phases_shown,
    signals_shown,
    times_of,
    unit_of,
    value_words,
)
from tracker.cycles import TestMark
from tracker.effect import Effect
from tracker.measures import Target
from tracker.papers.chart_axes import axis_of, kept_apart, named_days
from tracker.papers.content import printable
from tracker.point_values import PER_CENT, SHORT_UNIT
from tracker.readings import MeasureReading
from tracker.words import day_words, number_words

INK, SOFT, LINE, GRID, HEATHER = "#1C1B22", "#4F4C5A", "#6B6877", "#E7E4EC", "#5B2A86"
FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Arial, sans-serif"
WIDTH, HEIGHT = 680, 270  # in pixels; letters of 14 are 9 points where the drawing is 16 cm wide
LEFT, RIGHT, TOP, BOTTOM = 48, 150, 16, 42
LETTERS, ROW, WIDE_LETTER = 14, 17, 7.0
ROWS_OF_TESTS = 4


class Drawing:
    """One measure on paper: where its days and values stand, and everything drawn there."""

    def __init__(self, reading: MeasureReading) -> None:
        """Take what is told of the measure; it needs at least one point."""
        self.reading, self.chart = reading, reading.chart
        self.rows, self.times = chart_rows(reading), times_of(reading)
        self.phases = phases_shown(reading.chart)
        self.days = [row.day for row in self.rows]
        self.inside = [mark for mark in reading.tests if self._is_inside(mark.since)]
        self.names = list(self._names())
        self.top = TOP + ROW * max((row + 1 for _, _, row in self.names), default=0)
        self.targets = list(self._target_steps())
        shown = [row.value for row in self.rows if row.value is not None]
        levels = [(phase.median or 0.0) * self.times for phase in self.phases]
        aims = [target.value for _, _, target in self.targets]
        share = reading.measure.unit == PER_CENT and not reading.measure.is_gap
        self.axis = axis_of([*shown, *levels, *aims], most=100.0 if share else None)

    def _is_inside(self, day: date) -> bool:
        return self.days[0] <= day <= self.days[-1]

    # Places

    def x(self, day: date) -> float:
        """Where a day stands; the first and last point keep a little room."""
        whole = (self.days[-1] - self.days[0]) or timedelta(1)
        return LEFT + 12 + (day - self.days[0]) / whole * (WIDTH - LEFT - RIGHT - 24)

    def y(self, value: float) -> float:
        """Where a value stands."""
        return HEIGHT - BOTTOM - self.axis.part(value) * (HEIGHT - BOTTOM - self.top)

    # Words

    def level_words(self, value: float) -> str:
        """A value with its unit where that is short."""
        unit = unit_of(self.reading)
        return number_words(value, unit if len(unit) <= SHORT_UNIT else "")

    @property
    def signal_colour(self) -> str:
        """Heather; ink for what gets worse."""
        return INK if self.reading.effect is Effect.WORSENING else HEATHER

    def parts(self) -> Iterator[str]:
        """Everything, from the ground up."""
        yield from self._grid()
        yield from self._tests()
        yield from self._targets()
        yield from self._medians()
        yield from self._line()
        yield from self._points()
        yield from self._signal_words()
        yield from self._end_words()

    # The ground

    def _grid(self) -> Iterator[str]:
        end = WIDTH - RIGHT
        sign = " %" if unit_of(self.reading) == PER_CENT else ""
        for value in self.axis.ticks:
            y = self.y(value)
            yield _stroke(LEFT, y, end, y, GRID, 1)
            yield _text(LEFT - 8, y + 5, f"{number_words(value)}{sign}", SOFT, "end", size=13)
        floor = HEIGHT - BOTTOM
        yield _stroke(LEFT, floor, end, floor, LINE, 1)
        for day, words, year in named_days(self.days):
            x = self.x(day)
            yield _stroke(x, floor, x, floor + 5, LINE, 1)
            yield _text(x, floor + 19, words, SOFT, "middle", size=13)
            yield _text(x, floor + 35, year, SOFT, "middle", size=13) if year else ""

    def _names(self) -> Iterator[tuple[float, str, int]]:
        """Left edge, words and row of each test's name, newest first: above the lines it crosses.

        A test without a row of its own has only its reference.
        """
        placed: list[tuple[float, int]] = []
        for mark in reversed(self.inside):
            words, x = test_words(mark), self.x(mark.since)
            wide = len(words) * WIDE_LETTER
            row = max((row + 1 for at, row in placed if at < x + wide), default=0)
            if row >= ROWS_OF_TESTS:
                words, row = mark.ref, ROWS_OF_TESTS - 1
            placed.append((x, row))
            yield min(x - 3, WIDTH - RIGHT - wide + 20), words, row

    def _tests(self) -> Iterator[str]:
        """A line up from where each test began, its name above."""
        floor = HEIGHT - BOTTOM
        ups = [self.top - ROW * row - 6 for _, _, row in self.names]
        for mark, up in zip(reversed(self.inside), ups, strict=True):
            x = self.x(mark.since)
            yield _stroke(x, up + 3, x, floor, INK, 1.5)
            yield f'<path d="M{x:.1f} {floor - 11} l6 11 h-12 z" fill="{INK}"/>'
        for (left, words, _), up in zip(self.names, ups, strict=True):
            yield _text(left, up, words, INK, "start", size=13)

    # The levels

    def _target_steps(self) -> Iterator[tuple[date, date | None, Target]]:
        """Each target in sight and its days: until its own day, the last one to the end."""
        start, last = self.days[0], self.days[-1]
        for target in self.reading.measure.targets:
            final = target is self.reading.measure.targets[-1]
            if start < last and (final or (target.by and target.by > start)):
                end = None if final or not target.by or target.by >= last else target.by
                yield start, end, target
                start = end or last

    def _targets(self) -> Iterator[str]:
        for start, end, target in self.targets:
            yield self._level(start, end, target.value, SOFT, "2 6")

    def _medians(self) -> Iterator[str]:
        for phase in self.phases:
            level = (phase.median or 0.0) * self.times
            after = phase.last == len(self.days) - 1
            end = None if after else self.days[phase.last]
            solid = (
                None if after and phase.baseline_to >= phase.last else self.days[phase.baseline_to]
            )
            yield self._level(self.days[phase.first], solid, level, INK, "")
            if phase.baseline_to < phase.last:
                yield self._level(self.days[phase.baseline_to], end, level, INK, "8 6")

    def _level(self, start: date, end: date | None, value: float, colour: str, dash: str) -> str:
        """A level line; without `end` it goes on to the words at its end."""
        until = WIDTH - RIGHT if end is None else self.x(end)
        return _stroke(self.x(start), self.y(value), until, self.y(value), colour, 2.2, dash)

    # The points

    def _line(self) -> Iterator[str]:
        """The line through the points that count; a gap stays a gap."""
        runs: list[list[ChartRow]] = [[]]
        for row in self.rows:
            if row.value is None:
                runs.append([])
            elif not row.excluded:
                runs[-1].append(row)
        for run in runs:
            places = " ".join(f"{self.x(r.day):.1f},{self.y(r.value or 0.0):.1f}" for r in run)
            yield f'<polyline points="{places}" fill="none" stroke="{LINE}" stroke-width="2"/>'

    def _points(self) -> Iterator[str]:
        marks: dict[int, SignalShown] = {}
        for signal in sorted(signals_shown(self.chart), key=lambda s: (not s.live, s.kind)):
            for place in signal.points:
                marks.setdefault(place, signal)
        for place, row in enumerate(self.rows):
            if row.value is not None:
                yield self._mark(self.x(row.day), self.y(row.value), row, marks.get(place))
                if row.mark:
                    yield _text(self.x(row.day), self.y(row.value) - 9, row.mark, INK, "middle")

    def _mark(self, x: float, y: float, row: ChartRow, signal: SignalShown | None) -> str:
        if row.excluded:
            cross = f"M{x - 4:.1f} {y - 4:.1f} l8 8 m0 -8 l-8 8"
            return f'<path d="{cross}" stroke="{LINE}" stroke-width="1.5" fill="none"/>'
        if row.astronomical:
            return _text(x, y + 7, "★", INK, "middle", size=20)
        if signal is None:
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#FFFFFF" stroke="{SOFT}" '
                'stroke-width="2"/>'
            )
        colour = self.signal_colour if signal.live else LINE
        shape = _DIAMOND if signal.kind == "shift" else _UP if signal.up else _DOWN
        return (
            f'<path d="M{x:.1f} {y:.1f} {shape}" fill="{colour}" stroke="#FFFFFF" '
            'stroke-width="1.5"/>'
        )

    # Words inside and at the ends

    def _signal_words(self) -> Iterator[str]:
        """Beyond the points of the live signal, on the side away from the median."""
        signal = self.chart.signal
        values = [self.rows[place].value or 0.0 for place in signal.points] if signal else []
        if not signal or not values:
            return
        y = self.y(max(values)) - 14 if signal.up else self.y(min(values)) + 24
        y = min(max(y, self.top + 12), HEIGHT - BOTTOM - 6)
        where = "above the median" if signal.up else "below the median"
        if signal.kind == "trend":
            where = "in a row going up" if signal.up else "in a row going down"
        words = f"{signal.kind.capitalize()}: {len(signal.points):,} {where}"
        x = self.x(self.days[signal.points[-1]]) + 6
        yield _text(x, y, words, self.signal_colour, "end", bold=True)

    def _end_words(self) -> Iterator[str]:
        """Words at the end of each line instead of a legend."""
        said = list(self._ends())
        wanted = [self.y(value) for value, _, _, _ in said]
        heights = [ROW * len(lines) for _, lines, _, _ in said]
        middles = kept_apart(wanted, heights, HEIGHT - BOTTOM + ROW)
        for (_, lines, colour, bold), middle, height in zip(said, middles, heights, strict=True):
            for number, line in enumerate(lines):
                y = middle - height / 2 + ROW * number + 13
                yield _text(WIDTH - RIGHT + 8, y, line, colour, "start", bold=bold)

    def _ends(self) -> Iterator[tuple[float, list[str], str, bool]]:
        for _, _, target in self.targets[-1:]:
            by = [f"by {target.by:%B %Y}"] if target.by else []
            words = f"Target {self.level_words(target.value)}"
            yield target.value, [words, *by], SOFT, False
        known = [row for row in self.rows if row.value is not None and not row.excluded]
        for row in known[-1:]:
            live = row is self.rows[self.chart.signal_points[-1]] if self.chart.signal else False
            colour = self.signal_colour if live else INK
            newest = f"{self.level_words(row.value or 0.0)}, {row.day:%b %Y}"
            yield row.value or 0.0, [newest], colour, True
        for phase in self.phases[-1:]:
            level = (phase.median or 0.0) * self.times
            carried = ["carried forward"] if phase.projected else []
            yield level, [f"Median {self.level_words(level)}", *carried], INK, False


_DIAMOND = "m0 -7 l7 7 l-7 7 l-7 -7 z"
_UP, _DOWN = "m0 -7 l7 12 h-14 z", "m0 7 l7 -12 h-14 z"


def drawn(reading: MeasureReading, name: str) -> str:
    """The run chart of a measure that has points, as SVG; `name` is its own within a page."""
    title, alt = escape(printable(reading.measure.title)), escape(alt_words(reading))
    parts = "".join(Drawing(reading).parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FONT}" font-size="{LETTERS}"><title id="{name}-title">{title}</title>'
        f'<desc id="{name}-desc">{alt}</desc>{parts}</svg>'
    )


def test_words(mark: TestMark) -> str:
    """T1 is Test 1; then what was decided about it last."""
    number = mark.ref[1:] if mark.ref[:1] == "T" and mark.ref[1:].isdecimal() else mark.ref
    return f"Test {number} {mark.decision.done if mark.decision else 'running'}"


def alt_words(reading: MeasureReading) -> str:
    """What the chart shows, for whoever does not see it."""
    said = [f"Run chart of {reading.measure.title}.", reading.words]
    known = [row for row in chart_rows(reading) if row.value is not None]
    if known:
        first, last = known[0], known[-1]
        said.append(
            f"From {value_words(reading, first.value)} on {day_words(first.day)} to "
            f"{value_words(reading, last.value)} on {day_words(last.day)}, "
            f"{len(known)} values."
        )
    said += [
        f"Target {value_words(reading, target.value)}"
        f"{f' by {day_words(target.by)}' if target.by else ''}."
        for target in reading.measure.targets[-1:]
    ]
    said += [f"{test_words(mark)}, begun {day_words(mark.since)}." for mark in reading.tests]
    return printable(" ".join(said))


def _stroke(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = ""
) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    colour: str,
    side: str,
    *,
    bold: bool = False,
    size: int = LETTERS,
) -> str:
    """Words on a white edge, so that lines behind them do not cut through."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{side}" font-size="{size}"'
        f'{weight} stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(printable(words))}</text>"
    )
