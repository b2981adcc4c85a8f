"""Keeping one step of a cycle: its draft, what others saved meanwhile, and one save for each step.

Each step is saved by itself. What somebody else wrote meanwhile in other fields stays theirs; where
both wrote in the same field, both are shown and the person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.cycles import TestReading, refuse_untimely
from tracker.records import Record, Version
from tracker.refusals import Refusal, Unknown, read_as
from tracker.screen.cycle_steps import DATED_WITH, STEPS, Step, suggested
from tracker.screen.visit import Visit
from tracker.tests_of_change import PdsaCycle

CYCLE, STEP, NEW = "cycle", "step", "new"
_DRAFTS = "cycle_drafts"


@dataclass(frozen=True)
class Draft:
    """One step as it was drawn: the ids of its cycle and its save, the cycle as it then stood
    (None: not kept yet), what its fields began with; `clash`: what was typed where somebody else
    has written in the same field meanwhile."""

    record: UUID
    save_id: UUID
    base: PdsaCycle | None
    shown: Mapping[str, Any]
    clash: Mapping[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The key of one of its widgets."""
        return f"{self.save_id}_{name}"


@dataclass(frozen=True)
class Keeping:
    """What the form of a cycle works on: always as it stands today, whatever day is shown."""

    asked: Visit
    test: TestReading
    name: str
    versions: tuple[Version[PdsaCycle], ...]
    wanted: str

    @property
    def step(self) -> Step:
        """The step that is open."""
        return STEPS[self.name]

    @property
    def newest(self) -> Version[PdsaCycle] | None:
        """The newest version of the cycle; None before its first save."""
        return self.versions[-1] if self.versions else None

    @property
    def cycle(self) -> PdsaCycle | None:
        """The cycle as it stands."""
        return self.newest.record if self.newest else None

    @property
    def seen(self) -> int:
        """The newest sequence this screen has seen."""
        return max(self.asked.sequence, self.newest.sequence if self.newest else 0)

    @property
    def number(self) -> int:
        """The number of the cycle; of a new one, the next that is free."""
        return self.cycle.number if self.cycle else _next_number(self.asked, self.test)

    @property
    def before(self) -> PdsaCycle | None:
        """The cycle before this one."""
        earlier = [cycle for cycle in self.test.cycles if cycle.number < self.number]
        return earlier[-1] if earlier else None

    @property
    def draft(self) -> Draft:
        """The draft of this step in this session; made when its form is first drawn, and anew
        where nothing was typed and the cycle has changed since."""
        known = _drafts().get(self._place)
        if known is None or (known.base != self.cycle and _untouched(known)):
            record = self.cycle.id if self.cycle else known.record if known else store.new_id()
            shown = suggested(self.step, self._stated, self.asked.today)
            known = Draft(record, store.new_id(), self.cycle, shown)
            _drafts()[self._place] = known
        return known

    def remember(self, **changed: Any) -> None:
        """Keep something with the draft."""
        _drafts()[self._place] = replace(self.draft, **changed)

    def let_go(self) -> None:
        """Forget the draft: it has been saved."""
        _drafts().pop(self._place, None)

    @property
    def _place(self) -> str:
        slug, test = self.asked.partnership.slug, self.test.test.id
        return f"{slug}/{test}/{self.wanted}/{self.name}"

    @property
    def _stated(self) -> dict[str, Any]:
        """The cycle's fields; a new one asks what the one before it left to be found out."""
        if self.cycle:
            return dict(self.cycle)
        return {"question": self.before.next_cycle if self.before else ""}


def keeping(asked: Visit, test: TestReading, wanted: str, step: str) -> Keeping:
    """What the address asks for: a cycle by its id, or `new`. Raises Unknown for neither."""
    versions: tuple[Version[PdsaCycle], ...] = ()
    if wanted != NEW:
        try:
            slug = asked.partnership.slug
            versions = store.versions_of(asked.database, slug, PdsaCycle, UUID(wanted))
        except ValueError:
            versions = ()
        if not versions or versions[-1].record.test_id != test.test.id:
            raise Unknown(
                "The address names a cycle that this test does not have. Choose one from the test."
            )
    return Keeping(asked, test, step if step in STEPS else "plan", versions, wanted)


def typed_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields, empty ones as the model keeps them."""
    fields = PdsaCycle.model_fields
    return {
        name: ("" if fields[name].annotation is str else None) if value is None else value
        for name, value in values.items()
        if name in fields
    }


def merged(work: Keeping, typed: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The cycle with what was typed, and the fields that somebody else has changed meanwhile to
    something else."""
    base, newest = work.draft.base, work.cycle
    values = dict(newest) if newest else _begun(work)
    clashes = []
    for name, mine in typed.items():
        was, theirs = getattr(base, name, None), values.get(name)
        if _same(mine, was) or _same(mine, theirs):
            continue
        if newest != base and not _same(theirs, was):
            clashes.append(name)
        values[name] = mine
    for day, of in DATED_WITH.items():
        if not values.get(of) and day in typed:
            values[day] = None
    return values, tuple(clashes)


def keep(work: Keeping, values: Mapping[str, Any]) -> tuple[PdsaCycle, int]:
    """Save the cycle; the record, and its save's sequence (0: there was nothing to save).

    Raises FieldRefusals with a sentence for each field.
    """
    cycle = read_as(PdsaCycle, values)
    refuse_untimely(cycle, work.asked.today)
    if cycle == work.cycle == work.draft.base:
        return cycle, 0
    return cycle, save(work, cycle)


def save(work: Keeping, record: Record, reason: str = "", **how: bool) -> int:
    """The one save of the draft; its sequence. Raises Refusal."""
    asked = work.asked
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [record], by=asked.by, today=asked.today,
            save_id=work.draft.save_id, seen=work.seen, reason=reason, **how,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        who = conflict.theirs.recorded_by
        raise Refusal(f"{who} saved this at the same moment. Save again to see both.") from conflict
    return made.sequence


def go(test: TestReading, cycle: str = "", step: str = "") -> None:
    """Put a step of a cycle into the address; nothing goes back to the test."""
    st.query_params["test"] = test.test.ref
    for name, value in ((CYCLE, cycle), (STEP, step)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _begun(work: Keeping) -> dict[str, Any]:
    test, number = work.test.test, work.number
    return {
        "id": work.draft.record, "ref": f"{test.ref}.{number}", "test_id": test.id,
        "number": number,
    }  # fmt: skip


def _next_number(asked: Visit, test: TestReading) -> int:
    """One more than any cycle of the test ever had, withdrawn ones too."""
    histories = asked.readings.plan.histories.get(PdsaCycle, {}).values()
    its = (versions[-1].record for versions in histories)
    return max((cycle.number for cycle in its if cycle.test_id == test.test.id), default=0) + 1


def _same(one: Any, other: Any) -> bool:
    """Is it the same value? Blanks round a text and kinds of empty do not count."""
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    return (value.strip() if isinstance(value, str) else value) or None


def _untouched(draft: Draft) -> bool:
    """Has nothing been typed into its fields?"""
    here = ((draft.key(name), value) for name, value in draft.shown.items())
    return not draft.clash and all(
        _same(st.session_state.get(key, value), value) for key, value in here
    )


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts
