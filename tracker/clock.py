"""The clock, read once at each door: today is the date in Europe/London (settled.md, Time)."""

from datetime import UTC, date, datetime

from tracker.words import LONDON


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date as people in Scotland write it down."""
    return now().astimezone(LONDON).date()
