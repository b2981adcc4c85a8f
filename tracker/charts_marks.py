"""The points of a chart: the line through them, a shape for every reason, the words of a pointer.

Open circle: an ordinary point. Diamond: part of a shift; triangle: of a trend (inside the diamond
where it is both). In heather or ink the live signal, in grey an older one. Square: special cause of
the XmR chart. Star: stands out, by people's judgement. Crossed circle, faint: left out.
"""

import textwrap
from collections.abc import Iterator

from tracker.chart_table import ChartRow, SignalShown, value_words
from tracker.charts_look import (
    CAUSE,
    INSIDE,
    JUDGED,
    OLDER,
    POINT,
    SIGNAL,
    Trace,
    markers,
    plain,
)
from tracker.charts_shown import Shown
from tracker.words import day_words, number_words
from tracker.xmr import Reads

HOVER_WIDE, HOVER_NARROW = 54, 36
LEFT_OUT = 0.8
EDGE_PIXELS = 2


def point_traces(shown: Shown) -> Iterator[Trace]:
    """The line and its circles, then every mark above them."""
    special = _causes(shown) if shown.look.xmr else _signals(shown)
    marks = [trace for trace in (*special, _stars(shown)) if trace["x"]]
    covered = {day for trace in marks for day in trace["x"]}
    yield _line(shown, covered)
    yield from (trace for trace in (_left_out(shown), *marks, _letters(shown)) if trace["x"])


def _line(shown: Shown, covered: set[object]) -> Trace:
    """All points that count, and gaps as gaps; a point under another mark has no circle."""
    rows = [shown.rows[place] for place in shown.places if not shown.rows[place].excluded]
    size, edge = POINT * shown.size * shown.crowd, shown.look.thick * max(0.5, shown.crowd)
    return {
        "type": "scatter",
        "x": [row.day for row in rows],
        "y": [row.value for row in rows],
        "mode": "lines+markers",
        "name": "points",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": shown.palette.line, "width": shown.look.thick * max(0.6, shown.crowd)},
        "marker": {
            "symbol": "circle",
            "size": [0 if row.day in covered else size for row in rows],
            "color": shown.palette.page,
            "line": {"color": shown.palette.edge, "width": edge},
            "opacity": 1,
        },
        "hovertext": [hover_words(shown, row) for row in rows],
        "hoverinfo": "text",
    }


def _at(shown: Shown, places: list[int], name: str, **style: object) -> Trace:
    days, values = shown.dates, shown.values
    return markers([days[p] for p in places], [values[p] for p in places], name, **style)


# The run chart's signals


def _signals(shown: Shown) -> Iterator[Trace]:
    """Older signals in grey, the live one above them, and what a point is beside that inside it."""
    first, second = _kinds(shown)
    older = [place for place in sorted(first) if not first[place].live]
    live = [place for place in sorted(first) if first[place].live]
    page = shown.palette.page
    for places, name, size, colour in (
        (older, "older signal", OLDER, shown.palette.line),
        (live, "signal", SIGNAL, shown.signal_colour),
    ):
        yield _at(
            shown, places, name, symbol=[shape(first[place]) for place in places],
            size=_size(shown, size), color=colour, opacity=1,
            line={"color": page, "width": EDGE_PIXELS * shown.crowd},
        )  # fmt: skip
    places = sorted(second)
    yield _at(
        shown, places, "also", symbol=[shape(second[place]) for place in places],
        size=_size(shown, INSIDE), color=page, opacity=1,
    )  # fmt: skip


def _kinds(shown: Shown) -> tuple[dict[int, SignalShown], dict[int, SignalShown]]:
    """What each point is first of all, live before older and shift before trend; what it is too."""
    first: dict[int, SignalShown] = {}
    second: dict[int, SignalShown] = {}
    for signal in sorted(shown.signals, key=lambda one: (not one.live, one.kind)):
        for place in shown.in_sight.intersection(signal.points):
            kept = first.setdefault(place, signal)
            if kept.kind != signal.kind:
                second.setdefault(place, signal)
    return first, second


def shape(signal: SignalShown) -> str:
    """Diamond for a shift; a triangle up or down for a trend."""
    if signal.kind == "shift":
        return "diamond"
    return "triangle-up" if signal.up else "triangle-down"


def _size(shown: Shown, letters: float) -> float:
    return letters * shown.size * max(0.5, shown.crowd)


# The XmR chart's special causes, and what people say


def _causes(shown: Shown) -> Iterator[Trace]:
    """Squares: heather for improvement, ink for concern, grey where neither way is better."""
    colours = {Reads.IMPROVEMENT: shown.palette.heather, Reads.CONCERN: shown.palette.ink}
    found = shown.reading.analysis.xmr.special_causes
    causes = [cause for cause in found if cause.point in shown.in_sight]
    yield _at(
        shown, [cause.point for cause in causes], "special cause", symbol="square",
        size=_size(shown, CAUSE), opacity=1,
        color=[colours.get(cause.reads, shown.palette.line) for cause in causes],
        line={"color": shown.palette.page, "width": EDGE_PIXELS * shown.crowd},
    )  # fmt: skip


def _stars(shown: Shown) -> Trace:
    places = [p for p in shown.drawn if shown.rows[p].astronomical]
    live = shown.chart.signal_points
    return _at(
        shown, places, "astronomical", symbol="star", size=_size(shown, JUDGED), opacity=1,
        color=[shown.signal_colour if p in live else shown.palette.ink for p in places],
        line={"color": shown.palette.page, "width": EDGE_PIXELS},
    )  # fmt: skip


def _left_out(shown: Shown) -> Trace:
    """Drawn beside the line, which passes them over."""
    rows = [row for row in shown.rows if row.excluded and row.value is not None]
    marks = markers(
        [row.day for row in rows], [row.value for row in rows], "left out",
        symbol=["star-open" if row.astronomical else "circle-x-open" for row in rows],
        size=LEFT_OUT * shown.size, color=shown.palette.line, opacity=0.75, line={"width": 1.5},
    )  # fmt: skip
    return marks | {"hoverinfo": "text", "hovertext": [hover_words(shown, row) for row in rows]}


def _letters(shown: Shown) -> Trace:
    """The letter of each note, on the side of its point that the lines leave free."""
    places = [] if shown.look.small else [p for p, row in enumerate(shown.rows) if row.mark]
    places = [place for place in places if shown.values[place] is not None]
    marks = _at(shown, places, "note", size=shown.size, opacity=0)
    return marks | {
        "mode": "markers+text",
        "text": [f"<b>{shown.rows[place].mark}</b>" for place in places],
        "textposition": [_free_side(shown, place) for place in places],
        "textfont": {"color": shown.palette.ink},
    }


def _free_side(shown: Shown, place: int) -> str:
    near = [shown.values[p] for p in (place - 1, place + 1) if 0 <= p < len(shown.values)]
    mean = [value for value in near if value is not None]
    above = not mean or shown.value(place) >= sum(mean) / len(mean)
    middle, line = shown.rows[place].median, shown.size * shown.pixel
    there = shown.value(place) + (line if above else -line)
    if middle is not None and abs(there - middle) < 0.7 * line:
        above = not above  # not on the median
    return "top center" if above else "bottom center"


# The words of a pointer


def hover_words(shown: Shown, row: ChartRow) -> str:
    """Day and value in bold, then every rule of the point, what was decided, and its note."""
    reading = shown.reading
    ratio = ""
    if row.denominator is not None and row.numerator is not None:
        ratio = f"{number_words(row.numerator)} of {number_words(row.denominator)}"
    told = [ratio] if ratio else []
    told += _group_words(shown, row) if reading.measure.is_gap else []
    if row.side and row.median is not None and not shown.look.xmr:
        told.append(f"{row.side} the median of {shown.words(row.median)}")
    told += [*row.parts, *(["left out of the median and the rules"] if row.excluded else [])]
    told += [row.phase] if row.phase else []
    told += [f"Note {row.mark}: {row.note}"] if row.note else []
    wide = HOVER_NARROW if shown.look.narrow else HOVER_WIDE
    lines = (plain(line) for words in told for line in textwrap.wrap(_capital(words), wide))
    first = f"<b>{day_words(row.day)}: {plain(value_words(reading, row.value))}</b>"
    return "<br>".join((first, *lines))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _group_words(shown: Shown, row: ChartRow) -> Iterator[str]:
    measure = shown.reading.measure
    for name, value in ((measure.compared_with, row.compared), (measure.group_words, row.group)):
        told = "no value" if value is None else number_words(value, measure.unit)
        yield f"{name}: {told}"
