"""The forms in which plans write dates, and what each names: a day, or a proposal with a doubt.

The day always stands before the month. A month alone is its last day, and that is said. Quarters
of a year written with a slash are those of the financial year, April to March.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    return [m for m in mentions_in(text, _DAYS) if m.day] if _DIGIT.search(text) else []


def mentions_in(text: str, forms: "Forms | None" = None) -> list[Mention]:
    """Every date a text names, in its order. A longer form is found before the forms within it."""
    found: list[Mention] = []
    rest = text
    forms = _FORMS if forms is None else forms
    if not _ANY_MONTH.search(text):
        forms = _without_months(forms)
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
    return _MONTHS[text.casefold()[:3]]


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


def _quarter(found: re.Match[str]) -> Answer | None:
    year, quarter = _year(found["y"]), int(found["q"])
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
    year, end = _year(found["y"]), found["e"]
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
        month = 2 if name == "winter" else _SEASON_ENDS[name]
    else:
        month = _SEASON_ENDS[name]
    return _proposed(month_end(year, month), f"{quoted(found[0])} names a season, not a day.")


def _year_alone(found: re.Match[str]) -> Answer:
    return _proposed(date(int(found["y"]), 12, 31), f"{quoted(found[0])} names a year, not a day.")


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


_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12}
_MON = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in _NAMES)
_MON = _MON.replace("sep(?:tember)?", "sep(?:t(?:ember)?)?")
# “may” is a word too: a month without its year begins with a capital letter.
_CAPITAL_MON = "|".join(
    f"{name[:3].title()}(?:{name[3:]})?" if name != "may" else "May" for name in _NAMES
).replace("Sep(?:tember)?", "Sep(?:t(?:ember)?)?")
_M = rf"\b(?P<m>{_MON})\b\.?"
_Y4 = r"(?:19|20|21)\d\d"
_Y = rf"(?P<y>{_Y4}|\d\d)(?!\d)"
_E = rf"(?P<e>{_Y4}|\d\d)(?!\d)"
_TO_E = rf"(?:[/\-–]{_E})?"
# A point and a blank after a figure number an item: “1. March 2025”.
_OR = r"(?:[ \-/,–]{0,3}|\.)(?:of )?"
_Y_AFTER = rf"[ \-/.,–]{{0,3}}(?:of )?['’‘]?{_Y}(?!%)"
_ORDINAL = r"(?: ?(?:st|nd|rd|th)\b)?"
# “Phase 2 Mar 2017” names a phase and a month.
_NO_DAY = "".join(f"(?<!{word} )" for word in ("phase", "stage", "part", "step", "year", "wave"))
_D = rf"(?<!\d){_NO_DAY}(?P<d>\d{{1,2}}){_ORDINAL}"
_QTR = r"\bq(?:uarter|tr)?\.? ?(?P<q>[1-4])\b"
_FIN = r"(?:financial year|fiscal year|fin\.? year|fy) ?"
_END_FIN = rf"(?P<end>\bend (?:of )?(?:the )?)?(?P<fin>{_FIN})?(?<![\d/])"
_Q_YEAR = rf"(?P<y>{_Y4}|\d\d(?=[/\-]))"
_TERM = (
    r"(?:(?:school|academic) (?:year|session|term)|"
    r"(?:end of|this|next) (?:the )?(?:summer |school )?(?:term|session)|\bsession)"
)
_A_DAY = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? ?(?:{_MON})\w* ?\d{{2,4}})"
)


def form(pattern: str) -> re.Pattern[str]:
    """A pattern that looks past capitals and knows only the figures 0 to 9."""
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_DAYS: Forms = [
    (form(rf"(?<!\d)(?P<y>{_Y4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?!\d)"), _iso),
    (
        form(
            r"(?<![\d./\-])(?P<a>\d{1,2}) ?(?P<s>[/.\-]) ?(?P<b>\d{1,2}) ?(?P=s) ?"
            + _Y
            + r"(?![/\-]\d)"
        ),
        _numbers,
    ),
    (form(rf"{_D}{_OR}{_M}{_Y_AFTER}"), _named),
    (form(rf"{_M} (?P<d>\d{{1,2}}){_ORDINAL},? (?P<y>{_Y4})(?!\d)"), _named),
]
_WEEKS: Forms = [
    (form(rf"\b(?:w/c|w\.?c\.?|week (?:commencing|beginning|of))[ :]*(?P<day>{_A_DAY})"), _week),
]
_PERIODS: Forms = [
    (
        form(rf"{_M} ?(?P<ys>(?:{_Y4}|\d\d)(?: ?(?:/|,|&|and) ?(?:{_Y4}|\d\d))+)(?!\d)"),
        _month_of_years,
    ),
    (form(rf"\b(?:{_MON}) ?(?:/|-|–|or|and|&|to) ?{_M}{_Y_AFTER}"), _months),
    (form(rf"{_M}{_Y_AFTER}(?![/\-]\d)"), _month_alone),
    (form(rf"{_QTR}[ ,\-–]*(?:of )?(?:{_FIN})?{_Q_YEAR}{_TO_E}"), _quarter),
    (form(rf"(?:{_FIN})?{_Q_YEAR}{_TO_E}[ ,:\-–]*{_QTR}"), _quarter),
    (form(_QTR), _quarter_alone),
    (form(rf"{_TERM}(?:[ ,]*(?P<y>{_Y4}){_TO_E})?"), _school_year),
    (
        form(
            r"\b(?P<s>spring|summer|autumn|winter)\b[ ,]*(?:term )?(?:of )?"
            rf"(?P<y>{_Y4}){_TO_E}"
        ),
        _season,
    ),
    (form(rf"{_END_FIN}(?P<y>{_Y4})[/\-–]{_E}"), _years),
    (form(rf"{_END_FIN}(?P<y>\d\d)/(?P<e>\d\d)(?![\d/])"), _years),
    (form(rf"\bfy ?['’]?(?P<y>{_Y4}|\d\d)(?!\d)"), _financial_year),
    (form(rf"(?<![\d/.\-])(?P<m>0?[1-9]|1[0-2])[/\-.](?P<y>{_Y4})(?!\d)"), _month_number),
    (form(r"(?<![\d/.])\d{1,2}/\d{1,2}(?![\d/])"), _yearless),
    (
        re.compile(
            r"(?:\b\d{1,2}(?:st|nd|rd|th)? (?:of )?)?"
            rf"\b(?:{_CAPITAL_MON})\b(?: \d{{1,2}}(?:st|nd|rd|th)\b)?"
        ),
        _yearless,
    ),
    (
        form(r"\b(?:spring|summer|autumn|winter)\b|\bend of (?:the )?(?:financial )?year\b"),
        _yearless,
    ),
    (form(r"(?<![\d/.\-])(?P<y>20[0-4]\d)(?![\d/]|[.\-]\d)"), _year_alone),
    (form(r"\A[3-6]\d{4}\Z"), _serial),
]
_FORMS: Forms = [*_WEEKS, *_DAYS, *_PERIODS]
_ANY_MONTH = form(rf"(?:{_MON})")
_WITHOUT_MONTHS = {
    id(forms): [one for one in forms if one in _WEEKS or _MON not in one[0].pattern]
    for forms in (_DAYS, _FORMS)
}


def _without_months(forms: Forms) -> Forms:
    """The forms that name no month: most cells hold none, and need not be looked through."""
    return _WITHOUT_MONTHS[id(forms)]


_DIGIT = re.compile(r"\d")
