"""Where a letter of the SMART check is mended: which form, and what its link is called."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.measures import Measure, MeasureKind
from tracker.plan import Action, Outcome
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record
from tracker.screen import record_form
from tracker.screen.marks import plain
from tracker.smart import Mark
from tracker.smart_notes import Letter, Verdict
from tracker.smart_verdicts import quoted

_FAILS: Mapping[Letter, str] = {
    Letter.S: "Say what will be done", Letter.M: "Link a measure", Letter.A: "Name the owner",
    Letter.R: "Link an outcome", Letter.T: "Set the date",
}  # fmt: skip
_PARTLY: Mapping[Letter, str] = {
    Letter.S: "Reword the action", Letter.M: "Change its measures",
    Letter.A: "Change owner or resources", Letter.R: "Change its outcome",
    Letter.T: "Change the date",
}  # fmt: skip


class Mend(NamedTuple):
    """What the link says, and the part of an address that opens the form."""

    words: str
    address: dict[str, str]


def mend_of(plan: PlanAsAt, action: Action, mark: Mark) -> Mend:
    """The form that mends one letter: the action's, its measure's or outcome's, or a new one's."""
    if mark.letter is Letter.M:
        return _measure(plan, action, mark)
    if mark.letter is Letter.R:
        return _outcome(plan, action, mark)
    return _form(_words(mark), action)


def _words(mark: Mark) -> str:
    return (_FAILS if mark.stands is Verdict.FAIL else _PARTLY)[mark.letter]


def _form(words: str, record: Record) -> Mend:
    return Mend(words, record_form.place_of(record))


def _measure(plan: PlanAsAt, action: Action, mark: Mark) -> Mend:
    """The measure the check speaks of; where none is linked, the action, or the first measure."""
    showing = [
        plan.measure[id_]
        for id_ in action.measure_ids
        if id_ in plan.measure and plan.measure[id_].measure_kind is not MeasureKind.BALANCING
    ]
    if showing:
        named = next((m for m in showing if quoted(m.title) in mark.finding.reason), showing[0])
        return _form(f"Complete measure {plain(named.ref)}", named)
    home = (action.area_id, *action.also_serves)
    if any(measure.area_id in home for measure in plan.measures):
        return _form(_FAILS[Letter.M], action)
    return _new("Add a measure", Measure, plan, action)


def _outcome(plan: PlanAsAt, action: Action, mark: Mark) -> Mend:
    outcome = plan.outcome.get(action.outcome_id) if action.outcome_id else None
    if outcome:
        return _form(_words(mark) if mark.stands is Verdict.PARTLY else "Link another outcome",
                     outcome if mark.stands is Verdict.PARTLY else action)  # fmt: skip
    if plan.outcome:
        return _form(_FAILS[Letter.R], action)
    return _new("Add an outcome", Outcome, plan, action)


def _new(words: str, kind: type[Record], plan: PlanAsAt, action: Action) -> Mend:
    """The form of the first measure or outcome, in the area of the action."""
    area = plan.area[action.area_id]
    return Mend(words, {record_form.ADD: kind.kind, record_form.WITHIN: area.ref})
