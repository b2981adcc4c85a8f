"""The driver diagram: boxes side by side, from the aim to the ideas and the tests of them.

Neighbourhood is the connector: what stands right of a box belongs to it, so nothing crosses and the
reading order is the tree (look.md, Layouts). On a phone the boxes stand below each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.chart_table import times_of, value_words
from tracker.cycles import TestReading, TestState
from tracker.driver_diagrams import (
    DriverBranch,
    DriverDiagram,
    IdeaBranch,
    live_aims,
    without_a_place,
)
from tracker.effect import Effect, point_words
from tracker.plan import Area
from tracker.readings import MeasureReading
from tracker.refusals import Unknown
from tracker.screen import measure_view, places, record_form
from tracker.screen.cycle_marks import NOT_TESTED, badge
from tracker.screen.marks import EFFECT_ICONS, plain
from tracker.screen.visit import Visit
from tracker.tests_of_change import Aim, TestOfChange
from tracker.words import counted, day_words, number_words

AIM, AREA, TEST = "aim", "area", "test"
_WHOLE = "The whole plan"
# How the width is shared out at each fork of the tree: a box, and all that hangs on it.
_AIM, _PRIMARY, _SECONDARY = (19, 81), (24, 76), (31, 69)


def chosen_area(asked: Visit) -> Area | None:
    """The area the address names; None for the whole plan. Raises Unknown for one not there."""
    areas = {area.ref: area for area in asked.readings.plan.areas}
    ref = st.query_params.get(AREA, "")
    if ref and ref not in areas:
        raise Unknown(
            f"There is no area “{plain(ref[:40])}” "
            "in this plan as at this day. Choose one on Areas."
        )
    words = {"": _WHOLE} | {each: f"{each} {area.title}" for each, area in areas.items()}
    _choose(asked, "Aims of", AREA, words, ref)
    return areas.get(ref)


def of_area(asked: Visit, area: Area | None) -> tuple[DriverDiagram, ...]:
    """The diagrams of an area, live ones first; of the whole plan without one."""
    live = {aim.id for aim in live_aims(asked.readings.plan)}
    its = [d for d in asked.readings.diagrams if area is None or d.aim.area_id == area.id]
    return tuple(sorted(its, key=lambda diagram: diagram.aim.id not in live))


def chosen(asked: Visit, area: Area | None) -> DriverDiagram | None:
    """The diagram of the aim the address names, or the first; None where there is no aim.

    Raises Unknown for an aim that is not there.
    """
    every = {diagram.aim.ref: diagram for diagram in asked.readings.diagrams}
    ref = st.query_params.get(AIM, "")
    if ref and ref not in every:
        raise Unknown(
            f"There is no aim “{plain(ref[:40])}” "
            "in this plan as at this day. Choose one in the sidebar."
        )
    known = {diagram.aim.ref: diagram for diagram in of_area(asked, area)}
    first = next(iter(known), "")
    ref = ref if ref in known else first
    if len(known) > 1:
        words = {each: diagram.aim.words for each, diagram in known.items()}
        _choose(asked, "Aim", AIM, words, ref)
    return known.get(ref)


def _choose(asked: Visit, label: str, name: str, words: Mapping[str, str], ref: str) -> None:
    key = f"tests_{name}_{asked.partnership.slug}_{ref}"

    def choose() -> None:
        st.query_params.pop(AIM, None)
        if picked := st.session_state[key]:
            st.query_params[name] = picked
        else:
            st.query_params.pop(name, None)

    with st.sidebar:
        st.selectbox(
            label, list(words), index=list(words).index(ref), key=key, on_change=choose,
            format_func=words.__getitem__,
        )  # fmt: skip


def about(asked: Visit, area: Area | None, drawn: DriverDiagram | None) -> str:
    """The quiet line above the finding: whose aim it is; '' for a plan without one."""
    its = asked.readings.plan.area[drawn.aim.area_id] if drawn else area
    return f"**Area {plain(its.ref)}** {plain(its.title)}" if its else ""


def finding(asked: Visit, drawn: DriverDiagram | None) -> str:
    """The headline: how many tests run, of this aim, or of a plan without aims."""
    tests = drawn.tests if drawn else asked.readings.tests
    if not drawn and not tests:
        return "Tests of change: none yet"
    running = sum(test.state is TestState.RUNNING for test in tests)
    said = counted(running, "test") if running else "no test"
    return f"How we expect to get there: {said} running"


def draw(asked: Visit, drawn: DriverDiagram) -> None:
    """The whole tree, and its ideas counted in a sentence."""
    with st.container(key="diagram", gap="xsmall"):
        _heads()
        left, right = st.columns(_AIM, gap="xsmall")
        with _box(left):
            _aim(asked, drawn.aim)
        with right, st.container(gap="xsmall"):
            for branch in drawn.drivers:
                _primary(asked, branch)
            if drawn.loose:
                _ideas_beside(asked, None, "Without a driver", drawn.loose)
            if not drawn.drivers and not drawn.loose:
                st.markdown(":gray[No driver yet: what would have to change for this aim?]")
        total, _, counts = drawn.summary.rstrip(".").partition(": ")
        told = f"**{total}:** {counts}." if counts else f"**{total}.**"
        st.markdown(f"{told} Each badge opens its test, its cycles and its run chart.")


def _heads() -> None:
    """The words above the columns; on a phone each box carries its own."""
    with st.container(key="tree_heads"):
        aim, rest = st.columns(_AIM, gap="xsmall")
        aim.markdown(":gray[Aim]")
        primary, rest = rest.columns(_PRIMARY, gap="xsmall")
        primary.markdown(":gray[Primary drivers]")
        secondary, ideas = rest.columns(_SECONDARY, gap="xsmall")
        secondary.markdown(":gray[Secondary drivers]")
        ideas.markdown(":gray[Change ideas and tests]")


def _box(place: DeltaGenerator) -> DeltaGenerator:
    return place.container(
        border=True, height="stretch", vertical_alignment="center", gap="xxsmall"
    )


def _word(words: str, of: UUID | str) -> None:
    """What a box is, for a phone, where no column says it."""
    with st.container(key=f"tree_word_{of}"):
        st.markdown(f":gray[{words}]")


def _aim(asked: Visit, aim: Aim) -> None:
    _word("Aim", aim.id)
    st.header(plain(aim.words), anchor=False)
    if aim.closed_on and aim.closed_on <= asked.day:
        st.markdown(f":gray[Closed on {day_words(aim.closed_on)}]")
    reading = asked.readings.measure.get(aim.measure_id) if aim.measure_id else None
    if reading is None:
        st.markdown(":gray[:material/link_off: No measure: nobody will see whether it is reached]")
        return
    measure_view.link(asked, reading.measure, _newest(reading))
    if reading.measure.baseline is not None:
        baseline = number_words(reading.measure.baseline, reading.measure.unit)
        st.markdown(f":gray[{plain(baseline)} at baseline]")


def _newest(reading: MeasureReading) -> str:
    """The newest value of the aim's measure, with its effect as weight (look.md, Effect)."""
    series, icon = reading.chart.series, f":material/{EFFECT_ICONS[reading.effect]}:"
    known = [(n, value) for n, value in enumerate(series.plotted) if value is not None]
    if not known:
        return f":gray[{icon} no value yet]"
    place, value = known[-1]
    told = plain(value_words(reading, value * times_of(reading)))
    words = f"{icon} **{told}** in {point_words(series, place)}"
    if reading.effect is Effect.IMPROVEMENT:
        return f":violet[{words}]"
    return words if reading.effect is Effect.WORSENING else f":gray[{words}]"


def _primary(asked: Visit, branch: DriverBranch) -> None:
    left, right = st.columns(_PRIMARY, gap="xsmall")
    with _box(left):
        _word("Primary driver", branch.driver.id)
        st.subheader(plain(branch.driver.words), anchor=False)
    with right, st.container(gap="xsmall"):
        for below in branch.below:
            _ideas_beside(asked, below.driver.id, below.driver.words, below.ideas)
        if branch.ideas or not branch.below:
            _ideas_beside(asked, None, "", branch.ideas)


def _ideas_beside(
    asked: Visit, driver: UUID | None, words: str, ideas: Sequence[IdeaBranch]
) -> None:
    """A secondary driver with its ideas; ideas that hang on no secondary one stand alone."""
    left, right = st.columns(_SECONDARY, gap="xsmall")
    if driver:
        with _box(left):
            _word("Secondary driver", driver)
            st.markdown(plain(words))
    elif words:
        left.markdown(f":gray[{words}]")
    with right, st.container(gap="xsmall", height="stretch"):
        for idea in ideas:
            _idea(asked, idea)
        if not ideas:
            st.markdown(":gray[No change idea yet]")


def _idea(asked: Visit, branch: IdeaBranch) -> None:
    words = plain(branch.idea.words)
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", height="stretch",
        key=f"idea_{branch.idea.id}",
    ):  # fmt: skip
        st.markdown(f"**{words}**" if branch.running else words, width="stretch")
        with st.container(gap=None, width="content"):
            for test in branch.tests:
                test_link(asked, test, badge(test))
            if not branch.tests:
                _begin_link(asked, branch)


def test_link(asked: Visit, test: TestReading, words: str) -> None:
    """A link to the page of a test; `words` are markdown."""
    place = asked.address | {TEST: test.test.ref}
    st.page_link(places.pages()["test"], label=words, query_params=place)


def _begin_link(asked: Visit, branch: IdeaBranch) -> None:
    """An idea nobody has tested leads to the form of a first test."""
    form = {record_form.ADD: TestOfChange.kind, record_form.WITHIN: str(branch.idea.id)}
    here = {name: st.query_params[name] for name in (AREA, AIM) if name in st.query_params}
    st.page_link(
        places.pages()["tests"], label=NOT_TESTED, query_params=asked.address | here | form
    )


def same_as_text(drawn: DriverDiagram) -> None:
    """The tree as a nested list."""
    with st.expander("The same as a list", icon=":material/format_list_bulleted:"):
        st.markdown("\n".join(_list_line(line) for line in drawn.as_text.splitlines()))


def _list_line(line: str) -> str:
    words = line.lstrip()
    indent = (len(line) - len(words)) // 2
    return f"{'    ' * indent}- {plain(words)}"


def others(asked: Visit, area: Area | None, drawn: DriverDiagram | None) -> None:
    """Below the drawing: every aim with whether it is live, and tests that hang on no idea."""
    diagrams = of_area(asked, area)
    if len(diagrams) > 1:
        _aims(asked, diagrams, drawn)
    alone = without_a_place(asked.readings.tests, asked.readings.diagrams)
    its = [test for test in alone if area is None or test.test.area_id == area.id]
    if its:
        _tests_alone(asked, its, "Tests outside a diagram" if drawn else "Tests without a diagram")


def _aims(asked: Visit, diagrams: Iterable[DriverDiagram], drawn: DriverDiagram | None) -> None:
    live = {aim.id for aim in live_aims(asked.readings.plan)}
    st.header(f"{counted(len(live), 'live aim').capitalize()} in this plan", anchor=False)
    most = int(asked.readings.plan.reference.settings["most_live_aims"])
    if len(live) > most:
        st.markdown(
            f"**:material/format_list_numbered: Too many at once:** no more than {most} can be "
            "worked on well together. Close those that can wait."
        )
    with st.container(gap="xsmall", key="diagram_aims"):
        for diagram in diagrams:
            _aim_line(asked, diagram, live, here=diagram is drawn)


def _aim_line(asked: Visit, diagram: DriverDiagram, live: set[UUID], *, here: bool) -> None:
    aim, running = diagram.aim, sum(test.state is TestState.RUNNING for test in diagram.tests)
    closed = f"closed on {day_words(aim.closed_on)}" if aim.closed_on else "closed"
    state = f"{counted(running, 'test')} running" if aim.id in live else closed
    area = asked.readings.plan.area[aim.area_id]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if here:
            st.markdown(f"**{plain(aim.words)}**", width="content")
        else:
            place = asked.address | {AIM: aim.ref}
            st.page_link(places.pages()["tests"], label=plain(aim.words), query_params=place)
        shown = " · shown above" if here else ""
        st.markdown(f":gray[area {plain(area.ref)} · {state}{shown}]", width="content")


def _tests_alone(asked: Visit, tests: Iterable[TestReading], words: str) -> None:
    st.header(words, anchor=False)
    with st.container(gap="xsmall", key="tests_alone"):
        for test in tests:
            area = asked.readings.plan.area[test.test.area_id]
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                test_link(asked, test, plain(test.test.title))
                st.markdown(badge(test), width="content")
                st.markdown(
                    f":gray[area {plain(area.ref)} · {test.test.stage.words}]", width="content"
                )
