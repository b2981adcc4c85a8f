"""Meetings: those to come and those that were, how they are prepared, and what came of them."""

from typing import Any

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.meeting_steps import meeting_steps
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.screen import frame, kept_snapshots, meeting_room, meeting_written, places, record_form
from tracker.screen.marks import plain
from tracker.screen.meeting_written import of_meeting
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import counted, day_words, long_day_words

ATTENDANCE = 6


def show(asked: Visit) -> None:
    """Every meeting, newest first; who came to the last of them."""
    plan = asked.readings.plan
    frame.first_row(asked)
    st.title(_finding(asked), anchor=False)
    st.markdown("A meeting is shown one step at a time; what it decides is written down in it.")
    record_form.add_button(Meeting)
    for meeting in reversed(plan.meetings):
        _line(asked, meeting)
    _attendance(asked)


def _finding(asked: Visit) -> str:
    ahead = [m for m in asked.readings.plan.meetings if m.on >= asked.day and not m.closed_at]
    past = [m for m in asked.readings.plan.meetings if m.on < asked.day]
    if ahead:
        return f"The next meeting is on {day_words(ahead[0].on)}"
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
    taken = len(of_meeting(asked, MeetingDecision, meeting))
    came = f"{counted(len(meeting.present), 'post')} came" if meeting.present else ""
    said = [came, counted(taken, "decision") if taken else ""]
    return ", ".join(words for words in said if words) or (
        "not held yet" if meeting.on >= asked.day else "nothing written down"
    )


def _way(asked: Visit, meeting: Meeting) -> str:
    if meeting.closed_at is not None:
        return "Read what came of it"
    if meeting.opened_at is not None:
        return "Go on with it"
    return "Prepare or start" if meeting.on >= asked.day else "Open"


def _attendance(asked: Visit) -> None:
    """Who came to the last meetings, post by post."""
    held = [m for m in asked.readings.plan.meetings if m.present][-ATTENDANCE:]
    if not held:
        return
    posts = asked.readings.plan.post
    named = {who for meeting in held for who in (*meeting.present, *meeting.apologies)}
    st.header("Who came", anchor=False)
    columns: dict[str, list[str]] = {"Post": [], **{day_words(m.on): [] for m in held}}
    for id_ in sorted((who for who in named if who in posts), key=lambda who: posts[who].title):
        columns["Post"].append(plain(posts[id_].title))
        for meeting in held:
            columns[day_words(meeting.on)].append(_came(meeting, id_))
    st.table(columns, border="horizontal", hide_index=True, alt="Who came to which meeting")


def _came(meeting: Meeting, who: Any) -> str:
    if who in meeting.present:
        return "came"
    return "apologies" if who in meeting.apologies else "–"


def show_prepared(asked: Visit, meeting: Meeting) -> None:
    """A meeting that has not begun: its agenda and steps, and the button that opens it."""
    frame.first_row(asked)
    st.title(f"Meeting of {day_words(meeting.on)}", anchor=False)
    if meeting.agenda:
        st.markdown(plain(meeting.agenda))
    progress, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
    steps = meeting_steps(progress, compared, meeting.steps)
    groups = dict.fromkeys(meeting_room.TITLES[step.group] for step in steps)
    st.markdown(f"**{counted(len(steps), 'step')}:** {', '.join(groups)}. {compared.summary}")
    record_form.change_button(meeting, "Change agenda, people or steps")
    if meeting.on > asked.today:
        st.markdown(f":gray[It can be started on {long_day_words(meeting.on)}.]")
        return
    if st.button("Start the meeting", type="primary", icon=":material/play_arrow:"):
        opened = meeting.model_copy(update={"opened_at": asked.sequence})
        with refusals_shown():
            meeting_written.keep(asked, [opened], store.new_id())
            st.rerun()


def show_ended(asked: Visit, meeting: Meeting) -> None:
    """What came of a meeting: who came, decisions, questions, and the snapshot it ended with."""
    plan = asked.readings.plan
    frame.first_row(asked)
    taken = of_meeting(asked, MeetingDecision, meeting)
    st.title(f"Meeting of {day_words(meeting.on)}: {counted(len(taken), 'decision')}", anchor=False)
    _who(asked, meeting)
    if taken:
        st.header("Decisions", anchor=False)
    for decision in taken:
        by = f", by {day_words(decision.due_on)}" if decision.due_on else ""
        who = plain(plan.owner_words(decision.owner_id)) or "nobody named"
        st.markdown(f"- **{plain(decision.words)}** :gray[{who}{by}]")
    questions = of_meeting(asked, Question, meeting)
    if questions:
        st.header("Questions", anchor=False)
    for question in questions:
        answer = plain(question.answer) or "not answered yet"
        who = plain(plan.owner_words(question.asked_of)) or "nobody named"
        st.markdown(f"- **{plain(question.words)}** {answer} :gray[{who}]")
        record_form.change_button(question, "Answer it")
    _kept(asked, meeting)
    with st.expander("What the screen showed", icon=":material/slideshow:"):
        _, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
        st.markdown(plain(compared.summary))


def _who(asked: Visit, meeting: Meeting) -> None:
    posts = asked.readings.plan.post
    for words, people in (("Came", meeting.present), ("Apologies", meeting.apologies)):
        named = [plain(posts[who].title) for who in people if who in posts]
        if named:
            st.markdown(f"**{words}:** {', '.join(named)}")


def _kept(asked: Visit, meeting: Meeting) -> None:
    """The snapshot, which reads the same for ever, and its files."""
    found = [s for s in asked.readings.plan.current(KeptSnapshot) if s.meeting_id == meeting.id]
    for snapshot in found[:1]:
        st.header("The snapshot it ended with", anchor=False)
        kept_snapshots.line(asked, snapshot)
