"""Tables of counts made fit to be read by everybody: totals do not betray the hidden ones.

    public = protect([[3, 12, 15], [9, 8, 17], [12, 20, 32]], total_row=True, total_column=True)
    public.cells     # what may be written: a count, rounded if so set; None where hidden or empty
    public.hidden    # the places that are hidden; write HIDDEN there, the same word for all
    public.share((0, 1), of=(0, 2))   # in per cent; None where either figure is not shown

Everything else that is drawn or said (percentages, axes, medians, sentences) must be worked out
from `cells`, never from the table it was made of.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from tracker.disclosure_settings import SETTINGS, PublicSettings
from tracker.disclosure_sums import Figures, Hiding, Key, Sum, hide_with
from tracker.words import counted

Place: TypeAlias = tuple[int, int]
Table: TypeAlias = Sequence[Sequence[int | None]]


class EarlierFigures(NamedTuple):
    """What an earlier public version was made of: all its figures, and those it hid."""

    values: Mapping[Key, float | None]
    hidden: Collection[Key]


@dataclass(frozen=True)
class PublicTable:
    """A table as everybody may see it; `warnings` are for those who publish it."""

    cells: tuple[tuple[int | None, ...], ...]
    hidden: frozenset[Place]
    warnings: tuple[str, ...] = ()

    def share(self, cell: Place, of: Place) -> float | None:
        """One shown figure in per cent of another; None where either is not shown, or 0 below."""
        above, below = (self.cells[row][column] for row, column in (cell, of))
        return None if above is None or not below else above / below * 100


def protect(
    table: Table,
    settings: PublicSettings = SETTINGS,
    *,
    total_row: bool = False,
    total_column: bool = False,
    published: Collection[Place] = (),
    earlier: Iterable[EarlierFigures] = (),
) -> PublicTable:
    """A table of counts with the small ones hidden, and what would give them back.

    The totals are the last row and column where said so. `published` places stay. `earlier`:
    earlier public versions of the same table, keyed by (row, column). Raises ValueError where the
    rows are of unequal length.
    """
    if len({len(row) for row in table}) > 1:
        raise ValueError("The rows of a table must all have the same number of cells.")
    values = {(r, c): cell for r, row in enumerate(table) for c, cell in enumerate(row)}
    known = {place: float(cell) for place, cell in values.items() if cell is not None}
    sums = _sums(table, total_row=total_row, total_column=total_column)
    hiding = protect_sums(known, sums, settings, published, earlier)
    cells = tuple(
        tuple(_shown((r, c), cell, hiding, published, settings) for c, cell in enumerate(row))
        for r, row in enumerate(table)
    )
    hidden = frozenset(place for place in values if place in hiding.hidden)
    return PublicTable(cells, hidden, _warnings(hiding))


def protect_sums(
    values: Mapping[Key, float],
    sums: Sequence[Sum],
    settings: PublicSettings = SETTINGS,
    published: Collection[Key] = (),
    earlier: Iterable[EarlierFigures] = (),
) -> Hiding:
    """What to hide of any figures that hang together by sums, whatever they stand in.

    A figure that an earlier version hid stays hidden while it is the same number; one that it
    showed is known for good, and protects nothing. Two charts that show the same figure, or a
    part and its rest, are sums like any other.
    """
    seen, kept = _from_earlier(values, earlier)
    small = {key for key, value in values.items() if settings.is_small(value)}
    known = seen | set(published)
    figures = Figures(
        values,
        sums,
        low=settings.lowest_hidden,
        small_to=settings.small,
        known=known,
        fixed=frozenset(published),
        bands={key: settings.band(value) for key, value in values.items() if key not in known},
    )
    return hide_with(figures, (small | (kept - seen)) - set(published))


def _from_earlier(
    values: Mapping[Key, float], earlier: Iterable[EarlierFigures]
) -> tuple[set[Key], set[Key]]:
    """The figures that were shown before with the same number, and those that were hidden."""
    seen: set[Key] = set()
    kept: set[Key] = set()
    for version in earlier:
        for key, value in version.values.items():
            if value is not None and values.get(key) == value:
                (kept if key in version.hidden else seen).add(key)
    return seen, kept


def _sums(table: Table, *, total_row: bool, total_column: bool) -> list[Sum]:
    """Each row adds up to its last cell, each column to its last one."""
    rows, columns = len(table), len(table[0]) if table else 0
    found = []
    if total_column and columns > 1:
        found += [
            Sum((r, columns - 1), tuple((r, c) for c in range(columns - 1))) for r in range(rows)
        ]
    if total_row and rows > 1:
        found += [
            Sum((rows - 1, c), tuple((r, c) for r in range(rows - 1))) for c in range(columns)
        ]
    return found


def _shown(
    place: Place,
    cell: int | None,
    hiding: Hiding,
    published: Collection[Place],
    settings: PublicSettings,
) -> int | None:
    if cell is None or place in hiding.hidden:
        return None
    return cell if place in published else int(settings.rounded(cell))


def _warnings(hiding: Hiding) -> tuple[str, ...]:
    if not hiding.given_back:
        return ()
    figures = counted(len(hiding.given_back), "small count")
    return (
        f"{figures} can be worked out from what is published or was shown before. That cannot be "
        "taken back: leave the table out, or join rows.",
    )
