"""S of the SMART check: does an action say what will be done, or what will exist at the end?

A doing verb with an object passes, and so does a product or a result with a figure. General verbs
alone are partly. What is only the purpose ("so that", "to support") counts for nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tracker.smart_notes import Verdict
from tracker.smart_verbs import JOINS, PREPOSITIONS, Use, tells_how, uses_in
from tracker.smart_verdicts import Finding, quoted
from tracker.smart_words import Phrase, SmartWords, Token, tokens_of

_PURPOSE = re.compile(
    r"\s(?:so that|so as to|so (?=\w+ (?:can|are|is|get|have)\b)|in order (?:to|that)|with the aim"
    r"|with a view to|aimed at|to ensure|which will|which would|and thereby)\b.*",
    re.IGNORECASE | re.DOTALL,
)
# “Who Cares? Scotland” is a name.
_CLAUSES = re.compile(r"(?:(?<!who cares)\?|[.;:!\n\r•])+(?=\s|$)|\s[–—-]\s", re.IGNORECASE)
_LEADING_REF = re.compile(r"^\W*(?:\(?\d+(?:\.\d+)*[.):]?|\(?[a-z][.)])\s+(?=\D)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?")
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "half", "third",
})  # fmt: skip
_ONE = frozenset({"a", "an", "one", "each", "every", "two", "three", "four"})
_EACH = frozenset({"each", "every", "all", "one", "both"})
# Numbers behind these say which, not how many.
_WHICH = frozenset({"phase", "stage", "part", "year", "level", "tier", "q", "section", "appendix"})
_NOT_ABOUT_WHAT = frozenset({"month", "months", "week", "weeks", "day", "days", "year", "years"})


class Clause(NamedTuple):
    """What one clause says: a code of `_SAYS`, and the words it rests on."""

    code: str
    quote: str = ""


class _Said(NamedTuple):
    verdict: Verdict
    reason: str
    mend: str


_NAME_IT = "Name the thing: a report, a team, a procedure in use, a number reached."
_SAYS = {
    "doing": _Said(Verdict.PASS, "{quote} says what will be done.", ""),
    "thing": _Said(Verdict.PASS, "{quote} is something that will exist.", ""),
    "result": _Said(Verdict.PASS, "{quote} is a result one can see reached.", ""),
    "general": _Said(
        Verdict.PARTLY, "{quote} does not say what will exist at the end.", _NAME_IT,
    ),
    "wish": _Said(
        Verdict.PARTLY,
        "{quote} says what should change, neither by how much nor what will be done.",
        "Say what will be done, and the figure to reach.",
    ),
    "vague": _Said(
        Verdict.PARTLY, "{quote} names nothing that could be seen to be there.", _NAME_IT,
    ),
    "bare": _Said(
        Verdict.PARTLY, "{quote} stands alone: of what, for whom?",
        "Say for whom or where it is, and what it holds.",
    ),
    "": _Said(
        Verdict.FAIL, "{quote} names a subject: nothing in it is to be done or will exist.",
        "Begin with a verb and its object: publish, appoint, train, open, carry out …",
    ),
}  # fmt: skip
_HOW_OFTEN = frozenset({
    "daily", "weekly", "monthly", "quarterly", "annual", "yearly", "regular", "routine", "ongoing",
})  # fmt: skip
_MAKES = frozenset({"doing verb", "making verb"})
_GENERAL = frozenset({"general", "wish", "vague"})
_BEST_FIRST = ("doing", "result", "thing", "vague", "general", "wish", "bare", "")


@lru_cache(maxsize=16384)
def specific(title: str, what: str, words: SmartWords) -> Finding:
    """What the title and the longer text together say; the best clause decides.

    A title that only names a product (a plan) does not count where the longer text says no more
    than a general verb (work on the plan).
    """
    if words.empty:
        return Finding(
            Verdict.PARTLY, "The lists of words are empty for this day, so nothing can be said.",
            "Put data/reference/smart_words.csv back from the program's own copy.",
        )  # fmt: skip
    named = [_clause(text, words) for text in _clauses(title)]
    told = [_clause(text, words) for text in _clauses(what)]
    if not named and not told:
        return Finding(
            Verdict.FAIL, "It does not say what will be done.", _SAYS[""].mend,
        )  # fmt: skip
    best = min((*told, *named) if told else named, key=lambda c: _BEST_FIRST.index(c.code))
    if best.code == "thing" and best in named and any(c.code in _GENERAL for c in told):
        best = next(c for c in told if c.code in _GENERAL)
    says = _SAYS[best.code]
    return Finding(says.verdict, says.reason.format(quote=quoted(best.quote or title)), says.mend)


def _clauses(text: str) -> Iterator[str]:
    for part in _CLAUSES.split(text):
        clause = _LEADING_REF.sub("", part.strip())
        cut = _PURPOSE.sub("", clause)
        if re.search(r"\w", cut):
            yield cut


def _clause(text: str, words: SmartWords) -> Clause:
    tokens = tokens_of(text)
    line = tuple(token.word for token in tokens)
    uses, end = uses_in(line, words)
    whole, line = line, line[:end]
    found = [_of_use(text, tokens, line, use, words) for use in uses]
    can_be_reached = not uses or any("change verb" in use.kinds for use in uses)
    if can_be_reached and _figure(whole, words):
        found.append(Clause("result", text))
    if not uses and _change_to_come(whole, words):
        found.append(Clause("wish", text))
    if not uses or _new_subject(line[: uses[0].first], words):
        found.append(_of_nouns(text, line, words))
    return min(found, key=lambda clause: _BEST_FIRST.index(clause.code))


def _new_subject(subject: Phrase, words: SmartWords) -> bool:
    """Does the clause begin with a thing that is to be there: "A statement tells …"?"""
    begins = bool(subject) and subject[0] in _ONE
    return begins and any(words.lists["product noun"].at(subject, n) for n in range(len(subject)))


def _change_to_come(line: Phrase, words: SmartWords) -> bool:
    """Is something to get more or less, wherever that is said: "will reduce"?"""
    return any(
        line[place - 1] in {"will", "should", "to"} and "change verb" in words.verbs[phrase].kinds
        for place in range(1, len(line))
        if (phrase := words.verb_phrases.at(line, place))
    )


def _of_use(text: str, tokens: list[Token], line: Phrase, use: Use, words: SmartWords) -> Clause:
    if use.passive:
        thing = tuple(w for w in line[: use.first] if not _is_only_verb(w, words))
        rest, told = line[use.after :], text
    else:
        stop = _object_ends(line, use.after, words)
        thing, rest = line[use.after : stop], tuple(token.word for token in tokens[stop:])
        told = text[tokens[use.first].start :]
    if use.kinds & _MAKES and _only_a_body(thing, rest, words):
        return Clause("bare", text)
    solid = any(_solid(word, words) for word in thing) and not _empty(thing, words)
    if "doing verb" in use.kinds:
        return Clause("doing", told) if solid else Clause("vague" if thing else "general", text)
    if "making verb" in use.kinds:
        made = any(_product(thing, place, words) for place in range(len(thing)))
        return Clause("doing", told) if made else Clause("general", text)
    return Clause("wish" if use.kinds == {"change verb"} else "general", text)


def _only_a_body(thing: Phrase, rest: Phrase, words: SmartWords) -> bool:
    """Is it a group or a team, and nothing says what it is for: “Set up a working group”?"""
    named = tuple(word for word in thing if _solid(word, words))
    body = words.lists["body noun"].at(named, 0) if named else ()
    return bool(body) and body == named and not any(_solid(word, words) for word in rest)


def _is_only_verb(word: str, words: SmartWords) -> bool:
    """Is it a form that is no noun: managed, publishing?"""
    verb = words.verbs.get((word,))
    return bool(verb and (verb.form == "ed" or not verb.noun_too))


def _object_ends(line: Phrase, start: int, words: SmartWords) -> int:
    """Where the object of a verb ends; "and" with another verb, and one preposition, are passed."""
    place = start
    while place < len(line) and line[place] in JOINS:
        phrase = words.verb_phrases.at(line, place + 1) if place + 1 < len(line) else ()
        place += 1 + len(phrase)
    if place < len(line) and line[place] in PREPOSITIONS - {"if", "whether"}:
        verb = line[place] == "to" and words.verb_phrases.at(line, place + 1)
        place += 0 if verb else 1
    while place < len(line) and (line[place] == "of" or line[place] not in PREPOSITIONS):
        place += 1
    return place


def _empty(thing: Phrase, words: SmartWords) -> bool:
    """Is it a noun that empties what stands before it (a whole-system approach), or a review of?"""
    named = [word for word in thing if not words.holds("small word", word)]
    if not named:
        return False
    head = thing[: thing.index("of")] if "of" in thing else ()
    if any(_product(thing, n, words) and not words.holds("empty noun", w)
           for n, w in enumerate(head)):  # fmt: skip
        return False  # a model of kinship support is a model
    behind = thing[thing.index(named[0]) + 1 :]
    of = not behind or behind[0] == "of"
    return words.holds("empty noun", named[-1]) or (of and words.holds("general noun", named[0]))


def _solid(word: str, words: SmartWords) -> bool:
    """Could one point at it? Not a word of praise, a vague or a small one."""
    if word in PREPOSITIONS | JOINS or word in {"%", "?"} or tells_how(word):
        return False
    verb = words.verbs.get((word,))
    if verb and verb.form == "ed" and "general verb" in verb.kinds:
        return False
    return not (words.holds("vague word", word) or words.holds("small word", word))


def _product(line: Phrase, place: int, words: SmartWords) -> Phrase:
    return words.lists["product noun"].at(line, place) or words.lists["body noun"].at(line, place)


def _figure(line: Phrase, words: SmartWords) -> bool:
    """Does it name how much or how many of something other than activity?"""
    for place, word in enumerate(line):
        number = (word[0].isdigit() and not _YEAR.fullmatch(word)) or word in _NUMBERS
        before = line[place - 1] if place else ""
        if not number or before in _WHICH:
            continue
        behind = line[place + 1 :]
        ends = next((n for n, w in enumerate(behind) if w in PREPOSITIONS), len(behind))
        if any(words.holds("activity words", w) for w in behind[:ends]):
            continue
        rest = line[:place] + behind
        counted = [w for w in rest if _solid(w, words) and w not in _NOT_ABOUT_WHAT]
        if any(not w[0].isdigit() for w in counted):
            return True
    return False


def _of_nouns(text: str, line: Phrase, words: SmartWords) -> Clause:
    """A clause without a verb in use: a thing, a general verb as a noun, or a subject."""
    head = line[: next((n for n, w in enumerate(line) if w in PREPOSITIONS and w != "of"), None)]
    first = next((n for n, w in enumerate(line) if w not in _HOW_OFTEN), 0)
    if words.lists["general noun"].at(line, first):
        return Clause("general", text)
    of = head.index("of") if "of" in head and head[0] not in _EACH else len(head)
    if any(_product(head, place, words) for place in range(of)):
        solid = sum(_solid(word, words) for word in line)
        return Clause("thing" if solid > 1 else "bare", text)
    return Clause("", text)
