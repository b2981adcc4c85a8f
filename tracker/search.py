"""Search across the words of a plan, forgiving slips of the keyboard.

A word of the question finds the words of the plan that begin with it, whatever their case and
accents. Where the plan has none, it finds those that begin with something nearest to it: a letter
too many, missing, wrong or swapped with its neighbour. Several words must all be found.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import combining, normalize
from uuid import UUID

import numpy as np

from tracker.measures import Measure
from tracker.plan import Action, Area
from tracker.plan_as_at import PlanAsAt

Array = np.ndarray[Any, np.dtype[Any]]

# A reference such as 3.6 is one word.
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_LAST_SIGN = "\U0010ffff"
# Words of that many letters may have one slip, and two; shorter ones must be right. A word that is
# not typed to its end is guessed at from so many letters on.
ONE_SLIP, TWO_SLIPS, GUESSED = 4, 8, 5
LONGEST_WORD = 24
_NONE: Array = np.empty(0, dtype=np.int64)


class Passage(NamedTuple):
    """One text about a record; `where` says in a word which one: title, owner, updates."""

    where: str
    text: str


@dataclass(frozen=True)
class Found:
    """The records a question found, and where in each its words stand.

    `instead` has the words of the plan that stood in for a word which is not in it.
    """

    ids: frozenset[UUID]
    instead: Mapping[str, tuple[str, ...]]
    _index: "Index"
    _hits: Array

    def where(self, record: UUID) -> tuple[str, ...]:
        """The texts of a record that hold a word of the question, in the record's order."""
        first, end = self._index.places[record]
        hit = (self._index.wheres[n] for n in range(first, end) if self._hits[n])
        return tuple(dict.fromkeys(hit))


class Index:
    """The words of many records, prepared once; a question is then answered in milliseconds."""

    def __init__(self, passages: Mapping[UUID, Sequence[Passage]]) -> None:
        """Read every passage of every record."""
        self.records = tuple(passages)
        self.places: dict[UUID, tuple[int, int]] = {}
        self.wheres: list[str] = []
        numbers, words, places = self._read(passages)
        self._vocabulary = sorted(numbers)
        rank = np.empty(len(numbers), dtype=np.int32)
        for place, word in enumerate(self._vocabulary):
            rank[numbers[word]] = place
        ranked = rank[words]
        order = np.argsort(ranked, kind="stable")
        self._postings = places[order]
        self._starts = np.searchsorted(ranked[order], np.arange(len(numbers) + 1))
        lengths = [end - first for first, end in self.places.values()]
        self._record_of = np.repeat(np.arange(len(lengths)), lengths)
        self._letters, self._lengths = _letters(self._vocabulary)

    def _read(
        self, passages: Mapping[UUID, Sequence[Passage]]
    ) -> tuple[dict[str, int], Array, Array]:
        """Number the words; and for each occurrence in a passage, the word and the passage."""
        numbers: dict[str, int] = {}
        known: dict[str, list[int]] = {}
        words: list[int] = []
        counts: list[int] = []
        for record, its in passages.items():
            begin = len(counts)
            for where, text in its:
                if text not in known:
                    known[text] = [
                        numbers.setdefault(word, len(numbers)) for word in set(words_of(text))
                    ]
                words += known[text]
                counts.append(len(known[text]))
                self.wheres.append(where)
            self.places[record] = (begin, len(counts))
        places = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        return numbers, np.array(words, dtype=np.int32), places

    def search(self, question: str) -> Found | None:
        """The records that hold every word of the question; None where it holds no word."""
        asked = list(dict.fromkeys(words_of(question)))
        if not asked:
            return None
        all_of_them = np.ones(len(self.records), dtype=bool)
        hits = np.zeros(len(self.wheres), dtype=bool)
        instead: dict[str, tuple[str, ...]] = {}
        for word in asked:
            passages, others = self._passages_with(word)
            if others:
                instead[word] = others
            hits[passages] = True
            has_it = np.zeros(len(self.records), dtype=bool)
            has_it[self._record_of[passages]] = True
            all_of_them &= has_it
        ids = frozenset(self.records[number] for number in np.flatnonzero(all_of_them))
        return Found(ids, instead, self, hits)

    def _passages_with(self, word: str) -> tuple[Array, tuple[str, ...]]:
        """The passages that hold a word which matches, and the words that stood in for it.

        Words that begin alike lie together, and so do the passages that hold them.
        """
        stem = _singular(word)
        first = bisect_left(self._vocabulary, stem)
        end = bisect_left(self._vocabulary, stem + _LAST_SIGN)
        if first < end:
            alike = self._postings[self._starts[first] : self._starts[end]]
            return np.concatenate([alike, *self._with_words(self._misspelt(word))]), ()
        nearest = self._nearest(word)
        none = np.empty(0, dtype=self._postings.dtype)
        words = tuple(self._vocabulary[number] for number in nearest)
        return np.concatenate([none, *self._with_words(nearest)]), words

    def _with_words(self, numbers: Array) -> list[Array]:
        return [self._postings[self._starts[n] : self._starts[n + 1]] for n in numbers]

    def _misspelt(self, word: str) -> Array:
        """Words of the plan that are one slip away from a long word, as somebody typed it."""
        if not TWO_SLIPS <= len(word) <= LONGEST_WORD:
            return _NONE
        return np.flatnonzero(self._whole_slips(_slips(word, self._letters)) == 1)

    def _nearest(self, word: str) -> Array:
        """The words nearest to `word`, or beginning with what is, within the slips it may have."""
        allowed = 2 if len(word) >= TWO_SLIPS else 1 if len(word) >= ONE_SLIP else 0
        if not allowed or not self._vocabulary or len(word) > LONGEST_WORD or word[0].isdecimal():
            return _NONE
        by_length = _slips(word, self._letters)
        slips = by_length.min(axis=0) if len(word) >= GUESSED else self._whole_slips(by_length)
        fewest = slips.min()
        return np.flatnonzero(slips == fewest) if fewest <= allowed else _NONE

    def _whole_slips(self, by_length: Array) -> Array:
        """The slips to the whole of each word; to one that is far longer, more than are allowed."""
        last = len(by_length) - 1
        whole = by_length[np.minimum(self._lengths, last), np.arange(len(self._lengths))]
        return np.where(self._lengths <= last, whole, np.int8(100))


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and apostrophes."""
    plain = normalize("NFKD", text.replace("'", "").replace("’", "")).casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not combining(sign))
    return _WORD.findall(plain)


def _singular(word: str) -> str:
    """A word without a plural's ending, so that audits finds audit, and policies policy."""
    if len(word) > ONE_SLIP and word.endswith("ies"):
        return word[:-3]
    plural = len(word) > ONE_SLIP and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def _letters(vocabulary: Sequence[str]) -> tuple[Array, Array]:
    """The words as columns of letters, 0 beyond their end; and how long each is."""
    fixed = np.array(vocabulary, dtype=f"U{LONGEST_WORD + 2}")
    letters = fixed.view(np.uint32).reshape(len(vocabulary), LONGEST_WORD + 2)
    return np.ascontiguousarray(letters.T), np.array([len(word) for word in vocabulary], dtype=int)


def _slips(word: str, letters: Array) -> Array:
    """How many slips lie between `word` and the first j letters of each word (row j).

    The optimal string alignment distance, worked out for the whole vocabulary at once.
    """
    reach = min(len(word) + 2, len(letters))
    rows = np.arange(reach + 1, dtype=np.int8)[:, None]
    newest = np.broadcast_to(rows, (reach + 1, letters.shape[1])).copy()
    before = newest
    same_before = np.zeros((reach, letters.shape[1]), dtype=bool)
    for count, sign in enumerate(word, start=1):
        earlier, before = before, newest
        same = letters[:reach] == ord(sign)
        newest = np.empty_like(before)
        newest[0] = count
        np.minimum(before[1:] + 1, before[:-1] + ~same, out=newest[1:])
        if count > 1:
            # The last two letters of each, swapped.
            swapped = np.where(same[:-1] & same_before[1:], earlier[:-2] + 1, np.int8(100))
            np.minimum(newest[2:], swapped, out=newest[2:])
        for place in range(1, reach + 1):
            np.minimum(newest[place], newest[place - 1] + 1, out=newest[place])
        same_before = same
    return newest


def passages(
    plan: PlanAsAt, updates: Mapping[UUID, Iterable[str]]
) -> dict[UUID, tuple[Passage, ...]]:
    """Everything that is said about each action, area, outcome and measure.

    `updates` holds the words of an action's reports. A withdrawn action is found as well; an
    action is also found by the words of its area, its outcome and its measures.
    """
    found: dict[UUID, tuple[Passage, ...]] = {}
    for versions in plan.histories.get(Action, {}).values():
        action = versions[-1].record
        found[action.id] = tuple(_of_action(plan, action, updates.get(action.id, ())))
    for area in plan.areas:
        found[area.id] = _of_area(area)
    for outcome in plan.outcome.values():
        found[outcome.id] = (Passage("outcome", outcome.words),)
    for measure in plan.measures:
        found[measure.id] = _of_measure(measure)
    return found


def _of_action(plan: PlanAsAt, action: Action, updates: Iterable[str]) -> Iterator[Passage]:
    yield Passage("reference", action.ref)
    yield Passage("title", action.title)
    yield Passage("what will be done", action.what)
    yield Passage("owner", plan.owner_words(action.owner_id))
    yield Passage("supporting", ", ".join(plan.owner_words(one) for one in action.supporting))
    yield Passage("resources", action.resources)
    for update in updates:
        yield Passage("updates", update)
    for measure in action.measure_ids:
        if measure in plan.measure:
            its = plan.measure[measure]
            yield Passage("measure", f"{its.ref} {its.title} {its.definition}")
    if action.outcome_id and (outcome := plan.outcome.get(action.outcome_id)):
        yield Passage("outcome", outcome.words)
    if area := plan.area.get(action.area_id):
        yield Passage("area", " ".join(text for _, text in _of_area(area)))


def _of_area(area: Area) -> tuple[Passage, ...]:
    return (
        Passage("title", f"{area.ref} {area.title}"),
        Passage("inspectors' wording", area.wording),
    )


def _of_measure(measure: Measure) -> tuple[Passage, ...]:
    return (
        Passage("title", f"{measure.ref} {measure.title}"),
        Passage("definition", measure.definition),
        Passage("data source", measure.data_source),
    )
