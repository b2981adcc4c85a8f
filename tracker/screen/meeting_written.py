"""The steps of a meeting that write: decisions and questions there and then, and the end."""

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.meetings import KeptSnapshot, MeetingDecision, Question
from tracker.papers import Snapshot
from tracker.papers.checksums import checksum
from tracker.plan import Action
from tracker.plan_as_at import natural
from tracker.progress import Progress
from tracker.records import Record
from tracker.refusals import Refusal, read_as
from tracker.run_chart import RULES_VERSION
from tracker.screen import saved
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.record_fields import accountable
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, first_sentence

ASKED_FOR = 4
K = TypeVar("K", MeetingDecision, Question)
_DRAFTS = "meeting_drafts"


def decisions(asked: Visit, meeting: Meeting, progress: Progress) -> None:
    """What owners ask for beside what the meeting decides, written down there and then."""
    taken = of_meeting(asked, MeetingDecision, meeting)
    st.title(f"Decisions: {counted(len(taken), 'decision')} so far", anchor=False)
    wanted, write = st.columns([42, 58], gap="large")
    with wanted:
        _asked_for(progress)
    with write:
        for decision in taken:
            _decision(asked, decision)
        _questions(asked, meeting)
        _ask(asked, meeting)


def _asked_for(progress: Progress) -> None:
    needs = [r for r in progress.now.actions if r.update and r.update.needed and not r.complete]
    needs.sort(key=lambda reading: (not reading.overdue, natural(reading.action.ref)))
    st.header("Asked for by owners", anchor=False)
    for reading in needs[:ASKED_FOR]:
        words = plain(first_sentence(reading.update.needed)) if reading.update else ""
        who = plain(reading.owner or "no owner")
        st.markdown(
            f"**{plain(reading.action.ref)} {plain(reading.action.title)}**  \n{words} :gray[{who}]"
        )
    if not needs:
        st.markdown(":gray[Nobody has asked for anything.]")
    elif len(needs) > ASKED_FOR:
        st.markdown(f":gray[and {len(needs) - ASKED_FOR} more]")


def _decision(asked: Visit, decision: MeetingDecision) -> None:
    plan = asked.readings.plan
    who = plain(plan.owner_words(decision.owner_id)) or "nobody named"
    by = f", by {day_words(decision.due_on)}" if decision.due_on else ""
    action = plan.action.get(decision.action_id) if decision.action_id else None
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{plain(decision.words)}**  \n:gray[{who}{by}]")
        if action:
            st.markdown(f":gray[It is action {plain(action.ref)} now.]")
        elif plan.areas and st.button(
            "Make it an action", key=f"act_{decision.id}", type="tertiary"
        ):
            _make_action(asked, decision)


def _questions(asked: Visit, meeting: Meeting) -> None:
    for question in of_meeting(asked, Question, meeting):
        who = plain(asked.readings.plan.owner_words(question.asked_of)) or "nobody named"
        by = f", by {day_words(question.answer_by)}" if question.answer_by else ""
        st.markdown(f":material/help: {plain(question.words)} :gray[answered by {who}{by}]")


def _ask(asked: Visit, meeting: Meeting) -> None:
    """One small form for a decision or a question; each save has an id of its own."""
    save_id = _draft()
    form = Form(f"{save_id}_")
    plan = asked.readings.plan
    sort = form.choice("sort", "Write down", ["decision", "question"], "decision", str.capitalize)
    form.text("words", "What was decided" if sort == "decision" else "The question")
    owners = accountable(plan)
    form.one_of("owner", "Who sees to it", list(owners), None, owners.__getitem__)
    form.day("by", "By")
    if not form.saved("Write it down"):
        return
    kind: type[MeetingDecision] | type[Question] = Question
    written = len(of_meeting(asked, Question, meeting))
    if sort == "decision":
        kind, written = MeetingDecision, len(of_meeting(asked, MeetingDecision, meeting))
    said: dict[str, Any] = {
        "id": save_id,
        "ref": f"{meeting.on}/{written + 1}",
        "meeting_id": meeting.id,
    }
    who, by = ("owner_id", "due_on") if sort == "decision" else ("asked_of", "answer_by")
    said |= {"words": form.values["words"], who: form.values["owner"], by: form.values["by"]}
    try:
        record = read_as(kind, said)
        keep(asked, [record], save_id)
    except Refusal as refusal:
        form.say(refusal)
        return
    st.session_state.pop(_DRAFTS, None)
    st.rerun()


def _draft() -> UUID:
    draft: UUID = st.session_state.setdefault(_DRAFTS, store.new_id())
    return draft


def keep(asked: Visit, records: list[Record], save_id: UUID, reason: str = "") -> store.Save:
    """Keep records as the meeting's coordinator; they are new, or were read a moment ago."""
    return store.change(
        asked.database, asked.partnership.slug, records, by=saved.LOCAL, today=asked.today,
        save_id=save_id, seen=store.latest_sequence(asked.database), reason=reason,
    )  # fmt: skip


def _make_action(asked: Visit, decision: MeetingDecision) -> None:
    """The decision as an action of its area, with its owner and date; both in one save."""
    plan = asked.readings.plan
    area = plan.area.get(decision.area_id) if decision.area_id else plan.areas[-1]
    area = area or plan.areas[-1]
    own = [a.ref for a in plan.actions if a.area_id == area.id]
    taken = {int(ref.rsplit(".", 1)[-1]) for ref in own if ref.rsplit(".", 1)[-1].isdigit()}
    title = " ".join(decision.words.split())
    action = Action(
        id=store.new_id(), ref=f"{area.ref}.{max(taken, default=0) + 1}",
        title=title if len(title) <= 200 else title[:199] + "…",
        what=decision.words if len(title) > 200 else "",
        area_id=area.id, owner_id=decision.owner_id, due_on=decision.due_on,
    )  # fmt: skip
    try:
        keep(asked, [action, decision.model_copy(update={"action_id": action.id})], action.id)
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        st.rerun()


def of_meeting(asked: Visit, kind: type[K], meeting: Meeting) -> list[K]:
    """The decisions, or the questions, of one meeting in the order they were written."""
    its = [one for one in asked.readings.plan.current(kind) if one.meeting_id == meeting.id]
    return sorted(its, key=lambda one: natural(one.ref))


# The end


def close(asked: Visit, meeting: Meeting) -> None:
    """Who came, what was written down, and the end, which freezes the snapshot."""
    taken = of_meeting(asked, MeetingDecision, meeting)
    questions = of_meeting(asked, Question, meeting)
    said = f"{counted(len(taken), 'decision')}, {counted(len(questions), 'question')}"
    st.title(f"To close: {said}", anchor=False)
    plan = asked.readings.plan
    form = Form(f"close_{meeting.id}_")
    people = {**{post.id: post.title for post in plan.post.values()}}
    form.many_of("present", "Who came", list(people), meeting.present, people.__getitem__)
    form.many_of("apologies", "Apologies", list(people), meeting.apologies, people.__getitem__)
    st.markdown(
        "Ending the meeting keeps a snapshot of the plan with everything written down here. It "
        "stays as it is, whatever changes later."
    )
    if not form.saved("End the meeting"):
        return
    ended = meeting.model_copy(
        update={
            "present": form.values["present"], "apologies": form.values["apologies"],
            "closed_at": asked.sequence,
        }
    )  # fmt: skip
    try:
        keep(asked, [ended, _snapshot(asked, meeting)], ended.id)
    except Refusal as refusal:
        form.say(refusal)
    else:
        saved.announce("The meeting has ended; its snapshot is kept.")
        st.rerun()


def _snapshot(asked: Visit, meeting: Meeting) -> KeptSnapshot:
    day = min(meeting.on, asked.today)
    seen = replace(asked, day=day)
    schema = store.schema_number(asked.database)
    return KeptSnapshot(
        id=store.new_id(), ref=f"{day}/{asked.sequence}",
        title=f"Meeting of {day_words(meeting.on)}", day=day, until=asked.sequence,
        schema_number=schema, rules_number=RULES_VERSION,
        checksum=checksum(Snapshot(seen.progress, schema)), meeting_id=meeting.id,
    )  # fmt: skip
