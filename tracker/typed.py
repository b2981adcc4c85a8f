"""Days and numbers as people type them in spreadsheets, read without silent guesses.

A period is named by its last day: Oct 2026 is 31 October, 2025/26 is 31 March 2026. What could be
read in two ways is read in the way usual here, and the doubt is a sentence.
"""

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.measures import Frequency
from tracker.words import day_words

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
# Spreadsheets count days from here (a leap day of 1900 that never was is counted with them).
SPREADSHEET_DAY_0 = date(1899, 12, 30)
MOST_DIGITS = 15
MONTHS_OF: dict[Frequency, int] = {
    Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12,
}  # fmt: skip
NO_VALUE = frozenset({
    "", "-", "–", "—", ".", "..", "...", ":", "n/a", "na", "n.a.", "none", "null", "no data",
    "[x]", "not available", "missing",
})  # fmt: skip
HIDDEN = re.compile(r"\*+|\[?c\]?|s|(?:<|under |fewer than |less than ) ?\d+|1 ?(?:-|–|to) ?4")
# Most numbers are as plain as this; reading them at once makes a long paste quick.
_PLAIN = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
FAULTY = re.compile(r"#[a-z]+(?:/[0a]!?)?[!?]?")


@dataclass(frozen=True, slots=True)
class ReadDay:
    """What was made of a text that should name a day; `day` is None where it names none.

    `fault` says why it is no day although it looks like one; `outside`, that it is one of the
    calendar, before or after those that are taken. `either`: day and month could be
    the other way round. `day_first`: only with the day first does it make sense.
    """

    day: date | None = None
    doubt: str = ""
    fault: str = ""
    either: bool = False
    day_first: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What was made of a text that should be a number; None with no `fault` is a gap."""

    value: float | None = None
    per_cent: bool = False
    doubt: str = ""
    fault: str = ""


def number_of(text: str) -> ReadNumber:
    """A number such as 71, 71.5, 1,234, 71 % or £20; or a gap: blank, n/a, a hidden number."""
    if _PLAIN.fullmatch(text):
        return ReadNumber(float(text))
    stated = _tidy(text)
    if stated in NO_VALUE:
        return ReadNumber()
    if HIDDEN.fullmatch(stated):
        return ReadNumber(doubt=f"“{_short(text)}” hides a small number; it is kept as a gap.")
    if FAULTY.fullmatch(stated):
        return ReadNumber(doubt=f"“{_short(text)}” is a spreadsheet's error; it is kept as a gap.")
    bare = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?:[^0-9]|$))", "", stated.replace("−", "-"))
    bare = re.sub(r" ?%$", "%", bare).replace("£", "").lstrip()
    bare = re.sub(r"^- ", "-", bare)
    per_cent = bare.endswith("%")
    bare = bare.removesuffix("%")
    if not re.fullmatch(
        r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?", bare
    ) or not re.search(r"[0-9]", bare):
        hint = (
            " Write decimals with a point, such as 71.5."
            if re.fullmatch(r"-?\d+,\d+", bare)
            else ""
        )
        return ReadNumber(fault=f"“{_short(text)}” is not a number.{hint}")
    if sum(sign.isdigit() for sign in bare) > MOST_DIGITS:
        return ReadNumber(fault=f"“{_short(text)}” is too long a number to keep.")
    return ReadNumber(float(bare.replace(",", "")), per_cent)


def day_of(text: str) -> ReadDay:
    """The last day of the period a text names; see the table of forms below."""
    stated = _WORDS_BEFORE.sub("", " ".join(text.split()).strip("'\"“”‘’"))
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(stated):
            try:
                return _within_reason(read(found), text)
            except ValueError:
                return ReadDay(fault=f"“{_short(text)}” is no day of the calendar.")
    return ReadDay()


def _within_reason(read: ReadDay, text: str) -> ReadDay:
    if read.day and not EARLIEST <= read.day <= LATEST:
        side = f"before {EARLIEST.year}" if read.day < EARLIEST else f"after {LATEST.year}"
        taken = f"Days from {EARLIEST.year} to {LATEST.year} are taken."
        return ReadDay(fault=f"“{_short(text)}” lies {side}. {taken}", outside=True)
    return read


def period_ends(first: date, frequency: Frequency, count: int) -> list[date]:
    """The last days of `count` periods in a row, the first of them ending on `first`; fewer where
    they would end after LATEST."""
    left = LATEST - first
    most = left.days // 7 if frequency is Frequency.WEEKLY else left.days // 28
    ends = (_later(first, frequency, number) for number in range(min(count, max(most, 0) + 1)))
    return [end for end in ends if end <= LATEST]


def next_period_end(day: date, frequency: Frequency) -> date:
    """The last day of the period after the one that ends on `day`."""
    return _later(day, frequency, 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _later(first: date, frequency: Frequency, number: int) -> date:
    if frequency is Frequency.WEEKLY:
        return first + timedelta(weeks=number)
    place = first.year * 12 + first.month - 1 + MONTHS_OF[frequency] * number
    last = month_end(place // 12, place % 12 + 1)
    whole_months = first == month_end(first.year, first.month)
    return last if whole_months or last.day < first.day else last.replace(day=first.day)


def _tidy(text: str) -> str:
    return " ".join(text.casefold().split()).strip("'\"“”‘’")


def _short(text: str) -> str:
    text = " ".join("".join(s if s.isprintable() else " " for s in text).split())
    return text if len(text) <= 30 else text[:29] + "…"


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


# How each form of a day is read. Every group of a pattern is text; ValueError: no such day.


def _iso(found: re.Match[str]) -> ReadDay:
    return ReadDay(date(int(found["y"]), int(found["m"]), int(found["d"])))


def _numbers(found: re.Match[str]) -> ReadDay:
    """31/10/2026: the day first, as people here write."""
    first, second, year = int(found["a"]), int(found["b"]), _year(found["y"])
    if second > 12 >= first:
        written = day_words(date(year, first, second))
        return ReadDay(
            fault=f"“{found[0]}” has no month {second}. Write the day first; is {written} meant?"
        )
    day = date(year, second, first)
    if first == second:
        return ReadDay(day)
    return ReadDay(day, either=first <= 12, day_first=first > 12)


def _named(found: re.Match[str]) -> ReadDay:
    return ReadDay(date(_year(found["y"]), _MONTHS[found["m"].casefold()], int(found["d"])))


def _month(found: re.Match[str]) -> ReadDay:
    month = _MONTHS.get(found["m"].casefold()) or int(found["m"])
    return ReadDay(month_end(_year(found["y"]), month))


def _years(found: re.Match[str]) -> ReadDay:
    """2025/26: the financial year; 2026-10: the month; where both can be meant, by the sign."""
    year, second = int(found["y"]), found["e"]
    follows = _year(second) == year + 1 if len(second) == 4 else int(second) == (year + 1) % 100
    month = len(second) <= 2 and 1 <= int(second) <= 12
    if not follows and not month:
        raise ValueError
    as_year = follows and (not month or found["s"] == "/")
    day = date(year + 1, 3, 31) if as_year else month_end(year, int(second))
    read = "the financial year" if as_year else "a month"
    other = "a month" if as_year else "a financial year"
    doubt = f"“{found[0]}” is read as {read}, not {other}: {day_words(day)}."
    return ReadDay(day, doubt if follows and month else "")


def _quarter(found: re.Match[str]) -> ReadDay:
    """2026-Q3: the calendar's quarter, with a doubt; 2026/27 Q3: the financial year's."""
    year, quarter = int(found["y"]), int(found["q"])
    if not found["e"]:
        day = month_end(year, quarter * 3)
        words = f"“{found[0]}” is read as the calendar's quarter, which ends on {day_words(day)}."
        return ReadDay(day, words)
    if int(found["e"]) % 100 != (year + 1) % 100:
        raise ValueError
    return ReadDay(month_end(year + 1, 3) if quarter == 4 else month_end(year, quarter * 3 + 3))


def _calendar_year(found: re.Match[str]) -> ReadDay:
    day = date(int(found["y"]), 12, 31)
    return ReadDay(
        day, f"“{found[0]}” is read as the calendar year, which ends on {day_words(day)}."
    )


def _serial(found: re.Match[str]) -> ReadDay:
    day = SPREADSHEET_DAY_0 + timedelta(days=int(found[0]))
    return ReadDay(day, f"“{found[0]}” is read as a spreadsheet's day number: {day_words(day)}.")


_MONTHS = {
    word: number
    for number in range(1, 13)
    for word in (month_name[number].casefold(), month_abbr[number].casefold())
} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_M = f"(?P<m>{_NAMES})"
_Y = r"(?P<y>(?:1[6-9]|2[0-2])\d\d|\d\d)"
_Y4 = r"(?P<y>(?:1[6-9]|2[0-2])\d\d)"
_MIDNIGHT = r"(?:[t ]00?:00(?::00(?:\.0+)?)?z?)?"
_OR = r"[ \-/.'’,]*"
_FIN = rf"(?:fy ?)?{_Y4}(?:[/\-–](?P<e>\d\d(?:\d\d)?))?"
_WEEKDAY = r"(?:[a-z]{2,6}day,? |[a-z]{3},? )"
_Q = r"q(?:tr|uarter)?\.? ?(?P<q>[1-4])"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_WORDS_BEFORE = _form(
    r"^(?:(?:week|month|quarter|year|period) (?:ending|ended|to)|w/e|ending|ended|to) "
)
_FORMS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], ReadDay]]] = [
    (_form(rf"{_Y4}[\-/.](?P<m>\d\d?)[\-/.](?P<d>\d\d?){_MIDNIGHT}"), _iso),
    (_form(rf"(?P<a>\d\d?)[\-/. ](?P<b>\d\d?)[\-/. ]{_Y}{_MIDNIGHT}"), _numbers),
    (_form(rf"{_WEEKDAY}?(?P<d>\d\d?)(?:st|nd|rd|th)?{_OR}{_M}{_OR}{_Y}"), _named),
    (_form(rf"(?:(?:{_NAMES})\.? ?(?:-|–|to) ?)?{_M}{_OR}{_Y}"), _month),
    (_form(rf"{_Y4}{_OR}{_M}"), _month),
    (_form(rf"(?P<m>\d\d?)[/\-]{_Y4}"), _month),
    (_form(rf"(?:fy ?)?{_Y4}(?P<s>[/\-–])(?P<e>\d\d(?:\d\d)?)"), _years),
    (_form(rf"{_FIN}[ \-/,]*{_Q}"), _quarter),
    (_form(rf"{_Q}[ \-/,]*{_FIN}"), _quarter),
    (_form(r"(?P<y>(?:19|20|21)\d\d)"), _calendar_year),
    (_form(r"[3-6]\d{4}"), _serial),
]  # fmt: skip
