"""The parts of the area page, in the order of the chain: wording, measures, actions, gaps."""

from collections.abc import Mapping

import streamlit as st

from tracker import store
from tracker.chart_words import family_words, told
from tracker.disclosure_settings import HIDDEN
from tracker.effect import Effect
from tracker.evidence import Judgement
from tracker.measures import Measure
from tracker.plan import Action, Area, Outcome
from tracker.point_values import PER_CENT
from tracker.readings import ActionReading, AreaReading, MeasureReading
from tracker.screen import (
    chart_wall,
    choosing,
    frame,
    measure_view,
    owners,
    places,
    record_form,
    run_charts,
)
from tracker.screen.marks import (
    BADGES,
    ICONS,
    effect_words,
    plain,
    rule_icon,
    status_key,
    status_word,
)
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, number_words

AREA = "area"
_EFFECT_WORDS: Mapping[Effect | None, str] = {
    Effect.IMPROVEMENT: "its measure is better",
    Effect.WORSENING: "its measure is getting worse",
    Effect.NO_SIGNAL: "nothing has changed yet",
    Effect.NOT_ENOUGH: "too few points to say",
    None: "no measure",
}


def chosen(asked: Visit) -> AreaReading | None:
    """The area the address names, or the first; None in a plan without areas."""
    by_ref = {reading.area.ref: reading for reading in asked.readings.areas}
    words = {ref: f"{ref} {reading.area.title}" for ref, reading in by_ref.items()}
    return choosing.one_of(asked, AREA, by_ref, words)


def none_yet(asked: Visit) -> None:
    """A plan without areas says how to begin."""
    frame.show_head(asked, "No area for improvement yet")
    st.markdown("Begin with what inspectors asked for; actions and measures belong to an area.")
    record_form.add_button(Area)


def finding(area: AreaReading) -> str:
    """The area's headline: delivery beside effect."""
    counts = area.counts
    done = f"{counts.complete} of {counted(counts.actions, 'action')} complete"
    late = f", {counts.overdue} overdue" if counts.overdue else ""
    effect = _EFFECT_WORDS[area.effect]
    return f"{plain(area.area.ref)} {plain(area.area.title)}: {done}{late}; {effect}"


def wording(asked: Visit, area: AreaReading) -> None:
    """What inspectors asked for, where and when; the outcome; the newest judgement."""
    stated = area.area
    if stated.wording:
        own = " :gray[(our short wording, not a quotation)]" if stated.paraphrased else ""
        st.markdown(f"{plain(stated.wording)}{own}")
    raised = [plain(stated.raised_in)] if stated.raised_in else []
    raised += [day_words(stated.raised_on)] if stated.raised_on else []
    if raised:
        st.markdown(f":gray[Raised: {', '.join(raised)}]")
    for outcome in _outcomes(asked, area):
        named = " · ".join(plain(word) for word in outcome.wellbeing)
        st.markdown(f"**Outcome:** {plain(outcome.words)}{f' :gray[{named}]' if named else ''}")
    for judgement in [j for j in asked.readings.plan.judgements if j.area_id == stated.id]:
        by = f", {plain(judgement.made_by)}" if judgement.made_by else ""
        st.markdown(
            f"**Judgement:** {plain(judgement.words)} :gray[{day_words(judgement.as_of)}{by}]"
        )


def _outcomes(asked: Visit, area: AreaReading) -> list[Outcome]:
    return [o for o in asked.readings.plan.outcome.values() if o.area_id == area.area.id]


def keep(area: AreaReading) -> None:
    """What can be added to this area, and its own form."""
    ref = area.area.ref
    with st.container(horizontal=True, gap="small"):
        record_form.change_button(area.area, "Change this area")
        for kind in (Action, Measure, Outcome, Judgement):
            record_form.add_button(kind, within=ref)


def measures(asked: Visit, area: AreaReading) -> None:
    """What the measures lack as a family, then each with its chart, its sentence, its table."""
    for words in family_words(area.measures):
        st.markdown(f":material/family_history: {plain(words)}")
    if area.measures:
        chart_wall.link(asked, area.area)
    for reading in area.measures:
        _measure(asked, reading)


def _measure(asked: Visit, reading: MeasureReading) -> None:
    measure = reading.measure
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(measure.title), anchor=False, width="content")
        measure_view.link(asked, measure, "Its page and data points")
        record_form.change_button(measure)
    unit = f" · {plain(measure.unit)}" if measure.unit else ""
    way = {"higher": " · should go up", "lower": " · should go down"}.get(measure.better.value, "")
    with st.container(horizontal=True, gap="medium"):
        st.markdown(effect_words(reading.effect), width="content")
        kind = measure.measure_kind.value.capitalize()
        st.markdown(f":gray[{kind} measure{unit}{way}]", width="content")
    if reading.points.dates:
        run_charts.show(reading, run_charts.AMONG_OTHERS)
    said = told(reading)
    st.markdown(plain(" ".join(part for part in said if part)))
    if reading.points.dates:
        with st.expander("The same as a table", icon=":material/table_rows:"):
            _points(reading)


def _points(reading: MeasureReading) -> None:
    chart, ratio = reading.chart, reading.points.is_ratio
    unit = reading.measure.unit
    times = 100 if ratio and unit == PER_CENT else 1
    hidden = set(reading.points.hidden)
    values = [
        HIDDEN if day in hidden
        else number_words(value * times, unit) if value is not None else "no value"
        for day, value in zip(chart.series.dates, chart.series.plotted, strict=True)
    ]  # fmt: skip
    signal = ["yes" if place in chart.signal_points else "–" for place in range(len(values))]
    table = {"Period ending": [day_words(day) for day in chart.series.dates], "Value": values}
    st.table(table | {"Part of the signal": signal}, border="horizontal", hide_index=True)


def actions(asked: Visit, area: AreaReading) -> None:
    """The actions of the area: status, owner, due date; each leads to its report."""
    st.header(counted(len(area.actions), "action").capitalize(), anchor=False)
    with st.container(key="area_actions"):
        for reading in area.actions:
            _action(asked, reading)


def _action(asked: Visit, reading: ActionReading) -> None:
    action = reading.action
    title, status, due, change = st.columns(
        [40, 16, 32, 12], vertical_alignment="center", gap="small"
    )
    with title:
        label = f"{plain(action.ref)} {plain(action.title)}"
        page, place = owners.place_of(asked, action)
        st.page_link(places.pages()[page], label=label, query_params=place)
    key = status_key(reading.status)
    status.badge(status_word(key), icon=f":material/{ICONS[key]}:", color=BADGES[key])  # type: ignore[arg-type]
    when = f"due {day_words(action.due_on)}" if action.due_on else "no due date"
    late = f" **:material/event_busy: {counted(reading.days_overdue, 'day')} overdue**"
    who = plain(reading.owner) or "no owner"
    due.markdown(f":gray[{who}, {when}]{late if reading.overdue else ''}")
    with change:
        record_form.change_button(action)


def gaps(asked: Visit, area: AreaReading) -> None:
    """What the chain lacks, named."""
    if not area.gaps:
        return
    st.header(counted(len(area.gaps), "gap").capitalize() + " in the chain", anchor=False)
    rules = asked.readings.plan.reference.alert_rules
    lines = [
        f"- **{rule_icon(gap.rule)} {plain(rules[gap.rule].words)}:** {plain(gap.ref)} "
        f"{plain(gap.title)} :gray[{gap.kind}, since {day_words(gap.since)}]"
        for gap in area.gaps
        if gap.rule in rules
    ]
    st.markdown("\n".join(lines))


def doubts_and_sources(asked: Visit, area: AreaReading) -> None:
    """What is unsure, and where every value of this area comes from."""
    mine = {area.area.id, *(a.action.id for a in area.actions)}
    mine |= {m.measure.id for m in area.measures}
    found = [doubt for doubt in asked.readings.plan.open_doubts if doubt.record_id in mine]
    if found:
        st.header(counted(len(found), "doubt").capitalize(), anchor=False)
        st.markdown("\n".join(f"- {plain(doubt.words)}" for doubt in found))
    if asked.public:
        return  # names of files are for inside
    cited = store.sources(asked.database, asked.partnership.slug, asked.day, area.area.id)
    if cited:
        with st.expander("Where the words of this area come from", icon=":material/menu_book:"):
            lines = [f"- {plain(c.field)}: {plain(c.file)}, {plain(c.heading)}" for c in cited]
            st.markdown("\n".join(lines))
