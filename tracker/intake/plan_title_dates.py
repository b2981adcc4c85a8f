"""A date that an action's own words name, where its due date is blank: offered, never taken."""

import re
from dataclasses import replace

from tracker.intake.plan_date_forms import Mention, mentions_in, quoted
from tracker.intake.plan_shapes import PlanReading, ReadAction, ReadDoubt

# Only what the work is to be done by: “a review of the 2024 plan” names no due date.
_BY = re.compile(
    r"\b(?:by|before|until|no later than|due|deadline:?)\s+(?:the )?(?:end of |end )?\Z", re.I
)


def with_title_dates(reading: PlanReading) -> PlanReading:
    """The reading with a doubt for each action whose words name a day and whose due cell is blank.

    The doubt stands at the due column, or at that of the titles where there is none.
    """
    columns = {field: name for name, field in reversed(list(reading.columns.items())) if field}
    place = columns.get("due", columns.get("title"))
    if place is None:
        return reading
    found = [
        doubt
        for action in reading.actions
        if not action.due_text.strip() and action.due_on is None
        for doubt in [_doubt(action, place)]
        if doubt
    ]
    if not found:
        return reading
    doubts = sorted((*reading.doubts, *found), key=lambda doubt: doubt.row or 0)
    return replace(reading, doubts=tuple(doubts))


def _doubt(action: ReadAction, place: str) -> ReadDoubt | None:
    named = date_in(action.title)
    if named is None:
        return None
    said = f"There is no due date, and {quoted(named.text)} stands in the action's words."
    return ReadDoubt(action.rows[0], place, action.title, said, named.day)


def date_in(title: str) -> Mention | None:
    """The one day, or month, that a title says the work is to be done by."""
    if not any(sign.isdigit() for sign in title):
        return None
    mentions = mentions_in(title)
    by = [m for m in mentions if m.day and _BY.search(title[: m.start])]
    return by[0] if len(by) == 1 else None
