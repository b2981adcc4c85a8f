"""One measure on one screen: the finding, the chart, the sentence, the table, what it is."""

from collections.abc import Iterator, Mapping

import streamlit as st

from tracker import store
from tracker.effect import Effect, point_words
from tracker.measures import Better, Measure, MeasureKind
from tracker.plan import Action
from tracker.plan_as_at import KeptPoint
from tracker.point_values import point_words as value_words
from tracker.readings import MeasureReading
from tracker.screen import choosing, frame, owners, places, record_form, run_charts
from tracker.screen.marks import effect_words, plain
from tracker.screen.report import ACTION
from tracker.screen.visit import Visit
from tracker.words import day_words, first_sentence, number_words, times_words

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
    frame.first_row(asked)
    st.title("No measure yet", anchor=False)
    st.markdown("A measure is added on the page of its area: open the area, then “Add a measure”.")
    st.page_link(places.pages()["area"], label="Areas", query_params=asked.address)


def area_words(asked: Visit, reading: MeasureReading) -> str:
    """The quiet line above the finding, as markdown: whose measure it is."""
    area = asked.readings.plan.area[reading.measure.area_id]
    return f"**Area {plain(area.ref)}** {plain(area.title)}"


def finding(reading: MeasureReading) -> str:
    """The measure's headline: what its points say, and since when."""
    signal, said = reading.chart.signal, _EFFECTS[reading.effect]
    if not reading.chart.series.counted:
        said = "no values yet"
    elif signal:
        if reading.effect is Effect.NO_SIGNAL:
            said = "higher" if signal.up else "lower"
        said += f" since {point_words(reading.chart.series, signal.points[0])}"
    return f"{plain(reading.measure.title)}: {said}"


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
    first = first_sentence(reading.words)
    st.markdown(f"**{plain(first)}** {plain(reading.words[len(first) :])}")


def table(reading: MeasureReading, kept: tuple[KeptPoint, ...]) -> None:
    """The same as a table: every point, its counts, its place in the signal, its corrections."""
    standing = [point for point in kept if not point.withdrawn]
    if not standing:
        return
    signal = {reading.chart.series.dates[place] for place in reading.chart.signal_points}
    measure, ratio = reading.measure, reading.points.is_ratio
    columns: dict[str, list[str]] = {
        "Period ending": [day_words(p.point.on) for p in standing],
        "Value": [
            value_words(measure, p.point.value, p.point.denominator).split(" (")[0]
            for p in standing
        ],
    }
    if ratio:
        columns["Numerator"] = [_number(p.point.value) for p in standing]
        columns["Denominator"] = [_number(p.point.denominator) for p in standing]
    columns["Part of the signal"] = ["yes" if p.point.on in signal else "–" for p in standing]
    columns["Known since"] = [day_words(p.newest.as_of) for p in standing]
    columns["Corrected"] = [_corrected(measure, p) for p in standing]
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.table(columns, border="horizontal", hide_index=True, alt=f"{measure.title} as a table")


def _number(value: float | None) -> str:
    return "–" if value is None else number_words(value)


def _corrected(measure: Measure, kept: KeptPoint) -> str:
    """How often, and what it was before for which reason; a dash where it never was."""
    changes = len(kept.versions) - 1
    if not changes:
        return "–"
    before = kept.versions[-2].record
    was = value_words(measure, before.value, before.denominator)
    why = f": {plain(kept.newest.reason)}" if kept.newest.reason else ""
    return f"{times_words(changes)}, was {plain(was)}{why}"


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
    for name, words in stated.items():
        yield f"**{name}:** {plain(words) if words else ':gray[not said]'}"


def _baseline(measure: Measure) -> str:
    if measure.baseline is None:
        return ""
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
    actions = [action for action in plan.actions if measure.id in action.measure_ids]
    st.markdown(
        "**Actions it is meant for:**" if actions else ":gray[No action names this measure.]"
    )
    for action in actions:
        _action_link(asked, action)


def _action_link(asked: Visit, action: Action) -> None:
    place = {"owner": owners.owner_address(asked.readings.plan, action), ACTION: action.ref}
    st.page_link(
        places.pages()["my_actions"],
        label=plain(f"{action.ref} {action.title}"),
        query_params=asked.address | place,
    )


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
                told = value_words(measure, point.point.value, point.point.denominator)
                why = f": {plain(point.newest.reason)}" if point.newest.reason else ""
                st.markdown(f"{day_words(point.point.on)}, {plain(told)}{why}", width="content")
                record_form.change_button(point.point, "Put it back")


def points_as_at(asked: Visit, reading: MeasureReading) -> tuple[KeptPoint, ...]:
    """The points of the measure known on the day that is shown."""
    return store.data_points(asked.database, asked.partnership.slug, asked.day, reading.measure.id)
