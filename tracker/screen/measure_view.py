"""One measure on one screen: the finding, the chart, the sentence, the table, what it is."""

from collections.abc import Iterator, Mapping

import streamlit as st

from tracker.chart_words import family_words, told
from tracker.disclosure_settings import HIDDEN_WORDS
from tracker.effect import Effect, point_words
from tracker.measures import Better, Measure, MeasureKind
from tracker.plan import Action
from tracker.plan_as_at import KeptPoint
from tracker.readings import MeasureReading
from tracker.screen import (
    choosing,
    frame,
    owners,
    places,
    record_form,
    run_charts,
)
from tracker.screen.marks import effect_words, plain
from tracker.screen.visit import Visit
from tracker.told_points import told_point
from tracker.words import day_words, number_words

MEASURE = "measure"
# What the finding says of each effect; a signal adds since when.
_EFFECTS: Mapping[Effect, str] = {
    Effect.IMPROVEMENT: "better",
    Effect.WORSENING: "getting worse",
    Effect.NO_SIGNAL: "no change to see",
    Effect.NOT_ENOUGH: "too few points to say",
}
_WAYS: Mapping[Better, str] = {
    Better.HIGHER: "should go up",
    Better.LOWER: "should go down",
    Better.NEITHER: "neither way is better",
}


def chosen(asked: Visit) -> MeasureReading | None:
    """The measure the address names, or the first; None in a plan without measures."""
    by_ref = {reading.measure.ref: reading for reading in asked.readings.measures}
    words = {ref: f"{ref} {reading.measure.title}" for ref, reading in by_ref.items()}
    return choosing.one_of(asked, MEASURE, by_ref, words)


def link(asked: Visit, measure: Measure, words: str = "") -> None:
    """A link to the page of a measure."""
    st.page_link(
        places.pages()["measure"],
        label=words or plain(f"{measure.ref} {measure.title}"),
        query_params=asked.address | {MEASURE: measure.ref},
    )


def none_yet(asked: Visit) -> None:
    """How to begin where the plan has no measure."""
    frame.show_head(asked, "No measure yet")
    st.markdown("A measure is added on the page of its area: open the area, then “Add a measure”.")
    st.page_link(places.pages()["area"], label="Areas", query_params=asked.address)


def area_words(asked: Visit, reading: MeasureReading) -> str:
    """The quiet line above the finding, as markdown: whose measure it is."""
    area = asked.readings.plan.area[reading.measure.area_id]
    return f"**Area {plain(area.ref)}** {plain(area.title)}"


def finding(reading: MeasureReading) -> str:
    """The measure's headline as markdown."""
    return plain(headline(reading))


def headline(reading: MeasureReading) -> str:
    """The measure's headline: what its points say, and since when."""
    signal, said = reading.chart.signal, _EFFECTS[reading.effect]
    if not reading.chart.series.counted:
        said = "no values yet"
    elif signal:
        if reading.effect is Effect.NO_SIGNAL:
            said = "higher" if signal.up else "lower"
        said += f" since {point_words(reading.chart.series, signal.points[0])}"
    return f"{reading.measure.title}: {said}"


def marks(reading: MeasureReading) -> None:
    """Effect, evidence and kind of measure in one quiet row."""
    measure = reading.measure
    outcome = measure.measure_kind is MeasureKind.OUTCOME
    icon, word, step = (
        ("diversity_1", "an outcome", 4) if outcome else ("show_chart", "a measure", 3)
    )
    kind = [f"{measure.measure_kind.value.capitalize()} measure", plain(measure.unit)]
    with st.container(horizontal=True, gap="medium"):
        st.markdown(effect_words(reading.effect), width="content")
        st.markdown(
            f":gray[Evidence:] :material/{icon}: **{word}** :gray[· step {step} of 4]",
            width="content",
        )
        words = " · ".join(part for part in (*kind, _WAYS[measure.better]) if part)
        st.markdown(f":gray[{words}]", width="content")


def chart(reading: MeasureReading) -> None:
    """The chart, and its sentence below; the first part of it bold."""
    desk = st.query_params.get("size") == frame.DESK
    if reading.points.dates:
        run_charts.show(reading, run_charts.DESK if desk else run_charts.SHARED)
    said = told(reading)
    st.markdown(f"**{plain(said.first)}** {plain(said.after)} {plain(said.rest)}".strip())


def about(asked: Visit, reading: MeasureReading, kept: tuple[KeptPoint, ...]) -> None:
    """What the measure is, what it belongs to, and what is in doubt about it."""
    measure = reading.measure
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header("What it is", anchor=False, width="content")
        record_form.change_button(measure, "Change this measure")
    what, belongs = st.columns([58, 42], gap="large")
    what.markdown("\n\n".join(_facts(asked, measure)))
    with belongs, st.container(gap="xsmall"):
        _belongs(asked, measure)
    _doubts(asked, measure, kept)
    _withdrawn(measure, kept)


def _facts(asked: Visit, measure: Measure) -> Iterator[str]:
    stated = {
        "Definition": measure.definition,
        "Gap between": _groups(measure),
        "Numerator": measure.numerator,
        "Denominator": measure.denominator,
        "Baseline": _baseline(measure),
        "Targets": _targets(measure),
        "Frequency": measure.frequency.value if measure.frequency else "",
        "Source": measure.data_source,
        "Owner": asked.readings.plan.owner_words(measure.owner_id),
    }
    if not measure.numerator and not measure.denominator:
        del stated["Numerator"], stated["Denominator"]
    if not measure.is_gap:
        del stated["Gap between"]
    for name, words in stated.items():
        yield f"**{name}:** {plain(words) if words else ':gray[not said]'}"


def _groups(measure: Measure) -> str:
    return f"{measure.compared_with} less {measure.group_words}" if measure.is_gap else ""


def _baseline(measure: Measure) -> str:
    if measure.baseline is None:
        return measure.baseline_period if HIDDEN_WORDS in measure.baseline_period else ""
    return f"{number_words(measure.baseline, measure.unit)}, {measure.baseline_period}"


def _targets(measure: Measure) -> str:
    return "; ".join(
        number_words(target.value, measure.unit)
        + (f" by {day_words(target.by)}" if target.by else "")
        for target in measure.targets
    )


def _belongs(asked: Visit, measure: Measure) -> None:
    plan = asked.readings.plan
    area = plan.area[measure.area_id]
    st.page_link(
        places.pages()["area"], label=plain(f"Area {area.ref} {area.title}"),
        query_params=asked.address | {"area": area.ref},
    )  # fmt: skip
    for id_ in measure.outcome_ids:
        if id_ in plan.outcome:
            st.markdown(f"**Outcome:** {plain(plan.outcome[id_].words)}")
    for words in family_words(m for m in asked.readings.measures if m.measure.area_id == area.id):
        st.markdown(f":material/family_history: {plain(words)}")
    actions = [action for action in plan.actions if measure.id in action.measure_ids]
    st.markdown(
        "**Actions it is meant for:**" if actions else ":gray[No action names this measure.]"
    )
    for action in actions:
        _action_link(asked, action)


def _action_link(asked: Visit, action: Action) -> None:
    page, place = owners.place_of(asked, action)
    label = plain(f"{action.ref} {action.title}")
    st.page_link(places.pages()[page], label=label, query_params=place)


def _doubts(asked: Visit, measure: Measure, kept: tuple[KeptPoint, ...]) -> None:
    mine = {measure.id: ""} | {p.point.id: f"{day_words(p.point.on)}: " for p in kept}
    found = [doubt for doubt in asked.readings.plan.open_doubts if doubt.record_id in mine]
    lines = [f"- {mine[doubt.record_id]}{plain(doubt.words)}" for doubt in found]
    lines += [f"- {plain(doubt[0].upper() + doubt[1:])}." for doubt in _of_series(asked, measure)]
    if lines:
        st.header("In doubt", anchor=False)
        st.markdown("\n".join(lines))


def _of_series(asked: Visit, measure: Measure) -> tuple[str, ...]:
    return asked.readings.measure[measure.id].chart.series.doubts


def _withdrawn(measure: Measure, kept: tuple[KeptPoint, ...]) -> None:
    gone = [point for point in kept if point.withdrawn]
    if not gone:
        return
    with st.expander(f"Withdrawn points ({len(gone)})", icon=":material/archive:"):
        for point in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                told = told_point(measure, point.point)
                why = f": {plain(point.newest.reason)}" if point.newest.reason else ""
                st.markdown(f"{day_words(point.point.on)}, {plain(told)}{why}", width="content")
                record_form.change_button(point.point, "Put it back")
