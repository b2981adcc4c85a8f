"""After Act: what the decision changed on the run charts, and what can be begun from it."""

import streamlit as st

from tracker import store
from tracker.cycles import TestMark, TestReading
from tracker.refusals import Refusal, read_as
from tracker.screen import record_form, saved
from tracker.screen.cycle_beside import measures
from tracker.screen.cycle_keeping import NEW, Keeping, go
from tracker.screen.marks import plain
from tracker.tests_of_change import Decision, PdsaCycle, RampStage, TestOfChange
from tracker.words import day_words, listed


def show(work: Keeping) -> None:
    """What was decided, where it shows, and the way on."""
    cycle = work.cycle
    if cycle is None or cycle.decision is None:
        return
    with st.container(border=True):
        on = f" on {day_words(cycle.decided_on)}" if cycle.decided_on else ""
        said = cycle.decision.done.capitalize()
        st.markdown(f"**{said}{on}.** {_on_the_charts(work, cycle)}")
        if not work.test.test.measure_ids:
            record_form.change_button(work.test.test, "Link a measure", place="after")
        if cycle.decision is Decision.ADOPT:
            _grow(work)
        elif cycle.decision is Decision.ABANDON:
            st.markdown("What it taught stays in the log: that is learning, not failure.")
        elif work.test.newest and work.test.newest.id == cycle.id:
            new_cycle_button(work.test, primary=True)


def _on_the_charts(work: Keeping, cycle: PdsaCycle) -> str:
    """Which charts show the decision, and how it reads there."""
    shown, mark = measures(work.asked, work.test.test), work.test.mark
    if not shown:
        return "No measure is linked to this test, so no run chart shows it."
    if mark is None:
        return "It will stand on the run chart once Do has begun."
    if cycle.decision != mark.decision or cycle.decided_on != mark.decided_on:
        return f"The run chart shows the newest decision: {_mark_words(work.test, mark)}."
    names = listed(f"“{plain(reading.measure.title)}”" for reading in shown)
    charts = "The run charts of" if len(shown) > 1 else "The run chart of"
    verb = "now mark" if len(shown) > 1 else "now marks"
    since = f", from {day_words(mark.since)}"
    return f"{charts} {names} {verb} **{_mark_words(work.test, mark)}**{since}."


def _mark_words(test: TestReading, mark: TestMark) -> str:
    return plain(f"{test.name} {mark.decision.done if mark.decision else 'running'}")


def new_cycle_button(test: TestReading, *, primary: bool) -> None:
    """Opens the first step of a next cycle."""
    number = test.newest.number + 1 if test.newest else 1
    st.button(
        f"Begin cycle {number}", icon=":material/add:", key="new_cycle",
        type="primary" if primary else "secondary", on_click=go, args=(test, NEW, "plan"),
    )  # fmt: skip


def _grow(work: Keeping) -> None:
    """An adopted change may have grown: one button for each larger stage."""
    test, stages = work.test.test, list(RampStage)
    larger = stages[stages.index(test.stage) + 1 :]
    if not larger:
        st.markdown("It is spread: the ramp is climbed to its end.")
        return
    st.markdown(f"So far it is at **{test.stage.words}**. Where is it now?")
    with st.container(horizontal=True, gap="small"):
        for stage in larger:
            if st.button(stage.words.capitalize(), key=f"grow_{test.id}_{stage.value}"):
                _keep_stage(work, stage)


def _keep_stage(work: Keeping, stage: RampStage) -> None:
    """Save the stage. A second click finds no button any more: the stage is not larger then."""
    test, asked = work.test.test, work.asked
    try:
        grown = read_as(TestOfChange, dict(test) | {"stage": stage})
        made = store.change(
            asked.database, asked.partnership.slug, [grown], by=asked.by, today=asked.today,
            save_id=store.new_id(), seen=work.seen,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        who = plain(conflict.theirs.recorded_by)
        st.warning(f"{who} changed this test meanwhile. Look at it, then choose again.")
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/info:")
    else:
        saved.announce(f"Saved: **{plain(test.title)}** is now {stage.words}.", made.sequence)
        st.rerun()
