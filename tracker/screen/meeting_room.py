"""One meeting on the shared screen: the steps in order, with nothing to edit by accident.

It runs as at its day and at the sequence of its opening, so that what turns up late does not change
a step already shown; only what the meeting itself writes down is read as it is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

import streamlit as st

from tracker.comparison import Comparison, comparison
from tracker.evidence import Meeting
from tracker.meeting_steps import Group, Step, meeting_steps
from tracker.progress import Progress
from tracker.screen import meeting_drawn, meeting_written, places
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import long_day_words

MEETING, STEP = "meeting", "step"
# Letters of 32 px at 1920 (look.md, Sizes): to be read from six metres.
SCALE = "<style>html{font-size:clamp(16px,1.667vw,64px)}</style>"
TITLES: Mapping[Group, str] = {
    Group.CHANGES: "Changes",
    Group.PROMISES: "Promises",
    Group.EXCEPTIONS: "Exceptions",
    Group.AREAS: "Areas",
    Group.CHARTS: "Charts",
    Group.TESTS: "Tests",
    Group.DECISIONS: "Decisions",
    Group.CLOSE: "Close",
}


def chosen(asked: Visit) -> Meeting | None:
    """The meeting the address names; None where it names none of this plan."""
    named = st.query_params.get(MEETING, "")
    by_id = {str(meeting.id): meeting for meeting in asked.readings.plan.meetings}
    return by_id.get(named)


def as_opened(asked: Visit, meeting: Meeting) -> Visit:
    """The visit as the meeting sees it: its own day, recorded until its opening."""
    until = asked.sequence if meeting.opened_at is None else meeting.opened_at
    return replace(asked, day=min(meeting.on, asked.today), sequence=until)


def what_changed(then: Visit) -> tuple[Progress, Comparison]:
    """The progress of the meeting's day, and what changed since the meeting before."""
    progress = then.progress
    return progress, comparison(progress.before, progress.now)


def show(asked: Visit, meeting: Meeting) -> None:
    """The step the address asks for, and the way back and on."""
    st.html(SCALE)
    then = as_opened(asked, meeting)
    progress, compared = what_changed(then)
    steps = meeting_steps(progress, compared, meeting.steps)
    place = _place(steps)
    step = steps[place]
    _first_row(asked, meeting, place, len(steps))
    with st.container(key="meeting_step", gap="small"):
        draw: Mapping[Group, Callable[[], None]] = {
            Group.CHANGES: lambda: meeting_drawn.changes(compared),
            Group.PROMISES: lambda: meeting_drawn.promises(compared),
            Group.EXCEPTIONS: lambda: meeting_drawn.exceptions(progress),
            Group.AREAS: lambda: meeting_drawn.area(progress, step.subject),
            Group.CHARTS: lambda: meeting_drawn.chart(progress, step.subject),
            Group.TESTS: lambda: meeting_drawn.tests(progress, compared),
            Group.DECISIONS: lambda: meeting_written.decisions(asked, meeting, progress),
            Group.CLOSE: lambda: meeting_written.close(asked, meeting),
        }
        draw[step.group]()
    _way_on(steps, place)


def _first_row(asked: Visit, meeting: Meeting, place: int, of: int) -> None:
    group = asked.readings.plan.group.get(meeting.group_id) if meeting.group_id else None
    who = plain(group.name) if group else "Meeting"
    data = " · illustrative data" if asked.partnership.illustrative else ""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(
            f":gray[{who}, **{long_day_words(meeting.on).split(' ', 1)[1]}**]", width="content"
        )
        st.markdown(f":gray[Step **{place + 1} of {of}**{data}]", width="content")


def _place(steps: tuple[Step, ...]) -> int:
    keys = [step.key for step in steps]
    asked = st.query_params.get(STEP, "")
    return keys.index(asked) if asked in keys else 0


def _way_on(steps: tuple[Step, ...], place: int) -> None:
    """Back, where we are, and on: by buttons and by the arrow keys."""
    with st.bottom, st.container(key="meeting_way"):
        back, here, on = st.columns([18, 58, 24], vertical_alignment="center")
        with back:
            if place and st.button("Back", shortcut="Left", key="meeting_back"):
                _go(steps[place - 1])
        here.markdown(_path(steps, place))
        with on, st.container(horizontal_alignment="right"):
            if place + 1 < len(steps):
                following = steps[place + 1]
                words = f"Next: {TITLES[following.group].lower()} {following.subject}".strip()
                if st.button(words, type="primary", shortcut="Right", key="meeting_next"):
                    _go(following)
            else:
                st.page_link(places.pages()["meeting"], label="All meetings")


def _go(step: Step) -> None:
    st.query_params[STEP] = step.key
    st.rerun()


def _path(steps: tuple[Step, ...], place: int) -> str:
    """The groups in order, with the one that is shown in bold."""
    groups = list(dict.fromkeys(step.group for step in steps))
    named = {group: f"{number} {TITLES[group]}" for number, group in enumerate(groups, 1)}
    here = steps[place].group
    said = [f"**{words}**" if group is here else words for group, words in named.items()]
    return f":gray[{' · '.join(said)}]"


def address(meeting: UUID, step: str = "") -> dict[str, str]:
    """The part of an address that opens a meeting, at a step."""
    return {MEETING: str(meeting)} | ({STEP: step} if step else {})
