"""Giving several actions a new owner in one save: all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.refusals import FieldRefusals, Refusal
from tracker.register import Entry
from tracker.screen import record_form, saved
from tracker.screen.form import Form, dialog
from tracker.screen.marks import plain
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.words import counted

OWNERS = "owners"
_DRAFT = "owner_change"


@dataclass(frozen=True)
class Draft:
    """The dialog as it was opened: the id of its save, what it has seen, what was ticked."""

    save_id: UUID
    seen: int
    ticked: tuple[UUID, ...]


def offer(asked: Visit, ticked: Sequence[Action], its: Sequence[Entry]) -> None:
    """The button to the dialog: with the ticked actions, or to choose among those shown."""
    if its[0].withdrawn or asked.reads_only:
        return
    words = f"Change the owner of {counted(len(ticked), 'action')}" if ticked else "Change owners"
    st.button(
        words, icon=":material/person_edit:", key="change_owners",
        type="primary" if ticked else "tertiary", on_click=_ask, args=(asked, ticked),
        help=None if ticked else "Tick actions in the list first, or choose them in the next step.",
    )  # fmt: skip
    if OWNERS in st.query_params:
        title = "Change the owner of several actions"
        actions = [entry.action for entry in its]
        dialog(title, _form, _forget, "medium")(asked, actions)


def _ask(asked: Visit, ticked: Sequence[Action]) -> None:
    """Put the dialog into the address; no other stands beside it."""
    _begin(asked, tuple(action.id for action in ticked))
    for other in (ACTION, record_form.CHANGE, record_form.ADD):
        st.query_params.pop(other, None)
    st.query_params[OWNERS] = "change"


def _begin(asked: Visit, ticked: tuple[UUID, ...]) -> Draft:
    draft = Draft(store.new_id(), store.latest_sequence(asked.database), ticked)
    st.session_state[_DRAFT] = draft
    return draft


def _forget() -> None:
    st.session_state.pop(_DRAFT, None)
    st.query_params.pop(OWNERS, None)


def _form(asked: Visit, its: Sequence[Action]) -> None:
    draft = st.session_state.get(_DRAFT) or _begin(asked, ())
    plan = _now(asked)
    words = {a.id: f"{a.ref} {a.title}" for a in its if a.id in plan.action}
    form = Form(f"{draft.save_id}_")
    form.many_of("actions", "Actions", list(words), draft.ticked, words.__getitem__)
    owners = choices(plan)
    form.one_of("owner", "New owner", list(owners), None, owners.__getitem__)
    if not owners:
        st.markdown(":gray[There is no post yet. Add those who will own actions in Set up.]")
    if form.saved("Save"):
        _save(asked, form, draft, plan)


def _now(asked: Visit) -> PlanAsAt:
    """The plan as it stands today: what is changed, whatever day the list shows."""
    return replace(asked, day=asked.today).readings.plan


def choices(plan: PlanAsAt) -> Mapping[UUID, str]:
    """Posts and people; a group is nobody accountable, so it is not offered here."""
    posts = {post.id: post.title for post in plan.post.values()}
    people = {person.id: person.name for person in plan.people.values()}
    return dict(sorted({**posts, **people}.items(), key=lambda owner: owner[1].casefold()))


def _save(asked: Visit, form: Form, draft: Draft, plan: PlanAsAt) -> None:
    owner, ids = form.values["owner"], form.values["actions"]
    try:
        _refuse_nothing_chosen(ids, owner)
        changed = [plan.action[id_].model_copy(update={"owner_id": owner}) for id_ in ids]
        made = store.change(
            asked.database, asked.partnership.slug, changed, by=asked.by,
            today=asked.today, save_id=draft.save_id, seen=draft.seen,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        title = plain(conflict.theirs.record.title)
        form.say(Refusal(
            f"{conflict.theirs.recorded_by} changed “{title}” while you were choosing, so nothing "
            "was saved. Close this, look at it in the list, and choose again."
        ))  # fmt: skip
    except Refusal as refusal:
        form.say(refusal)
    else:
        name = plain(plan.owner_words(owner))
        saved.announce(f"Saved: **{name}** now owns {_named(changed)}.", made.sequence)
        _forget()
        st.rerun()


def _refuse_nothing_chosen(ids: Sequence[UUID], owner: UUID | None) -> None:
    missing = {} if ids else {"actions": "Choose at least one action."}
    missing |= {} if owner else {"owner": "Choose who is to own them."}
    if missing:
        raise FieldRefusals(missing)


def _named(changed: Sequence[Action]) -> str:
    """The actions by reference where they are few, else their number."""
    if len(changed) > 6:
        return counted(len(changed), "action")
    return f"{counted(len(changed), 'action')}: {plain(', '.join(a.ref for a in changed))}"
