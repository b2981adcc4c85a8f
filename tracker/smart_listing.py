"""The SMART check of a whole plan, for programs and for people: what each action lacks."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from tracker.plan import Action
from tracker.plan_as_at import PlanAsAt
from tracker.smart import AN_AID, MEND_ORDER, Mark, Smart, lacking, smart_readings
from tracker.smart_notes import Letter, Verdict
from tracker.words import counted, listed

MEANS = {
    Letter.S: "specific", Letter.M: "measurable", Letter.A: "achievable", Letter.R: "relevant",
    Letter.T: "time-bound",
}  # fmt: skip


def smart_answer(plan: PlanAsAt) -> dict[str, Any]:
    """The check under the names of command_line.md, actions in the plan's order."""
    checked = smart_readings(plan)
    return {
        "partnership": plan.partnership.slug,
        "as_at": plan.day.isoformat(),
        "actions": [_action(plan, action, checked[action.id]) for action in plan.actions],
        "note": AN_AID,
    }


def smart_lines(plan: PlanAsAt) -> list[str]:
    """The check as people read it: how many lack what, then each action, most useful mend first."""
    checked = smart_readings(plan)
    return [*_summary(checked), *_told(plan, checked), AN_AID] if checked else []


def most_useful_first(plan: PlanAsAt, checked: Mapping[UUID, Smart]) -> list[Action]:
    """The actions with something to mend: by the mend that pays most, then by how many they fail.

    Ties keep the plan's order.
    """

    def place(action: Action) -> tuple[object, ...]:
        smart = checked[action.id]
        first = smart.to_mend[0]
        fails = first.stands is Verdict.FAIL
        return not fails, MEND_ORDER.index(first.letter), -len(smart.lacks)

    wanting = [action for action in plan.actions if checked[action.id].to_mend]
    return sorted(wanting, key=place)


def _action(plan: PlanAsAt, action: Action, smart: Smart) -> dict[str, Any]:
    return {
        "ref": action.ref,
        "title": action.title,
        "area_ref": plan.area[action.area_id].ref,
        "letters": {mark.letter.value: _mark(mark) for mark in smart.marks},
        "lacks": [letter.value for letter in smart.lacks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    note = mark.note
    return {
        "verdict": mark.finding.verdict.value,
        "reason": mark.finding.reason,
        "mend": mark.finding.mend or None,
        "overruled": {"verdict": note.verdict.value, "note": note.words} if note else None,
    }


def _summary(checked: Mapping[UUID, Smart]) -> Iterator[str]:
    numbers = lacking(checked)
    whole = sum(not smart.to_mend for smart in checked.values())
    yield f"{counted(len(checked), 'action')}; {whole} with nothing to mend."
    for letter in MEND_ORDER:
        if numbers[letter]:
            yield f"{letter.value} ({MEANS[letter]}) fails in {numbers[letter]}."


def _told(plan: PlanAsAt, checked: Mapping[UUID, Smart]) -> Iterator[str]:
    for action in most_useful_first(plan, checked):
        smart = checked[action.id]
        fails = listed(letter.value for letter in smart.lacks)
        yield f"{action.ref} {action.title}{': fails ' + fails if fails else ''}"
        for mark in smart.to_mend:
            yield f"  {mark.letter.value} {mark.stands.value}: {_why(mark)}"


def _why(mark: Mark) -> str:
    if mark.note:
        own = mark.finding.verdict.value
        return f"{mark.note.words} (the check itself says {own}: {mark.finding.reason})"
    return f"{mark.finding.reason} {mark.finding.mend}".strip()
