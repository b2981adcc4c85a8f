"""One dialog for adding, changing, withdrawing and restoring any record of the plan.

What the address asks for opens it (`change=action:3.6`, `add=action`), so a link can lead straight
to where something is settled. A save that meets a newer one shows both, field by field.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.differences import Difference, differences
from tracker.measures import DataPoint, Measure
from tracker.naming import NAMES_OF_KINDS, Names, names_of, title_of, value_words
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome
from tracker.plan_as_at import PlanAsAt, natural
from tracker.records import Record, Version
from tracker.refusals import Refusal, Unknown, read_as
from tracker.screen import saved, smart_typed
from tracker.screen import versions as version_list
from tracker.screen.form import Form, dialog
from tracker.screen.marks import plain
from tracker.screen.record_fields import FORMS, KINDS, Asked
from tracker.screen.visit import Visit
from tracker.tests_of_change import ChangeIdea, Driver, RampStage, TestOfChange
from tracker.words import day_words

ADD, CHANGE, WITHIN = "add", "change", "within"
# Changes that ask why: the reason stays in the history.
REASONS: Mapping[type[Record], str] = {
    Action: "Reason, where the due date moves",
    DataPoint: "Why it is corrected",
}


@dataclass(frozen=True)
class Draft:
    """A form as drawn: the record's id, the id of its save, what it has seen, what it met."""

    record: UUID
    save_id: UUID
    seen: int
    theirs: Version[Any] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)


def add_button(kind: type[Record], within: str = "", words: str = "", place: str = "") -> None:
    """A button that opens the form for a new record; `within`: the ref of what it belongs to, or
    the id where that is an aim, a driver or a change idea.

    `place` tells two such buttons on one screen apart.
    """
    st.button(
        words or f"Add {_a(NAMES_OF_KINDS[kind])}",
        icon=":material/add:",
        type="tertiary",
        key=f"add_{kind.kind}_{within}_{place}",
        on_click=_go,
        kwargs={ADD: kind.kind, WITHIN: within},
    )


def change_button(record: Record, words: str = "Change", place: str = "") -> None:
    """A quiet button that opens the form of a record; `place` tells two of them apart."""
    st.button(
        words,
        icon=":material/edit:",
        type="tertiary",
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
        dialog(title, _form, _forget, width="medium")(asked, named, versions)
    elif kind := KINDS.get(st.query_params.get(ADD, "")):
        title = f"Add {_a(NAMES_OF_KINDS[kind])}"
        dialog(title, _form, _forget, width="medium")(asked, kind, ())


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


def _form(asked: Visit, kind: type[Record], versions: tuple[Version[Any], ...]) -> None:
    current = versions[-1] if versions else None
    draft = _draft(asked, kind, versions)
    if current and current.withdrawn:
        _restore(asked, current, draft)
        return
    if draft.theirs:
        _choose_between(asked, kind, draft)
        return
    _ask(asked, kind, current, draft)
    if current:
        _withdraw(asked, current, draft)
        with st.expander("Its history", icon=":material/history:"):
            version_list.show(asked.readings.plan, versions)


def _ask(asked: Visit, kind: type[Record], current: Version[Any] | None, draft: Draft) -> None:
    """The fields, and Save: a new record, or a newer version of one."""
    form = Form(f"{draft.save_id}_")
    stated = dict(current.record) if current else dict(draft.defaults)
    for part in FORMS[kind]:
        _ask_field(form, asked.readings.plan, kind, part, stated.get(part.name))
    if current and kind in REASONS:
        form.line("reason", REASONS[kind])
    if kind is Action:
        smart_typed.show(asked, draft.record, {**stated, **form.values})
    if form.saved():
        record = _read(kind, draft, stated, form)
        if record:
            _save(asked, form, draft, record, str(form.values.get("reason", "")))


def _ask_field(form: Form, plan: PlanAsAt, kind: type[Record], part: Asked, value: Any) -> None:
    label = kind.model_fields[part.name].title or part.name.replace("_", " ").capitalize()
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


def _save(
    asked: Visit, form: Form | None, draft: Draft, record: Record, reason: str, **how: bool
) -> None:
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [record], by=asked.by, today=asked.today,
            save_id=draft.save_id, seen=draft.seen, reason=reason, **how,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        _keep_draft(asked, replace(draft, theirs=conflict.theirs, defaults=dict(record)))
        st.rerun()
    except Refusal as refusal:
        if form:
            form.say(refusal)
        else:
            st.error(str(refusal), icon=":material/info:")
    else:
        verb = "Withdrawn" if how.get("withdrawn") else "Saved"
        _finish(f"{verb}: **{plain(title_of(record))}**.", made.sequence)


def _finish(words: str, sequence: int) -> None:
    """Say what was saved, with a way back, and let go of the draft."""
    _drafts().clear()
    saved.announce(words, sequence)
    _forget()
    st.rerun()


def _withdraw(asked: Visit, current: Version[Any], draft: Draft) -> None:
    noun = NAMES_OF_KINDS[type(current.record)]
    with st.expander(f"Withdraw this {noun}", icon=":material/archive:"):
        st.markdown("It leaves every list and count, stays in the history, and can be put back.")
        reason = st.text_input("Why?", key=f"{draft.save_id}_why", persist_state="session")
        if st.button("Withdraw", key=f"{draft.save_id}_withdraw"):
            _save(asked, None, draft, current.record, reason or "", withdrawn=True)


def _restore(asked: Visit, current: Version[Any], draft: Draft) -> None:
    st.markdown(
        f"**{plain(title_of(current.record))}** was withdrawn by {plain(current.recorded_by)} "
        f"on {day_words(current.as_of)}: {plain(current.reason)}"
    )
    if st.button("Put it back", type="primary", key=f"{draft.save_id}_restore"):
        _save(asked, None, draft, current.record, "put back")


def _choose_between(asked: Visit, kind: type[Record], draft: Draft) -> None:
    """Somebody else saved meanwhile: theirs beside mine, field by field; the person chooses."""
    theirs = draft.theirs
    if theirs is None:
        return
    who, day = plain(theirs.recorded_by), day_words(theirs.as_of)
    st.warning(f"{who} changed this on {day}, while you were writing. Choose for each field.")
    mine = dict(draft.defaults)
    names = names_of(asked.readings.plan)
    chosen = dict(theirs.record)
    for found in differences(theirs.record, read_as(kind, mine)):
        if _picked(names, found, draft) == "mine":
            chosen[found.field] = found.after
    if st.button("Save what is chosen", type="primary", key=f"{draft.save_id}_merge"):
        seen = replace(draft, seen=theirs.sequence, theirs=None)
        _save(asked, None, seen, read_as(kind, chosen), "chosen from two versions")


def _picked(names: Names, found: Difference, draft: Draft) -> str:
    words = {
        "theirs": f"Theirs: {plain(value_words(found.before, names))}",
        "mine": f"Mine: {plain(value_words(found.after, names))}",
    }
    return st.radio(
        found.label, list(words), index=1, format_func=words.__getitem__,
        key=f"{draft.save_id}_{found.field}_pick",
    )  # fmt: skip


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault("record_drafts", {})
    return drafts


def _draft_key(asked: Visit) -> str:
    address = st.query_params
    return "/".join([asked.partnership.slug, *(address.get(n, "") for n in (ADD, CHANGE, WITHIN))])


def _keep_draft(asked: Visit, draft: Draft) -> None:
    _drafts()[_draft_key(asked)] = draft


def _draft(asked: Visit, kind: type[Record], versions: tuple[Version[Any], ...]) -> Draft:
    """The draft of this form in this session, made when it is first drawn."""
    key = _draft_key(asked)
    if key not in _drafts():
        newest = max((version.sequence for version in versions), default=0)
        record = versions[-1].record.id if versions else store.new_id()
        defaults = {} if versions else _defaults(asked, kind, st.query_params.get(WITHIN, ""))
        _drafts()[key] = Draft(record, store.new_id(), newest, defaults=defaults)
    return _drafts()[key]


def _defaults(asked: Visit, kind: type[Record], within: str) -> dict[str, Any]:
    """What a new record begins with: its place, the next number, today."""
    plan = asked.readings.plan
    area = next((area for area in plan.areas if area.ref == within), None)
    stated: dict[str, Any] = {}
    names = kind.model_fields
    if area and "area_id" in names:
        stated["area_id"] = area.id
    if kind is DataPoint:
        stated["measure_id"] = next((m.id for m in plan.measures if m.ref == within), None)
    if "as_of" in names:
        stated["as_of"] = asked.today
    if "ref" in names:
        stated["ref"] = _next_ref(plan, kind, within if area else "")
    return stated | _hanging_on(plan, kind, within)


def _hanging_on(plan: PlanAsAt, kind: type[Record], within: str) -> dict[str, Any]:
    """What a part of a driver diagram takes over from the part it hangs on."""
    aim = next((aim for aim in plan.aims if str(aim.id) == within), None)
    driver = next((driver for driver in plan.drivers if str(driver.id) == within), None)
    if kind is Driver and (aim or driver):
        above = {"aim_id": driver.aim_id, "under_id": driver.id} if driver else {}
        return above or {"aim_id": aim.id if aim else None}
    if kind is ChangeIdea and driver:
        return {"driver_id": driver.id}
    return _of_idea(plan, within) if kind is TestOfChange else {}


def _of_idea(plan: PlanAsAt, within: str) -> dict[str, Any]:
    """A new test begins with one person or case; its idea says its area and its measure."""
    stated: dict[str, Any] = {"stage": RampStage.ONE}
    idea = next((idea for idea in plan.ideas if str(idea.id) == within), None)
    driver = next((one for one in plan.drivers if idea and one.id == idea.driver_id), None)
    aim = next((one for one in plan.aims if driver and one.id == driver.aim_id), None)
    if idea:
        stated |= {"idea_id": idea.id, "title": idea.words}
    if aim:
        stated |= {"area_id": aim.area_id}
        stated |= {"measure_ids": (aim.measure_id,)} if aim.measure_id else {}
    return stated


def _next_ref(plan: PlanAsAt, kind: type[Record], within: str) -> str:
    """The next free number: 4 for an area, 3.7 for an action of area 3, M9 for a measure."""
    lead = {Area: "", Action: f"{within}." if within else "", Measure: "M", Outcome: "O"}
    lead[ChangeIdea] = "I"
    prefix = lead.get(kind, kind.kind[0].upper())
    taken = {
        getattr(version[-1].record, "ref", "") for version in plan.histories.get(kind, {}).values()
    }
    pattern = re.compile(re.escape(prefix) + r"(\d+)$")
    numbers = [int(found[1]) for ref in sorted(taken, key=natural) if (found := pattern.match(ref))]
    if kind in (Post, Group):
        return str(store.new_id())
    return f"{prefix}{max(numbers, default=0) + 1}"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
