"""Which further figures must be hidden, so that sums do not give a hidden one back.

A figure stays a secret while another whole number is possible for it: every total and difference
still adds up, nothing shown changes, and nothing hidden falls below `low`. Such another world is
looked for by moving hidden figures up and down by one. In a table with totals that search is
exact; wherever else it finds none, more is hidden, so it errs on the safe side. Where it can be
had, the same figures are small in the other world: else the choice of what is hidden would tell
4 and 4 of 8 to somebody who knows this program.

Which figure is hidden beside another goes by its place, never by its size: had the smallest been
taken, the choice itself would tell something, and it would change from one version to the next. Who
knows the program still learns a count of about one row of four in a thousand, of three of none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

Key: TypeAlias = Any  # whatever can be looked up: a place in a table, a measure and its column
STEPS = 4000  # of the search for another world; beyond it a figure counts as given back


class Sum(NamedTuple):
    """`total` = the sum of `parts`. A difference a - b = c is Sum(a, (b, c)); the same figure
    shown in two places is Sum(one, (other,))."""

    total: Key
    parts: tuple[Key, ...]


class Hiding(NamedTuple):
    """`hidden`: all that must be hidden. `given_back`: those of them that cannot be kept secret,
    because what gives them back is published or was shown before."""

    hidden: frozenset[Key]
    given_back: frozenset[Key]


@dataclass(frozen=True)
class Figures:
    """What the search needs to know; `together` maps a figure to all that are hidden with it.

    `known`: everybody knows them although they are hidden now (shown before, or elsewhere).
    `fixed`: they stay (published). `at_most`: pairs of which the first is never above the second.
    `bands`: where shown figures are rounded, the lowest and highest number each stands for.
    `small_to`: the highest count that is small.
    """

    values: Mapping[Key, float]
    sums: Sequence[Sum]
    low: int = 1
    small_to: int = 4
    known: Collection[Key] = ()
    fixed: Collection[Key] = ()
    at_most: Sequence[tuple[Key, Key]] = ()
    together: Mapping[Key, Collection[Key]] = field(default_factory=dict)
    bands: Mapping[Key, tuple[float, float]] = field(default_factory=dict)


def hide_with(figures: Figures, secret: Iterable[Key]) -> Hiding:
    """The secret figures, and as many more as are needed so that none of them is given back.

    Figures stand in their order of preference: those that may rather be hidden first; totals come
    after their parts in any case.
    """
    wanted = [key for key in figures.values if key in set(secret)]
    hidden = {mate for key in wanted for mate in _mates(figures, key)}
    for key in wanted:
        if key in figures.known:
            continue
        while not _Search(figures, hidden, alike=True).another_world(key):
            more = _next_to_hide(figures, hidden, key)
            if more is None:
                break
            hidden |= _mates(figures, more)
    search = _Search(figures, hidden, alike=False)
    given_back = [key for key in wanted if key in figures.known or not search.another_world(key)]
    return Hiding(frozenset(hidden), frozenset(given_back))


def _mates(figures: Figures, key: Key) -> set[Key]:
    return {key, *figures.together.get(key, ())} - set(figures.fixed)


def _next_to_hide(figures: Figures, hidden: set[Key], key: Key) -> Key | None:
    """The shown figure that helps most: in the sum with the fewest hidden ones of those that
    hang together with `key`, and in as many of these sums as possible."""
    reached = _reached(figures, hidden, key)
    totals = {total for total, _ in figures.sums}
    place = {one: number for number, one in enumerate(figures.values)}
    ranked = []
    for one in reached:
        cells = (one.total, *one.parts)
        few = sum(cell in hidden for cell in cells)
        for cell in cells:
            if cell in hidden or not _may_be_hidden(figures, cell):
                continue
            shared = sum(cell == other.total or cell in other.parts for other in reached)
            ranked.append((few, cell in totals, -shared, place[cell], cell))
    return min(ranked, key=lambda rank: rank[:4])[4] if ranked else None


def _may_be_hidden(figures: Figures, cell: Key) -> bool:
    """A figure below `low` is known to be never hidden: hiding it would help nobody."""
    return (
        cell in figures.values
        and cell not in figures.fixed
        and cell not in figures.known
        and figures.values[cell] >= figures.low
    )


def _reached(figures: Figures, hidden: set[Key], key: Key) -> list[Sum]:
    """The sums that hang together with `key` through hidden figures."""
    found: list[Sum] = []
    seen, waiting = {key}, [key]
    while waiting:
        cell = waiting.pop(0)
        for one in figures.sums:
            cells = (one.total, *one.parts)
            if cell in cells and one not in found:
                found.append(one)
                new = [other for other in cells if other in hidden and other not in seen]
                seen.update(new)
                waiting += new
    return found


class _Search:
    """The search for another world: what is hidden moves by one, and every sum still holds.

    `alike`: in that world the same hidden figures are small.
    """

    def __init__(self, figures: Figures, hidden: Collection[Key], *, alike: bool) -> None:
        self.figures = figures
        self.alike = alike
        self.hidden = {key for key in hidden if key not in figures.known}
        self.steps = 0
        self.sums_of: dict[Key, list[Sum]] = {}
        for one in figures.sums:
            for cell in (one.total, *one.parts):
                self.sums_of.setdefault(cell, []).append(one)

    def another_world(self, key: Key) -> bool:
        """Can `key` be another number?"""
        self.steps = STEPS
        return any(
            self._can(key, step) and self._settled({key: step}, list(self.sums_of.get(key, [])))
            for step in (1, -1)
        )

    def _can(self, cell: Key, step: int) -> bool:
        value = self.figures.values.get(cell)
        if value is None:
            return False
        if cell in self.hidden:
            small_to = self.figures.small_to
            as_small = (value <= small_to) is (value + step <= small_to)
            return value + step >= self.figures.low and (as_small or not self.alike)
        low, high = self.figures.bands.get(cell, (value, value))
        return low <= value + step <= high

    def _settled(self, moved: dict[Key, int], waiting: list[Sum]) -> bool:
        self.steps -= 1
        while waiting and not self._off(waiting[0], moved):
            waiting = waiting[1:]
        if not waiting or self.steps < 0:
            return not waiting and self._in_order(moved)
        one = waiting[0]
        off = self._off(one, moved)
        for cell in (*one.parts, one.total):
            step = (1 if cell == one.total else -1) * (1 if off > 0 else -1)
            if cell in moved or not self._can(cell, step):
                continue
            if self._settled(moved | {cell: step}, [*waiting, *self.sums_of[cell]]):
                return True
        return False

    @staticmethod
    def _off(one: Sum, moved: Mapping[Key, int]) -> int:
        return sum(moved.get(part, 0) for part in one.parts) - moved.get(one.total, 0)

    def _in_order(self, moved: Mapping[Key, int]) -> bool:
        values = self.figures.values
        return all(
            values[less] + moved.get(less, 0) <= values[more] + moved.get(more, 0)
            for less, more in self.figures.at_most
            if less in moved or more in moved
        )
