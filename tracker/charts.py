"""Figures from answers: draws what the rules have found, decides nothing.

The template is look.md's: words at the line's end instead of a legend, one accent, no mode bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from tracker.effect import Effect
from tracker.readings import MeasureReading
from tracker.words import day_words, number_words

NO_TOOLS = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
PER_CENT = "per cent"
_MONTH = timedelta(days=31)


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
    reading: MeasureReading, palette: Palette, size: int, *, narrow: bool = False
) -> go.Figure:
    """The run chart of one measure; `size` is the size of its letters in pixels.

    Open circles are ordinary points; filled diamonds belong to the live shift, triangles to the
    live trend. `narrow` leaves the words at the line's end to the text below (a phone).
    """
    figure = go.Figure()
    shown = _Shown(reading, palette, size)
    for trace in (*shown.medians(), shown.line(), shown.marked()):
        figure.add_trace(trace)
    _add_target(figure, shown)
    if not narrow:
        for note in shown.notes():
            figure.add_annotation(note)
    _lay_out(figure, shown, narrow)
    return figure


class _Shown:
    """The numbers of one chart in the units it is drawn in."""

    def __init__(self, reading: MeasureReading, palette: Palette, size: int) -> None:
        self.reading, self.palette, self.size = reading, palette, size
        self.chart = reading.chart
        self.times = 100 if self.in_per_cent and self.chart.series.denominators else 1
        self.dates: Sequence[date] = self.chart.series.dates
        self.values = [self._scaled(value) for value in self.chart.series.plotted]

    @property
    def in_per_cent(self) -> bool:
        return self.reading.measure.unit == PER_CENT

    @property
    def signal_colour(self) -> str:
        worse = self.reading.effect is Effect.WORSENING
        return self.palette.ink if worse else self.palette.heather

    def words(self, value: float) -> str:
        """A value with its unit, where the unit is short enough to stand in a chart."""
        unit = self.reading.measure.unit
        return number_words(value, unit if len(unit) <= 10 else "")

    def _scaled(self, value: float | None) -> float | None:
        return None if value is None else value * self.times

    def medians(self) -> Iterator[go.Scatter]:
        """Each phase's median: solid over its baseline points, dashed where carried forward."""
        for phase in self.chart.phases:
            if phase.median is None:
                continue
            for first, last, dash in (
                (phase.first, phase.baseline_to, "solid"),
                (phase.baseline_to, phase.last, "8,8"),
            ):
                if last > first:
                    yield go.Scatter(
                        x=[self.dates[first], self.dates[last]],
                        y=[phase.median * self.times] * 2,
                        mode="lines",
                        line={"color": self.palette.ink, "width": 3, "dash": dash},
                        hoverinfo="skip",
                    )

    def line(self) -> go.Scatter:
        """All points; a gap is drawn as a gap."""
        return go.Scatter(
            x=self.dates,
            y=self.values,
            mode="lines+markers",
            connectgaps=False,
            line={"color": self.palette.line, "width": 3},
            marker={
                "symbol": "circle",
                "size": 0.6 * self.size,
                "color": self.palette.page,
                "line": {"color": self.palette.edge, "width": 3},
            },
            hovertext=[self._hover(place) for place in range(len(self.dates))],
            hoverinfo="text",
        )

    def marked(self) -> go.Scatter:
        """The points of the live signal."""
        points = self.chart.signal_points
        signal = self.chart.signal
        shape = "diamond"
        if signal and signal.kind == "trend":
            shape = "triangle-up" if signal.up else "triangle-down"
        return go.Scatter(
            x=[self.dates[point] for point in points],
            y=[self.values[point] for point in points],
            mode="markers",
            marker={
                "symbol": shape,
                "size": 0.95 * self.size,
                "color": self.signal_colour,
                "line": {"color": self.palette.page, "width": 2},
            },
            hoverinfo="skip",
        )

    def _hover(self, place: int) -> str:
        value = self.values[place]
        told = "no value" if value is None else self.words(value)
        signal = self.chart.signal
        why = f", part of the {signal.kind}" if signal and place in signal.points else ""
        return f"{day_words(self.dates[place])}: {told}{why}"

    def notes(self) -> Iterator[dict[str, object]]:
        """Words at the line's end: the median, the last value."""
        drawn = [place for place, value in enumerate(self.values) if value is not None]
        if not drawn:
            return
        last = drawn[-1]
        phase = self.chart.phases[-1]
        marked = last in self.chart.signal_points
        colour = self.signal_colour if marked else self.palette.ink
        value = self.values[last] or 0.0
        yield self._note(value, f"<b>{self.words(value)}</b> in {self.dates[last]:%B}", colour)
        if phase.median is not None:
            carried = ",<br>carried forward" if phase.projected else ""
            middle = phase.median * self.times
            yield self._note(
                middle, f"Median {self.words(middle)}{carried}", self.palette.ink, value
            )

    def _note(
        self, at: float, words: str, colour: str, beside: float | None = None
    ) -> dict[str, object]:
        # Two labels at nearly the same height are pushed apart, so that both can be read.
        span = self.span()
        near = beside is not None and abs(at - beside) < 0.12 * (span[1] - span[0])
        shift = (1.2 if at >= (beside or 0) else -1.2) * self.size if near else 0
        return {
            "x": 1.01, "xref": "paper", "xanchor": "left", "y": at, "yshift": shift,
            "text": words, "showarrow": False, "align": "left", "font": {"color": colour},
        }  # fmt: skip

    def span(self) -> tuple[float, float]:
        """The range of the axis: everything drawn, with room above and below."""
        drawn = [value for value in self.values if value is not None]
        drawn += [
            phase.median * self.times for phase in self.chart.phases if phase.median is not None
        ]
        drawn += [target.value for target in self.reading.measure.targets[-1:]]
        low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
        room = (high - low or abs(high) or 1.0) * 0.15
        least = max(0.0, low - room) if low >= 0 else low - room
        most = min(100.0, high + room) if self.in_per_cent and high <= 100 else high + room
        return least, most


def _add_target(figure: go.Figure, shown: _Shown) -> None:
    """The target that lies furthest ahead, as a dotted line with its words above it."""
    for target in shown.reading.measure.targets[-1:]:
        by = f" by {target.by:%B %Y}" if target.by else ""
        figure.add_hline(
            target.value,
            line={"color": shown.palette.soft, "width": 3, "dash": "2,7"},
            annotation={
                "text": f"Target {shown.words(target.value)}{by}",
                "font": {"color": shown.palette.soft},
            },
            annotation_position="top left",
        )


def _lay_out(figure: go.Figure, shown: _Shown, narrow: bool) -> None:
    palette, size = shown.palette, shown.size
    figure.update_layout(
        template=None,
        showlegend=False,
        font={"family": "Source Sans, sans-serif", "size": size, "color": palette.soft},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={
            "l": 3.2 * size,
            "r": (1 if narrow else 9.2) * size,
            "t": 1.9 * size,
            "b": 3.2 * size,
        },
        hoverlabel={"font": {"size": size}},
        dragmode=False,
    )
    figure.update_xaxes(
        showgrid=False, zeroline=False, linecolor=palette.line, ticks="outside", ticklen=6,
        tickformat="%b\n%Y", tickcolor=palette.line, range=_ends(shown.dates),
        nticks=5 if narrow else 9, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        gridcolor=palette.grid, zeroline=False, range=list(shown.span()), nticks=5,
        ticksuffix=" %" if shown.in_per_cent else "", fixedrange=True,
    )  # fmt: skip


def _ends(dates: Sequence[date]) -> list[date] | None:
    return [dates[0] - _MONTH / 2, dates[-1] + _MONTH / 2] if dates else None
