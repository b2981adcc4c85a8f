"""On which days reminders are sent, from which hour, and when one that failed is tried again.

Weekday, rhythm and hour are settings; days and hours are those of the clock in Scotland.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tracker.words import LONDON

NEVER, WEEKLY, FORTNIGHTLY, MONTHLY = range(4)
# A tracker that was switched off on the day still sends on the next one or two, not later: by
# then the next reminder is nearer than the last.
LATE_BY_DAYS = 2
# The wait before each further try; after the last one nobody is tried again for that day.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 120, 360, 720))


def is_reminder_day(day: date, settings: Mapping[str, float]) -> bool:
    """Is it the weekday, in the rhythm that is set?"""
    if day.isoweekday() != int(settings["reminder_weekday"]):
        return False
    week = (day.toordinal() - 1) // 7  # whole weeks, which no turn of the year interrupts
    return {
        NEVER: False,
        WEEKLY: True,
        FORTNIGHTLY: week % 2 == 0,
        MONTHLY: day.day <= 7,
    }[int(settings["reminder_rhythm"])]


def due_day(at: datetime, settings: Mapping[str, float]) -> date | None:
    """The day whose reminders are due at this moment; None where none are."""
    here = at.astimezone(LONDON)
    hour_has_come = here.hour >= settings["reminder_hour"]
    days = (here.date() - timedelta(back) for back in range(LATE_BY_DAYS + 1))
    return next(
        (
            day
            for day in days
            if is_reminder_day(day, settings) and (day < here.date() or hour_has_come)
        ),
        None,
    )


def next_day(after: date, settings: Mapping[str, float]) -> date | None:
    """The first day after `after` on which reminders are sent; None where never."""
    ahead = (after + timedelta(days) for days in range(1, 63))
    return next((day for day in ahead if is_reminder_day(day, settings)), None)


def next_try(tries: int, tried_at: datetime) -> datetime | None:
    """When one that failed `tries` times is tried again; None after the last time."""
    return tried_at + WAITS[tries - 1] if tries <= len(WAITS) else None
