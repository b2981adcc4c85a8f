"""Two attackers on what is shown to everybody. Both are brute force over small whole numbers.

The *reader* knows what is shown, how figures add up, and that a hidden one is at least `low`:

    left = numbers_left({"a": None, "b": None, "all": 9}, [Sum("all", ("a", "b"))])
    left["a"]                                  # every number that `a` may still be

The *programmer* also knows this program to the last line. He makes every world there could be,
renders each, and keeps those that give the very same bytes:

    worlds = [world_with(value) for value in range(1, 8)]
    same = looks_the_same(render, world_with(3), worlds)

It works on any rendered form (docx, PDF, xlsx, HTML, SVG, JSON): `render` takes a world and gives
bytes or anything that can be compared; the formats must be written without clock and chance.
`texts_of(bytes)` gives the text inside a file, for a look at what stands there at all.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeVar

W = TypeVar("W")
Fact = Callable[[Mapping[Any, int]], bool]
REACH = 14  # the largest number the reader tries for a hidden figure


def numbers_left(
    shown: Mapping[Any, int | None],
    sums: Sequence[tuple[Any, tuple[Any, ...]]],
    low: int = 1,
    reach: int = REACH,
    facts: Iterable[Fact] = (),
    standing_for: Callable[[int], Iterable[int]] = lambda shown: (shown,),
    enough: int = 0,
) -> dict[Any, set[int]]:
    """For each hidden figure (None) every number it may be, given all the rest.

    `facts` are other things told (a median, a percentage): each says whether a world fits.
    `standing_for`: the numbers behind a shown one, where it is rounded. With `enough` he gives up
    once every hidden figure has that many numbers left.
    """
    tries = {
        key: list(range(low, reach + 1) if value is None else standing_for(value))
        for key, value in shown.items()
    }
    hidden = [key for key, value in shown.items() if value is None]
    left: dict[Any, set[int]] = {key: set() for key in hidden}
    told = tuple(facts)
    # A hidden figure that already has enough is not tried further: each gets a search of its own.
    for key in hidden:
        for number in tries[key]:
            if number in left[key] or (enough and len(left[key]) >= enough):
                continue
            for world in _worlds(tries | {key: [number]}, sums):
                if all(fact(world) for fact in told):
                    for other in hidden:
                        left[other].add(world[other])
                    break
    return left


def _worlds(
    tries: Mapping[Any, Sequence[int]], sums: Sequence[tuple[Any, tuple[Any, ...]]]
) -> Iterator[dict[Any, int]]:
    """Every world whose sums hold: what cannot be is struck out first, what is left is tried."""
    left = _struck_out(tries, sums)
    if left is None:
        return
    open_keys = [key for key in left if len(left[key]) > 1]
    if not open_keys:
        yield {key: numbers[0] for key, numbers in left.items()}
        return
    key = min(open_keys, key=lambda one: len(left[one]))
    for number in left[key]:
        yield from _worlds(left | {key: [number]}, sums)


def _struck_out(
    tries: Mapping[Any, Sequence[int]], sums: Sequence[tuple[Any, tuple[Any, ...]]]
) -> dict[Any, Sequence[int]] | None:
    """The numbers that the ends of the others leave in each sum; None where one has none left."""
    left = dict(tries)
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            # total - sum of parts = 0, as lowest and highest of each with its sign
            signed = [(total, 1), *((part, -1) for part in parts)]
            low = left[total][0] - sum(left[part][-1] for part in parts)
            high = left[total][-1] - sum(left[part][0] for part in parts)
            for key, sign in signed:
                first, last = left[key][0], left[key][-1]
                rest_low = low - (first if sign > 0 else -last)
                rest_high = high - (last if sign > 0 else -first)
                kept = [n for n in left[key] if rest_low <= -sign * n <= rest_high]
                if not kept:
                    return None
                if len(kept) < len(left[key]):
                    left[key], changed = kept, True
                    break
    return left


def looks_the_same(render: Callable[[W], Any], true: W, worlds: Iterable[W]) -> list[W]:
    """The worlds that nobody can tell from the true one by what is rendered."""
    seen = render(true)
    return [world for world in worlds if render(world) == seen]


def texts_of(rendered: bytes) -> str:
    """All text in a file: each part of a zip (docx, xlsx), each stream of a PDF, or as it is."""
    if rendered[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(rendered)) as parts:
            return "\n".join(texts_of(parts.read(name)) for name in parts.namelist())
    if rendered[:5] == b"%PDF-":
        return "\n".join(_streams(rendered))
    return rendered.decode("utf-8", "replace")


def _streams(rendered: bytes) -> Iterator[str]:
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", rendered, re.DOTALL):
        try:
            yield zlib.decompress(found[1]).decode("latin-1")
        except zlib.error:
            yield found[1].decode("latin-1")
