"""Years, quarters and months over columns: “2021/22”, “RAG Q2”, “Apr 24”; which one is newest."""

import re

from tracker.intake.plan_words import Meaning, PlanWords

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2}|(?<=[ \-'’/])\d{2})(?:\s?[/–\-]\s?\d{2,4})?"
_PERIOD = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})[/.](?P<dm>\d{{1,2}})[/.](?P<dy>\d{{2,4}})"
    rf"|(?:q(?:uarter|tr)?|quarter)\.? ?(?P<quarter>[1-4])(?:[ ,\-–/(]*{_YEAR})?"
    rf"|{_MONTH}(?:[ ,\-–/'’(]*{_YEAR.replace('year', 'my')})?"
    rf"|(?:f\.?y\.? ?)?(?P<only>(?:19|20)\d{{2}})(?:\s?[/–\-]\s?\d{{2,4}})?"
    r"(?:[ ,\-–]*q(?P<later>[1-4]))?"
    r")(?!\w)",
    re.IGNORECASE,
)
# What may stand beside a period without making it more than one.
_BESIDE = re.compile(
    r"\b(?:financial|academic|calendar|school|year|ye|fy|end|to|date|ytd|quarter|data|value|actual|"
    r"result|figure|position|as|at|in|of|the)\b|[^\w%]",
    re.IGNORECASE,
)

_LEADING = re.compile(r"\(?(?:\d{1,2}|[a-h])[.):]\s*", re.IGNORECASE)
_ASKS = re.compile(r"\s+[-–—]\s+|[:–—(]\s*")


def period_in(name: str) -> tuple[int, int] | None:
    """The year and month that a column's name reaches to, to put columns in order; None: no period.

    A council's year runs from April: without a year March comes after December, Q4 after Q3.
    """
    found = _PERIOD.search(name)
    if not found:
        return None
    if found["dy"]:
        return _whole(found["dy"]), int(found["dm"])
    quarter = found["quarter"] or found["later"]
    if quarter:
        year = _whole(found["year"] or found["only"] or "0")
        return (year, int(quarter) * 3 + 3) if quarter != "4" else (year + 1, 3)
    if found["month"]:
        month = _MONTHS.index(found["month"].casefold()) + 1
        return (_whole(found["my"]), month) if found["my"] else (int(month < 4), month)
    return _whole(found["only"]), 12


def is_period(name: str) -> bool:
    """Is a name a year, a quarter or a month and nothing else?"""
    if not name or len(name) > 40 or period_in(name) is None:
        return False
    return not _BESIDE.sub("", _PERIOD.sub(" ", name)).strip()


def without_period(name: str) -> str:
    """“Current 2022/23” as “Current”."""
    return " ".join(re.sub(r"[()\[\]]", " ", _PERIOD.sub(" ", name)).split()).strip(" -–,:")


def header_meaning(name: str, words: PlanWords) -> Meaning | None:
    """What a header means: “Current 2022/23” and “2. Lead” mean what “Current” and “Lead” do.

    So does “Lead – who will see to it?”: a question after the words only explains them.
    """
    return words.header(name, _header_meaning)


def _header_meaning(name: str, words: PlanWords) -> Meaning | None:
    meaning = words.meaning(name)
    if meaning is not None and meaning.strength > 100:
        return meaning
    others = [without_period(name), _LEADING.sub("", name)]
    if name.endswith("?"):
        others.append(_ASKS.split(name, maxsplit=1)[0])
    for bare in others:
        known = words.meaning(bare) if bare and bare != name else None
        if known and known.strength > 100:
            return known
    return meaning


def _whole(year: str) -> int:
    number = int(year)
    return number + 2000 if 0 < number < 100 else number
