"""What stands beside a step of a cycle: what earlier steps said, and the run chart."""

import streamlit as st

from tracker.chart_words import told
from tracker.naming import value_words
from tracker.readings import MeasureReading
from tracker.screen import measure_view, run_charts
from tracker.screen.cycle_keeping import Keeping
from tracker.screen.cycle_steps import label_of
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.tests_of_change import PdsaCycle, TestOfChange

_SHARE = 0.46  # of the screen's width
# Letters and height, in pixels, of a chart that stands in a column.
_SCREENS = {"wall": (18, 420), "laptop": (13, 360), "phone": (15, 380)}


def show(work: Keeping) -> None:
    """What is needed to write this step, and no more."""
    if work.name == "plan":
        _before(work)
    elif work.cycle:
        for name in work.step.beside:
            said(work.cycle, name)
    for reading in measures(work.asked, work.test.test)[:1]:
        chart(work.asked, reading)


def said(cycle: PdsaCycle, name: str) -> None:
    """What a field of the cycle says, where it says something."""
    if value := getattr(cycle, name):
        st.markdown(f"**{label_of(name)}**  \n{plain(value_words(value, {}))}")


def _before(work: Keeping) -> None:
    """What the test is about, and what the cycle before taught."""
    test = work.test.test
    if test.theory:
        st.markdown(f"**Theory**  \n{plain(test.theory)}")
    before = work.before
    if before and before.learning:
        st.markdown(f"**What cycle {before.number} taught**  \n{plain(before.learning)}")
    if not work.cycle and before and before.next_cycle:
        st.markdown(f":gray[The question is what cycle {before.number} left to be found out.]")


def measures(asked: Visit, test: TestOfChange) -> list[MeasureReading]:
    """The measures of a test, in its order."""
    known = asked.readings.measure
    return [known[measure] for measure in test.measure_ids if measure in known]


def chart(asked: Visit, reading: MeasureReading) -> None:
    """The run chart of a measure with the marks of its tests, and its sentence."""
    measure_view.link(asked, reading.measure)
    if reading.points.dates:
        run_charts.show(reading, _SCREENS, share=_SHARE)
    said = told(reading)
    st.markdown(plain(" ".join(part for part in said if part)))
