"""Figures from answers: draws what the rules have found, decides nothing.

The template is look.md's: words at the line's end instead of a legend, one accent, no mode bar.
The family: charts_look (colours and sizes), charts_shown (the numbers as drawn), charts_lines,
charts_marks and charts_tests (what is drawn), charts_words (what is written), charts_scale (where).
"""

from typing import Any

from plotly.graph_objects import Figure

from tracker.charts_lines import (
    group_lines,
    groups,
    level_lines,
    phase_lines,
    test_lines,
    test_marks,
)
from tracker.charts_look import (
    DARK,
    EDGE,
    HEIGHT,
    LEFT,
    LIGHT,
    NO_TOOLS,
    RIGHT,
    Look,
    Palette,
    Trace,
)
from tracker.charts_marks import point_traces
from tracker.charts_scale import Scale, day_ticks, scale_of
from tracker.charts_shown import Shown
from tracker.charts_words import all_words, end_words
from tracker.point_values import PER_CENT
from tracker.readings import MeasureReading
from tracker.words import number_words

__all__ = ["DARK", "HEIGHT", "LIGHT", "NO_TOOLS", "Figure", "Palette", "run_chart", "small_chart"]

FONT = "Source Sans, sans-serif"


def run_chart(
    reading: MeasureReading,
    palette: Palette,
    size: int,
    *,
    height: int = HEIGHT,
    narrow: bool = False,
    xmr: bool = False,
    share: float = 1.0,
) -> Figure:
    """The run chart of one measure; `size` is the size of its letters, in pixels like `height`.

    charts_marks.py says what the shapes mean. `narrow` puts the words of the lines inside, above
    their ends (a phone). `xmr` draws the XmR chart: mean, limits and special causes. `share`: how
    much of the screen's width it has.
    """
    look = Look(palette, size, height, narrow, xmr, share)
    shown = Shown(reading, look)
    group_scale = _group_scale(shown) if shown.has_groups else None
    layout = _layout(shown, group_scale)
    return _figure(shown, layout, list(all_words(shown, group_scale)), group_scale)


def small_chart(reading: MeasureReading, palette: Palette, size: int, height: int) -> Figure:
    """One of many on a screen: the points and their marks, with the first and last value and the
    median in words; no axis words, no rule set."""
    shown = Shown(reading, Look(palette, size, height, small=True))
    layout = _layout(shown, None)
    words, left, right = end_words(shown)
    layout["margin"] |= {"l": left * size, "r": right * size}
    layout["xaxis"] |= {"showticklabels": False, "ticks": ""}
    layout["yaxis"] |= {"showticklabels": False, "showgrid": False}
    return _figure(shown, layout, words, None)


def _figure(
    shown: Shown, layout: dict[str, Any], words: list[dict[str, Any]], group_scale: Scale | None
) -> Figure:
    """In one go: every later update of a figure costs as much as making it."""
    traces: list[Trace] = [
        *(group_lines(shown) if group_scale else ()),
        *level_lines(shown),
        *test_marks(shown),
        *point_traces(shown),
    ]
    return Figure(
        traces, layout | {"annotations": words, "shapes": [*test_lines(shown), *phase_lines(shown)]}
    )


def _layout(shown: Shown, group_scale: Scale | None) -> dict[str, Any]:
    palette, size, look = shown.palette, shown.size, shown.look
    layout: dict[str, Any] = {
        "template": None,
        "showlegend": False,
        "font": {"family": FONT, "size": size, "color": palette.soft},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {
            "l": LEFT * size,
            "r": (EDGE if look.narrow else RIGHT) * size,
            "t": shown.top * size,
            "b": shown.bottom * size,
        },
        "height": look.height,
        "hoverlabel": {
            "font": {"family": FONT, "size": size, "color": palette.ink},
            "bgcolor": palette.page,
            "bordercolor": palette.line,
            "align": "left",
        },
        "dragmode": False,
        "xaxis": _days_axis(shown),
        "yaxis": _values_axis(shown, shown.scale, PER_CENT if shown.in_per_cent else ""),
    }
    if group_scale:
        unit = PER_CENT if shown.reading.measure.unit == PER_CENT else ""
        layout["yaxis"] |= {"domain": [0, shown.share]}
        layout["yaxis2"] = _values_axis(shown, group_scale, unit)
        layout["yaxis2"] |= {"domain": [1 - shown.group_share, 1]}
    return layout


def _days_axis(shown: Shown) -> dict[str, Any]:
    most = 4 if shown.look.narrow else max(3, round(shown.look.across / 4.5))
    days, words = day_ticks(shown.dates, most)
    return {
        "showgrid": False, "zeroline": False, "linecolor": shown.palette.line, "ticks": "outside",
        "ticklen": 6, "tickcolor": shown.palette.line, "fixedrange": True, "tickmode": "array",
        "range": [shown.start, shown.end] if shown.dates else None, "anchor": "y",
        "tickvals": days, "ticktext": words,
    }  # fmt: skip


def _values_axis(shown: Shown, scale: Scale, unit: str) -> dict[str, Any]:
    return {
        "gridcolor": shown.palette.grid, "zeroline": False, "fixedrange": True,
        "range": [scale.low, scale.high], "tickmode": "array", "tickvals": scale.ticks,
        "ticktext": [number_words(tick, unit) for tick in scale.ticks],
    }  # fmt: skip


def _group_scale(shown: Shown) -> Scale:
    values = [value for its in groups(shown) for value in its if value is not None]
    return scale_of(values, 3, per_cent=shown.reading.measure.unit == PER_CENT)
