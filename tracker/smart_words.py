"""The lists of words of the SMART check, made ready once: data/reference/smart_words.csv.

A verb stands in the list as told to do it; its other forms are made here, the irregular ones stand
in brackets behind it. Nothing here judges.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, get_args

from tracker.reference import Reference, SmartWordsKind, SmartWordsLine

Phrase = tuple[str, ...]
_TOKEN = re.compile(r"[^\W_]+(?:['\-.][^\W_]+)*|[%,?]")
_LISTED = re.compile(r"(?P<phrase>[^()]+)(?:\((?P<forms>[^()]*)\))?")
_VOWELS = "aeiou"
KINDS: tuple[str, ...] = get_args(SmartWordsKind)
VERB_KINDS = ("doing verb", "making verb", "general verb", "change verb")


class Token(NamedTuple):
    """A word as it is compared, and where it stands in its text."""

    word: str
    start: int
    end: int


class Verb(NamedTuple):
    """A form of a listed verb: its kinds (doing, making, general), whether it is a noun too."""

    kinds: frozenset[str]
    form: str
    noun_too: bool


class Phrases:
    """Phrases to be found in a line of words, the longest first."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Sort them by their first word."""
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def at(self, words: Phrase, place: int) -> Phrase:
        """The longest phrase that begins at `place`, or ()."""
        for phrase in self._by_first.get(words[place], ()) if place < len(words) else ():
            if words[place : place + len(phrase)] == phrase:
                return phrase
        return ()

    def found_in(self, words: Phrase) -> str:
        """The first phrase anywhere in the words, or ''."""
        found = (self.at(words, place) for place in range(len(words)))
        return next((" ".join(phrase) for phrase in found if phrase), "")

    def number_in(self, words: Phrase) -> int:
        """At how many places one of the phrases begins."""
        return sum(1 for place in range(len(words)) if self.at(words, place))


@dataclass(frozen=True, eq=False)
class SmartWords:
    """The lists, by kind, and every form of every verb. Compared by identity, so cheap as a key."""

    lists: Mapping[str, Phrases]
    verbs: Mapping[Phrase, Verb]
    verb_phrases: Phrases

    def found(self, kind: str, words: Phrase) -> str:
        """The first of a list's phrases in the words, or ''."""
        return self.lists[kind].found_in(words)

    def holds(self, kind: str, word: str) -> bool:
        """Is this one word, or its singular, in the list?"""
        return any(self.lists[kind].at((form,), 0) for form in _singulars(word))

    @property
    def empty(self) -> bool:
        """Is there no verb at all to judge by?"""
        return not self.verbs


def smart_words(reference: Reference) -> SmartWords:
    """The lists as they were on the reference's day; made ready once for the same lines."""
    rows = reference.lists.get("smart_words", ())
    return _made_ready(tuple((r.kind, r.words) for r in rows if isinstance(r, SmartWordsLine)))


def tokens_of(text: str) -> list[Token]:
    """The words of a text, in small letters; case, spaces and the shape of quotes do not matter."""
    even = text.replace("’", "'").replace("‘", "'")
    return [Token(m[0].casefold(), m.start(), m.end()) for m in _TOKEN.finditer(even)]


@lru_cache(maxsize=16384)
def words_of(text: str) -> Phrase:
    """The words alone."""
    return tuple(token.word for token in tokens_of(text))


@lru_cache(maxsize=8)
def _made_ready(lines: tuple[tuple[str, str], ...]) -> SmartWords:
    listed: dict[str, list[tuple[str, tuple[str, ...]]]] = {kind: [] for kind in KINDS}
    for kind, words in lines:
        listed[kind] += _listed(words)
    verbs = _verbs(listed)
    nouns = {
        "product noun",
        "body noun",
        "empty noun",
        "general noun",
        "vague word",
        "activity words",
        "counting words",
    }
    lists = {
        kind: Phrases(
            words_of(form) or (form,)
            for phrase, _ in entries
            for form in (_plurals(phrase) if kind in nouns else (phrase,))
        )
        for kind, entries in listed.items()
    }
    return SmartWords(lists, verbs, Phrases(verbs))


def _listed(words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each phrase of a line with the forms in brackets behind it."""
    for entry in words.split(";"):
        found = _LISTED.fullmatch(entry.strip().casefold())
        if found:
            forms = (form.strip() for form in (found["forms"] or "").split(","))
            yield found["phrase"].strip(), tuple(form for form in forms if form)


def _verbs(listed: Mapping[str, list[tuple[str, tuple[str, ...]]]]) -> dict[Phrase, Verb]:
    noun_too = {phrase for phrase, _ in listed["noun too"]}
    found: dict[Phrase, Verb] = {}
    for kind in VERB_KINDS:
        for base, irregular in listed[kind]:
            for form, phrase in _forms(base, irregular):
                kept = found.get(phrase)
                kinds = (kept.kinds if kept else frozenset()) | {kind}
                found[phrase] = Verb(kinds, kept.form if kept else form, base in noun_too)
    return found


def _forms(base: str, irregular: tuple[str, ...]) -> Iterator[tuple[str, Phrase]]:
    first, *rest = base.split()
    tail = tuple(rest)
    yield "base", (first, *tail)
    for form in irregular:
        words = tuple(form.split())
        kind = "ing" if words[0].endswith("ing") else "s" if words[0].endswith("s") else "ed"
        yield kind, words
    for kind, word in _regular(first):
        yield kind, (word, *tail)


def _regular(verb: str) -> Iterator[tuple[str, str]]:
    """Every regular spelling; one that nobody writes is never found, and does no harm."""
    yield "s", verb + "s"
    yield "s", verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield "s", verb[:-1] + "ies"
        yield "ed", verb[:-1] + "ied"
    if verb.endswith("e"):
        yield "ed", verb + "d"
        yield "ing", verb[:-1] + "ing"
    yield "ed", verb + "ed"
    yield "ing", verb + "ing"
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS:
        yield "ed", verb + verb[-1] + "ed"
        yield "ing", verb + verb[-1] + "ing"


def _plurals(noun: str) -> tuple[str, ...]:
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return (noun, many, noun + "es") if noun.endswith(("s", "x", "ch", "sh")) else (noun, many)


def _singulars(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if word.endswith("s") else (word,)
