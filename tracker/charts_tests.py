"""Tests of change on a chart: where their words stand, so that none covers another.

Fewer words where there is less room: “Test 1 adapted”, then “Test 1”, then “1”; at last numbers
that would touch are joined. No test is ever left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.charts_look import plain
from tracker.cycles import TestMark
from tracker.tests_of_change import Decision
from tracker.words import day_words

LETTER = 0.5  # the mean width of a letter, of its height
SPACE = 0.9  # between two words, in letters
APART = 1.5  # a decision this far from the start gets words of its own
MOST_JOINED = 4
_NUMBERED = re.compile(r"T ?(\d.*)", re.IGNORECASE)


@dataclass(frozen=True)
class TestWords:
    """Words above the drawing: on a day, in a row (0 is the lowest), `shift` letters aside."""

    __test__ = False

    on: date
    words: str
    row: int = 0
    shift: float = 0.0


@dataclass(frozen=True)
class Span:
    """The days of an axis and how many letters wide it is drawn."""

    start: date
    end: date
    across: float

    def place(self, day: date) -> float:
        """How many letters from the left a day stands, or would at the nearer end."""
        whole = (self.end - self.start) or timedelta(1)
        return (self.inside(day) - self.start) / whole * self.across

    def inside(self, day: date) -> date:
        """The day, or the nearer end."""
        return min(max(day, self.start), self.end)


def name_words(mark: TestMark) -> str:
    """T1 is Test 1; any other reference stays as it is."""
    numbered = _NUMBERED.fullmatch(mark.ref)
    return f"Test {plain(numbered[1] if numbered else mark.ref)}"


def state_words(mark: TestMark) -> str:
    """What was decided last; running before the first decision."""
    return mark.decision.done if mark.decision else "running"


def adopted_on(mark: TestMark) -> date | None:
    """The day it was adopted; None where it was not."""
    return mark.decided_on if mark.decision is Decision.ADOPT else None


def long_words(mark: TestMark) -> str:
    """All about it, for a pointer."""
    told = f"<b>{name_words(mark)}</b> {plain(mark.title)}<br>begun {day_words(mark.since)}"
    if mark.until:
        told += f", last Do ended {day_words(mark.until)}"
    on = f" {day_words(mark.decided_on)}" if mark.decided_on else ""
    return f"{told}<br>{state_words(mark)}{on}"


def placed(tests: Sequence[TestMark], span: Span, *, numbers: bool = False) -> list[TestWords]:
    """The words of all tests: the fullest that fit in two rows; only numbers where asked."""
    if not numbers:
        for worded, rows in ((_full, 1), (_named, 1), (_full, 2), (_named, 2), (_short, 2)):
            if fitted := _fitted(sorted(worded(tests, span), key=_day), span, rows):
                return fitted
    said = ((mark.since, name_words(mark).removeprefix("Test ")) for mark in tests)
    return _joined(sorted(said, key=_day), span)


def _day(said: tuple[date, str]) -> date:
    return said[0]


def _full(tests: Iterable[TestMark], span: Span) -> Iterator[tuple[date, str]]:
    """Its name at the start, the word of its adoption where that lies apart."""
    for mark in tests:
        adopted = adopted_on(mark)
        name = f"<b>{name_words(mark)}</b>"
        if adopted and span.place(adopted) - span.place(mark.since) >= APART:
            yield mark.since, name
            yield adopted, f"{name} {state_words(mark)}"
        else:
            yield mark.since, f"{name} {state_words(mark)}"


def _named(tests: Iterable[TestMark], _span: Span) -> Iterator[tuple[date, str]]:
    for mark in tests:
        yield mark.since, f"<b>{name_words(mark)}</b> {state_words(mark)}"


def _short(tests: Iterable[TestMark], _span: Span) -> Iterator[tuple[date, str]]:
    for mark in tests:
        yield mark.since, f"<b>{name_words(mark)}</b>"


def _fitted(said: Sequence[tuple[date, str]], span: Span, rows: int) -> list[TestWords]:
    """Each in the lowest row where it touches none; empty where one fits in none."""
    taken, found = [-1e9] * rows, []
    for day, words in said:
        middle, half = _middle(day, words, span)
        row = next((n for n in range(rows) if middle - half >= taken[n]), None)
        if row is None:
            return []
        taken[row] = middle + half + SPACE
        found.append(TestWords(span.inside(day), words, row, middle - span.place(day)))
    return found


def _middle(day: date, words: str, span: Span) -> tuple[float, float]:
    """Where words stand: over their day, and not over the edges; and half their width."""
    half = len(re.sub("<.*?>", "", words)) * LETTER / 2
    return max(min(span.place(day), span.across - half), half), half


def _joined(said: Iterable[tuple[date, str]], span: Span) -> list[TestWords]:
    """Numbers in one row; those that would touch stand together over the first of them."""
    groups = [[one] for one in said]
    while True:
        together = [_together(group) for group in groups]
        touching = (n for n in range(len(groups) - 1) if not _fitted(together[n : n + 2], span, 1))
        first = next(touching, None)
        if first is None:
            return [found for one in together for found in _fitted([one], span, 1)]
        groups[first : first + 2] = [groups[first] + groups[first + 1]]


def _together(group: Sequence[tuple[date, str]]) -> tuple[date, str]:
    numbers = [number for _, number in group]
    if len(numbers) > MOST_JOINED:
        return group[0][0], f"<b>{numbers[0]} … {numbers[-1]}</b>"
    return group[0][0], f"<b>{', '.join(numbers)}</b>"
