"""The ramp of a test as a staircase, and the log of its cycles as a ladder, the newest on top."""

import streamlit as st

from tracker.cycles import TestReading, unpredicted_since, why_locked
from tracker.naming import counted_kind
from tracker.screen.cycle_keeping import go
from tracker.screen.cycle_marks import decision_badge
from tracker.screen.cycle_steps import STEPS
from tracker.screen.marks import plain
from tracker.screen.visit import reads_only
from tracker.tests_of_change import AsPlanned, PdsaCycle, RampStage
from tracker.words import day_words, listed


def ramp(test: TestReading) -> None:
    """The five stages, lowest first, each with the cycles begun there; where it stands, bold."""
    stages = list(RampStage)
    here = stages.index(test.test.stage)
    with st.container(key="ramp"):
        columns = st.columns(len(stages), gap="xxsmall", vertical_alignment="bottom")
        for place, (column, stage) in enumerate(zip(columns, stages, strict=True)):
            # fragments.css makes each stair higher than the one before.
            with column.container(border=True, vertical_alignment="center", key=f"stair_{place}"):
                st.markdown(_stair(test, stage, place - here))


def _stair(test: TestReading, stage: RampStage, ahead: int) -> str:
    numbers = [str(cycle.number) for cycle in test.ramp[stage]]
    many = "cycles" if len(numbers) > 1 else "cycle"
    cycles = f"  \n:gray[{many} {listed(numbers)}]" if numbers else ""
    word = stage.words.capitalize()
    if ahead == 0:
        return f":violet[**{word}: now**]{cycles}"
    return f":gray[{word}]{cycles}" if ahead > 0 else f"{word}{cycles}"


def log(test: TestReading) -> None:
    """Every cycle: when, what was asked, predicted, found, learned and decided."""
    st.header(_log_words(test), anchor=False)
    if not test.cycles:
        st.markdown("A cycle begins with a question and a prediction; it may be one day, one case.")
    with st.container(gap="xsmall", key="ladder"):
        for cycle in reversed(test.cycles):
            with st.container(border=True, gap="xsmall"):
                _rung(test, cycle)


def _log_words(test: TestReading) -> str:
    number = len(test.cycles)
    newest = ", the newest on top" if number > 1 else ""
    return f"{counted_kind(number, PdsaCycle)}{newest}" if number else "No cycle yet"


def _rung(test: TestReading, cycle: PdsaCycle) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        days = f" :gray[· {_days(cycle)}]" if cycle.starts_on else ""
        st.markdown(f"**Cycle {cycle.number}**{days}", width="content")
        st.markdown(decision_badge(cycle, test.day), width="content")
    st.markdown(f"**{plain(cycle.question)}**")
    predicted, result = st.columns(2, gap="medium")
    predicted.markdown(f":gray[Predicted]  \n{_said(cycle.prediction)}")
    result.markdown(f":gray[Result]  \n{_said(cycle.result, 'not yet')}")
    if unpredicted_since(cycle, test.day):
        st.markdown("**:material/science: Do began without a prediction.**")
    if cycle.number in test.predicted_late:
        st.markdown(":material/history: The prediction was written after Do had started.")
    if cycle.as_planned and cycle.as_planned is not AsPlanned.YES:
        how = "only in part" if cycle.as_planned is AsPlanned.PARTLY else "not"
        why = f": {plain(cycle.surprises)}" if cycle.surprises else "."
        st.markdown(f":gray[Carried out {how} as planned]{why}")
    if cycle.learning:
        st.markdown(f":material/lightbulb: **Learned:** {plain(cycle.learning)}")
    if cycle.next_cycle:
        st.markdown(f":material/arrow_upward: **Next:** {plain(cycle.next_cycle)}")
    if not reads_only():
        _open_button(test, cycle)


def _days(cycle: PdsaCycle) -> str:
    until = f" to {day_words(cycle.ends_on)}" if cycle.ends_on else ""
    started = day_words(cycle.starts_on) if cycle.starts_on else ""
    return f"{'' if until else 'from '}{started}{until}"


def _said(words: str, without: str = "not said") -> str:
    return plain(words) if words else f":gray[{without}]"


def _open_button(test: TestReading, cycle: PdsaCycle) -> None:
    """The way into the cycle's form: to the step that comes next."""
    done = cycle.step == "done"
    step = "act" if done else cycle.step
    if why_locked(cycle, step):
        step = "plan"
    words = "Open it" if done else f"Go on with {STEPS[step].word}"
    st.button(
        words, icon=f":material/{'edit' if done else 'arrow_forward'}:", type="tertiary",
        key=f"open_{cycle.id}", on_click=go, args=(test, str(cycle.id), step),
    )  # fmt: skip
