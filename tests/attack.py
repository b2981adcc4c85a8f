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
            for world in _worlds(tries | {key: [number]}, sums, {}):
                if all(fact(world) for fact in told):
                    for other in hidden:
                        left[other].add(world[other])
                    break
    return left


def _worlds(
    tries: Mapping[Any, Sequence[int]],
    sums: Sequence[tuple[Any, tuple[Any, ...]]],
    made: dict[Any, int],
) -> Iterator[dict[Any, int]]:
    """Every world whose sums hold: what follows is worked out, what does not is tried."""
    made = dict(made)
    if not _worked_out(tries, sums, made):
        return
    open_keys = [key for key in tries if key not in made]
    if not open_keys:
        yield made
        return
    key = min(open_keys, key=lambda one: len(tries[one]))
    for number in tries[key]:
        yield from _worlds(tries, sums, made | {key: number})


def _worked_out(
    tries: Mapping[Any, Sequence[int]],
    sums: Sequence[tuple[Any, tuple[Any, ...]]],
    made: dict[Any, int],
) -> bool:
    """Fill in what has one choice or follows from a sum; False where something cannot be."""
    for key, numbers in tries.items():
        if key not in made and len(numbers) == 1:
            made[key] = numbers[0]
    while True:
        open_sums = [(one, [k for k in (one[0], *one[1]) if k not in made]) for one in sums]
        if not all(_may_hold(total, parts, made) for (total, parts), _ in open_sums):
            return False
        follows = next((found for found in open_sums if len(found[1]) == 1), None)
        if follows is None:
            return True
        (total, parts), (key,) = follows
        some = sum(made[part] for part in parts if part in made)
        made[key] = some if key == total else made[total] - some
        if made[key] not in tries[key]:
            return False


def _may_hold(total: Any, parts: tuple[Any, ...], made: Mapping[Any, int]) -> bool:
    some = sum(made[part] for part in parts if part in made)
    if total not in made:
        return True
    return some == made[total] if all(part in made for part in parts) else some <= made[total]


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
