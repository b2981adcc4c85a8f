"""The forms in which plans write dates, and what each names: a day, or a proposal with a doubt.

The day always stands before the month. A month alone is its last day, and that is said. Quarters
of a year written with a slash are those of the financial year, April to March.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tracker.intake.plan_date_parts import (
    A_DAY,
    CAPITAL_MON,
    END_FIN,
    FIN,
    MON,
    MONTHS,
    OR,
    ORDINAL,
    Q_YEAR,
    QTR,
    QUARTERS,
    SEASON_ENDS,
    TERM,
    TO_E,
    Y4,
    Y_AFTER,
    D,
    E,
    M,
    Y,
)
from tracker.typed import EARLIEST, LATEST, SPREADSHEET_DAY_0, month_end
from tracker.words import day_words

MONTH_ONLY = "Only the month is named: its last day is taken."


@dataclass(frozen=True, slots=True)
class Mention:
    """A date found in a text, from `start` to `end`. `day` is None where it is no certain day.

    `doubt` says why it is not certain; `note` how a certain one was read; `whole`: it names a day,
    not a month or a longer time.
    """

    start: int
    end: int
    text: str
    day: date | None = None
    proposal: date | None = None
    doubt: str = ""
    note: str = ""
    whole: bool = False


def whole_days(text: str) -> list[Mention]:
    """Days named whole, with day, month and year, in the order of the text."""
    if not _DIGIT.search(text):
        return []
    return [m for m in mentions_in(text, _SPANS_AND_DAYS) if m.day and m.whole]


def mentions_in(text: str, forms: "Forms | None" = None) -> list[Mention]:
    """Every date a text names, in its order. A longer form is found before the forms within it."""
    found: list[Mention] = []
    rest = text
    forms = _FORMS if forms is None else forms
    forms = _fitting(forms, bool(_ANY_MONTH.search(text)), bool(_ANY_PERIOD.search(text)))
    for pattern, read in forms:
        for match in pattern.finditer(rest):
            mention = _read(match, read)
            if mention:
                found.append(mention)
                blank = "\0" * (match.end() - match.start())
                rest = rest[: match.start()] + blank + rest[match.end() :]
    return sorted(found, key=lambda mention: mention.start)


def _read(match: re.Match[str], read: "Reader") -> Mention | None:
    try:
        answer = read(match)
    except (ValueError, OverflowError):
        doubt = f"{quoted(match[0])} is no day of the calendar."
        return Mention(match.start(), match.end(), match[0], doubt=doubt)
    if answer is None:
        return None
    day, proposal, doubt, note, whole = answer
    stated = day or proposal
    if stated and not EARLIEST <= stated <= LATEST:
        return Mention(match.start(), match.end(), match[0], doubt=outside(match[0]))
    return Mention(match.start(), match.end(), match[0], day, proposal, doubt, note, whole)


# What each form names: certain day, proposal, doubt, note, and whether it is a whole day.
Answer = tuple[date | None, date | None, str, str, bool]
Reader = Callable[[re.Match[str]], Answer | None]
Forms = Sequence[tuple[re.Pattern[str], Reader]]


def _day(day: date) -> Answer:
    return day, None, "", "", True


def _period(day: date, note: str) -> Answer:
    return day, None, "", note, False


def _proposed(day: date | None, doubt: str) -> Answer:
    return None, day, doubt, "", False


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(text: str) -> int:
    return MONTHS[text.casefold()[:3]]


def _iso(found: re.Match[str]) -> Answer:
    return _day(date(int(found["y"]), int(found["m"]), int(found["d"])))


def _numbers(found: re.Match[str]) -> Answer | None:
    """31/10/2026: the day first, as people here write."""
    first, second, year = int(found["a"]), int(found["b"]), _year(found["y"])
    if second > 12 >= first:
        meant = date(year, first, second)
        doubt = f"{quoted(found[0])} has no month {second}. Is {day_words(meant)} meant?"
        return _proposed(meant, doubt)
    if second > 12:
        return None
    return _day_in_month(found[0], first, second, year)


def _named(found: re.Match[str]) -> Answer:
    return _day_in_month(found[0], int(found["d"]), _month(found["m"]), _year(found["y"]))


def _day_in_month(text: str, day: int, month: int, year: int) -> Answer:
    try:
        return _day(date(year, month, day))
    except ValueError:
        last = month_end(year, month)
        doubt = f"{quoted(text)} is no day of the calendar. Is {day_words(last)} meant?"
        return _proposed(last if day <= 31 else None, doubt)


def _month_alone(found: re.Match[str]) -> Answer:
    if found["y"] in {"29", "30", "31"}:
        return _proposed(None, f"{quoted(found[0])} may name a day of the month or a year.")
    return _period(month_end(_year(found["y"]), _month(found["m"])), MONTH_ONLY)


def _month_number(found: re.Match[str]) -> Answer:
    return _period(month_end(int(found["y"]), int(found["m"])), MONTH_ONLY)


def _months(found: re.Match[str]) -> Answer:
    """June/July 2012: which of them is not said; the last is proposed."""
    last = month_end(_year(found["y"]), _month(found["m"]))
    return _proposed(last, f"{quoted(found[0])} names more than one month.")


def _month_of_years(found: re.Match[str]) -> Answer:
    """Mar 2018/19/20: once in each year; the last is proposed."""
    years = re.split(r"[/,&]| and ", found["ys"])
    last = month_end(_year(years[-1].strip()), _month(found["m"]))
    return _proposed(last, f"{quoted(found[0])} names the month in {len(years)} years.")


def _week(found: re.Match[str]) -> Answer:
    """A week is named by the day it begins; its Friday is proposed."""
    inside = next((m for m in mentions_in(found["day"]) if m.whole and m.day), None)
    friday = (
        inside.day + timedelta(days=4 - inside.day.weekday()) if inside and inside.day else None
    )
    return _proposed(friday, f"{quoted(found[0])} names a week, not a day.")


def _span(found: re.Match[str]) -> Answer | None:
    """Apr 24 – Mar 25: from one time to another; the end of the later one is proposed."""
    ends = [m.day for m in mentions_in(found["last"], _ENDS) if m.day]
    if not ends:
        return None
    return _proposed(ends[-1], f"{quoted(found[0])} is a time from one date to another.")


def _quarter(found: re.Match[str]) -> Answer | None:
    year = _year(found["y"])
    quarter = int(found["q"]) if found["q"] else QUARTERS[found["qw"].casefold()]
    if found["e"]:
        if _year(found["e"][-2:]) % 100 != (year + 1) % 100:
            return None
        last = month_end(year + 1, 3) if quarter == 4 else month_end(year, quarter * 3 + 3)
        return _period(last, f"The last day of quarter {quarter}, April to March, is taken.")
    calendar = month_end(year, quarter * 3)
    doubt = f"{quoted(found[0])} may be a quarter of the calendar or of the financial year."
    return _proposed(calendar, doubt)


def _quarter_alone(found: re.Match[str]) -> Answer:
    return _proposed(None, f"{quoted(found[0])} does not say of which year.")


def _school_year(found: re.Match[str]) -> Answer:
    """Schools in Scotland close in the last days of June."""
    end = found["e"] or found["y"]
    day = date(_year(end[-2:]), 6, 30) if end else None
    return _proposed(day, f"{quoted(found[0])} is not a day: school years end at different days.")


def _years(found: re.Match[str]) -> Answer | None:
    """2024/25: a year from April to March, most likely; certain where its end is named."""
    year, end = _year(found["y"]), found["e"] or found["e4"]
    last = _year(end[-2:]) if len(found["y"]) == 2 or len(end) == 2 else int(end)
    if last <= year or last - year > 10:
        return None
    day = month_end(last, 3)
    if found["fin"] and found["end"] and last == year + 1:
        return _period(day, "The last day of the financial year, 31 March, is taken.")
    span = "a year" if last == year + 1 else "several years"
    return _proposed(day, f"{quoted(found[0])} names {span}, not a day.")


def _financial_year(found: re.Match[str]) -> Answer:
    """FY25: named by the year it ends in."""
    return _proposed(month_end(_year(found["y"]), 3), f"{quoted(found[0])} names a year.")


def _season(found: re.Match[str]) -> Answer:
    name, year = found["s"].casefold(), _year(found["y"])
    if found["e"]:
        year += name in {"winter", "spring"}
        month = 2 if name == "winter" else SEASON_ENDS[name]
    else:
        month = SEASON_ENDS[name]
    return _proposed(month_end(year, month), f"{quoted(found[0])} names a season, not a day.")


def _middle(found: re.Match[str]) -> Answer:
    """Mid 2025: the end of June is proposed; early 2025: the end of March."""
    month = 6 if found["w"].casefold().startswith("mid") else 3
    day = month_end(int(found["y"]), month)
    return _proposed(day, f"{quoted(found[0])} names a part of a year, not a day.")


def _year_alone(found: re.Match[str]) -> Answer:
    return _proposed(date(int(found["y"]), 12, 31), f"{quoted(found[0])} names a year, not a day.")


def _month_or_day(found: re.Match[str]) -> Answer:
    """03/25: no day has such a month, so it may be a month and its year."""
    last = month_end(_year(found["y"]), int(found["m"]))
    return _proposed(last, f"{quoted(found[0])} may be a month and its year, without a day.")


def _yearless(found: re.Match[str]) -> Answer:
    return _proposed(None, f"{quoted(found[0])} does not name the year.")


def _serial(found: re.Match[str]) -> Answer:
    day = SPREADSHEET_DAY_0 + timedelta(days=int(found[0]))
    return _proposed(day, f"{quoted(found[0])} may be a spreadsheet's number for a day.")


def quoted(text: str) -> str:
    """A text as a sentence quotes it, cut short."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


def outside(text: str) -> str:
    """Why a day of another century is not taken."""
    return f"{quoted(text)} lies before {EARLIEST.year} or after {LATEST.year}."


def form(pattern: str) -> re.Pattern[str]:
    """A pattern that looks past capitals and knows only the figures 0 to 9."""
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_DAYS: Forms = [
    (form(rf"(?<!\d)(?P<y>{Y4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?!\d)"), _iso),
    (
        form(
            r"(?<![\d./\-])(?P<a>\d{1,2}) ?(?P<s>[/.\-]) ?(?P<b>\d{1,2}) ?(?P=s) ?"
            + Y
            + r"(?![/\-]\d)"
        ),
        _numbers,
    ),
    (form(rf"{D}{OR}{M}{Y_AFTER}"), _named),
    (form(rf"{M} (?P<d>\d{{1,2}}){ORDINAL},? (?P<y>{Y4})(?!\d)"), _named),
]
_MONTH_YEAR = rf"(?:{MON})\b\.?[ \-]?['’‘]?(?:{Y4}|\d\d)(?![\d%])"
_DAY_YEAR = rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:{Y4}|\d\d)(?!\d)"
_TO = r" ?(?:[\-–—/]|\bto\b|\btill\b|\buntil\b) ?"
_ENDS: Forms = [*_DAYS, (form(rf"{M}{Y_AFTER}"), _month_alone)]
_SPANS: Forms = [
    (form(rf"(?<!\d )\b(?:(?:from|between) )?{_MONTH_YEAR}{_TO}(?P<last>{_MONTH_YEAR})"), _span),
    (
        form(
            rf"(?<![\d/.\-])(?:(?:from|between) )?{_DAY_YEAR}{_TO}"
            rf"(?P<last>{_DAY_YEAR})(?![/.\-]\d)"
        ),
        _span,
    ),
    (
        form(
            rf"(?<![\d/.\-])\d{{1,2}}{ORDINAL} ?(?:[\-–—&]|\bto\b|\band\b) ?"
            rf"(?P<last>\d{{1,2}}{ORDINAL} (?:of )?(?:{MON})\b\.?,? ?(?:{Y4}|\d\d)(?!\d))"
        ),
        _span,
    ),
]  # fmt: skip
_SPANS_AND_DAYS: Forms = [*_SPANS, *_DAYS]
_WEEKS: Forms = [
    (form(rf"\b(?:w/c|w\.?c\.?|week (?:commencing|beginning|of))[ :]*(?P<day>{A_DAY})"), _week),
]
_PERIODS: Forms = [
    (
        form(rf"{M} ?(?P<ys>(?:{Y4}|\d\d)(?: ?(?:/|,|&|and) ?(?:{Y4}|\d\d))+)(?!\d)"),
        _month_of_years,
    ),
    (form(rf"\b(?:{MON}) ?(?:/|-|–|or|and|&|to) ?{M}{Y_AFTER}"), _months),
    (form(rf"{M}{Y_AFTER}(?![/\-]\d)"), _month_alone),
    (form(rf"{QTR}[ ,\-–]*(?:of )?(?:{FIN})?{Q_YEAR}{TO_E}"), _quarter),
    (form(rf"(?:{FIN})?{Q_YEAR}{TO_E}[ ,:\-–]*{QTR}"), _quarter),
    (form(QTR), _quarter_alone),
    (form(rf"{TERM}(?:[ ,]*(?P<y>{Y4}){TO_E})?"), _school_year),
    (
        form(
            r"\b(?P<s>spring|summer|autumn|winter)\b[ ,]*(?:term )?(?:of )?"
            rf"(?P<y>{Y4}){TO_E}"
        ),
        _season,
    ),
    (form(rf"{END_FIN}(?P<y>{Y4})(?:[/\-–]{E}|(?: ?[\-–—] ?| to )(?P<e4>{Y4})(?!\d))"), _years),
    (form(rf"{END_FIN}(?P<y>\d\d)/(?P<e>\d\d)(?P<e4>)(?![\d/])"), _years),
    (form(rf"\bfy ?['’]?(?P<y>{Y4}|\d\d)(?!\d)"), _financial_year),
    (form(rf"(?<![\d/.\-])(?P<m>0?[1-9]|1[0-2])[/\-.](?P<y>{Y4})(?!\d)"), _month_number),
    (form(r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<y>1[3-9]|[2-9]\d)(?![\d/])"), _month_or_day),
    (form(r"(?<![\d/.])\d{1,2}/\d{1,2}(?![\d/])"), _yearless),
    (
        re.compile(
            r"(?:\b\d{1,2}(?:st|nd|rd|th)? (?:of )?)?"
            rf"\b(?:{CAPITAL_MON})\b(?: \d{{1,2}}(?:st|nd|rd|th)\b)?"
        ),
        _yearless,
    ),
    (
        form(r"\b(?:spring|summer|autumn|winter)\b|\bend of (?:the )?(?:financial )?year\b"),
        _yearless,
    ),
    (
        form(
            r"\b(?P<w>mid(?:dle of)?|early|beginning of|start of)[ \-](?P<y>20[0-4]\d)(?![\d/\-])"
        ),
        _middle,
    ),
    (form(r"(?<!\d)(?<!\d[/.\-])(?<!/)(?P<y>20[0-4]\d)(?![\d/]|[.\-]\d)"), _year_alone),
    (form(r"\A[3-6]\d{4}\Z"), _serial),
]
_FORMS: Forms = [*_WEEKS, *_SPANS, *_DAYS, *_PERIODS]
_ANY_MONTH = form(rf"\b(?:{MON})\b|\d(?:{MON})")
_ANY_PERIOD = form(
    r"w/?\.?c|week|q\.? ?[1-4]|qtr|quarter|term|session|year|spring|summer|autumn|winter|fy"
)
_NEEDS_WORDS = frozenset({
    _week, _quarter, _quarter_alone, _school_year, _season, _financial_year,
})  # fmt: skip


@lru_cache(maxsize=64)
def _fitting_of(which: int, month: bool, period: bool) -> Forms:
    return [
        one
        for one in _LISTS[which]
        if (month or MON not in one[0].pattern or one in _WEEKS)
        and (period or one[1] not in _NEEDS_WORDS)
    ]


def _fitting(forms: Forms, month: bool, period: bool) -> Forms:
    """The forms that a text can hold: most cells name no month and no quarter."""
    which = next(n for n, own in enumerate(_LISTS) if own is forms)
    return _fitting_of(which, month, period)


_LISTS = (_DAYS, _SPANS_AND_DAYS, _ENDS, _FORMS)
_DIGIT = re.compile(r"\d")
