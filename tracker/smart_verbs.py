"""Which verbs a clause uses, told ("publish it") or done ("it is published"), for S of SMART.

Words that are nouns too (plan, report) count only where a verb must stand. What is told in an aside
(that, who, how …) or only aimed at ("support staff to deliver") does not count.
"""

from typing import NamedTuple

from tracker.smart_words import Phrase, SmartWords, Verb

_BE = frozenset({"is", "are", "be", "been", "being", "was", "were", "get", "gets"})
_HAVE = frozenset({"has", "have", "had"})
_LEADS = frozenset({"to", "will", "shall", "must", "should", "can", "may", "not", "we", "they",
                    "who", "then", "also", "please", "jointly"})  # fmt: skip
JOINS = frozenset({"and", "or", ","})
PREPOSITIONS = frozenset({
    "of", "in", "on", "at", "by", "for", "to", "with", "from", "into", "onto", "across", "through",
    "over", "under", "between", "among", "about", "against", "within", "without", "every", "until",
    "before", "after", "during", "as", "via", "per", "towards", "around", "again", "when", "where",
    "that", "which", "who", "so", "if", "whether", "while", "because", "than", "how", "once",
})  # fmt: skip
# What follows these tells of something else than what is to be done; but "ensure that" tells it.
_ASIDES = frozenset({
    "that", "which", "who", "whom", "whose", "where", "how", "what", "whether", "if", "because",
    "while", "when",
})  # fmt: skip
_THEN_IT_IS = frozenset({"ensure", "ensures", "ensuring", "sure", "assure", "require", "agree"})
_NOT_HOW = frozenset({
    "family", "assembly", "supply", "reply", "july", "yearly", "monthly", "weekly", "daily",
    "quarterly", "early", "elderly", "friendly", "only",
})  # fmt: skip
_MANY = frozenset({"staff", "people", "children", "everyone"})


class Use(NamedTuple):
    """A verb where it is used: as told (active), or as done (passive)."""

    kinds: frozenset[str]
    first: int
    after: int
    passive: bool


class _At(NamedTuple):
    """A listed verb at a place of a line, with the words beside it and the uses before it."""

    line: Phrase
    place: int
    after: int
    verb: Verb
    uses: list[Use]

    @property
    def before(self) -> str:
        return self.line[self.place - 1] if self.place else ""

    @property
    def behind(self) -> str:
        return self.line[self.after] if self.after < len(self.line) else ""

    @property
    def suffered(self) -> bool:
        """Is it behind a form of "be", or joined to one that is?"""
        place, line, uses = self.place, self.line, self.uses
        joined = bool(uses) and uses[-1].passive and uses[-1].after == place - 1
        return (
            self.before in _BE
            or (place > 1 and tells_how(self.before) and line[place - 2] in _BE)
            or (self.before in JOINS and joined)
        )


def uses_in(line: Phrase, words: SmartWords) -> tuple[list[Use], int]:
    """The verbs in use; and where the clause ends: at an aside, or a purpose ("to support …")."""
    uses: list[Use] = []
    place = 0
    while place < len(line):
        if place and line[place] in _ASIDES and line[place - 1] not in _THEN_IT_IS:
            return uses, place
        use = _use(line, place, uses, words)
        if use is None:
            place += 1
            continue
        to = _infinitive(line, place)
        if to and uses and "general verb" in use.kinds:
            return uses, place
        if not (to and _governed(line[: to - 1], uses, words)):
            uses.append(use)
        place = use.after
    return uses, len(line)


def tells_how(word: str) -> bool:
    """Does a word tell how something is done: jointly?"""
    return word.endswith("ly") and word not in _NOT_HOW


def _use(line: Phrase, place: int, uses: list[Use], words: SmartWords) -> Use | None:
    phrase = words.verb_phrases.at(line, place)
    if not phrase:
        return None
    at = _At(line, place, place + len(phrase), words.verbs[phrase], uses)
    if phrase[0] in _BE | _HAVE and at.behind and _helps(at, words):
        return None
    match at.verb.form:
        case "ed":
            used, passive = _done(at), at.before not in _HAVE
        case "ing":
            used, passive = _doing(at, words), False
        case "s":
            used = not at.verb.noun_too or len(phrase) > 1 or phrase[0] == "has"
            passive = False
        case _:
            used = at.suffered or _told(at) or _done_by_many(at, words)
            passive = at.suffered
    return Use(at.verb.kinds, place, at.after, passive) if used else None


def _helps(at: _At, words: SmartWords) -> bool:
    """Does "has" or "is" only help another verb here?"""
    phrase = words.verb_phrases.at(at.line, at.after)
    return at.behind in _BE or bool(phrase and words.verbs[phrase].form == "ed")


def _done(at: _At) -> bool:
    """Is a participle a verb here, and not "the agreed standards" or "a plan aligned with"?"""
    if at.suffered or at.before in _HAVE:
        return True
    if at.before == "," and not at.behind:
        return False  # “One page, written”
    ends = not at.behind or at.behind in PREPOSITIONS | JOINS or tells_how(at.behind)
    weak = "general verb" in at.verb.kinds and at.behind not in {"", "and"}
    deep = PREPOSITIONS - {"of"} & set(at.line[: at.place])
    return bool(at.before) and ends and not weak and not deep


def _doing(at: _At, words: SmartWords) -> bool:
    """Is an -ing form a verb here: at the start, behind "by", or behind "is"?"""
    if at.place == 0:
        return at.behind not in _BE and not words.holds("product noun", at.line[0])
    return at.before in {"by", "through"} or at.suffered


def _told(at: _At) -> bool:
    """Is a base form a verb here: at the start, after "to", "will" or "and", or never a noun?"""
    if all(tells_how(word) or word in _LEADS for word in at.line[: at.place]):
        return True
    if at.before in _LEADS or tells_how(at.before) or (at.before in JOINS and at.uses):
        return True
    return not at.verb.noun_too and at.before not in {"a", "an", "the", "of"}


def _done_by_many(at: _At, words: SmartWords) -> bool:
    """Do several do it: "agencies audit cases", "managers check practice"?"""
    before = at.before
    if before in _MANY:
        return True
    kinds = (words.lists["group word"], words.lists["post word"])
    several = before.endswith("s") and before != "services"
    return several and any(kind.at((form,), 0) for kind in kinds for form in (before, before[:-1]))


def _infinitive(line: Phrase, place: int) -> int:
    """Where the verb begins behind a "to"; 0 where there is none before the verb."""
    if place and line[place - 1] == "to":
        return place
    return place - 1 if place > 1 and line[place - 2] == "to" and tells_how(line[place - 1]) else 0


def _governed(before: Phrase, uses: list[Use], words: SmartWords) -> bool:
    """Is "to do" only what something vaguer before it is for?"""
    if any("general verb" in use.kinds for use in uses):
        return True
    vague = bool(before) and words.holds("vague word", before[-1])
    return vague and not words.holds("group word", before[-1])
