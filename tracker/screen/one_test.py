"""One test of change on one screen: the finding, what it is about, its ramp, log and charts."""

from collections.abc import Iterator

import streamlit as st

from tracker.cycles import TestReading, TestState, evaluation_due_since
from tracker.plan import Area
from tracker.screen import choosing, cycle_after, cycle_beside, frame, places, record_form
from tracker.screen.cycle_keeping import go
from tracker.screen.cycle_steps import STEPS
from tracker.screen.diagram import AIM, TEST
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, reads_only
from tracker.tests_of_change import Aim, PdsaCycle
from tracker.words import counted, day_words


def chosen(asked: Visit) -> TestReading | None:
    """The test the address names, or the first; None in a plan without tests."""
    by_ref = {reading.test.ref: reading for reading in asked.readings.tests}
    words = {ref: f"{reading.name} {reading.test.title}" for ref, reading in by_ref.items()}
    return choosing.one_of(asked, TEST, by_ref, words)


def none_yet(asked: Visit) -> None:
    """How to begin where the plan has no test."""
    frame.show_head(asked, "No test of change yet")
    st.markdown("A test tries one change idea with one person or case before it is rolled out.")
    st.page_link(places.pages()["tests"], label="Tests of change", query_params=asked.address)


def about(asked: Visit, test: TestReading) -> str:
    """The quiet line above the finding, as markdown: which test this is, and of which area."""
    area: Area = asked.readings.plan.area[test.test.area_id]
    return f"**{plain(test.name)}** · area {plain(area.ref)} {plain(area.title)}"


def finding(test: TestReading) -> str:
    """The test's headline: how it stands."""
    said = test.words
    if test.state in {TestState.ADOPTED, TestState.ABANDONED}:
        said += f" after {counted(len(test.cycles), 'cycle')}"
    elif test.state is TestState.BETWEEN_CYCLES and test.newest and test.newest.decision:
        said += f", cycle {test.newest.number + 1} comes next"
    return f"{plain(test.test.title)}: {said}"


def facts(asked: Visit, test: TestReading) -> None:
    """What is expected and why, where, whose it is, and its evaluation."""
    stated = test.test
    if stated.theory:
        st.markdown(f"**Theory:** {plain(stated.theory)}")
    with st.container(horizontal=True, gap="medium"):
        for words in _facts(asked, test):
            st.markdown(words, width="content")
        if aim := _aim(asked, test):
            st.page_link(
                places.pages()["tests"], label=f"Driver diagram: {_short(aim)}",
                query_params=asked.address | {AIM: aim.ref},
            )  # fmt: skip
    if stated.evaluation:
        on = f" on {day_words(stated.evaluated_on)}" if stated.evaluated_on else ""
        st.markdown(f"**Evaluated{on}:** {plain(stated.evaluation)}")


def _facts(asked: Visit, test: TestReading) -> Iterator[str]:
    owner, where, due = test.owner, test.test.where, test.test.evaluate_on
    yield f":gray[Owner:] {plain(owner)}" if owner else "**:material/person_off: No owner**"
    if where:
        yield f":gray[Where:] {plain(where)}"
    if since := evaluation_due_since(test.test, asked.day):
        yield f"**:material/event_busy: The evaluation was due on {day_words(since)}**"
    elif due and not test.test.evaluated_on:
        yield f":gray[Evaluation due on] {day_words(due)}"


def _aim(asked: Visit, test: TestReading) -> Aim | None:
    """The aim in whose diagram the test stands."""
    for diagram in asked.readings.diagrams:
        if any(one.test.id == test.test.id for one in diagram.tests):
            return diagram.aim
    return None


def _short(aim: Aim) -> str:
    words = aim.words.split()
    return plain(" ".join(words[:6]) + ("…" if len(words) > 6 else ""))


def buttons(test: TestReading) -> None:
    """The next thing to do, and what can be changed; nothing in the public view."""
    if reads_only():
        return
    newest = test.newest
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if newest and not newest.decision:
            step = newest.step
            st.button(
                f"Go on with cycle {newest.number}: {STEPS[step].word}", key="go_on",
                icon=":material/arrow_forward:", type="primary",
                on_click=go, args=(test, str(newest.id), step),
            )  # fmt: skip
        cycle_after.new_cycle_button(test, primary=test.live and bool(newest and newest.decision))
        record_form.change_button(test.test, "Change this test")


def charts(asked: Visit, test: TestReading) -> None:
    """The run charts of its measures, with the test's mark on them."""
    its = cycle_beside.measures(asked, test.test)
    st.header("What its measures show", anchor=False)
    for reading in its:
        cycle_beside.chart(asked, reading)
    if not its:
        st.markdown(
            "**:material/link_off: No measure is linked:** no run chart will show whether it "
            "helped. Link one with “Change this test”."
        )


def withdrawn(asked: Visit, test: TestReading) -> None:
    """The cycles that were withdrawn: each can be put back."""
    histories = asked.readings.plan.histories.get(PdsaCycle, {}).values()
    newest = (versions[-1] for versions in histories)
    gone = [v for v in newest if v.withdrawn and v.record.test_id == test.test.id]
    if not gone or asked.reads_only:
        return
    with st.expander(f"Withdrawn cycles ({len(gone)})", icon=":material/archive:"):
        for version in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                words = f"Cycle {version.record.number}: {plain(version.reason)}"
                st.markdown(words, width="content")
                st.button(
                    "Put it back", key=f"back_{version.record.id}", type="tertiary",
                    on_click=go, args=(test, str(version.record.id), "plan"),
                )  # fmt: skip
