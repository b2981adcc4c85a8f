"""The end of a meeting: who came, and the snapshot it freezes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.papers import Snapshot
from tracker.papers.checksums import checksum
from tracker.refusals import Refusal
from tracker.run_chart import RULES_VERSION
from tracker.screen import saved
from tracker.screen.form import Form
from tracker.screen.held import held, let_go
from tracker.screen.marks import plain
from tracker.screen.meeting_written import WRITTEN, keep, newest_of, of_meeting
from tracker.screen.visit import Visit
from tracker.words import counted, day_words


def show(asked: Visit, meeting: Meeting) -> None:
    """Who came, what was written down, and the end, which freezes the snapshot."""
    decisions = len(of_meeting(asked, MeetingDecision, meeting))
    questions = len(of_meeting(asked, Question, meeting))
    said = f"{counted(decisions, 'decision')}, {counted(questions, 'question')}"
    st.title(f"To close: {said}", anchor=False)
    name = f"close_{meeting.id}"
    holds = held(name, newest_of(asked, meeting))
    form = Form(f"{name}_")
    people = {post.id: post.title for post in asked.readings.plan.post.values()}
    came, sorry = st.columns(2, gap="medium")
    with came:
        form.many_of("present", "Who came", list(people), meeting.present, people.__getitem__)
    with sorry:
        form.many_of("apologies", "Apologies", list(people), meeting.apologies, people.__getitem__)
    _said(people, form.values)
    st.markdown(
        "Ending it keeps a snapshot of the plan with what is written down here. "
        "It stays as it is, whatever changes later."
    )
    if not form.saved("End the meeting"):
        return
    try:
        _end(asked, meeting, form, holds.save_id, holds.seen)
    except store.ChangedMeanwhile as conflict:
        let_go(name)
        form.say(Refusal(
            f"{conflict.theirs.recorded_by} changed this meeting while it was on this screen. "
            "Look who came, then end it again."
        ))  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
    else:
        let_go(name)
        saved.announce("The meeting has ended; its snapshot is kept.")
        st.rerun()


def _said(people: Mapping[UUID, str], values: Mapping[str, Any]) -> None:
    """Who came and who did not, to be read aloud: the fields show the first names only."""
    for words, name in (("came", "present"), ("sent apologies", "apologies")):
        if chosen := values[name]:
            titles = "; ".join(plain(people[who]) for who in chosen)
            st.markdown(f":gray[**{len(chosen)} {words}:** {titles}]")


def _end(asked: Visit, meeting: Meeting, form: Form, save_id: UUID, seen: int) -> None:
    """One save of the meeting that ended and of its snapshot. Raises Refusal for who is on both."""
    present, apologies = form.values["present"], form.values["apologies"]
    both = [
        post for post in asked.readings.plan.post.values() if {post.id} <= {*present} & {*apologies}
    ]
    if both:
        raise Refusal(f"{both[0].title} cannot both have come and have sent apologies.")
    ended = meeting.model_copy(
        update={"present": present, "apologies": apologies, "closed_at": asked.sequence}
    )
    keep(asked, [ended, _snapshot(asked, meeting)], save_id, seen)


def _snapshot(asked: Visit, meeting: Meeting) -> KeptSnapshot:
    day = _last_day(asked, meeting)
    schema = store.schema_number(asked.database)
    seen = replace(asked, day=day)
    return KeptSnapshot(
        id=store.new_id(), ref=f"{day}/{asked.sequence}",
        title=f"Meeting of {day_words(meeting.on)}", day=day, until=asked.sequence,
        schema_number=schema, rules_number=RULES_VERSION,
        checksum=checksum(Snapshot(seen.progress, schema)), meeting_id=meeting.id,
    )  # fmt: skip


def _last_day(asked: Visit, meeting: Meeting) -> date:
    """The meeting's day; or, where it was written down later, the day of the last word of it.

    What it decides is true from the day it is written, and has to be in the snapshot.
    """
    plan = asked.readings.plan
    written = [
        version.as_of
        for kind in WRITTEN
        for one in of_meeting(asked, kind, meeting)
        for version in plan.history(kind, one.id)
    ]
    return max([min(meeting.on, asked.today), *written])
