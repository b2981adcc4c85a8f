"""A, R and T of the SMART check: who answers for it and with what, what for, and by when."""

import re
from datetime import date

from tracker.smart_notes import Verdict
from tracker.smart_owners import owner_kind, several_leads
from tracker.smart_verdicts import Finding, Stated, quoted
from tracker.smart_words import SmartWords, words_of
from tracker.typed import day_of
from tracker.words import day_words, times_words

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"\b\d{{4}}-\d\d?-\d\d?\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)\b"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?(?:{_MONTHS})[a-z]*\.?[ ,'’/-]*"
    r"(?:20\d\d|19\d\d|\d\d)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\b|\b\d\d/\d\d\b|\b\d+ (?:day|week|month|year)s?\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?:{_MONTHS})(?:[a-z]{{0,6}})\b", re.IGNORECASE)


def owned(stated: Stated, words: SmartWords) -> Finding:
    """One post or person answers for it; what it takes is agreed where it takes something."""
    fault = _owner_fault(stated, words)
    if fault:
        return fault
    costly = words.found("resource words", words_of(f"{stated.title} {stated.what}"))
    if costly and not stated.resources.strip():
        return Finding(
            Verdict.PARTLY,
            f"{quoted(stated.owner)} owns it; “{costly}” takes money or time, and none is agreed.",
            "Say what money, time or post is agreed for it.",
        )
    with_ = " with agreed resources" if stated.resources.strip() else ""
    return Finding(Verdict.PASS, f"{quoted(stated.owner)} answers for it{with_}.")


def _owner_fault(stated: Stated, words: SmartWords) -> Finding | None:
    owner = stated.owner.strip()
    line = words_of(owner)
    if not line:
        return Finding(
            Verdict.FAIL, "Nobody owns it.", "Name one post or person who answers for it."
        )
    if words.lists["nobody words"].at(line, 0) == line:
        return Finding(
            Verdict.FAIL, f"Lead is {quoted(owner)}: nobody owns it.",
            "Name one post or person who answers for it.",
        )  # fmt: skip
    if stated.owner_is == "group":
        # Two leads come in as a group, so that nobody is chosen between them.
        two = owner_kind(owner, words) == "several"
        return _several(owner, words) if two else _a_group(owner)
    if stated.owner_is:
        return None
    return _written_owner(owner, words)


def _a_group(owner: str) -> Finding:
    return Finding(
        Verdict.FAIL, f"A group owns it ({' '.join(owner.split())}): no one post answers for it.",
        "Name one post, such as the chair of the group.",
    )  # fmt: skip


def _written_owner(owner: str, words: SmartWords) -> Finding | None:
    """An owner known by words only: how many posts are they, or a group, or an organisation?"""
    match owner_kind(owner, words):
        case "one":
            return None
        case "several":
            return _several(owner, words)
        case "group" | "nobody":
            return _a_group(owner)
        case "organisation":
            return Finding(
                Verdict.FAIL, f"{quoted(owner)} is an organisation or a service, not a post.",
                "Name the one post there that answers for it.",
            )  # fmt: skip
    return Finding(
        Verdict.PARTLY, f"{quoted(owner)} does not say which post this is.",
        "Write the post in full.",
    )  # fmt: skip


def _several(owner: str, words: SmartWords) -> Finding:
    leads = several_leads(owner, words)
    said = "names a lead beside others" if leads < 2 else f"names {_number(leads)} leads"
    return Finding(
        Verdict.PARTLY, f"{quoted(owner)} {said}: who answers for it?",
        "Name one of them as owner, the others as supporting.",
    )  # fmt: skip


def _number(leads: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(leads, str(leads))


def relevant(stated: Stated, words: SmartWords) -> Finding:
    """An outcome for people in an area for improvement, and the quality indicator it answers."""
    outcome = stated.outcome.strip()
    if not words_of(outcome):
        why = "It is not linked to an outcome: nothing says what should be better for children."
        return Finding(Verdict.FAIL, why, "Link the outcome it is to make better.")
    if not stated.area.strip():
        return Finding(
            Verdict.PARTLY, "It stands under no area for improvement.", "Put it under its area."
        )
    if not words.found("result words", words_of(outcome)):
        return Finding(
            Verdict.PARTLY,
            f"The outcome {quoted(outcome)} does not speak of children or families.",
            "Say what will be better for them.",
        )  # fmt: skip
    if not stated.quality_indicator.strip():
        return Finding(
            Verdict.PARTLY, "Its outcome is linked to no quality indicator.",
            "Name the quality indicator the outcome answers.",
        )  # fmt: skip
    return Finding(Verdict.PASS, f"It serves the outcome {quoted(outcome)}.")


def bound(stated: Stated, words: SmartWords) -> Finding:
    """A date, still to come or kept, inside the plan, that has not moved too often."""
    due, exact = (stated.due_on, True) if stated.due_on else _written_day(stated.due_text)
    if due is None and not exact:
        return _no_day(stated, words)
    if due:
        misplaced = _misplaced(due, stated) or _passed(due, stated)
        if misplaced:
            return misplaced
    if stated.moved >= max(stated.often, 1):
        return Finding(
            Verdict.PARTLY, f"The due date has moved to a later day {times_words(stated.moved)}.",
            "Agree a date that can be kept, and the steps towards it.",
        )  # fmt: skip
    endless = "" if stated.due_on else words.found("no-date words", words_of(stated.due_text))
    if endless in {"ongoing", "on-going", "continuous", "rolling"}:
        return Finding(
            Verdict.PARTLY, f"{quoted(stated.due_text)} has a date, and no end.",
            "Say whether the date is when it ends or when it is reviewed.",
        )  # fmt: skip
    by = day_words(due) if due else quoted(stated.due_text)
    once = " It has moved once." if stated.moved else ""
    return Finding(Verdict.PASS, f"It is due by {by}.{once}")


def _misplaced(due: date, stated: Stated) -> Finding | None:
    if stated.starts_on and due < stated.starts_on:
        return Finding(
            Verdict.FAIL,
            f"It is due on {day_words(due)}, before the plan starts "
            f"({day_words(stated.starts_on)}).",
            "Check the date.",
        )
    if stated.ends_on and due > stated.ends_on:
        return Finding(
            Verdict.PARTLY,
            f"It is due on {day_words(due)}, after the plan ends ({day_words(stated.ends_on)}).",
            "Bring it forward, or set a step inside the plan.",
        )
    return None


def _passed(due: date, stated: Stated) -> Finding | None:
    """A day gone by no longer says by when what is still open will be done."""
    if stated.open_on is None or due >= stated.open_on:
        return None
    return Finding(
        Verdict.PARTLY, f"It was due by {day_words(due)}, and it is not complete.",
        "Report it complete, or agree a new date and say why.",
    )  # fmt: skip


def _written_day(text: str) -> tuple[date | None, bool]:
    """The last day a text names, where it can be read; and whether it names one at all."""
    found = [match[0] for match in _DAY.finditer(text)]
    days = [read.day for read in map(day_of, found) if read.day]
    return (max(days) if days else None), bool(found)


def _no_day(stated: Stated, words: SmartWords) -> Finding:
    text = stated.due_text
    line = words_of(text)
    if not line:
        return Finding(Verdict.FAIL, "It has no due date.", _date_to_agree(stated))
    if words.lists["no-date words"].at(line, 0) == line:
        return Finding(Verdict.FAIL, f"{quoted(text)} is not a date.", "Propose a review date.")
    period = _PERIOD.search(text) or _MONTH.search(text) or words.found("period words", line)
    if period:
        return Finding(
            Verdict.PARTLY, f"{quoted(text)} is a period, not a day.",
            "Name the day by which it is done.",
        )  # fmt: skip
    return Finding(Verdict.FAIL, f"{quoted(text)} is not a date.", "Propose a review date.")


def _date_to_agree(stated: Stated) -> str:
    """How to come by a date: the one that the action's own words name, if they name one."""
    found = {match[0]: day_of(match[0]).day for match in _DAY.finditer(stated.title)}
    (words, day), *others = found.items() or (("", None),)
    if day is None or others:
        return "Agree a date."
    return f"{quoted(words)} stands in its words: is it due by {day_words(day)}?"
