"""Columns that belong together: original and revised dates, crosses under R A G, RAG by date.

Which of them counts is decided row by row; what does not count is kept under `other`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.intake.plan_periods import period_in
from tracker.intake.plan_words import PlanField, PlanWords, plain
from tracker.intake.sheet import Cell

_REVISED = re.compile(
    r"\b(?:revised|new|extended|extension|updated|amended|re-?scheduled|re-?profiled|re-?set|"
    r"changed|forecast|latest|current)\b",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|first|previous|old|baseline)\b", re.IGNORECASE
)
_SIGNS = frozenset({"r", "a", "g", "b", "red", "amber", "green", "blue", "yellow"})
_MARKS = frozenset({*"x✓✔√☑☒✗✘•●*1yü/", "yes"})


@dataclass(frozen=True)
class Alike:
    """Columns by what they are among others. `revised` and `original` are due dates.

    `marks`: the status that a cross in a column stands for. `earlier`: the columns of older
    statuses, the newest first.
    """

    revised: frozenset[int] = frozenset()
    original: frozenset[int] = frozenset()
    marks: Mapping[int, str] | None = None
    earlier: tuple[int, ...] = ()


NOT_ALIKE = Alike()


def is_revised(name: str) -> bool:
    """Does a date's name say that it takes the place of another?"""
    return _REVISED.search(name) is not None


def is_original(name: str) -> bool:
    """Does a date's name say that another may have taken its place?"""
    return _ORIGINAL.search(name) is not None and not is_revised(name)


def is_sign(name: str) -> bool:
    """Is a header only the letter or the name of a colour?"""
    return plain(name) in _SIGNS


def mark_columns(
    names: Sequence[str], cells: Sequence[Sequence[Cell]], words: PlanWords
) -> dict[int, str]:
    """The columns named R, A, G or by their words, where a cross says which one holds."""
    signs = {c: _status_of(name, words) for c, name in enumerate(names)}
    found = {c: word for c, word in signs.items() if word and _are_marks(cells[c], word)}
    coloured = [c for c in found if is_sign(_last_part(names[c]))]
    crossed = any(cell.text for c in found for cell in cells[c])
    filled = len(coloured) > 1 and any(cell.fill for c in found for cell in cells[c])
    return found if len(found) > 1 and (crossed or filled) else {}


def _status_of(name: str, words: PlanWords) -> str:
    last = plain(_last_part(name))
    known = words.statuses.get(last)
    return _last_part(name) if last in _SIGNS or (known and known.status) else ""


def _last_part(name: str) -> str:
    return re.sub(r" \(\d\)$", "", name).rpartition(" / ")[2]


def _are_marks(cells: Sequence[Cell], word: str) -> bool:
    said = {plain(cell.text) for cell in cells if cell.text}
    return said <= _MARKS | {plain(word), plain(word)[0]}


def in_order(
    columns: Sequence[int], names: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> list[int]:
    """Of two or more columns for periods, those with anything in them, the newest first."""
    periods = {c: period_in(names[c]) for c in columns}
    dated = {c: period for c, period in periods.items() if period is not None}
    if len(dated) < 2 or len(set(dated.values())) < len(dated):
        return []
    filled = [c for c in dated if any(cell.text or cell.fill for cell in cells[c])]
    empty = [c for c in dated if c not in filled]
    return [
        *sorted(filled, key=lambda c: dated[c], reverse=True),
        *sorted(empty, key=lambda c: dated[c], reverse=True),
    ]


def area_numbers(
    fields: tuple[PlanField | None, ...], cells: Sequence[Sequence[Cell]]
) -> tuple[PlanField | None, ...]:
    """A number that stands only beside an area's name is the area's number."""
    places = {
        wanted: fields.index(wanted) for wanted in ("ref", "area", "title") if wanted in fields
    }
    if (
        len(places) < 3
        or "area_ref" in fields
        or not places["ref"] < places["area"] < places["title"]
    ):
        return fields
    numbers, names, titles = (
        [bool(cell.text) for cell in cells[places[wanted]]] for wanted in ("ref", "area", "title")
    )
    rows = [row for row in zip(numbers, names, titles, strict=True) if row[2]]
    together = sum(number == name for number, name, _ in rows)
    with_name = sum(name for _, name, _ in rows)
    if len(rows) < 2 or together < len(rows) or with_name * 10 > len(rows) * 8:
        return fields
    return tuple("area_ref" if found == "ref" else found for found in fields)
