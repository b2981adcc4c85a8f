"""One cycle written down in four short steps, each saved by itself and come back to.

The step stands in the address. The fields stand outside `st.form`, so that what is typed reaches
the server when a field is left, and is there again when somebody comes back to the step.
"""

from dataclasses import replace

import streamlit as st

from tracker.cycles import why_locked
from tracker.merging import Merged
from tracker.naming import value_words
from tracker.plan_as_at import PlanAsAt
from tracker.refusals import FieldRefusals, Refusal, Unknown
from tracker.screen import cycle_after, cycle_beside, frame, saved, side_by_side, versions
from tracker.screen.cycle_keeping import (
    CYCLE,
    STEP,
    Keeping,
    dated,
    go,
    keep,
    keeping,
    put_together,
    save,
    typed_in,
)
from tracker.screen.cycle_steps import STEPS, ask, label_of
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.tests_of_change import PdsaCycle, TestOfChange
from tracker.words import day_words, listed


def wanted() -> bool:
    """Does the address ask for a cycle?"""
    return CYCLE in st.query_params


def show(asked: Visit, test: TestOfChange) -> None:
    """The whole screen of the cycle the address asks for. Raises Unknown where there is none."""
    work = _work(asked, test)
    asks = _lower(work.step.asks.rstrip("."))
    about = f"**{plain(work.test.name)}** {plain(test.title)}"
    frame.show_head(asked, f"Cycle {work.number}, {work.step.word}: {asks}", about)
    _steps(work)
    _say_from_when(work)
    fields, beside = st.columns([54, 46], gap="large")
    with beside:
        cycle_beside.show(work)
    with fields:
        if work.newest and work.newest.withdrawn:
            _put_back(work)
        elif locked := why_locked(work.cycle, work.name):
            _say_locked(work, locked)
        else:
            _open(work)
        _past(work)


def _work(asked: Visit, test: TestOfChange) -> Keeping:
    """What is worked on, as it stands today."""
    today = replace(asked, day=asked.today)
    found = (one for one in today.readings.tests if one.test.id == test.id)
    reading = next(found, None)
    if reading is None:
        raise Unknown("This test is not in the plan any more. Choose one on Tests of change.")
    step = st.query_params.get(STEP, "")
    return keeping(today, reading, st.query_params[CYCLE], step)


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _steps(work: Keeping) -> None:
    """The four steps: which is open, which are written, which wait for another."""
    with st.container(horizontal=True, gap="xsmall", key="cycle_steps"):
        for number, (name, step) in enumerate(STEPS.items(), start=1):
            written = work.cycle and getattr(work.cycle, step.needs)
            locked = why_locked(work.cycle, name)
            icon = "check_circle" if written else "lock" if locked else "edit"
            st.button(
                f"{number} {step.word}", icon=f":material/{icon}:", key=f"step_{name}",
                type="primary" if name == work.name else "secondary",
                on_click=go, args=(work.test, work.wanted, name),
            )  # fmt: skip
        st.button(
            f"Back to {plain(work.test.name)}", icon=":material/arrow_back:", type="tertiary",
            key="cycle_back", on_click=go, args=(work.test,),
        )  # fmt: skip


def _say_from_when(work: Keeping) -> None:
    shown = st.query_params.get("as_at", "")
    if shown and shown != work.asked.today.isoformat():
        today = day_words(work.asked.today)
        st.caption(f"The cycle is shown as it stands on {today}, and what you save is true then.")


def _say_locked(work: Keeping, words: str) -> None:
    st.info(words, icon=":material/lock:")
    names = list(STEPS)
    before = names[names.index(work.name) - 1]
    while why_locked(work.cycle, before):
        before = names[names.index(before) - 1]
    st.button(
        f"Go to {STEPS[before].word}", type="primary", key="go_before",
        on_click=go, args=(work.test, work.wanted, before),
    )  # fmt: skip


def _open(work: Keeping) -> None:
    """The fields of the step, or both versions where two people wrote in the same field."""
    if work.draft.mine is not None:
        _choose_between(work)
        return
    work.unsaved.say(newer=work.base != work.cycle)
    if work.name == "act" and work.cycle and work.cycle.decision:
        cycle_after.show(work)
    if work.cycle and work.step.against:
        cycle_beside.said(work.cycle, work.step.against)
    form = Form(work.key(""), work.unsaved)
    ask(form, work.step, work.shown)
    if form.saved(f"Save {work.step.word}"):
        _save(work, form)


def _save(work: Keeping, form: Form) -> None:
    typed = typed_in(form.values)
    found = put_together(work, typed)
    if found.clashes:
        form.note()
        work.unsaved.change(mine=typed)
        st.rerun()
    try:
        cycle, sequence = keep(work, dated(found.values))
        if not sequence and not getattr(cycle, work.step.needs):
            raise FieldRefusals({work.step.needs: work.step.missing})
    except Refusal as refusal:
        form.say(refusal)
    else:
        _finish(work, cycle, sequence, _taken_over(work, found))


def _taken_over(work: Keeping, found: Merged) -> str:
    """What somebody else has written meanwhile in fields that were left as they were."""
    if not found.theirs or not work.newest:
        return ""
    fields = listed(f"“{label_of(one.field)}”" for one in found.theirs)
    return f" What {plain(work.newest.recorded_by)} wrote meanwhile under {plain(fields)} stays."


def _finish(work: Keeping, cycle: PdsaCycle, sequence: int, also: str = "") -> None:
    """Say what was saved and what is still to come, and go on to the next step."""
    written = getattr(cycle, work.step.needs)
    if sequence:
        waits = "" if written else f" Still to come: {_lower(label_of(work.step.needs))}"
        saved.announce(
            f"Saved: **{work.step.word} of cycle {cycle.number}**, {plain(work.test.test.title)}."
            f"{waits}{also}",
            sequence,
        )
    names = list(STEPS)
    place = names.index(work.name)
    following = names[min(place + 1, len(names) - 1)] if written else work.name
    go(work.test, str(cycle.id), following)
    work.unsaved.let_go()
    st.rerun()


def _choose_between(work: Keeping) -> None:
    """Theirs beside mine for each field both have changed; the person chooses."""
    theirs, mine = work.newest, dict(work.draft.mine or {})
    if theirs is None:
        return
    found = put_together(work, mine)
    who = side_by_side.saved_by(theirs, "this cycle")
    chosen = side_by_side.choose(
        found, who, lambda value: value_words(value, {}), str(work.draft.save_id)
    )
    if not side_by_side.save_pressed(
        str(work.draft.save_id), work.unsaved.go_back, theirs.sequence
    ):
        return
    work.unsaved.change(seen=theirs.sequence, mine={name: chosen[name] for name in mine})
    try:
        cycle, sequence = keep(work, dated(chosen))
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        _finish(work, cycle, sequence)


def _put_back(work: Keeping) -> None:
    newest = work.newest
    if newest is None:
        return
    st.markdown(
        f"Cycle {work.number} was withdrawn by {plain(newest.recorded_by)} "
        f"on {day_words(newest.as_of)}: {plain(newest.reason)}"
    )
    if st.button("Put it back", type="primary", key=work.key("restore")):
        sequence = save(work, newest.record, "put back")
        saved.announce(f"Put back: **cycle {work.number}**.", sequence)
        work.unsaved.throw_away()
        st.rerun()


def _past(work: Keeping) -> None:
    """What the cycle was before; and the way out of the test, with a reason."""
    if not work.newest:
        return
    plan: PlanAsAt = work.asked.readings.plan
    with st.expander("Its history", icon=":material/history:"):
        versions.show(plan, work.versions)
    if not work.newest.withdrawn:
        with st.expander("Withdraw this cycle", icon=":material/archive:"):
            _withdraw(work, work.newest.record)


def _withdraw(work: Keeping, cycle: PdsaCycle) -> None:
    st.markdown("It leaves the test and the charts, stays in the history, and can be put back.")
    form = Form(work.key("out_"))
    form.line("reason", "Why?")
    if not st.button("Withdraw", key=form.key("withdraw")):
        return
    try:
        sequence = save(work, cycle, str(form.values["reason"]), withdrawn=True)
    except Refusal as refusal:
        form.say(refusal)
    else:
        saved.announce(f"Withdrawn: **cycle {cycle.number}**.", sequence)
        go(work.test)
        work.unsaved.throw_away()
        st.rerun()
