"""The step of a meeting that writes: decisions and questions, kept there and then."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.evidence import Meeting
from tracker.meeting_steps import asked_for
from tracker.meetings import MeetingDecision, Question
from tracker.plan import Action, Area
from tracker.plan_as_at import natural
from tracker.progress import Progress
from tracker.records import LINE_LENGTH, Record
from tracker.refusals import Refusal, read_as
from tracker.screen.drafts import Unsaved
from tracker.screen.form import Form
from tracker.screen.held import Held, held, let_go
from tracker.screen.marks import plain
from tracker.screen.record_fields import accountable
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, shortened

K = TypeVar("K", bound=MeetingDecision | Question)
WRITTEN: tuple[type[MeetingDecision] | type[Question], ...] = (MeetingDecision, Question)
DECISIONS, SHOWN = 3, 4
# Letters: the newest is read through by the room, the others are only named.
NEWEST, LETTERS = 110, 52
SORTS = {"decision": "Decision", "question": "Question"}


def decisions(asked: Visit, meeting: Meeting, progress: Progress) -> None:
    """What has been written down so far, beside the one small form that writes."""
    taken = of_meeting(asked, MeetingDecision, meeting)
    st.title(f"{counted(len(taken), 'decision').capitalize()} so far", anchor=False)
    told, write = st.columns([50, 50], gap="medium")
    with write:
        _ask(asked, meeting)
    with told, st.container(gap="xsmall"):
        if not taken:
            _reminder(progress)
        _so_far(asked, meeting, taken)


def _reminder(progress: Progress) -> None:
    """What owners ask for, beside the empty form."""
    for reading in asked_for(progress.now)[:DECISIONS]:
        needed = plain(shortened(reading.update.needed, NEWEST)) if reading.update else ""
        st.markdown(f"{needed}  \n:gray[asked for by {plain(reading.owner) or 'nobody named'}]")


def _so_far(asked: Visit, meeting: Meeting, taken: Sequence[MeetingDecision]) -> None:
    """The newest first: what is older stands in the minutes."""
    for place, decision in enumerate(list(reversed(taken))[:DECISIONS]):
        _decision(asked, decision, LETTERS if place else NEWEST)
    room = SHOWN - min(len(taken), DECISIONS)
    for question in list(reversed(of_meeting(asked, Question, meeting)))[:room]:
        who = plain(asked.readings.plan.owner_words(question.asked_of)) or "nobody named"
        by = f", by {day_words(question.answer_by)}" if question.answer_by else ""
        words = plain(shortened(question.words, LETTERS))
        st.markdown(f":material/help: {words}  \n:gray[{who} answers{by}]")
    if len(taken) > DECISIONS:
        st.markdown(f":gray[and {len(taken) - DECISIONS} more, in the minutes]")


def _decision(asked: Visit, decision: MeetingDecision, letters: int) -> None:
    plan = asked.readings.plan
    who = plain(plan.owner_words(decision.owner_id)) or "nobody named"
    by = f", by {day_words(decision.due_on)}" if decision.due_on else ""
    action = plan.action.get(decision.action_id) if decision.action_id else None
    now = f" · action {plain(action.ref)} now" if action else ""
    with st.container(gap="xxsmall"):
        words = plain(shortened(decision.words, letters))
        st.markdown(f"**{words}**  \n:gray[{who}{by}{now}]")
        if not action:
            with st.container(key=f"meeting_act_{decision.id}", horizontal=True):
                _offer_action(asked, decision)
                _offer_to_take_back(asked, decision)


def _offer_action(asked: Visit, decision: MeetingDecision) -> None:
    """An action stands in an area: one click on which."""
    name = f"act_{decision.id}"
    holds = held(name, newest_of(asked, decision))
    if not asked.readings.plan.areas:
        return
    with st.popover("Make it an action", type="tertiary"):
        st.markdown("In which area?")
        for area in asked.readings.plan.areas:
            words = plain(f"{area.ref} {shortened(area.title, 50)}")
            if st.button(words, key=f"{name}_{area.id}", width="stretch", type="tertiary"):
                try:
                    _make_action(asked, decision, area, holds)
                except Refusal as refusal:
                    let_go(name)
                    st.error(str(refusal), icon=":material/info:")
                else:
                    st.rerun()


def _offer_to_take_back(asked: Visit, decision: MeetingDecision) -> None:
    """What was written down wrongly leaves the meeting; the history keeps it."""
    name = f"back_{decision.id}"
    holds = held(name, newest_of(asked, decision))
    if st.button("Take it back", key=name, type="tertiary"):
        try:
            keep(asked, [decision], holds.save_id, holds.seen, "taken back in the meeting")
        except Refusal as refusal:
            let_go(name)
            st.error(str(refusal), icon=":material/info:")
        else:
            st.rerun()


def _ask(asked: Visit, meeting: Meeting) -> None:
    """One small form for a decision or a question; each save has an id of its own."""
    unsaved = Unsaved(asked, f"meeting/{meeting.id}")
    draft = unsaved.begin(lambda: 0)
    save_id = draft.save_id
    with st.container(key="meeting_begun"):
        unsaved.say()
    form = Form(f"{save_id}_", unsaved)
    with st.container(key="meeting_sort"):
        sort = form.choice("sort", "Write down", list(SORTS), "decision", SORTS.__getitem__)
    form.text("words", "What was decided" if sort == "decision" else "The question")
    owners = accountable(asked.readings.plan)
    with st.container(key="meeting_who"):
        who, by = st.columns([62, 38])
    with who:
        label = "Who sees to it" if sort == "decision" else "Who answers"
        form.one_of("owner", label, list(owners), None, owners.__getitem__)
    with by:
        form.day("by", "By")
    if not form.saved("Write it down"):
        return
    try:
        keep(asked, [_written(asked, meeting, form, draft.record)], save_id)
    except store.ChangedMeanwhile as conflict:
        _written_already(unsaved, form, conflict)
    except Refusal as refusal:
        form.say(refusal)
    else:
        unsaved.let_go()
        st.rerun()


def _written_already(unsaved: Unsaved, form: Form, conflict: store.ChangedMeanwhile) -> None:
    """One person with two windows has one draft: it was written down in the other."""
    theirs = conflict.theirs.record.words
    if theirs == str(form.values["words"]).strip():
        unsaved.throw_away()
        st.rerun()
    unsaved.change(record=store.new_id())
    form.say(Refusal(
        f"This was written down already, in another window, as “{shortened(theirs, NEWEST)}”. "
        "Write it down once more to keep both."
    ))  # fmt: skip


def _written(asked: Visit, meeting: Meeting, form: Form, id_: UUID) -> MeetingDecision | Question:
    """What the form says as a record. Raises FieldRefusals."""
    decided = form.values["sort"] != "question"
    kind: type[MeetingDecision] | type[Question] = MeetingDecision if decided else Question
    who, by = ("owner_id", "due_on") if decided else ("asked_of", "answer_by")
    said: dict[str, Any] = {
        "id": id_,
        "ref": f"{meeting.on}/{len(of_meeting(asked, kind, meeting)) + 1}",
        "meeting_id": meeting.id,
        "words": form.values["words"],
        who: form.values["owner"],
        by: form.values["by"],
    }
    return read_as(kind, said)


def keep(
    asked: Visit, records: Sequence[Record], save_id: UUID, seen: int = 0, withdrawn: str = ""
) -> store.Save:
    """Keep records of a meeting, all or none. `seen`: the newest sequence the form had for them.

    `withdrawn`: why they are taken out. Raises store.ChangedMeanwhile where somebody has stated
    one of them since.
    """
    return store.change(
        asked.database, asked.partnership.slug, records, by=asked.by, today=asked.today,
        save_id=save_id, seen=seen, reason=withdrawn, withdrawn=bool(withdrawn),
    )  # fmt: skip


def newest_of(asked: Visit, record: Record) -> int:
    """The newest sequence of a record that this screen shows."""
    versions = asked.readings.plan.history(type(record), record.id)
    return max((version.sequence for version in versions), default=0)


def _make_action(asked: Visit, decision: MeetingDecision, area: Area, holds: Held) -> None:
    """The decision as an action of an area, with its owner and date; both in one save."""
    own = [a.ref for a in asked.readings.plan.actions if a.area_id == area.id]
    taken = {int(ref.rsplit(".", 1)[-1]) for ref in own if ref.rsplit(".", 1)[-1].isdecimal()}
    title = " ".join(decision.words.split())
    action = read_as(Action, {
        "id": holds.save_id, "ref": f"{area.ref}.{max(taken, default=0) + 1}",
        "title": shortened(title, LINE_LENGTH),
        "what": decision.words if len(title) > LINE_LENGTH else "",
        "area_id": area.id, "owner_id": decision.owner_id, "due_on": decision.due_on,
    })  # fmt: skip
    became = decision.model_copy(update={"area_id": area.id, "action_id": action.id})
    keep(asked, [action, became], holds.save_id, holds.seen)


def of_meeting(asked: Visit, kind: type[K], meeting: Meeting) -> list[K]:
    """The decisions, or the questions, of one meeting in the order they were written."""
    its = [one for one in asked.readings.plan.current(kind) if one.meeting_id == meeting.id]
    return sorted(its, key=lambda one: natural(one.ref))
