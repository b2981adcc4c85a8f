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
) -> dict[Any, set[int]]:
    """For each hidden figure (None) every number it may be, given all the rest.

    `facts` are other things told (a median, a percentage): each says whether a world fits.
    `standing_for`: the numbers behind a shown one, where it is rounded.
    """
    tries = {
        key: range(low, reach + 1) if value is None else standing_for(value)
        for key, value in shown.items()
    }
    hidden = [key for key, value in shown.items() if value is None]
    left: dict[Any, set[int]] = {key: set() for key in hidden}
    told = tuple(facts)
    for world in _worlds(sorted(tries, key=lambda key: len(list(tries[key]))), tries, sums, {}):
        if all(fact(world) for fact in told):
            for key in hidden:
                left[key].add(world[key])
    return left


def _worlds(
    keys: Sequence[Any],
    tries: Mapping[Any, Iterable[int]],
    sums: Sequence[tuple[Any, tuple[Any, ...]]],
    made: dict[Any, int],
) -> Iterator[dict[Any, int]]:
    """Every world whose sums hold; a sum is looked at as soon as its figures are all there."""
    if not keys:
        yield dict(made)
        return
    key, rest = keys[0], keys[1:]
    for number in tries[key]:
        made[key] = number
        if all(_may_hold(one, made) for one in sums if key == one[0] or key in one[1]):
            yield from _worlds(rest, tries, sums, made)
    made.pop(key, None)


def _may_hold(one: tuple[Any, tuple[Any, ...]], made: Mapping[Any, int]) -> bool:
    total, parts = one
    some = sum(made[part] for part in parts if part in made)
    if total not in made:
        return True
    whole = all(part in made for part in parts)
    return some == made[total] if whole else some <= made[total]


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
