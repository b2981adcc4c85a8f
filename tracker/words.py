"""How the tracker writes: UK dates, counted nouns, statuses in words. Pure text, no rules."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_words(day: date) -> str:
    """A day as people here write it: 21 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def long_day_words(day: date) -> str:
    """A day with its weekday, for headings: Saturday 21 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def moment_words(at: datetime) -> str:
    """A moment by the clock people here go by: 21 Nov 2026, 14:05."""
    here = at.astimezone(LONDON)
    return f"{day_words(here.date())}, {here:%H:%M}"


def short_day_words(day: date, beside: date) -> str:
    """A day without its year where that is the year of `beside`: 11 September."""
    return f"{day.day} {day:%B}" if day.year == beside.year else f"{day.day} {day:%B %Y}"


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: 1 gap, 2 gaps, 1,200 gaps, no gaps."""
    shown = f"{number:,}" if number else "no"
    return f"{shown} {noun if number == 1 else nouns or noun + 's'}"


def times_words(number: int) -> str:
    """How often: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: a; a and b; a, b and c."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def sentence(text: str) -> str:
    """`text` with a capital first letter and a full stop."""
    text = text.strip()
    return text if not text else text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def number_words(value: float, unit: str = "") -> str:
    """A measured value without noise: 71 per cent becomes 71 %; 3.5 days stays 3.5 days.

    Below ten it keeps three figures, so that a ratio such as 0.125 is not told as 0.1.
    """
    shown = f"{value:,.1f}" if abs(value) >= 10 else f"{Decimal(f'{value + 0.0:.3g}'):f}"
    shown = shown.removesuffix(".0")
    return f"{shown} {'%' if unit == 'per cent' else unit}".strip()


def first_sentence(text: str) -> str:
    """The first sentence of a text; a point inside a number ends none."""
    head, stop, _ = text.partition(". ")
    return head + stop.strip()


def shortened(text: str, most: int) -> str:
    """A text of at most `most` letters: what is longer ends after a word, with three dots."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    head, space, _ = kept.rpartition(" ")
    return (head if space and len(head) > most // 2 else kept).rstrip(" ,;:.") + "…"


def one_full_stop(markdown: str) -> str:
    """A sentence with one full stop: what somebody typed may end with the one it has too."""
    return re.sub(r"(\\?\.)(\**)\.$", r"\1\2", markdown)
