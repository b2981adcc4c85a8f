"""Columns whose headers say too little or too much: what their cells hold decides.

`Guess` is a mapping as it is put together (`plan_columns`): what each header means, and the field
each column has by now.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from tracker.intake.plan_alike import in_order
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
)
from tracker.intake.plan_headers import NUMBERED_MEASURE, is_blank_name
from tracker.intake.plan_periods import is_period
from tracker.intake.plan_status import read_status
from tracker.intake.plan_words import Meaning, PlanField, PlanWords, plain
from tracker.intake.sheet import Cell

MEASURE_VALUES: frozenset[PlanField] = frozenset({"baseline", "target", "current"})
# A guess from cells alone needs so many of them filled.
FEWEST = 2
# A column of shorter texts is taken for the actions only where there is no other.
LEAST_TITLE = 15


@dataclass
class Guess:
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


def correct_by_cells(guess: Guess) -> None:
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


def _better_field(stated: PlanField | None, texts: Sequence[str], guess: Guess) -> PlanField | None:
    if len(texts) < FEWEST:
        return stated
    if stated == "ref" and average(texts) > 25:
        return None
    if stated == "area_ref" and not means(guess, "ref") and not means(guess, "area"):
        return "ref" if are_own_numbers(texts) else stated
    if stated == "target" and most(texts, is_date) and not means(guess, "due"):
        return "due"
    if stated == "update" and not means(guess, "status") and most(texts, _guess_status(guess)):
        return "status" if average(texts) < 20 else "update"
    return stated


def means(guess: Guess, wanted: PlanField) -> bool:
    """Does the header of any column name this field?"""
    return any(meaning and meaning.field == wanted for meaning in guess.meanings)


def _guess_status(guess: Guess) -> Test:
    """Whether a text names a status, by the words in use."""
    return lambda text: bool(
        read_status(text, "", guess.words).text and plain(text) not in {"x", "-", "none"}
    )


def is_measure_table(guess: Guess) -> bool:
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


def name_measures(guess: Guess) -> None:
    """The first column of measures names them: it is the title."""
    for column, meaning in enumerate(guess.meanings):
        if meaning and meaning.field == "measure":
            guess.meanings[column] = Meaning("title", None, meaning.strength + 200)
            return


def newest_is_current(guess: Guess, fixed: Collection[int]) -> None:
    """Of columns for years or quarters, the newest one filled holds where a measure is now."""
    years = [c for c in guess.open_columns() if c not in fixed and is_period(guess.names[c])]
    newest = in_order(years, guess.names, guess.cells)
    if len(years) == 1 and guess.texts(years[0]):
        newest = years
    for column in newest[:1]:
        guess.fields[column] = "current"
        guess.guessed.add(column)


def guess_by_cells(guess: Guess, fixed: Iterable[int]) -> None:
    """Columns without a known header: dates, statuses, fills and numbers show what they are."""
    for column in guess.open_columns():
        if column in fixed or guess.meanings[column] is not None:
            continue
        texts = guess.texts(column)
        found = _field_of_cells(guess, column, texts)
        if found:
            guess.fields[column] = found
            guess.guessed.add(column)


def _field_of_cells(guess: Guess, column: int, texts: Sequence[str]) -> PlanField | None:
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
    if not guess.taken("status") and average(texts) < 20 and most(texts, _guess_status(guess)):
        return "status"
    return None


def find_title(guess: Guess, fixed: Iterable[int]) -> None:
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


def _otherwise_title(guess: Guess, column: int) -> bool:
    meaning = guess.meanings[column]
    return meaning is not None and meaning.otherwise == "title"
