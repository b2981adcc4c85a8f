"""What came of a meeting: who came, decisions, questions, its minutes and its snapshot."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.kept_templates import Look
from tracker.meetings import KeptSnapshot, MeetingDecision
from tracker.papers import minutes
from tracker.question_log import question_log
from tracker.screen import (
    frame,
    kept_snapshots,
    meeting_people,
    meeting_room,
    paper_template,
    papers_taken,
    record_form,
)
from tracker.screen.log_of_visits import made_for
from tracker.screen.marks import plain
from tracker.screen.meeting_written import of_meeting
from tracker.screen.paper_files import MIME
from tracker.screen.visit import Visit
from tracker.words import counted, day_words

MINUTES = (("docx", "Minutes (Word)"), ("html", "Minutes as a web page"))


def show(asked: Visit, meeting: Meeting) -> None:
    """Who came, what was decided and asked, the minutes, and the snapshot it ended with."""
    plan = asked.readings.plan
    taken = of_meeting(asked, MeetingDecision, meeting)
    found = [s for s in plan.current(KeptSnapshot) if s.meeting_id == meeting.id]
    look = paper_template.kept(asked)
    decided = counted(len(taken), "decision")
    frame.show_head(asked, f"Meeting of {day_words(meeting.on)}: {decided}")
    meeting_people.show(asked, meeting)
    if not meeting.present:
        st.markdown(":gray[Nobody is written down as having come.]")
    record_form.change_button(meeting, "Correct who came")
    _minutes(asked, meeting, found, look)
    if taken:
        st.header("Decisions", anchor=False)
    for decision in taken:
        by = f", by {day_words(decision.due_on)}" if decision.due_on else ""
        who = plain(plan.owner_words(decision.owner_id)) or "nobody named"
        action = plan.action.get(decision.action_id) if decision.action_id else None
        now = f", action {plain(action.ref)}" if action else ""
        st.markdown(f"- **{plain(decision.words)}** :gray[{who}{by}{now}]")
        record_form.change_button(decision, "Correct it")
    _questions(asked, meeting)
    _kept(asked, found, look)
    with st.expander("What the screen showed", icon=":material/slideshow:"):
        _, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
        st.markdown(plain(compared.summary))


def _questions(asked: Visit, meeting: Meeting) -> None:
    its = [
        one for one in question_log(asked.readings.plan) if one.question.meeting_id == meeting.id
    ]
    if its:
        st.header("Questions", anchor=False)
    for one in its:
        answer = f" {plain(one.question.answer)}" if one.question.answer else ""
        who = plain(one.asked_of) or "nobody named"
        st.markdown(f"- **{plain(one.question.words)}**{answer} :gray[{who}, {one.state}]")
        record_form.change_button(one.question, "Answer it" if one.open else "Change the answer")


def _kept(asked: Visit, found: Sequence[KeptSnapshot], look: Look) -> None:
    """The snapshot, which reads the same for ever, and its papers."""
    for snapshot in found[:1]:
        st.header("The snapshot it ended with", anchor=False)
        taken = store.papers_taken(asked.database, asked.partnership.slug)
        kept_snapshots.line(asked, snapshot, taken, look)


def _minutes(asked: Visit, meeting: Meeting, found: Sequence[KeptSnapshot], look: Look) -> None:
    """The minutes as files: as it was written down by the end, whatever is answered later."""
    day, snapshot = (found[0].day, found[0].id) if found else (meeting.on, None)
    with st.container(horizontal=True):
        for format_, words in MINUTES:
            st.download_button(
                words, made_for(asked, words, partial(_written, asked, meeting, format_, look)),
                mime=MIME[format_],
                on_click=partial(papers_taken.take, asked, words, day, snapshot),
                file_name=f"{asked.partnership.slug} minutes {meeting.on.isoformat()}.{format_}",
                icon=":material/download:", key=f"minutes_{format_}",
            )  # fmt: skip


def _written(asked: Visit, meeting: Meeting, format_: str, look: Look) -> bytes:
    # The save that ended it came after `closed_at`, which already holds every word of the meeting.
    plan = store.plan_as_at(asked.database, asked.partnership.slug, asked.today, meeting.closed_at)
    _, compared = meeting_room.what_changed(meeting_room.as_opened(asked, meeting))
    template = look() if format_ == "docx" else None
    return minutes.written(format_, minutes.Minutes(meeting, plan, compared), template)
