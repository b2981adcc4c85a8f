"""A paste from a spreadsheet taken apart into lines and cells: tabs, semicolons, commas, spaces."""

import re
from collections.abc import Callable, Sequence

from tracker.typed import day_of, number_of

# So many lines are looked at to find out how the cells are told apart.
LOOKED_AT = 1_000


def cells_of(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Every line that is not blank: its number in the paste, and its cells."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    told = [(number, line) for number, line in lines if line.strip()]
    split = _separator([line for _, line in told])
    return [(number, split(line)) for number, line in told]


def _by(sign: str) -> Callable[[str], tuple[str, ...]]:
    return lambda line: _trimmed(line.split(sign))


def _by_comma(line: str) -> tuple[str, ...]:
    """Cells between commas; a comma inside quotation marks belongs to its cell."""
    return _trimmed(re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', line))


def _whole(line: str) -> tuple[str, ...]:
    return (line.strip(),)


def _by_spaces(line: str) -> tuple[str, ...]:
    """The longest beginning that names a day, then the rest at its spaces."""
    words = line.split()
    for stop in range(min(len(words), 5), 0, -1):
        if _is_day(" ".join(words[:stop])) and number_of(line).fault:
            return (" ".join(words[:stop]), *_per_cent_joined(words[stop:]))
    return _whole(line)


def _per_cent_joined(words: list[str]) -> list[str]:
    return " ".join(words).replace(" %", "%").split()


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without the blanks round them and the empty ones at the end.

    A day keeps one empty cell beside it: a value that is missing.
    """
    bare = [cell.strip() for cell in cells]
    while len(bare) > 1 and not bare[-1]:
        bare.pop()
    missing = len(bare) == 1 < len(cells) and bare[0] and number_of(bare[0]).fault
    return (*bare, "") if missing else tuple(bare)


def _separator(lines: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """How the cells are told apart: the way that makes a day and numbers of the most lines."""
    for sign in ("\t", ";"):
        if any(sign in line for line in lines):
            return _by(sign)
    ways = (_whole, _by_comma, _by_spaces)
    return max(ways, key=lambda way: sum(_fits(way(line)) for line in lines[:LOOKED_AT]))


def _fits(cells: tuple[str, ...]) -> bool:
    first, *others = cells
    if not others:
        return not number_of(first).fault
    return _is_day(first) and all(not number_of(cell).fault for cell in others)


def _is_day(text: str) -> bool:
    """Is it a day, if perhaps one before those that are taken?"""
    read = day_of(text)
    return read.day is not None or read.outside


def only_words(cells: tuple[str, ...]) -> bool:
    """Is there no day and no number in any cell, as in a heading?"""

    def is_words(cell: str) -> bool:
        read = day_of(cell)
        return not cell or bool(number_of(cell).fault and not read.day and not read.fault)

    return any(cells) and all(is_words(cell) for cell in cells)


def denominator_first(cells: tuple[str, ...]) -> bool:
    """Does a heading name the denominator before the numerator?"""
    below = r"denominator|total|base|out of|number of cases"
    above = r"numerator|count(ed)? yes|achieved"
    if len(cells) < 3:
        return False
    return bool(re.search(below, cells[1], re.I) and re.search(above, cells[2], re.I))
