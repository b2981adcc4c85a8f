"""What looks like a child's details in free text, to be asked back on saving.

    for seen in seen_in(text, today):
        seen.sentence        # “0101121237” looks like a CHI number. Take it out, or say that …
        text[seen.start:seen.end] == seen.words

It asks; the person decides. Found: CHI numbers (ten digits, a date first, Modulus 11 check digit),
National Insurance numbers, full postcodes, mobile numbers, private e-mail addresses, a date said to
be of birth or behind a first name, and a first name with an age. Not found, so as not to cry wolf
over every plan: a name alone, an age alone, and with an age in brackets or behind a comma only the
names of `FIRST_NAMES`.
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.child_details_words import AREAS, FIRST_NAMES, NO_NAMES, PRIVATE_MAIL

OLDEST = 26  # years: care experienced young people are supported up to then
USUAL_DAY = date(2021, 1, 1)


class Detail(StrEnum):
    """What it looks like, as the sentence names it."""

    CHI = "a CHI number"
    NATIONAL_INSURANCE = "a National Insurance number"
    BIRTH = "a date of birth"
    NAME_AGE = "a name with an age"
    POSTCODE = "a full postcode"
    MOBILE = "a mobile number"
    MAIL = "a private e-mail address"


@dataclass(frozen=True, order=True)
class Seen:
    """Something seen in a text: from `start` up to `end`, its words, and what it looks like."""

    start: int
    end: int
    words: str
    looks_like: Detail

    @property
    def told(self) -> str:
        """What was seen, as the beginning of a sentence."""
        return f"“{' '.join(self.words.split())}” looks like {self.looks_like}"

    @property
    def sentence(self) -> str:
        """The question back."""
        return f"{self.told}. Take it out, or say that it is not."


def seen_in(text: str, today: date = USUAL_DAY) -> tuple[Seen, ...]:
    """All that looks like a child's details, in the order of the text, no two on the same words.

    `today` bounds what may be the birth date of somebody up to 26; a newer date or an older one
    behind a name is a due date or that of a report. Without it births are up to the end of 2019.
    """
    found: list[Seen] = []
    taken = bytearray(len(text))  # a mark for each sign, so that a long paste takes no long time
    for seen in _all_in(text, today):
        if not any(taken[seen.start : seen.end]):
            taken[seen.start : seen.end] = bytes([1]) * (seen.end - seen.start)
            found.append(seen)
    return tuple(sorted(found))


def is_chi(digits: str) -> bool:
    """Ten digits: a date DDMMYY, then four, the last of which is the Modulus 11 check digit."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdecimal():
        return False
    weighted = sum(map(operator.mul, map(int, digits[:9]), range(10, 1, -1)))
    check: int = (11 - weighted % 11) % 11
    return check == int(digits[9]) and _is_date(digits[:2], digits[2:4], digits[4:6])


def _all_in(text: str, today: date) -> Iterator[Seen]:
    """The surest first: where two overlap, the later one is dropped."""
    if _DIGIT.search(text):
        yield from _numbers(text)
        yield from _births(text, today)
    if "@" in text:
        for found in _MAIL.finditer(text):
            if found[1].casefold() in PRIVATE_MAIL:
                yield _seen(found, Detail.MAIL)
    yield from _ages(text)


def _seen(found: re.Match[str], what: Detail) -> Seen:
    return Seen(found.start(), found.end(), found[0], what)


# Numbers

# Patterns begin with a plain set of signs, which is what makes them quick; what may not stand
# before it is looked at behind it.
_DIGIT = re.compile(r"[0-9]")
# Up to three signs between two digits; every digit is tried as the first one.
_TEN_DIGITS = re.compile(
    r"[0-9](?<![0-9].)(?=((?:[ \u00a0\u2009./–-]{0,3}[0-9]){9})(?![0-9]))", re.DOTALL
)
_NO_DIGITS = re.compile(r"[^0-9]+")
_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?: ?[0-9]{2}){3} ?[A-D]\b"
)
_POSTCODE = re.compile(
    r"(?<![#\w])([A-Z]{1,2})[0-9][A-Z0-9]?[ \u00a0]{0,2}[0-9][ABD-HJLNP-UW-Z]{2}\b"
    r"|\b([a-z]{1,2})[0-9][a-z0-9]?[ \u00a0][0-9](?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{2}\b"
)
_MOBILE = re.compile(r"(?<![\d.])(?:\+44[ ]?(?:\(0\)[ ]?)?7|0044[ ]?7|07)(?:[ -]?[0-9]){9}(?!\d)")
_MAIL = re.compile(r"\b[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+)")


def _numbers(text: str) -> Iterator[Seen]:
    for found in _TEN_DIGITS.finditer(text):
        start, end = found.start(), found.end(1)
        if is_chi(_NO_DIGITS.sub("", text[start:end])):
            yield Seen(start, end, text[start:end], Detail.CHI)
    for found in _INSURANCE.finditer(text):
        yield _seen(found, Detail.NATIONAL_INSURANCE)
    if "07" in text or "44" in text:
        for found in _MOBILE.finditer(text):
            yield _seen(found, Detail.MOBILE)
    for found in _POSTCODE.finditer(text):
        if (found[1] or found[2]).upper() in AREAS:
            yield _seen(found, Detail.POSTCODE)


# Dates of birth

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<first>[0-9](?<![0-9./-].)[0-9]{0,3})(?:"
    r"(?P<between>[/.-])(?P<second>[0-9]{1,2})(?P=between)(?P<third>[0-9]{2}(?:[0-9]{2})?)"
    r"|(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<named>[A-Za-z]{3,9}),?[ ](?P<year>[0-9]{4})"
    r")(?![0-9/]|[.-][0-9])",
    re.DOTALL,
)
_BIRTH_BEFORE = re.compile(
    r"\b(?:born(?![ ](?:after|before|since|between|from|until|by))|birth(?:day|[ ]?date)?s?"
    r"|d\.?[ ]?o\.?[ ]?b\b)[^\n;!?\d]{0,24}$",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(
    r"[ ,(\[-]{1,3}(?:d\.?[ ]?o\.?[ ]?b\b|date[ ]of[ ]birth|birthday)", re.IGNORECASE
)
_BIRTH_WORDS = re.compile(r"[BbDdAa](?:orn|irth|\.?[ ]?o\.?[ ]?b|ge|ORN|IRTH|\.?[ ]?O\.?[ ]?B|GE)")
_AGE_BEFORE = re.compile(r"\baged?[ ][0-9]{1,2}[ ]?[,(][ ]?$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"\b([A-ZÀ-Þ][\w'’-]+(?:[ ][A-ZÀ-Þ][\w'’-]+){0,3})[ ]?[,:(]?[ ]?\(?$")


def _births(text: str, today: date) -> Iterator[Seen]:
    said = bool(_BIRTH_WORDS.search(text))
    for found in _DATE.finditer(text):
        born = _day_of(found, today)
        if born is None:
            continue
        before = text[max(0, found.start() - 60) : found.start()]
        young = 366 <= (today - born).days <= OLDEST * 366
        if (said and _said_of(text, before, found.end())) or (young and _behind_a_name(before)):
            yield _seen(found, Detail.BIRTH)


def _said_of(text: str, before: str, end: int) -> bool:
    """Do the words round a date say that somebody was born then, or give an age?"""
    return bool(
        _BIRTH_BEFORE.search(before) or _AGE_BEFORE.search(before) or _BIRTH_AFTER.match(text, end)
    )


def _behind_a_name(before: str) -> bool:
    named = _NAME_BEFORE.search(before)
    return named is not None and not FIRST_NAMES.isdisjoint(named[1].split())


def _day_of(found: re.Match[str], today: date) -> date | None:
    """The day that was written; None for what is no date. Two figures of a year are the last."""
    first = int(found["first"])
    if found["named"]:
        short = found["named"][:3].casefold()
        month = _MONTHS.index(short) + 1 if short in _MONTHS else 0
        return _made_date(int(found["year"]), month, first)
    second, third = int(found["second"]), int(found["third"])
    if len(found["first"]) == 4:
        return _made_date(first, second, third)
    if len(found["third"]) == 2:
        third += 2000 if third <= today.year % 100 else 1900
    return _made_date(third, second, first)


def _is_date(day: str, month: str, short_year: str) -> bool:
    """A day of this century or the last: 29 February 1900 was none, 2000 had one."""
    return any(_made_date(c + int(short_year), int(month), int(day)) for c in (1900, 2000))


def _made_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# A name with an age

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen"
).replace(" ", "|")
_AGE = r"(?P<age>[0-9]{1,2})(?![0-9])"
_NAME = r"(?<![\w’'])(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ ][A-ZÀ-Þ][\w'’-]*\.?){0,3})"
_END = (
    r"(?=[ ]?[,;:!?\"”]|\.(?!\d)|[ ]?$|\n"
    r"|[ ](?:and|who|whose|is|was|has|had|said|says|told|lives|lived|goes)\b)"
)
_YEARS = r"[ -]?(?:years?[ -]old|years?|yrs?|y/o|yo)\b"
_OPEN_END = r"(?![ ]?(?:-|–|to|or|and[ ](?:over|under|above|below|older|up)|plus|\+|and[ ]\d)|\+)"
# Sure with any name that is no word of plans.
_SURE_AGES = (
    re.compile(rf"{_NAME}(?:,?[ ]\(?|[ ]?\()aged?[ ]{_AGE}{_OPEN_END}\)?"),
    re.compile(
        rf"\b(?:(?P<age>[0-9]{{1,2}})|(?:{_NUMBER_WORDS}))[ -]year[ -]old"
        r"(?:[ ](?:boy|girl|child|son|daughter|pupil|baby))?,?[ ](?:called[ ]|named[ ])?"
        r"(?P<name>[A-ZÀ-Þ][a-zà-ÿ'’-]+(?:[ ][A-ZÀ-Þ][\w'’-]+)?)"
    ),
    re.compile(
        rf"{_NAME}[ ](?:is|was|turned|turns)[ ](?:(?P<age>[0-9]{{1,2}})|(?:{_NUMBER_WORDS}))"
        r"[ -]years?[ -]old\b"
    ),
)
# Sure only with a first name that is known as one.
_LIKELY_AGES = (
    re.compile(rf"{_NAME},[ ]{_AGE}(?:{_YEARS})?{_END}"),
    re.compile(rf"{_NAME}[ ]?\({_AGE}(?:{_YEARS})?\)"),
    re.compile(rf"{_NAME},?[ ]{_AGE}{_YEARS}"),
    re.compile(rf"{_NAME}[ ](?:is|was|turned|turns|just)[ ]{_AGE}{_END}"),
)
# Where an age may stand; only the words round it are looked at more closely.
_HINTS = re.compile(
    r"[0-9](?:(?<=, .)|(?<=\(.)|(?<=aged .)|(?<=age .)|(?<= is .)|(?<= was .)|(?<=turned .)"
    r"|(?<=turns .)|(?<=just .)|(?=[ -]?(?:y/?o|yrs?|years?)\b))"
    r"|[ -]years?[ -]old\b",
    re.DOTALL,
)
_ROUND = 70


def _ages(text: str) -> Iterator[Seen]:
    for start, end in _near_ages(text):
        for pattern in (*_SURE_AGES, *_LIKELY_AGES):
            for found in pattern.finditer(text, start, end):
                begins = _name_begins(found, sure=pattern in _SURE_AGES)
                if begins is not None and _young(found):
                    yield Seen(begins, found.end(), text[begins : found.end()], Detail.NAME_AGE)


def _name_begins(found: re.Match[str], *, sure: bool) -> int | None:
    """Where a name with its age begins: “Now Jamie Smith, 7” at Jamie; None where it is no name.

    A known first name is one in any case; `sure`: any other is, but for the words of plans.
    """
    words = found["name"].split()
    known = next((word for word in words if word in FIRST_NAMES), None)
    if known:
        name_first = found.start("name") == found.start()
        return found.start() + (found["name"].index(known) if name_first else 0)
    plain = sure and NO_NAMES.isdisjoint(word.casefold() for word in words)
    return found.start() if plain else None


def _near_ages(text: str) -> list[tuple[int, int]]:
    """The stretches of text round possible ages, those that touch joined; whole words."""
    found: list[tuple[int, int]] = []
    for hint in _HINTS.finditer(text):
        start = text.rfind(" ", 0, max(0, hint.start() - _ROUND)) + 1
        end = text.find(" ", hint.end() + _ROUND)
        end = len(text) if end < 0 else end
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def _young(found: re.Match[str]) -> bool:
    return found["age"] is None or int(found["age"]) < OLDEST
