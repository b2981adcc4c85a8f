"""One dialog for adding, changing, withdrawing and restoring any record of the plan.

What the address asks for opens it (`change=action:3.6`, `add=action`), so a link can lead straight
to where something is settled. A save that meets a newer one shows both, field by field.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.measures import DataPoint
from tracker.naming import NAMES_OF_KINDS, label_of, title_of
from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record, Version
from tracker.refusals import Refusal, Unknown, read_as
from tracker.screen import drafts, saved, side_by_side, smart_typed
from tracker.screen import versions as version_list
from tracker.screen.drafts import Draft, Unsaved
from tracker.screen.form import Form, dialog
from tracker.screen.held import held, let_go
from tracker.screen.marks import plain
from tracker.screen.record_beside import as_seen, beside, newest
from tracker.screen.record_defaults import defaults
from tracker.screen.record_fields import FORMS, KINDS, Asked
from tracker.screen.visit import Visit, reads_only
from tracker.words import day_words

ADD, CHANGE, WITHIN = "add", "change", "within"
# Changes that ask why: the reason stays in the history.
REASONS: Mapping[type[Record], str] = {
    Action: "Reason, where the due date moves",
    DataPoint: "Why it is corrected",
}


def add_button(kind: type[Record], within: str = "", words: str = "", place: str = "") -> None:
    """A button that opens the form for a new record; `within`: the ref of what it belongs to, or
    the id where that is an aim, a driver or a change idea.

    `place` tells two such buttons on one screen apart. The public view has none.
    """
    if reads_only():
        return
    st.button(
        words or f"Add {_a(NAMES_OF_KINDS[kind])}",
        icon=":material/add:",
        type="tertiary",
        key=f"add_{kind.kind}_{within}_{place}",
        on_click=_go,
        kwargs={ADD: kind.kind, WITHIN: within},
    )


def change_button(record: Record, words: str = "Change", place: str = "") -> None:
    """A quiet button that opens the form of a record; `place` tells two of them apart.

    The public view has none.
    """
    if reads_only():
        return
    st.button(
        words,
        icon=":material/edit:",
        type="tertiary",
        wrap=True,
        key=f"change_{record.id}_{place}",
        help=f"Change {title_of(record)}",
        on_click=_go,
        kwargs={CHANGE: f"{record.kind}:{record.id}"},
    )


def place_of(record: Record) -> dict[str, str]:
    """The part of an address that opens the form of a record."""
    return {CHANGE: f"{record.kind}:{record.id}"}


def _go(**address: str) -> None:
    for name in (ADD, CHANGE, WITHIN):
        st.query_params.pop(name, None)
    st.query_params.update({name: value for name, value in address.items() if value})


def _forget() -> None:
    _go()


def open_if_asked(asked: Visit) -> None:
    """Open the form the address asks for; an address that names nothing says so."""
    if wanted := st.query_params.get(CHANGE):
        named, versions = _named(asked, wanted)
        title = f"Change {_a(NAMES_OF_KINDS[named])}"
        dialog(title, _form, _forget, "medium", _unsaved(asked))(asked, named, versions)
    elif kind := KINDS.get(st.query_params.get(ADD, "")):
        title = f"Add {_a(NAMES_OF_KINDS[kind])}"
        dialog(title, _form, _forget, "medium", _unsaved(asked))(asked, kind, ())


def _named(asked: Visit, wanted: str) -> tuple[type[Record], tuple[Version[Any], ...]]:
    word, _, id_ = wanted.partition(":")
    kind = KINDS.get(word)
    try:
        versions = (
            store.versions_of(asked.database, asked.partnership.slug, kind, UUID(id_))
            if kind
            else ()
        )
    except ValueError:
        versions = ()
    if not kind or not versions:
        raise Unknown("The address names a record that is not in this plan. Choose it from a list.")
    return kind, versions


def _unsaved(asked: Visit) -> Unsaved:
    wanted = (st.query_params.get(name, "") for name in (ADD, CHANGE, WITHIN))
    return Unsaved(asked, "/".join(["record", *wanted]))


def _form(asked: Visit, kind: type[Record], versions: tuple[Version[Any], ...]) -> None:
    current = versions[-1] if versions else None
    unsaved = _unsaved(asked)
    draft = _draft(asked, kind, versions, unsaved)
    if current and current.withdrawn:
        _restore(asked, current, unsaved)
        return
    if draft.mine is not None:
        slug = asked.partnership.slug
        kept = store.versions_of(asked.database, slug, kind, draft.record)
        _choose_between(asked, unsaved, kept)
        return
    unsaved.say(newer=newest(versions) > draft.seen)
    _ask(asked, kind, versions, unsaved)
    if current:
        _withdraw(asked, current, newest(versions), unsaved)
        with st.expander("Its history", icon=":material/history:"):
            version_list.show(asked.readings.plan, versions)


def _draft(
    asked: Visit, kind: type[Record], versions: tuple[Version[Any], ...], unsaved: Unsaved
) -> Draft:
    if known := unsaved.known:
        return known
    if versions:
        return unsaved.begin(lambda: newest(versions), versions[-1].record.id)
    begun = defaults(asked, kind, st.query_params.get(WITHIN, ""))
    return unsaved.begin(lambda: 0, defaults=begun)


def _ask(
    asked: Visit, kind: type[Record], versions: Sequence[Version[Any]], unsaved: Unsaved
) -> None:
    """The fields, and Save: a new record, or a newer version of one."""
    draft = unsaved.begin(lambda: 0)
    form = Form(f"{draft.save_id}_", unsaved)
    seen = as_seen(versions, draft.seen)
    stated = dict(seen) if seen else dict(draft.defaults)
    for part in FORMS[kind]:
        _ask_field(form, asked.readings.plan, kind, part, stated.get(part.name))
    if seen and kind in REASONS:
        form.line("reason", REASONS[kind])
    if kind is Action:
        smart_typed.show(asked, draft.record, {**stated, **form.values})
    if form.saved():
        record = _read(kind, draft, stated, form)
        if record:
            _save(asked, form, unsaved, record, str(form.values.get("reason", "")))


def _ask_field(form: Form, plan: PlanAsAt, kind: type[Record], part: Asked, value: Any) -> None:
    label = label_of(kind, part.name)
    options = dict(part.options(plan)) if part.options else {}
    if part.how == "one_of" and value is not None and value not in options:
        options[value] = "no longer listed"
    asks: Mapping[str, Callable[[], object]] = {
        "line": lambda: form.line(part.name, label, value or ""),
        "text": lambda: form.text(part.name, label, value or ""),
        "day": lambda: form.day(part.name, label, value),
        "number": lambda: form.number(part.name, label, value),
        "whole": lambda: form.number(part.name, label, value, step=1),
        "yes_no": lambda: form.yes_no(part.name, label, bool(value)),
        "choice": lambda: form.choice(part.name, label, list(options), value, options.__getitem__),
        "one_of": lambda: form.one_of(part.name, label, list(options), value, options.__getitem__),
        "many_of": lambda: form.many_of(
            part.name, label, list(options), value or (), options.__getitem__
        ),
        "one_of_or_new": lambda: form.one_of_or_new(part.name, label, list(options), value),
    }
    asks[part.how]()


def _read(kind: type[Record], draft: Draft, stated: Mapping[str, Any], form: Form) -> Record | None:
    """The record as typed; or None, with each refusal below its field."""
    typed = {part.name: form.values[part.name] for part in FORMS[kind]}
    blank = {name: "" if kind.model_fields[name].default == "" else None for name in typed}
    values = {name: blank[name] if value is None else value for name, value in typed.items()}
    try:
        unasked = {name: value for name, value in stated.items() if name not in typed}
        return read_as(kind, {**unasked, "id": draft.record, **_given(kind, values)})
    except Refusal as refusal:
        form.say(refusal)
        return None


def _given(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that must be there and are not are left out, so that the model says they are empty."""
    needed = {name for name, part in kind.model_fields.items() if part.is_required()}
    return {
        name: value for name, value in values.items() if value is not None or name not in needed
    }


def _save(asked: Visit, form: Form, unsaved: Unsaved, record: Record, reason: str) -> None:
    draft = unsaved.begin(lambda: 0)
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [record], by=asked.by, today=asked.today,
            save_id=draft.save_id, seen=draft.seen, reason=reason,
        )  # fmt: skip
    except store.ChangedMeanwhile:
        form.note()
        unsaved.change(mine=dict(record) | {"reason": reason})
        st.rerun()
    except Refusal as refusal:
        form.say(refusal)
    else:
        _finish(unsaved, f"Saved: **{plain(title_of(record))}**.", made.sequence)


def _finish(unsaved: Unsaved, words: str, sequence: int) -> None:
    """Say what was saved, with a way back, and let go of the draft."""
    unsaved.let_go()
    drafts.let_go_of_untouched()
    saved.announce(words, sequence)
    _forget()
    st.rerun()


def _withdraw(asked: Visit, current: Version[Any], seen: int, unsaved: Unsaved) -> None:
    """Take the record out, with a reason."""
    noun = NAMES_OF_KINDS[type(current.record)]
    name = f"withdraw_{current.record.id}"
    holds = held(name, seen)
    with st.expander(f"Withdraw this {noun}", icon=":material/archive:"):
        st.markdown("It leaves every list and count, stays in the history, and can be put back.")
        reason = st.text_input("Why?", key=f"{holds.save_id}_why", persist_state="session")
        if not st.button("Withdraw", key=f"{holds.save_id}_withdraw"):
            return
        try:
            made = store.change(
                asked.database, asked.partnership.slug, [current.record], by=asked.by,
                today=asked.today, save_id=holds.save_id, seen=holds.seen, reason=reason or "",
                withdrawn=True,
            )  # fmt: skip
        except store.ChangedMeanwhile as conflict:
            let_go(name)
            held(name, conflict.theirs.sequence)
            who = plain(conflict.theirs.recorded_by)
            st.warning(f"{who} changed it meanwhile, so nothing was withdrawn. Say why once more.")
        except Refusal as refusal:
            st.error(str(refusal), icon=":material/info:")
        else:
            let_go(name)
            unsaved.throw_away()
            _finish(unsaved, f"Withdrawn: **{plain(title_of(current.record))}**.", made.sequence)


def _restore(asked: Visit, current: Version[Any], unsaved: Unsaved) -> None:
    """Put a withdrawn record back; what somebody was writing in it stays."""
    name = f"restore_{current.record.id}"
    holds = held(name, current.sequence)
    st.markdown(
        f"**{plain(title_of(current.record))}** was withdrawn by {plain(current.recorded_by)} "
        f"on {day_words(current.as_of)}: {plain(current.reason)}"
    )
    if unsaved.says_something:
        st.markdown("What you were writing is kept. Put the record back to go on with it.")
    if not st.button("Put it back", type="primary", key=f"{holds.save_id}_restore"):
        return
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [current.record], by=asked.by,
            today=asked.today, save_id=holds.save_id, seen=holds.seen, reason="put back",
        )  # fmt: skip
    except Refusal as refusal:
        let_go(name)
        st.error(str(refusal), icon=":material/info:")
    else:
        let_go(name)
        if not unsaved.says_something:
            unsaved.let_go()
        saved.announce(f"Saved: **{plain(title_of(current.record))}**.", made.sequence)
        _forget()
        st.rerun()


def _choose_between(asked: Visit, unsaved: Unsaved, versions: Sequence[Version[Any]]) -> None:
    """Somebody else saved meanwhile: theirs beside mine, field by field; the person chooses."""
    draft = unsaved.begin(lambda: 0)
    mine = dict(draft.mine or {})
    reason = str(mine.pop("reason", ""))
    both = beside(asked, versions, draft.seen, mine)
    chosen = both.choose(str(draft.save_id))
    if not side_by_side.save_pressed(str(draft.save_id), unsaved.go_back, both.sequence):
        return
    try:
        record = read_as(type(both.theirs.record), chosen)
        made = store.change(
            asked.database, asked.partnership.slug, [record], by=asked.by, today=asked.today,
            save_id=draft.save_id, seen=both.sequence,
            reason=reason or "chosen from two versions",
        )  # fmt: skip
    except store.ChangedMeanwhile:
        unsaved.change(mine=chosen | {"reason": reason}, seen=both.sequence)
        st.rerun()
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        _finish(unsaved, f"Saved: **{plain(title_of(record))}**.", made.sequence)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
