"""What the cells of a column look like: dates, numbers of actions, levels, figures."""

import re
from collections.abc import Callable, Sequence

from tracker.intake.plan_dates import read_due

Test = Callable[[str], bool]
REF = re.compile(
    r"\(?(?:[A-Za-z]{0,4}[ .\-]?)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?[.):]?|\(?[A-Za-z][.)]?"
)
_LEVELS = re.compile(
    r"(?:(?:very )?high|medium|med|low|h|m|l|hi|critical|urgent|important|essential|desirable|"
    r"[1-5])\.?"
)


def is_date(text: str) -> bool:
    """Does a short text name a day, or may it?"""
    read = read_due(text)
    return bool(read.day or read.proposal) and len(text) < 60


def are_own_numbers(texts: Sequence[str]) -> bool:
    """R1.1, R1.2: every row has a number of its own, below that of its area."""
    below = [text for text in texts if is_ref(text) and "." in text.strip(". ")]
    return len(below) * 2 > len(texts) and len(set(below)) == len(below)


def are_levels(texts: Sequence[str]) -> bool:
    """High, medium, low: an order of importance, and no areas."""
    return len(texts) > 1 and most(texts, is_level)


def are_scores(texts: Sequence[str]) -> bool:
    """Is every cell a bare number, like the impact of a risk from 1 to 5?"""
    return len(texts) > 1 and all(text.strip().isdecimal() for text in texts)


def is_level(text: str) -> bool:
    """High, medium, low or a number that stands for them."""
    return _LEVELS.fullmatch(text.casefold()) is not None


def is_figure(text: str) -> bool:
    """Is it a number with its unit, and nothing else?"""
    return re.fullmatch(r"[£<>~]?\s*-?\d[\d,.]*\s*(?:%|k|m|days|weeks)?", text) is not None


def is_ref(text: str) -> bool:
    """Is it a number such as 1.2, A3 or (b)?"""
    return len(text) <= 12 and REF.fullmatch(text) is not None


def average(texts: Sequence[str]) -> float:
    """How long the texts are in the middle."""
    return sum(map(len, texts)) / len(texts)


def most(texts: Sequence[str], test: Test) -> bool:
    """Do seven in ten pass a test?"""
    return sum(map(test, texts)) * 10 >= len(texts) * 7
