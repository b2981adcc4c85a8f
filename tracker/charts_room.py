"""Where words have room inside a drawing: clear of points, of targets, of each other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.charts_look import Note
from tracker.charts_shown import Shown
from tracker.charts_tests import LETTER

# Half the height of words that stand clear of something, in letters.
CLEAR = 0.65


@dataclass(frozen=True)
class Box:
    """The room words take: from `left` to `right` in letters, round a value of the axis."""

    left: float
    right: float
    at: float


def box_of(shown: Shown, note: Note) -> Box:
    """The room of words that stand left or right of a day."""
    words = max(len(line) for line in re.sub(r"<(?!br).*?>", "", note["text"]).split("<br>"))
    place, wide = shown.span.place(note["x"]), words * LETTER
    if note["xanchor"] == "left":
        return Box(place, place + wide, note["y"])
    return Box(place - wide, place, note["y"])


def first_free(shown: Shown, notes: Sequence[Note], others: Iterable[Note]) -> Note | None:
    """The first of these places that is clear of the points, of the targets and of other words."""
    taken = [box_of(shown, other) for other in others]
    for note in notes:
        box = box_of(shown, note)
        inside = box.left >= -LETTER and box.right <= shown.span.across + LETTER
        if inside and not any(_touch(shown, box, other) for other in taken) and _clear(shown, box):
            return note
    return None


def _touch(shown: Shown, box: Box, other: Box) -> bool:
    line = 2 * CLEAR * shown.size * shown.pixel
    return box.left < other.right and other.left < box.right and abs(box.at - other.at) < line


def _clear(shown: Shown, box: Box) -> bool:
    half = CLEAR * shown.size * shown.pixel
    levels = [*_crossing(shown, box), *_targets(shown, box)]
    return not any(low < box.at + half and high > box.at - half for low, high in levels)


def _targets(shown: Shown, box: Box) -> Iterator[tuple[float, float]]:
    for step in shown.targets:
        if shown.span.place(step.start) < box.right and shown.span.place(step.end) > box.left:
            yield step.value, step.value


def _crossing(shown: Shown, box: Box) -> Iterator[tuple[float, float]]:
    """Each piece of the line of points within the room: its lowest and highest value there."""
    points = [(shown.span.place(shown.dates[p]), shown.value(p)) for p in shown.drawn]
    yield from ((value, value) for x, value in points if box.left <= x <= box.right)
    for (x, value), (next_x, following) in pairwise(points):
        left, right = max(x, box.left), min(next_x, box.right)
        if left < right:
            slope = (following - value) / (next_x - x)
            ends = value + slope * (left - x), value + slope * (right - x)
            yield min(ends), max(ends)
