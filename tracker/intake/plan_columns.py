"""Which column holds what: by the words of its header, helped by what its cells hold.

One column each for ref, area, title, owner, due, status and the values of a measure; the best named
has it, and what is left is kept under `other`. A person's own mapping comes before everything.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from tracker.intake.plan_cells import (
    Test,
    are_levels,
    are_own_numbers,
    are_scores,
    average,
    is_date,
    is_figure,
    is_ref,
    most,
)  # fmt: skip
from tracker.intake.plan_headers import NUMBERED_MEASURE, is_blank_name
from tracker.intake.plan_periods import header_meaning, is_period
from tracker.intake.plan_status import read_status
from tracker.intake.plan_words import Meaning, PlanField, PlanWords, plain
from tracker.intake.sheet import Cell
from tracker.refusals import Refusal

FIELDS: tuple[PlanField, ...] = get_args(PlanField)
# One column each; the others may be spread over several columns.
SINGLE: frozenset[PlanField] = frozenset(
    {"ref", "area_ref", "area", "title", "owner", "due", "status", "baseline", "target", "current"}
)
MEASURE_VALUES: frozenset[PlanField] = frozenset({"baseline", "target", "current"})
# So many cells of a column are looked at; a guess from cells alone needs so many of them filled.
CELLS_LOOKED_AT, FEWEST = 60, 2
# A column of shorter texts is taken for the actions only where there is no other.
LEAST_TITLE = 15
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


@dataclass
class _Guess:
    """A mapping as it is put together. `meanings` and `cells` are by column."""

    names: Sequence[str]
    meanings: list[Meaning | None]
    cells: Sequence[Sequence[Cell]]
    words: PlanWords
    fields: dict[int, PlanField | None] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)

    def taken(self, wanted: PlanField | None) -> bool:
        return wanted in self.fields.values()

    def fixed_ref(self, fixed: Iterable[int]) -> bool:
        """Did a person say which column holds the numbers?"""
        return any(self.fields.get(column) in {"ref", "area_ref"} for column in fixed)

    def open_columns(self) -> list[int]:
        return [c for c in range(len(self.names)) if self.fields.get(c) is None]

    def texts(self, column: int) -> list[str]:
        return [cell.text for cell in self.cells[column] if cell.text]


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
    guess = _Guess(names, meanings, [column[:CELLS_LOOKED_AT] for column in cells], words)
    _correct_by_cells(guess)
    guess.fields.update({c: own[name] for c, name in enumerate(names) if name in own})
    fixed = set(guess.fields)
    alike = _alike(guess, cells, fixed)
    _rank_groups(guess)
    measures = _is_measure_table(guess)
    if measures:
        _name_measures(guess)
    _share_out(guess)
    _share_due(guess, fixed)
    _give_what_is_left(guess)
    _guess_by_cells(guess, fixed)
    if not guess.taken("title"):
        _find_title(guess, fixed)
    if measures and not guess.taken("current"):
        _newest_is_current(guess, fixed)
    fields = tuple(guess.fields.get(column) for column in range(len(names)))
    also = tuple(
        column
        for column, meaning in enumerate(guess.meanings)
        if meaning and meaning.field == "status" and fields[column] is None
    )
    shown = fields if guess.fixed_ref(fixed) else area_numbers(fields, cells)
    if "area_ref" in shown and "ref" not in shown:
        shown = _own_number(shown, guess, fixed)
    groups = tuple(
        column
        for column, meaning in enumerate(guess.meanings)
        if meaning and meaning.otherwise == "area" and fields[column] is None
    )
    dues = [column for column, found in enumerate(fields) if found == "due"]
    alike = replace(
        alike,
        revised=frozenset(c for c in dues if len(dues) > 1 and is_revised(names[c])),
        original=frozenset(c for c in dues if len(dues) > 1 and is_original(names[c])),
    )
    return Columns(shown, measures, frozenset(guess.guessed), also, groups, alike)


def _own_number(
    fields: tuple[PlanField | None, ...], guess: _Guess, fixed: Collection[int]
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


def _alike(guess: _Guess, cells: Sequence[Sequence[Cell]], fixed: Collection[int]) -> Alike:
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


def _rank_groups(guess: _Guess) -> None:
    """Beside a theme, a priority or a driver, an objective or aim is what shall come of it."""
    grouped = [c for c, m in enumerate(guess.meanings) if m and m.otherwise == "area"]
    aims = [
        c
        for c, m in enumerate(guess.meanings)
        if m and m.field == "area" and _AIM.search(guess.names[c])
    ]
    named = [c for c, m in enumerate(guess.meanings) if m and m.field == "area" and c not in aims]
    if not (grouped and aims) or named or guess.taken("area") or not _means(guess, "title"):
        return
    for column in aims:
        meaning = guess.meanings[column]
        strength = meaning.strength if meaning else 0
        guess.meanings[column] = Meaning("outcome", None, strength)


def _share_due(guess: _Guess, fixed: Collection[int]) -> None:
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


def _newest_is_current(guess: _Guess, fixed: Collection[int]) -> None:
    """Of columns for years or quarters, the newest one filled holds where a measure is now."""
    years = [c for c in guess.open_columns() if c not in fixed and is_period(guess.names[c])]
    newest = in_order(years, guess.names, guess.cells)
    if len(years) == 1 and guess.texts(years[0]):
        newest = years
    for column in newest[:1]:
        guess.fields[column] = "current"
        guess.guessed.add(column)


def _correct_by_cells(guess: _Guess) -> None:
    """What the cells hold may say more than a header: a priority may be high, medium or low."""
    for column, meaning in enumerate(guess.meanings):
        if meaning is None:
            continue
        if "area" in {meaning.field, meaning.otherwise} and are_levels(guess.texts(column)):
            guess.meanings[column] = Meaning(None, None, meaning.strength, meaning.place)
            continue
        if meaning.field == "outcome" and are_scores(guess.texts(column)):
            guess.meanings[column] = Meaning(None, None, meaning.strength, meaning.place)
            continue
        better = _better_field(meaning.field, guess.texts(column), guess)
        if better != meaning.field:
            guess.meanings[column] = Meaning(better, None, meaning.strength, meaning.place)


def _better_field(
    stated: PlanField | None, texts: Sequence[str], guess: _Guess
) -> PlanField | None:
    if len(texts) < FEWEST:
        return stated
    if stated == "ref" and average(texts) > 25:
        return None
    if stated == "area_ref" and not _means(guess, "ref") and not _means(guess, "area"):
        return "ref" if are_own_numbers(texts) else stated
    if stated == "target" and most(texts, is_date) and not _means(guess, "due"):
        return "due"
    if stated == "update" and not _means(guess, "status") and most(texts, guess_status(guess)):
        return "status" if average(texts) < 20 else "update"
    return stated


def _means(guess: _Guess, wanted: PlanField) -> bool:
    return any(meaning and meaning.field == wanted for meaning in guess.meanings)


def guess_status(guess: _Guess) -> Test:
    """Whether a text names a status, by the words in use."""
    return lambda text: bool(
        read_status(text, "", guess.words).text and plain(text) not in {"x", "-", "none"}
    )


def _is_measure_table(guess: _Guess) -> bool:
    """Is it a table of measures? They have values, and no column of actions."""
    stated = {meaning.field for meaning in guess.meanings if meaning} | set(guess.fields.values())
    if "title" in stated:
        return False
    periods = [c for c, name in enumerate(guess.names) if is_period(name)]
    figures = [text for column in periods for text in guess.texts(column)]
    if len(periods) > 1 and figures and not stated & {"owner", "due"} and most(figures, is_figure):
        return True
    numbered = any(NUMBERED_MEASURE.fullmatch(name) for name in guess.names)
    values = len(stated & MEASURE_VALUES) + 2 * (len(periods) > 1)
    plain_actions = {"owner", "due"} <= stated
    return "measure" in stated and (numbered or values >= 2 or (values == 1 and not plain_actions))


def _name_measures(guess: _Guess) -> None:
    """The first column of measures names them: it is the title."""
    for column, meaning in enumerate(guess.meanings):
        if meaning and meaning.field == "measure":
            guess.meanings[column] = Meaning("title", None, meaning.strength + 200)
            return


def _share_out(guess: _Guess) -> None:
    """Give each field to the column whose header names it best, the leftmost of equals."""
    wanting = [(c, m) for c, m in enumerate(guess.meanings) if m and c not in guess.fields]
    wanting.sort(key=lambda pair: (-min(pair[1].strength, 101), pair[0]))
    for column, meaning in wanting:
        if meaning.field in SINGLE and guess.taken(meaning.field):
            continue
        if meaning.field:
            guess.fields[column] = meaning.field


def _give_what_is_left(guess: _Guess) -> None:
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


def _guess_by_cells(guess: _Guess, fixed: Iterable[int]) -> None:
    """Columns without a known header: dates, statuses, fills and numbers show what they are."""
    for column in guess.open_columns():
        if column in fixed or guess.meanings[column] is not None:
            continue
        texts = guess.texts(column)
        found = _field_of_cells(guess, column, texts)
        if found:
            guess.fields[column] = found
            guess.guessed.add(column)


def _field_of_cells(guess: _Guess, column: int, texts: Sequence[str]) -> PlanField | None:
    fills = {cell.fill for cell in guess.cells[column] if cell.fill and not cell.text}
    coloured = sum(plain(fill) in guess.words.statuses for fill in fills)
    if not guess.taken("status") and not texts and coloured:
        return "status"
    if len(texts) < FEWEST:
        return None
    blank = is_blank_name(guess.names[column])
    if not guess.taken("ref") and column <= 1 and most(texts, is_ref) and blank:
        return "ref"
    if not guess.taken("due") and most(texts, is_date):
        return "due"
    if most(texts, is_figure):
        return None
    if not guess.taken("status") and average(texts) < 20 and most(texts, guess_status(guess)):
        return "status"
    return None


def _find_title(guess: _Guess, fixed: Iterable[int]) -> None:
    """No column of actions by name: the nearest in meaning, else the one with the longest text."""
    left = [column for column in range(len(guess.names)) if column not in fixed]
    unknown = [c for c in left if guess.fields.get(c) is None and guess.meanings[c] is None]
    longest = sorted(unknown, key=lambda c: -average(guess.texts(c) or [""]))
    chosen = [
        *(c for c in left if _otherwise_title(guess, c)),
        *(c for c in left if guess.fields.get(c) == "milestones"),
        *(c for c in longest if average(guess.texts(c) or [""]) >= LEAST_TITLE),
        *(c for c in left if guess.fields.get(c) in {"area", "outcome"}),
        *(c for c in longest if guess.texts(c)),
    ]
    for column in chosen[:1]:
        guess.fields[column] = "title"
        guess.guessed.add(column)


def _otherwise_title(guess: _Guess, column: int) -> bool:
    meaning = guess.meanings[column]
    return meaning is not None and meaning.otherwise == "title"
