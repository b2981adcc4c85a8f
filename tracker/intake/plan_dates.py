"""Due dates as plans write them: a certain day, or a proposal with a doubt; never a guess."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.intake.plan_date_forms import Mention, form, mentions_in, outside, quoted
from tracker.typed import EARLIEST, LATEST

# A cell longer than this is a story; nobody's due date stands behind it.
LONGEST = 2000
# A date is out of step when its year is this far from the middle year of at least so many others.
YEARS_APART, NEIGHBOURS = 3, 3


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a due cell says: a certain `day`, or a `doubt` with a `proposal` where there is one."""

    day: date | None = None
    proposal: date | None = None
    doubt: str = ""
    note: str = ""


def read_due(text: str, day: date | None = None) -> ReadDate:
    """The due date of a cell's text; `day` where the file itself holds a date."""
    if day is not None:
        return ReadDate(day) if EARLIEST <= day <= LATEST else ReadDate(doubt=outside(text))
    return _read_due(" ".join(text.split())) if text.strip() else ReadDate()


@lru_cache(maxsize=16384)
def _read_due(text: str) -> ReadDate:
    if len(text) > LONGEST:
        return ReadDate(doubt="This text is too long for a date. Type the due date.")
    mentions = mentions_in(text)
    open_ended = _OPEN.search(text)
    if not mentions:
        return ReadDate(doubt=_why_none(text, open_ended))
    if open_ended:
        return _beside_open(text, mentions, open_ended[0])
    current = [m for m in mentions if not _past(text, m)]
    if len(mentions) > 1:
        return _of_several(text, mentions, current)
    return _of_one(text, mentions[0], bool(current))


def _of_one(text: str, found: Mention, ahead: bool) -> ReadDate:
    proposal = found.day or found.proposal
    if not ahead and not found.doubt:
        return ReadDate(
            None, proposal, f"{quoted(found.text)} may be when it began, ended or was due before."
        )
    before = text[: found.start].casefold()
    if found.day and _VAGUE.search(before):
        return ReadDate(None, proposal, f"{quoted(text)} does not name one day.")
    if found.doubt:
        return ReadDate(None, proposal, found.doubt)
    if "?" in text:
        return ReadDate(None, proposal, f"A question mark stands in {quoted(text)}.")
    if _PARTLY_DONE.search(text) or len(set(_PHASE.findall(text))) > 1:
        return ReadDate(None, proposal, f"{quoted(text)} tells of more than one step.")
    return ReadDate(found.day, note=_note(before, found))


def _note(before: str, found: Mention) -> str:
    return "" if re.search(r"\bend (?:of )?$", before) else found.note


def _of_several(text: str, mentions: Sequence[Mention], current: Sequence[Mention]) -> ReadDate:
    """Two dates in one cell are never chosen between; the latest one not marked as old is named."""
    days = {m.day for m in mentions}
    if len(days) == 1 and None not in days and "?" not in text:
        return ReadDate(mentions[0].day, note=mentions[0].note)
    possible = [m.day or m.proposal for m in current or mentions]
    known = [day for day in possible if day]
    named = " and ".join(quoted(m.text) for m in mentions[:3])
    doubt = f"There are {len(mentions)} dates here: {named}. Choose the due date."
    return ReadDate(None, max(known) if known else None, doubt)


def _beside_open(text: str, mentions: Sequence[Mention], words: str) -> ReadDate:
    ahead = [m for m in mentions if not _past(text, m)]
    days = [day for m in ahead for day in [m.day or m.proposal] if day]
    doubt = f"{quoted(words)} is not a date, and a date stands beside it. Choose a review date."
    return ReadDate(None, max(days) if days else None, doubt)


def _why_none(text: str, open_ended: re.Match[str] | None) -> str:
    if open_ended:
        return f"{quoted(open_ended[0])} is not a date. Propose a review date."
    return f"{quoted(text)} does not name a date."


def _past(text: str, found: Mention) -> bool:
    """Is this date marked as begun, finished or overtaken?"""
    return bool(
        _PAST_BEFORE.search(text[max(0, found.start - 40) : found.start])
        or _PAST_AFTER.match(text[found.end : found.end + 30])
    )


def out_of_step(day: date, others: Sequence[int]) -> date | None:
    """The same day in the neighbours' year, where its own year is far from all of theirs.

    `others` are the years of the other dates of the sheet, in order.
    """
    if len(others) < NEIGHBOURS or any(abs(day.year - year) < YEARS_APART for year in others):
        return None
    middle = sorted(others)[len(others) // 2]
    return day.replace(year=middle, day=min(day.day, monthrange(middle, day.month)[1]))


_OPEN = form(
    r"\bon-?going\b|\bon going\b|\bcontinuous(?:ly)?\b|\bcontinual\b|\bcontinuing\b|\brolling\b|"
    r"\btb[cad]\b|\bto be (?:confirmed|agreed|determined|advised|decided|set|arranged)\b|"
    r"\bas and when\b"
)
_PAST_BEFORE = form(
    r"(?:\b(?:began|begun|begin(?:s|ning)?|start(?:s|ed|ing)?|commenc(?:e[ds]?|ing)|from|since|"
    r"original(?:ly)?|was|were|previous(?:ly)?|initial(?:ly)?|formerly|old)[ :()\-–]*"
    r"(?:(?:on|in|at|of|date|due|target|by|end of|the)[ :]*){0,3}|"
    r"\b(?:completed?|done|finished|achieved|closed)[ :()\-–]*(?:(?:on|in|at|date)[ :]*)?)\Z"
)
_PAST_AFTER = form(
    r"[ ,]*\(?(?:onwards?\b|originally\b|original\b)|[ ]*(?:-|–|to|and)[ ]*on-?going\b"
)
_VAGUE = form(
    r"\b(?:early|mid|late|start of|start|beginning of|beginning|middle of|during|throughout|"
    r"across|around|circa|approx(?:imately)?\.?|after|not before|towards|"
    r"(?:start|beginning|end) of (?:the )?(?:\w+ )?(?:term|session))[ \-–,]*"
    r"(?:in |of )?(?:the )?\Z|(?:\bc\.?|~) ?\Z"
)
# Something is done already, and the date may be that of the next step.
_PARTLY_DONE = form(
    r"(?<!\bbe )\b(?:completed?|done|achieved|finished)\b *"
    r"(?:[/;,.&+)–—]|\band\b(?= *(?:phase|stage|part|step))|(?=phase|stage|part|step))"
)
_PHASE = form(r"\b(?:phase|stage|part|step) ?(\d)")
