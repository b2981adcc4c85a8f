"""New phases of a measure: proposed with evidence, decided by a person, kept either way.

The tool never begins a phase by itself (settled.md, Effect). There is one decision a point; another
one about the same point is its newer version.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import streamlit as st

from tracker import store
from tracker.chart_words import accepting_words, evidence_words, unfit_start
from tracker.plan_as_at import PlanAsAt
from tracker.readings import MeasureReading
from tracker.records import Version
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import measure_keeping
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.measure_keeping import AT, PHASE, Keeping, withdraw
from tracker.screen.visit import Visit
from tracker.tests_of_change import NewPhase, PhaseDecision
from tracker.words import day_words

_CHOICES = {
    PhaseDecision.ACCEPTED: "Accept: a new phase begins here",
    PhaseDecision.DISMISSED: "Dismiss: the median stays as it is",
}


def proposal(asked: Visit, reading: MeasureReading) -> None:
    """A quiet block where the points propose a new phase: the evidence, and the way to decide."""
    found = reading.proposal
    if found is None:
        return
    start = reading.chart.series.dates[found.points[0]]
    with st.container(border=True, gap="xsmall", key="proposed_phase"):
        st.markdown(
            f":material/start: {plain(evidence_words(reading, found))} "
            "**That may be a new level.** Nothing has been changed; a person decides."
        )
        if asked.reads_only:
            return
        if asked.day == asked.today:
            measure_keeping.button(PHASE, "Accept or dismiss", start)
        else:
            st.markdown(f":gray[It can be decided as at {day_words(asked.today)}.]")


# The form


def decide(work: Keeping) -> None:
    """Accept or dismiss what is proposed, change a decision, or begin a phase by hand."""
    reading = work.reading
    if not reading.chart.series.dates:
        st.markdown(unfit_start(reading, None) or unfit_start(reading, work.asked.today))
        return
    found, about = reading.proposal, _asked_for()
    proposed = reading.chart.series.dates[found.points[0]] if found else None
    standing = next((phase for phase in reading.decided if phase.starts_on == about), None)
    work.unsaved.say()
    form = Form(f"{work.draft.save_id}_", work.unsaved)
    if found and about in (None, proposed):
        st.markdown(f"{plain(evidence_words(reading, found))} That may be a new level.")
        evidence = evidence_words(reading, found)
    else:
        st.markdown("The points from here on get a median of their own. No point is changed.")
        evidence = standing.evidence if standing else ""
    if about:
        _say_unfit(reading, about)
    given = bool(standing) or bool(found and about in (None, proposed))
    _ask(form, work, standing, about or proposed, choose=given)
    if form.values["starts_on"] and not unfit_start(reading, form.values["starts_on"]):
        st.caption(accepting_words(reading, form.values["starts_on"]))
    if form.saved():
        _save(form, work, standing, {"evidence": evidence, "proposed": proposed if given else None})
    if standing:
        withdraw(
            form, work, standing, "decision", f"the phase from {day_words(standing.starts_on)}"
        )


def _asked_for() -> date | None:
    """The day the address asks for; None where it names none."""
    try:
        return date.fromisoformat(st.query_params.get(AT, ""))
    except ValueError:
        return None


def _say_unfit(reading: MeasureReading, about: date) -> None:
    if about not in reading.chart.series.dates:
        st.error(unfit_start(reading, about), icon=":material/info:")


def _ask(
    form: Form, work: Keeping, standing: NewPhase | None, start: date | None, *, choose: bool
) -> None:
    plan = work.today.readings.plan
    if choose:
        form.choice(
            "decision", "What do you decide?", list(PhaseDecision),
            standing.decision if standing else None, _CHOICES.__getitem__,
        )  # fmt: skip
    days = list(work.reading.chart.series.dates)
    form.one_of("starts_on", "First point of the new phase", days, start, day_words)
    form.text("why", "Reason", standing.why if standing else "")
    cycles = _cycles(plan, work.measure.id)
    if cycles:
        form.one_of(
            "cycle_id", "PDSA cycle behind it, if there is one", list(cycles),
            standing.cycle_id if standing else None, cycles.__getitem__,
        )  # fmt: skip


def _cycles(plan: PlanAsAt, measure: UUID) -> dict[UUID, str]:
    """The PDSA cycles of the tests linked to a measure, by name."""
    return {
        cycle.id: f"{test.ref} {test.title}, cycle {cycle.number}"
        for test in plan.tests
        if measure in test.measure_ids
        for cycle in plan.cycles.get(test.id, ())
    }


def _save(form: Form, work: Keeping, standing: NewPhase | None, shown: Mapping[str, Any]) -> None:
    try:
        record = _read(form, work, standing, shown)
        verb = "begun" if record.decision is PhaseDecision.ACCEPTED else "dismissed"
        words = f"Saved: the phase from **{day_words(record.starts_on)}** is {verb}."
        form.note()
        work.save([record], "", words)
    except Refusal as refusal:
        form.say(refusal)


def _read(
    form: Form, work: Keeping, standing: NewPhase | None, shown: Mapping[str, Any]
) -> NewPhase:
    """The decision as typed. Raises FieldRefusals with a sentence for each field."""
    stated = dict(form.values) | {"evidence": shown["evidence"]}
    decision = stated.setdefault("decision", PhaseDecision.ACCEPTED)
    faults = {"decision": "Choose one of the two."} if decision is None else {}
    if decision is PhaseDecision.DISMISSED:
        # What is dismissed is the point proposed, whatever other point was tried.
        stated["starts_on"] = standing.starts_on if standing else shown["proposed"]
    if unfit := unfit_start(work.reading, stated["starts_on"]):
        faults["starts_on"] = unfit
    elif other := _another(work, standing, stated["starts_on"]):
        faults["starts_on"] = other
    if not str(stated["why"]).strip():
        faults["why"] = "Say why. The reason stays with the phase, and is shown below the chart."
    if faults:
        raise FieldRefusals(faults)
    id_ = standing.id if standing else _new_id(work, stated["starts_on"])
    return read_as(NewPhase, stated | {"id": id_, "measure_id": work.measure.id})


def _another(work: Keeping, standing: NewPhase | None, start: date) -> str:
    """Why a second decision about one point is not taken; or nothing."""
    other = next((p for p in work.reading.decided if p.starts_on == start), None)
    if other is None or (standing and standing.id == other.id):
        return ""
    return (
        f"It is decided already for {day_words(start)}: {other.decision.value}. Change that "
        "decision in the list of phases."
    )


def _new_id(work: Keeping, start: date) -> UUID:
    """One id a point, so that two people who decide at once see each other; a new one where the
    decision once made for this point was moved to another."""
    id_ = uuid5(work.measure.id, f"phase/{start}")
    history = work.today.readings.plan.history(NewPhase, id_)
    moved = history and history[-1].record.starts_on != start
    return store.new_id() if moved else id_


# The list


def decided(asked: Visit, reading: MeasureReading) -> None:
    """Every decision about a phase: what, who, when, why, after which cycle; withdrawn ones too."""
    newest = sorted(
        (
            versions[-1]
            for versions in asked.readings.plan.histories.get(NewPhase, {}).values()
            if versions[-1].record.measure_id == reading.measure.id
        ),
        key=lambda version: version.record.starts_on,
    )
    if not newest:
        return
    st.header("Phases", anchor=False)
    cycles = _cycles(asked.readings.plan, reading.measure.id)
    for version in newest:
        _line(version, cycles)


def _line(version: Version[NewPhase], cycles: Mapping[UUID, str]) -> None:
    phase = version.record
    start = day_words(phase.starts_on)
    said = {
        PhaseDecision.ACCEPTED: f"**From {start} a new phase**, accepted",
        PhaseDecision.DISMISSED: f"**No new phase from {start}**, dismissed",
    }[phase.decision]
    by = f"by {plain(version.recorded_by)} " if version.recorded_by else ""
    by += f"on {day_words(version.as_of)}"
    behind = cycles.get(phase.cycle_id, "no longer listed") if phase.cycle_id else ""
    cycle = f" PDSA cycle: {plain(behind)}." if behind else ""
    seen = f"The chart showed: {plain(phase.evidence)}" if phase.evidence else "Begun by hand."
    words = f"{said} {by}: {plain(phase.why)}{cycle}  \n:gray[{seen}]"
    if version.withdrawn:
        words = (
            f":gray[Withdrawn {by}: {plain(version.reason)}. It was: {said}: {plain(phase.why)}]"
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words, width="content")
        label = "Decide again" if version.withdrawn else "Change or withdraw"
        measure_keeping.button(PHASE, label, phase.starts_on)
