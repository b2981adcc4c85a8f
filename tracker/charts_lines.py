"""The lines of a chart: target, medians, mean and limits, the two groups of a gap, tests of change.

Solid where worked out from the points under the line, dashed where carried forward.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.charts_look import TEST, Trace, line, markers
from tracker.charts_shown import Shown
from tracker.charts_tests import APART, adopted_on, long_words
from tracker.judged_points import group_values
from tracker.xmr import RatioPhase, XmrPhase

DOTS, DASHES, LIMITS, PROVISIONAL = "2,7", "8,8", "14,5", "3,5"
FAINT, LIGHTER = 0.55, 0.75
SPAN_BAR = 0.3  # how thick the time of a test is drawn along the axis, in letters


def level_lines(shown: Shown) -> Iterator[Trace]:
    """The target below, then the medians; or the mean and its limits."""
    yield from _targets(shown)
    yield from _means_and_limits(shown) if shown.look.xmr else _medians(shown)


def _targets(shown: Shown) -> Iterator[Trace]:
    """Each target to its own day, the last one in sight to the end: a trace each, dotted."""
    for step in shown.targets:
        style = {"color": shown.palette.soft, "width": shown.look.thick, "dash": DOTS}
        yield line([step.start, step.end], [step.value] * 2, "target", **style)


def _medians(shown: Shown) -> Iterator[Trace]:
    for phase in shown.phases:
        level = shown.level(phase.median)
        yield from _solid_then_dashed(
            shown, phase.first, phase.baseline_to, phase.last, level, "median"
        )


def _solid_then_dashed(
    shown: Shown, first: int, baseline_to: int, last: int, level: float, name: str
) -> Iterator[Trace]:
    """A level over the points it is worked out from, and carried over the rest of its phase."""
    for start, stop, dash in ((first, baseline_to, "solid"), (baseline_to, last, DASHES)):
        if stop > start or (start == stop == last == first):
            end = shown.end if stop == len(shown.dates) - 1 else shown.dates[stop]
            style = {"color": shown.palette.ink, "width": shown.look.thick, "dash": dash}
            yield line([shown.dates[start], end], [level, level], name, **style)


def _means_and_limits(shown: Shown) -> Iterator[Trace]:
    for phase, run in zip(shown.xmr_phases, shown.chart.phases, strict=False):
        if phase.mean is not None:
            level = shown.level(phase.mean)
            yield from _solid_then_dashed(
                shown, phase.first, run.baseline_to, phase.last, level, "mean"
            )
        yield from _limits(shown, phase)
    for ratio in shown.reading.analysis.limits or ():
        yield from _ratio_limits(shown, ratio)


def _limits(shown: Shown, phase: XmrPhase) -> Iterator[Trace]:
    """Both limits where they are possible values; provisional ones lighter and closer dashed."""
    end = shown.end if phase.last == len(shown.dates) - 1 else shown.dates[phase.last]
    for limit in (phase.lower, phase.upper):
        if limit is None or not shown.scale.holds(shown.level(limit)):
            continue
        style = {"color": shown.palette.soft, "width": 2, "dash": LIMITS}
        if phase.provisional:
            style |= {"color": shown.palette.line, "dash": PROVISIONAL}
        found = line([shown.dates[phase.first], end], [shown.level(limit)] * 2, "limit", **style)
        yield found | {"opacity": LIGHTER} if phase.provisional else found


def _ratio_limits(shown: Shown, phase: RatioPhase) -> Iterator[Trace]:
    """p, u or c limits: a step at each point, following its denominator; a gap stays a gap."""
    places = [place for place in shown.places if phase.first <= place <= phase.last]
    days = [shown.dates[place] for place in places]
    for every in (phase.lower, phase.upper):
        limits = [every[place - phase.first] for place in places]
        levels = [None if limit is None else shown.level(limit) for limit in limits]
        inside = [level if level is None or shown.scale.holds(level) else None for level in levels]
        style = {"color": shown.palette.line, "width": 2, "shape": "hvh"}
        yield line(days, inside, "ratio limit", **style) | {"opacity": FAINT}


# The two groups of a gap


def group_lines(shown: Shown) -> Iterator[Trace]:
    """Both groups in the upper part, a bar between them at each point: that is the gap."""
    own, other = groups(shown)
    bars: list[float | None] = []
    for pair in zip(own, other, strict=True):
        bars += [None, None, None] if None in pair else [*pair, None]
    seen = [shown.dates[place] for place in shown.places]
    days = [day for day in seen for _ in range(3)]
    width = max(1.0, 0.35 * shown.size * shown.crowd)
    yield line(days, bars, "gap", color=shown.palette.grid, width=width) | {"yaxis": "y2"}
    colours = (shown.palette.ink, shown.palette.line)
    for values, colour, name in zip((own, other), colours, ("group", "compared"), strict=True):
        yield line(seen, values, name, color=colour, width=2) | {"yaxis": "y2"}


def groups(shown: Shown) -> tuple[list[float | None], list[float | None]]:
    """The values of the two groups at each point, in the order of the points."""
    own, other = group_values(shown.reading.measure, shown.reading.points)
    order = [shown.chart.series.order[place] for place in shown.places]
    return [own[row] for row in order], [other[row] for row in order]


# Tests of change


def test_lines(shown: Shown) -> Iterator[dict[str, Any]]:
    """Below the data, a line up from where each test began, a finer one where it was adopted."""
    for mark in shown.tests:
        adopted = adopted_on(mark)
        apart = adopted and shown.span.place(adopted) - shown.span.place(mark.since) >= APART
        for day, width in ((mark.since, 2), (adopted if apart else None, 1)):
            if day and shown.span.inside(day) == day:
                yield {
                    "type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper",
                    "layer": "below", "line": {"color": shown.palette.ink, "width": width},
                    "name": mark.ref,
                }  # fmt: skip


def phase_lines(shown: Shown) -> Iterator[dict[str, Any]]:
    """Where each later phase begins: a fine dotted line, half a step before its first point."""
    for phase in shown.chart.phases[1:]:
        before, first = shown.dates[phase.first - 1], shown.dates[phase.first]
        day = before + (first - before) / 2
        yield {
            "type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper",
            "layer": "below", "name": "new phase",
            "line": {"color": shown.palette.soft, "width": 2, "dash": "2,7"},
        }  # fmt: skip


def test_marks(shown: Shown) -> Iterator[Trace]:
    """On the axis: a bar over the time of each test, a triangle where it began.

    The triangle of a test that began outside the axis points there from its end.
    """
    if not shown.tests:
        return
    low, ink, inside = shown.scale.low, shown.palette.ink, shown.span.inside
    bars: list[date | None] = []
    told: dict[date, list[str]] = {}
    for mark in shown.tests:
        ends = mark.until or mark.decided_on or shown.end
        bars += [inside(mark.since), inside(max(ends, mark.since)), None]
        told.setdefault(mark.since, []).append(long_words(mark))
    style = {"color": ink, "width": SPAN_BAR * shown.size}
    levels = [low, low, None] * len(shown.tests)
    faint = {"opacity": FAINT, "cliponaxis": False}
    yield line(bars, levels, "test time", **style) | faint
    size = (TEST * 0.7 if shown.look.small else TEST) * shown.size
    marks = markers(
        [inside(day) for day in told], [low] * len(told), "test began",
        symbol=[_pointing(shown, day) for day in told], size=size, color=ink, opacity=1,
    )  # fmt: skip
    yield marks | {"hoverinfo": "text", "hovertext": ["<br><br>".join(w) for w in told.values()]}


def _pointing(shown: Shown, day: date) -> str:
    if day < shown.start:
        return "triangle-left"
    return "triangle-right" if day > shown.end else "triangle-up"
