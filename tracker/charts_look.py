"""How every run chart looks: colours, room, marks (look.md, Chart template). Sizes in letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

NO_TOOLS = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
HEIGHT = 690
# Room round the drawing: left for the values, right for the words of the lines, below for the days.
LEFT, RIGHT, TOP, BOTTOM = 3.2, 9.2, 1.2, 3.3
EDGE = 0.5  # room at a side without words
SETTINGS_SIZE = 0.8  # the rule set's small print
# How wide the part with the points is, about: the server does not know the screen.
WIDE, NARROW, SMALL = 46.0, 19.0, 14.0
POINT, SIGNAL, OLDER, TREND, CAUSE, JUDGED, TEST = 0.6, 0.95, 0.8, 0.95, 0.8, 1.2, 0.9
INSIDE = 0.42  # a trend's triangle inside the diamond of a shift
CROWDED = 0.8  # points closer than this are drawn smaller
SMALLEST = 0.35

Trace = dict[str, Any]
Note = dict[str, Any]


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

    @property
    def veil(self) -> str:
        """The page's colour, let through a little."""
        red, green, blue = bytes.fromhex(self.page[1:])
        return f"rgba({red},{green},{blue},0.8)"


LIGHT = Palette("#FFFFFF", "#1C1B22", "#4F4C5A", "#6B6877", "#4F4C5A", "#E7E4EC", "#5B2A86")
DARK = Palette("#15141A", "#F1EFF5", "#C3C0CE", "#A09CAE", "#C3C0CE", "#2F2D38", "#D8BFF3")


@dataclass(frozen=True)
class Look:
    """One way to draw: `size` of the letters and `height`, in pixels.

    `narrow`: a phone, where the words of the lines stand inside. `xmr`: mean and limits instead
    of the median. `share`: how much of the screen's width it has. `small`: one of many.
    """

    palette: Palette
    size: int
    height: int = HEIGHT
    narrow: bool = False
    xmr: bool = False
    share: float = 1.0
    small: bool = False

    @property
    def across(self) -> float:
        """About how many letters wide the part with the points is."""
        if self.narrow or self.small:
            return NARROW if self.narrow else SMALL
        words = LEFT + RIGHT
        return max((WIDE + words) * self.share - words, NARROW / 2)

    @property
    def thick(self) -> int:
        """The width of a line, in pixels."""
        return 2 if self.narrow or self.small else 3


def line(xs: Sequence[Any], ys: Sequence[Any], name: str, **style: Any) -> Trace:
    """A line that answers to no pointer; `style` is the line's."""
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": xs, "y": ys,
        "hoverinfo": "skip", "line": style,
    }  # fmt: skip


def markers(xs: Sequence[Any], ys: Sequence[Any], name: str, **style: Any) -> Trace:
    """Marks that answer to no pointer; `style` is the marks'."""
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": xs, "y": ys,
        "hoverinfo": "skip", "marker": style, "cliponaxis": False,
    }  # fmt: skip


def words_at(on: date, at: float, side: str, colour: str, words: str) -> Note:
    """Words beside a point of the drawing; `side` is where the point stands of them."""
    return {
        "x": on, "xanchor": side, "y": at, "text": words, "showarrow": False,
        "align": side, "font": {"color": colour},
    }  # fmt: skip


def plain(text: str) -> str:
    """Text of people as text: the drawing reads some HTML."""
    return escape(text, quote=False)
