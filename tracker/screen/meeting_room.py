"""One meeting on the shared screen: the steps in order, with nothing to edit by accident.

It runs as at its day and at the sequence of its opening, so that what turns up late does not change
a step already shown; only what the meeting itself writes down is read as it is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import streamlit as st

from tracker.comparison import Comparison, comparison
from tracker.evidence import Meeting
from tracker.meeting_steps import ALWAYS, Group, Step, meeting_steps, words_of
from tracker.progress import Progress
from tracker.screen import (
    frame,
    meeting_close,
    meeting_drawn,
    meeting_written,
    places,
    record_form,
)
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.shared_view import VIEW_WORDS
from tracker.words import long_day_words, shortened

MEETING, STEP = "meeting", "step"
STYLES = Path(__file__).with_name("meeting.css")
NEXT_LETTERS = 24  # on the button that leads on
# What stands in the first row, and above it nothing.
GROUP_LETTERS = 60


def named() -> str:
    """The meeting the address asks for, as it stands there; '' where it asks for none."""
    return st.query_params.get(MEETING, "")


def chosen(asked: Visit) -> Meeting | None:
    """The meeting the address names, as it is known today; None where it names none of this plan.

    A meeting is told as it is known now, whatever day the address shows the plan at: what it
    writes down would otherwise rest on an older version of it.
    """
    by_id = {str(meeting.id): meeting for meeting in today(asked).readings.plan.meetings}
    return by_id.get(named())


def today(asked: Visit) -> Visit:
    """The visit as at the newest day there is."""
    return replace(asked, day=asked.today)


def as_opened(asked: Visit, meeting: Meeting) -> Visit:
    """The visit as the meeting sees it: its own day, recorded until its opening."""
    until = asked.sequence if meeting.opened_at is None else meeting.opened_at
    return replace(asked, day=min(meeting.on, asked.today), sequence=until)


def what_changed(then: Visit) -> tuple[Progress, Comparison]:
    """The progress of the meeting's day, and what changed since the meeting before."""
    progress = then.progress
    return progress, comparison(progress.before, progress.now)


def show(asked: Visit, meeting: Meeting) -> None:
    """The step the address asks for, and the way back and on; no form of a record opens here."""
    for form in (record_form.ADD, record_form.CHANGE, record_form.WITHIN):
        st.query_params.pop(form, None)
    st.html(STYLES)
    progress, compared = what_changed(as_opened(asked, meeting))
    steps = _steps(asked, meeting, progress, compared)
    place = _place(steps)
    _first_row(asked, meeting, place, len(steps))
    with st.container(key="meeting_step", gap="small"):
        _draw(asked, meeting, steps[place], progress, compared)
    _way_on(steps, place, progress)


def _steps(
    asked: Visit, meeting: Meeting, progress: Progress, compared: Comparison
) -> tuple[Step, ...]:
    """The steps of the meeting; for those who only read those that only show."""
    chosen = meeting.steps
    if asked.reads_only and not {*chosen} - {*ALWAYS}:
        chosen = ()
    steps = meeting_steps(progress, compared, chosen)
    return tuple(step for step in steps if not (asked.reads_only and step.group in ALWAYS))


def _draw(
    asked: Visit, meeting: Meeting, step: Step, progress: Progress, compared: Comparison
) -> None:
    draw: Mapping[Group, Callable[[], None]] = {
        Group.CHANGES: lambda: meeting_drawn.changes(compared),
        Group.PROMISES: lambda: meeting_drawn.promises(compared),
        Group.EXCEPTIONS: lambda: meeting_drawn.exceptions(progress),
        Group.AREAS: lambda: meeting_drawn.area(progress, step.subject),
        Group.CHARTS: lambda: meeting_drawn.chart(progress, step.subject),
        Group.TESTS: lambda: meeting_drawn.tests(progress, compared),
        Group.ASKS: lambda: meeting_drawn.asks(progress),
        Group.DECISIONS: lambda: meeting_written.decisions(asked, meeting, progress),
        Group.CLOSE: lambda: meeting_close.show(asked, meeting),
    }
    draw[step.group]()


def _first_row(asked: Visit, meeting: Meeting, place: int, of: int) -> None:
    group = asked.readings.plan.group.get(meeting.group_id) if meeting.group_id else None
    who = shortened(group.name if group else meeting.title or "Meeting", GROUP_LETTERS)
    data = " · illustrative data" if asked.partnership.illustrative else ""
    if asked.public:
        data += f" · {VIEW_WORDS}"
    elif asked.who.local:
        data += f" · {frame.LOCAL_ICON} {frame.LOCAL_USE}"
    day = long_day_words(meeting.on).split(" ", 1)[1]
    with st.container(key="meeting_first", horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f":gray[{plain(who)}, **{day}**]", width="content")
        st.markdown(f":gray[Step **{place + 1} of {of}**{data}]", width="content")
        st.page_link(
            places.pages()["meeting"], label="Leave", query_params=asked.address, width="content"
        )


def _place(steps: tuple[Step, ...]) -> int:
    keys = [step.key for step in steps]
    asked = st.query_params.get(STEP, "")
    return keys.index(asked) if asked in keys else 0


def _way_on(steps: tuple[Step, ...], place: int, progress: Progress) -> None:
    """Back, where we are, and on: by buttons and by the arrow keys."""
    with st.bottom, st.container(key="meeting_way"):
        back, here, on = st.columns([11, 58, 31], vertical_alignment="center", gap="small")
        with back:
            if place and st.button("Back", shortcut="Left", key="meeting_back"):
                _go(steps[place - 1])
        here.markdown(_path(steps, place))
        with on, st.container(horizontal_alignment="right"):
            if place + 1 < len(steps):
                following = steps[place + 1]
                words = f"Next: {plain(words_of(following, progress.now, NEXT_LETTERS))}"
                if st.button(words, type="primary", shortcut="Right", key="meeting_next"):
                    _go(following)


def _go(step: Step) -> None:
    st.query_params[STEP] = step.key
    st.rerun()


def _path(steps: tuple[Step, ...], place: int) -> str:
    """The groups in order, with the one that is shown in bold."""
    here = steps[place].group
    groups = dict.fromkeys(step.group for step in steps)
    said = [f"**{_title(group)}**" if group is here else _title(group) for group in groups]
    return f":gray[{' · '.join(said)}]"


def _title(group: Group) -> str:
    return "Asked for" if group is Group.ASKS else str(group).capitalize()


def address(meeting: UUID, step: str = "") -> dict[str, str]:
    """The part of an address that opens a meeting, at a step."""
    return {MEETING: str(meeting)} | ({STEP: step} if step else {})
