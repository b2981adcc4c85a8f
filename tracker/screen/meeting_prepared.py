"""A meeting that has not begun: its agenda, its people, its steps, and the button that opens it.

One that was held before the plan's newest day is told first: who came and what it would have shown;
going through its steps to write down what it decided is offered below.
"""

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.meeting_steps import meeting_steps, words_of
from tracker.refusals import Refusal
from tracker.screen import frame, meeting_people, meeting_room, record_form
from tracker.screen.held import held, let_go
from tracker.screen.marks import plain
from tracker.screen.meeting_written import keep, newest_of
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, long_day_words


def show(asked: Visit, meeting: Meeting) -> None:
    """What the meeting will show, and what can still be changed about it."""
    frame.show_head(asked, f"Meeting of {day_words(meeting.on)}")
    if meeting.title:
        st.markdown(plain(meeting.title))
    if meeting.agenda:
        points = " · ".join(line.strip() for line in meeting.agenda.splitlines() if line.strip())
        st.markdown(f"**Agenda:** {plain(points)}")
    meeting_people.show(asked, meeting)
    if _is_past(asked, meeting):
        st.markdown("It was held, and nothing that it decided is written down here.")
    record_form.change_button(meeting, "Change agenda, people or steps")
    if refused := _not_yet(asked, meeting):
        st.markdown(f":gray[{refused}]")
    else:
        _start(asked, meeting)
    _steps(asked, meeting)


def _steps(asked: Visit, meeting: Meeting) -> None:
    progress, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
    steps = meeting_steps(progress, compared, meeting.steps)
    will = "It shows" if _is_past(asked, meeting) else "It will show"
    st.header(f"{will} {counted(len(steps), 'step')}", anchor=False)
    st.markdown(plain(compared.summary))
    st.markdown("\n".join(f"1. {_sentence(words_of(step, progress.now))}" for step in steps))


def _sentence(words: str) -> str:
    return plain(words[:1].upper() + words[1:])


def _not_yet(asked: Visit, meeting: Meeting) -> str:
    """Why the meeting cannot be started today; '' where it can."""
    plan = asked.readings.plan.plan
    if meeting.on > asked.today:
        return f"It can be started on {long_day_words(meeting.on)}."
    if plan and meeting.on < plan.starts_on:
        return (
            f"The plan begins on {day_words(plan.starts_on)}, so a meeting on "
            f"{day_words(meeting.on)} has nothing to show. Change its date."
        )
    return ""


def _is_past(asked: Visit, meeting: Meeting) -> bool:
    return meeting.on < asked.today


def _pressed(name: str, *, past: bool) -> bool:
    """The button that opens a meeting: large where it is to be held, quiet where it was."""
    if past:
        words, icon = "Write it down afterwards", ":material/edit_note:"
        return st.button(words, icon=icon, key=name)
    return st.button("Start the meeting", type="primary", icon=":material/play_arrow:", key=name)


def _start(asked: Visit, meeting: Meeting) -> None:
    name = f"open_{meeting.id}"
    holds = held(name, newest_of(asked, meeting))
    if not _pressed(name, past=_is_past(asked, meeting)):
        return
    try:
        opened = meeting.model_copy(update={"opened_at": asked.sequence})
        keep(asked, [opened], holds.save_id, holds.seen)
    except store.ChangedMeanwhile as conflict:
        let_go(name)
        if conflict.theirs.record.opened_at is not None and not conflict.theirs.withdrawn:
            st.rerun()  # somebody else has started it: both are in it
        st.error(
            f"{conflict.theirs.recorded_by} changed this meeting while it was on this screen. "
            "Look at it again, then start it.", icon=":material/info:",
        )  # fmt: skip
    except Refusal as refusal:
        let_go(name)
        st.error(str(refusal), icon=":material/info:")
    else:
        let_go(name)
        st.rerun()
