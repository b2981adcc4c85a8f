"""Due dates and meetings to take into one's own calendar, as an iCalendar file."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import streamlit as st

from tracker import clock
from tracker.papers.calendars import group_calendar, owner_calendar
from tracker.posting import mail_settings
from tracker.refusals import Refusal
from tracker.screen.log_of_visits import made_for
from tracker.screen.owners import Owner
from tracker.screen.visit import Visit

MIME = "text/calendar"


def of_owner(asked: Visit, owner: Owner) -> None:
    """The due dates of one owner's actions that are not complete."""
    if any(r.action.owner_id == owner.id and r.action.due_on for r in asked.readings.actions):
        make = partial(owner_calendar, asked.readings, owner.id, clock.now(), _address())
        _button(asked, "Due dates for your calendar", owner.address, make)


def of_group(asked: Visit, group: UUID | None = None, words: str = "") -> None:
    """The meetings of one group, or of all; nothing where there is none, or in the public view."""
    plan = asked.readings.plan
    if asked.public or not any(group in {None, one.group_id} for one in plan.meetings):
        return
    make = partial(group_calendar, plan, group, clock.now(), _address())
    _button(asked, words or "Meetings for your calendar", str(group or "meetings"), make)


def _button(asked: Visit, words: str, name: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        words, made_for(asked, f"{words}: {name}", make), mime=MIME,
        file_name=f"{asked.partnership.slug} {name}.ics", icon=":material/event:",
        type="tertiary", key=f"calendar_{name}", on_click="ignore",
    )  # fmt: skip


def _address() -> str:
    """Where events lead to: known where e-mail is set up; '' otherwise."""
    try:
        mail = mail_settings()
    except Refusal:
        return ""
    return mail.address if mail else ""
