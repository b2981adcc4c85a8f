"""Reporting on one action: the dialog an owner meets, often on a phone, in under a minute.

The fields stand outside a form, so that what is typed reaches the server when a field is left and
is kept; the save carries an id made when the form was first drawn, so that a second click is the
same save. A save that meets a newer one shows both (`report_beside.py`).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.access import Author
from tracker.plan import Action, Status, StatusUpdate
from tracker.readings import ActionReading
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import report_beside, saved, side_by_side
from tracker.screen.drafts import Unsaved
from tracker.screen.form import Form, dialog
from tracker.screen.marks import BADGES, ICONS, plain
from tracker.screen.visit import Visit
from tracker.words import day_words

ACTION = "action"


def open_form(asked: Visit, reading: ActionReading, by: Author) -> None:
    """Show the dialog for the action; it closes on save, and keeps what was typed otherwise."""
    unsaved = Unsaved(asked, f"report/{reading.action.id}")
    title = plain(reading.action.title)
    dialog(title, _form, _forget_address, unsaved=unsaved)(asked, reading, by, unsaved)


def ask_to_open(reading: ActionReading) -> None:
    """Put the action into the address, which opens its form."""
    st.query_params[ACTION] = reading.action.ref


def _forget_address() -> None:
    st.query_params.pop(ACTION, None)


def _form(asked: Visit, reading: ActionReading, by: Author, unsaved: Unsaved) -> None:
    slug, action = asked.partnership.slug, reading.action.id
    draft = unsaved.begin(lambda: store.newest_sequence(asked.database, slug, action))
    if draft.mine is not None:
        _choose_between(asked, by, unsaved, action)
        return
    if draft.restored:
        unsaved.say(store.newest_sequence(asked.database, slug, action) > draft.seen)
    else:
        unsaved.say()
    form = Form(f"{draft.save_id}_", unsaved)
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
    if form.saved():
        _save(asked, by, unsaved, action, form)


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


def _save(asked: Visit, by: Author, unsaved: Unsaved, action: UUID, form: Form) -> None:
    draft = unsaved.begin(lambda: 0)
    try:
        _keep(asked, by, unsaved, action, form.values, draft.seen)
    except store.ChangedMeanwhile:
        form.note()
        unsaved.change(mine=dict(form.values))
        st.rerun()
    except Refusal as refusal:
        form.say(refusal)


def _choose_between(asked: Visit, by: Author, unsaved: Unsaved, action: UUID) -> None:
    """Somebody else saved meanwhile: theirs beside mine, field by field; the person chooses."""
    draft = unsaved.begin(lambda: 0)
    beside = report_beside.beside(asked, action, draft)
    chosen = side_by_side.choose(beside.merged, beside.who, beside.words, str(draft.save_id))
    if not side_by_side.save_pressed(str(draft.save_id), unsaved.go_back, beside.sequence):
        return
    try:
        _keep(asked, by, unsaved, action, chosen, beside.sequence)
    except store.ChangedMeanwhile:
        unsaved.change(mine=chosen, seen=beside.sequence)
        st.rerun()
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")


def _keep(
    asked: Visit, by: Author, unsaved: Unsaved, action: UUID, said: Mapping[str, Any], seen: int
) -> None:
    """Keep what is said as a report, and say so. Raises ChangedMeanwhile and other Refusals."""
    now = report_beside.newest_action(asked, action)
    save_id = unsaved.begin(lambda: 0).save_id
    update, moved = _update(now, save_id, said), _moved(now, said)
    made = store.record_status_update(
        asked.database, asked.partnership.slug, update,
        by=by if isinstance(by, str) else asked.by, today=asked.today,
        save_id=save_id, seen=seen, moved=moved, reason=str(said.get("reason") or ""),
    )  # fmt: skip
    unsaved.let_go()
    _finish(now, update, moved, made.sequence)


def _update(action: Action, id_: UUID, said: Mapping[str, Any]) -> StatusUpdate:
    if said["status"] is None:
        raise FieldRefusals({"status": "Choose how it is going."})
    stated = {name: value for name, value in said.items() if name in StatusUpdate.model_fields}
    given = {name: value for name, value in stated.items() if value is not None}
    return read_as(StatusUpdate, {"id": id_, "action_id": action.id, **given})


def _moved(action: Action, said: Mapping[str, Any]) -> Action | None:
    """The action with its new due date, where one is chosen that differs."""
    due_on = said["due_on"]
    if due_on is None or due_on == action.due_on:
        return None
    return read_as(Action, action.model_dump() | {"due_on": due_on})


def _finish(action: Action, update: StatusUpdate, moved: Action | None, sequence: int) -> None:
    """Say what was saved, and close the form."""
    due = f" It is now due on {day_words(moved.due_on)}." if moved and moved.due_on else ""
    saved.announce(
        f"Saved: **{plain(action.title)}** is {update.status.words} "
        f"as of {day_words(update.as_of)}.{due}",
        sequence,
        since=update.as_of,
    )
    _forget_address()
    st.rerun()
