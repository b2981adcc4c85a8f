"""The doubts of a plan: each with the record and field it concerns, its value and source."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.evidence import Doubt
from tracker.measures import DataPoint
from tracker.naming import NAMES_OF_KINDS, label_of, name_of, names_of, value_words
from tracker.people import Person
from tracker.plan import Partnership, StatusUpdate
from tracker.plan_as_at import natural, newest_per_record
from tracker.records import Citation, Record, Version
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import record_form, saved
from tracker.screen.drafts import Draft, Unsaved
from tracker.screen.form import FIRST_DAY, LAST_DAY, Form, dialog
from tracker.screen.marks import plain
from tracker.screen.paging import page_of
from tracker.screen.record_fields import FORMS
from tracker.screen.visit import Visit, reads_only
from tracker.words import counted, day_words

WHOLE = ""
ABOUT, ANYTHING = "about", "anything"
_BY_WORD: Mapping[str, type[Record]] = {kind.kind: kind for kind in NAMES_OF_KINDS}
# What a plan holds too many of to be read with it; read when a doubt about one is begun.
_MANY = (DataPoint, StatusUpdate)


def found(asked: Visit) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    """The open doubts in the order of their numbers, and the settled ones, newest first."""
    plan = asked.readings.plan
    open_ones = sorted(plan.open_doubts, key=lambda doubt: natural(doubt.ref))
    settled = [doubt for doubt in plan.current(Doubt) if doubt.decision]
    settled.sort(key=lambda doubt: _settled(asked, doubt).as_of, reverse=True)
    return tuple(open_ones), tuple(settled)


def finding(open_ones: Sequence[Doubt], settled: Sequence[Doubt]) -> str:
    """The headline: how many doubts are open, how many are settled."""
    if not open_ones and not settled:
        return "No doubts"
    words = counted(len(open_ones), "open doubt")
    words += f", {len(settled)} settled" if settled else ""
    return words[0].upper() + words[1:]


def add_button() -> None:
    """A doubt can be about anything in the plan; its dialog asks what."""
    if not reads_only() and st.button("Add a doubt", icon=":material/add:"):
        st.query_params[ABOUT] = ANYTHING


def open_if_asked(asked: Visit) -> None:
    """Open the form for a new doubt where the address says `about=anything` or `about=kind:id`."""
    if about := st.query_params.get(ABOUT):
        unsaved = Unsaved(asked, f"doubt/{about}")
        dialog("Add a doubt", _form, _forget_address, "medium", unsaved)(asked, about, unsaved)


def _forget_address() -> None:
    st.query_params.pop(ABOUT, None)


def show_open(asked: Visit, doubts: Sequence[Doubt]) -> None:
    """What nobody has settled: each with a button that settles it."""
    if not doubts:
        st.markdown(
            ":gray[Nothing is in doubt. Where a date, a figure or a reading is unsure, add a "
            "doubt: it stands beside the value until somebody settles it.]"
        )
    with page_of(doubts, "open_doubts") as shown:
        for doubt in shown:
            with st.container(border=True, gap="xsmall"):
                _about(asked, doubt)
                st.markdown(f":material/help: **{plain(doubt.words)}**")
                record_form.change_button(doubt, "Settle this doubt", place="settle")


def show_settled(asked: Visit, doubts: Sequence[Doubt]) -> None:
    """What was decided and why, who and when; it can be opened again."""
    if not doubts:
        return
    st.header(f"Settled :gray[{len(doubts)}]", anchor=False)
    with page_of(doubts, "settled_doubts") as shown:
        for doubt in shown:
            with st.container(border=True, gap="xsmall"):
                _show_settled(asked, doubt)


def _show_settled(asked: Visit, doubt: Doubt) -> None:
    version = _settled(asked, doubt)
    _about(asked, doubt)
    st.markdown(f":gray[In doubt:] {plain(doubt.words)}")
    st.markdown(f":material/task_alt: **{plain(doubt.decision)}** {plain(doubt.grounds)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        by = f"Settled by {plain(version.recorded_by)}, {day_words(version.as_of)}"
        st.markdown(f":gray[{by}]", width="content")
        record_form.change_button(doubt, place="settled")


def _settled(asked: Visit, doubt: Doubt) -> Version[Doubt]:
    """The first of the newest versions that carry the decision."""
    settling: Version[Doubt] | None = None
    for version in reversed(asked.readings.plan.history(Doubt, doubt.id)):
        if version.record.decision != doubt.decision:
            break
        settling = version
    assert settling is not None  # noqa: S101  the newest version is the doubt itself
    return settling


def _about(asked: Visit, doubt: Doubt) -> None:
    """The record and the field in doubt, its value on this day, and where that comes from."""
    record = _record(asked, doubt)
    names = names_of(asked.readings.plan)
    kind = _BY_WORD[doubt.record_kind]
    noun = NAMES_OF_KINDS[kind].capitalize()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{noun}]", width="content")
        if record is None:
            st.markdown("no longer in the plan", width="content")
            return
        _name(asked, doubt, record, name_of(record, names))
    if doubt.field:
        value = value_words(getattr(record, doubt.field, None), names)
        label = plain(label_of(kind, doubt.field).removesuffix("?"))
        st.markdown(f":gray[{label}:] {plain(value)}{_source(asked, doubt)}")


def _name(asked: Visit, doubt: Doubt, record: Record, name: str) -> None:
    """The record's name, which opens its form; of a report, its action's."""
    leads_to: Record | None = record
    if isinstance(record, StatusUpdate):
        leads_to = asked.readings.plan.action.get(record.action_id)
    if leads_to is None or type(leads_to) not in FORMS:
        st.markdown(f"**{plain(name)}**", width="content")
    else:
        record_form.change_button(leads_to, f"**{plain(name)}**", place=str(doubt.id))


def _record(asked: Visit, doubt: Doubt) -> Record | None:
    """The record in doubt as it stands on this day; None where it is not in the plan any more."""
    kind = _BY_WORD[doubt.record_kind]
    if kind is Partnership:
        return asked.readings.plan.partnership
    if kind is Person:
        return asked.readings.plan.people.get(doubt.record_id)
    slug = asked.partnership.slug
    known = store.versions_of(asked.database, slug, kind, doubt.record_id)
    standing = [version for version in known if version.as_of <= asked.day]
    if not standing or standing[-1].withdrawn:
        return None
    record: Record = standing[-1].record
    return record


def _source(asked: Visit, doubt: Doubt) -> str:
    slug = asked.partnership.slug
    cited: Sequence[Citation] = store.sources(asked.database, slug, asked.day, doubt.record_id)
    its = [f"“{c.heading}” in {c.file}" for c in cited if c.field == doubt.field]
    return f" :gray[· from {plain('; '.join(its))}]" if its else ""


def _form(asked: Visit, about: str, unsaved: Unsaved) -> None:
    """What the doubt is about, by name, and what is unsure."""
    draft = unsaved.begin(lambda: 0)
    unsaved.say()
    form = Form(f"{draft.save_id}_", unsaved)
    choices = _choices(asked)
    kinds = list(choices)
    word, _, chosen = about.partition(":")
    form.one_of(
        "record_kind", "What is it about?", kinds, _BY_WORD.get(word),
        lambda kind: NAMES_OF_KINDS[kind].capitalize(),
    )  # fmt: skip
    kind = form.values["record_kind"]
    if kind:
        names = choices[kind]
        named = next((id_ for id_ in names if str(id_) == chosen), None)
        form.one_of("record_id", "Which one?", list(names), named, names.__getitem__)
        parts = [name for name, part in kind.model_fields.items() if part.title]
        labels = {WHOLE: "All of it"} | {name: label_of(kind, name) for name in parts}
        form.one_of("field", "Which part of it?", list(labels), WHOLE, labels.__getitem__)
    form.text("words", "What is in doubt?")
    if form.saved():
        _save(asked, form, unsaved, draft)


def _choices(asked: Visit) -> Mapping[type[Record], Mapping[UUID, str]]:
    """Every kind of which the plan has a record, and its records by name."""
    plan, names = asked.readings.plan, names_of(asked.readings.plan)
    many = _many(asked.database, asked.partnership.slug, store.latest_sequence(asked.database))
    kinds: tuple[type[Record], ...] = (*FORMS, StatusUpdate)
    of: dict[type[Record], Sequence[Record]] = {
        kind: many[kind] if kind in _MANY else plan.current(kind)
        for kind in kinds
        if kind is not Doubt
    }
    of[Partnership] = (plan.partnership,)
    named = {
        kind: sorted(((name_of(r, names), r.id) for r in its), key=lambda named: natural(named[0]))
        for kind, its in of.items()
        if its
    }
    return {kind: {id_: name for name, id_ in its} for kind, its in named.items()}


@lru_cache(maxsize=4)
def _many(
    database: store.Database,
    slug: str,
    sequence: int,  # noqa: ARG001  newer saves, newer records
) -> Mapping[type[Record], Sequence[Record]]:
    """Every report and data point that stands."""
    versions = store.happenings(database, slug, FIRST_DAY, LAST_DAY).versions
    return {
        kind: [
            its[-1].record
            for its in newest_per_record(v for v in versions if type(v.record) is kind).values()
            if not its[-1].withdrawn
        ]
        for kind in _MANY
    }


def _save(asked: Visit, form: Form, unsaved: Unsaved, draft: Draft) -> None:
    try:
        doubt = _read(asked, form.values, draft.record)
        made = store.change(
            asked.database, asked.partnership.slug, [doubt], by=asked.by, today=asked.today,
            save_id=draft.save_id, seen=0,
        )  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
    else:
        unsaved.let_go()
        _forget_address()
        saved.announce(f"Added the doubt: **{plain(doubt.words)}**", made.sequence)
        st.rerun()


def _read(asked: Visit, typed: Mapping[str, Any], id_: UUID) -> Doubt:
    """The doubt as typed; raises FieldRefusals, each with its sentence."""
    missing = {
        name: sentence
        for name, sentence in (
            ("record_kind", "Choose what it is about."),
            ("record_id", "Choose which one it is about."),
        )
        if name in typed and typed[name] is None
    }
    try:
        kind = typed["record_kind"].kind if typed["record_kind"] else "-"
        about = {"record_kind": kind, "record_id": typed.get("record_id") or id_}
        stated = {name: typed.get(name) or "" for name in ("field", "words")}
        doubt = read_as(Doubt, {"id": id_, "ref": _next_ref(asked)} | about | stated)
    except FieldRefusals as refusal:
        raise FieldRefusals(missing | refusal.fields) from refusal
    if missing:
        raise FieldRefusals(missing)
    return doubt


def _next_ref(asked: Visit) -> str:
    known = asked.readings.plan.histories.get(Doubt, {}).values()
    taken = {versions[-1].record.ref for versions in known}
    return next(ref for number in range(1, len(taken) + 2) if (ref := f"D{number}") not in taken)
