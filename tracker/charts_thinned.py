"""Which points of a very long series are drawn, so that a browser can draw it at once.

Nothing a reader looks for is lost: the first and the last point, the highest and the lowest of each
stretch, gaps, and every marked point stay. The rules, the words and the table know all points.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tracker.chart_table import ChartRow

# A browser draws three such charts, of which one is in sight, without a wait to notice.
MOST_DRAWN = 800
STRETCHES = MOST_DRAWN // 4  # each gives two points at most, and a gap


def places_drawn(rows: Sequence[ChartRow], *marks: Iterable[int]) -> Sequence[int]:
    """The places of the points that are drawn, in order; all of them where there are few.

    `marks` are places of marked points, the most telling first; a kind of which there are too many
    to draw is thinned like the others. What people said of a point is always drawn.
    """
    if len(rows) <= MOST_DRAWN:
        return range(len(rows))
    kept = {0, len(rows) - 1, *_said(rows)}
    for places in map(set, marks):
        if len(kept | places) <= MOST_DRAWN:
            kept |= places
    for stretch in _stretches(len(rows)):
        kept |= set(_telling(rows, stretch))
    return sorted(kept)


def thinned_words(drawn: Sequence[int], of: int, marked: Iterable[int]) -> tuple[str, ...]:
    """What the chart says of it, part by part; nothing where all points are drawn."""
    if len(drawn) == of:
        return ()
    every = "every marked one" if set(marked) <= set(drawn) else "the newest signal"
    told = f"the highest and lowest of each stretch and {every}"
    return f"{len(drawn):,} of {of:,} points drawn", told


def _said(rows: Sequence[ChartRow]) -> Iterator[int]:
    for place, row in enumerate(rows):
        if row.excluded or row.astronomical or row.mark or row.phase:
            yield place


def _stretches(number: int) -> Iterator[range]:
    ends = [number * part // STRETCHES for part in range(STRETCHES + 1)]
    return (range(first, end) for first, end in pairwise(ends))


def _telling(rows: Sequence[ChartRow], stretch: range) -> Iterator[int]:
    """The lowest and the highest point of a stretch, and its first gap."""
    valued = [(value, place) for place in stretch if (value := rows[place].value) is not None]
    if valued:
        yield min(valued)[1]
        yield max(valued)[1]
    yield from [place for place in stretch if rows[place].value is None][:1]
