"""Figures from answers: draws what the rules have found, decides nothing.

The template is look.md's: words at the line's end instead of a legend, one accent, no mode bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from tracker.charts_scale import LINE, Scale, day_ticks, kept_apart, scale_of
from tracker.effect import Effect, by_month
from tracker.point_values import PER_CENT, short_unit
from tracker.readings import MeasureReading
from tracker.run_chart import Phase
from tracker.words import counted, day_words, number_words

NO_TOOLS = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
HEIGHT = 690
# Room round the drawing, in letters (look.md, Chart template).
LEFT, RIGHT, TOP, BOTTOM = 3.2, 9.2, 1.2, 3.2


@dataclass(frozen=True)
class Palette:
    """The colours of one theme."""

    page: str
    ink: str
    soft: str
    line: str
    edge: str
    grid: str
    heather: str


LIGHT = Palette("#FFFFFF", "#1C1B22", "#4F4C5A", "#6B6877", "#4F4C5A", "#E7E4EC", "#5B2A86")
DARK = Palette("#15141A", "#F1EFF5", "#C3C0CE", "#A09CAE", "#C3C0CE", "#2F2D38", "#D8BFF3")


def run_chart(
    reading: MeasureReading,
    palette: Palette,
    size: int,
    *,
    height: int = HEIGHT,
    narrow: bool = False,
) -> go.Figure:
    """The run chart of one measure; `size` is the size of its letters, in pixels like `height`.

    Open circles are ordinary points; filled diamonds belong to the live shift, triangles to the
    live trend. `narrow` puts the words of the lines inside, above their ends (a phone).
    """
    shown = _Shown(reading, palette, size, height, narrow)
    traces = [*shown.target_line(), *shown.medians(), shown.line(), shown.marked()]
    notes = [*shown.inside(), *(shown.above_the_lines() if narrow else shown.at_the_ends())]
    # In one go: every later update of a figure costs as much as making it.
    return go.Figure(traces, _layout(shown) | {"annotations": notes})


@dataclass(frozen=True)
class _Label:
    """Words that belong to a value: at the end of its line, or above it."""

    at: float
    words: str
    colour: str
    lines: int = 1


class _Shown:
    """The numbers of one chart in the units it is drawn in, and the words beside them."""

    def __init__(
        self, reading: MeasureReading, palette: Palette, size: int, height: int, narrow: bool
    ) -> None:
        self.reading, self.palette, self.size = reading, palette, size
        self.height, self.narrow = height, narrow
        self.chart = reading.chart
        self.times = 100 if self.in_per_cent and self.chart.series.denominators else 1
        self.dates: Sequence[date] = self.chart.series.dates
        self.values = [self._scaled(value) for value in self.chart.series.plotted]
        self.target = next(iter(reading.measure.targets[-1:]), None)
        self.scale = self._scale()

    @property
    def in_per_cent(self) -> bool:
        return self.reading.measure.unit == PER_CENT

    @property
    def signal_colour(self) -> str:
        worse = self.reading.effect is Effect.WORSENING
        return self.palette.ink if worse else self.palette.heather

    @property
    def told_phases(self) -> list[Phase]:
        """The phases whose median is drawn: not before there are enough points to judge."""
        phases = self.chart.phases
        return [p for p in phases if p.median is not None and (p.judged or len(phases) > 1)]

    @property
    def drawn(self) -> list[int]:
        """The points that have a value."""
        return [place for place, value in enumerate(self.values) if value is not None]

    @property
    def pixel(self) -> float:
        """The value one pixel stands for."""
        inside = self.height - (TOP + BOTTOM) * self.size
        return (self.scale.high - self.scale.low) / inside

    @property
    def thick(self) -> int:
        """The width of a line, in pixels."""
        return 2 if self.narrow else 3

    @property
    def end(self) -> date:
        """Where the lines that go on end: half a step behind the last point."""
        return self.dates[-1] + _step(self.dates) * 0.6

    def value(self, place: int) -> float:
        """The value of a point that has one."""
        return self.values[place] or 0.0

    def words(self, value: float) -> str:
        """A value with its unit, where the unit is short enough to stand in a chart."""
        return number_words(value, short_unit(self.reading.measure))

    def _scaled(self, value: float | None) -> float | None:
        return None if value is None else value * self.times

    def _scale(self) -> Scale:
        shown = [value for value in self.values if value is not None]
        shown += [
            phase.median * self.times for phase in self.told_phases if phase.median is not None
        ]
        shown += [self.target.value] if self.target else []
        return scale_of(shown, most=5 if self.height > 300 else 4, per_cent=self.in_per_cent)

    # The lines

    def target_line(self) -> Iterator[dict[str, Any]]:
        """The target that lies furthest ahead, dotted from end to end."""
        if self.target and self.dates:
            yield self._level(
                self.dates[0], self.end, self.target.value, self.palette.soft, "2,7", "target"
            )

    def medians(self) -> Iterator[dict[str, Any]]:
        """Each phase's median: solid over its baseline points, dashed where carried forward."""
        for phase in self.told_phases:
            level = (phase.median or 0.0) * self.times
            for first, last, dash in (
                (phase.first, phase.baseline_to, "solid"),
                (phase.baseline_to, phase.last, "8,8"),
            ):
                if last > first:
                    end = self.end if last == len(self.dates) - 1 else self.dates[last]
                    yield self._level(
                        self.dates[first], end, level, self.palette.ink, dash, "median"
                    )

    def _level(
        self, start: date, end: date, at: float, colour: str, dash: str, name: str
    ) -> dict[str, Any]:
        return {
            "type": "scatter",
            "x": [start, end], "y": [at, at], "mode": "lines", "name": name, "hoverinfo": "skip",
            "line": {"color": colour, "width": self.thick, "dash": dash},
        }  # fmt: skip

    def line(self) -> dict[str, Any]:
        """All points; a gap is drawn as a gap."""
        return {
            "type": "scatter",
            "x": self.dates,
            "y": self.values,
            "mode": "lines+markers",
            "name": "points",
            "connectgaps": False,
            "line": {"color": self.palette.line, "width": self.thick},
            "marker": {
                "symbol": "circle",
                "size": 0.6 * self.size,
                "color": self.palette.page,
                "line": {"color": self.palette.edge, "width": self.thick},
            },
            "hovertext": [self._hover(place) for place in range(len(self.dates))],
            "hoverinfo": "text",
        }

    def marked(self) -> dict[str, Any]:
        """The points of the live signal."""
        points = self.chart.signal_points
        signal = self.chart.signal
        shape = "diamond"
        if signal and signal.kind == "trend":
            shape = "triangle-up" if signal.up else "triangle-down"
        return {
            "type": "scatter",
            "x": [self.dates[point] for point in points],
            "y": [self.values[point] for point in points],
            "mode": "markers",
            "name": "signal",
            "marker": {
                "symbol": shape,
                "size": 0.95 * self.size,
                "color": self.signal_colour,
                "line": {"color": self.palette.page, "width": 2},
            },
            "hoverinfo": "skip",
        }

    def _hover(self, place: int) -> str:
        value = self.values[place]
        told = "no value" if value is None else self.words(value)
        signal = self.chart.signal
        why = f", part of the {signal.kind}" if signal and place in signal.points else ""
        return f"{day_words(self.dates[place])}: {told}{why}"

    # The words inside: the baseline, the signal

    def inside(self) -> Iterator[dict[str, Any]]:
        """The words over the baseline's points, and those over the signal's."""
        yield from self._baseline_words()
        yield from self._signal_words()

    def _baseline_words(self) -> Iterator[dict[str, Any]]:
        phase = next(iter(self.told_phases), None)
        if phase is None or not phase.projected:
            return
        first = [self.value(place) for place in self.drawn if place <= phase.baseline_to]
        at = self._clear_of_the_target(self._over(max(first)), up=True)
        if self.narrow and self.target and abs(at - self.target.value) < 2 * self.size * self.pixel:
            return  # there the target's own words stand
        noun = "month" if self._monthly() else "point"
        yield self._at_point(
            self.dates[phase.first], at, "left", self.palette.soft,
            f"Baseline: first {counted(phase.baseline_to - phase.first + 1, noun)}",
        )  # fmt: skip

    def _monthly(self) -> bool:
        often = self.reading.measure.frequency
        return often == "monthly" if often else by_month(self.chart.series)

    def _signal_words(self) -> Iterator[dict[str, Any]]:
        """Beyond the signal's points, on the side away from the median."""
        signal = self.chart.signal
        if signal is None:
            return
        where = "above the median" if signal.up else "below the median"
        if signal.kind == "trend":
            where = "in a row going up" if signal.up else "in a row going down"
        values = [self.value(place) for place in signal.points]
        at = self._over(max(values)) if signal.up else self._over(min(values), down=True)
        yield self._at_point(
            self.dates[signal.points[-1]], self._clear_of_the_target(at, up=signal.up), "right",
            self.signal_colour, f"<b>{signal.kind.capitalize()}:</b> {len(signal.points)} {where}",
        )  # fmt: skip

    def _over(self, value: float, *, down: bool = False) -> float:
        """A line and a half beyond a value, inside the axis."""
        away = 1.5 * self.size * self.pixel
        inside = 0.6 * self.size * self.pixel
        return (
            max(value - away, self.scale.low + inside)
            if down
            else min(value + away, self.scale.high - inside)
        )

    def _clear_of_the_target(self, at: float, *, up: bool) -> float:
        """Beyond the target's line, seen from the points, where the words would stand on it."""
        line = self.size * self.pixel
        if not self.target or abs(at - self.target.value) > line:
            return at
        beyond = self.target.value + (line if up else -line)
        return beyond if self.scale.low < beyond < self.scale.high else at

    def _at_point(self, on: date, at: float, side: str, colour: str, words: str) -> dict[str, Any]:
        return {
            "x": on, "xanchor": side, "y": at, "text": words, "showarrow": False,
            "align": side, "font": {"color": colour},
        }  # fmt: skip

    # The words of the lines

    def at_the_ends(self) -> Iterator[dict[str, Any]]:
        """At the end of each line, pushed apart where they would overlap."""
        labels = list(self._labels())
        low, high = self.scale.low, self.scale.high
        wanted = [
            ((label.at - low) / self.pixel, label.lines * LINE * self.size) for label in labels
        ]
        top, room = (high - low) / self.pixel, LINE * self.size
        for label, middle in zip(labels, kept_apart(wanted, -room, top + room), strict=True):
            yield {
                "x": 1, "xref": "paper", "xanchor": "left", "xshift": 0.4 * self.size,
                "y": low + middle * self.pixel, "text": label.words, "showarrow": False,
                "align": "left", "font": {"color": label.colour},
            }  # fmt: skip

    def above_the_lines(self) -> Iterator[dict[str, Any]]:
        """On a phone, inside: the target above its line; the median on the side its last points
        leave free."""
        if self.target and self.dates:
            words = f"Target {self.words(self.target.value)}"
            at = self.target.value + 0.8 * self.size * self.pixel
            yield self._at_point(self.dates[0], at, "left", self.palette.soft, words)
        for phase in self.told_phases[-1:]:
            middle = (phase.median or 0.0) * self.times
            newest = [self.value(place) for place in self.drawn[-4:]]
            away = -0.9 if sum(newest) / len(newest) >= middle else 0.9
            at, words = middle + away * self.size * self.pixel, f"Median {self.words(middle)}"
            yield self._at_point(self.end, at, "right", self.palette.ink, words)

    def _labels(self) -> Iterator[_Label]:
        """The target, the last value in bold, the median."""
        if self.target and self.dates:
            by = f"<br>by {self.target.by:%B %Y}" if self.target.by else ""
            words = f"Target {self.words(self.target.value)}{by}"
            yield _Label(self.target.value, words, self.palette.soft, 2 if by else 1)
        if self.drawn:
            yield self._last_label(self.drawn[-1])
        for phase in self.told_phases[-1:]:
            middle = (phase.median or 0.0) * self.times
            carried = ",<br>carried forward" if phase.projected else ""
            words = f"Median {self.words(middle)}{carried}"
            yield _Label(middle, words, self.palette.ink, 2 if carried else 1)

    def _last_label(self, last: int) -> _Label:
        marked = last in self.chart.signal_points
        colour = self.signal_colour if marked else self.palette.ink
        day = self.dates[last]
        when = f"in {day:%B}" if self._monthly() else f"on {day.day} {day:%b}"
        return _Label(self.value(last), f"<b>{self.words(self.value(last))}</b> {when}", colour)


def _layout(shown: _Shown) -> dict[str, Any]:
    palette, size = shown.palette, shown.size
    return {
        "template": None,
        "showlegend": False,
        "font": {"family": "Source Sans, sans-serif", "size": size, "color": palette.soft},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {
            "l": LEFT * size,
            "r": (0.5 if shown.narrow else RIGHT) * size,
            "t": TOP * size,
            "b": BOTTOM * size,
        },
        "height": shown.height,
        "hoverlabel": {"font": {"size": size}},
        "dragmode": False,
        "xaxis": _days_axis(shown),
        "yaxis": _values_axis(shown),
    }


def _days_axis(shown: _Shown) -> dict[str, Any]:
    days, words = day_ticks(shown.dates, 4 if shown.narrow else 9)
    return {
        "showgrid": False, "zeroline": False, "linecolor": shown.palette.line, "ticks": "outside",
        "ticklen": 6, "tickcolor": shown.palette.line, "range": _ends(shown.dates),
        "fixedrange": True, "tickmode": "array", "tickvals": days, "ticktext": words,
    }  # fmt: skip


def _values_axis(shown: _Shown) -> dict[str, Any]:
    unit = PER_CENT if shown.in_per_cent else ""
    return {
        "gridcolor": shown.palette.grid, "zeroline": False, "fixedrange": True,
        "range": [shown.scale.low, shown.scale.high], "tickmode": "array",
        "tickvals": shown.scale.ticks,
        "ticktext": [number_words(tick, unit) for tick in shown.scale.ticks],
    }  # fmt: skip


def _ends(dates: Sequence[date]) -> list[date] | None:
    """The axis from half a step before the first point to half a step behind the last."""
    if not dates:
        return None
    return [dates[0] - _step(dates) * 0.5, dates[-1] + _step(dates) * 0.6]


def _step(dates: Sequence[date]) -> timedelta:
    """The usual time from one point to the next."""
    return (dates[-1] - dates[0]) / max(len(dates) - 1, 1) or timedelta(days=31)
