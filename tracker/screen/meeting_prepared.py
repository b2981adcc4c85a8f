"""A meeting that has not begun: its agenda, its people, its steps, and the button that opens it."""

import streamlit as st

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
    frame.first_row(asked)
    st.title(f"Meeting of {day_words(meeting.on)}", anchor=False)
    if meeting.title:
        st.markdown(plain(meeting.title))
    if meeting.agenda:
        st.markdown(f"**Agenda:** {plain(meeting.agenda)}")
    meeting_people.show(asked, meeting)
    record_form.change_button(meeting, "Change agenda, people or steps")
    if refused := _not_yet(asked, meeting):
        st.markdown(f":gray[{refused}]")
    else:
        _start(asked, meeting)
    _steps(asked, meeting)


def _steps(asked: Visit, meeting: Meeting) -> None:
    progress, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
    steps = meeting_steps(progress, compared, meeting.steps)
    st.header(f"It will show {counted(len(steps), 'step')}", anchor=False)
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


def _start(asked: Visit, meeting: Meeting) -> None:
    name = f"open_{meeting.id}"
    holds = held(name, newest_of(asked, meeting))
    words = "Start the meeting"
    if not st.button(words, type="primary", icon=":material/play_arrow:", key=name):
        return
    try:
        opened = meeting.model_copy(update={"opened_at": asked.sequence})
        keep(asked, [opened], holds.save_id, holds.seen)
    except Refusal:
        let_go(name)
        st.error(
            "Somebody changed this meeting while it was on this screen. Look at it again, then "
            "start it.", icon=":material/info:",
        )  # fmt: skip
    else:
        let_go(name)
        st.rerun()
