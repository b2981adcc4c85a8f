"""The words by which a plan's columns and statuses are known: two lists in data/reference.

They are not kept as versions like the other lists: they help to read a file on the day it comes in,
and no earlier day is ever shown by them. What was read is kept with the import.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.intake.reference_lists import read_list
from tracker.plan import Status
from tracker.records import Name
from tracker.reference import Row

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"

PlanField = Literal[
    "ref", "area_ref", "area", "title", "owner", "due", "status", "update", "measure", "outcome",
    "milestones", "baseline", "target", "current", "notes",
]  # fmt: skip
# Headers with more words than this are sentences, and no longer found by a phrase within them.
LONGEST_HEADER = 24
# So much of what was looked up is kept: a server that reads plan after plan must not keep it all.
MOST_KEPT = 50_000
_QUIET = {"the", "a", "an", "s", "please", "our", "your", "this", "that", "will", "be"}
# These name a column only where they stand alone: “What is missing?” holds no actions.
_ALONE_ONLY = frozenset({
    "what", "how", "year", "data", "value", "now", "actual", "item", "current", "result",
    "results", "new", "latest", "position", "revised", "original", "code", "history", "manager",
    "benchmark", "end", "by",
})  # fmt: skip


class ColumnWords(Row):
    """What a header says and the field it means; `otherwise` where a better column has that field.

    No field: the column is known, and is none of the tracker's fields.
    """

    words: Name
    field: PlanField | Literal[""] = ""
    otherwise: PlanField | Literal[""] = ""


class StatusWords(Row):
    """What a status cell says, or the name of its fill. `sure`: no: it is only proposed.

    No status: never guessed (Withdrawn), or, where sure, plainly none (not reported).
    """

    words: Name
    status: Status | Literal[""] = Field("")
    sure: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field a header means. `strength`: words matched, with 100 more where they are all."""

    field: PlanField | None
    otherwise: PlanField | None
    strength: int
    place: int = 0


@dataclass(frozen=True)
class PlanWords:
    """Both lists, ready to be asked. `statuses` maps words in small letters to their line.

    `own` are the words that a partnership defined itself, as it wrote them.
    """

    columns: Mapping[tuple[str, ...], ColumnWords]
    statuses: Mapping[str, StatusWords]
    own: frozenset[str] = frozenset()
    _known: dict[str, Meaning | None] = field(default_factory=dict, compare=False, repr=False)
    _headers: dict[str, Meaning | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, columns: Iterable[ColumnWords], statuses: Iterable[StatusWords]) -> "PlanWords":
        """The lists from their lines."""
        return cls(
            {tokens_of(line.words): line for line in columns},
            {plain(line.words): line for line in statuses},
        )

    def defining(self, statuses: Mapping[str, Status | None]) -> "PlanWords":
        """With a partnership's own definitions of words, letters or colours: these are sure."""
        own = {
            plain(words): StatusWords(words=words, status=status or "", sure="yes")
            for words, status in statuses.items()
        }
        return PlanWords(self.columns, {**self.statuses, **own}, frozenset(statuses))

    def doubting(self, statuses: Mapping[str, Status]) -> "PlanWords":
        """With words that may mean something else here: they are only proposed."""
        own = {
            words: StatusWords(words=words, status=status, sure="no")
            for words, status in statuses.items()
        }
        return PlanWords(self.columns, {**self.statuses, **own}, self.own)

    def meaning(self, header: str) -> Meaning | None:
        """What a header means, or None where no word of it is known."""
        return _kept(self._known, header, self._meaning)

    def header(
        self, name: str, work_out: Callable[[str, "PlanWords"], Meaning | None]
    ) -> Meaning | None:
        """What `work_out` says of a name, worked out once."""
        return _kept(self._headers, name, lambda text: work_out(text, self))

    @cached_property
    def status_start(self) -> re.Pattern[str]:
        """A text that begins with words of a status; longer ones first, single letters left out."""
        known = sorted((w for w in self.statuses if len(w) > 2), key=len, reverse=True)
        words = "|".join(re.escape(word).replace("\\ ", r"\s+") for word in known)
        lead = (
            r"\W*(?:(?:overall |current )?(?:rag|status|brag)(?: status| rating)?\s*[:\-–]\s*)?"
            r"(?:(?:now|still|remains|currently|(?:this )?action is)\s+|no change\s*[:,\-–]\s*)?"
        )
        return re.compile(
            rf"{lead}(?P<words>{words})(?![\w'’])(?P<after>[\s.:;,\-–—]*)", re.IGNORECASE
        )

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.columns), default=0)

    def _meaning(self, header: str) -> Meaning | None:
        outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", header)
        for text in (header, outside):
            tokens = tokens_of(text)
            if tokens in self.columns:
                return _as_meaning(self.columns[tokens], 100 + len(tokens), 0)
        return self._within(tokens_of(outside) or tokens_of(header))

    def _within(self, tokens: tuple[str, ...]) -> Meaning | None:
        """The longest phrase inside a header; of two as long, the first."""
        if len(tokens) > LONGEST_HEADER:
            return None
        for length in range(min(self._longest, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                phrase = tokens[start : start + length]
                if phrase in self.columns and (length > 1 or _tells(phrase[0])):
                    return _as_meaning(self.columns[phrase], length, start)
        return None


def _kept(
    known: dict[str, Meaning | None], text: str, work_out: Callable[[str], Meaning | None]
) -> Meaning | None:
    if text in known:
        return known[text]
    if len(known) >= MOST_KEPT:
        known.clear()
    found = known[text] = work_out(text)
    return found


def _tells(word: str) -> bool:
    """Does a word say what a column holds when it stands among others?"""
    return len(word) > 2 and word not in _ALONE_ONLY


def _as_meaning(line: ColumnWords, strength: int, place: int) -> Meaning:
    return Meaning(line.field or None, line.otherwise or None, strength, place)


# “DueDate”, “ActionID”: how a database names its columns.
_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=16384)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a header that carry meaning, in small letters."""
    text = (
        _TOGETHER.sub(" ", text).casefold().replace("’", "'").replace("'s", "").replace("%", " % ")
    )
    text = text.replace("#", " no ").replace("№", " no ")
    tokens = re.findall(r"[^\W_]+|%", text)
    return tuple(token for token in tokens if token not in _QUIET) or tuple(tokens)


def plain(text: str) -> str:
    """Small letters, single blanks, no sign at either end: how status words are compared."""
    tidy = " ".join(text.casefold().replace("–", "-").replace("—", "-").split())
    return tidy.strip(" .:;,!*()[]'\"“”‘’") or tidy


@lru_cache(maxsize=4)
def plan_words(folder: Path = REFERENCE) -> PlanWords:
    """The lists as they stand in `folder`; raises Refusal naming file, line and what is wrong."""
    return PlanWords.of(
        read_list(folder / "column_words.csv", ColumnWords),
        read_list(folder / "status_words.csv", StatusWords),
    )
