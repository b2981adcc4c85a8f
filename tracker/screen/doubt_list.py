"""The doubts of a plan: each with the record and field it concerns, the value now and its source."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.evidence import Doubt
from tracker.naming import NAMES_OF_KINDS, label_of, name_of, names_of, value_words
from tracker.plan import Action, Partnership, StatusUpdate
from tracker.plan_as_at import natural
from tracker.records import Citation, Record, Version
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import places, record_form, saved
from tracker.screen.form import Form
from tracker.screen.frame import LOCAL
from tracker.screen.marks import plain
from tracker.screen.record_fields import FORMS
from tracker.screen.visit import Visit
from tracker.store import KINDS
from tracker.words import counted, day_words

WHOLE = ""
_BY_WORD: Mapping[str, type[Record]] = {kind.kind: kind for kind in KINDS}
_BEGUN = "doubt_begun"


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
    words = f"{counted(len(open_ones), 'open doubt')}, {len(settled)} settled"
    return words[0].upper() + words[1:]


def add_button(asked: Visit) -> None:
    """A doubt can be about anything in the plan; its dialog asks what."""
    if st.button("Add a doubt", icon=":material/add:"):
        begun: dict[str, tuple[UUID, UUID]] = st.session_state.setdefault(_BEGUN, {})
        _ask(asked, *begun.setdefault(asked.partnership.slug, (store.new_id(), store.new_id())))


def show_open(asked: Visit, doubts: Sequence[Doubt]) -> None:
    """What nobody has settled: each with a button that settles it."""
    if not doubts:
        st.markdown(
            ":gray[Nothing is in doubt. Where a date, a figure or a reading is unsure, add a doubt: "
            "it stands beside the value until somebody settles it.]"
        )
    for doubt in doubts:
        with st.container(border=True, gap="xsmall"):
            _about(asked, doubt)
            st.markdown(f":material/help: **{plain(doubt.words)}**")
            record_form.change_button(doubt, "Settle this doubt", place="settle")


def show_settled(asked: Visit, doubts: Sequence[Doubt]) -> None:
    """What was decided and why, who and when; it can be opened again."""
    if not doubts:
        return
    st.header(f"Settled :gray[{len(doubts)}]", anchor=False)
    for doubt in doubts:
        version = _settled(asked, doubt)
        with st.container(border=True, gap="xsmall"):
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
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f":gray[{noun}]", width="content")
        if record is None:
            st.markdown("no longer in the plan", width="content")
            return
        _name(asked, record, plain(name_of(record, names)))
    if doubt.field:
        value = value_words(getattr(record, doubt.field, None), names)
        label = plain(label_of(kind, doubt.field)).removesuffix("?")
        st.markdown(f"{label}: **{plain(value)}**{_source(asked, doubt)}")


def _name(asked: Visit, record: Record, name: str) -> None:
    """The record's name, which leads to its form; of a report, to its action's."""
    place = record_form.place_of(record)
    if isinstance(record, StatusUpdate):
        place = {record_form.CHANGE: f"{Action.kind}:{record.action_id}"}
    elif type(record) not in FORMS:
        st.markdown(f"**{name}**", width="content")
        return
    st.page_link(
        places.pages()["doubts"], label=f"**{name}**", query_params=asked.address | place,
        width="content",
    )  # fmt: skip


def _record(asked: Visit, doubt: Doubt) -> Record | None:
    """The record in doubt as it stands on this day; None where it is not in the plan any more."""
    kind = _BY_WORD[doubt.record_kind]
    if kind is Partnership:
        return asked.readings.plan.partnership
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
    its = [f"{c.file}, {c.heading}" for c in cited if c.field == doubt.field]
    return f" :gray[· from {plain('; '.join(its))}]" if its else ""


@st.dialog("Add a doubt", width="medium")
def _ask(asked: Visit, id_: UUID, save_id: UUID) -> None:
    """What the doubt is about, by name, and what is unsure."""
    form = Form(f"{save_id}_")
    choices = _choices(asked)
    kinds = list(choices)
    form.one_of("record_kind", "What is it about?", kinds, None, lambda k: NAMES_OF_KINDS[k].capitalize())
    kind = form.values["record_kind"]
    if kind:
        names = choices[kind]
        form.one_of("record_id", "Which one?", list(names), None, names.__getitem__)
        labels = {WHOLE: "All of it"} | {part.name: label_of(kind, part.name) for part in FORMS[kind]}
        form.one_of("field", "Which part of it?", list(labels), WHOLE, labels.__getitem__)
    form.text("words", "What is in doubt?")
    if form.saved():
        _save(asked, form, id_, save_id)


def _choices(asked: Visit) -> Mapping[type[Record], Mapping[UUID, str]]:
    """Every kind of which the plan has a record, and its records by name."""
    plan = asked.readings.plan
    of: dict[type[Record], Sequence[Record]] = {
        kind: plan.current(kind) for kind in FORMS if kind not in (Doubt, Partnership)
    }
    of[Partnership] = (plan.partnership,)
    named = {
        kind: sorted(((name_of(r, {}), r.id) for r in its), key=lambda named: natural(named[0]))
        for kind, its in of.items()
        if its
    }
    return {kind: {id_: name for name, id_ in its} for kind, its in named.items()}


def _save(asked: Visit, form: Form, id_: UUID, save_id: UUID) -> None:
    try:
        doubt = _read(asked, form.values, id_)
        made = store.change(
            asked.database, asked.partnership.slug, [doubt], by=LOCAL, today=asked.today,
            save_id=save_id, seen=0,
        )  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
    else:
        st.session_state[_BEGUN].pop(asked.partnership.slug, None)
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
        stated = {name: typed.get(name) or "" for name in ("field", "words")}
        about = {"record_kind": typed["record_kind"].kind if typed["record_kind"] else "-"}
        about |= {"record_id": typed.get("record_id") or id_, "ref": record_form.next_ref(asked, Doubt)}
        doubt = read_as(Doubt, {"id": id_} | stated | about)
    except FieldRefusals as refusal:
        raise FieldRefusals(missing | refusal.fields) from refusal
    if missing:
        raise FieldRefusals(missing)
    return doubt
