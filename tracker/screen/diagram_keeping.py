"""Beginning a driver diagram and changing it: the tree as a list, a button on every part."""

import streamlit as st

from tracker.driver_diagrams import DriverBranch, DriverDiagram, IdeaBranch, left_over
from tracker.plan import Area
from tracker.screen import record_form
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.tests_of_change import Aim, ChangeIdea, Driver, TestOfChange
from tracker.words import counted

_PLACE = "diagram"
_INDENT = 32  # pixels, from one level of the tree to the next


def say_how_to_begin(asked: Visit, area: Area | None) -> None:
    """The whole chain in three sentences, and the first button."""
    if asked.readings.tests:
        st.header("How to begin a driver diagram", anchor=False)
    st.markdown(
        "An **aim** says how much will be better, by when and for whom, and the **drivers** below "
        "it say what would have to change for that. Each **change idea** is something that could "
        "move a driver, and a **test of change** tries it with one person or case before anybody "
        "rolls it out. Every **cycle** of a test predicts, does, studies and acts, and its run "
        "chart shows whether it helped."
    )
    if not asked.readings.plan.areas:
        st.markdown(":gray[An aim belongs to an area for improvement: add one on Set up first.]")
        return
    with st.container(horizontal=True, gap="small"):
        record_form.add_button(Aim, within=area.ref if area else "", place=_PLACE)
        record_form.add_button(TestOfChange, within=area.ref if area else "", place=_PLACE)


def change(asked: Visit, drawn: DriverDiagram) -> None:
    """Every part of the diagram as a list, with what can be changed and added there."""
    if asked.reads_only:
        return
    area = asked.readings.plan.area[drawn.aim.area_id].ref
    changing = st.expander("Change this diagram", icon=":material/edit:")
    with changing, st.container(gap=None):
        _line(0, "Aim", drawn.aim)
        for branch in drawn.drivers:
            _driver(branch, 1)
        for idea in drawn.loose:
            _idea(idea, 1)
        with _row(1):
            record_form.add_button(Driver, str(drawn.aim.id), "Add a primary driver", _PLACE)
        with _row(0):
            record_form.add_button(Aim, area, "Add another aim", _PLACE)
            record_form.add_button(TestOfChange, area, "Add a test outside the diagram", _PLACE)
        _left_over(asked)


def _driver(branch: DriverBranch, depth: int) -> None:
    primary = depth == 1
    _line(depth, "Primary driver" if primary else "Secondary driver", branch.driver)
    for below in branch.below:
        _driver(below, depth + 1)
    for idea in branch.ideas:
        _idea(idea, depth + 1)
    with _row(depth + 1):
        within = str(branch.driver.id)
        if primary:
            record_form.add_button(Driver, within, "Add a secondary driver", _PLACE)
        record_form.add_button(ChangeIdea, within, "Add a change idea", _PLACE)


def _idea(branch: IdeaBranch, depth: int) -> None:
    idea = branch.idea
    with _row(depth):
        st.markdown(f":gray[Change idea:] {plain(idea.words)}", width="content")
        record_form.change_button(idea, place=_PLACE)
        record_form.add_button(TestOfChange, str(idea.id), "Add a test", _PLACE)
    for test in branch.tests:
        _line(depth + 1, test.name, test.test)


def _line(depth: int, word: str, record: Aim | Driver | ChangeIdea | TestOfChange) -> None:
    said = record.title if isinstance(record, TestOfChange) else record.words
    with _row(depth):
        st.markdown(f":gray[{plain(word)}:] {plain(said)}", width="content")
        record_form.change_button(record, place=_PLACE)


def _row(depth: int) -> st.delta_generator.DeltaGenerator:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    if depth:
        row.space(depth * _INDENT)
    return row


def _left_over(asked: Visit) -> None:
    """Ideas whose aim was withdrawn: they are drawn nowhere until they hang on a driver again."""
    ideas = left_over(asked.readings.plan, asked.readings.diagrams)
    if not ideas:
        return
    found = counted(len(ideas), "change idea")
    st.markdown(f"**{found}** of an aim that was withdrawn: give each a driver, or withdraw it.")
    for idea in ideas:
        _line(1, "Change idea", idea)
