"""Reporting on one action: the dialog an owner meets, often on a phone, in under a minute.

The fields stand outside a form, so that what is typed reaches the server when a field is left and
survives a closed dialog; the save carries an id made when the form was first drawn, so that a
second click is the same save.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.plan import Action, Status, StatusUpdate
from tracker.readings import ActionReading
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen.marks import BADGES, ICONS, plain
from tracker.screen.visit import Visit
from tracker.words import day_words

# Long enough to be refused in words; the browser would silently cut what is longer than a limit.
ACTION = "action"


@dataclass(frozen=True)
class Draft:
    """One form as drawn: the id of its save, and the newest sequence it had seen."""

    save_id: UUID
    update_id: UUID
    seen: int


def open_form(asked: Visit, reading: ActionReading, by: str) -> None:
    """Show the dialog for the action; it closes on save, and keeps what was typed otherwise."""
    title = plain(reading.action.title)
    st.dialog(title, on_dismiss=_forget_address)(_form)(asked, reading, by)


def ask_to_open(reading: ActionReading) -> None:
    """Put the action into the address, which opens its form."""
    st.query_params[ACTION] = reading.action.ref


def _forget_address() -> None:
    st.query_params.pop(ACTION, None)


def said() -> None:
    """Announce the last save, once, where the screen begins."""
    words = st.session_state.pop("said", "")
    if words:
        st.success(words, icon=":material/check_circle:")


def _draft(asked: Visit, action: Action) -> Draft:
    """The draft of this action in this session, made when its form is first drawn."""
    slug = asked.partnership.slug
    fresh = Draft(
        store.new_id(),
        store.new_id(),
        store.newest_sequence(asked.database, slug, action.id),
    )
    drafts: dict[tuple[str, UUID], Draft] = st.session_state.setdefault("drafts", {})
    return drafts.setdefault((slug, action.id), fresh)


def _form(asked: Visit, reading: ActionReading, by: str) -> None:
    draft = _draft(asked, reading.action)
    key = f"{draft.save_id}_"
    last = reading.last_update_on
    status = st.radio(
        "How is it going?",
        list(Status),
        index=list(Status).index(reading.status) if reading.status else None,
        format_func=lambda s: _status_label(asked, s),
        key=key + "status",
        persist_state="session",
    )
    since = f" since {day_words(last)}" if last else ""
    done = _text(f"What has happened{since}?", key + "done")
    shows = ""
    if status is Status.COMPLETE:
        shows = _text("What shows it? Figures, an audit, what children said.", key + "data_show")
    needed = _line("What do you need? Leave empty if nothing.", key + "needed")
    values = {"status": status, "done": done, "data_show": shows, "needed": needed}
    with st.expander("More", key=key + "more"):
        more, moved_to, reason = _more(asked, reading, key, complete=status is Status.COMPLETE)
    faults = st.container()
    if st.button("Save", type="primary", width="stretch", key=key + "save"):
        with faults:
            _save(asked, reading, by, draft, values | more, moved_to, reason)


def _text(label: str, key: str) -> str:
    return st.text_area(label, key=key, height=110, persist_state="session") or ""


def _line(label: str, key: str) -> str:
    return st.text_input(label, key=key, persist_state="session") or ""


def _status_label(asked: Visit, status: Status) -> str:
    word = asked.readings.plan.reference.statuses[status].word
    return f":{BADGES[status]}[:material/{ICONS[status]}:] {word}"


def _more(
    asked: Visit, reading: ActionReading, key: str, *, complete: bool
) -> tuple[dict[str, object], date | None, str]:
    """The rest of a report: progress, data, next steps, evidence, the day, and a new due date."""
    values: dict[str, object] = {}
    if not complete:
        values["progress"] = st.number_input(
            "How much of the work is done, in per cent?", value=None, step=5, format="%d",
            key=key + "progress", persist_state="session",
        )  # fmt: skip
        values["data_show"] = _text("What do the data show?", key + "data_show")
    values["next"] = _text("What is next?", key + "next")
    values["evidence_link"] = _line("Link to the evidence", key + "evidence_link")
    values["as_of"] = st.date_input(
        "True as of", asked.today, format="DD/MM/YYYY", key=key + "as_of", persist_state="session"
    )
    due = reading.action.due_on
    moved_to = st.date_input(
        f"Move the due date{f' from {day_words(due)}' if due else ''} to",
        None, format="DD/MM/YYYY", key=key + "due_on", persist_state="session",
    )  # fmt: skip
    reason = _line("Why does it move?", key + "reason")
    return values, moved_to if moved_to != due else None, reason


def _save(
    asked: Visit,
    reading: ActionReading,
    by: str,
    draft: Draft,
    values: Mapping[str, object],
    moved_to: date | None,
    reason: str,
) -> None:
    try:
        update = _update(reading.action, draft, values)
        moved = _moved(reading.action, moved_to)
        store.record_status_update(
            asked.database, asked.partnership.slug, update,
            by=by, today=asked.today, save_id=draft.save_id, seen=draft.seen,
            moved=moved, reason=reason,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        _show_theirs(asked, reading.action, conflict)
    except FieldRefusals as refusal:
        for words in refusal.fields.values():
            st.error(words, icon=":material/info:")
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        _finish(asked, reading.action, update, moved)


def _update(action: Action, draft: Draft, values: Mapping[str, object]) -> StatusUpdate:
    if values["status"] is None:
        raise FieldRefusals({"status": "Choose how it is going."})
    stated = {name: value for name, value in values.items() if value is not None}
    return read_as(StatusUpdate, {"id": draft.update_id, "action_id": action.id, **stated})


def _moved(action: Action, due_on: date | None) -> Action | None:
    return read_as(Action, action.model_dump() | {"due_on": due_on}) if due_on else None


def _finish(asked: Visit, action: Action, update: StatusUpdate, moved: Action | None) -> None:
    """Say what was saved, and let go of the draft."""
    st.session_state["drafts"].pop((asked.partnership.slug, action.id), None)
    due = f" It is now due on {day_words(moved.due_on)}." if moved and moved.due_on else ""
    other = "" if update.as_of <= asked.day else (
        f" This screen shows {day_words(asked.day)}, so it does not show it yet."
    )
    st.session_state["said"] = (
        f"Saved: **{plain(action.title)}** is {update.status.words} "
        f"as of {day_words(update.as_of)}.{due}{other}"
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
    if st.button("Keep mine as the newer one", key="keep_mine", on_click=_see_theirs,
                 args=(asked, action, conflict.theirs.sequence)):  # fmt: skip
        st.rerun(scope="fragment")


def _see_theirs(asked: Visit, action: Action, sequence: int) -> None:
    """From now on this form has seen theirs; the next Save is newer, knowingly."""
    drafts: dict[tuple[str, UUID], Draft] = st.session_state["drafts"]
    key = (asked.partnership.slug, action.id)
    drafts[key] = Draft(drafts[key].save_id, drafts[key].update_id, sequence)
