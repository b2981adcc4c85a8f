"""Which column holds what: by the words of its header, helped by what its cells hold.

One column each for ref, area, title, owner, due, status and the values of a measure; the best named
has it, and what is left is kept under `other`. A person's own mapping comes before everything.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from tracker.intake.plan_alike import (
    NOT_ALIKE,
    Alike,
    area_numbers,
    in_order,
    is_original,
    is_revised,
    mark_columns,
)
from tracker.intake.plan_cells import average
from tracker.intake.plan_guess import (
    Guess,
    correct_by_cells,
    find_title,
    guess_by_cells,
    is_measure_table,
    means,
    name_measures,
    newest_is_current,
)
from tracker.intake.plan_headers import NUMBERED_MEASURE, is_blank_name
from tracker.intake.plan_periods import header_meaning
from tracker.intake.plan_words import Meaning, PlanField, PlanWords
from tracker.intake.sheet import Cell
from tracker.refusals import Refusal

FIELDS: tuple[PlanField, ...] = get_args(PlanField)
# One column each; the others may be spread over several columns.
SINGLE: frozenset[PlanField] = frozenset(
    {"ref", "area_ref", "area", "title", "owner", "due", "status", "baseline", "target", "current"}
)
CELLS_LOOKED_AT = 60
_AIM = re.compile(r"\b(?:objective|aim|goal)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """The field of each column, None where it has none; `guessed` names those from cells alone.

    `also_status` are further columns whose header names a status; they are kept under `other`.
    `also_groups` name what several rows belong to, above the area. `alike`: see there.
    """

    fields: tuple[PlanField | None, ...]
    measures: bool = False
    guessed: frozenset[int] = frozenset()
    also_status: tuple[int, ...] = ()
    also_groups: tuple[int, ...] = ()
    alike: Alike = NOT_ALIKE

    def of(self, wanted: PlanField) -> tuple[int, ...]:
        """The columns that hold a field, from the left."""
        return self._places.get(wanted, ())

    @cached_property
    def _places(self) -> Mapping[PlanField | None, tuple[int, ...]]:
        places: dict[PlanField | None, tuple[int, ...]] = {}
        for place, found in enumerate(self.fields):
            places[found] = (*places.get(found, ()), place)
        return places

    def first(self, wanted: PlanField) -> int | None:
        """The first column that holds a field."""
        return next(iter(self.of(wanted)), None)


def map_columns(
    names: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    words: PlanWords,
    said: Mapping[str, str | None] | None = None,
    *,
    two_rows: bool = False,
) -> Columns:
    """The field of every column named `names`, whose cells below the header are `cells`.

    `two_rows`: the names join those of two rows by “ / ”. `said` is a person's own mapping of
    header to field or None. Raises Refusal for a field that is not there.
    """
    own = {name: _as_field(value) for name, value in (said or {}).items()}
    meanings = [None if name in own else _meaning(name, words, two_rows) for name in names]
    guess = Guess(names, meanings, [column[:CELLS_LOOKED_AT] for column in cells], words)
    correct_by_cells(guess)
    guess.fields.update({c: own[name] for c, name in enumerate(names) if name in own})
    fixed = set(guess.fields)
    alike = _alike(guess, cells, fixed)
    measures = _give_fields(guess, fixed)
    fields = tuple(guess.fields.get(column) for column in range(len(names)))
    dues = [column for column, found in enumerate(fields) if found == "due"]
    alike = replace(
        alike,
        revised=frozenset(c for c in dues if len(dues) > 1 and is_revised(names[c])),
        original=frozenset(c for c in dues if len(dues) > 1 and is_original(names[c])),
    )
    left = [(c, m) for c, m in enumerate(guess.meanings) if m and fields[c] is None]
    return Columns(
        _numbers_told_apart(fields, guess, cells, fixed),
        measures,
        frozenset(guess.guessed),
        also_status=tuple(c for c, meaning in left if meaning.field == "status"),
        also_groups=tuple(c for c, meaning in left if meaning.otherwise == "area"),
        alike=alike,
    )


def _give_fields(guess: Guess, fixed: Collection[int]) -> bool:
    """Fields by header first, then second choices, then by cells. Is it a table of measures?"""
    _rank_groups(guess)
    measures = is_measure_table(guess)
    if measures:
        name_measures(guess)
    _share_out(guess)
    _share_due(guess, fixed)
    _give_what_is_left(guess)
    guess_by_cells(guess, fixed)
    if not guess.taken("title"):
        find_title(guess, fixed)
    if measures and not guess.taken("current"):
        newest_is_current(guess, fixed)
    return measures


def _numbers_told_apart(
    fields: tuple[PlanField | None, ...],
    guess: Guess,
    cells: Sequence[Sequence[Cell]],
    fixed: Collection[int],
) -> tuple[PlanField | None, ...]:
    """The numbers of areas apart from those of actions, unless a person said which are which."""
    shown = fields if guess.fixed_ref(fixed) else area_numbers(fields, cells)
    only_of_areas = "area_ref" in shown and "ref" not in shown
    return _own_number(shown, guess, fixed) if only_of_areas else shown


def _own_number(
    fields: tuple[PlanField | None, ...], guess: Guess, fixed: Collection[int]
) -> tuple[PlanField | None, ...]:
    """“Ref | Objective | Ref | Action”: beside the area's number the second one is the action's."""
    numbers = [
        c
        for c, meaning in enumerate(guess.meanings)
        if meaning and meaning.field == "ref" and fields[c] is None and c not in fixed
    ]
    return tuple("ref" if c in numbers[:1] else found for c, found in enumerate(fields))


def _as_field(value: str | None) -> PlanField | None:
    if value is None:
        return None
    for known in FIELDS:
        if known == value:
            return known
    raise Refusal(f"“{value}” is no field of a plan. Choose one of {', '.join(FIELDS)}.")


def _meaning(name: str, words: PlanWords, two_rows: bool) -> Meaning | None:
    """What a header means; of two rows the lower one decides where all its words are known."""
    if is_blank_name(name):
        return None
    if NUMBERED_MEASURE.fullmatch(name):
        return Meaning("measure", None, 200)
    name = re.sub(r" \(\d\)$", "", name)
    lower = words.meaning(name.rpartition(" / ")[2]) if two_rows and " / " in name else None
    return lower if lower and lower.strength > 100 else header_meaning(name, words)


def _alike(guess: Guess, cells: Sequence[Sequence[Cell]], fixed: Collection[int]) -> Alike:
    """Columns of crosses, and statuses of several periods: the newest one filled is the status."""
    unsaid = [c for c in range(len(guess.names)) if guess.fields.get(c, "status") == "status"]
    names = [name if c in unsaid else "" for c, name in enumerate(guess.names)]
    marks = mark_columns(names, cells, guess.words)
    for column in marks:
        guess.meanings[column] = None
        guess.fields[column] = "status"
    stated = [c for c, m in enumerate(guess.meanings) if m and m.field == "status"]
    stated += [c for c in fixed if guess.fields[c] == "status" and c not in marks]
    older = tuple(in_order(stated, guess.names, cells)[1:])
    values = [c for c, m in enumerate(guess.meanings) if m and m.field == "current"]
    for column in (
        c for c in (*older, *in_order(values, guess.names, cells)[1:]) if c not in fixed
    ):
        guess.meanings[column] = Meaning(None, None, 1)
    return Alike(marks=marks, earlier=older)


def _rank_groups(guess: Guess) -> None:
    """Beside a theme, a priority or a driver, an objective or aim is what shall come of it."""
    grouped = [c for c, m in enumerate(guess.meanings) if m and m.otherwise == "area"]
    aims = [
        c
        for c, m in enumerate(guess.meanings)
        if m and m.field == "area" and _AIM.search(guess.names[c])
    ]
    named = [c for c, m in enumerate(guess.meanings) if m and m.field == "area" and c not in aims]
    if not (grouped and aims) or named or guess.taken("area") or not means(guess, "title"):
        return
    for column in aims:
        meaning = guess.meanings[column]
        strength = meaning.strength if meaning else 0
        guess.meanings[column] = Meaning("outcome", None, strength)


def _share_due(guess: Guess, fixed: Collection[int]) -> None:
    """An original and a revised date are both the due date: which one, each row decides."""
    dues = [
        c
        for c, m in enumerate(guess.meanings)
        if m and "due" in {m.field, m.otherwise} and c not in fixed
    ]
    ranked = [c for c in dues if is_revised(guess.names[c]) or is_original(guess.names[c])]
    plain_one = [c for c in dues if guess.fields.get(c) == "due" and c not in ranked]
    # “Due date” beside “Original due date” is the present one; only a revised one comes before it.
    revised = any(is_revised(guess.names[c]) for c in ranked)
    if ranked and (revised or not plain_one) and len(ranked) + len(plain_one) > 1:
        guess.fields.update(dict.fromkeys(ranked, "due"))


def _share_out(guess: Guess) -> None:
    """Give each field to the column whose header names it best, the leftmost of equals."""
    wanting = [(c, m) for c, m in enumerate(guess.meanings) if m and c not in guess.fields]
    wanting.sort(key=lambda pair: (-min(pair[1].strength, 101), pair[0]))
    for column, meaning in wanting:
        if meaning.field in SINGLE and guess.taken(meaning.field):
            continue
        if meaning.field:
            guess.fields[column] = meaning.field


def _give_what_is_left(guess: Guess) -> None:
    """Second choices: a second column of actions holds the steps, a story is an update."""
    for column, meaning in enumerate(guess.meanings):
        if meaning is None or guess.fields.get(column) is not None:
            continue
        second = meaning.otherwise
        if meaning.field == "title" and not second:
            second = "milestones"
        if meaning.field == "status" and average(guess.texts(column) or [""]) > 25:
            second = "update"
        if second and not (second in SINGLE and guess.taken(second)):
            guess.fields[column] = second
