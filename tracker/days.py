"""Which days a plan can be shown as at, and which earlier day it is compared with."""

from datetime import date

from tracker.plan import Partnership
from tracker.plan_as_at import PlanAsAt
from tracker.refusals import Refusal
from tracker.words import day_words


def newest_day(partnership: Partnership, today: date) -> date:
    """The day a plan opens as at: an example's last sourced day, otherwise today."""
    return partnership.shown_as_at or today


def refuse_impossible_day(plan: PlanAsAt, day: date, today: date) -> None:
    """Raise Refusal for a day ahead, and for one before the plan began.

    `plan` is the plan as at its newest day, which knows when it began.
    """
    newest = newest_day(plan.partnership, today)
    if day > max(newest, today):
        raise Refusal(
            f"{day_words(day)} lies ahead, and nobody knows yet how the plan will stand. "
            f"Choose {day_words(newest)} or an earlier day."
        )
    starts_on = plan.plan.starts_on if plan.plan else day
    if day < newest < starts_on:
        raise Refusal(
            f"The plan begins on {day_words(starts_on)}; before that only {day_words(newest)} "
            "can be shown. Choose that day."
        )
    if day < starts_on <= newest:
        raise Refusal(
            f"The plan began on {day_words(starts_on)}; there was none on {day_words(day)}. "
            f"Choose {day_words(starts_on)} or a later day."
        )


def compared_with(plan: PlanAsAt) -> tuple[date, bool]:
    """The newest meeting before the plan's day, and True; else the plan's start, and False."""
    meeting = plan.last_meeting()
    if meeting:
        return meeting.on, True
    return (min(plan.plan.starts_on, plan.day) if plan.plan else plan.day), False
