"""Meetings: those to come and those that were, who came, and the questions they asked."""

import streamlit as st

from tracker.evidence import Meeting
from tracker.meetings import MeetingDecision
from tracker.question_log import Logged, question_log
from tracker.screen import calendar_files, frame, meeting_people, meeting_room, places, record_form
from tracker.screen.marks import plain
from tracker.screen.meeting_written import of_meeting
from tracker.screen.visit import Visit
from tracker.words import counted, day_words


def show(asked: Visit) -> None:
    """Every meeting, newest first; the question log; who came to the last of them."""
    with st.container(gap="xxsmall"):
        frame.first_row(asked)
        st.title(_finding(asked), anchor=False)
    if meeting_room.named():
        st.info("The address names a meeting that is not in this plan. Choose one below.")
    st.markdown("A meeting is shown one step at a time; what it decides is written down in it.")
    with st.container(horizontal=True):
        record_form.add_button(Meeting)
        calendar_files.of_group(asked)
    with st.container(key="meeting_list"):
        for meeting in reversed(asked.readings.plan.meetings):
            _line(asked, meeting)
    _log(asked)
    meeting_people.over_meetings(asked)


def _finding(asked: Visit) -> str:
    meetings = [m for m in asked.readings.plan.meetings if m.closed_at is None]
    if running := [m for m in meetings if m.opened_at is not None]:
        return f"The meeting of {day_words(running[0].on)} is under way"
    if ahead := [m for m in meetings if m.on >= asked.day]:
        return f"The next meeting is on {day_words(ahead[0].on)}"
    past = [m for m in asked.readings.plan.meetings if m.on <= asked.day]
    return f"The last meeting was on {day_words(past[-1].on)}" if past else "No meeting yet"


def _line(asked: Visit, meeting: Meeting) -> None:
    name, state, what = st.columns([44, 34, 22], vertical_alignment="center")
    group = asked.readings.plan.group.get(meeting.group_id) if meeting.group_id else None
    group_words = group.name if group and group.name not in meeting.title else ""
    second = " · ".join(words for words in (meeting.title, group_words) if words)
    name.markdown(
        f"**{day_words(meeting.on)}**" + (f"  \n:gray[{plain(second)}]" if second else "")
    )
    state.markdown(f":gray[{_state(asked, meeting)}]")
    with what:
        st.page_link(
            places.pages()["meeting"], label=_way(asked, meeting),
            query_params=asked.address | meeting_room.address(meeting.id),
        )  # fmt: skip


def _state(asked: Visit, meeting: Meeting) -> str:
    if meeting.opened_at is not None and meeting.closed_at is None:
        return "under way"
    if asked.public:
        return ""
    taken = len(of_meeting(asked, MeetingDecision, meeting))
    came = f"{len(meeting.present)} came" if meeting.present else ""
    said = [came, counted(taken, "decision") if taken else ""]
    return ", ".join(words for words in said if words) or (
        "not held yet" if meeting.on >= asked.day else "nothing written down"
    )


def _way(asked: Visit, meeting: Meeting) -> str:
    if asked.public:
        return "See its steps"
    if meeting.closed_at is not None:
        return "Read what came of it"
    if asked.reads_only:
        return "See its steps"
    if meeting.opened_at is not None:
        return "Go on with it"
    if meeting.on < asked.today:
        return "See how it went"
    return "Start it" if meeting.on == asked.today else "Prepare it"


def _log(asked: Visit) -> None:
    """The questions nobody has answered, the latest first; then those answered."""
    log = question_log(asked.readings.plan)
    if not log:
        return
    waiting = [one for one in log if one.open]
    late = sum(one.days_late > 0 for one in waiting)
    told = f", {late} late" if late else ""
    st.header(f"Question log: {counted(len(waiting), 'open question')}{told}", anchor=False)
    for one in waiting:
        _question(asked, one)
    answered = [one for one in log if not one.open]
    if answered:
        with st.expander(f"{counted(len(answered), 'question')} answered"):
            for one in answered:
                _question(asked, one)


def _question(asked: Visit, one: Logged) -> None:
    words, way = st.columns([78, 22], vertical_alignment="center")
    question = one.question
    meeting = next((m for m in asked.readings.plan.meetings if m.id == question.meeting_id), None)
    asked_on = f"asked on {day_words(meeting.on)}" if meeting else ""
    state = f"**{one.state}**" if one.days_late else one.state
    second = [plain(one.asked_of) or "nobody named", state, asked_on]
    answer = f"  \n{plain(question.answer)}" if question.answer else ""
    told = " · ".join(part for part in second if part)
    words.markdown(f"**{plain(question.words)}**{answer}  \n:gray[{told}]")
    with way:
        record_form.change_button(question, "Answer it" if one.open else "Change")
