"""The words of lines on a phone: inside, each beside its line where there is room, else nowhere.

What has no room stands in the small print below the drawing (`Shown.settings`).
"""

from collections.abc import Iterator, Sequence

from tracker.charts_look import Note, words_at
from tracker.charts_room import first_free
from tracker.charts_shown import Shown


def words_inside(shown: Shown, others: Sequence[Note]) -> Iterator[Note]:
    """The target's words and the median's or mean's, clear of the points and of `others`."""
    line = 0.9 * shown.size * shown.pixel
    for step in shown.targets[-1:]:
        words, soft = f"Target {shown.words(step.value)}", shown.palette.soft
        places = [
            words_at(step.start, step.value, "right", soft, words),  # before its line
            words_at(step.start, step.value + line, "left", soft, words),
            words_at(shown.end, step.value + line, "right", soft, words),
            words_at(shown.end, step.value - line, "right", soft, words),
        ]
        yield from _if_free(shown, places, others)
    levels = [("Median", phase.median) for phase in shown.phases[-1:]]
    if shown.look.xmr:
        levels = [("Mean", phase.mean) for phase in shown.xmr_phases[-1:]]
    for name, level in levels:
        middle = shown.level(level)
        words = f"{name} {shown.words(middle)}"
        places = [
            words_at(day, middle + way * line, side, shown.palette.ink, words)
            for day, side in ((shown.end, "right"), (shown.dates[0], "left"))
            for way in (1, -1)
        ]
        yield from _if_free(shown, places, others)


def _if_free(shown: Shown, places: Sequence[Note], others: Sequence[Note]) -> Iterator[Note]:
    if found := first_free(shown, places, others):
        # Clear of the points, it may stand on the line of a test.
        yield found | {"bgcolor": shown.palette.veil, "borderpad": 1}
