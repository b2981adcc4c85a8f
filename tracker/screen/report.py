"""Reporting on one action: the dialog an owner meets, often on a phone, in under a minute.

The fields stand outside a form, so that what is typed reaches the server when a field is left and
survives a closed dialog; the save carries an id made when the form was first drawn, so that a
second click is the same save.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.access import Author
from tracker.plan import Action, Status, StatusUpdate
from tracker.readings import ActionReading
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import saved
from tracker.screen.form import Form, dialog
from tracker.screen.marks import BADGES, ICONS, plain
from tracker.screen.visit import Visit
from tracker.words import day_words

ACTION = "action"


@dataclass(frozen=True)
class Draft:
    """One form as drawn: the id of its save, and the newest sequence it had seen.

    `insists`: somebody saved meanwhile, and the person chose to keep this as the newer one.
    """

    save_id: UUID
    update_id: UUID
    seen: int
    insists: bool = False


def open_form(asked: Visit, reading: ActionReading, by: Author) -> None:
    """Show the dialog for the action; it closes on save, and keeps what was typed otherwise."""
    title = plain(reading.action.title)
    dialog(title, _form, _forget_address)(asked, reading, by)


def ask_to_open(reading: ActionReading) -> None:
    """Put the action into the address, which opens its form."""
    st.query_params[ACTION] = reading.action.ref


def _forget_address() -> None:
    st.query_params.pop(ACTION, None)


def _draft(asked: Visit, action: Action) -> Draft:
    """The draft of this action in this session, made when its form is first drawn."""
    seen = store.newest_sequence(asked.database, asked.partnership.slug, action.id)
    return _drafts().setdefault(_place(asked, action), Draft(store.new_id(), store.new_id(), seen))


def _drafts() -> dict[tuple[str, UUID], Draft]:
    drafts: dict[tuple[str, UUID], Draft] = st.session_state.setdefault("drafts", {})
    return drafts


def _place(asked: Visit, action: Action) -> tuple[str, UUID]:
    return asked.partnership.slug, action.id


def _form(asked: Visit, reading: ActionReading, by: Author) -> None:
    draft = _draft(asked, reading.action)
    form = Form(f"{draft.save_id}_")
    last = reading.last_update_on
    status = form.choice(
        "status",
        "How is it going?",
        list(Status),
        reading.status,
        lambda status: _status_label(asked, status),
    )
    complete = status is Status.COMPLETE
    form.text("done", f"What has happened{f' since {day_words(last)}' if last else ''}?")
    if complete:
        form.text("data_show", "What shows it? Figures, an audit, what children said.")
    form.line("needed", "What do you need? Leave empty if nothing.")
    with st.expander("More", key=form.key("more")):
        _more(form, asked, reading, complete)
    if form.saved() or draft.insists:
        _drafts()[_place(asked, reading.action)] = replace(draft, insists=False)
        _save(asked, reading, by, draft, form)


def _status_label(asked: Visit, status: Status) -> str:
    word = asked.readings.plan.reference.statuses[status].word
    return f":{BADGES[status]}[:material/{ICONS[status]}:] {word}"


def _more(form: Form, asked: Visit, reading: ActionReading, complete: bool) -> None:
    """The rest of a report: progress, data, next steps, evidence, the day, and a new due date."""
    if not complete:
        form.number("progress", "How much of the work is done, in per cent?", step=5)
        form.text("data_show", "What do the data show?")
    form.text("next", "What is next?")
    form.line("evidence_link", "Link to the evidence")
    form.day("as_of", "True as of", asked.today)
    due = reading.action.due_on
    form.day("due_on", f"Move the due date{f' from {day_words(due)}' if due else ''} to")
    form.line("reason", "Why does it move?")


def _save(asked: Visit, reading: ActionReading, by: Author, draft: Draft, form: Form) -> None:
    action = reading.action
    try:
        update = _update(action, draft, form.values)
        moved = _moved(action, form.values)
        made = store.record_status_update(
            asked.database, asked.partnership.slug, update,
            by=by, today=asked.today, save_id=draft.save_id, seen=draft.seen,
            moved=moved, reason=str(form.values["reason"]),
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        _show_theirs(asked, action, conflict)
    except Refusal as refusal:
        form.say(refusal)
    else:
        _finish(asked, action, update, moved, made.sequence)


def _update(action: Action, draft: Draft, typed: Mapping[str, object]) -> StatusUpdate:
    if typed["status"] is None:
        raise FieldRefusals({"status": "Choose how it is going."})
    stated = {name: value for name, value in typed.items() if name in StatusUpdate.model_fields}
    given = {name: value for name, value in stated.items() if value is not None}
    return read_as(StatusUpdate, {"id": draft.update_id, "action_id": action.id, **given})


def _moved(action: Action, typed: Mapping[str, object]) -> Action | None:
    """The action with its new due date, where one is chosen that differs."""
    due_on = typed["due_on"]
    if due_on is None or due_on == action.due_on:
        return None
    return read_as(Action, action.model_dump() | {"due_on": due_on})


def _finish(
    asked: Visit, action: Action, update: StatusUpdate, moved: Action | None, sequence: int
) -> None:
    """Say what was saved, and let go of the draft."""
    _drafts().pop(_place(asked, action), None)
    due = f" It is now due on {day_words(moved.due_on)}." if moved and moved.due_on else ""
    other = (
        ""
        if update.as_of <= asked.day
        else (f" This screen shows {day_words(asked.day)}, so it does not show it yet.")
    )
    saved.announce(
        f"Saved: **{plain(action.title)}** is {update.status.words} "
        f"as of {day_words(update.as_of)}.{due}{other}",
        sequence,
    )
    _forget_address()
    st.rerun()


def _show_theirs(asked: Visit, action: Action, conflict: store.ChangedMeanwhile) -> None:
    """Both versions stay on the screen; the person decides."""
    st.warning(str(conflict), icon=":material/group:")
    theirs = conflict.theirs.record
    if isinstance(theirs, StatusUpdate):
        told = [theirs.done, theirs.data_show, theirs.needed]
        words = plain(" ".join(text for text in told if text)) or "no words"
        st.markdown(
            f"**{plain(conflict.theirs.recorded_by)}, as of {day_words(theirs.as_of)}:** "
            f"{theirs.status.words}; {words}"
        )
    st.button(
        "Keep mine as the newer one", key="keep_mine", on_click=_insist,
        args=(asked, action, conflict.theirs.sequence),
    )  # fmt: skip


def _insist(asked: Visit, action: Action, sequence: int) -> None:
    """This form has seen theirs, and is saved as the newer one when it is drawn next."""
    draft = _drafts()[_place(asked, action)]
    _drafts()[_place(asked, action)] = replace(draft, seen=sequence, insists=True)
